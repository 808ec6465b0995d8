"""Sets of starts as integers: bit i of a mask speaks of start i of a ladder; `&`, `|` and `~` are the whole search.

A bit stands for a possible start, not for a minute. A minute mask has forty times the bits, must be eroded by the
duration, and has nearly all of them thrown away again by the grid; here each busy span clears its run of starts at
once, from the first one that would end too late to the last one that would begin too soon.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress

from chalicelib.calendars.spans import Span, Taken, merge

_AS_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


class Ladder:
    """Ascending possible starts of an appointment of `duration` minutes. `everything` is the mask of them all."""

    __slots__ = ("_below", "duration", "everything", "starts")

    def __init__(self, starts: Sequence[int], duration: int) -> None:
        """Prepare a ladder. Raises ValueError when there is no start."""
        if not starts:
            raise ValueError("a ladder needs a start")
        self.starts = starts
        self.duration = duration
        self.everything = (1 << len(starts)) - 1
        # For each minute from the first start to one past the last: the mask of the starts before it. Neighbouring
        # minutes share one integer, which keeps the table in the processor's cache: measured, it matters.
        self._below, previous = [0], starts[0]
        for rung, start in enumerate(starts[1:], 1):
            self._below += [(1 << rung) - 1] * (start - previous)
            previous = start
        self._below.append(self.everything)

    def inside(self, spans: Iterable[tuple[int, int]]) -> int:
        """Return the starts whose whole appointment lies in one of the spans, touching spans being one."""
        mask = 0
        for start, end in merge(spans):
            low, high = bisect_left(self.starts, start), bisect_left(self.starts, end - self.duration + 1)
            if low < high:
                mask |= (1 << high) - (1 << low)
        return mask

    def clashing(self, taken: Iterable[Taken], now: int, before: int = 0, after: int = 0) -> int:
        """Return the starts whose appointment, with `before` and `after` around it, would meet time already taken.

        Buffers add between two entries of ours; an imported one has none of its own. Lapsed holds are ignored (H1).
        """
        below, size = self._below, len(self._below) - 1
        low_origin = self.starts[0] + self.duration + after - 1
        high_origin = self.starts[0] - before
        mask = 0
        for start, end, its_before, its_after, expires_at, imported, _ in taken:
            if expires_at is not None and expires_at <= now:
                continue
            if imported:
                its_before = its_after = 0
            low, high = start - its_before - low_origin, end + its_after - high_origin
            if low < 0 or high > size:
                if high <= 0 or low > size:
                    continue
                low, high = max(low, 0), min(high, size)
            mask |= below[high] ^ below[low]
        return mask

    def where(self, flags: Iterable[bool]) -> int:
        """Return the mask of the starts whose flag, one for each start in order, is true."""
        return sum(1 << rung for rung, flag in enumerate(flags) if flag)

    def rungs(self, mask: int) -> Iterator[int]:
        """Yield the places of the mask's starts on the ladder, ascending."""
        return compress(range(len(self.starts)), self._flags([mask])[::-1])

    def members(self, names: Sequence[str], masks: Sequence[int], mask: int) -> Iterator[tuple[str, ...]]:
        """Yield for each start in `mask`, ascending, the names whose own mask has it, in the order given."""
        rungs, flags = len(self.starts), self._flags(masks)
        for rung in self.rungs(mask):
            yield tuple(compress(names, flags[rungs - 1 - rung :: rungs]))

    def _flags(self, masks: Sequence[int]) -> bytes:
        """Write masks one after another, a byte (0 or 1) for each start, last start first."""
        shape = f"0{len(self.starts)}b"
        return "".join([format(mask, shape) for mask in masks]).encode().translate(_AS_FLAGS)


def at_least(masks: Sequence[int], count: int) -> int:
    """Return the bits that are set in at least `count` of the masks; `count` is one or more."""
    reached = [0] * count
    for mask in masks:
        for more in range(count - 1, 0, -1):
            reached[more] |= reached[more - 1] & mask
        reached[0] |= mask
    return reached[-1]


def overfull(taken: Iterable[Taken], now: int, room: int) -> tuple[Span, ...]:
    """Return when more than `room` live entries, own buffers included, hold a shared resource at the same time."""
    edges = sorted(
        edge
        for entry in taken
        if entry.is_live(now)
        for edge in ((entry.occupied().start, 1), (entry.occupied().end, -1))
    )
    found: list[Span] = []
    depth, since = 0, 0
    for minute, change in edges:  # at one minute those that leave come before those that arrive
        if depth > room:
            found.append(Span(since, minute))
        depth, since = depth + change, minute
    return merge(found)
