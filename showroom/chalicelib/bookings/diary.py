"""What is on in a boutique, found through the agendas that hold it: one Query for each week asked, one BatchGet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.bookings.hosted import Hosting
from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.occasions import Occasions
from chalicelib.bookings.store import BookingItem, BookingStore, booking_key
from chalicelib.boutiques.model import Boutique, Staff
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.agenda import is_quiet, owner_of
from chalicelib.calendars.presence import opening, working
from chalicelib.calendars.rules import spans
from chalicelib.calendars.service import local_window
from chalicelib.calendars.spans import Span, merge
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


@dataclass(frozen=True, slots=True)
class Days:
    """What is on: appointments, and what people host beside them, each by start."""

    engagements: tuple[Engagement, ...]
    hosted: tuple[Hosting, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """When the boutique is open, or a member of its staff works: venue-local days as spans of minutes."""

    opening: tuple[Span, ...]
    working: Mapping[str, tuple[Span, ...]]
    """Staff id → the spans."""


class Diary:
    """Reads what is on in a boutique."""

    def __init__(
        self,
        table: Table,
        bookings: BookingStore,
        agendas: AgendaStore,
        catalogue: Catalogue,
        occasions: Occasions,
    ) -> None:
        self._table, self._bookings, self._agendas, self._catalogue = table, bookings, agendas, catalogue
        self._occasions = occasions

    def day(self, principal: Principal, boutique_id: str, when: date, now: int) -> list[Engagement]:
        """Return what is on in a boutique on one venue-local day, by start: live bookings, and times held for one."""
        return list(self.days(principal, boutique_id, when, 1, now).engagements)

    def days(self, principal: Principal, boutique_id: str, first: date, count: int, now: int) -> Days:
        """Return the same for `count` days from `first`, and what is hosted then."""
        permits.require(principal, "boutique.day", Target(boutique=boutique_id))
        boutique = self._catalogue.boutique(boutique_id)
        return self._within(boutique, local_window(boutique.zone, first, count), now)

    def shift(self, boutique_id: str, first: date, count: int) -> Shift:
        """Return when a boutique is open in these days, and when each of its staff receives anything at all."""
        boutique = self._catalogue.boutique(boutique_id)
        window = local_window(boutique.zone, first, count)
        offered = [one for one in self._catalogue.maison().experiences if boutique_id in one.boutiques]

        def there(member: Staff) -> tuple[Span, ...]:
            if not member.away and not member.travels:
                return spans(member.hours, window)
            return merge(span for one in offered for span in working(member, one, window))

        return Shift(opening(boutique, window), {one.id: there(one) for one in boutique.staff})

    def waiting(self, principal: Principal, boutique_id: str, now: int) -> list[Engagement]:
        """Return the requests that wait for an answer, longest first, then what is to be moved or has been proposed.

        Everything of the boutique that waits, however far ahead it is: one Query of a sparse index, one BatchGet.
        """
        permits.require(principal, "boutique.day", Target(boutique=boutique_id))
        self._catalogue.boutique(boutique_id)
        found = [_itself(one) for one in self._bookings.waiting(boutique_id, now)]
        asked = [one for one in found if one.booking.state is State.REQUESTED]
        moving = [one for one in found if one.booking.state is not State.REQUESTED]
        return [
            *sorted(asked, key=lambda one: one.booking.created_at),
            *sorted(moving, key=lambda one: (one.start, one.booking.id)),
        ]

    def _within(self, boutique: Boutique, window: Span, now: int) -> Days:
        pool = self._agendas.pool(boutique.id, *window)
        taken = {
            (entry.start, entry.ref, member.id, entry.end)
            for member in boutique.staff
            for entry in pool.get(member.id, ())
            if entry.ref and not is_quiet(entry.ref) and entry.is_live(now) and window.start <= entry.start < window.end
        }
        keys = {owner_of(ref): booking_key(owner_of(ref)) for _, ref, _, _ in taken}
        more = self._occasions.keys({ref for _, ref, _, _ in taken})
        found = self._table.get_many([*((BookingItem, key) for key in keys.values()), *more])
        return Days(
            tuple(
                Engagement(BookingStore.decode(item), advisor, proposed=ref != owner_of(ref), start=start, end=end)
                for start, ref, advisor, end in sorted(taken)
                if (item := found.get(keys[owner_of(ref)])) is not None
            ),
            tuple(
                Hosting(occasion, host)
                for _, ref, host, _ in sorted(taken)
                if (occasion := self._occasions.found(ref, found)) is not None
            ),
        )


def _itself(booking: Booking) -> Engagement:
    """A booking at its own time."""
    return Engagement(booking, booking.advisor, proposed=False, start=booking.start, end=booking.end)
