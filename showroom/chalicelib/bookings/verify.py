"""Do agendas, bookings and notices agree? Compared over the whole table; agendas rebuilt from bookings. For operators.

The truth is the booking, or a client's quiet hold: what stands in an agenda without either is too much, what one of
them should have there and has not is missing. Expired entries count for nothing (rule H1), so they are no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, combinations
from typing import Any

from chalicelib.bookings.holds.model import Hold
from chalicelib.bookings.holds.store import hold_of
from chalicelib.bookings.model import LIVE, Booking
from chalicelib.bookings.standing import placements
from chalicelib.bookings.store import BookingStore, booking_of, is_listed
from chalicelib.boutiques.removals import Removal
from chalicelib.calendars.agenda import Agenda, Placement, Spot, owner_of
from chalicelib.calendars.spans import Taken
from chalicelib.calendars.store import AgendaStore, agenda_of
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.table import Table
from chalicelib.messaging.model import NoticeRow, attention
from chalicelib.messaging.store import row_of

Others = Callable[[Iterable[Mapping[str, Any]]], Iterable[Placement]]
"""Reads from raw items what else takes time of people: a room to the right tells, and `wiring` plugs it in."""


def nothing_else(_: Iterable[Mapping[str, Any]]) -> Iterable[Placement]:
    """Appointments alone take time."""
    return ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not agree; nothing personal is in it."""

    kind: str
    """`missing`, `too_much`, `overlap`, `unlisted`, `no_notices`, `stale_notices` or `ghost_notice`."""
    where: str
    ref: str

    def __str__(self) -> str:
        """One line of a report."""
        return f"{self.kind:14} {self.where:48} {self.ref}"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that must agree, as one scan found it."""

    bookings: Mapping[str, Booking]
    agendas: Mapping[Spot, Agenda]
    notices: Mapping[str, NoticeRow]
    holds: Sequence[Hold] = ()
    unlisted: frozenset[str] = frozenset()
    """Ids of bookings whose rows do not stand among what waits as they should."""
    others: Sequence[Placement] = ()


def differences(found: Snapshot, now: int) -> Iterator[Difference]:
    """Yield everything that does not agree at minute `now`."""
    wanted = wanted_entries(found, now)
    for spot, agenda in found.agendas.items():
        for entry in agenda.live(now):
            if wanted.get(spot, {}).get(entry.ref) != entry:
                yield Difference("too_much", _named(spot), entry.ref)
    for spot, entries in wanted.items():
        stored = found.agendas.get(spot, Agenda(spot)).live(now)
        for ref, entry in entries.items():
            if entry not in stored:
                yield Difference("missing", _named(spot), ref)
        if not _counted(spot):
            yield from _overlaps(spot, sorted(entries.values(), key=lambda entry: (entry.start, entry.ref)))
    yield from (Difference("unlisted", found.bookings[one].subject, one) for one in sorted(found.unlisted))
    yield from _unsaid(found)


def wanted_entries(found: Snapshot, now: int) -> dict[Spot, dict[str, Taken]]:
    """Return where live bookings, proposals and quiet holds should stand, and their entries there by `ref`."""
    wanted: dict[Spot, dict[str, Taken]] = {}
    booked = (each for booking in found.bookings.values() for each in placements(booking))
    quiet = (each for hold in found.holds for each in hold.placements(now))
    for placement in chain(booked, quiet, found.others):
        for spot, entry in placement.entries().items():
            if entry.is_live(now):
                wanted.setdefault(spot, {})[placement.ref] = entry
    return wanted


class Verifier:
    """Compares, and rebuilds agendas from bookings."""

    def __init__(
        self, table: Table, agendas: AgendaStore, audit: Audit, clock: Clock, others: Others = nothing_else
    ) -> None:
        self._table, self._agendas, self._audit, self._clock = table, agendas, audit, clock
        self._others = others

    def snapshot(self) -> Snapshot:
        """Read the whole table once, consistently page by page."""
        bookings, agendas, notices, holds, unlisted = {}, {}, {}, [], set()
        more: list[Mapping[str, Any]] = []
        for raw in self._table.everything():
            if agenda := agenda_of(raw):
                agendas[agenda.spot] = agenda
            elif booking := booking_of(raw):
                bookings[booking.id] = booking
                unlisted |= set() if is_listed(raw, booking) else {booking.id}
            elif row := row_of(raw):
                notices[row.subject] = row
            elif hold := hold_of(raw):
                holds.append(hold)
            else:
                more.append(raw)
        others = tuple(self._others(more))
        return Snapshot(bookings, agendas, notices, holds, frozenset(unlisted), others)

    def verify(self) -> list[Difference]:
        """Return every difference; a booking that changes during the scan may appear and is gone the next time."""
        return list(differences(self.snapshot(), minute_of(self._clock())))

    def in_use(self, removals: Sequence[Removal], now: datetime) -> list[Removal]:
        """Return which removals live bookings still to come need (`InUse`)."""
        minute = minute_of(now)
        needed: set[Removal] = set()
        for booking in self.snapshot().bookings.values():
            if booking.state_at(minute) in LIVE and booking.end > minute:
                offered = booking.offered_at(minute).values()
                for would in (booking, *map(booking.as_proposed, offered)):
                    needed.add(Removal("boutique", would.boutique, would.boutique))
                    needed.add(Removal("experience", "", would.experience))
                    needed.add(Removal("staff", would.boutique, would.advisor))
                    if would.room:
                        needed.add(Removal("room", would.boutique, would.room))
        return [removal for removal in removals if removal in needed]

    def rebuild(self, actor: str = "admin:rebuild") -> int:
        """Write every agenda that differs from what live bookings say, and every booking that does not stand among
        what waits as it should; return how many. Raises StepRefused when one was changed meanwhile: run it again."""
        moment: datetime = self._clock()
        now = minute_of(moment)
        found = self.snapshot()
        wanted = wanted_entries(found, now)
        written = 0
        for spot in sorted(wanted.keys() | found.agendas.keys()):
            stored = found.agendas.get(spot, Agenda(spot))
            entries = tuple(sorted(wanted.get(spot, {}).values(), key=lambda entry: (entry.start, entry.ref)))
            if set(entries) == set(stored.live(now)):
                continue
            step = self._agendas.write(Agenda(spot, stored.version, entries))
            before, after = {"entries": stored.entries}, {"entries": entries}
            subject = f"agenda#{_named(spot)}"
            self._table.commit(
                [step, self._audit.of("agenda.rebuild", subject, actor, moment, before=before, after=after)]
            )
            written += 1
        for booking in (found.bookings[one] for one in sorted(found.unlisted)):
            self._table.commit(
                [BookingStore.relist(booking), self._audit.of("booking.relist", f"list#{booking.id}", actor, moment)]
            )
        return written + len(found.unlisted)


def _unsaid(found: Snapshot) -> Iterator[Difference]:
    for booking in found.bookings.values():
        row = found.notices.get(booking.subject)
        if row is None:
            yield Difference("no_notices", booking.subject, booking.id)
            continue
        if row.version != booking.version:
            yield Difference("stale_notices", booking.subject, booking.id)
        waiting = [notice for notice in row.notices if attention(notice) is not None]
        if any(notice.version != booking.version for notice in waiting if notice.state in {"due", "claimed"}):
            yield Difference("ghost_notice", booking.subject, booking.id)
        if booking.state not in LIVE and any(notice.kind == "booking.reminder" for notice in waiting):
            yield Difference("ghost_notice", booking.subject, booking.id)


def _overlaps(spot: Spot, entries: list[Taken]) -> Iterator[Difference]:
    for one, other in combinations(entries, 2):
        if owner_of(one.ref) != owner_of(other.ref) and one.end + one.after > other.start - other.before:
            yield Difference("overlap", _named(spot), f"{one.ref} {other.ref}")


def _counted(spot: Spot) -> bool:
    """Day limits and quotas count entries; those may well be at the same time."""
    return spot.resource.name.startswith("limit~") or spot.resource.pool.startswith("quota~")


def _named(spot: Spot) -> str:
    return f"{spot.resource.pool}/{spot.resource.name}/{spot.day}"
