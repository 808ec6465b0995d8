"""What a person may eat, coded; pure. Nobody is guessed at: who was not asked is not somebody with nothing to declare.

The fourteen allergens are those of Annex II of Regulation (EU) 1169/2011, in its order. What people write in their own
words is read by a person before they are given a menu: no code covers a kiwi. Times are minutes since the epoch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from chalicelib.foundation.errors import FieldProblem, InvalidInput

FORGET_AFTER_DAYS = 30
"""Days after the evening on which what people eat is deleted (rule D4)."""
LONGEST_NOTE = 300
T = TypeVar("T", bound=StrEnum)


class Allergen(StrEnum):
    """What must be told of any dish that contains it (rule D1)."""

    GLUTEN = "gluten"
    CRUSTACEANS = "crustaceans"
    EGGS = "eggs"
    FISH = "fish"
    PEANUTS = "peanuts"
    SOYBEANS = "soybeans"
    MILK = "milk"
    NUTS = "nuts"
    CELERY = "celery"
    MUSTARD = "mustard"
    SESAME = "sesame"
    SULPHITES = "sulphites"
    """More than 10 mg/kg."""
    LUPIN = "lupin"
    MOLLUSCS = "molluscs"


class Diet(StrEnum):
    """How somebody eats (rule D1). A child's menu is asked for, never concluded from an age."""

    HALAL = "halal"
    KOSHER = "kosher"
    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    CHILD = "child"


class Answer(StrEnum):
    """What is known of somebody (rule D2)."""

    NOT_ASKED = "not_asked"
    NONE = "none"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Needs:
    """What one person told the house, and the minute at which she agreed that it be kept (rule D4)."""

    consented_at: int
    allergens: frozenset[Allergen] = frozenset()
    diets: frozenset[Diet] = frozenset()
    alcohol: bool = False
    """Whether she wishes for alcohol; nobody gets any without having said so."""
    of_age: bool = False
    note: str = ""
    note_read: bool = False
    """Whether somebody of the house has read the note and found that the menus allow for it."""

    @property
    def drinks(self) -> bool:
        """Say whether she may be served alcohol."""
        return self.alcohol and self.of_age

    @property
    def is_readable(self) -> bool:
        """Say whether codes alone tell what she may eat, or somebody has read the rest."""
        return not self.note or self.note_read

    def read(self) -> Needs:
        """Somebody of the house has read her note."""
        return replace(self, note_read=True)

    def document(self) -> dict[str, Any]:
        """The needs as JSON-able values, for the vault."""
        return {
            "consented_at": self.consented_at,
            "allergens": sorted(self.allergens),
            "diets": sorted(self.diets),
            "alcohol": self.alcohol,
            "of_age": self.of_age,
            "note": self.note,
            "note_read": self.note_read,
        }

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Needs:
        """The reverse of `document`."""
        coded = {
            "allergens": frozenset(map(Allergen, document["allergens"])),
            "diets": frozenset(map(Diet, document["diets"])),
        }
        return cls(**{**document, **coded})


def declared(
    now: int,
    *,
    consent: bool,
    allergens: Iterable[str] = (),
    diets: Iterable[str] = (),
    alcohol: bool = False,
    of_age: bool = False,
    note: str = "",
) -> Needs:
    """Return what somebody told us at minute `now`. Raises InvalidInput: no consent, unknown codes, a child's wine."""
    problems = []
    if not consent:
        problems.append(FieldProblem("/consent", "is needed before the house keeps what anybody eats"))
    found_allergens, strange = _coded(Allergen, allergens)
    problems += [FieldProblem(f"/allergens/{at}", "is none of the fourteen") for at in strange]
    found_diets, strange = _coded(Diet, diets)
    problems += [FieldProblem(f"/diets/{at}", "is no diet that the kitchens know") for at in strange]
    if alcohol and not of_age:
        problems.append(FieldProblem("/of_age", "is needed for alcohol"))
    if alcohol and Diet.CHILD in found_diets:
        problems.append(FieldProblem("/alcohol", "does not go with a child's menu"))
    if len(note) > LONGEST_NOTE:
        problems.append(FieldProblem("/note", f"must have at most {LONGEST_NOTE} characters"))
    if problems:
        raise InvalidInput(problems)
    return Needs(now, frozenset(found_allergens), frozenset(found_diets), alcohol, of_age, note.strip())


def answer_of(needs: Needs | None) -> Answer:
    """Say what is known: nothing, that there is nothing, or something (rule D2)."""
    if needs is None:
        return Answer.NOT_ASKED
    return Answer.DECLARED if needs.allergens or needs.diets or needs.note else Answer.NONE


def forget_at(end: int, days: int = FORGET_AFTER_DAYS) -> int:
    """Return the minute from which nothing of it is kept, for an evening that ends at minute `end` (rule D4)."""
    return end + days * 1440


def _coded(kind: type[T], codes: Iterable[str]) -> tuple[list[T], list[int]]:
    known = set(kind)
    read = list(codes)
    return [kind(code) for code in read if code in known], [at for at, code in enumerate(read) if code not in known]
