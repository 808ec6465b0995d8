"""Use cases of a run of show: who plans the event writes it, who is of the evening presses its cues (rule D9).

A press needs no key: whoever presses twice, or presses what another has pressed, finds what the first press wrote. The
hosts of the event and all who see to a cue are of the evening, and so is whoever plans it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chalicelib.bookings.desk import Desk
from chalicelib.boutiques.service import Catalogue
from chalicelib.events.film.hours import Held
from chalicelib.events.model import RUNNING, Event, EventState
from chalicelib.events.show.model import FARTHEST, Cue, Deliveries, Rehearsal, Show
from chalicelib.events.show.store import ShowStore
from chalicelib.events.store import EventStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import FieldProblem, InvalidInput, NotFound, PreconditionFailed, StateConflict
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target

Served = Callable[[Event], Deliveries | None]
"""Counts the households of an evening that have been served; None for one where nothing is delivered."""
Change = Callable[[Show, Event, int, Deliveries | None], Show]


@dataclass(frozen=True, slots=True)
class Running:
    """A run of show with its event, as it stands at minute `at`."""

    event: Event
    show: Show
    deliveries: Deliveries | None
    at: int

    @property
    def crew(self) -> frozenset[str]:
        """Staff ids of all who are of the evening."""
        return self.show.crew | frozenset(self.event.hosts)


class Shows:
    """Reads, plans and runs."""

    def __init__(
        self,
        *,
        store: ShowStore,
        events: EventStore,
        desk: Desk,
        catalogue: Catalogue,
        audit: Audit,
        clock: Clock,
        served: Served | None = None,
    ) -> None:
        """Without `served`, the house delivers nothing and no start waits for it."""
        self._store, self._events, self._desk, self._catalogue = store, events, desk, catalogue
        self._audit, self._clock, self._served = audit, clock, served

    def read(self, principal: Principal, event_id: str, action: str = "event.read") -> Running:
        """Return the run of show of an event on which the principal may act. Raises NotFound for every other."""
        permits.admit(principal, action)
        event = self._events.get(event_id)
        if event is None:
            raise NotFound(NOT_FOUND)
        found = Running(event, self._store.get(event_id), None, minute_of(self._clock()))
        permits.require(principal, action, self.target(principal, found))
        return replace(found, deliveries=self._served(event) if self._served else None)

    @staticmethod
    def target(principal: Principal, running: Running) -> Target:
        """Return the event as a target: whoever is of the evening, it is her own."""
        crew = principal.subject if principal.subject in running.crew else None
        return Target(boutique=running.event.boutique, host=crew)

    def held(self, event: Event, now: int) -> Held:  # noqa: ARG002 - a film knows what the minute makes of it
        """Say how the start of an event stands: for its film, which all begin together (rule D9)."""
        show = self._store.get(event.id)
        return Held(*show.put_off(event.start, self._served(event) if self._served else None))

    def plan(
        self,
        principal: Principal,
        event_id: str,
        version: int,
        cues: Sequence[Cue],
        rehearsal: Rehearsal | None,
        threshold: int,
    ) -> Running:
        """Replace the cues; the plan that stands already is not written again. Raises InvalidInput."""

        def planned(show: Show, event: Event, _: int, __: Deliveries | None) -> Show:
            after = show.planned_anew(cues, rehearsal, threshold, event.start)
            if replace(after, version=show.version) == show and show.version:
                return show
            if version != show.version:
                raise PreconditionFailed("This run of show has changed since you read it.")
            if event.state not in {EventState.DRAFT, *RUNNING}:
                raise StateConflict("This evening is over.")
            self._check(event, cues)
            return after

        return self._change(principal, event_id, "show.plan", planned, "event.plan")

    def start(self, principal: Principal, event_id: str, cue_id: str) -> Running:
        """A cue begins. Raises StateConflict while the start is held, or days before."""

        def started(show: Show, event: Event, now: int, deliveries: Deliveries | None) -> Show:
            if now < event.start - FARTHEST:
                raise StateConflict("It is too early: this evening is days away.")
            return show.started(cue_id, now, principal.subject, deliveries)

        return self._change(principal, event_id, "show.start", started)

    def finish(self, principal: Principal, event_id: str, cue_id: str) -> Running:
        """A cue is over. Raises StateConflict for one that has not begun."""
        return self._change(
            principal,
            event_id,
            "show.finish",
            lambda show, _, now, __: show.finished(cue_id, now, principal.subject),
        )

    def hold(self, principal: Principal, event_id: str, reason: str) -> Running:
        """Hold the start by hand; `reason` is a code. Raises StateConflict once it has begun."""
        return self._change(
            principal,
            event_id,
            "show.hold",
            lambda show, _, now, __: show.held(now, principal.subject, reason),
            reason=reason,
        )

    def release(self, principal: Principal, event_id: str, holding: str, reason: str) -> Running:
        """End one reason for which the start is held: `by_hand`, or `deliveries`, to begin though some wait (H11)."""

        def released(show: Show, _: Event, now: int, __: Deliveries | None) -> Show:
            return show.released(now) if holding == "by_hand" else show.waived(now, principal.subject)

        return self._change(principal, event_id, "show.release", released, reason=reason)

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _change(
        self,
        principal: Principal,
        event_id: str,
        step: str,
        change: Change,
        action: str = "event.host",
        reason: str | None = None,
    ) -> Running:
        def attempt() -> Running:
            found = self.read(principal, event_id, action)
            event, before = found.event, found.show
            moment = self._clock()
            if action == "event.host" and event.state not in RUNNING:
                raise StateConflict("This evening is not being held.")
            after = change(before, event, minute_of(moment), found.deliveries)
            if after is before:
                return found
            self._desk.commit(
                [
                    self._store.write(before, after),
                    self._audit.of(
                        step,
                        event.subject,
                        principal.actor,
                        moment,
                        before=before.facts(),
                        after=after.facts(),
                        reason=reason,
                    ),
                ]
            )
            return replace(found, show=after)

        return self._desk.settle(attempt)

    def _check(self, event: Event, cues: Sequence[Cue]) -> None:
        """Raise InvalidInput for cues of people who do not work here: every mistake at once."""
        staff = {member.id for member in self._catalogue.boutique(event.boutique).staff}
        problems = [
            FieldProblem(f"/cues/{at}/owner", "is nobody who works here")
            for at, one in enumerate(cues)
            if one.owner not in staff
        ]
        if problems:
            raise InvalidInput(problems)
