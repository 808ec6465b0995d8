"""How many bookings a day may hold. A day is one of the venue's calendar, and a booking counts where it starts."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from chalicelib.calendars.spans import Taken
from chalicelib.calendars.zones import stretches


def bookings_a_day(taken: Iterable[Taken], zone: str, now: int) -> Counter[int]:
    """Return how many live bookings of ours start on each local day; an entry read twice (one `ref`) counts once."""
    counted: dict[str | int, int] = {
        ref or place: start
        for place, (start, _, _, _, expires_at, imported, ref) in enumerate(taken)
        if not imported and (expires_at is None or now < expires_at)
    }
    starts = sorted(counted.values())
    found: Counter[int] = Counter()
    if starts:
        passed = 0
        for stretch in stretches(zone, starts[0], starts[-1] + 1):
            until = bisect_left(starts, stretch.end, passed)
            found[stretch.day] += until - passed
            passed = until
    return found


def full_days(taken: Iterable[Taken], zone: str, now: int, per_day: int) -> frozenset[int]:
    """Return the local days that already hold `per_day` live bookings or more, when `per_day` is one or more."""
    return frozenset(day for day, count in bookings_a_day(taken, zone, now).items() if count >= per_day)
