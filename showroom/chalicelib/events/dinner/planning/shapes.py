"""What is answered about a dinner to whoever plans it."""

from __future__ import annotations

from chalicelib.events.dinner.windows import Unplaced
from chalicelib.http.bodies import View


class CoursePlanView(View):
    """A course in every language."""

    name: dict[str, str]
    contains: list[str]
    suits: list[str]
    alcohol: bool


class MenuPlanView(View):
    """A menu in every language."""

    id: str
    name: dict[str, str]
    cold: bool
    finishing: dict[str, list[str]]
    courses: list[CoursePlanView]


class KitchenPlanView(View):
    """A kitchen; `opens` and `closes` are minutes before the film."""

    id: str
    name: str
    zone: str
    opens: int
    closes: int
    slot_minutes: int
    boxes: int


class CityPlanView(View):
    """A city, and minutes to each of its areas."""

    id: str
    name: dict[str, str]
    zone: str
    kitchen: str
    areas: dict[str, int]
    couriers: int


class TermsView(View):
    """How couriers work, in minutes."""

    buffer: int
    width: int
    stop: int
    earliest: int
    freshness: int


class DinnerCountsView(View):
    """How many, and what is still open."""

    persons: int
    households: int
    unasked: int
    unaddressed: int
    requests: int
    notes: int


class BoardRowView(View):
    """A menu: how many boxes, and how many of their persons declared each allergen."""

    menu: str
    boxes: int
    allergens: dict[str, int]


class MisfitView(View):
    """Why a menu is not for somebody."""

    menu: str
    why: str
    codes: list[str]


class WithoutView(View):
    """Somebody who has no menu yet."""

    guest: str
    household: str
    code: str
    why: list[MisfitView]


class UnplacedView(View):
    """A household with an address that finds no window, or whose boxes are on the way to one that ends too late."""

    guest: str
    household: str
    why: Unplaced


class RequestView(View):
    """A change that came after the cutoff."""

    guest: str
    code: str
    at: str
    allergens: list[str]
    diets: list[str]
    note: str


class NoteView(View):
    """What somebody wrote in her own words, until it is read."""

    guest: str
    code: str
    note: str


class ManifestHeadView(View):
    """The manifest that is worked by; `stale`: something has changed since, `why` it was not released anew."""

    version: int
    digest: str
    released_at: str
    boxes: int
    households: int
    stale: bool


class LinkView(View):
    """Somebody who works the night by a link."""

    kind: str
    id: str
    label: str
    departs: str | None
    version: int


class DinnerView(View):
    """A dinner as whoever plans it sees it."""

    version: int
    film: str
    zone: str
    cutoff: str
    menus: list[MenuPlanView]
    kitchens: list[KitchenPlanView]
    cities: list[CityPlanView]
    terms: TermsView
    counts: DinnerCountsView
    board: list[BoardRowView]
    without: list[WithoutView]
    requests: list[RequestView]
    notes: list[NoteView]
    unplaced: list[UnplacedView]
    manifest: ManifestHeadView | None
    links: list[LinkView]
    can: list[str]


class ChasedView(View):
    """How many guests were asked now, and how many were asked already."""

    asked: int
    waiting: int


class NightLinkView(View):
    """The address of a page for the night; whoever has it may use it."""

    url: str
    version: int
