"""What every answer to an invitation shares: it is tried until it is written, once for each keyed request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.bookings.keyed import Keyed
from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event
from chalicelib.events.registering.ground import Standing
from chalicelib.events.registering.reading import Answered, Reading
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import FieldProblem, InvalidInput, Overlapping, StateConflict
from chalicelib.identity.model import Principal, Role

TRIES_IN_A_RUSH = 10
"""Everybody answers when the letters arrive, and seats are one item: who meets another waits a moment."""
OVER = "This evening takes no more answers."
Attempt = Callable[[Standing, datetime], Answered]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a yes says: for which sitting, how many people, who they are. An empty sitting is the only one."""

    party: int
    details: GuestDetails
    sitting: str = ""


class Answering(Reading):
    """Carries out keyed requests about one guest."""

    def _attempted(
        self,
        principal: Principal,
        event_id: str,
        guest_id: str,
        keyed: Keyed,
        attempt: Attempt,
        action: str = "",
    ) -> Answered:
        action = action or ("invitation.answer" if principal.role is Role.INVITED else "guest.answer_for")

        def tried() -> Answered:
            standing = self._ground.allowed(principal, event_id, guest_id, action)
            moment = self._ground.clock()
            key = keyed.id_for(principal)
            answered = standing.guest.answered(key, keyed.body)
            if answered is not None:
                at = next(one.at for one in standing.guest.receipts if one.key == key)
                return Answered(standing.event, answered, at, replayed=True)
            try:
                return attempt(standing, moment)
            except (StateConflict, Overlapping):
                # An earlier try of this very request may have claimed seats before the world changed.
                self._ground.unclaimed(standing, minute_of(moment))
                raise

        return self._ground.desk.settle(tried, TRIES_IN_A_RUSH)

    def _sitting(self, event: Event, guest: Guest, reply: Reply) -> str:
        wanted = reply.sitting or guest.sitting or (event.sittings[0].id if len(event.sittings) == 1 else "")
        if event.sitting(wanted) is None:
            raise InvalidInput([FieldProblem("/sitting", "must be one of this evening's sittings")])
        self._named(reply)
        return wanted

    @staticmethod
    def _named(reply: Reply) -> None:
        """Raise InvalidInput where more people are named than are to come."""
        if len(reply.details.companions) > reply.party - 1:
            raise InvalidInput([FieldProblem("/companions", "names more people than are to come")])
