"""An evening at the house of the tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event
from chalicelib.foundation.ids import derived_id
from tests.world.evenings import bidden, published
from tests.world.house import House
from tests.world.people import BOUTIQUE, contact

Evening = Callable[..., Event]


@pytest.fixture
def evening(house: House) -> Evening:
    """Makes a published event in a week's time at eight in the evening, hosted by advisor-1."""

    def made(**about: object) -> Event:
        start = house.now // 1440 * 1440 + 7 * 1440 + 19 * 60
        return published(house, BOUTIQUE, **{"start": start, "hosts": ("advisor-1",), **about})  # type: ignore[arg-type]

    return made


def guests(house: House, event: Event, count: int, plus_ones: int = 0, advisor: str | None = None) -> list[Guest]:
    """Invite so many clients, each new to the house, of one advisor or of nobody."""
    found = []
    for at in range(count):
        name = f"{event.id[:8]}x{at}{advisor or ''}"
        client_id = derived_id("client", name)
        house.clients.enrol(contact(name), "en", "test", client_id=client_id, boutique=BOUTIQUE, now=house.clock())
        found.append(bidden(house, event, client_id, plus_ones=plus_ones, advisor=advisor))
    return found
