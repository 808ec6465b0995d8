"""What is answered on the night."""

from __future__ import annotations

from pydantic import Field

from chalicelib.events.dinner.tables.shapes import WindowView
from chalicelib.http.bodies import View


class NightHouseView(View):
    """Whom to call: the house. No client's telephone is ever shown."""

    name: str
    telephone: str


class NightEventView(View):
    """The evening."""

    title: str
    film: str
    zone: str


class StopBoxView(View):
    """One box: a code, the menu and what it contains."""

    person: str
    menu: str
    contains: list[str]


class StopView(View):
    """One door of a round."""

    household: str
    order: int
    start: str
    end: str
    zone: str
    address: list[str]
    access: str
    recipient: str
    telephone: str
    temperature: str
    boxes: list[StopBoxView]
    state: str
    at: str | None
    late: bool
    reason: str | None


class RoundView(View):
    """One round, as whoever holds its link sees it."""

    version: int
    event: NightEventView
    id: str
    label: str
    manifest: int
    superseded: bool = Field(description="Another version of the manifest has no such round any more.")
    over: bool
    house: NightHouseView
    departs: str | None
    state: str
    stops: list[StopView]


class CountView(View):
    """How many of a menu's persons declared an allergen."""

    code: str
    count: int


class SlotMenuView(View):
    """How many boxes of a menu in a slot."""

    id: str
    name: str
    boxes: int
    allergens: list[CountView]


class SlotView(View):
    """A slot of a kitchen's evening."""

    start: str
    end: str
    boxes: int
    menus: list[SlotMenuView]


class KitchenBoxView(View):
    """One box as the kitchen knows it: a code, no name."""

    person: str
    menu: str
    declared: list[str]
    contains: list[str]
    slot: str
    departs: str
    round: str


class KitchenMenuView(View):
    """A menu as the kitchen cooks it."""

    id: str
    name: str
    courses: list[str]
    finishing: list[str]


class KitchenView(View):
    """One kitchen's evening, as whoever holds its link sees it."""

    event: NightEventView
    id: str
    name: str
    zone: str
    manifest: int
    digest: str
    over: bool
    house: NightHouseView
    slots: list[SlotView]
    boxes: list[KitchenBoxView]
    menus: list[KitchenMenuView]


class OfGuestView(View):
    """Whose household it is."""

    id: str
    name: str
    advisor: str | None


class BoxStateView(View):
    """A person of a household, as a code."""

    code: str
    answer: str
    menu: str | None


class AttemptView(View):
    """A try that failed."""

    at: str
    why: str


class ProofView(View):
    """What shows that boxes were handed over."""

    kind: str
    at: str
    latitude: int | None
    longitude: int | None


class HouseholdItem(View):
    """A household of the night, as the house sees it."""

    guest: OfGuestView
    household: str
    own: bool = Field(description="A companion's own door.")
    recipient: str
    city: str
    area: str
    zone: str
    boxes: int
    persons: list[BoxStateView]
    window: WindowView | None
    round: str | None
    label: str | None
    order: int | None
    state: str | None
    at: str | None
    late: bool
    expected_at: str | None
    attempts: list[AttemptView]
    proof: ProofView | None
    can: list[str]


class ShareView(View):
    """How many households have been served, of how many."""

    served: int
    of: int


class HouseholdList(View):
    """The households of a night: the late ones first, then by their windows."""

    items: list[HouseholdItem]
    share: ShareView
