"""Coming in to an evening: by one device at a time, in the order of the yeses, heard when promoted; who came."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event, EventKind
from chalicelib.events.presence.model import Figures
from chalicelib.events.presence.service import Entered
from chalicelib.events.registering.answering import Reply
from chalicelib.events.show.model import Rehearsal
from chalicelib.foundation.errors import AlreadyIn, NotFound, StateConflict
from tests.events.conftest import Evening, guests
from tests.harness.faults import Wire
from tests.harness.schedules import crash_everywhere, interleave
from tests.world.evenings import bidden, invited, planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, MARGAUX, associate

PHONE, TV = "phone".ljust(22, "-"), "television".ljust(22, "-")
HOST = associate("advisor-1")


def accept(house: House, guest: Guest) -> None:
    """She says yes, alone."""
    reply = Reply(1, GuestDetails())
    house.registering.accept(invited(guest), guest.event, guest.id, press("accept"), reply)


def join(house: House, guest: Guest, nonce: str = PHONE, *, force: bool = False) -> Entered:
    """She comes to the door."""
    return house.presence.join(invited(guest), guest.event, guest.id, nonce, force=force)


def stored(house: House, guest: Guest) -> Guest:
    """Her row."""
    found = house.guest_store.get(guest.event, guest.id)
    assert found is not None
    return found


def audited(house: House, action: str) -> list[dict[str, Any]]:
    """The raw audit rows of an action."""
    return [row for row in house.rows() if row.get("action", {}).get("S") == action]


def seated(house: House, event: Event, count: int) -> list[Guest]:
    """So many guests who have accepted, one in each minute."""
    found = guests(house, event, count)
    for one in found:
        accept(house, one)
        house.clock.forward(minutes=1)
    return found


def test_the_same_device_is_the_same_check_in_and_another_is_told(house: House, evening: Evening) -> None:
    """Joined, joined again without a write, refused elsewhere, and by force there, which is written down (rule G5)."""
    event = evening()
    (guest,) = seated(house, event, 1)
    house.clock.to(event.start)
    first = join(house, guest)
    assert first.join is not None
    assert (first.place, first.speaks, first.join.secret) == ("room", False, {"present": 1})
    since = stored(house, guest).checked_in_at
    house.clock.forward(minutes=3)
    with Wire() as wire:
        again = join(house, guest)
    assert again.join is not None
    assert "TransactWriteItems" not in wire.operations()
    with pytest.raises(AlreadyIn):
        join(house, guest, TV)
    assert join(house, guest, TV, force=True).join is not None
    assert stored(house, guest).checked_in_at == since == event.start
    with pytest.raises(AlreadyIn):
        join(house, guest)
    assert [len(audited(house, action)) for action in ("guest.join", "guest.join_forced")] == [1, 1]
    assert PHONE not in house.everything()
    assert house.violations() == []


def test_the_door_is_early_open_and_over(house: House, evening: Evening) -> None:
    """Coming too early or too late writes nothing and is no evidence of having come (rules G5, G6)."""
    event = evening()
    (guest,) = seated(house, event, 1)
    seen = []
    for minute in (event.start - 16, event.start - 15, event.end + event.grace_minutes):
        house.clock.to(minute)
        entered = join(house, guest)
        seen.append((entered.threshold.state, entered.join is not None, stored(house, guest).checked_in_at))
    opened = event.start - 15
    assert seen == [("early", False, None), ("open", True, opened), ("over", False, opened)]


def test_only_who_has_a_seat_comes_in(house: House, evening: Evening) -> None:
    """Not who was invited and never answered, not by a link that was taken back."""
    event = evening()
    guest = bidden(house, event, MARGAUX)
    house.clock.to(event.start)
    with pytest.raises(StateConflict):
        join(house, guest)
    house.registering.revoke(planner(BOUTIQUE), event.id, guest.id, press("revoke"))
    with pytest.raises(NotFound):
        join(house, guest)


def test_more_than_the_room_holds_are_let_in_by_their_acceptance(house: House, evening: Evening) -> None:
    """Three came for two places: who accepted last watches, and moves up when a place stays empty (rule G8)."""
    event = evening(capacity=3)
    first, second, third = seated(house, event, 3)
    standing = house.event_store.get(event.id)
    assert standing is not None
    # Two places for three: as it is when the house lowers what it may not take back from anybody.
    lowered = standing.with_capacity(house.now, "s1", 2)
    audit = house.audit.of("event.seats", event.subject, "test", house.clock())
    house.table.commit([house.event_store.change(standing, lowered), audit])
    house.clock.to(event.start)
    assert [join(house, one).place for one in (third, second)] == ["overflow", "room"]
    assert join(house, third).join is None
    house.clock.forward(minutes=5)
    assert join(house, third).place == "room"
    assert join(house, first).place == "overflow"
    assert [join(house, one).place for one in (second, third)] == ["room", "room"]


def test_a_dinners_guests_are_noted_and_watch(house: House, evening: Evening) -> None:
    """No room of many, but evidence that she came (rule G6)."""
    event = evening(kind=EventKind.DINNER)
    (guest,) = seated(house, event, 1)
    house.clock.to(event.start)
    entered = join(house, guest)
    assert (entered.place, entered.join, stored(house, guest).checked_in_at) == ("overflow", None, event.start)


def test_hosts_are_heard_and_guests_when_promoted(house: House, evening: Evening) -> None:
    """The word is given once, holds when she comes back, and only to who is in the room."""
    event = evening()
    guest, absent = seated(house, event, 2)
    house.clock.to(event.start)
    host = house.presence.receive(HOST, event.id, None, rehearsal=False)
    assert host.join is not None
    assert (host.speaks, host.threshold.room) == (True, f"{event.id}-s1")
    join(house, guest)
    with pytest.raises(NotFound):
        house.presence.promote(associate("advisor-2"), event.id, guest.id)
    with pytest.raises(StateConflict):
        house.presence.promote(HOST, event.id, absent.id)
    version = house.presence.promote(HOST, event.id, guest.id).guest.version
    assert house.presence.promote(HOST, event.id, guest.id).guest.version == version
    again = house.presence.receive(HOST, event.id, "s1", rehearsal=False).join
    assert again is not None
    assert again.secret == {
        "present": sorted(["advisor-1", guest.id]),
        "speaking": sorted(["advisor-1", guest.id]),
    }
    house.clock.forward(minutes=1)
    assert join(house, guest).speaks
    assert [one.id for one in house.presence.present(HOST, event.id)[1]] == [guest.id]


def test_the_rehearsal_is_a_room_of_its_own(house: House, evening: Evening) -> None:
    """Open around its own time, to those of the evening; not there unless it is planned (rule D9)."""
    event = evening()
    with pytest.raises(NotFound):
        house.presence.receive(HOST, event.id, None, rehearsal=True)
    house.shows.plan(planner(BOUTIQUE), event.id, 0, (), Rehearsal(event.start - 300, 60), 90)
    assert house.presence.receive(HOST, event.id, None, rehearsal=True).join is None
    house.clock.to(event.start - 300)
    entered = house.presence.receive(HOST, event.id, None, rehearsal=True)
    assert entered.join is not None
    assert entered.threshold.room == f"{event.id}-rehearsal"


def test_who_came_and_who_did_not_after_the_grace(house: House, evening: Evening) -> None:
    """One came, one did not, one cancelled in time: told by the sweep, no minute sooner (rules G6, H10)."""
    event = evening(capacity=4)
    came, away, cancelled = seated(house, event, 3)
    bidden(house, event, MARGAUX, advisor="advisor-1")
    house.registering.cancel(invited(cancelled), event.id, cancelled.id, press("cancel"))
    house.clock.to(event.start)
    join(house, came)
    house.clock.to(event.end + event.grace_minutes - 1)
    house.following.sweep(house.clock())
    assert house.presence.attendance(planner(BOUTIQUE), event.id)[1].total == Figures(4, 2, 2, 1, 0)
    house.clock.forward(minutes=1)
    house.following.sweep(house.clock())
    assert [stored(house, one).state for one in (came, away, cancelled)] == [
        GuestState.ATTENDED,
        GuestState.NO_SHOW,
        GuestState.CANCELLED,
    ]
    found = house.presence.attendance(planner(BOUTIQUE), event.id)[1]
    assert (found.total, found.total.rate) == (Figures(4, 2, 2, 1, 1), 0.5)
    assert found.sittings == {"s1": Figures(3, 2, 2, 1, 1)}
    assert house.presence.attendance(HOST, event.id)[1].total == Figures(1, 0, 0, 0, 0)
    with pytest.raises(NotFound):
        house.presence.attendance(associate("advisor-9", "milan"), event.id)


def test_two_devices_join_at_once(house: House, evening: Evening) -> None:
    """Whatever the order of their calls, one is in and the other is told so (rule G5)."""
    event = evening(capacity=6)
    people = seated(house, event, 5)
    house.clock.to(event.start)
    for seed, guest in enumerate(people):
        both = [lambda guest=guest: join(house, guest), lambda guest=guest: join(house, guest, TV)]
        ended = interleave(both, seed)  # type: ignore[arg-type]
        assert sorted(type(one).__name__ for one in ended) == ["AlreadyIn", "Entered"]
    assert len(audited(house, "guest.join")) == 5


def test_a_join_that_was_cut_short_is_pressed_again(houses: Houses) -> None:
    """Killed at any call, then joined again by the same device: in once, one row of audit (rules G5, I1)."""

    def on_the_night(house: House) -> None:
        event = published(house, BOUTIQUE, start=house.now + 60, hosts=("advisor-1",))
        guest = bidden(house, event, MARGAUX)
        accept(house, guest)
        house.clock.to(event.start)

    def pressed(house: House) -> object:
        (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
        (guest,) = house.guest_store.of_event(event.id)
        return join(house, guest)

    def in_once(house: House, where: str) -> None:
        (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
        (guest,) = house.guest_store.of_event(event.id)
        assert (guest.checked_in_at, guest.place) == (event.start, "room"), where
        assert len(audited(house, "guest.join")) == 1, where
        assert house.violations() == [], where

    assert crash_everywhere(houses.fresh, pressed, pressed, in_once, prepare=on_the_night) >= 2
