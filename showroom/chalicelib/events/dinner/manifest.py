"""The manifest that kitchens and couriers work by: numbered, hashed and never changed; pure (rule D7).

A change after its release is a new version that names the digest of the one before, which it supersedes: nobody can
exchange an old sheet, or slip one in between. What the caterer learns of a person is her code and her allergens alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from chalicelib.events.dinner.diets import Allergen
from chalicelib.foundation.errors import StateConflict


@dataclass(frozen=True, slots=True)
class Box:
    """One person's box: her code, what she declared, her menu and what that contains (rules D3, D4)."""

    person: str
    declared: tuple[Allergen, ...]
    menu: str
    contains: tuple[Allergen, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One door: which round, where in it, when, how to get in, and what is handed over. Minutes since the epoch."""

    household: str
    round: str
    order: int
    start: int
    end: int
    zone: str
    departs: int
    kitchen: str
    slot: int
    address: tuple[str, ...]
    access: str
    recipient: str
    telephone: str
    """Masked: whoever holds the sheet calls through the house."""
    temperature: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One version. `digest` is the SHA-256 of its canonical document, which names the version before it."""

    event: str
    version: int
    film: int
    released_at: int
    lines: tuple[Line, ...]
    before: str
    """The digest of the version that it supersedes, or nothing."""
    digest: str

    @property
    def boxes(self) -> int:
        """How many boxes leave the kitchens."""
        return sum(len(line.boxes) for line in self.lines)

    def canonical(self) -> bytes:
        """Its document, the same bytes for the same facts whatever wrote them."""
        facts = {name: value for name, value in asdict(self).items() if name != "digest"}
        return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def is_sound(self) -> bool:
        """Say whether nothing in it was changed since its release."""
        return self.digest == hashlib.sha256(self.canonical()).hexdigest()


def released(
    history: Sequence[Manifest], event: str, film: int, lines: Sequence[Line], accepted: int, now: int
) -> Manifest:
    """Return the next version; the last one itself when nothing changed since (rule D7). Of `history`, the last counts.

    Raises StateConflict unless there is one box for each of the `accepted` persons, and for a declared allergen in one.
    """
    found: list[str] = [box.person for line in lines for box in line.boxes]
    if len(found) != accepted or len(set(found)) != accepted:
        raise StateConflict("There is not one box for each person who comes.")
    if any(set(box.declared) & set(box.contains) for line in lines for box in line.boxes):
        raise StateConflict("A box contains what its person must not eat.")
    ordered = tuple(sorted(lines, key=lambda line: (line.departs, line.round, line.order, line.household)))
    last = history[-1] if history else None
    if last is not None and (last.lines, last.film) == (ordered, film):
        return last
    before = last.digest if last is not None else ""
    bare = Manifest(event, last.version + 1 if last is not None else 1, film, now, ordered, before, "")
    return Manifest(event, bare.version, film, now, ordered, before, hashlib.sha256(bare.canonical()).hexdigest())


def standing(history: Sequence[Manifest]) -> Manifest | None:
    """Return the version that is worked by; every other one is superseded."""
    return history[-1] if history else None


def is_unbroken(history: Sequence[Manifest]) -> bool:
    """Say whether every version is sound, and names the one before it."""
    before = [""] + [one.digest for one in history]
    return all(one.is_sound() and one.version == at + 1 and one.before == before[at] for at, one in enumerate(history))


def masked(telephone: str) -> str:
    """Return a telephone as a courier's sheet shows it: its last two digits."""
    digits = [sign for sign in telephone if sign.isdigit()]
    return f"••• {''.join(digits[-2:])}" if len(digits) > 4 else "•••" if digits else ""
