"""Wishes: taken when nothing is free, kept for the boutique, written to an associate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.wishes.model import Wish
from chalicelib.bookings.wishes.store import WishStore
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.model import Contact
from chalicelib.clients.service import Clients
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import Busy, Contended, FieldProblem, InvalidInput, KeyReused, NotFound, StepRefused
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Page, Step, Table
from chalicelib.foundation.vault import Admission
from chalicelib.identity import permits
from chalicelib.identity.model import FOR_A_CLIENT, Principal, Role
from chalicelib.identity.permits import Target
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.plan import at_once
from chalicelib.messaging.store import NoticeStore


class Wishes:
    """Takes wishes and lists them to the boutique's staff."""

    def __init__(
        self,
        *,
        table: Table,
        store: WishStore,
        clients: Clients,
        catalogue: Catalogue,
        notices: NoticeStore,
        nudge: Nudge,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._store, self._clients, self._catalogue = table, store, clients, catalogue
        self._notices, self._nudge, self._audit, self._clock = notices, nudge, audit, clock

    def leave(self, principal: Principal, wish: Wish, contact: Contact | None, keyed: Keyed) -> tuple[str, bool]:
        """Keep a wish; return its id, and whether it was kept already. Raises InvalidInput, KeyReused, NotFound.

        `id`, `client` and `created_at` are given here: what the caller put there is not looked at.
        """
        permits.require(principal, "wish.create", Target(owner=principal.subject))
        boutique = self._catalogue.boutique(wish.boutique)
        experience = self._catalogue.experience(wish.experience)
        self._check(principal, wish, contact, boutique.id in experience.boutiques)
        wish_id = keyed.id_for(principal)
        kept = self._kept(wish_id, keyed)
        if kept:
            return wish_id, True
        moment = self._clock()
        now = minute_of(moment)
        client_id = principal.subject if contact is None else derived_id("client", wish_id)
        wish = replace(wish, id=wish_id, client=client_id, created_at=now)
        admitted: list[Step] = []
        admission: Admission | None = None
        if contact is None:
            channels = self._clients.card(client_id).channels
        else:
            client, admitted, admission = self._clients.provisional(client_id, contact, wish.language)
            channels = client.channels
        told = (
            at_once("wish.received", "wish.received", "client", 1, now, "email" if "email" in channels else "sms"),
            at_once("host.wish", "host.wish", "host", 1, now),
        )
        after = {"boutique": boutique.id, "experience": experience.id, "client": client_id}
        steps = [
            *admitted,
            self._store.create(wish, keyed.body, admission),
            self._notices.create(wish.subject, 1, told, moment),
            self._audit.of("wish.create", wish.subject, principal.actor, moment, after=after),
        ]
        try:
            self._table.commit(steps)
        except (StepRefused, Contended, Busy):
            # A lost answer, or the same request beside this one: our own id tells.
            if not self._kept(wish_id, keyed):
                raise Busy from None
            return wish_id, True
        self._nudge(wish.subject)
        return wish_id, False

    def find(self, wish_id: str) -> Wish:
        """Return a wish with its words opened, for the composer. Raises NotFound."""
        item = self._store.get(wish_id)
        if item is None:
            raise NotFound("no such wish")
        return self._store.open(item)

    def of_boutique(
        self, principal: Principal, boutique_id: str, limit: int, start: Mapping[str, Any] | None
    ) -> tuple[Page, Mapping[str, str]]:
        """Return one page of a boutique's wishes, latest first, and the name of each wish's client."""
        permits.require(principal, "wish.list", Target(boutique=boutique_id))
        page = self._store.of_boutique(boutique_id, limit, start)
        return page, {wish.id: self._name(wish.client) for wish in page.items}

    def _kept(self, wish_id: str, keyed: Keyed) -> bool:
        found = self._store.get(wish_id)
        if found is not None and found.body_hash != keyed.body:
            raise KeyReused
        return found is not None

    def _name(self, client_id: str) -> str:
        try:
            contact = self._clients.get(client_id).contact
        except NotFound:
            return ""  # she is being erased just now
        return contact.name.display if contact else ""

    def _check(self, principal: Principal, wish: Wish, contact: Contact | None, offered: bool) -> None:
        problems = []
        if not offered:
            problems.append(FieldProblem("/experience", "is not offered by this boutique"))
        if wish.language not in self._catalogue.maison().languages:
            problems.append(FieldProblem("/language", "must be a language of the maison"))
        if principal.role in FOR_A_CLIENT and contact is not None:
            problems.append(FieldProblem("/client", "is known already and is not sent"))
        if principal.role is Role.VISITOR and contact is None:
            problems.append(FieldProblem("/client", "is needed"))
        if problems:
            raise InvalidInput(problems)
