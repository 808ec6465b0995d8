"""Who receives a client elsewhere: found from her bookings (`Visits` of the clients' room)."""

from __future__ import annotations

from chalicelib.bookings.model import ATTENDED, LIVE
from chalicelib.bookings.store import BookingStore
from chalicelib.clients.cards.profile import OPEN_AFTER_DAYS
from chalicelib.foundation.clock import MINUTES_A_DAY
from chalicelib.identity.model import Principal

MOST_LOOKED_AT = 40
"""Of her latest bookings: whoever has more ahead of her than that is known well enough elsewhere."""


class HerVisits:
    """Says to whom a client's appointments open her card."""

    def __init__(self, store: BookingStore) -> None:
        self._store = store

    def opens(self, client_id: str, principal: Principal, now: int) -> bool:
        """Say whether somebody receives a client in a boutique of hers, or did within the last seven days.

        A hold or a request that has lapsed opens nothing, and neither does what was cancelled.
        """
        page = self._store.of_client(client_id, MOST_LOOKED_AT, None)
        return any(
            booking.advisor == principal.subject
            and booking.boutique in principal.boutiques
            and booking.state_at(now) in LIVE | ATTENDED
            and now < booking.end + OPEN_AFTER_DAYS * MINUTES_A_DAY
            for booking in page.items
        )
