"""The machine: the one place where the environment's clients are opened and its clock is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.config import Config
from pynamodb.connection import Connection

from chalicelib.foundation.kms import KmsSigner
from chalicelib.foundation.settings import Settings
from chalicelib.identity.secrets import Secrets

READING = Config(connect_timeout=1, read_timeout=3, retries={"total_max_attempts": 3, "mode": "standard"})
"""Patience with what may be asked again; what sends once is given `channels.ONCE`."""


class Machine:
    """Opens clients where the settings say that AWS, or what stands for it, is."""

    def __init__(self, settings: Settings) -> None:
        self._where = {"region_name": settings.region, "endpoint_url": settings.endpoint_url}
        self._settings = settings

    def client(self, service: str, config: Config = READING) -> Any:
        """Return a new client of `service`."""
        return boto3.client(service, config=config, **self._where)

    def connection(self) -> Connection:
        """Return the one connection to DynamoDB of this process."""
        patience: Any = {"connect_timeout_seconds": 1, "read_timeout_seconds": 3, "max_retry_attempts": 2}
        where: Any = {"region": self._settings.region, "host": self._settings.endpoint_url}
        connection = Connection(**where, **patience, max_pool_connections=50)
        _ = connection.client  # one client per process, made before there are threads
        return connection

    def secrets(self) -> Secrets:
        """Return the deployment's secrets, as Secrets Manager keeps them."""
        answer = self.client("secretsmanager").get_secret_value(SecretId=self._settings.secret_name)
        return Secrets.read(answer["SecretString"], lambda key: KmsSigner(self.client("kms"), key))


def system_clock() -> datetime:
    """The machine's present, in UTC."""
    return datetime.now(UTC)
