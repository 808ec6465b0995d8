"""Mergings in DynamoDB: one item for each card that was taken into another, in the `due` index until all has moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.clients.merging.pair import Counts, Merge
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.table import DUE_INDEX, Item, Key, Step, Table, create, put

_MOST_A_RUN = 10


class MergeItem(Item):
    """How far the merging of one card into another has come; it stays as the receipt."""

    into = UnicodeAttribute()
    actor = UnicodeAttribute()
    at = NumberAttribute()
    moved = JSONAttribute()
    done_at = NumberAttribute(null=True)
    version = NumberAttribute()
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)


def merge_key(client_id: str) -> Key:
    """Where it is kept that a card was taken into another, and how far that has come."""
    return Key(f"MERGE#{client_id}", "MERGE")


def mergings_key() -> str:
    """The due index's partition of mergings that are not done."""
    return "DUE#mergings"


class MergeStore:
    """Reads mergings, always strongly, and makes the steps that change them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, other: str) -> Merge | None:
        """Return the merging of a card into another, or None."""
        item = self._table.get(MergeItem, merge_key(other), consistent=True)
        if item is None:
            return None
        return Merge(
            other=other,
            into=item.into,
            actor=item.actor,
            at=int(item.at),
            moved=Counts(*map(int, item.moved)),
            done_at=int(item.done_at) if item.done_at is not None else None,
            version=int(item.version),
        )

    def due(self, now: datetime) -> Iterator[str]:
        """Yield the cards whose merging should go on, longest waiting first, a few at a time."""
        ripe = MergeItem.due_at <= minute_of(now)
        found = self._table.query(MergeItem, mergings_key(), ripe, index=DUE_INDEX)
        for item in islice(found, _MOST_A_RUN):
            yield item.pk.partition("#")[2]

    def create(self, merge: Merge) -> Step:
        """Step that begins a merging (`merging.create`)."""
        return create("merging.create", _item(merge))

    def change(self, before: Merge, after: Merge) -> Step:
        """Step that rewrites a merging read as `before` (`merging.change`)."""
        return put("merging.change", _item(after), MergeItem.version == before.version)


def _item(merge: Merge) -> MergeItem:
    look_at = merge.look_at
    return MergeItem(
        *merge_key(merge.other),
        into=merge.into,
        actor=merge.actor,
        at=merge.at,
        moved=list(merge.moved),
        done_at=merge.done_at,
        version=merge.version,
        due_shard=None if look_at is None else mergings_key(),
        due_at=look_at,
    )
