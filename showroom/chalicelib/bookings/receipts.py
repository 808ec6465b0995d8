"""What the house proposes, and what a booking remembers of requests that were carried out. Pure values."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.states import State


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another time that the house proposes for a confirmed booking, held beside the present one until it expires."""

    start: int
    advisor: str
    room: str | None
    expires_at: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """One keyed request that was carried out, and the facts of its answer: enough to give that answer again.

    `key` names (principal, route, Idempotency-Key), `body` is the hash of what was sent; the rest is what the booking
    was right after. No secret is in it.
    """

    key: str
    body: str
    at: int
    version: int
    state: State
    start: int
    advisor: str
    expires_at: int | None = None
    late: bool = False
    proposed: Proposal | None = None
    late_by: int | None = None
