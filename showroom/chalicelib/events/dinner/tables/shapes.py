"""What is answered to whoever dines."""

from __future__ import annotations

from pydantic import Field

from chalicelib.events.shapes import PlaceView
from chalicelib.http.bodies import View


class CourseView(View):
    """A course: what it contains, and which diets it suits."""

    name: str
    contains: list[str]
    suits: list[str]
    alcohol: bool


class MenuView(View):
    """A menu with its allergens, which are told before anything is chosen."""

    id: str
    name: str
    cold: bool
    contains: list[str]
    suits: list[str]
    alcohol: bool
    courses: list[CourseView]
    finishing: list[str]


class WhereView(View):
    """An address, and how a courier gets in."""

    lines: list[str]
    city: str
    area: str
    access: str


class WindowView(View):
    """A courier's hours on the address's clock."""

    start: str
    end: str
    zone: str


class DinerView(View):
    """Somebody who dines at this door."""

    code: str
    name: str
    you: bool
    answer: str
    allergens: list[str]
    diets: list[str]
    alcohol: bool
    of_age: bool
    note: str
    menu: str | None = Field(description="The menu that she is given as things stand.")
    wish: str | None
    requested: bool = Field(description="Whether a change of hers after the cutoff waits for the house.")


class DoorView(View):
    """Her own door."""

    id: str
    address: WhereView | None
    telephone: str
    wish: str | None
    window: WindowView | None
    delivery: str | None
    late: bool
    expected_at: str | None
    persons: list[DinerView]
    complete: bool


class NameView(View):
    """Somebody's code and name."""

    code: str
    name: str


class OtherDoorView(View):
    """Another door of her party: who dines there, and nothing else."""

    id: str
    persons: list[NameView]
    sent: bool
    answered: bool


class DinnerCityView(View):
    """A city in which couriers go, and its areas."""

    id: str
    name: str
    zone: str
    areas: list[str]


class DinnerOfView(View):
    """The evening."""

    id: str
    state: str
    title: str
    zone: str
    start: str
    end: str
    boutique: PlaceView


class TableView(View):
    """A table as whoever holds a link to one of its doors sees it."""

    version: int = Field(description="Another number whenever what this door shows and changes is another.")
    kind: str
    event: DinnerOfView
    maison: str
    language: str
    inviter: str | None
    name: str
    film: str
    cutoff: str
    closed: bool
    allergens: list[str]
    diets: list[str]
    menus: list[MenuView]
    cities: list[DinnerCityView]
    door: DoorView
    others: list[OtherDoorView]
    can: list[str]
