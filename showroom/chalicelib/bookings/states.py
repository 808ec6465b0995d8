"""The states of a booking, and what they have in common."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a booking is in its life. EXPIRED is never stored."""

    HELD = "held"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


PENDING = frozenset({State.HELD, State.REQUESTED})
LIVE = PENDING | {State.CONFIRMED}
ATTENDED = frozenset({State.DONE, State.NO_SHOW})
