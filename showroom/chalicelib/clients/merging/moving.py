"""Bringing over what is under a card that was taken into another, until nothing more can come to light there.

Purchases, delegates and bookings move in transactions of their own, each of which requires her to be known still; what
has moved already is left alone. When she is being erased meanwhile nothing moves: her erasure ends both cards.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Protocol

from chalicelib.clients.cards.profile import Card
from chalicelib.clients.cards.store import ProfileStore
from chalicelib.clients.delegates.store import DelegateStore
from chalicelib.clients.merging.pair import SETTLED_MINUTES, Counts, Merge, State
from chalicelib.clients.merging.store import MergeStore
from chalicelib.clients.model import subject_of
from chalicelib.clients.purchases.store import PurchaseStore
from chalicelib.clients.search.store import NameStore, Rows
from chalicelib.clients.store import ClientStore, is_known
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import Busy, Contended, NotFound, ShowroomError, StepRefused
from chalicelib.foundation.table import Step, Table
from chalicelib.identity.permits import NOT_FOUND

_LOG = logging.getLogger(__name__)
_TRIES = 8


class Arranged(Protocol):
    """Knows what a client has arranged. A room to the right implements it."""

    def count(self, client_id: str) -> int:
        """Return how many bookings a client has or had."""

    def at_once(self, this: str, other: str, now: int) -> list[tuple[int, int]]:
        """Return the starts of appointments ahead that two cards have at the same time."""

    def move(self, other: str, into: str, actor: str, moment: datetime) -> int:
        """Bring over whatever is under one card to the other; return how many bookings this call moved."""


class Moving:
    """Goes on with mergings."""

    def __init__(
        self,
        *,
        table: Table,
        store: MergeStore,
        clients: ClientStore,
        profiles: ProfileStore,
        names: NameStore,
        purchases: PurchaseStore,
        delegates: DelegateStore,
        arranged: Arranged,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._store, self._clients, self._profiles = table, store, clients, profiles
        self._names, self._purchases, self._delegates = names, purchases, delegates
        self._arranged, self._audit, self._clock = arranged, audit, clock

    def count(self, other: str) -> Counts:
        """Return how much there is to move."""
        delegates = len(self._delegates.register(other).entries)
        return Counts(self._arranged.count(other), delegates, self._purchases.count(other))

    def at_once(self, this: str, other: str, now: int) -> list[tuple[int, int]]:
        """Return the starts of appointments ahead that two cards have at the same time."""
        return self._arranged.at_once(this, other, now)

    def resume(self, now: datetime) -> int:
        """Go on with every merging that is not done; return how many are done now. The sweep asks each minute."""
        done = 0
        for other in self._store.due(now):
            try:
                done += self.advance(other).state is State.DONE
            except ShowroomError as error:
                _LOG.error("merging: one could not go on, %s", type(error).__name__)
        return done

    def advance(self, other: str) -> Merge:
        """Move whatever is there, or return what is done. Raises NotFound and Busy."""
        for _ in range(_TRIES):
            merge = self._store.get(other)
            if merge is None:
                raise NotFound(NOT_FOUND)
            if merge.state is State.DONE:
                return merge
            try:
                return self._pass(merge)
            except (StepRefused, Contended, Busy):
                continue
        raise Busy

    def _pass(self, merge: Merge) -> Merge:
        """Move whatever is there; close it once nothing more can come to light, or once she is being erased."""
        moment = self._clock()
        now = minute_of(moment)
        item = self._clients.resolved(merge.into)
        is_hers = item is not None and is_known(item)
        if item is not None and is_hers:
            self._pass_on(merge, item.client_id, moment)
        if is_hers and now < merge.at + SETTLED_MINUTES:
            return merge
        after = merge.done(now)
        was, is_now = merge.facts(), after.facts()
        subject = subject_of(merge.other)
        self._table.commit(
            [
                self._store.change(merge, after),
                *self._forgotten(merge.other),
                self._profiles.remove(merge.other),
                self._audit.of("client.merge_move", subject, merge.actor, moment, before=was, after=is_now),
            ]
        )
        return after

    def _pass_on(self, merge: Merge, into: str, moment: datetime) -> None:
        other, actor = merge.other, merge.actor
        self._arranged.move(other, into, actor, moment)
        for more in (self._delegates.move, self._purchases.move_some):
            while steps := more(other, into):
                audited = self._audit.of("client.merge_move", subject_of(into), actor, moment)
                self._table.commit([*steps, self._clients.still_known(into), audited])

    def _forgotten(self, other: str) -> list[Step]:
        """Steps by which the other card is found by no name any more; none once its key is shredded."""
        item = self._clients.get(other)
        found = self._table.get_many([self._profiles.key(other)], consistent=True)
        try:
            card = self._profiles.opened(self._clients.opened(item), next(iter(found.values()), None)) if item else None
        except NotFound:
            card = None
        if card is None:
            return []
        return self._names.steps(rows_of(self._names, card), {})[:90]


def rows_of(names: NameStore, card: Card) -> Rows:
    """Return by what a card is found."""
    contact = card.client.contact
    if contact is None:
        raise ValueError("a card is merged with its contact")
    return names.rows(card.client.id, card.client.boutique, contact.name, card.profile.readings)
