"""Events as their hosts' days show them (`Occasions` of the bookings' room)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.bookings.hosted import Occasion
from chalicelib.events.store import EventStore
from chalicelib.foundation.table import Item, Key

_REF = "event:"


class HostedEvents:
    """Reads which event a ref of an agenda is of."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def keys(self, refs: Iterable[str]) -> list[tuple[type[Item], Key]]:
        """Return what `Table.get_many` is asked for."""
        return [self._store.key(ref.split(":")[1]) for ref in refs if ref.startswith(_REF)]

    def found(self, ref: str, found: Mapping[Key, Any]) -> Occasion | None:
        """Return the sitting that a ref names, or None."""
        if not ref.startswith(_REF):
            return None
        _, event_id, sitting_id = ref.split(":")
        event = self._store.found(event_id, found)
        sitting = event.sitting(sitting_id) if event is not None else None
        if event is None or sitting is None:
            return None
        return Occasion(f"{event.id}-{sitting.id}", event.title, sitting.start, sitting.end, event.zone, event.version)
