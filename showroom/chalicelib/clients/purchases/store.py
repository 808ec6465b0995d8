"""Purchases and imports in DynamoDB: purchases sealed under her key, what waits to be read under the import's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.clients.model import subject_of
from chalicelib.clients.purchases.model import Counts, Import, Line, Purchase, Refused
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.table import DUE_INDEX, OWNER_INDEX, Item, Key, Page, Step, Table, create, delete, put
from chalicelib.foundation.vault import DataKeyItem, Place, Vault, data_key_key

PART = 100
"""Lines in one part."""
_MOST_A_RUN = 5
_MOST_DELETED = 90
_MOST_MOVED = 45
_LATEST = 20


class PurchaseItem(Item):
    """One purchase of one client."""

    bought = BinaryAttribute(legacy_encoding=False)


class ImportItem(Item):
    """One file of purchases; it stays as the report."""

    boutique = UnicodeAttribute()
    everywhere = BooleanAttribute()
    actor = UnicodeAttribute()
    at = NumberAttribute()
    body_hash = UnicodeAttribute()
    lines = NumberAttribute()
    readable = NumberAttribute()
    counts = JSONAttribute()
    refused = JSONAttribute()
    position = NumberAttribute()
    done_at = NumberAttribute(null=True)
    version = NumberAttribute()
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)
    owner = UnicodeAttribute()
    owner_at = UnicodeAttribute()


class PartItem(Item):
    """A hundred lines that wait, sealed under the import's own key."""

    waiting = BinaryAttribute(legacy_encoding=False)


def purchase_key(client_id: str, date: str, blind: str) -> Key:
    """Where a purchase lives, beside her card, by its date and the keyed hash of all it says."""
    return Key(f"CLIENT#{client_id}", f"PURCHASE#{date}#{blind}")


def import_key(import_id: str) -> Key:
    """Where an import lives."""
    return Key(f"IMPORT#{import_id}", "IMPORT")


def part_key(import_id: str, number: int) -> Key:
    """Where a part of a file waits, until it is gone through."""
    return Key(f"IMPORT#{import_id}", f"PART#{number:03d}")


def imports_key(boutique: str) -> str:
    """The owner index's partition of a boutique's imports, by time."""
    return f"IMPORTS#{boutique}"


def running_key() -> str:
    """The due index's partition of imports that are not done."""
    return "DUE#imports"


