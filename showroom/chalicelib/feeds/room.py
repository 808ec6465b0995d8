"""The room put together: what routes and the worker use, out of what the house has."""

from __future__ import annotations

from chalicelib.bookings.store import BookingStore
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.store import AgendaStore
from chalicelib.clients.service import Clients
from chalicelib.feeds.service import Feeds
from chalicelib.feeds.store import FeedStore
from chalicelib.feeds.subscription import Subscription
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.table import Table
from chalicelib.foundation.vault import Vault


class FeedRoom:
    """Calendars of advisors, out to their programs."""

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
    ) -> None:
        store = FeedStore(table, vault)
        self.feeds = Feeds(table, store, catalogue, audit, clock)
        self.subscription = Subscription(table, store, agendas, bookings, clients, catalogue, clock)
