"""The seats of a sitting and what parties have of them. Pure values.

A party's seats are a *claim* for the minutes in which its registration is being written, an *offer* while a place is
kept for who waited, and a *seat* once it is registered. Claims and offers end at a minute: from then on they no longer
count, even if they still stand there (rule H1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

CLAIM_MINUTES = 2
"""How long the writing of a registration may take before its seats are given to others."""


class PartyKind(StrEnum):
    """What a party has."""

    CLAIM = "claim"
    OFFER = "offer"
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Party:
    """So many seats of one guest; `until` is a minute, 0 for a seat."""

    n: int
    kind: PartyKind
    until: int = 0

    @property
    def text(self) -> str:
        """As it is kept."""
        return f"{self.n}:{self.kind}:{self.until}"

    @classmethod
    def of(cls, text: str) -> Party:
        """The reverse of `text`."""
        n, kind, until = text.split(":")
        return cls(int(n), PartyKind(kind), int(until))

    def has_ended(self, now: int) -> bool:
        """Say whether it counts no more."""
        return self.kind is not PartyKind.SEAT and now >= self.until


@dataclass(frozen=True, slots=True)
class Seats:
    """A sitting's seats as they were read. `public_open`: whether a claim need not wait for anybody."""

    event: str
    sitting: str
    capacity: int
    free: int
    public_open: bool
    parties: Mapping[str, Party]
    revision: int = 0
    joining_until: int = 0
    """Until which minute somebody may be writing herself on the waiting list: so long nobody goes past it."""

    def ended(self, now: int) -> dict[str, Party]:
        """Return the parties whose claims and offers count no more at minute `now`."""
        return {guest: party for guest, party in self.parties.items() if party.has_ended(now)}

    def free_at(self, now: int) -> int:
        """Return how many seats nobody has at minute `now`."""
        return self.free + sum(party.n for party in self.ended(now).values())

    def count(self, kind: PartyKind, now: int) -> int:
        """Return how many seats live parties of a kind have."""
        return sum(one.n for one in self.parties.values() if one.kind is kind and not one.has_ended(now))


class Outcome(StrEnum):
    """What became of a claim."""

    CLAIMED = "claimed"
    SEATED = "seated"
    """She is registered already."""
    FULL = "full"
    CLOSED = "closed"
    """Others wait: nobody goes past them (rule W9)."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What became of a claim, and what the party has if it has anything."""

    outcome: Outcome
    party: Party | None = None
    seats: Seats | None = None
    """The sitting as it refused, where it did."""
