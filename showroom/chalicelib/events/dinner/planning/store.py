"""Dinners' plans and manifests in DynamoDB, beside their event; a manifest's lines are sealed, each under its client's
key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pynamodb.attributes import JSONAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.clients.model import subject_of
from chalicelib.events.dinner.documents import (
    PLAIN,
    city_of,
    kitchen_of,
    line_of,
    menu_document,
    menu_of,
    sealed_of,
    terms_of,
)
from chalicelib.events.dinner.manifest import Line, Manifest
from chalicelib.events.dinner.plan import Plan, PlanReceipt
from chalicelib.events.partition import partition_key
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.table import DUE_INDEX, Item, Key, Step, Table, check, create, delete, put, update
from chalicelib.foundation.vault import Place, Vault


class PlanItem(Item):
    """One dinner's plan."""

    event = UnicodeAttribute(attr_name="ev")
    version = NumberAttribute(attr_name="v")
    menus = JSONAttribute(attr_name="me")
    kitchens = JSONAttribute(attr_name="ki")
    cities = JSONAttribute(attr_name="ci")
    terms = JSONAttribute(attr_name="te")
    manifest = NumberAttribute(attr_name="mf", null=True)
    stirs = NumberAttribute(attr_name="sr")
    links = JSONAttribute(attr_name="li", null=True)
    receipts = JSONAttribute(attr_name="rc", null=True)
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)


class ManifestItem(Item):
    """One version of a manifest: never changed, deleted with all else that tells what anybody eats."""

    version = NumberAttribute(attr_name="v")
    film = NumberAttribute(attr_name="fi")
    released_at = NumberAttribute(attr_name="ra")
    before = UnicodeAttribute(attr_name="be", null=True)
    digest = UnicodeAttribute(attr_name="di")
    lines = JSONAttribute(attr_name="l")
    """In the manifest's order: the plain half of each line, and whose it is."""
    sealed: MapAttribute[str, Any] = MapAttribute(attr_name="d")  # type: ignore[no-untyped-call]
    """The other half by household."""


def dinner_key(event_id: str) -> Key:
    """Where a dinner's plan lives: beside its event."""
    return Key(partition_key(event_id), "DINNER")


def manifest_key(event_id: str, version: int) -> Key:
    """Where a version of a dinner's manifest lives."""
    return Key(partition_key(event_id), f"MANIFEST#{version:05d}")


def dinners_due_key() -> str:
    """The due index's partition of dinners that the sweep must look at, by minute."""
    return "DINNERS#DUE"


