"""Which clients are an advisor's own, in DynamoDB: one small item for each, written with the card that says so."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.clients.model import Client
from chalicelib.foundation.table import Item, Key, Step, Table, delete, put

_PREFIX = "CLIENT#"


class AdvisedItem(Item):
    """One client of an advisor's own; its key says all."""


def advised_key(staff_id: str, client_id: str) -> Key:
    """Where it is kept that a client is an advisor's own."""
    return Key(f"STAFF#{staff_id}", f"{_PREFIX}{client_id}")


def advised_steps(before: Client | None, after: Client | None) -> list[Step]:
    """The steps by which an advisor's own clients follow a card; the card's own step is the lock."""
    old = before.advisor if before else None
    new = after.advisor if after else None
    if old == new:
        return []
    steps = []
    if before and old:
        steps.append(delete("advised.drop", AdvisedItem, advised_key(old, before.id)))
    if after and new:
        steps.append(put("advised.put", AdvisedItem(*advised_key(new, after.id))))
    return steps


class AdvisedStore:
    """Reads who an advisor's own clients are."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, staff_id: str) -> Iterator[str]:
        """Yield the ids of her own clients in their order, strongly read, page after page."""
        partition, hers = advised_key(staff_id, "").pk, AdvisedItem.sk.startswith(_PREFIX)
        for item in self._table.query(AdvisedItem, partition, hers, consistent=True):
            yield item.sk.removeprefix(_PREFIX)
