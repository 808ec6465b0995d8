"""What can be booked: experiences, their policies, reminders and reach; and the base of all values of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.boutiques.kinds import KINDS, Kind

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=SLUG, max_length=40)]
Text = dict[str, str]
"""One text in each language of the maison: language → sentence."""
Minutes = Annotated[int, Field(ge=0)]

BookableBy = Literal["anyone", "known", "staff"]
Confirmation = Literal["instant", "by_email_link", "by_associate"]
Channel = Literal["email", "sms", "whatsapp"]
ADVISOR, ROOM = "advisor", "room"


class Value(BaseModel):
    """A value of this room: never changed, strictly typed, tolerant of keys that a later version wrote."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


def in_language(text: Mapping[str, str], language: str, default: str) -> str:
    """Return a text in `language`, or in the maison's default language when it has none in that one."""
    return text.get(language) or text[default]


class Policy(Value):
    """Until when an appointment can be changed or cancelled, in minutes before its start, and in one sentence."""

    change_until_minutes: Minutes
    cancel_until_minutes: Minutes
    late: Literal["mark", "telephone"] = "mark"
    """A late cancellation is taken and marked late, or answered with the boutique's telephone."""
    text: Text


class NoticePlan(Value):
    """A message that becomes due some minutes before the start."""

    kind: Literal["reminder"] = "reminder"
    minutes_before: Annotated[int, Field(gt=0)]
    channel: Channel = "email"


class ServiceArea(Value):
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


class PartySize(Value):
    """How many may come, the client herself included."""

    min_adults: Annotated[int, Field(ge=1)] = 1
    max_guests: Annotated[int, Field(ge=1)] = 2

    def admits(self, adults: int, children: int) -> bool:
        """Say whether a party of this size is received."""
        return adults >= self.min_adults and children >= 0 and adults + children <= self.max_guests


class Experience(Value):
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
    proposal_minutes: Annotated[int, Field(gt=0)] = 72 * 60
    """How long a time that the house proposes instead is kept for her answer."""
    late_grace_minutes: Minutes = 15
    """Until how long after the start she may still say that she is running late."""
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
