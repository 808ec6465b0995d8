"""Use cases of client cards: admitting, finding, proving an address, enrolling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.clients.consent import (
    Channel,
    Consent,
    Mechanism,
    Preferences,
    Purpose,
    State,
    enrolled,
    first_words,
    service_channels,
)
from chalicelib.clients.model import KNOWN, PROVISIONAL, Client, Contact, Name
from chalicelib.clients.search.store import NameStore
from chalicelib.clients.store import ClientItem, ClientStore, closed, is_known
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import Busy, NotFound, StepRefused
from chalicelib.foundation.ids import new_id
from chalicelib.foundation.table import Step, Table
from chalicelib.foundation.vault import Admission


class Clients:
    """Client cards. Methods that return steps write nothing: the caller commits them with its own."""

    def __init__(self, table: Table, store: ClientStore, names: NameStore, audit: Audit, clock: Clock) -> None:
        self._table, self._store, self._names, self._audit, self._clock = table, store, names, audit, clock

    def get(self, client_id: str) -> Client:
        """Return a client with her contact opened, by the id of any of her cards.

        Raises NotFound when there is none or she was erased.
        """
        item = self._store.resolved(client_id)
        if item is None:
            raise NotFound("no such client")
        return self._store.opened(item)

    def card(self, client_id: str) -> Client:
        """Return a client with her contact still sealed, by the id of any of her cards. Raises NotFound."""
        item = self._store.resolved(client_id)
        if item is None:
            raise NotFound("no such client")
        return closed(item)

    def opened(self, client_ids: Iterable[str]) -> dict[str, Client]:
        """Return those of several clients who are there by id, contacts opened, in few calls: for showing names."""
        return self._store.opened_many(client_ids)

    def of_item(self, item: ClientItem, *, opened: bool = False) -> Client:
        """Return the client of a card that was already read."""
        return self._store.opened(item) if opened else closed(item)

    def provisional(self, client_id: str, contact: Contact, language: str) -> tuple[Client, list[Step], Admission]:
        """Return a stranger's provisional client, the steps that admit her, and her admission to the vault.

        She may be answered where she gave an address; nothing more is permitted by that (rule C1).
        """
        now = minute_of(self._clock())
        words = first_words(contact.addresses, Mechanism.BOOKING, now)
        client = _ready(Client(client_id, PROVISIONAL, language, (), contact=contact, preferences=words), now)
        return client, *self._store.admit(client)

    def received(
        self, client_id: str, contact: Contact, language: str, boutique: str
    ) -> tuple[Client, list[Step], Admission]:
        """Return the card of somebody who has come in, the steps that write it, and her admission to the vault.

        She is a client of this boutique, whether or not she gave an address; one that she gave is claimed for her.
        """
        now = minute_of(self._clock())
        words = first_words(contact.addresses, Mechanism.HOUSE, now)
        client = Client(client_id, KNOWN, language, (), boutique=boutique, contact=contact, preferences=words)
        client = _ready(client, now)
        admitted, admission = self._store.admit(client)
        claims = [self._store.claim(client.id, contact)] if contact.addresses else []
        return client, [*admitted, *claims, *self._named(client)], admission

    def holder_of(self, email: str) -> str | None:
        """Return the id of the known client who has this address, or None."""
        return self._store.holder_of(email)

    def holder_at(self, blind: str) -> str | None:
        """Return the id of the known client who has the address of a blind index, or None."""
        return self._store.holder_at(blind)

    def is_known(self, client_id: str) -> bool:
        """Say whether the house has a card of this client, with a proven address."""
        item = self._store.get(client_id)
        return item is not None and is_known(item)

    def blind_contact(self, contact: Contact) -> str:
        """Return the blind index of where a stranger is answered: her e-mail address, else her telephone."""
        return self._store.blind_email(contact.email) if contact.email else self._store.blind_telephone(contact)

    def prove(self, item: ClientItem, boutique: str) -> tuple[Client, list[Step]]:
        """Return the now known client and the steps that make her so and claim her e-mail address, if she gave one.

        She is a client of the boutique in which she has booked: its people find her by her name.
        A telephone number is claimed by nobody: a household shares one, and it may be somebody else's next year.
        """
        before = self._store.opened(item)
        client = replace(before, state=KNOWN, boutique=before.boutique or boutique, version=before.version + 1)
        if client.contact is None or not client.contact.addresses:
            raise NotFound("this client has no address to prove")
        email = client.contact.email
        claims = [self._store.claim_email(client.id, email)] if email else []
        return client, [self._store.change(item, client), *claims, *self._named(client)]

    def _named(self, client: Client) -> list[Step]:
        """Steps by which a new client is found by her name."""
        name = client.contact.name if client.contact else Name()
        return self._names.steps({}, self._names.rows(client.id, client.boutique, name))

    def dissolve(self, item: ClientItem) -> Sequence[Step]:
        """Steps that remove a provisional card whose booking joins a known one, and shred its key."""
        return self._store.dissolve(item)

    def enrol(
        self,
        contact: Contact,
        language: str,
        actor: str,
        *,
        advisor: str | None = None,
        boutique: str | None = None,
        client_id: str | None = None,
        consents: Sequence[Consent] = (),
        now: datetime | None = None,
    ) -> Client:
        """Write the card of a client the house already knows, and return her. Raises StepRefused if she is there.

        `consents` are what she told the house. On a channel that the suppression list holds, a marketing consent counts
        for withdrawn: an enrolment never undoes an objection (rule C2). The list is read with the write, not before it.
        """
        moment = now or self._clock()
        minute = minute_of(moment)
        words = first_words(contact.addresses, Mechanism.HOUSE, minute).saying(consents)
        client = Client(
            client_id or new_id(),
            KNOWN,
            language,
            (),
            advisor=advisor,
            boutique=boutique,
            contact=contact,
            preferences=words,
        )
        for _ in range(_TRIES):
            try:
                return self._enrol(client, contact, actor, moment)
            except StepRefused as refused:
                if refused.step != "clients.unsuppressed":
                    raise
        raise Busy

    def _enrol(self, client: Client, contact: Contact, actor: str, moment: datetime) -> Client:
        minute = minute_of(moment)
        held = self._store.suppressions(contact) if _marketing(client.preferences) else {}
        suppressed = frozenset(channel for channel, item in held.items() if item)
        client = replace(client, preferences=enrolled(client.preferences, suppressed, minute))
        client = _ready(client, minute)
        steps, _ = self._store.admit(client)
        steps += [
            self._store.unsuppressed(contact, channel)
            for channel in _marketing(client.preferences)
            if channel in held and channel not in suppressed
        ]
        if contact.email:
            steps.append(self._store.claim_email(client.id, contact.email))
        steps += self._named(client)
        after = {"state": KNOWN, "preferences": client.preferences.document()}
        steps.append(self._audit.of("client.enrol", client.subject, actor, moment, after=after))
        self._table.commit(steps)
        return client


_TRIES = 3


def _ready(client: Client, now: int) -> Client:
    """Return a client whose channels are what her preferences make of her addresses."""
    held = replace(client, addresses=client.contact.addresses if client.contact else client.addresses)
    return replace(held, channels=service_channels(held, now))


def _marketing(preferences: Preferences) -> list[Channel]:
    """Return the channels on which marketing consent is given."""
    return [
        one.channel for one in preferences.consents if one.purpose is Purpose.MARKETING and one.state is State.GIVEN
    ]
