"""How many bookings a day may hold. A day is one of the venue's calendar, and a booking counts where it starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from chalicelib.calendars.spans import Taken
from chalicelib.calendars.zones import local_day


def bookings_a_day(taken: Iterable[Taken], zone: str, now: int) -> Counter[int]:
    """Return how many live bookings of ours start on each local day; an entry read twice (one `ref`) counts once."""
    counted = {
        (entry.ref or place, entry.start)
        for place, entry in enumerate(taken)
        if not entry.imported and entry.is_live(now)
    }
    return Counter(local_day(zone, start) for _, start in counted)


def full_days(taken: Iterable[Taken], zone: str, now: int, per_day: int) -> frozenset[int]:
    """Return the local days that already hold `per_day` live bookings or more, when `per_day` is one or more."""
    return frozenset(day for day, count in bookings_a_day(taken, zone, now).items() if count >= per_day)
