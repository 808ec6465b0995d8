"""The video room of an appointment: when it opens and who is let in; what carries the picture is `video_rooms`.

A join is minted when somebody joins and never stored. The room dies with a cancel and survives a move, since both only
change the booking it is asked of; it always comes with a telephone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.video_rooms import Join, VideoRooms, Who
from chalicelib.boutiques.model import Experience
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.clock import Clock, minute_of, second_of
from chalicelib.foundation.errors import NotFound, StateConflict
from chalicelib.identity.model import Principal, Role

STAYS_OPEN_MINUTES = 30
"""How long after the planned end the room lets people in: conversations overrun."""


@dataclass(frozen=True, slots=True)
class Door:
    """A room as its door shows it; `opens_at` and `closes_at` are minutes."""

    state: Literal["early", "open", "over"]
    opens_at: int
    closes_at: int
    zone: str
    telephone: str
    join: Join | None = None


def room_times(booking: Booking, experience: Experience) -> tuple[int, int] | None:
    """Return the minutes at which a booking's room opens and closes, or None when it has no room."""
    if not experience.form.has_room:
        return None
    return booking.start - experience.room_opens_minutes, booking.end + STAYS_OPEN_MINUTES


class Doors:
    """Opens rooms to those who may enter."""

    def __init__(self, bookings: Bookings, catalogue: Catalogue, rooms: VideoRooms, clock: Clock) -> None:
        self._bookings, self._catalogue, self._rooms, self._clock = bookings, catalogue, rooms, clock

    def enter(self, principal: Principal, booking_id: str) -> Door:
        """Return the door of a booking's room, with a join while it is open.

        Raises NotFound where there is no room, StateConflict once the appointment does not take place.
        """
        booking = self._bookings.get(principal, booking_id, "booking.join")
        experience = self._catalogue.experience(booking.experience)
        boutique = self._catalogue.boutique(booking.boutique)
        times = room_times(booking, experience)
        if times is None:
            raise NotFound("This appointment is not by video.")
        moment = self._clock()
        now = minute_of(moment)
        if booking.state_at(now) not in {State.CONFIRMED, State.DONE}:
            raise StateConflict(f"This appointment does not take place. Please telephone us: {boutique.telephone}.")
        opens, closes = times
        state: Literal["early", "open", "over"] = "early" if now < opens else "open" if now < closes else "over"
        join = None
        if state == "open":
            own = boutique.member(booking.advisor).meeting_url
            who: Who = "client" if principal.role in {Role.GUEST, Role.CLIENT} else "host"
            join = Join("external", url=own) if own else self._rooms.join(booking.id, who, second_of(moment))
        return Door(state, opens, closes, booking.zone, boutique.telephone, join)
