"""Imports a maison: reads the whole file, and keeps all of it or nothing.

    1. new contacts of staff, sealed        in transactions of their own: nothing points at them yet
    2. every document that changed          ── one transaction; from here on the new configuration is true
    3. contacts and keys that count no more  in transactions of their own: nothing points at them any more

A crash between two lines leaves a maison that is wholly the old one or wholly the new one, and the next import finishes
what was left. Importing the same file again writes nothing. The file is read by `blueprint`, which needs PyYAML,
holidays and phonenumbers; they are loaded only when an import begins, so the API never carries them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from chalicelib.boutiques.model import Boutique, Maison, StaffContacts
from chalicelib.boutiques.removals import InUse, Removal, StillInUse, nothing_in_use
from chalicelib.boutiques.staffing.store import StaffingStore
from chalicelib.boutiques.store import BoutiqueStore, DocumentItem, document_of, maison_key
from chalicelib.boutiques.zones import tzdata_version
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.errors import Busy, Contended, StateConflict, StepRefused
from chalicelib.foundation.ids import new_id
from chalicelib.foundation.table import Step, Table
from chalicelib.foundation.vault import Vault

if TYPE_CHECKING:
    from chalicelib.boutiques.blueprint import Blueprint

_BATCH = 40
_MOST_DOCUMENT = 350_000
_MOST_TOGETHER = 3_500_000
"""Bytes: an item holds 400 kB and a transaction 4 MB, keys and names included."""
_T = TypeVar("_T")


@dataclass(frozen=True)
class ImportReport:
    """What an import did. `written` and `removed` are boutique ids."""

    revision: int
    changed: bool
    written: tuple[str, ...]
    removed: tuple[str, ...]
    contacts: tuple[str, ...]
    """Staff whose contacts were sealed anew."""
    departed: tuple[str, ...]
    """Staff who are no longer named, and whose keys are shredded."""
    unfinished: bool = False
    """True when the configuration is kept but what it replaced is not all removed: the next import does that."""


@dataclass(frozen=True)
class _Kept:
    """The configuration that is true when an import begins."""

    item: DocumentItem | None
    maison: Maison | None
    items: dict[str, DocumentItem]
    boutiques: dict[str, Boutique]

    @property
    def revision(self) -> int:
        return int(self.item.revision) if self.item else 0

    @property
    def staff(self) -> dict[str, str]:
        return {member.id: member.contact_id for house in self.boutiques.values() for member in house.staff}


class Importer:
    """Keeps a maison's file."""

    def __init__(self, table: Table, vault: Vault, audit: Audit, in_use: InUse = nothing_in_use) -> None:
        self._table, self._audit, self._in_use = table, audit, in_use
        self._store, self._staffing = BoutiqueStore(table, vault), StaffingStore(table, vault)

    def import_maison(self, text: str, now: datetime, actor: str = "admin:import") -> ImportReport:
        """Read a file and make it the configuration.

        Raises ImportRefused with every mistake of the file, StillInUse, StateConflict when another import came
        between, and Contended or Busy when the table could not answer; in each case the old configuration still holds
        (after Busy, importing again tells).
        """
        from chalicelib.boutiques.blueprint import read_blueprint

        blueprint = read_blueprint(text)
        kept = self._kept()
        self._sweep(kept, now, actor)
        houses, contacts = self._with_contacts(blueprint)
        _weigh([blueprint.maison, *houses])
        gone = list(_removals(kept, blueprint.maison, houses))
        needed = list(self._in_use(gone, now)) if gone else []
        if needed:
            raise StillInUse(needed)
        sealed = self._seal(kept, houses, contacts, now, actor)
        report = self._replace(kept, blueprint.maison, houses, sealed, now, actor)
        try:
            if report.changed:
                self._sweep(self._kept(), now, actor, report.removed)
        except (Contended, Busy):
            return replace(report, unfinished=True)
        return report

    # ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────

    def _kept(self) -> _Kept:
        item = self._store.item(maison_key())
        if item is None:
            return _Kept(None, None, {}, {})
        maison = Maison.model_validate_json(item.document)
        items = self._store.items([card.id for card in maison.boutiques])
        return _Kept(item, maison, items, {each: Boutique.model_validate_json(i.document) for each, i in items.items()})

    def _with_contacts(self, blueprint: Blueprint) -> tuple[list[Boutique], dict[str, StaffContacts]]:
        contacts = {staff: each for house in blueprint.houses for staff, each in house.contacts.items()}
        ids = {staff: self._store.contact_id(staff, each) for staff, each in contacts.items()}
        return [
            house.boutique.model_copy(
                update={
                    "staff": tuple(
                        member.model_copy(update={"contact_id": ids[member.id]}) for member in house.boutique.staff
                    )
                }
            )
            for house in blueprint.houses
        ], contacts

    # ── 1 ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _seal(
        self, kept: _Kept, houses: list[Boutique], contacts: dict[str, StaffContacts], now: datetime, actor: str
    ) -> tuple[str, ...]:
        before = kept.staff
        new = [m.id for house in houses for m in house.staff if before.get(m.id) != m.contact_id]
        for batch in _batches(new):
            steps = [step for staff in batch for step in self._store.seal_contacts(staff, contacts[staff])]
            self._commit(steps, "staff.contacts", now, actor, {"staff": batch})
        return tuple(new)

    # ── 2 ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _replace(
        self,
        kept: _Kept,
        maison: Maison,
        houses: list[Boutique],
        sealed: tuple[str, ...],
        now: datetime,
        actor: str,
    ) -> ImportReport:
        revision, writer = kept.revision + 1, new_id()
        written = [house for house in houses if not _same(kept.items.get(house.id), house)]
        removed = [each for each in kept.items if each not in {house.id for house in houses}]
        if not written and not removed and _same(kept.item, maison):
            return ImportReport(kept.revision, False, (), (), sealed, ())
        departed = set(kept.staff) - {member.id for house in houses for member in house.staff}
        steps = [
            self._store.replace_maison(maison.model_copy(update={"revision": revision}), kept.item, departed, writer),
            *(self._store.put_boutique(house.model_copy(update={"revision": revision})) for house in written),
            *(self._store.remove_boutique(each) for each in removed),
        ]
        before = {each: item.etag for each, item in kept.items.items()}
        after = {house.id: document_of(house)[1] for house in houses}
        try:
            self._commit(steps, "maison.import", now, actor, after, before)
        except (StepRefused, Contended, Busy) as error:
            found = self._store.item(maison_key())
            if found is None or found.writer != writer:  # else it was written, and only the answer was lost
                if not isinstance(error, StepRefused):
                    raise
                raise StateConflict("Another import came first; look at what it did, and import again.") from None
        return ImportReport(
            revision, True, tuple(each.id for each in written), tuple(removed), sealed, tuple(sorted(departed))
        )

    # ── 3 ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _sweep(self, kept: _Kept, now: datetime, actor: str, removed: Iterable[str] = ()) -> None:
        """Shred the keys of those who have left, and drop contacts and calendars that nothing points at."""
        parting = sorted(set(kept.item.parting or ()) - set(kept.staff)) if kept.item else []
        steps: list[list[Step]] = []
        for staff, current in {**dict.fromkeys(parting, ""), **kept.staff}.items():
            drop = self._store.drop_contacts(staff, self._store.contact_ids(staff) - {current})
            if staff in parting and self._store.has_key(staff):
                drop.append(self._store.shred(staff))
                self._store.forget(staff)
            steps += [drop[i : i + _BATCH] for i in range(0, len(drop), _BATCH)]
        there = {house.id: {member.id for member in house.staff} for house in kept.boutiques.values()}
        steps += [self._staffing.left_over(each, there[each]) for each in there if parting]
        steps += [self._staffing.left_over(each, set()) for each in removed]
        for batch in _batches([step for group in steps for step in group], 90):
            self._commit(batch, "staff.shredded", now, actor, {"steps": [step.name for step in batch]})

    def _commit(
        self,
        steps: Sequence[Step],
        action: str,
        now: datetime,
        actor: str,
        after: Mapping[str, object],
        before: Mapping[str, object] | None = None,
    ) -> None:
        self._table.commit([*steps, self._audit.of(action, "maison", actor, now, before=before, after=after)])


