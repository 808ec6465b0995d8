"""A guest's table follows what becomes of her: written in the transaction that writes her row (rule G2).

So there is always exactly one place at a door for each person who comes, whoever crashed in between.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.events.dinner.night.store import DropStore
from chalicelib.events.dinner.planning.store import DinnerStore
from chalicelib.events.dinner.registrations import Registration
from chalicelib.events.dinner.tables.doors import FILM_MOVED, Doors, own_doors
from chalicelib.events.dinner.tables.model import Table
from chalicelib.events.dinner.tables.store import TableStore
from chalicelib.events.guests.model import SEATED, Guest
from chalicelib.events.guests.store import GuestStore
from chalicelib.events.model import Event, EventKind
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import NotFound, StateConflict
from chalicelib.foundation.table import Step

ON_THE_WAY = "The dinner is on the way already: please call the house."


class Keeping:
    """Keeps tables as their guests' rows say (`Belongings` of the guests' ground)."""

    def __init__(
        self, guests: GuestStore, tables: TableStore, plans: DinnerStore, drops: DropStore, doors: Doors
    ) -> None:
        self._guests, self._tables, self._plans, self._drops, self._doors = guests, tables, plans, drops, doors

    def with_guest(self, event: Event, before: Guest, after: Guest, moment: datetime) -> list[Step]:
        """Return the steps by which a guest's table is what her row becomes. Raises StateConflict.

        Whoever gives her places back is never refused: her boxes come back, or are lost (rule D6).
        """
        moved = after.schedule > before.schedule and after.state in SEATED and event.is_running
        if event.kind is not EventKind.DINNER or not (moved or _matters(before, after)):
            return []
        now = minute_of(moment)
        table = self._tables.get(event.id, after.id)
        if moved:
            return self._moved(event, table, moment)
        standing = table or Table(after.id, after.client, Registration(event.id, after.id))
        if after.state not in SEATED:
            changed = standing.registration.given_back(now, event.cutoff)
        else:
            names = self._names(after)
            changed = standing.registration.brought(names, after.party, now, event.cutoff)
        kept = replace(standing.after(changed), client=after.client)
        if table is not None and replace(kept, version=table.version) == table:
            return []
        return self.changing(event, table, kept, moment, given_back=after.state not in SEATED)

    def is_carried(self, event: Event) -> bool:
        """Say whether a manifest was released: windows are known, and follow the film (rule D5)."""
        return event.kind is EventKind.DINNER and bool(self._plans.get(event.id).manifest)

    def _moved(self, event: Event, table: Table | None, moment: datetime) -> list[Step]:
        """Each companion's own door is told of the film's new hour when its client is, once (rule D5)."""
        own = own_doors(table) if table is not None else {}
        return [step for name in own if table for step in self._doors.say(event, table, name, FILM_MOVED, moment)]

    def changing(
        self, event: Event, before: Table | None, after: Table, moment: datetime, *, given_back: bool = False
    ) -> list[Step]:
        """Return the steps that write a table, that no release reads past it, and that companions are told by.

        Raises StateConflict when boxes of a household that would change have left.
        """
        plan = self._plans.get(event.id)
        if plan.manifest and before is not None and not given_back:
            drops = self._drops.of_event(event.id)
            was = {one.id: one for one in before.registration.households}
            now_is = {one.id: one for one in after.registration.households}
            if any(one.delivery.is_out and was.get(name) != now_is.get(name) for name, one in drops.items()):
                raise StateConflict(ON_THE_WAY)
        told = self._doors.told(event, before, after, moment)
        return [self._tables.write(before, after), self._plans.stir(plan, minute_of(moment)), *told]

    def _names(self, guest: Guest) -> list[str]:
        try:
            return [one.display for one in self._guests.open(guest).companions]
        except NotFound:
            return []


def _matters(before: Guest, after: Guest) -> bool:
    """Say whether a change of a guest's row is one of her table's: she comes, no longer comes, or brings others."""
    if after.state in SEATED:
        same = (before.state in SEATED, before.party, before.sealed, before.client)
        return same != (True, after.party, after.sealed, after.client)
    return before.state in SEATED
