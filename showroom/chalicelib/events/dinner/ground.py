"""A whole dinner as the table has it: event, plan, tables, manifest and what became of the boxes, read together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.clients.service import Clients
from chalicelib.events.dinner.deliveries import Delivery, share
from chalicelib.events.dinner.manifest import Line, Manifest
from chalicelib.events.dinner.model import Dinner
from chalicelib.events.dinner.night.model import Drop
from chalicelib.events.dinner.night.store import DropStore
from chalicelib.events.dinner.plan import Plan
from chalicelib.events.dinner.planning.store import DinnerStore
from chalicelib.events.dinner.tables.model import Table
from chalicelib.events.dinner.tables.store import TableStore, by_household, named
from chalicelib.events.dinner.windows import Placed, Schedule
from chalicelib.events.model import Event, EventKind
from chalicelib.events.show.model import Deliveries
from chalicelib.events.store import EventStore
from chalicelib.foundation.errors import NotFound
from chalicelib.identity.permits import NOT_FOUND


@dataclass(frozen=True, slots=True)
class Whole:
    """One dinner with everything that belongs to it."""

    event: Event
    plan: Plan
    tables: Sequence[Table]
    drops: Mapping[str, Drop]
    manifest: Manifest | None

    @property
    def lines(self) -> dict[str, Line]:
        """The manifest's lines by household."""
        return {line.household: line for line in self.manifest.lines} if self.manifest else {}

    @property
    def homes(self) -> dict[str, Table]:
        """The tables by each of their households."""
        return by_household(self.tables)

    def drop(self, household: str) -> Drop | None:
        """What has become of a household's boxes; as its line says while nothing has; None where nothing is brought."""
        found, line = self.drops.get(household), self.lines.get(household)
        if found is not None and (found.delivery.is_out or line is None):
            return found
        if line is None:
            return None
        planned = Delivery(household, line.start, line.end)
        return (
            Drop(planned, found.version, found.host_told, found.expected_at, found.receipts) if found else Drop(planned)
        )

    @property
    def deliveries(self) -> list[Delivery]:
        """Every household of the manifest with what has become of its boxes."""
        found = (self.drop(name) for name in self.lines)
        return [one.delivery for one in found if one is not None]

    @property
    def dinner(self) -> Dinner:
        """The dinner with all its rules."""
        homes = self.homes
        placed = {
            name: _placed(line, homes[name], self.manifest.film)
            for name, line in self.lines.items()
            if name in homes and self.manifest is not None
        }
        dinner = Dinner(
            event=self.event.id,
            film=self.event.start,
            menus=self.plan.menus,
            kitchens=self.plan.kitchens_at(self.event.start),
            cities=self.plan.cities,
            terms=self.plan.terms,
            cutoff_minutes=self.event.start - self.event.cutoff,
            registrations={one.guest: one.registration for one in self.tables},
            schedule=Schedule(placed),
            deliveries={one.household: one for one in self.deliveries if one.household in homes},
            manifests=(self.manifest,) if self.manifest else (),
        )
        return dinner.pruned()


def _placed(line: Line, table: Table, film: int) -> Placed:
    home = table.registration.home(line.household)
    return Placed(
        household=line.household,
        city=home.address.city if home.address else "",
        area=home.address.area if home.address else "",
        boxes=len(line.boxes),
        film=film,
        start=line.start,
        end=line.end,
        departs=line.departs,
        round=line.round,
        order=line.order,
        kitchen=line.kitchen,
        slot=line.slot,
    )


class DinnerGround:
    """Reads dinners; nothing here decides anything."""

    def __init__(
        self, *, events: EventStore, plans: DinnerStore, tables: TableStore, drops: DropStore, clients: Clients
    ) -> None:
        self.events, self.plans, self.tables, self.drops, self.clients = events, plans, tables, drops, clients

    def event(self, event_id: str) -> Event:
        """Return an event at which people dine. Raises NotFound for every other."""
        event = self.events.get(event_id)
        if event is None or event.kind is not EventKind.DINNER:
            raise NotFound(NOT_FOUND)
        return event

    def whole(self, event: Event) -> Whole:
        """Return a dinner as it stands, the inviting clients named from their cards."""
        plan = self.plans.get(event.id)
        tables = self.named(self.tables.of_event(event.id))
        drops = self.drops.of_event(event.id) if plan.manifest else {}
        return Whole(event, plan, tables, drops, self.plans.manifest(plan))

    def named(self, tables: Iterable[Table]) -> list[Table]:
        """Return tables with their clients' names."""
        found = list(tables)
        cards = self.clients.opened(one.client for one in found)
        names = {name: card.contact.name.display for name, card in cards.items() if card.contact}
        return [named(one, names.get(one.client, "")) for one in found]

    def served(self, event: Event) -> Deliveries | None:
        """Count the households that have been served (rule D9); None where nothing is delivered.

        A dinner whose manifest was not released has nobody served, so that its film does not begin without it.
        """
        if event.kind is not EventKind.DINNER:
            return None
        plan = self.plans.get(event.id)
        if not plan.version:
            return None
        homes, drops = self.tables.households(event.id), self.drops.of_event(event.id)
        served = share([drops[name].delivery for name in homes if name in drops])
        return Deliveries(served.delivered, len(homes))