def _same(item: DocumentItem | None, value: Boutique | Maison) -> bool:
    return item is not None and item.etag == document_of(value)[1] and item.tzdata == tzdata_version()


def _removals(kept: _Kept, maison: Maison, houses: list[Boutique]) -> Iterator[Removal]:
    """Yield what is kept and no longer named."""
    if kept.maison is None:
        return
    named = {house.id: house for house in houses}
    experiences = {experience.id for experience in maison.experiences}
    for experience in kept.maison.experiences:
        if experience.id not in experiences:
            yield Removal("experience", "", experience.id)
    for before in kept.boutiques.values():
        after = named.get(before.id)
        if after is None:
            yield Removal("boutique", before.id, before.id)
        staff = {member.id for member in after.staff} if after else set()
        rooms = {room.id for room in after.rooms} if after else set()
        yield from (Removal("staff", before.id, each.id) for each in before.staff if each.id not in staff)
        yield from (Removal("room", before.id, each.id) for each in before.rooms if each.id not in rooms)


def _weigh(documents: Iterable[Boutique | Maison]) -> None:
    """Refuse what one transaction could not carry if every document changed."""
    from chalicelib.boutiques.blueprint import ImportRefused
    from chalicelib.boutiques.outline import Mistake

    sizes = [len(document_of(document)[0].encode()) for document in documents]
    if max(sizes) > _MOST_DOCUMENT or sum(sizes) > _MOST_TOGETHER:
        raise ImportRefused([Mistake(1, "", "the maison is too large to be kept at once: shorten texts and lists")])


def _batches(items: Sequence[_T], size: int = _BATCH) -> Iterator[list[_T]]:
    return (list(items[start : start + size]) for start in range(0, len(items), size))
