"""Promoters, registrations, and seats raised and lowered, all at once: the order of the list is kept to the letter.

Everybody who waits comes alone and nobody refuses, so whoever has been offered a place at the end is a beginning of
the list, whatever the order of requests; and no seat is left lying while somebody waits.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event
from chalicelib.events.waitlist.store import WaitingStore
from chalicelib.foundation.errors import ShowroomError
from tests.events.conftest import guests
from tests.events.test_registering import now, yes
from tests.harness.moto_world import Aws
from tests.harness.schedules import interleave
from tests.world.evenings import invited, planner, press, published
from tests.world.house import House, Houses
from tests.world.maisons import furnish
from tests.world.people import BOUTIQUE

SEATS, WAITING = 4, 6
BLOCKS = [range(start, start + 125) for start in range(0, 1000, 125)]


class Night:
    """Four are seated, six wait, in this order; two may still come."""

    event: Event
    seated: list[Guest]
    waiting: list[Guest]
    late: list[Guest]

    def furnish(self, house: House) -> None:
        """As every night begins."""
        furnish(house)
        start = house.now // 1440 * 1440 + 7 * 1440 + 19 * 60
        self.event = published(house, BOUTIQUE, start=start, hosts=("advisor-1",), capacity=SEATS)
        everybody = guests(house, self.event, SEATS + WAITING + 2)
        self.seated, rest = everybody[:SEATS], everybody[SEATS:]
        self.waiting, self.late = rest[:WAITING], rest[WAITING:]
        for guest in self.seated:
            assert yes(house, guest).guest.state is GuestState.ACCEPTED
        for guest in self.waiting:
            house.clock.forward(seconds=1)
            assert yes(house, guest).guest.state is GuestState.WAITLISTED
        house.deliver()

    def resize(self, house: House, capacity: int) -> None:
        """The planner changes the seats, from whatever they are."""
        event = house.event_store.get(self.event.id)
        assert event is not None
        house.events.seat(planner(BOUTIQUE), event.id, press("seats"), event.version, "s1", capacity)

    def cast(self, house: House, seed: int) -> list[Callable[[], object]]:
        """Five of all who may be there."""
        event = self.event.id
        everybody: list[Callable[[House], object]] = [
            *(lambda it: it.promoting.promote(event, "s1") for _ in range(3)),
            *(
                lambda it, one=one: it.registering.cancel(invited(one), event, one.id, press("cancel"))  # type: ignore[misc]
                for one in self.seated[:3]
            ),
            *(lambda it, one=one: yes(it, one) for one in self.late),  # type: ignore[misc]
            *(lambda it, to=to: self.resize(it, to) for to in (SEATS + 2, SEATS + 1, SEATS - 1)),  # type: ignore[misc]
        ]
        chosen = random.Random(seed).sample(everybody, 5)
        return [partial(one, house.beside()) for one in chosen]

    def wrong(self, house: House) -> list[str]:
        """What is not as it must be, once all is quiet."""
        house.tick()
        house.tick()
        found = house.violations()
        has = [now(house, one).state in {GuestState.OFFERED, GuestState.ACCEPTED} for one in self.waiting]
        offered = sum(has)
        if not all(has[:offered]):
            found.append(f"offered out of turn: {has}")
        if offered < WAITING and any(now(house, one).state is not GuestState.WAITLISTED for one in self._came(house)):
            found.append("somebody went past those who wait")
        seats = house.seats.read(self.event.id, "s1")
        assert seats is not None
        if offered < WAITING and seats.free_at(house.now):
            found.append(f"{seats.free} seats lie idle")
        return found

    def _came(self, house: House) -> list[Guest]:
        return [one for one in self.late if now(house, one).state is not GuestState.INVITED]

    def play(self, houses: Houses, seed: int) -> list[str]:
        """One night under one seed; return what is wrong after it."""
        with houses.fresh() as house:
            house.clock.forward(minutes=1)
            ended = interleave(self.cast(house, seed), seed)
            unexpected = [repr(one) for one in ended if isinstance(one, BaseException) and not _told(one)]
            return unexpected or self.wrong(house)


def _told(error: BaseException) -> bool:
    """Whether it is an answer: seats that are taken are not taken away, and whoever was faster was faster."""
    return isinstance(error, ShowroomError)


@pytest.fixture(scope="module")
def night() -> Night:
    """What every night begins with."""
    return Night()


@pytest.fixture(scope="module")
def nights(aws: Aws, night: Night) -> Iterator[Houses]:
    """Houses in which it has begun."""
    houses = Houses(aws, night.furnish)
    yield houses
    houses.close()


@pytest.mark.parametrize(
    "seeds",
    [range(4), *(pytest.param(block, marks=pytest.mark.proof) for block in BLOCKS)],
    ids=lambda seeds: f"{seeds}",
)
def test_the_order_is_exact_whoever_promotes(nights: Houses, night: Night, seeds: range) -> None:
    """Each seat is offered once, in the order of the list, nobody goes past it (rules W1, W8, W9, H2, H8, H9)."""
    wrong = {seed: found for seed in seeds if (found := night.play(nights, seed))}
    assert wrong == {}


def test_fifty_large_parties_at_the_head_hold_up_nobody(nights: Houses, night: Night) -> None:
    """However many are passed over, a party that fits behind them is offered the seat (rule W3)."""
    with nights.fresh() as house:
        store, last = WaitingStore(house.table), night.waiting[-1]
        for guest in night.waiting[:-1]:
            house.registering.decline(invited(guest), night.event.id, guest.id, press("decline"))
        for number in range(60):
            house.table.write(store.join(replace(last, id=f"large-{number}", joined_at=number, party=9)))
        house.registering.cancel(invited(night.seated[0]), night.event.id, night.seated[0].id, press("cancel"))
        assert now(house, last).state is GuestState.OFFERED


@pytest.mark.proof
def test_a_list_read_backwards_is_seen(nights: Houses, night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: whoever joined last is called first, and that is found."""
    first = WaitingStore.first
    backwards = lambda store, *place: [  # noqa: E731
        one._replace(joined_at=-one.joined_at) for one in first(store, *place)
    ]
    monkeypatch.setattr(WaitingStore, "first", backwards)
    assert sum(bool(night.play(nights, seed)) for seed in range(8)) >= 4
