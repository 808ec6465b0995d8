"""Other people, fewer or more: changes until the freeze, and after it requests that the house grants or not (rule G4).

A request is part of her row: asking, taking it back and answering are each one transaction with audit. Granted, the
change is made as the house would make it by hand, with the same conditional update of the seats (rule H2); where that
is refused the request stays.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.bookings.keyed import Keyed
from chalicelib.events import plan
from chalicelib.events.guests.model import Guest
from chalicelib.events.guests.requests import ChangeRequest, RequestState
from chalicelib.events.model import Event
from chalicelib.events.registering.answering import OVER, Answering, Reply
from chalicelib.events.registering.ground import GuestGround, Standing
from chalicelib.events.registering.promoting import Promoting
from chalicelib.events.registering.reading import Answered
from chalicelib.events.seats.model import Party, PartyKind
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import Busy, Contended, PreconditionFailed, StateConflict, StepRefused
from chalicelib.foundation.table import Step
from chalicelib.identity.model import Principal, Role

NO_REQUEST = "Nothing is asked for any more."
CHANGED = "This invitation has changed since you read it."
_LATER = StepRefused, Contended, Busy


class Changing(Answering):
    """Changes parties, or takes what is asked for."""

    def __init__(self, ground: GuestGround, promoting: Promoting) -> None:
        super().__init__(ground)
        self._promoting = promoting

    def change(
        self, principal: Principal, event_id: str, guest_id: str, keyed: Keyed, version: int, reply: Reply
    ) -> Answered:
        """Bring other people, or fewer or more: who stays seated needs no free seat (rule H7). Raises StateConflict.

        After the freeze what she asks for herself is kept as a request; the house goes on changing (rule G4).
        """

        def attempt(standing: Standing, moment: datetime) -> Answered:
            event, before = standing.event, standing.guest
            now = minute_of(moment)
            if version != before.version:
                raise PreconditionFailed(CHANGED)
            if not event.is_running:
                raise StateConflict(OVER)
            if principal.role is Role.INVITED and event.is_frozen(now):
                return self._ask(principal, standing, keyed, reply, moment)
            # What was answered before has been said; what is open waits for its own answer.
            settled = before.request is not None and before.request.state is not RequestState.OPEN
            after = replace(before.with_party(reply.party), request=None if settled else before.request)
            return self._write("guest.change", principal, standing, after, keyed, reply, moment)

        answered = self._attempted(principal, event_id, guest_id, keyed, attempt)
        self._promote(event_id, answered.guest.pool)
        return answered

    def decide(
        self,
        principal: Principal,
        event_id: str,
        guest_id: str,
        keyed: Keyed,
        version: int,
        *,
        granted: bool,
        word: str = "",
    ) -> Answered:
        """Grant what she asks for, or decline it with a word or without (rule G4).

        Raises StateConflict (nothing open, no room: the request stays), PreconditionFailed (she has asked for something
        else meanwhile), KeyReused, NotFound.
        """

        def attempt(standing: Standing, moment: datetime) -> Answered:
            event, before, ground = standing.event, standing.guest, self._ground
            now = minute_of(moment)
            if version != before.version:
                raise PreconditionFailed(CHANGED)
            request = before.request
            if request is None or request.state_in(event, before.sitting, now) is not RequestState.OPEN:
                raise StateConflict(NO_REQUEST)
            asked, _ = ground.guests.open_request(before)
            if granted:
                reply = Reply(request.party, asked)
                after = replace(before.with_party(reply.party), request=request.answered(RequestState.GRANTED, now))
                return self._write("guest.grant", principal, standing, after, keyed, reply, moment)
            sealed = ground.guests.seal_request(before, asked, word)
            after = before.after(request=request.answered(RequestState.DECLINED, now, sealed))
            after = after.receipted(keyed.id_for(principal), keyed.body, now)
            row = ground.notices.read(before.subject)
            told = plan.guest_not_granted(row.notices if row else (), after, ground.hers(event, after), now)
            ground.write("guest.not_granted", principal.actor, event, before, after, [], told, moment)
            return Answered(event, after, now)

        answered = self._attempted(principal, event_id, guest_id, keyed, attempt, "guest.answer_for")
        self._promote(event_id, answered.guest.pool)
        return answered

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, principal: Principal, standing: Standing, keyed: Keyed, reply: Reply, moment: datetime) -> Answered:
        """Keep what she asks for in place of what she asked before; to ask for what stands takes it back."""
        event, before, ground = standing.event, standing.guest, self._ground
        now = minute_of(moment)
        self._named(reply)
        self.require_ahead(event, before, now)
        request = ChangeRequest(now, reply.party, event.schedule)
        asking = before.asking(request)
        if (reply.party, reply.details) == (before.party, ground.guests.open(before)):
            asking = replace(asking, request=None)
        else:
            sealed = ground.guests.seal_request(before, reply.details)
            asking = replace(asking, request=replace(request, sealed=sealed))
        after = asking.receipted(keyed.id_for(principal), keyed.body, now)
        row = ground.notices.read(before.subject)
        told = plan.kept(row.notices if row else (), after.version)
        ground.write("guest.ask", principal.actor, event, before, after, [], told, moment)
        return Answered(event, after, now)

    def _write(
        self,
        action: str,
        principal: Principal,
        standing: Standing,
        changed: Guest,
        keyed: Keyed,
        reply: Reply,
        moment: datetime,
    ) -> Answered:
        """Write another party, with its seats, as the house does by hand."""
        event, before, ground = standing.event, standing.guest, self._ground
        now = minute_of(moment)
        self._named(reply)
        after = ground.sealed(changed, reply.details).receipted(keyed.id_for(principal), keyed.body, now)
        steps: list[Step] = []
        if reply.party != before.party:
            seated = Party(before.party, PartyKind.SEAT)
            steps = ground.seats.change(event.id, before.pool, before.id, seated, reply.party)
        told = plan.guest_changed(event, after, ground.hers(event, after), now)
        try:
            ground.write(action, principal.actor, event, before, after, steps, told, moment)
        except StepRefused as refused:
            if refused.step == "seats.change":
                raise StateConflict("There is no place for more people any more.") from None
            raise
        return Answered(event, after, now)

    @staticmethod
    def require_ahead(event: Event, guest: Guest, now: int) -> None:
        """Raise StateConflict once her sitting has begun: there is nothing to ask for, or to give back, any more."""
        sitting = event.sitting(guest.sitting)
        if not event.is_running or (sitting is not None and now >= sitting.start):
            raise StateConflict(OVER)

    def _promote(self, event_id: str, pool: str) -> int:
        """Offer what is free now; where that cannot be done at once, the sweep does it within a minute."""
        with suppress(*_LATER):
            return self._promoting.promote(event_id, pool) if pool else 0
        return 0
