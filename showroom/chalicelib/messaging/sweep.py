"""The sweep: once a minute, whatever needs a look gets one. It is the safety net under every nudge and every sender."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from chalicelib.foundation.errors import Busy, Contended
from chalicelib.messaging.model import NoticeRow, State
from chalicelib.messaging.nudge import BATCH, Nudge
from chalicelib.messaging.store import SHARDS, NoticeStore

_LOG = logging.getLogger(__name__)
MOST_ROWS_A_SHARD = 250
"""A run does at most so much per shard, the longest waiting first; after an outage the rest follows in later runs."""


class Swept(NamedTuple):
    """What one run did."""

    rows: int
    """Rows that needed a look."""
    claimed: int
    """Rows this run claimed: each was offered to the queue once."""
    queued: int
    """Of these, the ones the queue took."""
    unknown: int
    """Notices whose sender fell silent after it began to send."""
    troubled: int
    """Rows that could not be looked at."""


class Sweep:
    """Claims what is due, judges what is overdue, queues the rest. Any number may run at once."""

    def __init__(self, store: NoticeStore, nudge: Nudge) -> None:
        self._store, self._nudge = store, nudge

    def run(self, now: datetime) -> Swept:
        """Look at every row whose minute has come, in all shards.

        What is claimed is queued ten by ten, so that a run that dies has claimed little that it did not queue; a shard
        or a row that cannot be read does not keep the others waiting.
        """
        rows = claimed = queued = unknown = troubled = 0
        waiting: list[str] = []
        for shard in range(SHARDS):
            for subject in self._due(shard, now):
                rows += 1
                try:
                    found = self._store.read(subject)
                    written = self._store.attend(found, now) if found is not None else None
                except Exception as error:  # noqa: BLE001 - see above
                    _LOG.error("sweep: %s could not be attended, %s", subject, type(error).__name__)
                    troubled += 1
                    continue
                if found is None or written is None:
                    continue
                unknown += _fell_silent(found, written)
                if any(notice.fence == written.revision for notice in written.notices):
                    claimed += 1
                    waiting.append(subject)
                if len(waiting) >= BATCH:
                    queued += self._nudge.many(waiting)
                    waiting = []
        return Swept(rows, claimed, queued + self._nudge.many(waiting), unknown, troubled)

    def _due(self, shard: int, now: datetime) -> Iterator[str]:
        try:
            yield from islice(self._store.due(shard, now), MOST_ROWS_A_SHARD)
        except (Busy, Contended) as error:
            _LOG.error("sweep: shard %d could not be read, %s", shard, type(error).__name__)


def _fell_silent(before: NoticeRow, after: NoticeRow) -> int:
    pairs = zip(before.notices, after.notices, strict=True)
    return sum(old.state is State.SENDING and new.state is not State.SENDING for old, new in pairs)
