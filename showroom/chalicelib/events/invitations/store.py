"""The hours of an event's tiers in DynamoDB: one item beside the event, in the due index by the next of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.bookings.store import JsonAttribute
from chalicelib.events.invitations.model import Tiers
from chalicelib.events.partition import partition_key
from chalicelib.foundation.table import DUE_INDEX, Item, Key, Step, Table, create, put


def _rows(times: Mapping[int, int]) -> list[Any]:
    return sorted([tier, at] for tier, at in times.items())


def _times(rows: Any) -> dict[int, int]:
    return {int(tier): int(at) for tier, at in rows}


class TiersItem(Item):
    """When each tier of one event is released."""

    version = NumberAttribute(attr_name="v")
    times = JsonAttribute[Mapping[int, int]](_rows, _times, attr_name="t")
    swept = NumberAttribute(attr_name="s")
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)


def tiers_key(event_id: str) -> Key:
    """Where the hours of an event's tiers live: beside it."""
    return Key(partition_key(event_id), "TIERS")


def releases_key() -> str:
    """The due index's partition of events whose next tier is to be sent, by minute."""
    return "TIERS#DUE"


class TierStore:
    """Reads tiers, and makes the step that writes them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, event_id: str) -> Tiers:
        """Return the tiers of an event, read consistently; without hours where none were written."""
        item = self._table.get(TiersItem, tiers_key(event_id), consistent=True)
        if item is None:
            return Tiers(event_id)
        return Tiers(event_id, int(item.version), item.times, int(item.swept))

    def due(self, now: int) -> list[str]:
        """Return the ids of events of which a tier's hour has come by minute `now`, longest waiting first."""
        listed = self._table.query(Item, releases_key(), TiersItem.due_at <= now, index=DUE_INDEX)
        return [item.pk.removeprefix(partition_key("")) for item in listed]

    def write(self, before: Tiers, after: Tiers) -> Step:
        """Step that writes tiers over the version they were read at (`tiers.write`)."""
        item = TiersItem(
            *tiers_key(after.event),
            version=after.version,
            times=after.times,
            swept=after.swept,
            due_shard=releases_key() if after.next_at is not None else None,
            due_at=after.next_at,
        )
        if not before.version:
            return create("tiers.write", item)
        return put("tiers.write", item, TiersItem.version == before.version)
