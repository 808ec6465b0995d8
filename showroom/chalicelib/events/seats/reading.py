"""Reading the seats of a sitting, however many buckets they lie in.

How many there are is fixed when its event is published, and remembered here once it is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.events.seats.buckets.store import SeatsItem, bucket_of, pending_key, seats_key
from chalicelib.events.seats.model import Bucket, Seats
from chalicelib.foundation.table import DUE_INDEX, Item, Table

_MOST_KNOWN = 1000


class SeatReading:
    """Reads seats."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[tuple[str, str], int] = {}

    def read(self, event_id: str, sitting: str, *, consistent: bool = True) -> Seats | None:
        """Return a sitting's seats, or None before its event is published."""
        if not self._known.get((event_id, sitting)):
            item = self._table.get(SeatsItem, seats_key(event_id, sitting), consistent=consistent)
            if item is None:
                return None
            only = bucket_of(item)
            self._learn(event_id, sitting, only.followed_by)
            if not only.followed_by:
                return Seats((only,))
        items = self._table.query(SeatsItem, seats_key(event_id, sitting).pk, consistent=consistent)
        return Seats(tuple(sorted((bucket_of(item) for item in items), key=lambda one: one.number)))

    def read_many(self, sittings: list[tuple[str, str]]) -> dict[tuple[str, str], Seats]:
        """Return by event and sitting the seats that there are, for showing."""
        first = self._table.get_many((SeatsItem, seats_key(*one)) for one in sittings)
        gates = [bucket_of(item) for item in first.values()]
        keys = [seats_key(one.event, one.sitting, at) for one in gates for at in range(1, one.followed_by + 1)]
        rest = self._table.get_many((SeatsItem, key) for key in keys)
        found: dict[tuple[str, str], list[Bucket]] = {}
        for one in [*gates, *(bucket_of(item) for item in rest.values())]:
            found.setdefault((one.event, one.sitting), []).append(one)
        return {place: Seats(tuple(sorted(of, key=lambda one: one.number))) for place, of in found.items()}

    def pending(self) -> Iterator[tuple[str, str]]:
        """Yield event and sitting of every sitting in which a claim or an offer may have ended."""
        found = dict.fromkeys(item.pk for item in self._table.query(Item, pending_key(), index=DUE_INDEX))
        for pk in found:
            _, event_id, sitting = pk.split("#")
            yield event_id, sitting

    def _learn(self, event_id: str, sitting: str, followed_by: int) -> None:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[event_id, sitting] = followed_by
