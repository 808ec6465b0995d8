"""Advisors with seats of their own: their clients take no others', and nobody takes theirs (rules H2, W1, W3, W9)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.bookings.keyed import Keyed
from chalicelib.events.bodies import SeatsBody, SittingBody
from chalicelib.events.checks import problems_of
from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event
from chalicelib.events.registering.answering import Reply
from chalicelib.events.seats.buckets.store import Place as Bucket
from chalicelib.events.seats.buckets.store import shift_at
from chalicelib.events.shapes import SittingView
from chalicelib.events.sittings import Shares, Sitting
from chalicelib.foundation.errors import InvalidInput, StateConflict
from tests.events.conftest import Evening, guests
from tests.events.test_forcing import force
from tests.events.test_registering import agreed, now, yes
from tests.harness.faults import Fault
from tests.harness.schedules import CRASHES, crash_everywhere, interleave
from tests.world.evenings import drafted, invited, planner, press
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE

ONE, TWO = "advisor-1", "advisor-2"
ACCEPTED, WAITS, OFFERED = GuestState.ACCEPTED, GuestState.WAITLISTED, GuestState.OFFERED


def shown(house: House, event: Event) -> SittingView:
    """Its sitting as planners see it."""
    return house.event_viewer.event(planner(BOUTIQUE), _now(house, event), house.now).sittings[0]


def free(house: House, event: Event) -> tuple[int, dict[str, int]]:
    """How many seats anybody may take, and each advisor's clients."""
    one = shown(house, event)
    own = {share.advisor.id: share.free for share in one.by_advisor}
    return one.free - sum(own.values()), own


def reseat(house: House, event: Event, capacity: int, shares: Shares | None, key: Keyed | None = None) -> Event:
    """The planner gives a sitting other seats, and advisors others of them."""
    current = _now(house, event)
    about = (planner(BOUTIQUE), event.id, key or press("seats"), current.version, "s1", capacity, shares)
    return house.events.seat(*about).event


def states(house: House, found: list[Guest]) -> list[GuestState]:
    """Where each of them is."""
    return [now(house, one).state for one in found]


@given(
    capacity=st.integers(1, 5000),
    over=st.integers(0, 50),
    given=st.lists(st.integers(0, 40), max_size=8),
)
def test_pools_are_all_seats_and_each_advisors_own(capacity: int, over: int, given: list[int]) -> None:
    """Whatever is given to whom, pools add up to the seats; what is overbooked is everybody's (rules H2, G7)."""
    shares = tuple((f"advisor-{at}", n) for at, n in enumerate(given))
    pools = Sitting("s1", 0, 60, "en", max(capacity, sum(given)), shares).pools(max(capacity, sum(given)) + over)
    assert sum(pools.values()) == max(capacity, sum(given)) + over
    assert all(n >= 0 for n in pools.values())
    assert pools["s1"] >= over
    assert {pool.removeprefix("s1."): n for pool, n in pools.items() if pool != "s1"} == dict(shares)


def test_each_advisors_clients_take_her_seats_and_nobody_elses(house: House, evening: Evening) -> None:
    """Two are advisor-1's, one is advisor-2's, one is anybody's: full for one is not full for another (rule H2)."""
    event = evening(capacity=4, by_advisor=((ONE, 2), (TWO, 1)))
    hers, his, other = (
        guests(house, event, 3, advisor=ONE),
        guests(house, event, 1, advisor=TWO),
        guests(house, event, 2),
    )
    seen = house.event_viewer.invitation
    for one in hers:
        yes(house, one)
    assert states(house, hers) == [ACCEPTED, ACCEPTED, WAITS]
    assert free(house, event) == (1, {ONE: 0, TWO: 1})
    assert seen(event, now(house, hers[2]), house.now).sittings[0].full
    assert not seen(event, his[0], house.now).sittings[0].full
    for one in (*his, *other):
        yes(house, one)
    assert states(house, [*his, *other]) == [ACCEPTED, ACCEPTED, WAITS]
    one = shown(house, event)
    assert (one.capacity, one.free, one.accepted, one.waiting) == (4, 0, 4, 2)
    assert {it.advisor.id: (it.seats, it.waiting) for it in one.by_advisor} == {ONE: (2, 1), TWO: (1, 0)}
    house.settle()
    assert house.violations() == []
    assert house.differences() == []


