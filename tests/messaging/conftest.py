"""Fixtures of the messaging room: built letters, and a post office over the serialised moto."""

import pytest

from chalicelib.foundation.table import Table
from chalicelib.messaging.letters import Letters
from infra.letters import build
from tests.harness.moto_world import Aws, ClockAt
from tests.messaging.office import Office


@pytest.fixture(scope="session")
def letters() -> Letters:
    """The letters as they are built for a deployment."""
    build()
    return Letters()


@pytest.fixture
def office(aws: Aws, table: Table, clock: ClockAt) -> Office:
    """Notices, sweep, queue, sender and a provider that counts what it took."""
    return Office(aws, table, clock)
