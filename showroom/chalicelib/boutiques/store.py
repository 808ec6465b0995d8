"""Where the configuration lives: one JSON document for the maison, one for each boutique, and sealed staff contacts.

A contact document is named by a keyed hash of what it says, and the boutique's document points at the one that counts.
So new contacts can be written beforehand, in as many transactions as it takes, and become true only when the documents
that point at them do, in the one transaction that replaces the configuration.
"""

from __future__ import annotations

import hashlib

from pydantic import BaseModel
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib.boutiques.model import Boutique, Maison, StaffContacts
from chalicelib.boutiques.staffing.store import read_boutique
from chalicelib.boutiques.zones import tzdata_version
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.ids import encode
from chalicelib.foundation.table import Item, Key, Step, Table, delete, put
from chalicelib.foundation.vault import DataKeyItem, Place, Vault, data_key_key


class DocumentItem(Item):
    """A configuration document; `revision` is the maison's revision at which it last changed."""

    document = UnicodeAttribute()
    etag = UnicodeAttribute()
    revision = NumberAttribute()
    tzdata = UnicodeAttribute()
    """Version of the time-zone data against which zones and hours were checked."""
    parting = UnicodeSetAttribute(null=True)
    """Staff whom this revision removed, and whose keys are to be shredded."""
    writer = UnicodeAttribute(null=True)
    """Which import wrote the maison: by it an import knows its own work when the answer was lost."""


class ContactItem(Item):
    """How one member of staff is reached, sealed under their own key."""

    sealed = BinaryAttribute(legacy_encoding=False)


def maison_key() -> Key:
    """Where the maison's document lives."""
    return Key("MAISON", "PROFILE")


def boutique_key(boutique_id: str) -> Key:
    """Where a boutique's document lives."""
    return Key(f"BOUTIQUE#{boutique_id}", "PROFILE")


def contact_key(staff_id: str, contact_id: str) -> Key:
    """Where a contact document of a member of staff lives."""
    return Key(f"STAFF#{staff_id}", f"CONTACT#{contact_id}")


def staff_subject(staff_id: str) -> str:
    """The vault's subject for a member of staff."""
    return f"staff#{staff_id}"


def document_of(value: BaseModel) -> tuple[str, str]:
    """Return a document as it is kept, and its etag: equal documents have equal etags."""
    text = value.model_dump_json(exclude={"revision"})
    return text, encode(hashlib.sha256(text.encode()).digest())


