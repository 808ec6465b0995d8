"""Use cases of the night: a courier's round, a kitchen's evening, and a host who sees to what does not come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.bookings.desk import Desk
from chalicelib.bookings.keyed import Keyed
from chalicelib.events import plan as letters
from chalicelib.events.dinner.deliveries import Delivery, DeliveryState, Failed, Proof
from chalicelib.events.dinner.ground import DinnerGround, Whole
from chalicelib.events.dinner.kitchens import Kitchen
from chalicelib.events.dinner.manifest import Line
from chalicelib.events.dinner.plan import CARRIES_AFTER
from chalicelib.events.dinner.tables.doors import LATE, Doors, own_doors, subject_of
from chalicelib.events.dinner.tables.model import Table
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import EventState
from chalicelib.events.registering.ground import GuestGround
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import NotFound, StateConflict
from chalicelib.foundation.table import Step
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target

LONGEST_OFFLINE = 12 * 60
"""Minutes for which a press may have waited on a telephone without a network."""
Change = Callable[[Delivery, int], Delivery]
Facts = dict[str, object]


@dataclass(frozen=True, slots=True)
class Round:
    """One courier's round as the manifest has it; `lines` is empty where another version has superseded it."""

    whole: Whole
    id: str
    lines: tuple[Line, ...]
    at: int

    @property
    def is_over(self) -> bool:
        """Say whether nothing is carried any more: called off, or the night is past."""
        return self.whole.event.state is EventState.CANCELLED or self.at >= self.whole.event.start + CARRIES_AFTER


