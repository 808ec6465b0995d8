"""Use cases of leaving: begun, everything handed over line by line, finished.

begin     one transaction: sign-in and every session end, her calendar feed and her other calendar end, nothing more is
          offered with her (every process has seen it once the catalogue's cache has passed)
hand over each line a change of its own, under a key that comes of the press: sent again, it goes on where it broke off
finish    refused while anything of hers is left, read strongly, and before every process has seen that she leaves;
          then she is in no list any more, and known by name where an appointment was hers
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.bookings.absences.resolving import Choice, Resolved, Resolving
from chalicelib.bookings.leaving.had import Had, Holdings
from chalicelib.boutiques.model import Boutique, Staff
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.calendar import Leaving
from chalicelib.boutiques.staffing.keeping import settled
from chalicelib.boutiques.staffing.store import StaffingStore
from chalicelib.boutiques.store import BoutiqueStore, staff_subject
from chalicelib.clients.advised.service import AdvisedClients
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of, second_of
from chalicelib.foundation.errors import NotFound, ShowroomError, StateConflict, StillLeft
from chalicelib.foundation.table import Step, Table
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import Target

_LATE_SECONDS = 5
"""For what a process was about when its copy of the catalogue grew old."""


class Ending(Protocol):
    """What ends when somebody leaves: her sign-in, her feeds. Rooms to the right give it, `wiring` plugs it in."""

    def __call__(self, staff_id: str, boutiques: Sequence[str], /) -> list[Step]:
        """Return the steps by which it ends; none where there is nothing to end."""


Readmit = Callable[[str, str], object]
"""(staff id, actor): lets somebody who stays after all sign in again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody's leaving stands: who, in which boutiques, since when, and what she still has."""

    member: Staff
    boutique: Boutique
    places: tuple[str, ...]
    leaving: Leaving | None
    had: Had
    may: tuple[str, ...]
    deputy_of: tuple[str, ...]
    """Whose deputy she is, or was."""
    colleagues: tuple[str, ...]
    """Who can be given what is hers."""
    wait_seconds: int
    """After how many seconds it may be finished at the earliest."""


@dataclass(frozen=True, slots=True)
class Given:
    """A client who becomes a colleague's own."""

    client: str
    advisor: str


@dataclass(frozen=True, slots=True)
class GivenAway:
    """What became of her."""

    client: str
    replayed: bool = False
    refusal: ShowroomError | None = None


