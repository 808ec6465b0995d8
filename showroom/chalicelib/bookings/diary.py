"""A boutique's day: its live bookings, found through the agendas that hold them (one Query, one BatchGet)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.bookings.model import Booking
from chalicelib.bookings.store import BookingItem, BookingStore, booking_key
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.agenda import is_quiet, owner_of
from chalicelib.calendars.service import local_window
from chalicelib.calendars.store import AgendaStore
from chalicelib.foundation.table import Table
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import Target


@dataclass(frozen=True, slots=True)
class Engagement:
    """A booking in an advisor's day, or a time that is only held for it until she answers."""

    booking: Booking
    advisor: str
    proposed: bool
    start: int
    end: int


class Diary:
    """Reads what is on in a boutique."""

    def __init__(self, table: Table, agendas: AgendaStore, catalogue: Catalogue) -> None:
        self._table, self._agendas, self._catalogue = table, agendas, catalogue

    def day(self, principal: Principal, boutique_id: str, when: date, now: int) -> list[Engagement]:
        """Return what is on in a boutique on one venue-local day, by start: live bookings, and times held for one."""
        permits.require(principal, "boutique.day", Target(boutique=boutique_id))
        boutique = self._catalogue.boutique(boutique_id)
        window = local_window(boutique.zone, when, 1)
        pool = self._agendas.pool(boutique_id, *window)
        taken = {
            (entry.start, entry.ref, member.id, entry.end)
            for member in boutique.staff
            for entry in pool.get(member.id, ())
            if entry.ref and not is_quiet(entry.ref) and entry.is_live(now) and window.start <= entry.start < window.end
        }
        keys = {owner_of(ref): booking_key(owner_of(ref)) for _, ref, _, _ in taken}
        found = self._table.get_many((BookingItem, key) for key in keys.values())
        return [
            Engagement(BookingStore.decode(item), advisor, proposed=ref != owner_of(ref), start=start, end=end)
            for start, ref, advisor, end in sorted(taken)
            if (item := found.get(keys[owner_of(ref)])) is not None
        ]
