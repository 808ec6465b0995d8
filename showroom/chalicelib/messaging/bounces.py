"""What is done about a message that came back: it shows on its row, she is told otherwise, the associate hears of it.

    BOUNCED ─┬─▶ the same once more by her other channel, after her quiet hours
             └─▶ a letter to the associate, once for each version of the subject

Providers repeat themselves and keep no order. Each piece of news moves a notice only forward, on exactly the row that
was read, so that the second of two equal ones finds nothing to do and a late "delivered" never undoes a bounce (I3).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import Busy
from chalicelib.messaging.fallback import (
    HOST_BOUNCED,
    THERE_ALONE,
    Reach,
    Reached,
    again,
    arrived,
    bounced,
    host_told,
    may_bounce,
    other_channel,
    reference_of,
)
from chalicelib.messaging.feedback import Feedback, feedback
from chalicelib.messaging.model import Notice, NoticeRow, born
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore

_LOG = logging.getLogger(__name__)
Complained = Callable[[str], None]
"""(client id): she calls our letters unwanted. No advertisement goes to her by e-mail any more (rule C2); letters about
her own appointments still do (rule C5)."""
_TURNS = 4
"""How often a write that others overtook is tried anew before the queue is asked to come back later."""


class Bounces:
    """Handles what providers say of messages after they took them."""

    def __init__(
        self,
        store: NoticeStore,
        reaches: Mapping[str, Reach],
        complained: Complained,
        nudge: Nudge,
        topic: str,
        clock: Clock,
    ) -> None:
        """`reaches` by the kind of subject, as the sender's composers; `topic` is the one all of it comes from."""
        self._store, self._reaches, self._complained = store, reaches, complained
        self._nudge, self._topic, self._clock = nudge, topic, clock

    def handle(self, records: Iterable[Mapping[str, Any]]) -> list[str]:
        """Act on each SQS record; return the message ids that failed and must come again (then the dead letters)."""
        failed = []
        for record in records:
            try:
                for said in feedback(record["body"], self._topic):
                    self._act(said)
            except Exception as error:  # noqa: BLE001 - each record stands alone; the queue keeps the failed ones
                _LOG.warning("bounces: record %s failed, %s", record.get("messageId"), type(error).__name__)
                failed.append(str(record["messageId"]))
        return failed

    def _act(self, said: Feedback) -> None:
        for _ in range(_TURNS):
            row = self._store.read(said.subject)
            notice = _spoken_of(row, said)
            if row is None or notice is None:
                _LOG.info("bounces: nothing is kept of a message about %s", said.subject)
                return
            if said.what == "complained":
                self._unwanted(row, notice)
                return
            minute = minute_of(self._clock())
            after = _delivered(row, notice, said) if said.what == "delivered" else self._back(row, notice, said, minute)
            if after == row.notices:
                return
            written = self._store.amend(row, after)
            if written is not None:
                if any(one.fence == written.revision for one in written.notices):
                    self._nudge(said.subject)
                return
        raise Busy()

    def _unwanted(self, row: NoticeRow, notice: Notice) -> None:
        reached = self._reached(row) if notice.to == "client" else None
        if reached is not None:
            self._complained(reached.client)

    def _reached(self, row: NoticeRow) -> Reached | None:
        return self._reaches[row.subject.partition("#")[0]].reach(row.subject)

    def _back(self, row: NoticeRow, notice: Notice, said: Feedback, now: int) -> tuple[Notice, ...]:
        if not may_bounce(notice):
            return row.notices
        _LOG.warning("bounces: %s %s came back", row.subject, notice.key)
        after = {one.key: one for one in row.notices} | {notice.key: bounced(notice, said.provider_id)}
        for new in self._consequences(row, notice, now):
            after[new.key] = born(new, row.revision + 1, now)
        return tuple(after.values())

    def _consequences(self, row: NoticeRow, notice: Notice, now: int) -> Iterable[Notice]:
        """Nothing for a letter to the house, for one that proves an address, or for what no longer holds."""
        if notice.to != "client" or notice.version != row.version or notice.kind in THERE_ALONE:
            return
        reached = self._reached(row)
        channel = other_channel(notice, row.notices, reached)
        if channel is not None and reached is not None:
            yield again(notice, channel, reached, now)
        told = row.find(HOST_BOUNCED)
        if notice.channel == "email" and (told is None or told.version != row.version):
            yield host_told(row.version, now)


def _spoken_of(row: NoticeRow | None, said: Feedback) -> Notice | None:
    """Return the notice that was said to have come back, unless it has gone by another channel since."""
    if row is None:
        return None
    ours = (one for one in row.notices if one.channel == said.channel)
    return next((one for one in ours if reference_of(row.subject, one) == said.reference), None)


def _delivered(row: NoticeRow, notice: Notice, said: Feedback) -> tuple[Notice, ...]:
    return tuple(arrived(one, said.provider_id) if one.key == notice.key else one for one in row.notices)
