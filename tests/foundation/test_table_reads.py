"""Reads: by key, by keys, by partition and index, whole however DynamoDB cuts them."""

from typing import Any

import pytest
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.foundation.errors import Busy, Contended
from chalicelib.foundation.table import (
    DUE_INDEX,
    KEYS,
    MAIN,
    OWNER_INDEX,
    Item,
    Key,
    Table,
    put,
    schema_of,
)
from chalicelib.foundation.vault import DataKeyItem
from tests.harness.faults import Fault, Wire, at, every
from tests.harness.moto_world import Aws


class Line(Item):
    """A line of a list, perhaps due, perhaps owned."""

    number = NumberAttribute()
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)
    owner = UnicodeAttribute(null=True)
    owner_at = UnicodeAttribute(null=True)


class Word(Item):
    """Another kind of item in the same table."""

    word = UnicodeAttribute()


def line_key(number: int) -> Key:
    """Lines of one list sort by number."""
    return Key("LIST#a", f"{number:04d}")


def line(number: int, **index: Any) -> Line:
    """One line."""
    return Line(*line_key(number), number=number, **index)


@pytest.fixture
def lines(table: Table) -> Table:
    """A list of twelve lines, and one line of another list."""
    for number in range(12):
        table.write(put("line", line(number)))
    table.write(put("other", Line("LIST#b", "0000", number=99)))
    return table


def numbers(found: object) -> list[int]:
    """The numbers of some lines."""
    return [int(one.number) for one in found]  # type: ignore[attr-defined]


class TestGet:
    """One item."""

    def test_what_is_there_and_what_is_not(self, lines: Table) -> None:
        """None is an answer, in one round trip each."""
        with Wire() as wire:
            found = lines.get(Line, line_key(3))
            absent = lines.get(Line, line_key(77), consistent=True)
        assert found is not None
        assert (found.number, found.key, absent) == (3, line_key(3), None)
        assert [request.body.get("ConsistentRead", False) for request in wire.requests] == [False, True]

    def test_faults(self, lines: Table) -> None:
        """A throttle that stays is Contended, silence is Busy, one of them is healed."""
        with Wire(every(Fault.THROTTLE)), pytest.raises(Contended):
            lines.get(Line, line_key(3))
        with Wire(every(Fault.TIMEOUT_BEFORE)), pytest.raises(Busy):
            lines.get(Line, line_key(3))
        with Wire(at(1, Fault.SERVER_ERROR)):
            assert lines.get(Line, line_key(3)) is not None


class TestGetMany:
    """Many items of one table."""

    def test_more_than_a_hundred_keys(self, table: Table) -> None:
        """250 keys are three calls; what is absent is absent."""
        for number in range(0, 250, 50):
            table.write(put("line", line(number)))
        with Wire() as wire:
            found = table.get_many(((Line, line_key(n)) for n in range(250)), consistent=True)
        assert sorted(numbers(found.values())) == [0, 50, 100, 150, 200]
        assert [len(next(iter(r.body["RequestItems"].values()))["Keys"]) for r in wire.requests] == [100, 100, 50]
        assert all(next(iter(r.body["RequestItems"].values()))["ConsistentRead"] for r in wire.requests)

    def test_unprocessed_keys_are_asked_for_again(self, lines: Table) -> None:
        """DynamoDB may give one item of a batch and leave the rest to another call."""
        with Wire(every(Fault.SCANT)) as wire:
            found = lines.get_many([(Line, line_key(n)) for n in range(6)])
        assert sorted(numbers(found.values())) == [0, 1, 2, 3, 4, 5]
        assert wire.round_trips == 6

    def test_each_item_is_of_the_kind_it_was_asked_as(self, lines: Table) -> None:
        """Kinds may be mixed within a table; a key asked for twice is asked for once; nothing asks nothing."""
        lines.write(put("word", Word("WORD#a", "WORD", word="bonjour")))
        found = lines.get_many([(Line, line_key(1)), (Word, Key("WORD#a", "WORD")), (Line, line_key(1))])
        assert {type(one) for one in found.values()} == {Line, Word}
        with Wire() as wire:
            assert lines.get_many([]) == {}
        assert wire.requests == []

    def test_two_tables_in_one_call_are_our_mistake(self, lines: Table) -> None:
        """Keys are looked after by the vault alone."""
        with pytest.raises(ValueError):
            lines.get_many([(Line, line_key(1)), (DataKeyItem, Key("KEY#a", "KEY"))])


