"""Answers to invitations: whole parties, seats exactly once, nobody past those who wait; killed anywhere, in order."""

from __future__ import annotations

import pytest

from chalicelib.bookings.keyed import Keyed
from chalicelib.events.guests.details import Companion, GuestDetails
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event
from chalicelib.events.registering.answering import Reply
from chalicelib.events.registering.reading import Answered
from chalicelib.foundation.errors import (
    KeyReused,
    NotFound,
    OfferLapsed,
    Overlapping,
    PreconditionFailed,
    StateConflict,
)
from tests.events.conftest import Evening, guests
from tests.harness.faults import Fault, Wire
from tests.harness.schedules import CRASHES, crash_everywhere, interleave
from tests.world.evenings import bidden, invited, planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, MARGAUX


def yes(house: House, guest: Guest, party: int = 1, key: Keyed | None = None, names: tuple[str, ...] = ()) -> Answered:
    """She says yes."""
    reply = Reply(party, GuestDetails(tuple(Companion(name, "Essai") for name in names)))
    return house.registering.accept(invited(guest), guest.event, guest.id, key or press("accept"), reply)


def now(house: House, guest: Guest) -> Guest:
    """Her row as it stands."""
    found = house.guest_store.get(guest.event, guest.id)
    assert found is not None
    return found


def free(house: House, event: Event) -> int:
    """How many seats nobody has."""
    seats = house.seats.read(event.id, "s1")
    assert seats is not None
    return seats.free_at(house.now)


def test_a_party_is_seated_whole(house: House, evening: Evening) -> None:
    """One claim, one transaction; her evening is taken; the same request again is the same answer (rules H6, G2)."""
    event = evening(capacity=4)
    guest = bidden(house, event, MARGAUX, plus_ones=2)
    key = press("accept")
    with Wire() as wire:
        first = yes(house, guest, 3, key, names=("Ada", "Zoé"))
    writes = [name for name in wire.operations() if name in ("UpdateItem", "TransactWriteItems", "PutItem")]
    assert writes == ["UpdateItem", "TransactWriteItems"]
    assert (first.guest.state, first.guest.party, free(house, event)) == (GuestState.ACCEPTED, 3, 1)
    again = yes(house, guest, 3, key, names=("Ada", "Zoé"))
    assert again.replayed
    assert now(house, guest) == first.guest
    with pytest.raises(KeyReused):
        house.registering.accept(
            invited(guest), event.id, guest.id, Keyed(key.route, key.key, "other"), Reply(1, GuestDetails())
        )
    other = published(house, BOUTIQUE, start=event.start + 30, hosts=("advisor-2",))
    twice = bidden(house, other, MARGAUX)
    with pytest.raises(Overlapping):
        yes(house, twice)
    assert [one.display for one in house.guest_store.open(first.guest).companions] == ["Ada Essai", "Zoé Essai"]
    assert "Ada" not in house.everything()
    assert house.violations() == []
    assert house.differences() == []


def test_more_than_she_may_bring_is_refused_before_anything_is_claimed(house: House, evening: Evening) -> None:
    """Rule G2: the invitation says how many; nothing is written."""
    event = evening(capacity=9)
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    with pytest.raises(StateConflict):
        yes(house, guest, 3)
    assert free(house, event) == 9
    assert house.violations() == []


def test_whole_parties_wait_in_order_and_are_passed_over_with_a_reason(house: House, evening: Evening) -> None:
    """A party of three waits behind nobody; two single seats come back: a pair behind it is offered them, and it is
    written down (rules W1, W3, W5, H8). Three seats: it is offered whole, and takes them (rule W6)."""
    event = evening(capacity=4)
    first, second, trio, pair = guests(house, event, 4, plus_ones=2)
    yes(house, first, 2)
    yes(house, second, 2)
    assert yes(house, trio, 3).guest.state is GuestState.WAITLISTED
    house.clock.forward(minutes=1)
    assert yes(house, pair, 2).guest.state is GuestState.WAITLISTED
    house.registering.cancel(invited(first), event.id, first.id, press("cancel"))
    assert now(house, pair).state is GuestState.OFFERED
    skipped = now(house, trio)
    assert (skipped.state, [one.reason for one in skipped.skips]) == (GuestState.WAITLISTED, ["party_too_large"])
    assert free(house, event) == 0
    key = press("offer")
    taken = house.registering.take_offer(invited(pair), event.id, pair.id, key)
    assert taken.guest.state is GuestState.ACCEPTED
    assert house.registering.take_offer(invited(pair), event.id, pair.id, key).replayed
    house.registering.cancel(invited(pair), event.id, pair.id, press("cancel"))
    assert now(house, trio).state is GuestState.WAITLISTED
    house.registering.cancel(invited(second), event.id, second.id, press("cancel"))
    assert now(house, trio).state is GuestState.OFFERED
    house.registering.decline(invited(trio), event.id, trio.id, press("decline"))
    house.settle()
    assert free(house, event) == 4
    assert house.violations() == []


