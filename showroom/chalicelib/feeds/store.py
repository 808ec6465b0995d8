"""Subscriptions in DynamoDB: one row for each member of staff, and one for each living address by its keyed hash."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.boutiques.store import staff_subject
from chalicelib.feeds.model import Discretion, Feed, Other
from chalicelib.foundation.table import DUE_INDEX, Item, Key, Step, Table, create, delete, put
from chalicelib.foundation.vault import Place, Vault


class FeedItem(Item):
    """A member of staff's subscription. The token stands nowhere."""

    boutiques = UnicodeAttribute()
    version = NumberAttribute()
    discretion = UnicodeAttribute()
    link = UnicodeAttribute(null=True)
    salt = BinaryAttribute(legacy_encoding=False, null=True)
    since = NumberAttribute(null=True)
    keys = UnicodeAttribute()
    other = BinaryAttribute(legacy_encoding=False, null=True)
    other_since = NumberAttribute(null=True)
    read_at = NumberAttribute(null=True)
    failures = NumberAttribute(null=True)
    problem = UnicodeAttribute(null=True)
    digest = UnicodeAttribute(null=True)
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)


class AddressItem(Item):
    """Whose calendar an address shows."""

    staff = UnicodeAttribute()


def feed_key(staff_id: str) -> Key:
    """Where the subscription of a member of staff lives."""
    return Key(f"STAFF#{staff_id}", "FEED")


def address_key(link: str) -> Key:
    """Where the pointer from the keyed hash of a token to its owner lives."""
    return Key(f"FEED#{link}", "FEED")


def refresh_key() -> str:
    """The due index's partition of other calendars that are to be read."""
    return "DUE#calendars"


class FeedStore:
    """Reads subscriptions, makes their tokens, and makes the steps that change them."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault
        self._key = vault.derived("feeds")

    def get(self, staff_id: str) -> Feed:
        """Return a subscription as it is now; version 0 where there has never been one."""
        item = self._table.get(FeedItem, feed_key(staff_id), consistent=True)
        if item is None:
            return Feed(staff_id)
        return Feed(
            staff=staff_id,
            boutiques=tuple(json.loads(item.boutiques)),
            version=int(item.version),
            discretion=Discretion(item.discretion),
            link=item.link,
            salt=item.salt or b"",
            since=None if item.since is None else int(item.since),
            keys=tuple(json.loads(item.keys)),
            other=_other(item),
        )

    def due(self, now: int) -> Iterator[str]:
        """Yield whose other calendar is due, longest waiting first, page after page."""
        for item in self._table.query(FeedItem, refresh_key(), FeedItem.due_at <= now, index=DUE_INDEX):
            yield item.pk.partition("#")[2]

    def sealed(self, staff_id: str, url: str) -> bytes:
        """Return an address sealed for her row, under her key. Raises NotFound when that is gone."""
        return self._vault.seal(staff_subject(staff_id), Place(feed_key(staff_id), "other"), url)

    def url_of(self, feed: Feed) -> str:
        """Return the address of her other calendar, empty where there is none. Raises NotFound when her key is gone."""
        if feed.other is None:
            return ""
        place = Place(feed_key(feed.staff), "other")
        return str(self._vault.open(staff_subject(feed.staff), place, feed.other.sealed))

    def at(self, token: str) -> Feed | None:
        """Return the subscription that an address opens, or None: unknown, replaced and revoked are one thing."""
        link = self.link_of(token)
        found = self._table.get(AddressItem, address_key(link), consistent=True)
        feed = self.get(found.staff) if found else None
        return feed if feed and feed.link == link else None

    def token(self, salt: bytes) -> str:
        """Return the token made of 256 random bits, in 43 characters: made again for a repeated request, never kept."""
        made = hmac.new(self._key, salt, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    def link_of(self, token: str) -> str:
        """Return the keyed hash by which a token is found."""
        return self._vault.blind("feed", token)

    def change(self, before: Feed, after: Feed) -> list[Step]:
        """The steps that replace a subscription as it was read (`feed.change`), and its address with it."""
        unchanged = FeedItem.version == before.version if before.version else FeedItem.pk.does_not_exist()
        steps = [put("feed.change", _item(after), unchanged)]
        if before.link and before.link != after.link:
            steps.append(delete("feed.close", AddressItem, address_key(before.link)))
        if after.link and before.link != after.link:
            steps.append(create("feed.open", AddressItem(*address_key(after.link), staff=after.staff)))
        return steps

    def drop(self, before: Feed) -> list[Step]:
        """The steps that remove a subscription as it was read (`feed.drop`), and its address with it."""
        if not before.version:
            return []
        steps = [delete("feed.drop", FeedItem, feed_key(before.staff), FeedItem.version == before.version)]
        if before.link:
            steps.append(delete("feed.close", AddressItem, address_key(before.link)))
        return steps

    def note(self, feed: Feed, other: Other | None) -> Step:
        """The step that keeps how the reading of her other calendar went, if she has changed nothing since."""
        return put("feed.note", _item(replace(feed, other=other)), FeedItem.version == feed.version)


def _item(after: Feed) -> FeedItem:
    other = after.other
    return FeedItem(
        *feed_key(after.staff),
        boutiques=json.dumps(after.boutiques),
        version=after.version,
        discretion=after.discretion.value,
        link=after.link,
        salt=after.salt or None,
        since=after.since,
        keys=json.dumps(after.keys),
        other=other.sealed if other else None,
        other_since=other.since if other else None,
        read_at=other.read_at if other else None,
        failures=other.failures if other else None,
        problem=(other.problem or None) if other else None,
        digest=(other.digest or None) if other else None,
        due_shard=refresh_key() if other else None,
        due_at=other.due_at if other else None,
    )


def _other(item: FeedItem) -> Other | None:
    if item.other is None:
        return None
    return Other(
        sealed=item.other,
        since=int(item.other_since or 0),
        due_at=int(item.due_at or 0),
        read_at=None if item.read_at is None else int(item.read_at),
        failures=int(item.failures or 0),
        problem=item.problem or "",
        digest=item.digest or "",
    )
