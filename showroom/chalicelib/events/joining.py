"""What a client has answered, when her card is taken into another of hers (`Arranged` of the clients' room).

Each invitation comes over in a transaction of its own: what she told us sealed anew, her own evening, every letter that
waits. It keeps its id, so the links in her letters open as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib.bookings.joining import HerArranged, meeting
from chalicelib.calendars.agenda import Spot, client_resource, days_of
from chalicelib.calendars.spans import Span
from chalicelib.clients.store import ClientStore
from chalicelib.events import plan
from chalicelib.events.guests.model import SEATED, Guest, GuestState
from chalicelib.events.model import Event
from chalicelib.events.registering.ground import GuestGround
from chalicelib.foundation.clock import minute_of


class EveningsArranged:
    """Counts, compares and moves what two cards of one person have answered, beside their bookings."""

    def __init__(self, bookings: HerArranged, ground: GuestGround, clients: ClientStore) -> None:
        self._bookings, self._ground, self._clients = bookings, ground, clients

    def count(self, client_id: str) -> int:
        """Return how many bookings and invitations a client has or had."""
        return self._bookings.count(client_id) + sum(1 for _ in self._all(client_id))

    def at_once(self, this: str, other: str, now: int) -> list[tuple[int, int]]:
        """Return the starts of what two cards have ahead at the same time."""
        return meeting(self._ahead(this, now), self._ahead(other, now))

    def move(self, other: str, into: str, actor: str, moment: datetime) -> int:
        """Bring over whatever is under one card to the other; return how many this call moved."""
        moved = self._bookings.move(other, into, actor, moment)
        for event, guest in list(self._all(other)):
            moved += self._ground.desk.settle(partial(self._move, event.id, guest.id, other, into, actor, moment))
        return moved

    def _move(self, event_id: str, guest_id: str, other: str, into: str, actor: str, moment: datetime) -> bool:
        standing = self._ground.found(event_id, guest_id)
        if standing is None or standing.guest.client != other:
            return False
        event, before = standing.event, standing.guest
        now = minute_of(moment)
        hers = replace(before.after(), client=into)
        after = self._ground.sealed(hers, self._ground.guests.open(before))
        if before.request is not None:
            sealed = self._ground.guests.seal_request(after, *self._ground.guests.open_request(before))
            after = replace(after, request=replace(before.request, sealed=sealed))
        row = self._ground.notices.read(before.subject)
        told = plan.kept(row.notices if row else (), after.version)
        steps = [self._clients.still_known(into)]
        sitting = event.sitting(before.sitting)
        if before.stands_at is not None and sitting is not None:
            length = sitting.end - sitting.start
            spots = [
                Spot(client_resource(card), day)
                for card in (other, into)
                for start in (before.stands_at, sitting.start)
                for day in days_of(start, start + length)
            ]
            agendas = dict(self._ground.desk.read(None, None, spots).agendas)
            after = replace(after, stands_at=sitting.start)
            steps += self._ground.placed(event, after, agendas, now, there=before.state in SEATED)
        self._ground.write("guest.merge", actor, event, before, after, steps, told, moment)
        return True

    def _ahead(self, client_id: str, now: int) -> list[Span]:
        found = self._bookings.ahead(client_id, now)
        for event, guest in self._all(client_id):
            sitting = event.sitting(guest.sitting)
            if guest.state is GuestState.ACCEPTED and sitting is not None and now < sitting.end:
                found.append(Span(sitting.start, sitting.end))
        return found

    def _all(self, client_id: str) -> Iterator[tuple[Event, Guest]]:
        for guest in self._ground.guests.of_client(client_id):
            event = self._ground.events.get(guest.event)
            if event is not None:
                yield event, guest
