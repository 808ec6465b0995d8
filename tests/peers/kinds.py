"""One function for each kind of case: ask the engine, compare, return what differs (None when nothing does)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from chalicelib.boutiques.hours import DAY, parse_time
from chalicelib.calendars.model import (
    Candidate,
    Demand,
    Offer,
    Role,
    Span,
    Taken,
    explain,
    instant,
    intersect,
    next_start,
    offset_at,
    spans,
    starts,
    subtract,
)
from chalicelib.calendars.zones import date_of, day_of, local_day
from tests.peers.reading import (
    Case,
    NotOurs,
    day_window,
    demand_of,
    hosts_of,
    hours_of,
    local_date,
    minute,
    range_of,
    roles_of,
    span,
    spans_of,
    window_of,
    working_of,
)

Difference = str | None


def written(at: int | None) -> str:
    """Write a minute for a report."""
    return "nothing" if at is None else str(datetime(1970, 1, 1) + timedelta(minutes=at))[:16]  # noqa: DTZ001


def unequal(found: Iterable[object], expected: Iterable[object], show: Callable[[int], str] = written) -> Difference:
    """Say what is missing and what is too much, or None."""
    have, want = list(found), list(expected)
    if have == want:
        return None
    missing = [each for each in want if each not in have]
    extra = [each for each in have if each not in want]

    def shown(items: list[object]) -> str:
        texts = ["..".join(map(show, each)) if isinstance(each, tuple) else show(each) for each in items[:4]]  # type: ignore[arg-type]
        return ", ".join(texts) + (f" and {len(items) - 4} more" if len(items) > 4 else "")

    return f"missing [{shown(missing)}], not expected [{shown(extra)}]"


def offers_of(case: Case, demand: Demand) -> dict[int, Offer]:
    """Run the search of a case."""
    return starts(demand, window_of(case, demand))


def slots(case: Case) -> Difference:
    """Search and compare the starts, and whatever else the case states about them."""
    demand = demand_of(case)
    return compared(case, demand, offers_of(case, demand))


def compared(case: Case, demand: Demand, offers: dict[int, Offer]) -> Difference:
    """Hold the starts found against each statement of the case."""
    found = list(offers)
    if case.get("expected_slots") is not None:
        difference = unequal(found, [minute(each) for each in case["expected_slots"]])
        if difference:
            return difference
    elif case.get("expected_count") is not None and len(found) != case["expected_count"]:
        return f"{len(found)} starts, expected {case['expected_count']}"
    for key, at in (("expected_first", 0), ("expected_last", -1)):
        if case.get(key) and (not found or found[at] != minute(case[key])):
            return f"{key} is {written(found[at] if found else None)}"
    for day, count in (case.get("expected_count_on") or {}).items():
        there = sum(local_date(demand.zone, start) == day for start in found)
        if there != count:
            return f"{there} starts on {day}, expected {count}"
    for key, ids in (case.get("expected_hosts") or {}).items():
        at = int(key) if key.lstrip("-").isdigit() else minute(key)
        names = sorted(each for people in offers.get(at, {}).values() for each in people)
        if names != sorted(map(str, ids)):
            return f"hosts at {written(at)} are {names}"
    return None


def booking_window(case: Case) -> Difference:
    """Search with a horizon: days from today, weekdays from today, days that have something free, or two dates."""
    demand, window = demand_of(case), case["booking_window"]
    zone = demand.zone
    today = date_of(local_day(zone, demand.now))
    if window["type"] == "range":
        days = day_window(zone, date.fromisoformat(window["start"]), date.fromisoformat(window["end"]))
        demand = replace(demand, earliest=max(demand.earliest, days.start), latest=min(demand.latest, days.end - 1))
    elif window["type"] == "rolling":
        last = today
        for _ in range(window["days"]):
            last += timedelta(days=1)
            while not window.get("calendar_days", True) and last.weekday() > 4:
                last += timedelta(days=1)
        demand = replace(demand, latest=min(demand.latest, day_window(zone, last, last).end - 1))
    elif window["type"] == "rolling_window":
        cursor: int | None = demand.earliest
        for _ in range(window["days"]):
            cursor = next_start(demand, cursor, demand.latest + 1) if cursor is not None else None
            if cursor is not None:
                cursor = instant(zone, (local_day(zone, cursor) + 1) * DAY)
        demand = replace(demand, latest=demand.latest if cursor is None else min(demand.latest, cursor - 1))
    else:
        raise NotOurs(f"window-{window['type']}")
    return compared(case, demand, offers_of(case, demand))


def ranges(case: Case) -> Difference:
    """Turn rules into spans; what either side says outside the asked window is no answer to the question."""
    asked = [range_of(case)]
    found = intersect(working_of(case, case, range_of(case)), asked)
    return unequal(found, intersect(spans_of(case["expected_ranges"]), asked))


def subtraction(case: Case) -> Difference:
    """Take busy time out of free time."""
    return unequal(subtract(spans_of(case["windows"]), spans_of(case["busy"])), spans_of(case["expected_ranges"]))


def intersection(case: Case) -> Difference:
    """Find when all hosts are free."""
    left, *others = [spans_of(host["windows"]) for host in case["hosts"]]
    for other in others:
        left = intersect(left, other)
    return unequal(left, spans_of(case["expected_ranges"]))


def aggregate(case: Case) -> Difference:
    """Find when enough hosts are free for the whole of a booking; two half-free hosts are not one."""
    hosts = hosts_of(case, Span(0, 1))
    roles = roles_of(case, hosts)
    result = case.get("expected_result") or {}
    stated = [(pair, True) for pair in result.get("bookable", ())] + [
        (pair, False) for pair in result.get("not_bookable", ())
    ]
    for pair, expected in stated + [(pair, True) for pair in case.get("expected_ranges") or ()]:
        if accepts(span(pair), roles) != expected:
            return f"{pair} is {'not ' if expected else ''}bookable"
    if case.get("expected_ranges") is None:
        return None
    common = [Span(-(10**9), 10**9)]
    for host in hosts:
        if host.fixed or case["mode"] == "all-hosts":
            common = list(intersect(common, host.candidate.working))
    free = [host.candidate.working for host in hosts if not host.fixed] if case["mode"] != "all-hosts" else [common]
    found = {each for working in free for each in intersect(common, working)}
    return unequal(sorted(found), [span(pair) for pair in case["expected_ranges"]])


def conflict(case: Case) -> Difference:
    """Ask for one booking; resources may be shared by several at a time, or counted."""
    start = minute(case["request"][0])
    wanted = span(case["request"]) if len(case["request"]) > 1 else Span(start, start + case["duration"])
    roles, buffer = [], 0
    for resource in case.get("resources") or [{}]:
        buffer = max(buffer, resource.get("buffer_min") or 0)
        busy = [
            Taken(*span(each["t"] if isinstance(each, dict) else each))
            for each in case["busy"]
            if not isinstance(each, dict) or each["r"] == resource.get("id")
        ]
        busy += [Taken(*wanted)] * sum(resource.get("taken") or ())
        capacity = resource.get("capacity", 1)
        capacity = 10**6 if capacity is None else capacity
        name = str(resource.get("id", "host"))
        always = (Span(wanted.start - DAY, wanted.end + DAY),)
        candidate = Candidate(name, always, tuple(busy), capacity=capacity)
        roles.append(Role(name, (candidate,), units=resource.get("wanted") or 1))
    accepted = accepts(wanted, tuple(roles), buffer)
    expected = case["expected_result"]["accepted"]
    return None if accepted == expected else f"accepted is {accepted}, expected {expected}"


def accepts(wanted: Span, roles: tuple[Role, ...], buffer: int = 0) -> bool:
    """Say whether the engine offers exactly this booking; its explanation must agree."""
    around = (Span(wanted.start - DAY, wanted.end + DAY),)
    length = wanted.end - wanted.start
    demand = Demand("UTC", length, buffer, buffer, 1, around, around[0].start, wanted.start, wanted.start, roles)
    offered = bool(starts(demand, Span(wanted.start, wanted.start + 1)))
    if offered == bool(explain(demand, wanted.start)):
        raise AssertionError("the search and its explanation disagree")
    return offered


def period(case: Case) -> Difference:
    """Find the half-hour of the venue's grid in which a wall time lies, and read the wall clock when it begins."""
    zone, at = case["timezone"], datetime.fromisoformat(case["expected_result"]["at"])
    wall = day_of(at.date()) * DAY + at.hour * 60 + at.minute
    moment = instant(zone, wall)
    open_all_day = (Span(instant(zone, wall - wall % DAY), instant(zone, wall - wall % DAY + DAY)),)
    demand = Demand(zone, 30, 0, 0, 30, open_all_day, 0, moment, 0, ())
    begins = max(starts(demand, Span(open_all_day[0].start, moment + 1)))
    shown = datetime(1970, 1, 1) + timedelta(minutes=begins + offset_at(zone, begins))  # noqa: DTZ001
    expected = datetime.fromisoformat(case["expected_result"]["begins"])
    return None if shown == expected else f"the period begins at {shown}"


