"""Claims of whole parties on the seats of one sitting: exactly as many as there are, each once."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chalicelib.events.seats.buckets.store import SeatsItem, seats_key
from chalicelib.events.seats.model import Outcome, Party, PartyKind
from chalicelib.events.seats.store import SeatStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.errors import Contended, NotFound, StateConflict, StepRefused
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Step, Table
from tests.harness.conflicts import Conflicts
from tests.harness.faults import Wire
from tests.harness.memory import MemoryTable
from tests.harness.moto_world import ClockAt
from tests.harness.schedules import interleave

EVENT, SITTING = "evening", "s1"
NOW = 1000


def guest(number: int) -> str:
    """Somebody's id."""
    return derived_id("guest", str(number))


def opened(table: Table, capacity: int, event: str = EVENT) -> SeatStore:
    """Seats of a sitting, as publishing makes them."""
    seats = SeatStore(table)
    for step in seats.create(event, SITTING, capacity):
        table.write(step)
    return seats


def claimed(seats: SeatStore, who: int, n: int = 1, now: int = NOW, *, first: bool = False) -> Outcome:
    """What becomes of a claim for two minutes."""
    return seats.claim(EVENT, SITTING, guest(who), n, now, now + 2, first=first).outcome


def seated(table: Table, seats: SeatStore, who: int, n: int = 1) -> bool:
    """She claims, and her registration is written."""
    got = seats.claim(EVENT, SITTING, guest(who), n, NOW, NOW + 2, first=False)
    if got.outcome is not Outcome.CLAIMED or got.party is None:
        return False
    table.write(seats.settle(EVENT, SITTING, guest(who), got.party))
    return True


def taken(seats: SeatStore) -> int:
    """How many seats parties have; what is counted agrees with what is listed, bucket by bucket."""
    found = seats.read(EVENT, SITTING)
    assert found is not None
    for one in found.buckets:
        assert one.free >= 0
        assert one.free + sum(party.n for party in one.parties.values()) == one.capacity
    assert len({who for who, _ in found.standing}) == len(found.standing)
    return found.capacity - found.free


@pytest.fixture
def memory() -> MemoryTable:
    """A table that costs nothing."""
    return MemoryTable()


def test_one_write_claims_and_one_tells_that_it_is_full(table: Table) -> None:
    """Parties are counted whole; in a small sitting nothing is read (rule H2)."""
    seats = opened(table, 4)
    with Wire() as wire:
        assert claimed(seats, 1, 3) is Outcome.CLAIMED
        assert claimed(seats, 2, 2) is Outcome.FULL
        assert claimed(seats, 3, 1) is Outcome.CLAIMED
    assert wire.operations() == ["UpdateItem"] * 3
    with pytest.raises(NotFound):
        seats.claim("elsewhere", SITTING, guest(1), 1, NOW, NOW + 2, first=False)


def test_who_claims_again_has_what_she_had_or_that_instead(memory: MemoryTable) -> None:
    """Rule H5: never both."""
    seats = opened(memory, 4)
    assert claimed(seats, 1, 3) is Outcome.CLAIMED
    assert claimed(seats, 1, 3) is Outcome.CLAIMED
    assert taken(seats) == 3
    assert claimed(seats, 1, 4) is Outcome.CLAIMED
    assert taken(seats) == 4
    assert claimed(seats, 1, 5) is Outcome.FULL
    assert claimed(seats, 1, 2) is Outcome.CLAIMED
    assert taken(seats) == 2
    assert seated(memory, seats, 1, 2)
    assert claimed(seats, 1, 2) is Outcome.SEATED


def test_at_its_minute_a_claim_counts_no_more(memory: MemoryTable) -> None:
    """One more update removes exactly what ended and claims (rule H1); who is late does not become a seat (rule H4)."""
    seats = opened(memory, 3)
    late = seats.claim(EVENT, SITTING, guest(1), 2, NOW, NOW + 2, first=False).party
    assert late is not None
    assert claimed(seats, 2, 1) is Outcome.CLAIMED
    assert claimed(seats, 3, 2, NOW + 1) is Outcome.FULL
    memory.writes.clear()
    assert claimed(seats, 3, 2, NOW + 2) is Outcome.CLAIMED
    assert sum(memory.writes.values()) == 2
    with pytest.raises(StepRefused):
        memory.write(seats.settle(EVENT, SITTING, guest(1), late))
    assert taken(seats) == 2


