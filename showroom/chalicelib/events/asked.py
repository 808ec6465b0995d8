"""What is shown of a request after the freeze: to the house, and to her who asks (rule G4)."""

from __future__ import annotations

from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.guests.requests import RequestState
from chalicelib.events.guests.store import GuestStore
from chalicelib.events.model import Event
from chalicelib.events.shapes import CompanionView, RequestView
from chalicelib.foundation.clock import rfc3339
from chalicelib.foundation.errors import NotFound


def is_asking(event: Event, guest: Guest, now: int) -> bool:
    """Say whether a guest's request waits for an answer at minute `now`."""
    asked = guest.request if guest.state is GuestState.ACCEPTED else None
    return asked is not None and asked.state_in(event, guest.sitting, now) is RequestState.OPEN


def request_seen(guests: GuestStore, event: Event, guest: Guest, now: int) -> RequestView | None:
    """Return a guest's request with what became of it, or None where she has none; of one that ended, nothing else."""
    asked = guest.request
    if asked is None:
        return None
    state = asked.state_in(event, guest.sitting, now)
    details, word = _opened(guests, guest) if state is not RequestState.ENDED else (GuestDetails(), "")
    return RequestView(
        state=state,
        at=rfc3339(asked.at, event.zone),
        party=asked.party,
        companions=companions_of(details),
        note=details.note,
        word=word,
        answered_at=None if asked.answered_at is None else rfc3339(asked.answered_at, event.zone),
    )


def companions_of(details: GuestDetails) -> list[CompanionView]:
    """Return whom she brings, as far as they are named."""
    return [CompanionView(given=one.given, family=one.family) for one in details.companions]


def _opened(guests: GuestStore, guest: Guest) -> tuple[GuestDetails, str]:
    try:
        return guests.open_request(guest)
    except NotFound:
        return GuestDetails(), ""
