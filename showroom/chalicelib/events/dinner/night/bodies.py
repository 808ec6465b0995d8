"""What is sent on the night, by couriers and by those of the house who see to a household."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.events.bodies import When
from chalicelib.events.dinner.deliveries import Proof
from chalicelib.events.dinner.tables.bodies import minute_at
from chalicelib.http.bodies import Body

LONGEST_IMAGE = 60_000
Image = Annotated[
    str,
    StringConstraints(max_length=LONGEST_IMAGE, pattern=r"^data:image/(?:jpeg|png|webp);base64,[A-Za-z0-9+/]+={0,2}$"),
]
Why = Literal["nobody_there", "no_entry", "wrong_address", "refused", "damaged"]


class AtBody(Body):
    """When it was pressed; a telephone without a network sends it later."""

    at: When

    @property
    def minute(self) -> int:
        """The minute. Raises InvalidInput for what is none."""
        return minute_at(self.at, "/at")


class ProofBody(Body):
    """What shows that boxes were handed over, and where in micro-degrees, as far as the telephone knows."""

    kind: Literal["signature", "photo"]
    image: Image
    latitude: Annotated[int, Field(ge=-90_000_000, le=90_000_000)] | None = None
    longitude: Annotated[int, Field(ge=-180_000_000, le=180_000_000)] | None = None

    def proof(self, household: str) -> Proof:
        """Return it as the proof of a household's delivery. Raises InvalidInput for half a place."""
        return Proof(self.kind, household, self.latitude, self.longitude)


class DeliveredBody(AtBody):
    """Boxes were handed over."""

    proof: ProofBody


class FailedBody(AtBody):
    """Boxes could not be handed over."""

    reason: Why


class HostActBody(Body):
    """What the house says of a household: why a try failed, or when its dinner is now expected."""

    reason: Why | None = None
    expected_at: When | None = None

    @property
    def expected(self) -> int | None:
        """The minute, or None. Raises InvalidInput for what is none."""
        return None if self.expected_at is None else minute_at(self.expected_at, "/expected_at")
