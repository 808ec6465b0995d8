"""What is told to companions at doors of their own, and when: by the notices of `door#<event>.<guest>.<household>`.

A notice carries the version of the link that it speaks of: a letter with a dead link is not sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.events.dinner.households import Household
from chalicelib.events.dinner.tables.model import Table
from chalicelib.events.model import Event
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.table import Step
from chalicelib.messaging.model import Notice
from chalicelib.messaging.plan import at_once
from chalicelib.messaging.store import NoticeStore

INVITED, CALLED_OFF = "door.invited", "door.called_off"
WINDOW, WINDOW_MOVED, LATE, FILM_MOVED = "door.window", "door.window_moved", "door.late", "door.film_moved"


def subject_of(event_id: str, guest_id: str, household: str) -> str:
    """The notices' name for a companion's own door."""
    return f"door#{event_id}.{guest_id}.{household}"


def own_doors(table: Table) -> dict[str, Household]:
    """The doors that companions answer for, by household."""
    return {one.id: one for one in table.registration.households[1:] if one.email}


class Doors:
    """Makes the steps that tell companions."""

    def __init__(self, notices: NoticeStore) -> None:
        self._notices = notices

    def told(self, event: Event, before: Table | None, after: Table, moment: datetime) -> list[Step]:
        """Return the steps for what a change of a table means to companions: a link, or that their door is no more."""
        was, is_now = own_doors(before) if before else {}, own_doors(after)
        now = minute_of(moment)
        steps: list[Step] = []
        for name, home in is_now.items():
            if name not in was or was[name].link != home.link:
                steps += self._said(event, after.guest, home, (_notice(INVITED, home.link, now),), moment)
        for name, home in was.items():
            if name not in is_now:
                steps += self._said(event, after.guest, home, (_notice(CALLED_OFF, home.link, now),), moment)
        return steps

    def say(self, event: Event, table: Table, household: str, kinds: Sequence[str], moment: datetime) -> list[Step]:
        """Return the step by which a companion is told these things at once; none for a door that is the client's."""
        home = own_doors(table).get(household)
        if home is None:
            return []
        now = minute_of(moment)
        return self._said(event, table.guest, home, [_notice(kind, home.link, now) for kind in kinds], moment)

    def called_off(self, event: Event, tables: Iterable[Table], moment: datetime) -> list[tuple[str, list[Step]]]:
        """Return by subject the steps that tell every door that nothing comes."""
        return [
            (
                subject_of(event.id, table.guest, home.id),
                self._said(event, table.guest, home, (_notice(CALLED_OFF, home.link, minute_of(moment)),), moment),
            )
            for table in tables
            for home in own_doors(table).values()
        ]

    def _said(
        self, event: Event, guest: str, home: Household, notices: Sequence[Notice], moment: datetime
    ) -> list[Step]:
        subject = subject_of(event.id, guest, home.id)
        row = self._notices.read(subject)
        if row is None:
            return [self._notices.create(subject, home.link, notices, moment)]
        return [self._notices.rewrite(row, home.link, notices, moment)]


def _notice(kind: str, version: int, now: int) -> Notice:
    return at_once(kind, kind, "client", version, now)
