"""What is sent about events and guests."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from chalicelib.events.dinner.households import DEFAULT_CUTOFF
from chalicelib.events.guests.details import Companion, GuestDetails
from chalicelib.events.guests.model import MOST_PLUS_ONES
from chalicelib.events.model import (
    DEFAULT_OFFER_MINUTES,
    MOST_SEATS,
    MOST_SITTINGS,
    SHORTEST_OFFER_MINUTES,
    Event,
    EventKind,
    EventState,
)
from chalicelib.events.presence.model import MOST_OVER, Overbooking, Policy
from chalicelib.events.registering.answering import Reply
from chalicelib.events.sittings import MOST_ADVISORS, Shares, Sitting
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.http.bodies import Body, Note
from chalicelib.http.declare import SLUG_PATTERN

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=40)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
When = Annotated[str, StringConstraints(max_length=40)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=120)]
NamePart = Annotated[str, StringConstraints(max_length=80)]
SittingId = Annotated[str, StringConstraints(pattern=r"^s[1-9]$")]


class ShareBody(Body):
    """How many of a sitting's seats are for one advisor's clients alone."""

    advisor: Slug
    seats: Annotated[int, Field(ge=0, le=MOST_SEATS)]


ShareBodies = Annotated[list[ShareBody], Field(max_length=MOST_ADVISORS)]


class SittingBody(Body):
    """One performance: when it begins, how many minutes it lasts, its language, its seats and whose they are."""

    start: When
    minutes: Annotated[int, Field(ge=15, le=600)]
    language: Language
    capacity: Annotated[int, Field(ge=1, le=MOST_SEATS)]
    by_advisor: Annotated[ShareBodies, Field(default_factory=list)]

    @field_validator("by_advisor")
    @classmethod
    def _once(cls, shares: list[ShareBody]) -> list[ShareBody]:
        return _each_once(shares)


class OverbookingBody(Body):
    """How many more may accept than there are places, of whom some stay away (rule G7)."""

    policy: Literal["none", "fixed", "by_rate"] = "none"
    extra: Annotated[int, Field(ge=0, le=MOST_OVER, description="With `fixed`: so many more.")] = 0
    no_show_percent: Annotated[
        int, Field(ge=0, le=90, description="With `by_rate`: of 100 who accept, so many stay away.")
    ] = 0

    @model_validator(mode="after")
    def _told(self) -> OverbookingBody:
        if (self.policy == "fixed") != bool(self.extra) or (self.policy == "by_rate") != bool(self.no_show_percent):
            raise ValueError("must say how many with fixed, what per cent with by_rate, and nothing else")
        return self


class EventTextBody(Body):
    """Its words and who hosts it."""

    title: Annotated[dict[Language, Title], Field(min_length=1, max_length=12)]
    description: Annotated[dict[Language, Note], Field(default_factory=dict, max_length=12)]
    hosts: Annotated[list[Slug], Field(min_length=1, max_length=8)]
    cutoff: When | None = None
    freeze: When | None = None
    offer_minutes: Annotated[int, Field(ge=SHORTEST_OFFER_MINUTES, le=7 * 1440)] = DEFAULT_OFFER_MINUTES
    strict_order: bool = False
    offer_in_hours: bool = False
    overbooking: OverbookingBody = OverbookingBody()

    @model_validator(mode="after")
    def _once(self) -> EventTextBody:
        if len(set(self.hosts)) != len(self.hosts):
            raise ValueError("must name each host once")
        return self

    def about(self, start: int, ahead: int = 0) -> dict[str, Any]:
        """Return what an event that begins at minute `start` has of this. Raises InvalidInput for what are no times.

        `ahead` is how many minutes before it nobody new is taken, where nothing is said of it.
        """
        cutoff = _minute(self.cutoff, "/cutoff") if self.cutoff else start - ahead
        return {
            "title": self.title,
            "description": self.description,
            "hosts": tuple(self.hosts),
            "cutoff": cutoff,
            "freeze": _minute(self.freeze, "/freeze") if self.freeze else start,
            "offer_minutes": self.offer_minutes,
            "strict_order": self.strict_order,
            "offer_in_hours": self.offer_in_hours,
            "overbooking": Overbooking(
                Policy(self.overbooking.policy), self.overbooking.extra, self.overbooking.no_show_percent
            ),
        }


class DraftBody(EventTextBody):
    """A new event, as a draft."""

    kind: Literal["group_presentation", "launch_dinner"]
    sittings: Annotated[list[SittingBody], Field(min_length=1, max_length=MOST_SITTINGS)]

    def event(self, boutique: str, zone: str) -> Event:
        """Return the draft. Raises InvalidInput for what are no times."""
        sittings = sittings_of(self.sittings)
        return Event(
            id="",
            version=0,
            kind=EventKind(self.kind),
            state=EventState.DRAFT,
            boutique=boutique,
            zone=zone,
            sittings=sittings,
            created_at=0,
            **self.about(min(one.start for one in sittings), ahead_of(EventKind(self.kind))),
        )


class ChangeBody(EventTextBody):
    """What an event says from now on; the sittings of a draft too."""

    sittings: Annotated[list[SittingBody], Field(min_length=1, max_length=MOST_SITTINGS)] | None = None


class StartBody(Body):
    """When it begins."""

    start: When

    @property
    def minute(self) -> int:
        """The minute. Raises InvalidInput for what is none."""
        return _minute(self.start, "/start")


class SeatsBody(Body):
    """How many seats a sitting has, and how many of them are each advisor's: as before, where nothing is said of it."""

    sitting: SittingId
    capacity: Annotated[int, Field(ge=1, le=MOST_SEATS)]
    by_advisor: ShareBodies | None = None

    @field_validator("by_advisor")
    @classmethod
    def _once(cls, shares: list[ShareBody] | None) -> list[ShareBody] | None:
        return shares and _each_once(shares)

    @property
    def shares(self) -> Shares | None:
        """Staff id and seats; None leaves them as they are."""
        return None if self.by_advisor is None else shares_of(self.by_advisor)


