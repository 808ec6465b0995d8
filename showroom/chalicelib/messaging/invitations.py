"""The letter that invites somebody to book for a client: who asked for it, what she may do, until when, and the link.

It is the house's, not the client's, and tells a stranger nothing but how the client is addressed. The link is minted
when the letter is sent and stored nowhere.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from chalicelib.boutiques.model import Boutique, in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.delegates.delegation import Delegate, State
from chalicelib.clients.delegates.service import Delegates
from chalicelib.clients.model import Name
from chalicelib.clients.service import Clients
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.steps import Step
from chalicelib.identity.tokens import Tokens
from chalicelib.messaging.model import Message, Notice, Recipient
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.plan import at_once
from chalicelib.messaging.store import NoticeStore

INVITED = "delegate.invited"


class Inviting:
    """Keeps the notices of delegates (`Invitations` of the clients' room)."""

    def __init__(self, notices: NoticeStore, nudge: Nudge) -> None:
        self._notices, self._nudge = notices, nudge

    def invite(self, delegate: Delegate, moment: datetime) -> Step:
        """Return the step by which she is sent a letter with a link of her present version."""
        told = at_once(INVITED, INVITED, "delegate", delegate.link_version, minute_of(moment))
        return self._told(delegate, (told,), moment)

    def withdraw(self, delegate: Delegate, moment: datetime) -> Step:
        """Return the step after which no letter that still waits is sent to her."""
        return self._told(delegate, (), moment)

    def nudge(self, delegate: Delegate) -> None:
        """Put her on the queue, as best it can."""
        self._nudge(delegate.subject)

    def _told(self, delegate: Delegate, notices: tuple[Notice, ...], moment: datetime) -> Step:
        row = self._notices.read(delegate.subject)
        if row is None:
            return self._notices.create(delegate.subject, delegate.link_version, notices, moment)
        return self._notices.rewrite(row, delegate.link_version, notices, moment)


class DelegateComposer:
    """Composes the letters of delegates."""

    def __init__(
        self, delegates: Delegates, clients: Clients, catalogue: Catalogue, tokens: Tokens, public_url: str
    ) -> None:
        self._delegates, self._clients, self._catalogue = delegates, clients, catalogue
        self._tokens, self._public_url = tokens, public_url

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Return the invitation, or None when it has ended, another letter took its place, or the client is gone."""
        delegate = self._delegates.find(subject.partition("#")[2])
        if delegate is None or delegate.contact is None or delegate.link_version != notice.version:
            return None
        if delegate.state_at(minute_of(now)) is not State.ACTIVE:
            return None
        try:
            client = self._clients.get(delegate.client)
        except NotFound:
            return None
        maison, boutique = self._catalogue.maison(), self._boutique(client.boutique)
        token = self._tokens.delegate(delegate.id, delegate.link_version, delegate.expires_at)
        name = delegate.contact.name
        values: dict[str, Any] = {
            "client_name": name.display,
            "salutation": asdict(name),
            "principal": _named(client.contact.name if client.contact else Name()),
            "maison_name": maison.name,
            "boutique_name": boutique.name,
            "boutique_telephone": boutique.telephone,
            "city": in_language(boutique.city, delegate.language, maison.default_language),
            "zone": boutique.zone,
            "place": "boutique",
            "advisor": None,
            "expires_at": delegate.expires_at,
            "delegate_url": f"{self._public_url}/me#showroom={token}",
        }
        return Message(
            template=notice.kind,
            language=delegate.language,
            channel=notice.channel,
            to=Recipient(name.display, delegate.contact.email),
            from_name=maison.name,
            reply_to=boutique.email,
            values=values,
        )

    def _boutique(self, hers: str | None) -> Boutique:
        """Return the client's own boutique, or the maison's first where she has none that is still there."""
        cards = self._catalogue.maison().boutiques
        known = hers if hers in {card.id for card in cards} else cards[0].id
        return self._catalogue.boutique(str(known))


def _named(name: Name) -> dict[str, Any]:
    """Return a name as letters say it: its parts, and the whole."""
    return {**asdict(name), "display": name.display}
