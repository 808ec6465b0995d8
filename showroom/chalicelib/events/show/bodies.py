"""What is sent about a run of show."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.events.bodies import Slug, Title, When
from chalicelib.events.show.model import DEFAULT_THRESHOLD, FARTHEST, LONGEST, MOST_CUES, Cue, Rehearsal
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.http.bodies import Body

Remark = Annotated[str, StringConstraints(max_length=300)]


class CueBody(Body):
    """A cue: so many minutes from the start (before it below zero), for how long, and who sees to it."""

    id: Slug
    title: Title
    offset: Annotated[int, Field(ge=-FARTHEST, le=FARTHEST)]
    minutes: Annotated[int, Field(ge=1, le=LONGEST)]
    owner: Slug
    note: Remark = ""


class RehearsalBody(Body):
    """When the hosts rehearse."""

    start: When
    minutes: Annotated[int, Field(ge=10, le=LONGEST)]


class ShowBody(Body):
    """A whole run of show; it takes the place of the one that is there."""

    cues: Annotated[list[CueBody], Field(max_length=MOST_CUES)]
    rehearsal: RehearsalBody | None = None
    threshold: Annotated[int, Field(ge=0, le=100)] = DEFAULT_THRESHOLD
    """Per cent of households that must have been served before the start."""

    def planned(self) -> tuple[list[Cue], Rehearsal | None, int]:
        """Return what it says. Raises InvalidInput for what is no time."""
        cues = [Cue(one.id, one.title, one.offset, one.minutes, one.owner, one.note) for one in self.cues]
        return cues, self._rehearsal(), self.threshold

    def _rehearsal(self) -> Rehearsal | None:
        if self.rehearsal is None:
            return None
        try:
            return Rehearsal(parse_rfc3339(self.rehearsal.start), self.rehearsal.minutes)
        except ValueError as error:
            raise InvalidInput([FieldProblem("/rehearsal/start", str(error))]) from None


class HoldBody(Body):
    """Why the start is held: a code for the audit."""

    reason: Literal["deliveries", "host", "guests", "technical", "other"]


class ReleaseBody(Body):
    """Which reason no longer holds the start, and, where households wait still, why it begins all the same."""

    holding: Literal["by_hand", "deliveries"]
    reason: Literal["ready", "host_called", "guests_wait", "other"] = "ready"
