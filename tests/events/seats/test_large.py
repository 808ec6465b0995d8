"""A large evening, as its guests meet it: its buckets are nobody's business but the seats' own."""

from __future__ import annotations

import pytest

from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import GuestState
from chalicelib.events.registering.answering import Reply
from chalicelib.events.seats.buckets.store import Place, shift_at
from chalicelib.events.seats.model import Seats, home_of
from tests.events.conftest import Evening, guests
from tests.events.test_registering import agreed, now, only, yes
from tests.harness.faults import Fault
from tests.harness.schedules import CRASHES, crash_everywhere
from tests.world.evenings import bidden, invited, planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, MARGAUX


def test_a_large_evening_is_an_evening_like_any_other(house: House, evening: Evening) -> None:
    """Seats scattered over buckets serve whole parties, wait, are offered and are given back (rules H2, H8, W8, W9)."""
    event = evening(capacity=310)
    for capacity in (4, 5):
        event = house.events.seat(planner(BOUTIQUE), event.id, press("seats"), event.version, "s1", capacity).event

    def seats() -> Seats:
        found = house.beside().seats.read(event.id, "s1")
        assert found is not None
        return found

    assert [one.capacity for one in seats().buckets] == [0, 1, 4]
    trio, duo, single, other = guests(house, event, 4, plus_ones=2)
    assert yes(house, trio, 3).guest.state is GuestState.ACCEPTED
    assert yes(house.beside(), duo, 2).guest.state is GuestState.ACCEPTED
    assert (seats().free, seats().capacity) == (0, 5)
    assert house.violations() == []
    assert yes(house, single).guest.state is GuestState.WAITLISTED
    assert not seats().public_open
    smaller, version = Reply(2, GuestDetails()), now(house, trio).version
    house.beside().registering.change(invited(trio), event.id, trio.id, press("change"), version, smaller)
    assert now(house, single).state is GuestState.OFFERED
    house.beside().registering.cancel(invited(duo), event.id, duo.id, press("cancel"))
    house.settle()
    assert seats().public_open
    assert yes(house, other, 2).guest.state is GuestState.ACCEPTED
    assert house.beside().registering.take_offer(invited(single), event.id, single.id, press("offer"))
    house.settle()
    assert seats().free == 0
    shown = house.seats.read_many([(event.id, "s1")])[event.id, "s1"]
    assert (shown.capacity, shown.free) == (5, 0)
    assert house.violations() == []
    assert house.differences() == []


def full_at_home(house: House) -> None:
    """A large evening whose free seats are all in the bucket that is not hers."""
    event = published(house, BOUTIQUE, start=house.now + 7 * 1440, hosts=("advisor-1",), capacity=301)
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    home = home_of(guest.id, 2)
    found = house.seats.read(event.id, "s1")
    assert found is not None
    free = found.buckets[home].free
    for number, by in ((home, -free), (3 - home, free)):
        house.table.write(shift_at("test", Place(event.id, "s1", number), by))


@pytest.mark.proof
@pytest.mark.parametrize("faults", [CRASHES, (Fault.TIMEOUT_AFTER,)], ids=["killed", "answers lost"])
def test_killed_on_her_way_to_another_bucket_she_has_her_seats_once(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """At every call between her own bucket and the one she is sent to, and then sent again (rules H2, H5, H6)."""
    key = press("accept")

    def come(house: House) -> object:
        return yes(house, only(house), 2, key)

    def seated(house: House, where: str) -> None:
        agreed(house, where)
        assert only(house).state is GuestState.ACCEPTED, where
        found = house.seats.read(only(house).event, "s1")
        assert found is not None
        assert found.capacity - found.free == 2, where

    assert crash_everywhere(houses.fresh, come, come, seated, faults, prepare=full_at_home) >= 5
