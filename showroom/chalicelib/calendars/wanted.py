"""What is looked for when a time is sought or taken. Pure values."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.boutiques.model import ADVISOR, ROOM, Boutique, Experience, Staff
from chalicelib.calendars.agenda import Resource, room_resource, staff_resource

FINE = 5
"""Minutes between the starts, and the lengths, that the house's people may give an appointment by hand."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: an experience at a boutique, by whom. Everything here was already allowed."""

    boutique: Boutique
    experience: Experience
    language: str | None = None
    """Only advisors who speak it."""
    client: str | None = None
    """Client whose own engagements must not overlap (rule G9)."""
    ref: str | None = None
    """A booking that is being moved: its own time does not block it."""
    by_staff: bool = False
    """The house books for her: lead time does not bind."""
    holder: str | None = None
    """Client whose own quiet hold does not stand in the way: she asks, or it is her appointment that is made."""
    only: str | None = None
    """Only this advisor."""
    length: int | None = None
    """Minutes, where it does not last as long as the experience does."""
    outside: bool = False
    """The house has a reason: hours, lead time, window and a day's limits do not bind. What is taken does."""
    given: int | None = None
    """The start that it has, or has now: nobody chose it from a grid, and no notice is asked for."""

    @property
    def duration(self) -> int:
        """How many minutes it lasts."""
        return self.experience.duration if self.length is None else self.length

    @property
    def counts(self) -> bool:
        """Say whether a day's limits bind: not with a reason, and not for what stays on its day."""
        return not self.outside and (self.ref is None or self.given is None)

    def advisors(self) -> tuple[Staff, ...]:
        """Who may receive."""
        able = self.boutique.able(self.experience, self.language)
        return able if self.only is None else tuple(member for member in able if member.id == self.only)

    def resources(self) -> list[Resource]:
        """Every resource of the boutique that the decision looks at."""
        boutique, found = self.boutique.id, []
        if ADVISOR in self.experience.requires:
            found += [staff_resource(boutique, member.id) for member in self.advisors()]
        if ROOM in self.experience.requires:
            found += [room_resource(boutique, room.id) for room in self.boutique.rooms]
        return found
