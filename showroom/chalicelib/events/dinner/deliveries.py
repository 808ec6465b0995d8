"""What becomes of each household's boxes on the night; pure.

    PLANNED ──▶ DISPATCHED ──┬──▶ DELIVERED   with a signature or a photograph, where and when
                   ▲         └──▶ ATTEMPTED ──▶ RETURNED
                   └───────────────────┴───────────┘   once more

A window that ends without its boxes is an exception that the host hears of before the film begins (rule D8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from chalicelib.events.show.model import Deliveries as Share
from chalicelib.foundation.errors import FieldProblem, InvalidInput, StateConflict


class DeliveryState(StrEnum):
    """Where a household's boxes are."""

    PLANNED = "planned"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    ATTEMPTED = "attempted"
    RETURNED = "returned"


class Failed(StrEnum):
    """Why a courier could not hand over."""

    NOBODY_THERE = "nobody_there"
    NO_ENTRY = "no_entry"
    WRONG_ADDRESS = "wrong_address"
    REFUSED = "refused"
    DAMAGED = "damaged"


OUT = frozenset(DeliveryState) - {DeliveryState.PLANNED}
"""States in which the boxes have left their kitchen."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that boxes were handed over, and where in micro-degrees, as far as the telephone knew."""

    kind: str
    """`signature`, `photo`, or `word`: what she told somebody of the house."""
    key: str
    """Where the image is kept, or who was told."""
    latitude: int | None = None
    longitude: int | None = None

    def __post_init__(self) -> None:
        """Raise InvalidInput for a proof that shows nothing."""
        nowhere = (self.latitude is None) != (self.longitude is None)
        far = abs(self.latitude or 0) > 90_000_000 or abs(self.longitude or 0) > 180_000_000
        if self.kind not in {"signature", "photo", "word"} or not self.key or nowhere or far:
            raise InvalidInput([FieldProblem("/proof", "must be a signature or a photograph, and a place on earth")])


@dataclass(frozen=True, slots=True)
class Delivery:
    """A household's boxes, due in the window [start, end); every attempt stays written."""

    household: str
    start: int
    end: int
    state: DeliveryState = DeliveryState.PLANNED
    at: int | None = None
    """When it came into this state."""
    proof: Proof | None = None
    attempts: tuple[tuple[int, Failed], ...] = ()

    @property
    def is_out(self) -> bool:
        """Say whether its boxes have left."""
        return self.state in OUT

    def dispatched(self, now: int) -> Delivery:
        """A courier leaves with its boxes, for the first time or once more."""
        self._require({DeliveryState.PLANNED, DeliveryState.ATTEMPTED, DeliveryState.RETURNED})
        return replace(self, state=DeliveryState.DISPATCHED, at=now)

    def delivered(self, now: int, proof: Proof) -> Delivery:
        """They were handed over, and this shows it (rule D8)."""
        self._require({DeliveryState.DISPATCHED})
        return replace(self, state=DeliveryState.DELIVERED, at=now, proof=proof)

    def attempted(self, now: int, why: Failed) -> Delivery:
        """They could not be handed over."""
        self._require({DeliveryState.DISPATCHED})
        return replace(self, state=DeliveryState.ATTEMPTED, at=now, attempts=(*self.attempts, (now, why)))

    def returned(self, now: int) -> Delivery:
        """They are back in the kitchen."""
        self._require({DeliveryState.ATTEMPTED})
        return replace(self, state=DeliveryState.RETURNED, at=now)

    def is_late(self, now: int) -> bool:
        """Say whether its window has ended without it, or it came after that (rule D8)."""
        if self.state is DeliveryState.DELIVERED and self.at is not None:
            return self.at >= self.end
        return now >= self.end

    def _require(self, states: set[DeliveryState]) -> None:
        if self.state not in states:
            raise StateConflict("Its boxes are elsewhere already.")


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something the host must hear of before the film begins: whose boxes, since when, and what was tried."""

    household: str
    since: int
    attempts: tuple[tuple[int, Failed], ...]


def overdue(deliveries: Iterable[Delivery], now: int) -> tuple[Overdue, ...]:
    """Return every household whose window has ended and who has nothing on the table yet, the longest waiting first."""
    late = (one for one in deliveries if one.state is not DeliveryState.DELIVERED and one.is_late(now))
    return tuple(Overdue(one.household, one.end, one.attempts) for one in sorted(late, key=lambda it: it.end))


def share(deliveries: Mapping[str, Delivery] | Iterable[Delivery]) -> Share:
    """Return how many of the households have been served: what the run of show waits for (rule D9)."""
    every = list(deliveries.values() if isinstance(deliveries, Mapping) else deliveries)
    return Share(sum(one.state is DeliveryState.DELIVERED for one in every), len(every))
