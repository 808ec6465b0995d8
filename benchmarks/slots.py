"""How long one search takes: `python -m benchmarks.slots FILE [--hosts N] [--rounds N]` prints one line of JSON.

The file gives one venue's weekly rules (day 0 is Sunday, wall clock), a window, an appointment and hosts with busy
times; an appointment must lie in the rules and in the window. Each round goes from parsed integer spans, through the
engine's own `starts`, to the map of every start to the ids of all free hosts; reading the file and writing the answer
stand outside. `ms_median` is the median round, `pairs` the number of (start, host) offers, `slots_sha256` the SHA-256
of the answer as compact JSON with sorted keys, ids ascending and starts as `2030-03-11T08:00:00Z`.

With more hosts than the file has, its own n stay as they are. Counted from 0, host k beyond them repeats the busy
times of host k mod n, all of them later by `random.Random(k).randrange(60)` minutes, and gets the id k + 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.boutiques.hours import DAY, Hours, WeeklyRange, parse_time
from chalicelib.calendars.model import Candidate, Demand, Role, Span, Taken, intersect, spans, starts
from chalicelib.foundation.clock import minute_of, moment_of

HOST = "host"
Slots = Mapping[int, tuple[str, ...]]


def demand_of(data: Mapping[str, Any], hosts: int | None = None) -> tuple[Demand, Span]:
    """Read a benchmark file, for its own number of hosts or another, as the engine's question and its window."""
    zone = data["timezone"]
    window = Span(_minute(data["from"]), _minute(data["to"]))
    weekly = tuple(
        WeeklyRange(frozenset((day - 1) % 7 for day in rule["days"]), *_range(rule)) for rule in data["rules"]
    )
    opening = intersect(spans(Hours(zone, weekly), window), [window])
    candidates = tuple(
        Candidate(name, opening, tuple(Taken(*span) for span in busy)) for name, busy in _hosts(data["hosts"], hosts)
    )
    demand = Demand(
        zone=zone,
        duration=data["duration"],
        before=0,
        after=0,
        step=data["step"],
        opening=opening,
        earliest=window.start,
        latest=window.end,
        now=window.start,
        roles=(Role(HOST, candidates),),
        anchor=0,  # the file's grid lies on the local hour, whatever the step
    )
    return demand, window


def search(demand: Demand, window: Span) -> Slots:
    """Return start minute → ids of free hosts: what is timed."""
    return {start: offer[HOST] for start, offer in starts(demand, window).items()}


def written(slots: Slots) -> dict[str, list[int]]:
    """Return the answer in the file's own form: ISO starts and the ids as the integers that the file has."""
    return {moment_of(start).strftime("%Y-%m-%dT%H:%M:%SZ"): sorted(map(int, ids)) for start, ids in slots.items()}


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slots", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--hosts", type=int, help="how many hosts to search, the file's own number by default")
    parser.add_argument("--rounds", type=int, default=21)
    chosen = parser.parse_args(arguments)
    demand, window = demand_of(json.loads(chosen.file.read_text(encoding="utf-8")), chosen.hosts)
    times = []
    for _ in range(chosen.rounds):
        began = time.perf_counter()
        slots = search(demand, window)
        times.append(time.perf_counter() - began)
    answer = json.dumps(written(slots), sort_keys=True, separators=(",", ":"))
    report = {
        "ms_median": round(1000 * statistics.median(times), 2),
        "starts": len(slots),
        "pairs": sum(map(len, slots.values())),
        "slots_sha256": hashlib.sha256(answer.encode()).hexdigest(),
    }
    print(json.dumps(report))


def _hosts(listed: list[Mapping[str, Any]], wanted: int | None) -> list[tuple[str, list[tuple[int, int]]]]:
    busy = [[(_minute(start), _minute(end)) for start, end in host["busy"]] for host in listed]
    names = [str(host["id"]) for host in listed]
    found = []
    for place in range(len(listed) if wanted is None else wanted):
        if place < len(listed):
            found.append((names[place], busy[place]))
            continue
        later = random.Random(place).randrange(60)
        found.append((str(place + 1), [(start + later, end + later) for start, end in busy[place % len(listed)]]))
    return found


def _range(rule: Mapping[str, str]) -> tuple[int, int]:
    start, end = parse_time(rule["start"]), parse_time(rule["end"])
    return start, end if end > start else end + DAY


def _minute(text: str) -> int:
    return minute_of(datetime.fromisoformat(text))


if __name__ == "__main__":
    main(sys.argv[1:])
