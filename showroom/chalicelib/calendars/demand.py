"""What a search is asked: who would be needed, for how long, and which times may be offered at all. Pure values.

`starts`, `explain` and `next_start` judge a Demand; whoever reads agendas builds one. Times are UTC minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.calendars.spans import Span, Taken


@dataclass(frozen=True, slots=True)
class Candidate:
    """One resource that could serve: when it works, what it has given away, how much of it there is.

    `working` must hold the appointment itself, not its buffers. `daily_maximum` counts live bookings by the
    venue-local day of their start. `capacity` above one is a resource that several bookings may share at a time.
    `because` names, for `explain` alone, the rule by which some of its time is not in `working`.
    """

    id: str
    working: tuple[Span, ...]
    taken: tuple[Taken, ...] = ()
    daily_maximum: int | None = None
    capacity: int = 1
    because: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """`count` different candidates are needed, any of them; `units` is how much of each one's capacity is used.

    Every role must be filled, and nobody fills two. Raises ValueError when nothing would be needed.
    """

    name: str
    candidates: tuple[Candidate, ...]
    count: int = 1
    units: int = 1

    def __post_init__(self) -> None:
        if self.count < 1 or self.units < 1:
            raise ValueError("a role needs at least one candidate and one unit")


@dataclass(frozen=True, slots=True)
class Limit:
    """No more than `per_day` live bookings in `taken` on one venue-local day, whoever hosts them."""

    name: str
    per_day: int
    taken: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """One appointment looked for at a venue.

    zone        IANA zone of the venue: its clock carries the grid and its calendar the daily limits
    duration    minutes of the appointment; it must lie inside one opening span and one working span
    before, after   minutes kept free around it; they may overhang opening and working hours
    step        minutes between offered starts; `anchor` says what they are counted from (see `grid`)
    opening     when the venue receives: never dependent on who is there, its spans whole (see `rules.spans`)
    earliest, latest    the first and last start that may be offered, both included
    now         decides which holds still count (rule H1)
    client_taken    the client's own engagements: none may overlap the appointment (rule G9), buffers do not matter

    Raises ValueError for a duration or step below one, negative buffers, or two roles of one name.
    """

    zone: str
    duration: int
    before: int
    after: int
    step: int
    opening: tuple[Span, ...]
    earliest: int
    latest: int
    now: int
    roles: tuple[Role, ...]
    limits: tuple[Limit, ...] = ()
    client_taken: tuple[Taken, ...] = ()
    anchor: int | None = None

    def __post_init__(self) -> None:
        if self.duration < 1 or self.step < 1:
            raise ValueError("duration and step must be at least one minute")
        if self.before < 0 or self.after < 0:
            raise ValueError("buffers must not be negative")
        if len({role.name for role in self.roles}) < len(self.roles):
            raise ValueError("each role needs its own name")
