"""The desk: reads all that one decision needs in one call, chooses who receives, and writes the decision in one go.

    read own id, card, agendas   one BatchGet, consistent
    decide                       pure rules over what was read
    commit                       one TransactWrite over every version the decision depended on
    lost a version, or no answer → read again from the top; own id first, so a lost answer is found and given again

Four jittered tries; after that 409 with fresh hours if the hour has gone, else 503 (the hour may still be free).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from chalicelib.bookings.holds import store as holds
from chalicelib.bookings.holds.model import Hold
from chalicelib.bookings.model import Booking
from chalicelib.bookings.standing import placements
from chalicelib.bookings.store import BookingStore
from chalicelib.boutiques.model import ADVISOR, ROOM
from chalicelib.calendars.agenda import (
    Agenda,
    Placement,
    Resource,
    Spot,
    client_resource,
    days_of,
    limit_resource,
    room_of,
    room_resource,
    staff_resource,
    swapped,
)
from chalicelib.calendars.service import Availability, Wanted
from chalicelib.calendars.spans import Taken
from chalicelib.calendars.store import AgendaStore
from chalicelib.calendars.zones import instant, local_day
from chalicelib.clients.model import CLOSED
from chalicelib.clients.store import ClientItem, client_key
from chalicelib.foundation.clock import MINUTES_A_DAY, rfc3339
from chalicelib.foundation.errors import Busy, Contended, SlotTaken, StepRefused
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Step, Table

TRIES = 4
_PAUSE_SECONDS = 0.04

Pause = Callable[[float], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one BatchGet found: booking, card and quiet hold if asked for and there, and every agenda asked for."""

    booking: Booking | None
    card: ClientItem | None
    agendas: Mapping[Spot, Agenda]
    hold: Hold | None = None

    @property
    def is_open(self) -> bool:
        """Say whether something may be begun for her: her card is there, and she is neither being erased nor merged."""
        return self.card is not None and self.card.state not in CLOSED

    @property
    def into(self) -> str | None:
        """The id of the card that has taken hers in, if one has: what is asked for her is meant for that one."""
        return self.card.into if self.card is not None else None

    def first(self, wanted: Wanted, start: int) -> list[str | None]:
        """Return who and what is to receive her if free: those kept for her at this very time, then her advisor."""
        found: list[str | None] = []
        held = self.hold.held if self.hold else None
        if held and held.is_for(wanted.boutique.id, wanted.experience.id, start):
            found = [held.advisor, room_resource(held.boutique, held.room).name if held.room else None]
        return [*found, self.card.advisor if self.card else None]

    def own(self, wanted: Wanted) -> Wanted:
        """Return what is looked for, from nobody but her own advisor: from nobody at all where she has none."""
        return replace(wanted, only=(self.card.advisor if self.card else None) or "")


@dataclass(frozen=True, slots=True)
class Choice:
    """Who and what receives at a start, and which further agendas that decision read."""

    advisor: str
    room: str | None
    depends_on: tuple[Spot, ...] = field(default=())


