"""A client's quiet hold: the one time that is kept for her just now, and what her last requests were answered. Pure.

one for each client   another replaces it in the same transaction (rule H5)
ten minutes           at most, and never past the start; it ends by comparison (rule H1)
consumed              by whatever gives her a time of her own: its entries go in the transaction in which hers come
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.bookings.standing import hosts_of
from chalicelib.calendars.agenda import Placement, Spot, client_resource, hold_ref, limit_resource
from chalicelib.foundation.errors import KeyReused

MINUTES = 10
"""How long a time is kept."""
_MOST_ANSWERS = 8


@dataclass(frozen=True, slots=True)
class Held:
    """The time that is kept. `start`, `end` and `expires_at` are minutes; `before` and `after` minutes of buffer."""

    boutique: str
    experience: str
    start: int
    end: int
    before: int
    after: int
    zone: str
    advisor: str
    room: str | None
    limited: bool
    """It counts in the experience's day limit."""
    expires_at: int

    def is_for(self, boutique: str, experience: str, start: int) -> bool:
        """Say whether it is this very time: what is booked then keeps advisor and room."""
        return (self.boutique, self.experience, self.start) == (boutique, experience, start)

    def placement(self, ref: str, client: str) -> Placement:
        """Return what it takes of agendas: all that a booking of that time would."""
        return Placement(
            ref=ref,
            start=self.start,
            end=self.end,
            before=self.before,
            after=self.after,
            zone=self.zone,
            hosts=hosts_of(self.boutique, self.advisor, self.room),
            client=client_resource(client),
            daily=(limit_resource(self.boutique, self.experience),) if self.limited else (),
            expires_at=self.expires_at,
        )


@dataclass(frozen=True, slots=True)
class Answered:
    """One keyed request that was carried out: the hash of what was sent, and until when the time was kept."""

    key: str
    body: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Hold:
    """What is stored for a client who has ever had a hold; version 0 for one who never had."""

    client: str
    version: int = 0
    held: Held | None = None
    answers: tuple[Answered, ...] = ()

    @property
    def ref(self) -> str:
        """How its entries in agendas are called."""
        return hold_ref(self.client)

    @property
    def subject(self) -> str:
        """The audit's name for it."""
        return f"hold#{self.client}"

    def at(self, now: int) -> Held | None:
        """Return the time that is kept at minute `now` (rule H1)."""
        return self.held if self.held is not None and now < self.held.expires_at else None

    def spots(self, now: int) -> list[Spot]:
        """Return the agendas in which it stands at minute `now`."""
        return [spot for placement in self.placements(now) for spot in placement.entries()]

    def placements(self, now: int) -> tuple[Placement, ...]:
        """Return what it takes of agendas at minute `now`: one placement or none."""
        held = self.at(now)
        return (held.placement(self.ref, self.client),) if held else ()

    def answered(self, key: str, body: str) -> int | None:
        """Return until when the request `key` was told that its time is kept, or None when it was never carried out.

        Raises KeyReused when the same key came with another body (rule H6).
        """
        for answer in self.answers:
            if answer.key == key:
                if answer.body != body:
                    raise KeyReused
                return answer.expires_at
        return None

    def taking(self, held: Held, key: str, body: str) -> Hold:
        """Return the hold with another time in place of the one before, and a note of what was answered."""
        answers = (*self.answers, Answered(key, body, held.expires_at))[-_MOST_ANSWERS:]
        return replace(self, version=self.version + 1, held=held, answers=answers)

    def let_go(self) -> Hold:
        """Return the hold without a time: a late repetition is still answered, and takes nothing."""
        return replace(self, version=self.version + 1, held=None)

    def facts(self) -> dict[str, object]:
        """What audit rows compare: nothing personal."""
        held = self.held
        return {"version": self.version, "start": held.start, "advisor": held.advisor} if held else {}
