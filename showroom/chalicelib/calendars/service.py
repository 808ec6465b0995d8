"""Availability as people ask for it: which hours a boutique offers for an experience, and why not another.

Builds the engine's `Demand` from the catalogue's rules and what agendas say is taken. Showing reads agendas eventually
consistent; deciding (in `bookings`) hands in what it read consistently (rule H10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chalicelib.boutiques.model import ROOM, Boutique
from chalicelib.calendars.agenda import (
    Resource,
    client_resource,
    hold_ref,
    limit_resource,
    owner_of,
    room_resource,
    staff_resource,
)
from chalicelib.calendars.availability import coarse_reason, explain, starts
from chalicelib.calendars.demand import Candidate, Demand, Limit, Role
from chalicelib.calendars.explain import Refusal
from chalicelib.calendars.presence import (
    busy_elsewhere,
    opening_with_reason,
    why_absent,
    working,
    working_with_reason,
)
from chalicelib.calendars.presence import opening as opening_of
from chalicelib.calendars.spans import Span, Taken
from chalicelib.calendars.store import AgendaStore
from chalicelib.calendars.wanted import FINE as FINE
from chalicelib.calendars.wanted import Wanted as Wanted
from chalicelib.calendars.zones import date_of, day_of, instant, local_day
from chalicelib.foundation.clock import MINUTES_A_DAY

LONGEST_RANGE_DAYS = 31
OUT_OF_REACH = "out_of_reach"
_FURTHEST = 730 * MINUTES_A_DAY
_COUNTS = frozenset({"too_few", "one_role_each"})


@dataclass(frozen=True, slots=True)
class Day:
    """One venue-local day: its starts with the advisors free at each, or the coarse reason why there are none."""

    date: date
    starts: Mapping[int, Mapping[str, tuple[str, ...]]]
    reason: str | None


@dataclass(frozen=True, slots=True)
class Why:
    """By which rules a start is refused, and whether staff may have it all the same, outside hours with a reason."""

    rules: tuple[str, ...]
    with_reason: bool


class Availability:
    """Answers when; decides nothing."""

    def __init__(self, agendas: AgendaStore) -> None:
        self._agendas = agendas

    def days(self, wanted: Wanted, first: date, count: int, now: int) -> list[Day]:
        """Return `count` venue-local days from `first`. Reads ≤ 6 agenda partitions for 30 days, and her own."""
        window = local_window(wanted.boutique.zone, first, count)
        demand = self.demand(wanted, window, now, *self._shown(wanted, window))
        offered = starts(demand, window)
        result = []
        for number in range(count):
            day = local_window(demand.zone, first + timedelta(days=number), 1)
            mine = {minute: roles for minute, roles in offered.items() if day.start <= minute < day.end}
            result.append(Day(date_of(day_of(first) + number), mine, None if mine else coarse_reason(demand, day)))
        return result

    def days_and_next(self, wanted: Wanted, first: date, count: int, now: int) -> tuple[list[Day], Day | None]:
        """Return the asked days and, when none of them has a start, the first later day that has one (or None)."""
        days = self.days(wanted, first, count, now)
        if any(day.starts for day in days):
            return days, None
        last = date_of(local_day(wanted.boutique.zone, now) + wanted.experience.window_days)
        begin = max(first + timedelta(days=count), date_of(local_day(wanted.boutique.zone, now)))
        while begin <= last:
            span = min(LONGEST_RANGE_DAYS, (last - begin).days + 1)
            for day in self.days(wanted, begin, span, now):
                if day.starts:
                    return days, day
            begin += timedelta(days=span)
        return days, None

    def near(self, wanted: Wanted, minute: int, now: int, most: int = 6) -> list[int]:
        """Return up to `most` starts within a week of a minute that need no reason, the nearest of all."""
        wanted = replace(wanted, outside=False, given=None)
        window = Span(max(now, minute - 2 * MINUTES_A_DAY), minute + 7 * MINUTES_A_DAY)
        if window.start >= window.end:
            return []
        demand = self.demand(wanted, window, now, *self._shown(wanted, window))
        offered = sorted(starts(demand, window))
        return sorted(sorted(offered, key=lambda start: abs(start - minute))[:most])

    def explained(self, wanted: Wanted, minute: int, now: int) -> tuple[Refusal, ...]:
        """Say why a start is refused, naming rule, person and hold: for the boutique's own staff only."""
        window = Span(minute - MINUTES_A_DAY, minute + 2 * MINUTES_A_DAY)
        return explain(self.demand(wanted, window, now, *self._shown(wanted, window)), minute)

    def with_reason(self, wanted: Wanted, minute: int, now: int) -> bool:
        """Say whether a start could be had outside hours with a reason, as far as can be shown."""
        return bool(self.shown_free(replace(wanted, outside=True), minute, now))

    def why(
        self,
        wanted: Wanted,
        minute: int,
        now: int,
        taken: Mapping[Resource, Sequence[Taken]],
        client_taken: Sequence[Taken] = (),
    ) -> Why:
        """Say why a start is refused, by what was read for a decision: rules alone, for staff."""
        around = Span(minute - MINUTES_A_DAY, minute + 2 * MINUTES_A_DAY)
        refusals = explain(self.demand(wanted, around, now, taken, client_taken), minute)
        rules = dict.fromkeys(refusal.rule for refusal in refusals if refusal.rule not in _COUNTS)
        reasoned = replace(wanted, outside=True)
        helps = not wanted.outside and bool(self.free(reasoned, minute, now, taken, client_taken))
        return Why(tuple(rules), helps)

    def shown_free(self, wanted: Wanted, minute: int, now: int) -> Mapping[str, tuple[str, ...]]:
        """Return role → ids free at one start as far as can be shown, nothing being decided; empty if not offered."""
        around = Span(minute - MINUTES_A_DAY, minute + 2 * MINUTES_A_DAY)
        return self.free(wanted, minute, now, *self._shown(wanted, around))

    def free(
        self,
        wanted: Wanted,
        minute: int,
        now: int,
        taken: Mapping[Resource, Sequence[Taken]],
        client_taken: Sequence[Taken] = (),
    ) -> Mapping[str, tuple[str, ...]]:
        """Return role → ids free at one start, by what was read for a decision; empty when it is not offered."""
        window = Span(minute, minute + 1)
        around = Span(minute - MINUTES_A_DAY, minute + 2 * MINUTES_A_DAY)
        return starts(self.demand(wanted, around, now, taken, client_taken), window).get(minute, {})

    def demand(
        self,
        wanted: Wanted,
        window: Span,
        now: int,
        taken: Mapping[Resource, Sequence[Taken]],
        client_taken: Sequence[Taken] = (),
    ) -> Demand:
        """Return the engine's question for starts in a window."""
        boutique, experience = wanted.boutique, wanted.experience
        receives = opening_with_reason if wanted.outside else opening_of
        opening = receives(boutique, window, experience.kind)
        earliest, latest, step = self._bounds(wanted, now)
        limit = limit_resource(boutique.id, experience.id)
        return Demand(
            zone=boutique.zone,
            duration=wanted.duration,
            before=experience.before,
            after=experience.after,
            step=step,
            opening=opening,
            earliest=earliest,
            latest=latest,
            now=now,
            roles=tuple(
                Role(name, tuple(self._candidates(wanted, name, window, opening, taken)), count)
                for name, count in experience.requires.items()
            ),
            limits=(Limit(experience.id, experience.day_limit, _others(taken.get(limit, ()), wanted)),)
            if experience.day_limit and wanted.counts
            else (),
            client_taken=_others(client_taken, wanted),
        )

    @staticmethod
    def _bounds(wanted: Wanted, now: int) -> tuple[int, int, int]:
        """Return the first and the last start that may be offered, and the minutes between two."""
        if wanted.given is not None:
            return wanted.given, wanted.given, 1
        if wanted.outside:
            return now - now % FINE, now + _FURTHEST, FINE
        boutique, experience = wanted.boutique, wanted.experience
        first_day = local_day(boutique.zone, now)
        after_last = instant(boutique.zone, (first_day + experience.window_days + 1) * MINUTES_A_DAY)
        earliest = now if wanted.by_staff else now + experience.lead_minutes
        return earliest, after_last - 1, experience.step

    def _candidates(
        self,
        wanted: Wanted,
        role: str,
        window: Span,
        opening: tuple[Span, ...],
        taken: Mapping[Resource, Sequence[Taken]],
    ) -> Iterable[Candidate]:
        boutique = wanted.boutique
        if role == ROOM:
            for room in boutique.rooms:
                resource = room_resource(boutique.id, room.id)
                yield Candidate(resource.name, opening, _others(taken.get(resource, ()), wanted))
            return
        there = working_with_reason if wanted.outside else working
        for member in wanted.advisors():
            resource = staff_resource(boutique.id, member.id)
            entries = (*_others(taken.get(resource, ()), wanted), *busy_elsewhere(member, window))
            yield Candidate(
                resource.name,
                there(member, wanted.experience, window),
                entries,
                member.daily_maximum if wanted.counts else None,
                because=why_absent(member, wanted.experience, window),
            )

    def _shown(self, wanted: Wanted, window: Span) -> tuple[dict[Resource, list[Taken]], list[Taken]]:
        """Read what is taken, for showing: the boutique's pool, and the client's own agenda."""
        wide = Span(window.start - MINUTES_A_DAY, window.end)
        pool = wanted.boutique.id
        taken = {Resource(pool, name): entries for name, entries in self._agendas.pool(pool, *wide).items()}
        if wanted.client is None:
            return taken, []
        own = client_resource(wanted.client)
        return taken, self._agendas.days(own, *wide)


def local_window(zone: str, first: date, count: int) -> Span:
    """Return the UTC minutes of `count` venue-local days from midnight to midnight."""
    day = day_of(first)
    return Span(instant(zone, day * MINUTES_A_DAY), instant(zone, (day + count) * MINUTES_A_DAY))


def opening_minutes_after(boutique: Boutique, minute: int, count: int) -> int:
    """Return the minute at which a boutique will have been open `count` minutes since `minute`.

    "Four opening hours to answer" is this. Looks 60 days ahead; a house that is never open answers by then.
    """
    horizon = minute + 60 * MINUTES_A_DAY
    for start, end in opening_of(boutique, Span(minute, horizon)):
        start = max(start, minute)
        if end - start >= count:
            return start + count
        count -= max(0, end - start)
    return horizon


def _others(entries: Sequence[Taken], wanted: Wanted) -> tuple[Taken, ...]:
    """Leave aside what is her own: the booking that is being moved, and what is quietly held for her."""
    own = {wanted.ref} if wanted.holder is None else {wanted.ref, hold_ref(wanted.holder)}
    return tuple(entry for entry in entries if owner_of(entry.ref) not in own)
