"""Use cases of erasure: what would go, beginning it, and going on with it until it is done.

begin    one transaction: the erasure, her card closed, her address given up, her sessions and the beginnings of her
         name ended, suppression
end      one transaction for each appointment, delegate and quiet hold, and for each ninety purchases; what is ended
         already is left alone
close    one transaction: what was ended, and her last letter
finish   once the last letters have gone, or an hour after it began: card, profile, data key, receipt

Each stage begins by reading what is there, so a process that dies leaves it to the next: whoever asks again, or the
sweep a minute later.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.clients.advised.store import advised_steps
from chalicelib.clients.cards.store import ProfileStore
from chalicelib.clients.delegates.service import Delegates
from chalicelib.clients.erasure.model import Ended, Erasure, Sent, State
from chalicelib.clients.erasure.store import ErasureStore
from chalicelib.clients.model import LEAVING, Client, subject_of
from chalicelib.clients.purchases.store import PurchaseStore
from chalicelib.clients.search.store import NameStore
from chalicelib.clients.store import ClientStore, is_known
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import Busy, Contended, NotFound, ShowroomError, StepRefused
from chalicelib.foundation.table import Step, Table
from chalicelib.foundation.vault import Vault
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target

_LOG = logging.getLogger(__name__)
_TRIES = 12


class Ties(Protocol):
    """What binds a client to the house. Rooms to the right implement it and `wiring` plugs them in."""

    def coming(self, client_id: str, now: int) -> int:
        """Return how many appointments are ahead of her."""

    def end(self, client_id: str, actor: str, moment: datetime) -> int:
        """Cancel what is ahead and drop what was still to be said to her; return how many this call cancelled."""

    def waiting(self, client_id: str) -> bool:
        """Say whether a letter about it is still on its way."""

    def sent(self, client_id: str) -> Iterable[Sent]:
        """Return what has left the house, as far as it remembers."""


class Sessions(Protocol):
    """Knows who is signed in. A room to the right implements it."""

    def ending(self, person: str) -> Step:
        """Return the step that ends every session of `client#<id>`."""


class LastWord(Protocol):
    """Writes to her a last time. A room to the right implements it."""

    def say(self, erasure: Erasure, channel: str, moment: datetime) -> Step:
        """Return the step by which her last letter is sent."""

    def waiting(self, erasure: Erasure) -> bool:
        """Say whether it is still on its way."""

    def sent(self, erasure: Erasure) -> Iterable[Sent]:
        """Return it, once it has left the house."""

    def nudge(self, erasure: Erasure) -> None:
        """Have it sent at once, as best it can."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an erasure would end, or has ended, and what has left the house."""

    client: str
    erasure: Erasure | None
    ended: Ended
    left: tuple[Sent, ...]


