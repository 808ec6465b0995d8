"""The one table and how it is written: items (PynamoDB schemas), named steps, and the committer.

Stores build *steps* and never commit across rooms; a service gathers the steps of every room it touches and hands
them to `Table.commit`, which sends one TransactWriteItems:

    table.commit([agendas.take(...), bookings.create(...), notices.put(...), audit.of(...)])

PynamoDB gives the schemas, the conditions and the calls. Its models are used without their own connection: the one
connection is opened in `wiring` and given to `Table`. DynamoDB answers a cancelled transaction by position, so the
committer keeps the order in which the steps were sent and says *by name* which of them was refused.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.attributes import UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.connection.base import MetaTable
from pynamodb.exceptions import DoesNotExist, PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.foundation.errors import Busy, Contended, StepRefused

MAIN = "main"
KEYS = "keys"
"""Logical table names: `keys` stands apart so that erasure is not undone by restoring `main`."""

MOST_STEPS = 100
DUE_INDEX = "due"
OWNER_INDEX = "owner"
_THROTTLED = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "ThrottlingError",
    "ProvisionedThroughputExceeded",
}
_CONFLICTED = {"TransactionConflict", "TransactionConflictException", "TransactionInProgressException"}


class Key(NamedTuple):
    """Where an item lives. Built by the named functions beside each entity, never inline."""

    pk: str
    sk: str


class Item(Model):
    """An item's schema. Subclasses add attributes; `Meta.table_name` is a logical name that `Table` resolves."""

    class Meta:
        table_name = MAIN

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @property
    def key(self) -> Key:
        """Where this item lives."""
        return Key(self.pk, self.sk)


I = TypeVar("I", bound=Item)  # noqa: E741 - the item type of a read


