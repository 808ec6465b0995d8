"""Walk-ins: a client stands in the boutique, and her appointment begins now.

begins     at the last five minutes on the clock; no lead time, no window, no grid of the experience
taken      what stands in an agenda is never gone over; hours and a day's limits only with a reason (rule H11)
card       hers, or a new one with little more than a name: the boutique knows her from now on
state      she is here: attended, from the first write on
letters    none. Nobody writes to a client that one looks forward to an hour in which she is already received
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.making import Making
from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.order import Order
from chalicelib.calendars.service import FINE, Wanted
from chalicelib.clients.model import Client, Contact
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import FieldProblem, InvalidInput, NotFound, StateConflict, StepRefused
from chalicelib.foundation.table import Step
from chalicelib.foundation.vault import Admission
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target


class WalkIns(Making):
    """Receives who has come in."""

    def receive(self, principal: Principal, order: Order, keyed: Keyed) -> Outcome:
        """Begin an appointment now, with a named advisor or whoever is free. The order's start is of no matter.

        Raises InvalidInput, NotFound, SlotTaken (why, and when else), StateConflict (the address has a card), Busy.
        """
        permits.require(principal, "booking.walk_in", Target(boutique=order.boutique))
        boutique, experience = self._catalogue.boutique(order.boutique), self._catalogue.experience(order.experience)
        if experience.form.place != "boutique":
            raise InvalidInput([FieldProblem("/experience", "is not received in the boutique")])
        self._check(principal, order, boutique, experience)
        booking_id = keyed.id_for(principal)
        client_id = self._client_id(principal, order, booking_id)
        wanted = Wanted(
            boutique,
            experience,
            client=client_id,
            by_staff=True,
            holder=client_id if order.contact is None else None,
            only=order.advisor,
            length=order.minutes,
            outside=bool(order.details.outside),
        )
        return self._desk.settle(lambda: self._receive(principal, order, keyed, wanted, booking_id, client_id))

    def _receive(
        self, principal: Principal, order: Order, keyed: Keyed, wanted: Wanted, booking_id: str, client_id: str
    ) -> Outcome:
        moment = self._clock()
        now = minute_of(moment)
        order = replace(order, start=now - now % FINE)
        wanted = replace(wanted, given=order.start)
        new = order.contact is not None
        reading = self._desk.read(
            booking_id, client_id, self._desk.spots(wanted, order.start), hold_at=None if new else now
        )
        if reading.booking is not None:
            return self._answered(reading.booking, keyed)
        if not new and reading.into:
            hers = replace(wanted, client=reading.into, holder=reading.into)
            return self._receive(principal, order, keyed, hers, booking_id, reading.into)
        if not new and not reading.is_open:
            raise NotFound(NOT_FOUND)
        first = [principal.subject, *reading.first(wanted, order.start)]
        choice = self._desk.choose(wanted, booking_id, order.start, now, reading.agendas, first)
        booking = self._drafted(booking_id, client_id, order, wanted, choice, now)
        booking = replace(booking, state=State.DONE, walk_in=True).receipted(booking_id, keyed.body, now)
        try:
            return self._kept(principal, order, booking, choice.depends_on, reading, moment, "booking.walk_in")
        except StepRefused as refused:
            if refused.step == "clients.claim" and self._store.get(booking_id) is None:
                raise StateConflict("There is a card with this address already. Please look for it by name.") from None
            raise

    def _admitted(self, booking: Booking, contact: Contact) -> tuple[Client, list[Step], Admission]:
        """She is known: she was here, and is found by her name from now on."""
        return self._clients.received(booking.client, contact, booking.language, booking.boutique)
