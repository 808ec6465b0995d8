"""Availability as people ask for it: which hours a boutique offers for an experience, and why not another.

Builds the engine's `Demand` from the catalogue's rules and what agendas say is taken. Showing reads agendas eventually
consistent; deciding (in `bookings`) hands in what it read consistently (rule H10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.boutiques.model import ADVISOR, ROOM, Boutique, Experience, Staff
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
from chalicelib.calendars.presence import busy_elsewhere, why_absent, working
from chalicelib.calendars.presence import opening as opening_of
from chalicelib.calendars.spans import Span, Taken
from chalicelib.calendars.store import AgendaStore
from chalicelib.calendars.zones import date_of, day_of, instant, local_day
from chalicelib.foundation.clock import MINUTES_A_DAY

LONGEST_RANGE_DAYS = 31
OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: an experience at a boutique, by whom. Everything here was already allowed."""

    boutique: Boutique
    experience: Experience
    language: str | None = None
    """Only advisors who speak it."""
    client: str | None = None
    """Client whose own engagements must not overlap (rule G9)."""
    ref: str | None = None
    """A booking that is being moved: its own time does not block it."""
    by_staff: bool = False
    """The house books for her: lead time does not bind."""
    holder: str | None = None
    """Client whose own quiet hold does not stand in the way: she asks, or it is her appointment that is made."""
    only: str | None = None
    """Only this advisor."""

    def advisors(self) -> tuple[Staff, ...]:
        """Who may receive."""
        able = self.boutique.able(self.experience, self.language)
        return able if self.only is None else tuple(member for member in able if member.id == self.only)

    def resources(self) -> list[Resource]:
        """Every resource of the boutique that the decision looks at."""
        boutique, found = self.boutique.id, []
        if ADVISOR in self.experience.requires:
            found += [staff_resource(boutique, member.id) for member in self.advisors()]
        if ROOM in self.experience.requires:
            found += [room_resource(boutique, room.id) for room in self.boutique.rooms]
        return found


@dataclass(frozen=True, slots=True)
class Day:
    """One venue-local day: its starts with the advisors free at each, or the coarse reason why there are none."""

    date: date
    starts: Mapping[int, Mapping[str, tuple[str, ...]]]
    reason: str | None


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
        """Return up to `most` offered starts within a week of a minute, soonest first after it, then before."""
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
        opening = opening_of(boutique, window, experience.kind)
        first_day = local_day(boutique.zone, now)
        after_last = instant(boutique.zone, (first_day + experience.window_days + 1) * MINUTES_A_DAY)
        limit = limit_resource(boutique.id, experience.id)
        return Demand(
            zone=boutique.zone,
            duration=experience.duration,
            before=experience.before,
            after=experience.after,
            step=experience.step,
            opening=opening,
            earliest=now if wanted.by_staff else now + experience.lead_minutes,
            latest=after_last - 1,
            now=now,
            roles=tuple(
                Role(name, tuple(self._candidates(wanted, name, window, opening, taken)), count)
                for name, count in experience.requires.items()
            ),
            limits=(Limit(experience.id, experience.day_limit, _others(taken.get(limit, ()), wanted)),)
            if experience.day_limit
            else (),
            client_taken=_others(client_taken, wanted),
        )

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
        for member in wanted.advisors():
            resource = staff_resource(boutique.id, member.id)
            entries = (*_others(taken.get(resource, ()), wanted), *busy_elsewhere(member, window))
            yield Candidate(
                resource.name,
                working(member, wanted.experience, window),
                entries,
                member.daily_maximum,
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
