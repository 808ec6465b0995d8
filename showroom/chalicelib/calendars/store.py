"""Agendas in DynamoDB: one small item per resource and UTC day, so that a booking locks only its day.

Partition `AGENDA#<pool>#<week>`, sort key `<resource>#<day>`: one Query per pool and week reads everybody who is
searched together. Expired entries are dropped by whoever writes next; nobody has to sweep them (rule H1).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pynamodb.attributes import Attribute, NumberAttribute
from pynamodb.constants import STRING
from pynamodb.expressions.condition import Condition

from chalicelib.calendars.agenda import Agenda, Resource, Spot, days_of
from chalicelib.calendars.spans import Taken
from chalicelib.foundation.clock import MINUTES_A_DAY
from chalicelib.foundation.table import Item, Key, Step, Table, check, put

_PREFIX = "AGENDA#"
_MINUTES_A_WEEK = 10080
_MONDAY = 4320  # the epoch was a Thursday: minutes from the Monday before it


def week_of(minute: int) -> int:
    """The week, from Monday 00:00 UTC, that a minute lies in."""
    return (minute + _MONDAY) // _MINUTES_A_WEEK


def pool_key(pool: str, week: int) -> str:
    """The partition of a pool's week: everybody who is searched together."""
    return f"{_PREFIX}{pool}#{week}"


def agenda_key(spot: Spot) -> Key:
    """Where a resource's agenda of one day lives."""
    pool, name = spot.resource
    return Key(pool_key(pool, week_of(spot.day * MINUTES_A_DAY)), f"{name}#{spot.day}")


class EntriesAttribute(Attribute[tuple[Taken, ...]]):
    """Entries as one compact JSON string, soonest first: `[[start, end, before, after, expires_at, ref], …]`."""

    attr_type = STRING

    def serialize(self, value: tuple[Taken, ...]) -> str:
        """Write entries."""
        return json.dumps(
            [[e.start, e.end, e.before, e.after, e.expires_at, e.ref] for e in value], separators=(",", ":")
        )

    def deserialize(self, value: str) -> tuple[Taken, ...]:
        """Read entries back."""
        return tuple(Taken(s, e, b, a, expires_at=x, ref=ref) for s, e, b, a, x, ref in json.loads(value))


class AgendaItem(Item):
    """What is taken of one resource on one UTC day."""

    version = NumberAttribute()
    entries = EntriesAttribute()


def agenda_of(raw: Mapping[str, Any]) -> Agenda | None:
    """Return the agenda of a raw item, or None for an item that is none."""
    if not raw["pk"]["S"].startswith(_PREFIX):
        return None
    item = AgendaItem.from_raw_data(dict(raw))
    pool = item.pk.removeprefix(_PREFIX).rpartition("#")[0]
    name, _, day = item.sk.rpartition("#")
    return Agenda(Spot(Resource(pool, name), int(day)), int(item.version), item.entries)


class AgendaStore:
    """Reads agendas, and makes the steps that change or lock them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def pool(self, pool: str, start: int, end: int) -> dict[str, list[Taken]]:
        """Return resource name → entries of a pool between two minutes: one Query per week, ≤ 6 for 30 days.

        Eventually consistent: for showing, never for deciding (rule H10).
        """
        taken: dict[str, dict[Taken, None]] = {}
        for week in range(week_of(start), week_of(end - 1) + 1):
            for item in self._week(pool, week):
                name = item.sk.rpartition("#")[0]
                # An entry over midnight stands in both days: once is enough.
                taken.setdefault(name, {}).update(dict.fromkeys(item.entries))
        return {name: list(entries) for name, entries in taken.items()}

    def weeks(self, resource: Resource, start: int, end: int, *, consistent: bool = False) -> list[Taken]:
        """Return the entries of one resource between two minutes: one Query per week, its rows alone."""
        hers = AgendaItem.sk.startswith(f"{resource.name}#")
        weeks = range(week_of(start), week_of(end - 1) + 1)
        pages = (
            self._table.query(AgendaItem, pool_key(resource.pool, week), hers, consistent=consistent) for week in weeks
        )
        found = (item for page in pages for item in page)
        return list(dict.fromkeys(entry for item in found for entry in item.entries))

    def _week(self, pool: str, week: int) -> Iterable[AgendaItem]:
        return self._table.query(AgendaItem, pool_key(pool, week))

    def days(self, resource: Resource, start: int, end: int) -> list[Taken]:
        """Return the entries of one resource between two minutes, for showing, in one call for each hundred days."""
        spots = [Spot(resource, day) for day in days_of(start, end)]
        agendas = self.read(spots, consistent=False).values()
        return list(dict.fromkeys(entry for agenda in agendas for entry in agenda.entries))

    def keys(self, spots: Iterable[Spot]) -> list[tuple[type[Item], Key]]:
        """What `Table.get_many` is asked for; several rooms share one call."""
        return [(AgendaItem, agenda_key(spot)) for spot in spots]

    def decode(self, spots: Iterable[Spot], found: Mapping[Key, Any]) -> dict[Spot, Agenda]:
        """Return every wanted agenda from what a `get_many` found, version 0 where nothing is."""
        result = {}
        for spot in spots:
            item = found.get(agenda_key(spot))
            result[spot] = Agenda(spot, int(item.version), item.entries) if item else Agenda(spot)
        return result

    def read(self, spots: Iterable[Spot], *, consistent: bool = True) -> dict[Spot, Agenda]:
        """Return agendas, in one call for each hundred."""
        wanted = list(spots)
        return self.decode(wanted, self._table.get_many(self.keys(wanted), consistent=consistent))

    def write(self, agenda: Agenda) -> Step:
        """Step that writes an agenda over the version it was read at, called `agenda.<resource>`."""
        item = AgendaItem(*agenda_key(agenda.spot), version=agenda.version + 1, entries=agenda.entries)
        return put(_name(agenda), item, _unchanged(agenda))

    def lock(self, agenda: Agenda) -> Step:
        """Step that writes nothing and requires the version an agenda was read at."""
        return check(_name(agenda), AgendaItem, agenda_key(agenda.spot), _unchanged(agenda))


class RememberedAgendas(AgendaStore):
    """Agendas for showing, each read once: for one question that asks of the same weeks many times over."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._weeks: dict[tuple[str, int], list[AgendaItem]] = {}

    def _week(self, pool: str, week: int) -> Iterable[AgendaItem]:
        if (pool, week) not in self._weeks:
            self._weeks[pool, week] = list(super()._week(pool, week))
        return self._weeks[pool, week]


def _name(agenda: Agenda) -> str:
    return f"agenda.{agenda.spot.resource.name}"


def _unchanged(agenda: Agenda) -> Condition:
    if agenda.version:
        return AgendaItem.version == agenda.version
    return AgendaItem.pk.does_not_exist()
