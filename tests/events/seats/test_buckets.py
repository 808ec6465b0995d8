"""Large sittings: their seats in several buckets, a party whole in one of them; nobody has seats twice."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.events.seats.buckets.store import Place, point_at
from chalicelib.events.seats.model import (
    LARGEST_BUCKET,
    MOST_BUCKETS,
    Outcome,
    Party,
    PartyKind,
    Seats,
    home_of,
    shared_out,
)
from chalicelib.events.seats.store import SeatStore
from chalicelib.foundation.errors import StepRefused
from chalicelib.foundation.table import Step
from tests.events.seats.test_store import EVENT, NOW, SITTING, claimed, guest, opened, seated, taken
from tests.harness.memory import MemoryTable

LARGE = 1000


def read(seats: SeatStore) -> Seats:
    """The sitting's seats."""
    found = seats.read(EVENT, SITTING)
    assert found is not None
    return found


class Rush(MemoryTable):
    """Contenders who come between each other's steps, as a seed decides; each claims and is registered.

    `probes`: how many buckets each tried. `won` and `refused`: the parties.
    """

    def __init__(self, capacity: int, parties: Sequence[int], seed: int) -> None:
        super().__init__()
        self._inside: list[int] = []
        self.seats = opened(self, capacity)
        self.probes: list[int] = []
        self.won: list[int] = []
        self.refused: list[int] = []
        self._ahead = list(enumerate(parties))
        turns = random.Random(seed)
        self.between = lambda: self._comes() if len(self._inside) < 6 and turns.random() < 0.2 else None
        while self._ahead:
            self._comes()
        self.between = lambda: None

    def _comes(self) -> None:
        if not self._ahead:
            return
        who, n = self._ahead.pop()
        self._inside.append(0)
        got = self.seats.claim(EVENT, SITTING, guest(who), n, NOW, NOW + 2, first=False)
        while got.scattered and (steps := self.seats.gathered(EVENT, SITTING, n)):
            try:
                self.commit(steps)
            except StepRefused:  # somebody came between
                continue
            got = self.seats.claim(EVENT, SITTING, guest(who), n, NOW, NOW + 2, first=False)
        if got.outcome is Outcome.CLAIMED and got.party is not None:
            self.write(self.seats.settle(EVENT, SITTING, guest(who), got.party))
        (self.won if got.outcome is Outcome.CLAIMED else self.refused).append(n)
        self.probes.append(self._inside.pop())

    def _apply(self, steps: Sequence[Step]) -> None:
        if self._inside and steps[0].name in {"seats.claim", "seats.point"}:
            self._inside[-1] += 1
        super()._apply(steps)

    def at(self, share: float) -> int:
        """How many buckets this share of all contenders tried at most."""
        return sorted(self.probes)[int(share * (len(self.probes) - 1))]


@given(st.integers(1, 5000))
def test_seats_are_shared_out_whole(capacity: int) -> None:
    """No seat is lost, no bucket is much larger than another, and a transaction holds them all."""
    shares = shared_out(capacity)
    assert sum(shares) == capacity
    if capacity <= LARGEST_BUCKET:
        assert shares == [capacity]
    else:
        assert shares[0] == 0
        assert len(shares) <= MOST_BUCKETS + 1
        assert max(shares[1:]) - min(shares[1:]) <= 1


@given(st.integers(0, 50), st.sampled_from(PartyKind), st.integers(0, 10**8), st.integers(0, 10))
def test_a_party_is_read_as_it_was_written(n: int, kind: PartyKind, until: int, bucket: int) -> None:
    """Text and back; a pointer says where to."""
    party = Party(n, kind, until, bucket)
    assert Party.of(party.text, bucket) == party
    assert Party.of(party.text, bucket).bucket == bucket


def test_a_large_sitting_is_met_at_its_gate_once() -> None:
    """One refused write tells how many buckets there are; from then on a claim is one write (rule H2)."""
    memory = MemoryTable()
    opened(memory, LARGE)
    seats = SeatStore(memory)
    memory.writes.clear()
    assert claimed(seats, 1) is Outcome.CLAIMED
    assert sum(memory.writes.values()) == 2
    assert claimed(seats, 2) is Outcome.CLAIMED
    assert sum(memory.writes.values()) == 3
    assert list(seats.pending()) == [(EVENT, SITTING)]
    shown = seats.read(EVENT, SITTING)
    assert shown is not None
    assert (shown.capacity, shown.free, len(shown.buckets)) == (LARGE, LARGE - 2, 5)


