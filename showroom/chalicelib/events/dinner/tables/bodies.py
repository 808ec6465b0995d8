"""What is sent by whoever dines."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.events.bodies import Slug, When
from chalicelib.events.dinner.diets import LONGEST_NOTE, declared
from chalicelib.events.dinner.households import Address
from chalicelib.events.dinner.tables.service import Eating
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.foundation.ids import ID_PATTERN
from chalicelib.http.bodies import MANY_LINES, Body

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z2-7]{4}-[A-Z2-7]{4}$")]
HouseholdId = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class AddressBody(Body):
    """Where she dines, how a courier gets in, and at which hour she would like to be reached."""

    lines: Annotated[list[Line], Field(min_length=1, max_length=4)]
    city: Slug
    area: Slug
    access: Annotated[str, StringConstraints(max_length=200)] = ""
    telephone: Annotated[str, StringConstraints(min_length=5, max_length=30, pattern=r"^[+0-9 ()./-]+$")]
    wish: When | None = None

    def address(self) -> Address:
        """Return it as an address; its zone is the city's."""
        return Address(tuple(self.lines), self.city, self.area, "", self.access)

    def wished(self) -> int | None:
        """Return the minute she wishes for. Raises InvalidInput for what is none."""
        return None if self.wish is None else minute_at(self.wish, "/wish")


class NeedsBody(Body):
    """What one person eats. Nothing in it is kept without consent."""

    person: Code
    consent: Literal[True]
    allergens: Annotated[list[Slug], Field(default_factory=list, max_length=14)]
    diets: Annotated[list[Slug], Field(default_factory=list, max_length=5)]
    alcohol: bool = False
    of_age: bool = False
    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE), MANY_LINES] = ""
    menu: Slug | None = None

    def eating(self, now: int) -> Eating:
        """Return what it says at minute `now`. Raises InvalidInput."""
        needs = declared(
            now,
            consent=self.consent,
            allergens=self.allergens,
            diets=self.diets,
            alcohol=self.alcohol,
            of_age=self.of_age,
            note=self.note,
        )
        return Eating(self.person, needs, self.menu)


class DoorBody(Body):
    """Companions who dine at a door of their own, and where the house writes to the first of them."""

    persons: Annotated[list[Code], Field(min_length=1, max_length=9)]
    email: Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\s@]+@[^\s@]+\.[^\s@]+$")]


class GatherBody(Body):
    """Which household dines at the client's door after all."""

    household: HouseholdId


def minute_at(text: str, pointer: str) -> int:
    """Return the minute of a time. Raises InvalidInput, pointing to the field."""
    try:
        return parse_rfc3339(text)
    except ValueError as error:
        raise InvalidInput([FieldProblem(pointer, str(error))]) from None
