"""A clock that can be moved forward, never back: the machine's time plus an offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from threading import Lock

_SPAN = re.compile(r"([1-9]\d{0,3})([mhd])", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
FARTHEST = timedelta(days=400)


def parse_span(text: str) -> timedelta:
    """Read `30m`, `2h` or `1d`. Raises ValueError for anything else and beyond 400 days."""
    match = _SPAN.fullmatch(text.strip())
    if not match:
        raise ValueError("say how far, such as 30m, 2h or 1d")
    span = timedelta(**{_UNITS[match.group(2)]: int(match.group(1))})
    if span > FARTHEST:
        raise ValueError("at most 400 days at once")
    return span


class MovableClock:
    """A `Clock` whose offset only grows."""

    def __init__(self) -> None:
        self._offset, self._lock = timedelta(0), Lock()

    def __call__(self) -> datetime:
        """Return the present of the house, in UTC."""
        return datetime.now(UTC) + self._offset

    @property
    def offset(self) -> timedelta:
        """How far the house is ahead of the machine."""
        return self._offset

    def move_to(self, moment: datetime) -> None:
        """Move forward to `moment`; a moment already past changes nothing."""
        with self._lock:
            self._offset = max(self._offset, moment - datetime.now(UTC))
