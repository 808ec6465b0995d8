"""Who a client is: how she is addressed and reached, who her advisor is, what she permits. Pure values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from chalicelib.clients.consent import Preferences


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name. Either `full` (a mononym, or one field as she typed it) or `family` with the rest."""

    title: str = ""
    given: str = ""
    family: str = ""
    family_first: bool = False
    full: str = ""
    called: str = ""
    """How she wishes to be addressed, when she said so."""

    @property
    def display(self) -> str:
        """The whole name in its own order, without title."""
        if self.full:
            return self.full
        parts = (self.family, self.given) if self.family_first else (self.given, self.family)
        return " ".join(filter(None, parts))

    @property
    def addressed(self) -> str:
        """How she is addressed: as she said, else by title and family name, else by the whole name."""
        if self.called or not (self.title and self.family):
            return self.called or self.display
        if self.family_first and not self.title.isascii():
            return f"{self.family}{self.title}"
        return f"{self.title} {self.family}"


@dataclass(frozen=True, slots=True)
class Contact:
    """What the vault keeps for a client: her name, and at least one of e-mail and telephone (E.164)."""

    name: Name
    email: str = ""
    telephone: str = ""
    also: tuple[str, ...] = ()
    """Other addresses by which she is known, from cards that were merged with hers: nothing is sent there."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Which addresses there are: `email`, `telephone`."""
        return tuple(kind for kind in ("email", "telephone") if getattr(self, kind))

    def apart(self) -> Iterator[Contact]:
        """Yield this contact, and one for each other address by which she is known."""
        yield self
        for one in self.also:
            yield Contact(self.name, email=one) if "@" in one else Contact(self.name, telephone=one)

    def document(self) -> dict[str, Any]:
        """The contact as JSON-able values, without empty ones."""
        name = {key: value for key, value in asdict(self.name).items() if value}
        said = (("email", self.email), ("telephone", self.telephone), ("also", list(self.also)))
        return {"name": name} | {key: value for key, value in said if value}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Contact:
        """The reverse of `document`."""
        also = tuple(document.get("also", ()))
        return cls(Name(**document["name"]), document.get("email", ""), document.get("telephone", ""), also)


PROVISIONAL = "provisional"
KNOWN = "known"
LEAVING = "leaving"
"""She is being erased: nobody finds her, and nothing is begun for her any more."""
MERGED = "merged"
"""Her card was taken into another one, and leads there."""
CLOSED = frozenset({LEAVING, MERGED})


@dataclass(frozen=True, slots=True)
class Client:
    """A client as the house knows her."""

    id: str
    state: str
    language: str
    channels: tuple[str, ...]
    """How she is written to about her appointments, best first."""
    advisor: str | None = None
    """Staff id of her own advisor."""
    boutique: str | None = None
    version: int = 1
    contact: Contact | None = field(default=None, repr=False)
    """Only where it was asked for: opening it costs the vault a key."""
    addresses: tuple[str, ...] = ()
    """Which addresses the house has of her: `email`, `telephone`."""
    preferences: Preferences = field(default_factory=Preferences)
    merged: tuple[str, ...] = ()
    """Ids of cards that were taken into this one."""
    suppressed: frozenset[str] = frozenset()
    """Channels that the suppression list holds, where it was asked; it is not kept on the card (rule C2)."""

    @property
    def subject(self) -> str:
        """The vault's and the audit's name for her."""
        return subject_of(self.id)


def subject_of(client_id: str) -> str:
    """The vault's and the audit's name for a client."""
    return f"client#{client_id}"
