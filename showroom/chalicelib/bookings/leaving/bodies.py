"""What is sent about leaving: who takes over whom, line by line."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from chalicelib.bookings.absences.bodies import ChoiceBody
from chalicelib.foundation.ids import ID_PATTERN
from chalicelib.http.bodies import Body
from chalicelib.http.declare import SLUG_PATTERN

MOST_LINES = 40


class GivenBody(Body):
    """A client becomes a colleague's own."""

    client: Annotated[str, StringConstraints(pattern=ID_PATTERN)]
    advisor: Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=40)]


class HandOverAllBody(Body):
    """What becomes of clients and appointments: 40 lines at most in one press; the next press takes the next."""

    clients: Annotated[tuple[GivenBody, ...], Field(max_length=MOST_LINES)] = ()
    bookings: Annotated[tuple[ChoiceBody, ...], Field(max_length=MOST_LINES)] = ()

    @model_validator(mode="after")
    def _in_bounds(self) -> HandOverAllBody:
        if not 1 <= len(self.clients) + len(self.bookings) <= MOST_LINES:
            raise ValueError(f"must have from 1 to {MOST_LINES} lines")
        if len({each.client for each in self.clients}) < len(self.clients):
            raise ValueError("must name each client once")
        if len({each.booking for each in self.bookings}) < len(self.bookings):
            raise ValueError("must name each appointment once")
        return self
