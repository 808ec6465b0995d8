"""Use cases of a client's record: for herself, and for whoever answers for the house when she asks for it.

Each reading is audited before anything is answered: a record that was given out has left its row, whatever came after.
She is given all but the managers' note; a manager is given that too, reads it for what it says of others, and hands it
on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.bookings.details import Details
from chalicelib.bookings.model import Booking
from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.together.press import together_subject
from chalicelib.bookings.wishes.model import Wish
from chalicelib.bookings.wishes.store import WishStore
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.cards.profile import Card
from chalicelib.clients.cards.store import ProfileStore
from chalicelib.clients.delegates.delegation import Delegate
from chalicelib.clients.delegates.store import DelegateStore
from chalicelib.clients.model import Client, subject_of
from chalicelib.clients.purchases.model import Purchase
from chalicelib.clients.purchases.store import PurchaseStore
from chalicelib.clients.store import ClientStore, is_known
from chalicelib.foundation.audit import Audit, AuditItem, AuditLog
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.table import Page, Table
from chalicelib.foundation.vault import Vault
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target
from chalicelib.messaging.model import Notice, State
from chalicelib.messaging.store import NoticeStore

MOST_BOOKINGS = 500
MOST_PURCHASES = 1000
MOST_ROWS = 500
"""Of the audit. What is beyond any of these is said to be."""
_PAGE = 100
_LEFT = (State.SENT, State.UNKNOWN, State.BOUNCED)


@dataclass(frozen=True)
class Told:
    """A letter that has left the house for her: about what, and the notice."""

    subject: str
    notice: Notice


@dataclass(frozen=True)
class Record:
    """What the house holds about one client at one moment."""

    moment: datetime
    card: Card = field(repr=False)
    for_staff: bool
    """The managers' note is in it."""
    suppressed: tuple[str, ...]
    bookings: tuple[tuple[Booking, Details], ...] = field(repr=False)
    wishes: tuple[Wish, ...] = field(repr=False)
    delegates: tuple[Delegate, ...] = field(repr=False)
    purchases: tuple[Purchase, ...] = field(repr=False)
    letters: tuple[Told, ...]
    rows: tuple[AuditItem, ...]
    cut: tuple[str, ...]
    """Lists of which only the latest entries are in it."""

    @property
    def client(self) -> Client:
        """Whose it is."""
        return self.card.client


class Records:
    """Gathers records."""

    def __init__(
        self,
        *,
        table: Table,
        vault: Vault,
        bookings: BookingStore,
        notices: NoticeStore,
        catalogue: Catalogue,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._bookings, self._notices = table, bookings, notices
        self._clients, self._profiles = ClientStore(table, vault), ProfileStore(vault)
        self._delegates, self._purchases = DelegateStore(table, vault), PurchaseStore(table, vault)
        self._wishes, self._log = WishStore(table, vault), AuditLog(table)
        self._catalogue, self._audit, self._clock = catalogue, audit, clock

    def own(self, principal: Principal) -> Record:
        """Return a client's own record. Raises NotFound and Busy."""
        permits.require(principal, "client.export_own", Target(owner=principal.subject))
        return self._gathered(principal, principal.subject, for_staff=False)

    def of(self, principal: Principal, client_id: str) -> Record:
        """Return the record of a client of one's boutiques. Raises NotFound and Busy."""
        permits.admit(principal, "client.export")
        item = self._clients.resolved(client_id)
        if item is None or not is_known(item):
            raise NotFound(NOT_FOUND)
        permits.require(principal, "client.export", Target(boutique=item.boutique))
        return self._gathered(principal, item.client_id, for_staff=True)

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _gathered(self, principal: Principal, client_id: str, *, for_staff: bool) -> Record:
        item = self._clients.get(client_id)
        if item is None or not is_known(item):
            raise NotFound(NOT_FOUND)
        moment = self._clock()
        client = self._clients.opened(item)
        audited = self._audit.of("client.export", client.subject, principal.actor, moment)
        self._table.commit([self._clients.still_known(client_id), audited])
        kept = next(iter(self._table.get_many([self._profiles.key(client_id)], consistent=True).values()), None)
        bookings, more_bookings = _all(lambda start: self._bookings.of_client(client_id, _PAGE, start), MOST_BOOKINGS)
        purchases, more_purchases = _all(lambda start: self._purchases.page(client_id, _PAGE, start), MOST_PURCHASES)
        pages = [self._log.page(subject_of(one), MOST_ROWS, None) for one in (client.id, *client.merged)]
        delegates = tuple(self._delegates.get_many(one.id for one in self._delegates.register(client_id).entries))
        wishes = tuple(self._wished(client, bookings))
        subjects = [together_subject(client_id), *(one.subject for one in (*bookings, *wishes, *delegates))]
        held = self._clients.suppressions(client.contact) if client.contact else {}
        left = {"bookings": more_bookings, "purchases": more_purchases, "audit": any(page.next_start for page in pages)}
        return Record(
            moment=moment,
            card=self._profiles.opened(client, kept),
            for_staff=for_staff,
            suppressed=tuple(sorted(channel for channel, one in held.items() if one)),
            bookings=tuple((one, self._bookings.open(one)) for one in bookings),
            wishes=wishes,
            delegates=delegates,
            purchases=tuple(purchases),
            letters=tuple(self._told(subjects)),
            rows=tuple(row for page in pages for row in page.items),
            cut=tuple(name for name, is_cut in left.items() if is_cut),
        )

    def _wished(self, client: Client, bookings: Iterable[Booking]) -> Iterator[Wish]:
        """Yield what she has wished of the boutiques that know her."""
        known = {booking.boutique for booking in bookings} | ({client.boutique} if client.boutique else set())
        for boutique in sorted(known):
            yield from self._wishes.of_client(boutique, {client.id, *client.merged}, _PAGE)

    def _told(self, subjects: Iterable[str]) -> Iterator[Told]:
        """Yield every letter to her of which a row remembers that it left."""
        for row in self._notices.read_many(subjects):
            for notice in row.notices:
                if notice.to == "client" and notice.state in _LEFT:
                    yield Told(row.subject, notice)


def _all(page_from: Callable[[Mapping[str, Any] | None], Page], most: int) -> tuple[list[Any], bool]:
    """Return what all pages hold, `most` at most, and whether there is more."""
    found: list[Any] = []
    start: Mapping[str, Any] | None = None
    while len(found) < most:
        page = page_from(start)
        found += page.items
        start = page.next_start
        if start is None:
            break
    return found[:most], start is not None
