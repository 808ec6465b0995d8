"""How the guest of an event may be reached just now, and on which clock she lives."""

from __future__ import annotations

from chalicelib.bookings.reach import Reaching
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.model import Client
from chalicelib.clients.service import Clients
from chalicelib.events.guests.model import Guest
from chalicelib.events.guests.store import GuestStore
from chalicelib.events.model import Event
from chalicelib.events.store import EventStore
from chalicelib.foundation.errors import NotFound
from chalicelib.messaging.fallback import Reached
from chalicelib.messaging.plan import Quiet


def her_zone(catalogue: Catalogue, client: Client, event: Event) -> str:
    """Return a client's own clock: that of her own boutique; the event's, where she has none that is still there."""
    try:
        return catalogue.maison().card(client.boutique).zone if client.boutique else event.zone
    except NotFound:
        return event.zone


def quiet_of(catalogue: Catalogue) -> Quiet:
    """Return the hours in which the maison writes to nobody who can wait for the morning (rule C7)."""
    hours = catalogue.maison().quiet_hours
    return Quiet(hours.start.hour * 60 + hours.start.minute, hours.end.hour * 60 + hours.end.minute)


def ids_of(subject: str) -> tuple[str, str]:
    """Return the event's and the guest's id of a subject `guest#<event id>.<guest id>`."""
    event_id, _, guest_id = subject.partition("#")[2].partition(".")
    return event_id, guest_id


class Evenings:
    """Finds an event with its guest by the notices' name for her."""

    def __init__(self, events: EventStore, guests: GuestStore) -> None:
        self._events, self.guests = events, guests

    def event(self, event_id: str) -> Event | None:
        """Return an event, or None."""
        return self._events.get(event_id)

    def of(self, subject: str) -> tuple[Event, Guest] | None:
        """Return the event and the guest of a subject, or None when either is gone."""
        event_id, guest_id = ids_of(subject)
        event, guest = self._events.get(event_id), self.guests.get(event_id, guest_id)
        return (event, guest) if event is not None and guest is not None else None


class GuestReach:
    """Reaches the guest of an event (`Reach` of messaging)."""

    def __init__(self, reaching: Reaching, clients: Clients, catalogue: Catalogue, evenings: Evenings) -> None:
        self._reaching, self._clients, self._catalogue, self._evenings = reaching, clients, catalogue, evenings

    def reach(self, subject: str) -> Reached | None:
        """Return how, or None when the event, the guest or her card is gone."""
        found = self._evenings.of(subject)
        if found is None:
            return None
        event, guest = found
        try:
            card = self._clients.card(guest.client)
        except NotFound:
            return None
        return self._reaching(guest.client, her_zone(self._catalogue, card, event))
