"""The doors of an evening's rooms: when they open, and who has how many places behind them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.bookings.video_rooms import MOST_IN_A_ROOM
from chalicelib.events.model import OPENS_BEFORE, RUNNING, SETTING_UP, Event
from chalicelib.events.presence.model import KEEPS_MINUTES
from chalicelib.events.show.model import Rehearsal
from chalicelib.events.sittings import Sitting

MOST_HOSTS = 10
"""Places of a room that are always left for those who receive."""
REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A room by its id, and whether it lets people in at a minute; `opens_at` and `closes_at` are minutes."""

    room: str
    state: Literal["early", "open", "over"]
    opens_at: int
    closes_at: int


def of_guests(event: Event, sitting: Sitting, now: int) -> Threshold:
    """The door of a sitting for who is invited: a quarter of an hour before the start until the end with its grace."""
    return _threshold(event, sitting.id, sitting.start - OPENS_BEFORE, sitting.end + event.grace_minutes, now)


def of_hosts(event: Event, sitting: Sitting, now: int) -> Threshold:
    """The same room's door for who receives: open while they set up."""
    return _threshold(event, sitting.id, sitting.start - SETTING_UP, sitting.end + event.grace_minutes, now)


def of_rehearsal(event: Event, rehearsal: Rehearsal, now: int) -> Threshold:
    """The door of the hosts' rehearsal, a room of its own."""
    return _threshold(event, REHEARSAL, rehearsal.start - OPENS_BEFORE, rehearsal.end + event.grace_minutes, now)


def sitting_at(event: Event, now: int) -> Sitting:
    """Return the sitting that is on, or else the next, or else the last."""
    return next((one for one in event.sittings if now < one.end + event.grace_minutes), event.sittings[-1])


def places(sitting: Sitting) -> int:
    """How many guests' connections a sitting's room has: its seats, as far as one room holds them (rule G8)."""
    return min(sitting.capacity, MOST_IN_A_ROOM - MOST_HOSTS)


def is_kept(sitting: Sitting, now: int) -> bool:
    """Say whether places are still kept for those who accepted first and have not come yet (rule G8)."""
    return now < sitting.start + KEEPS_MINUTES


def _threshold(event: Event, room: str, opens: int, closes: int, now: int) -> Threshold:
    if event.state not in RUNNING or now >= closes:
        return Threshold(f"{event.id}-{room}", "over", opens, closes)
    return Threshold(f"{event.id}-{room}", "early" if now < opens else "open", opens, closes)
