"""Seating a guest beyond a sitting's seats, by hand and with a reason (rule H11).

One transaction: her row, her seats, her agenda, notices, audit with the reason. Free seats may then be fewer than none,
so that whatever is given back first makes up for it: nobody is offered a place, and no claim succeeds, before there is
one. Nothing else in the house takes seats that are not there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.bookings.keyed import Keyed
from chalicelib.events import plan
from chalicelib.events.guests.model import GuestState
from chalicelib.events.model import EventKind
from chalicelib.events.registering.answering import OVER, Answering, Reply
from chalicelib.events.registering.ground import Standing
from chalicelib.events.registering.reading import Answered
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import StateConflict
from chalicelib.identity.model import Principal

NOT_AT_A_DINNER = "Nobody is seated at a dinner for whom there is no box: give it more places."
KEPT = "A place is kept for this party already."


class Forcing(Answering):
    """Seats whom the planner will have seated."""

    def seat(
        self, principal: Principal, event_id: str, guest_id: str, keyed: Keyed, reply: Reply, reason: str
    ) -> Answered:
        """Seat a whole party whether seats are free for it or not; `reason` is a code for the audit (rule H11).

        Raises StateConflict (answered, lapsed, closed, a dinner: rule G7; a sitting of several buckets), Overlapping,
        InvalidInput, KeyReused, NotFound.
        """

        def attempt(standing: Standing, moment: datetime) -> Answered:
            return self._seat(principal, standing, keyed, reply, reason, moment)

        return self._attempted(principal, event_id, guest_id, keyed, attempt, "guest.force")

    def _seat(
        self, principal: Principal, standing: Standing, keyed: Keyed, reply: Reply, reason: str, moment: datetime
    ) -> Answered:
        event, before, ground = standing.event, standing.guest, self._ground
        now = minute_of(moment)
        sitting = self._sitting(event, before, reply)
        if not event.takes_guests(now):
            raise StateConflict(OVER)
        if event.kind is EventKind.DINNER:
            raise StateConflict(NOT_AT_A_DINNER)
        if before.state_at(now) is GuestState.OFFERED:
            raise StateConflict(KEPT)
        held = event.sitting(sitting)
        seated = before.accepted(now, sitting, reply.party, before.allotment_in(held, now))
        seated = replace(seated, stands_at=held.start if held else None, forced=reason)
        client = ground.client(before)
        agendas = ground.her_day(event, before, sitting)
        ground.require_free(event, before, sitting, agendas, now)
        after = ground.sealed(seated, reply.details).receipted(keyed.id_for(principal), keyed.body, now)
        steps = [
            ground.seats.forced(event.id, after.pool, before.id, reply.party),
            *ground.placed(event, after, agendas, now, there=True),
            *([ground.waiting.leave(before)] if before.state is GuestState.WAITLISTED else []),
        ]
        told = plan.guest_accepted(event, after, ground.setting(event, after, client), now)
        ground.write("guest.force", principal.actor, event, before, after, steps, told, moment, reason)
        return Answered(event, after, now)
