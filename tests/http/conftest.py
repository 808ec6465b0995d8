"""The demo house, mounted afresh for each test."""

from collections.abc import Iterator

import pytest

from tests.harness.moto_world import ClockAt
from tests.http.demo import House
from tests.http.demo import house as build


@pytest.fixture
def house(clock: ClockAt) -> Iterator[House]:
    """A mounted demo over the tests' clock."""
    yield from build(clock)
