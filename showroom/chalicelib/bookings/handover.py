"""Handing over: another advisor receives her, at the same hour and in the same room.

the old entry out, the new one in   one transaction, over every agenda the decision looked at
she                                 told once, with the new name and the calendar file
both advisors                       written to; the link in the former one's letters has no more force
a time that is only held            changes hands in silence: whoever receives her is named when she takes it
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.bookings import plan
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.model import Booking, Proposal, State
from chalicelib.bookings.reading import target_of
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.standing import spots_of
from chalicelib.bookings.together.press import Press
from chalicelib.calendars.agenda import Spot, room_resource
from chalicelib.calendars.service import Wanted
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import FieldProblem, InvalidInput, NotFound, StateConflict
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target

_ACTION = "booking.hand_over"


class HandingOver(Bookings):
    """Hands appointments over to colleagues."""

    def hand_over(
        self,
        principal: Principal,
        booking_id: str,
        keyed: Keyed,
        version: int,
        advisor: str,
        outside: str = "",
        *,
        press: Press | None = None,
    ) -> Outcome:
        """Let a colleague receive her at the same hour. What was proposed meanwhile is given up.

        `outside` is the house's reason, where it is outside the colleague's hours.

        Raises InvalidInput where the colleague does not receive this, SlotTaken with hours at which she could,
        StateConflict once it has begun or when it is hers already.
        """
        change = (principal, booking_id, keyed, version, advisor, outside, press)
        return self._desk.settle(lambda: self._hand_over(*change))

    def hand_over_held(
        self, principal: Principal, booking_id: str, keyed: Keyed, version: int, former: str, advisor: str
    ) -> Outcome:
        """Let a colleague have what `former` only holds: a time not confirmed yet, one proposed, or one of a choice.

        Raises as `hand_over`, and StateConflict when nothing is held with `former`.
        """
        return self._desk.settle(lambda: self._hand_over_held(principal, booking_id, keyed, version, former, advisor))

    def _hand_over(
        self,
        principal: Principal,
        booking_id: str,
        keyed: Keyed,
        version: int,
        advisor: str,
        outside: str,
        press: Press | None,
    ) -> Outcome:
        before, replayed = self._found(principal, booking_id, keyed, version, _ACTION)
        if replayed:
            return replayed
        moment = self._clock()
        now = minute_of(moment)
        # The state is judged before the time: a cancelled booking is "over", not "taken".
        before.handed_over(now, advisor=advisor, room=before.room)
        wanted = self._from(before, advisor)
        if outside:
            permits.require(principal, "booking.outside", target_of(principal, before))
            wanted = replace(wanted, outside=True, given=before.start)
        spots = [*spots_of(before), *self._desk.spots(wanted, before.start)]
        reading = self._desk.read(booking_id, before.client, spots)
        kept = room_resource(before.boutique, before.room).name if before.room else None
        choice = self._desk.choose(wanted, booking_id, before.start, now, reading.agendas, (advisor, kept))
        after = before.handed_over(now, advisor=choice.advisor, room=choice.room, outside=wanted.outside)
        after = self._because(after, outside).receipted(keyed.id_for(principal), keyed.body, now)
        setting = self.setting(after, reading.card)
        told = plan.after_handing_over(before, after, setting, now)
        steps = [
            *self._desk.steps(after, reading.agendas, now, choice.depends_on),
            self._store.change(before, after),
            *self._parted(after, told, setting, moment, press),
            self._audited(_ACTION, principal, before, after, moment, why=outside),
        ]
        return self._written(steps, after, now)

    def _hand_over_held(
        self, principal: Principal, booking_id: str, keyed: Keyed, version: int, former: str, advisor: str
    ) -> Outcome:
        before = self._store.get(booking_id)
        if before is None:
            raise NotFound(NOT_FOUND)
        replayed = self._replayed(principal, before, keyed, None)
        if replayed:
            return replayed
        moment = self._clock()
        now = minute_of(moment)
        held = held_with(before, former, now)
        # A time is its boutique's to give away, wherever the appointment is that it was proposed for.
        for boutique in {would.boutique for would in held.values()} or {before.boutique}:
            permits.require(principal, _ACTION, Target(boutique=boutique))
        self._replayed(principal, before, keyed, version)
        if not held:
            raise StateConflict("Nothing is held with that advisor any more.")
        wanted = {number: self._from(would, advisor) for number, would in held.items()}
        spots = spots_of(before)
        for number, would in held.items():
            spots += self._desk.spots(wanted[number], would.start)
        reading = self._desk.read(booking_id, before.client, spots)
        after, locked = before, list[Spot]()
        for number, would in held.items():
            kept = room_resource(would.boutique, would.room).name if would.room else None
            start = would.start
            choice = self._desk.choose(wanted[number], booking_id, start, now, reading.agendas, (advisor, kept))
            locked += choice.depends_on
            after = _with(after, number, choice.advisor, choice.room)
        if before.advisor == former and before.state is State.HELD:
            after = replace(after, advisor=advisor)
        after = replace(after, version=before.version + 1).receipted(keyed.id_for(principal), keyed.body, now)
        row = self._notices.read(after.subject)
        told = tuple(plan.carried(row.notices, after.version)) if row else ()
        steps = [
            *self._desk.steps(after, reading.agendas, now, dict.fromkeys(locked)),
            self._store.change(before, after),
            self._told(after, told, moment),
            self._audited(_ACTION, principal, before, after, moment),
        ]
        return self._written(steps, after, now)

    def _from(self, booking: Booking, advisor: str) -> Wanted:
        wanted = replace(self.wanted(booking, by_staff=True), only=advisor)
        if not wanted.advisors():
            raise InvalidInput([FieldProblem("/advisor", "does not receive this here")])
        return wanted


def held_with(booking: Booking, staff_id: str, now: int) -> dict[int, Booking]:
    """Return what is held with somebody and is no appointment yet, by the number of the proposal; 0 is its own time."""
    found = {
        number: booking.as_proposed(one) for number, one in booking.offered_at(now).items() if one.advisor == staff_id
    }
    if booking.state_at(now) is State.HELD and not booking.is_options and booking.advisor == staff_id:
        found[0] = booking
    return found


def _with(booking: Booking, number: int, advisor: str, room: str | None) -> Booking:
    if number == 0:
        return replace(booking, advisor=advisor, room=room)
    proposals: list[Proposal] = list(booking.proposals)
    proposals[number - 1] = replace(proposals[number - 1], advisor=advisor, room=room)
    return replace(booking, proposals=tuple(proposals))
