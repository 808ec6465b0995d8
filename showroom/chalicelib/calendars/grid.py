"""Which starts may be offered at all, before anyone's agenda is looked at: opening, notice, horizon and the grid.

The grid lies on the venue's clock, so two people on the telephone see the same list wherever each of them is, and it
never depends on who is free, so a booking takes starts away and moves none.

- A step that divides an hour (5, 10, 12, 15, 20, 30, 60 ...) gives the wall times whose minute is a multiple of it.
- Any other step (40, 45, 90, 120 ...) is counted from the beginning of the opening span, and anew from each local
  midnight: a boutique that opens at 09:30 and receives every 90 minutes offers 09:30, 11:00, 12:30.
- `Demand.anchor` (minutes after local midnight) overrules both: the minute of the day, less the anchor, is a multiple
  of the step; counted anew each day.

An hour that the clock shows twice is offered twice: those are two instants. One that it skips is not offered.
"""

from __future__ import annotations

from chalicelib.calendars.demand import Demand
from chalicelib.calendars.spans import Span, merge
from chalicelib.calendars.zones import instant, stretches
from chalicelib.foundation.clock import MINUTES_A_DAY


def grid(demand: Demand, window: Span) -> list[int]:
    """Return, ascending, the starts in the window that opening, earliest, latest and the grid allow."""
    return _on_grid(demand, max(window.start, demand.earliest), min(window.end - 1, demand.latest))


def grid_of_opening(demand: Demand, window: Span) -> list[int]:
    """Return, ascending, the starts in the window that opening and the grid allow at any notice."""
    return _on_grid(demand, window.start, window.end - 1)


def _on_grid(demand: Demand, first: int, last: int) -> list[int]:
    zone, step, anchor = demand.zone, demand.step, demand.anchor
    counts_from_opening = anchor is None and 60 % step != 0
    found: list[int] = []
    for span in merge(demand.opening):
        low, high = max(span.start, first), min(span.end - demand.duration, last)
        if low > high:
            continue
        for start, end, offset, day in stretches(zone, low, high + 1):
            midnight = day * MINUTES_A_DAY
            origin = midnight + (anchor or 0) - offset
            if counts_from_opening:
                origin = max(span.start, instant(zone, midnight))
            found += range(start + (origin - start) % step, end, step)
    return found