def test_many_that_ended_are_removed_as_far_as_one_update_can(memory: MemoryTable) -> None:
    """A crowd that claimed and vanished is not in the way of a party of ten."""
    seats = opened(memory, 300)
    for who in range(300):
        assert claimed(seats, who) is Outcome.CLAIMED
    assert claimed(seats, 999, 10, NOW + 2) is Outcome.CLAIMED
    found = seats.read(EVENT, SITTING)
    assert found is not None
    assert found.free_at(NOW + 2) == 290


def test_seats_are_given_back_once(memory: MemoryTable) -> None:
    """Rule H8: twice frees nothing more, in whatever state it was read."""
    seats = opened(memory, 5)
    assert seated(memory, seats, 1, 3)
    assert seats.give_back(EVENT, SITTING, guest(1), Party(3, PartyKind.SEAT))
    assert not seats.give_back(EVENT, SITTING, guest(1), Party(3, PartyKind.SEAT))
    assert not seats.give_back(EVENT, SITTING, guest(2), Party(1, PartyKind.SEAT))
    assert taken(seats) == 0


def test_while_anybody_waits_only_who_comes_first_claims(memory: MemoryTable) -> None:
    """Rule W9; who has a claim already keeps it."""
    seats = opened(memory, 9)
    assert claimed(seats, 1, 2) is Outcome.CLAIMED
    seats.close_public(EVENT, SITTING, NOW + 2)
    assert claimed(seats, 2) is Outcome.CLOSED
    assert claimed(seats, 1, 3) is Outcome.CLAIMED
    assert claimed(seats, 3, first=True) is Outcome.CLAIMED
    assert seats.offer(EVENT, SITTING, guest(4), 2, NOW, NOW + 720).outcome is Outcome.CLAIMED
    found = seats.read(EVENT, SITTING)
    assert found is not None
    assert (found.count(PartyKind.OFFER, NOW), found.count(PartyKind.OFFER, NOW + 720)) == (2, 0)
    for step in seats.opened(found):
        memory.write(step)
    assert claimed(seats, 2) is Outcome.CLAIMED


@pytest.mark.parametrize("capacity", [5, 1000])
def test_who_saw_nobody_waiting_does_not_open_after_somebody_joined(memory: MemoryTable, capacity: int) -> None:
    """The list was empty when it was read, and may not be when the seats are opened: they stay closed (rule W9)."""
    seats = opened(memory, capacity)
    seats.close_public(EVENT, SITTING, NOW + 2)
    seen = seats.read(EVENT, SITTING)
    assert seen is not None
    assert (seen.joining_until, [one.public_open for one in seen.buckets]) == (NOW + 2, [False] * len(seen.buckets))
    memory.writes.clear()
    seats.close_public(EVENT, SITTING, NOW + 2, seen)
    assert not memory.writes
    seats.close_public(EVENT, SITTING, NOW + 3, seen)
    assert sum(memory.writes.values()) == 1
    with pytest.raises(StepRefused):
        memory.commit(seats.opened(seen))
    after = seats.read(EVENT, SITTING)
    assert after is not None
    assert (after.joining_until, after.public_open) == (NOW + 3, False)
    memory.commit(seats.opened(after))
    opened_again = seats.read(EVENT, SITTING)
    assert opened_again is not None
    assert all(one.public_open for one in opened_again.buckets)
    seats.close_all(opened_again)
    assert claimed(seats, 1) is Outcome.CLOSED


@pytest.mark.parametrize("capacity", [40, 1300])
def test_seats_are_never_fewer_than_are_taken(memory: MemoryTable, capacity: int) -> None:
    """Rule H9: lowered to what is taken and no further, raised as one likes; large sittings in any bucket."""
    seats = opened(memory, capacity)
    for who in range(30):
        assert seated(memory, seats, who)
    with pytest.raises(StateConflict):
        seats.resized(EVENT, SITTING, capacity, 29)
    memory.commit(seats.resized(EVENT, SITTING, capacity, 30))
    assert claimed(seats, 99) is Outcome.FULL
    stale = seats.resized(EVENT, SITTING, 30, 34)
    memory.commit(stale)
    lower = seats.resized(EVENT, SITTING, 34, 30)
    assert claimed(seats, 99, 1) is Outcome.CLAIMED
    with pytest.raises(StepRefused):
        memory.commit(lower)
    assert taken(seats) == 31


