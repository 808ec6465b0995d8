"""What follows a change of a whole event, guest by guest: that it is moved or called off, and who did not come.

An event names the minute at which it wants a look. Each guest carries up to which schedule she has been told, so the
work is cut short anywhere and goes on where it stopped, and nobody is told twice.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.events import plan
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event, EventState
from chalicelib.events.presence.model import Answer, outcome
from chalicelib.events.registering.ground import GuestGround
from chalicelib.events.seats.model import Party, PartyKind
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import Busy, Contended, NotFound, Overlapping, StepRefused
from chalicelib.foundation.table import Step

FOLLOWER = "sweep:follower"
"""How the audit names whoever carries a change to the guests."""
MOST_IN_A_SWEEP = 300
_LATER = (StepRefused, Contended, Busy)


class Following:
    """Carries what happened to an event to each of its guests."""

    def __init__(self, ground: GuestGround) -> None:
        self._ground = ground

    def sweep(self, moment: datetime) -> None:
        """Look at every event that wants it; one that fails does not hold up the others."""
        left = MOST_IN_A_SWEEP
        for event_id in self._ground.events.due(minute_of(moment)):
            with suppress(*_LATER, NotFound):
                left -= self._follow(event_id, moment, left)
            if left <= 0:
                return

    def _follow(self, event_id: str, moment: datetime, most: int) -> int:
        event = self._ground.events.get(event_id)
        now = minute_of(moment)
        if event is None or event.attention is None or event.attention > now:
            return 0
        guests = self._ground.guests.of_event(event_id)
        pending = [guest for guest in guests if self._wants(event, guest, now)]
        done = 0
        for guest in pending[:most]:
            with suppress(*_LATER):
                self._carry(event, guest, moment)
                done += 1
        if done == len(pending):
            self._rested(event, moment)
        return max(1, done)

    @staticmethod
    def _wants(event: Event, guest: Guest, now: int) -> bool:
        if guest.schedule < event.schedule:
            return True
        took_place = event.state in {EventState.PUBLISHED, EventState.CLOSED, EventState.HELD}
        return took_place and _became(event, guest, now) is not None

    def _carry(self, event: Event, guest: Guest, moment: datetime) -> None:
        if event.state is EventState.CANCELLED:
            self._call_off(event, guest, moment)
        elif guest.schedule < event.schedule:
            self._move(event, guest, moment)
        else:
            became = GuestState(_became(event, guest, minute_of(moment)) or guest.state)
            after = guest.after(state=became, request=None)
            self._ground.write("guest.outcome", FOLLOWER, event, guest, after, [], (), moment, became)

    def _call_off(self, event: Event, guest: Guest, moment: datetime) -> None:
        """She is told, her own time is free, and nothing of hers is open any more."""
        ground, now = self._ground, minute_of(moment)
        ends = {GuestState.ACCEPTED, GuestState.WAITLISTED, GuestState.OFFERED}
        state = GuestState.CANCELLED if guest.state in ends else guest.state
        after = guest.after(state=state, schedule=event.schedule, offer_expires_at=None, forced="", request=None)
        steps: list[Step] = [ground.waiting.leave(guest)] if guest.state is GuestState.WAITLISTED else []
        if guest.state is GuestState.ACCEPTED:
            steps.append(ground.seats.release(event.id, guest.pool, guest.id, Party(guest.party, PartyKind.SEAT)))
            agendas = ground.her_day(event, guest, guest.sitting)
            steps += ground.placed(event, after, agendas, now, there=False)
        setting = ground.hers_if_known(event, after)
        told = plan.guest_called_off(event, guest, after, setting, now, ground.standing(guest)) if setting else ()
        ground.write("guest.called_off", FOLLOWER, event, guest, after, steps, told, moment)

    def _move(self, event: Event, guest: Guest, moment: datetime) -> None:
        """Her own time moves with it; where she has something else then, she keeps her seat and is told as well."""
        ground, now = self._ground, minute_of(moment)
        after = guest.after(schedule=event.schedule, request=guest.request.ended() if guest.request else None)
        steps: list[Step] = []
        if guest.state is GuestState.ACCEPTED:
            agendas = ground.her_day(event, guest, guest.sitting)
            there = True
            try:
                ground.require_free(event, guest, guest.sitting, agendas, now)
            except Overlapping:
                there = False
            sitting = event.sitting(guest.sitting)
            after = replace(after, stands_at=sitting.start if there and sitting else None)
            steps = ground.placed(event, after, agendas, now, there=there)
        setting = ground.hers_if_known(event, after)
        carried = ground.belongings.is_carried(event)
        standing = ground.standing(guest)
        told = plan.guest_moved(event, after, setting, now, standing, carried=carried) if setting else ()
        ground.write("guest.moved", FOLLOWER, event, guest, after, steps, told, moment)

    def _rested(self, event: Event, moment: datetime) -> None:
        ground, now = self._ground, minute_of(moment)
        after = event.attended_to(now)
        ground.desk.commit(
            [
                ground.events.change(event, after),
                ground.audit.of("event.followed", event.subject, FOLLOWER, moment, after=after.facts()),
            ]
        )


def _became(event: Event, guest: Guest, now: int) -> Answer | None:
    """Return whether she came or did not, once that can be said (rule G6)."""
    accepted, joined = guest.state is GuestState.ACCEPTED, guest.checked_in_at is not None
    return outcome(accepted=accepted, joined=joined, now=now, over_at=event.outcome_at)
