"""What becomes of boxes in DynamoDB: an item for each household once something has, and what proves it, sealed."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.clients.model import subject_of
from chalicelib.events.dinner.deliveries import Delivery, DeliveryState, Failed, Proof
from chalicelib.events.dinner.night.model import Drop
from chalicelib.events.partition import partition_key
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.table import Item, Key, Step, Table, create, delete, put
from chalicelib.foundation.vault import Place, Vault


class DropItem(Item):
    """What has become of one household's boxes."""

    household = UnicodeAttribute(attr_name="h")
    version = NumberAttribute(attr_name="v")
    state = UnicodeAttribute(attr_name="st")
    start = NumberAttribute(attr_name="s")
    end = NumberAttribute(attr_name="e")
    at = NumberAttribute(attr_name="at", null=True)
    proof = JSONAttribute(attr_name="pr", null=True)
    attempts = JSONAttribute(attr_name="tr", null=True)
    host_told = BooleanAttribute(attr_name="ht", null=True)
    expected_at = NumberAttribute(attr_name="ex", null=True)
    receipts = JSONAttribute(attr_name="rc", null=True)


class ProofItem(Item):
    """A signature or a photograph, sealed."""

    client = UnicodeAttribute(attr_name="cl")
    sealed = BinaryAttribute(attr_name="d", legacy_encoding=False)


def drop_key(event_id: str, household: str) -> Key:
    """Where it is kept what has become of a household's boxes."""
    return Key(partition_key(event_id), f"DROP#{household}")


def proof_key(event_id: str, household: str) -> Key:
    """Where the proof of a delivery is kept."""
    return Key(partition_key(event_id), f"PROOF#{household}")


class DropStore:
    """Reads what has become of boxes, and makes the steps that change it."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def of_event(self, event_id: str) -> dict[str, Drop]:
        """Return by household what has become of boxes; of whom nothing is kept, nothing has. A consistent read."""
        theirs = DropItem.sk.startswith("DROP#")
        items = self._table.query(DropItem, partition_key(event_id), theirs, consistent=True)
        return {item.household: self._decode(item) for item in items}

    def get(self, event_id: str, household: str) -> Drop | None:
        """Return what has become of a household's boxes, or None; a consistent read."""
        item = self._table.get(DropItem, drop_key(event_id, household), consistent=True)
        return self._decode(item) if item else None

    def write(self, event_id: str, before: Drop | None, after: Drop) -> Step:
        """Step that writes it over the version it was read at, or where nothing was (`drop.write`)."""
        item = self._item(event_id, after)
        if before is None or not before.version:
            return create("drop.write", item)
        return put("drop.write", item, DropItem.version == before.version)

    def prove(self, event_id: str, household: str, client: str, image: str) -> Step:
        """Step that keeps a proof's image, sealed under the client's key (`proof.keep`)."""
        place = Place(proof_key(event_id, household), "image")
        sealed = self._vault.seal(subject_of(client), place, image)
        return put("proof.keep", ProofItem(*proof_key(event_id, household), client=client, sealed=sealed))

    def proof(self, event_id: str, household: str) -> str | None:
        """Return a proof's image as a data URL, or None when there is none, or it cannot be opened any more."""
        item = self._table.get(ProofItem, proof_key(event_id, household), consistent=True)
        if item is None:
            return None
        try:
            return str(self._vault.open(subject_of(item.client), Place(item.key, "image"), item.sealed))
        except NotFound:
            return None

    def forget(self, event_id: str) -> list[Step]:
        """Steps that delete all of it (`drop.forget`)."""
        found = []
        for kind, prefix in ((DropItem, "DROP#"), (ProofItem, "PROOF#")):
            listed = self._table.query(Item, partition_key(event_id), kind.sk.startswith(prefix), consistent=True)
            found += [delete("drop.forget", kind, item.key) for item in listed]
        return found

    @staticmethod
    def _decode(item: DropItem) -> Drop:
        attempts = tuple((int(at), Failed(why)) for at, why in item.attempts or ())
        delivery = Delivery(
            household=item.household,
            start=int(item.start),
            end=int(item.end),
            state=DeliveryState(item.state),
            at=None if item.at is None else int(item.at),
            proof=Proof(*item.proof) if item.proof else None,
            attempts=attempts,
        )
        return Drop(
            delivery,
            int(item.version),
            bool(item.host_told),
            None if item.expected_at is None else int(item.expected_at),
            tuple((key, body) for key, body in item.receipts or ()),
        )

    @staticmethod
    def _item(event_id: str, drop: Drop) -> DropItem:
        one = drop.delivery
        plain: dict[str, Any] = {"start": one.start, "end": one.end, "at": one.at, "household": one.household}
        return DropItem(
            *drop_key(event_id, one.household),
            **plain,
            version=drop.version,
            state=one.state.value,
            proof=list(astuple(one.proof)) if one.proof else None,
            attempts=[[at, why] for at, why in one.attempts] or None,
            host_told=drop.host_told or None,
            expected_at=drop.expected_at,
            receipts=[list(each) for each in drop.receipts] or None,
        )
