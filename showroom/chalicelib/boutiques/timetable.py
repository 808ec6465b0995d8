"""Reads hours as a boutique would print them on its door: weekly hours, exceptions, closures and public holidays.

hours:       { mon-fri: "10:30-13:00, 14:00-19:00", sat: 10:30-19:00 }
exceptions:  { 2026-12-24: 10:30-16:00, 2027-01-04: closed }
closures:    { 2027-08-02/2027-08-15: Summer rest }
holidays:    { from: 2026, to: 2028, except: [Victory Day, 2027-11-11] }
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from chalicelib.boutiques.fields import Fields, Spot, Wrong, days, whole, words
from chalicelib.boutiques.hours import Closure, DateOverride, Hours, WeeklyRange, parse_range

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOST_DATES = 62
Ranges = tuple[tuple[int, int], ...]


def weekly(spot: Spot) -> tuple[WeeklyRange, ...]:
    """A reader of weekly hours. A day that is not named is closed; a day named twice is a mistake."""
    found: list[WeeklyRange] = []
    named: set[int] = set()
    for name in spot.mapping():
        which, ranges = spot.inside(name).name().read(weekdays), spot.inside(name).read(ranges_of)
        if which is None or ranges is None:
            continue
        if named & which:
            spot.wrong("this day already has its hours above", name)
        named |= which
        found += [WeeklyRange(which, start, end) for start, end in ranges]
    return tuple(found)


def weekdays(spot: Spot) -> frozenset[int]:
    """A reader of `mon`, `mon-fri`, `sun-thu` (over the end of the week), `tue and thu`, `daily`."""
    if spot.value == "daily":
        return frozenset(range(7))
    found: set[int] = set()
    for part in str(spot.value).replace(" and ", ",").split(","):
        first, dash, last = part.strip().partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise Wrong(f"must be days such as mon, mon-fri, tue and thu, or daily; the days are: {', '.join(DAYS)}")
        start = DAYS.index(first)
        length = (DAYS.index(last) - start) % 7 if dash else 0
        found |= {(start + step) % 7 for step in range(length + 1)}
    return frozenset(found)


def ranges_of(spot: Spot) -> Ranges:
    """A reader of the hours of a day: `10:30-13:00, 14:00-19:00`, or `closed`."""
    if spot.value == "closed":
        return ()
    written = [item.value for item in spot.items()] if isinstance(spot.value, list) else str(spot.value).split(",")
    found = sorted(_range(str(part).strip()) for part in written)
    for (_, end), (start, _) in pairwise(found):
        if start < end:
            raise Wrong("these hours overlap")
    return tuple(found)


def _range(written: str) -> tuple[int, int]:
    start, dash, end = written.partition("-")
    if not dash:
        raise Wrong("must be hours such as 10:30-19:00, or closed")
    try:
        return parse_range(start.strip(), end.strip())
    except ValueError as error:
        raise Wrong(f"{error}, such as 10:30-19:00; past midnight is written 20:00-26:00") from None


def exceptions(spot: Spot) -> tuple[DateOverride, ...]:
    """A reader of dates with hours of their own."""
    found: dict[date, DateOverride] = {}
    for written in spot.mapping():
        span = spot.inside(written).name().read(days)
        ranges = spot.inside(written).read(ranges_of)
        if span is None or ranges is None:
            continue
        if (span[1] - span[0]).days >= _MOST_DATES:
            spot.wrong(f"must be at most {_MOST_DATES} days", written)
            continue
        for each in _each_day(*span):
            if each in found:
                spot.wrong(f"{each} already has its hours above", written)
            found[each] = DateOverride(each, ranges)
    return tuple(found[each] for each in sorted(found))


def closures(spot: Spot) -> tuple[Closure, ...]:
    """A reader of closed days, each with its name, which only staff read."""
    found: list[Closure] = []
    for written in spot.mapping():
        span = spot.inside(written).name().read(days)
        name = spot.inside(written).read(words(80))
        if span is not None and name is not None:
            found.append(Closure(*span, name))
    return tuple(found)


def away(spot: Spot) -> tuple[Closure, ...]:
    """A reader of the days on which a person is away. No reason is asked: it is nobody's to keep."""
    return tuple(Closure(*span) for item in spot.items() if (span := item.read(days)) is not None)


def holidays_of(country: str | None) -> Callable[[Spot], tuple[Closure, ...]]:
    """A reader of public holidays as closures; `country` is where the boutique stands."""

    def read(spot: Spot) -> tuple[Closure, ...]:
        fields = Fields(spot)
        chosen = fields.take("country", words(2), country) or country
        subdivision = fields.take("subdivision", words(10), None)
        first = fields.take("from", whole(2020, 2100))
        last = fields.take("to", whole(2020, 2100))
        excepted: Sequence[str] = fields.each("except", words(80), None)
        fields.done()
        if chosen is None or first is None or last is None:
            return ()
        if not first <= last <= first + 5:
            raise Wrong("`to` must be `from` or at most five years later")
        calendar = _calendar(chosen, subdivision, range(first, last + 1))
        kept = {day: name for day, name in calendar.items() if not _excepted(day, name, excepted)}
        for index, exception in enumerate(excepted):
            if not any(_excepted(day, name, [exception]) for day, name in calendar.items()):
                names = ", ".join(sorted({_plain(part) for name in calendar.values() for part in name.split("; ")}))
                spot.wrong(f"this is none of these holidays; they are: {names}", "except", index)
        return tuple(Closure(day, day, name) for day, name in sorted(kept.items()))

    return read


def _calendar(country: str, subdivision: str | None, years: Iterable[int]) -> dict[date, str]:
    import holidays  # 113-206 ms, and a hundred calendars that nothing but an import reads

    supported = holidays.list_supported_countries()
    if country not in supported:
        raise Wrong("there is no calendar of public holidays for this country; write `closures` instead")
    if subdivision is not None and subdivision not in supported[country]:
        raise Wrong(f"there is no such subdivision; known: {', '.join(supported[country]) or 'none'}")
    languages = holidays.list_localized_countries().get(country, [])
    language = next((each for each in ("en_US", "en_GB") if each in languages), None)
    return dict(holidays.country_holidays(country, subdiv=subdivision, years=years, language=language))


def _plain(name: str) -> str:
    """A holiday's name without what calendars add to it: `Eid al-Fitr (estimated)` → `Eid al-Fitr`."""
    return name.partition(" (")[0].strip()


def _excepted(day: date, name: str, exceptions: Sequence[str]) -> bool:
    """A day is excepted by its date, or by the names of all the holidays that fall on it."""
    wanted = {exception.casefold() for exception in exceptions}
    return day.isoformat() in wanted or {_plain(part).casefold() for part in name.split("; ")} <= wanted


def _each_day(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))


def hours_from(fields: Fields, zone: str, closed: tuple[Closure, ...], otherwise: Hours | None = None) -> Hours:
    """Take `hours`, `breaks` and `exceptions`. Without hours of their own a person has those of the boutique."""
    own, exception = fields.take("breaks", weekly, ()) or (), fields.take("exceptions", exceptions, ()) or ()
    if otherwise is None or fields.has("hours"):
        return Hours(zone, fields.take("hours", weekly) or (), own, exception, closed)
    fields.take("hours", weekly, ())
    dated = {override.date: override for override in (*otherwise.overrides, *exception)}
    return Hours(zone, otherwise.weekly, (*otherwise.breaks, *own), tuple(dated[day] for day in sorted(dated)), closed)
