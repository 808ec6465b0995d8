"""What binds a client to events, for her erasure (`Ties` of the clients' room)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib.clients.erasure.model import Sent
from chalicelib.clients.erasure.service import Ties
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event
from chalicelib.events.registering.ground import GuestGround
from chalicelib.foundation.clock import minute_of
from chalicelib.messaging.model import State

REASON = "erased"
_OPEN = frozenset(
    {
        GuestState.INVITED,
        GuestState.VIEWED,
        GuestState.ACCEPTED,
        GuestState.WAITLISTED,
        GuestState.OFFERED,
        GuestState.OFFER_EXPIRED,
    }
)
"""States in which something may still become of her invitation."""


class EveningTies:
    """Ends what is ahead of a client at events, each in a transaction of its own, once however often asked."""

    def __init__(self, ground: GuestGround) -> None:
        self._ground = ground

    def coming(self, client_id: str, now: int) -> int:
        """Return at how many events she is expected."""
        return sum(_is_ahead(event, guest, now) for event, guest in self._all(client_id))

    def end(self, client_id: str, actor: str, moment: datetime) -> int:
        """Take back every invitation and all she has of it, without a word; return at how many she was expected."""
        ended = 0
        for event, guest in list(self._all(client_id)):
            ended += self._ground.desk.settle(partial(self._end, event.id, guest.id, actor, moment))
        return ended

    def waiting(self, client_id: str) -> bool:  # noqa: ARG002 - `Ties`
        """Nothing of hers at events is ever on its way to the house's own people."""
        return False

    def sent(self, client_id: str) -> Iterable[Sent]:
        """Return what has left the house about events, as far as their rows remember."""
        for _, guest in self._all(client_id):
            row = self._ground.notices.read(guest.subject)
            for notice in row.notices if row else ():
                if notice.state in (State.SENT, State.UNKNOWN, State.BOUNCED):
                    yield Sent(notice.channel, notice.to, 1)

    def _end(self, event_id: str, guest_id: str, actor: str, moment: datetime) -> bool:
        standing = self._ground.found(event_id, guest_id)
        if standing is None:
            return False
        event, before = standing.event, standing.guest
        now = minute_of(moment)
        row = self._ground.notices.read(before.subject)
        still_to_say = row is not None and any(notice.is_waiting for notice in row.notices)
        if before.state not in _OPEN and not still_to_say:
            return False
        after = before.after(link_version=before.link_version + 1)
        if before.state in _OPEN:
            after = replace(after, state=GuestState.CANCELLED, offer_expires_at=None, stands_at=None, request=None)
        steps = self._ground.left(before)
        if before.stands_at is not None and before.state is GuestState.ACCEPTED:
            agendas = self._ground.her_day(event, before, before.sitting)
            steps += self._ground.placed(event, after, agendas, now, there=False)
        self._ground.write("guest.cancel", actor, event, before, after, steps, (), moment, REASON)
        return _is_ahead(event, before, now)

    def _all(self, client_id: str) -> Iterator[tuple[Event, Guest]]:
        for guest in self._ground.guests.of_client(client_id):
            event = self._ground.events.get(guest.event)
            if event is not None:
                yield event, guest


class AllTies:
    """Several rooms' ties as one."""

    def __init__(self, ties: Sequence[Ties]) -> None:
        self._ties = ties

    def coming(self, client_id: str, now: int) -> int:
        """Return how much is ahead of her."""
        return sum(each.coming(client_id, now) for each in self._ties)

    def end(self, client_id: str, actor: str, moment: datetime) -> int:
        """End it; return how much this call ended."""
        return sum(each.end(client_id, actor, moment) for each in self._ties)

    def waiting(self, client_id: str) -> bool:
        """Say whether a letter about any of it is still on its way."""
        return any(each.waiting(client_id) for each in self._ties)

    def sent(self, client_id: str) -> Iterable[Sent]:
        """Return what has left the house about any of it."""
        return [sent for each in self._ties for sent in each.sent(client_id)]


def _is_ahead(event: Event, guest: Guest, now: int) -> bool:
    sitting = event.sitting(guest.sitting)
    return guest.state is GuestState.ACCEPTED and sitting is not None and now < sitting.start
