"""What inviting and sending stand on: the event, the people of a list, and by what they are judged."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.clients.addressees import Addressee, Addressees
from chalicelib.clients.purchases.whose import Named
from chalicelib.events.invitations.model import House
from chalicelib.events.model import Event
from chalicelib.events.registering.ground import GuestGround
from chalicelib.foundation.errors import Busy, Contended, NotFound, StateConflict, StepRefused
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target

NOT_OPEN = "Guests are invited while an event is published and takes answers."
LATER = (StepRefused, Contended, Busy)
"""What ends an attempt whose fate is found by reading again."""


class InvitationGround:
    """Reads what an invitation is judged by."""

    def __init__(self, ground: GuestGround, addressees: Addressees) -> None:
        self._ground, self._addressees = ground, addressees

    def _event(self, principal: Principal, event_id: str) -> Event:
        permits.admit(principal, "guest.invite")
        event = self._ground.events.get(event_id)
        if event is None:
            raise NotFound(NOT_FOUND)
        permits.require(principal, "guest.invite", Target(boutique=event.boutique))
        return event

    def _named(self, principal: Principal, pairs: Iterable[Named]) -> dict[Named, Addressee]:
        """Return whom pairs name, of boutiques that the planner is of only: a list is no way to learn of others."""
        found = self._addressees.named(pairs)
        return {
            pair: one
            for pair, one in found.items()
            if permits.may(principal, "guest.invite", Target(boutique=one.client.boutique))
        }

    def _house(self, event: Event) -> House:
        boutique, maison = self._ground.catalogue.boutique(event.boutique), self._ground.catalogue.maison()
        staff = frozenset(member.id for member in boutique.staff if not member.leaving)
        return House(staff, frozenset(maison.languages), maison.default_language)

    @staticmethod
    def _open(event: Event, now: int) -> None:
        if not event.takes_guests(now):
            raise StateConflict(NOT_OPEN)
