"""Builders and hypothesis strategies: small worlds around the days on which clocks change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from chalicelib.boutiques.hours import DAY, Closure, DateOverride, Hours, WeeklyRange
from chalicelib.calendars.model import Candidate, Demand, Limit, Role, Span, Taken, instant
from chalicelib.calendars.zones import day_of

EVERY_DAY = frozenset(range(7))

CLOCK_CHANGES = [
    ("Europe/Paris", dt.date(2025, 3, 30)),
    ("Europe/Paris", dt.date(2025, 10, 26)),
    ("America/New_York", dt.date(2025, 11, 2)),
    ("Australia/Lord_Howe", dt.date(2025, 4, 6)),
    ("Australia/Lord_Howe", dt.date(2025, 10, 5)),
    ("Africa/Cairo", dt.date(2025, 4, 25)),
    ("Africa/Cairo", dt.date(2025, 10, 30)),
    ("Asia/Beirut", dt.date(2025, 3, 30)),
    ("America/Santiago", dt.date(2025, 9, 7)),
    ("America/Havana", dt.date(2025, 11, 2)),
    ("Pacific/Apia", dt.date(2011, 12, 29)),
    ("America/St_Johns", dt.date(2010, 11, 7)),
    ("Asia/Kolkata", dt.date(2025, 3, 30)),
    ("Asia/Kathmandu", dt.date(2025, 3, 30)),
]


def at(zone: str, text: str) -> int:
    """Return the UTC minute of a local `YYYY-MM-DDTHH:MM`."""
    wall = dt.datetime.fromisoformat(text)
    return instant(zone, day_of(wall.date()) * DAY + wall.hour * 60 + wall.minute)


def demand(**changes: Any) -> Demand:
    """An hour at a boutique in UTC on Monday 2027-01-04, open 09:00 to 18:00, one host who works all of it."""
    opening = changes.pop("opening", (Span(at("UTC", "2027-01-04T09:00"), at("UTC", "2027-01-04T18:00")),))
    host = Candidate("anna", opening, changes.pop("taken", ()))
    values: dict[str, Any] = {
        "zone": "UTC",
        "duration": 60,
        "before": 0,
        "after": 0,
        "step": 60,
        "opening": opening,
        "earliest": opening[0].start - 10 * DAY if opening else 0,
        "latest": opening[-1].end + 10 * DAY if opening else 0,
        "now": opening[0].start - DAY if opening else 0,
        "roles": (Role("host", (host,)),),
    }
    return Demand(**values | changes)


def around(which: Demand) -> Span:
    """A window that holds the whole opening."""
    return Span(which.opening[0].start - DAY, which.opening[-1].end + DAY)


def weekly() -> st.SearchStrategy[WeeklyRange]:
    """A weekly range of any length, past midnight too."""
    starts = st.integers(0, DAY - 1)
    return st.builds(
        lambda days, start, length: WeeklyRange(days, start, min(start + length, 2 * DAY)),
        st.frozensets(st.integers(0, 6), min_size=3),
        st.one_of(st.sampled_from([0, 60, 90, 120, 135, 150, 1439]), starts),
        st.integers(1, 1600),
    )


@st.composite
def hours(draw: Callable[..., Any]) -> tuple[Hours, Span]:
    """Hours with everything that hours can have, and a window about a day on which clocks change."""
    zone, date = draw(st.sampled_from(CLOCK_CHANGES))
    near = st.integers(-2, 2).map(lambda days: date + dt.timedelta(days=days))
    override = st.builds(
        lambda day, ranges: DateOverride(day, tuple((each.start, each.end) for each in ranges)),
        near,
        st.lists(weekly(), max_size=2),
    )
    midday = day_of(date) * DAY + 720
    window = Span(midday - draw(st.integers(0, 1000)), midday + draw(st.integers(1, 1500)))
    return Hours(
        zone,
        tuple(draw(st.lists(weekly(), min_size=1, max_size=2))),
        tuple(draw(st.lists(weekly(), max_size=1))),
        tuple(draw(st.lists(override, max_size=1))),
        tuple(draw(st.lists(near.map(lambda day: Closure(day, day)), max_size=1))),
    ), window


@st.composite
def demands(draw: Callable[..., Any]) -> Demand:
    """Any search over a day and a half about a clock change: several roles, shared people, holds, buffers, limits."""
    zone, date = draw(st.sampled_from(CLOCK_CHANGES))
    noon = day_of(date) * DAY + 720
    moments = st.integers(noon - 900, noon + 900)

    def span(shortest: int, longest: int, begins: st.SearchStrategy[int] = moments) -> st.SearchStrategy[Span]:
        return st.builds(lambda start, length: Span(start, start + length), begins, st.integers(shortest, longest))

    now = noon - 2000
    buffers = st.sampled_from([0, 0, 5, 15, 40])
    entry = st.builds(
        lambda when, before, after, expires_at, imported: Taken(*when, before, after, expires_at, imported),
        span(1, 200),
        buffers,
        buffers,
        st.sampled_from([None, None, now - 1, now, now + 1]),
        st.booleans(),
    )
    entries = st.lists(entry, max_size=4).map(tuple)
    early = st.integers(noon - 900, noon - 300)
    candidate = st.builds(
        Candidate,
        st.sampled_from(["anna", "bruno", "chiara", "dora"]),
        st.lists(span(300, 2000, early), min_size=1, max_size=2).map(tuple),
        entries,
        st.sampled_from([None, None, None, 1, 2]),
        st.sampled_from([1, 1, 1, 2, 3]),
    )
    people = st.lists(candidate, min_size=1, max_size=4, unique_by=lambda each: each.id).map(tuple)
    roles = tuple(
        Role(name, draw(people), draw(st.sampled_from([1, 1, 1, 2])), draw(st.sampled_from([1] * 7 + [2])))
        for name in ("host", "driver", "room")[: draw(st.integers(0, 3))]
    )
    return Demand(
        zone=zone,
        duration=draw(st.sampled_from([1, 20, 30, 45, 60, 100])),
        before=draw(buffers),
        after=draw(buffers),
        step=draw(st.sampled_from([5, 7, 15, 20, 30, 45, 60, 90])),
        opening=tuple(draw(st.lists(span(100, 1800), min_size=1, max_size=3))),
        earliest=draw(st.sampled_from([noon - 3000, noon - 100])),
        latest=draw(st.sampled_from([noon + 3000, noon + 200])),
        now=now,
        roles=roles,
        limits=(Limit("dinners", draw(st.integers(1, 3)), draw(entries)),) if draw(st.booleans()) else (),
        client_taken=draw(st.lists(entry, max_size=1).map(tuple)),
        anchor=draw(st.sampled_from([None, None, None, 0, 10, 570])),
    )
