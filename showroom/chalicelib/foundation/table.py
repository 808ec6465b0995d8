"""The one table and how it is written: items and named steps (`steps`), its keys and indexes (`schema`), the committer.

Stores build *steps* and never commit across rooms; a service gathers the steps of every room it touches and hands
them to `Table.commit`, which sends one TransactWriteItems:

    table.commit([agendas.take(...), bookings.create(...), notices.put(...), audit.of(...)])

PynamoDB gives the schemas, the conditions and the calls. Its models are used without their own connection: the one
connection is opened in `wiring` and given to `Table`. DynamoDB answers a cancelled transaction by position, so the
committer keeps the order in which the steps were sent and says *by name* which of them was refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PynamoDBException
from pynamodb.expressions.condition import Condition

from chalicelib.foundation.errors import Busy, Contended, StepRefused
from chalicelib.foundation.schema import DUE_INDEX, OWNER_INDEX, meta_of, schema_of
from chalicelib.foundation.steps import KEYS, MAIN, Item, Key, Step, Verb, check, create, delete, put, update

__all__ = [
    "DUE_INDEX",
    "KEYS",
    "MAIN",
    "MOST_STEPS",
    "OWNER_INDEX",
    "Item",
    "Key",
    "Page",
    "Step",
    "Table",
    "Verb",
    "check",
    "create",
    "delete",
    "put",
    "schema_of",
    "update",
]

MOST_STEPS = 100
_THROTTLED = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "ThrottlingError",
    "ProvisionedThroughputExceeded",
}
_CONFLICTED = {"TransactionConflict", "TransactionConflictException"}


I = TypeVar("I", bound=Item)  # noqa: E741 - the item type of a read


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
            connection.add_meta_table(meta_of(physical))

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

    def everything(self, logical: str = MAIN) -> Iterator[Mapping[str, Any]]:
        """Yield every raw item of a table, page after page: for operators' commands, never for a request."""
        start: Any = None
        while True:
            with _translated():
                answer = self._connection.scan(self._names[logical], consistent_read=True, exclusive_start_key=start)
            yield from answer["Items"]
            start = answer.get("LastEvaluatedKey")
            if start is None:
                return

    # ── writes ───────────────────────────────────────────────────────────────────────────────────────────────

    def commit(self, steps: Sequence[Step]) -> None:
        """Write all steps in one transaction, or none.

        Raises StepRefused (the first refused step, in the order given, by name), Contended (another transaction or
        a throttle) and Busy (no answer: it may have been written). Read your own id first after any of them: an
        earlier attempt of the same call, whose answer was lost, may be what stands in the way.
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
            raise _why(error, ordered, steps) from error

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


def _why(error: PynamoDBException, ordered: Sequence[Step], given: Sequence[Step]) -> Exception:
    if _answer_of(error).get("Error", {}).get("Code") != "TransactionCanceledException":
        return _translation(error)
    reasons = list(getattr(error, "cancellation_reasons", []))
    refused: dict[tuple[str, Key], StepRefused] = {}
    for step, reason in zip(ordered, reasons, strict=False):
        if reason is None:
            continue
        if reason.code == "ConditionalCheckFailed":
            refused[step.table, step.key] = StepRefused(step.name, reason.raw_item)
        elif reason.code not in _CONFLICTED | _THROTTLED:
            return ValueError(f"step {step.name}: {reason.code} {reason.message}")
    first = (refused[step.table, step.key] for step in given if (step.table, step.key) in refused)
    return next(first, None) or Contended("the transaction met another one")


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
    response = _answer_of(error)
    code = response.get("Error", {}).get("Code", "")
    if code == "ConditionalCheckFailedException":
        return _Refused(response.get("Item"))
    if code in _CONFLICTED | _THROTTLED:
        return Contended(code)
    if code in {"ValidationException", "ResourceNotFoundException", "SerializationException", "AccessDeniedException"}:
        return error  # a mistake of ours or of the deployment: loud, never "try again"
    return Busy()


def _answer_of(error: Exception) -> Mapping[str, Any]:
    """What DynamoDB said; empty when it said nothing, as at a timeout (PynamoDB's own accessor fails there)."""
    cause = getattr(error, "cause", None) or error
    # PynamoDB hands on only the code; the item that refused is in the botocore error beneath.
    answer = getattr(cause.__cause__, "response", None) or getattr(cause, "response", None)
    return answer or {}
