"""What is answered about who is there."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from chalicelib.http.bodies import View


class RoomView(View):
    """The door of an evening's room. `join` lives only in this answer."""

    state: str = Field(description="early, open or over.")
    opens_at: str
    closes_at: str
    telephone: str
    place: str | None = Field(description="room, or overflow: the evening is streamed there.")
    speaks: bool
    provider: str | None
    url: str | None
    join: dict[str, Any] | None


class PresentView(View):
    """A guest who has come."""

    id: str
    name: str
    party: int
    sitting: str
    place: str
    promoted: bool
    since: str


class PresentList(View):
    """Guests who have come, as they came."""

    items: list[PresentView]


class PromotedView(View):
    """A guest who may be seen and heard."""

    id: str
    version: int
    promoted: bool


class FiguresView(View):
    """How many were invited, accepted (for how many people), came and did not; `rate` is no-shows by acceptances."""

    invited: int
    accepted: int
    people: int
    attended: int
    no_shows: int
    rate: float | None


class SittingFigures(FiguresView):
    """The figures of one sitting."""

    sitting: str


class AdvisorFigures(FiguresView):
    """The figures of one advisor's guests; without one, of those whom nobody of the house invited by name."""

    advisor: str | None
    name: str


class AttendanceView(View):
    """The attendance of an event. Guests who never answered for a sitting count in the total alone."""

    event: str
    state: str
    total: FiguresView
    sittings: list[SittingFigures]
    advisors: list[AdvisorFigures]