def test_a_seat_given_back_is_offered_to_a_client_of_the_same_advisor(house: House, evening: Evening) -> None:
    """Whoever waited longer for somebody else's seats does not get it, and keeps her turn there (rules W1, H8)."""
    event = evening(capacity=2, by_advisor=((ONE, 1),))
    (first, second), (other, waits) = guests(house, event, 2, advisor=ONE), guests(house, event, 2)
    for one in (first, other, waits, second):
        yes(house, one)
        house.clock.forward(seconds=1)
    house.registering.cancel(invited(first), event.id, first.id, press("cancel"))
    assert states(house, [second, waits]) == [OFFERED, WAITS]
    house.registering.take_offer(invited(second), event.id, second.id, press("take"))
    house.registering.cancel(invited(other), event.id, other.id, press("cancel"))
    assert states(house, [second, waits]) == [ACCEPTED, OFFERED]
    house.clock.forward(minutes=event.offer_minutes)
    house.settle()
    assert states(house, [waits]) == [GuestState.OFFER_EXPIRED]
    assert house.violations() == []


def test_a_large_party_of_one_advisor_holds_up_nobody_elses(house: House, evening: Evening) -> None:
    """Strict order is an advisor's own: behind a party that does not fit only those who want the same wait (W3, W9)."""
    event = evening(capacity=4, by_advisor=((ONE, 2),), strict_order=True)
    (large, small), (other,) = guests(house, event, 2, plus_ones=2, advisor=ONE), guests(house, event, 1)
    yes(house, large, 3)
    house.clock.forward(seconds=1)
    yes(house, small)
    yes(house, other)
    house.settle()
    assert states(house, [large, small, other]) == [WAITS, WAITS, ACCEPTED]
    assert house.violations() == []


def test_an_advisor_may_be_given_more_and_fewer_and_never_less_than_her_clients_have(
    house: House, evening: Evening
) -> None:
    """Seats go from one to another in one step; whoever waits for them is next; nobody loses hers (rule H9)."""
    event = evening(capacity=3, by_advisor=((ONE, 1),))
    first, second = guests(house, event, 2, advisor=ONE)
    yes(house, first)
    yes(house, second)
    for fewer in (((ONE, 0),), ((ONE, 0), (TWO, 3))):
        with pytest.raises(StateConflict, match="More seats are taken"):
            reseat(house, event, 3, fewer)
    with pytest.raises(StateConflict, match="given none of them rather than left out"):
        reseat(house, event, 3, ())
    reseat(house, event, 3, ((ONE, 2), (TWO, 1)))
    house.settle()
    assert states(house, [second]) == [OFFERED]
    assert free(house, event) == (0, {ONE: 0, TWO: 1})
    reseat(house, event, 5, None)
    assert free(house, event) == (2, {ONE: 0, TWO: 1})
    assert house.violations() == []


def test_whoever_had_a_seat_before_her_advisor_had_any_keeps_it_where_it_is(house: House, evening: Evening) -> None:
    """It is given back there, too; and one who waits for everybody's seats goes on doing so (rules H8, W2)."""
    event = evening(capacity=1)
    first, second, third = guests(house, event, 3, advisor=ONE)
    for one in (first, second):
        yes(house, one)
    reseat(house, event, 2, ((ONE, 1),))
    yes(house, third)
    assert states(house, [first, second, third]) == [ACCEPTED, WAITS, ACCEPTED]
    house.registering.cancel(invited(first), event.id, first.id, press("cancel"))
    assert states(house, [second]) == [OFFERED]
    house.registering.take_offer(invited(second), event.id, second.id, press("take"))
    assert [now(house, one).allotment for one in (second, third)] == ["", ONE]
    assert house.violations() == []


