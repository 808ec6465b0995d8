"""What must be true of events at any quiet moment, read from a raw scan and not through the services.

seats: free and taken make the capacity and what is overbooked (never at a dinner), none is negative but by whom the
house seated beyond it; a seat is an accepted guest's, of her whole party, and an offer is an offered guest's; nobody
has a claim that nobody is writing
at a dinner there is one place at a door for each person who comes, and a code for each of them
where advisors have seats of their own, each has those her event says, and the rest are everybody's
the waiting list holds exactly those who wait; an evening stands in exactly the agendas of its hosts and of who comes
every version of a guest and of an event has left exactly one audit row
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.events.presence.model import Overbooking

Raw = Mapping[str, Any]
COMES = {"accepted", "attended", "no_show"}


def evening_violations(rows: Iterable[Raw], now: int) -> list[str]:
    """Return everything that is wrong with the events among the rows of `main` at minute `now`."""
    rows = list(rows)
    events = {row["id"]["S"]: row for row in rows if row["sk"]["S"] == "EVENT"}
    guests = {row["id"]["S"]: row for row in rows if row["sk"]["S"].startswith("GUEST#")}
    return [
        *_seats(rows, events, guests, now),
        *_waiting(rows, guests),
        *_agendas(rows, events, guests),
        *_audits(rows, events, guests),
        *_tables(rows, events, guests),
    ]


def _seats(rows: list[Raw], events: Mapping[str, Raw], guests: Mapping[str, Raw], now: int) -> Iterable[str]:
    found: dict[str, tuple[str, int, str]] = {}
    counted: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if not row["pk"]["S"].startswith("SEATS#"):
            continue
        name, free, capacity = row["pk"]["S"], int(row["f"]["N"]), int(row["ca"]["N"])
        counted[row["ev"]["S"], row["si"]["S"]] += capacity
        parties = {guest: text["S"].split(":") for guest, text in row["p"]["M"].items()}
        taken = sum(int(n) for n, *_ in parties.values())
        forced = sum(int(guests[one]["pa"]["N"]) for one in parties if one in guests and "fo" in guests[one])
        if free < -forced or free + taken != capacity:
            yield f"{name}: {free} free and {taken} taken of {capacity}"
        for guest, (n, kind, until, *_) in parties.items():
            if kind == "claim" and now < int(until):
                yield f"{name}: {guest} still claims"
            if kind == "seat" or (kind != "pointer" and now < int(until)):
                if guest in found:
                    yield f"{guest} has seats twice"
                found[guest] = (row["si"]["S"], int(n), kind)
    wanted_seats = {(ref, pool): n for ref, _ in counted for pool, n in _pools(events[ref]).items()}
    for event, pool in wanted_seats.keys() | counted.keys():
        capacity, says = counted.get((event, pool)), wanted_seats.get((event, pool))
        if capacity != says:
            yield f"{event} {pool}: counts {capacity} seats, its event says {says}"
    for ref, guest in guests.items():
        state, party = guest["st"]["S"], int(guest["pa"]["N"])
        offered = state == "offered" and now < int(guest["ox"]["N"])
        wanted = (_pool(guest), party, "seat" if state in COMES else "offer") if state in COMES or offered else None
        if found.get(ref) != wanted:
            yield f"guest {ref} ({state}) has {found.get(ref)}, not {wanted}"
    yield from (f"{ref} has seats and is no guest" for ref in found.keys() - guests.keys())


def _pools(event: Raw) -> dict[str, int]:
    """How many seats its row says are counted where: each advisor's own, and the rest."""
    found = {}
    for sitting, _, _, _, capacity, *more in json.loads(event["si"]["S"]):
        if "ob" in event:
            rule = Overbooking.of(json.loads(event["ob"]["S"]))
            capacity = rule.seats(capacity, delivered=event["k"]["S"] == "launch_dinner")
        shares = dict(more[0]) if more else {}
        found |= {sitting: capacity - sum(shares.values())}
        found |= {f"{sitting}.{advisor}": n for advisor, n in shares.items()}
    return found


def _pool(guest: Raw) -> str:
    """Where her row says that her seats are counted, or that she waits."""
    return guest["si"]["S"] + (f".{guest['al']['S']}" if "al" in guest else "")


def _waiting(rows: list[Raw], guests: Mapping[str, Raw]) -> Iterable[str]:
    listed = Counter(
        (row["guest"]["S"], row["sk"]["S"].split("#")[1], int(row["party"]["N"]))
        for row in rows
        if row["sk"]["S"].startswith("WAIT#")
    )
    waiting = Counter(
        (ref, _pool(guest), int(guest["pa"]["N"])) for ref, guest in guests.items() if guest["st"]["S"] == "waitlisted"
    )
    if listed != waiting:
        yield f"the list holds {sorted(listed)}, and {sorted(waiting)} wait"


def _agendas(rows: list[Raw], events: Mapping[str, Raw], guests: Mapping[str, Raw]) -> Iterable[str]:
    found = set()
    for row in rows:
        if row["pk"]["S"].startswith("AGENDA#"):
            pool, name = row["pk"]["S"].split("#")[1], row["sk"]["S"].rpartition("#")[0]
            entries = json.loads(row["entries"]["S"])
            found |= {(pool, name, ref, start) for start, *_, ref in entries if ref.startswith("event:")}
    wanted = set()
    for ref, event in events.items():
        if event["st"]["S"] in ("published", "closed"):
            for sitting, start, *_ in json.loads(event["si"]["S"]):
                for host in json.loads(event["ho"]["S"]):
                    wanted.add((event["bq"]["S"], host, f"event:{ref}:{sitting}", start))
    past = set()
    for guest in guests.values():
        if guest["st"]["S"] in COMES and "ss" in guest:
            wanted.add((f"client~{guest['cl']['S']}", "self", f"event:{guest['ev']['S']}", int(guest["ss"]["N"])))
    over = {ref for ref, event in events.items() if event["st"]["S"] == "held"}
    past = {one for one in found | wanted if one[2].split(":")[1] in over}
    yield from (f"an evening stands in an agenda, or does not: {one}" for one in sorted((found ^ wanted) - past))


def _audits(rows: list[Raw], events: Mapping[str, Raw], guests: Mapping[str, Raw]) -> Iterable[str]:
    audited = Counter(
        row["pk"]["S"].removeprefix("AUDIT#") for row in rows if row["pk"]["S"].startswith("AUDIT#guest#")
    )
    for ref, guest in guests.items():
        subject = f"guest#{guest['ev']['S']}.{ref}"
        if audited[subject] != int(guest["v"]["N"]):
            yield f"{ref} is version {guest['v']['N']} and has {audited[subject]} audit rows"


def _tables(rows: list[Raw], events: Mapping[str, Raw], guests: Mapping[str, Raw]) -> Iterable[str]:
    tables = {row["gu"]["S"]: row for row in rows if row["sk"]["S"].startswith("TABLE#")}
    dinners = {ref for ref, event in events.items() if event["k"]["S"] == "launch_dinner"}
    for ref, guest in guests.items():
        if guest["ev"]["S"] not in dinners:
            continue
        homes = json.loads(tables[ref]["ho"]["S"]) if ref in tables else []
        codes = [code for _, _, persons, _ in homes for code in persons]
        comes = int(guest["pa"]["N"]) if guest["st"]["S"] in COMES else 0
        if len(codes) != comes or len(set(codes)) != comes:
            yield f"guest {ref} comes with {comes}, and has places for {codes}"
    yield from (f"a table of {ref}, who is no guest" for ref in tables.keys() - guests.keys())
