"""Use cases of closures: what the manager closes of a boutique, for days or hours, for all kinds or some."""

from __future__ import annotations

from datetime import datetime

from chalicelib.boutiques.model import Boutique
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.calendar import Absence, Closures
from chalicelib.boutiques.staffing.keeping import Keeping, TimeOff, added, found_in, settled
from chalicelib.boutiques.staffing.service import StaffCalendars
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.table import Table
from chalicelib.foundation.vault import Vault
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import Target


class HouseClosures(Keeping):
    """Reads and changes closures."""

    def of_boutique(self, principal: Principal, boutique_id: str) -> tuple[Absence, ...]:
        """Return what the manager has closed. Raises NotFound."""
        permits.require(principal, "closure.read", Target(boutique=boutique_id))
        self._catalogue.boutique(boutique_id)
        return self._store.closures(boutique_id).items

    def house(self, principal: Principal, boutique_id: str) -> Boutique:
        """Return a boutique that the principal may close. Raises Forbidden and NotFound."""
        permits.require(principal, "closure.change", Target(boutique=boutique_id))
        return self._catalogue.boutique(boutique_id)

    def closure(self, principal: Principal, boutique_id: str, closure_id: str) -> Absence:
        """Return one closure to whoever may change it. Raises NotFound."""
        self.house(principal, boutique_id)
        return found_in(self._store.closures(boutique_id).items, closure_id)

    def close(self, principal: Principal, boutique_id: str, wanted: TimeOff) -> tuple[Absence, bool]:
        """Keep a closure; return it, and whether that was done already. Raises KeyReused, QuotaReached, Busy."""
        self.house(principal, boutique_id)

        def attempt() -> tuple[Absence, bool]:
            moment = self._clock()
            before = self._store.closures(boutique_id)
            closure, items = added(before.items, wanted, None, minute_of(moment))
            if items is not None:
                self._close(principal, boutique_id, "closure.add", before, items, moment)
            return closure, items is None

        return settled(attempt)

    def reopen(self, principal: Principal, boutique_id: str, closure_id: str) -> None:
        """Take a closure back; said again, it changes nothing more. Raises NotFound, Busy."""
        self.house(principal, boutique_id)

        def attempt() -> None:
            before = self._store.closures(boutique_id)
            items = tuple(each for each in before.items if each.id != closure_id)
            if items != before.items:
                self._close(principal, boutique_id, "closure.revoke", before, items, self._clock())

        settled(attempt)

    def _close(
        self,
        principal: Principal,
        boutique_id: str,
        action: str,
        before: Closures,
        items: tuple[Absence, ...],
        moment: datetime,
    ) -> None:
        after = before.model_copy(update={"items": items})
        step = self._store.put_closures(boutique_id, before, after)
        audited = self._audited(action, principal, f"boutique#{boutique_id}", before, after, moment)
        self._commit([step], audited, boutique_id)


class Staffing:
    """All that a boutique's people change themselves."""

    def __init__(self, table: Table, vault: Vault, catalogue: Catalogue, audit: Audit, clock: Clock) -> None:
        self.calendars = StaffCalendars(table, vault, catalogue, audit, clock)
        self.closures = HouseClosures(table, vault, catalogue, audit, clock)
