"""Zones as arithmetic: where the UTC offset changes, and what a wall-clock time means. Exact from 1972 on.

zoneinfo answers one instant at a time; here its answers are kept as stretches of constant offset, so that the rest of
the room adds integers. A *wall* minute is a local reading counted from 1970-01-01T00:00 of the local calendar; a *day*
is wall // 1440.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.foundation.clock import MINUTES_A_DAY, moment_of

_BLOCK = 1 << 14  # minutes looked at and remembered together, about eleven days
_STRIDE = 180  # no zone has changed its offset twice within three hours
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class Stretch(NamedTuple):
    """UTC minutes [start, end) of one local day, during which the zone keeps one offset (minutes east of UTC)."""

    start: int
    end: int
    offset: int
    day: int


def day_of(when: date) -> int:
    """Return the day number of a calendar date, 0 for 1970-01-01."""
    return when.toordinal() - _EPOCH_ORDINAL


def date_of(day: int) -> date:
    """Return the calendar date of a day number."""
    return date.fromordinal(day + _EPOCH_ORDINAL)


def offset_at(zone: str, minute: int) -> int:
    """Return the minutes east of UTC at a UTC minute. Raises ZoneInfoNotFoundError for an unknown zone."""
    minutes, offsets = _changes(zone, minute // _BLOCK)
    return offsets[bisect_right(minutes, minute) - 1]


def local_day(zone: str, minute: int) -> int:
    """Return the day number that a UTC minute has on the zone's calendar."""
    return (minute + offset_at(zone, minute)) // MINUTES_A_DAY


@lru_cache(maxsize=1 << 16)
def instant(zone: str, wall: int) -> int:
    """Return the UTC minute of a wall minute: its first occurrence, or the first instant after the gap it falls in."""
    for start, end, offset in _constant(zone, wall - MINUTES_A_DAY, wall + MINUTES_A_DAY):
        if wall < end + offset:
            return max(start, wall - offset)
    raise AssertionError("no zone is a day away from UTC")


def stretches(zone: str, start: int, end: int) -> Iterator[Stretch]:
    """Cut UTC minutes [start, end) wherever the offset or the local date changes, in ascending order."""
    for begins, ends, offset in _constant(zone, start, end):
        while begins < ends:
            day = (begins + offset) // MINUTES_A_DAY
            midnight = (day + 1) * MINUTES_A_DAY - offset
            yield Stretch(begins, min(ends, midnight), offset, day)
            begins = midnight


def changes(zone: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (minute, offset before, offset from then on) of each change of offset after `start` and before `end`."""
    previous = offset_at(zone, start)
    for begins, _, offset in _constant(zone, start, end):
        if offset != previous:
            yield begins, previous, offset
        previous = offset


def _constant(zone: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, offset) of constant offset; two neighbours may share one offset."""
    cursor = start
    while cursor < end:
        block = cursor // _BLOCK
        minutes, offsets = _changes(zone, block)
        at = bisect_right(minutes, cursor) - 1
        until = min(end, minutes[at + 1] if at + 1 < len(minutes) else (block + 1) * _BLOCK)
        yield cursor, until, offsets[at]
        cursor = until


@lru_cache(maxsize=4096)
def _changes(zone: str, block: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the minutes of a block from which an offset holds, the first being its own start, and those offsets."""
    info = ZoneInfo(zone)

    def offset(minute: int) -> int:
        delta = moment_of(minute).astimezone(info).utcoffset()
        assert delta is not None  # noqa: S101 an aware time always has one
        return round(delta.total_seconds() / 60)

    start = block * _BLOCK
    minutes, offsets = [start], [offset(start)]
    for sample in range(start + _STRIDE, start + _BLOCK + _STRIDE, _STRIDE):
        low, high = sample - _STRIDE, min(sample, start + _BLOCK - 1)
        found = offset(high)
        if found != offsets[-1]:
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offsets[-1] else (low, middle)
            minutes.append(high)
            offsets.append(found)
    return tuple(minutes), tuple(offsets)
