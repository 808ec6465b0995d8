"""Use cases of merging: what would become of two cards, beginning it, and going on until everything has moved.

begin   one transaction: both cards, her notes, what finds her, her addresses and sessions; from then on the other card
        leads to the one that remains
move    purchases, delegates and bookings, each in a transaction of its own; what has moved already is left alone
done    two minutes later, when nothing more can come to light under the other id: the other card's notes go

Each stage begins by reading what is there, so a process that dies leaves it to whoever presses again, or to the sweep a
minute later. The other card and its key stay, sealed, until she is erased: what cannot be found by her id is under it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.clients.advised.store import advised_steps
from chalicelib.clients.cards.profile import Card
from chalicelib.clients.cards.store import ProfileStore
from chalicelib.clients.consent import Channel
from chalicelib.clients.merging.moving import Moving, rows_of
from chalicelib.clients.merging.pair import (
    MOST_MERGED,
    NOTHING,
    Counts,
    Field,
    Merge,
    fields,
    joined,
)
from chalicelib.clients.merging.store import MergeStore
from chalicelib.clients.model import MERGED, Client, subject_of
from chalicelib.clients.search.store import NameStore
from chalicelib.clients.store import ClientItem, ClientStore, SuppressionItem, client_key, is_known
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import (
    Busy,
    Contended,
    FieldProblem,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    StateConflict,
    StepRefused,
)
from chalicelib.foundation.table import Step, Table, put
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target

_TRIES = 8


class SignedIn(Protocol):
    """Knows who is signed in. A room to the right implements it."""

    def becoming(self, person: str, client_id: str) -> Step:
        """Return the step by which what a person signed in to is another card of hers."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards of one person, and what would become of them; or how far their merging has come."""

    into: str
    other: str
    versions: tuple[int, int] = (0, 0)
    fields: tuple[Field, ...] = ()
    moves: Counts = NOTHING
    at_once: tuple[tuple[int, int], ...] = ()
    merge: Merge | None = None


@dataclass(frozen=True)
class _Read:
    item: ClientItem
    card: Card
    held: dict[Channel, SuppressionItem | None]


