"""Use cases of cards for the house's people: reading one, changing it, taking a client in, finding one by name.

card and profile  read strongly, in one call
who asks          her boutique's people, or who receives her elsewhere: found from her bookings (`Visits`)
same as wished?   answered without a write, whatever version was named: a retry after a lost answer is one of these
write             card, profile, beginnings of her name, audit: one transaction over both versions that were read
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.advised.store import advised_steps
from chalicelib.clients.cards.profile import Card, Wish
from chalicelib.clients.cards.store import ProfileItem, ProfileStore, profile_key
from chalicelib.clients.consent import Mechanism, Preferences, first_words, service_channels
from chalicelib.clients.model import KNOWN, Client, Contact
from chalicelib.clients.search.names import asked
from chalicelib.clients.search.store import NameStore, Rows
from chalicelib.clients.store import ClientItem, ClientStore, client_key, is_known
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import (
    Busy,
    Contended,
    FieldProblem,
    InvalidInput,
    KeyReused,
    NotFound,
    PreconditionFailed,
    StateConflict,
    StepRefused,
)
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Item, Key, Table
from chalicelib.identity import permits
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.permits import NOT_FOUND, Target

MOST_HITS = 10
_TRIES = 4
_T = TypeVar("_T")


class Visits(Protocol):
    """Knows who receives whom. A room to the right implements it and `wiring` plugs it in."""

    def opens(self, client_id: str, principal: Principal, now: int) -> bool:
        """Say whether somebody receives a client, or did within the last seven days."""


class Found(NamedTuple):
    """What was found: at most ten, by name, and whether there may be more."""

    items: list[Client]
    more: bool


class Cards:
    """Cards of known clients, for staff."""

    def __init__(
        self,
        *,
        table: Table,
        store: ProfileStore,
        clients: ClientStore,
        names: NameStore,
        visits: Visits,
        catalogue: Catalogue,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._store, self._clients, self._names = table, store, clients, names
        self._visits, self._catalogue, self._audit, self._clock = visits, catalogue, audit, clock

    def read(self, principal: Principal, client_id: str) -> Card:
        """Return a card. Raises NotFound for one that is not hers to see, that is not known, or that was erased."""
        return self._read(principal, client_id, "client.read")[1]

    def change(self, principal: Principal, client_id: str, version: int, wish: Wish) -> tuple[Card, bool]:
        """Keep what a card is to say; return it, and whether it said so already.

        Raises InvalidInput, NotFound, PreconditionFailed and Busy.
        """
        return self._settled(lambda: self._change(principal, client_id, version, wish))

    def take(self, principal: Principal, contact: Contact, wish: Wish, key: str, body_hash: str) -> tuple[Card, bool]:
        """Take in a client who telephoned or came; return her card, and whether that was done already.

        Raises InvalidInput, KeyReused, NotFound, StateConflict (her address has a card already) and Busy.
        """
        permits.require(principal, "client.take", Target(boutique=wish.boutique))
        client_id = derived_id(principal.sender, "client", key)
        return self._settled(lambda: self._take(principal, client_id, contact, wish, body_hash[:26]))

    def find(self, principal: Principal, name: str, boutique: str | None) -> Found:
        """Return the clients of one's boutiques, or of one of them, whose names begin like this.

        Raises InvalidInput where it is too little to look for, NotFound for a boutique that is not hers.
        """
        permits.admit(principal, "client.search")
        try:
            wanted = asked(name)
        except ValueError as error:
            raise InvalidInput([FieldProblem("/name", str(error))]) from None
        if boutique is None and principal.role is Role.ADMIN:
            raise InvalidInput([FieldProblem("/boutique", "is needed")])
        if boutique is not None:
            self._catalogue.maison().card(boutique)
        places = sorted(principal.boutiques) if boutique is None else [boutique]
        found: list[Client] = []
        more = False
        for place in places:
            permits.require(principal, "client.search", Target(boutique=place))
            ids, left = self._names.find(place, wanted)
            more = more or left or len(ids) > MOST_HITS
            found += self._clients.known(sorted(ids)[:MOST_HITS], place)
        found.sort(key=lambda one: (one.advisor != principal.subject, _display(one), one.id))
        return Found(found[:MOST_HITS], more or len(found) > MOST_HITS)

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _items(self, client_id: str) -> tuple[ClientItem | None, ProfileItem | None]:
        keys: list[tuple[type[Item], Key]] = [(ClientItem, client_key(client_id)), self._store.key(client_id)]
        found = self._table.get_many(keys, consistent=True)
        return found.get(client_key(client_id)), found.get(profile_key(client_id))

    def _read(self, principal: Principal, client_id: str, action: str) -> tuple[ClientItem, Card]:
        permits.admit(principal, action)
        item, profile = self._items(client_id)
        if item is not None and item.into:
            client_id = item.into
            item, profile = self._items(client_id)
        if item is None or not is_known(item):
            raise NotFound(NOT_FOUND)
        here = Target(boutique=item.boutique)
        if not permits.may(principal, action, here):
            receives = self._visits.opens(client_id, principal, minute_of(self._clock()))
            permits.require(principal, action, replace(here, host=principal.subject) if receives else here)
        return item, self._shown(principal, self._store.opened(self._clients.opened(item), profile))

    def _shown(self, principal: Principal, card: Card) -> Card:
        here = Target(boutique=card.client.boutique)
        return replace(
            card,
            may_change=permits.may(principal, "client.change", here),
            sees_all=permits.may(principal, "client.manager_note", here),
        )

    def _change(self, principal: Principal, client_id: str, version: int, wish: Wish) -> tuple[Card, bool]:
        item, before = self._read(principal, client_id, "client.change")
        after = wish.over(before)
        self._check(principal, wish, before.client.boutique, before.client.advisor)
        if after == before:
            return before, version != before.version
        if version != before.version:
            raise PreconditionFailed("This card has changed since you read it.")
        moment = self._clock()
        audited = self._audit.of(
            "client.change",
            after.client.subject,
            principal.actor,
            moment,
            before=before.document(),
            after=after.document(),
        )
        moved = self._names.steps(self._rows(before), self._rows(after))
        changed = self._clients.change(item, after.client)
        if after.client == before.client:
            changed = self._clients.unchanged(item)
        moved += advised_steps(before.client, after.client)
        self._table.commit([changed, self._store.change(before, after), *moved, audited])
        return self._shown(principal, after), False

    def _take(
        self, principal: Principal, client_id: str, contact: Contact, wish: Wish, body_hash: str
    ) -> tuple[Card, bool]:
        item, profile = self._items(client_id)
        if item is not None:
            kept = self._store.opened(self._clients.opened(item), profile)
            if kept.body_hash != body_hash:
                raise KeyReused
            return self._shown(principal, kept), True
        self._check(principal, wish, wish.boutique)
        moment = self._clock()
        card = self._shown(principal, _new(client_id, contact, wish, body_hash, moment))
        audited = self._audit.of("client.take", card.client.subject, principal.actor, moment, after=card.document())
        claims = [self._clients.claim(client_id, contact)]
        admitted, admission = self._clients.admit(card.client)
        profile_kept = self._store.create(card, admission)
        steps = [*admitted, profile_kept, *claims, *self._names.steps({}, self._rows(card)), audited]
        try:
            self._table.commit(steps)
        except StepRefused as refused:
            if refused.step != "clients.claim":
                raise
            if self._clients.get(client_id) is None:
                raise StateConflict("There is a card with this address already. Please look for it by name.") from None
            raise
        return card, False

    def _rows(self, card: Card) -> Rows:
        contact = card.client.contact
        if contact is None:
            raise ValueError("a card is kept with its contact")
        return self._names.rows(card.client.id, card.client.boutique, contact.name, card.profile.readings)

    def _check(self, principal: Principal, wish: Wish, present: str | None, advisor: str | None = None) -> None:
        """Raise everything in a wish that cannot be."""
        problems = []
        house = self._catalogue.maison()
        if wish.language not in house.languages:
            problems.append(FieldProblem("/language", "must be a language of the maison"))
        try:
            staff = {member.id for member in self._catalogue.boutique(wish.boutique).staying()}
        except NotFound:
            problems.append(FieldProblem("/boutique", "must be a boutique of the maison"))
        else:
            stays = (wish.boutique, wish.advisor) == (present, advisor)
            if not stays and wish.advisor is not None and wish.advisor not in staff:
                problems.append(FieldProblem("/advisor", "must be of her boutique"))
        given_away = wish.boutique != present
        if given_away and not permits.may(principal, "client.manager_note", Target(boutique=present)):
            problems.append(FieldProblem("/boutique", "is for a manager to change"))
        writes_above = wish.manager_note is not None
        if writes_above and not permits.may(principal, "client.manager_note", Target(boutique=present)):
            problems.append(FieldProblem("/manager_note", "is not open to you"))
        if problems:
            raise InvalidInput(problems)

    def _settled(self, attempt: Callable[[], _T]) -> _T:
        for _ in range(_TRIES):
            try:
                return attempt()
            except (StepRefused, Contended, Busy):
                continue  # a rival, or a lost answer: what is there now tells
        raise Busy


def _new(client_id: str, contact: Contact, wish: Wish, body_hash: str, moment: datetime) -> Card:
    """Return the card of a client who has just told somebody how to reach her: for her appointments, nothing more."""
    now = minute_of(moment)
    words = first_words(contact.addresses, Mechanism.HOUSE, now)
    client = Client(
        client_id,
        KNOWN,
        wish.language,
        (),
        advisor=wish.advisor,
        boutique=wish.boutique,
        contact=contact,
        addresses=contact.addresses,
        preferences=words if words.consents else Preferences(),
    )
    client = replace(client, channels=service_channels(client, now))
    profile = replace(wish.profile, manager_note=wish.manager_note or "", version=1)
    return Card(client, profile, body_hash)


def _display(client: Client) -> str:
    return client.contact.name.display if client.contact else ""
