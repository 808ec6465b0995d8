"""What staff send to make one card of two."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.foundation.ids import ID_PATTERN
from chalicelib.http.bodies import Body

Choice = Literal["name", "email", "telephone", "language", "advisor"]


class PairBody(Body):
    """Which card would be taken in, and of what its own word would stand."""

    other: Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=26)]
    take: Annotated[tuple[Choice, ...], Field(max_length=5)] = ()


class MergeBody(PairBody):
    """The same, with the versions of the cards as they were shown."""

    version: Annotated[int, Field(ge=1, le=999_999_999)]
    other_version: Annotated[int, Field(ge=1, le=999_999_999)]
