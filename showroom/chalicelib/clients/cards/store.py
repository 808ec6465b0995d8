"""Profiles in DynamoDB: one item beside a client's card, sealed under her key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.clients.cards.profile import Card, Profile
from chalicelib.clients.model import subject_of
from chalicelib.clients.store import ClientItem, ClientStore, client_key
from chalicelib.foundation.table import Item, Key, Step, Table, check, create, put
from chalicelib.foundation.vault import Admission, Place, Vault


class ProfileItem(Item):
    """What is noted of one client."""

    profile = BinaryAttribute(legacy_encoding=False)
    version = NumberAttribute()
    body_hash = UnicodeAttribute(null=True)


def profile_key(client_id: str) -> Key:
    """Where a client's profile lives, beside her card."""
    return Key(f"CLIENT#{client_id}", "PROFILE")


class CardStore:
    """Reads cards with their profiles, and makes the steps that change both."""

    def __init__(self, table: Table, vault: Vault, clients: ClientStore) -> None:
        self._table, self._vault, self._clients = table, vault, clients

    def read(self, client_id: str) -> tuple[ClientItem | None, ProfileItem | None]:
        """Return the items of a card and its profile, in one consistent read."""
        keys = [(ClientItem, client_key(client_id)), (ProfileItem, profile_key(client_id))]
        found = self._table.get_many(keys, consistent=True)
        return found.get(client_key(client_id)), found.get(profile_key(client_id))

    def opened(self, item: ClientItem, profile: ProfileItem | None) -> Card:
        """Return the card of two items, opened. Raises NotFound when her key is shredded."""
        client = self._clients.opened(item)
        if profile is None:
            return Card(client, Profile())
        said = self._vault.open(client.subject, Place(profile.key, "profile"), profile.profile)
        return Card(client, Profile.from_document(said, int(profile.version)), profile.body_hash or "")

    def admit(self, card: Card) -> list[Step]:
        """Steps that keep a new client: data key, card, profile, the claim on her address, beginnings of her name."""
        steps, admission = self._clients.admit(card.client)
        return [*steps, create("cards.create", self._item(card, self._sealer(card, admission)))]

    def change(self, item: ClientItem, before: Card, after: Card) -> list[Step]:
        """Steps that rewrite what is different, over exactly the two versions that were read."""
        steps: list[Step] = []
        if after.client != before.client:
            steps.append(self._clients.change(item, after.client))
        else:
            unchanged = ClientItem.version == item.version
            steps.append(check("clients.unchanged", ClientItem, item.key, unchanged))
        if after.profile != before.profile:
            kept = self._item(after, self._sealer(after))
            unread = ProfileItem.version == before.profile.version
            first = before.profile.version == 0
            steps.append(create("cards.create", kept) if first else put("cards.change", kept, unread))
        else:
            key, version = profile_key(after.client.id), before.profile.version
            unread = ProfileItem.version == version if version else ProfileItem.pk.does_not_exist()
            steps.append(check("cards.unchanged", ProfileItem, key, unread))
        return steps

    def _sealer(self, card: Card, admission: Admission | None = None) -> Callable[[Place, Any], bytes]:
        if admission is not None:
            return admission.seal
        return lambda place, value: self._vault.seal(subject_of(card.client.id), place, value)

    @staticmethod
    def _item(card: Card, seal: Callable[[Place, Any], bytes]) -> ProfileItem:
        key = profile_key(card.client.id)
        return ProfileItem(
            *key,
            profile=seal(Place(key, "profile"), card.profile.document()),
            version=card.profile.version,
            body_hash=card.body_hash or None,
        )
