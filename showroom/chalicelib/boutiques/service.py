"""The catalogue: the configuration as every other room reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from chalicelib.boutiques.model import Boutique, Experience, Maison, StaffContacts
from chalicelib.boutiques.store import BoutiqueStore
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.table import Table
from chalicelib.foundation.vault import Vault

_T = TypeVar("_T")


class _Kept(Generic[_T]):
    """One value read at most once per period, however many threads ask at the same time."""

    def __init__(self, load: Callable[[], _T], period: timedelta) -> None:
        self._load, self._period = load, period
        self._lock = Lock()
        self._held: tuple[_T, datetime] | None = None

    def at(self, now: datetime) -> _T:
        """Return the value, read again once it is a period old or the clock has gone back. A failure is not kept."""
        with self._lock:
            if self._held is None or not timedelta(0) <= now - self._held[1] < self._period:
                self._held = (self._load(), now)
            return self._held[0]


class Catalogue:
    """Reads the configuration: the maison by one GetItem, a boutique with what its people changed by one Query, each
    at most once in `cache_minutes` in each process.

    A change is therefore seen everywhere within that time, and not before. Decisions about *capacity* read nothing
    from here but rules (H10): what is taken is the agenda's to say.
    """

    def __init__(self, table: Table, vault: Vault, clock: Clock, cache_minutes: float = 0.5) -> None:
        self._store = BoutiqueStore(table, vault)
        self._clock = clock
        self._period = timedelta(minutes=cache_minutes)
        self._maison = _Kept(self._store.maison, self._period)
        self._boutiques: dict[str, _Kept[Boutique]] = {}
        self._lock = Lock()

    @property
    def seconds(self) -> int:
        """After how many seconds every process has seen a change."""
        return int(self._period.total_seconds())

    def maison(self) -> Maison:
        """Return the maison. Raises NotFound before the first import."""
        return self._maison.at(self._clock())

    def boutique(self, boutique_id: str) -> Boutique:
        """Return a boutique. Raises NotFound; an id the maison does not name costs no read of its own."""
        now = self._clock()
        self._maison.at(now).card(boutique_id)
        return self._kept(boutique_id).at(now)

    def experience(self, experience_id: str) -> Experience:
        """Return an experience. Raises NotFound."""
        return self.maison().experience(experience_id)

    def serving(self, experience: Experience | str, country: str, postal_code: str) -> str | None:
        """Return the id of the boutique that receives at an address, or None when it is out of reach.

        The longest matching prefix of the postal code wins. Raises NotFound for an unknown experience.
        """
        found = experience if isinstance(experience, Experience) else self.experience(experience)
        return found.serving(country, postal_code)

    def contacts(self, boutique_id: str, staff_id: str) -> StaffContacts:
        """Return how a member of staff is reached, opened by the vault. Raises NotFound."""
        found = self._contacts(boutique_id, staff_id)
        if found is None:  # an import replaced them since this process read the boutique
            self.forget(boutique_id)
            found = self._contacts(boutique_id, staff_id)
        if found is None:
            raise NotFound("There is no such advisor in this boutique.")
        return found

    def forget(self, boutique_id: str) -> None:
        """Read a boutique anew when it is next asked for, in this process: something of it has just been written."""
        with self._lock:
            self._boutiques.pop(boutique_id, None)

    def _contacts(self, boutique_id: str, staff_id: str) -> StaffContacts | None:
        return self._store.contacts(staff_id, self.boutique(boutique_id).member(staff_id).contact_id)

    def _kept(self, boutique_id: str) -> _Kept[Boutique]:
        with self._lock:
            if boutique_id not in self._boutiques:
                self._boutiques[boutique_id] = _Kept(lambda: self._store.boutique(boutique_id), self._period)
            return self._boutiques[boutique_id]
