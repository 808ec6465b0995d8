"""Profiles in DynamoDB: one item beside a client's card, sealed under her key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.clients.cards.profile import Card, Profile
from chalicelib.clients.model import Client, subject_of
from chalicelib.foundation.table import Item, Key, Step, check, create, delete, put
from chalicelib.foundation.vault import Admission, Place, Vault


class ProfileItem(Item):
    """What is noted of one client."""

    profile = BinaryAttribute(legacy_encoding=False)
    version = NumberAttribute()
    body_hash = UnicodeAttribute(null=True)


def profile_key(client_id: str) -> Key:
    """Where a client's profile lives, beside her card."""
    return Key(f"CLIENT#{client_id}", "PROFILE")


class ProfileStore:
    """Opens profiles, and makes the steps that change them."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def key(self, client_id: str) -> tuple[type[Item], Key]:
        """What `Table.get_many` is asked for: a card and its profile are read in one call."""
        return ProfileItem, profile_key(client_id)

    def opened(self, client: Client, profile: ProfileItem | None) -> Card:
        """Return a client's card with what is noted of her. Raises NotFound when her key is shredded."""
        if profile is None:
            return Card(client, Profile())
        said = self._vault.open(client.subject, Place(profile.key, "profile"), profile.profile)
        return Card(client, Profile.from_document(said, int(profile.version)), profile.body_hash or "")

    def create(self, card: Card, admission: Admission) -> Step:
        """Step that keeps a new client's profile (`cards.create`)."""
        return create("cards.create", self._item(card, admission.seal))

    def change(self, before: Card, after: Card) -> Step:
        """Step that writes a profile over the one that was read (`cards.change`), or requires it to be that still."""
        key, version = profile_key(after.client.id), before.profile.version
        unchanged: Condition = ProfileItem.version == version if version else ProfileItem.pk.does_not_exist()
        if after.profile == before.profile:
            return check("cards.unchanged", ProfileItem, key, unchanged)
        return put("cards.change", self._item(after, partial(self._vault.seal, subject_of(after.client.id))), unchanged)

    def remove(self, client_id: str) -> Step:
        """Step that removes what is noted of a client (`cards.remove`)."""
        return delete("cards.remove", ProfileItem, profile_key(client_id))

    @staticmethod
    def _item(card: Card, seal: Callable[[Place, Any], bytes]) -> ProfileItem:
        key = profile_key(card.client.id)
        return ProfileItem(
            *key,
            profile=seal(Place(key, "profile"), card.profile.document()),
            version=card.profile.version,
            body_hash=card.body_hash or None,
        )
