"""What is sent to bookings and wishes, field by field. Strict, bounded, nothing echoed."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, StringConstraints, field_validator, model_validator

from chalicelib.calendars.bodies import Country, DayText, Language, Slug, at_a_minute, on_a_date
from chalicelib.clients.bodies import NameBody
from chalicelib.foundation.contacts import normalise_email
from chalicelib.foundation.ids import ID_PATTERN
from chalicelib.http.bodies import Body, Note, Query

Line = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]
"""Why the house receives outside its hours, in the words of whoever says so."""
_ZONES = frozenset(available_timezones())


class ClientBody(Body):
    """A stranger: her name, and one contact at least."""

    name: NameBody
    email: Annotated[str, StringConstraints(max_length=254)] | None = None
    telephone: Annotated[str, StringConstraints(max_length=40)] | None = None

    @field_validator("email")
    @classmethod
    def _email(cls, value: str | None) -> str | None:
        return normalise_email(value) if value else None

    @model_validator(mode="after")
    def _reachable(self) -> ClientBody:
        if not self.email and not self.telephone:
            raise ValueError("needs an e-mail address or a telephone number")
        return self


class AddressBody(Body):
    """Where she is visited."""

    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=6)]
    city: Line
    country: Country
    postal_code: Annotated[str, StringConstraints(max_length=16)] = ""
    kind: Literal["home", "hotel", "office"] = "home"
    entry_notes: Annotated[str, StringConstraints(max_length=300)] = ""


class PartyBody(Body):
    """How many come."""

    adults: Annotated[int, Field(ge=1, le=40)] = 1
    children: Annotated[int, Field(ge=0, le=40)] = 0


class BookingBody(Body):
    """An appointment asked for. `start` is an RFC 3339 instant and must be an offered one.

    `advisor` is "own" where she chose a time that was shown to be with her own advisor: then it is, or it is refused.
    Staff may name another by id, and with `outside`, their reason, a time outside hours.
    """

    boutique: Slug
    experience: Slug
    start: Annotated[str, StringConstraints(max_length=40)]
    language: Language
    advisor_language: Language | None = None
    client_zone: Annotated[str, StringConstraints(max_length=64)] | None = None
    advisor: Slug | None = None
    outside: Reason | None = None
    party: PartyBody = PartyBody()
    client: ClientBody | None = None
    client_id: Annotated[str, StringConstraints(pattern=ID_PATTERN)] | None = None
    address: AddressBody | None = None
    note: Note = ""
    access_needs: Note = ""
    interests: Annotated[tuple[Slug, ...], Field(max_length=12)] = ()
    surprise: bool = False
    on_behalf_of: Annotated[str, StringConstraints(max_length=200)] = ""

    _start = field_validator("start")(at_a_minute)

    @field_validator("client_zone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        if value is not None and value not in _ZONES:
            raise ValueError("must be an IANA time zone such as Europe/Paris")
        return value


class HoldBody(Body):
    """A time to be kept for her while she fills in her details. `start` must be an offered one."""

    boutique: Slug
    experience: Slug
    start: Annotated[str, StringConstraints(max_length=40)]
    language: Language | None = None
    advisor_language: Language | None = None
    advisor: Literal["own"] | None = None
    party: PartyBody = PartyBody()

    _start = field_validator("start")(at_a_minute)


class RescheduleBody(Body):
    """Where to move."""

    start: Annotated[str, StringConstraints(max_length=40)]

    _start = field_validator("start")(at_a_minute)


class MoveBody(RescheduleBody):
    """Where to move; `outside` is the reason of staff for a time outside hours."""

    outside: Reason | None = None


class TimeBody(RescheduleBody):
    """A time that the house proposes, and what is different from the appointment as it is."""

    boutique: Slug | None = None
    experience: Slug | None = None
    advisor: Slug | None = None


class OptionBody(RescheduleBody):
    """A time to choose from, with nobody but this advisor where one is named."""

    advisor: Slug | None = None


class OptionsBody(Body):
    """Up to three times kept for a client to choose from, for so many hours at most."""

    experience: Slug
    times: Annotated[tuple[OptionBody, ...], Field(min_length=1, max_length=3)]
    hours: Annotated[int, Field(ge=1, le=72)] = 72
    language: Language
    advisor_language: Language | None = None
    party: PartyBody = PartyBody()
    client: ClientBody | None = None
    client_id: Annotated[str, StringConstraints(pattern=ID_PATTERN)] | None = None
    note: Note = ""


class ProposalBody(Body):
    """Where the house would rather have it: up to three times. `must` says that the present one cannot stand."""

    times: Annotated[tuple[TimeBody, ...], Field(max_length=3)]
    must: bool = False

    @model_validator(mode="after")
    def _something(self) -> ProposalBody:
        if not self.times and not self.must:
            raise ValueError("needs a time")
        return self


class HandOverBody(Body):
    """Which colleague receives her instead; `outside` is the reason why, where it is outside the colleague's hours."""

    advisor: Slug
    outside: Reason | None = None


class AnswerBody(Body):
    """Her answer to what is proposed; `number` says which time suits, where there is more than one."""

    answer: Literal["suits", "another"]
    number: Annotated[int, Field(ge=1, le=3)] | None = None


class LateBody(Body):
    """By how many minutes she will be late: 5, 10, 15, 20 or 30."""

    minutes: Annotated[int, Field(ge=5, le=30)]

    @field_validator("minutes")
    @classmethod
    def _offered(cls, value: int) -> int:
        if value not in {5, 10, 15, 20, 30}:
            raise ValueError("must be 5, 10, 15, 20 or 30")
        return value


class CodeBody(Body):
    """The code in her short message: six digits."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class EmptyBody(Body):
    """Nothing more needs to be said."""


class DeclineBody(Body):
    """A request is declined."""

    reason: Literal["not_free", "not_possible", "other"] | None = None


class AttendanceBody(Body):
    """How it went."""

    outcome: Literal["attended", "no_show"]


class WishBody(Body):
    """What would suit her when nothing offered does."""

    boutique: Slug
    experience: Slug
    days: Annotated[tuple[DayText, ...], Field(max_length=14)] = ()
    part: Literal["morning", "afternoon", "evening", "any"] = "any"
    words: Note = ""
    language: Language
    client: ClientBody | None = None

    @field_validator("days")
    @classmethod
    def _days(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for day in value:
            on_a_date(day)
        return value


class DayQuery(Query):
    """Which venue-local day."""

    date: DayText

    _date = field_validator("date")(on_a_date)


class DiaryQuery(Query):
    """Which venue-local days."""

    from_: Annotated[DayText, Field(alias="from")]
    days: Annotated[int, Field(ge=1, le=7)] = 1

    _from = field_validator("from_")(on_a_date)
