"""Wishes in DynamoDB: one item each, what is personal sealed under the client's key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.bookings.wishes.model import Wish
from chalicelib.clients.model import subject_of
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.table import OWNER_INDEX, Item, Key, Page, Step, Table, create
from chalicelib.foundation.vault import Admission, Place, Vault


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


class WishStore:
    """Reads wishes, and makes the step that keeps one."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def get(self, wish_id: str) -> WishItem | None:
        """Return a wish's item, or None; always a consistent read."""
        return self._table.get(WishItem, wish_key(wish_id), consistent=True)

    def of_boutique(self, boutique_id: str, limit: int, start: Mapping[str, Any] | None) -> Page:
        """Return one page of a boutique's wishes, latest first. The page's items are wishes.

        The wish of a client who was erased is nobody's, and says nothing any more: it is left out.
        """
        page = self._table.query_page(
            Item, wishes_key(boutique_id), index=OWNER_INDEX, descending=True, limit=limit, start=start
        )
        found = self._table.get_many((WishItem, item.key) for item in page.items)
        wishes = []
        for item in page.items:
            with suppress(NotFound):
                wishes += [self.open(found[item.key])] if item.key in found else []
        return Page(wishes, page.next_start)

    def of_client(self, boutique_id: str, cards: Collection[str], most: int) -> list[Wish]:
        """Return what a client, by the ids of all her cards, has wished, of the latest `most` wishes of a boutique."""
        page = self._table.query_page(Item, wishes_key(boutique_id), index=OWNER_INDEX, descending=True, limit=most)
        found = self._table.get_many((WishItem, item.key) for item in page.items)
        return [self.open(item) for item in found.values() if item.client in cards]

    def create(self, wish: Wish, body_hash: str, admission: Admission | None) -> Step:
        """Step that keeps a new wish, its words sealed under its client's key (`wish.create`)."""
        key = wish_key(wish.id)
        place = Place(key, "words")
        subject = subject_of(wish.client)
        sealed = (
            admission.seal(place, wish.document()) if admission else self._vault.seal(subject, place, wish.document())
        )
        item = WishItem(
            *key,
            wish_id=wish.id,
            boutique=wish.boutique,
            experience=wish.experience,
            client=wish.client,
            language=wish.language,
            created_at=wish.created_at,
            body_hash=body_hash,
            words=sealed,
            owner=wishes_key(wish.boutique),
            owner_at=f"{wish.created_at:010d}#{wish.id}",
        )
        return create("wish.create", item)

    def open(self, item: WishItem) -> Wish:
        """Return the wish of an item. Raises NotFound when its client's key is shredded."""
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
