"""The kinds of experience, as data: what the house does differently for each stands in this table, never in an `if`.

A new kind is a new row. `place` says where the client is received; `clock` says whose clock leads when a time is read
to her: a visit is told on the clock of the place, a conversation at a distance on her own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

PlaceKind = Literal["video", "telephone", "boutique", "client"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of experience needs, and how it is told."""

    name: str
    place: PlaceKind
    needs_address: bool = False
    """The client's address is asked, and reach is limited by the experience's service areas."""
    needs_telephone: bool = False
    """Without a telephone number the appointment cannot take place."""
    has_room: bool = False
    """A virtual room opens shortly before the start."""
    clock: Literal["place", "client"] = "place"

    @property
    def at_distance(self) -> bool:
        """Say whether she who receives may be anywhere."""
        return self.place in ("video", "telephone")


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("home_visit", place="client", needs_address=True),
            Kind("video_consultation", place="video", has_room=True, clock="client"),
            Kind("boutique_visit", place="boutique"),
            Kind("telephone", place="telephone", needs_telephone=True, clock="client"),
        )
    }
)
