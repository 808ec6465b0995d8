"""What an import takes away, and who may object: the rooms that keep appointments, through `InUse`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol


class Removal(NamedTuple):
    """Something that a new file no longer names."""

    what: Literal["boutique", "staff", "room", "experience"]
    boutique: str
    """Where it belonged; empty for an experience."""
    id: str


class InUse(Protocol):
    """Says which removals would leave an appointment without its boutique, advisor, room or experience.

    The rooms that keep appointments know; `wiring` plugs them in. The answer is as of `now`: an appointment made while
    the import runs is not seen, as configuration is not locked by bookings.
    """

    def __call__(self, removals: Sequence[Removal], now: datetime, /) -> Iterable[Removal]:
        """Return those of `removals` that live appointments still need."""


def nothing_in_use(_removals: Sequence[Removal], _now: datetime) -> Iterable[Removal]:
    """The answer of a house that keeps no appointments yet."""
    return ()


class StillInUse(Exception):
    """Raised when a file leaves out what live appointments still need; nothing was kept."""

    def __init__(self, removals: Iterable[Removal]) -> None:
        self.removals = tuple(removals)
        named = ", ".join(" ".join(filter(None, (each.what, each.id, each.boutique))) for each in self.removals)
        super().__init__(f"Appointments still need: {named}. Move or cancel them first, or keep these in the file.")
