"""More may accept than there are places, as some stay away: the planner's choice, and never a dinner's (rule G7)."""

from __future__ import annotations

import pytest

from chalicelib.bookings.keyed import Keyed
from chalicelib.events.guests.model import GuestState
from chalicelib.events.model import Event, EventKind
from chalicelib.events.presence.model import NOT_OVERBOOKED, Overbooking, Place, Policy
from chalicelib.events.seats.buckets.store import Place as Bucket
from chalicelib.events.seats.buckets.store import shift_at
from chalicelib.events.shapes import SittingView
from chalicelib.foundation.errors import InvalidInput, StateConflict
from tests.events.conftest import Evening, guests
from tests.events.test_forcing import force
from tests.events.test_registering import agreed, free, now, yes
from tests.harness.faults import Fault
from tests.harness.schedules import CRASHES, crash_everywhere, interleave
from tests.world.evenings import drafted, invited, planner, press
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE

ONE_MORE = Overbooking(Policy.FIXED, extra=1)


def by_rate(percent: int) -> Overbooking:
    """So many of 100 stay away."""
    return Overbooking(Policy.BY_RATE, no_show_percent=percent)


def shown(house: House, event: Event) -> SittingView:
    """Its sitting as planners see it."""
    current = house.event_store.get(event.id)
    assert current is not None
    return house.event_viewer.event(planner(BOUTIQUE), current, house.now).sittings[0]


def overbook(house: House, event: Event, rule: Overbooking, key: Keyed | None = None) -> Event:
    """The planner chooses another policy."""
    current = house.event_store.get(event.id)
    assert current is not None
    about = {"overbooking": rule}
    return house.events.change(planner(BOUTIQUE), event.id, key or press("change"), current.version, about).event


def test_one_more_than_there_are_places_accept_and_not_two(house: House, evening: Evening) -> None:
    """Seats and offers are at most the places and what is overbooked; beyond that is by force (rules H2, G7, H11)."""
    event = evening(capacity=2, overbooking=ONE_MORE)
    found = guests(house, event, 4)
    answers = [yes(house, one).guest.state for one in found]
    assert answers == [GuestState.ACCEPTED] * 3 + [GuestState.WAITLISTED]
    one = shown(house, event)
    assert (one.capacity, one.overbook, one.free, one.accepted, one.overbooked_by) == (2, 1, 0, 3, 0)
    force(house, found[3])
    assert (shown(house, event).overbooked_by, shown(house, event).accepted) == (1, 4)
    house.settle()
    assert house.violations() == []
    assert house.differences() == []


def test_no_guest_is_told(house: House, evening: Evening) -> None:
    """She sees whether it is full, and no number (rule G7)."""
    event = evening(capacity=1, overbooking=ONE_MORE)
    first, second, third = guests(house, event, 3)
    for one, full in ((first, False), (second, False), (third, True)):
        seen = house.event_viewer.invitation(event, one, house.now)
        assert seen.sittings[0].full is full
        assert "overbook" not in seen.model_dump_json()
        assert "capacity" not in seen.model_dump_json()
        yes(house, one)


@pytest.mark.parametrize(("places", "percent", "seats"), [(40, 20, 45), (40, 35, 53), (30, 10, 31)])
def test_seats_are_made_by_the_rate(house: House, evening: Evening, places: int, percent: int, seats: int) -> None:
    """As many that more than the places come with a chance of 5 % at most (rule G7)."""
    event = evening(capacity=places, overbooking=by_rate(percent))
    assert free(house, event) == seats
    assert house.violations() == []


def test_other_places_and_another_rate_are_counted_anew(house: House, evening: Evening) -> None:
    """30 places make 33 seats where 40 made 45; without the policy they are 30 (rules G7, H9)."""
    event = evening(capacity=40, overbooking=by_rate(20))
    event = house.events.seat(planner(BOUTIQUE), event.id, press("seats"), event.version, "s1", 30).event
    assert (free(house, event), shown(house, event).overbook) == (33, 3)
    overbook(house, event, NOT_OVERBOOKED)
    assert (free(house, event), shown(house, event).overbook) == (30, 0)
    assert house.violations() == []


