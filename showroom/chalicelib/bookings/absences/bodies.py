"""What is sent about absences and closures: days of the boutique's calendar, or instants."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from chalicelib.bookings.absences.resolving import Choice
from chalicelib.bookings.bodies import TimeBody
from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.proposals import Time
from chalicelib.boutiques.away import Away
from chalicelib.boutiques.kinds import KINDS
from chalicelib.boutiques.staffing.calendar import Reason
from chalicelib.calendars.service import local_window
from chalicelib.foundation.clock import parse_date, parse_rfc3339
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.foundation.ids import ID_PATTERN
from chalicelib.http.bodies import Body, Note
from chalicelib.http.declare import SLUG_PATTERN
from chalicelib.http.jsonbody import digest

LONGEST_DAYS = 400
_DATE = re.compile(r"[0-9-]{10}", re.ASCII)
When = Annotated[str, StringConstraints(max_length=40)]
ReasonCode = Literal["holiday", "ill", "family", "training", "blocked", "other"]


class TimeOffBody(Body):
    """From when to when, and which kinds of experience it stops (null: all).

    Two dates are whole days, both included; two RFC 3339 instants are minutes.
    """

    from_: Annotated[When, Field(alias="from")]
    to: When
    kinds: Annotated[list[Annotated[str, StringConstraints(max_length=40)]], Field(min_length=1, max_length=20)] | None

    @field_validator("kinds")
    @classmethod
    def _known(cls, value: list[str] | None) -> list[str] | None:
        if value is not None and not set(value) <= set(KINDS):
            raise ValueError(f"must be kinds of experience: {', '.join(KINDS)}")
        return value

    @model_validator(mode="after")
    def _in_order(self) -> TimeOffBody:
        self.away("UTC")
        return self

    @property
    def whole_days(self) -> bool:
        """Say whether it was said in days."""
        return _DATE.fullmatch(self.from_) is not None

    def away(self, zone: str) -> Away:
        """Return the time it takes on the clock of a boutique's zone. Raises ValueError for what cannot be."""
        kinds = None if self.kinds is None else frozenset(self.kinds)
        if self.whole_days:
            start, end = self._window(parse_date(self.from_), parse_date(self.to), zone)
        else:
            start, end = parse_rfc3339(self.from_), parse_rfc3339(self.to)
        if not start < end <= start + LONGEST_DAYS * 1440 + 120:
            raise ValueError(f"must end after it begins, and last at most {LONGEST_DAYS} days")
        return Away(start, end, kinds)

    def still_to_come(self, zone: str, now: int) -> Away:
        """Return the time it takes. Raises InvalidInput when all of it has passed."""
        away = self.away(zone)
        if away.end <= now:
            raise InvalidInput([FieldProblem("/to", "has passed already")])
        return away

    @staticmethod
    def _window(first: date, last: date, zone: str) -> tuple[int, int]:
        span = local_window(zone, first, max(0, (last - first).days + 1))
        return span.start, span.end


class AbsenceBody(TimeOffBody):
    """An absence, with why: a code, and a note that only she and her manager read."""

    reason: ReasonCode
    note: Note = ""

    def why(self) -> Reason:
        """Return the reason as it is sealed."""
        return Reason(code=self.reason, note=self.note)


class ClosureBody(TimeOffBody):
    """A closure, with the name that staff read."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class ChoiceBody(Body):
    """What becomes of one appointment, in one of four ways; `version` is that of the appointment as it was seen.

    A colleague receives her (`advisor`); `times` are proposed to her, or none, and another has to be found; the house
    cancels it (`cancel`); or it declines what is a request still (`decline`).
    """

    booking: Annotated[str, StringConstraints(pattern=ID_PATTERN)]
    version: Annotated[int, Field(ge=1, le=999_999_999)]
    advisor: Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=40)] | None = None
    times: Annotated[list[TimeBody], Field(max_length=3)] | None = None

    cancel: bool = False
    decline: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> ChoiceBody:
        if (self.advisor is not None) + (self.times is not None) + self.cancel + self.decline != 1:
            raise ValueError("needs one of advisor, times, cancel and decline")
        return self

    def choice(self, what: str, key: str) -> Choice:
        """Return the choice, under a key that comes of the press `key` for the absence or closure `what`."""
        times = (Time(parse_rfc3339(one.start), one.boutique, one.experience, one.advisor) for one in self.times or ())
        keyed = Keyed(f"resolve {what}:{self.booking}", key, digest(self.model_dump(mode="json")))
        no: Literal["cancel", "decline"] | None = "cancel" if self.cancel else "decline" if self.decline else None
        return Choice(self.booking, self.version, keyed, self.advisor, tuple(times), no)


class ResolveBody(Body):
    """What becomes of each appointment that is touched."""

    choices: Annotated[list[ChoiceBody], Field(min_length=1, max_length=40)]

    @field_validator("choices")
    @classmethod
    def _each_once(cls, value: list[ChoiceBody]) -> list[ChoiceBody]:
        if len({each.booking for each in value}) < len(value):
            raise ValueError("must name each appointment once")
        return value
