"""The engine under the tests is itself held to account."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.core.botocore_stubber import BotocoreStubber
from moto.dynamodb.models.table import Table as MotoTable
from pynamodb.attributes import NumberAttribute

from chalicelib.foundation.audit import Audit
from chalicelib.foundation.errors import StepRefused
from chalicelib.foundation.table import MAIN, OWNER_INDEX, Item, Key, Table, create, update
from infra.local.short import SHORT
from tests.harness.moto_world import Aws, ClockAt, is_serialised


class Seats(Item):
    """A count of free seats."""

    free = NumberAttribute()


SEATS = Key("SEATS#a", "SEATS")


def test_moto_is_serialised() -> None:
    """No test runs over a moto that two threads may enter at once."""
    assert is_serialised()


def test_forty_seats_are_sold_exactly_forty_times(table: Table) -> None:
    """Serialised moto keeps one conditional update honest among many threads."""
    table.write(create("seats", Seats(*SEATS, free=40)))

    def claim(_: int) -> bool:
        try:
            table.write(update("claim", Seats, SEATS, [Seats.free.set(Seats.free - 1)], Seats.free >= 1))
        except StepRefused:
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        sold = sum(threads.map(claim, range(120)))
    seats = table.get(Seats, SEATS, consistent=True)
    assert (sold, seats and seats.free) == (40, 0)


def test_a_refused_transaction_leaves_every_item_as_it_was(
    table: Table, table_names: dict[str, str], aws: Aws, audit: Audit, clock: ClockAt
) -> None:
    """The light copy made for roll-back restores what was touched, in either table, and keeps the rest."""
    for name in "abc":
        table.write(create(name, Seats(f"SEATS#{name}", "SEATS", free=1)))
    before = {name: aws.scan(name) for name in table_names.values()}
    with pytest.raises(StepRefused, match="second"):
        table.commit(
            [
                update("first", Seats, SEATS, [Seats.free.set(9)], Seats.free == 1),
                update("second", Seats, Key("SEATS#b", "SEATS"), [Seats.free.set(9)], Seats.free == 7),
                create("third", Seats("SEATS#new", "SEATS", free=1)),
                audit.of("test", "seats#a", "test", clock()),
            ]
        )
    assert {name: aws.scan(name) for name in table_names.values()} == before


def asked(aws: Aws, table: str, operation: str, **request: Any) -> Any:
    """What DynamoDB says, without the envelope; of a refusal, all that a program can read."""
    try:
        answer = aws.client("dynamodb")._make_api_call(operation, request)
    except ClientError as error:
        answer = error.response
    found = {name: value for name, value in answer.items() if name not in ("ResponseMetadata", "TableDescription")}
    return renamed(found, table)


def renamed(value: Any, table: str) -> Any:
    """The value with the table's name gone."""
    if isinstance(value, dict):
        return {renamed(key, table): renamed(each, table) for key, each in value.items()}
    if isinstance(value, list):
        return [renamed(each, table) for each in value]
    return value.replace(table, "it") if isinstance(value, str) else value


def conversation(aws: Aws, table: str) -> Iterator[tuple[str, Any]]:
    """Ask everything that has a short way, with every kind of value and a refusal of each kind."""
    value = {"s": {"S": "é"}, "n": {"N": "1.50"}, "b": {"B": b"\x00\xff"}, "l": {"L": [{"B": b"x"}, {"BOOL": True}]}}
    value |= {"m": {"M": {"B": {"S": "B"}, "none": {"NULL": True}}}, "ss": {"SS": ["a", "b"]}}
    key = {"pk": {"S": "A"}, "sk": {"S": "1"}}
    absent, some = "attribute_not_exists(pk)", {":a": {"S": "A"}, ":p": {"S": "1"}}
    on: dict[str, Any] = {"TableName": table}

    def ask(operation: str, **request: Any) -> tuple[str, Any]:
        return operation, asked(aws, table, operation, **request)

    for number in range(1, 4):
        item = {**key, "sk": {"S": str(number)}, **value, "owner_at": {"S": str(9 - number)}}
        item |= {"owner": {"S": "O"}} if number > 1 else {}
        yield ask("PutItem", **on, Item=item, ConditionExpression=absent, ReturnConsumedCapacity="TOTAL")
    old = "ALL_OLD"
    put = {**on, "Item": {**key, **value}, "ConditionExpression": absent, "ReturnValuesOnConditionCheckFailure": old}
    yield ask("PutItem", **put)
    yield ask("GetItem", **on, Key=key, ConsistentRead=True)
    yield ask("GetItem", **on, Key={**key, "sk": {"S": "none"}})
    yield ask("GetItem", **on, Key={"pk": {"S": ""}, "sk": {"S": ""}})
    yield ask("BatchGetItem", RequestItems={table: {"Keys": [key, {**key, "sk": {"S": "9"}}]}})
    query = {**on, "KeyConditionExpression": "pk = :a", "ExpressionAttributeValues": {":a": {"S": "A"}}}
    yield ask("Query", **query, Limit=2, ScanIndexForward=False)
    yield ask("Query", **query, ExclusiveStartKey=key)
    yield ask("Query", **on, KeyConditionExpression="pk = :a AND begins_with(sk, :p)", ExpressionAttributeValues=some)
    yield ask("Query", **on, KeyConditionExpression="nonsense = :a", ExpressionAttributeValues={":a": {"S": "A"}})
    yield ask("Query", **query, IndexName=OWNER_INDEX)
    owner = {"KeyConditionExpression": "#o = :a", "ExpressionAttributeValues": {":a": {"S": "O"}}}
    owner["ExpressionAttributeNames"] = {"#o": "owner"}
    for back in (True, False):
        yield ask("Query", **on, **owner, IndexName=OWNER_INDEX, ScanIndexForward=back)
    yield ask("Scan", **on, Limit=1)
    change = {"UpdateExpression": "SET n = n + :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
    yield ask("UpdateItem", **on, Key=key, **change, ReturnValues="ALL_NEW")
    yield ask("UpdateItem", **on, Key=key, **change, ConditionExpression="n > :one", ReturnValues="UPDATED_OLD")
    yield ask("UpdateItem", **on, Key=key, UpdateExpression="SET n = n + ")
    steps = [{"Update": {**on, "Key": key, **change}}, {"Put": {**put, "Item": {**key, "sk": {"S": "2"}}}}]
    yield ask("TransactWriteItems", TransactItems=steps)
    yield ask("TransactWriteItems", TransactItems=[steps[0], {"Delete": {**on, "Key": {**key, "sk": {"S": "2"}}}}])
    yield ask("DeleteItem", **on, Key={**key, "sk": {"S": "3"}}, ReturnValues=old)
    yield ask("Scan", **on)
    yield ask("Scan", TableName="nowhere")


def test_the_short_way_says_what_the_long_way_says(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers and refusals alike, value for value: only the envelope is another."""
    names = [aws.create_tables()[MAIN] for _ in range(2)]
    short = list(conversation(aws, names[0]))
    monkeypatch.setattr(MotoTable, "query", MotoTable.query.__wrapped__)  # type: ignore[attr-defined]
    monkeypatch.setattr(BotocoreStubber, "__call__", BotocoreStubber.__call__.__wrapped__)  # type: ignore[attr-defined]
    long = list(conversation(aws, names[1]))
    assert short == long
    assert {operation for operation, _ in short} == SHORT.keys() - {"CreateTable", "DeleteTable"}
    found = [answer["Count"] for operation, answer in short if operation == "Query" and "Count" in answer]
    assert found == [2, 2, 1, 2, 2], found
    assert sum("Error" in answer for _, answer in short) >= 5
