"""Reads other calendars again, as they fall due, and keeps what they say beside the boutiques.

The index only says who may be due; her row, read strongly, decides. What was read is kept before the row says so, and
whoever changed her address meanwhile wins: the row's version is the lock, and what was read of an address that is gone
is dropped, or replaced by the reading of the new one.
"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

from chalicelib.boutiques.model import Boutique
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.store import StaffingStore
from chalicelib.feeds.model import Feed, Other
from chalicelib.feeds.reader import Reading
from chalicelib.feeds.service import receives_in
from chalicelib.feeds.store import FeedStore
from chalicelib.foundation.clock import MINUTES_A_DAY, Clock, minute_of
from chalicelib.foundation.errors import NotFound, StepRefused
from chalicelib.foundation.ids import encode
from chalicelib.foundation.table import Table

TOGETHER = 8
LONGEST_SECONDS = 200
"""Begin with no more calendars after that; those that are left are the first of the next run."""


class Reader(Protocol):
    """Reads a calendar from outside."""

    def __call__(self, url: str, zone: str, first: int, last: int) -> Reading:
        """Return what it says is taken between two minutes; never raises for what it finds there."""


@dataclass(frozen=True)
class _Due:
    feed: Feed
    url: str
    places: list[Boutique]


class Refresh:
    """The worker."""

    def __init__(
        self,
        table: Table,
        store: FeedStore,
        staffing: StaffingStore,
        catalogue: Catalogue,
        clock: Clock,
        reader: Reader,
    ) -> None:
        self._table, self._store, self._staffing = table, store, staffing
        self._catalogue, self._clock, self._reader = catalogue, clock, reader

    def run(self) -> int:
        """Read whatever is due, longest waiting first; return how many calendars were read."""
        began, now, count = perf_counter(), minute_of(self._clock()), 0
        waiting = list(self._store.due(now))
        longest = max((each.window_days for each in self._catalogue.maison().experiences), default=0)
        first = now // MINUTES_A_DAY * MINUTES_A_DAY
        last = first + (longest + 2) * MINUTES_A_DAY
        with ThreadPoolExecutor(TOGETHER) as pool:
            for start in range(0, len(waiting), TOGETHER):
                if perf_counter() - began > LONGEST_SECONDS:
                    break
                due = [one for staff_id in waiting[start : start + TOGETHER] if (one := self._due(staff_id, now))]
                jobs = [pool.submit(self._reader, one.url, one.places[0].zone, first, last) for one in due]
                for one, job in zip(due, jobs, strict=True):
                    self._keep(one, job.result(), now)
                count += len(due)
        return count

    def _due(self, staff_id: str, now: int) -> _Due | None:
        """Return what is to be read of one person; None when it is not due (any more), or she has left the house."""
        feed = self._store.get(staff_id)
        if feed.other is None or feed.other.due_at > now:
            return None
        places = receives_in(self._catalogue, staff_id, feed.boutiques)
        try:
            url = self._store.url_of(feed)
        except NotFound:  # her key is shredded
            url = ""
        if places and url:
            return _Due(feed, url, places)
        self._note(feed, None)
        self._drop(feed)
        return None

    def _keep(self, one: _Due, reading: Reading, now: int) -> None:
        other = one.feed.other
        if other is None:
            return
        if reading.problem:
            self._note(one.feed, other.failed(reading.problem, now))
            return
        digest = encode(hashlib.sha256(json.dumps(reading.spans).encode()).digest())
        if digest != other.digest:
            for place in one.places:
                self._staffing.write_busy(place.id, one.feed.staff, reading.spans, now)
        if not self._note(one.feed, other.read(digest, now)) and self._store.get(one.feed.staff).other is None:
            self._drop(one.feed)

    def _note(self, feed: Feed, other: Other | None) -> bool:
        """Keep how a reading went, unless she has changed anything since her row was read; say whether it was kept."""
        try:
            self._table.write(self._store.note(feed, other))
        except StepRefused:
            return False
        return True

    def _drop(self, feed: Feed) -> None:
        for boutique_id in feed.boutiques:
            self._staffing.drop_busy(boutique_id, feed.staff)
