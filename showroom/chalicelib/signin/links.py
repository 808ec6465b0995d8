"""Use cases of the letter with a link: asking for one, writing it, using it once.

Asking is the same work whether or not the house knows the address: a row by its blind index, a notice, the queue. Who
it belongs to is looked up when the letter is written, and where it belongs to nobody no letter is. The link's secret
is made at that moment and its hash kept; it stands in the fragment, so opening the page uses nothing, and posting it
empties the row by version: of twenty who post it, one is let in.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from chalicelib.boutiques.model import Boutique, in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.model import Client, Contact, Name
from chalicelib.clients.service import Clients
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of, second_of
from chalicelib.foundation.errors import Busy, Contended, NotFound, StepRefused, Unauthenticated
from chalicelib.foundation.ids import derived_id, is_id
from chalicelib.foundation.table import Table
from chalicelib.identity.permits import NOT_SIGNED_IN
from chalicelib.messaging.model import Message, Notice, Recipient
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.plan import at_once
from chalicelib.messaging.store import NoticeStore
from chalicelib.signin.model import LINK_SECONDS, client_person, hashed
from chalicelib.signin.sessions import Sessions, Signed
from chalicelib.signin.store import SignInStore

LETTER = "signin.link"
_TRIES = 4
_T = TypeVar("_T")


class MagicLinks:
    """Links by which clients sign in."""

    def __init__(
        self,
        *,
        table: Table,
        store: SignInStore,
        sessions: Sessions,
        clients: Clients,
        notices: NoticeStore,
        nudge: Nudge,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._store, self._sessions, self._clients = table, store, sessions, clients
        self._notices, self._nudge, self._audit, self._clock = notices, nudge, audit, clock

    def ask(self, email: str, key: str) -> None:
        """Have a letter sent to a normalised address, if it is a known client's; at most three an hour. Raises Busy.

        Nothing that is answered, or done before the answer, depends on whether the address is known.
        """
        address = self._clients.blind_contact(Contact(Name(), email))
        receipt = derived_id("signin link", address, key)
        if self._settled(lambda: self._ask(address, receipt)):
            self._nudge(subject_of(address))

    def use(self, link: str, key: str) -> Signed:
        """Sign in the client to whom a link was sent; it, and every other one to her, holds no more.

        Sent again with the same key within a minute it is answered as before. Raises Unauthenticated and Busy.
        """
        address, dot, secret = link.partition(".")
        if not dot or not is_id(address) or not secret.isascii():
            raise Unauthenticated(NOT_SIGNED_IN)
        session_id = derived_id("signin link", link, key)
        return self._settled(lambda: self._use(address, secret, session_id))

    def mint(self, address: str, request: int, now: datetime) -> str | None:
        """Return a new link for the letter that was asked for last; None for an older one, or too long ago.

        Raises Contended and Busy.
        """
        second = second_of(now)
        links = self._store.links(address)
        if links.request != request or not links.asked or second >= links.asked[-1] + LINK_SECONDS:
            return None
        secret = secrets.token_urlsafe(32)
        try:
            self._table.write(self._store.relink(links.written(hashed(secret.encode()), second)))
        except StepRefused:
            raise Contended("the links of this address have just changed") from None
        return f"{address}.{secret}"

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, address: str, receipt: str) -> bool:
        moment = self._clock()
        links = self._store.links(address)
        if receipt in links.receipts or not links.may_ask(second_of(moment)):
            return receipt in links.receipts  # sent again: the queue may have been missed; one too many: nothing
        after = links.asking(receipt, second_of(moment))
        subject = subject_of(address)
        notices = (at_once(LETTER, LETTER, "client", after.request, minute_of(moment)),)
        row = self._notices.read(subject)
        told = (
            self._notices.create(subject, after.request, notices, moment)
            if row is None
            else self._notices.rewrite(row, after.request, notices, moment)
        )
        self._table.commit(
            [self._store.relink(after), told, self._audit.of("signin.ask", subject, "anonymous:", moment)]
        )
        return True

    def _use(self, address: str, secret: str, session_id: str) -> Signed:
        links = self._store.links(address)
        if not links.has(hashed(secret.encode()), second_of(self._clock())):
            return self._sessions.again(session_id, secret)
        client_id = self._clients.holder_at(address)
        if client_id is None or not self._clients.is_known(client_id):
            raise Unauthenticated(NOT_SIGNED_IN)
        person = client_person(client_id)
        signed, steps = self._sessions.begin(person, session_id, secret)
        said = self._audit.of("signin.link", person.key, f"client:{client_id}", self._clock())
        self._table.commit([self._store.relink(links.used()), *steps, said])
        return signed

    def _settled(self, attempt: Callable[[], _T]) -> _T:
        for _ in range(_TRIES):
            try:
                return attempt()
            except (StepRefused, Contended, Busy):
                continue  # a rival, or a lost answer: what is there now tells
        raise Busy


class LinkComposer:
    """Composes the letter with the link."""

    def __init__(self, links: MagicLinks, clients: Clients, catalogue: Catalogue, public_url: str) -> None:
        self._links, self._clients, self._catalogue, self._public_url = links, clients, catalogue, public_url

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Return the letter, or None when the address is nobody's, or a later letter took this one's place."""
        address = subject.partition("#")[2]
        client = self._client(address)
        if client is None or client.contact is None:
            return None
        link = self._links.mint(address, notice.version, now)
        if link is None:
            return None
        maison, boutique = self._catalogue.maison(), self._boutique(client.boutique)
        name = client.contact.name
        values: dict[str, Any] = {
            "client_name": name.display,
            "salutation": asdict(name),
            "maison_name": maison.name,
            "boutique_name": boutique.name,
            "boutique_telephone": boutique.telephone,
            "city": in_language(boutique.city, client.language, maison.default_language),
            "zone": boutique.zone,
            "place": "boutique",
            "advisor": None,
            "minutes": LINK_SECONDS // 60,
            "signin_url": f"{self._public_url}/me#signin={link}",
        }
        return Message(
            template=notice.kind,
            language=client.language,
            channel=notice.channel,
            to=Recipient(name.display, client.contact.email),
            from_name=maison.name,
            reply_to=boutique.email,
            values=values,
        )

    def _client(self, address: str) -> Client | None:
        client_id = self._clients.holder_at(address)
        if client_id is None:
            return None
        try:
            return self._clients.get(client_id)
        except NotFound:
            return None

    def _boutique(self, hers: str | None) -> Boutique:
        cards = self._catalogue.maison().boutiques
        known = hers if hers in {card.id for card in cards} else cards[0].id
        return self._catalogue.boutique(str(known))


def subject_of(address: str) -> str:
    """Return the notices' and the audit's name for a blinded address."""
    return f"signin#{address}"
