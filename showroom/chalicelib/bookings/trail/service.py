"""Browsing the audit: a manager the subjects of her boutiques, an administrator all. Nothing personal is in a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.wishes.store import WishStore
from chalicelib.clients.erasure.store import ErasureStore
from chalicelib.clients.store import ClientStore
from chalicelib.foundation.audit import AuditLog
from chalicelib.foundation.table import Page, Table
from chalicelib.foundation.vault import Vault
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import Target


class Trail:
    """Reads audit rows of one subject, for those who may."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._log = AuditLog(table)
        self._clients, self._erasures = ClientStore(table, vault), ErasureStore(table)
        self._bookings, self._wishes = BookingStore(table, vault), WishStore(table, vault)
        self._places: Mapping[str, Callable[[str], str | None]] = {
            "client": self._of_client,
            "booking": self._of_booking,
            "wish": self._of_wish,
        }

    def page(self, principal: Principal, subject: str, limit: int, start: Mapping[str, Any] | None) -> Page:
        """Return one page of what was done to a subject, latest first. Raises NotFound for what is not hers to see."""
        permits.admit(principal, "audit.read")
        kind, _, name = subject.partition("#")
        place = self._places.get(kind)
        permits.require(principal, "audit.read", Target(boutique=place(name) if place else None))
        return self._log.page(subject, limit, start)

    def _of_client(self, client_id: str) -> str | None:
        """Whose she is, or was: the receipt of her erasure still says it."""
        item = self._clients.get(client_id)
        if item is not None:
            return item.boutique
        erasure = self._erasures.get(client_id)
        return erasure.boutique if erasure else None

    def _of_booking(self, booking_id: str) -> str | None:
        booking = self._bookings.get(booking_id)
        return booking.boutique if booking else None

    def _of_wish(self, wish_id: str) -> str | None:
        item = self._wishes.get(wish_id)
        return item.boutique if item else None
