"""A boutique's day: its live bookings, found through the agendas that hold them (one Query, one BatchGet)."""

from __future__ import annotations

from datetime import date

from chalicelib.bookings.model import Booking
from chalicelib.bookings.store import BookingItem, BookingStore, booking_key
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.service import local_window
from chalicelib.calendars.store import AgendaStore
from chalicelib.foundation.table import Table
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import Target


class Diary:
    """Reads what is on in a boutique."""

    def __init__(self, table: Table, agendas: AgendaStore, catalogue: Catalogue) -> None:
        self._table, self._agendas, self._catalogue = table, agendas, catalogue

    def day(self, principal: Principal, boutique_id: str, when: date, now: int) -> list[Booking]:
        """Return a boutique's live bookings of one venue-local day, by start."""
        permits.require(principal, "boutique.day", Target(boutique=boutique_id))
        boutique = self._catalogue.boutique(boutique_id)
        window = local_window(boutique.zone, when, 1)
        pool = self._agendas.pool(boutique_id, *window)
        refs = {
            entry.ref
            for member in boutique.staff
            for entry in pool.get(member.id, ())
            if entry.ref and entry.is_live(now) and window.start <= entry.start < window.end
        }
        found = self._table.get_many((BookingItem, booking_key(ref)) for ref in refs)
        return sorted(map(BookingStore.decode, found.values()), key=lambda booking: (booking.start, booking.id))
