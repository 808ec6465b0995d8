"""Kitchens and what each can finish in a slot of its evening; pure. One counter for each kitchen and slot (rule H2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chalicelib.foundation.errors import FieldProblem, InvalidInput


@dataclass(frozen=True, slots=True)
class Kitchen:
    """A kitchen that works in [opens, closes) and finishes up to `boxes` in every `slot_minutes`, from `opens` on."""

    id: str
    name: str
    zone: str
    """Its IANA time zone, in which its sheets are printed."""
    opens: int
    closes: int
    slot_minutes: int
    boxes: int

    def __post_init__(self) -> None:
        """Raise InvalidInput for a kitchen that could never finish anything."""
        if self.slot_minutes < 1 or self.boxes < 0 or self.closes < self.opens:
            raise InvalidInput([FieldProblem("/kitchens", "needs hours, a slot of a minute or more, and boxes")])

    def slots(self) -> range:
        """Return the minutes at which its slots begin; only whole slots count."""
        return range(self.opens, self.closes - self.slot_minutes + 1, self.slot_minutes)

    def moved(self, by: int) -> Kitchen:
        """The same kitchen working `by` minutes later."""
        return replace(self, opens=self.opens + by, closes=self.closes + by)


@dataclass(frozen=True, slots=True)
class Counter:
    """What one kitchen makes in one slot: boxes by household, never more than its capacity (rules D5, H2)."""

    kitchen: str
    slot: int
    capacity: int
    made: Mapping[str, int] = field(default_factory=dict)

    @property
    def free(self) -> int:
        """How many boxes it can still make."""
        return self.capacity - sum(self.made.values())

    def claimed(self, household: str, boxes: int) -> Counter | None:
        """Return it with a household's boxes, all of them, or None when they do not fit. Twice is once."""
        others = self.released(household)
        return replace(others, made={**others.made, household: boxes}) if 0 < boxes <= others.free else None

    def released(self, household: str) -> Counter:
        """Return it without a household's boxes."""
        return replace(self, made={name: boxes for name, boxes in self.made.items() if name != household})
