"""What is kept of one household's boxes on the night. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.events.dinner.deliveries import Delivery
from chalicelib.foundation.errors import KeyReused

MOST_RECEIPTS = 12


@dataclass(frozen=True, slots=True)
class Drop:
    """A delivery with what the house has said of it. Version 0: nothing was written yet, it is as planned."""

    delivery: Delivery
    version: int = 0
    host_told: bool = False
    """Whether the host has been told that its window ended without it (rule D8)."""
    expected_at: int | None = None
    """When the host said that it is now expected."""
    receipts: tuple[tuple[str, str], ...] = ()

    def answered(self, key: str, body: str) -> bool:
        """Say whether a keyed request was carried out. Raises KeyReused for another body (rule H6)."""
        for known, written in self.receipts:
            if known == key:
                if written != body:
                    raise KeyReused
                return True
        return False

    def carried(self, change: Callable[[Delivery], Delivery], key: str = "", body: str = "") -> Drop:
        """Something has become of the boxes. Raises StateConflict where that cannot be."""
        return self.after(delivery=change(self.delivery)).receipted(key, body)

    def receipted(self, key: str, body: str) -> Drop:
        """Return it with a receipt; the last twelve are kept."""
        return replace(self, receipts=(*self.receipts, (key, body))[-MOST_RECEIPTS:]) if key else self

    def after(self, **changes: object) -> Drop:
        """Return it a version later."""
        return replace(self, **{"version": self.version + 1, **changes})  # type: ignore[arg-type]

    def facts(self) -> dict[str, object]:
        """What audit rows compare."""
        return {
            "version": self.version,
            "state": self.delivery.state,
            "attempts": len(self.delivery.attempts),
            "expected_at": self.expected_at,
        }
