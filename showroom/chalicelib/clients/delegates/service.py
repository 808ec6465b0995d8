"""Use cases of delegates: naming one, another letter, ending it, and who stands behind a delegate's link.

Timeline of an end: the client's request commits `revoked_at`; every request of the delegate reads the row strongly
before anything else, so one that begins after that commit is refused like any bad token. One that was let in before it
may still finish: it was allowed when it was asked, and the client sees, and may undo, what it did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.delegates.delegation import (
    LIFE_MINUTES,
    MOST_A_DAY,
    MOST_LIVE,
    RESEND_MINUTES,
    Delegate,
    Register,
    State,
)
from chalicelib.clients.delegates.store import DelegateStore
from chalicelib.clients.model import Client, Contact
from chalicelib.clients.store import ClientStore, is_known
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.contacts import email_identity
from chalicelib.foundation.errors import (
    Busy,
    Contended,
    FieldProblem,
    InvalidInput,
    KeyReused,
    NotFound,
    QuotaReached,
    StateConflict,
    StepRefused,
    Unauthenticated,
)
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Step, Table
from chalicelib.identity import permits
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.permits import NOT_FOUND, NOT_SIGNED_IN, Target

_TRIES = 4
_T = TypeVar("_T")


class Invitations(Protocol):
    """Writes to delegates. A room to the right implements it and `wiring` plugs it in."""

    def invite(self, delegate: Delegate, moment: datetime) -> Step:
        """Return the step by which she is sent a letter with a link of her present version."""

    def withdraw(self, delegate: Delegate, moment: datetime) -> Step:
        """Return the step after which no letter that still waits is sent to her."""

    def nudge(self, delegate: Delegate) -> None:
        """Have what was committed sent at once, as best it can."""


class Delegates:
    """A client's delegates, for herself; and, for a delegate, on whose behalf she acts."""

    def __init__(
        self,
        *,
        table: Table,
        store: DelegateStore,
        cards: ClientStore,
        catalogue: Catalogue,
        invitations: Invitations,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._store, self._cards, self._catalogue = table, store, cards, catalogue
        self._invitations, self._audit, self._clock = invitations, audit, clock

    # ── the delegate ─────────────────────────────────────────────────────────────────────────────────────────

    def admitted(self, principal: Principal) -> Principal:
        """Return a delegate as acting for her client, by one strong read; any other principal as she is.

        Raises Unauthenticated, in the words of every bad token, when the delegation is unknown, expired or ended, when
        a later letter took the link's place, or when the client was erased.
        """
        if principal.role is not Role.DELEGATE:
            return principal
        found = self.find(principal.delegate or "")
        live = found is not None and found.state_at(minute_of(self._clock())) is State.ACTIVE
        if found is None or not live or found.link_version != principal.link_version:
            raise Unauthenticated(NOT_SIGNED_IN)
        return replace(principal, subject=found.client)

    def find(self, delegate_id: str) -> Delegate | None:
        """Return a delegate with name and e-mail; None where there is none, or her client was erased."""
        item = self._store.get(delegate_id)
        try:
            return self._store.opened(item) if item is not None else None
        except NotFound:
            return None

    def acting(self, principal: Principal) -> tuple[Delegate, Client]:
        """Return the delegation by which a delegate acts, and her client. Raises NotFound."""
        permits.require(principal, "delegation.read", Target(owner=principal.subject))
        delegate = self.find(principal.delegate or "")
        if delegate is None or delegate.client != principal.subject:
            raise NotFound(NOT_FOUND)
        return delegate, self._client(delegate.client)

    # ── the client ───────────────────────────────────────────────────────────────────────────────────────────

    def of_client(self, principal: Principal) -> list[Delegate]:
        """Return whom she has named, the latest first, those that have ended among them."""
        permits.require(principal, "delegate.read_own", Target(owner=principal.subject))
        self._client(principal.subject)
        entries = self._store.register(principal.subject).entries
        return self._store.get_many(entry.id for entry in reversed(entries))

    def grant(
        self, principal: Principal, contact: Contact, language: str, key: str, body_hash: str
    ) -> tuple[Delegate, bool]:
        """Name a delegate and send her a letter; return her, and whether that was done already.

        Raises InvalidInput, KeyReused, QuotaReached, StateConflict (this address may act already), NotFound and Busy.
        """
        permits.require(principal, "delegate.change_own", Target(owner=principal.subject))
        delegate_id = derived_id(principal.sender, "delegate", key)
        return self._settled(lambda: self._grant(principal, contact, language, delegate_id, body_hash[:26]))

    def resend(self, principal: Principal, delegate_id: str, key: str) -> tuple[Delegate, bool]:
        """Send her another letter, whose link takes the place of the one before; at most once an hour.

        Returns her, and whether that was done already. Raises NotFound, StateConflict, QuotaReached and Busy.
        """
        permits.require(principal, "delegate.change_own", Target(owner=principal.subject))
        receipt = derived_id(principal.sender, f"delegate letter {delegate_id}", key)
        return self._settled(lambda: self._resend(principal, delegate_id, receipt))

    def revoke(self, principal: Principal, delegate_id: str) -> tuple[Delegate, bool]:
        """End it at once; return her, and whether it had ended already. Raises NotFound and Busy."""
        permits.require(principal, "delegate.change_own", Target(owner=principal.subject))
        return self._settled(lambda: self._revoke(principal, delegate_id))

    # ── the house ────────────────────────────────────────────────────────────────────────────────────────────

    def living(self, client_id: str, now: int) -> int:
        """Return how many may act for a client at minute `now`."""
        return len(self._store.register(client_id).live(now))

    def end_all(self, client_id: str, actor: str, moment: datetime) -> None:
        """End, for a client who is being erased, whoever may act for her; said again, it changes nothing more."""
        for entry in self._store.register(client_id).live(minute_of(moment)):
            self._settled(lambda one=entry.id: self._end(client_id, one, actor))  # type: ignore[misc]

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _grant(
        self, principal: Principal, contact: Contact, language: str, delegate_id: str, body_hash: str
    ) -> tuple[Delegate, bool]:
        kept = self.find(delegate_id)
        if kept is not None:
            if kept.body_hash != body_hash:
                raise KeyReused
            return replace(kept, revoked_at=None), True  # the first answer again (rule H6)
        client = self._client(principal.subject)
        moment = self._clock()
        now = minute_of(moment)
        register = self._store.register(client.id)
        self._check(client, contact, language, register, now)
        delegate = Delegate(
            id=delegate_id,
            client=client.id,
            language=language,
            since=now,
            expires_at=now + LIFE_MINUTES,
            letter_at=now,
            body_hash=body_hash,
            contact=contact,
        )
        steps = [
            self._store.enter(register, register.naming(delegate)),
            self._store.create(delegate),
            self._invitations.invite(delegate, moment),
            self._audited("delegate.grant", principal.actor, None, delegate, moment),
        ]
        self._table.commit(steps)
        self._invitations.nudge(delegate)
        return delegate, False

    def _resend(self, principal: Principal, delegate_id: str, receipt: str) -> tuple[Delegate, bool]:
        before = self._of(principal.subject, delegate_id)
        if receipt in before.receipts:
            return before, True
        moment = self._clock()
        now = minute_of(moment)
        if before.state_at(now) is not State.ACTIVE:
            raise StateConflict("This has ended. Please name this person anew.")
        if now < before.letter_at + RESEND_MINUTES:
            raise QuotaReached("A letter was sent within the last hour. Please wait a little.")
        after = before.written_again(now, receipt)
        steps = [
            self._store.change(before, after),
            self._invitations.invite(after, moment),
            self._audited("delegate.resend", principal.actor, before, after, moment),
        ]
        self._table.commit(steps)
        self._invitations.nudge(after)
        return after, False

    def _revoke(self, principal: Principal, delegate_id: str) -> tuple[Delegate, bool]:
        return self._end(principal.subject, delegate_id, principal.actor)

    def _end(self, client_id: str, delegate_id: str, actor: str) -> tuple[Delegate, bool]:
        before = self._of(client_id, delegate_id)
        if before.revoked_at is not None:
            return before, True
        moment = self._clock()
        now = minute_of(moment)
        after = before.revoked(now)
        register = self._store.register(client_id)
        steps = [
            self._store.enter(register, register.ending(delegate_id, now)),
            self._store.change(before, after),
            self._invitations.withdraw(after, moment),
            self._audited("delegate.revoke", actor, before, after, moment),
        ]
        self._table.commit(steps)
        return after, False

    def _check(self, client: Client, contact: Contact, language: str, register: Register, now: int) -> None:
        """Raise what stands against a new delegate."""
        problems = []
        if language not in self._catalogue.maison().languages:
            problems.append(FieldProblem("/language", "must be a language of the maison"))
        wanted = email_identity(contact.email)
        if client.contact is not None and wanted == email_identity(client.contact.email):
            problems.append(FieldProblem("/email", "is your own"))
        if problems:
            raise InvalidInput(problems)
        live = self._store.get_many(entry.id for entry in register.live(now))
        if any(one.contact is not None and email_identity(one.contact.email) == wanted for one in live):
            raise StateConflict("This person may book for you already.")
        if len(live) >= MOST_LIVE:
            raise QuotaReached(f"{MOST_LIVE} people may book for you already. Please end one of them first.")
        if register.of_today(now) >= MOST_A_DAY:
            raise QuotaReached("Many people were named today. Please go on tomorrow.")

    def _of(self, client_id: str, delegate_id: str) -> Delegate:
        found = self.find(delegate_id)
        if found is None or found.client != client_id:
            raise NotFound(NOT_FOUND)
        return found

    def _client(self, client_id: str) -> Client:
        item = self._cards.get(client_id)
        if item is None or not is_known(item):
            raise NotFound(NOT_FOUND)
        return self._cards.opened(item)

    def _settled(self, attempt: Callable[[], _T]) -> _T:
        for _ in range(_TRIES):
            try:
                return attempt()
            except (StepRefused, Contended, Busy):
                continue  # a rival, or a lost answer: what is there now tells
        raise Busy

    def _audited(self, action: str, actor: str, before: Delegate | None, after: Delegate, moment: datetime) -> Step:
        was = before.facts() if before is not None else None
        return self._audit.of(action, after.subject, actor, moment, before=was, after=after.facts())
