"""The tables' keys and indexes: as PynamoDB wants to know them, and as CreateTable arguments."""

from __future__ import annotations

from typing import Any

from pynamodb.connection.base import MetaTable

DUE_INDEX = "due"
OWNER_INDEX = "owner"
RUBBISH = "rubbish_after"
"""Time-to-live attribute of the main table: it sweeps, it decides nothing (every expiry is compared with now)."""


def meta_of(physical: str) -> MetaTable:
    """Describe a deployed table to PynamoDB; both tables are described with the indexes, only `main` has them."""

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
    meta = meta_of(name).data
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
