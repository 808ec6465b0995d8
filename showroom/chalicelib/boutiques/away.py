"""Time in which a member of staff, or a whole boutique, does not receive. Values only; nobody's reason is in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from chalicelib.boutiques.hours import Closure, Hours


@dataclass(frozen=True, slots=True)
class Away:
    """Minutes [start, end), UTC, that are not received in. `kinds` None stops every kind of experience.

    `imported` is time that another calendar says is taken: it is no appointment of ours and has no buffers of its own.
    """

    start: int
    end: int
    kinds: frozenset[str] | None = None
    imported: bool = False

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("an absence must end after it begins")

    def stops(self, kind: str) -> bool:
        """Say whether it stops experiences of this kind."""
        return self.kinds is None or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Travel:
    """Dates first..last, both included, on which somebody is in another zone and keeps her hours on its clock."""

    first: dt.date
    last: dt.date
    zone: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a journey must not end before it begins")

    def meets(self, other: Travel) -> bool:
        """Say whether they share a date."""
        return self.first <= other.last and other.first <= self.last


def hours_at_home(hours: Hours, travels: tuple[Travel, ...]) -> Hours:
    """Return the hours without what begins on the dates of a journey."""
    if not travels:
        return hours
    return replace(hours, closures=(*hours.closures, *(Closure(each.first, each.last) for each in travels)))


def hours_on_travel(hours: Hours, travel: Travel) -> Hours:
    """Return the hours of the dates of a journey alone, read on the clock of where she is."""
    day = dt.timedelta(days=1)
    around = (Closure(dt.date.min, travel.first - day), Closure(travel.last + day, dt.date.max))
    return replace(hours, zone=travel.zone, closures=(*hours.closures, *around))
