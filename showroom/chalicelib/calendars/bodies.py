"""What is asked of availability, field by field."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from chalicelib.foundation.clock import parse_date, parse_rfc3339
from chalicelib.http.bodies import Query
from chalicelib.http.declare import SLUG_PATTERN

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
PostalCode = Annotated[str, StringConstraints(max_length=16)]
DayText = Annotated[str, StringConstraints(max_length=10)]
InstantText = Annotated[str, StringConstraints(max_length=40)]


def on_a_date(value: str) -> str:
    """Pass a date such as 2027-03-28. Raises ValueError for anything else."""
    parse_date(value)
    return value


def at_a_minute(value: str) -> str:
    """Pass an RFC 3339 instant on a whole minute. Raises ValueError for anything else."""
    parse_rfc3339(value)
    return value


class DaysQuery(Query):
    """Which days are asked for."""

    from_: Annotated[DayText, Field(alias="from")]
    days: Annotated[int, Field(ge=1, le=31)] = 14

    _from = field_validator("from_")(on_a_date)


class AvailabilityQuery(DaysQuery):
    """Which days of which experience are asked for; an address for experiences that go to the client.

    `advisor` is "own" where a known client asks for her own advisor's starts alone.
    """

    experience: Slug
    language: Language | None = None
    advisor: Literal["own"] | None = None
    country: Country | None = None
    postal_code: PostalCode = ""


class ExplainQuery(Query):
    """Which start is asked about."""

    experience: Slug
    start: InstantText

    _start = field_validator("start")(at_a_minute)


class ReachQuery(Query):
    """Whether an address is within reach."""

    experience: Slug
    country: Country
    postal_code: PostalCode = ""
