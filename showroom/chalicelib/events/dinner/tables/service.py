"""Use cases of whoever dines: where she dines, what she eats, and companions at a door of their own.

The client who was invited sees her own door. A companion at a door of her own sees that one, by a link of her own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.bookings.desk import Desk
from chalicelib.bookings.keyed import Keyed
from chalicelib.events.dinner.diets import Needs
from chalicelib.events.dinner.documents import edition_of
from chalicelib.events.dinner.ground import DinnerGround
from chalicelib.events.dinner.households import Address, Household
from chalicelib.events.dinner.manifest import Line
from chalicelib.events.dinner.menus import require
from chalicelib.events.dinner.night.model import Drop
from chalicelib.events.dinner.plan import Plan
from chalicelib.events.dinner.registrations import Registration
from chalicelib.events.dinner.tables.doors import own_doors, subject_of
from chalicelib.events.dinner.tables.keeping import Keeping
from chalicelib.events.dinner.tables.model import Table
from chalicelib.events.dinner.tables.store import named
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event
from chalicelib.events.registering.ground import GuestGround
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import (
    FieldProblem,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    StateConflict,
)
from chalicelib.identity import permits
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.permits import NOT_FOUND, Target
from chalicelib.messaging.nudge import Nudge

LATE = "The kitchens have bought what they cook. Please call the house."


@dataclass(frozen=True, slots=True)
class Dining:
    """A table as whoever asks sees it: `home` is her own door."""

    event: Event
    guest: Guest
    plan: Plan
    table: Table
    home: Household
    line: Line | None
    drop: Drop | None
    at: int
    replayed: bool = False

    @property
    def is_client(self) -> bool:
        """Say whether it is the client's door, and not one of a companion's own."""
        return self.home.id == self.table.registration.households[0].id

    @property
    def edition(self) -> int:
        """What her page was read at: a chase, a window or somebody else's door leave it as it is."""
        return edition_of(self.home, self.table.registration.households[1:] if self.is_client else ())


Change = Callable[[Dining], Registration]


@dataclass(frozen=True, slots=True)
class Eating:
    """What somebody says that she eats, and which menu she would like."""

    person: str
    needs: Needs
    menu: str | None = None