class Merges:
    """Makes one card of two."""

    def __init__(
        self,
        *,
        table: Table,
        store: MergeStore,
        clients: ClientStore,
        profiles: ProfileStore,
        names: NameStore,
        moving: Moving,
        sessions: SignedIn,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._store, self._clients, self._profiles = table, store, clients, profiles
        self._names, self._moving, self._sessions = names, moving, sessions
        self._audit, self._clock = audit, clock

    def resume(self, now: datetime) -> int:
        """Go on with every merging that is not done; return how many are done now. The sweep asks each minute."""
        return self._moving.resume(now)

    def preview(self, principal: Principal, into: str, other: str, take: frozenset[str]) -> Pair:
        """Return what would become of two cards, field by field, or how far it has come. Writes nothing.

        Raises InvalidInput (they cannot be merged) and NotFound.
        """
        begun = self._begun(principal, into, other)
        if begun is not None:
            return begun
        this, that = self._pair(principal, into, other)
        now = minute_of(self._clock())
        after = joined(this.card, that.card, take, now)
        return Pair(
            into,
            other,
            (this.card.version, that.card.version),
            fields(this.card, that.card, after),
            self._moving.count(other),
            tuple(self._moving.at_once(into, other, now)),
        )

    def merge(
        self, principal: Principal, into: str, other: str, versions: tuple[int, int], take: frozenset[str]
    ) -> Pair:
        """Take one card into another, or go on with it; said again, it changes nothing more.

        Raises InvalidInput, NotFound, PreconditionFailed, StateConflict (she would be in two places) and Busy.
        """
        for _ in range(_TRIES):
            try:
                if self._begun(principal, into, other) is None:
                    self._begin(principal, into, other, versions, take)
                self._moving.advance(other)
                return Pair(into, other, merge=self._store.get(other))
            except (StepRefused, Contended, Busy):
                continue  # a rival, or a lost answer: what is there now tells
        raise Busy

    # ── who and what ─────────────────────────────────────────────────────────────────────────────────────────

    def _begun(self, principal: Principal, into: str, other: str) -> Pair | None:
        """Return a merging of these two that has begun. Raises InvalidInput and NotFound."""
        permits.admit(principal, "client.merge")
        item = self._clients.get(into)
        if item is None or not is_known(item):
            raise NotFound(NOT_FOUND)
        permits.require(principal, "client.merge", Target(boutique=item.boutique))
        if into == other:
            raise InvalidInput([FieldProblem("/other", "must be another card than this one")])
        merge = self._store.get(other)
        return Pair(into, other, merge=merge) if merge is not None and merge.into == into else None

    def _pair(self, principal: Principal, into: str, other: str) -> tuple[_Read, _Read]:
        this, that = self._read(into), self._read(other)
        if this is None:
            raise NotFound(NOT_FOUND)
        place = Target(boutique=that.item.boutique) if that is not None else Target()
        if that is None or not permits.may(principal, "client.merge", place):
            raise InvalidInput([FieldProblem("/other", "must be a card of a client of yours")])
        if len(this.card.client.merged) + len(that.card.client.merged) >= MOST_MERGED:
            raise InvalidInput([FieldProblem("/other", f"would be more than {MOST_MERGED} cards in one")])
        return this, that

    def _read(self, client_id: str) -> _Read | None:
        item = self._clients.get(client_id)
        if item is None or not is_known(item):
            return None
        found = self._table.get_many([self._profiles.key(client_id)], consistent=True)
        client = self._clients.opened(item)
        held = self._clients.suppressions(client.contact) if client.contact else {}
        client = replace(client, suppressed=frozenset(channel for channel, one in held.items() if one))
        return _Read(item, self._profiles.opened(client, next(iter(found.values()), None)), held)

    # ── beginning ───────────────────────────────────────────────────────────────────────────────────────────────

    def _begin(
        self, principal: Principal, into: str, other: str, versions: tuple[int, int], take: frozenset[str]
    ) -> None:
        this, that = self._pair(principal, into, other)
        moment = self._clock()
        now = minute_of(moment)
        if versions != (this.card.version, that.card.version):
            raise PreconditionFailed("One of these cards has changed since you read them.")
        if self._moving.at_once(into, other, now):
            raise StateConflict("She has two appointments at the same time. Please move or cancel one of them first.")
        after = joined(this.card, that.card, take, now)
        contact = that.card.client.contact
        if contact is None:
            raise NotFound(NOT_FOUND)
        elsewhere = this.card.client.boutique != that.card.client.boutique
        if elsewhere and after.client.advisor != this.card.client.advisor:
            raise InvalidInput([FieldProblem("/take", "holds an advisor of another boutique")])
        gone = replace(that.card.client, state=MERGED, version=that.card.client.version + 1)
        merge = Merge(other, into, principal.actor, now, self._moving.count(other))
        self._table.commit(
            [
                self._store.create(merge),
                self._clients.change(this.item, after.client),
                self._clients.change(that.item, gone, into),
                self._profiles.change(this.card, after),
                self._profiles.change(that.card, that.card),
                *self._clients.hand_on(other, contact, into),
                *self._names.steps(rows_of(self._names, this.card), rows_of(self._names, after)),
                *advised_steps(this.card.client, after.client),
                *advised_steps(that.card.client, None),
                *self._led(that.card.client.merged, into),
                *(self._sessions.becoming(subject_of(one), into) for one in (other, *that.card.client.merged)),
                *self._objected(after.client, (this, that)),
                self._audit.of(
                    "client.merge",
                    this.card.client.subject,
                    principal.actor,
                    moment,
                    before=this.card.document(),
                    after=after.document(),
                ),
                self._audit.of("client.merged", gone.subject, principal.actor, moment, before=that.card.document()),
            ]
        )

    def _led(self, cards: Iterable[str], into: str) -> list[Step]:
        """Steps by which cards that were taken in before lead to the card that remains now (`merging.lead`)."""
        found = self._table.get_many([(ClientItem, client_key(one)) for one in cards], consistent=True)
        steps = []
        for item in found.values():
            read = item.version
            item.into, item.version = into, read + 1
            steps.append(put("merging.lead", item, ClientItem.version == read))
        return steps

    def _objected(self, client: Client, cards: tuple[_Read, _Read]) -> list[Step]:
        """Steps by which what stood against an address of either card stands against those she keeps (rule C2)."""
        held = self._clients.suppressions(client.contact) if client.contact else {}
        against = {channel for card in cards for channel, item in card.held.items() if item and channel in held}
        steps = [self._clients.add_objection(client, channel, held[channel]) for channel in sorted(against)]
        return [step for step in steps if step]
