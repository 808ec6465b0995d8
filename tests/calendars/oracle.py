"""The rules of the calendar room a second time, minute by minute and without cleverness: what the engine must equal.

Nothing here uses masks, merged spans or the room's own zone arithmetic; local time comes from zoneinfo for each minute.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from zoneinfo import ZoneInfo

from chalicelib.boutiques.hours import Hours
from chalicelib.calendars.model import Candidate, Demand, Role, Span, Taken

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAY = 1440


@lru_cache(maxsize=1 << 20)
def local(zone: str, minute: int) -> dt.datetime:
    """Return the naive local time of a UTC minute."""
    return (_EPOCH + dt.timedelta(minutes=minute)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@lru_cache(maxsize=1 << 16)
def utc(zone: str, wall: dt.datetime) -> int:
    """Walk through UTC until the clock shows `wall`, or has jumped over it."""
    guess = int((wall.replace(tzinfo=dt.UTC) - _EPOCH).total_seconds()) // 60
    for minute in range(guess - 16 * 60, guess + 16 * 60):
        if local(zone, minute) == wall or (local(zone, minute - 1) < wall < local(zone, minute)):
            return minute
    raise AssertionError("the clock never came there")


def open_minutes(hours: Hours, window: Span) -> set[int]:
    """Return each UTC minute of the window in which these hours hold."""
    found: set[int] = set()
    first = local(hours.zone, window.start).date() - dt.timedelta(days=3)
    for number in range((window.end - window.start) // _DAY + 7):
        date = first + dt.timedelta(days=number)
        midnight = dt.datetime.combine(date, dt.time())
        if utc(hours.zone, midnight) == utc(hours.zone, midnight + dt.timedelta(days=1)):
            continue
        there: set[int] = set()
        overrides = [each for each in hours.overrides if each.date == date]
        ranges = [pair for each in overrides for pair in each.ranges]
        breaks: list[tuple[int, int]] = []
        if not overrides:
            ranges = [(each.start, each.end) for each in hours.weekly if date.weekday() in each.days]
            breaks = [(each.start, each.end) for each in hours.breaks if date.weekday() in each.days]
        if any(each.first <= date <= each.last for each in hours.closures):
            continue
        for pairs, change in ((ranges, there.update), (breaks, there.difference_update)):
            for start, end in pairs:
                bounds = [utc(hours.zone, midnight + dt.timedelta(minutes=each)) for each in (start, end)]
                change(range(*bounds))
        found |= there
    return {minute for minute in found if window.start <= minute < window.end}


def starts(demand: Demand, window: Span) -> dict[int, dict[str, tuple[str, ...]]]:
    """Return what `availability.starts` must return."""
    found = {}
    opened = _minutes(demand.opening)
    for start in range(window.start, window.end):
        if not demand.earliest <= start <= demand.latest or not _on_grid(demand, opened, start):
            continue
        if not opened.issuperset(range(start, start + demand.duration)):
            continue
        if any(
            _overlap(start, start + demand.duration, e.start, e.end) for e in _live(demand.client_taken, demand.now)
        ):
            continue
        if any(_count(demand, limit.taken, start) >= limit.per_day for limit in demand.limits):
            continue
        offer = _placed(
            demand, [[c.id for c in role.candidates if _free(demand, role, c, start)] for role in demand.roles]
        )
        if offer is not None:
            found[start] = offer
    return found


def _minutes(spans: Iterable[Span]) -> set[int]:
    return {minute for start, end in spans for minute in range(start, end)}


def _on_grid(demand: Demand, opened: set[int], start: int) -> bool:
    clock = local(demand.zone, start)
    if demand.anchor is not None or 60 % demand.step == 0:
        return (clock.hour * 60 + clock.minute - (demand.anchor or 0)) % demand.step == 0
    midnight, origin = utc(demand.zone, dt.datetime.combine(clock.date(), dt.time())), start
    while origin - 1 in opened and origin > midnight:
        origin -= 1
    return (start - origin) % demand.step == 0


def _live(taken: Iterable[Taken], now: int) -> list[Taken]:
    return [entry for entry in taken if entry.expires_at is None or now < entry.expires_at]


def _overlap(start: int, end: int, other_start: int, other_end: int) -> bool:
    return start < other_end and other_start < end


def _count(demand: Demand, taken: Iterable[Taken], start: int) -> int:
    dates = Counter(local(demand.zone, e.start).date() for e in _live(taken, demand.now) if not e.imported)
    return dates[local(demand.zone, start).date()]


def _free(demand: Demand, role: Role, candidate: Candidate, start: int) -> bool:
    end = start + demand.duration
    if not _minutes(candidate.working).issuperset(range(start, end)):
        return False
    if candidate.daily_maximum is not None and _count(demand, candidate.taken, start) >= candidate.daily_maximum:
        return False
    for minute in range(start - demand.before, end + demand.after):
        there = 0
        for entry in _live(candidate.taken, demand.now):
            before, after = (0, 0) if entry.imported else (entry.before, entry.after)
            there += entry.start - before <= minute < entry.end + after
        if there + role.units > candidate.capacity:
            return False
    return True


def _placed(demand: Demand, free: list[list[str]]) -> dict[str, tuple[str, ...]] | None:
    """Try every way to fill all roles; name whoever is in one of them."""
    ways = [()]
    for role, people in zip(demand.roles, free, strict=True):
        ways = [
            (*way, chosen)
            for way in ways
            for chosen in combinations(sorted(people), role.count)
            if not set(chosen) & {each for before in way for each in before}
        ]
    if not ways:
        return None
    return {
        role.name: tuple(sorted({each for way in ways for each in way[place]}))
        for place, role in enumerate(demand.roles)
    }
