"""One press for all that an absence or a leaving touches: each appointment is handed over, proposed other times,
cancelled by the house or, where it is a request still, declined.

Each choice is a change of one appointment, in a transaction of its own, under a key that comes of the press. So a press
that broke off half-way is finished by sending it again: what was done answers as it did, and nobody is told twice. What
is refused is told beside what was done; it holds up nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from chalicelib.bookings.handover import HandingOver
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.model import Booking
from chalicelib.bookings.proposals import Proposals, Time
from chalicelib.bookings.states import State
from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.together.press import Press
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.errors import ShowroomError
from chalicelib.identity.model import Principal
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore


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

    def __init__(
        self,
        handing: HandingOver,
        proposals: Proposals,
        store: BookingStore,
        notices: NoticeStore,
        nudge: Nudge,
        clock: Clock,
    ) -> None:
        self._handing, self._proposals, self._store = handing, proposals, store
        self._notices, self._nudge, self._clock = notices, nudge, clock

    def resolve(self, principal: Principal, choices: Sequence[Choice]) -> Iterator[Resolved]:
        """Yield what became of each choice, in order. Who has several of these appointments has one letter of all."""
        found = self._store.get_many(choice.booking for choice in choices)
        clients = Counter(booking.client for booking in found.values())
        several = [client for client, count in clients.items() if count > 1]
        press = Press(self._notices, self._nudge, choices[0].keyed.press_of(principal), several) if several else None
        for choice in choices:
            try:
                yield Resolved(choice.booking, self._one(principal, choice, found.get(choice.booking), press))
            except ShowroomError as refusal:
                yield Resolved(choice.booking, refusal=refusal)
        if press:
            press.close(self._clock())

    def _one(self, principal: Principal, choice: Choice, found: Booking | None, press: Press | None) -> Outcome:
        change = (principal, choice.booking, choice.keyed)
        if choice.no == "decline":
            return self._handing.decline(*change, choice.version, press=press)
        if choice.no == "cancel":
            return self._handing.cancel(*change, choice.version, press=press)
        if choice.advisor is None:
            return self._proposals.propose(*change, choice.version, choice.times, must=True, press=press)
        # Who is no more known, or stands with somebody else by now: the hand-over says so.
        hers = found is None or (found.advisor == choice.former and found.state is not State.HELD)
        if choice.former is not None and not hers:
            return self._handing.hand_over_held(*change, choice.version, choice.former, choice.advisor)
        return self._handing.hand_over(*change, choice.version, choice.advisor, press=press)
