"""Who is expected, who is let in, and who came, as pure functions of values (rules G5 to G8, H10).

A presentation may invite more people than it has seats for, as many as are likely to stay away; a dinner never. Whoever
comes when all places of the room are taken watches the overflow, and nobody who is in is asked to leave.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma, log
from typing import Any

MOST_OVER = 500
"""How many seats above its own a sitting may ever be given."""
KEEPS_MINUTES = 5
"""Minutes after the start until which a place is kept for whoever accepted early enough to have one (rule G8)."""
RISK = 0.05
"""The greatest chance that is taken that more come than there are seats (rule G7)."""


# ── how many are asked (rule G7) ─────────────────────────────────────────────────────────────────────────────────


class Policy(StrEnum):
    """By what the seats above the capacity are counted."""

    NONE = "none"
    FIXED = "fixed"
    BY_RATE = "by_rate"


@dataclass(frozen=True, slots=True)
class Overbooking:
    """How many more are taken than there are seats: none, so many (`extra`), or by the per cent who stay away."""

    policy: Policy = Policy.NONE
    extra: int = 0
    no_show_percent: int = 0

    @property
    def row(self) -> tuple[str, int, int]:
        """As it is kept and audited."""
        return self.policy.value, self.extra, self.no_show_percent

    @classmethod
    def of(cls, row: Sequence[Any] | None) -> Overbooking:
        """The reverse; of nothing: none."""
        return cls(Policy(row[0]), int(row[1]), int(row[2])) if row else cls()

    def seats(self, capacity: int, *, delivered: bool) -> int:
        """Return how many people may accept for `capacity` seats; where dinner is `delivered`, that many (rule G7)."""
        if delivered or self.policy is Policy.NONE:
            return capacity
        if self.policy is Policy.FIXED:
            return capacity + min(self.extra, MOST_OVER)
        return by_rate(capacity, self.no_show_percent)


NOT_OVERBOOKED = Overbooking()
"""As many as there are seats: what every event has unless its planner says otherwise."""


def by_rate(capacity: int, no_show_percent: int) -> int:
    """Return the most people who may accept so that more than `capacity` come with a chance of 5 % at most.

    Each comes or stays away for herself, and stays away in `no_show_percent` (0 to 99) of 100 cases (rule G7).
    """
    if not no_show_percent:
        return capacity
    tried = range(capacity + 1, capacity + MOST_OVER + 1)
    # The more are asked the likelier it is that too many come: the first number that is too many ends the search.
    return capacity + bisect_right(tried, RISK, key=lambda people: _more_come(people, capacity, no_show_percent))


def _more_come(people: int, capacity: int, no_show_percent: int) -> float:
    """The chance that of so many people more than `capacity` come: that fewer than the rest stay away."""
    away = no_show_percent / 100
    whole, stays, comes = lgamma(people + 1), log(away), log(1 - away)
    # By logarithms: for thousands of people the factors of a term are too large, or too small, for a float.
    return sum(
        exp(whole - lgamma(n + 1) - lgamma(people - n + 1) + n * stays + (people - n) * comes)
        for n in range(people - capacity)
    )


# ── who is let in (rules G5, G8) ─────────────────────────────────────────────────────────────────────────────────


class Place(StrEnum):
    """Where somebody who has joined is: in the room, or where the evening is streamed."""

    ROOM = "room"
    OVERFLOW = "overflow"


@dataclass(frozen=True, slots=True)
class Joiner:
    """Somebody with a seat: when she accepted (minute), whether she has joined, and whether she is in the room."""

    id: str
    accepted_at: int
    joined: bool = False
    inside: bool = False


def placed(joiner_id: str, everybody: Iterable[Joiner], size: int, *, kept: bool) -> Place:
    """Say where somebody who joins now goes, of a room with `size` places for guests (rule G8).

    Who is in stays in. While places are `kept`, those who accepted first have one whether they have come yet or not;
    from then on free places go to those who have come, in the order in which they accepted. All others: the overflow.
    """
    people = sorted(everybody, key=lambda one: (one.accepted_at, one.id))
    inside = {one.id for one in people if one.inside}
    waiting = [one.id for one in people if one.id not in inside and (kept or one.joined or one.id == joiner_id)]
    admitted = inside | set(waiting[: max(0, size - len(inside))])
    return Place.ROOM if joiner_id in admitted else Place.OVERFLOW


class CheckIn(StrEnum):
    """What a press of `join` is."""

    FIRST = "first"
    AGAIN = "again"
    FORCED = "forced"
    ELSEWHERE = "elsewhere"


def check_in(nonce: str | None, pressed: str, *, force: bool) -> CheckIn:
    """Judge a press by the device's `pressed` against the `nonce` of whoever is in already (rule G5)."""
    if nonce is None:
        return CheckIn.FIRST
    if nonce == pressed:
        return CheckIn.AGAIN
    return CheckIn.FORCED if force else CheckIn.ELSEWHERE


# ── who came (rules G6, H10) ─────────────────────────────────────────────────────────────────────────────────────


class Answer(StrEnum):
    """What became of an invitation, as far as attendance is concerned."""

    OPEN = "open"
    """Invited; there was no yes, or it was taken back in time."""
    ACCEPTED = "accepted"
    ATTENDED = "attended"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class Seen:
    """One guest for the report: her sitting, her advisor, how many people she answers for."""

    sitting: str
    advisor: str | None
    answer: Answer
    party: int = 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some guests: how many invitations, how many were accepted (for how many people), who came and who did not."""

    invited: int
    accepted: int
    people: int
    attended: int
    no_shows: int

    @property
    def rate(self) -> float | None:
        """No-shows by acceptances (rule G6); None where nobody accepted."""
        return self.no_shows / self.accepted if self.accepted else None


@dataclass(frozen=True, slots=True)
class Report:
    """The attendance of an event: all of it, by sitting and by advisor (staff id; an empty one is nobody's)."""

    total: Figures
    sittings: Mapping[str, Figures]
    advisors: Mapping[str, Figures]


def outcome(*, accepted: bool, joined: bool, now: int, over_at: int) -> Answer | None:
    """Say what is written of a guest at minute `now`, or None for nothing yet or nothing at all (rule G6).

    `over_at` is the end with its grace. Only who accepted, and is still expected, can have come or not.
    """
    if not accepted or now < over_at:
        return None
    return Answer.ATTENDED if joined else Answer.NO_SHOW


def report(guests: Iterable[Seen]) -> Report:
    """Count guests, for showing only (rule H10)."""
    seen = list(guests)
    sittings = sorted({one.sitting for one in seen if one.sitting})
    advisors = sorted({one.advisor or "" for one in seen})
    return Report(
        _figures(seen),
        {sitting: _figures(one for one in seen if one.sitting == sitting) for sitting in sittings},
        {advisor: _figures(one for one in seen if (one.advisor or "") == advisor) for advisor in advisors},
    )


def _figures(guests: Iterable[Seen]) -> Figures:
    seen = list(guests)
    came = [one for one in seen if one.answer is not Answer.OPEN]
    return Figures(
        invited=len(seen),
        accepted=len(came),
        people=sum(one.party for one in came),
        attended=sum(one.answer is Answer.ATTENDED for one in came),
        no_shows=sum(one.answer is Answer.NO_SHOW for one in came),
    )
