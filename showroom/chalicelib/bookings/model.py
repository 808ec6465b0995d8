"""A booking's states and changes, as pure functions of values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.bookings.codes.model import Code
from chalicelib.bookings.receipts import Proposal as Proposal
from chalicelib.bookings.receipts import Receipt as Receipt
from chalicelib.bookings.receipts import with_receipt
from chalicelib.bookings.states import ATTENDED as ATTENDED
from chalicelib.bookings.states import LIVE as LIVE
from chalicelib.bookings.states import PENDING as PENDING
from chalicelib.bookings.states import State as State
from chalicelib.foundation.clock import local_of
from chalicelib.foundation.errors import KeyReused, StateConflict

NO_SHOW_GRACE = 15
"""Minutes after the end before a booking may be called a no-show (rule G6)."""

_LAPSED = "What was proposed has lapsed or was answered already."
LATE_BEFORE = 60
"""From how many minutes before the start she may say that she is running late."""
_COMPARED = (
    *("version", "state", "start", "end", "advisor", "room", "client"),
    *("expires_at", "to_be_moved", "outside", "late_by"),
)


@dataclass(frozen=True, slots=True)
class Booking:
    """One client's appointment. `start`, `end`, `created_at`, `expires_at` are minutes; buffers are minutes."""

    id: str
    version: int
    state: State
    boutique: str
    experience: str
    start: int
    end: int
    before: int
    after: int
    zone: str
    tzdata: str
    """The tzdata release by which the wall clock was turned into a minute: wall time is the promise."""
    advisor: str
    client: str
    language: str
    created_at: int
    room: str | None = None
    visitor: str | None = None
    """Subject of the visitor token that booked it, while that visitor may still act on it."""
    contact: str | None = None
    """Blind index of the e-mail address, or else the telephone, whose live holds it counts among."""
    code: Code | None = None
    """The code that confirms it, while it is held for somebody who gave a telephone alone."""
    client_zone: str | None = None
    adults: int = 1
    children: int = 0
    expires_at: int | None = None
    link_version: int = 1
    limited: bool = False
    """It counts in the experience's day limit."""
    previous_start: int | None = None
    """Where it began before it was last moved."""
    late: bool = False
    """Cancelled after the time until which it could be."""
    proposals: tuple[Proposal, ...] = ()
    """What the house has proposed, three times at most, also once that has lapsed; every other change drops it."""
    to_be_moved: bool = False
    """Its time cannot stand: it keeps it until she has another, and nothing is said of looking forward to it."""
    outside: bool = False
    """Its time is outside hours: the house has given a reason, which is among its details."""
    walk_in: bool = False
    """She came without an appointment: it began when it was made."""
    series: str | None = None
    """The series that it is one of; the appointment that a series was made from has the series' name for its id."""
    late_by: int | None = None
    """By how many minutes she has said to be running late."""
    receipts: tuple[Receipt, ...] = ()
    sealed: bytes | None = field(default=None, repr=False)
    """Its details, as the vault keeps them."""

    @property
    def subject(self) -> str:
        """The notices' and the audit's name for it."""
        return f"booking#{self.id}"

    @property
    def wall_start(self) -> str:
        """The local start on the venue's clock, e.g. `2027-01-14T15:00`, and with it the offset (see `wall_offset`)."""
        return local_of(self.start, self.zone).strftime("%Y-%m-%dT%H:%M")

    @property
    def wall_offset(self) -> int:
        """Minutes that the venue's clock is ahead of UTC at the start."""
        offset = local_of(self.start, self.zone).utcoffset()
        return int(offset.total_seconds() // 60) if offset is not None else 0

    def state_at(self, now: int) -> State:
        """Return the state that counts at minute `now`: a hold or request past its time is EXPIRED (rule H1)."""
        if self.state in PENDING and self.expires_at is not None and now >= self.expires_at:
            return State.EXPIRED
        return self.state

    def offered_at(self, now: int) -> dict[int, Proposal]:
        """Return by number what is proposed and open at minute `now`; past its time it counts no more (rule H1)."""
        if self.state_at(now) not in {State.CONFIRMED, State.HELD}:
            return {}
        return {number: one for number, one in enumerate(self.proposals, 1) if now < one.expires_at}

    @property
    def is_options(self) -> bool:
        """It is no appointment yet but a choice of times, kept for her until she takes one."""
        return self.state is State.HELD and bool(self.proposals)

    def as_proposed(self, proposal: Proposal) -> Booking:
        """Return what it would be at a proposed time."""
        other = proposal.other
        length = other.duration if other else self.end - self.start
        there = other.changes() if other else {}
        start = proposal.start
        return replace(self, start=start, end=start + length, advisor=proposal.advisor, room=proposal.room, **there)

    def facts(self) -> dict[str, Any]:
        """What audit rows compare: nothing personal."""
        return {
            **{name: getattr(self, name) for name in _COMPARED},
            "proposed": [one.start for one in self.proposals],
            "code": self.code.serial if self.code else None,
        }

    # ── receipts ─────────────────────────────────────────────────────────────────────────────────────────────

    def answered(self, key: str, body: str) -> Booking | None:
        """Return the booking as it was after the request `key`, or None when that was never carried out.

        Raises KeyReused when the same key came with another body (rule H6).
        """
        for receipt in self.receipts:
            if receipt.key == key:
                if receipt.body != body:
                    raise KeyReused
                return replace(self, **receipt.told(self.end - self.start))
        return None

    def answered_at(self, key: str) -> int:
        """Return the minute at which the request `key` was carried out."""
        return next(receipt.at for receipt in self.receipts if receipt.key == key)

    def receipted(self, key: str, body: str, now: int) -> Booking:
        """Return the booking with a receipt for what it is now; the first receipt stays, and the last eight others."""
        told = (self.version, self.state, self.start, self.advisor, self.expires_at, self.late)
        receipt = Receipt(key, body, now, *told, self.proposals, self.late_by, self.to_be_moved)
        return replace(self, receipts=with_receipt(self.receipts, receipt))

    # ── changes: each returns the booking after it, or raises StateConflict ──────────────────────────────────

    def confirmed(self, now: int) -> Booking:
        """The hold's address is proven. Allowed on an expired hold too: its time must then be taken anew (rule H4)."""
        self._require(now, {State.HELD, State.EXPIRED}, "This appointment can no longer be confirmed.")
        if self.state is not State.HELD or self.proposals:
            raise StateConflict("This appointment can no longer be confirmed.")
        return self._after(state=State.CONFIRMED, expires_at=None, code=None)

    def another_code(self, now: int, second: int) -> Booking:
        """The next code takes the place of the one that was sent. Raises CodeTooSoon, NoMoreCodes."""
        self._require(now, {State.HELD} if self.code else set(), "This appointment does not wait for a code.")
        return self._after(code=self.code and self.code.another(second))

    def accepted(self, now: int) -> Booking:
        """The house says yes to a request."""
        self._require(now, {State.REQUESTED}, "This request was already answered or has lapsed.")
        return self._after(state=State.CONFIRMED, expires_at=None)

    def declined(self, now: int) -> Booking:
        """The house says no to a request."""
        self._require(now, {State.REQUESTED}, "This request was already answered or has lapsed.")
        return self._after(state=State.CANCELLED, expires_at=None)

    def moved(
        self, now: int, *, start: int, advisor: str, room: str | None, expires_at: int | None, outside: bool = False
    ) -> Booking:
        """It begins at another minute; it keeps its id and its state."""
        self._require(now, LIVE if not self.is_options else set(), "This appointment can no longer be changed.")
        if now >= self.start:
            raise StateConflict("This appointment has already begun.")
        pending = self.state in PENDING
        return self._after(
            start=start,
            end=start + self.end - self.start,
            previous_start=self.start,
            advisor=advisor,
            room=room,
            expires_at=expires_at if pending else None,
            outside=outside,
            late_by=None,
            to_be_moved=False,
        )

    def handed_over(self, now: int, *, advisor: str, room: str | None, outside: bool = False) -> Booking:
        """A colleague receives her at the same hour."""
        self._require(now, {State.REQUESTED, State.CONFIRMED}, "This appointment can no longer be handed over.")
        if now >= self.start:
            raise StateConflict("This appointment has already begun.")
        if advisor == self.advisor:
            raise StateConflict("This appointment is with that advisor already.")
        return self._after(advisor=advisor, room=room, outside=outside, to_be_moved=False)

    def resized(self, now: int, length: int, *, outside: bool = False) -> Booking:
        """It lasts `length` minutes; what was answered before stays answered with the length it had."""
        self._require(now, {State.REQUESTED, State.CONFIRMED, State.DONE}, "This appointment can no longer be changed.")
        present, end = self.end - self.start, self.start + length
        if now >= min(self.end, end):
            raise StateConflict("This appointment would be over already.")
        if length == present:
            raise StateConflict("This appointment takes that long already.")
        receipts = tuple(replace(one, length=one.length or present) for one in self.receipts)
        return self._after(end=end, previous_start=self.start, receipts=receipts, outside=self.outside or outside)

    def with_proposals(self, now: int, proposals: tuple[Proposal, ...], *, must: bool = False) -> Booking:
        """The house would rather receive her otherwise, or (`must`) has to; until she answers, it stays where it is."""
        self._require(now, {State.CONFIRMED}, "Another time is proposed for a confirmed appointment only.")
        if now >= self.start:
            raise StateConflict("This appointment has already begun.")
        if any(one.start == self.start and one.other is None for one in proposals):
            raise StateConflict("This appointment is at that time already.")
        return self._after(proposals=proposals, to_be_moved=must)

    def suited(self, now: int, number: int | None = None) -> Booking:
        """A proposed time suits her: it begins then. `number` says which, and may be left out where there is one."""
        proposal = self._open_proposal(now, number)
        if self.is_options:
            return self.as_proposed(proposal)._after(state=State.CONFIRMED, expires_at=None)
        room = proposal.room
        after = self.moved(now, start=proposal.start, advisor=proposal.advisor, room=room, expires_at=None)
        return after.as_proposed(proposal) if proposal.other else after

    def kept(self, now: int) -> Booking:
        """No proposed time suits her: it stays where it is, options end, and the held times are free again."""
        if not self.offered_at(now):
            raise StateConflict(_LAPSED)
        return self._after(state=State.CANCELLED, expires_at=None) if self.is_options else self._after()

    def may_be_late(self, now: int, grace: int) -> bool:
        """Say whether it is the hour in which she can announce that she is late."""
        return self.state is State.CONFIRMED and self.start - LATE_BEFORE <= now < self.start + grace

    def running_late(self, now: int, minutes: int, grace: int) -> Booking:
        """She will come `minutes` late, at the time it has: a proposal still open is thereby answered."""
        self._require(now, {State.CONFIRMED}, "Only a confirmed appointment can be announced as late.")
        if not self.may_be_late(now, grace):
            raise StateConflict("This can be told from an hour before the appointment until shortly after it begins.")
        return self._after(late_by=minutes)

    def cancelled(self, now: int, *, late: bool) -> Booking:
        """It will not take place; `late` when the time until which it could be cancelled has passed."""
        self._require(now, LIVE, "This appointment was already cancelled or is over.")
        if now >= self.end:
            raise StateConflict("This appointment is already over.")
        return self._after(state=State.CANCELLED, expires_at=None, late=late, code=None, to_be_moved=False)

    def attended(self, now: int, outcome: State) -> Booking:
        """How it went; staff may correct it. NO_SHOW only after the end and a grace (rule G6)."""
        self._require(now, {State.CONFIRMED} | ATTENDED, "Only a confirmed appointment has an outcome.")
        due = self.start if outcome is State.DONE else self.end + NO_SHOW_GRACE
        if now < due:
            raise StateConflict("It is too early to say how this appointment went.")
        return self._after(state=outcome, to_be_moved=False)

    def with_sealed(self, sealed: bytes | None) -> Booking:
        """The same booking with its details as the vault keeps them."""
        return replace(self, sealed=sealed)

    def joined(self, client: str, sealed: bytes | None) -> Booking:
        """It now belongs to a known client's card; the visitor who typed the address has no more say in it."""
        return replace(self, client=client, sealed=sealed, visitor=None)

    def belonging(self, client: str, sealed: bytes | None) -> Booking:
        """Her card was taken into another one of hers: all else is as it was."""
        return replace(self, client=client, sealed=sealed, version=self.version + 1)

    def _require(self, now: int, states: set[State] | frozenset[State], otherwise: str) -> None:
        if self.state_at(now) not in states:
            raise StateConflict(otherwise)

    def _open_proposal(self, now: int, number: int | None) -> Proposal:
        offered = self.offered_at(now)
        if number is None and len(self.proposals) > 1:
            raise StateConflict("Please say which of the times suits.")
        proposal = offered.get(number or 1)
        if proposal is None:
            raise StateConflict(_LAPSED)
        return proposal

    def _after(self, **changes: Any) -> Booking:
        return replace(self, **{"version": self.version + 1, "proposals": (), **changes})