class DinnerStore:
    """Reads plans and manifests, and makes the steps that change them."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def get(self, event_id: str) -> Plan:
        """Return an event's plan, an empty one of version 0 where none was written; a consistent read."""
        item = self._table.get(PlanItem, dinner_key(event_id), consistent=True)
        return self._plan(item) if item else Plan(event_id)

    def due(self, now: int) -> list[str]:
        """Return the ids of events whose dinner wants a look at minute `now`, longest waiting first."""
        listed = self._table.query(Item, dinners_due_key(), PlanItem.due_at <= now, index=DUE_INDEX)
        return [item.pk.removeprefix(partition_key("")) for item in listed]

    def write(self, before: Plan, after: Plan) -> Step:
        """Step that writes a plan over the version it was read at, or where none was (`dinner.write`)."""
        if not before.version:
            return create("dinner.write", self._item(after))
        unchanged = (PlanItem.version == before.version) & (PlanItem.stirs == before.stirs)
        return put("dinner.write", self._item(after), unchanged)

    def stir(self, plan: Plan, now: int) -> Step:
        """Step that says that a table changed (`dinner.stir`): no release reads past it, and one that was is looked at.

        Tables that change at the same time do not refuse one another; a plan written meanwhile refuses.
        """
        key = dinner_key(plan.event)
        if not plan.version:
            return check("dinner.stir", PlanItem, key, PlanItem.pk.does_not_exist())
        actions: list[Action] = [PlanItem.stirs.add(1)]
        if plan.manifest:
            actions += [PlanItem.due_at.set(now), PlanItem.due_shard.set(dinners_due_key())]
        return update("dinner.stir", PlanItem, key, actions, PlanItem.version == plan.version)

    # ── manifests ────────────────────────────────────────────────────────────────────────────────────────────

    def manifest(self, plan: Plan) -> Manifest | None:
        """Return the manifest that is worked by, or None before the first."""
        return self.version(plan.event, plan.manifest) if plan.manifest else None

    def version(self, event_id: str, version: int) -> Manifest | None:
        """Return a version of a manifest, or None; lines that cannot be opened any more are left out."""
        item = self._table.get(ManifestItem, manifest_key(event_id, version), consistent=True)
        return self._manifest(event_id, item) if item else None

    def line(self, plan: Plan, household: str) -> tuple[int, Line] | None:
        """Return a household's line of the manifest that is worked by, and that manifest's film; no other is opened."""
        key = manifest_key(plan.event, plan.manifest)
        item = self._table.get(ManifestItem, key, consistent=True) if plan.manifest else None
        if item is None:
            return None
        for client, plain in item.lines:
            if plain["household"] == household:
                line = self._line(item.key, client, plain, self._sealed(item).get(household))
                return (int(item.film), line) if line is not None else None
        return None

    def history(self, event_id: str) -> list[Manifest]:
        """Return every version, the first first."""
        theirs = ManifestItem.sk.startswith("MANIFEST#")
        items = self._table.query(ManifestItem, partition_key(event_id), theirs, consistent=True)
        return [self._manifest(event_id, item) for item in items]

    def release(self, manifest: Manifest, clients: Mapping[str, str]) -> Step:
        """Step that writes a new version (`manifest.release`); `clients` says whose each household is."""
        key = manifest_key(manifest.event, manifest.version)
        sealed = {
            line.household: self._vault.seal(
                subject_of(clients[line.household]), Place(key, line.household), sealed_of(line)
            )
            for line in manifest.lines
        }
        item = ManifestItem(
            *key,
            version=manifest.version,
            film=manifest.film,
            released_at=manifest.released_at,
            before=manifest.before or None,
            digest=manifest.digest,
            lines=[[clients[line.household], {name: getattr(line, name) for name in PLAIN}] for line in manifest.lines],
            sealed=sealed,
        )
        return create("manifest.release", item)

    def forget(self, event_id: str) -> list[Step]:
        """Steps that delete every version (`manifest.forget`)."""
        theirs = ManifestItem.sk.startswith("MANIFEST#")
        listed = self._table.query(Item, partition_key(event_id), theirs, consistent=True)
        return [delete("manifest.forget", ManifestItem, item.key) for item in listed]

    def _manifest(self, event_id: str, item: ManifestItem) -> Manifest:
        sealed = self._sealed(item)
        lines = []
        for client, plain in item.lines:
            line = self._line(item.key, client, plain, sealed.get(plain["household"]))
            if line is not None:
                lines.append(line)
        return Manifest(
            event=event_id,
            version=int(item.version),
            film=int(item.film),
            released_at=int(item.released_at),
            lines=tuple(lines),
            before=item.before or "",
            digest=item.digest,
        )

    @staticmethod
    def _sealed(item: ManifestItem) -> Mapping[str, Any]:
        return item.sealed.as_dict() if item.sealed is not None else {}  # type: ignore[no-any-return,no-untyped-call]

    def _line(self, key: Key, client: str, plain: Mapping[str, Any], sealed: Any) -> Line | None:
        try:
            return line_of(plain, self._vault.open(subject_of(client), Place(key, plain["household"]), bytes(sealed)))
        except NotFound:
            return None

    @staticmethod
    def _plan(item: PlanItem) -> Plan:
        return Plan(
            event=item.event,
            version=int(item.version),
            menus=tuple(map(menu_of, item.menus)),
            kitchens=tuple(map(kitchen_of, item.kitchens)),
            cities=tuple(map(city_of, item.cities)),
            terms=terms_of(item.terms),
            manifest=int(item.manifest or 0),
            stirs=int(item.stirs),
            links={name: int(count) for name, count in (item.links or {}).items()},
            due=None if item.due_at is None else int(item.due_at),
            receipts=tuple(PlanReceipt(*one) for one in item.receipts or ()),
        )

    @staticmethod
    def _item(plan: Plan) -> PlanItem:
        return PlanItem(
            *dinner_key(plan.event),
            event=plan.event,
            version=plan.version,
            menus=[menu_document(one) for one in plan.menus],
            kitchens=[asdict(one) for one in plan.kitchens],
            cities=[asdict(one) for one in plan.cities],
            terms=asdict(plan.terms),
            manifest=plan.manifest or None,
            stirs=plan.stirs,
            links=dict(plan.links) or None,
            receipts=[[one.key, one.body] for one in plan.receipts] or None,
            due_shard=dinners_due_key() if plan.due is not None else None,
            due_at=plan.due,
        )