class CallOffBody(Body):
    """Why it is called off: a code for the audit."""

    reason: Literal["too_few", "host_ill", "place", "weather", "other"] = "other"


class CompanionBody(Body):
    """Somebody who comes along; the name may come later."""

    given: NamePart = ""
    family: NamePart = ""


class PartyBody(Body):
    """A whole party: how many people, who they are, and a word to the house."""

    party: Annotated[int, Field(ge=1, le=1 + MOST_PLUS_ONES)]
    companions: Annotated[list[CompanionBody], Field(default_factory=list, max_length=MOST_PLUS_ONES)]
    note: Note = ""
    sitting: SittingId | None = None

    def reply(self) -> Reply:
        """Return it as a reply."""
        companions = tuple(Companion(one.given, one.family) for one in self.companions)
        return Reply(self.party, GuestDetails(companions, self.note), self.sitting or "")


class ForceBody(PartyBody):
    """A whole party that is to be seated whether seats are free or not, and why: a code for the audit."""

    reason: Literal["promised", "our_mistake", "guest_of_honour", "other"]


class AnswerBody(Body):
    """Whether the house grants what a guest asks for; of a no, perhaps a word of why, which she reads."""

    granted: bool
    word: Annotated[Note, StringConstraints(max_length=300)] = ""

    @model_validator(mode="after")
    def _of_a_no(self) -> AnswerBody:
        if self.granted and self.word:
            raise ValueError("has a word only where it is declined")
        return self


class DeclineBody(Body):
    """Her no; with `never_again` she asks not to be invited any more."""

    never_again: bool = False


class OfferBody(Body):
    """Whether she takes what she is offered."""

    accept: bool


def sittings_of(bodies: list[SittingBody]) -> tuple[Sitting, ...]:
    """Return sittings, soonest first, numbered in that order. Raises InvalidInput for what are no times."""
    timed = [(_minute(one.start, f"/sittings/{at}/start"), one) for at, one in enumerate(bodies)]
    timed.sort(key=lambda pair: pair[0])
    return tuple(
        Sitting(f"s{at}", start, start + one.minutes, one.language, one.capacity, shares_of(one.by_advisor))
        for at, (start, one) in enumerate(timed, 1)
    )


def shares_of(bodies: list[ShareBody]) -> Shares:
    """Return staff id and seats of each."""
    return tuple((one.advisor, one.seats) for one in bodies)


def _each_once(shares: list[ShareBody]) -> list[ShareBody]:
    if len({one.advisor for one in shares}) != len(shares):
        raise ValueError("must name each advisor once")
    return shares


def _minute(text: str, pointer: str) -> int:
    try:
        return parse_rfc3339(text)
    except ValueError as error:
        raise InvalidInput([FieldProblem(pointer, str(error))]) from None


def ahead_of(kind: EventKind) -> int:
    """Return how many minutes before it nobody new is taken, unless its planner says otherwise (rule D6)."""
    return DEFAULT_CUTOFF if kind is EventKind.DINNER else 0
