"""What is sent about invitations. Strict, bounded, nothing echoed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from chalicelib.events.bodies import Language, Slug, When
from chalicelib.events.guests.model import MOST_PLUS_ONES
from chalicelib.events.invitations.model import MOST_TIERS, Wanted
from chalicelib.events.waitlist.model import HIGHEST_PRIORITY
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.http.bodies import MANY_LINES, Body

LONGEST_LIST = 60_000
"""Characters of a list: 500 lines of 120."""
TierNumber = Annotated[int, Field(ge=0, le=MOST_TIERS)]


class InviteBody(Body):
    """Whom to invite, and how. Without a language or an advisor: her own."""

    client_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{26}$")]
    tier: TierNumber = 0
    max_plus_ones: Annotated[int, Field(ge=0, le=MOST_PLUS_ONES)] = 0
    language: Language | None = None
    advisor: Slug | None = None
    priority: Annotated[int, Field(ge=0, le=HIGHEST_PRIORITY)] = 0
    expires: When | None = None

    def wanted(self, now: int) -> Wanted:
        """Return how she is to be invited. Raises InvalidInput for a last minute that is none, or is past."""
        expires = _minute(self.expires, "/expires") if self.expires else None
        if expires is not None and expires <= now:
            raise InvalidInput([FieldProblem("/expires", "must be ahead")])
        return Wanted(
            self.tier, self.max_plus_ones, self.language or "", self.priority, self.advisor or "", expires_at=expires
        )


class ImportBody(Body):
    """A list of whom to invite, as CSV."""

    csv: Annotated[str, StringConstraints(max_length=LONGEST_LIST, strip_whitespace=False), MANY_LINES]
    dry_run: bool = False
    """Only say what would become of each line."""


class SendBody(Body):
    """Which invitations to send: of one tier, or all that are released."""

    tier: TierNumber | None = None


class TierBody(Body):
    """A tier, and from when its invitations are sent."""

    tier: Annotated[int, Field(ge=1, le=MOST_TIERS)]
    release_at: When


class TiersBody(Body):
    """Every tier that has an hour; the others are released when the planner sends."""

    tiers: Annotated[list[TierBody], Field(max_length=MOST_TIERS)]

    @model_validator(mode="after")
    def _once(self) -> TiersBody:
        if len({one.tier for one in self.tiers}) != len(self.tiers):
            raise ValueError("must name each tier once")
        return self

    def times(self) -> dict[int, int]:
        """Return the minutes by tier. Raises InvalidInput for what are no times."""
        return {one.tier: _minute(one.release_at, f"/tiers/{at}/release_at") for at, one in enumerate(self.tiers)}


def _minute(text: str, pointer: str) -> int:
    try:
        return parse_rfc3339(text)
    except ValueError as error:
        raise InvalidInput([FieldProblem(pointer, str(error))]) from None
