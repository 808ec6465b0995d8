"""As last time: what a known client did when she was last received, so that she need not choose it again."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.reading import Reading
from chalicelib.boutiques.model import Boutique, Experience
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.identity.model import Principal

_LOOKED_AT = 20
"""How many of her latest bookings are looked at: one page, one Query and one BatchGet."""


@dataclass(frozen=True, slots=True)
class LastTime:
    """What can be offered again. `advisor` is None where she who received her no longer receives this."""

    experience: Experience
    boutique: Boutique
    start: int
    advisor: str | None
    adults: int
    children: int


class Lately:
    """Remembers for known clients."""

    def __init__(self, bookings: Reading, catalogue: Catalogue, clock: Clock) -> None:
        self._bookings, self._catalogue, self._clock = bookings, catalogue, clock

    def last(self, principal: Principal) -> LastTime | None:
        """Return her last visit that took place and is still offered to her; before any has, what she has booked."""
        now = minute_of(self._clock())
        page = self._bookings.of_client(principal, _LOOKED_AT, None)
        taken_place = [booking for booking in page.items if _took_place(booking, now)]
        to_come = [booking for booking in page.items if booking.state is State.CONFIRMED and booking.start > now]
        offered = (self._offered(booking) for booking in (*taken_place, *reversed(to_come)))
        return next((found for found in offered if found is not None), None)

    def _offered(self, booking: Booking) -> LastTime | None:
        """Return what a booking was, if the maison still has it."""
        try:
            experience = self._catalogue.experience(booking.experience)
            boutique = self._catalogue.boutique(booking.boutique)
        except NotFound:
            return None
        if boutique.id not in experience.boutiques or experience.bookable_by == "staff":
            return None
        able = {member.id for member in boutique.able(experience, None)}
        advisor = booking.advisor if booking.advisor in able else None
        return LastTime(experience, boutique, booking.start, advisor, booking.adults, booking.children)


def _took_place(booking: Booking, now: int) -> bool:
    return booking.state is State.DONE or (booking.state is State.CONFIRMED and booking.start <= now)
