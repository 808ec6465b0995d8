"""Client cards and the blind index from e-mail to card, in DynamoDB."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.clients.model import KNOWN, Client, Contact, subject_of
from chalicelib.foundation.contacts import email_identity
from chalicelib.foundation.table import Item, Key, Step, Table, create, delete, put
from chalicelib.foundation.vault import Admission, DataKeyItem, Place, Vault, data_key_key


class ClientItem(Item):
    """One client's card; `contact` is sealed under her own key."""

    client_id = UnicodeAttribute()
    state = UnicodeAttribute()
    language = UnicodeAttribute()
    channels = JSONAttribute()
    advisor = UnicodeAttribute(null=True)
    boutique = UnicodeAttribute(null=True)
    contact = BinaryAttribute(legacy_encoding=False)
    version = NumberAttribute()


class ContactItem(Item):
    """Which known client has an e-mail address; its key is blind."""

    client_id = UnicodeAttribute()


def client_key(client_id: str) -> Key:
    """Where a card lives."""
    return Key(f"CLIENT#{client_id}", "CARD")


def contact_key(blind: str) -> Key:
    """Where the pointer from one blinded e-mail address to its client lives."""
    return Key(f"CONTACT#{blind}", "CLIENT")


class ClientStore:
    """Reads cards, and makes the steps that change them."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def get(self, client_id: str) -> ClientItem | None:
        """Return a card's item, or None."""
        return self._table.get(ClientItem, client_key(client_id), consistent=True)

    def holder_of(self, email: str) -> str | None:
        """Return the id of the known client who has an e-mail address, or None."""
        found = self._table.get(ContactItem, contact_key(self.blind_email(email)), consistent=True)
        return found.client_id if found else None

    def blind_email(self, email: str) -> str:
        """Return the blind index of a normalised address."""
        return self._vault.blind("email", email_identity(email))

    def opened(self, item: ClientItem) -> Client:
        """Return the client with her contact opened. Raises NotFound when her key is shredded."""
        document = self._vault.open(subject_of(item.client_id), Place(item.key, "contact"), item.contact)
        return closed(item, Contact.from_document(document))

    def admit(self, client: Client) -> tuple[list[Step], Admission]:
        """Return the steps that admit a new client (her data key, and her card: `clients.create`), and her admission,
        by which more can be sealed for her in the same transaction."""
        admission = self._vault.admit(client.subject)
        return [admission.step, create("clients.create", self._item(client, admission.seal))], admission

    def change(self, before: ClientItem, client: Client) -> Step:
        """Step that rewrites a card read as `before`."""
        return put(
            "clients.change",
            self._item(client, partial(self._vault.seal, client.subject)),
            ClientItem.version == before.version,
        )

    def claim_email(self, client_id: str, email: str) -> Step:
        """Step that makes a client the one holder of an address; refused (`clients.claim`) where one is already."""
        return create("clients.claim", ContactItem(*contact_key(self.blind_email(email)), client_id=client_id))

    def dissolve(self, item: ClientItem) -> Sequence[Step]:
        """Steps that remove a provisional card and shred its key, once its booking has joined a known card."""
        return (
            delete("clients.dissolve", ClientItem, item.key, ClientItem.version == item.version),
            delete("vault.shred", DataKeyItem, data_key_key(subject_of(item.client_id))),
        )

    @staticmethod
    def _item(client: Client, seal: Callable[[Place, Any], bytes]) -> ClientItem:
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
            contact=seal(Place(key, "contact"), client.contact.document()),
            version=client.version,
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
    )


def is_known(item: ClientItem) -> bool:
    """Say whether a card's address has been proven."""
    return item.state == KNOWN