class PurchaseStore:
    """Reads purchases and imports, and makes the steps that change them."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    # ── purchases ────────────────────────────────────────────────────────────────────────────────────────────

    def key(self, client_id: str, purchase: Purchase) -> Key:
        """Return where a purchase of a client is kept: the same purchase always in the same place."""
        said = "\0".join(map(str, purchase.document()))
        return purchase_key(client_id, purchase.date, self._vault.blind("purchase", said))

    def known(self, keys: Iterable[Key]) -> set[Key]:
        """Return those of these places where a purchase is kept already; read strongly."""
        return set(self._table.get_many([(PurchaseItem, key) for key in keys], consistent=True))

    def keep(self, client_id: str, key: Key, purchase: Purchase) -> Step:
        """Step that keeps a purchase (`purchases.keep`). Raises NotFound when her data key is gone."""
        sealed = self._vault.seal(subject_of(client_id), Place(key, "bought"), purchase.document())
        return create("purchases.keep", PurchaseItem(*key, bought=sealed))

    def page(self, client_id: str, limit: int, start: Mapping[str, Any] | None) -> Page:
        """Return one page of a client's purchases, latest first; whoever continues names the same client."""
        partition = purchase_key(client_id, "", "").pk
        if start is not None and start.get("pk") != {"S": partition}:
            start = None
        bought = PurchaseItem.sk.startswith("PURCHASE#")
        page = self._table.query_page(PurchaseItem, partition, bought, descending=True, limit=limit, start=start)
        subject = subject_of(client_id)
        opened = [Purchase(*self._vault.open(subject, Place(one.key, "bought"), one.bought)) for one in page.items]
        return Page(opened, page.next_start)

    def move_some(self, other: str, into: str) -> list[Step]:
        """Steps that bring purchases from one card to another, as many as go into one transaction."""
        partition = purchase_key(other, "", "").pk
        bought = PurchaseItem.sk.startswith("PURCHASE#")
        steps = []
        for item in self._table.query_page(PurchaseItem, partition, bought, consistent=True, limit=_MOST_MOVED).items:
            said = self._vault.open(subject_of(other), Place(item.key, "bought"), item.bought)
            _, date, blind = item.sk.split("#")
            key = purchase_key(into, date, blind)
            sealed = self._vault.seal(subject_of(into), Place(key, "bought"), said)
            steps += [
                delete("purchases.move", PurchaseItem, item.key),
                put("purchases.moved", PurchaseItem(*key, bought=sealed)),
            ]
        return steps

    def count(self, client_id: str) -> int:
        """Return how many purchases of a client are kept, up to what one page holds."""
        bought = PurchaseItem.sk.startswith("PURCHASE#")
        return len(self._table.query_page(PurchaseItem, purchase_key(client_id, "", "").pk, bought).items)

    def remove_some(self, client_id: str) -> list[Step]:
        """Steps that remove purchases of a client, as many as go into one transaction; none where there are none."""
        partition = purchase_key(client_id, "", "").pk
        bought = PurchaseItem.sk.startswith("PURCHASE#")
        page = self._table.query_page(PurchaseItem, partition, bought, consistent=True, limit=_MOST_DELETED)
        return [delete("purchases.remove", PurchaseItem, one.key) for one in page.items]

    # ── imports ──────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, import_id: str) -> Import | None:
        """Return an import, or None; read strongly."""
        item = self._table.get(ImportItem, import_key(import_id), consistent=True)
        return _import(item) if item else None

    def latest(self, boutique: str) -> list[Import]:
        """Return the latest imports of a boutique, the last one first."""
        page = self._table.query_page(
            Item, imports_key(boutique), index=OWNER_INDEX, descending=True, limit=_LATEST, start=None
        )
        found = self._table.get_many((ImportItem, item.key) for item in page.items)
        return [_import(found[item.key]) for item in page.items if item.key in found]

    def due(self, now: datetime) -> Iterator[str]:
        """Yield the imports that should go on, longest waiting first, a few at a time."""
        ripe = ImportItem.due_at <= minute_of(now)
        found = self._table.query(ImportItem, running_key(), ripe, index=DUE_INDEX)
        for item in islice(found, _MOST_A_RUN):
            yield item.pk.partition("#")[2]

    def create(self, made: Import, lines: Sequence[Line]) -> list[Step]:
        """Steps that keep a new import (`purchases.begin`) with the lines that wait, under a key of its own."""
        steps = [create("purchases.begin", _item(made))]
        if not lines:
            return steps
        admission = self._vault.admit(made.subject)
        steps.append(admission.step)
        for start in range(0, len(lines), PART):
            key = part_key(made.id, start // PART)
            said = [line.document() for line in lines[start : start + PART]]
            steps.append(create("purchases.part", PartItem(*key, waiting=admission.seal(Place(key, "waiting"), said))))
        return steps

    def waiting(self, before: Import, most: int) -> list[Line]:
        """Return the next lines of an import, of one part at most. Raises NotFound when a rival has read them."""
        key = part_key(before.id, before.position // PART)
        item = self._table.get(PartItem, key, consistent=True)
        if item is None:
            return []
        said = self._vault.open(before.subject, Place(key, "waiting"), item.waiting)
        start = before.position % PART
        return [Line.from_document(one) for one in said[start : start + most]]

    def advance(self, before: Import, after: Import) -> list[Step]:
        """Steps that bring an import further (`purchases.advance`): what is read goes, and at the end the key."""
        steps = [put("purchases.advance", _item(after), ImportItem.version == before.version)]
        if after.position % PART == 0 or after.done_at is not None:
            steps.append(delete("purchases.part", PartItem, part_key(before.id, before.position // PART)))
        if after.done_at is not None:
            steps.append(delete("vault.shred", DataKeyItem, data_key_key(before.subject)))
        return steps


def _item(made: Import) -> ImportItem:
    look_at = made.look_at
    return ImportItem(
        *import_key(made.id),
        boutique=made.boutique,
        everywhere=made.everywhere,
        actor=made.actor,
        at=made.at,
        body_hash=made.body_hash,
        lines=made.lines,
        readable=made.readable,
        counts=list(made.counts),
        refused=[list(one) for one in made.refused],
        position=made.position,
        done_at=made.done_at,
        version=made.version,
        due_shard=None if look_at is None else running_key(),
        due_at=look_at,
        owner=imports_key(made.boutique),
        owner_at=f"{made.at:010d}#{made.id}",
    )


def _import(item: ImportItem) -> Import:
    return Import(
        id=item.pk.partition("#")[2],
        boutique=item.boutique,
        everywhere=item.everywhere,
        actor=item.actor,
        at=int(item.at),
        body_hash=item.body_hash,
        lines=int(item.lines),
        readable=int(item.readable),
        counts=Counts(*map(int, item.counts)),
        refused=tuple(Refused(int(line), column, reason) for line, column, reason in item.refused),
        position=int(item.position),
        done_at=int(item.done_at) if item.done_at is not None else None,
        version=int(item.version),
    )
