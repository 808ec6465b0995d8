"""Households: who dines at one address, and what the house knows of them. Times are minutes since the epoch."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.events.dinner.diets import Needs

DEFAULT_CUTOFF = 48 * 60
"""Minutes before the film after which the kitchens have bought what they cook (rule D6)."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a household dines: lines as they are printed, and how a courier gets in."""

    lines: tuple[str, ...]
    city: str
    area: str
    zone: str
    access: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who dines. `code` is all that kitchens learn; `needs` is None until she was asked (rule D2)."""

    code: str
    name: str = ""
    needs: Needs | None = None
    menu_wish: str | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """People at one address. `owner` is the code of whoever answers for it; `link` counts the links it was sent."""

    id: str
    owner: str
    persons: tuple[Person, ...]
    address: Address | None = None
    telephone: str = ""
    wish: int | None = None
    link: int = 0
    email: str = ""
    """Where the house writes to a companion at a door of her own."""

    @property
    def boxes(self) -> int:
        """How many boxes it is brought: one for each person (rule G2)."""
        return len(self.persons)

    @property
    def recipient(self) -> str:
        """The name at the door: of whoever answers for it."""
        return next((one.name for one in self.persons if one.code == self.owner), "")

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The codes of those of whom nothing is known yet (rule D2)."""
        return tuple(one.code for one in self.persons if one.needs is None)

    @property
    def is_complete(self) -> bool:
        """Say whether the house knows where to go and what everybody eats."""
        return self.address is not None and not self.unanswered


@dataclass(frozen=True, slots=True)
class Request:
    """A change that came after the kitchens' cutoff: the house decides (rule D6)."""

    at: int
    person: str
    needs: Needs
