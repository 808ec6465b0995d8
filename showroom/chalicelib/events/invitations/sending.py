"""Use cases of sending: who is released and has not had her invitation yet, pressed by the planner or at a tier's hour.

Her wishes are asked again at this moment, with the transaction that writes her letter: an objection that comes in
between is not gone past. Cut short anywhere, or pressed twice, each is written to once: what was sent says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.clients.addressees import Addressee, Addressees
from chalicelib.events import plan
from chalicelib.events.guests.model import Guest
from chalicelib.events.invitations.ground import LATER, NOT_OPEN, InvitationGround
from chalicelib.events.invitations.model import Outcome, Tiers, Verdict, Why, against, channels, refused, unsent
from chalicelib.events.invitations.store import TierStore
from chalicelib.events.model import Event, EventState
from chalicelib.events.registering.ground import GuestGround
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import Busy, FieldProblem, InvalidInput, NotFound, StateConflict
from chalicelib.identity.model import Principal

RELEASER = "sweep:releaser"
"""How the audit names who sends a tier at its hour."""
MOST_AT_ONCE = 200
"""How many invitations one press, or one sweep of an event, sends."""
_CHUNK = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """What a press sent: how many now, how many wait for their hour or the next press, and who is not written to."""

    sent: int
    waiting: int
    refused: tuple[Verdict, ...]


class Sending(InvitationGround):
    """Sends invitations, and keeps the hours of tiers."""

    def __init__(self, ground: GuestGround, addressees: Addressees, tiers: TierStore) -> None:
        super().__init__(ground, addressees)
        self._tiers = tiers

    # ── sending ──────────────────────────────────────────────────────────────────────────────────────────────

    def send(self, principal: Principal, event_id: str, tier: int | None = None) -> Sent:
        """Send the invitations that are released and were not sent, of one tier or of all; pressed again, the rest.

        Her wishes are asked again now (rules C1-C3). Raises StateConflict, NotFound.
        """
        event = self._event(principal, event_id)
        moment = self._ground.clock()
        now = minute_of(moment)
        self._open(event, now)
        tiers = self._tiers.get(event.id)
        pending = self._pending(event, now, None if tier is None else {tier})
        released = [one for one in pending if tiers.is_released(one.tier, now)]
        verdicts = self._send(principal.actor, event, tiers, released, moment)
        sent = sum(1 for one in verdicts if not one.is_refused)
        away = tuple(one for one in verdicts if one.is_refused)
        return Sent(sent, len(pending) - sent - len(away), away)

    def sweep(self, moment: datetime) -> None:
        """Send every tier whose hour has come; an event of which that fails does not hold up the others."""
        for event_id in self._tiers.due(minute_of(moment)):
            with suppress(*LATER, NotFound):
                self._release(event_id, moment)

    def _release(self, event_id: str, moment: datetime) -> None:
        """Send what is due of an event, and note that it was; more than one go sends is gone on with a minute later."""
        now = minute_of(moment)
        event, tiers = self._ground.events.get(event_id), self._tiers.get(event_id)
        due = tiers.due(now)
        if event is None or not due:
            return
        if event.takes_guests(now):
            pending = self._pending(event, now, due)
            verdicts = self._send(RELEASER, event, tiers, pending, moment)
            if len(verdicts) < len(pending) or any(one.why == Why.BUSY for one in verdicts):
                return
        self._keep(RELEASER, event, tiers, tiers.after_sweep(now), "event.released", moment)

    def _pending(self, event: Event, now: int, tiers: Iterable[int] | None) -> list[Guest]:
        guests = [one for one in self._ground.guests.of_event(event.id) if unsent(one, now)]
        return [one for one in guests if tiers is None or one.tier in tiers]

    def _send(self, actor: str, event: Event, tiers: Tiers, guests: Sequence[Guest], moment: datetime) -> list[Verdict]:
        """Send to these guests until so many have been sent as one press sends; return what became of each."""
        verdicts: list[Verdict] = []
        sent = 0
        for start in range(0, len(guests), _CHUNK):
            some = guests[start : start + _CHUNK]
            people = self._addressees.named(("client", one.client) for one in some)
            for guest in some:
                if sent >= MOST_AT_ONCE:
                    return verdicts
                verdict = self._sent(actor, event, tiers, guest, people.get(("client", guest.client)), moment)
                sent += not verdict.is_refused
                verdicts.append(replace(verdict, guest=guest.id))
        return verdicts

    def _sent(
        self, actor: str, event: Event, tiers: Tiers, guest: Guest, found: Addressee | None, moment: datetime
    ) -> Verdict:
        try:
            return self._send_one(actor, event, tiers, guest, found, moment)
        except LATER:
            pair = ("client", guest.client)

            def attempt() -> Verdict:
                standing = self._ground.found(event.id, guest.id)
                if standing is None or not standing.event.takes_guests(minute_of(moment)):
                    return refused(Why.TOO_LATE)
                if not unsent(standing.guest, minute_of(moment)):
                    return Verdict(Outcome.ALREADY)  # sent by a rival, or the answer was lost
                person = self._addressees.named([pair]).get(pair)
                return self._send_one(actor, standing.event, tiers, standing.guest, person, moment)

            try:
                return self._ground.desk.settle(attempt)
            except Busy:
                return refused(Why.BUSY)

    def _send_one(
        self, actor: str, event: Event, tiers: Tiers, guest: Guest, found: Addressee | None, moment: datetime
    ) -> Verdict:
        """Send one invitation: her row, her letter and the audit in one transaction, over all that was read."""
        ground, now = self._ground, minute_of(moment)
        if found is None:
            return refused(Why.NOBODY)
        decision = against(found.client, now)
        if decision is not None:
            return refused(decision.reason, decision.rule)
        by = channels(found.client, now)
        after = guest.after(sent_at=now, release_at=tiers.released_at(guest.tier), schedule=event.schedule)
        setting = replace(ground.setting(event, after, found.client), channels=by)
        notices = plan.guest_invited(event, after, setting, now)
        if not notices:
            return refused(Why.TOO_LATE)
        steps = [ground.events.unchanged(event), *self._addressees.still(found, by[:1])]
        ground.write("guest.send", actor, event, guest, after, steps, notices, moment)
        return Verdict(Outcome.INVITED)

    # ── tiers ────────────────────────────────────────────────────────────────────────────────────────────────

    def tiers(self, principal: Principal, event_id: str) -> tuple[Event, Tiers]:
        """Return when each tier of an event is released. Raises NotFound."""
        event = self._event(principal, event_id)
        return event, self._tiers.get(event.id)

    def keep_tiers(self, principal: Principal, event_id: str, times: Mapping[int, int]) -> tuple[Event, Tiers]:
        """Keep when each tier is released; said again, it changes nothing. Raises StateConflict, InvalidInput."""

        def attempt() -> tuple[Event, Tiers]:
            event = self._event(principal, event_id)
            moment = self._ground.clock()
            before = self._tiers.get(event.id)
            if before.times == times:
                return event, before
            if event.state not in {EventState.DRAFT, EventState.PUBLISHED}:
                raise StateConflict(NOT_OPEN)
            if any(at >= event.cutoff for at in times.values()):
                raise InvalidInput([FieldProblem("/tiers", "must be released before the last minute for answers")])
            after = before.with_times(times, minute_of(moment))
            self._keep(principal.actor, event, before, after, "event.tiers", moment)
            return event, after

        return self._ground.desk.settle(attempt)

    def _keep(self, actor: str, event: Event, before: Tiers, after: Tiers, action: str, moment: datetime) -> None:
        audited = self._ground.audit.of(
            action, event.subject, actor, moment, before=before.facts(), after=after.facts()
        )
        self._ground.desk.commit([self._tiers.write(before, after), audited])
