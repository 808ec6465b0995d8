"""What a guest told us: who comes with her, and a word to the house. Kept sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody she brings; names may come later, until the freeze (rule G2)."""

    given: str = ""
    family: str = ""

    @property
    def display(self) -> str:
        """The whole name, or nothing."""
        return " ".join(filter(None, (self.given, self.family)))


@dataclass(frozen=True, slots=True)
class GuestDetails:
    """Her companions in the order in which she named them, and her note."""

    companions: tuple[Companion, ...] = ()
    note: str = ""

    def document(self) -> dict[str, Any]:
        """The details as JSON-able values, without what is empty."""
        named = [[one.given, one.family] for one in self.companions]
        return ({"companions": named} if any(map(any, named)) else {}) | ({"note": self.note} if self.note else {})

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> GuestDetails:
        """The reverse of `document`."""
        companions = tuple(Companion(*one) for one in document.get("companions", ()))
        return cls(companions, document.get("note", ""))
