"""Coming in: guests by their link, hosts by who they are; who is in, who may speak, and how many came (rules G5 to G8).

    her row      the device that is in, since when, and where: written once, and again only when one of them changes
    the room     asked for a join each time, after the row is written; a join is never stored

Who is not in the room is in the overflow, where the evening is streamed: so are all guests of a dinner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.bookings.video_rooms import GroupRooms, Join
from chalicelib.events import plan
from chalicelib.events.guests.model import SEATED, Guest, GuestState
from chalicelib.events.model import Event, EventKind
from chalicelib.events.presence import door
from chalicelib.events.presence.door import Threshold
from chalicelib.events.presence.model import Answer, CheckIn, Joiner, Place, Report, Seen, check_in, placed, report
from chalicelib.events.registering.ground import GuestGround, Standing
from chalicelib.events.show.service import Running, Shows
from chalicelib.events.sittings import Sitting
from chalicelib.foundation.clock import minute_of, second_of
from chalicelib.foundation.errors import AlreadyIn, NotFound, StateConflict
from chalicelib.foundation.ids import derived_id
from chalicelib.identity import permits
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.permits import NOT_FOUND, Target

_ANSWERS = {
    GuestState.ACCEPTED: Answer.ACCEPTED,
    GuestState.ATTENDED: Answer.ATTENDED,
    GuestState.NO_SHOW: Answer.NO_SHOW,
}


@dataclass(frozen=True, slots=True)
class Entered:
    """What a door answers: where she is, whether she may speak, and a join where there is a room for her."""

    event: Event
    threshold: Threshold
    place: Place | None = None
    speaks: bool = False
    join: Join | None = None


class Presence:
    """Lets people in and counts who came."""

    def __init__(self, ground: GuestGround, shows: Shows, rooms: GroupRooms) -> None:
        self._ground, self._shows, self._rooms = ground, shows, rooms

    # ── guests ───────────────────────────────────────────────────────────────────────────────────────────────

    def join(
        self, principal: Principal, event_id: str, guest_id: str, nonce: str, *, force: bool = False, look: bool = False
    ) -> Entered:
        """Let a guest in by the device that chose `nonce`; again by the same device is the same (rule G5).

        With `look`, whoever is in asks how she stands, and no new join is minted.
        Raises AlreadyIn for another device unless `force`, which puts the other out and is written down; StateConflict
        for whoever has no seat.
        """
        device = derived_id("device", guest_id, nonce)
        entered, guest, forced = self._ground.desk.settle(
            lambda: self._checked_in(principal, event_id, guest_id, device, force=force)
        )
        if entered.place is not Place.ROOM:
            return entered
        room = entered.threshold.room
        if forced:
            self._rooms.expel(room, guest.id)
        come = self._rooms.stay if look else self._rooms.enter
        joined = come(room, guest.id, second_of(self._ground.clock()), speaks=guest.promoted)
        return replace(entered, join=_counted(joined))

    def _checked_in(
        self, principal: Principal, event_id: str, guest_id: str, device: str, *, force: bool
    ) -> tuple[Entered, Guest, bool]:
        standing = self._ground.allowed(principal, event_id, guest_id, "invitation.answer")
        event, before = standing.event, standing.guest
        moment = self._ground.clock()
        now = minute_of(moment)
        sitting = event.sitting(before.sitting)
        if before.state not in {GuestState.ACCEPTED, GuestState.ATTENDED} or sitting is None:
            raise StateConflict("There is no seat in this name.")
        threshold = door.of_guests(event, sitting, now)
        if threshold.state != "open":
            return Entered(event, threshold), before, False
        verdict = check_in(before.nonce, device, force=force)
        if verdict is CheckIn.ELSEWHERE:
            raise AlreadyIn
        place = self._place(standing, sitting, now)
        came = now if before.checked_in_at is None else before.checked_in_at
        after = replace(before, nonce=device, checked_in_at=came, place=place)
        if after != before:
            after = after.after()
            row = self._ground.notices.read(before.subject)
            told = plan.kept(row.notices if row else (), after.version)
            action = "guest.join_forced" if verdict is CheckIn.FORCED else "guest.join"
            self._ground.write(action, principal.actor, event, before, after, [], told, moment)
        return Entered(event, threshold, place, after.promoted), after, verdict is CheckIn.FORCED

    def _place(self, standing: Standing, sitting: Sitting, now: int) -> Place:
        """Say where she goes; her fellow guests are read only where there may be more of them than places."""
        guest, size = standing.guest, door.places(sitting)
        if standing.event.kind is EventKind.DINNER:
            return Place.OVERFLOW
        if guest.place == Place.ROOM:
            return Place.ROOM
        seats = None if sitting.by_advisor else self._ground.seats.read(guest.event, sitting.id)
        if seats is not None and len(seats.parties) <= size:
            return Place.ROOM
        fellows = [
            Joiner(one.id, one.accepted_at or 0, one.checked_in_at is not None, one.place == Place.ROOM)
            for one in self._ground.guests.of_event(guest.event)
            if one.state in SEATED and one.sitting == sitting.id
        ]
        return placed(guest.id, fellows, size, kept=door.is_kept(sitting, now))

    # ── hosts ────────────────────────────────────────────────────────────────────────────────────────────────

    def receive(self, principal: Principal, event_id: str, sitting_id: str | None, *, rehearsal: bool) -> Entered:
        """Let a host in, to be seen and heard: into a sitting's room, or that of the rehearsal. Raises NotFound."""
        running = self._shows.read(principal, event_id, "event.host")
        threshold = self._threshold(running, sitting_id, rehearsal=rehearsal)
        if threshold.state != "open":
            return Entered(running.event, threshold)
        second = second_of(self._ground.clock())
        join = self._rooms.enter(threshold.room, principal.subject, second, speaks=True)
        return Entered(running.event, threshold, Place.ROOM, speaks=True, join=join)

    @staticmethod
    def _threshold(running: Running, sitting_id: str | None, *, rehearsal: bool) -> Threshold:
        event, now = running.event, running.at
        if rehearsal:
            if running.show.rehearsal is None:
                raise NotFound("No rehearsal is planned.")
            return door.of_rehearsal(event, running.show.rehearsal, now)
        sitting = event.sitting(sitting_id) if sitting_id else door.sitting_at(event, now)
        if sitting is None:
            raise NotFound("This evening has no such sitting.")
        return door.of_hosts(event, sitting, now)

    def promote(self, principal: Principal, event_id: str, guest_id: str) -> Standing:
        """Let a guest be seen and heard, now and whenever she comes back; twice is once. Raises StateConflict."""

        def attempt() -> Standing:
            self._shows.read(principal, event_id, "event.host")
            standing = self._ground.found(event_id, guest_id)
            if standing is None:
                raise NotFound(NOT_FOUND)
            event, before = standing.event, standing.guest
            if before.promoted:
                return standing
            if before.checked_in_at is None or before.place != Place.ROOM:
                raise StateConflict("Only who is in the room can be given the word.")
            moment = self._ground.clock()
            after = before.after(promoted=True)
            row = self._ground.notices.read(before.subject)
            told = plan.kept(row.notices if row else (), after.version)
            self._ground.write("guest.promote", principal.actor, event, before, after, [], told, moment)
            return Standing(event, after)

        standing = self._ground.desk.settle(attempt)
        # Asked of the room each time: a press whose answer was lost, or that the room did not hear, is pressed again.
        self._rooms.promote(f"{event_id}-{standing.guest.sitting}", guest_id)
        return standing

    def present(self, principal: Principal, event_id: str) -> tuple[Event, list[Guest]]:
        """Return who has come, as they came: for hosts, who receive them."""
        running = self._shows.read(principal, event_id, "event.host")
        here = [one for one in self._ground.guests.of_event(event_id) if one.checked_in_at is not None]
        return running.event, sorted(here, key=lambda one: (one.checked_in_at or 0, one.id))

    # ── afterwards ───────────────────────────────────────────────────────────────────────────────────────────

    def attendance(self, principal: Principal, event_id: str) -> tuple[Event, Report]:
        """Count who was invited, accepted and came; an advisor sees the figures of her own guests (rules G6, H10)."""
        permits.admit(principal, "event.attendance")
        event = self._ground.events.get(event_id)
        if event is None:
            raise NotFound(NOT_FOUND)
        permits.require(principal, "event.attendance", Target(boutique=event.boutique))
        own = principal.subject if principal.role is Role.ASSOCIATE else None
        guests = [one for one in self._ground.guests.of_event(event_id) if own is None or one.advisor == own]
        return event, report(_seen(one) for one in guests)


def _seen(guest: Guest) -> Seen:
    answer = _ANSWERS.get(guest.state, Answer.OPEN)
    if answer is Answer.ACCEPTED and guest.checked_in_at is not None:
        answer = Answer.ATTENDED
    return Seen(guest.sitting, guest.advisor, answer, guest.party)


def _counted(join: Join) -> Join:
    """Return a join as a guest may have it: how many are there, never who."""
    if join.provider != "local" or join.secret is None:
        return join
    return replace(join, secret={"present": len(join.secret["present"])})
