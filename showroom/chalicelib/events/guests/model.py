"""A guest of an event and what becomes of her, as pure functions of values (rule G1).

    INVITED ─▶ VIEWED ─┬─▶ ACCEPTED ─▶ ATTENDED | NO_SHOW
                       ├─▶ DECLINED
                       └─▶ WAITLISTED ─▶ OFFERED ─┬─▶ ACCEPTED
                                                  ├─▶ DECLINED
                                                  └─▶ OFFER_EXPIRED ─▶ (offered again, or a new answer of hers)

An invitation is not an acceptance. A party is the client with whom she brings, and is always counted whole. Who has
declined or cancelled may change her mind while guests are taken; a revoked invitation is over.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from chalicelib.events.guests.requests import ChangeRequest
from chalicelib.events.sittings import Sitting, pool_of
from chalicelib.foundation.errors import KeyReused, StateConflict

MOST_RECEIPTS = 8
MOST_PLUS_ONES = 9
MOST_SKIPS = 5
"""How many of the last times she was passed over are remembered."""


class GuestState(StrEnum):
    """Where a guest is."""

    INVITED = "invited"
    VIEWED = "viewed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    OFFER_EXPIRED = "offer_expired"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    ATTENDED = "attended"
    NO_SHOW = "no_show"


OPEN = frozenset(
    {
        GuestState.INVITED,
        GuestState.VIEWED,
        GuestState.DECLINED,
        GuestState.CANCELLED,
        GuestState.OFFER_EXPIRED,
    }
)
"""States from which she may (again) say yes."""
SEATED = frozenset({GuestState.ACCEPTED, GuestState.ATTENDED, GuestState.NO_SHOW})
"""States in which she has, or had, her seats."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Why she was passed over on the waiting list, and at which minute (rule W3)."""

    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class GuestReceipt:
    """One keyed request that was carried out, and what she was right after."""

    key: str
    body: str
    at: int
    version: int
    state: GuestState
    sitting: str
    party: int
    offer_expires_at: int | None = None

    def told(self) -> dict[str, Any]:
        """Return what she was then, of the things that change."""
        return {
            "version": self.version,
            "state": self.state,
            "sitting": self.sitting,
            "party": self.party,
            "offer_expires_at": self.offer_expires_at,
        }


