"""One press for all that an absence touches: each appointment is handed over, or its client is asked about other times.

Each choice is a change of one appointment, in a transaction of its own, under a key that comes of the press. So a press
that broke off half-way is finished by sending it again: what was done answers as it did, and nobody is told twice. What
is refused is told beside what was done; it holds up nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chalicelib.bookings.handover import HandingOver
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.proposals import Proposals, Time
from chalicelib.foundation.errors import ShowroomError
from chalicelib.identity.model import Principal


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one appointment: `advisor` receives her, or `times` are proposed and its own cannot stand."""

    booking: str
    version: int
    keyed: Keyed
    advisor: str | None = None
    times: tuple[Time, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of it, or why not."""

    booking: str
    outcome: Outcome | None = None
    refusal: ShowroomError | None = None


class Resolving:
    """Carries out what was chosen."""

    def __init__(self, handing: HandingOver, proposals: Proposals) -> None:
        self._handing, self._proposals = handing, proposals

    def resolve(self, principal: Principal, choices: Iterable[Choice]) -> Iterator[Resolved]:
        """Yield what became of each choice, in order."""
        for choice in choices:
            try:
                yield Resolved(choice.booking, self._one(principal, choice))
            except ShowroomError as refusal:
                yield Resolved(choice.booking, refusal=refusal)

    def _one(self, principal: Principal, choice: Choice) -> Outcome:
        change = (principal, choice.booking, choice.keyed, choice.version)
        if choice.advisor is not None:
            return self._handing.hand_over(*change, choice.advisor)
        return self._proposals.propose(*change, choice.times, must=True)
