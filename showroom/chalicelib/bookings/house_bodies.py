"""What the house's people send, of appointments that they make by hand. Strict, bounded, nothing echoed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator, model_validator

from chalicelib.bookings.bodies import PartyBody, Reason
from chalicelib.calendars.bodies import Language, Slug, at_a_minute
from chalicelib.calendars.service import FINE
from chalicelib.clients.bodies import NameBody
from chalicelib.foundation.contacts import normalise_email
from chalicelib.foundation.ids import ID_PATTERN
from chalicelib.http.bodies import Body, Note

SHORTEST, LONGEST = 10, 480
"""Minutes that an appointment may last when staff say how long."""


class GuestBody(Body):
    """Somebody who came in: her name, how she wishes to be addressed, and a contact only if she gives one."""

    name: NameBody
    called: Annotated[str, StringConstraints(max_length=80)] = ""
    email: Annotated[str, StringConstraints(max_length=254)] | None = None
    telephone: Annotated[str, StringConstraints(max_length=40)] | None = None

    @field_validator("email")
    @classmethod
    def _email(cls, value: str | None) -> str | None:
        return normalise_email(value) if value else None


class WalkInBody(Body):
    """An appointment that begins now, for `minutes` where it is not to last as the experience does."""

    experience: Slug
    language: Language
    minutes: Annotated[int, Field(ge=SHORTEST, le=LONGEST, multiple_of=FINE)] | None = None
    advisor: Slug | None = None
    party: PartyBody = PartyBody()
    client: GuestBody | None = None
    client_id: Annotated[str, StringConstraints(pattern=ID_PATTERN)] | None = None
    note: Note = ""
    outside: Reason | None = None


class ResizeBody(Body):
    """How long it is to take; `outside` is the reason why, where it then reaches beyond hours."""

    minutes: Annotated[int, Field(ge=SHORTEST, le=LONGEST, multiple_of=FINE)]
    outside: Reason | None = None


class SeriesBody(Body):
    """Appointments every so many days at the same hour: like one there is, or from a first start on."""

    every_days: Annotated[int, Field(ge=1, le=92)]
    count: Annotated[int, Field(ge=1, le=12)]
    booking: Annotated[str, StringConstraints(pattern=ID_PATTERN)] | None = None
    experience: Slug | None = None
    start: Annotated[str, StringConstraints(max_length=40)] | None = None
    client_id: Annotated[str, StringConstraints(pattern=ID_PATTERN)] | None = None
    language: Language | None = None
    advisor: Slug | None = None
    party: PartyBody = PartyBody()
    note: Note = ""

    @field_validator("start")
    @classmethod
    def _start(cls, value: str | None) -> str | None:
        return value if value is None else at_a_minute(value)

    @model_validator(mode="after")
    def _either(self) -> SeriesBody:
        fresh = (self.experience, self.start, self.client_id, self.language)
        if (None in fresh) if self.booking is None else any(fresh):
            raise ValueError("needs a booking, or an experience with start, client_id and language")
        return self
