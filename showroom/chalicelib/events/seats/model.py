"""The seats of a sitting and what parties have of them. Pure values.

A party's seats are a *claim* for the minutes in which its registration is being written, an *offer* while a place is
kept for who waited, and a *seat* once it is registered. Claims and offers end at a minute: from then on they no longer
count, even if they still stand there (rule H1).

The seats of a small sitting lie in one bucket. Those of a large one lie in several, a party whole in one of them, so
that no item grows large and many may claim at once; bucket 0 then has no seats and is the *gate*, which says how many
buckets follow and whether anybody waits. A guest's own bucket follows from her id; where it is full she has her seats
in another, and a *pointer* in her own says in which.

Where a sitting gives advisors seats of their own, each one's are counted as a sitting's are (`events.sittings`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from zlib import crc32

CLAIM_MINUTES = 2
"""How long the writing of a registration may take before its seats are given to others."""
LARGEST_BUCKET = 300
"""A sitting of up to so many seats has one bucket."""
USUAL_BUCKET, MOST_BUCKETS = 250, 10
"""Seats in each bucket of a larger one, as long as that many buckets do."""


class PartyKind(StrEnum):
    """What a party has."""

    CLAIM = "claim"
    OFFER = "offer"
    SEAT = "seat"
    POINTER = "pointer"
    """Nothing here: what it has is in another bucket."""


@dataclass(frozen=True, slots=True)
class Party:
    """So many seats of one guest; `until` is a minute, 0 for a seat.

    `bucket` is where they are as far as is known, of a pointer where it points to: not part of what is compared.
    """

    n: int
    kind: PartyKind
    until: int = 0
    bucket: int | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """As it is kept."""
        text = f"{self.n}:{self.kind}:{self.until}"
        return f"{text}:{self.bucket}" if self.kind is PartyKind.POINTER else text

    @classmethod
    def of(cls, text: str, bucket: int | None = None) -> Party:
        """The reverse of `text`, as it was found in a bucket."""
        return _party(text, bucket)

    def has_ended(self, now: int) -> bool:
        """Say whether it counts no more."""
        return self.kind is not PartyKind.SEAT and now >= self.until


@lru_cache(maxsize=4096)
def _party(text: str, bucket: int | None) -> Party:
    """Thousands are read at a time, and most are the same few texts."""
    n, kind, until, *to = text.split(":")
    return Party(int(n), PartyKind(kind), int(until), int(to[0]) if to else bucket)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some of a sitting's seats, as they were read. `followed_by`: of a gate, how many buckets there are."""

    event: str
    sitting: str
    number: int
    capacity: int
    free: int
    public_open: bool
    parties: Mapping[str, Party]
    revision: int = 0
    followed_by: int = 0
    joining_until: int = 0
    """Until which minute somebody may be writing herself on the waiting list: so long nobody goes past it."""

    def ended(self, now: int) -> dict[str, Party]:
        """Return the parties whose claims and offers count no more at minute `now`."""
        return {guest: party for guest, party in self.parties.items() if party.has_ended(now)}

    def free_at(self, now: int) -> int:
        """Return how many seats nobody has at minute `now`: below 0 where the house seated more (rule H11)."""
        return self.free + sum(party.n for party in self.ended(now).values())


@dataclass(frozen=True, slots=True)
class Seats:
    """A sitting's seats as they were read, bucket by bucket. The first is the gate, or the only one."""

    buckets: tuple[Bucket, ...]

    @property
    def event(self) -> str:
        """Whose seats they are."""
        return self.buckets[0].event

    @property
    def sitting(self) -> str:
        """Of which sitting they are."""
        return self.buckets[0].sitting

    @property
    def capacity(self) -> int:
        """How many there are."""
        return sum(one.capacity for one in self.buckets)

    @property
    def free(self) -> int:
        """How many are neither a party's nor one's that let them go by."""
        return sum(one.free for one in self.buckets)

    @property
    def public_open(self) -> bool:
        """Whether a claim need not wait for anybody (rule W9)."""
        return all(one.public_open for one in self.buckets)

    @property
    def joining_until(self) -> int:
        """Until which minute somebody may be writing herself on the waiting list."""
        return self.buckets[0].joining_until

    @property
    def standing(self) -> list[tuple[str, Party]]:
        """Every guest and what she has, whatever bucket it is in."""
        return [
            (guest, party)
            for one in self.buckets
            for guest, party in one.parties.items()
            if party.kind is not PartyKind.POINTER
        ]

    @property
    def parties(self) -> dict[str, Party]:
        """What each guest has; of two things what lasts."""
        return dict(sorted(self.standing, key=lambda it: (it[1].kind is PartyKind.SEAT, it[1].until)))

    def party_of(self, guest: str) -> Party | None:
        """Return what one guest has, or None; of two things what lasts."""
        return self.parties.get(guest) if any(guest in one.parties for one in self.buckets) else None

    def free_at(self, now: int) -> int:
        """Return how many seats nobody has at minute `now`."""
        return sum(one.free_at(now) for one in self.buckets)

    def count(self, kind: PartyKind, now: int) -> int:
        """Return how many seats live parties of a kind have."""
        return sum(one.n for _, one in self.standing if one.kind is kind and not one.has_ended(now))

    def with_room(self, guest: str, n: int, now: int) -> list[int]:
        """Return the buckets in which a party fits whole, each guest's in an order of her own."""
        found = [one.number for one in self.buckets if one.free_at(now) >= n]
        return sorted(found, key=lambda number: crc32(f"{guest}#{number}".encode()))

    def lent(self, to: int | None, wanted: int) -> dict[int, int]:
        """Return from which buckets other than `to` so many free seats come, those with most first; {} if too few."""
        takes: dict[int, int] = {}
        for one in sorted(self.buckets, key=lambda it: (-it.free, it.number)):
            if one.number != to and wanted > 0 and one.free > 0:
                takes[one.number] = min(one.free, wanted)
                wanted -= takes[one.number]
        return takes if wanted <= 0 else {}


def shared_out(capacity: int) -> list[int]:
    """Return how many seats each bucket of a new sitting has; the first of several is the gate and has none."""
    if capacity <= LARGEST_BUCKET:
        return [capacity]
    return [0, *evenly(capacity, min(MOST_BUCKETS, -(-capacity // USUAL_BUCKET)))]


def evenly(seats: int, among: int) -> Iterable[int]:
    """Share seats out among buckets: no two differ by more than one."""
    each, over = divmod(seats, among)
    return [each + (at < over) for at in range(among)]


def home_of(guest: str, followed_by: int) -> int:
    """Return the bucket in which a guest's seats are sought first."""
    return 1 + crc32(guest.encode()) % followed_by if followed_by else 0


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
    """What became of a claim, and what the party has if it has anything.

    `scattered`: there are seats enough, but in no one bucket; `SeatStore.gathered` brings them together.
    """

    outcome: Outcome
    party: Party | None = None
    scattered: bool = False
    seats: Seats | None = None
    """The sitting as it refused, or of a large one her own bucket, where it did."""
