"""Where everything of one event is kept together."""

from __future__ import annotations


def partition_key(event_id: str) -> str:
    """The partition of an event: itself, its guests, who waits, its run of show."""
    return f"EVENT#{event_id}"
