"""What binds a client to the house, for her erasure (`Ties` of the clients' room): appointments and her quiet hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.bookings import plan
from chalicelib.bookings.desk import Desk
from chalicelib.bookings.holds.store import write
from chalicelib.bookings.model import LIVE, Booking
from chalicelib.bookings.model import State as BookingState
from chalicelib.bookings.standing import spots_of
from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.together.press import together_subject
from chalicelib.clients.erasure.model import Sent
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.table import Step
from chalicelib.messaging.model import Notice, State
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore

_PAGE = 100
REASON = "erased"


class HerTies:
    """Ends what is ahead of a client: each appointment in a transaction of its own, ended once however often asked."""

    def __init__(self, desk: Desk, store: BookingStore, notices: NoticeStore, nudge: Nudge, audit: Audit) -> None:
        self._desk, self._store, self._notices, self._nudge, self._audit = desk, store, notices, nudge, audit

    def coming(self, client_id: str, now: int) -> int:
        """Return how many appointments are ahead of her."""
        return sum(_is_ahead(booking, now) for booking in self._all(client_id))

    def end(self, client_id: str, actor: str, moment: datetime) -> int:
        """Cancel what is ahead and drop what was still to be said to her; return how many this call cancelled."""
        self.let_go(client_id, actor, moment)
        self._desk.settle(lambda: self._silence(together_subject(client_id), None, actor, moment))
        ids = [booking.id for booking in self._all(client_id)]
        return sum(self._desk.settle(lambda one=one: self._end(one, actor, moment)) for one in ids)  # type: ignore[misc]

    def let_go(self, client_id: str, actor: str, moment: datetime) -> None:
        """Let go the time that is quietly kept for her, if there is one."""
        self._desk.settle(lambda: self._let_go(client_id, actor, moment))

    def waiting(self, client_id: str) -> bool:
        """Say whether a letter about one of her appointments is still on its way to the house's own people."""
        rows = map(self._notices.read, self._subjects(client_id))
        return any(notice.is_waiting for row in rows if row for notice in row.notices)

    def sent(self, client_id: str) -> Iterable[Sent]:
        """Return what has left the house about her appointments, as far as their rows remember."""
        for row in map(self._notices.read, self._subjects(client_id)):
            for notice in row.notices if row else ():
                if notice.state in (State.SENT, State.UNKNOWN, State.BOUNCED):
                    yield Sent(notice.channel, notice.to, 1)

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _end(self, booking_id: str, actor: str, moment: datetime) -> bool:
        before = self._store.get(booking_id)
        if before is None:
            return False
        now = minute_of(moment)
        if not _is_ahead(before, now):
            self._silence(before.subject, before.version, actor, moment)
            return False
        after = before.cancelled(now, late=False)
        reading = self._desk.read(booking_id, None, spots_of(before))
        told = () if before.state is BookingState.HELD else plan.to_host_alone(after, now)
        facts = {"before": before.facts(), "after": after.facts()}
        steps = [
            *self._desk.steps(after, reading.agendas, now),
            self._store.change(before, after),
            self._told(after, told, moment),
            self._audit.of("booking.cancel", after.subject, actor, moment, reason=REASON, **facts),
        ]
        self._desk.commit(steps)
        self._nudge(after.subject)
        return True

    def _silence(self, subject: str, version: int | None, actor: str, moment: datetime) -> None:
        """Drop what was still to be said to her about an appointment that is over or was cancelled before, or of
        several at once."""
        row = self._notices.read(subject)
        if row is None or not any(notice.is_waiting and notice.to == "client" for notice in row.notices):
            return
        version = row.version if version is None else version
        kept = tuple(notice for notice in plan.carried(row.notices, version) if notice.to != "client")
        silenced = self._notices.rewrite(row, version, kept, moment)
        self._desk.commit([silenced, self._audit.of("booking.silence", subject, actor, moment, reason=REASON)])

    def _let_go(self, client_id: str, actor: str, moment: datetime) -> None:
        now = minute_of(moment)
        reading = self._desk.read(None, client_id, (), hold_at=now)
        hold = reading.hold
        if hold is None or hold.at(now) is None:
            return
        after = hold.let_go()
        steps = [
            *self._desk.placed({hold.ref: ()}, reading.agendas, now),
            write(hold, after),
            self._audit.of(
                "hold.let_go", hold.subject, actor, moment, before=hold.facts(), after=after.facts(), reason=REASON
            ),
        ]
        self._desk.commit(steps)

    def _told(self, booking: Booking, notices: tuple[Notice, ...], moment: datetime) -> Step:
        row = self._notices.read(booking.subject)
        if row is None:
            return self._notices.create(booking.subject, booking.version, notices, moment)
        return self._notices.rewrite(row, booking.version, notices, moment)

    def _subjects(self, client_id: str) -> Iterator[str]:
        yield together_subject(client_id)
        yield from (booking.subject for booking in self._all(client_id))

    def _all(self, client_id: str) -> Iterator[Booking]:
        start: Mapping[str, Any] | None = None
        while True:
            page = self._store.of_client(client_id, _PAGE, start)
            yield from page.items
            if page.next_start is None:
                return
            start = page.next_start


def _is_ahead(booking: Booking, now: int) -> bool:
    return booking.state_at(now) in LIVE and now < booking.start
