"""The one letter about several appointments: each part is judged, and its facts are read, when the letter is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.bookings.composer import BookingComposer
from chalicelib.bookings.reach import Reaching
from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.together.press import SEVERAL
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.model import LEAVING
from chalicelib.clients.service import Clients
from chalicelib.foundation.errors import NotFound
from chalicelib.messaging.fallback import Reached
from chalicelib.messaging.model import Message, Notice, State
from chalicelib.messaging.store import NoticeStore


class TogetherComposer:
    """Composes it out of the letters that each appointment would have had."""

    def __init__(self, bookings: BookingComposer, store: BookingStore, notices: NoticeStore, clients: Clients) -> None:
        self._bookings, self._store, self._notices, self._clients = bookings, store, notices, clients

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Return the letter: of one part, the letter it would have been; None when no part holds any more."""
        client_id = subject.partition("#")[2]
        try:
            if self._clients.card(client_id).state == LEAVING:
                return None  # she is being erased, and has a letter that says so
        except NotFound:
            return None
        if notice.kind != SEVERAL:
            return self._to_host(subject, notice, now)
        parts = list(self._parts(notice, now))
        if not parts:
            return None
        if len(parts) == 1:
            return parts[0]
        first = parts[0]
        advisors = {part.values["advisor"] for part in parts}
        values = {
            **first.values,
            "advisor": first.values["advisor"] if len(advisors) == 1 else None,
            "parts": [{**part.values, "template": part.template} for part in parts],
        }
        return replace(first, template=SEVERAL, values=values, calendar=None, calendar_method=None)

    def _parts(self, notice: Notice, now: datetime) -> Iterator[Message]:
        for kind, booking_id, version in notice.about:
            part = replace(notice, key=kind, kind=kind, version=version, about=())
            found = self._bookings.compose(f"booking#{booking_id}", part, now)
            if found is not None:
                yield found

    def _to_host(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Tell the host of the first appointment that the letter came back."""
        row = self._notices.read(subject)
        back = [one for one in row.notices if one.about and one.state is State.BOUNCED] if row else []
        for _, booking_id, _ in (part for one in reversed(back) for part in one.about):
            booking = self._store.get(booking_id)
            if booking is not None:
                return self._bookings.compose(booking.subject, replace(notice, version=booking.version), now)
        return None


class TogetherReach:
    """Reaches the client of whom it speaks, on the clock of her boutique."""

    def __init__(self, reaching: Reaching, clients: Clients, catalogue: Catalogue) -> None:
        self._reaching, self._clients, self._catalogue = reaching, clients, catalogue

    def reach(self, subject: str) -> Reached | None:
        """Return how, or None when she is gone."""
        client_id, cards = subject.partition("#")[2], self._catalogue.maison().boutiques
        try:
            hers = self._clients.card(client_id).boutique
        except NotFound:
            return None
        return self._reaching(client_id, next((card.zone for card in cards if card.id == hers), cards[0].zone))
