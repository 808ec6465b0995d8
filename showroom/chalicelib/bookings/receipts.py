"""What the house proposes, and what a booking remembers of requests that were carried out. Pure values."""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass
from typing import Any

from chalicelib.bookings.states import State


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is different where a proposal is not the same again: another experience, a sister boutique."""

    boutique: str
    experience: str
    duration: int
    before: int
    after: int
    zone: str
    limited: bool

    def changes(self) -> dict[str, Any]:
        """What becomes different of the booking, its length left aside."""
        return {key: value for key, value in asdict(self).items() if key != "duration"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A time that the house proposes, held until it expires."""

    start: int
    advisor: str
    room: str | None
    expires_at: int
    other: Elsewhere | None = None
    """None where it is the same appointment at another time."""


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
    proposals: tuple[Proposal, ...] = ()
    late_by: int | None = None
    to_be_moved: bool = False
    length: int | None = None
    """Minutes that it lasted, once that has been changed."""

    def told(self, length: int) -> dict[str, Any]:
        """Return what the booking was then, of the things that change; `length` is how many minutes it lasts now."""
        facts = asdict(self)
        for name in ("key", "body", "at", "length"):
            del facts[name]
        return {**facts, "proposals": self.proposals, "end": self.start + (self.length or length)}


MOST_RECEIPTS = 8


def with_receipt(receipts: tuple[Receipt, ...], receipt: Receipt) -> tuple[Receipt, ...]:
    """Return receipts with one more: the first one stays, and the last eight others."""
    first, others = receipts[:1], (*receipts[1:], receipt)
    return (*first, *others[-MOST_RECEIPTS:]) if first else (receipt,)


# ── as rows of values: how both are written down ─────────────────────────────────────────────────────────────────


def proposal_row(proposal: Proposal) -> list[Any]:
    """Return a proposal as JSON-able values."""
    other = [list(astuple(proposal.other))] if proposal.other else []
    return [proposal.start, proposal.advisor, proposal.room, proposal.expires_at, *other]


def proposals_of(rows: list[Any] | None) -> tuple[Proposal, ...]:
    """Return the proposals of rows; an earlier version wrote the one there was without a list around it."""
    if not rows:
        return ()
    rows = rows if isinstance(rows[0], list) else [rows]
    return tuple(
        Proposal(start, advisor, room, expires_at, Elsewhere(*other[0]) if other else None)
        for start, advisor, room, expires_at, *other in rows
    )


def receipt_row(receipt: Receipt) -> list[Any]:
    """Return a receipt as JSON-able values; what few receipts have comes last, so that the others stay short."""
    row = [receipt.key, receipt.body, receipt.at, receipt.version, receipt.state, receipt.start, receipt.advisor]
    row += [receipt.expires_at, int(receipt.late)]
    if not receipt.proposals and receipt.late_by is None and not receipt.to_be_moved and receipt.length is None:
        return row
    row += [[proposal_row(one) for one in receipt.proposals], receipt.late_by, int(receipt.to_be_moved)]
    return row if receipt.length is None else [*row, receipt.length]


def receipt_of(
    key: str,
    body: str,
    at: int,
    version: int,
    state: str,
    start: int,
    advisor: str,
    expires_at: int | None,
    late: int,
    proposals: list[Any] | None = None,
    late_by: int | None = None,
    to_be_moved: int = 0,
    length: int | None = None,
) -> Receipt:
    """Return the receipt of a row."""
    told = (proposals_of(proposals), late_by, bool(to_be_moved), length)
    return Receipt(key, body, at, version, State(state), start, advisor, expires_at, bool(late), *told)
