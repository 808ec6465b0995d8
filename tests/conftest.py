"""Fixtures of every test: fake credentials, a serialised moto, a fresh table pair, a clock that can be moved."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.world.house import House, Houses

os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_SESSION_TOKEN="testing",
    AWS_DEFAULT_REGION="eu-west-1",
    AWS_EC2_METADATA_DISABLED="true",
    POWERTOOLS_METRICS_NAMESPACE="showroom",
    POWERTOOLS_SERVICE_NAME="showroom",
)
os.environ.pop("AWS_PROFILE", None)
os.environ.pop("AWS_ENDPOINT_URL", None)

from collections.abc import Iterator

import pytest

from chalicelib.foundation.audit import Audit
from chalicelib.foundation.table import Table
from chalicelib.foundation.vault import LocalKeyRing, Vault
from tests.harness.moto_world import MONDAY, Aws, ClockAt, is_serialised, serialise

serialise()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse to run at all over a moto that is not serialised: its answers would prove nothing."""
    if not is_serialised():
        pytest.exit("moto is not serialised", returncode=3)


LONGEST_FIRST = (
    "test_matrix",
    "browser/test_journeys",
    "browser/test_console",
    "browser/",
    "infra/test_local",
    "bookings/",
)
"""What begins first, so that no worker is left alone with a long file at the end (`--no-loadscope-reorder`)."""


def _rank(item: pytest.Item) -> int:
    return next((n for n, part in enumerate(LONGEST_FIRST) if f"tests/{part}" in item.path.as_posix()), 99)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest, and run the long proofs only when they are asked for: `pytest -m proof`."""
    items.sort(key=_rank)
    if config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("proof")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def aws() -> Iterator[Aws]:
    """One moto for the whole process: `.connection`, `.client(service)`, `.create_tables()`, `.scan(name)`."""
    aws = Aws()
    yield aws
    aws.stop()


@pytest.fixture
def clock() -> ClockAt:
    """A clock at Monday 2027-01-11 09:00 UTC that moves only when told."""
    return ClockAt(MONDAY)


@pytest.fixture
def table_names(aws: Aws) -> Iterator[dict[str, str]]:
    """The deployed names of a fresh, empty table pair."""
    names = aws.create_tables()
    yield names
    aws.drop_tables(names)


@pytest.fixture
def table(aws: Aws, table_names: dict[str, str]) -> Table:
    """A Table over a fresh, empty pair."""
    return aws.table(table_names)


@pytest.fixture
def vault(table: Table, clock: ClockAt) -> Vault:
    """A vault over `table`, with local keys."""
    return Vault(table, LocalKeyRing(bytes(32)), b"index key of the tests", clock)


@pytest.fixture
def audit(vault: Vault) -> Audit:
    """Makes audit steps."""
    return Audit(vault)


@pytest.fixture(scope="session")
def houses(aws: Aws) -> Iterator[Houses]:
    """Copies of a furnished house: `with houses.fresh() as house`."""
    from tests.world.house import Houses
    from tests.world.maisons import furnish

    houses = Houses(aws, furnish)
    yield houses
    houses.close()


@pytest.fixture
def house(houses: Houses) -> Iterator[House]:
    """A house with the small maison of `tests/world/maisons.py` in it, and Margaux and Camille as known clients."""
    with houses.fresh() as house:
        yield house
