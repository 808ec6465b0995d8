"""Who waits, and who is offered a place next. Pure.

Order: priority, then when she joined, then id (rule W1). A party is offered a place whole or not at all: one that does
not fit is passed over, with the reason written down, or holds up those behind it, as the planner has chosen (rule W3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

PARTY_TOO_LARGE = "party_too_large"
HIGHEST_PRIORITY = 9999


class Waiter(NamedTuple):
    """One party that waits; compares as it is called."""

    before: int
    """The highest priority less hers."""
    joined_at: int
    """A second."""
    guest: str
    party: int


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the list decides: offers in order, and who was passed over by one of them."""

    offers: tuple[Waiter, ...] = ()
    skipped: tuple[Waiter, ...] = ()


def promotions(waiting: Iterable[Waiter], free: int, *, strict: bool) -> Round:
    """Return whom to offer places, of those that are free (rules W1, W3)."""
    offers: list[Waiter] = []
    ahead: list[Waiter] = []
    skipped: tuple[Waiter, ...] = ()
    for one in sorted(waiting):
        if free <= 0:
            break
        if one.party <= free:
            free -= one.party
            offers.append(one)
            skipped = tuple(ahead)
        elif strict:
            break
        else:
            ahead.append(one)
    return Round(tuple(offers), skipped)
