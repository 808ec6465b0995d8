"""The engine under the tests is itself held to account."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from pynamodb.attributes import NumberAttribute

from chalicelib.foundation.audit import Audit
from chalicelib.foundation.errors import StepRefused
from chalicelib.foundation.table import Item, Key, Table, create, update
from tests.harness.moto_world import Aws, ClockAt, is_serialised


class Seats(Item):
    """A count of free seats."""

    free = NumberAttribute()


SEATS = Key("SEATS#a", "SEATS")


def test_moto_is_serialised() -> None:
    """No test runs over a moto that two threads may enter at once."""
    assert is_serialised()


def test_forty_seats_are_sold_exactly_forty_times(table: Table) -> None:
    """Serialised moto keeps one conditional update honest among many threads."""
    table.write(create("seats", Seats(*SEATS, free=40)))

    def claim(_: int) -> bool:
        try:
            table.write(update("claim", Seats, SEATS, [Seats.free.set(Seats.free - 1)], Seats.free >= 1))
        except StepRefused:
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        sold = sum(threads.map(claim, range(120)))
    seats = table.get(Seats, SEATS, consistent=True)
    assert (sold, seats and seats.free) == (40, 0)


def test_a_refused_transaction_leaves_every_item_as_it_was(
    table: Table, table_names: dict[str, str], aws: Aws, audit: Audit, clock: ClockAt
) -> None:
    """The light copy made for roll-back restores what was touched, in either table, and keeps the rest."""
    for name in "abc":
        table.write(create(name, Seats(f"SEATS#{name}", "SEATS", free=1)))
    before = {name: aws.scan(name) for name in table_names.values()}
    with pytest.raises(StepRefused, match="second"):
        table.commit(
            [
                update("first", Seats, SEATS, [Seats.free.set(9)], Seats.free == 1),
                update("second", Seats, Key("SEATS#b", "SEATS"), [Seats.free.set(9)], Seats.free == 7),
                create("third", Seats("SEATS#new", "SEATS", free=1)),
                audit.of("test", "seats#a", "test", clock()),
            ]
        )
    assert {name: aws.scan(name) for name in table_names.values()} == before
