"""The room put together: what routes and the worker use, out of what the house has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.bookings.occasions import Occasions
from chalicelib.bookings.store import BookingStore
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.store import StaffingStore
from chalicelib.calendars.store import AgendaStore
from chalicelib.clients.service import Clients
from chalicelib.feeds.service import Feeds
from chalicelib.feeds.store import FeedStore
from chalicelib.feeds.subscription import Subscription
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.table import Table
from chalicelib.foundation.vault import Vault

if TYPE_CHECKING:
    from chalicelib.feeds.refresh import Reader, Refresh


class FeedRoom:
    """Calendars of advisors, out to their programs and in from them."""

    def __init__(
        self,
        table: Table,
        vault: Vault,
        agendas: AgendaStore,
        bookings: BookingStore,
        clients: Clients,
        catalogue: Catalogue,
        audit: Audit,
        clock: Clock,
        occasions: Occasions,
    ) -> None:
        self._table, self._catalogue, self._clock = table, catalogue, clock
        self._store, self._staffing = FeedStore(table, vault), StaffingStore(table, vault)
        self.feeds = Feeds(table, self._store, self._staffing, catalogue, audit, clock)
        self.subscription = Subscription(table, self._store, agendas, bookings, clients, catalogue, clock, occasions)

    def refresh(self, reader: Reader) -> Refresh:
        """Return the worker, with whatever reads calendars from outside."""
        from chalicelib.feeds.refresh import Refresh

        return Refresh(self._table, self._store, self._staffing, self._catalogue, self._clock, reader)