@dataclass(frozen=True, slots=True)
class Guest:
    """One client at one event. `release_at`, `expires_at`, `offer_expires_at` are minutes, `joined_at` seconds."""

    id: str
    event: str
    client: str
    version: int
    state: GuestState
    language: str
    invited_at: int
    sitting: str = ""
    allotment: str = ""
    """Staff id of the advisor whose seats hers are, where the sitting gives advisors some (`sittings`)."""
    party: int = 1
    max_plus_ones: int = 0
    tier: int = 0
    release_at: int = 0
    """From which minute her invitation may be sent."""
    expires_at: int | None = None
    """Until when she may answer, where that is sooner than the event's own cutoff."""
    priority: int = 0
    """Above 0 she comes before others who wait, and is not held up by a waiting list (rules W1, W9)."""
    advisor: str | None = None
    """Staff id of whoever invites her."""
    joined_at: int | None = None
    """Second at which she joined the waiting list: kept when she joins again (rule W2)."""
    offer_expires_at: int | None = None
    skips: tuple[Skip, ...] = ()
    schedule: int = 0
    """Up to which of the event's schedules she has been told (`Event.schedule`)."""
    stands_at: int | None = None
    """Where the evening stands in her own agenda, by the minute at which her sitting began when that was written."""
    link_version: int = 1
    sent_at: int | None = None
    """Minute at which her invitation was given to the post."""
    accepted_at: int | None = None
    """Minute at which she last said yes: the order in which places of the room are given (rule G8)."""
    nonce: str | None = None
    """Which device of hers is in: a digest of what the device chose (rule G5)."""
    checked_in_at: int | None = None
    place: str = ""
    """Where she has been let in: the room, the overflow, or nowhere yet (rule G8)."""
    forced: str = ""
    """A code of why she was seated whether seats were free or not (rule H11)."""
    promoted: bool = False
    """Whether she may be seen and heard, not only see and hear."""
    request: ChangeRequest | None = None
    """What she has asked for after the freeze, and the house's answer (rule G4)."""
    receipts: tuple[GuestReceipt, ...] = ()
    sealed: bytes | None = field(default=None, repr=False)
    """Her companions' names and what she told us, as the vault keeps them."""

    @property
    def subject(self) -> str:
        """The notices' and the audit's name for her."""
        return f"guest#{self.event}.{self.id}"

    @property
    def ref(self) -> str:
        """The name under which the evening stands in her own agenda."""
        return f"event:{self.event}"

    @property
    def pool(self) -> str:
        """Where her seats are counted and she waits: in her sitting, or in her advisor's part of it."""
        return pool_of(self.sitting, self.allotment)

    def allotment_in(self, sitting: Sitting | None, now: int) -> str:
        """Return whose of a sitting's seats she would take: where she has or awaits something there, those stay hers.

        Else her advisor's where he was given some, "" for everybody's.
        """
        standing = {GuestState.WAITLISTED, GuestState.OFFERED, GuestState.ACCEPTED}
        if sitting is None or (self.sitting == sitting.id and self.state_at(now) in standing):
            return self.allotment
        return sitting.allotment(self.advisor)

    @property
    def is_first(self) -> bool:
        """Say whether a waiting list does not hold her up (rule W9)."""
        return self.priority > 0

    def state_at(self, now: int) -> GuestState:
        """Return the state that counts at minute `now`: an offer past its time is none any more (rules H1, W6)."""
        if self.state is GuestState.OFFERED and self.offer_expires_at is not None and now >= self.offer_expires_at:
            return GuestState.OFFER_EXPIRED
        return self.state

    def has_lapsed(self, now: int) -> bool:
        """Say whether her invitation can no longer be answered."""
        return self.expires_at is not None and now >= self.expires_at and self.state_at(now) in OPEN

    def facts(self) -> dict[str, Any]:
        """What audit rows compare: nothing personal."""
        return {
            "version": self.version,
            "state": self.state,
            "sitting": self.pool,
            "party": self.party,
            "tier": self.tier,
            "priority": self.priority,
            "offer_expires_at": self.offer_expires_at,
            **({"request": self.request.state, "asked": self.request.party} if self.request else {}),
        }

    # ── receipts ─────────────────────────────────────────────────────────────────────────────────────────────

    def answered(self, key: str, body: str) -> Guest | None:
        """Return her as she was after the request `key`, or None. Raises KeyReused for another body (rule H6)."""
        for receipt in self.receipts:
            if receipt.key == key:
                if receipt.body != body:
                    raise KeyReused
                return replace(self, **receipt.told())
        return None

    def receipted(self, key: str, body: str, now: int) -> Guest:
        """Return her with a receipt for what she is now; the last eight are kept."""
        told = (self.version, self.state, self.sitting, self.party, self.offer_expires_at)
        return replace(self, receipts=(*self.receipts, GuestReceipt(key, body, now, *told))[-MOST_RECEIPTS:])

    # ── changes: each returns the guest after it, or raises StateConflict ────────────────────────────────────

    def viewed(self) -> Guest:
        """She has opened her invitation."""
        return self.after(state=GuestState.VIEWED) if self.state is GuestState.INVITED else self

    def accepted(self, now: int, sitting: str, party: int, allotment: str = "") -> Guest:
        """She comes, with her whole party. An offer is taken for just what was offered (rules W6, G2)."""
        state = self.state_at(now)
        if state is GuestState.OFFERED:
            if (sitting, party) != (self.sitting, self.party):
                raise StateConflict("This place is kept for the party that waited for it.")
        else:
            self.may_answer(now)
        self.fits(party)
        seated = {"sitting": sitting, "allotment": allotment, "party": party, "accepted_at": now}
        return self.after(state=GuestState.ACCEPTED, offer_expires_at=None, **seated)

    def waiting(self, now: int, second: int, sitting: str, party: int, allotment: str = "") -> Guest:
        """Nothing is free for her party: she waits; joining again keeps her place (rule W2)."""
        self.may_answer(now)
        self.fits(party)
        joined = self.joined_at if self.state is GuestState.WAITLISTED and self.joined_at is not None else second
        where = {"sitting": sitting, "allotment": allotment, "party": party}
        return self.after(state=GuestState.WAITLISTED, joined_at=joined, skips=(), **where)

    def offered(self, now: int, until: int) -> Guest:
        """A place for her whole party is kept until a minute (rules W4, W5)."""
        if self.state_at(now) not in {GuestState.WAITLISTED, GuestState.OFFER_EXPIRED}:
            raise StateConflict("Only who waits, or has let an offer go by, is offered a place.")
        return self.after(state=GuestState.OFFERED, offer_expires_at=until)

    def offer_lapsed(self) -> Guest:
        """She has let the offer go by (rule W5)."""
        return self.after(state=GuestState.OFFER_EXPIRED, offer_expires_at=None)

    def declined(self, now: int) -> Guest:
        """She does not come; of an offer, it goes to the next at once (rule W7)."""
        if self.state_at(now) not in {*OPEN, GuestState.OFFERED, GuestState.WAITLISTED}:
            raise StateConflict("This invitation was answered already.")
        return self.after(state=GuestState.DECLINED, offer_expires_at=None)

    def objected(self, now: int) -> Guest:
        """She wishes not to be invited any more (rule C2): that is a no, but a seat she has stays hers."""
        return self.after() if self.state in SEATED else self.declined(now)

    def cancelled(self) -> Guest:
        """She had a seat and does not come after all; it is free once (rule H8)."""
        if self.state is not GuestState.ACCEPTED:
            raise StateConflict("There is no seat to give back.")
        return self.after(state=GuestState.CANCELLED, stands_at=None, forced="", request=None)

    def revoked(self) -> Guest:
        """The house takes the invitation back; her link is dead."""
        if self.state in {GuestState.REVOKED, GuestState.ATTENDED, GuestState.NO_SHOW}:
            raise StateConflict("This invitation can no longer be taken back.")
        gone = {"offer_expires_at": None, "link_version": self.link_version + 1, "forced": "", "request": None}
        return self.after(state=GuestState.REVOKED, **gone)

    def with_party(self, party: int) -> Guest:
        """She brings more or fewer people; the seats say whether there is room."""
        if self.state is not GuestState.ACCEPTED:
            raise StateConflict("There is no party to change.")
        self.fits(party)
        return self.after(party=party)

    def asking(self, request: ChangeRequest) -> Guest:
        """She asks for another party after the freeze; what she asked for before is replaced (rules G4, G2)."""
        self.with_party(request.party)
        return self.after(request=request)

    def passed_over(self, now: int, reason: str) -> Guest:
        """Somebody behind her was offered a place that her party does not fit in: it is written down (rule W3)."""
        return self.after(skips=(*self.skips, Skip(now, reason))[-MOST_SKIPS:])

    def may_answer(self, now: int) -> None:
        """Raise StateConflict unless she may say yes now."""
        if self.state_at(now) not in {*OPEN, GuestState.WAITLISTED} or self.has_lapsed(now):
            raise StateConflict("This invitation was answered already or has lapsed.")

    def fits(self, party: int) -> None:
        """Raise StateConflict for more people than she may bring (rule G2)."""
        if not 1 <= party <= 1 + self.max_plus_ones:
            raise StateConflict("The invitation is for fewer people.")

    def after(self, **changes: Any) -> Guest:
        """Return her a version later."""
        return replace(self, **{"version": self.version + 1, **changes})
