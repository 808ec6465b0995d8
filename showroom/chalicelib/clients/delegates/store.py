"""Delegates in DynamoDB: one item each, sealed under the client's key, and the client's register of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.clients.delegates.delegation import Delegate, Entry, Register
from chalicelib.clients.model import Contact, subject_of
from chalicelib.foundation.table import Item, Key, Step, Table, create, put
from chalicelib.foundation.vault import Place, Vault


class DelegateItem(Item):
    """One delegate; `person` (name and e-mail) is sealed under the key of the client who named her."""

    delegate_id = UnicodeAttribute()
    client = UnicodeAttribute()
    language = UnicodeAttribute()
    since = NumberAttribute()
    expires_at = NumberAttribute()
    letter_at = NumberAttribute()
    link_version = NumberAttribute()
    revoked_at = NumberAttribute(null=True)
    version = NumberAttribute()
    body_hash = UnicodeAttribute()
    receipts = JSONAttribute()
    person = BinaryAttribute(legacy_encoding=False)


class RegisterItem(Item):
    """Which delegates a client has named: ids and minutes."""

    entries = JSONAttribute()
    version = NumberAttribute()


def delegate_key(delegate_id: str) -> Key:
    """Where a delegate lives."""
    return Key(f"DELEGATE#{delegate_id}", "DELEGATE")


def delegates_key(client_id: str) -> Key:
    """Where a client's register of delegates lives, beside her card."""
    return Key(f"CLIENT#{client_id}", "DELEGATES")


class DelegateStore:
    """Reads delegates, always strongly, and makes the steps that change them."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def get(self, delegate_id: str) -> DelegateItem | None:
        """Return a delegate's item, or None."""
        return self._table.get(DelegateItem, delegate_key(delegate_id), consistent=True)

    def get_many(self, delegate_ids: Iterable[str]) -> list[Delegate]:
        """Return these delegates in their order, opened. Raises NotFound when their client's key is shredded."""
        keys = [delegate_key(delegate_id) for delegate_id in delegate_ids]
        found = self._table.get_many([(DelegateItem, key) for key in keys], consistent=True)
        return [self.opened(found[key]) for key in keys if key in found]

    def register(self, client_id: str) -> Register:
        """Return a client's register; an empty one of version 0 where she has named nobody yet."""
        item = self._table.get(RegisterItem, delegates_key(client_id), consistent=True)
        if item is None:
            return Register(client_id)
        entries = tuple(Entry(who, int(since), int(until)) for who, since, until in item.entries)
        return Register(client_id, int(item.version), entries)

    def opened(self, item: DelegateItem) -> Delegate:
        """Return the delegate of an item with name and e-mail. Raises NotFound when her client's key is shredded."""
        person = self._vault.open(subject_of(item.client), Place(item.key, "person"), item.person)
        return Delegate(
            id=item.delegate_id,
            client=item.client,
            language=item.language,
            since=int(item.since),
            expires_at=int(item.expires_at),
            letter_at=int(item.letter_at),
            body_hash=item.body_hash,
            link_version=int(item.link_version),
            revoked_at=int(item.revoked_at) if item.revoked_at is not None else None,
            version=int(item.version),
            receipts=tuple(item.receipts),
            contact=Contact.from_document(person),
        )

    def create(self, delegate: Delegate) -> Step:
        """Step that keeps a new delegate (`delegates.create`)."""
        return create("delegates.create", self._item(delegate))

    def change(self, before: Delegate, after: Delegate) -> Step:
        """Step that rewrites a delegate read as `before` (`delegates.change`)."""
        return put("delegates.change", self._item(after), DelegateItem.version == before.version)

    def enter(self, before: Register, after: Register) -> Step:
        """Step that rewrites a register read as `before` (`delegates.register`)."""
        item = RegisterItem(
            *delegates_key(after.client), entries=[list(entry) for entry in after.entries], version=after.version
        )
        if before.version == 0:
            return create("delegates.register", item)
        return put("delegates.register", item, RegisterItem.version == before.version)

    def move(self, other: str, into: str) -> list[Step]:
        """Steps that bring the delegates of one card to another, their links as they are; none where there are none."""
        theirs = self.register(other)
        if not theirs.entries:
            return []
        hers = self.register(into)
        moved = [
            self.change(one, replace(one, client=into, version=one.version + 1))
            for one in self.get_many(entry.id for entry in theirs.entries)
        ]
        emptied = replace(theirs, entries=(), version=theirs.version + 1)
        return [self.enter(hers, hers.joined(theirs)), self.enter(theirs, emptied), *moved]

    def _item(self, delegate: Delegate) -> DelegateItem:
        if delegate.contact is None:
            raise ValueError("a delegate is written with her contact")
        key = delegate_key(delegate.id)
        sealed = self._vault.seal(subject_of(delegate.client), Place(key, "person"), delegate.contact.document())
        return DelegateItem(
            *key,
            delegate_id=delegate.id,
            client=delegate.client,
            language=delegate.language,
            since=delegate.since,
            expires_at=delegate.expires_at,
            letter_at=delegate.letter_at,
            link_version=delegate.link_version,
            revoked_at=delegate.revoked_at,
            version=delegate.version,
            body_hash=delegate.body_hash,
            receipts=list(delegate.receipts),
            person=sealed,
        )
