"""Who may book for a client, until when, and how many at a time. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from chalicelib.clients.model import Contact
from chalicelib.foundation.clock import MINUTES_A_DAY

LIFE_MINUTES = 365 * MINUTES_A_DAY
MOST_LIVE = 5
"""Delegates of one client at a time."""
MOST_A_DAY = 10
"""Letters to people whom the house does not know: whoever names and ends in a circle sends no more of them."""
MOST_LISTED = 20
"""How many a client's register remembers, those that have ended among them."""
RESEND_MINUTES = 60
MOST_RECEIPTS = 8


class State(StrEnum):
    """Whether a delegate may act. EXPIRED is never stored."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Delegate:
    """One person who may book for one client. `since`, `expires_at`, `letter_at` and `revoked_at` are minutes."""

    id: str
    client: str
    language: str
    since: int
    expires_at: int
    letter_at: int
    """When her latest letter was asked for."""
    body_hash: str
    """Hash of what was sent to name her, so that the same key with other words is refused."""
    link_version: int = 1
    """Only the latest letter's link opens."""
    revoked_at: int | None = None
    version: int = 1
    receipts: tuple[str, ...] = ()
    """Requests for another letter that were carried out."""
    contact: Contact | None = field(default=None, repr=False)

    @property
    def subject(self) -> str:
        """The notices' and the audit's name for her."""
        return f"delegate#{self.id}"

    def state_at(self, now: int) -> State:
        """Return the state that counts at minute `now`: expiry is a comparison (rule H1)."""
        if self.revoked_at is not None:
            return State.REVOKED
        return State.ACTIVE if now < self.expires_at else State.EXPIRED

    def revoked(self, now: int) -> Delegate:
        """Return her as she is once her client has ended it: no letter's link opens any more."""
        return replace(self, revoked_at=now, link_version=self.link_version + 1, version=self.version + 1)

    def written_again(self, now: int, receipt: str) -> Delegate:
        """Return her with another letter on its way, whose link takes the place of the one before."""
        return replace(
            self,
            letter_at=now,
            link_version=self.link_version + 1,
            version=self.version + 1,
            receipts=(*self.receipts, receipt)[-MOST_RECEIPTS:],
        )

    def facts(self) -> dict[str, object]:
        """What audit rows compare: nothing personal."""
        return {
            "client": self.client,
            "since": self.since,
            "expires_at": self.expires_at,
            "link_version": self.link_version,
            "revoked_at": self.revoked_at,
        }


class Entry(NamedTuple):
    """A delegate in her client's register: since when, and until when unless it is ended before."""

    id: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Register:
    """A client's delegates, the latest last. Every grant and every end writes it, which is what bounds their number."""

    client: str
    version: int = 0
    entries: tuple[Entry, ...] = ()

    def live(self, now: int) -> tuple[Entry, ...]:
        """Return those who may act at minute `now`."""
        return tuple(entry for entry in self.entries if now < entry.until)

    def of_today(self, now: int) -> int:
        """Return how many were named in the last 24 hours."""
        return sum(entry.since > now - MINUTES_A_DAY for entry in self.entries)

    def naming(self, delegate: Delegate) -> Register:
        """Return the register with one more; the oldest of those that have ended are forgotten first."""
        ended = [entry for entry in self.entries if entry.until <= delegate.since]
        forgotten = set(ended[: max(0, len(self.entries) + 1 - MOST_LISTED)])
        kept = [entry for entry in self.entries if entry not in forgotten]
        named = Entry(delegate.id, delegate.since, delegate.expires_at)
        return replace(self, version=self.version + 1, entries=(*kept, named))

    def joined(self, other: Register) -> Register:
        """Return the register with the delegates of another card of hers."""
        entries = sorted({*self.entries, *other.entries}, key=lambda entry: (entry.since, entry.id))
        return replace(self, version=self.version + 1, entries=tuple(entries))

    def ending(self, delegate_id: str, now: int) -> Register:
        """Return the register in which one has ended at minute `now`."""
        ended = tuple(
            entry._replace(until=min(entry.until, now)) if entry.id == delegate_id else entry for entry in self.entries
        )
        return replace(self, version=self.version + 1, entries=ended)


def masked(email: str) -> str:
    """Return an address as her client recognises it and nobody else could write to it: `c…@client.example`."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"
