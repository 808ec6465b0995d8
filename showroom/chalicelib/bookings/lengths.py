"""How long an appointment takes: made longer or shorter by the house, at the same hour, with the same advisor and room.

shorter   always: it takes nothing from anybody
longer    where advisor, room and client are free for it, or 409 with why; beyond hours only with a reason (rule H11)
begun     it may still be changed until it is over; nobody is written to any more
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.bookings import plan
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.model import Booking
from chalicelib.bookings.reading import target_of
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.standing import spots_of
from chalicelib.calendars.agenda import Agenda, Spot, room_resource
from chalicelib.calendars.service import Wanted
from chalicelib.foundation.clock import minute_of
from chalicelib.identity import permits
from chalicelib.identity.model import Principal


class Resizing(Bookings):
    """Changes how long appointments take."""

    def resize(
        self, principal: Principal, booking_id: str, keyed: Keyed, version: int, minutes: int, outside: str = ""
    ) -> Outcome:
        """Let an appointment last `minutes`, in every agenda at once. What was proposed meanwhile is given up.

        Raises SlotTaken (why, and when it would fit), StateConflict once it is over, or would be.
        """
        return self._desk.settle(lambda: self._resize(principal, booking_id, keyed, version, minutes, outside))

    def _resize(
        self, principal: Principal, booking_id: str, keyed: Keyed, version: int, minutes: int, outside: str
    ) -> Outcome:
        before, replayed = self._found(principal, booking_id, keyed, version, "booking.resize")
        if replayed:
            return replayed
        if outside:
            permits.require(principal, "booking.outside", target_of(principal, before))
        moment = self._clock()
        now = minute_of(moment)
        after = before.resized(now, minutes, outside=bool(outside))
        wanted = replace(
            self.wanted(before, by_staff=True),
            only=before.advisor,
            length=minutes,
            given=before.start,
            outside=after.outside,
        )
        spots = [*spots_of(before), *spots_of(after), *self._desk.spots(wanted, before.start)]
        reading = self._desk.read(booking_id, before.client, spots)
        depends_on: tuple[Spot, ...] = ()
        if after.end > before.end:
            depends_on = self._longer(wanted, before, now, reading.agendas)
        after = self._because(after, outside).receipted(keyed.id_for(principal), keyed.body, now)
        row = self._notices.read(after.subject)
        told = plan.after_resize(row.notices if row else (), after, self.setting(after, reading.card), now)
        steps = [
            *self._desk.steps(after, reading.agendas, now, depends_on),
            self._store.change(before, after),
            self._told(after, told, moment),
            self._audited("booking.resize", principal, before, after, moment, why=outside),
        ]
        return self._written(steps, after, now)

    def _longer(self, wanted: Wanted, before: Booking, now: int, agendas: Mapping[Spot, Agenda]) -> tuple[Spot, ...]:
        """Return which agendas the decision read. Raises SlotTaken: also where another room alone would be free."""
        kept = room_resource(before.boutique, before.room).name if before.room else None
        choice = self._desk.choose(wanted, before.id, before.start, now, agendas, (before.advisor, kept))
        if choice.room != before.room:
            refused = self._desk.taken(wanted, before.start, now)
            refused.because = ("booked",)
            raise refused
        return choice.depends_on