class Erasures:
    """Takes clients out of the house."""

    def __init__(
        self,
        *,
        table: Table,
        vault: Vault,
        store: ErasureStore,
        clients: ClientStore,
        profiles: ProfileStore,
        names: NameStore,
        purchases: PurchaseStore,
        delegates: Delegates,
        ties: Ties,
        last_word: LastWord,
        sessions: Sessions,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._vault, self._store, self._clients = table, vault, store, clients
        self._profiles, self._names, self._purchases, self._delegates = profiles, names, purchases, delegates
        self._ties, self._last_word, self._sessions = ties, last_word, sessions
        self._audit, self._clock = audit, clock

    def outlook(self, principal: Principal, client_id: str) -> Outlook:
        """Return what goes and what has left, or the receipt of what is done. Raises NotFound."""
        client_id = self._remaining(client_id)
        erasure = self._allowed(principal, client_id)
        return self._outlook(client_id, erasure)

    def erase(self, principal: Principal, client_id: str) -> Outlook:
        """Erase a client, or go on with it; said again, it changes nothing more. Raises NotFound and Busy."""
        client_id = self._remaining(client_id)
        self._allowed(principal, client_id)
        return self._outlook(client_id, self._advance(client_id, principal.actor))

    def resume(self, now: datetime) -> int:
        """Go on with every erasure that was left half-way; return how many are done now. The sweep asks each minute."""
        done = 0
        for client_id in self._store.due(now):
            try:
                done += self._advance(client_id, "").state is State.DONE
            except ShowroomError as error:
                _LOG.error("erasure: one could not go on, %s", type(error).__name__)
        return done

    # ── stages ───────────────────────────────────────────────────────────────────────────────────────────────

    def _advance(self, client_id: str, actor: str) -> Erasure:
        for _ in range(_TRIES):
            erasure = self._store.get(client_id)
            try:
                if erasure is None:
                    self._begin(client_id, actor)
                elif erasure.state is State.BEGUN:
                    self._close(erasure)
                elif erasure.state is State.CLOSING and self._may_finish(erasure):
                    self._finish(erasure)
                else:
                    return erasure
            except (StepRefused, Contended, Busy):
                continue  # a rival, or a lost answer: what is there now tells
        raise Busy

    def _begin(self, client_id: str, actor: str) -> None:
        item = self._clients.get(client_id)
        if item is None or not is_known(item):
            raise NotFound(NOT_FOUND)
        found = self._table.get_many([self._profiles.key(client_id)], consistent=True)
        card = self._profiles.opened(self._clients.opened(item), next(iter(found.values()), None))
        client, contact, moment = card.client, card.client.contact, self._clock()
        if contact is None:
            raise NotFound(NOT_FOUND)
        now = minute_of(moment)
        ended = self._ended(client_id, now)
        erasure = Erasure(client_id, client.boutique, actor, now, ended=ended)
        rows = self._names.rows(client_id, client.boutique, contact.name, card.profile.readings)
        steps = [
            self._store.create(erasure),
            self._clients.change(item, replace(client, state=LEAVING, version=client.version + 1)),
            *self._clients.give_up(client_id, contact),
            *self._names.steps(rows, {}),
            *advised_steps(client, None),
            *self._suppressed(client),
            *(self._sessions.ending(subject_of(card)) for card in (client_id, *client.merged)),
            self._audit.of("client.erase_begin", client.subject, actor, moment, after=erasure.facts()),
        ]
        self._table.commit(steps)

    def _suppressed(self, client: Client) -> list[Step]:
        """Steps by which her addresses are never written to for marketing again (rule C2)."""
        steps: list[Step | None] = []
        for contact in client.contact.apart() if client.contact else ():
            hers = replace(client, contact=contact)
            held = self._clients.suppressions(contact)
            steps += [self._clients.add_objection(hers, channel, item) for channel, item in held.items()]
        return [step for step in steps if step]

    def _close(self, erasure: Erasure) -> None:
        moment = self._clock()
        self._end(erasure, moment)
        after = erasure.closing()
        steps = [self._store.change(erasure, after)]
        client = self._clients.get(erasure.client)
        if client is not None and client.addresses:
            channel = "email" if "email" in client.addresses else "sms"
            steps.append(self._last_word.say(after, channel, moment))
        self._table.commit([*steps, self._audited("client.erase_close", erasure, after, moment)])
        self._last_word.nudge(after)

    def _end(self, erasure: Erasure, moment: datetime) -> int:
        ended = 0
        for card in self._cards(erasure.client):
            self._delegates.end_all(card, erasure.actor, moment)
            while gone := self._purchases.remove_some(card):  # none is added: her card is closed
                audited = self._audit.of("client.erase_purchases", subject_of(card), erasure.actor, moment)
                self._table.commit([*gone, audited])
            ended += self._ties.end(card, erasure.actor, moment)
        return ended

    def _may_finish(self, erasure: Erasure) -> bool:
        if erasure.waits_no_more(minute_of(self._clock())):
            return True
        return not self._last_word.waiting(erasure) and not any(map(self._ties.waiting, self._cards(erasure.client)))

    def _finish(self, erasure: Erasure) -> None:
        moment = self._clock()
        if self._end(erasure, moment) and not erasure.waits_no_more(minute_of(moment)):
            raise Contended("an appointment was made meanwhile")  # its host is told before the key is shredded
        cards = self._cards(erasure.client)
        left = _summed([*self._sent(cards), *self._last_word.sent(erasure)])
        after = erasure.done(minute_of(moment), left)
        steps = [
            self._store.change(erasure, after),
            *(step for card in cards for step in self._clients.shred(card)),
            *(self._profiles.remove(card) for card in cards),
            *(self._sessions.ending(subject_of(card)) for card in cards),
            self._audited("client.erase", erasure, after, moment),
        ]
        self._table.commit(steps)
        for card in cards:
            self._vault.forget(subject_of(card))

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _allowed(self, principal: Principal, client_id: str) -> Erasure | None:
        permits.admit(principal, "client.erase")
        erasure = self._store.get(client_id)
        item = None if erasure else self._clients.get(client_id)
        if erasure is None and (item is None or not is_known(item)):
            raise NotFound(NOT_FOUND)
        boutique = erasure.boutique if erasure else item.boutique if item else None
        permits.require(principal, "client.erase", Target(boutique=boutique))
        return erasure

    def _ended(self, client_id: str, now: int) -> Ended:
        cards = self._cards(client_id)
        coming = sum(self._ties.coming(card, now) for card in cards)
        return Ended(coming, sum(self._delegates.living(card, now) for card in cards))

    def _cards(self, client_id: str) -> tuple[str, ...]:
        """Return her card's id, and those of the cards that were taken into it."""
        item = self._clients.get(client_id)
        return (client_id, *((item.merged or ()) if item is not None else ()))

    def _remaining(self, client_id: str) -> str:
        """Return the id of the card that has taken this one in, if one has."""
        item = self._clients.resolved(client_id)
        return item.client_id if item is not None else client_id

    def _sent(self, cards: Iterable[str]) -> list[Sent]:
        return [sent for card in cards for sent in self._ties.sent(card)]

    def _outlook(self, client_id: str, erasure: Erasure | None) -> Outlook:
        now = minute_of(self._clock())
        if erasure is not None and erasure.state is State.DONE:
            return Outlook(client_id, erasure, erasure.ended, erasure.left)
        left = _summed(self._sent(self._cards(client_id)))
        return Outlook(client_id, erasure, erasure.ended if erasure else self._ended(client_id, now), left)

    def _audited(self, action: str, before: Erasure, after: Erasure, moment: datetime) -> Step:
        was, is_now = before.facts(), after.facts()
        return self._audit.of(action, subject_of(after.client), after.actor, moment, before=was, after=is_now)


def _summed(sent: Iterable[Sent]) -> tuple[Sent, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in sent:
        counts[one.channel, one.to] += one.number
    return tuple(Sent(channel, to, count) for (channel, to), count in sorted(counts.items()))
