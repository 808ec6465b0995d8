"""What a request costs on real DynamoDB, in on-demand units, worked out from what it read and wrote.

Moto always answers 1.0. Here: a read costs half a unit per started 4 kB when eventually consistent, one when strong,
two in a transaction; a write costs one unit per started kB of the larger of the item before and after, two in a
transaction (its condition checks too); each index entry written or removed costs one more.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

Raw = Mapping[str, Any]
Place = tuple[str, str, str]
"""Deployed table name, partition key, sort key."""

_ALONE = {"PutItem", "UpdateItem", "DeleteItem"}


def places_written(operation: str, body: Raw) -> list[Place]:
    """Return every place a write request names, in its order; a transaction's condition checks are among them."""
    if operation == "TransactWriteItems":
        return [_place(step) for entry in body["TransactItems"] for step in entry.values()]
    if operation == "BatchWriteItem":
        return [
            _place({"TableName": table, **step})
            for table, entries in body["RequestItems"].items()
            for entry in entries
            for step in entry.values()
        ]
    return [_place(body)] if operation in _ALONE else []


def _place(step: Raw) -> Place:
    key = step.get("Key") or step["Item"]
    return step["TableName"], key["pk"]["S"], key["sk"]["S"]


def images(region: str, places: Sequence[Place]) -> list[Raw | None]:
    """Return copies of the raw items at some places, None where there is none. The caller holds moto's lock."""
    tables = dynamodb_backends[DEFAULT_ACCOUNT_ID][region].tables
    found: list[Raw | None] = []
    for name, pk, sk in places:
        item = tables[name].get_item(_dynamo(pk), _dynamo(sk)) if name in tables else None
        found.append(copy.deepcopy(item.to_json()["Attributes"]) if item else None)
    return found


def _dynamo(text: str) -> Any:
    from moto.dynamodb.models.dynamo_type import DynamoType

    return DynamoType({"S": text})


def write_units(
    operation: str, region: str, places: Sequence[Place], before: Sequence[Raw | None], after: Sequence[Raw | None]
) -> int:
    """Return the write units of one request that did what `before` and `after` show."""
    factor = 2 if operation == "TransactWriteItems" else 1
    units = 0
    for (table, _, _), old, new in zip(places, before, after, strict=True):
        units += factor * _started(max(size_of(old), size_of(new)), 1024)
        units += sum(_entries_changed(names, old, new) for names in _indexes(region, table))
    return units


def _indexes(region: str, table: str) -> list[tuple[str, ...]]:
    found = dynamodb_backends[DEFAULT_ACCOUNT_ID][region].tables[table].global_indexes
    return [tuple(part["AttributeName"] for part in index.schema) for index in found]


def _entries_changed(names: tuple[str, ...], old: Raw | None, new: Raw | None) -> int:
    """Our indexes project keys only: an entry moves when one of its own keys does, which is a removal and a write."""

    def entry(item: Raw | None) -> tuple[Any, ...] | None:
        return tuple(str(item[name]) for name in names) if item and all(name in item for name in names) else None

    was, is_now = entry(old), entry(new)
    return 0 if was == is_now else (was is not None) + (is_now is not None)


def read_units(operation: str, body: Raw, answer: Raw) -> float:
    """Return the read units of one request from its answer (a filtered Query is undercounted: we send no filters)."""
    if operation == "GetItem":
        return _read(size_of(answer.get("Item")), strong=body.get("ConsistentRead", False))
    if operation in {"Query", "Scan"}:
        total = sum(size_of(item) for item in answer.get("Items", []))
        return _read(total, strong=body.get("ConsistentRead", False))
    if operation == "BatchGetItem":
        return sum(_batch(wanted, answer, table) for table, wanted in body["RequestItems"].items())
    if operation == "TransactGetItems":
        return sum(2 * _started(size_of(found.get("Item")), 4096) for found in answer.get("Responses", []))
    return 0


def _batch(wanted: Raw, answer: Raw, table: str) -> float:
    """An absent item is paid for like a small one."""
    items, strong = answer.get("Responses", {}).get(table, []), wanted.get("ConsistentRead", False)
    absent = len(wanted["Keys"]) - len(items)
    return sum(_read(size_of(item), strong=strong) for item in items) + absent * _read(0, strong=strong)


def _read(size: int, *, strong: bool) -> float:
    return _started(size, 4096) * (1.0 if strong else 0.5)


def _started(size: int, block: int) -> int:
    return max(1, math.ceil(size / block))


def size_of(item: Raw | None) -> int:
    """Return an item's size in bytes by DynamoDB's published rules."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items()) if item else 0


def _size(value: Raw) -> int:
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        digits = content.lstrip("-").replace(".", "").strip("0") or "0"
        return math.ceil(len(digits) / 2) + 1 + int(content.startswith("-"))
    if kind == "B":
        return len(content) * 3 // 4
    if kind == "L":
        return 3 + _sum(1 + _size(one) for one in content)
    if kind == "M":
        return 3 + _sum(1 + len(name.encode()) + _size(one) for name, one in content.items())
    if kind in {"SS", "NS", "BS"}:
        return _sum(_size({kind[0]: one}) for one in content)
    return 1


def _sum(sizes: Iterable[int]) -> int:
    return sum(sizes)
