"""A guest's table as it is kept: her party's registration, and what each household was told. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from chalicelib.events.dinner.registrations import Registration
from chalicelib.foundation.errors import KeyReused

MOST_RECEIPTS = 12
Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableReceipt:
    """One keyed request that was carried out."""

    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Table:
    """The registration of a guest of a dinner. `client` says under whose key what she told us is sealed."""

    guest: str
    client: str
    registration: Registration
    version: int = 0
    told: Mapping[str, Window] = field(default_factory=dict)
    """The window that each household was told last, by its id."""
    earlier: Mapping[str, Window] = field(default_factory=dict)
    """The window of which each household had a letter before that, where it is another one now."""
    past: Mapping[str, str] = field(default_factory=dict)
    """Where companions were written to whose doors are no more, by household: they are told so."""
    asked_at: int | None = None
    """When she was last asked what they eat."""
    receipts: tuple[TableReceipt, ...] = ()

    @property
    def subject(self) -> str:
        """The audit's name for it."""
        return f"table#{self.registration.event}.{self.guest}"

    def answered(self, key: str, body: str) -> bool:
        """Say whether a keyed request was carried out. Raises KeyReused for another body (rule H6)."""
        for one in self.receipts:
            if one.key == key:
                if one.body != body:
                    raise KeyReused
                return True
        return False

    def after(self, registration: Registration) -> Table:
        """Return it a version later; who is no household any more was told nothing."""
        homes = {one.id for one in registration.households}
        reached = {one.id for one in registration.households if one.email}
        gone = {one.id: one.email for one in self.registration.households if one.email}
        past = {name: email for name, email in {**self.past, **gone}.items() if name not in reached}
        told = {name: window for name, window in self.told.items() if name in homes}
        earlier = {name: window for name, window in self.earlier.items() if name in homes}
        kept = replace(self, told=told, earlier=earlier, past=past)
        return replace(kept, version=self.version + 1, registration=registration)

    def telling(self, windows: Mapping[str, Window], known: Collection[str]) -> Table:
        """Households are told these windows; of those in `known` the last one has reached them, and was another."""
        before = {name: self.told[name] for name in known if name in windows and name in self.told}
        kept = {name: window for name, window in self.earlier.items() if name not in windows or name not in known}
        told = {**self.told, **windows}
        return replace(self, version=self.version + 1, told=told, earlier={**kept, **before})

    def receipted(self, key: str, body: str) -> Table:
        """Return it with a receipt; the last twelve are kept."""
        return replace(self, receipts=(*self.receipts, TableReceipt(key, body))[-MOST_RECEIPTS:])

    def facts(self) -> dict[str, object]:
        """What audit rows compare: counts, and nothing of anybody."""
        homes = self.registration.households
        return {
            "version": self.version,
            "households": len(homes),
            "persons": len(self.registration.persons),
            "unanswered": sum(len(one.unanswered) for one in homes),
            "requests": len(self.registration.requests),
            "owed": self.registration.meals_owed,
        }