class Verb(enum.Enum):
    """What a step does, in the order in which DynamoDB is sent them."""

    CHECK = 0
    DELETE = 1
    PUT = 2
    UPDATE = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One named write (or check) of a transaction."""

    name: str
    verb: Verb
    table: str
    key: Key
    item: Mapping[str, Any] | None = None
    condition: Condition | None = None
    actions: tuple[Action, ...] = ()
    is_audit: bool = False


def put(name: str, item: Item, condition: Condition | None = None, *, is_audit: bool = False) -> Step:
    """Write the whole item, if the condition holds."""
    return Step(name, Verb.PUT, item.Meta.table_name, item.key, item.serialize(), condition, is_audit=is_audit)


def create(name: str, item: Item, *, is_audit: bool = False) -> Step:
    """Write the item only where none is."""
    return put(name, item, type(item).pk.does_not_exist(), is_audit=is_audit)


def update(name: str, kind: type[Item], key: Key, actions: Sequence[Action], condition: Condition) -> Step:
    """Change attributes of an item, if the condition holds."""
    return Step(name, Verb.UPDATE, kind.Meta.table_name, key, None, condition, tuple(actions))


def check(name: str, kind: type[Item], key: Key, condition: Condition) -> Step:
    """Write nothing and require the condition: how a decision that only *read* an item is locked."""
    return Step(name, Verb.CHECK, kind.Meta.table_name, key, None, condition)


def delete(name: str, kind: type[Item], key: Key, condition: Condition | None = None) -> Step:
    """Remove an item, if the condition holds."""
    return Step(name, Verb.DELETE, kind.Meta.table_name, key, None, condition)


class Page(NamedTuple):
    """Raw items of one Query call, and where the next call begins (None at the end)."""

    items: list[Any]
    next_start: Mapping[str, Any] | None


class Table:
    """The only way to DynamoDB: reads by key, partition and index; writes by named steps."""

    def __init__(self, connection: Connection, names: Mapping[str, str]) -> None:
        """`names` maps each logical table name (`main`, `keys`) to the deployed one."""
        self._connection = connection
        self._names = dict(names)
        for physical in self._names.values():
            connection.add_meta_table(_meta_of(physical))

    # ── reads ────────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, kind: type[I], key: Key, *, consistent: bool = False) -> I | None:
        """Return the item at `key`, or None. Raises Busy when DynamoDB cannot be reached."""
        with _translated():
            answer = self._connection.get_item(
                self._names[kind.Meta.table_name], key.pk, key.sk, consistent_read=consistent
            )
        raw = answer.get("Item")
        return kind.from_raw_data(raw) if raw else None

    def get_many(self, wanted: Iterable[tuple[type[Item], Key]], *, consistent: bool = False) -> dict[Key, Any]:
        """Return the items found among up to any number of keys of one logical table, in calls of 100."""
        kinds = {key: kind for kind, key in wanted}
        if not kinds:
            return {}
        (logical,) = {kind.Meta.table_name for kind in kinds.values()}
        table, found, queue = self._names[logical], {}, list(kinds)
        while queue:
            batch, queue = queue[:100], queue[100:]
            with _translated():
                answer = self._connection.batch_get_item(
                    table,
                    [{"pk": key.pk, "sk": key.sk} for key in batch],  # type: ignore[misc]
                    consistent_read=consistent,
                )
            for raw in answer.get("Responses", {}).get(table, []):
                key = Key(raw["pk"]["S"], raw["sk"]["S"])
                found[key] = kinds[key].from_raw_data(raw)
            left = answer.get("UnprocessedKeys", {}).get(table, {}).get("Keys", [])
            queue += [Key(raw["pk"]["S"], raw["sk"]["S"]) for raw in left]
        return found

    def query(
        self,
        kind: type[I],
        pk: str,
        sk: Condition | None = None,
        *,
        index: str | None = None,
        consistent: bool = False,
        descending: bool = False,
    ) -> Iterator[I]:
        """Yield every item of a partition (or index partition) whose sort key meets `sk`, page after page."""
        start: Mapping[str, Any] | None = None
        while True:
            page = self.query_page(kind, pk, sk, index=index, consistent=consistent, descending=descending, start=start)
            yield from page.items
            if page.next_start is None:
                return
            start = page.next_start

    def query_page(
        self,
        kind: type[I],
        pk: str,
        sk: Condition | None = None,
        *,
        index: str | None = None,
        consistent: bool = False,
        descending: bool = False,
        limit: int | None = None,
        start: Mapping[str, Any] | None = None,
    ) -> Page:
        """Return one page of a Query: at most `limit` items after `start`."""
        with _translated():
            answer = self._connection.query(
                self._names[kind.Meta.table_name],
                pk,
                range_key_condition=sk,
                index_name=index,
                consistent_read=consistent,
                scan_index_forward=not descending,
                limit=limit,
                exclusive_start_key=start,
            )
        return Page([kind.from_raw_data(raw) for raw in answer["Items"]], answer.get("LastEvaluatedKey"))

    # ── writes ───────────────────────────────────────────────────────────────────────────────────────────────

    def commit(self, steps: Sequence[Step]) -> None:
        """Write all steps in one transaction, or none.

        Raises StepRefused (the first refused step, in the order given, by name), Contended (another transaction or
        a throttle: nothing was written) and Busy (no answer: it may have been written, so read your own id first).
        A transaction without an audit step, with two steps on one key or with more than 100 is a mistake of ours:
        ValueError.
        """
        _check(steps)
        ordered = sorted(steps, key=lambda step: step.verb.value)
        groups: dict[Verb, list[dict[str, Any]]] = {verb: [] for verb in Verb}
        for step in ordered:
            groups[step.verb].append(self._operation(step))
        try:
            self._connection.transact_write_items(
                groups[Verb.CHECK], groups[Verb.DELETE], groups[Verb.PUT], groups[Verb.UPDATE]
            )
        except PynamoDBException as error:
            raise _why(error, ordered) from error

    def write(self, step: Step) -> None:
        """Write one step alone, outside a transaction: for state that belongs to no subject's history, like a lease.

        Raises StepRefused, Contended and Busy like `commit`.
        """
        operation = self._operation(step)
        names = {Verb.PUT: "PutItem", Verb.UPDATE: "UpdateItem", Verb.DELETE: "DeleteItem"}
        try:
            with _translated():
                self._connection.dispatch(names[step.verb], operation)
        except _Refused as refused:
            raise StepRefused(step.name, refused.item) from refused

    def _operation(self, step: Step) -> dict[str, Any]:
        operation: dict[str, Any] = self._connection.get_operation_kwargs(
            self._names[step.table],
            step.key.pk,
            step.key.sk,
            key="Item" if step.verb is Verb.PUT else "Key",
            condition=step.condition,
            actions=list(step.actions) or None,
            return_values_on_condition_failure="ALL_OLD" if step.condition is not None else None,
        )
        if step.item is not None:
            operation["Item"] = dict(step.item)
        return operation


def _check(steps: Sequence[Step]) -> None:
    if len(steps) > MOST_STEPS:
        raise ValueError(f"a transaction has at most {MOST_STEPS} steps, not {len(steps)}")
    places = [(step.table, step.key) for step in steps]
    twice = {place for place in places if places.count(place) > 1}
    if twice:
        raise ValueError(
            f"two steps on one key: {sorted(step.name for step in steps if (step.table, step.key) in twice)}"
        )
    if not any(step.is_audit for step in steps):
        raise ValueError("a transaction needs an audit step")


def _why(error: PynamoDBException, ordered: Sequence[Step]) -> Exception:
    if error.cause_response_code != "TransactionCanceledException":
        return _translation(error)
    reasons = list(getattr(error, "cancellation_reasons", []))
    refused: list[tuple[Step, Any]] = []
    for step, reason in zip(ordered, reasons, strict=False):
        if reason is None:
            continue
        if reason.code == "ConditionalCheckFailed":
            refused.append((step, reason.raw_item))
        elif reason.code not in _CONFLICTED | _THROTTLED:
            return ValueError(f"step {step.name}: {reason.code} {reason.message}")
    if refused:
        step, item = refused[0]
        return StepRefused(step.name, item)
    return Contended("the transaction met another one")


class _Refused(Exception):
    def __init__(self, item: Mapping[str, Any] | None) -> None:
        super().__init__("condition refused")
        self.item = item


class _translated:  # noqa: N801 - reads as a phrase: `with _translated():`
    """Turn what PynamoDB and botocore raise into the house's errors."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, DoesNotExist):
            return
        if isinstance(error, (PynamoDBException, ClientError, BotoCoreError)):
            raise _translation(error) from error


