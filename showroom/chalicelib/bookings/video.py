"""The video room of an appointment: when it opens, who is let in, and the ports to what carries the picture.

A join is minted when somebody joins and never stored. The room dies with a cancel and survives a move, since both only
change the booking it is asked of; it always comes with a telephone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.service import Bookings
from chalicelib.boutiques.model import Experience
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.clock import Clock, minute_of, second_of
from chalicelib.foundation.errors import Busy, NotFound, StateConflict
from chalicelib.identity.model import Principal, Role

STAYS_OPEN_MINUTES = 30
"""How long after the planned end the room lets people in: conversations overrun."""
_PRESENT_SECONDS = 20

Who = Literal["client", "host"]


@dataclass(frozen=True, slots=True)
class Join:
    """What a page needs to join. `secret` values live only in this answer."""

    provider: Literal["local", "chime", "external"]
    url: str | None = None
    secret: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A room as its door shows it; `opens_at` and `closes_at` are minutes."""

    state: Literal["early", "open", "over"]
    opens_at: int
    closes_at: int
    zone: str
    telephone: str
    join: Join | None = None


class VideoRooms(Protocol):
    """Carries pictures between a client and her host."""

    def join(self, booking_id: str, who: Who, second: int) -> Join:
        """Let somebody in at this second, making the room if it is not there yet."""


class LocalRooms:
    """Rooms of one process, for a developer to see working: tells who is in, carries no picture."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[str, int]] = {}
        self._lock = Lock()

    def join(self, booking_id: str, who: Who, second: int) -> Join:
        """Let somebody in; whoever has not been seen for 20 seconds has left."""
        with self._lock:
            seen = self._seen.setdefault(booking_id, {})
            seen[who] = second
            present = sorted(one for one, at in seen.items() if second - at <= _PRESENT_SECONDS)
        return Join("local", secret={"present": present})


class ChimeRooms:
    """Amazon Chime SDK meetings, one per booking; its contract is tested with botocore's Stubber, not its behaviour."""

    def __init__(self, client: Any, media_region: str) -> None:
        """`client` is a `chime-sdk-meetings` client."""
        self._client, self._region = client, media_region

    def join(self, booking_id: str, who: Who, second: int) -> Join:  # noqa: ARG002 - Chime keeps its own time
        """Create or find the meeting (its request token is the booking's id) and mint one attendee.

        Raises Busy when Chime cannot answer.
        """
        try:
            return self._join(booking_id, who)
        except (ClientError, BotoCoreError):
            raise Busy("The video room cannot be reached. Please try again, or telephone.", retry_after=5) from None

    def _join(self, booking_id: str, who: Who) -> Join:
        meeting = self._client.create_meeting(
            ClientRequestToken=booking_id,
            ExternalMeetingId=booking_id,
            MediaRegion=self._region,
            MeetingFeatures={"Attendee": {"MaxCount": 10}, "Video": {"MaxResolution": "FHD"}},
        )["Meeting"]
        attendee = self._client.create_attendee(
            MeetingId=meeting["MeetingId"],
            ExternalUserId=who,
            Capabilities={"Audio": "SendReceive", "Video": "SendReceive", "Content": "SendReceive"},
        )["Attendee"]
        return Join("chime", secret={"meeting": meeting, "attendee": attendee})


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
