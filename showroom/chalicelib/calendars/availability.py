"""The search: at which starts are all roles of a demand free, and who could take each.

Each candidate gets one mask (`masks.Ladder`); a role is the bits that enough of its candidates have; the offer is the
AND of the roles. Candidates keep their masks to the end, so a start names who could take it.
"""

from __future__ import annotations

from chalicelib.calendars.demand import Candidate, Demand
from chalicelib.calendars.explain import Refusal, explain
from chalicelib.calendars.grid import grid, grid_of_opening
from chalicelib.calendars.limits import full_days
from chalicelib.calendars.masks import Ladder, at_least, overfull
from chalicelib.calendars.matching import usable
from chalicelib.calendars.spans import Span, Taken
from chalicelib.calendars.zones import local_day
from chalicelib.foundation.clock import MINUTES_A_DAY

__all__ = ["Refusal", "coarse_reason", "explain", "next_start", "starts"]

_LADDER = 2048  # starts judged together: keeps the tables of masks small however long the window
_LOOK_AHEAD = 7 * MINUTES_A_DAY

Offer = dict[str, tuple[str, ...]]
"""Role name to the ids, ascending, that could fill it at one start."""


def starts(demand: Demand, window: Span) -> dict[int, Offer]:
    """Return every bookable start in the window, ascending, each with the ids that could take each role.

    The appointment lies in one opening span and in each candidate's working time, keeps its buffers from what is taken
    (they add between entries of ours), respects earliest, latest, daily limits and the client's own engagements (rules
    G9, H1). Where one id stands in several roles, an id is named only if the other roles can be filled beside it.
    """
    rungs = grid(demand, window)
    found: dict[int, Offer] = {}
    for at in range(0, len(rungs), _LADDER):
        found.update(_Search(demand, Ladder(rungs[at : at + _LADDER], demand.duration)).offers())
    return found


def next_start(demand: Demand, after: int, until: int) -> int | None:
    """Return the first bookable start from `after` on and before `until`, or None; a week is searched at a time."""
    until = min(until, demand.latest + 1)
    cursor = max(after, demand.earliest)
    while cursor < until:
        found = starts(demand, Span(cursor, min(cursor + _LOOK_AHEAD, until)))
        if found:
            return min(found)
        cursor += _LOOK_AHEAD
    return None


def coarse_reason(demand: Demand, day: Span) -> str:
    """Say in public why a day offers nothing: `closed`, `too_soon` or `full`.

    A function of opening, the grid, earliest and latest alone, never of people: the answer cannot tell who is away.
    A day past `latest` is `closed`: it is not open for booking.
    """
    if grid(demand, day):
        return "full"
    if any(start < demand.earliest for start in grid_of_opening(demand, day)):
        return "too_soon"
    return "closed"


class _Search:
    """One demand judged on one ladder of starts."""

    def __init__(self, demand: Demand, ladder: Ladder) -> None:
        self.demand = demand
        self.ladder = ladder
        self._working: dict[tuple[Span, ...], int] = {}
        self._days: dict[frozenset[int], int] = {}

    def offers(self) -> dict[int, Offer]:
        roles = self.demand.roles
        offered = self._venue_and_client()
        free: list[tuple[list[str], list[int]]] = []
        for role in roles:
            people = sorted(role.candidates, key=lambda candidate: candidate.id)
            masks = [self._free(candidate, role.units) for candidate in people] if offered else []
            offered &= at_least(masks, role.count)
            free.append(([candidate.id for candidate in people], masks))
        names = [role.name for role in roles]
        chosen = [self.ladder.starts[rung] for rung in self.ladder.rungs(offered)]
        columns = [self.ladder.members(ids, masks, offered) for ids, masks in free]
        if not roles:
            return {start: {} for start in chosen}
        named = zip(chosen, zip(*columns, strict=True), strict=True)
        found = {start: dict(zip(names, ids, strict=True)) for start, ids in named}
        return self._matched(found) if self._is_shared(free) else found

    def _venue_and_client(self) -> int:
        demand = self.demand
        engaged = [entry._replace(imported=True) for entry in demand.client_taken]  # her buffers bind nobody
        barred = self.ladder.clashing(engaged, demand.now)
        for limit in demand.limits:
            if limit.per_day < 1:
                return 0
            barred |= self._on_days(full_days(limit.taken, demand.zone, demand.now, limit.per_day))
        return self.ladder.everything & ~barred

    def _free(self, candidate: Candidate, units: int) -> int:
        demand, ladder = self.demand, self.ladder
        mask = self._working.get(candidate.working)
        if mask is None:
            mask = self._working[candidate.working] = ladder.inside(candidate.working)
        taken = candidate.taken
        if candidate.capacity != 1 or units != 1:
            if units > candidate.capacity:
                return 0
            full = overfull(taken, demand.now, candidate.capacity - units)
            taken = tuple(Taken(start, end, imported=True) for start, end in full)
        mask &= ~ladder.clashing(taken, demand.now, demand.before, demand.after)
        if candidate.daily_maximum is not None:
            if candidate.daily_maximum < 1:
                return 0
            days = full_days(candidate.taken, demand.zone, demand.now, candidate.daily_maximum)
            mask &= ~self._on_days(days)
        return mask

    def _on_days(self, days: frozenset[int]) -> int:
        if not days:
            return 0
        if days not in self._days:
            zone = self.demand.zone
            self._days[days] = self.ladder.where(local_day(zone, start) in days for start in self.ladder.starts)
        return self._days[days]

    def _matched(self, found: dict[int, Offer]) -> dict[int, Offer]:
        counts = {role.name: role.count for role in self.demand.roles}
        known: dict[tuple[tuple[str, ...], ...], Offer | None] = {}
        matched: dict[int, Offer] = {}
        for start, offer in found.items():
            key = tuple(offer.values())
            if key not in known:
                known[key] = usable(offer, counts)
            fit = known[key]
            if fit is not None:
                matched[start] = fit
        return matched

    @staticmethod
    def _is_shared(free: list[tuple[list[str], list[int]]]) -> bool:
        return len({each for ids, _ in free for each in ids}) < sum(len(ids) for ids, _ in free)