class BoutiqueStore:
    """Reads and builds steps for the configuration."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    # ── reads ────────────────────────────────────────────────────────────────────────────────────────────────

    def maison(self) -> Maison:
        """Return the maison (one GetItem). Raises NotFound before the first import."""
        item = self._table.get(DocumentItem, maison_key())
        if item is None:
            raise NotFound("No maison has been imported yet.")
        return Maison.model_validate_json(item.document).model_copy(update={"revision": int(item.revision)})

    def boutique(self, boutique_id: str) -> Boutique:
        """Return a boutique with what its people have changed (one Query). Raises NotFound."""
        found = read_boutique(self._table, boutique_id)
        if found is None:
            raise NotFound("There is no such boutique.")
        return found

    def file(self, boutique_id: str) -> Boutique:
        """Return a boutique as the maison's file says it, as it is now (one GetItem). Raises NotFound."""
        item = self.item(boutique_key(boutique_id))
        if item is None:
            raise NotFound("There is no such boutique.")
        return Boutique.model_validate_json(item.document)

    def contacts(self, staff_id: str, contact_id: str) -> StaffContacts | None:
        """Return an opened contact document (one GetItem, and one for the key when it is not cached), or None."""
        key = contact_key(staff_id, contact_id)
        item = self._table.get(ContactItem, key)
        if item is None:
            return None
        return StaffContacts.model_validate(
            self._vault.open(staff_subject(staff_id), Place(key, "sealed"), item.sealed)
        )

    def item(self, key: Key) -> DocumentItem | None:
        """Return a document's item as it is now (a consistent read)."""
        return self._table.get(DocumentItem, key, consistent=True)

    def items(self, boutique_ids: list[str]) -> dict[str, DocumentItem]:
        """Return the items of several boutiques as they are now, by boutique id."""
        found = self._table.get_many(((DocumentItem, boutique_key(each)) for each in boutique_ids), consistent=True)
        return {each: found[boutique_key(each)] for each in boutique_ids if boutique_key(each) in found}

    def contact_ids(self, staff_id: str) -> set[str]:
        """Return which contact documents a member of staff has, current or left over."""
        prefix = ContactItem.sk.startswith("CONTACT#")
        rows = self._table.query(ContactItem, contact_key(staff_id, "").pk, prefix, consistent=True)
        return {row.sk.removeprefix("CONTACT#") for row in rows}

    def has_key(self, staff_id: str) -> bool:
        """Say whether a member of staff has a data key."""
        return self._table.get(DataKeyItem, data_key_key(staff_subject(staff_id)), consistent=True) is not None

    # ── steps ────────────────────────────────────────────────────────────────────────────────────────────────

    def replace_maison(self, maison: Maison, before: DocumentItem | None, parting: set[str], writer: str) -> Step:
        """The step that makes a configuration true, unless another import came first (`maison.replace`)."""
        item = self._item(maison_key(), maison, maison.revision)
        item.parting, item.writer = parting or None, writer
        condition = DocumentItem.pk.does_not_exist() if before is None else DocumentItem.revision == before.revision
        return put("maison.replace", item, condition)

    def put_boutique(self, boutique: Boutique) -> Step:
        """The step that writes a boutique's document; guarded by the maison's step in the same transaction."""
        return put(f"boutique.put {boutique.id}", self._item(boutique_key(boutique.id), boutique, boutique.revision))

    def remove_boutique(self, boutique_id: str) -> Step:
        """The step that removes a boutique's document."""
        return delete(f"boutique.remove {boutique_id}", DocumentItem, boutique_key(boutique_id))

    def contact_id(self, staff_id: str, contacts: StaffContacts) -> str:
        """Return the name of a contact document: a keyed hash, so that it tells nothing of what it says."""
        return self._vault.fingerprint({"staff": staff_id, **contacts.model_dump()})

    def seal_contacts(self, staff_id: str, contacts: StaffContacts) -> list[Step]:
        """The steps that keep contacts sealed: the document, and before it a data key for someone new."""
        key, subject = contact_key(staff_id, self.contact_id(staff_id, contacts)), staff_subject(staff_id)
        place, document = Place(key, "sealed"), contacts.model_dump()
        if self.has_key(staff_id):
            steps, sealed = [], self._vault.seal(subject, place, document)
        else:
            admission = self._vault.admit(subject)
            steps, sealed = [admission.step], admission.seal(place, document)
        return [*steps, put(f"contacts.put {staff_id}", ContactItem(*key, sealed=sealed))]

    def drop_contacts(self, staff_id: str, contact_ids: set[str]) -> list[Step]:
        """The steps that remove contact documents that count no longer."""
        return [
            delete(f"contacts.drop {staff_id} {each}", ContactItem, contact_key(staff_id, each))
            for each in sorted(contact_ids)
        ]

    def shred(self, staff_id: str) -> Step:
        """The step that deletes the data key of someone who has left: nothing sealed for them opens again."""
        return delete(f"staff.shred {staff_id}", DataKeyItem, data_key_key(staff_subject(staff_id)))

    def forget(self, staff_id: str) -> None:
        """Drop a key from this process, after it was shredded."""
        self._vault.forget(staff_subject(staff_id))

    @staticmethod
    def _item(key: Key, value: BaseModel, revision: int) -> DocumentItem:
        document, etag = document_of(value)
        return DocumentItem(*key, document=document, etag=etag, revision=revision, tzdata=tzdata_version())
