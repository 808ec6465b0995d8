"""Comparing agendas with bookings, and rebuilding them."""

from __future__ import annotations

import pytest

from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.store import BookingItem, booking_key, waiting_key
from chalicelib.bookings.verify import Verifier
from chalicelib.boutiques.removals import Removal
from chalicelib.calendars.agenda import Agenda, Spot, client_resource, day_of, staff_resource
from chalicelib.calendars.spans import Taken
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.table import update
from tests.world.house import House
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, client, contact, visitor

START = parse_rfc3339("2027-01-12T15:00:00+01:00")
KEY = "k" * 24


@pytest.fixture
def verifier(house: House) -> Verifier:
    """Compares the house's tables."""
    return Verifier(house.table, house.agendas, house.audit, house.clock)


def test_a_house_in_order_has_no_differences(house: House, verifier: Verifier) -> None:
    """Booked, moved, cancelled, held and expired."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    house.bookings.reschedule(client(MARGAUX), booking.id, Keyed("r", KEY, "b"), 1, START + 60)
    house.book(visitor(), START, KEY, "first-video", contact=contact("Ada"))
    gone = house.book(visitor("b"), START + 1440, KEY, "first-video", contact=contact("Bea")).booking
    house.bookings.cancel(visitor("b"), gone.id, Keyed("c", KEY, "b"), 1)
    assert verifier.verify() == []
    house.clock.forward(minutes=31)
    assert verifier.verify() == []
    assert verifier.rebuild() == 0


def test_what_is_missing_and_what_is_too_much_is_named_and_mended(house: House, verifier: Verifier) -> None:
    """An agenda that lost its entry, and an entry of nobody; each mending is one audited write."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    (idle,) = {"advisor-1", "advisor-2"} - {booking.advisor}
    hers = Spot(client_resource(MARGAUX), day_of(START))
    theirs = Spot(staff_resource(BOUTIQUE, idle), day_of(START))
    house.table.write(house.agendas.write(Agenda(hers, 1, ())))
    house.table.write(house.agendas.write(Agenda(theirs, 0, (Taken(START, START + 30, ref="nobody"),))))
    found = {(difference.kind, difference.ref) for difference in verifier.verify()}
    assert found == {("missing", booking.id), ("too_much", "nobody")}
    assert verifier.rebuild() == 2
    assert verifier.verify() == []
    assert house.violations() == []


def test_notices_of_another_version_are_named(house: House, verifier: Verifier) -> None:
    """A booking that somebody changed by hand."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    touched = update(
        "by hand", BookingItem, booking_key(booking.id), [BookingItem.version.set(7)], BookingItem.version == 1
    )
    house.table.write(touched)
    assert {difference.kind for difference in verifier.verify()} == {"stale_notices", "ghost_notice"}


def test_what_live_bookings_need_cannot_be_removed(house: House, verifier: Verifier) -> None:
    """Its boutique, advisor and experience; nothing else, and nothing any more once it is over."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    (idle,) = {"advisor-1", "advisor-2"} - {booking.advisor}
    needed = [
        Removal("boutique", BOUTIQUE, BOUTIQUE),
        Removal("staff", BOUTIQUE, booking.advisor),
        Removal("experience", "", "video"),
    ]
    spare = [Removal("staff", BOUTIQUE, idle), Removal("room", BOUTIQUE, "salon-1"), Removal("experience", "", "visit")]
    assert verifier.in_use([*needed, *spare], house.clock()) == needed
    house.clock.forward(days=2)
    assert verifier.in_use([*needed, *spare], house.clock()) == []


def test_what_does_not_stand_among_what_waits_is_named_and_put_there(house: House, verifier: Verifier) -> None:
    """A booking to be moved whose row an earlier version wrote, and a settled one that is still listed."""
    lost = house.book(client(MARGAUX), START, KEY).booking
    kept = house.book(client(CAMILLE), START + 60, KEY).booking
    at, shard = BookingItem.due_at, BookingItem.due_shard
    moving = [BookingItem.to_be_moved.set(True)]
    house.table.write(update("by hand", BookingItem, booking_key(lost.id), moving, BookingItem.version == 1))
    listed = [shard.set(waiting_key(BOUTIQUE)), at.set(START)]
    house.table.write(update("by hand", BookingItem, booking_key(kept.id), listed, BookingItem.version == 1))
    assert house.booking_store.waiting(BOUTIQUE, house.now) == []
    assert {(one.kind, one.ref) for one in verifier.verify()} == {("unlisted", lost.id), ("unlisted", kept.id)}
    assert verifier.rebuild() == 2
    assert verifier.verify() == []
    assert [one.id for one in house.booking_store.waiting(BOUTIQUE, house.now)] == [lost.id]
