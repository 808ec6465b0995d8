"""Gathers what one press has to tell one client: the letters of several appointments become parts of one.

each change   in its own transaction: the appointment without its letter, and her row with one part more
the last      the letter is due at once; until then it waits `GRACE` minutes, so a press that broke off is told of all
              the same, as far as it came, and its second sending adds to what has not left yet
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from chalicelib.bookings import plan
from chalicelib.bookings.model import Booking
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.table import Step
from chalicelib.messaging.model import Notice, NoticeRow, State, born
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore

SEVERAL = "booking.several"
PARTS = frozenset({"booking.handed_over", "booking.move_proposed", "booking.cancelled", "booking.declined"})
"""The letters that may be parts of one."""
GRACE = 2
"""Minutes that a letter waits for its other parts: longer than a press takes."""


def together_subject(client_id: str) -> str:
    """The subject of what is said to a client of several appointments at once."""
    return f"together#{client_id}"


def parted_again(
    store: NoticeStore, booking: Booking, version: int, moment: datetime
) -> tuple[list[Notice], list[Step]]:
    """Return the letters that an appointment has for itself again, of `version`, when it leaves her card for another
    of hers, and the step that takes them out of the one letter that waits."""
    row = store.read(together_subject(booking.client))
    mine = (booking.id, booking.version)
    waiting = plan.carried(row.notices, row.version + 1) if row else []
    own = [
        Notice(kind, kind, "client", "email", notice.due, version)
        for notice in waiting
        for kind, *which in notice.about
        if tuple(which) == mine
    ]
    if row is None or not own:
        return [], []
    left = [replace(one, about=tuple(part for part in one.about if part[1:] != mine)) for one in waiting]
    kept = [one for one in left if one.about or one.kind != SEVERAL]
    return own, [store.rewrite(row, row.version + 1, kept, moment)]


class Press:
    """One press, for those of its clients of whom it touches several appointments."""

    def __init__(self, store: NoticeStore, nudge: Nudge, press: str, clients: Collection[str]) -> None:
        """`press` is the same each time it is sent."""
        self._store, self._nudge, self._clients = store, nudge, frozenset(clients)
        self._prefix = f"{SEVERAL}-{press[:12]}-"

    def parted(
        self, booking: Booking, told: tuple[Notice, ...], channels: Collection[str], moment: datetime
    ) -> tuple[tuple[Notice, ...], list[Step]]:
        """Return what an appointment has to say without its part of the one letter, and the step that keeps that part.

        Whoever has no e-mail address is told of each by itself: no short message holds two.
        """
        hers = next((one for one in told if one.to == "client" and one.key == one.kind and one.kind in PARTS), None)
        if hers is None or booking.client not in self._clients or "email" not in channels:
            return told, []
        subject, now = together_subject(booking.client), minute_of(moment)
        row = self._store.read(subject)
        version = row.version + 1 if row else 1
        standing = plan.carried(row.notices, version) if row else []
        begun = self._begun(standing)
        due = max(hers.due, now + GRACE)
        if begun is not None:
            standing.remove(begun)
            due = min(due, max(begun.due, now + GRACE))
        one = Notice(
            key=begun.key if begun else f"{self._prefix}{version}",
            kind=SEVERAL,
            to="client",
            channel="email",
            due=due,
            version=version,
            about=(*(begun.about if begun else ()), (hers.kind, booking.id, booking.version)),
        )
        kept = tuple(notice for notice in told if notice is not hers)
        if row is None:
            return kept, [self._store.create(subject, version, [one], moment)]
        return kept, [self._store.rewrite(row, version, [*standing, one], moment)]

    def close(self, moment: datetime) -> None:
        """Let each letter that waits for no more parts be sent at once: as best it can, the sweep sends it soon."""
        for client_id in sorted(self._clients):
            row = self._store.read(together_subject(client_id))
            begun = self._begun(row.notices) if row else None
            if row is not None and begun is not None and begun.state is State.DUE:
                self._send(row, begun, minute_of(moment))

    def _send(self, row: NoticeRow, begun: Notice, now: int) -> None:
        if not now < begun.due <= now + GRACE:
            return
        sent = born(replace(begun, due=now), row.revision + 1, now)
        if self._store.amend(row, [sent if one.key == begun.key else one for one in row.notices]) is not None:
            self._nudge(row.subject)

    def _begun(self, notices: Collection[Notice]) -> Notice | None:
        """Return this press's letter where it has not left yet."""
        return next((one for one in notices if one.key.startswith(self._prefix) and one.is_waiting), None)