def _translation(error: Exception) -> Exception:
    cause = getattr(error, "cause", None) or error
    response = getattr(cause, "response", None) or {}
    code = response.get("Error", {}).get("Code", "")
    if code == "ConditionalCheckFailedException":
        return _Refused(response.get("Item"))
    if code in _CONFLICTED | _THROTTLED:
        return Contended(code)
    if code in {"ValidationException", "ResourceNotFoundException", "SerializationException", "AccessDeniedException"}:
        return error  # a mistake of ours or of the deployment: loud, never "try again"
    return Busy()


def _meta_of(physical: str) -> MetaTable:
    def attribute(name: str, kind: str = "S") -> dict[str, str]:
        return {"AttributeName": name, "AttributeType": kind}

    def schema(hash_name: str, range_name: str) -> list[dict[str, str]]:
        return [
            {"AttributeName": hash_name, "KeyType": "HASH"},
            {"AttributeName": range_name, "KeyType": "RANGE"},
        ]

    return MetaTable(
        {
            "TableName": physical,
            "KeySchema": schema("pk", "sk"),
            "AttributeDefinitions": [
                attribute("pk"),
                attribute("sk"),
                attribute("due_shard"),
                attribute("due_at", "N"),
                attribute("owner"),
                attribute("owner_at"),
            ],
            "GlobalSecondaryIndexes": [
                {"IndexName": DUE_INDEX, "KeySchema": schema("due_shard", "due_at")},
                {"IndexName": OWNER_INDEX, "KeySchema": schema("owner", "owner_at")},
            ],
        }
    )


def schema_of(name: str, *, indexed: bool) -> dict[str, Any]:
    """Return CreateTable arguments for a table called `name`; `indexed` adds the `due` and `owner` indexes.

    The same schema stands in the infrastructure template; a test compares the two.
    """
    meta = _meta_of(name).data
    used = {"pk", "sk"} | ({"due_shard", "due_at", "owner", "owner_at"} if indexed else set())
    arguments: dict[str, Any] = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": meta["KeySchema"],
        "AttributeDefinitions": [a for a in meta["AttributeDefinitions"] if a["AttributeName"] in used],
    }
    if indexed:
        arguments["GlobalSecondaryIndexes"] = [
            {**index, "Projection": {"ProjectionType": "KEYS_ONLY"}} for index in meta["GlobalSecondaryIndexes"]
        ]
    return arguments
