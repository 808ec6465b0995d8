"""Hours as people say them: wall-clock times of a place. What they mean in UTC is worked out by the calendars room.

A time of day is an integer of minutes after local midnight. A range belongs to the day on which it begins and may
pass midnight, so its end goes up to 2880 (48:00): "20:00 to 26:00" is a soirée that ends at two in the morning.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

DAY = 1440
_TIME = re.compile(r"(\d{2}):(\d{2})", re.ASCII)
_WEEKDAYS = frozenset(range(7))


def parse_time(text: str) -> int:
    """Read `HH:MM` from 00:00 to 48:00 as minutes after midnight; hours past 24 are those of the next day.

    Raises ValueError for any other shape, 60 minutes, or times past 48:00.
    """
    match = _TIME.fullmatch(text)
    minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else -1
    if not 0 <= minutes <= 2 * DAY:
        raise ValueError("must be a time of day such as 09:30, between 00:00 and 48:00")
    return minutes


def parse_range(start: str, end: str) -> tuple[int, int]:
    """Read two `HH:MM` as a range; 20:00 to 02:00 is written `20:00`, `26:00`. Raises ValueError when it is empty."""
    minutes = parse_time(start), parse_time(end)
    _check_range(*minutes)
    return minutes


def format_time(minutes: int) -> str:
    """Write minutes after midnight as `HH:MM`, the inverse of `parse_time`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _check_range(start: int, end: int) -> None:
    if not 0 <= start < DAY:
        raise ValueError("a range must start between 00:00 and 23:59")
    if not start < end <= 2 * DAY:
        raise ValueError("a range must end after it starts, and by 48:00")


@dataclass(frozen=True, slots=True)
class WeeklyRange:
    """Minutes [start, end) of every local day in `days` (0 is Monday). Raises ValueError when it cannot be."""

    days: frozenset[int]
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.days <= _WEEKDAYS:
            raise ValueError("days go from 0 (Monday) to 6 (Sunday)")
        _check_range(self.start, self.end)


@dataclass(frozen=True, slots=True)
class DateOverride:
    """What holds on one date in place of weekly ranges and breaks; no ranges means closed that day."""

    date: dt.date
    ranges: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        for start, end in self.ranges:
            _check_range(start, end)


@dataclass(frozen=True, slots=True)
class Closure:
    """Dates first..last, both included, on which nothing begins whatever the other rules say. `reason` is for staff."""

    first: dt.date
    last: dt.date
    reason: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a closure must not end before it begins")


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a boutique or a person, on the wall clock of one IANA zone.

    On each date: a closure wins; else that date's overrides, taken together; else the weekly ranges less the breaks.
    """

    zone: str
    weekly: tuple[WeeklyRange, ...] = ()
    breaks: tuple[WeeklyRange, ...] = ()
    overrides: tuple[DateOverride, ...] = ()
    closures: tuple[Closure, ...] = ()

    def ranges_on(self, date: dt.date) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
        """Return (ranges, breaks) that begin on a date, in minutes of that local day, unmerged and unsorted."""
        if any(closure.first <= date <= closure.last for closure in self.closures):
            return (), ()
        replaced = [override.ranges for override in self.overrides if override.date == date]
        if replaced:
            return tuple(each for ranges in replaced for each in ranges), ()
        weekday = date.weekday()
        return _of_weekday(self.weekly, weekday), _of_weekday(self.breaks, weekday)


def _of_weekday(rules: tuple[WeeklyRange, ...], weekday: int) -> tuple[tuple[int, int], ...]:
    return tuple((rule.start, rule.end) for rule in rules if weekday in rule.days)
