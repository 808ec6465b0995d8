"""Client cards, the blind index from e-mail to card, and the suppression list, in DynamoDB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.clients.advised.store import advised_steps
from chalicelib.clients.consent import Channel, Preferences
from chalicelib.clients.model import KNOWN, Client, Contact, subject_of
from chalicelib.foundation.contacts import email_identity
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.table import Item, Key, Step, Table, check, create, delete, put
from chalicelib.foundation.vault import Admission, DataKeyItem, Place, Vault, data_key_key

_TOGETHER = 50  # half of what the vault remembers


class ClientItem(Item):
    """One client's card; `contact` is sealed under her own key."""

    client_id = UnicodeAttribute()
    state = UnicodeAttribute()
    language = UnicodeAttribute()
    channels = JSONAttribute()
    advisor = UnicodeAttribute(null=True)
    boutique = UnicodeAttribute(null=True)
    addresses = JSONAttribute()
    preferences = JSONAttribute()
    contact = BinaryAttribute(legacy_encoding=False)
    version = NumberAttribute()
    merged = JSONAttribute(null=True)
    into = UnicodeAttribute(null=True)
    """Which card took this one in."""


class ContactItem(Item):
    """Which known client has an e-mail address; its key is blind."""

    client_id = UnicodeAttribute()


class SuppressionItem(Item):
    """Somebody who has this address objected to marketing on one channel. It outlives every card (rule C2)."""

    objectors = JSONAttribute()
    """Blinded client ids, one for each card on which it was said."""
    version = NumberAttribute()


def client_key(client_id: str) -> Key:
    """Where a card lives."""
    return Key(f"CLIENT#{client_id}", "CARD")


def contact_key(blind: str) -> Key:
    """Where the pointer from one blinded e-mail address to its client lives."""
    return Key(f"CONTACT#{blind}", "CLIENT")


def suppression_key(blind: str, channel: Channel) -> Key:
    """Where an objection on one channel lives, by the blinded address."""
    return Key(f"SUPPRESSED#{blind}", channel)


