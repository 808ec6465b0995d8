"""What makes a request safe to send twice, and what it left behind. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.model import Booking
from chalicelib.foundation.ids import derived_id
from chalicelib.identity.model import Principal


@dataclass(frozen=True, slots=True)
class Keyed:
    """What makes a change safe to send twice: its key within (principal, route), and the hash of its body."""

    route: str
    key: str
    body_hash: str

    def id_for(self, principal: Principal) -> str:
        """The id that this request always has."""
        return derived_id(principal.sender, self.route, self.key)

    def press_of(self, principal: Principal) -> str:
        """The id of the press that this request is a part of: the same for all of its parts."""
        return derived_id(principal.sender, "press", self.key)

    @property
    def body(self) -> str:
        """The body's hash as receipts keep it."""
        return self.body_hash[:26]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A booking as a request left it. When `replayed`, it is what was answered the first time, at minute `at`."""

    booking: Booking
    at: int
    replayed: bool = False
