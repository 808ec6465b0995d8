"""Use cases of sessions: to begin one, to stay in it, to leave it, to end all of somebody's at once.

Timeline of a change: token A is shown with a key, and B takes its place by one conditional write. Sent again with the
same key within a minute, A is answered with B once more, as long as B was not used itself. A with another key, or
later, means that two hold it: the session ends, and whoever of the two is honest signs in anew.

Timeline of an end: `revoke_all` commits a raised session version. Every request that carries an access token reads the
version strongly before anything else, so one that begins after that commit is refused like any bad token.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from chalicelib.clients.service import Clients
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, second_of
from chalicelib.foundation.errors import Busy, Contended, StepRefused, Unauthenticated
from chalicelib.foundation.table import Step, Table
from chalicelib.identity.model import SIGNED_IN, Principal, Role
from chalicelib.identity.permits import NOT_SIGNED_IN
from chalicelib.identity.tokens import LIFETIMES, Tokens
from chalicelib.signin.model import (
    CLIENT_SECONDS,
    REPLAY_SECONDS,
    STAFF_SECONDS,
    Person,
    Refreshing,
    Session,
    Standing,
    Verdict,
    client_person,
    hashed,
    person_named,
    rotated,
)
from chalicelib.signin.store import SignInStore

_TRIES = 4
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody signed in: what she shows from now on, and until when."""

    person: Person
    access: str
    access_seconds: int
    refresh: str
    ends: int
    """The second at which she has to sign in anew."""