class Tables:
    """Reads tables and takes answers."""

    def __init__(
        self,
        *,
        guests: GuestGround,
        ground: DinnerGround,
        keeping: Keeping,
        desk: Desk,
        nudge: Nudge,
    ) -> None:
        self._guests, self._ground, self._keeping = guests, ground, keeping
        self._desk, self._nudge = desk, nudge

    def read(self, principal: Principal, action: str = "table.read") -> Dining:
        """Return the table that a link is for. Raises NotFound for a link that is dead, or before she has said yes."""
        permits.admit(principal, action)
        event_id = principal.event or ""
        guest_id = principal.guest if principal.role is Role.COMPANION else principal.subject
        standing = self._guests.found(event_id, guest_id or "")
        table = self._ground.tables.get(event_id, guest_id or "") if standing else None
        if standing is None or table is None or not table.registration.households:
            raise NotFound(NOT_FOUND)
        (table,) = self._ground.named([table])
        event, guest = standing.event, standing.guest
        home = self._home(principal, table, guest)
        permits.require(principal, action, Target(owner=principal.subject))
        plan = self._ground.plans.get(event.id)
        line, drop = self._night(event, plan, home.id)
        return Dining(event, guest, plan, table, home, line, drop, minute_of(self._guests.clock()))

    def households(self, event_id: str) -> list[str]:
        """Return the ids of the households of an event; nothing that anybody told is opened for it."""
        return self._ground.tables.households(event_id)

    @staticmethod
    def _home(principal: Principal, table: Table, guest: Guest) -> Household:
        homes = table.registration.households
        if principal.role is Role.COMPANION:
            home = next((one for one in homes[1:] if one.id == principal.subject), None)
            if home is None or home.link != principal.link_version:
                raise NotFound(NOT_FOUND)
            return home
        if guest.link_version != principal.link_version:
            raise NotFound(NOT_FOUND)
        return homes[0]

    def _night(self, event: Event, plan: Plan, household: str) -> tuple[Line | None, Drop | None]:
        manifest = self._ground.plans.manifest(plan)
        found = (line for line in manifest.lines if line.household == household) if manifest else iter(())
        line = next(found, None)
        if manifest is not None and manifest.film != event.start:
            line = None
        return line, self._ground.drops.get(event.id, household) if manifest else None

    # ── her answers ──────────────────────────────────────────────────────────────────────────────────────────

    def housed(
        self, principal: Principal, keyed: Keyed, version: int, address: Address, telephone: str, wish: int | None
    ) -> Dining:
        """Say where she dines. Raises InvalidInput for a place that no courier reaches, StateConflict."""

        def change(it: Dining) -> Registration:
            city = it.plan.city(address.city)
            if city is None:
                raise InvalidInput([FieldProblem("/city", "must be one of this evening's cities")])
            if address.area not in city.areas:
                raise InvalidInput([FieldProblem("/area", "must be one of the city's")])
            here = replace(address, zone=city.zone)
            if it.at >= it.event.cutoff and it.line is not None and it.home.address != here:
                raise StateConflict(LATE)
            return it.table.registration.housed(it.home.id, here, telephone, wish)

        return self._change(principal, keyed, version, "table.address", change)

    def eats(self, principal: Principal, keyed: Keyed, version: int, eating: Eating) -> Dining:
        """Say what somebody at her door eats; after the cutoff that is a request (rule D6).

        Raises StateConflict for a menu that contains what she must not eat (rule D2), NotFound for nobody of this door.
        """

        def change(it: Dining) -> Registration:
            if all(one.code != eating.person for one in it.home.persons):
                raise NotFound("There is nobody of that code here.")
            if eating.menu is not None:
                menu = it.plan.menu(eating.menu)
                if menu is None:
                    raise InvalidInput([FieldProblem("/menu", "must be one of this evening's menus")])
                if eating.needs.is_readable:
                    require(menu, eating.needs)
            answered = it.table.registration.answered(eating.person, eating.needs, it.at, it.event.cutoff)
            return answered.wishing(eating.person, eating.menu) if it.at < it.event.cutoff else answered

        return self._change(principal, keyed, version, "table.needs", change)

    def shared(self, principal: Principal, keyed: Keyed, version: int, persons: Sequence[str], email: str) -> Dining:
        """Give companions a door of their own: the house writes to the first of them (rule D1).

        Said again for a door that exists, the link before is dead. Raises StateConflict, NotFound.
        """

        def change(it: Dining) -> Registration:
            registration = it.table.registration
            if it.at >= it.event.cutoff:
                raise StateConflict(LATE)
            own = next((one for one in registration.households[1:] if one.owner == persons[0]), None)
            if own is None or {one.code for one in own.persons} != set(persons):
                known = {one.code for one in it.home.persons}
                if not set(persons) <= known:
                    raise NotFound("There is nobody of that code here.")
                registration = registration.at_own_door(persons)
            home = registration.household_of(persons[0])
            return registration.linked(home.id, email)

        return self._change(principal, keyed, version, "table.share", change)

    def gathered(self, principal: Principal, keyed: Keyed, version: int, household: str) -> Dining:
        """Take companions back to the client's own door; their link is dead. Raises StateConflict, NotFound."""

        def change(it: Dining) -> Registration:
            if it.at >= it.event.cutoff:
                raise StateConflict(LATE)
            return it.table.registration.gathered(household)

        return self._change(principal, keyed, version, "table.gather", change)

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _change(self, principal: Principal, keyed: Keyed, version: int, action: str, change: Change) -> Dining:
        share = action in {"table.share", "table.gather"}

        def attempt() -> Dining:
            it = self.read(principal, "table.share" if share else "table.answer")
            key = keyed.id_for(principal)
            if it.table.answered(key, keyed.body):
                return replace(it, replayed=True)
            if version != it.edition:
                raise PreconditionFailed("This table has changed since you read it.")
            if not it.event.is_running or it.at >= it.event.start:
                raise StateConflict("This evening takes no more answers.")
            moment = self._guests.clock()
            # The client's own name stays on her card.
            stored = _nameless(it.table)
            registration = _nameless(it.table.after(change(it))).registration
            after = it.table.after(registration).receipted(key, keyed.body)
            self._write(it.event, stored, after, action, principal.actor, moment)
            return self.read(principal)

        return self._desk.settle(attempt)

    def _write(self, event: Event, before: Table, after: Table, action: str, actor: str, moment: datetime) -> None:
        audit = self._guests.audit
        said = audit.of(action, after.subject, actor, moment, before=before.facts(), after=after.facts())
        self._desk.commit([*self._keeping.changing(event, before, after, moment), said])
        for name in {*own_doors(before), *own_doors(after)}:
            self._nudge(subject_of(event.id, after.guest, name))


def _nameless(table: Table) -> Table:
    return named(table, "")
