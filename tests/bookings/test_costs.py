"""What a booking costs: round trips and write units, on an empty day and on a full one, counted on the wire."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.calendars.service import Wanted
from tests.harness.faults import Wire
from tests.world.house import House, Houses, keyed
from tests.world.maisons import advisor, furnish
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, client, contact, guest, visitor

READS = {"GetItem", "BatchGetItem", "Query"}


def day(house: House) -> int:
    """The first minute of the UTC day three days ahead."""
    return (house.now // 1440 + 3) * 1440


def fill(house: House, visits: int) -> None:
    """Receive so many clients that day, each hour from ten in Paris; both advisors share them."""
    for number in range(visits):
        start = day(house) + (9 + number // 2 * 2) * 60
        order = {"contact": contact(f"Guest{number}")}
        held = house.book(visitor(str(number)), start, f"fill-{number}", "first-video", **order).booking
        house.bookings.confirm(guest(held.id), held.id, keyed("confirm", f"fill-{number}"))


@pytest.mark.parametrize("visits", [0, 8])
def test_a_booking_is_one_read_and_one_write_of_fourteen_units_at_most(house: House, visits: int) -> None:
    """For a client the house knows, no midnight crossed, three notices and audit: at an empty day and at 8 visits."""
    fill(house, visits)
    house.warm()
    with Wire() as wire:
        outcome = house.book(client(CAMILLE), day(house) + 17 * 60, "book")
    row = house.notices.read(outcome.booking.subject)
    assert row is not None
    assert len(row.notices) == 3
    assert wire.operations() == ["BatchGetItem", "TransactWriteItems"]
    assert wire.write_units <= 14
    assert wire.read_units <= 8
    assert house.violations() == []


def test_a_cold_process_reads_the_configuration_twice_more(house: House) -> None:
    """The maison and the boutique; then never again within half a minute."""
    with Wire() as wire:
        house.book(client(CAMILLE), day(house) + 17 * 60, "book")
        house.book(client(MARGAUX), day(house) + 17 * 60, "book")
    assert wire.operations() == ["GetItem", "Query", *["BatchGetItem", "TransactWriteItems"] * 2]


def test_a_refusal_costs_reads_only(house: House) -> None:
    """A start that is taken: the agendas again for fresh hours, and no write."""
    house.book(client(CAMILLE), day(house) + 14 * 60, "one")
    with Wire() as wire, pytest.raises(Exception, match="no longer free"):
        house.book(client(CAMILLE), day(house) + 14 * 60, "two")
    assert wire.writes == []
    assert wire.round_trips <= 8


@pytest.mark.parametrize("change", ["move", "cancel"])
def test_a_change_is_one_write(house: House, change: str) -> None:
    """At most three reads, one transaction, and no more units than two bookings."""
    booked = house.book(client(CAMILLE), day(house) + 14 * 60, "book").booking
    by, key = guest(booked.id), keyed(change, "key")
    with Wire() as wire:
        if change == "move":
            house.bookings.reschedule(by, booked.id, key, 1, booked.start + 1440)
        else:
            house.bookings.cancel(by, booked.id, key, 1)
    assert [name for name in wire.operations() if name not in READS] == ["TransactWriteItems"]
    assert wire.round_trips <= 4
    assert wire.write_units <= 20


def test_thirty_days_of_a_boutique_with_twenty_advisors(houses: Houses) -> None:
    """At most six agenda queries, and two configuration reads when cold."""
    with houses.fresh(lambda house: furnish(house, *(advisor(n) for n in range(1, 21)))) as house:
        for number in range(6):
            house.book(client((CAMILLE, MARGAUX)[number % 2]), day(house) + (9 + number) * 60, str(number))
        with Wire() as wire:
            wanted = Wanted(house.catalogue.boutique(BOUTIQUE), house.catalogue.experience("video"))
            days = house.availability.days(wanted, date(2027, 1, 12), 30, house.now)
        assert wire.operations().count("Query") <= 6
        assert wire.operations().count("GetItem") <= 2
        assert len(wire.operations()) <= 8
        assert len(days) == 30
        assert all(found.starts for found in days)


def test_reading_never_writes(house: House) -> None:
    """Availability, a booking, a day: no write of any kind goes over the wire."""
    booked = house.book(client(CAMILLE), day(house) + 14 * 60, "book").booking
    with Wire() as wire:
        wanted = Wanted(house.catalogue.boutique(BOUTIQUE), house.catalogue.experience("visit"))
        house.availability.days(wanted, date(2027, 1, 12), 31, house.now)
        house.bookings.get(client(CAMILLE), booked.id)
        house.bookings.private(client(CAMILLE), booked)
    assert wire.writes == []
    assert set(wire.operations()) <= READS
