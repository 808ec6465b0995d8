"""Guests seated beyond the seats by hand: with a role, a reason and a trace; all that counts seats counts them."""

from __future__ import annotations

import pytest

from chalicelib.bookings.keyed import Keyed
from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import EventKind
from chalicelib.events.registering.answering import Reply
from chalicelib.events.registering.reading import Answered
from chalicelib.foundation.audit import AuditLog
from chalicelib.foundation.errors import Forbidden, KeyReused, NotFound, StateConflict
from chalicelib.identity.model import Principal, Role
from tests.events.conftest import Evening, guests
from tests.events.test_registering import agreed, free, full_house, hers, now, yes
from tests.harness.faults import Fault
from tests.harness.schedules import CRASHES, crash_everywhere, interleave
from tests.world.evenings import bidden, invited, planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, MARGAUX


def force(
    house: House, guest: Guest, party: int = 1, key: Keyed | None = None, who: Principal | None = None
) -> Answered:
    """The planner seats her, whatever is free."""
    reply = Reply(party, GuestDetails())
    by = who or planner(BOUTIQUE)
    return house.forcing.seat(by, guest.event, guest.id, key or press("seat"), reply, "promised")


def reasons(house: House, guest: Guest) -> list[str | None]:
    """Why she was seated by force, as the audit has it."""
    rows = AuditLog(house.table).page(guest.subject, 50, None).items
    return [one.reason for one in rows if one.action == "guest.force"]


def test_the_planner_seats_a_party_beyond_the_seats(house: House, evening: Evening) -> None:
    """With a reason and an audit row, and shown; sent again it is the same seat (rules H11, H6)."""
    event = evening(capacity=2)
    seated, late = guests(house, event, 2, plus_ones=1)
    yes(house, seated, 2)
    assert yes(house, late, 2).guest.state is GuestState.WAITLISTED
    key = press("seat")
    forced = force(house, late, 2, key)
    assert (forced.guest.state, forced.guest.forced, free(house, event)) == (GuestState.ACCEPTED, "promised", -2)
    assert force(house, late, 2, key).replayed
    with pytest.raises(KeyReused):
        force(house, late, 2, Keyed(key.route, key.key, "other"))
    assert reasons(house, late) == ["promised"]
    (shown,) = house.event_viewer.event(planner(BOUTIQUE), event, house.now).sittings
    assert (shown.overbooked_by, shown.free, shown.accepted, shown.waiting) == (2, 0, 4, 0)
    listed = house.event_viewer.guests(planner(BOUTIQUE), event, [forced.guest], house.now)
    assert [one.forced for one in listed] == ["promised"]
    house.settle()
    assert house.violations() == []
    assert house.differences() == []


def test_what_is_given_back_first_makes_up_for_it(house: House, evening: Evening) -> None:
    """Nobody is offered a place, and nobody is seated, before there is one again (rules H11, H8, H2)."""
    event = evening(capacity=2)
    first, second, forced, waits, late = guests(house, event, 5)
    yes(house, first)
    yes(house, second)
    assert yes(house, waits).guest.state is GuestState.WAITLISTED
    force(house, forced)
    house.registering.cancel(invited(first), event.id, first.id, press("cancel"))
    house.settle()
    assert now(house, waits).state is GuestState.WAITLISTED
    assert yes(house, late).guest.state is GuestState.WAITLISTED
    house.registering.cancel(invited(second), event.id, second.id, press("cancel"))
    assert (now(house, waits).state, now(house, late).state) == (GuestState.OFFERED, GuestState.WAITLISTED)
    house.settle()
    assert house.violations() == []


def test_an_exception_that_ends_frees_nothing(house: House, evening: Evening) -> None:
    """Who was seated beyond the seats and does not come leaves a full evening (rule H8); it is lowered by none (H9)."""
    event = evening(capacity=1)
    seated, forced, waits = guests(house, event, 3)
    yes(house, seated)
    yes(house, waits)
    force(house, forced)
    with pytest.raises(StateConflict):
        house.events.seat(planner(BOUTIQUE), event.id, press("seats"), event.version, "s1", 0)
    house.registering.cancel(invited(forced), event.id, forced.id, press("cancel"))
    assert (now(house, forced).forced, now(house, waits).state) == ("", GuestState.WAITLISTED)
    assert free(house, event) == 0
    house.settle()
    assert house.violations() == []