class ClientStore:
    """Reads cards, and makes the steps that change them."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def get(self, client_id: str) -> ClientItem | None:
        """Return a card's item, or None."""
        return self._table.get(ClientItem, client_key(client_id), consistent=True)

    def resolved(self, client_id: str) -> ClientItem | None:
        """Return a card's item, or that of the card that took it in; None where there is none."""
        item = self.get(client_id)
        return self.get(item.into) if item is not None and item.into else item

    def holder_of(self, email: str) -> str | None:
        """Return the id of the known client who has an e-mail address, or None."""
        return self.holder_at(self.blind_email(email))

    def holder_at(self, blind: str) -> str | None:
        """Return the id of the known client who has the address of a blind index, or None."""
        found = self._table.get(ContactItem, contact_key(blind), consistent=True)
        return found.client_id if found else None

    def blind_email(self, email: str) -> str:
        """Return the blind index of a normalised address."""
        return self._vault.blind("email", email_identity(email))

    def blind_telephone(self, contact: Contact) -> str:
        """Return the blind index of a telephone: for counting, and against a second card; it opens nobody's."""
        return self._vault.blind("telephone", contact.telephone)

    def opened(self, item: ClientItem) -> Client:
        """Return the client with her contact opened. Raises NotFound when her key is shredded."""
        sealed = self._vault.open(subject_of(item.client_id), Place(item.key, "contact"), item.contact)
        return closed(item, Contact.from_document(sealed))

    def opened_many(self, client_ids: Iterable[str]) -> dict[str, Client]:
        """Return those clients who are there, their contacts opened: for each fifty, one call for cards, one for keys.

        Eventually consistent: for showing a list of names, never for deciding.
        """
        ids, result = list(dict.fromkeys(client_ids)), {}
        for start in range(0, len(ids), _TOGETHER):
            some = ids[start : start + _TOGETHER]
            found = self._table.get_many((ClientItem, client_key(one)) for one in some)
            self._vault.prepare(subject_of(item.client_id) for item in found.values())
            for item in found.values():
                try:
                    result[item.client_id] = self.opened(item)
                except NotFound:
                    continue  # she was erased
        return result

    def admit(self, client: Client) -> tuple[list[Step], Admission]:
        """Return the steps that admit a new client (her data key, her card: `clients.create`, and her place among her
        advisor's own), and her admission, by which more can be sealed for her in the same transaction."""
        admission = self._vault.admit(client.subject)
        created = create("clients.create", self._item(client, admission.seal))
        return [admission.step, created, *advised_steps(None, client)], admission

    def change(self, before: ClientItem, client: Client, into: str | None = None) -> Step:
        """Step that rewrites a card read as `before`; `into` is the card that takes it in."""
        item = self._item(client, partial(self._vault.seal, client.subject), into or before.into)
        return put("clients.change", item, ClientItem.version == before.version)

    def unchanged(self, item: ClientItem) -> Step:
        """Step that requires a card still to be what was read (`clients.unchanged`)."""
        return check("clients.unchanged", ClientItem, item.key, ClientItem.version == item.version)

    def known(self, client_ids: Sequence[str], boutique: str) -> list[Client]:
        """Return, opened, those of these clients who are known and still of a boutique; who was erased is left out."""
        found = self._table.get_many([(ClientItem, client_key(one)) for one in client_ids], consistent=True)
        opened = []
        for item in found.values():
            if is_known(item) and item.boutique == boutique:
                with suppress(NotFound):
                    opened.append(self.opened(item))
        return opened

    def still_known(self, client_id: str) -> Step:
        """Step that requires a client still to be known (`clients.still_known`), whatever else her card says."""
        return check("clients.still_known", ClientItem, client_key(client_id), ClientItem.state == KNOWN)

    def claim(self, client_id: str, contact: Contact) -> Step:
        """Step that makes a client the one holder of the address by which she is known (`clients.claim`).

        A telephone is claimed only where there is no e-mail address: a household may share one, and it opens nothing.
        """
        if contact.email:
            return self.claim_email(client_id, contact.email)
        return create("clients.claim", ContactItem(*contact_key(self.blind_telephone(contact)), client_id=client_id))

    def claim_email(self, client_id: str, email: str) -> Step:
        """Step that makes a client the one holder of an address; refused (`clients.claim`) where one is already."""
        return create("clients.claim", ContactItem(*contact_key(self.blind_email(email)), client_id=client_id))

    def give_up(self, client_id: str, contact: Contact) -> list[Step]:
        """Steps by which a client gives up every address that is claimed for her (`clients.give_up`)."""
        return [
            delete("clients.give_up", ContactItem, item.key, ContactItem.client_id == client_id)
            for item in self._claims(client_id, contact)
        ]

    def hand_on(self, client_id: str, contact: Contact, into: str) -> list[Step]:
        """Steps by which every address that is claimed for a client leads to another card (`clients.hand_on`)."""
        return [
            put("clients.hand_on", ContactItem(*item.key, client_id=into), ContactItem.client_id == client_id)
            for item in self._claims(client_id, contact)
        ]

    def _claims(self, client_id: str, contact: Contact) -> list[ContactItem]:
        every = filter(None, (contact.email, contact.telephone, *contact.also))
        blinds = [self._vault.blind(*_kind(one)) for one in every]
        found = self._table.get_many([(ContactItem, contact_key(blind)) for blind in blinds], consistent=True)
        return [item for item in found.values() if item.client_id == client_id]

    def shred(self, client_id: str) -> list[Step]:
        """Steps that remove a card and shred its key: nothing that was ever sealed for her opens any more."""
        return [
            delete("clients.remove", ClientItem, client_key(client_id)),
            delete("vault.shred", DataKeyItem, data_key_key(subject_of(client_id))),
        ]

    def dissolve(self, item: ClientItem) -> Sequence[Step]:
        """Steps that remove a provisional card and shred its key, once its booking has joined a known card."""
        return (
            delete("clients.dissolve", ClientItem, item.key, ClientItem.version == item.version),
            delete("vault.shred", DataKeyItem, data_key_key(subject_of(item.client_id))),
        )

    # ── the suppression list ─────────────────────────────────────────────────────────────────────────────────

    def suppressions(self, contact: Contact) -> dict[Channel, SuppressionItem | None]:
        """Return, for each channel by which this contact could be written to, the objection there is; read strongly."""
        keys = {channel: self.suppression(contact, channel) for channel in Channel if _identity(contact, channel)}
        found = self._table.get_many([(SuppressionItem, key) for key in keys.values()], consistent=True)
        return {channel: found.get(key) for channel, key in keys.items()}

    def add_objection(self, client: Client, channel: Channel, held: SuppressionItem | None) -> Step | None:
        """Step that adds her objection to the list as it was read (`clients.object`); None where it stands there."""
        mine = self._vault.blind("objector", client.id)
        objectors = list(held.objectors) if held else []
        if mine in objectors:
            return None
        return self._listed(client, channel, held, sorted([*objectors, mine]))

    def lift_objection(self, client: Client, channel: Channel, held: SuppressionItem) -> Step | None:
        """Step that lifts her objection (`clients.release`); None where there is nothing she may lift.

        A known client's e-mail address is hers alone, so she lifts whatever stands against it. A telephone number may
        be somebody else's, typed by mistake or on purpose: of that she lifts only what she said herself, by any card.
        """
        mine = {self._vault.blind("objector", card) for card in (client.id, *client.merged)}
        left = [one for one in held.objectors if one not in mine] if channel.address != "email" else []
        if left:
            return None if left == held.objectors else self._listed(client, channel, held, left)
        return delete("clients.release", SuppressionItem, held.key, SuppressionItem.version == held.version)

    def unsuppressed(self, contact: Contact, channel: Channel) -> Step:
        """Step that requires the list still to hold nothing against a channel (`clients.unsuppressed`)."""
        key = self.suppression(contact, channel)
        return check("clients.unsuppressed", SuppressionItem, key, SuppressionItem.pk.does_not_exist())

    def _listed(self, client: Client, channel: Channel, held: SuppressionItem | None, objectors: list[str]) -> Step:
        if client.contact is None:
            raise ValueError("the list is written for an opened contact")
        item = SuppressionItem(
            *self.suppression(client.contact, channel),
            objectors=objectors,
            version=int(held.version) + 1 if held else 1,
        )
        unchanged = SuppressionItem.version == held.version if held else SuppressionItem.pk.does_not_exist()
        return put("clients.object", item, unchanged)

    def suppression(self, contact: Contact, channel: Channel) -> Key:
        """Return where an objection to a channel of this contact stands."""
        return suppression_key(self._vault.blind(f"suppressed {channel.address}", _identity(contact, channel)), channel)

    @staticmethod
    def _item(client: Client, seal: Callable[[Place, Any], bytes], into: str | None = None) -> ClientItem:
        key = client_key(client.id)
        if client.contact is None:
            raise ValueError("a card is written with its contact")
        return ClientItem(
            *key,
            client_id=client.id,
            state=client.state,
            language=client.language,
            channels=list(client.channels),
            advisor=client.advisor,
            boutique=client.boutique,
            addresses=list(client.addresses),
            preferences=client.preferences.document(),
            contact=seal(Place(key, "contact"), client.contact.document()),
            version=client.version,
            merged=list(client.merged) or None,
            into=into,
        )


def closed(item: ClientItem, contact: Contact | None = None) -> Client:
    """Return the client of an item, without opening her contact unless one is given."""
    return Client(
        id=item.client_id,
        state=item.state,
        language=item.language,
        channels=tuple(item.channels),
        advisor=item.advisor,
        boutique=item.boutique,
        version=int(item.version),
        contact=contact,
        addresses=tuple(item.addresses),
        preferences=Preferences.from_document(item.preferences),
        merged=tuple(item.merged or ()),
    )


def _kind(address: str) -> tuple[str, str]:
    return ("email", email_identity(address)) if "@" in address else ("telephone", address)


def _identity(contact: Contact, channel: Channel) -> str:
    """Return the address that a channel needs, as it is looked up; empty where there is none."""
    return email_identity(contact.email) if channel.address == "email" else contact.telephone


def is_known(item: ClientItem) -> bool:
    """Say whether a card's address has been proven."""
    return item.state == KNOWN
