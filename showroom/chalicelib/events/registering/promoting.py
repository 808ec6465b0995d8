"""Who waits is offered what is free: after every seat given back, and once a minute.

Each step leaves the house in order wherever it is cut short. Seats are kept for a party before its row says so; an
offer whose row was not written is completed from what the seats say, and one that has run out is taken back with its
row in one transaction. Whoever promotes beside us meets the same seats and the same versions, so each place is offered
once (rule W8). All this is done pool by pool: of a sitting, or of one advisor's seats in it (`sittings`).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial

from chalicelib.calendars.service import opening_minutes_after
from chalicelib.events import plan
from chalicelib.events.guests.model import GuestState
from chalicelib.events.model import SHORTEST_OFFER_MINUTES, Event
from chalicelib.events.registering.ground import GuestGround, Standing
from chalicelib.events.seats.model import Outcome, Party, PartyKind, Seats
from chalicelib.events.waitlist.model import PARTY_TOO_LARGE, Waiter, promotions
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import Busy, Contended, NotFound, StateConflict, StepRefused

SWEEP = "sweep:promoter"
"""How the audit names who promotes when nobody pressed anything."""
_AT_ONCE, _AT_MOST = 50, 1000
"""How many of the list are looked at: usually, and where seats are left that none of the usual number fit in."""
_LATER = (StepRefused, Contended, Busy)


class Promoting:
    """Keeps seats for those who are next, and takes back what they let go by."""

    def __init__(self, ground: GuestGround) -> None:
        self._ground = ground

    def promote(self, event_id: str, pool: str, *, swept: bool = False) -> int:
        """Settle what has ended in a pool of seats and offer what is free there; return how many offers were made.

        Offers of which only the seats know are completed by the sweep (`swept`).
        """
        moment = self._ground.clock()
        now = minute_of(moment)
        seats = self._ground.seats.read(event_id, pool)
        if seats is None or (seats.free_at(now) <= 0 and not swept):
            return 0
        event = self._ground.events.get(event_id)
        if event is None:
            return 0
        if self._settle(event, seats, now, moment, swept=swept):
            seats = self._ground.seats.read(event_id, pool)
        if seats is None:
            return 0
        waiting = self._waiting(event, pool, seats.free_at(now))
        if not waiting:
            if not seats.public_open and now >= seats.joining_until:
                self._ground.open_public(event, seats, moment)
            return 0
        self._ground.seats.close_all(seats)
        until = self._until(event, now)
        if until is None:
            return 0
        found = promotions(waiting, seats.free_at(now), strict=event.strict_order)
        made = sum(self._offered(event, pool, one, until, moment, SWEEP) for one in found.offers)
        if made:
            for one in found.skipped:
                self._skipped(event, one, moment)
        return made

    def offer(self, actor: str, standing: Standing) -> None:
        """Offer a place to one guest out of turn, by hand. Raises StateConflict when her party does not fit now."""
        event, guest = standing.event, standing.guest
        moment = self._ground.clock()
        now = minute_of(moment)
        until = self._until(event, now, by_hand=True)
        if until is None:
            raise StateConflict("It is too late to offer a place.")
        guest.offered(now, until)
        waiter = Waiter(0, guest.joined_at or 0, guest.id, guest.party)
        if not self._offered(event, guest.pool, waiter, until, moment, actor):
            raise StateConflict("There is no place for the whole party now.")

    def sweep(self, moment: datetime) -> None:
        """Look at every pool in which something is open; one that fails does not hold up the others."""
        now = minute_of(moment)
        for event_id, pool in list(self._ground.seats.pending()):
            with suppress(*_LATER, NotFound):
                self.promote(event_id, pool, swept=True)
                seats = self._ground.seats.read(event_id, pool)
                if seats is not None and all(party.kind is PartyKind.SEAT for _, party in seats.standing):
                    self._rested(event_id, pool, seats, now)

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _until(self, event: Event, now: int, *, by_hand: bool = False) -> int | None:
        """Return until when a place offered now is kept, or None while none is to be offered (rules W4, W10).

        Where the planner wants it so, only minutes in which the boutique is open count, and what comes free while it is
        closed is offered when it opens; at once where it opens too late, and whenever somebody offers it by hand.
        """
        until = event.offer_until(now)
        if until is None or not event.offer_in_hours:
            return until
        boutique = self._ground.catalogue.boutique(event.boutique)
        opens = opening_minutes_after(boutique, now, 1) - 1
        if opens > now and opens + SHORTEST_OFFER_MINUTES <= event.cutoff and not by_hand:
            return None
        kept = opening_minutes_after(boutique, now, max(event.offer_minutes, SHORTEST_OFFER_MINUTES))
        return min(kept, event.cutoff)

    def _rested(self, event_id: str, pool: str, seats: Seats, now: int) -> None:
        """Leave the pool alone until something happens in it, unless a party that fits still waits."""
        event = self._ground.events.get(event_id)
        waiting = self._waiting(event, pool, seats.free) if event is not None else []
        open_still = event is not None and event.offer_until(now) is not None
        if not seats.public_open and not waiting:
            return
        if open_still and event is not None and promotions(waiting, seats.free, strict=event.strict_order).offers:
            return
        self._ground.seats.rest(seats)

    def _waiting(self, event: Event, pool: str, free: int) -> list[Waiter]:
        """Return the first who wait: many more of them where large parties at the head would leave seats (rule W3)."""
        waiting = self._ground.waiting.first(event.id, pool, _AT_ONCE)
        if len(waiting) < _AT_ONCE or event.strict_order:
            return waiting
        left = free - sum(one.party for one in promotions(waiting, free, strict=False).offers)
        return self._ground.waiting.first(event.id, pool, _AT_MOST) if left > 0 else waiting

    def _settle(self, event: Event, seats: Seats, now: int, moment: datetime, *, swept: bool) -> int:
        """Take back what has ended, complete offers of which only the seats know; return how many were looked at."""
        looked = 0
        for guest_id, party in seats.standing:
            if party.kind is PartyKind.SEAT or not (swept or party.has_ended(now)):
                continue
            looked += 1
            with suppress(*_LATER):
                if party.kind is PartyKind.OFFER:
                    self._settled(event, seats, guest_id, party, now, moment)
                elif party.has_ended(now):
                    self._ground.seats.give_back(event.id, seats.sitting, guest_id, party)
        return looked

    def _settled(self, event: Event, seats: Seats, guest_id: str, party: Party, now: int, moment: datetime) -> None:
        standing = self._ground.found(event.id, guest_id)
        guest = standing.guest if standing else None
        if guest is None or guest.state not in {GuestState.OFFERED, GuestState.WAITLISTED, GuestState.OFFER_EXPIRED}:
            self._ground.seats.give_back(event.id, seats.sitting, guest_id, party)
        elif guest.state is GuestState.OFFERED and party.has_ended(now):
            after = guest.offer_lapsed()
            steps = [self._ground.seats.release(event.id, seats.sitting, guest_id, party)]
            setting = self._ground.hers_if_known(event, after)
            told = plan.guest_let_go(event, after, setting, now) if setting else ()
            self._ground.write("guest.offer_lapsed", SWEEP, event, guest, after, steps, told, moment)
        elif guest.state is not GuestState.OFFERED and not party.has_ended(now):
            waiter = Waiter(0, guest.joined_at or 0, guest.id, party.n)
            self._written(event, seats.sitting, waiter, party.until, moment, SWEEP)
        elif party.has_ended(now):
            self._ground.seats.give_back(event.id, seats.sitting, guest_id, party)

    def _offered(self, event: Event, pool: str, waiter: Waiter, until: int, moment: datetime, actor: str) -> bool:
        """Keep seats for a party and write it down; say whether it was done."""
        now = minute_of(moment)
        take = partial(self._ground.seats.offer, event.id, pool, waiter.guest, waiter.party, now, until)
        claimed = self._ground.gathered(event, pool, waiter.party, moment, take)
        if claimed.outcome is not Outcome.CLAIMED or claimed.party is None:
            return False
        try:
            self._written(event, pool, waiter, claimed.party.until, moment, actor)
        except (*_LATER, StateConflict, NotFound):
            return self._looked_after(event, pool, waiter, claimed.party)
        return True

    def _looked_after(self, event: Event, pool: str, waiter: Waiter, party: Party) -> bool:
        """After a write whose answer was lost or that was refused: say whether she has her offer.

        While she still waits for just this, what is kept for her stays: the next look completes it.
        """
        standing = self._ground.found(event.id, waiter.guest)
        guest = standing.guest if standing else None
        if guest is not None and (guest.pool, guest.party) == (pool, party.n):
            if guest.state is GuestState.OFFERED and guest.offer_expires_at == party.until:
                return True
            if guest.state is GuestState.WAITLISTED:
                return False
        self._ground.seats.give_back(event.id, pool, waiter.guest, party)
        return False

    def _written(self, event: Event, pool: str, waiter: Waiter, until: int, moment: datetime, actor: str) -> None:
        standing = self._ground.found(event.id, waiter.guest)
        if standing is None or (standing.guest.pool, standing.guest.party) != (pool, waiter.party):
            raise StateConflict("She waits for something else by now.")
        guest = standing.guest
        now = minute_of(moment)
        after = guest.offered(now, until)
        steps = [self._ground.waiting.leave(guest)] if guest.state is GuestState.WAITLISTED else []
        setting = self._ground.setting(event, after, self._ground.client(after))
        told = plan.guest_offered(event, after, setting, now)
        self._ground.write("guest.offer", actor, event, guest, after, steps, told, moment)

    def _skipped(self, event: Event, waiter: Waiter, moment: datetime) -> None:
        """Write down that somebody behind her was offered a place, and why she was not (rule W3)."""
        standing = self._ground.found(event.id, waiter.guest)
        if standing is None or standing.guest.state is not GuestState.WAITLISTED:
            return
        guest = standing.guest
        after = guest.passed_over(minute_of(moment), PARTY_TOO_LARGE)
        row = self._ground.notices.read(guest.subject)
        told = plan.kept(row.notices if row else (), after.version)
        with suppress(*_LATER):
            self._ground.write("guest.pass_over", SWEEP, event, guest, after, [], told, moment, PARTY_TOO_LARGE)
