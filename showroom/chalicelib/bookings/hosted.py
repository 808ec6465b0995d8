"""Something that the house's people host beside appointments, as their days show it. A pure value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that somebody hosts, minutes [start, end), with its name in each language that it has."""

    id: str
    name: Mapping[str, str]
    start: int
    end: int
    zone: str
    version: int


@dataclass(frozen=True, slots=True)
class Hosting:
    """An occasion that somebody hosts."""

    occasion: Occasion
    host: str
