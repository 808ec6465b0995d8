"""When an evening's film is shown to a guest: the event's own hours, and by how much the house holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chalicelib.events.film.model import FilmTimes
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event


@dataclass(frozen=True, slots=True)
class Held:
    """By how many minutes a film begins later than written, and whether it waits still (rule D9)."""

    minutes: int = 0
    waits: bool = False


class Holds(Protocol):
    """Whoever runs the evening."""

    def held(self, event: Event, now: int) -> Held:
        """Say how the start of an event stands at a minute."""


def film_times(event: Event, guest: Guest, held: Held) -> FilmTimes:
    """Return the hours of the sitting that a guest is at; of the first one while she is at none."""
    sitting = event.sitting(guest.sitting) or event.sittings[0]
    return FilmTimes(sitting.start, sitting.end, event.grace_minutes, held.minutes, held.waits)
