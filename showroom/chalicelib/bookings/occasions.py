"""What else takes the time of the house's people, beside appointments: a room to the right tells (`Occasions`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from chalicelib.bookings.hosted import Occasion
from chalicelib.foundation.table import Item, Key


class Occasions(Protocol):
    """Knows what the refs of agendas are that are no appointments'."""

    def keys(self, refs: Iterable[str]) -> list[tuple[type[Item], Key]]:
        """Return what `Table.get_many` is asked for; several rooms share one call."""

    def found(self, ref: str, found: Mapping[Key, Any]) -> Occasion | None:
        """Return what a ref is of what a `get_many` found, or None."""


class NoOccasions:
    """A house where nothing but appointments takes anybody's time."""

    def keys(self, refs: Iterable[str]) -> list[tuple[type[Item], Key]]:  # noqa: ARG002 - `Occasions`
        """Return nothing to ask for."""
        return []

    def found(self, ref: str, found: Mapping[Key, Any]) -> Occasion | None:  # noqa: ARG002 - `Occasions`
        """Return None."""
        return None