def test_nobody_goes_past_those_who_wait(house: House, evening: Evening) -> None:
    """While somebody waits a free seat is nobody's but hers (rule W9), unless the house put her first."""
    event = evening(capacity=2)
    seated, duo, late = guests(house, event, 3, plus_ones=1)
    yes(house, seated, 1)
    assert yes(house, duo, 2).guest.state is GuestState.WAITLISTED
    assert yes(house, late, 1).guest.state in {GuestState.WAITLISTED, GuestState.OFFERED}
    first = bidden(house, event, MARGAUX, priority=5)
    if now(house, late).state is GuestState.OFFERED:
        house.registering.decline(invited(late), event.id, late.id, press("decline"))
    assert yes(house, first).guest.state is GuestState.ACCEPTED
    assert house.violations() == []


def test_an_offer_that_is_let_go_by_goes_to_the_next(house: House, evening: Evening) -> None:
    """At its minute it counts no more, taken or not by the sweep (rules H1, W5, W6); the next has it within a sweep."""
    event = evening(capacity=1)
    seated, first, second = guests(house, event, 3)
    yes(house, seated)
    yes(house, first)
    house.clock.forward(minutes=1)
    yes(house, second)
    house.registering.cancel(invited(seated), event.id, seated.id, press("cancel"))
    until = now(house, first).offer_expires_at
    assert until == house.now + 720
    house.clock.to(until)
    with pytest.raises(OfferLapsed):
        house.registering.take_offer(invited(first), event.id, first.id, press("offer"))
    house.tick()
    assert (now(house, first).state, now(house, second).state) == (GuestState.OFFER_EXPIRED, GuestState.OFFERED)
    assert house.violations() == []


def test_other_people_need_no_free_seat(house: House, evening: Evening) -> None:
    """A substitution in a full evening is taken (rule H7); one more person is not; fewer give back at once."""
    event = evening(capacity=2)
    guest = bidden(house, event, MARGAUX, plus_ones=2)
    seated = yes(house, guest, 2, names=("Ada",)).guest
    other = Reply(2, GuestDetails((Companion("Zoé", "Essai"),)))
    changed = house.registering.change(invited(guest), event.id, guest.id, press("change"), seated.version, other)
    with pytest.raises(PreconditionFailed):
        house.registering.change(invited(guest), event.id, guest.id, press("change"), seated.version, other)
    three = Reply(3, GuestDetails())
    with pytest.raises(StateConflict):
        house.registering.change(invited(guest), event.id, guest.id, press("change"), changed.guest.version, three)
    one = Reply(1, GuestDetails())
    house.registering.change(invited(guest), event.id, guest.id, press("change"), changed.guest.version, one)
    assert free(house, event) == 1
    assert house.violations() == []


def test_a_revoked_link_opens_nothing(house: House, evening: Evening) -> None:
    """What she had is free, and her link is dead."""
    event = evening(capacity=1)
    guest = bidden(house, event, MARGAUX)
    yes(house, guest)
    house.registering.revoke(planner(BOUTIQUE), event.id, guest.id, press("revoke"))
    with pytest.raises(NotFound):
        house.registering.read(invited(guest), event.id, guest.id)
    assert free(house, event) == 1
    assert house.violations() == []


def test_the_last_seat_is_one_guests(house: House, evening: Evening) -> None:
    """Two at once, in whatever order their requests meet: one is seated, one waits (rule H2)."""
    for seed in range(4):
        event = published(
            house, BOUTIQUE, start=house.now // 1440 * 1440 + (9 + seed) * 1440 + 1140, hosts=("advisor-1",), capacity=1
        )
        both = guests(house, event, 2)
        interleave([lambda one=one: yes(house, one) for one in both], seed)  # type: ignore[misc]
        assert sorted(now(house, one).state for one in both) == ["accepted", "waitlisted"]
    assert house.violations() == []


def one_evening(house: House) -> None:
    """Two seats, and Margaux who is invited."""
    event = published(house, BOUTIQUE, start=house.now + 7 * 1440, hosts=("advisor-1",), capacity=2)
    bidden(house, event, MARGAUX, plus_ones=1)


