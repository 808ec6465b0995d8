"""Reading guests: who may see one, and that an invitation was opened."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.events import plan
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event
from chalicelib.events.registering.ground import GuestGround
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.identity import permits
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.permits import NOT_FOUND, Target


@dataclass(frozen=True, slots=True)
class Answered:
    """A guest as a request left her; `at` is the minute of the answer."""

    event: Event
    guest: Guest
    at: int
    replayed: bool = False


class Reading:
    """Finds guests for those who may see them."""

    def __init__(self, ground: GuestGround) -> None:
        self._ground = ground

    def guests(self, principal: Principal, event_id: str) -> tuple[Event, list[Guest]]:
        """Return an event and its guests: all of them to who plans it, her own to an advisor. Raises NotFound."""
        permits.admit(principal, "guest.read")
        event = self._ground.events.get(event_id)
        if event is None:
            raise NotFound(NOT_FOUND)
        own = Role.ASSOCIATE if principal.role is Role.ASSOCIATE else None
        if own is None:
            permits.require(principal, "guest.read", Target(boutique=event.boutique))
        else:
            permits.require(principal, "event.read", Target(boutique=event.boutique))
        found = self._ground.guests.of_event(event_id)
        return event, [one for one in found if own is None or one.advisor == principal.subject]

    def read(self, principal: Principal, event_id: str, guest_id: str) -> Answered:
        """Return the invitation that a link is for. Raises NotFound for a link that is dead."""
        standing = self._ground.allowed(principal, event_id, guest_id, "invitation.read")
        return Answered(standing.event, standing.guest, minute_of(self._ground.clock()))

    def viewed(self, principal: Principal, event_id: str, guest_id: str) -> Answered:
        """Note that she has opened her invitation; the first time only (rule G1)."""

        def attempt() -> Answered:
            standing = self._ground.allowed(principal, event_id, guest_id, "invitation.answer")
            moment = self._ground.clock()
            event, before = standing.event, standing.guest
            after = before.viewed()
            if after is not before:
                row = self._ground.notices.read(before.subject)
                told = plan.kept(row.notices if row else (), after.version)
                self._ground.write("guest.view", principal.actor, event, before, after, [], told, moment)
            return Answered(event, after, minute_of(moment))

        return self._ground.desk.settle(attempt)
