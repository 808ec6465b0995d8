"""What is answered about events and guests."""

from __future__ import annotations

from pydantic import Field

from chalicelib.http.bodies import View


class PersonView(View):
    """Somebody of the house."""

    id: str
    name: str


class ShareView(View):
    """The seats of a sitting that are for one advisor's clients alone."""

    advisor: PersonView
    seats: int
    free: int
    waiting: int = Field(description="How many people wait for them.")


class SittingView(View):
    """One performance and its seats; `overbooked_by` is what the house itself has put above them by hand."""

    id: str
    start: str
    end: str
    language: str
    capacity: int
    overbook: int = Field(description="How many more may accept than there are places, as some stay away.")
    free: int = Field(description="How many more may accept now.")
    accepted: int
    offered: int
    waiting: int
    overbooked_by: int
    by_advisor: list[ShareView] = Field(description="Seats given to advisors; the rest are everybody else's.")


class OverbookingView(View):
    """How many more may accept than there are places: none, `extra`, or by the per cent who stay away."""

    policy: str
    extra: int
    no_show_percent: int


class EventView(View):
    """An event as the house sees it; times carry the boutique's offset."""

    id: str
    version: int
    kind: str
    state: str
    boutique: str
    zone: str
    title: dict[str, str]
    description: dict[str, str]
    languages: list[str]
    hosts: list[PersonView]
    start: str
    end: str
    sittings: list[SittingView]
    cutoff: str
    freeze: str
    offer_minutes: int
    strict_order: bool
    offer_in_hours: bool = Field(description="Whether places are offered, and kept, in opening hours only.")
    overbooking: OverbookingView
    counts: dict[str, int] = Field(description="How many guests are in each state.")
    requests: int = Field(description="How many guests ask for a change after the freeze and have no answer yet.")
    can: list[str]


class EventList(View):
    """Events, soonest first."""

    items: list[EventView]


class CompanionView(View):
    """Somebody who comes along."""

    given: str
    family: str


class SkipView(View):
    """When somebody was passed over on the waiting list, and why."""

    at: str
    reason: str


class GuestClientView(View):
    """Who a guest is."""

    id: str
    name: str
    language: str


class RequestView(View):
    """What a guest asks for after the freeze, and the house's answer."""

    state: str = Field(description="open, granted, declined, or ended where the event was moved or has begun.")
    at: str
    party: int
    companions: list[CompanionView]
    note: str
    word: str = Field(description="What the house says with a no.")
    answered_at: str | None


class GuestView(View):
    """A guest as the house sees her."""

    id: str
    version: int
    client: GuestClientView
    advisor: str | None
    state: str
    tier: int
    sitting: str
    allotment: str | None = Field(description="The advisor whose seats hers are, or she waits for; null: everybody's.")
    party: int
    max_plus_ones: int
    companions: list[CompanionView]
    note: str
    expires_at: str | None
    sent: bool
    joined_at: str | None
    priority: int
    offer_expires_at: str | None
    skips: list[SkipView]
    checked_in: bool
    request: RequestView | None
    forced: str | None = Field(description="Why the house seated her whether seats were free or not.")
    can: list[str]


class GuestList(View):
    """Guests: as they were invited, or in the order in which they wait."""

    items: list[GuestView]


class PlaceView(View):
    """Where the house is, and how to reach it."""

    id: str
    name: str
    city: str
    telephone: str


class OccasionView(View):
    """An event as who is invited sees it, in her language."""

    id: str
    kind: str
    state: str
    title: str
    description: str
    zone: str
    start: str
    end: str
    previous_start: str | None = Field(description="When it was to begin, where the house has moved it.")
    cutoff: str
    freeze: str
    boutique: PlaceView
    hosts: list[str]


class ChoiceView(View):
    """A performance to choose from."""

    id: str
    start: str
    end: str
    language: str
    full: bool


class ThresholdView(View):
    """Whether the room is open."""

    state: str
    opens_at: str


class InvitationView(View):
    """An invitation as whoever holds its link sees it."""

    state: str
    version: int
    event: OccasionView
    sittings: list[ChoiceView]
    sitting: str
    party: int
    max_plus_ones: int
    companions: list[CompanionView]
    note: str
    name: str
    language: str = Field(description="The language in which she is written to.")
    maison: str
    expires_at: str | None
    offer_expires_at: str | None
    frozen: bool = Field(description="Whether a change is a request that the house grants or declines.")
    request: RequestView | None
    join: ThresholdView
    can: list[str]
