"""Wishes: a request without a time, left when nothing is free. Kept for the boutique, and written to an associate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.bookings.service import Keyed
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.model import Contact, subject_of
from chalicelib.clients.service import Clients
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import FieldProblem, InvalidInput, KeyReused, NotFound
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import OWNER_INDEX, Item, Key, Page, Step, Table, create
from chalicelib.foundation.vault import Place, Vault
from chalicelib.identity import permits
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.permits import Target
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.plan import at_once
from chalicelib.messaging.store import NoticeStore


class WishItem(Item):
    """One wish; its days, part of day and words are sealed under the client's key."""

    wish_id = UnicodeAttribute()
    boutique = UnicodeAttribute()
    experience = UnicodeAttribute()
    client = UnicodeAttribute()
    language = UnicodeAttribute()
    created_at = NumberAttribute()
    body_hash = UnicodeAttribute()
    words = BinaryAttribute(legacy_encoding=False)
    owner = UnicodeAttribute()
    owner_at = UnicodeAttribute()


def wish_key(wish_id: str) -> Key:
    """Where a wish lives."""
    return Key(f"WISH#{wish_id}", "WISH")


def wishes_key(boutique_id: str) -> str:
    """The owner index's partition of a boutique's wishes, by time."""
    return f"WISHES#{boutique_id}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client wishes: days (ISO dates, none means any), a part of the day, her words."""

    id: str
    boutique: str
    experience: str
    client: str
    language: str
    created_at: int
    days: tuple[str, ...] = ()
    part: str = "any"
    words: str = ""

    @property
    def subject(self) -> str:
        """The notices' and the audit's name for it."""
        return f"wish#{self.id}"

    def document(self) -> Mapping[str, Any]:
        """What is sealed."""
        return {"days": list(self.days), "part": self.part, "words": self.words}


class Wishes:
    """Takes wishes and lists them to the boutique's staff."""

    def __init__(
        self,
        *,
        table: Table,
        vault: Vault,
        clients: Clients,
        catalogue: Catalogue,
        notices: NoticeStore,
        nudge: Nudge,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._vault, self._clients, self._catalogue = table, vault, clients, catalogue
        self._notices, self._nudge, self._audit, self._clock = notices, nudge, audit, clock

    def leave(self, principal: Principal, wish: Wish, contact: Contact | None, keyed: Keyed) -> tuple[str, bool]:
        """Keep a wish; return its id and whether it was kept already. Raises InvalidInput, KeyReused, NotFound.

        `wish.id` and `wish.client` are derived here: what the caller put there is not looked at.
        """
        permits.require(principal, "wish.create", Target(owner=principal.subject))
        boutique = self._catalogue.boutique(wish.boutique)
        experience = self._catalogue.experience(wish.experience)
        self._check(principal, wish, contact, boutique.id in experience.boutiques)
        wish_id = keyed.id_for(principal)
        found = self._table.get(WishItem, wish_key(wish_id), consistent=True)
        if found is not None:
            if found.body_hash != keyed.body:
                raise KeyReused
            return wish_id, True
        moment = self._clock()
        now = minute_of(moment)
        client_id = principal.subject if contact is None else derived_id("client", wish_id)
        admitted: list[Step] = []
        channel = "email"
        place = Place(wish_key(wish_id), "words")
        if contact is None:
            channel = self._clients.get(client_id).channels[0]
            sealed = self._vault.seal(subject_of(client_id), place, wish.document())
        else:
            _, admitted, admission = self._clients.provisional(client_id, contact, wish.language)
            channel = contact.channels[0]
            sealed = admission.seal(place, wish.document())
        item = WishItem(
            *wish_key(wish_id),
            wish_id=wish_id,
            boutique=boutique.id,
            experience=experience.id,
            client=client_id,
            language=wish.language,
            created_at=now,
            body_hash=keyed.body,
            words=sealed,
            owner=wishes_key(boutique.id),
            owner_at=f"{now:010d}#{wish_id}",
        )
        subject = f"wish#{wish_id}"
        told = (
            at_once("wish.received", "wish.received", "client", 1, now, "sms" if channel == "sms" else "email"),
            at_once("host.wish", "host.wish", "host", 1, now),
        )
        after = {"boutique": boutique.id, "experience": experience.id, "client": client_id}
        self._table.commit(
            [
                *admitted,
                create("wish.create", item),
                self._notices.create(subject, 1, told, moment),
                self._audit.of("wish.create", subject, principal.actor, moment, after=after),
            ]
        )
        self._nudge(subject)
        return wish_id, False

    def find(self, wish_id: str) -> Wish:
        """Return a wish with its words opened, for the composer. Raises NotFound."""
        item = self._table.get(WishItem, wish_key(wish_id), consistent=True)
        if item is None:
            raise NotFound("no such wish")
        return self._opened(item)

    def of_boutique(
        self, principal: Principal, boutique_id: str, limit: int, start: Mapping[str, Any] | None
    ) -> tuple[Page, Mapping[str, str]]:
        """Return one page of a boutique's wishes, latest first, and the name of each wish's client."""
        permits.require(principal, "wish.list", Target(boutique=boutique_id))
        page = self._table.query_page(
            Item, wishes_key(boutique_id), index=OWNER_INDEX, descending=True, limit=limit, start=start
        )
        found = self._table.get_many((WishItem, item.key) for item in page.items)
        wishes = [self._opened(found[item.key]) for item in page.items if item.key in found]
        return Page(wishes, page.next_start), {wish.id: self._name(wish.client) for wish in wishes}

    def _name(self, client_id: str) -> str:
        contact = self._clients.get(client_id).contact
        return contact.name.display if contact else ""

    def _opened(self, item: WishItem) -> Wish:
        said = self._vault.open(subject_of(item.client), Place(item.key, "words"), item.words)
        return Wish(
            id=item.wish_id,
            boutique=item.boutique,
            experience=item.experience,
            client=item.client,
            language=item.language,
            created_at=int(item.created_at),
            days=tuple(said["days"]),
            part=said["part"],
            words=said["words"],
        )

    def _check(self, principal: Principal, wish: Wish, contact: Contact | None, offered: bool) -> None:
        problems = []
        if not offered:
            problems.append(FieldProblem("/experience", "is not offered by this boutique"))
        if wish.language not in self._catalogue.maison().languages:
            problems.append(FieldProblem("/language", "must be a language of the maison"))
        if principal.role is Role.CLIENT and contact is not None:
            problems.append(FieldProblem("/client", "is known already and is not sent"))
        if principal.role is Role.VISITOR and contact is None:
            problems.append(FieldProblem("/client", "is needed"))
        if problems:
            raise InvalidInput(problems)
