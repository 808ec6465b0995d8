"""Answers to invitations, for whole parties: yes, no, fewer or more, not after all.

    read      her row, her event, her own day
    claim     seats for the whole party, in one conditional update (rule H2)
    write     her row, the claim become seats, her agenda, notices, audit: one transaction
    full      nobody goes past those who wait, then her row and her place on the list: one transaction

Killed between claim and write, the claim ends by itself in two minutes; sent again, the same request finds its claim
and goes on (rule H5). What is refused after the claim gives it back at once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.bookings.keyed import Keyed
from chalicelib.events import plan
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.registering.answering import OVER, Reply
from chalicelib.events.registering.changing import Changing
from chalicelib.events.registering.ground import Standing
from chalicelib.events.registering.reading import Answered
from chalicelib.events.seats.model import CLAIM_MINUTES, Outcome, Seats
from chalicelib.foundation.clock import minute_of, second_of
from chalicelib.foundation.errors import (
    Contended,
    OfferLapsed,
    StateConflict,
)
from chalicelib.identity.model import Principal, Role


class Registering(Changing):
    """Takes answers."""

    # ── yes ──────────────────────────────────────────────────────────────────────────────────────────────────

    def accept(self, principal: Principal, event_id: str, guest_id: str, keyed: Keyed, reply: Reply) -> Answered:
        """Say yes for the whole party: her seats, or, where none are free for it, a place on the waiting list.

        Raises StateConflict (answered, lapsed, closed), Overlapping, InvalidInput, KeyReused, NotFound.
        """

        def attempt(standing: Standing, moment: datetime) -> Answered:
            return self._accept(principal, standing, keyed, reply, moment)

        return self._attempted(principal, event_id, guest_id, keyed, attempt)

    def _accept(
        self, principal: Principal, standing: Standing, keyed: Keyed, reply: Reply, moment: datetime
    ) -> Answered:
        event, before, ground = standing.event, standing.guest, self._ground
        now = minute_of(moment)
        sitting = self._sitting(event, before, reply)
        if not event.takes_guests(now):
            raise StateConflict(OVER)
        # Judged before any seat is touched: who may not come claims nothing.
        held = event.sitting(sitting)
        allotment = before.allotment_in(held, now)
        accepted = before.accepted(now, sitting, reply.party, allotment)
        accepted = replace(accepted, stands_at=held.start if held else None)
        client = ground.client(before)
        agendas = ground.her_day(event, before, sitting)
        ground.require_free(event, before, sitting, agendas, now)
        claimed = ground.claimed(event, before, accepted.pool, reply.party, moment)
        if claimed.outcome in {Outcome.FULL, Outcome.CLOSED}:
            waiting = before.waiting(now, second_of(moment), sitting, reply.party, allotment)
            return self._wait(principal, standing, keyed, reply, waiting, moment, claimed.seats)
        after = ground.sealed(accepted, reply.details).receipted(keyed.id_for(principal), keyed.body, now)
        setting = ground.setting(event, after, client)
        if claimed.party is None:
            raise Contended
        steps = [
            ground.seats.settle(event.id, after.pool, before.id, claimed.party),
            *ground.placed(event, after, agendas, now, there=True),
            *([ground.waiting.leave(before)] if before.state is GuestState.WAITLISTED else []),
        ]
        told = plan.guest_accepted(event, after, setting, now)
        ground.write("guest.accept", principal.actor, event, before, after, steps, told, moment)
        return Answered(event, after, now)

    def _wait(
        self,
        principal: Principal,
        standing: Standing,
        keyed: Keyed,
        reply: Reply,
        waiting: Guest,
        moment: datetime,
        seen: Seats | None,
    ) -> Answered:
        event, before, ground = standing.event, standing.guest, self._ground
        now = minute_of(moment)
        ground.seats.close_public(event.id, waiting.pool, now + CLAIM_MINUTES, seen)
        after = ground.sealed(waiting, reply.details).receipted(keyed.id_for(principal), keyed.body, now)
        moved = before.state is GuestState.WAITLISTED and before.pool != after.pool
        steps = [
            ground.waiting.join(after),
            *([ground.waiting.leave(before)] if moved else []),
        ]
        told = plan.guest_waits(event, after, ground.setting(event, after, ground.client(after)), now)
        ground.write("guest.wait", principal.actor, event, before, after, steps, told, moment)
        # A seat may have been given back since it was found taken: then it is offered now, not in a minute.
        if self._promote(event.id, after.pool):
            found = ground.found(event.id, after.id)
            after = found.guest if found else after
        return Answered(event, after, now)

    def take_offer(self, principal: Principal, event_id: str, guest_id: str, keyed: Keyed) -> Answered:
        """Take the place that is kept for her party; twice is the same place. Raises OfferLapsed (rule W6)."""

        def attempt(standing: Standing, moment: datetime) -> Answered:
            guest = standing.guest
            if guest.state_at(minute_of(moment)) is not GuestState.OFFERED:
                raise OfferLapsed
            reply = Reply(guest.party, self._ground.guests.open(guest), guest.sitting)
            return self._accept(principal, standing, keyed, reply, moment)

        return self._attempted(principal, event_id, guest_id, keyed, attempt)

    def offer(self, principal: Principal, event_id: str, guest_id: str) -> Answered:
        """Offer a place to one who waits, out of turn; to who has an offer, what she has. Raises StateConflict."""
        standing = self._ground.allowed(principal, event_id, guest_id, "guest.offer")
        now = minute_of(self._ground.clock())
        replayed = standing.guest.state_at(now) is GuestState.OFFERED
        if not replayed:
            self._promoting.offer(principal.actor, standing)
            standing = self._ground.allowed(principal, event_id, guest_id, "guest.offer")
        return Answered(standing.event, standing.guest, now, replayed)

    # ── no, not after all, fewer or more ─────────────────────────────────────────────────────────────────────

    def decline(self, principal: Principal, event_id: str, guest_id: str, keyed: Keyed) -> Answered:
        """Say no; of an offer, its seats go to the next at once (rule W7); who waits leaves the list."""

        def attempt(standing: Standing, moment: datetime) -> Answered:
            event, before = standing.event, standing.guest
            now = minute_of(moment)
            after = before.declined(now).receipted(keyed.id_for(principal), keyed.body, now)
            steps = self._ground.left(before)
            told = plan.guest_declined(event, after, self._ground.hers(event, after), now)
            self._ground.write("guest.decline", principal.actor, event, before, after, steps, told, moment)
            return Answered(event, after, now)

        answered = self._attempted(principal, event_id, guest_id, keyed, attempt)
        self._promote(event_id, answered.guest.pool)
        return answered

    def cancel(self, principal: Principal, event_id: str, guest_id: str, keyed: Keyed) -> Answered:
        """Give the seats back, once, until it begins (rule H8); what she has asked for ends with it (rule G4)."""

        def attempt(standing: Standing, moment: datetime) -> Answered:
            event, before = standing.event, standing.guest
            now = minute_of(moment)
            if not event.is_running:
                raise StateConflict(OVER)
            if principal.role is Role.INVITED:
                self.require_ahead(event, before, now)
            after = before.cancelled().receipted(keyed.id_for(principal), keyed.body, now)
            agendas = self._ground.her_day(event, before, before.sitting)
            steps = [*self._ground.left(before), *self._ground.placed(event, after, agendas, now, there=False)]
            told = plan.guest_cancelled(event, after, self._ground.hers(event, after), now)
            self._ground.write("guest.cancel", principal.actor, event, before, after, steps, told, moment)
            return Answered(event, after, now)

        answered = self._attempted(principal, event_id, guest_id, keyed, attempt)
        self._promote(event_id, answered.guest.pool)
        return answered

    def revoke(self, principal: Principal, event_id: str, guest_id: str, keyed: Keyed) -> Answered:
        """Take an invitation back: her link is dead, and her seats, or her place on the list, are free."""

        def attempt(standing: Standing, moment: datetime) -> Answered:
            event, before = standing.event, standing.guest
            now = minute_of(moment)
            after = before.revoked().receipted(keyed.id_for(principal), keyed.body, now)
            agendas = self._ground.her_day(event, before, before.sitting)
            steps = [*self._ground.left(before), *self._ground.placed(event, after, agendas, now, there=False)]
            told = plan.guest_revoked(event, before, after, self._ground.hers(event, after), now)
            self._ground.write("guest.revoke", principal.actor, event, before, after, steps, told, moment)
            return Answered(event, after, now)

        answered = self._attempted(principal, event_id, guest_id, keyed, attempt, "guest.invite")
        self._promote(event_id, answered.guest.pool)
        return answered
