"""The sender: takes subjects from the queue and sends what their rows have claimed, each letter once.

    read row ─▶ compose, write the letter ─▶ SENDING (only on the row just read) ─▶ provider ─▶ SENT
                                                        │ refused: someone wrote in between ─▶ read again

Everything slow or fallible happens before SENDING. Between SENDING and the provider's answer lies the one window in
which nobody can know; there the notice simply stays SENDING until its lease ends and the sweep judges it. A channel
that refused her for certain, or that she has not allowed, leads to her next one (`fallback`), at once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import Busy, Contended
from chalicelib.messaging.fallback import Reach, Reached, fallen, next_channel, reference_of
from chalicelib.messaging.model import (
    Channel,
    ChannelName,
    Composer,
    Notice,
    NoticeRow,
    Posting,
    Rejected,
    State,
    Throttled,
    dropped,
    is_attempt,
    may_be_late_success,
    refused,
    sent,
    take,
    throttled,
    unwritable,
)
from chalicelib.messaging.store import NoticeStore

_LOG = logging.getLogger(__name__)
_Outcome = Callable[[Notice, NoticeRow], Notice]
"""(the notice, the row it stands in) → the notice as the provider's answer leaves it."""
_TURNS = 4
"""How often a write that others overtook is tried anew before the queue is asked to come back later."""


class Sender:
    """Sends the claimed notices of queued subjects."""

    def __init__(
        self,
        store: NoticeStore,
        composers: Mapping[str, Composer],
        channels: Mapping[ChannelName, Channel],
        clock: Clock,
        reaches: Mapping[str, Reach] | None = None,
    ) -> None:
        """`composers` and `reaches` by the kind of subject: `booking` for `booking#<id>`, `wish` for `wish#<id>`.

        Without a reach nobody is led to another channel, and WhatsApp is sent to nobody (rule C6).
        """
        self._store, self._composers, self._channels, self._clock = store, composers, channels, clock
        self._reaches = reaches or {}

    def handle(self, records: Iterable[Mapping[str, Any]]) -> list[str]:
        """Send for each SQS record; return the message ids that failed and must come again (then the dead letters)."""
        failed = []
        for record in records:
            try:
                self.send(_subject_of(record))
            except Exception as error:  # noqa: BLE001 - each record stands alone; the queue keeps the failed ones
                _LOG.warning("sender: record %s failed, %s", record.get("messageId"), type(error).__name__)
                failed.append(str(record["messageId"]))
        return failed

    def send(self, subject: str) -> None:
        """Send what is claimed for a subject. Raises LookupError for a subject nobody knows, Busy to be asked again."""
        composer = self._composers.get(subject.partition("#")[0])
        row = self._store.read(subject) if composer is not None else None
        if composer is None or row is None:
            raise LookupError("no such subject")
        for _ in range(_TURNS * max(1, len(row.notices))):
            notice = next((found for found in row.notices if found.state is State.CLAIMED), None)
            if notice is None:
                return
            row = self._one(composer, row, notice) or self._again(subject)
        raise Busy()

    def _one(self, composer: Composer, row: NoticeRow, notice: Notice) -> NoticeRow | None:
        """Do what there is to do for one claimed notice; return the row as it then is, None when it must be re-read."""
        now = self._clock()
        if notice.channel == "whatsapp":
            reached = self._reached(row.subject)
            if reached is None or "whatsapp" not in reached.channels:
                return self._store.mark(row, _led_on(notice, row, reached, minute_of(now)) or dropped(notice))
        try:
            posting = self._written(composer, row.subject, notice)
        except (Busy, Contended):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, this letter cannot be written: a try, seen by staff
            _LOG.error("sender: %s %s cannot be written, %s", row.subject, notice.key, type(error).__name__)
            return self._store.mark(row, unwritable(notice, minute_of(now)))
        if posting is None:
            return self._store.mark(row, dropped(notice))
        minute = minute_of(self._clock())
        attempt = take(notice, row.revision + 1, minute)
        after = self._store.mark(row, attempt)
        if after is None:
            return None
        return self._post(posting, after, attempt)

    def _written(self, composer: Composer, subject: str, notice: Notice) -> Posting | None:
        message = composer.compose(subject, notice, self._clock())
        if message is None:
            return None
        return self._channels[message.channel].prepare(replace(message, about=subject), reference_of(subject, notice))

    def _reached(self, subject: str) -> Reached | None:
        """Return how she may be reached by the channels that this house has."""
        reach = self._reaches.get(subject.partition("#")[0])
        found = reach.reach(subject) if reach is not None else None
        return replace(found, channels=[c for c in found.channels if c in self._channels]) if found else None

    def _post(self, posting: Posting, row: NoticeRow, attempt: Notice) -> NoticeRow | None:
        if attempt.lease is not None and minute_of(self._clock()) >= attempt.lease:
            return row  # frozen since SENDING, and resumed too late: the sweep has judged or will judge
        try:
            provider_id = posting()
        except Rejected as error:
            _LOG.warning("sender: %s %s was refused: %s", row.subject, attempt.key, error)
            return self._record(row, attempt, self._refusal(row.subject, attempt))
        except Throttled:
            return self._record(row, attempt, lambda notice, _: throttled(notice, minute_of(self._clock())))
        except Exception as error:  # noqa: BLE001 - it may have gone: nobody tries again before the lease ends
            _LOG.warning("sender: %s %s has no answer, %s", row.subject, attempt.key, type(error).__name__)
            return row
        return self._record(row, attempt, lambda notice, _: sent(notice, provider_id), went=True)

    def _refusal(self, subject: str, attempt: Notice) -> _Outcome:
        """Return what a refusal makes of a notice: her next channel's, or a try that failed."""
        now, reached = minute_of(self._clock()), None
        if attempt.to == "client" and attempt.channel != "email":
            try:
                reached = self._reached(subject)
            except (Busy, Contended):
                _LOG.warning("sender: who reads %s is not known just now; the same channel is tried again", subject)
        return lambda notice, row: _led_on(notice, row, reached, now) or refused(notice, now)

    def _record(self, row: NoticeRow, attempt: Notice, outcome: _Outcome, *, went: bool = False) -> NoticeRow:
        """Write the outcome of exactly this attempt, however often the row changes meanwhile."""
        for _ in range(_TURNS):
            found = row.find(attempt.key)
            late = went and may_be_late_success(found, attempt)
            if found is None or not (is_attempt(found, attempt) or late):
                return row
            after = self._store.mark(row, outcome(found, row))
            if after is not None:
                return after
            row = self._again(row.subject)
        raise Busy()

    def _again(self, subject: str) -> NoticeRow:
        row = self._store.read(subject)
        if row is None:
            raise LookupError("the subject is gone")
        return row


def _led_on(notice: Notice, row: NoticeRow, reached: Reached | None, now: int) -> Notice | None:
    """Return the notice promised to her next channel, or None when there is none to take."""
    channel = next_channel(notice, row.notices, reached)
    return fallen(notice, channel, row.revision + 1, now) if channel is not None else None


def _subject_of(record: Mapping[str, Any]) -> str:
    body = json.loads(record["body"])
    if not isinstance(body, dict) or not isinstance(body.get("subject"), str):
        raise ValueError("not a nudge")
    return str(body["subject"])
