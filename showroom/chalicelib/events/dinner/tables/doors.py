"""What is told to companions at doors of their own, and when: by the notices of `door#<event>.<guest>.<household>`.

A notice carries the version of the link that it speaks of: a letter with a dead link is not sent. News waits for the
morning of whoever dines there, on the clock of her address, unless it would then come too late (rules C5, C7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.boutiques.service import Catalogue
from chalicelib.events.dinner.households import Household
from chalicelib.events.dinner.tables.model import Table
from chalicelib.events.model import Event
from chalicelib.events.plan import kept
from chalicelib.events.reach import quiet_of
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.table import Step
from chalicelib.messaging.model import Notice
from chalicelib.messaging.plan import Quiet, after_quiet, at_once
from chalicelib.messaging.store import NoticeStore

INVITED, CALLED_OFF = "door.invited", "door.called_off"
WINDOW, WINDOW_MOVED, LATE, FILM_MOVED = "door.window", "door.window_moved", "door.late", "door.film_moved"
_HOURS = frozenset({WINDOW, WINDOW_MOVED})


def subject_of(event_id: str, guest_id: str, household: str) -> str:
    """The notices' name for a companion's own door."""
    return f"door#{event_id}.{guest_id}.{household}"


def own_doors(table: Table) -> dict[str, Household]:
    """The doors that companions answer for, by household."""
    return {one.id: one for one in table.registration.households[1:] if one.email}


def due(kind: str, home: Household, event: Event, quiet: Quiet, now: int, last: int | None = None) -> int:
    """Return the minute at which a companion is told: at once that her dinner is late, all else in her waking hours.

    What would be told only after minute `last` (the film, where none is given) is told now.
    """
    zone = home.address.zone if home.address is not None else event.zone
    morning = after_quiet(now, zone, quiet)
    return now if kind == LATE or morning >= (event.start if last is None else last) else morning


def beside(standing: Sequence[Notice], told: Sequence[Notice], version: int) -> tuple[Notice, ...]:
    """Return all that she has still to be told: what waits as well, as far as the news leaves it true.

    Hours that she was not told yet are told once, by the first letter or by that of a film that moved (rule D5).
    """
    kinds = {one.kind for one in told}
    if CALLED_OFF in kinds:
        return tuple(told)
    waiting = [one for one in kept(standing, version) if one.kind != CALLED_OFF]
    unsaid = {one.kind for one in waiting}
    if FILM_MOVED in unsaid and kinds & _HOURS:
        told = [one for one in told if one.kind not in _HOURS]
    elif WINDOW in unsaid and WINDOW_MOVED in kinds:
        told = [replace(one, key=WINDOW, kind=WINDOW) if one.kind == WINDOW_MOVED else one for one in told]
    gone = _HOURS if kinds & (_HOURS | {FILM_MOVED}) else frozenset[str]()
    keys = {one.key for one in told}
    return (*(one for one in waiting if one.key not in keys and one.kind not in gone), *told)


class Doors:
    """Makes the steps that tell companions."""

    def __init__(self, notices: NoticeStore, catalogue: Catalogue) -> None:
        """`catalogue` knows the maison's quiet hours."""
        self._notices, self._catalogue = notices, catalogue

    def told(self, event: Event, before: Table | None, after: Table, moment: datetime) -> list[Step]:
        """Return the steps for what a change of a table means to companions: a link, or that their door is no more."""
        was, is_now = own_doors(before) if before else {}, own_doors(after)
        now = minute_of(moment)
        steps: list[Step] = []
        for name, home in is_now.items():
            if name not in was or was[name].link != home.link:
                steps += self._said(event, after.guest, home, self._notice(INVITED, event, home, now), moment)
        for name, home in was.items():
            if name not in is_now:
                steps += self._said(event, after.guest, home, self._notice(CALLED_OFF, event, home, now), moment)
        return steps

    def say(
        self, event: Event, table: Table, household: str, kind: str, moment: datetime, last: int | None = None
    ) -> list[Step]:
        """Return the step by which a companion is told something; none for a door that is the client's.

        `last` is the minute after which it would come too late: the film's, where none is given.
        """
        home = own_doors(table).get(household)
        if home is None:
            return []
        told = self._notice(kind, event, home, minute_of(moment), last)
        return self._said(event, table.guest, home, told, moment)

    def tells_hours(self, event: Event, table: Table, household: str) -> bool:
        """Say whether a letter that has not gone yet will tell a companion her courier's present hours."""
        row = self._notices.read(subject_of(event.id, table.guest, household))
        return row is not None and any(one.is_waiting and one.kind in _HOURS | {FILM_MOVED} for one in row.notices)

    def _said(
        self, event: Event, guest: str, home: Household, notices: Sequence[Notice], moment: datetime
    ) -> list[Step]:
        subject = subject_of(event.id, guest, home.id)
        row = self._notices.read(subject)
        if row is None:
            return [self._notices.create(subject, home.link, notices, moment)]
        return [self._notices.rewrite(row, home.link, beside(row.notices, notices, home.link), moment)]

    def _notice(
        self, kind: str, event: Event, home: Household, now: int, last: int | None = None
    ) -> tuple[Notice, ...]:
        minute = due(kind, home, event, quiet_of(self._catalogue), now, last)
        return (at_once(kind, kind, "client", home.link, minute),)
