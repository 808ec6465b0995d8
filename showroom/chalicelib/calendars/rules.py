"""From hours on a wall clock to spans of UTC minutes, exact on every day on which clocks change.

A time inside a spring gap means the first instant after it; an ambiguous time means its first occurrence; both hold for
starts and ends alike, so 01:00 to 05:00 lasts as long as the clock on the wall really takes to go from one to five.
A range that shrinks to nothing is not open. A date that the zone skipped has no hours.
"""

from __future__ import annotations

from functools import lru_cache

from chalicelib.boutiques.hours import Hours
from chalicelib.calendars.spans import Span, merge, subtract
from chalicelib.calendars.zones import date_of, instant, local_day
from chalicelib.foundation.clock import MINUTES_A_DAY


@lru_cache(maxsize=2048)
def spans(hours: Hours, window: Span) -> tuple[Span, ...]:
    """Return the merged UTC spans of these hours that touch the window, each whole: none is cut at the window's edge.

    Whole spans let the grid count from an opening wherever the question starts. Raises ZoneInfoNotFoundError.
    """
    zone = hours.zone
    found: list[Span] = []
    # A range ends up to 48 hours after its day begins; one day more than that is looked at on either side.
    for day in range(local_day(zone, window.start) - 2, local_day(zone, window.end) + 2):
        ranges, breaks = hours.ranges_on(date_of(day))
        midnight = day * MINUTES_A_DAY
        if not ranges or instant(zone, midnight) == instant(zone, midnight + MINUTES_A_DAY):
            continue
        opened = _on_clock(zone, midnight, ranges)
        found += subtract(opened, _on_clock(zone, midnight, breaks)) if breaks else opened
    return tuple(span for span in merge(found) if span.start < window.end and window.start < span.end)


def _on_clock(zone: str, midnight: int, ranges: tuple[tuple[int, int], ...]) -> list[Span]:
    return [Span(instant(zone, midnight + start), instant(zone, midnight + end)) for start, end in ranges]