@dataclass(frozen=True, slots=True)
class Evening:
    """One kitchen's evening: its part of the manifest."""

    whole: Whole
    kitchen: Kitchen
    lines: tuple[Line, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Carried:
    """One household of the night, for those of the house who see to it."""

    whole: Whole
    table: Table
    guest: Guest
    household: str
    at: int


class Carrying:
    """Carries the boxes to their doors."""

    def __init__(
        self, *, ground: DinnerGround, guests: GuestGround, doors: Doors, desk: Desk, audit: Audit, clock: Clock
    ) -> None:
        self._ground, self._guests, self._doors = ground, guests, doors
        self._desk, self._audit, self._clock = desk, audit, clock

    # ── for couriers and kitchens ────────────────────────────────────────────────────────────────────────────

    def round(self, principal: Principal) -> Round:
        """Return the round that a link is for. Raises NotFound for a link that is dead."""
        whole, now = self._by_link(principal, "round.carry", "round")
        lines = sorted((one for one in whole.lines.values() if one.round == principal.subject), key=lambda it: it.order)
        return Round(whole, principal.subject, tuple(lines), now)

    def kitchen(self, principal: Principal) -> Evening:
        """Return the kitchen's evening that a link is for. Raises NotFound for a link that is dead."""
        whole, now = self._by_link(principal, "kitchen.read", "kitchen")
        kitchen = whole.plan.kitchen(principal.subject).moved(whole.event.start)
        lines = tuple(one for one in whole.lines.values() if one.kitchen == kitchen.id)
        return Evening(whole, kitchen, lines, now)

    def depart(self, principal: Principal, keyed: Keyed, at: int) -> Round:
        """A courier leaves with every box of the round that has not left yet. Raises StateConflict."""

        def attempt() -> Round:
            found = self._open(principal)
            moment = self._clock()
            minute = _when(at, minute_of(moment))
            stops = [one.household for one in found.lines]
            drops = {name: drop for name in stops if (drop := found.whole.drop(name)) is not None}
            waiting = {name: one for name, one in drops.items() if one.delivery.state is DeliveryState.PLANNED}
            if waiting:
                steps = []
                for name, drop in waiting.items():
                    self._agreed(found.whole, name)
                    after = drop.carried(lambda it: it.dispatched(minute), keyed.id_for(principal), keyed.body)
                    steps.append(self._ground.drops.write(found.whole.event.id, drop, after))
                said = self._said("round.depart", found.whole, principal, moment, {"stops": len(steps)})
                self._desk.commit([*steps, said])
            return self.round(principal)

        return self._desk.settle(attempt)

    def delivered(self, principal: Principal, keyed: Keyed, household: str, at: int, proof: Proof, image: str) -> Round:
        """Boxes were handed over, and this shows it (rule D8). Raises StateConflict, NotFound."""

        def kept(whole: Whole) -> list[Step]:
            client = whole.homes[household].client
            return [self._ground.drops.prove(whole.event.id, household, client, image)]

        return self._stop(principal, keyed, household, at, lambda it, now: it.delivered(now, proof), kept)

    def failed(self, principal: Principal, keyed: Keyed, household: str, at: int, why: Failed) -> Round:
        """Boxes could not be handed over, and why (rule D8). Raises StateConflict, NotFound."""
        return self._stop(principal, keyed, household, at, lambda it, now: it.attempted(now, why))

    def again(self, principal: Principal, keyed: Keyed, household: str, at: int) -> Round:
        """The courier tries once more. Raises StateConflict, NotFound."""
        return self._stop(principal, keyed, household, at, lambda it, now: it.dispatched(now))

    def _stop(
        self,
        principal: Principal,
        keyed: Keyed,
        household: str,
        at: int,
        change: Change,
        kept: Callable[[Whole], Iterable[Step]] = lambda _: (),
    ) -> Round:
        def attempt() -> Round:
            found = self._open(principal)
            if all(line.household != household for line in found.lines):
                raise NotFound("There is no such stop in this round.")
            self._carry(found.whole, household, principal, keyed, at, change, kept)
            return self.round(principal)

        return self._desk.settle(attempt)

    # ── for the house ────────────────────────────────────────────────────────────────────────────────────────

    def households(self, principal: Principal, event_id: str) -> tuple[Whole, dict[str, Guest], int]:
        """Return a dinner with the guests whose households the principal sees: an advisor, her own. Raises NotFound."""
        permits.admit(principal, "dinner.read")
        event = self._ground.event(event_id)
        guests = {one.id: one for one in self._guests.guests.of_event(event_id)}
        seen = {
            name: one
            for name, one in guests.items()
            if permits.may(principal, "dinner.read", Target(boutique=event.boutique, host=one.advisor))
        }
        if not seen and not permits.may(principal, "event.read", Target(boutique=event.boutique)):
            raise NotFound(NOT_FOUND)
        return self._ground.whole(event), seen, minute_of(self._clock())

    def act(self, principal: Principal, event_id: str, household: str, keyed: Keyed, act: str, why: str) -> Carried:
        """See to a household by hand: `act` is dispatch, deliver, fail or return. Raises StateConflict, NotFound."""
        word = Proof("word", principal.actor)
        changes: dict[str, Change] = {
            "dispatch": lambda it, now: it.dispatched(now),
            "deliver": lambda it, now: it.delivered(now, word),
            "fail": lambda it, now: it.attempted(now, Failed(why)),
            "return": lambda it, now: it.returned(now),
        }

        def attempt() -> Carried:
            found = self._seen(principal, event_id, household)
            self._carry(found.whole, household, principal, keyed, found.at, changes[act])
            return self._seen(principal, event_id, household)

        return self._desk.settle(attempt)

    def apologise(
        self, principal: Principal, event_id: str, household: str, keyed: Keyed, expected_at: int | None
    ) -> Carried:
        """Write to a household that its dinner is late, when the host says so (rule D8). Raises StateConflict."""

        def attempt() -> Carried:
            found = self._seen(principal, event_id, household)
            drop = found.whole.drop(household)
            if drop is None:
                raise StateConflict("Nothing is brought to this household yet.")
            key = keyed.id_for(principal)
            if drop.answered(key, keyed.body):
                return found
            moment, ground = self._clock(), self._guests
            after = drop.after(expected_at=expected_at).receipted(key, keyed.body)
            steps = [self._ground.drops.write(event_id, drop, after)]
            guest = found.guest
            row = ground.notices.read(guest.subject)
            next_guest = guest.after()
            told = letters.kept(row.notices if row else (), next_guest.version)
            if household == found.table.registration.households[0].id:
                setting = ground.hers(found.whole.event, next_guest)
                told = letters.guest_delayed(row.notices if row else (), next_guest, setting, found.at)
            else:
                steps += self._doors.say(found.whole.event, found.table, household, LATE, moment)
            event = found.whole.event
            ground.write("delivery.apologise", principal.actor, event, guest, next_guest, steps, told, moment)
            if household in own_doors(found.table):
                ground.nudge(subject_of(event_id, guest.id, household))
            return self._seen(principal, event_id, household)

        return self._desk.settle(attempt)

    def _seen(self, principal: Principal, event_id: str, household: str) -> Carried:
        permits.admit(principal, "dinner.carry")
        event = self._ground.event(event_id)
        whole = self._ground.whole(event)
        table = whole.homes.get(household)
        standing = self._guests.found(event_id, table.guest) if table else None
        if table is None or standing is None:
            raise NotFound(NOT_FOUND)
        host = standing.guest.advisor
        permits.require(principal, "dinner.carry", Target(boutique=event.boutique, host=host))
        return Carried(whole, table, standing.guest, household, minute_of(self._clock()))

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _by_link(self, principal: Principal, action: str, kind: str) -> tuple[Whole, int]:
        permits.require(principal, action, Target(owner=principal.subject))
        whole = self._ground.whole(self._ground.event(principal.event or ""))
        if whole.plan.link(kind, principal.subject) != principal.link_version:
            raise NotFound(NOT_FOUND)
        return whole, minute_of(self._clock())

    def _open(self, principal: Principal) -> Round:
        found = self.round(principal)
        if found.is_over:
            raise StateConflict("This night is over, or was called off.")
        return found

    def _carry(
        self,
        whole: Whole,
        household: str,
        principal: Principal,
        keyed: Keyed,
        at: int,
        change: Change,
        kept: Callable[[Whole], Iterable[Step]] = lambda _: (),
    ) -> None:
        drop = whole.drop(household)
        if drop is None:
            raise NotFound(NOT_FOUND)
        key = keyed.id_for(principal)
        if drop.answered(key, keyed.body):
            return
        self._agreed(whole, household)
        moment = self._clock()
        minute = _when(at, minute_of(moment))
        after = drop.carried(lambda it: change(it, minute), key, keyed.body)
        said = self._said("delivery.carry", whole, principal, moment, after.facts())
        self._desk.commit([self._ground.drops.write(whole.event.id, drop, after), *kept(whole), said])

    @staticmethod
    def _agreed(whole: Whole, household: str) -> None:
        """Raise StateConflict unless the manifest says of a household what it is now (rule D7)."""
        whole.dinner.carried(household, lambda it: it)

    def _said(
        self, action: str, whole: Whole, principal: Principal, moment: datetime, facts: dict[str, object]
    ) -> Step:
        return self._audit.of(action, whole.plan.subject, principal.actor, moment, after=facts)


def _when(at: int, now: int) -> int:
    """Return the minute of a press that may have waited for a network, but not since for ever."""
    return min(max(at, now - LONGEST_OFFLINE), now)
