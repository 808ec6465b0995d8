"""What a member of staff still has: appointments, occasions, times held, found through her agendas; clients of her own.

Everything is read strongly: by it is decided whether she has left. One Query for each week that can be booked, of each
boutique she is in, and one of her clients.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.bookings.handover import held_with
from chalicelib.bookings.hosted import Occasion
from chalicelib.bookings.model import LIVE, Booking, State
from chalicelib.bookings.occasions import Occasions
from chalicelib.bookings.store import BookingItem, BookingStore, booking_key
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.agenda import is_quiet, owner_of, staff_resource
from chalicelib.calendars.store import AgendaStore
from chalicelib.clients.advised.service import AdvisedClients
from chalicelib.foundation.clock import MINUTES_A_DAY
from chalicelib.foundation.table import Table

_STANDING_LATER = 31
"""Days beyond the longest window in which an appointment may still stand: windows were longer once."""


BOOKING, HOSTED, QUIET, CLIENT = "a", "b", "c", "d"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One thing she has: a `BOOKING`, something `HOSTED`, a `QUIET` hold or a `CLIENT`, in the order of the list."""

    kind: str
    start: int
    id: str
    until: int = 0
    """Of a quiet hold, when it lapses by itself."""


@dataclass(frozen=True, slots=True)
class Had:
    """Everything she has, as it is listed: appointments by start, what she hosts, quiet holds, clients."""

    marks: tuple[Mark, ...]

    @property
    def clients(self) -> int:
        """How many clients are her own."""
        return sum(mark.kind == CLIENT for mark in self.marks)

    @property
    def bookings(self) -> int:
        """How many appointments, occasions and held times name her."""
        return len(self.marks) - self.clients


class Holdings:
    """Finds what somebody has."""

    def __init__(
        self,
        table: Table,
        agendas: AgendaStore,
        catalogue: Catalogue,
        advised: AdvisedClients,
        occasions: Occasions,
    ) -> None:
        self._table, self._agendas, self._catalogue, self._advised = table, agendas, catalogue, advised
        self._occasions = occasions

    def of(self, staff_id: str, places: Iterable[str], now: int) -> Had:
        """Return everything a member of staff of these boutiques has at minute `now`."""
        longest = max((each.window_days for each in self._catalogue.maison().experiences), default=0)
        end = now + (longest + _STANDING_LATER) * MINUTES_A_DAY
        found: dict[str, Mark] = {}
        for place in places:
            entries = self._agendas.weeks(staff_resource(place, staff_id), now, end, consistent=True)
            for entry in sorted(entries, key=lambda each: each.start):
                if not entry.ref or not entry.is_live(now) or entry.start <= now:
                    continue
                if is_quiet(entry.ref):
                    found.setdefault(entry.ref, Mark(QUIET, entry.start, entry.ref, entry.expires_at or 0))
                elif self._occasions.keys([entry.ref]):
                    found.setdefault(entry.ref, Mark(HOSTED, entry.start, entry.ref))
                else:
                    ref = owner_of(entry.ref)
                    found.setdefault(ref, Mark(BOOKING, entry.start, ref))
        hers = (Mark(CLIENT, 0, client_id) for client_id in self._advised.of(staff_id))
        return Had(tuple(sorted([*found.values(), *hers])))

    def hosted(self, marks: Iterable[Mark]) -> dict[str, Occasion]:
        """Return what is hosted of these marks, by ref."""
        refs = [mark.id for mark in marks if mark.kind == HOSTED]
        found = self._table.get_many(self._occasions.keys(refs), consistent=True)
        return {ref: one for ref in refs if (one := self._occasions.found(ref, found)) is not None}

    def bookings(self, marks: Iterable[Mark]) -> dict[str, Booking]:
        """Return the appointments of these marks, by id."""
        keys = [(BookingItem, booking_key(mark.id)) for mark in marks if mark.kind == BOOKING]
        found = self._table.get_many(keys, consistent=True)
        return {booking.id: booking for booking in map(BookingStore.decode, found.values())}


def with_her(booking: Booking, staff_id: str, now: int) -> tuple[bool, dict[int, Booking]]:
    """Say whether an appointment itself is hers, and return what is only held with her, by number of the proposal."""
    stands = booking.state_at(now) in LIVE - {State.HELD} and booking.advisor == staff_id
    return stands, held_with(booking, staff_id, now)
