"""An advisor's appointments as a calendar: one Query for each week of her agenda, and BatchGetItem for the rest.

It is for showing, never for deciding, so agendas are read eventually consistent (rule H10); who may read is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.bookings.hosted import Occasion
from chalicelib.bookings.model import Booking
from chalicelib.bookings.occasions import Occasions
from chalicelib.bookings.store import BookingStore
from chalicelib.boutiques.model import Boutique, Maison, in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.agenda import is_quiet, owner_of, staff_resource
from chalicelib.calendars.ical import Event, write
from chalicelib.calendars.spans import Taken
from chalicelib.calendars.store import AgendaStore
from chalicelib.clients.model import Client
from chalicelib.clients.service import Clients
from chalicelib.feeds.model import Discretion, Feed, Words, event_of, hosting, window
from chalicelib.feeds.service import receives_in
from chalicelib.feeds.store import FeedStore
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.ids import encode
from chalicelib.foundation.table import Table
from chalicelib.identity.permits import NOT_FOUND


@dataclass(frozen=True)
class Subscription:
    """Reads calendars for whoever holds their address."""

    table: Table
    store: FeedStore
    agendas: AgendaStore
    bookings: BookingStore
    clients: Clients
    catalogue: Catalogue
    clock: Clock
    occasions: Occasions

    def calendar(self, token: str) -> tuple[str, str]:
        """Return the calendar that an address opens, and its entity tag.

        Raises NotFound, always in the same words, for an address that opens nothing (any more), and for somebody who
        has left the house.
        """
        feed = self.store.at(token)
        places = receives_in(self.catalogue, feed.staff, feed.boutiques) if feed else []
        if feed is None or not places:
            raise NotFound(NOT_FOUND)
        maison, now = self.catalogue.maison(), minute_of(self.clock())
        longest = max((each.window_days for each in maison.experiences), default=0)
        first, last, made = window(now, longest)
        taken = {place.id: self._taken(place, feed.staff, first, last, now) for place in places}
        wanted = [self.bookings.key(owner_of(entry.ref)) for entries in taken.values() for entry in entries]
        refs = [entry.ref for entries in taken.values() for entry in entries]
        found = self.table.get_many([*wanted, *self.occasions.keys(refs)])
        hosted = {ref: one for ref in refs if (one := self.occasions.found(ref, found)) is not None}
        bookings = {
            entry.ref: booking
            for entries in taken.values()
            for entry in entries
            if (booking := self.bookings.found(owner_of(entry.ref), found)) is not None
        }
        clients = self._clients(feed, bookings)
        events = [
            event
            for place in places
            for event in self._events(feed, place, maison, taken[place.id], bookings, clients, hosted, now)
        ]
        member = places[0].member(feed.staff)
        text = write(events, made, name=f"{maison.name}, {member.name}")
        return text, f'"{encode(hashlib.sha256(text.encode()).digest())}"'

    def _taken(self, place: Boutique, staff_id: str, first: int, last: int, now: int) -> list[Taken]:
        """Return what stands in her agenda for an appointment, soonest first."""
        entries = self.agendas.weeks(staff_resource(place.id, staff_id), first, last)
        mine = {
            entry
            for entry in entries
            if entry.ref and not is_quiet(entry.ref) and entry.is_live(now) and first <= entry.start < last
        }
        return sorted(mine, key=lambda entry: (entry.start, entry.ref))

    def _clients(self, feed: Feed, bookings: Mapping[str, Booking]) -> Mapping[str, Client]:
        """Return whom these bookings are for; nobody is opened where nobody is named."""
        if feed.discretion is Discretion.BUSY:
            return {}
        return self.clients.opened(booking.client for booking in bookings.values())

    def _events(
        self,
        feed: Feed,
        place: Boutique,
        maison: Maison,
        taken: list[Taken],
        bookings: Mapping[str, Booking],
        clients: Mapping[str, Client],
        hosted: Mapping[str, Occasion],
        now: int,
    ) -> Iterator[Event]:
        spoken = place.member(feed.staff).languages
        language = maison.default_language if maison.default_language in spoken or not spoken else spoken[0]
        for entry in taken:
            booking = bookings.get(entry.ref)
            if booking is None:
                if entry.ref in hosted:
                    yield hosting(hosted[entry.ref], feed.discretion, language, maison.default_language)
                continue
            proposed = entry.start if entry.ref != owner_of(entry.ref) else None
            words = _words(booking, place, maison, clients.get(booking.client), language)
            event = event_of(booking, words, feed.discretion, language, now, proposed)
            if event is not None:
                yield event


def _words(booking: Booking, place: Boutique, maison: Maison, client: Client | None, language: str) -> Words:
    try:
        experience = maison.experience(booking.experience)
    except NotFound:  # it is offered no more, and its appointments are still hers
        return Words("", name=client.contact.name if client and client.contact else None)
    return Words(
        in_language(experience.name, language, maison.default_language),
        ", ".join((place.name, *place.address)) if experience.form.place == "boutique" else "",
        client.contact.name if client and client.contact else None,
    )