class Sessions:
    """Sessions of clients and of staff."""

    def __init__(
        self,
        *,
        table: Table,
        store: SignInStore,
        tokens: Tokens,
        refreshing: Refreshing,
        clients: Clients,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._store, self._tokens, self._refreshing = table, store, tokens, refreshing
        self._clients, self._audit, self._clock = clients, audit, clock

    # ── every request ────────────────────────────────────────────────────────────────────────────────────────

    def admitted(self, principal: Principal) -> Principal:
        """Return the principal, having read by one strong GetItem that an access token is of her present version.

        Raises Unauthenticated, in the words of every bad token. Others than those who signed in cost no read.
        """
        if principal.role in SIGNED_IN:
            standing = self._store.standing(person_named(principal.role, principal.subject))
            if standing.session_version != principal.session_version:
                raise Unauthenticated(NOT_SIGNED_IN)
            if standing.became:
                return replace(principal, subject=standing.became)
        return principal

    def version_of(self, person: str) -> int:
        """Return the session version of `client#<id>` or `staff#<id>`; 0 for whoever never signed in."""
        return self._store.standing(person).session_version

    # ── to begin ─────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, person: Person, session_id: str, proof: str) -> tuple[Signed, list[Step]]:
        """Return somebody as signed in, and the steps by which she is; the caller commits them with its own.

        `proof` is the secret by which she came: with it, and only with it, `again` gives the same answer once more.
        """
        now = second_of(self._clock())
        standing = self._store.standing(person.key)
        first = standing.revision == 0
        if first:
            standing = replace(standing, session_version=1, revision=1)
        secret = self._refreshing.first(session_id, proof)
        session = Session(
            id=session_id,
            key=person.key,
            session_version=standing.session_version,
            current=hashed(secret),
            since=now,
            expires=now + (CLIENT_SECONDS if person.role is Role.CLIENT else STAFF_SECONDS),
            rotated=now,
        )
        stands = self._store.stand(standing) if first else self._store.stands(standing)
        return self._signed(person, session, secret), [self._store.keep(session), stands]

    def again(self, session_id: str, proof: str) -> Signed:
        """Return once more what `begin` returned a moment ago. Raises Unauthenticated when it did not."""
        now = second_of(self._clock())
        session = self._store.session(session_id)
        secret = self._refreshing.first(session_id, proof)
        if session is None or not session.holds_at(now) or session.revision != 1:
            raise Unauthenticated(NOT_SIGNED_IN)
        if session.current != hashed(secret) or now >= session.since + REPLAY_SECONDS:
            raise Unauthenticated(NOT_SIGNED_IN)
        return self._signed(self._person(session), session, secret)

    # ── to stay, and to leave ────────────────────────────────────────────────────────────────────────────────

    def refresh(self, token: str, key: str) -> Signed:
        """Change a refresh token for the next one and a new access token.

        Raises Unauthenticated for whatever does not hold, having ended the session when a spent token came back; Busy.
        """
        session_id, secret = self._read(token)
        return self._settled(lambda: self._refresh(session_id, secret, key))

    def leave(self, token: str, *, everywhere: bool = False) -> None:
        """End the session of a refresh token, or every one of hers. One that has ended, or is unknown, changes nothing.

        Access tokens of this session hold until they expire, at most a quarter of an hour; `everywhere` ends them too.
        """
        try:
            session_id, secret = self._read(token)
        except Unauthenticated:
            return
        self._settled(lambda: self._leave(session_id, secret, everywhere))

    def revoke_all(self, person: str, actor: str) -> None:
        """End every session and access token of `client#<id>` or `staff#<id>` at once. Raises Busy."""

        def attempt() -> None:
            step = self.ending(person)
            self._table.commit([step, self._audit.of("signin.revoke_all", person, actor, self._clock())])

        self._settled(attempt)

    def ending(self, person: str) -> Step:
        """Return the step that ends everything of a person, for a larger change to commit (`signin.standing`)."""
        read = self._store.standing(person)
        return self._store.stand(replace(read, session_version=read.session_version + 1, revision=read.revision + 1))

    def becoming(self, person: str, client_id: str) -> Step:
        """Return the step by which what a person signed in to is another card of hers (`signin.standing`)."""
        read = self._store.standing(person)
        return self._store.stand(replace(read, became=client_id, revision=read.revision + 1))

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _refresh(self, session_id: str, secret: bytes, key: str) -> Signed:
        now = second_of(self._clock())
        session = self._store.session(session_id)
        if session is None:
            raise Unauthenticated(NOT_SIGNED_IN)
        verdict = self._refreshing.judge(session, secret, key, now)
        if verdict is Verdict.REUSED:
            self._table.commit(self._ended(session, "signin.reuse"))
        if verdict in (Verdict.REUSED, Verdict.OVER):
            raise Unauthenticated(NOT_SIGNED_IN)
        person = self._person(session)
        following = self._refreshing.following(session_id, secret, key)
        if verdict is Verdict.CURRENT:
            session = rotated(session, following, now)
            self._table.write(self._store.keep(session))
        return self._signed(person, session, following)

    def _leave(self, session_id: str, secret: bytes, everywhere: bool) -> None:
        session = self._store.session(session_id)
        if session is None or hashed(secret) not in (session.current, session.previous):
            return
        steps: Sequence[Step] = [] if session.ended else self._ended(session, "signin.leave")
        if everywhere and self._store.standing(session.key).session_version == session.session_version:
            said = self._audit.of("signin.leave", session.key, session.key.replace("#", ":"), self._clock())
            steps = [*steps, self.ending(session.key)] if steps else [self.ending(session.key), said]
            became = self._store.standing(session.key).became
            steps += [self.ending(client_person(became).key)] if became else []
        if steps:
            self._table.commit(steps)

    def _ended(self, session: Session, action: str) -> list[Step]:
        after = replace(session, ended=True, revision=session.revision + 1)
        actor = session.key.replace("#", ":")
        return [self._store.keep(after), self._audit.of(action, session.key, actor, self._clock())]

    def _person(self, session: Session) -> Person:
        """Return whose session it is, as she stands now. Raises Unauthenticated when she may not be signed in."""
        standing = self._store.standing(session.key)
        if standing.session_version != session.session_version:
            raise Unauthenticated(NOT_SIGNED_IN)
        kind, _, subject = session.key.partition("#")
        if kind == "client":
            subject = standing.became or subject
            if not self._clients.is_known(subject):
                raise Unauthenticated(NOT_SIGNED_IN)
            return client_person(subject)
        return staff_person(standing)

    def _signed(self, person: Person, session: Session, secret: bytes) -> Signed:
        version = session.session_version
        if person.key != session.key:
            version = self._store.standing(person.key).session_version  # her cards were merged
        access = self._tokens.access(person.role, person.subject, person.boutiques, session_version=version)
        refresh = self._refreshing.token(session.id, secret)
        return Signed(person, access, LIFETIMES["access+jwt"], refresh, session.expires)

    def _read(self, token: str) -> tuple[str, bytes]:
        try:
            return self._refreshing.read(token)
        except ValueError:
            raise Unauthenticated(NOT_SIGNED_IN) from None

    def _settled(self, attempt: Callable[[], _T]) -> _T:
        for _ in range(_TRIES):
            try:
                return attempt()
            except (StepRefused, Contended, Busy):
                continue  # a rival, or a lost answer: what is there now tells
        raise Busy


def staff_person(standing: Standing) -> Person:
    """Return a member of staff as one who may be signed in. Raises Unauthenticated for one without a role."""
    if standing.role is None:
        raise Unauthenticated(NOT_SIGNED_IN)
    return Person(standing.key, standing.role, standing.key.partition("#")[2], standing.boutiques)
