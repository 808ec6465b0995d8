"""Stretches of time and the plain algebra on them. Every time is an integer of minutes since the Unix epoch, UTC."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """Minutes [start, end): the end is not part of it."""

    start: int
    end: int


class Taken(NamedTuple):
    """Time that a resource has given away, minutes [start, end), with end >= start.

    `before` and `after` are the entry's own buffers. A hold has `expires_at`: at now >= expires_at it no longer
    counts (rule H1). `imported` marks time that is no appointment of ours (another calendar, an absence): it has no
    buffers of its own and counts towards no daily maximum. `ref` names the booking, hold or calendar it came from.
    """

    start: int
    end: int
    before: int = 0
    after: int = 0
    expires_at: int | None = None
    imported: bool = False
    ref: str = ""

    def is_live(self, now: int) -> bool:
        """Say whether it still counts at minute `now` (rule H1)."""
        return self.expires_at is None or now < self.expires_at

    def occupied(self) -> Span:
        """Return the minutes it keeps from others of ours: with its own buffers, unless it was imported."""
        if self.imported:
            return Span(self.start, self.end)
        return Span(self.start - self.before, self.end + self.after)


def merge(spans: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the union in ascending order; spans that touch become one, empty ones vanish."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if merged and start <= merged[-1].end:
            if end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, end)
        else:
            merged.append(Span(start, end))
    return tuple(merged)


def subtract(spans: Iterable[tuple[int, int]], holes: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return what is left of the spans outside every hole, merged."""
    left: list[Span] = []
    cuts = merge(holes)
    for start, end in merge(spans):
        cursor = start
        for cut in cuts:
            if cut.end <= cursor:
                continue
            if cut.start >= end:
                break
            if cut.start > cursor:
                left.append(Span(cursor, cut.start))
            cursor = cut.end
        if cursor < end:
            left.append(Span(cursor, end))
    return tuple(left)


def intersect(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the minutes that lie in both, merged."""
    ours, theirs = merge(one), merge(other)
    both: list[Span] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        start, end = max(ours[i].start, theirs[j].start), min(ours[i].end, theirs[j].end)
        if start < end:
            both.append(Span(start, end))
        if ours[i].end <= theirs[j].end:
            i += 1
        else:
            j += 1
    return tuple(both)
