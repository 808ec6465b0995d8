"""What is personal about one booking, besides its client's card. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Details:
    """What the vault keeps of a booking: everything personal that is not on the client's card."""

    address: Mapping[str, Any] | None = None
    note: str = ""
    access_needs: str = ""
    interests: tuple[str, ...] = ()
    surprise: bool = False
    on_behalf_of: str = ""
    outside: str = ""
    """The house's reason for a time outside its hours: never shown to the client."""

    def document(self) -> dict[str, Any]:
        """The details as JSON-able values, without empty ones."""
        values = {
            "address": dict(self.address) if self.address else None,
            "note": self.note,
            "access_needs": self.access_needs,
            "interests": list(self.interests),
            "surprise": self.surprise,
            "on_behalf_of": self.on_behalf_of,
            "outside": self.outside,
        }
        return {key: value for key, value in values.items() if value}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Details:
        """The reverse of `document`."""
        return cls(**{**document, "interests": tuple(document.get("interests", ()))})
