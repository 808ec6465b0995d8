"""What a client has arranged, when her card is taken into another of hers (`Arranged` of the clients' room).

Each booking comes over in a transaction of its own: its details sealed anew, her own hours, every letter that waits.
The links in her letters name the booking, so they open as before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.bookings import plan
from chalicelib.bookings.desk import Desk
from chalicelib.bookings.model import LIVE, Booking
from chalicelib.bookings.standing import spots_of
from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.ties import HerTies
from chalicelib.bookings.together.press import parted_again
from chalicelib.calendars.spans import Span
from chalicelib.clients.store import ClientStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import minute_of
from chalicelib.messaging.store import NoticeStore

_PAGE = 100


def meeting(these: Iterable[Span], others: Collection[Span]) -> list[tuple[int, int]]:
    """Return the starts of every two spans, one of each, that overlap."""
    return [(a.start, b.start) for a in these for b in others if a.start < b.end and b.start < a.end]


class HerArranged:
    """Counts, compares and moves the bookings of two cards of one person."""

    def __init__(
        self, desk: Desk, store: BookingStore, notices: NoticeStore, clients: ClientStore, ties: HerTies, audit: Audit
    ) -> None:
        self._desk, self._store, self._notices, self._clients = desk, store, notices, clients
        self._ties, self._audit = ties, audit

    def count(self, client_id: str) -> int:
        """Return how many bookings a client has or had."""
        return sum(1 for _ in self._all(client_id))

    def at_once(self, this: str, other: str, now: int) -> list[tuple[int, int]]:
        """Return the starts of appointments ahead that two cards have at the same time."""
        return meeting(self.ahead(this, now), self.ahead(other, now))

    def ahead(self, client_id: str, now: int) -> list[Span]:
        """Return when a client has appointments that are not over."""
        return [Span(one.start, one.end) for one in self._all(client_id) if one.state_at(now) in LIVE and now < one.end]

    def move(self, other: str, into: str, actor: str, moment: datetime) -> int:
        """Bring over whatever is under one card to the other; return how many bookings this call moved."""
        self._ties.let_go(other, actor, moment)
        ids = [booking.id for booking in self._all(other)]
        return sum(self._desk.settle(lambda one=one: self._move(one, other, into, actor, moment)) for one in ids)  # type: ignore[misc]

    def _move(self, booking_id: str, other: str, into: str, actor: str, moment: datetime) -> bool:
        before = self._store.get(booking_id)
        if before is None or before.client != other:
            return False
        after = before.belonging(into, self._store.seal(into, booking_id, self._store.open(before)))
        reading = self._desk.read(booking_id, None, [*spots_of(before), *spots_of(after)])
        own, parted = parted_again(self._notices, before, after.version, moment)
        row = self._notices.read(before.subject)
        if row is None:
            told = self._notices.create(after.subject, after.version, own, moment)
        else:
            keys = {notice.key for notice in own}
            waiting = [one for one in plan.carried(row.notices, after.version) if one.key not in keys]
            told = self._notices.rewrite(row, after.version, [*waiting, *own], moment)
        was, is_now = before.facts(), after.facts()
        steps = [
            *self._desk.steps(after, reading.agendas, minute_of(moment)),
            self._store.change(before, after),
            self._clients.still_known(into),
            told,
            *parted,
            self._audit.of("booking.merge", after.subject, actor, moment, before=was, after=is_now),
        ]
        self._desk.commit(steps)
        return True

    def _all(self, client_id: str) -> Iterator[Booking]:
        start: Mapping[str, Any] | None = None
        while True:
            page = self._store.of_client(client_id, _PAGE, start)
            yield from page.items
            if page.next_start is None:
                return
            start = page.next_start
