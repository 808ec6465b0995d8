"""The last letter to a client who is being erased (`LastWord` of the clients' room)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chalicelib.boutiques.model import in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.erasure.model import Erasure, Sent
from chalicelib.clients.erasure.store import ErasureStore
from chalicelib.clients.service import Clients
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.steps import Step
from chalicelib.messaging.model import ChannelName, Message, Notice, Recipient, State
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.plan import at_once
from chalicelib.messaging.store import NoticeStore

ERASED = "client.erased"


class Farewells:
    """Keeps the notices of erasures."""

    def __init__(self, notices: NoticeStore, nudge: Nudge) -> None:
        self._notices, self._nudge = notices, nudge

    def say(self, erasure: Erasure, channel: str, moment: datetime) -> Step:
        """Return the step by which her last letter is sent."""
        by: ChannelName = "email" if channel == "email" else "sms"
        told = at_once(ERASED, ERASED, "leaving", erasure.version, minute_of(moment), by)
        return self._notices.create(erasure.subject, erasure.version, (told,), moment)

    def waiting(self, erasure: Erasure) -> bool:
        """Say whether it is still on its way."""
        return any(notice.is_waiting for notice in self._row(erasure))

    def sent(self, erasure: Erasure) -> Iterable[Sent]:
        """Return it, once it has left the house."""
        gone = (State.SENT, State.UNKNOWN, State.BOUNCED)
        return [Sent(notice.channel, "client", 1) for notice in self._row(erasure) if notice.state in gone]

    def nudge(self, erasure: Erasure) -> None:
        """Put it on the queue, as best it can."""
        self._nudge(erasure.subject)

    def _row(self, erasure: Erasure) -> tuple[Notice, ...]:
        row = self._notices.read(erasure.subject)
        return row.notices if row else ()


class FarewellComposer:
    """Composes the last letter."""

    def __init__(self, erasures: ErasureStore, clients: Clients, catalogue: Catalogue) -> None:
        self._erasures, self._clients, self._catalogue = erasures, clients, catalogue

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:  # noqa: ARG002 - a Composer
        """Return the letter, or None once her key is shredded."""
        client_id = subject.partition("#")[2]
        erasure = self._erasures.get(client_id)
        try:
            client = self._clients.get(client_id)
        except NotFound:
            return None
        if erasure is None or client.contact is None:
            return None
        maison = self._catalogue.maison()
        known = {card.id for card in maison.boutiques}
        boutique = self._catalogue.boutique(client.boutique if client.boutique in known else maison.boutiques[0].id)
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
            "cancelled": erasure.ended.appointments,
        }
        return Message(
            template=notice.kind,
            language=client.language,
            channel=notice.channel,
            to=Recipient(name.display, client.contact.email or None, client.contact.telephone or None),
            from_name=maison.name,
            reply_to=boutique.email,
            values=values,
        )
