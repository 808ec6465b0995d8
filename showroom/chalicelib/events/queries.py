"""What is asked about events."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.http.bodies import Query


class DaysQuery(Query):
    """Days of the boutique's calendar: the first, and how many."""

    from_: Annotated[str, StringConstraints(max_length=10), Field(alias="from")]
    days: Annotated[int, Field(ge=1, le=400)] = 92