class Desk:
    """Reading, choosing, writing: the parts that every change of a booking shares."""

    def __init__(
        self,
        table: Table,
        bookings: BookingStore,
        agendas: AgendaStore,
        availability: Availability,
        pause: Pause,
    ) -> None:
        self._table, self._bookings, self._agendas = table, bookings, agendas
        self._availability, self._pause = availability, pause

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def read(
        self, booking_id: str | None, client_id: str | None, spots: Iterable[Spot], *, hold_at: int | None = None
    ) -> Reading:
        """Read consistently, in one call for each hundred items.

        With `hold_at`, the minute it is, also the client's quiet hold; only where that stands elsewhere than in
        `spots`, those agendas are read in a second call. Whatever changes between the two is seen when all is written.
        """
        wanted = list(dict.fromkeys(spots))
        keys = self._agendas.keys(wanted)
        if booking_id is not None:
            keys.append(self._bookings.key(booking_id))
        if client_id is not None:
            keys.append((ClientItem, client_key(client_id)))
        if client_id is not None and hold_at is not None:
            keys.append(holds.wanted(client_id))
        found = self._table.get_many(keys, consistent=True)
        hold = None
        if client_id is not None and hold_at is not None:
            hold = holds.found_hold(client_id, found)
            more = [spot for spot in hold.spots(hold_at) if spot not in wanted]
            found |= self._table.get_many(self._agendas.keys(more), consistent=True)
            wanted += more
        card = found.get(client_key(client_id)) if client_id is not None else None
        booking = self._bookings.found(booking_id, found) if booking_id is not None else None
        return Reading(booking, card, self._agendas.decode(wanted, found), hold)

    def spots(self, wanted: Wanted, start: int) -> list[Spot]:
        """Return every agenda on which the decision about one start depends, quotas left aside."""
        experience, zone = wanted.experience, wanted.boutique.zone
        end = start + wanted.duration
        days = days_of(start - experience.before, end + experience.after)
        found = [Spot(resource, day) for resource in wanted.resources() for day in days]
        for member in wanted.advisors():
            if member.daily_maximum:
                resource = staff_resource(wanted.boutique.id, member.id)
                found += [Spot(resource, day) for day in _utc_days(zone, start)]
        if experience.day_limit:
            found.append(Spot(limit_resource(wanted.boutique.id, experience.id), local_day(zone, start)))
        if wanted.client:
            found += [Spot(client_resource(wanted.client), day) for day in days_of(start, end)]
        return found

    # ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────

    def choose(
        self,
        wanted: Wanted,
        booking_id: str,
        start: int,
        now: int,
        agendas: Mapping[Spot, Agenda],
        first: Sequence[str | None],
    ) -> Choice:
        """Choose who and what receives at an offered start: the first of `first` that is free, else the least loaded.

        Raises SlotTaken when the start is not offered; its alternatives are read afresh.
        """
        taken: dict[Resource, list[Taken]] = {}
        for spot, agenda in agendas.items():
            entries = taken.setdefault(spot.resource, [])
            entries += [entry for entry in agenda.live(now) if entry not in entries]
        hers = taken.get(client_resource(wanted.client), ()) if wanted.client else ()
        free = self._availability.free(wanted, start, now, taken, hers)
        if not free:
            refused = self.taken(wanted, start, now)
            if wanted.by_staff:
                why = self._availability.why(wanted, start, now, taken, hers)
                refused.because, refused.with_reason = why.rules, why.with_reason
            raise refused
        loads = {resource.name: len(entries) for resource, entries in taken.items()}
        draw = {one: derived_id(booking_id, one) for ids in free.values() for one in ids}
        advisor = least_loaded(free[ADVISOR], loads, first, draw)
        room = room_of(least_loaded(free[ROOM], loads, first, draw)) if ROOM in free else None
        depends = [spot for spot in agendas if spot.resource == staff_resource(wanted.boutique.id, advisor)]
        return Choice(advisor, room, tuple(depends))

    def taken(self, wanted: Wanted, start: int, now: int, kind: type[SlotTaken] = SlotTaken) -> SlotTaken:
        """Return the refusal of a start, with fresh starts near it."""
        near = self._availability.near(wanted, start, now)
        return kind([rfc3339(minute, wanted.boutique.zone) for minute in near])

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────

    def steps(
        self,
        booking: Booking,
        agendas: Mapping[Spot, Agenda],
        now: int,
        depends_on: Iterable[Spot] = (),
        hold: Hold | None = None,
    ) -> list[Step]:
        """Return the agenda steps by which a booking stands where it now says, and no longer where it stood.

        With her `hold` (read with its agendas), its time is let go in the same transaction.
        """
        if hold is None or hold.at(now) is None:
            return self.placed({booking.id: placements(booking)}, agendas, now, depends_on)
        takes = {hold.ref: (), booking.id: placements(booking)}
        return [*self.placed(takes, agendas, now, depends_on), holds.write(hold, hold.let_go())]

    def placed(
        self,
        takes: Mapping[str, Sequence[Placement]],
        agendas: Mapping[Spot, Agenda],
        now: int,
        depends_on: Iterable[Spot] = (),
    ) -> list[Step]:
        """Return the agenda steps by which each ref stands where its placements say, and nowhere else."""
        changed: dict[Spot, Agenda] = {}
        for ref, placed in takes.items():
            changed |= {agenda.spot: agenda for agenda in swapped(ref, placed, {**agendas, **changed}, now)}
        locked = [agendas[spot] for spot in depends_on if spot not in changed]
        return [self._agendas.write(agenda) for agenda in changed.values()] + [
            self._agendas.lock(agenda) for agenda in locked
        ]

    def commit(self, steps: Sequence[Step]) -> None:
        """Write one transaction; see `Table.commit`."""
        self._table.commit(steps)

    def settle(self, attempt: Callable[[], T], tries: int = TRIES) -> T:
        """Run an attempt that begins by looking for its own id, up to four times. Raises Busy after that.

        More `tries` are for what many do to one item at the same minute.
        """
        for turn in range(tries):
            try:
                return attempt()
            except (StepRefused, Contended, Busy) as lost:
                cause = lost
            if turn < tries - 1:
                self._pause(_PAUSE_SECONDS * (turn + 1) * random.uniform(0.5, 1.5))  # noqa: S311
        raise Busy from cause


def _utc_days(zone: str, start: int) -> range:
    """The UTC days of the venue-local day of `start`: what a daily maximum counts over, whatever hours are kept now.

    Hours may have changed since, and an appointment stays where it was promised.
    """
    day = local_day(zone, start)
    return days_of(instant(zone, day * MINUTES_A_DAY), instant(zone, (day + 1) * MINUTES_A_DAY))


def least_loaded(
    ids: Sequence[str], load: Mapping[str, int], first: Sequence[str | None], spread: Mapping[str, str]
) -> str:
    """Choose who receives: the first of `first` who is free, else the least loaded; `spread` settles a draw.

    `spread` differs from booking to booking, so that requests arriving together do not all turn to one person.
    """
    for wished in first:
        if wished is not None and wished in ids:
            return wished
    return min(ids, key=lambda one: (load.get(one, 0), spread.get(one, one)))
