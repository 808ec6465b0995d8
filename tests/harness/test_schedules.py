"""The proof that the proofs can fail: a naive seller is caught by the schedules, a conditional one never."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from pynamodb.attributes import NumberAttribute

from chalicelib.foundation.audit import Audit
from chalicelib.foundation.errors import Busy, Contended, StepRefused
from chalicelib.foundation.table import Item, Key, Table, create, put, update
from tests.harness.conflicts import Conflicts
from tests.harness.faults import Crash, Fault, Wire, at, every
from tests.harness.moto_world import Aws, ClockAt
from tests.harness.schedules import crash_everywhere, interleave

FOUR_ACTORS = 4
SEATS = 2


class Hall(Item):
    """Free seats of one hall."""

    free = NumberAttribute()
    sold = NumberAttribute(default=0)


HALL = Key("HALL#a", "HALL")


def naive(table: Table) -> bool:
    """Read, think, write: how oversells are made."""
    hall = table.get(Hall, HALL, consistent=True)
    if hall is None or hall.free < 1:
        return False
    table.write(put("naive", Hall(*HALL, free=hall.free - 1, sold=hall.sold + 1)))
    return True


def conditional(table: Table) -> bool:
    """The condition is the lock."""
    seen = table.get(Hall, HALL, consistent=True)
    if seen is None:
        return False
    try:
        actions = [Hall.free.set(Hall.free - 1), Hall.sold.set(Hall.sold + 1)]
        table.write(update("claim", Hall, HALL, actions, Hall.free >= 1))
    except StepRefused:
        return False
    return True


def oversold(table: Table, seller: Callable[[Table], bool], seed: int) -> bool:
    """Sell two seats to four actors under one seed; say whether more were promised than there were."""
    table.write(put("hall", Hall(*HALL, free=SEATS)))
    promised: int = sum(interleave([lambda: seller(table)] * FOUR_ACTORS, seed))
    return promised > SEATS


def test_the_schedules_catch_a_naive_seller(table: Table) -> None:
    """Read-check-write oversells under most seeds: were it otherwise, the harness would prove nothing."""
    caught = sum(oversold(table, naive, seed) for seed in range(30))
    assert caught >= 15


def test_the_schedules_never_catch_a_conditional_seller(table: Table) -> None:
    """One conditional write oversells under no seed."""
    assert not any(oversold(table, conditional, seed) for seed in range(30))


@pytest.mark.proof
def test_the_schedules_never_catch_a_conditional_seller_in_a_thousand_seeds(table: Table) -> None:
    """The same, at length."""
    assert not any(oversold(table, conditional, seed) for seed in range(1000))


def test_a_seed_replays(table: Table) -> None:
    """The same seed gives the same run."""

    def winners(seed: int) -> list[bool]:
        table.write(put("hall", Hall(*HALL, free=SEATS)))
        return interleave([lambda: conditional(table)] * FOUR_ACTORS, seed)

    assert [winners(seed) for seed in range(5)] == [winners(seed) for seed in range(5)]
    assert len({tuple(winners(seed)) for seed in range(10)}) > 1


def test_crashes_are_tried_at_every_request(table: Table) -> None:
    """A seller that dies anywhere is healed by a second conditional try; what a read leaves is nothing."""
    wheres = []

    @contextmanager
    def fresh() -> Iterator[Table]:
        table.write(put("hall", Hall(*HALL, free=1)))
        yield table

    def check(world: Table, where: str) -> None:
        hall = world.get(Hall, HALL, consistent=True)
        assert hall is not None
        assert (hall.free, hall.sold) == (0, 1), where
        wheres.append(where)

    assert crash_everywhere(fresh, conditional, conditional, check) == 3
    assert wheres == [
        "no fault",
        "crash_before at 1/2 GetItem",
        "crash_after at 2/2 UpdateItem",
    ]


class TestFaults:
    """What each fault does to a request, and to what it wrote."""

    @pytest.fixture(autouse=True)
    def _hall(self, table: Table) -> None:
        table.write(create("hall", Hall(*HALL, free=2)))

    @staticmethod
    def free(table: Table) -> int:
        """How many seats the hall really has."""
        hall = table.get(Hall, HALL, consistent=True)
        assert hall is not None
        return int(hall.free)

    @pytest.mark.parametrize("fault", [Fault.THROTTLE, Fault.SERVER_ERROR, Fault.TIMEOUT_BEFORE])
    def test_one_fault_before_the_effect_is_healed_by_a_retry(self, table: Table, fault: Fault) -> None:
        """The first attempt has no effect; botocore sends it again."""
        with Wire(every(fault, "UpdateItem", times=1)) as wire:
            assert conditional(table)
        assert wire.operations() == ["GetItem", "UpdateItem", "UpdateItem"]
        assert wire.retries.waited == 1
        assert self.free(table) == 1

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (Fault.THROTTLE, Contended),
            (Fault.SERVER_ERROR, Busy),
            (Fault.TIMEOUT_BEFORE, Busy),
            (Fault.CONFLICT, Contended),
        ],
    )
    def test_a_fault_that_stays_is_told(self, table: Table, fault: Fault, error: type[Exception]) -> None:
        """Attempts are at most three; then the caller is told, and nothing was written."""
        with Wire(every(fault, "UpdateItem")) as wire, pytest.raises(error):
            conditional(table)
        assert wire.operations().count("UpdateItem") <= 3
        assert self.free(table) == 2

    def test_a_lost_answer_has_its_effect(self, table: Table) -> None:
        """The write happened; the retry then happens too, which is why nothing of ours counts with a bare ADD."""
        with Wire(at(2, Fault.TIMEOUT_AFTER)):
            assert conditional(table)
        assert self.free(table) == 0

    @pytest.mark.parametrize(("fault", "left"), [(Fault.CRASH_BEFORE, 2), (Fault.CRASH_AFTER, 1)])
    def test_a_crash_is_not_an_exception(self, table: Table, fault: Fault, left: int) -> None:
        """A crash passes every `except Exception`, before or after the effect."""
        with Wire(at(2, fault)), pytest.raises(Crash):
            conditional(table)
        assert self.free(table) == left

    def test_a_duplicate_is_applied_twice_when_alone(self, table: Table) -> None:
        """A single update delivered twice counts twice."""
        with Wire(at(2, Fault.DUPLICATE)):
            conditional(table)
        assert self.free(table) == 0

    @pytest.mark.parametrize("fault", [Fault.DUPLICATE, Fault.TIMEOUT_AFTER])
    def test_a_transaction_is_applied_once(self, table: Table, audit: Audit, clock: ClockAt, fault: Fault) -> None:
        """A transaction delivered twice with one token is applied once, as by real DynamoDB."""
        claim = update("claim", Hall, HALL, [Hall.free.set(Hall.free - 1)], Hall.free >= 1)
        with Wire(at(1, fault)):
            table.commit([claim, audit.of("sell", "hall#a", "test", clock())])
        assert self.free(table) == 1

    def test_two_wires_are_refused(self) -> None:
        """One wire at a time, so that nothing is counted twice."""
        with Wire(), pytest.raises(RuntimeError, match="another wire"), Wire():
            pass


def test_transactions_that_meet_are_cancelled(table: Table, audit: Audit, clock: ClockAt) -> None:
    """Under the conflict emulation two transactions on one item do not both commit, and nothing is oversold."""
    table.write(create("hall", Hall(*HALL, free=5)))

    def sell(_: int) -> str:
        claim = update("claim", Hall, HALL, [Hall.free.set(Hall.free - 1)], Hall.free >= 1)
        try:
            table.commit([claim, audit.of("sell", "hall#a", "test", clock())])
        except (StepRefused, Contended) as error:
            return type(error).__name__
        return "sold"

    guard = Conflicts()
    with Wire(guard=guard), ThreadPoolExecutor(8) as threads:
        ended = list(threads.map(sell, range(40)))
    hall = table.get(Hall, HALL, consistent=True)
    assert hall is not None
    assert guard.met > 0
    assert ended.count("Contended") == guard.met
    assert ended.count("sold") == 5 - hall.free


class TestMeters:
    """Units as DynamoDB would charge them."""

    def test_a_transaction_costs_two_units_for_each_started_kilobyte(
        self, table: Table, audit: Audit, clock: ClockAt
    ) -> None:
        """A small item and an audit row: two units each."""
        with Wire() as wire:
            table.commit([create("hall", Hall(*HALL, free=5)), audit.of("open", "hall#a", "test", clock())])
        assert (wire.round_trips, wire.write_units) == (1, 4)

    def test_an_index_entry_costs_one(self, table: Table, aws: Aws, table_names: dict[str, str]) -> None:
        """Only an item with both keys of an index has an entry in it; moving an entry costs two."""
        client, name = aws.client("dynamodb"), table_names["main"]
        key = {"pk": {"S": "a"}, "sk": {"S": "a"}}

        def units(**due: str) -> int:
            with Wire() as wire:
                client.put_item(TableName=name, Item={**key, **{n: {"SN"[n == "due_at"]: v} for n, v in due.items()}})
            return wire.write_units

        assert units(due_shard="DUE#0") == 1
        assert units(due_shard="DUE#0", due_at="5") == 2
        assert units(due_shard="DUE#0", due_at="5") == 1
        assert units(due_shard="DUE#0", due_at="6") == 3
        assert units() == 2

    def test_reads(self, table: Table) -> None:
        """A strong read costs one unit, an eventual one half, absent or not."""
        with Wire() as wire:
            table.get(Hall, HALL)
            table.get(Hall, HALL, consistent=True)
            list(table.query(Hall, HALL.pk))
        assert wire.read_units == 2.0
        assert wire.write_units == 0
