"""Where events stand in agendas, read from raw items: for operators' commands that compare the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.calendars.agenda import Placement, client_resource
from chalicelib.events.guests.store import guest_of
from chalicelib.events.store import event_of


def evenings(rows: Iterable[Mapping[str, Any]]) -> Iterator[Placement]:
    """Yield the time of hosts of every event that will be held, and of every guest who comes to one."""
    rows = [raw for raw in rows if raw["pk"]["S"].startswith("EVENT#")]
    events = {event.id: event for raw in rows if (event := event_of(raw)) is not None}
    for event in events.values():
        for placed in event.placements().values():
            yield from placed
    for raw in rows:
        guest = guest_of(raw)
        event = events.get(guest.event) if guest is not None else None
        sitting = event.sitting(guest.sitting) if guest is not None and event is not None else None
        if guest is None or event is None or sitting is None or guest.stands_at is None:
            continue
        end = guest.stands_at + sitting.end - sitting.start
        hers = client_resource(guest.client)
        yield Placement(guest.ref, guest.stands_at, end, 0, 0, event.zone, client=hers)
