"""Is a letter about an event still true? Judged when it is sent, over event and guest as they are then. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.guests.requests import RequestState
from chalicelib.events.model import Event, EventState
from chalicelib.events.plan import host_of
from chalicelib.messaging.model import Notice

_SEATED = frozenset({GuestState.ACCEPTED})
_UNANSWERED = frozenset({GuestState.INVITED, GuestState.VIEWED})
_SPEAKS_OF: Mapping[str, frozenset[GuestState]] = {
    "event.invited": _UNANSWERED,
    "event.accepted": _SEATED,
    "event.waitlisted": frozenset({GuestState.WAITLISTED}),
    "event.offered": frozenset({GuestState.OFFERED}),
    "event.offer_lapsed": frozenset({GuestState.OFFER_EXPIRED}),
    "event.declined": frozenset({GuestState.DECLINED}),
    "event.changed": _SEATED,
    "event.not_granted": _SEATED,
    "event.cancelled": frozenset({GuestState.CANCELLED, GuestState.REVOKED}),
    "event.called_off": frozenset(GuestState),
    "event.moved": _SEATED | _UNANSWERED | {GuestState.WAITLISTED, GuestState.OFFERED, GuestState.OFFER_EXPIRED},
    "event.reminder": _SEATED,
    "event.diets_asked": _SEATED,
    "event.window": _SEATED,
    "event.window_moved": _SEATED,
    "event.delivered_late": _SEATED,
    "event.film_moved": _SEATED,
    "event.names_asked": _SEATED,
    "host.dinner_late": _SEATED,
    "host.bounced": frozenset(GuestState) - {GuestState.REVOKED},
}
"""The states of a guest in which each letter is still true."""
_AFTERWARDS = frozenset(
    {"event.cancelled", "event.declined", "event.called_off", "event.delivered_late", "host.dinner_late"}
)
"""What may be said although her sitting has begun."""


def still_true(event: Event, guest: Guest, notice: Notice, now: int) -> bool:
    """Say whether a letter to a guest holds at minute `now`: its version, her state, the event's, the hour."""
    if guest.version != notice.version or guest.state_at(now) not in _SPEAKS_OF.get(notice.kind, frozenset()):
        return False
    if notice.kind == "event.called_off":
        return event.state is EventState.CANCELLED
    if not event.is_running and notice.kind not in {"event.cancelled", "event.declined"}:
        return False
    sitting = event.sitting(guest.sitting) or event.sittings[0]
    if now >= sitting.start and notice.kind not in _AFTERWARDS:
        return False
    match notice.kind:
        case "event.invited":
            return event.takes_guests(now) and not guest.has_lapsed(now)
        case "event.offer_lapsed":
            return event.takes_guests(now)
        case "event.names_asked":
            return guest.schedule == event.schedule and guest.party > 1 and now < event.freeze
        case "event.not_granted":
            return guest.request is not None and guest.request.state is RequestState.DECLINED
        case "host.dinner_late":
            return now < event.end
        case "event.reminder":
            # Of another hour than the event now has: the new one's reminders are on their way.
            return guest.schedule == event.schedule and guest.checked_in_at is None
    return True


def still_true_to_host(event: Event, notice: Notice, now: int) -> bool:
    """Say whether a letter to a host holds: whether it is hers, or no longer is, and has not begun."""
    if event.version != notice.version:
        return False
    hosts_it = event.is_running and host_of(notice) in event.hosts
    if notice.kind == "host.event_called_off":
        return not hosts_it
    return hosts_it and now < event.start
