"""What follows by itself: a manifest kept in step with its tables, windows told, hosts warned, and all of it forgotten.

A dinner names the minute at which it wants a look. Each household carries which window it was told and whether its host
was warned, so the work is cut short anywhere and goes on where it stopped, and nobody is told twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from chalicelib.bookings.desk import Desk
from chalicelib.events import plan as letters
from chalicelib.events.dinner.deliveries import overdue
from chalicelib.events.dinner.diets import forget_at
from chalicelib.events.dinner.ground import DinnerGround, Whole
from chalicelib.events.dinner.manifest import Line
from chalicelib.events.dinner.planning.service import Dinners
from chalicelib.events.dinner.tables.doors import WINDOW, WINDOW_MOVED, Doors
from chalicelib.events.dinner.tables.model import Table
from chalicelib.events.dinner.tables.store import named
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event, EventState
from chalicelib.events.registering.ground import GuestGround
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import Busy, Contended, NotFound, StateConflict, StepRefused
from chalicelib.foundation.table import MOST_STEPS, Step

FOLLOWER = "sweep:dinner"
"""How the audit names whoever keeps a dinner in step."""
_LATER = (StepRefused, Contended, Busy)


class DinnerFollowing:
    """Keeps every dinner in step."""

    def __init__(
        self, ground: DinnerGround, dinners: Dinners, guests: GuestGround, doors: Doors, desk: Desk, audit: Audit
    ) -> None:
        self._ground, self._dinners, self._guests, self._doors = ground, dinners, guests, doors
        self._desk, self._audit = desk, audit

    def sweep(self, moment: datetime) -> None:
        """Look at every dinner that wants it; one that fails does not hold up the others."""
        for event_id in self._ground.plans.due(minute_of(moment)):
            with suppress(*_LATER, NotFound):
                self._follow(event_id, moment)

    def _follow(self, event_id: str, moment: datetime) -> None:
        event, now = self._ground.event(event_id), minute_of(moment)
        if now >= forget_at(event.end):
            self._forget(event, moment)
            return
        whole = self._ground.whole(event)
        if whole.plan.due is None or whole.plan.due > now:
            return
        if event.state is not EventState.CANCELLED:
            whole = self._in_step(whole, moment)
            self._tell(whole, moment)
            self._warn(whole, moment)
            whole = self._ground.whole(event)
        self._rest(whole, moment)

    def _in_step(self, whole: Whole, moment: datetime) -> Whole:
        """Release anew what has changed since, where it can be; else the planner sees why it cannot (rule D7)."""
        with suppress(StateConflict):
            if whole.event.is_running and self._dinners.released(whole, FOLLOWER, moment):
                return self._ground.whole(whole.event)
        return whole

    # ── windows ──────────────────────────────────────────────────────────────────────────────────────────────

    def _tell(self, whole: Whole, moment: datetime) -> None:
        """Tell every household its window, or that it is another one, once (rule D5)."""
        if whole.manifest is None or whole.manifest.film != whole.event.start or not whole.event.is_running:
            return
        lines = whole.lines
        for table in whole.tables:
            homes = [one.id for one in table.registration.households if one.id in lines]
            news = [lines[name] for name in homes if table.told.get(name) != (lines[name].start, lines[name].end)]
            if news:
                with suppress(*_LATER, NotFound):
                    self._say(whole.event, table, news, moment)

    def _say(self, event: Event, table: Table, news: Sequence[Line], moment: datetime) -> None:
        ground, now = self._guests, minute_of(moment)
        standing = ground.found(event.id, table.guest)
        if standing is None or standing.guest.state is not GuestState.ACCEPTED:
            return
        guest = standing.guest
        after = guest.after()
        row = ground.notices.read(guest.subject)
        told = letters.kept(row.notices if row else (), after.version)
        # Whoever has yet to be told of another hour of the film, at whatever door, learns her window from that letter.
        moved = guest.schedule < event.schedule
        first = table.registration.households[0].id
        steps: list[Step] = []
        known = []
        for line in news:
            again = line.household in table.told
            if moved:
                continue
            if line.household != first:
                kind = WINDOW_MOVED if again else WINDOW
                known += [] if self._doors.tells_hours(event, table, line.household) else [line.household]
                steps += self._doors.say(event, table, line.household, kind, moment, line.start)
            else:
                setting = ground.hers(event, after)
                known += [] if letters.tells_hours(told) else [line.household]
                told = letters.guest_awaits(row.notices if row else (), after, setting, now, line.start, again=again)
        kept = table.telling({line.household: (line.start, line.end) for line in news}, known)
        steps.append(self._ground.tables.write(table, named(kept, "")))
        ground.write("table.tell", FOLLOWER, event, guest, after, steps, told, moment)

    # ── late ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _warn(self, whole: Whole, moment: datetime) -> None:
        """Tell the host of every household whose window has ended without its boxes (rule D8)."""
        if whole.manifest is None or minute_of(moment) >= whole.event.end:
            return
        homes = whole.homes
        for late in overdue(whole.deliveries, minute_of(moment)):
            drop, table = whole.drop(late.household), homes.get(late.household)
            if drop is None or table is None or drop.host_told:
                continue
            standing = self._guests.found(whole.event.id, table.guest)
            if standing is None:
                continue
            after = drop.after(host_told=True)
            with suppress(*_LATER, NotFound):
                step = self._ground.drops.write(whole.event.id, drop, after)
                self._host(whole.event, standing.guest, late.household, step, moment)

    def _host(self, event: Event, guest: Guest, household: str, step: Step, moment: datetime) -> None:
        ground = self._guests
        row = ground.notices.read(guest.subject)
        after = guest.after()
        told = letters.host_of_late(row.notices if row else (), after, household, minute_of(moment))
        ground.write("delivery.late", FOLLOWER, event, guest, after, [step], told, moment)

    # ── rest ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _rest(self, whole: Whole, moment: datetime) -> None:
        """Look again when the next window ends, or when all of it is to be forgotten."""
        now = minute_of(moment)
        ends = [one.end for one in whole.deliveries if one.end > now and whole.event.is_running]
        plan = whole.plan.waking(min([*ends, forget_at(whole.event.end)]))
        said = self._audit.of("dinner.followed", plan.subject, FOLLOWER, moment, after={"due": plan.due})
        self._desk.commit([self._ground.plans.write(whole.plan, plan), said])

    def _forget(self, event: Event, moment: datetime) -> None:
        """Delete what people eat, where they live and what proves it, days after the evening (rule D4)."""
        plan = self._ground.plans.get(event.id)
        steps = [*self._ground.plans.forget(event.id), *self._ground.drops.forget(event.id)]
        steps += [self._ground.tables.remove(one) for one in self._ground.tables.of_event(event.id)]
        most = MOST_STEPS - 2
        for at in range(0, len(steps), most):
            said = self._audit.of("dinner.forget", plan.subject, FOLLOWER, moment, after={"rows": len(steps)})
            self._desk.commit([*steps[at : at + most], said])
        done = self._audit.of("dinner.forgotten", plan.subject, FOLLOWER, moment)
        self._desk.commit([self._ground.plans.write(plan, plan.waking(None)), done])
