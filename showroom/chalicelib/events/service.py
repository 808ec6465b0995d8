"""Use cases of a planner: draft, change, publish, close, hold, move, call off, seats. One transaction each.

Publishing takes the time of every host in every sitting, or of none: whoever has an appointment then, or is away, is
named, and nothing is written (rule G9). Calling off gives it back in the same transaction that says so to the hosts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.bookings.desk import Desk
from chalicelib.bookings.keyed import Keyed
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.agenda import Agenda, Spot, days_of, staff_resource
from chalicelib.calendars.spans import Taken
from chalicelib.events import plan
from chalicelib.events.checks import hosts_away, problems_of, shares_problems
from chalicelib.events.model import CLEARING, RUNNING, SETTING_UP, Event
from chalicelib.events.seats.store import SeatStore
from chalicelib.events.sittings import Shares
from chalicelib.events.store import EventStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import (
    FieldProblem,
    HostsTaken,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    StateConflict,
    StepRefused,
)
from chalicelib.foundation.table import Step
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target
from chalicelib.messaging.model import Notice
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore

Change = Callable[[Event, int], Event]
Tell = Callable[[Event, Event, int], tuple[Notice, ...]]


class Serving(Protocol):
    """What is served at an event, and must follow its changes: a dinner, where there is one."""

    def follow(self, before: Event, after: Event, now: int) -> list[Step]:
        """Return the steps by which it does. Raises StateConflict where it cannot any more."""

    def check(self, event: Event) -> list[FieldProblem]:
        """Return what is wrong with an event at which it is served."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An event as a request left it."""

    event: Event
    replayed: bool = False