class Leavings:
    """Sees people off."""

    def __init__(
        self,
        *,
        table: Table,
        store: StaffingStore,
        houses: BoutiqueStore,
        holdings: Holdings,
        advised: AdvisedClients,
        resolving: Resolving,
        catalogue: Catalogue,
        audit: Audit,
        clock: Clock,
        endings: Sequence[Ending],
        readmit: Readmit,
    ) -> None:
        self._table, self._store, self._houses = table, store, houses
        self._holdings, self._advised = holdings, advised
        self._resolving, self._catalogue, self._audit, self._clock = resolving, catalogue, audit, clock
        self._endings, self._readmit = tuple(endings), readmit

    def read(self, principal: Principal, boutique_id: str, staff_id: str) -> Standing:
        """Return where somebody's leaving stands. Raises Forbidden and NotFound."""
        boutique, places = self._places(principal, boutique_id, staff_id)
        member, leaving = boutique.member(staff_id), self._store.leaving(boutique_id, staff_id)
        moment = self._clock()
        had = self._holdings.of(staff_id, places, minute_of(moment))
        may: tuple[str, ...] = ()
        if principal.subject != staff_id and leaving is None:
            may = ("begin",)
        elif principal.subject != staff_id and leaving and leaving.left is None:
            may = ("hand-over", "stay") if had.marks else ("finish", "stay")
        wait = self._wait(leaving, second_of(moment)) if leaving else 0
        deputy_of = tuple(self._deputised(boutique_id, staff_id))
        colleagues = tuple(each.id for each in boutique.staying() if each.id != staff_id)
        return Standing(member, boutique, places, leaving, had, may, deputy_of, colleagues, wait)

    def begin(self, principal: Principal, boutique_id: str, staff_id: str) -> bool:
        """Let her leaving begin; return whether it had already. Raises StateConflict for herself, and Busy."""
        _, places = self._places(principal, boutique_id, staff_id, writes=True)

        def attempt() -> bool:
            moment = self._clock()
            begun = Leaving(since=second_of(moment))
            new = [place for place in places if self._store.leaving(place, staff_id) is None]
            if not new:
                return True
            steps = [self._store.put_leaving(place, staff_id, begun) for place in new]
            steps += [step for ending in self._endings for step in ending(staff_id, places)]
            self._commit(steps, "staff.leave", principal, staff_id, places)
            return False

        return settled(attempt)

    def stay(self, principal: Principal, boutique_id: str, staff_id: str) -> None:
        """Take a leaving back that is not finished; what was handed over stays where it is. Raises StateConflict."""
        _, places = self._places(principal, boutique_id, staff_id, writes=True)

        def attempt() -> None:
            found = {place: self._store.leaving(place, staff_id) for place in places}
            if any(each and each.left is not None for each in found.values()):
                raise StateConflict("She has left the house.")
            steps = [self._store.drop_leaving(place, staff_id, each) for place, each in found.items() if each]
            if steps:
                self._commit(steps, "staff.stay", principal, staff_id, places)

        settled(attempt)
        self._readmit(staff_id, principal.actor)

    def finish(self, principal: Principal, boutique_id: str, staff_id: str) -> bool:
        """Let her have left; return whether she had already.

        Raises StillLeft while anything is hers, StateConflict until every process has seen that she leaves, and when
        her leaving has not begun.
        """
        _, places = self._places(principal, boutique_id, staff_id, writes=True)

        def attempt() -> bool:
            moment = self._clock()
            found = {place: self._begun(place, staff_id) for place in places}
            if all(each.left is not None for each in found.values()):
                return True
            had = self._holdings.of(staff_id, places, minute_of(moment))
            if had.marks:
                raise StillLeft(had.clients, had.bookings)
            wait = max(self._wait(each, second_of(moment)) for each in found.values())
            if wait:
                raise StateConflict("A moment more, until everybody has seen that she leaves.")
            left = {place: each.model_copy(update={"left": minute_of(moment)}) for place, each in found.items()}
            steps = [self._store.put_leaving(place, staff_id, each) for place, each in left.items()]
            self._commit(steps, "staff.left", principal, staff_id, places)
            return False

        return settled(attempt)

    def hand_over(
        self, principal: Principal, boutique_id: str, staff_id: str, clients: Iterable[Given], choices: Sequence[Choice]
    ) -> Iterator[GivenAway | Resolved]:
        """Yield what became of each client and each appointment that was given to somebody; a refusal holds up nothing.

        Raises StateConflict when her leaving has not begun.
        """
        _, places = self._places(principal, boutique_id, staff_id, writes=True)
        self._begun(boutique_id, staff_id)
        for one in clients:
            try:
                yield GivenAway(
                    one.client, self._advised.hand_over(principal, one.client, staff_id, one.advisor, places)
                )
            except ShowroomError as refusal:
                yield GivenAway(one.client, refusal=refusal)
        yield from self._resolving.resolve(principal, [replace(each, former=staff_id) for each in choices])

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _places(
        self, principal: Principal, boutique_id: str, staff_id: str, *, writes: bool = False
    ) -> tuple[Boutique, tuple[str, ...]]:
        """Return the boutique, and all in which she is: who sees her off must be a manager of each."""
        permits.require(principal, "staff.leave", Target(boutique=boutique_id))
        boutique = self._catalogue.boutique(boutique_id)
        boutique.member(staff_id)
        places = [card.id for card in self._catalogue.maison().boutiques if self._is_in(card.id, staff_id)]
        for place in places:
            permits.require(principal, "staff.leave", Target(boutique=place))
        if writes and principal.subject == staff_id:
            raise StateConflict("Nobody sees herself off: another manager, or the administrator, does.")
        return boutique, tuple(places)

    def _is_in(self, boutique_id: str, staff_id: str) -> bool:
        try:
            self._catalogue.boutique(boutique_id).member(staff_id)
        except NotFound:
            return False
        return True

    def _deputised(self, boutique_id: str, staff_id: str) -> Iterator[str]:
        """Yield whose deputy she is by the file, or by what was changed of it."""
        calendars = self._store.calendars(boutique_id)
        for member in self._houses.file(boutique_id).staff:
            hers = calendars[member.id].applied(member) if member.id in calendars else member
            if hers.deputy == staff_id:
                yield member.id

    def _begun(self, boutique_id: str, staff_id: str) -> Leaving:
        found = self._store.leaving(boutique_id, staff_id)
        if found is None:
            raise StateConflict("Her leaving has not begun.")
        return found

    def _wait(self, leaving: Leaving, second: int) -> int:
        return max(0, leaving.since + self._catalogue.seconds + _LATE_SECONDS - second)

    def _commit(
        self, steps: Sequence[Step], action: str, principal: Principal, staff_id: str, places: Sequence[str]
    ) -> None:
        after = {"boutiques": list(places)}
        audited = self._audit.of(action, staff_subject(staff_id), principal.actor, self._clock(), after=after)
        self._table.commit([*steps, audited])
        for place in places:
            self._catalogue.forget(place)