def test_more_seats_make_up_for_it_before_anybody_is_called(house: House, evening: Evening) -> None:
    """Raised by two where one too many is seated: one place is offered (rules H9, H11)."""
    event = evening(capacity=1)
    seated, forced, one, two = guests(house, event, 4)
    yes(house, seated)
    yes(house, one)
    house.clock.forward(minutes=1)
    yes(house, two)
    force(house, forced)
    house.events.seat(planner(BOUTIQUE), event.id, press("seats"), event.version, "s1", 3)
    house.settle()
    assert (now(house, one).state, now(house, two).state) == (GuestState.OFFERED, GuestState.WAITLISTED)
    assert house.violations() == []


def test_only_who_plans_it_and_never_at_a_dinner(house: House, evening: Evening) -> None:
    """Not her advisor, not she herself (rule H11); no box is cooked for who has no place (rule G7)."""
    event = evening(capacity=1)
    guest = bidden(house, event, MARGAUX, advisor="advisor-1", plus_ones=1)
    advisor = Principal(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}))
    for who in (advisor, invited(guest), planner("elsewhere")):
        with pytest.raises((Forbidden, NotFound)):
            force(house, guest, who=who)
    with pytest.raises(StateConflict, match="fewer people"):
        force(house, guest, 3)
    house.events.close(planner(BOUTIQUE), event.id, press("close"), event.version)
    with pytest.raises(StateConflict, match="no more answers"):
        force(house, guest)
    dinner = published(
        house, BOUTIQUE, start=event.start + 1440, hosts=("advisor-1",), capacity=1, kind=EventKind.DINNER
    )
    dines = bidden(house, dinner, MARGAUX)
    with pytest.raises(StateConflict, match="dinner"):
        force(house, dines)
    assert now(house, guest).version == 1
    assert house.violations() == []


def test_a_place_that_is_kept_for_her_needs_no_exception(house: House, evening: Evening) -> None:
    """And of several buckets none is overdrawn: so large a sitting is given more seats (rule H11)."""
    event = evening(capacity=1)
    seated, waits = guests(house, event, 2)
    yes(house, seated)
    yes(house, waits)
    house.registering.cancel(invited(seated), event.id, seated.id, press("cancel"))
    assert now(house, waits).state is GuestState.OFFERED
    with pytest.raises(StateConflict, match="kept"):
        force(house, waits)
    large = published(house, BOUTIQUE, start=event.start + 1440, hosts=("advisor-1",), capacity=301)
    one = bidden(house, large, MARGAUX)
    with pytest.raises(StateConflict, match="more seats"):
        force(house, one)
    house.settle()
    assert house.violations() == []


def test_two_exceptions_and_an_answer_meet(house: House, evening: Evening) -> None:
    """In whatever order they meet, each is counted, and the last seat is not sold twice beside them (rules H2, H11)."""
    for seed in range(4):
        start = house.now // 1440 * 1440 + (9 + seed) * 1440 + 1140
        event = published(house, BOUTIQUE, start=start, hosts=("advisor-1",), capacity=1)
        one, two, three = guests(house, event, 3)
        interleave([lambda: force(house, one), lambda: force(house, two), lambda: yes(house, three)], seed)  # noqa: B023
        house.settle()
        states = [now(house, each).state for each in (one, two, three)]
        assert states[:2] == [GuestState.ACCEPTED] * 2
        assert free(house, event) == (-1 if states[2] is GuestState.WAITLISTED else -2)
    assert house.violations() == []


@pytest.mark.parametrize("faults", [CRASHES, (Fault.TIMEOUT_AFTER,)], ids=["killed", "answers lost"])
def test_killed_anywhere_an_exception_heals(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """At every call, and then sent again: one seat, one row, one reason (rules H6, H11)."""
    key = press("seat")

    def pair(house: House) -> Guest:
        return next(one for one in house.guest_store.of_event(hers(house).event) if one.client != MARGAUX)

    def seat(house: House) -> object:
        return force(house, pair(house), 2, key)

    def seated(house: House, where: str) -> None:
        agreed(house, where)
        guest = pair(house)
        assert (guest.state, guest.forced) == (GuestState.ACCEPTED, "promised"), where
        found = house.seats.read(guest.event, "s1")
        assert found is not None, where
        assert found.free == -2, where
        assert reasons(house, guest) == ["promised"], where

    assert crash_everywhere(houses.fresh, seat, seat, seated, faults, prepare=full_house) >= 1
