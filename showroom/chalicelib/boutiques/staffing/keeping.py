"""How calendars and closures are written, for both alike.

read the item strongly → pure change → one transaction (the item over its version, audit) → this process reads anew
lost the version       → again from the top; a request that was carried out finds its own absence there
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.calendar import MOST_ABSENCES, Absence, Closures, MemberCalendar, Reason, kept
from chalicelib.boutiques.staffing.store import StaffingStore
from chalicelib.boutiques.store import BoutiqueStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.errors import Busy, Contended, KeyReused, NotFound, QuotaReached, StepRefused
from chalicelib.foundation.table import Step, Table
from chalicelib.foundation.vault import Vault
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND

_TRIES = 4
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TimeOff:
    """An absence or closure that is asked for, in minutes; `id` and `body` are those of its request."""

    id: str
    body: str
    start: int
    end: int
    kinds: frozenset[str] | None
    whole_days: bool
    reason: Reason | None = field(default=None, repr=False)
    name: str = ""


class Keeping:
    """What every change of a calendar or a closure shares."""

    def __init__(self, table: Table, vault: Vault, catalogue: Catalogue, audit: Audit, clock: Clock) -> None:
        self._table, self._catalogue, self._audit, self._clock = table, catalogue, audit, clock
        self._store, self._houses = StaffingStore(table, vault), BoutiqueStore(table, vault)

    def _commit(self, steps: list[Step], audited: Step, boutique_id: str) -> None:
        self._table.commit([*steps, audited])
        self._catalogue.forget(boutique_id)

    def _audited(
        self,
        action: str,
        principal: Principal,
        subject: str,
        before: MemberCalendar | Closures,
        after: MemberCalendar | Closures,
        moment: datetime,
    ) -> Step:
        old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
        return self._audit.of(action, subject, principal.actor, moment, before=old, after=new)


def added(
    items: tuple[Absence, ...], wanted: TimeOff, sealed: bytes | None, now: int
) -> tuple[Absence, tuple[Absence, ...] | None]:
    """Return the absence of a request, and all of them with it; None for these when it is there already."""
    for each in items:
        if each.id == wanted.id:
            if each.body != wanted.body:
                raise KeyReused
            return each, None
    live = kept(items, now)
    if len(live) >= MOST_ABSENCES:
        raise QuotaReached(f"At most {MOST_ABSENCES} can be kept; please take some back first.")
    absence = Absence(
        id=wanted.id,
        start=wanted.start,
        end=wanted.end,
        kinds=wanted.kinds,
        whole_days=wanted.whole_days,
        body=wanted.body,
        sealed=sealed,
        name=wanted.name,
    )
    return absence, kept((*live, absence), now)


def found_in(items: tuple[Absence, ...], absence_id: str) -> Absence:
    found = next((each for each in items if each.id == absence_id), None)
    if found is None:
        raise NotFound(NOT_FOUND)
    return found


def settled(attempt: Callable[[], _T]) -> _T:
    """Run an attempt that begins by looking for what it would do, up to four times. Raises Busy after that."""
    for _ in range(_TRIES):
        try:
            return attempt()
        except (StepRefused, Contended, Busy) as lost:
            cause = lost
    raise Busy from cause
