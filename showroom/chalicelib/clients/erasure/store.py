"""Erasures in DynamoDB: one item each, in the `due` index until it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.clients.erasure.model import Ended, Erasure, Sent, State
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.table import DUE_INDEX, Item, Key, Step, Table, create, put

_MOST_A_RUN = 20


class ErasureItem(Item):
    """One client's erasure; it stays as the receipt."""

    client = UnicodeAttribute()
    boutique = UnicodeAttribute(null=True)
    actor = UnicodeAttribute()
    at = NumberAttribute()
    state = UnicodeAttribute()
    done_at = NumberAttribute(null=True)
    ended = JSONAttribute()
    left = JSONAttribute()
    version = NumberAttribute()
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)


def erasure_key(client_id: str) -> Key:
    """Where a client's erasure is kept: apart from her card, which goes."""
    return Key(f"ERASURE#{client_id}", "ERASURE")


def erasures_key() -> str:
    """The due index's partition of erasures that are not done."""
    return "DUE#erasures"


class ErasureStore:
    """Reads erasures, always strongly, and makes the steps that change them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, client_id: str) -> Erasure | None:
        """Return a client's erasure, or None."""
        item = self._table.get(ErasureItem, erasure_key(client_id), consistent=True)
        return _erasure(item) if item else None

    def due(self, now: datetime) -> Iterator[str]:
        """Yield the clients whose erasure should go on, longest waiting first, a few at a time."""
        ripe = ErasureItem.due_at <= minute_of(now)
        found = self._table.query(ErasureItem, erasures_key(), ripe, index=DUE_INDEX)
        for item in islice(found, _MOST_A_RUN):
            yield item.pk.partition("#")[2]

    def create(self, erasure: Erasure) -> Step:
        """Step that begins an erasure (`erasure.create`)."""
        return create("erasure.create", _item(erasure))

    def change(self, before: Erasure, after: Erasure) -> Step:
        """Step that rewrites an erasure read as `before` (`erasure.change`)."""
        return put("erasure.change", _item(after), ErasureItem.version == before.version)


def _item(erasure: Erasure) -> ErasureItem:
    look_at = erasure.look_at
    return ErasureItem(
        *erasure_key(erasure.client),
        client=erasure.client,
        boutique=erasure.boutique,
        actor=erasure.actor,
        at=erasure.at,
        state=erasure.state,
        done_at=erasure.done_at,
        ended=[erasure.ended.appointments, erasure.ended.delegates],
        left=[list(one) for one in erasure.left],
        version=erasure.version,
        due_shard=None if look_at is None else erasures_key(),
        due_at=look_at,
    )


def _erasure(item: ErasureItem) -> Erasure:
    return Erasure(
        client=item.client,
        boutique=item.boutique,
        actor=item.actor,
        at=int(item.at),
        state=State(item.state),
        done_at=int(item.done_at) if item.done_at is not None else None,
        ended=Ended(*map(int, item.ended)),
        left=tuple(Sent(channel, to, int(number)) for channel, to, number in item.left),
        version=int(item.version),
    )