@pytest.mark.parametrize("capacity", [12, 1300])
def test_a_party_grows_by_the_difference(memory: MemoryTable, capacity: int) -> None:
    """More people need just so many more seats, fewer give theirs back; other people need none (rules H7, H2)."""
    seats = opened(memory, capacity)
    assert seated(memory, seats, 1, 4)
    memory.commit(seats.resized(EVENT, SITTING, capacity, 6))
    memory.commit(seats.change(EVENT, SITTING, guest(1), Party(4, PartyKind.SEAT), 6))
    assert taken(seats) == 6
    with pytest.raises(StepRefused):
        memory.commit(seats.change(EVENT, SITTING, guest(1), Party(6, PartyKind.SEAT), 7))
    memory.commit(seats.change(EVENT, SITTING, guest(1), Party(6, PartyKind.SEAT), 1))
    assert taken(seats) == 1
    assert claimed(seats, 2, 1) is Outcome.CLAIMED


def test_three_hundred_for_forty_seats(memory: MemoryTable) -> None:
    """Whole parties of one to three, one coming between another's steps: never more than forty, and what is left over
    is smaller than whoever was refused (rule H2)."""
    turns = random.Random(5)
    ahead = [(who, turns.choice((1, 1, 2, 3))) for who in range(300)]
    seats = opened(memory, 40)
    refused: list[int] = []

    def comes() -> None:
        if ahead:
            who, n = ahead.pop()
            if not seated(memory, seats, who, n):
                refused.append(n)

    memory.between = lambda: comes() if turns.random() < 0.4 else None
    while ahead:
        comes()
    memory.between = lambda: None
    found = seats.read(EVENT, SITTING)
    assert found is not None
    assert taken(seats) + found.free == 40
    assert found.free < min(refused)


@pytest.mark.proof
def test_three_hundred_at_sixteen_at_once_on_dynamodb(table: Table, audit: Audit, clock: ClockAt) -> None:
    """Forty seats, 300 parties of one, claims and transactions that meet: exactly forty (rule H2)."""
    seats = opened(table, 40)

    def comes(who: int) -> Outcome | str:
        try:
            got = seats.claim(EVENT, SITTING, guest(who), 1, NOW, NOW + 2, first=False)
            if got.party is None or got.outcome is not Outcome.CLAIMED:
                return got.outcome
            settle = seats.settle(EVENT, SITTING, guest(who), got.party)
            for _ in range(200):
                try:
                    table.commit([settle, audit.of("come", f"guest#{who}", "test", clock())])
                except Contended:
                    continue
                return "seated"
        except Contended:
            return comes(who)
        raise AssertionError(who)

    with Wire(guard=Conflicts(0.001)), ThreadPoolExecutor(16) as threads:
        ended = list(threads.map(comes, range(300)))
    assert (ended.count("seated"), ended.count(Outcome.FULL)) == (40, 260)
    assert taken(seats) == 40


class _Unguarded(Table):
    """The same table, with every guard of the claim taken off: what is read before decides (rule H3)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def write(self, step: Step) -> None:
        """Look, think, and write whatever happened meanwhile."""
        seen = SeatStore(self._table).read(EVENT, SITTING)
        if step.name != "seats.claim" or seen is None:
            self._table.write(step)
        elif seen.free >= 1:
            self._table.write(replace(step, condition=None))
        else:
            raise StepRefused(step.name, _raw(self._table))


def _raw(table: Table) -> dict[str, object]:
    item = table.get(SeatsItem, seats_key(EVENT, SITTING), consistent=True)
    assert item is not None
    return dict(item.serialize())


def _oversold(table: Table, through: Table, seed: int) -> bool:
    for step in SeatStore(table).create(EVENT, SITTING, 2):
        table.write(replace(step, condition=None))
    results = interleave([lambda who=who: claimed(SeatStore(through), who) for who in range(4)], seed)  # type: ignore[misc]
    return results.count(Outcome.CLAIMED) > 2


def test_without_its_guard_a_claim_oversells_and_is_seen_to(table: Table) -> None:
    """The negative control: the condition off and a pause before the write, and most schedules oversell (rule H3)."""
    unguarded = _Unguarded(table)
    assert sum(_oversold(table, unguarded, seed) for seed in range(12)) >= 4
    assert not any(_oversold(table, table, seed) for seed in range(12))


@pytest.mark.proof
def test_with_its_guard_a_claim_never_oversells(table: Table) -> None:
    """The same, at length."""
    unguarded = _Unguarded(table)
    assert sum(_oversold(table, unguarded, seed) for seed in range(100)) >= 40
    assert not any(_oversold(table, table, seed) for seed in range(1000))
