"""What is sent about a dinner's plan."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.events.bodies import Language, Slug, Title
from chalicelib.events.dinner.diets import Allergen, Diet
from chalicelib.events.dinner.kitchens import Kitchen
from chalicelib.events.dinner.menus import Course, Menu
from chalicelib.events.dinner.windows import City, Terms
from chalicelib.http.bodies import Body
from chalicelib.http.declare import NAME_PATTERN

Zone = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z]+(/[A-Za-z0-9_+-]+)*$")]
Named = Annotated[dict[Language, Title], Field(min_length=1, max_length=12)]
Steps = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=300)]], Field(max_length=12)]
BEFORE = 24 * 60


class CourseBody(Body):
    """A course: what it contains, and which diets it suits."""

    name: Named
    contains: Annotated[list[Allergen], Field(default_factory=list, max_length=14)]
    suits: Annotated[list[Diet], Field(default_factory=list, max_length=5)]
    alcohol: bool = False

    def course(self) -> Course:
        """Return it as a course."""
        return Course(
            self.name, frozenset(map(Allergen, self.contains)), frozenset(map(Diet, self.suits)), self.alcohol
        )


class MenuBody(Body):
    """A menu: its courses, and how they are finished at home."""

    id: Slug
    name: Named
    courses: Annotated[list[CourseBody], Field(min_length=1, max_length=12)]
    finishing: Annotated[dict[Language, Steps], Field(default_factory=dict, max_length=12)]
    cold: bool = True

    def menu(self) -> Menu:
        """Return it as a menu."""
        courses = tuple(
            Course(one.name, frozenset(one.contains), frozenset(one.suits), one.alcohol) for one in self.courses
        )
        return Menu(
            self.id, self.name, courses, {name: tuple(steps) for name, steps in self.finishing.items()}, self.cold
        )


class KitchenBody(Body):
    """A kitchen that works from `opens` to `closes` minutes before the film, so many boxes in each slot."""

    id: Slug
    name: Title
    zone: Zone
    opens: Annotated[int, Field(ge=15, le=BEFORE)]
    closes: Annotated[int, Field(ge=0, le=BEFORE)]
    slot_minutes: Annotated[int, Field(ge=5, le=240)]
    boxes: Annotated[int, Field(ge=1, le=500)]

    def kitchen(self) -> Kitchen:
        """Return it as a kitchen, its hours as minutes after the film's beginning. Raises InvalidInput."""
        return Kitchen(self.id, self.name, self.zone, -self.opens, -self.closes, self.slot_minutes, self.boxes)


class CityBody(Body):
    """A city: minutes to each area from its kitchen, and how many rounds may be out at once."""

    id: Slug
    name: Named
    zone: Zone
    kitchen: Slug
    areas: Annotated[dict[Slug, Annotated[int, Field(ge=0, le=240)]], Field(min_length=1, max_length=60)]
    couriers: Annotated[int, Field(ge=1, le=60)]

    def city(self) -> City:
        """Return it as a city."""
        return City(self.id, self.zone, self.kitchen, self.areas, self.couriers, self.name)


class TermsBody(Body):
    """How couriers work, in minutes."""

    buffer: Annotated[int, Field(ge=10, le=180)] = Terms().buffer
    width: Annotated[int, Field(ge=10, le=180)] = Terms().width
    stop: Annotated[int, Field(ge=1, le=60)] = Terms().stop
    earliest: Annotated[int, Field(ge=30, le=BEFORE)] = Terms().earliest
    freshness: Annotated[int, Field(ge=10, le=600)] = Terms().freshness

    def terms(self) -> Terms:
        """Return it as terms."""
        return Terms(self.buffer, self.width, self.stop, self.earliest, self.freshness)


class PlanBody(Body):
    """A dinner's whole plan; it takes the place of the one that is there."""

    menus: Annotated[list[MenuBody], Field(min_length=1, max_length=12)]
    kitchens: Annotated[list[KitchenBody], Field(min_length=1, max_length=12)]
    cities: Annotated[list[CityBody], Field(min_length=1, max_length=24)]
    terms: TermsBody = Field(default_factory=TermsBody)

    def planned(self) -> tuple[tuple[Menu, ...], tuple[Kitchen, ...], tuple[City, ...], Terms]:
        """Return what it says. Raises InvalidInput."""
        return (
            tuple(one.menu() for one in self.menus),
            tuple(one.kitchen() for one in self.kitchens),
            tuple(one.city() for one in self.cities),
            self.terms.terms(),
        )


class LinkBody(Body):
    """Whose link; with `revoke` the one before is dead."""

    kind: Literal["round", "kitchen"]
    id: Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=40)]
    revoke: bool = False


class RequestBody(Body):
    """Whether the house grants what was asked for after the cutoff."""

    granted: bool
