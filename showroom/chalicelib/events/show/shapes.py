"""What is answered about a run of show; times carry the boutique's offset."""

from __future__ import annotations

from pydantic import Field

from chalicelib.events.shapes import PersonView
from chalicelib.http.bodies import View


class CueView(View):
    """A cue: its plan, when it is to be expected now, and what really happened."""

    id: str
    title: str
    offset: int
    minutes: int
    owner: PersonView
    note: str
    planned: str
    due: str = Field(description="When to expect it: later than planned after a late start.")
    state: str = Field(description="waiting, on, over, or missed: others of a later time have begun.")
    started: str | None
    started_by: PersonView | None
    finished: str | None
    finished_by: PersonView | None


class RehearsalView(View):
    """When the hosts rehearse."""

    start: str
    end: str


class HoldView(View):
    """Who holds the start by hand, since when and why."""

    at: str
    by: PersonView
    reason: str


class WaiverView(View):
    """Who decided to begin although too few had been served, and when."""

    at: str
    by: PersonView


class ServedView(View):
    """How many households have been served, of how many."""

    delivered: int
    households: int


class ShowView(View):
    """A run of show as it stands now."""

    event: str
    version: int
    start: str
    cues: list[CueView]
    rehearsal: RehearsalView | None
    threshold: int
    began: str | None
    on: list[str]
    next: str | None
    late: int = Field(description="Minutes behind the plan.")
    holding: str | None = Field(description="Why the start is held: by_hand, deliveries, or null.")
    hold: HoldView | None
    waiver: WaiverView | None
    served: ServedView | None
    can: list[str]
