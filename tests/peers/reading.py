"""From a case as the file writes it to the engine's own values.

The peers' way of writing is translated here and nowhere else: day 0 is Sunday; an end at hh:mm:59 means the next full
minute; a rule that ends at 23:59 ends with the day; an override without length closes its day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from chalicelib.boutiques.hours import DAY, Closure, DateOverride, Hours, WeeklyRange, parse_time
from chalicelib.calendars.model import (
    Candidate,
    Demand,
    Limit,
    Role,
    Span,
    Taken,
    instant,
    intersect,
    merge,
    spans,
    subtract,
)
from chalicelib.calendars.zones import date_of, day_of, local_day

Case = Mapping[str, Any]

ALWAYS = Span(-50 * 366 * DAY, 200 * 366 * DAY)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class NotOurs(Exception):
    """Raised when a case asks for something that our house does not do; `policy` names why."""

    def __init__(self, policy: str) -> None:
        super().__init__(policy)
        self.policy = policy


def seconds(text: str) -> float:
    """Read an instant as seconds since the epoch; an instant without a zone is UTC."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def minute(value: str | int) -> int:
    """Read a start: the minute it lies in. Abstract integers stand for minutes."""
    return value if isinstance(value, int) else int(seconds(value) // 60)


def end_minute(value: str | int) -> int:
    """Read an end: 59 seconds and more are the inclusive way of writing the next minute."""
    return value if isinstance(value, int) else int((seconds(value) + 1) // 60)


def span(pair: Iterable[Any]) -> Span:
    """Read [start, end]."""
    start, end = pair
    return Span(minute(start), end_minute(end))


def spans_of(pairs: Iterable[Iterable[Any]] | None) -> tuple[Span, ...]:
    """Read a list of [start, end], merged."""
    return merge(span(pair) for pair in pairs or ())


def day_window(zone: str, first: date, last: date) -> Span:
    """Return local days first..last, both included, as UTC minutes."""
    return Span(instant(zone, day_of(first) * DAY), instant(zone, (day_of(last) + 1) * DAY))


def range_of(case: Case) -> Span:
    """Read the asked window; a bare date means the whole of that day at the venue."""
    if not case.get("range"):
        return ALWAYS
    first, last = case["range"]
    if isinstance(first, int):
        return Span(first, last)
    zone = case["timezone"]
    start = day_window(zone, *[date.fromisoformat(first)] * 2).start if _DATE.fullmatch(first) else minute(first)
    end = day_window(zone, *[date.fromisoformat(last)] * 2).end if _DATE.fullmatch(last) else end_minute(last)
    return Span(start, end)


def range_minutes(rule: Mapping[str, str], *, to_end_of_day: bool = True) -> tuple[int, int]:
    """Read a rule's start and end in minutes of the local day."""
    start, end = parse_time(rule["start"]), parse_time(rule["end"])
    if to_end_of_day and end == DAY - 1:
        end = DAY
    return start, end if end > start else end + DAY


def hours_of(where: Case, zone: str, *, to_end_of_day: bool = True) -> Hours:
    """Read rules, overrides and days out of office as hours of a zone."""
    weekly = [
        WeeklyRange(frozenset((day - 1) % 7 for day in rule["days"]), *range_minutes(rule, to_end_of_day=to_end_of_day))
        for rule in where.get("rules") or ()
    ]
    overrides = [
        DateOverride(date.fromisoformat(each["date"]), () if each["start"] == each["end"] else (range_minutes(each),))
        for each in where.get("overrides") or ()
    ]
    closed = [Closure(day, day) for day in map(date.fromisoformat, where.get("out_of_office") or ())]
    return Hours(zone, tuple(weekly), (), tuple(overrides), tuple(closed))


def working_of(case: Case, host: Case, window: Span) -> tuple[Span, ...]:
    """Return when a host works: windows as given, or rules in the host's zone, or in another while the host is away."""
    if host.get("windows") is not None:
        working = spans_of(host["windows"])
    else:
        zone = host.get("timezone", case["timezone"])
        working = spans(hours_of(host, zone), window)
        for away in host.get("host_away_timezones") or ():
            absent = [span((away["start"], away["end"]))]
            there = spans(hours_of(host, away["timezone"]), window)
            working = merge([*subtract(working, absent), *intersect(there, absent)])
    schedule = case.get("and_schedule")
    if schedule:
        zone = case["viewer_timezone"] if schedule["timezone"] == "viewer" else schedule["timezone"]
        working = intersect(working, spans(hours_of(schedule, zone), window))
    return working


def taken_of(case: Case, host: Case, *, pending_blocks: bool = True) -> tuple[Taken, ...]:
    """Return what a host has given away: own bookings carry the case's buffers, other calendars' time none."""
    buffers = case.get("buffers") or {"before": 0, "after": 0}
    imported = str(case.get("busy_kind", "")).startswith("external")
    own = [
        Taken(*span(pair), 0 if imported else buffers["before"], 0 if imported else buffers["after"], imported=imported)
        for pair in host.get("busy") or ()
    ]
    held = [
        Taken(minute(hold["start"]), end_minute(hold["end"]), expires_at=minute(hold["expires"]), ref=hold["owner"])
        for hold in host.get("holds") or ()
    ]
    pending = [Taken(*span(pair)) for pair in host.get("pending_not_blocking") or ()] if pending_blocks else []
    return (*own, *held, *pending)


@dataclass(frozen=True)
class Host:
    """One host of a case: an engine candidate, and whether every booking needs this one."""

    candidate: Candidate
    fixed: bool


def hosts_of(case: Case, window: Span, *, pending_blocks: bool = True) -> list[Host]:
    """Read the hosts. A case without a list has one host; a mode without a list means a host for each window."""
    listed = case.get("hosts")
    if listed is None and case.get("mode") and case.get("windows"):
        listed = [{**case, "windows": [each]} for each in case["windows"]]
    if listed is None:
        listed = [case]
    return [
        Host(
            Candidate(
                str(host.get("id", place)) if host is not case else "host",
                working_of(case, host, window),
                taken_of(case, host, pending_blocks=pending_blocks),
            ),
            bool(host.get("fixed")),
        )
        for place, host in enumerate(listed)
    ]


def roles_of(case: Case, hosts: list[Host]) -> tuple[Role, ...]:
    """Turn the case's mode into roles: all hosts, any host, or the fixed ones and any of the rest."""
    mode = case.get("mode", "any-host")
    needed = [host.candidate for host in hosts if mode == "all-hosts" or (mode == "fixed+any" and host.fixed)]
    any_of = tuple(host.candidate for host in hosts if host.candidate not in needed)
    roles = [Role(f"needed {place}", (candidate,)) for place, candidate in enumerate(needed)]
    return (*roles, Role("any", any_of)) if any_of else tuple(roles)


def demand_of(case: Case, *, zone: str | None = None, step: int | None = None, pending_blocks: bool = True) -> Demand:
    """Read a whole search. `zone` and `step` ask the same question on another grid."""
    asked = range_of(case)
    around = Span(asked.start - 2 * DAY, asked.end + 2 * DAY) if case.get("range") else Span(0, 1)
    hosts = hosts_of(case, around, pending_blocks=pending_blocks)
    opening = merge(each for host in hosts for each in host.candidate.working)
    buffers = case.get("buffers") or {"before": 0, "after": 0}
    now = seconds(case["now"]) if isinstance(case.get("now"), str) else None
    earliest, latest = asked.start, asked.end - case["duration"]
    if now is not None:
        notice = case.get("min_notice") or 0
        earliest = max(earliest, int(-(-(now + 60 * notice) // 60)), int(now // 60) + 1)
    return Demand(
        zone=zone or case["timezone"],
        duration=case["duration"],
        before=buffers["before"],
        after=buffers["after"],
        step=step or case["step"],
        opening=opening,
        earliest=earliest,
        latest=latest,
        now=int(now // 60) if now is not None else asked.start,
        roles=roles_of(case, hosts),
        limits=_limits(case, hosts),
        anchor=asked.start % DAY if case["kind"] == "slots-int" else None,
    )


def window_of(case: Case, demand: Demand) -> Span:
    """Return the minutes in which starts are looked for."""
    if case.get("range"):
        return range_of(case)
    return Span(demand.opening[0].start, demand.opening[-1].end) if demand.opening else Span(0, 0)


def local_date(zone: str, at: int) -> str:
    """Write the venue's date at a minute."""
    return date_of(local_day(zone, at)).isoformat()


def _limits(case: Case, hosts: list[Host]) -> tuple[Limit, ...]:
    limits = case.get("limits") or {}
    if set(limits) - {"per_day"}:
        raise NotOurs("limits-by-day-only")
    everyone = tuple(each for host in hosts for each in host.candidate.taken)
    return (Limit("bookings", limits["per_day"], everyone),) if limits else ()