def test_a_party_grows_in_her_advisors_seats_and_is_forced_into_them(house: House, evening: Evening) -> None:
    """Other people's free seats are none of hers; by force she stands above her advisor's own (rules H7, H11)."""
    event = evening(capacity=6, by_advisor=((ONE, 2),))
    first, second = guests(house, event, 2, plus_ones=3, advisor=ONE)
    answered = yes(house, first, 2).guest
    more = (press("change"), answered.version, Reply(3, GuestDetails()))
    with pytest.raises(StateConflict, match="no place for more people"):
        house.registering.change(invited(first), event.id, first.id, *more)
    force(house, second)
    assert now(house, second).allotment == ONE
    assert (shown(house, event).overbooked_by, shown(house, event).free) == (1, 4)
    reseat(house, event, 6, ((ONE, 3),))
    assert (shown(house, event).overbooked_by, shown(house, event).free) == (0, 3)
    house.settle()
    assert house.violations() == []


def test_only_people_of_the_house_and_only_seats_that_there_are(house: House) -> None:
    """A draft that gives a stranger seats, or more than there are, says where (rule H9)."""
    with pytest.raises(InvalidInput) as refused:
        drafted(house, BOUTIQUE, start=house.now + 7 * 1440, hosts=(ONE,), capacity=3, by_advisor=((ONE, 3), ("x", 1)))
    found = {one.pointer for one in refused.value.fields}
    assert found == {"/sittings/0/by_advisor/1/advisor", "/sittings/0/by_advisor"}
    start = house.now // 1440 * 1440 + 7 * 1440 + 19 * 60
    event = drafted(house, BOUTIQUE, start=start, hosts=(ONE,), capacity=3, by_advisor=((ONE, 3),))
    for shares, pointer in ((((ONE, 4),), "/by_advisor"), ((("x", 1),), "/by_advisor/0/advisor")):
        with pytest.raises(InvalidInput) as refused:
            reseat(house, event, 3, shares)
        assert [one.pointer for one in refused.value.fields] == [pointer]
    assert _now(house, event).version == event.version


def test_no_more_is_published_at_once_than_a_transaction_holds(house: House) -> None:
    """Six evenings of eight hosts and eight advisors with seats of their own: refused as a draft, not half-way."""
    start = house.now // 1440 * 1440 + 7 * 1440 + 19 * 60
    draft = drafted(house, BOUTIQUE, start=start, hosts=(ONE,))
    shares = tuple((f"advisor-{at}", 1) for at in range(8))
    boutique, maison = house.catalogue.boutique(BOUTIQUE), house.catalogue.maison()
    for evenings, hosts, fits in ((3, 2, True), (6, 8, False)):
        times = [start + at * 1440 for at in range(evenings)]
        sittings = tuple(Sitting(f"s{at}", time, time + 60, "en", 40, shares) for at, time in enumerate(times))
        event = replace(draft, sittings=sittings, hosts=tuple(f"advisor-{at}" for at in range(hosts)))
        found = [one.pointer for one in problems_of(event, boutique, maison)]
        assert ("/sittings" not in found) is fits, found


def test_an_advisor_is_named_once() -> None:
    """In a draft and in a change of the seats; none at all leaves them as they are."""
    twice = [{"advisor": ONE, "seats": 1}, {"advisor": ONE, "seats": 2}]
    with pytest.raises(ValidationError, match="must name each advisor once"):
        SeatsBody.model_validate({"sitting": "s1", "capacity": 4, "by_advisor": twice})
    sitting = {"start": "2027-01-11T19:00:00Z", "minutes": 60, "language": "en", "capacity": 4}
    with pytest.raises(ValidationError, match="must name each advisor once"):
        SittingBody.model_validate({**sitting, "by_advisor": twice})
    assert SeatsBody.model_validate({"sitting": "s1", "capacity": 4}).shares is None
    assert SeatsBody.model_validate({"sitting": "s1", "capacity": 4, "by_advisor": twice[:1]}).shares == ((ONE, 1),)


