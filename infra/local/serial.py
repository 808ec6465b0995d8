"""moto's DynamoDB, one action at a time, with transactions that copy only what they touch.

Stock moto oversells: two threads may both read before either writes, even inside one conditional write. `serialise`
puts one re-entrant lock round every DynamoDB action, and must be called before anything is asked of it. Moto also
deep-copies a table once per step of a transaction so as to be able to roll back; the copy made here holds the same
values but copies only the items that the transaction touches. And moto looks for each kind of value under many names
in every attribute it answers with, which takes it longer than all else: an attribute's one kind is its only key, so
nothing else is looked for. Nor are keys read anew for each comparison when an index is put in order. And what a house
asks all day goes the short way (`short`).
"""

from __future__ import annotations

import copy
import functools
import threading
from collections.abc import Callable, Mapping
from typing import Any

from moto.core.serialize import JSONSerializer
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table as MotoTable
from moto.dynamodb.responses import DynamoHandler

from infra.local.short import shorten

LOCK = threading.RLock()
"""Whoever holds it is alone with moto's DynamoDB."""
_touched = threading.local()


def serialise() -> None:
    """Make moto's DynamoDB one action at a time. Calling it twice is calling it once."""
    if is_serialised():
        return
    _wrap(DynamoHandler, "call_action", _one_at_a_time)
    _wrap(DynamoDBBackend, "transact_write_items", _noting_what_is_touched)
    _wrap(JSONSerializer, "_serialize_type_structure", _attributes_as_they_are)
    MotoTable.__deepcopy__ = _copy_what_is_touched  # type: ignore[attr-defined]
    MotoTable.all_items = _in_order_of_keys  # type: ignore[method-assign]
    shorten(LOCK)


def is_serialised() -> bool:
    """Say whether the lock is in place."""
    return getattr(DynamoHandler.call_action, "_serialised", False)


def _wrap(owner: type, name: str, wrapper: Callable[..., Any]) -> None:
    original = getattr(owner, name)

    @functools.wraps(original)
    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        return wrapper(original, self, *args, **kwargs)

    wrapped._serialised = True  # type: ignore[attr-defined]
    setattr(owner, name, wrapped)


def _one_at_a_time(original: Callable[..., Any], handler: Any, *args: Any, **kwargs: Any) -> Any:
    with LOCK:
        return original(handler, *args, **kwargs)


def _attributes_as_they_are(
    original: Callable[..., Any], serializer: Any, serialized: dict[str, Any], value: Any, shape: Any, key: str
) -> None:
    if shape.name != "AttributeValue" or type(value) is not dict or not key:
        original(serializer, serialized, value, shape, key)
        return
    members, found = shape.members, serialized.setdefault(key, {})
    for kind, content in value.items():
        serializer._serialize(found, content, members[kind], kind)


def _in_order_of_keys(table: MotoTable) -> list[Any]:
    rows: Any = table.items.values()
    items = [item for row in rows for item in row.values()] if table.range_key_attr else list(rows)
    return sorted(items, key=lambda item: [part.cast_value for part in (item.hash_key, item.range_key) if part])


def _noting_what_is_touched(
    original: Callable[..., Any], backend: DynamoDBBackend, transact_items: list[dict[str, Any]]
) -> Any:
    _touched.partitions = {partition_of(backend, step) for step in transact_items}
    _touched.copies = {}
    try:
        return original(backend, transact_items)
    finally:
        _touched.partitions, _touched.copies = None, None


def partition_of(backend: DynamoDBBackend, step: Mapping[str, Any]) -> tuple[str, str]:
    """Return (table, partition key as text) of one step of a transaction."""
    (operation,) = step.values()
    table = backend.get_table(operation["TableName"])
    place = operation.get("Key") or operation["Item"]
    return operation["TableName"], str(next(iter(place[table.hash_key_attr].values())))


def _copy_what_is_touched(table: MotoTable, memo: dict[int, Any]) -> MotoTable:
    partitions = getattr(_touched, "partitions", None)
    if partitions is not None and table.name in _touched.copies:
        made: MotoTable = _touched.copies[table.name]
        return made
    twin = copy.copy(table)
    twin.items = type(table.items)(table.items.default_factory)
    for partition, rows in table.items.items():
        deep = partitions is None or (table.name, str(partition.value)) in partitions
        twin.items[partition] = copy.deepcopy(rows, memo) if deep else rows
    if partitions is not None:
        _touched.copies[table.name] = twin
    return twin
