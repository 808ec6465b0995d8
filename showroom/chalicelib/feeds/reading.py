"""Reads which times another calendar says are taken. Imported by no function: `reader` runs it in a process apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]

from chalicelib.calendars.spans import Span, merge
from chalicelib.foundation.clock import minute_of, moment_of

LONGEST = 366 * 1440
"""Minutes of the future that are looked at, whatever is asked."""
MOST_EVENTS = 10_000
_OURS = "@showroom"
_DAY = timedelta(days=1)


class Unreadable(Exception):
    """Raised when a calendar cannot be understood, or holds more than anybody's life."""


def busy_spans(body: bytes, zone: str, first: int, last: int) -> tuple[Span, ...]:
    """Return the taken minutes within [first, last), merged, recurring events expanded.

    Whole days and times without a zone are on the clock of `zone`. Nothing cancelled, transparent or marked as free
    counts, and none of our own appointments, which her other calendar may know from our letters. Raises Unreadable.
    """
    last = min(last, first + LONGEST)
    home = ZoneInfo(zone)
    begin, end = (moment_of(minute).astimezone(home) for minute in (first, last))
    spans: list[tuple[int, int]] = []
    try:
        calendars = icalendar.Calendar.from_ical(body, multiple=True)
        if not calendars:
            raise Unreadable  # it was cut off: that nothing stands there would be a guess
        for calendar in calendars:
            if len(calendar.walk("VEVENT")) > MOST_EVENTS:
                raise Unreadable
            found = recurring_ical_events.of(calendar, components=["VEVENT"], skip_bad_series=True)
            for event in found.between(begin - _DAY, end + _DAY):
                if _counts(event):
                    start, stop = _minutes(event, home)
                    spans.append((max(start, first), min(stop, last)))
                if len(spans) > MOST_EVENTS:
                    raise Unreadable
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable from error
    return merge(spans)


def _counts(event: icalendar.Event) -> bool:
    return (
        _said(event, "STATUS") != "CANCELLED"
        and _said(event, "TRANSP") != "TRANSPARENT"
        and _said(event, "X-MICROSOFT-CDO-BUSYSTATUS") != "FREE"
        and not str(event.get("UID", "")).endswith(_OURS)
    )


def _said(event: icalendar.Event, name: str) -> str:
    return str(event.get(name, "")).strip().upper()


def _minutes(event: icalendar.Event, home: ZoneInfo) -> tuple[int, int]:
    """Return the minutes that an event touches."""
    start, stop = _instant(event.start, home), _instant(event.end, home)
    return minute_of(start), -((_EPOCH - stop) // timedelta(minutes=1))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _instant(value: date, home: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the zone comes below
    return (value if value.tzinfo else value.replace(tzinfo=home)).astimezone(UTC)