def test_a_policy_that_would_take_a_seat_from_somebody_is_refused_and_a_larger_one_promotes(
    house: House, evening: Evening
) -> None:
    """As with the places themselves: nobody loses a seat, and whoever waits is next (rules H9, G7)."""
    event = evening(capacity=1, overbooking=ONE_MORE)
    first, second, waits = guests(house, event, 3)
    for one in (first, second, waits):
        yes(house, one)
    with pytest.raises(StateConflict, match="More seats are taken"):
        overbook(house, event, NOT_OVERBOOKED)
    assert shown(house, event).overbook == 1
    overbook(house, event, Overbooking(Policy.FIXED, extra=2))
    house.settle()
    assert now(house, waits).state is GuestState.OFFERED
    assert (free(house, event), shown(house, event).offered) == (0, 1)
    assert house.violations() == []


def test_a_large_evening_is_overbooked_too(house: House, evening: Evening) -> None:
    """Its buckets hold the places and what is overbooked (rules H2, G7)."""
    event = evening(capacity=299, overbooking=Overbooking(Policy.FIXED, extra=12))
    seats = house.seats.read(event.id, "s1")
    assert seats is not None
    assert (seats.capacity, len(seats.buckets)) == (311, 3)
    assert house.violations() == []


def test_a_dinner_is_never_overbooked(house: House) -> None:
    """Each person is a meal: the draft is refused where it says so (rule G7)."""
    dinner = {"kind": EventKind.DINNER, "overbooking": ONE_MORE}
    with pytest.raises(InvalidInput) as refused:
        drafted(house, BOUTIQUE, start=house.now + 7 * 1440, hosts=("advisor-1",), **dinner)
    assert [one.pointer for one in refused.value.fields] == ["/overbooking"]


def test_who_comes_to_a_full_room_watches_beside_it(house: House, evening: Evening) -> None:
    """The room has the places, not the seats: the last to accept sees the overflow (rules G7, G8)."""
    event = evening(capacity=2, overbooking=ONE_MORE)
    found = guests(house, event, 3)
    for one in found:
        yes(house, one)
        house.clock.forward(minutes=1)
    house.clock.forward(minutes=event.start + 6 - house.now)
    entered = [
        house.presence.join(invited(one), event.id, one.id, f"device-{one.id}"[:22], force=False) for one in found
    ]
    assert [one.place for one in entered] == [Place.ROOM, Place.ROOM, Place.OVERFLOW]


def test_the_house_notices_seats_that_no_policy_made(house: House, evening: Evening) -> None:
    """The invariant of these tests can fail: one seat more than the places and the policy make (rule H3)."""
    event = evening(capacity=2, overbooking=ONE_MORE)
    assert house.violations() == []
    house.table.write(shift_at("test", Bucket(event.id, "s1", 0), 1))
    assert house.violations() == [f"{event.id} s1: counts 4 seats, its event says 3"]


@pytest.mark.proof
def test_in_any_order_exactly_the_seats_are_taken(house: House) -> None:
    """Five at once for two places and one more: three have a seat, two wait (rules H2, G7)."""
    for seed in range(20):
        event = _evening(house, seed)
        found = guests(house, event, 5)
        interleave([lambda one=one: yes(house, one) for one in found], seed)  # type: ignore[misc]
        house.settle()
        states = [now(house, one).state for one in found]
        have = states.count(GuestState.ACCEPTED) + states.count(GuestState.OFFERED)
        assert (have, states.count(GuestState.WAITLISTED)) == (3, 2), (seed, states)
    assert house.violations() == []


@pytest.mark.proof
@pytest.mark.parametrize("faults", [CRASHES, (Fault.TIMEOUT_AFTER,)], ids=["killed", "answers lost"])
def test_killed_anywhere_another_policy_heals(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """At every call, and then sent again: the event and its seats say the same number (rules G7, H6)."""
    key, four = press("change"), Overbooking(Policy.FIXED, extra=4)

    def change(house: House) -> object:
        return house.events.change(planner(BOUTIQUE), _only(house).id, key, 2, {"overbooking": four})

    def counted(house: House, where: str) -> None:
        agreed(house, where)
        assert (shown(house, _only(house)).overbook, free(house, _only(house))) == (4, 6), where

    assert crash_everywhere(houses.fresh, change, change, counted, faults, prepare=_evening) >= 1


def _only(house: House) -> Event:
    (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 10**9)
    return event


def _evening(house: House, at: int = 0) -> Event:
    start = house.now // 1440 * 1440 + (7 + at) * 1440 + 19 * 60
    event = drafted(house, BOUTIQUE, start=start, hosts=("advisor-1",), capacity=2, overbooking=ONE_MORE)
    return house.events.publish(planner(BOUTIQUE), event.id, press("publish"), event.version).event