class Events:
    """Reads events and changes them for whoever plans them."""

    def __init__(
        self,
        *,
        store: EventStore,
        seats: SeatStore,
        desk: Desk,
        catalogue: Catalogue,
        notices: NoticeStore,
        nudge: Nudge,
        audit: Audit,
        clock: Clock,
        serving: Serving,
    ) -> None:
        self._serving = serving
        self._store, self._seats, self._desk, self._catalogue = store, seats, desk, catalogue
        self._notices, self._nudge, self._audit, self._clock = notices, nudge, audit, clock

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, principal: Principal, event_id: str, action: str = "event.read") -> Event:
        """Return an event that the principal may act on. Raises NotFound for every other, existing or not."""
        permits.admit(principal, action)
        event = self._store.get(event_id)
        if event is None:
            raise NotFound(NOT_FOUND)
        permits.require(principal, action, Target(boutique=event.boutique))
        return event

    def of_boutique(self, principal: Principal, boutique_id: str, start: int, end: int) -> list[Event]:
        """Return a boutique's events that begin between two minutes, soonest first."""
        permits.require(principal, "event.read", Target(boutique=boutique_id))
        return self._store.of_boutique(boutique_id, start, end)

    # ── changes ──────────────────────────────────────────────────────────────────────────────────────────────

    def draft(self, principal: Principal, event: Event, keyed: Keyed) -> Planned:
        """Keep a draft; `id`, `created_at` and receipts are given here. Raises InvalidInput, KeyReused."""
        permits.require(principal, "event.plan", Target(boutique=event.boutique))
        self._check(event)
        return self._desk.settle(lambda: self._drafted(principal, event, keyed))

    def change(
        self, principal: Principal, event_id: str, keyed: Keyed, version: int, about: Mapping[str, Any]
    ) -> Planned:
        """Write something else of it. New hosts of a published event are taken, those who left are free."""

        def changed(event: Event, now: int) -> Event:
            after = event.changed(now, **about)
            self._check(after)
            return after

        return self._change(principal, event_id, keyed, version, "event.change", changed, plan.after_change)

    def publish(self, principal: Principal, event_id: str, keyed: Keyed, version: int) -> Planned:
        """Publish: the hosts' time is taken, seats can be claimed. Raises HostsTaken, naming who is not free."""

        def published(event: Event, now: int) -> Event:
            self._check(event)
            return event.published(now)

        return self._change(principal, event_id, keyed, version, "event.publish", published, plan.after_publishing)

    def close(self, principal: Principal, event_id: str, keyed: Keyed, version: int) -> Planned:
        """Take nobody new any more."""
        return self._change(principal, event_id, keyed, version, "event.close", lambda it, _: it.closed(), plan.nothing)

    def reopen(self, principal: Principal, event_id: str, keyed: Keyed, version: int) -> Planned:
        """Take guests again."""
        change = (principal, event_id, keyed, version, "event.reopen")
        return self._change(*change, lambda it, now: it.reopened(now), plan.nothing)

    def hold(self, principal: Principal, event_id: str, keyed: Keyed, version: int) -> Planned:
        """Say that it has taken place."""
        return self._change(
            principal, event_id, keyed, version, "event.held", lambda it, now: it.held(now), plan.nothing
        )

    def call_off(self, principal: Principal, event_id: str, keyed: Keyed, version: int, reason: str) -> Planned:
        """Call it off: the hosts are free, and who was to come is written to, guest by guest (`callings`)."""
        change = (principal, event_id, keyed, version, "event.call_off")
        return self._change(*change, lambda it, now: it.cancelled(now, reason), plan.after_calling_off)

    def move(self, principal: Principal, event_id: str, keyed: Keyed, version: int, start: int) -> Planned:
        """Move it to another minute, with all its sittings. Raises HostsTaken."""
        change = (principal, event_id, keyed, version, "event.move")
        return self._change(*change, lambda it, now: it.moved(now, start), plan.after_moving)

    def seat(
        self,
        principal: Principal,
        event_id: str,
        keyed: Keyed,
        version: int,
        sitting: str,
        capacity: int,
        by_advisor: Shares | None = None,
    ) -> Planned:
        """Give a sitting more or fewer seats, or an advisor some of them; None leaves those as they are.

        Raises StateConflict when more are taken than would be left (rule H9), InvalidInput.
        """

        def seated(event: Event, now: int) -> Event:
            after = event.with_capacity(now, sitting, capacity, by_advisor)
            known = {member.id for member in self._catalogue.boutique(event.boutique).staff}
            # Whoever had seats when they were given may have left the house meanwhile.
            known |= {one for each in event.sittings for one, _ in each.by_advisor}
            if problems := [it for one in after.sittings if one.id == sitting for it in shares_problems(one, known)]:
                raise InvalidInput(problems)
            return after

        return self._change(principal, event_id, keyed, version, "event.seats", seated, plan.nothing)

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _drafted(self, principal: Principal, event: Event, keyed: Keyed) -> Planned:
        event_id = keyed.id_for(principal)
        standing = self._store.get(event_id)
        if standing is not None:
            if not standing.answered(event_id, keyed.body):
                raise NotFound(NOT_FOUND)
            return Planned(standing, replayed=True)
        moment = self._clock()
        made = event.drafted(event_id, minute_of(moment)).receipted(event_id, keyed.body, minute_of(moment))
        self._desk.commit(
            [
                self._store.create(made),
                self._audit.of("event.draft", made.subject, principal.actor, moment, after=made.facts()),
            ]
        )
        return Planned(made)

    def _change(
        self, principal: Principal, event_id: str, keyed: Keyed, version: int, action: str, change: Change, tell: Tell
    ) -> Planned:
        def attempt() -> Planned:
            before = self.get(principal, event_id, "event.plan")
            key = keyed.id_for(principal)
            if before.answered(key, keyed.body):
                return Planned(before, replayed=True)
            if version != before.version:
                raise PreconditionFailed("This event has changed since you read it.")
            moment = self._clock()
            now = minute_of(moment)
            after = change(before, now).receipted(key, keyed.body, now)
            steps = [
                *self._hosts(before, after, now),
                *self._seated(before, after),
                *self._serving.follow(before, after, now),
                self._store.change(before, after),
                *self._told(after, tell(before, after, now), moment),
                self._audit.of(
                    action, after.subject, principal.actor, moment, before=before.facts(), after=after.facts()
                ),
            ]
            try:
                self._desk.commit(steps)
            except StepRefused as refused:
                if refused.step == "seats.resize" and self._store.get(event_id) == before:
                    raise StateConflict("More seats are taken than there would be.") from None
                raise
            self._nudge(after.subject)
            return Planned(after)

        return self._desk.settle(attempt)

    def _hosts(self, before: Event, after: Event, now: int) -> list[Step]:
        """The agenda steps by which the hosts' time is taken where the event now stands. Raises HostsTaken."""
        takes = dict.fromkeys(before.placements(), ()) | after.placements()
        if before.state not in RUNNING and after.state not in RUNNING:
            return []
        spots = {*_spots(before), *_spots(after)}
        agendas = self._desk.read(None, None, spots).agendas
        if after.state in RUNNING:
            away = hosts_away(before, after, self._catalogue.boutique(after.boutique))
            if taken := list(dict.fromkeys([*_taken(after, agendas, now), *away])):
                raise HostsTaken(taken)
        return self._desk.placed(takes, agendas, now)

    def _seated(self, before: Event, after: Event) -> Iterable[Step]:
        """The steps by which seats exist once it is published, and are as many as the event now says."""
        there = before.pools() if before.state in RUNNING else {}
        for pool, seats in after.pools().items() if after.state in RUNNING else ():
            if pool not in there:
                yield from self._seats.create(after.id, pool, seats)
            elif there[pool] != seats:
                yield from self._seats.resized(after.id, pool, there[pool], seats)

    def _told(self, event: Event, notices: tuple[Notice, ...], moment: datetime) -> list[Step]:
        row = self._notices.read(event.subject)
        if row is None:
            return [self._notices.create(event.subject, event.version, notices, moment)] if notices else []
        return [self._notices.rewrite(row, event.version, plan.still_to_hosts(row.notices, notices, event), moment)]

    def _check(self, event: Event) -> None:
        """Raise InvalidInput for what this boutique cannot hold: every mistake at once."""
        found = problems_of(event, self._catalogue.boutique(event.boutique), self._catalogue.maison())
        if problems := [*found, *self._serving.check(event)]:
            raise InvalidInput(problems)


def _spots(event: Event) -> Iterable[Spot]:
    for host in event.hosts:
        for one in event.sittings:
            for day in days_of(one.start - SETTING_UP, one.end + CLEARING):
                yield Spot(staff_resource(event.boutique, host), day)


def _taken(event: Event, agendas: Mapping[Spot, Agenda], now: int) -> list[str]:
    """Return the hosts who have something else in a sitting's time; gaps between two of ours add up."""
    own = {event.ref(one.id) for one in event.sittings}
    found: dict[str, None] = {}
    for spot, agenda in agendas.items():
        if spot.resource.name not in event.hosts:
            continue
        for entry in agenda.live(now):
            if entry.ref not in own and any(_meets(entry, one.start, one.end) for one in event.sittings):
                found[spot.resource.name] = None
    return list(found)


def _meets(entry: Taken, start: int, end: int) -> bool:
    return entry.start < end + CLEARING + entry.before and start < entry.end + entry.after + SETTING_UP
