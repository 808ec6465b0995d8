"""TransactionConflict, which a serialised moto is too kind to raise.

Real DynamoDB cancels a transaction that meets another one on the same item, and refuses a single write to an item
that a transaction is working on. Here each transaction keeps its items in flight for a few milliseconds, and whoever
meets one of them is told so, exactly as DynamoDB says it.

    with Wire(guard=Conflicts()) as wire: ...
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.harness.faults import Request
from tests.harness.meters import Place


class Conflicts:
    """Items in flight. `met` counts the writes that were refused."""

    def __init__(self, hold_seconds: float = 0.005) -> None:
        self._hold = hold_seconds
        self._in_flight: set[Place] = set()
        self._lock = threading.Lock()
        self.met = 0

    @contextmanager
    def entering(self, request: Request) -> Iterator[list[bool]]:
        """Hold the request's items while it works, unless one of them is held already."""
        with self._lock:
            hits = [place in self._in_flight for place in request.places]
            self.met += any(hits)
            mine = set(request.places) if request.operation == "TransactWriteItems" and not any(hits) else set()
            self._in_flight |= mine
        try:
            if mine:
                time.sleep(self._hold)
            yield hits
        finally:
            with self._lock:
                self._in_flight -= mine
