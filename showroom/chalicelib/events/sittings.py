"""A sitting: one performance of an event, with a language and seats of its own, and whose they are. Pure.

Some of a sitting's seats may be given to advisors, so many to each for her own clients; what is left is everybody
else's. The seats of each advisor are a *pool*, counted, waited for and offered as if they were a sitting of their own:
a claim is still one conditional update (rule H2), order and offers are kept within a pool (rules W1, W3, W9), and no
advisor's clients take another's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.foundation.errors import StateConflict

MOST_ADVISORS = 8
"""So many may have seats of their own in a sitting: all pools of an event are made in one transaction."""


Shares = tuple[tuple[str, int], ...]
"""Staff id, and how many of the seats are for her clients alone."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One performance: [start, end) in minutes since the epoch, its language and its seats."""

    id: str
    start: int
    end: int
    language: str
    capacity: int
    by_advisor: Shares = ()

    def given(self, capacity: int, by_advisor: Shares | None, *, counted: bool) -> Sitting:
        """Return it with so many seats and so many of them each advisor's; None leaves those as they are.

        Once seats are `counted`, an advisor who has had some may have none of them left, but stays named: her clients'
        are counted with her. Raises StateConflict.
        """
        given = self.by_advisor if by_advisor is None else by_advisor
        if counted and not {one for one, _ in self.by_advisor} <= {one for one, _ in given}:
            raise StateConflict("An advisor who has had seats of her own is given none of them rather than left out.")
        return replace(self, capacity=capacity, by_advisor=given)

    def allotment(self, advisor: str | None) -> str:
        """Return whose seats an advisor's client takes: her own advisor's where she has any, else everybody's: ""."""
        return next((one for one, _ in self.by_advisor if one == advisor), "")

    def pools(self, seats: int) -> dict[str, int]:
        """Return by pool how many of `seats` are counted in it; the first is everybody's, overbooked ones among it."""
        given = {pool_of(self.id, advisor): n for advisor, n in self.by_advisor}
        return {self.id: seats - sum(given.values()), **given}


def pool_of(sitting_id: str, allotment: str) -> str:
    """Return the name under which seats are counted: the sitting's own, or that of an advisor's part of it."""
    return f"{sitting_id}.{allotment}" if allotment else sitting_id
