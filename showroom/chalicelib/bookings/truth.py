"""Is a letter still true? Judged when it is sent, over the booking as it is then. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.bookings.model import Booking, State
from chalicelib.messaging.model import Notice

_SPEAKS_OF: Mapping[str, frozenset[State]] = {
    "booking.confirm_link": frozenset({State.HELD}),
    "booking.confirm_code": frozenset({State.HELD}),
    "booking.request_received": frozenset({State.REQUESTED}),
    "booking.confirmed": frozenset({State.CONFIRMED}),
    "booking.accepted": frozenset({State.CONFIRMED}),
    "booking.reminder": frozenset({State.CONFIRMED}),
    "booking.moved": frozenset({State.CONFIRMED, State.REQUESTED}),
    "booking.move_proposed": frozenset({State.CONFIRMED}),
    "booking.options": frozenset({State.HELD}),
    "booking.handed_over": frozenset({State.CONFIRMED}),
    "booking.cancelled": frozenset({State.CANCELLED}),
    "booking.declined": frozenset({State.CANCELLED}),
    "booking.lapsed": frozenset({State.EXPIRED}),
    "host.requested": frozenset({State.REQUESTED}),
    "host.escalated": frozenset({State.REQUESTED}),
    "host.booked": frozenset({State.CONFIRMED}),
    "host.elsewhere": frozenset({State.CONFIRMED}),
    "host.moved": frozenset({State.CONFIRMED, State.REQUESTED}),
    "host.proposal_refused": frozenset({State.CONFIRMED}),
    "host.options_lapsed": frozenset({State.EXPIRED}),
    "host.options_refused": frozenset({State.CANCELLED}),
    "host.proposal_lapsed": frozenset({State.CONFIRMED}),
    "host.running_late": frozenset({State.CONFIRMED}),
    "host.cancelled": frozenset(State),
    "host.handed_over": frozenset(State),
    "host.bounced": frozenset(State) - {State.HELD},
}
"""The states in which each letter is still true."""


def still_true(booking: Booking, notice: Notice, now: int) -> bool:
    """Say whether a letter about a booking holds at minute `now`: its version, its state, its hour."""
    if booking.version != notice.version or booking.state_at(now) not in _SPEAKS_OF.get(notice.kind, frozenset()):
        return False
    match notice.kind:
        case "booking.reminder":
            return now < booking.start and not booking.to_be_moved
        case "booking.confirm_code":
            return booking.code is not None and booking.code.holds(now * 60)
        case "booking.move_proposed":
            return now < booking.start and (booking.to_be_moved or bool(booking.offered_at(now)))
        case "host.proposal_lapsed":
            return bool(booking.proposals) and not booking.offered_at(now)
    return True
