"""What the house notes of a client beyond her address, and how it is changed. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.clients.model import Client, Name

OPEN_AFTER_DAYS = 7
"""How long after an appointment elsewhere her card stays open to whoever received her."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is noted. All of it is sealed under her key."""

    languages: tuple[str, ...] = ()
    """Languages she likes to speak, the first one best; her letters have one of their own on the card."""
    readings: tuple[str, ...] = ()
    """How her name is read, in kana or in Latin letters: it is found by these too."""
    sizes: tuple[tuple[str, str], ...] = ()
    tastes: str = ""
    note: str = ""
    """The advisors' note."""
    manager_note: str = ""
    """For managers' eyes."""
    version: int = 0
    """Zero where nothing was noted yet."""

    def document(self) -> dict[str, Any]:
        """The profile as JSON-able values, without empty ones."""
        said = {
            "languages": list(self.languages),
            "readings": list(self.readings),
            "sizes": [list(size) for size in self.sizes],
            "tastes": self.tastes,
            "note": self.note,
            "manager_note": self.manager_note,
        }
        return {key: value for key, value in said.items() if value}

    @classmethod
    def from_document(cls, document: Mapping[str, Any], version: int) -> Profile:
        """The reverse of `document`."""
        return cls(
            languages=tuple(document.get("languages", ())),
            readings=tuple(document.get("readings", ())),
            sizes=tuple((label, value) for label, value in document.get("sizes", ())),
            tastes=document.get("tastes", ""),
            note=document.get("note", ""),
            manager_note=document.get("manager_note", ""),
            version=version,
        )


@dataclass(frozen=True, slots=True)
class Card:
    """A client's card, opened for one of the house's people."""

    client: Client = field(repr=False)
    profile: Profile = field(repr=False)
    body_hash: str = ""
    """Hash of what was sent to take her in, so that the same key with other words is refused."""
    may_change: bool = False
    sees_all: bool = False
    """The managers' note is hers to read and write."""

    @property
    def version(self) -> int:
        """Rises with each change of either part: no two states of a card have one version."""
        return self.client.version + self.profile.version

    def document(self) -> dict[str, Any]:
        """What audit rows compare (as a keyed hash)."""
        contact = self.client.contact.document() if self.client.contact else None
        kept = {"language": self.client.language, "advisor": self.client.advisor, "boutique": self.client.boutique}
        return {"contact": contact, "profile": self.profile.document(), **kept}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a card is to say. Without a managers' note, that one stays as it is."""

    name: Name
    language: str
    boutique: str
    advisor: str | None
    profile: Profile
    manager_note: str | None = None

    def over(self, card: Card) -> Card:
        """Return the card as wished: versions rise for what is different, and for nothing else."""
        contact = card.client.contact
        if contact is None:
            raise ValueError("a card is changed with its contact")
        manager_note = card.profile.manager_note if self.manager_note is None else self.manager_note
        profile = replace(self.profile, manager_note=manager_note, version=card.profile.version)
        client = replace(
            card.client,
            contact=replace(contact, name=self.name),
            language=self.language,
            boutique=self.boutique,
            advisor=self.advisor,
        )
        if profile != card.profile:
            profile = replace(profile, version=profile.version + 1)
        if client != card.client:
            client = replace(client, version=client.version + 1)
        return replace(card, client=client, profile=profile)