def test_the_house_notices_seats_that_no_advisor_was_given(house: House, evening: Evening) -> None:
    """The invariant of these tests can fail (rule H3)."""
    event = evening(capacity=2, by_advisor=((ONE, 1),))
    assert house.violations() == []
    house.table.write(shift_at("test", Bucket(event.id, f"s1.{ONE}", 0), 1))
    assert house.violations() == [f"{event.id} s1.{ONE}: counts 2 seats, its event says 1"]


@pytest.mark.proof
def test_in_any_order_each_advisors_seats_are_taken_exactly(house: House) -> None:
    """Seven at once for two, one and one: none is lost, none taken twice, whoever is first (rules H2, W1)."""
    for seed in range(10):
        event = _evening(house, seed)
        hers, his, other = _of_each(house, event, 3, 2, 2)
        everybody = [*hers, *his, *other]
        acts = [*(lambda one=one: yes(house.beside(), one) for one in everybody)]  # type: ignore[misc]
        acts.append(lambda event=event: _quietly(house.beside(), event))  # type: ignore[misc]
        interleave(acts, seed)
        house.settle()
        have = Counter(now(house, one).allotment for one in everybody if now(house, one).state in {ACCEPTED, OFFERED})
        waiting = sum(now(house, one).state is WAITS for one in everybody)
        assert sum(have.values()) + waiting == 7, seed
        assert have == {ONE: 2, TWO: 1, "": 1} or have == {ONE: 1, TWO: 2, "": 1}, (seed, have)
    assert house.violations() == []


@pytest.mark.proof
@pytest.mark.parametrize("faults", [CRASHES, (Fault.TIMEOUT_AFTER,)], ids=["killed", "answers lost"])
def test_killed_anywhere_seats_go_from_one_advisor_to_another(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """At every call, and then sent again: both have what the event says (rules H9, H6)."""
    key = press("seats")

    def give(house: House) -> object:
        event = _only(house)
        about = (planner(BOUTIQUE), event.id, key, 2, "s1", 5, ((ONE, 1), (TWO, 3)))
        return house.events.seat(*about)

    def given_once(house: House, where: str) -> None:
        agreed(house, where)
        assert free(house, _only(house)) == (1, {ONE: 1, TWO: 3}), where

    assert crash_everywhere(houses.fresh, give, give, given_once, faults, prepare=_evening) >= 1


def _quietly(house: House, event: Event) -> None:
    """Beside them the planner gives advisor-2 one of advisor-1's seats, if it is still there to give."""
    try:
        reseat(house, event, 4, ((ONE, 1), (TWO, 2)))
    except StateConflict:
        return


def _of_each(house: House, event: Event, one: int, two: int, nobody: int) -> tuple[list[Guest], ...]:
    """So many clients of each advisor, and of none."""
    return tuple(guests(house, event, n, advisor=who) for n, who in ((one, ONE), (two, TWO), (nobody, None)))


def _now(house: House, event: Event) -> Event:
    found = house.event_store.get(event.id)
    assert found is not None
    return found


def _only(house: House) -> Event:
    (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 10**9)
    return event


def _evening(house: House, at: int = 0) -> Event:
    start = house.now // 1440 * 1440 + (7 + at) * 1440 + 19 * 60
    event = drafted(house, BOUTIQUE, start=start, hosts=(ONE,), capacity=4, by_advisor=((ONE, 2), (TWO, 1)))
    return house.events.publish(planner(BOUTIQUE), event.id, press("publish"), event.version).event
