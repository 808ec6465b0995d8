"""Agendas and placements: what is taken of a resource on a UTC day, and where an appointment stands in them. Pure.

A span over midnight has an entry in each day that its buffers touch, so two spans whose buffered times meet always
meet in one agenda: whoever locks that agenda's version has decided alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.calendars.spans import Taken
from chalicelib.calendars.zones import local_day
from chalicelib.foundation.clock import MINUTES_A_DAY

_ROOM = "room~"
_PROPOSED = "~proposed"
_QUIET = "hold:"
MOST_PROPOSALS = 3
"""How many times an appointment may hold beside its own."""


class Resource(NamedTuple):
    """Something whose time is taken: its pool (what it is searched with) and its name in that pool."""

    pool: str
    name: str


def staff_resource(boutique: str, staff: str) -> Resource:
    """An associate's agenda stands in the pool of her boutique."""
    return Resource(boutique, staff)


def room_resource(boutique: str, room: str) -> Resource:
    """A room's agenda stands in the pool of its boutique."""
    return Resource(boutique, _ROOM + room)


def room_of(resource_name: str) -> str:
    """The room whose agenda has this name."""
    return resource_name.removeprefix(_ROOM)


def limit_resource(boutique: str, experience: str) -> Resource:
    """An experience's day limit at a boutique, counted by venue-local day."""
    return Resource(boutique, f"limit~{experience}")


def client_resource(client: str) -> Resource:
    """A client is her own pool."""
    return Resource(f"client~{client}", "self")


def quota_resource(kind: str, holder: str) -> Resource:
    """The live holds of a visitor or of a (blinded) contact; they have no day and stand on day 0."""
    return Resource(f"quota~{kind}~{holder}", "holds")


def proposal_ref(ref: str, number: int = 1) -> str:
    """The name under which an appointment also holds a time to which the house would move it: one of three."""
    return f"{ref}{_PROPOSED}{number if number > 1 else ''}"


def owner_of(ref: str) -> str:
    """The appointment that an entry is of, whether it stands there or only holds a proposed time."""
    return ref.partition(_PROPOSED)[0]


def hold_ref(client: str) -> str:
    """The name under which a client's quiet hold stands in agendas: she has one at most."""
    return _QUIET + client


def is_quiet(ref: str) -> bool:
    """Say whether an entry is a quiet hold: time kept for a client who is filling in her details, no appointment."""
    return ref.startswith(_QUIET)


class Spot(NamedTuple):
    """One agenda: a resource on one day."""

    resource: Resource
    day: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda as it was read: version 0 when nothing is stored for it."""

    spot: Spot
    version: int = 0
    entries: tuple[Taken, ...] = ()

    def live(self, now: int) -> tuple[Taken, ...]:
        """Entries that count at minute `now` (rule H1)."""
        return tuple(entry for entry in self.entries if entry.is_live(now))

    def replaced(self, ref: str, entry: Taken | None, now: int) -> Agenda:
        """The agenda without what `ref` had and without what has expired, with `entry` if there is one."""
        kept = tuple(e for e in self.live(now) if e.ref != ref)
        return Agenda(self.spot, self.version, tuple(sorted((*kept, entry), key=_by_start)) if entry else kept)


def _by_start(entry: Taken) -> tuple[int, str]:
    return entry.start, entry.ref


@dataclass(frozen=True, slots=True)
class Placement:
    """An appointment's time and the resources it takes.

    `start`, `end` and `expires_at` are minutes, `before` and `after` minutes of buffer. `hosts` keep the buffers; the
    `client` is busy only while the appointment lasts; `daily` resources count by venue-local day; `quotas` count live
    holds only.
    """

    ref: str
    start: int
    end: int
    before: int
    after: int
    zone: str
    hosts: tuple[Resource, ...] = ()
    client: Resource | None = None
    daily: tuple[Resource, ...] = ()
    quotas: tuple[Resource, ...] = ()
    expires_at: int | None = None

    def entries(self) -> dict[Spot, Taken]:
        """Return where it stands, and the entry it has there."""
        buffered = Taken(self.start, self.end, self.before, self.after, self.expires_at, ref=self.ref)
        bare = Taken(self.start, self.end, 0, 0, self.expires_at, ref=self.ref)
        result: dict[Spot, Taken] = {}
        for day in days_of(self.start - self.before, self.end + self.after):
            result.update((Spot(resource, day), buffered) for resource in self.hosts)
        if self.client:
            result.update((Spot(self.client, day), bare) for day in days_of(self.start, self.end))
        result.update((Spot(resource, local_day(self.zone, self.start)), bare) for resource in self.daily)
        if self.expires_at is not None:
            result.update((Spot(resource, 0), bare) for resource in self.quotas)
        return result


def day_of(minute: int) -> int:
    """The UTC day that a minute lies in."""
    return minute // MINUTES_A_DAY


def days_of(start: int, end: int) -> range:
    """The UTC days that [start, end) touches."""
    return range(day_of(start), day_of(end - 1) + 1)


def swapped(ref: str, takes: Iterable[Placement], agendas: Mapping[Spot, Agenda], now: int) -> Iterator[Agenda]:
    """Yield every agenda that changes when the appointment `ref` leaves all it had and stands where `takes` say.

    One swap in one transaction: a reschedule is never zero and never two. `agendas` must hold every spot of `takes`.
    """
    wanted = {take.ref: take.entries() for take in takes}
    missing = {spot for entries in wanted.values() for spot in entries} - agendas.keys()
    if missing:
        raise ValueError(f"agendas not read: {sorted(missing)}")
    for spot, agenda in agendas.items():
        changed = False
        for name in (ref, *(proposal_ref(ref, number) for number in range(1, MOST_PROPOSALS + 1))):
            entry = wanted.get(name, {}).get(spot)
            if entry is not None or any(e.ref == name for e in agenda.entries):
                agenda, changed = agenda.replaced(name, entry, now), True
        if changed:
            yield agenda
