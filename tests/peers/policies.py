"""Where our house differs on purpose, and how a failing case is shown to differ in that and in nothing else.

A policy is never taken from a case's name or id: the engine is asked again, and only if the same free time under the
peer's policy gives the expected answer is the difference called by its name (docs/time.md tells each). Everything else
is an unexplained failure.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from chalicelib.calendars.model import Demand, explain, starts
from tests.peers.kinds import compared, offers_of
from tests.peers.reading import Case, demand_of, minute, range_of, window_of

SEARCHES = frozenset({"slots", "slots-int", "holds", "limits"})


def policy_of(case: Case) -> str | None:
    """Name the policy in which our answer to a failing case differs, or None when nothing explains it."""
    if case["kind"] == "dst":
        return "tz-edition" if _editions_differ(case) else None
    if case["kind"] not in SEARCHES or not case.get("expected_slots"):
        return None
    demand, also = demand_of(case), ""
    if case.get("pending_not_blocking"):
        demand = demand_of(case, pending_blocks=False)
        if compared(case, demand, offers_of(case, demand)) is None:
            return "requests-hold-time"
        also = " + requests-hold-time"
    if case.get("viewer_timezone") not in {None, case["timezone"]}:
        theirs = replace(demand, zone=case["viewer_timezone"])
        if compared(case, theirs, offers_of(case, theirs)) is None:
            return "viewer-grid" + also
    if _differs_in_grid(case, demand):
        return ("packed-grid" if case.get("align") == "optimized" else "grid-moved-by-bookings") + also
    return None


def _differs_in_grid(case: Case, demand: Demand) -> bool:
    """Say whether their starts are free here and merely off our grid, and each of ours lies beside one of theirs."""
    expected = [minute(each) for each in case["expected_slots"]]
    ours = list(starts(demand, window_of(case, demand)))
    theirs_alone = [start for start in expected if start not in ours]
    return (
        bool(theirs_alone)
        and all({refusal.rule for refusal in explain(demand, start)} == {"off_grid"} for start in theirs_alone)
        and all(any(abs(start - other) < demand.step for other in expected) for start in ours)
    )


def _editions_differ(case: Case) -> bool:
    """Say whether two editions of the tz database on this machine disagree about the zone within the case's range."""
    asked, epoch = range_of(case), datetime(1970, 1, 1, tzinfo=UTC)
    moments = [epoch + timedelta(minutes=when) for when in range(asked.start, asked.end, 30)]
    found = [[moment.astimezone(zone).utcoffset() for moment in moments] for zone in _editions(case["timezone"])]
    return any(each != found[0] for each in found)


def _editions(key: str) -> list[zoneinfo.ZoneInfo]:
    """Load a zone from the tzdata wheel and from each system database there is."""
    wheel = resources.files("tzdata.zoneinfo").joinpath(*key.split("/"))
    with wheel.open("rb") as data:
        editions = [zoneinfo.ZoneInfo.from_file(data)]
    for path in ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"):
        file = Path(path, key)
        if file.is_file():
            with file.open("rb") as data:
                editions.append(zoneinfo.ZoneInfo.from_file(data))
    return editions
