"""One press for all that an absence or a leaving touches: each appointment is handed over, proposed other times,
cancelled by the house or, where it is a request still, declined.

Each choice is a change of one appointment, in a transaction of its own, under a key that comes of the press. So a press
that broke off half-way is finished by sending it again: what was done answers as it did, and nobody is told twice. What
is refused is told beside what was done; it holds up nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from chalicelib.bookings.handover import HandingOver
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.proposals import Proposals, Time
from chalicelib.bookings.states import State
from chalicelib.bookings.store import BookingStore
from chalicelib.foundation.errors import ShowroomError
from chalicelib.identity.model import Principal


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one appointment: `advisor` receives her, `times` are proposed and its own cannot stand, or `no`:
    it is cancelled, or declined while it is a request."""

    booking: str
    version: int
    keyed: Keyed
    advisor: str | None = None
    times: tuple[Time, ...] = ()
    no: Literal["cancel", "decline"] | None = None
    former: str | None = None
    """Whoever leaves: what is only held with her changes hands in silence."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of it, or why not."""

    booking: str
    outcome: Outcome | None = None
    refusal: ShowroomError | None = None


class Resolving:
    """Carries out what was chosen."""

    def __init__(self, handing: HandingOver, proposals: Proposals, store: BookingStore) -> None:
        self._handing, self._proposals, self._store = handing, proposals, store

    def resolve(self, principal: Principal, choices: Iterable[Choice]) -> Iterator[Resolved]:
        """Yield what became of each choice, in order."""
        for choice in choices:
            try:
                yield Resolved(choice.booking, self._one(principal, choice))
            except ShowroomError as refusal:
                yield Resolved(choice.booking, refusal=refusal)

    def _one(self, principal: Principal, choice: Choice) -> Outcome:
        change = (principal, choice.booking, choice.keyed)
        if choice.no == "decline":
            return self._handing.decline(*change, choice.version)
        if choice.no == "cancel":
            return self._handing.cancel(*change, choice.version)
        if choice.advisor is None:
            return self._proposals.propose(*change, choice.version, choice.times, must=True)
        if choice.former is not None and not self._is_hers(choice.booking, choice.former):
            return self._handing.hand_over_held(*change, choice.version, choice.former, choice.advisor)
        return self._handing.hand_over(*change, choice.version, choice.advisor)

    def _is_hers(self, booking_id: str, staff_id: str) -> bool:
        """Say whether an appointment itself is with somebody, or no more known: then the hand-over says so."""
        booking = self._store.get(booking_id)
        return booking is None or (booking.advisor == staff_id and booking.state is not State.HELD)
