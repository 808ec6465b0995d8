"""A wish: a request without a time, left when nothing is free. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client wishes: days (ISO dates, none means any), a part of the day, her words."""

    id: str
    boutique: str
    experience: str
    client: str
    language: str
    created_at: int
    days: tuple[str, ...] = ()
    part: str = "any"
    words: str = ""

    @property
    def subject(self) -> str:
        """The notices' and the audit's name for it."""
        return f"wish#{self.id}"

    def document(self) -> Mapping[str, Any]:
        """What is sealed."""
        return {"days": list(self.days), "part": self.part, "words": self.words}
