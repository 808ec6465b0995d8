"""What a maison is made of. Values only: loaded from one document each, never changed in place.

Every text that a client reads is a `Text`, one sentence per language of the maison. Durations are whole minutes. The
models ignore keys they do not know, so that a version of the house that is being replaced can read what the next one
wrote; the importer, which reads what people write, refuses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.boutiques.hours import Closure, Hours
from chalicelib.boutiques.kinds import KINDS, Kind
from chalicelib.foundation.errors import NotFound

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=SLUG, max_length=40)]
Text = dict[str, str]
"""One text in each language of the maison: language → sentence."""
Minutes = Annotated[int, Field(ge=0)]

BookableBy = Literal["anyone", "known", "staff"]
Confirmation = Literal["instant", "by_email_link", "by_associate"]
StaffRole = Literal["associate", "manager"]
Channel = Literal["email", "sms"]
ADVISOR, ROOM = "advisor", "room"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


def in_language(text: Mapping[str, str], language: str, default: str) -> str:
    """Return a text in `language`, or in the maison's default language when it has none in that one."""
    return text.get(language) or text[default]


class Policy(_Value):
    """Until when an appointment can be changed or cancelled, in minutes before its start, and in one sentence."""

    change_until_minutes: Minutes
    cancel_until_minutes: Minutes
    late: Literal["mark", "telephone"] = "mark"
    """A late cancellation is taken and marked late, or answered with the boutique's telephone."""
    text: Text


class NoticePlan(_Value):
    """A message that becomes due some minutes before the start."""

    kind: Literal["reminder"] = "reminder"
    minutes_before: Annotated[int, Field(gt=0)]
    channel: Channel = "email"


class ServiceArea(_Value):
    """Where a boutique goes: a country, and the beginnings of its postal codes (none at all: the whole country)."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    postal_prefixes: tuple[str, ...] = ()
    boutique: Slug

    def reach(self, country: str, postal_code: str) -> int | None:
        """Return how many characters of a normalised postal code this area matches, 0 for a whole country, or None."""
        if country != self.country:
            return None
        if not self.postal_prefixes:
            return 0
        return max((len(prefix) for prefix in self.postal_prefixes if postal_code.startswith(prefix)), default=None)


def normal_postal(code: str) -> str:
    """Return a postal code in capitals and without spaces and hyphens, which is how areas are compared."""
    return "".join(character for character in code.upper() if character not in " -\u00a0")


class PartySize(_Value):
    """How many may come, the client herself included."""

    min_adults: Annotated[int, Field(ge=1)] = 1
    max_guests: Annotated[int, Field(ge=1)] = 2

    def admits(self, adults: int, children: int) -> bool:
        """Say whether a party of this size is received."""
        return adults >= self.min_adults and children >= 0 and adults + children <= self.max_guests


class Experience(_Value):
    """Something that can be booked. `duration` is the client's time; `before` and `after` are the advisor's."""

    id: Slug
    kind: str
    name: Text
    summary: Text
    duration: Annotated[int, Field(gt=0)]
    before: Minutes = 0
    after: Minutes = 0
    step: Annotated[int, Field(gt=0)] = 15
    """Starts are offered every `step` minutes of the boutique's clock."""
    lead_minutes: Minutes = 0
    """How early one must book."""
    window_days: Annotated[int, Field(gt=0)] = 60
    """How many days ahead one may book."""
    party: PartySize = PartySize()
    bookable_by: BookableBy
    confirmation: Confirmation
    hold_minutes: Annotated[int, Field(gt=0)] = 30
    """How long a time is held for a stranger who has yet to use the link in her letter."""
    respond_opening_minutes: Annotated[int, Field(gt=0)] = 240
    """How many opening minutes an advisor has to answer a request."""
    day_limit: Annotated[int, Field(gt=0)] | None = None
    """How many a boutique receives on one day, whoever receives them."""
    skill: Slug | None = None
    """What an advisor must know to receive it."""
    roles: tuple[str, ...] = (ADVISOR,)
    policy: Policy
    notices: tuple[NoticePlan, ...] = ()
    boutiques: tuple[Slug, ...]
    service_areas: tuple[ServiceArea, ...] = ()
    room_opens_minutes: Minutes = 10

    @property
    def form(self) -> Kind:
        """What the registry of kinds says of this experience."""
        return KINDS[self.kind]

    @property
    def requires(self) -> Mapping[str, int]:
        """How many of each role one appointment takes, e.g. `{"advisor": 1, "room": 1}`."""
        return {role: self.roles.count(role) for role in self.roles}

    def serving(self, country: str, postal_code: str) -> str | None:
        """Return the boutique that goes to an address: the longest prefix wins, the first written among equals."""
        postal = normal_postal(postal_code)
        reached = [(area.reach(country.upper(), postal), area) for area in self.service_areas]
        matches = [(length, area) for length, area in reached if length is not None]
        return max(matches, key=lambda match: match[0])[1].boutique if matches else None


class Staff(_Value):
    """An advisor or a manager. How to reach them is not here but in `StaffContacts`, which is kept sealed."""

    id: Slug
    name: str
    title: Text = {}
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


class StaffContacts(_Value):
    """How a member of staff is written to."""

    email: str
    telephone: str | None = None
    """E.164, e.g. +33199001234."""


class Room(_Value):
    """A room of a boutique in which one appointment at a time is received."""

    id: Slug
    name: str


class Boutique(_Value):
    """One boutique: where it stands, when it is open, who works there."""

    id: Slug
    revision: int = 0
    name: str
    city: Text
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    zone: str
    address: tuple[str, ...]
    telephone: str
    email: str
    languages: tuple[str, ...]
    hours: Hours
    """When it is open; its closures are public holidays and days the house has chosen."""
    rooms: tuple[Room, ...] = ()
    staff: tuple[Staff, ...] = ()

    def member(self, staff_id: str) -> Staff:
        """Return a member of staff. Raises NotFound when nobody here has this id."""
        for member in self.staff:
            if member.id == staff_id:
                return member
        raise NotFound("There is no such advisor in this boutique.")

    def hours_of(self, staff_id: str) -> Hours:
        """Return the working hours of a member of staff. Raises NotFound when nobody here has this id."""
        return self.member(staff_id).hours

    @property
    def closures(self) -> tuple[Closure, ...]:
        """Whole days on which the boutique does not open: public holidays, and days the house has chosen."""
        return self.hours.closures

    def manager(self) -> Staff | None:
        """Return the first manager, who is asked when neither an advisor nor her deputy has answered."""
        return next((member for member in self.staff if member.role == "manager"), None)

    def able(self, experience: Experience, language: str | None = None) -> tuple[Staff, ...]:
        """Return who may receive an experience, in the order written: the skill is there, and the language if asked."""
        return tuple(
            member
            for member in self.staff
            if (experience.skill is None or experience.skill in member.skills)
            and (language is None or language in member.languages)
        )


class BoutiqueCard(_Value):
    """What the maison's own document knows of a boutique: enough for a list."""

    id: Slug
    name: str
    city: Text
    country: str
    zone: str
    telephone: str
    languages: tuple[str, ...]


class QuietHours(_Value):
    """When nobody is written to, on the client's clock (rules C5, C7)."""

    start: time = time(21)
    end: time = time(8)


class Maison(_Value):
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
