"""Keeping a time: the same reading, choosing and writing as a booking's, without a booking and without a letter."""

from __future__ import annotations

from chalicelib.bookings.desk import Desk
from chalicelib.bookings.holds.model import MINUTES, Held
from chalicelib.bookings.holds.store import write
from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.order import Order, admit, misfits
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.service import Wanted
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import InvalidInput, NotFound
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target


class QuietHolds:
    """Keeps one time for each client while she fills in her details."""

    def __init__(self, *, desk: Desk, catalogue: Catalogue, audit: Audit, clock: Clock) -> None:
        self._desk, self._catalogue, self._audit, self._clock = desk, catalogue, audit, clock

    def place(self, principal: Principal, order: Order, keyed: Keyed) -> tuple[int, bool]:
        """Keep a time for ten minutes instead of any kept before (rule H5); return its last minute, and whether this
        was answered already.

        Raises InvalidInput, Forbidden, NotFound, SlotTaken (fresh starts), KeyReused, Busy, as a booking would.
        """
        permits.require(principal, "hold.create", Target(owner=principal.subject))
        experience = self._catalogue.experience(order.experience)
        boutique = self._catalogue.boutique(order.boutique)
        admit(principal, experience)
        problems = misfits(order, boutique, experience, self._catalogue.maison().languages)
        if problems:
            raise InvalidInput(problems)
        client = principal.subject
        wanted = Wanted(boutique, experience, language=order.spoken, client=client, holder=client)
        return self._desk.settle(lambda: self._attempt(principal, order, keyed, wanted))

    def _attempt(self, principal: Principal, order: Order, keyed: Keyed, wanted: Wanted) -> tuple[int, bool]:
        moment = self._clock()
        now = minute_of(moment)
        key = keyed.id_for(principal)
        reading = self._desk.read(None, principal.subject, self._desk.spots(wanted, order.start), hold_at=now)
        before = reading.hold
        if before is None or not reading.is_open:
            raise NotFound(NOT_FOUND)
        answered = before.answered(key, keyed.body)
        if answered is not None:
            return answered, True
        if order.own:
            wanted = reading.own(wanted)
        experience = wanted.experience
        choice = self._desk.choose(wanted, key, order.start, now, reading.agendas, reading.first(wanted, order.start))
        held = Held(
            boutique=wanted.boutique.id,
            experience=experience.id,
            start=order.start,
            end=order.start + experience.duration,
            before=experience.before,
            after=experience.after,
            zone=wanted.boutique.zone,
            advisor=choice.advisor,
            room=choice.room,
            limited=experience.day_limit is not None,
            expires_at=min(now + MINUTES, order.start),
        )
        after = before.taking(held, key, keyed.body)
        steps = [
            *self._desk.placed({after.ref: after.placements(now)}, reading.agendas, now, choice.depends_on),
            write(before, after),
            self._audit.of(
                "hold.create", after.subject, principal.actor, moment, before=before.facts(), after=after.facts()
            ),
        ]
        self._desk.commit(steps)
        return held.expires_at, False