class TestQuery:
    """A partition, in order."""

    def test_a_partition_in_order(self, lines: Table) -> None:
        """Ascending or descending, and only this partition."""
        assert numbers(lines.query(Line, "LIST#a")) == list(range(12))
        assert numbers(lines.query(Line, "LIST#a", descending=True)) == list(range(11, -1, -1))
        assert numbers(lines.query(Line, "LIST#none")) == []

    def test_a_range(self, lines: Table) -> None:
        """A condition on the sort key."""
        assert numbers(lines.query(Line, "LIST#a", Line.sk.between("0003", "0005"))) == [3, 4, 5]

    def test_every_page_is_followed(self, lines: Table) -> None:
        """Pages of one item give the same answer as one page."""
        with Wire(every(Fault.SCANT, "Query")) as wire:
            assert numbers(lines.query(Line, "LIST#a", consistent=True)) == list(range(12))
        assert wire.round_trips >= 12
        assert all(request.body["ConsistentRead"] for request in wire.requests)

    @pytest.mark.parametrize("limit", [1, 5, 12, 13])
    def test_pages_by_hand(self, lines: Table, limit: int) -> None:
        """`next_start` leads on until it is None; no item is met twice or missed."""
        seen: list[int] = []
        start = None
        while True:
            page = lines.query_page(Line, "LIST#a", limit=limit, start=start)
            assert len(page.items) <= limit
            seen += numbers(page.items)
            start = page.next_start
            if start is None:
                break
        assert seen == list(range(12))

    def test_an_index_holds_only_what_has_both_its_keys(self, table: Table) -> None:
        """The `due` index is sparse and in the order of time; `owner` is another; both project keys."""
        table.write(put("due", line(1, due_shard="DUE#0", due_at=30)))
        table.write(put("due", line(2, due_shard="DUE#0", due_at=20)))
        table.write(put("done", line(3)))
        table.write(put("owned", line(4, owner="OWNER#a", owner_at="2027")))
        due = list(table.query(Line, "DUE#0", Line.due_at <= 25, index=DUE_INDEX))
        assert [one.key for one in due] == [line_key(2)]
        assert [one.key for one in table.query(Line, "DUE#0", index=DUE_INDEX)] == [line_key(2), line_key(1)]
        assert [one.key for one in table.query(Line, "OWNER#a", index=OWNER_INDEX)] == [line_key(4)]
        with Wire(every(Fault.SCANT)):
            assert len(list(table.query(Line, "DUE#0", index=DUE_INDEX))) == 2

    def test_faults(self, lines: Table) -> None:
        """A query that fails on its second page is a failure, not a shorter list."""
        with Wire(every(Fault.TIMEOUT_BEFORE)), pytest.raises(Busy):
            list(lines.query(Line, "LIST#a"))


def test_the_deployed_schema_is_what_was_asked_for(aws: Aws, table_names: dict[str, str]) -> None:
    """`main` has two sparse indexes that project keys only; `keys` has none; both are paid by request."""
    described = {
        logical: aws.client("dynamodb").describe_table(TableName=name)["Table"] for logical, name in table_names.items()
    }
    indexes = {one["IndexName"]: one for one in described[MAIN]["GlobalSecondaryIndexes"]}
    assert set(indexes) == {DUE_INDEX, OWNER_INDEX}
    assert all(one["Projection"]["ProjectionType"] == "KEYS_ONLY" for one in indexes.values())
    assert not described[KEYS].get("GlobalSecondaryIndexes")
    assert all(one["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST" for one in described.values())
    assert {a["AttributeName"] for a in schema_of("x", indexed=False)["AttributeDefinitions"]} == {"pk", "sk"}
