"""One door of a dinner as letters speak of it: who dines there, when the courier comes, what became of the boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.events.dinner.deliveries import Delivery, DeliveryState
from chalicelib.events.dinner.households import Household
from chalicelib.events.dinner.manifest import Line
from chalicelib.events.dinner.night.model import Drop
from chalicelib.events.dinner.night.store import DropStore
from chalicelib.events.dinner.planning.store import DinnerStore
from chalicelib.events.dinner.tables.model import Table
from chalicelib.events.dinner.tables.store import TableStore
from chalicelib.events.model import Event
from chalicelib.foundation.ids import derived_id

ON_THE_NIGHT = 6 * 60
"""Minutes before a film at which everybody is about to sit down."""
LONGEST_WAIT = 3 * 60
"""Minutes for which a film that is put off on the night waits for its tables; for longer it has been moved."""


@dataclass(frozen=True, slots=True)
class Door:
    """A household with its line of the manifest that holds; `home` is None for a door that is no more."""

    household: str
    table: Table
    home: Household | None
    line: Line | None = None
    drop: Drop | None = None
    city: Mapping[str, str] = field(default_factory=dict)
    """What the address's city is called {language: text}."""

    @property
    def is_own(self) -> bool:
        """Say whether it is a companion's, and not the inviting client's."""
        return self.home is not None and self.home.id != self.table.registration.households[0].id

    @property
    def is_served(self) -> bool:
        """Say whether its boxes were handed over."""
        return self.state is DeliveryState.DELIVERED

    @property
    def state(self) -> DeliveryState:
        """Where its boxes are."""
        return self.drop.delivery.state if self.drop is not None else DeliveryState.PLANNED

    @property
    def still_dines(self) -> bool:
        """Say whether whoever answered for a door that is no more is still of the party, at another one."""
        of = self.table.registration
        return any(derived_id("household", of.event, of.guest, one.code) == self.household for one in of.persons)

    def window(self, city: str) -> dict[str, Any] | None:
        """The courier's hours as letters read them, on the clock of the address; None while nobody knows them."""
        if self.line is None:
            return None
        return {"start": self.line.start, "end": self.line.end, "zone": self.line.zone, "city": city}

    def is_due(self, now: int) -> bool:
        """Say whether a courier is still to come within its window (rule D5)."""
        return self.line is not None and now < self.line.end and not self.is_served

    def night(self, city: str, now: int) -> dict[str, Any]:
        """What became of its boxes, as letters read it; `expected_at` only while it is ahead."""
        expected = self.drop.expected_at if self.drop is not None else None
        tried: Delivery | None = self.drop.delivery if self.drop is not None else None
        return {
            "window": self.window(city),
            "delivery": self.state.value,
            "attempts": [{"at": at, "why": why.value} for at, why in tried.attempts] if tried else [],
            "expected_at": expected if expected is not None and expected > now else None,
        }


def waits(event: Event, now: int) -> bool:
    """Say whether a film that begins later waits for its tables tonight, or was moved to another time (rule D9)."""
    before = event.previous_start
    return before is not None and 0 < event.start - before <= LONGEST_WAIT and before - now <= ON_THE_NIGHT


class Doorsteps:
    """Finds doors."""

    def __init__(self, plans: DinnerStore, tables: TableStore, drops: DropStore) -> None:
        self._plans, self._tables, self._drops = plans, tables, drops

    def door(self, event: Event, guest_id: str, household: str = "") -> Door | None:
        """Return a household of a guest's party, the client's own where none is named; None where nobody dines.

        A window counts only of a manifest that was released for the film's present hour (rule D7).
        """
        table = self._tables.get(event.id, guest_id)
        if table is None:
            return None
        homes = table.registration.households
        name = household or (homes[0].id if homes else "")
        home = next((one for one in homes if one.id == name), None)
        if home is None:
            return Door(household, table, None) if household else None
        plan = self._plans.get(event.id)
        city = plan.city(home.address.city) if home.address is not None else None
        named = city.name if city is not None else {}
        found = self._plans.line(plan, home.id)
        if found is None:
            return Door(name, table, home, city=named)
        film, line = found
        return Door(name, table, home, line if film == event.start else None, self._drops.get(event.id, name), named)
