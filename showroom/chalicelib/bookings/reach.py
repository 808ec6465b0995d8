"""How the client of a booking or a wish may be reached just now: messaging asks it when a channel fails (`Reach`)."""

from __future__ import annotations

from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.wishes.service import Wishes
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.service import Clients
from chalicelib.foundation.errors import NotFound
from chalicelib.messaging.fallback import ORDER, Reached
from chalicelib.messaging.plan import Quiet


class Reaching:
    """What bookings and wishes share: the channels that her card has just now, and the house's quiet hours.

    The card's channels are those she allows for her own appointments: WhatsApp only where she opted in (rule C6).
    """

    def __init__(self, clients: Clients, catalogue: Catalogue) -> None:
        self._clients, self._catalogue = clients, catalogue

    def __call__(self, client_id: str, zone: str) -> Reached | None:
        """Return how a client is reached, or None when she was erased. Her address stays sealed."""
        try:
            allowed = self._clients.card(client_id).channels
        except NotFound:
            return None
        hours = self._catalogue.maison().quiet_hours
        quiet = Quiet(hours.start.hour * 60 + hours.start.minute, hours.end.hour * 60 + hours.end.minute)
        return Reached(client_id, [channel for channel in ORDER if channel in allowed], zone, quiet)


class BookingReach:
    """Reaches the client of a booking, on the clock that her letters keep to."""

    def __init__(self, reaching: Reaching, catalogue: Catalogue, store: BookingStore) -> None:
        self._reaching, self._catalogue, self._store = reaching, catalogue, store

    def reach(self, subject: str) -> Reached | None:
        """Return how, or None when the booking or its client is gone."""
        booking = self._store.get(subject.partition("#")[2])
        if booking is None:
            return None
        form = self._catalogue.experience(booking.experience).form
        hers = booking.client_zone if form.clock == "client" else None
        return self._reaching(booking.client, hers or booking.zone)


class WishReach:
    """Reaches the client who left a wish, on the boutique's clock."""

    def __init__(self, reaching: Reaching, catalogue: Catalogue, wishes: Wishes) -> None:
        self._reaching, self._catalogue, self._wishes = reaching, catalogue, wishes

    def reach(self, subject: str) -> Reached | None:
        """Return how, or None when the wish or its client is gone."""
        try:
            wish = self._wishes.find(subject.partition("#")[2])
        except NotFound:
            return None
        return self._reaching(wish.client, self._catalogue.maison().card(wish.boutique).zone)
