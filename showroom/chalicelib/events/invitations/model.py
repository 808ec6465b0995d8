"""Who may be invited, by which rule not, and when a tier's invitations may be sent. Pure.

An invitation is direct marketing in law: it stands on her marketing consent for one channel at least (rule C1), never
goes past her objection (rule C2), and not past her level (rule C3). What stands strongest against it is what is told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from chalicelib.clients.consent import Card, Channel, Decision, Purpose, may_contact
from chalicelib.clients.model import Client
from chalicelib.events.guests.model import Guest, GuestState

MOST_TIERS = 9
_WEIGHT = ("suppressed", "objected", "level", "not_given", "withdrawn", "no_address")
"""Reasons, the one that stands strongest against an invitation first."""


class Outcome(StrEnum):
    """What became of one line, or of one guest."""

    INVITED = "invited"
    ALREADY = "already"
    REFUSED = "refused"


class Why(StrEnum):
    """Why somebody is not invited, where it is not her own wish."""

    NOBODY = "nobody"
    """No known client of the house's people who ask: unknown, provisional, erased, or another boutique's."""
    ADVISOR = "advisor"
    """Whoever is named to invite her does not work here."""
    LANGUAGE = "language"
    REVOKED = "revoked"
    """Her invitation was taken back: it is not given again by a list."""
    TOO_LATE = "too_late"
    """Her quiet hours end after the last minute for answers."""
    BUSY = "busy"
    """The house could not answer just now; the same list again is safe."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one invitation: what became of it, by which rule, and a code of why."""

    outcome: Outcome
    rule: str = ""
    why: str = ""
    guest: str = ""
    """Id of her row, where there is one."""

    @property
    def is_refused(self) -> bool:
        """Say whether she is not invited."""
        return self.outcome is Outcome.REFUSED


def refused(why: str, rule: str = "") -> Verdict:
    """Return a refusal."""
    return Verdict(Outcome.REFUSED, rule, why)


def channels(card: Card, now: int) -> tuple[str, ...]:
    """Return the channels by which she may be invited at minute `now`, the one she prefers first (rules C1-C3, C6)."""
    allowed = [one for one in Channel if may_contact(card, one, Purpose.INVITATION, now).allowed]
    return tuple(sorted(allowed, key=lambda one: one is not card.preferences.preferred))


def against(card: Card, now: int) -> Decision | None:
    """Return what stands against inviting her at minute `now`, the strongest of it, or None (rules C1-C3)."""
    decisions = [may_contact(card, one, Purpose.INVITATION, now) for one in Channel]
    if any(one.allowed for one in decisions):
        return None
    return min(decisions, key=lambda one: _WEIGHT.index(one.reason))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an invitation is to say of her. Empty: her own language, her own advisor."""

    tier: int = 0
    plus_ones: int = 0
    language: str = ""
    priority: int = 0
    advisor: str = ""
    expires_at: int | None = None


@dataclass(frozen=True, slots=True)
class House:
    """What an invitation is judged by: who may invite for an event, and in which languages the house writes."""

    staff: Collection[str]
    """Who works in the event's boutique, and does not leave."""
    languages: Collection[str]
    default_language: str


def judged(client: Client | None, standing: Guest | None, wanted: Wanted, house: House, now: int) -> Verdict:
    """Say whether a client may be invited. `client` has her suppressions read, and is None for nobody one may know of.

    Who is invited already keeps her place, whatever she wishes by now: that is asked again when it is sent.
    """
    if standing is not None:
        if standing.state is GuestState.REVOKED:
            return replace(refused(Why.REVOKED), guest=standing.id)
        return Verdict(Outcome.ALREADY, guest=standing.id)
    if client is None:
        return refused(Why.NOBODY)
    if wanted.advisor and wanted.advisor not in house.staff:
        return refused(Why.ADVISOR)
    if wanted.language and wanted.language not in house.languages:
        return refused(Why.LANGUAGE)
    found = against(client, now)
    return Verdict(Outcome.INVITED) if found is None else refused(found.reason, found.rule)


def written(guest: Guest, client: Client, wanted: Wanted, house: House) -> Guest:
    """Return a new guest with what her invitation says (rule G2)."""
    hers = client.language if client.language in house.languages else house.default_language
    own = client.advisor if client.advisor in house.staff else None
    return replace(
        guest,
        language=wanted.language or hers,
        advisor=wanted.advisor or own,
        tier=wanted.tier,
        max_plus_ones=wanted.plus_ones,
        priority=wanted.priority,
        expires_at=wanted.expires_at,
    )


def unsent(guest: Guest, now: int) -> bool:
    """Say whether an invitation has still to be sent: she has neither had it nor answered, and may still."""
    return guest.state is GuestState.INVITED and guest.sent_at is None and not guest.has_lapsed(now)


@dataclass(frozen=True, slots=True)
class Tiers:
    """When each tier of an event is released, in minutes. A tier without an hour is released when the planner sends."""

    event: str
    version: int = 0
    times: Mapping[int, int] = field(default_factory=dict)
    swept: int = 0
    """Up to which minute, with it, the tiers were sent by themselves."""

    def released_at(self, tier: int) -> int:
        """Return from which minute invitations of a tier may be sent; 0 for at any time."""
        return self.times.get(tier, 0)

    def is_released(self, tier: int, now: int) -> bool:
        """Say whether invitations of a tier may be sent at minute `now`."""
        return self.released_at(tier) <= now

    def due(self, now: int) -> frozenset[int]:
        """Return the tiers whose hour has come by minute `now` and that were not sent by themselves yet."""
        return frozenset(tier for tier, at in self.times.items() if self.swept < at <= now)

    @property
    def next_at(self) -> int | None:
        """Return the minute at which the next tier is sent by itself, or None."""
        return min((at for at in self.times.values() if at > self.swept), default=None)

    def with_times(self, times: Mapping[int, int], now: int) -> Tiers:
        """Return them with other hours; one that is past is released at once, and sent when the planner sends."""
        return replace(self, version=self.version + 1, times=dict(times), swept=now)

    def after_sweep(self, now: int) -> Tiers:
        """Return them once all that was due by minute `now` was sent."""
        return replace(self, version=self.version + 1, swept=now)

    def facts(self) -> dict[str, object]:
        """What audit rows compare."""
        return {"tiers": {str(tier): at for tier, at in sorted(self.times.items())}, "swept": self.swept}
