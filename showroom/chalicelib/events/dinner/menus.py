"""Menus, and who may be given which; pure. A declared allergen is refused always: nobody can overrule it (rule D2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from chalicelib.events.dinner.diets import Allergen, Answer, Diet, Needs, answer_of
from chalicelib.foundation.errors import StateConflict


@dataclass(frozen=True, slots=True)
class Course:
    """One course: its name {language: text}, what it contains and whom it suits."""

    name: Mapping[str, str]
    contains: frozenset[Allergen] = frozenset()
    suits: frozenset[Diet] = frozenset()
    alcohol: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """What one box holds: its courses, and how they are finished at home {language: steps}."""

    id: str
    name: Mapping[str, str]
    courses: tuple[Course, ...]
    finishing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cold: bool = True
    """Whether the box travels between 0 and 5 °C; otherwise at room temperature."""

    @property
    def contains(self) -> frozenset[Allergen]:
        """Every allergen of any course: what is told before it is chosen, and again at the door (rule D3)."""
        return frozenset[Allergen]().union(*(course.contains for course in self.courses))

    @property
    def suits(self) -> frozenset[Diet]:
        """Diets that every course suits; what a vegan eats, a vegetarian does."""
        suits = [one.suits | ({Diet.VEGETARIAN} if Diet.VEGAN in one.suits else set()) for one in self.courses]
        return frozenset[Diet].intersection(*suits) if suits else frozenset()

    @property
    def alcohol(self) -> bool:
        """Say whether any course has alcohol in it or beside it."""
        return any(course.alcohol for course in self.courses)


class Why(StrEnum):
    """Why somebody is not given a menu."""

    NOT_ASKED = "not_asked"
    NOTE = "note_unread"
    ALLERGEN = "allergen"
    DIET = "diet"
    CHILDREN = "for_children"
    ALCOHOL = "alcohol"


@dataclass(frozen=True, slots=True)
class Misfit:
    """One reason, and the codes that it is about."""

    menu: str
    why: Why
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """Who is given which menu by person's code, and for who has none every menu's reasons."""

    given: Mapping[str, str]
    without: Mapping[str, tuple[Misfit, ...]]


def misfits(menu: Menu, needs: Needs | None) -> tuple[Misfit, ...]:
    """Return every reason why this menu is not for somebody; nothing when it is."""
    if needs is None:
        return (Misfit(menu.id, Why.NOT_ASKED),)
    found = []
    if not needs.is_readable:
        found.append(Misfit(menu.id, Why.NOTE))
    if met := menu.contains & needs.allergens:
        found.append(Misfit(menu.id, Why.ALLERGEN, tuple(sorted(met))))
    if unmet := needs.diets - menu.suits:
        found.append(Misfit(menu.id, Why.DIET, tuple(sorted(unmet))))
    if Diet.CHILD in menu.suits - needs.diets:
        found.append(Misfit(menu.id, Why.CHILDREN))
    if menu.alcohol and not needs.drinks:
        found.append(Misfit(menu.id, Why.ALCOHOL))
    return tuple(found)


def require(menu: Menu, needs: Needs | None) -> None:
    """Raise StateConflict unless this menu is for somebody with these needs: no rank overrules it (rule D2)."""
    found = misfits(menu, needs)
    if not found:
        return
    said = {
        Why.NOT_ASKED: "Nobody is given a menu before being asked what she may eat.",
        Why.NOTE: "Her note has to be read before she is given a menu.",
        Why.ALLERGEN: "This menu contains what she must not eat.",
    }
    raise StateConflict(said.get(found[0].why, "This menu is not for her."))


def assign(menus: Sequence[Menu], people: Mapping[str, Needs | None], wishes: Mapping[str, str] | None = None) -> Board:
    """Give each person, by code, the menu she wishes for where it fits, or else the first that does (rule D2)."""
    given: dict[str, str] = {}
    without: dict[str, tuple[Misfit, ...]] = {}
    for code, needs in people.items():
        wish = (wishes or {}).get(code)
        ordered = sorted(menus, key=lambda menu: menu.id != wish)
        fitting = next((menu for menu in ordered if not misfits(menu, needs)), None)
        if fitting is not None:
            given[code] = fitting.id
        elif menus:
            without[code] = tuple(one for menu in menus for one in misfits(menu, needs))
        else:
            without[code] = (Misfit("", Why.NOT_ASKED),) if answer_of(needs) is Answer.NOT_ASKED else ()
    return Board(given, without)


def crossed(people: Mapping[str, Needs | None], given: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return the planner's board: by menu, how many boxes, and how many of their persons declared each allergen."""
    board: dict[str, dict[str, int]] = {}
    for code, menu in given.items():
        row = board.setdefault(menu, {"boxes": 0})
        row["boxes"] += 1
        needs = people.get(code)
        for allergen in sorted(needs.allergens) if needs is not None else ():
            row[allergen] = row.get(allergen, 0) + 1
    return board
