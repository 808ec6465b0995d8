"""Sessions and links as values: what a refresh token is, when it holds, and what its coming back means.

    <session id>.<base64url of 32 secret bytes and a mark of 16>

The mark is keyed, so a text that was never a refresh token of ours is told from one that was and is spent. Each secret
is derived from the one before and the Idempotency-Key of the request that changed it: a request whose answer was lost
is answered once more with the same token, and nothing that opens a session is stored.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from hmac import compare_digest

from chalicelib.foundation.ids import ID_LENGTH, is_id
from chalicelib.identity.model import Role

STAFF_SECONDS = 12 * 3600
"""A member of staff signs in anew each working day."""
CLIENT_SECONDS = 30 * 86_400
REPLAY_SECONDS = 60
"""How long after a change its answer may be asked for once more, with the same key."""
LINK_SECONDS = 15 * 60
MOST_AN_HOUR = 3
"""Letters with a link to one address."""
HOUR_SECONDS = 3600
MOST_RECEIPTS = 8
MOST_LINKS = 4
"""Links to one address that may live side by side: letters that were sent again have one each."""

_SECRET = 32
_MARK = 16


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be signed in: `client#<id>` or `staff#<id>`, and what her access tokens say."""

    key: str
    role: Role
    subject: str
    boutiques: frozenset[str] = frozenset()


def client_person(client_id: str) -> Person:
    """Return a client as one who may be signed in."""
    return Person(f"client#{client_id}", Role.CLIENT, client_id)


def person_named(role: Role, subject: str) -> str:
    """Return the name under which the house keeps how somebody stands."""
    return f"{'client' if role is Role.CLIENT else 'staff'}#{subject}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands: her session version, and for staff the role; no role means that she may not sign in."""

    key: str
    session_version: int
    role: Role | None = None
    boutiques: frozenset[str] = frozenset()
    address: str | None = None
    """Blind index of the address by which the identity provider knows a member of staff."""
    revision: int = 0
    """How often it was written; 0 where nothing is."""
    became: str | None = None
    """Id of the client whose card took this one in: her sessions are that client's."""


@dataclass(frozen=True, slots=True)
class Session:
    """One family of refresh tokens, of which only the latest holds. Seconds since the epoch."""

    id: str
    key: str
    """Whose it is."""
    session_version: int
    current: str
    """SHA-256 of the secret that holds."""
    since: int
    expires: int
    rotated: int
    previous: str = ""
    ended: bool = False
    revision: int = 1

    def holds_at(self, second: int) -> bool:
        """Say whether it is neither ended nor over."""
        return not self.ended and second < self.expires


class Verdict(Enum):
    """What a refresh token that is genuinely ours says of its session."""

    CURRENT = auto()
    AGAIN = auto()
    """The request that changed it last, sent once more."""
    OVER = auto()
    REUSED = auto()
    """A spent one came back: somebody holds what only one may hold."""


class Refreshing:
    """Makes and reads refresh tokens with a key that serves nothing else."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def first(self, session_id: str, proof: str) -> bytes:
        """Return the first secret of a session, out of the secret by which its holder came."""
        return self._mac("first", session_id.encode(), proof.encode())

    def following(self, session_id: str, secret: bytes, key: str) -> bytes:
        """Return the secret that takes the place of `secret` when it is changed by a request with this key."""
        return self._mac("next", session_id.encode(), secret, key.encode())

    def token(self, session_id: str, secret: bytes) -> str:
        """Write a refresh token."""
        raw = secret + self._mark(session_id, secret)
        return f"{session_id}.{base64.urlsafe_b64encode(raw).decode()}"

    def read(self, token: str) -> tuple[str, bytes]:
        """Return session id and secret of a token that we wrote. Raises ValueError for any other text."""
        session_id, dot, rest = token.partition(".")
        if not dot or len(token) != ID_LENGTH + 1 + 64 or not is_id(session_id) or not rest.isascii():
            raise ValueError("not a refresh token")
        raw = base64.b64decode(rest.replace("+", "!").replace("/", "!"), altchars=b"-_", validate=True)
        secret, mark = raw[:_SECRET], raw[_SECRET:]
        if not compare_digest(mark, self._mark(session_id, secret)):
            raise ValueError("not a refresh token")
        return session_id, secret

    def judge(self, session: Session, secret: bytes, key: str, second: int) -> Verdict:
        """Say what this secret is to its session at a second."""
        if not session.holds_at(second):
            return Verdict.OVER
        if compare_digest(hashed(secret), session.current):
            return Verdict.CURRENT
        replayed = hashed(self.following(session.id, secret, key)) == session.current
        if replayed and hashed(secret) == session.previous and second < session.rotated + REPLAY_SECONDS:
            return Verdict.AGAIN
        return Verdict.REUSED

    def _mark(self, session_id: str, secret: bytes) -> bytes:
        return self._mac("mark", session_id.encode(), secret)[:_MARK]

    def _mac(self, purpose: str, *parts: bytes) -> bytes:
        framed = b"".join(len(part).to_bytes(4, "big") + part for part in (purpose.encode(), *parts))
        return hmac.new(self._key, framed, hashlib.sha256).digest()


def hashed(secret: bytes) -> str:
    """Return the one form in which a secret is kept."""
    return hashlib.sha256(secret).hexdigest()


def rotated(session: Session, secret: bytes, second: int) -> Session:
    """Return a session of which `secret` is the one that holds from now on."""
    return replace(
        session,
        current=hashed(secret),
        previous=session.current,
        rotated=second,
        revision=session.revision + 1,
    )


@dataclass(frozen=True, slots=True)
class Links:
    """What was asked for and sent to one address, known or not."""

    address: str
    """Blind index of it."""
    request: int = 0
    """Which letter was asked for last; 0 before the first."""
    asked: tuple[int, ...] = ()
    """Seconds at which letters were asked for within the last hour."""
    links: tuple[tuple[str, int], ...] = ()
    """Hash and last second of each link that was written into a letter and not used."""
    receipts: tuple[str, ...] = ()
    """What identifies the last requests, so that one sent again asks for nothing more."""
    revision: int = 0

    def may_ask(self, second: int) -> bool:
        """Say whether one more letter may be sent."""
        return len(self._recent(second)) < MOST_AN_HOUR

    def asking(self, receipt: str, second: int) -> Links:
        """Return what one more request makes of it."""
        return replace(
            self,
            request=self.request + 1,
            asked=(*self._recent(second), second),
            links=self._live(second),
            receipts=(*self.receipts, receipt)[-MOST_RECEIPTS:],
            revision=self.revision + 1,
        )

    def written(self, secret: str, second: int) -> Links:
        """Return it with one more link, as a letter is written."""
        links = (*self._live(second), (secret, second + LINK_SECONDS))
        return replace(self, links=links[-MOST_LINKS:], revision=self.revision + 1)

    def used(self) -> Links:
        """Return it after a link was used: no link to this address holds any more, nor will one that still waits."""
        return replace(self, request=self.request + 1, links=(), revision=self.revision + 1)

    def has(self, secret: str, second: int) -> bool:
        """Say whether a link with this hash holds."""
        return any(compare_digest(kept, secret) for kept, _ in self._live(second))

    def _live(self, second: int) -> tuple[tuple[str, int], ...]:
        return tuple((kept, until) for kept, until in self.links if second < until)

    def _recent(self, second: int) -> Sequence[int]:
        return [one for one in self.asked if one > second - HOUR_SECONDS]
