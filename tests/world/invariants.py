"""What must be true of the tables at any quiet moment, read from a raw scan and not through the services.

no two live entries of one advisor, room or client overlap, buffers between our own entries added up
a live booking stands in exactly the agendas it should, and no live entry is nobody's; a client's quiet hold likewise,
and there is one of hers at most
a booking's notices speak of its present version; every version has left exactly one audit row
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import combinations
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

Raw = Mapping[str, Any]
HOLDS_TIME = {"held", "requested", "confirmed", "done", "no_show"}


class Entry(NamedTuple):
    """One entry of an agenda, as it is stored."""

    start: int
    end: int
    before: int
    after: int
    expires_at: int | None
    ref: str

    def is_live(self, now: int) -> bool:
        """Expired entries count for nothing."""
        return self.expires_at is None or now < self.expires_at


Agendas = dict[tuple[str, str, str], list[Entry]]
"""(pool, name, day) → entries."""


def violations(rows: Iterable[Raw], now: int) -> list[str]:
    """Return everything that is wrong with the rows of `main` at minute `now`."""
    rows = list(rows)
    agendas = {
        (row["pk"]["S"].split("#")[1], *row["sk"]["S"].rsplit("#", 1)): [
            Entry(*e) for e in json.loads(row["entries"]["S"])
        ]
        for row in rows
        if row["pk"]["S"].startswith("AGENDA#")
    }
    bookings = {row["id"]["S"]: row for row in rows if row["pk"]["S"].startswith("BOOKING#")}
    standing = _standing(bookings, now) | _quiet(rows, now)
    return [
        *_overlaps(agendas, now),
        *_orphans(agendas, bookings, standing, now),
        *_notices(rows, bookings),
        *_audits(rows, bookings),
        *_advised(rows),
    ]


def _overlaps(agendas: Agendas, now: int) -> Iterable[str]:
    whole: dict[tuple[str, str], set[Entry]] = defaultdict(set)
    for (pool, name, _), entries in agendas.items():
        if not pool.startswith("quota~") and not name.startswith("limit~"):
            whole[pool, name] |= {entry for entry in entries if entry.is_live(now)}
    for (pool, name), live in whole.items():
        for one, other in combinations(sorted(live, key=lambda entry: (entry.start, entry.ref)), 2):
            if _booking_of(one.ref) == _booking_of(other.ref):
                continue  # its own time and the one proposed instead: it will have one of them
            if one.end + one.after + other.before > other.start:
                yield f"{pool}/{name}: {one} meets {other}"


def _orphans(agendas: Agendas, bookings: Mapping[str, Raw], standing: Mapping[str, Raw], now: int) -> Iterable[str]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    days: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for (pool, name, _), entries in agendas.items():
        refs = Counter(entry.ref for entry in entries)
        yield from (f"{pool}/{name}: {ref} stands there {n} times" for ref, n in refs.items() if n > 1)
        for entry in entries:
            if not entry.is_live(now) or entry.ref.startswith("event:"):
                continue  # an evening: `evening_invariants`
            booking = standing.get(entry.ref)
            if booking is None:
                yield f"{pool}/{name}: entry of {entry.ref}, which holds no time"
            elif (entry.start, entry.end) != (int(booking["s"]["N"]), int(booking["e"]["N"])):
                yield f"{pool}/{name}: {entry.ref} stands at another time than it says"
            found[entry.ref].add((pool, name))
            days[entry.ref][pool, name] += 1
    for ref in standing.keys() | bookings.keys():
        booking = standing.get(ref) or bookings[ref]
        wanted = _places(booking) if ref in standing else {}
        if set(wanted) != {place for place in found[ref] if not place[0].startswith("quota~")}:
            yield f"{ref} ({booking['st']['S']}) stands in {sorted(found[ref])}, not in {sorted(wanted)}"
        for place, count in wanted.items():
            if days[ref][place] != count:
                yield f"{ref} stands in {days[ref][place]} days of {place}, not in {count}"


def _booking_of(ref: str) -> str:
    return ref.partition("~")[0]


def _standing(bookings: Mapping[str, Raw], now: int) -> dict[str, Raw]:
    """Return what should stand in agendas: each live booking, and beside it the times proposed instead that are open.

    A proposal is given as the booking it would become.
    """
    found: dict[str, Raw] = {}
    for ref, booking in bookings.items():
        if not _holds_time(booking, now):
            continue
        options = booking["st"]["S"] == "held" and "pr" in booking
        if not options:
            found[ref] = booking
        if "pr" not in booking or booking["st"]["S"] not in ("confirmed", "held"):
            continue
        counted = (
            {(booking["bq"]["S"], booking["ex"]["S"], booking["w"]["S"][:10])}
            if "li" in booking and not options
            else set()
        )
        for number, (start, advisor, room, expires_at, *other) in enumerate(json.loads(booking["pr"]["S"]), 1):
            length = int(booking["e"]["N"]) - int(booking["s"]["N"])
            texts, numbers, limited = {"ad": advisor}, {"s": start}, "li" in booking
            if other:
                boutique, experience, length, before, after, zone, limited = other[0]
                texts |= {"bq": boutique, "ex": experience, "z": zone}
                numbers |= {"bf": before, "af": after}
            numbers["e"] = start + length
            would = {key: value for key, value in booking.items() if key not in ("rm", "li")}
            would |= {key: {"S": value} for key, value in texts.items()}
            would |= {key: {"N": str(value)} for key, value in numbers.items()}
            day = (would["bq"]["S"], would["ex"]["S"], _paris_day(start))
            rivals = [row[3] for row in json.loads(booking["pr"]["S"])[number:] if _paris_day(row[0]) == day[2]]
            if limited and day not in counted and all(expires_at > other for other in rivals):
                would["li"] = {"BOOL": True}
                counted.add(day)
            if room:
                would["rm"] = {"S": room}
            if now < expires_at:
                found[f"{ref}~proposed{number if number > 1 else ''}"] = would
    return found


def _quiet(rows: Iterable[Raw], now: int) -> dict[str, Raw]:
    """Return what is quietly held, each as the booking it may become."""
    found: dict[str, Raw] = {}
    for row in rows:
        if not row["pk"]["S"].startswith("HOLD#") or "h" not in row:
            continue
        boutique, experience, start, end, before, after, _, advisor, room, limited, expires = json.loads(row["h"]["S"])
        if now >= expires:
            continue
        client = row["pk"]["S"].removeprefix("HOLD#")
        texts = {"bq": boutique, "ex": experience, "ad": advisor, "cl": client, "rm": room, "st": "quiet"}
        numbers = {"s": start, "e": end, "bf": before, "af": after}
        found[f"hold:{client}"] = {
            **{name: {"S": value} for name, value in texts.items() if value},
            **{name: {"N": str(value)} for name, value in numbers.items()},
            **({"li": {"BOOL": True}} if limited else {}),
        }
    return found


def _paris_day(minute: int) -> str:
    """The local day of a minute in the one boutique of these tests, where the day limit is counted."""
    there = datetime.fromtimestamp(minute * 60, ZoneInfo("Europe/Paris"))
    return there.date().isoformat()


def _holds_time(booking: Raw, now: int) -> bool:
    expires = int(booking["xa"]["N"]) if "xa" in booking and booking["st"]["S"] in {"held", "requested"} else None
    return booking["st"]["S"] in HOLDS_TIME and (expires is None or now < expires)


def _places(booking: Raw) -> dict[tuple[str, str], int]:
    start, end = int(booking["s"]["N"]), int(booking["e"]["N"])
    before, after = int(booking["bf"]["N"]), int(booking["af"]["N"])
    buffered = (end + after - 1) // 1440 - (start - before) // 1440 + 1
    boutique = booking["bq"]["S"]
    places = {(boutique, booking["ad"]["S"]): buffered}
    if "rm" in booking:
        places[boutique, f"room~{booking['rm']['S']}"] = buffered
    places[f"client~{booking['cl']['S']}", "self"] = (end - 1) // 1440 - start // 1440 + 1
    if "li" in booking:
        places[boutique, f"limit~{booking['ex']['S']}"] = 1
    return places


def _notices(rows: Iterable[Raw], bookings: Mapping[str, Raw]) -> Iterable[str]:
    spoken = {row["pk"]["S"].removeprefix("NOTICES#"): row for row in rows if row["pk"]["S"].startswith("NOTICES#")}
    for ref, booking in bookings.items():
        row = spoken.get(f"booking#{ref}")
        if row is None:
            yield f"{ref} has no notices"
        elif int(row["v"]["N"]) != int(booking["v"]["N"]):
            yield f"{ref} is version {booking['v']['N']}, its notices speak of {row['version']['N']}"
    for subject in spoken:
        if subject.startswith("booking#") and subject.removeprefix("booking#") not in bookings:
            yield f"notices of {subject}, which is not there"


def _audits(rows: Iterable[Raw], bookings: Mapping[str, Raw]) -> Iterable[str]:
    audited = Counter(
        row["pk"]["S"].removeprefix("AUDIT#booking#") for row in rows if row["pk"]["S"].startswith("AUDIT#booking#")
    )
    for ref in audited.keys() | bookings.keys():
        versions = int(bookings[ref]["v"]["N"]) if ref in bookings else 0
        if audited[ref] != versions:
            yield f"{ref} is version {versions} and has {audited[ref]} audit rows"


def _advised(rows: Iterable[Raw]) -> Iterable[str]:
    """Whose own advisor somebody is stands in two places: on the card, and among the advisor's own."""
    said, kept = set(), set()
    for row in rows:
        if row["sk"]["S"] == "CARD" and row["state"]["S"] == "known" and "S" in row.get("advisor", {}):
            said.add((row["advisor"]["S"], row["client_id"]["S"]))
        if row["pk"]["S"].startswith("STAFF#") and row["sk"]["S"].startswith("CLIENT#"):
            kept.add((row["pk"]["S"].removeprefix("STAFF#"), row["sk"]["S"].removeprefix("CLIENT#")))
    yield from (f"{client} is {advisor}'s own in one place alone" for advisor, client in sorted(said ^ kept))
