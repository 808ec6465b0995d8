"""What a maison is made of. Values only: loaded from one document each, never changed in place.

Every text that a client reads is a `Text`, one sentence per language of the maison. Durations are whole minutes. The
models ignore keys they do not know, so that a version of the house that is being replaced can read what the next one
wrote; the importer, which reads what people write, refuses them.
"""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.boutiques.away import Away, Travel, hours_at_home, hours_on_travel
from chalicelib.boutiques.experience import (
    ADVISOR,
    ROOM,
    SLUG,
    Experience,
    NoticePlan,
    PartySize,
    Policy,
    ServiceArea,
    Slug,
    Text,
    Value,
    in_language,
    normal_postal,
)
from chalicelib.boutiques.hours import Closure, Hours
from chalicelib.foundation.errors import NotFound

__all__ = [
    "ADVISOR",
    "ROOM",
    "SLUG",
    "Boutique",
    "BoutiqueCard",
    "Experience",
    "Maison",
    "NoticePlan",
    "PartySize",
    "Policy",
    "QuietHours",
    "Room",
    "ServiceArea",
    "Staff",
    "StaffContacts",
    "Text",
    "in_language",
    "normal_postal",
]

StaffRole = Literal["associate", "manager"]


class Staff(Value):
    """An advisor or a manager. How to reach them is not here but in `StaffContacts`, which is kept sealed."""

    id: Slug
    name: str
    title: Text = Field(default_factory=dict)
    role: StaffRole = "associate"
    languages: tuple[str, ...]
    skills: tuple[Slug, ...] = ()
    hours: Hours
    """When they work; days on which they are away are closures of these hours, without a reason."""
    daily_maximum: Annotated[int, Field(gt=0)] | None = None
    deputy: Slug | None = None
    meeting_url: str | None = None
    contact_id: str = ""
    """Which sealed contact document is theirs at present."""
    away: Annotated[tuple[Away, ...], Field(exclude=True)] = ()
    """When they do not receive; kept beside the boutique's document, never in it."""
    travels: Annotated[tuple[Travel, ...], Field(exclude=True)] = ()
    """Days in another zone, in ascending order; kept beside the boutique's document too."""
    morning_letter: Annotated[bool, Field(exclude=True)] = True
    """Their day is written to them in the morning, where the boutique has that; kept beside the document as well."""
    leaving: Annotated[bool, Field(exclude=True)] = False
    """She leaves the house, or has left it: nothing more is offered with her, and nobody new is hers."""

    def hours_for(self, experience: Experience) -> tuple[Hours, ...]:
        """Return the hours in which they may receive an experience: on a journey only what is held at a distance."""
        home = hours_at_home(self.hours, self.travels)
        if not experience.form.at_distance:
            return (home,)
        return (home, *(hours_on_travel(self.hours, travel) for travel in self.travels))


class StaffContacts(Value):
    """How a member of staff is written to."""

    email: str
    telephone: str | None = None
    """E.164, e.g. +33199001234."""


class Room(Value):
    """A room of a boutique in which one appointment at a time is received."""

    id: Slug
    name: str


class Boutique(Value):
    """One boutique: where it stands, when it is open, who works there."""

    id: Slug
    revision: int = 0
    name: str
    city: Text
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    zone: str
    address: tuple[str, ...]
    telephone: str
    """As people read it, e.g. `+33 1 99 00 12 00`."""
    email: str
    languages: tuple[str, ...]
    hours: Hours
    """When it is open; its closures are public holidays and days the house has chosen."""
    morning_letter: int | None = 450
    """At which minute of its day its people are written theirs; None for never."""
    rooms: tuple[Room, ...] = ()
    staff: tuple[Staff, ...] = ()
    closed: Annotated[tuple[Away, ...], Field(exclude=True)] = ()
    """When the manager has closed it; kept beside this document, never in it."""
    former: Annotated[tuple[Staff, ...], Field(exclude=True)] = ()
    """Who has left and is still named in this document: in no list, and known by name where an appointment was hers."""

    def member(self, staff_id: str) -> Staff:
        """Return a member of staff, also a former one. Raises NotFound when nobody here has this id."""
        for member in (*self.staff, *self.former):
            if member.id == staff_id:
                return member
        raise NotFound("There is no such advisor in this boutique.")

    def staying(self) -> tuple[Staff, ...]:
        """Return the staff without those who are leaving: whom anything may be given to."""
        return tuple(member for member in self.staff if not member.leaving)

    def hours_of(self, staff_id: str) -> Hours:
        """Return the working hours of a member of staff. Raises NotFound when nobody here has this id."""
        return self.member(staff_id).hours

    @property
    def closures(self) -> tuple[Closure, ...]:
        """Whole days on which the boutique does not open: public holidays, and days the house has chosen."""
        return self.hours.closures

    def manager(self) -> Staff | None:
        """Return the first manager, who is asked when neither an advisor nor her deputy has answered."""
        return next((member for member in self.staying() if member.role == "manager"), None)

    def able(self, experience: Experience, language: str | None = None) -> tuple[Staff, ...]:
        """Return who may receive an experience, in the order written: the skill is there, and the language if asked."""
        return tuple(
            member
            for member in self.staying()
            if (experience.skill is None or experience.skill in member.skills)
            and (language is None or language in member.languages)
        )


class BoutiqueCard(Value):
    """What the maison's own document knows of a boutique: enough for a list."""

    id: Slug
    name: str
    city: Text
    country: str
    zone: str
    telephone: str
    languages: tuple[str, ...]


class QuietHours(Value):
    """When nobody is written to, on the client's clock (rules C5, C7)."""

    start: time = time(21)
    end: time = time(8)


class Maison(Value):
    """The maison: its languages, its experiences and a card of each boutique."""

    id: Slug
    revision: int = 0
    """Rises with every import that changes anything."""
    name: str
    languages: tuple[str, ...]
    default_language: str
    quiet_hours: QuietHours = QuietHours()
    experiences: tuple[Experience, ...]
    boutiques: tuple[BoutiqueCard, ...]

    def speaks(self, *wished: str | None) -> str:
        """Return the first wished language in which the maison writes, or its default one."""
        return next((tag for tag in wished if tag in self.languages), self.default_language)

    def experience(self, experience_id: str) -> Experience:
        """Return an experience. Raises NotFound when the maison has none of this id."""
        for experience in self.experiences:
            if experience.id == experience_id:
                return experience
        raise NotFound("There is no such experience.")

    def card(self, boutique_id: str) -> BoutiqueCard:
        """Return the card of a boutique. Raises NotFound when the maison has none of this id."""
        for card in self.boutiques:
            if card.id == boutique_id:
                return card
        raise NotFound("There is no such boutique.")
