"""What is shown of the seats of a sitting: display figures, never decided upon (rule H10). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from chalicelib.events.guests.model import SEATED, Guest, GuestState
from chalicelib.events.model import Event
from chalicelib.events.seats.model import PartyKind, Seats
from chalicelib.events.shapes import PersonView, ShareView, SittingView
from chalicelib.events.sittings import Sitting, pool_of
from chalicelib.foundation.clock import rfc3339

Counted = Mapping[tuple[str, str], Seats]
"""Seats as they were read, by event and pool."""


def pools_of(events: Iterable[Event]) -> list[tuple[str, str]]:
    """Return event and pool of all seats that there are, or would be once published."""
    return [(event.id, pool) for event in events for pool in event.pools()]


def sitting_seen(
    event: Event, one: Sitting, counted: Counted, guests: Sequence[Guest], name: Callable[[str], str], now: int
) -> SittingView:
    """Return a sitting with its figures; `name` is how somebody of the house is called."""
    places = one.pools(event.seats(one))
    pools = {pool: counted.get((event.id, pool)) for pool in places}
    here = [guest for guest in guests if guest.sitting == one.id]
    free = {pool: seats.free_at(now) if seats else places[pool] for pool, seats in pools.items()}
    waiting = [guest for guest in here if guest.state is GuestState.WAITLISTED]
    return SittingView(
        id=one.id,
        start=rfc3339(one.start, event.zone),
        end=rfc3339(one.end, event.zone),
        language=one.language,
        capacity=one.capacity,
        overbook=event.seats(one) - one.capacity,
        free=sum(max(0, n) for n in free.values()),
        accepted=sum(guest.party for guest in here if guest.state in SEATED),
        offered=sum(seats.count(PartyKind.OFFER, now) for seats in pools.values() if seats),
        waiting=sum(guest.party for guest in waiting),
        overbooked_by=sum(max(0, -n) for n in free.values()),
        by_advisor=[
            ShareView(
                advisor=PersonView(id=advisor, name=name(advisor)),
                seats=seats,
                free=max(0, free[pool_of(one.id, advisor)]),
                waiting=sum(guest.party for guest in waiting if guest.allotment == advisor),
            )
            for advisor, seats in one.by_advisor
        ],
    )


def is_full(event: Event, one: Sitting, counted: Counted, guest: Guest, now: int) -> bool:
    """Say whether a sitting has no seat that this guest could take now."""
    seats = counted.get((event.id, pool_of(one.id, guest.allotment_in(one, now))))
    if seats is None or guest.id in seats.parties:
        return False
    return seats.free_at(now) <= 0 or not (seats.public_open or guest.is_first)
