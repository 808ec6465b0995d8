"""moto as tests want it: serialised (`infra.local.serial`; the suite refuses to run without), with tables fast."""

from __future__ import annotations

import copy
import secrets
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.config import Config
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.utilities import dynamo_to_dict
from pynamodb.connection import Connection

from chalicelib.foundation.clock import moment_of
from chalicelib.foundation.table import KEYS, MAIN, Table, schema_of
from infra.local.serial import LOCK, is_serialised, partition_of, serialise

__all__ = ["LOCK", "MONDAY", "REGION", "Aws", "ClockAt", "is_serialised", "partition_of", "serialise"]

REGION = "eu-west-1"


class ClockAt:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def __call__(self) -> datetime:
        return self._moment

    def to(self, moment: datetime | int) -> None:
        """Set the clock to an aware datetime or to a minute since the epoch."""
        self._moment = moment_of(moment) if isinstance(moment, int) else moment

    def forward(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move the clock on (or back, by a negative amount)."""
        self._moment += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


MONDAY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
"""When tests take place unless they say otherwise: a Monday, winter time, ten o'clock in Paris."""


class Aws:
    """One process-wide moto: a shared connection, boto3 clients by name, and fresh table pairs."""

    def __init__(self) -> None:
        if not is_serialised():
            raise RuntimeError("moto is not serialised: tests would prove nothing")
        self._mock = mock_aws()
        self._mock.start()
        self.connection = Connection(region=REGION, max_retry_attempts=2)
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()
        _lighten(self.connection.client)  # built now: botocore builds clients one at a time

    def stop(self) -> None:
        """Stop moto."""
        self._mock.stop()

    def client(self, service: str) -> Any:
        """Return the one boto3 client of a service (three attempts, like the house's own)."""
        with self._lock:
            if service not in self._clients:
                config = Config(retries={"mode": "standard", "total_max_attempts": 3})
                self._clients[service] = _lighten(boto3.client(service, region_name=REGION, config=config))
            return self._clients[service]

    def create_tables(self) -> dict[str, str]:
        """Create an empty `main` and `keys` under random names; return logical name → deployed name."""
        tag = secrets.token_hex(6)
        names = {MAIN: f"main-{tag}", KEYS: f"keys-{tag}"}
        for logical, name in names.items():
            self.client("dynamodb").create_table(**schema_of(name, indexed=logical == MAIN))
        return names

    def copy_tables(self, names: Mapping[str, str]) -> dict[str, str]:
        """Create a pair that holds what another pair holds; return its names."""
        copied, tables = self.create_tables(), dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables
        with LOCK:
            for logical, name in names.items():
                tables[copied[logical]].items = copy.deepcopy(tables[name].items)
        return copied

    def drop_tables(self, names: Mapping[str, str]) -> None:
        """Remove what `create_tables` made."""
        for name in names.values():
            self.client("dynamodb").delete_table(TableName=name)

    def table(self, names: Mapping[str, str]) -> Table:
        """Return the house's Table over a pair that `create_tables` made (once for each pair)."""
        return Table(self.connection, names)

    def scan(self, name: str) -> list[dict[str, Any]]:
        """Return every raw item of a deployed table, in DynamoDB's own notation."""
        with LOCK:
            items = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables[name].all_items()
            return [dynamo_to_dict(item.attrs) for item in items]


def _lighten(client: Any) -> Any:
    """Let a client neither sign its requests nor compose its own description for each: nobody here reads either."""
    name = client.meta.service_model.service_id.hyphenize()
    client.meta.events.unregister(f"request-created.{name}", client._request_signer.handler)
    client._user_agent_creator.to_string = lambda: "tests"
    return client
