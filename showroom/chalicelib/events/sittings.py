"""A sitting: one performance of an event, with seats and a language of its own. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sitting:
    """One performance: [start, end) in minutes since the epoch, its language and its seats."""

    id: str
    start: int
    end: int
    language: str
    capacity: int
