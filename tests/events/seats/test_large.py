"""A large evening, as its guests meet it: its buckets are nobody's business but the seats' own."""

from __future__ import annotations

from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import GuestState
from chalicelib.events.registering.service import Reply
from chalicelib.events.seats.model import Seats
from tests.events.conftest import Evening, guests
from tests.events.test_registering import now, yes
from tests.world.evenings import invited, planner, press
from tests.world.house import House
from tests.world.people import BOUTIQUE


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