def only(house: House) -> Guest:
    """The one guest of the one evening."""
    (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
    (guest,) = house.guest_store.of_event(event.id)
    return guest


def agreed(house: House, where: str) -> None:
    """All that is stored agrees."""
    house.settle()
    assert house.violations() == [], where


@pytest.mark.parametrize("faults", [CRASHES, (Fault.TIMEOUT_AFTER,)], ids=["killed", "answers lost"])
def test_killed_anywhere_a_registration_heals(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """At every call, and then sent again: seats, rows, agendas and notices agree (rules H2, H6)."""
    key = press("accept")

    def come(house: House) -> object:
        return yes(house, only(house), 2, key)

    def seated(house: House, where: str) -> None:
        agreed(house, where)
        assert only(house).state is GuestState.ACCEPTED, where

    assert crash_everywhere(houses.fresh, come, come, seated, faults, prepare=one_evening) >= 2


def test_a_registration_that_is_never_sent_again_leaves_nothing(houses: Houses) -> None:
    """Killed and forgotten: its seats are free after two minutes (rule H1)."""

    def come(house: House) -> object:
        return yes(house, only(house), 2)

    def left_alone(_: House) -> None:
        return

    crash_everywhere(houses.fresh, come, left_alone, agreed, CRASHES, prepare=one_evening)


def full_house(house: House) -> None:
    """Two seats, taken by Margaux's party; a pair waits."""
    one_evening(house)
    yes(house, only(house), 2, Keyed("first", "first".ljust(22, "-"), "body" * 7))
    (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
    (pair,) = guests(house, event, 1, plus_ones=1)
    yes(house, pair, 2)


def hers(house: House) -> Guest:
    """Margaux, of the one evening."""
    (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
    return next(one for one in house.guest_store.of_event(event.id) if one.client == MARGAUX)


@pytest.mark.proof
@pytest.mark.parametrize("faults", [CRASHES, (Fault.TIMEOUT_AFTER,)], ids=["killed", "answers lost"])
def test_killed_anywhere_a_cancel_and_its_promotion_heal(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """At every call: her seats are free once, and the pair has them within a sweep (rules H8, W5, I10)."""
    key = press("cancel")

    def cancel(house: House) -> object:
        guest = hers(house)
        return house.registering.cancel(invited(guest), guest.event, guest.id, key)

    def promoted(house: House, where: str) -> None:
        agreed(house, where)
        states = sorted(one.state for one in house.guest_store.of_event(hers(house).event))
        assert states == ["cancelled", "offered"], where

    assert crash_everywhere(houses.fresh, cancel, cancel, promoted, faults, prepare=full_house) >= 2


@pytest.mark.proof
def test_called_off_everybody_is_told_once_and_is_free(houses: Houses) -> None:
    """Killed anywhere while it is carried to the guests, it goes on in the next sweep (rule G1)."""

    def call_off(house: House) -> object:
        (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
        if event.is_running:
            house.events.call_off(planner(BOUTIQUE), event.id, press("cancel"), event.version, "other")
        house.following.sweep(house.clock())
        return event

    def over(house: House, where: str) -> None:
        agreed(house, where)
        found = house.guest_store.of_event(hers(house).event)
        assert {one.state for one in found} == {GuestState.CANCELLED}, where
        for one in found:
            row = house.notices.read(one.subject)
            assert row is not None
            assert [notice.kind for notice in row.notices if notice.version == one.version] == ["event.called_off"], (
                where
            )

    assert crash_everywhere(houses.fresh, call_off, call_off, over, CRASHES, prepare=full_house) >= 4


def test_moved_it_moves_in_everybodys_day(house: House, evening: Evening) -> None:
    """Hosts at once, guests within a sweep; moved twice before anybody was told, nothing stays behind (rule D9)."""
    event = evening(capacity=4)
    guest = bidden(house, event, MARGAUX)
    yes(house, guest)
    for by in (60, 1440):
        event = house.events.move(planner(BOUTIQUE), event.id, press("move"), event.version, event.start + by).event
    house.settle()
    assert now(house, guest).stands_at == event.start
    assert house.violations() == []
    assert house.differences() == []


def test_after_it_who_was_not_seen_is_a_no_show(house: House, evening: Evening) -> None:
    """Only after end and grace (rule G6); who declined is none."""
    event = evening(capacity=4)
    came, gone = guests(house, event, 2)
    yes(house, came)
    house.registering.decline(invited(gone), event.id, gone.id, press("decline"))
    house.clock.to(event.end + event.grace_minutes - 1)
    house.tick()
    assert now(house, came).state is GuestState.ACCEPTED
    house.clock.forward(minutes=1)
    house.tick()
    assert (now(house, came).state, now(house, gone).state) == (GuestState.NO_SHOW, GuestState.DECLINED)
    assert house.violations() == []
