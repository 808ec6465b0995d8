"""Use cases of whoever plans a dinner: its plan, the chase, the manifest, and the links of the night."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.bookings.desk import Desk
from chalicelib.bookings.keyed import Keyed
from chalicelib.events import plan as letters
from chalicelib.events.dinner.ground import DinnerGround, Whole
from chalicelib.events.dinner.kitchens import Kitchen
from chalicelib.events.dinner.menus import Menu
from chalicelib.events.dinner.plan import CARRIES_AFTER, Plan
from chalicelib.events.dinner.registrations import Registration
from chalicelib.events.dinner.tables.doors import INVITED, Doors
from chalicelib.events.dinner.tables.keeping import Keeping
from chalicelib.events.dinner.tables.model import Table
from chalicelib.events.dinner.tables.store import named
from chalicelib.events.dinner.windows import City, Terms
from chalicelib.events.model import Event, EventState
from chalicelib.events.registering.ground import GuestGround
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import (
    Busy,
    Contended,
    NotFound,
    PreconditionFailed,
    StateConflict,
    StepRefused,
)
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target
from chalicelib.identity.tokens import Tokens

ASKED_AGAIN_AFTER = 20 * 60
"""Minutes before somebody who was asked what they eat is asked again."""
_LATER = (StepRefused, Contended, Busy)
LinkKind = Literal["round", "kitchen"]


@dataclass(frozen=True, slots=True)
class Chased:
    """How many guests were asked by this press, and how many have been asked already and not answered."""

    asked: int
    waiting: int


class Dinners:
    """Reads dinners and changes them for whoever plans them."""

    def __init__(
        self,
        *,
        ground: DinnerGround,
        guests: GuestGround,
        keeping: Keeping,
        doors: Doors,
        desk: Desk,
        audit: Audit,
        tokens: Tokens,
        public_url: str,
        clock: Clock,
    ) -> None:
        self._ground, self._guests, self._keeping, self._doors = ground, guests, keeping, doors
        self._desk, self._audit, self._tokens, self._url, self._clock = desk, audit, tokens, public_url, clock

    def read(self, principal: Principal, event_id: str, action: str = "dinner.plan") -> Whole:
        """Return a dinner on which the principal may act. Raises NotFound for every other."""
        return self._ground.whole(self._event(principal, event_id, action))

    def now(self) -> int:
        """Return the present minute."""
        return minute_of(self._clock())

    # ── the plan ─────────────────────────────────────────────────────────────────────────────────────────────

    def write(
        self,
        principal: Principal,
        event_id: str,
        keyed: Keyed,
        version: int,
        menus: tuple[Menu, ...],
        kitchens: tuple[Kitchen, ...],
        cities: tuple[City, ...],
        terms: Terms,
    ) -> Whole:
        """Write what is cooked and where couriers go. Raises InvalidInput, PreconditionFailed.

        What has been released already is released anew by the sweep where it still can be.
        """

        def change(event: Event, before: Plan, now: int) -> Plan:
            if event.state in {EventState.HELD, EventState.CANCELLED}:
                raise StateConflict("This evening is over.")
            after = before.planned(menus, kitchens, cities, terms)
            return after.waking(now) if before.manifest else after

        return self._change(principal, event_id, keyed, version, "dinner.plan", change)

    def relink(self, principal: Principal, event_id: str, keyed: Keyed, kind: LinkKind, identity: str) -> str:
        """Give a round or a kitchen another link: the one before is dead. Returns its address."""

        def change(event: Event, before: Plan, _: int) -> Plan:
            self._require(event, before, kind, identity)
            return before.relinked(kind, identity)

        self._change(principal, event_id, keyed, None, "dinner.relink", change)
        return self.link(principal, event_id, kind, identity)

    def link(self, principal: Principal, event_id: str, kind: LinkKind, identity: str) -> str:
        """Return the address of a round's or a kitchen's page. Raises NotFound for one that is not of this dinner."""
        event = self._event(principal, event_id, "dinner.plan")
        plan = self._ground.plans.get(event_id)
        self._require(event, plan, kind, identity)
        expires = event.start + CARRIES_AFTER
        token = self._tokens.night(kind, event_id, identity, plan.link(kind, identity), expires)
        return f"{self._url}/{kind}#{token}"

    def _require(self, _: Event, plan: Plan, kind: LinkKind, identity: str) -> None:
        if kind == "kitchen":
            plan.kitchen(identity)
            return
        manifest = self._ground.plans.manifest(plan)
        if manifest is None or all(line.round != identity for line in manifest.lines):
            raise NotFound("There is no such round.")

    # ── what people eat ──────────────────────────────────────────────────────────────────────────────────────

    def noted(self, principal: Principal, event_id: str, guest_id: str, keyed: Keyed, person: str) -> Whole:
        """Somebody of the house has read a note, and found that the menus allow for it (rule D2)."""
        change = (principal, event_id, guest_id, keyed, "table.note")
        return self._tabled(*change, lambda it: it.noted(person))

    def decided(
        self, principal: Principal, event_id: str, guest_id: str, keyed: Keyed, person: str, *, granted: bool
    ) -> Whole:
        """The house grants a change that came after the cutoff, if the kitchens still can, or does not (rule D6)."""

        def change(it: Registration) -> Registration:
            asked = [one for one in it.requests if one.person == person]
            if not asked:
                raise NotFound("There is no such request.")
            for one in asked:
                it = it.decided(one, granted)
            return it

        return self._tabled(principal, event_id, guest_id, keyed, "table.decide", change)

    def chase(self, principal: Principal, event_id: str) -> Chased:
        """Ask everybody of whom nothing is known, at each door; who was asked today is not asked again (rule D2).

        Guest by guest, so that a press cut short is pressed again. Raises StateConflict after the cutoff.
        """
        event = self._event(principal, event_id, "dinner.plan")
        moment = self._clock()
        now = minute_of(moment)
        if not event.is_running or now >= event.cutoff:
            raise StateConflict("The kitchens have bought what they cook.")
        asked = waiting = 0
        for table in self._ground.tables.of_event(event_id):
            if all(one.is_complete for one in table.registration.households):
                continue
            waiting += 1
            if table.asked_at is not None and now < table.asked_at + ASKED_AGAIN_AFTER:
                continue
            with suppress(*_LATER, NotFound):
                asked += self._ask(event, table, principal.actor, moment)
        return Chased(asked, waiting - asked)

    def _ask(self, event: Event, table: Table, actor: str, moment: datetime) -> bool:
        now, ground = minute_of(moment), self._guests
        standing = ground.found(event.id, table.guest)
        if standing is None:
            return False
        guest = standing.guest
        after = guest.after()
        row = ground.notices.read(guest.subject)
        first, *others = table.registration.households
        notices = row.notices if row else ()
        told = letters.kept(notices, after.version)
        if not first.is_complete:
            told = letters.guest_asked(notices, after, ground.hers(event, after), now, event.cutoff)
        steps = [self._ground.tables.write(table, replace(table.after(table.registration), asked_at=now))]
        for home in others:
            steps += [] if home.is_complete else self._doors.say(event, table, home.id, INVITED, moment)
        ground.write("table.ask", actor, event, guest, after, steps, told, moment)
        return True

    def _tabled(
        self,
        principal: Principal,
        event_id: str,
        guest_id: str,
        keyed: Keyed,
        action: str,
        change: Callable[[Registration], Registration],
    ) -> Whole:
        def attempt() -> Whole:
            event = self._event(principal, event_id, "dinner.plan")
            before = self._ground.tables.get(event_id, guest_id)
            if before is None:
                raise NotFound(NOT_FOUND)
            key = keyed.id_for(principal)
            if not before.answered(key, keyed.body):
                moment = self._clock()
                after = before.after(change(before.registration)).receipted(key, keyed.body)
                was, is_now = before.facts(), after.facts()
                said = self._audit.of(action, after.subject, principal.actor, moment, before=was, after=is_now)
                self._desk.commit([*self._keeping.changing(event, before, named(after, ""), moment), said])
            return self._ground.whole(event)

        return self._desk.settle(attempt)

    # ── the manifest ─────────────────────────────────────────────────────────────────────────────────────────

    def release(self, principal: Principal, event_id: str, keyed: Keyed, version: int) -> Whole:
        """Release what kitchens and couriers work by (rule D7). Raises StateConflict while anybody has no box."""

        def attempt() -> Whole:
            whole = self.read(principal, event_id)
            key = keyed.id_for(principal)
            if whole.plan.answered(key, keyed.body):
                return whole
            if version != whole.plan.version:
                raise PreconditionFailed("This dinner has changed since you read it.")
            if not whole.event.is_running:
                raise StateConflict("Only a published evening has a manifest.")
            self.released(whole, principal.actor, self._clock(), key, keyed.body)
            return self._ground.whole(whole.event)

        return self._desk.settle(attempt)

    def released(self, whole: Whole, actor: str, moment: datetime, key: str = "", body: str = "") -> bool:
        """Write a new version where something has changed; say whether one was. Raises StateConflict."""
        now = minute_of(moment)
        manifest = whole.dinner.released(now).manifests[-1]
        if manifest is whole.manifest:
            return False
        after = whole.plan.released(manifest.version, now)
        if key:
            after = after.receipted(key, body)
        clients = {home.id: table.client for table in whole.tables for home in table.registration.households}
        facts = {"version": manifest.version, "boxes": manifest.boxes, "digest": manifest.digest}
        self._desk.commit(
            [
                self._ground.plans.write(whole.plan, after),
                self._ground.plans.release(manifest, clients),
                self._audit.of("manifest.release", after.subject, actor, moment, after=facts),
            ]
        )
        return True

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _event(self, principal: Principal, event_id: str, action: str) -> Event:
        permits.admit(principal, action)
        event = self._ground.event(event_id)
        permits.require(principal, action, Target(boutique=event.boutique))
        return event

    def _change(
        self,
        principal: Principal,
        event_id: str,
        keyed: Keyed,
        version: int | None,
        action: str,
        change: Callable[[Event, Plan, int], Plan],
    ) -> Whole:
        def attempt() -> Whole:
            event = self._event(principal, event_id, "dinner.plan")
            before = self._ground.plans.get(event_id)
            key = keyed.id_for(principal)
            if not before.answered(key, keyed.body):
                if version is not None and version != before.version:
                    raise PreconditionFailed("This dinner has changed since you read it.")
                moment = self._clock()
                after = change(event, before, minute_of(moment)).receipted(key, keyed.body)
                facts = {"version": after.version, "menus": len(after.menus), "cities": len(after.cities)}
                said = self._audit.of(action, after.subject, principal.actor, moment, after=facts)
                self._desk.commit([self._ground.plans.write(before, after), said])
            return self._ground.whole(event)

        return self._desk.settle(attempt)