def test_a_pointer_keeps_her_from_having_seats_twice() -> None:
    """Her own bucket is full, so she has her seats in another; it has room again, and she still has those (rule H5)."""
    memory = MemoryTable()
    seats = opened(memory, LARGE)
    home = home_of(guest(1), 4)
    others = [who for who in range(2, 3000) if home_of(guest(who), 4) == home][:250]
    for who in others:
        assert seated(memory, seats, who)
    assert claimed(seats, 1, 2) is Outcome.CLAIMED
    hers = read(seats).party_of(guest(1))
    assert hers is not None
    assert hers.bucket != home
    assert seats.give_back(EVENT, SITTING, guest(others[0]), Party(1, PartyKind.SEAT))
    assert seats.give_back(EVENT, SITTING, guest(others[1]), Party(1, PartyKind.SEAT))
    assert claimed(seats, 1, 2) is Outcome.CLAIMED
    assert read(seats).party_of(guest(1)) == hers
    assert claimed(seats, 1, 1) is Outcome.CLAIMED
    assert taken(seats) == 249
    memory.write(seats.settle(EVENT, SITTING, guest(1), Party(1, PartyKind.CLAIM, NOW + 2)))
    assert claimed(seats, 1, 1) is Outcome.SEATED
    memory.commit(seats.change(EVENT, SITTING, guest(1), Party(1, PartyKind.SEAT), 3))
    assert taken(seats) == 251
    assert seats.give_back(EVENT, SITTING, guest(1), Party(3, PartyKind.SEAT))
    assert not seats.give_back(EVENT, SITTING, guest(1), Party(3, PartyKind.SEAT))
    assert taken(seats) == 248


def test_killed_after_pointing_she_claims_where_she_pointed() -> None:
    """The pointer stands, the seats were never claimed: the same request goes on from there."""
    memory = MemoryTable()
    seats = opened(memory, LARGE)
    home = home_of(guest(1), 4)
    to = home % 4 + 1
    assert point_at(memory, Place(EVENT, SITTING, home), guest(1), Party(0, PartyKind.POINTER, NOW + 2, to), None)
    assert not point_at(memory, Place(EVENT, SITTING, home), guest(1), Party(0, PartyKind.POINTER, NOW + 2, 1), None)
    assert claimed(seats, 1, 2) is Outcome.CLAIMED
    found = read(seats)
    assert found.party_of(guest(1)) == Party(2, PartyKind.CLAIM, NOW + 2)
    assert found.with_room(guest(1), 251, NOW) == []
    assert taken(seats) == 2


def test_scattered_seats_are_gathered_for_a_whole_party() -> None:
    """Each bucket has one seat left: a party of three has them all the same, and the sum stays (rule H2)."""
    memory = MemoryTable()
    seats = opened(memory, LARGE)
    for who in range(LARGE):
        assert seated(memory, seats, who)
    for one in read(seats).buckets[1:]:
        who = next(iter(one.parties))
        assert seats.give_back(EVENT, SITTING, who, one.parties[who])
    refused = seats.claim(EVENT, SITTING, guest(5000), 3, NOW, NOW + 2, first=False)
    assert (refused.outcome, refused.scattered) == (Outcome.FULL, True)
    memory.commit(seats.gathered(EVENT, SITTING, 3))
    assert claimed(seats, 5000, 3) is Outcome.CLAIMED
    assert seats.gathered(EVENT, SITTING, 2) == []
    assert (taken(seats), read(seats).capacity) == (LARGE - 1, LARGE)


@settings(max_examples=5, deadline=None)
@given(st.integers(301, 450), st.integers(1, 10), st.integers(0, 10**6))
def test_parties_of_any_size_are_never_oversold(capacity: int, largest: int, seed: int) -> None:
    """Whatever comes in whatever order: never too many, and never too few by more than whoever was refused needs."""
    turns = random.Random(seed)
    rush = Rush(capacity, [turns.randint(1, largest) for _ in range(capacity * 3 // (largest + 1))], seed)
    free = capacity - sum(rush.won)
    assert taken(rush.seats) == sum(rush.won) <= capacity
    assert not rush.refused or free < min(rush.refused)


def test_a_rush_sells_every_seat_once() -> None:
    """Twice as many as there are seats: all seats are taken, and who comes tries one bucket, rarely more."""
    rush = Rush(400, [1] * 800, 7)
    assert (len(rush.won), taken(rush.seats)) == (400, 400)
    assert rush.at(0.5) == 1


@pytest.mark.proof
def test_five_thousand_seats_and_twenty_thousand_contenders() -> None:
    """Exactly five thousand; half of all who come try one bucket, and all but one in a hundred at most six."""
    rush = Rush(5000, [1] * 20_000, 11)
    assert (len(rush.won), taken(rush.seats)) == (5000, 5000)
    assert (rush.at(0.5), rush.at(0.99) <= 6) == (1, True)


@pytest.mark.proof
def test_five_thousand_seats_for_mixed_parties() -> None:
    """Parties of one to ten: every seat is taken, since scattered ones are gathered."""
    turns = random.Random(3)
    rush = Rush(5000, [turns.randint(1, 10) for _ in range(4000)], 13)
    free = 5000 - sum(rush.won)
    assert taken(rush.seats) == sum(rush.won)
    assert free < min(rush.refused)
