"""Confirming a hold: by the link in her letter, or by the code in her short message.

link   whoever has it reads that mailbox               → the hold becomes an appointment
code   right  → the same, on exactly the code that was judged
       wrong  → counted first, on exactly the code that was judged, and only then told
       spent  → nothing is judged any more; another one may be asked for
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.bookings import plan
from chalicelib.bookings.codes.model import Codes, Try
from chalicelib.bookings.codes.store import CodesSent
from chalicelib.bookings.desk import Choice
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.standing import spots_of
from chalicelib.calendars.agenda import Spot
from chalicelib.calendars.service import Wanted
from chalicelib.clients.model import KNOWN
from chalicelib.clients.store import ClientItem
from chalicelib.foundation.clock import minute_of, second_of
from chalicelib.foundation.errors import (
    CodeSpent,
    HoldExpired,
    NotFound,
    SlotTaken,
    StateConflict,
    WrongCode,
)
from chalicelib.foundation.table import Step
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND

_KEPT_NO_LONGER = "This time could not be kept. Please choose another."


class Confirming(Bookings):
    """Confirms holds, and sends another code."""

    def __init__(self, *, codes: Codes, sent: CodesSent, **shared: Any) -> None:
        super().__init__(**shared)
        self._codes, self._sent = codes, sent

    def confirm(self, principal: Principal, booking_id: str, keyed: Keyed) -> Outcome:
        """The link in her letter is used: her address is proven, the hold becomes an appointment.

        Her booking joins the card that has the address, or her own card becomes known. An expired hold takes its time
        anew; raises HoldExpired with fresh starts when that is gone (rule H4).
        """

        def attempt() -> Outcome:
            before, replayed = self._found(principal, booking_id, keyed, None, "booking.confirm_link")
            return replayed or self._confirmed(principal, before, keyed)

        return self._desk.settle(attempt)

    def confirm_by_code(self, principal: Principal, booking_id: str, keyed: Keyed, said: str) -> Outcome:
        """The code in her short message is said: her telephone is proven, the hold becomes an appointment.

        Raises WrongCode with the tries left, CodeSpent, HoldExpired with fresh starts, StateConflict where no code is
        awaited. Of what was said only a keyed hash is kept.
        """
        hashed = replace(keyed, body_hash=self._codes.body(keyed.body_hash))
        return self._desk.settle(lambda: self._judge(principal, booking_id, hashed, said))

    def another_code(self, principal: Principal, booking_id: str, keyed: Keyed) -> Outcome:
        """Send the next code; the one before is dead. Raises CodeTooSoon, NoMoreCodes, StateConflict."""
        return self._desk.settle(lambda: self._another(principal, booking_id, keyed))

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _judge(self, principal: Principal, booking_id: str, keyed: Keyed, said: str) -> Outcome:
        before, replayed = self._found(principal, booking_id, keyed, None, "booking.confirm_code")
        if replayed:
            return replayed
        moment = self._clock()
        now = minute_of(moment)
        if before.state is State.CONFIRMED:
            return Outcome(before, now, replayed=True)
        if before.code is None:
            raise StateConflict("This appointment does not wait for a code.")
        if before.state_at(now) is State.EXPIRED:
            fresh = self._desk.taken(self.wanted(before), before.start, now, HoldExpired)
            raise HoldExpired(fresh.alternatives, _KEPT_NO_LONGER)
        guess = Try(keyed.id_for(principal), keyed.body)
        told = before.code.told(guess)
        if told is not None:
            raise WrongCode(told)
        if not before.code.holds(second_of(moment)):
            raise CodeSpent
        if self._codes.match(before.id, before.code, said):
            return self._confirmed(principal, before, keyed)
        after = replace(before, code=before.code.missed(guess))
        left = {"left": before.code.left - 1}
        counted = self._audit.of("booking.wrong_code", f"code#{before.id}", principal.actor, moment, after=left)
        self._desk.commit([self._store.change(before, after), counted])
        raise WrongCode(before.code.left - 1)

    def _another(self, principal: Principal, booking_id: str, keyed: Keyed) -> Outcome:
        before, replayed = self._found(principal, booking_id, keyed, None, "booking.confirm_code")
        if replayed:
            return replayed
        moment = self._clock()
        now, second = minute_of(moment), second_of(moment)
        after = before.another_code(now, second).receipted(keyed.id_for(principal), keyed.body, now)
        if after.contact is None:
            raise StateConflict("This appointment does not wait for a code.")
        reading = self._desk.read(booking_id, before.client, spots_of(before))
        steps = [
            *self._desk.steps(after, reading.agendas, now),
            self._store.change(before, after),
            self._sent.step(after.contact, second),
            self._told(after, plan.after_booking(after, self.setting(after, reading.card), now), moment),
            self._audited("booking.another_code", principal, before, after, moment),
        ]
        return self._written(steps, after, now)

    def _confirmed(self, principal: Principal, before: Booking, keyed: Keyed) -> Outcome:
        moment = self._clock()
        now = minute_of(moment)
        if before.state is State.CONFIRMED:
            return Outcome(before, now, replayed=True)  # the link used twice finds what the first use made
        after = before.confirmed(now)
        card = self._desk.read(before.id, before.client, ()).card
        if card is None:
            raise NotFound(NOT_FOUND)
        after, card, card_steps = self._proven(after, card)
        wanted = replace(self.wanted(before, by_staff=True), client=after.client)
        spots = [*spots_of(before), *spots_of(after)]
        reading = self._desk.read(before.id, None, [*spots, *self._desk.spots(wanted, before.start)])
        depends_on: tuple[Spot, ...] = ()
        if before.state_at(now) is State.EXPIRED or after.client != before.client:
            choice = self._retaken(wanted, before, now, reading.agendas)
            after = replace(after, advisor=choice.advisor, room=choice.room)
            depends_on = choice.depends_on
        after = after.receipted(keyed.id_for(principal), keyed.body, now)
        steps = [
            *self._desk.steps(after, reading.agendas, now, depends_on),
            self._store.change(before, after),
            *card_steps,
            self._told(after, plan.after_booking(after, self.setting(after, card), now), moment),
            self._audited("booking.confirm", principal, before, after, moment),
        ]
        return self._written(steps, after, now)

    def _retaken(self, wanted: Wanted, before: Booking, now: int, agendas: Any) -> Choice:
        """Choose anew for a hold that has expired, or whose client turns out to have a calendar of her own."""
        try:
            return self._desk.choose(wanted, before.id, before.start, now, agendas, (before.advisor,))
        except SlotTaken as gone:
            raise HoldExpired(gone.alternatives, _KEPT_NO_LONGER) from gone

    def _proven(self, booking: Booking, card: ClientItem) -> tuple[Booking, ClientItem, list[Step]]:
        """Return the booking and card after her address is proven, and the steps: her own card becomes known, or the
        booking joins the card that has the address already and the provisional one is dissolved."""
        if card.state == KNOWN:
            return booking, card, []
        client = self._clients.of_item(card, opened=True)
        holder = self._clients.holder_of(client.contact.email) if client.contact and client.contact.email else None
        if holder is None:
            return booking, card, self._clients.prove(card, booking.boutique)[1]
        details = self._store.open(booking)
        joined = booking.joined(holder, self._store.seal(holder, booking.id, details))
        theirs = self._desk.read(booking.id, holder, ()).card
        if theirs is None:
            raise NotFound(NOT_FOUND)
        return joined, theirs, list(self._clients.dissolve(card))
