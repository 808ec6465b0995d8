"""Guests' tables in DynamoDB, in their event's partition; what they told us is sealed under the client's key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.clients.model import subject_of
from chalicelib.events.dinner.documents import (
    household_of,
    private_document,
    request_document,
    request_of,
    skeleton_of,
)
from chalicelib.events.dinner.registrations import Registration
from chalicelib.events.dinner.tables.model import Table as GuestTable
from chalicelib.events.dinner.tables.model import TableReceipt
from chalicelib.events.partition import partition_key
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.table import Item, Key, Step, Table, create, delete, put
from chalicelib.foundation.vault import Place, Vault


class TableItem(Item):
    """One guest's table."""

    event = UnicodeAttribute(attr_name="ev")
    guest = UnicodeAttribute(attr_name="gu")
    client = UnicodeAttribute(attr_name="cl")
    version = NumberAttribute(attr_name="v")
    serial = NumberAttribute(attr_name="se")
    owed = NumberAttribute(attr_name="ow", null=True)
    homes = JSONAttribute(attr_name="ho")
    told = JSONAttribute(attr_name="to", null=True)
    earlier = JSONAttribute(attr_name="ea", null=True)
    asked_at = NumberAttribute(attr_name="aa", null=True)
    receipts = JSONAttribute(attr_name="rc", null=True)
    sealed = BinaryAttribute(attr_name="d", legacy_encoding=False, null=True)


def table_key(event_id: str, guest_id: str) -> Key:
    """Where a guest's table lives: beside her event."""
    return Key(partition_key(event_id), f"TABLE#{guest_id}")


class TableStore:
    """Reads guests' tables, and makes the steps that change them."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def get(self, event_id: str, guest_id: str) -> GuestTable | None:
        """Return a guest's table with all that was told, or None; a consistent read."""
        item = self._table.get(TableItem, table_key(event_id, guest_id), consistent=True)
        return self._opened(item) if item else None

    def of_event(self, event_id: str) -> list[GuestTable]:
        """Return every table of an event with all that was told, read consistently."""
        theirs = TableItem.sk.startswith("TABLE#")
        items = self._table.query(TableItem, partition_key(event_id), theirs, consistent=True)
        return [self._opened(item) for item in items]

    def households(self, event_id: str) -> list[str]:
        """Return the ids of every household of an event; nothing is opened for it."""
        theirs = TableItem.sk.startswith("TABLE#")
        items = self._table.query(TableItem, partition_key(event_id), theirs, consistent=True)
        return [home[0] for item in items for home in item.homes]

    def write(self, before: GuestTable | None, after: GuestTable) -> Step:
        """Step that writes a table over the version it was read at, or where none is (`table.write`)."""
        item = self._item(after)
        if before is None or not before.version:
            return create("table.write", item)
        return put("table.write", item, TableItem.version == before.version)

    def remove(self, table: GuestTable) -> Step:
        """Step that deletes a table as it was read (`table.remove`)."""
        key = table_key(table.registration.event, table.guest)
        return delete("table.remove", TableItem, key, TableItem.version == table.version)

    def _opened(self, item: TableItem) -> GuestTable:
        private = self._private(item)
        homes = tuple(household_of(one, private.get("homes", {}).get(one[0], {})) for one in item.homes)
        registration = Registration(
            event=item.event,
            guest=item.guest,
            households=homes,
            serial=int(item.serial),
            requests=tuple(request_of(one) for one in private.get("requests", ())),
            meals_owed=int(item.owed or 0),
        )
        return GuestTable(
            guest=item.guest,
            client=item.client,
            registration=registration,
            version=int(item.version),
            told=_windows(item.told),
            earlier=_windows(item.earlier),
            past=private.get("past", {}),
            asked_at=None if item.asked_at is None else int(item.asked_at),
            receipts=tuple(TableReceipt(*one) for one in item.receipts or ()),
        )

    def _private(self, item: TableItem) -> Mapping[str, Any]:
        """What was told; nothing once her key is shredded."""
        if item.sealed is None:
            return {}
        try:
            found = self._vault.open(subject_of(item.client), _place(item.event, item.guest), item.sealed)
        except NotFound:
            return {}
        return found if isinstance(found, dict) else {}

    def _item(self, table: GuestTable) -> TableItem:
        one = table.registration
        document = {
            "homes": {home.id: private_document(home) for home in one.households},
            "requests": [request_document(each) for each in one.requests],
            "past": dict(table.past),
        }
        sealed = self._vault.seal(subject_of(table.client), _place(one.event, table.guest), document)
        return TableItem(
            *table_key(one.event, table.guest),
            event=one.event,
            guest=table.guest,
            client=table.client,
            version=table.version,
            serial=one.serial,
            owed=one.meals_owed or None,
            homes=[skeleton_of(home) for home in one.households],
            told={name: list(window) for name, window in table.told.items()} or None,
            earlier={name: list(window) for name, window in table.earlier.items()} or None,
            asked_at=table.asked_at,
            receipts=[[each.key, each.body] for each in table.receipts] or None,
            sealed=sealed if one.households or table.past else None,
        )


def _windows(found: Mapping[str, Any] | None) -> dict[str, tuple[int, int]]:
    return {name: (window[0], window[1]) for name, window in (found or {}).items()}


def _place(event_id: str, guest_id: str) -> Place:
    return Place(table_key(event_id, guest_id), "table")


def by_household(tables: Iterable[GuestTable]) -> dict[str, GuestTable]:
    """Return the tables by each of their households."""
    return {home.id: one for one in tables for home in one.registration.households}


def named(table: GuestTable, name: str) -> GuestTable:
    """Return a table whose inviting client is called so: her name is kept on her card alone."""
    one = table.registration
    homes = tuple(
        replace(
            home,
            persons=tuple(replace(each, name=name) if each.code == one.inviting else each for each in home.persons),
        )
        for home in one.households
    )
    return replace(table, registration=replace(one, households=homes))