def travel(case: Case) -> Difference:
    """A leg on the road is given to the engine as time kept around the entry that it leads from or to."""
    leg = case["travel_minutes"]
    around = (Span(0, DAY),)
    taken = tuple(Taken(parse_time(start), parse_time(end), leg, leg, ref=place) for start, end, place in case["busy"])
    roles = (Role("host", (Candidate("host", around, taken),)),)
    offered = list(starts(Demand("UTC", case["duration"], 0, 0, 1, around, 0, DAY, 0, roles), around[0]))
    first_after = min(start for start in offered if start >= taken[-1].end)
    last_end = max(start + case["duration"] for start in offered if start < taken[0].start)
    expected = case["expected_result"]
    return unequal(
        [last_end, first_after], [parse_time(expected["must_end_before"]), parse_time(expected["first_after"])]
    )


def recurrence(case: Case) -> Difference:
    """An appointment is made one at a time."""
    raise NotOurs("no-recurrence")


def daylight(case: Case) -> Difference:
    """Turn one rule into spans around a day on which clocks may change; exact, and not cut at the window."""
    hours = hours_of({"rules": [case["rule"]]}, case["timezone"], to_end_of_day=False)
    found = spans(hours, span(case["range"]))
    return unequal(found, [span(pair) for pair in case["expected_ranges"]])


KINDS: dict[str, Callable[[Case], Difference]] = {
    "slots": slots,
    "slots-int": slots,
    "holds": slots,
    "limits": slots,
    "booking-window": booking_window,
    "ranges": ranges,
    "subtract": subtraction,
    "intersect": intersection,
    "aggregate": aggregate,
    "conflict": conflict,
    "period-lookup": period,
    "travel": travel,
    "recurrence": recurrence,
    "dst": daylight,
}
