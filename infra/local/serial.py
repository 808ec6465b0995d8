"""moto's DynamoDB, one action at a time, with transactions that copy only what they touch.

Stock moto oversells: two threads may both read before either writes, even inside one conditional write. `serialise`
puts one re-entrant lock round every DynamoDB action, and must be called before anything is asked of it. Moto also
deep-copies a table once per step of a transaction so as to be able to roll back; the copy made here holds the same
values but copies only the items that the transaction touches. And moto looks for each kind of value under many names
in every attribute it answers with, which takes it longer than all else: an attribute's one kind is its only key, so
nothing else is looked for. A query looks through its partition and not the whole table, keys are not read anew for each
comparison, nor is an item measured anew at each of its attributes. And what a house asks all day goes the short way
(`short`).
"""

from __future__ import annotations

import copy
import functools
import inspect
import threading
from collections.abc import Callable, Mapping
from typing import Any

from moto.core.serialize import JSONSerializer
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, LimitedSizeDict
from moto.dynamodb.models.table import Table as MotoTable
from moto.dynamodb.models.utilities import bytesize
from moto.dynamodb.responses import DynamoHandler

from infra.local.short import shorten

LOCK = threading.RLock()
"""Whoever holds it is alone with moto's DynamoDB."""
_touched = threading.local()
_ASKED = inspect.signature(MotoTable.query)
_MOST_BYTES = 405_000
"""Moto's own limit for an item."""


def serialise() -> None:
    """Make moto's DynamoDB one action at a time. Calling it twice is calling it once."""
    if is_serialised():
        return
    _wrap(DynamoHandler, "call_action", _one_at_a_time)
    _wrap(DynamoDBBackend, "transact_write_items", _noting_what_is_touched)
    _wrap(JSONSerializer, "_serialize_type_structure", _attributes_as_they_are)
    MotoTable.__deepcopy__ = _copy_what_is_touched  # type: ignore[attr-defined]
    MotoTable.all_items = _in_order_of_keys  # type: ignore[method-assign]
    _wrap(MotoTable, "query", _in_one_partition)
    LimitedSizeDict.__setitem__ = _measured_as_it_comes  # type: ignore[method-assign]
    DynamoType.__eq__ = _is_the_same  # type: ignore[assignment, method-assign]
    DynamoType.__hash__ = _hash_of  # type: ignore[method-assign]
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
    wanted = getattr(_touched, "wanted", None)
    if wanted is not None and "" in wanted:
        rows = [table.items[wanted[""]]] if wanted[""] in table.items else []
        wanted = None
    items = [item for row in rows for item in row.values()] if table.range_key_attr else list(rows)
    if wanted:
        items = [item for item in items if all(item.attrs.get(name) == value for name, value in wanted.items())]
    return sorted(items, key=lambda item: [part.cast_value for part in (item.hash_key, item.range_key) if part])


def _in_one_partition(original: Callable[..., Any], table: MotoTable, *args: Any, **kwargs: Any) -> Any:
    """Let a query look through what it asks for: a partition, or those who have its key in an index."""
    asked = _ASKED.bind(table, *args, **kwargs).arguments
    if asked.get("index_name"):
        _touched.wanted = dict(asked["hash_key_conditions"])
    else:
        _touched.wanted = {"": asked["hash_key"]}
    try:
        return original(table, *args, **kwargs)
    finally:
        _touched.wanted = None


def _noting_what_is_touched(
    original: Callable[..., Any], backend: DynamoDBBackend, transact_items: list[dict[str, Any]]
) -> Any:
    _touched.partitions = {partition_of(backend, step) for step in transact_items}
    _touched.copies = {}
    try:
        return original(backend, transact_items)
    finally:
        _touched.partitions, _touched.copies = None, None


def partition_of(backend: DynamoDBBackend, step: Mapping[str, Any]) -> tuple[str, DynamoType]:
    """Return table and partition key of one step of a transaction."""
    (operation,) = step.values()
    table = backend.get_table(operation["TableName"])
    place = operation.get("Key") or operation["Item"]
    return operation["TableName"], DynamoType(place[table.hash_key_attr])


def _copy_what_is_touched(table: MotoTable, memo: dict[int, Any]) -> MotoTable:
    partitions = getattr(_touched, "partitions", None)
    if partitions is not None and table.name in _touched.copies:
        made: MotoTable = _touched.copies[table.name]
        return made
    twin = copy.copy(table)
    twin.items = copy.copy(table.items)
    touched = table.items if partitions is None else [key for name, key in partitions if name == table.name]
    for partition in touched:
        if partition in table.items:
            twin.items[partition] = copy.deepcopy(table.items[partition], memo)
    if partitions is not None:
        _touched.copies[table.name] = twin
    return twin


def _is_the_same(one: DynamoType, other: Any) -> bool:
    if not isinstance(other, DynamoType) or one.type != other.type:
        return False
    return bool(one.value == other.value if one.type == "S" else one.cast_value == other.cast_value)


def _hash_of(one: DynamoType) -> int:
    return hash((one.type, one.value if one.type == "S" else one.cast_value))


def _measured_as_it_comes(item: LimitedSizeDict, key: str, value: Any) -> None:
    """Put an attribute in. The size is added up, too high where one is replaced; near the limit all is measured."""
    size = item.__dict__.get("_size", -1)
    if size < 0 or size + _size_of(key, value) > _MOST_BYTES:
        size = sum(_size_of(*pair) for pair in item.items() if pair[0] != key)
    size += _size_of(key, value)
    if size > _MOST_BYTES:
        raise ItemSizeTooLarge
    item._size = size  # type: ignore[attr-defined]
    dict.__setitem__(item, key, value)


def _size_of(key: str, value: Any) -> int:
    return bytesize(key) + (value.size() if type(value) is DynamoType else bytesize(str(value)))
