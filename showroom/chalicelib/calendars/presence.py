"""When a boutique is open and its people are there: hours, less closures, absences and journeys.

What other calendars say is taken is not time off: an appointment may not overlap it, and keeps its own buffers from it.
"""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.boutiques.away import Away, Travel
from chalicelib.boutiques.model import Boutique, Experience, Staff
from chalicelib.calendars.rules import spans
from chalicelib.calendars.spans import Span, Taken, merge, subtract
from chalicelib.calendars.zones import day_of, instant
from chalicelib.foundation.clock import MINUTES_A_DAY

AWAY, TRAVELLING = "away", "travelling"


def opening(boutique: Boutique, window: Span, kind: str | None = None) -> tuple[Span, ...]:
    """Return the opening spans that touch the window, less the manager's closures.

    Without a kind, only what closes the house for everything is taken away.
    """
    closed = (each for each in boutique.closed if (each.kinds is None if kind is None else each.stops(kind)))
    return _less(spans(boutique.hours, window), closed, window)


def working(member: Staff, experience: Experience, window: Span) -> tuple[Span, ...]:
    """Return the spans in which a member of staff may receive an experience, absences and journeys taken away."""
    if not member.away and not member.travels:
        return spans(member.hours, window)
    there = merge(span for hours in member.hours_for(experience) for span in spans(hours, window))
    away = (each for each in member.away if not each.imported and each.stops(experience.kind))
    return _less(there, away, window)


def opening_with_reason(boutique: Boutique, window: Span, kind: str) -> tuple[Span, ...]:
    """Return when the house could receive outside its hours too: whenever no manager has closed it."""
    return _less((_around(window),), (each for each in boutique.closed if each.stops(kind)), window)


def working_with_reason(member: Staff, experience: Experience, window: Span) -> tuple[Span, ...]:
    """Return when a member of staff could receive outside their hours too: whenever they are neither away nor, for what
    is not at a distance, on a journey."""
    away = [(each.start, each.end) for each in member.away if not each.imported and each.stops(experience.kind)]
    if not experience.form.at_distance:
        away += [_dates(travel, member.hours.zone) for travel in member.travels]
    return subtract((_around(window),), away)


def busy_elsewhere(member: Staff, window: Span) -> tuple[Taken, ...]:
    """Return what other calendars say is taken within two days of the window: no appointment reaches further."""
    wide = _around(window)
    return tuple(
        Taken(each.start, each.end, imported=True)
        for each in member.away
        if each.imported and _touches(each.start, each.end, wide)
    )


def why_absent(member: Staff, experience: Experience, window: Span) -> tuple[tuple[Span, str], ...]:
    """Return by which rule some of a member's time is not working time, for those who may know; never the reason."""
    if not member.away and not member.travels:
        return ()
    away = [
        (Span(each.start, each.end), AWAY)
        for each in member.away
        if not each.imported and each.stops(experience.kind) and _touches(each.start, each.end, window)
    ]
    there = experience.form.at_distance
    dates = (_dates(travel, travel.zone if there else member.hours.zone) for travel in member.travels)
    return (*away, *((span, TRAVELLING) for span in dates))


def _around(window: Span) -> Span:
    """The window and two days on either side: no appointment reaches further."""
    return Span(window.start - 2 * MINUTES_A_DAY, window.end + 2 * MINUTES_A_DAY)


def _dates(travel: Travel, zone: str) -> Span:
    first, last = day_of(travel.first), day_of(travel.last)
    return Span(instant(zone, first * MINUTES_A_DAY), instant(zone, (last + 1) * MINUTES_A_DAY))


def _less(found: tuple[Span, ...], away: Iterable[Away], window: Span) -> tuple[Span, ...]:
    """Take absences away from whole spans. Those beyond the window count too: an appointment may reach past its end,
    and a grid counts from where an opening begins."""
    if not found:
        return found
    holes = [(each.start, each.end) for each in away if each.start < found[-1].end and found[0].start < each.end]
    if not holes:
        return found
    return tuple(span for span in subtract(found, holes) if _touches(*span, window))


def _touches(start: int, end: int, window: Span) -> bool:
    return start < window.end and window.start < end
