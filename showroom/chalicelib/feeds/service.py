"""What a member of staff may do with her own subscription: make an address, revoke it, say how much it tells."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from chalicelib.boutiques.model import Boutique
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.store import StaffingStore
from chalicelib.boutiques.store import staff_subject
from chalicelib.feeds.guard import target_of
from chalicelib.feeds.model import Discretion, Feed
from chalicelib.feeds.store import FeedStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import Contended, FieldProblem, InvalidInput, NotFound, StepRefused
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Step, Table
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target

_TRIES = 4


class Feeds:
    """Every member of staff's own subscription, for herself alone."""

    def __init__(
        self,
        table: Table,
        store: FeedStore,
        staffing: StaffingStore,
        catalogue: Catalogue,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._store, self._catalogue, self._staffing = table, store, catalogue, staffing
        self._audit, self._clock = audit, clock

    def read(self, principal: Principal) -> Feed:
        """Return her subscription. Raises NotFound for somebody who receives in none of her boutiques."""
        self._hers(principal, "feed.read_own")
        return self._store.get(principal.subject)

    def issue(self, principal: Principal, key: str) -> tuple[Feed, str, bool]:
        """Make a new address in place of any other; return it with its token, and whether it was made already.

        Raises NotFound, StateConflict (this very request made one that is gone by now) and Contended.
        """
        places = self._hers(principal, "feed.change_own")
        request, salt = derived_id(principal.sender, "feed", key), secrets.token_bytes(32)
        link = self._store.link_of(self._store.token(salt))

        def made(before: Feed, moment: datetime) -> Feed:
            if before.issued_for(request):
                return before
            boutiques = tuple(sorted(place.id for place in places))
            return before.issued(request, link, salt, minute_of(moment), boutiques)

        feed = self._changed(principal, "feed.issued", made)
        return feed, self._store.token(feed.salt), feed.link != link

    def revoke(self, principal: Principal) -> Feed:
        """Close the address there is, at once; without one there is nothing to do."""
        self._hers(principal, "feed.change_own")
        return self._changed(principal, "feed.revoked", lambda feed, _: feed.revoked() if feed.link else feed)

    def tell(self, principal: Principal, version: int, discretion: Discretion) -> tuple[Feed, bool]:
        """Say how much of a client is told, from the next reading on; return whether that was so already.

        Raises NotFound, PreconditionFailed and Contended.
        """
        self._hers(principal, "feed.change_own")
        before = self._store.get(principal.subject)

        def telling(feed: Feed, _: datetime) -> Feed:
            if feed.discretion is discretion:
                return feed
            return feed.at_version(version).telling(discretion)

        feed = self._changed(principal, "feed.discretion", telling)
        return feed, feed == before

    def listen(self, principal: Principal, version: int, url: str) -> tuple[Feed, bool]:
        """Have another calendar of hers read from now on, in place of any other; return whether that was so already.

        Raises InvalidInput, NotFound, PreconditionFailed and Contended.
        """
        places = self._hers(principal, "feed.change_own")
        try:
            target_of(url)
        except ValueError as error:
            raise InvalidInput((FieldProblem("/url", str(error)),)) from None
        sealed = self._store.sealed(principal.subject, url)

        def listening(feed: Feed, moment: datetime) -> Feed:
            if self._store.url_of(feed) == url:
                return feed
            boutiques = tuple(sorted(place.id for place in places))
            return feed.at_version(version).importing(sealed, minute_of(moment), boutiques)

        feed = self._changed(principal, "feed.listen", listening)
        return feed, feed.other is None or feed.other.sealed != sealed

    def forget(self, principal: Principal, version: int) -> tuple[Feed, bool]:
        """Have no other calendar read, and what it said forgotten at once; return whether that was so already.

        Raises NotFound, PreconditionFailed and Contended.
        """
        self._hers(principal, "feed.change_own")

        def deaf(feed: Feed, moment: datetime) -> Feed:
            if feed.other is None:
                return feed
            return feed.at_version(version).importing(None, minute_of(moment), feed.boutiques)

        before = self._store.get(principal.subject)
        feed = self._changed(principal, "feed.forget", deaf)
        for boutique_id in sorted({*feed.boutiques, *principal.boutiques}):
            self._staffing.drop_busy(boutique_id, principal.subject)
        return feed, before.other is None

    def ending(self, staff_id: str, boutiques: Iterable[str]) -> list[Step]:
        """Return the steps by which nothing of hers is read any more, out or in, for a larger change to commit."""
        feed = self._store.get(staff_id)
        places = sorted({*feed.boutiques, *boutiques})
        return self._store.drop(feed) + [self._staffing.dropping_busy(place, staff_id) for place in places]

    def _hers(self, principal: Principal, action: str) -> list[Boutique]:
        permits.require(principal, action, Target(host=principal.subject))
        found = receives_in(self._catalogue, principal.subject, tuple(sorted(principal.boutiques)))
        if not found:
            raise NotFound(NOT_FOUND)
        return found

    def _changed(self, principal: Principal, action: str, change: Callable[[Feed, datetime], Feed]) -> Feed:
        """Change her row as it is now, again when somebody else was first. Nothing is written where nothing changes."""
        for _ in range(_TRIES):
            moment = self._clock()
            before = self._store.get(principal.subject)
            after = change(before, moment)
            if after is before:
                return before
            record = self._audit.of(
                action,
                staff_subject(principal.subject),
                principal.actor,
                moment,
                before=before.facts() if before.version else None,
                after=after.facts(),
            )
            try:
                self._table.commit([*self._store.change(before, after), record])
            except StepRefused:
                continue
            return after
        raise Contended("a subscription was changed by several at once")


def receives_in(catalogue: Catalogue, staff_id: str, boutiques: tuple[str, ...]) -> list[Boutique]:
    """Return those of these boutiques in which somebody is a member of staff."""
    found = []
    for boutique_id in boutiques:
        try:
            boutique = catalogue.boutique(boutique_id)
            member = boutique.member(staff_id)
        except NotFound:
            continue
        if not member.leaving:
            found.append(boutique)
    return found
