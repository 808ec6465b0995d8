"""Handing over: another advisor receives her, at the same hour and in the same room.

the old entry out, the new one in   one transaction, over every agenda the decision looked at
she                                 told once, with the new name and the calendar file
both advisors                       written to; the link in the former one's letters has no more force
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.bookings import plan
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.model import Booking
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.standing import spots_of
from chalicelib.calendars.agenda import room_resource
from chalicelib.calendars.service import Wanted
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.identity.model import Principal


class HandingOver(Bookings):
    """Hands appointments over to colleagues."""

    def hand_over(self, principal: Principal, booking_id: str, keyed: Keyed, version: int, advisor: str) -> Outcome:
        """Let a colleague receive her at the same hour. What was proposed meanwhile is given up.

        Raises InvalidInput where the colleague does not receive this, SlotTaken with hours at which she could,
        StateConflict once it has begun or when it is hers already.
        """
        return self._desk.settle(lambda: self._hand_over(principal, booking_id, keyed, version, advisor))

    def _hand_over(self, principal: Principal, booking_id: str, keyed: Keyed, version: int, advisor: str) -> Outcome:
        before, replayed = self._found(principal, booking_id, keyed, version, "booking.hand_over")
        if replayed:
            return replayed
        moment = self._clock()
        now = minute_of(moment)
        # The state is judged before the time: a cancelled booking is "over", not "taken".
        before.handed_over(now, advisor=advisor, room=before.room)
        wanted = self._from(before, advisor)
        spots = [*spots_of(before), *self._desk.spots(wanted, before.start)]
        reading = self._desk.read(booking_id, before.client, spots)
        kept = room_resource(before.boutique, before.room).name if before.room else None
        choice = self._desk.choose(wanted, booking_id, before.start, now, reading.agendas, (advisor, kept))
        after = before.handed_over(now, advisor=choice.advisor, room=choice.room)
        after = after.receipted(keyed.id_for(principal), keyed.body, now)
        told = plan.after_handing_over(before, after, self.setting(after, reading.card), now)
        steps = [
            *self._desk.steps(after, reading.agendas, now, choice.depends_on),
            self._store.change(before, after),
            self._told(after, told, moment),
            self._audited("booking.hand_over", principal, before, after, moment),
        ]
        return self._written(steps, after, now)

    def _from(self, booking: Booking, advisor: str) -> Wanted:
        wanted = replace(self.wanted(booking, by_staff=True), only=advisor)
        if not wanted.advisors():
            raise InvalidInput([FieldProblem("/advisor", "does not receive this here")])
        return wanted
