"""Why a start is not offered: every rule that refuses it, with the person, booking or hold behind it. For staff only.

The rules are written here a second time, one start at a time and in plain comparisons; a test holds them to the search.

rule                who or what it names
`closed`            the appointment does not lie in the opening hours
`off_grid`          a time between two offered ones
`too_soon`          before `earliest`; `too_far`: after `latest`
`day_limit`         resource: the limit; detail: how many that day holds
`client_engaged`    ref: the client's own engagement
`not_working`       resource: who does not work then; `away` and `travelling` where that is why
`booked` `held` `busy`   resource, ref: an appointment, a live hold, imported time that overlaps
`buffer`            resource, ref: an entry that is met only by buffers
`shared_out`        resource, ref: one of the entries that leave too little of a shared resource
`daily_maximum`     resource; detail: how many that person has that day
`too_few`           role: fewer are free than needed; detail: `free/needed`
`one_role_each`     each role has people, but somebody would have to fill two
"""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.calendars.demand import Candidate, Demand, Role
from chalicelib.calendars.grid import grid, grid_of_opening
from chalicelib.calendars.limits import bookings_a_day
from chalicelib.calendars.masks import overfull
from chalicelib.calendars.matching import usable
from chalicelib.calendars.spans import Span, Taken, merge
from chalicelib.calendars.zones import local_day


class Refusal(NamedTuple):
    """One rule that refuses a start; `start` and `end` are the minutes of what stands in the way, if anything does."""

    rule: str
    role: str = ""
    resource: str = ""
    ref: str = ""
    start: int | None = None
    end: int | None = None
    detail: str = ""


def explain(demand: Demand, start: int) -> tuple[Refusal, ...]:
    """Return what refuses a start, the venue's own rules first; empty if and only if `starts` offers it.

    People are named only in roles that lack somebody: a busy host is no refusal while another is free.
    """
    refusals = _of_venue(demand, start)
    free: dict[str, list[str]] = {}
    counts = {role.name: role.count for role in demand.roles}
    lacking = False
    for role in demand.roles:
        verdicts = [(candidate.id, _of_candidate(demand, role, candidate, start)) for candidate in role.candidates]
        free[role.name] = [each for each, verdict in verdicts if not verdict]
        if len(free[role.name]) < role.count:
            lacking = True
            refusals += [refusal for _, verdict in verdicts for refusal in verdict]
            refusals.append(Refusal("too_few", role.name, detail=f"{len(free[role.name])}/{role.count}"))
    if not lacking and usable(free, counts) is None:
        refusals.append(Refusal("one_role_each"))
    return tuple(refusals)


def _of_venue(demand: Demand, start: int) -> list[Refusal]:
    found: list[Refusal] = []
    end, moment = start + demand.duration, Span(start, start + 1)
    if not _holds(demand.opening, start, end):
        found.append(Refusal("closed"))
    elif not grid_of_opening(demand, moment):
        found.append(Refusal("off_grid"))
    elif not grid(demand, moment):
        rule, bound = ("too_soon", demand.earliest) if start < demand.earliest else ("too_far", demand.latest)
        found.append(Refusal(rule, start=bound))
    for limit in demand.limits:
        count = bookings_a_day(limit.taken, demand.zone, demand.now)[local_day(demand.zone, start)]
        if count >= limit.per_day:
            found.append(Refusal("day_limit", resource=limit.name, detail=str(count)))
    found += [
        Refusal("client_engaged", ref=entry.ref, start=entry.start, end=entry.end)
        for entry in demand.client_taken
        if entry.is_live(demand.now) and _meet(Span(entry.start, entry.end), Span(start, end))
    ]
    return found


def _of_candidate(demand: Demand, role: Role, candidate: Candidate, start: int) -> list[Refusal]:
    found: list[Refusal] = []
    name = candidate.id
    if not _holds(candidate.working, start, start + demand.duration):
        found.append(Refusal(_why_not_working(candidate, start, start + demand.duration), role.name, name))
    if candidate.capacity != 1 or role.units != 1:
        found += _of_shared(demand, role, candidate, start)
    else:
        wanted = Span(start - demand.before, start + demand.duration + demand.after)
        found += [
            Refusal(_kind(entry, start, demand.duration), role.name, name, entry.ref, entry.start, entry.end)
            for entry in candidate.taken
            if entry.is_live(demand.now) and _meet(entry.occupied(), wanted)
        ]
    if candidate.daily_maximum is not None:
        count = bookings_a_day(candidate.taken, demand.zone, demand.now)[local_day(demand.zone, start)]
        if count >= candidate.daily_maximum:
            found.append(Refusal("daily_maximum", role.name, name, detail=str(count)))
    return found


def _why_not_working(candidate: Candidate, start: int, end: int) -> str:
    return next((rule for span, rule in candidate.because if _meet(span, Span(start, end))), "not_working")


def _of_shared(demand: Demand, role: Role, candidate: Candidate, start: int) -> list[Refusal]:
    room = candidate.capacity - role.units
    if room < 0:
        return [Refusal("shared_out", role.name, candidate.id, detail=f"{candidate.capacity}/{role.units}")]
    wanted = Span(start - demand.before, start + demand.duration + demand.after)
    full = [span for span in overfull(candidate.taken, demand.now, room) if _meet(span, wanted)]
    return [
        Refusal("shared_out", role.name, candidate.id, entry.ref, entry.start, entry.end)
        for entry in candidate.taken
        if entry.is_live(demand.now) and any(_meet(entry.occupied(), span) for span in full)
    ]


def _kind(entry: Taken, start: int, duration: int) -> str:
    if not _meet(Span(entry.start, entry.end), Span(start, start + duration)):
        return "buffer"
    if entry.imported:
        return "busy"
    return "booked" if entry.expires_at is None else "held"


def _holds(spans: tuple[Span, ...], start: int, end: int) -> bool:
    return any(span.start <= start and end <= span.end for span in merge(spans))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
