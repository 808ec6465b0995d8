"""Use cases of bookings: book, read, and every change. One transaction each, idempotent by design.

key seen before?  → the first answer again (rule H6)
allowed? legal?   → permits, then the model's pure change
free?             → the desk, over what was read consistently
write             → agendas, booking, notices, audit in one transaction; then the queue is nudged
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.bookings import plan
from chalicelib.bookings.desk import Desk
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.reading import BY_CLIENT, Reading, target_of
from chalicelib.bookings.standing import spots_of
from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.together.press import Press
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.service import Clients
from chalicelib.clients.store import ClientItem
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import (
    PreconditionFailed,
    StateConflict,
)
from chalicelib.foundation.table import Step
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.messaging.model import Notice
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore

OUTSIDE_HOURS = "outside_hours"
"""What the audit says of a time that the house gave a reason for."""
Change = Callable[[Booking, int], Booking]
Tell = Callable[[Booking, Booking, plan.Setting, int], tuple[Notice, ...]]


class Bookings(Reading):
    """Reads and changes bookings; one is made in `making`, and a hold confirmed in `confirming`."""

    def __init__(
        self,
        *,
        desk: Desk,
        store: BookingStore,
        clients: Clients,
        catalogue: Catalogue,
        notices: NoticeStore,
        nudge: Nudge,
        audit: Audit,
        clock: Clock,
    ) -> None:
        super().__init__(store, clients, catalogue)
        self._desk, self._notices, self._nudge, self._audit, self._clock = (
            desk,
            notices,
            nudge,
            audit,
            clock,
        )

    # ── changes ──────────────────────────────────────────────────────────────────────────────────────────────

    def accept(self, principal: Principal, booking_id: str, keyed: Keyed) -> Outcome:
        """The house says yes to a request. Raises StateConflict when it was answered already or has lapsed."""
        return self._change(
            principal,
            booking_id,
            keyed,
            None,
            "booking.accept",
            lambda booking, now: booking.accepted(now),
            lambda _, after, setting, now: plan.after_acceptance(after, setting, now),
        )

    def decline(
        self,
        principal: Principal,
        booking_id: str,
        keyed: Keyed,
        version: int | None = None,
        *,
        reason: str | None = None,
        press: Press | None = None,
    ) -> Outcome:
        """The house says no to a request; its time is free again. `reason` is a code for the audit, never told."""
        return self._change(
            principal,
            booking_id,
            keyed,
            version,
            "booking.decline",
            lambda booking, now: booking.declined(now),
            lambda _, after, setting, now: plan.after_refusal(after, setting, now),
            reason,
            press,
        )

    def cancel(
        self, principal: Principal, booking_id: str, keyed: Keyed, version: int, *, press: Press | None = None
    ) -> Outcome:
        """Cancel. Late ones are taken and marked late or, by the maison's policy, answered with the telephone."""

        def cancelled(booking: Booking, now: int) -> Booking:
            policy = self._catalogue.experience(booking.experience).policy
            late = principal.role in BY_CLIENT and now > booking.start - policy.cancel_until_minutes
            after = booking.cancelled(now, late=late and booking.state is State.CONFIRMED)
            if after.late and policy.late == "telephone":
                telephone = self._catalogue.boutique(booking.boutique).telephone
                raise StateConflict(f"It is too late to cancel here. Please telephone us: {telephone}.")
            return after

        change = (principal, booking_id, keyed, version, "booking.cancel")
        return self._change(*change, cancelled, plan.after_cancel, press=press)

    def attend(self, principal: Principal, booking_id: str, keyed: Keyed, version: int, outcome: State) -> Outcome:
        """Say how an appointment went, or correct it; audited. NO_SHOW only after the end and a grace (rule G6)."""
        return self._change(
            principal,
            booking_id,
            keyed,
            version,
            "booking.attend",
            lambda booking, now: booking.attended(now, outcome),
            lambda *_: (),
        )

    def reschedule(
        self, principal: Principal, booking_id: str, keyed: Keyed, version: int, start: int, outside: str = ""
    ) -> Outcome:
        """Move to another offered start in one transaction: never zero appointments, never two.

        Her advisor comes along when free; outside hours, for which staff give a reason, nobody else will do.
        Raises SlotTaken with fresh starts, StateConflict when it is too late.
        """
        return self._desk.settle(lambda: self._move(principal, booking_id, keyed, version, start, outside))

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _change(
        self,
        principal: Principal,
        booking_id: str,
        keyed: Keyed,
        version: int | None,
        action: str,
        change: Change,
        tell: Tell,
        reason: str | None = None,
        press: Press | None = None,
    ) -> Outcome:
        """A change that takes no new time: the pure change, the agendas it leaves or stays in, its notices."""

        def attempt() -> Outcome:
            before, replayed = self._found(principal, booking_id, keyed, version, action)
            if replayed:
                return replayed
            moment = self._clock()
            now = minute_of(moment)
            after = change(before, now).receipted(keyed.id_for(principal), keyed.body, now)
            spots = [*spots_of(before), *spots_of(after)]
            reading = self._desk.read(booking_id, before.client, spots)
            setting = self.setting(after, reading.card)
            steps = [
                *self._desk.steps(after, reading.agendas, now),
                self._store.change(before, after),
                *self._parted(after, tell(before, after, setting, now), setting, moment, press),
                self._audited(action, principal, before, after, moment, reason),
            ]
            return self._written(steps, after, now)

        return self._desk.settle(attempt)

    def _move(
        self, principal: Principal, booking_id: str, keyed: Keyed, version: int, start: int, outside: str
    ) -> Outcome:
        before, replayed = self._found(principal, booking_id, keyed, version, "booking.reschedule")
        if replayed:
            return replayed
        moment = self._clock()
        now = minute_of(moment)
        boutique = self._catalogue.boutique(before.boutique)
        experience = self._catalogue.experience(before.experience)
        too_late = now > before.start - experience.policy.change_until_minutes and not before.to_be_moved
        if principal.role in BY_CLIENT and too_late:
            raise StateConflict(f"It is too late to change this here. Please telephone us: {boutique.telephone}.")
        wanted = self.wanted(before, by_staff=principal.role not in BY_CLIENT)
        if outside:
            permits.require(principal, "booking.outside", target_of(principal, before))
            wanted = replace(wanted, outside=True, only=before.advisor)
        spots = [*spots_of(before), *self._desk.spots(wanted, start)]
        reading = self._desk.read(booking_id, before.client, spots, hold_at=now if wanted.holder else None)
        expires = before.expires_at
        if before.state is State.REQUESTED:
            expires = plan.answer_by(experience, start, now, self._opening_after(before))
        # The state is judged before the time: a cancelled booking is "over", not "taken".
        before.moved(now, start=start, advisor=before.advisor, room=before.room, expires_at=expires)
        choice = self._desk.choose(wanted, booking_id, start, now, reading.agendas, (before.advisor,))
        after = before.moved(
            now, start=start, advisor=choice.advisor, room=choice.room, expires_at=expires, outside=wanted.outside
        )
        after = self._because(after, outside).receipted(keyed.id_for(principal), keyed.body, now)
        steps = [
            *self._desk.steps(after, reading.agendas, now, choice.depends_on, reading.hold),
            self._store.change(before, after),
            self._told(after, self._move_told(before, after, reading.card, now), moment),
            self._audited("booking.reschedule", principal, before, after, moment, why=outside),
        ]
        return self._written(steps, after, now)

    def _because(self, booking: Booking, outside: str) -> Booking:
        """Return a booking with the house's reason for its time among its details, where there is one."""
        if not outside:
            return booking
        details = replace(self._store.open(booking), outside=outside)
        return booking.with_sealed(self._store.seal(booking.client, booking.id, details))

    def _move_told(self, before: Booking, after: Booking, card: ClientItem | None, now: int) -> tuple[Notice, ...]:
        if after.code is None:
            return plan.after_move(before, after, self.setting(after, card), now)
        row = self._notices.read(after.subject)
        return plan.after_moving_hold(row.notices if row else (), after)

    def _found(
        self, principal: Principal, booking_id: str, keyed: Keyed, version: int | None, action: str
    ) -> tuple[Booking, Outcome | None]:
        """Return the booking to change, and the first answer if this request was carried out already.

        Receipts are looked up before If-Match: a retry names the version its first sending named. Raises NotFound,
        KeyReused, PreconditionFailed.
        """
        booking = self.get(principal, booking_id, action)
        return booking, self._replayed(principal, booking, keyed, version)

    @staticmethod
    def _replayed(principal: Principal, booking: Booking, keyed: Keyed, version: int | None) -> Outcome | None:
        key = keyed.id_for(principal)
        answered = booking.answered(key, keyed.body)
        if answered is not None:
            return Outcome(answered, booking.answered_at(key), replayed=True)
        if version is not None and version != booking.version:
            raise PreconditionFailed("This appointment has changed since you read it.")
        return None

    def _written(self, steps: list[Step], after: Booking, now: int) -> Outcome:
        self._desk.commit(steps)
        self._nudge(after.subject)
        return Outcome(after, now)

    def _parted(
        self,
        booking: Booking,
        notices: tuple[Notice, ...],
        setting: plan.Setting,
        moment: datetime,
        press: Press | None,
    ) -> list[Step]:
        """The steps of `_told`, but what a press has to tell her of several appointments becomes one letter."""
        kept, parts = press.parted(booking, notices, setting.channels, moment) if press else (notices, [])
        return [self._told(booking, kept, moment), *parts]

    def _told(self, booking: Booking, notices: tuple[Notice, ...], moment: datetime) -> Step:
        row = self._notices.read(booking.subject)
        if row is None:
            return self._notices.create(booking.subject, booking.version, notices, moment)
        told = plan.with_partings(row.notices, notices, booking)
        return self._notices.rewrite(row, booking.version, told, moment)

    def _audited(
        self,
        action: str,
        principal: Principal,
        before: Booking,
        after: Booking,
        moment: datetime,
        reason: str | None = None,
        why: str = "",
    ) -> Step:
        """The audit's row. The house's own words, `why`, are only in its hash: they are kept with the booking."""
        facts = {"before": before.facts(), "after": {**after.facts(), "why": why} if why else after.facts()}
        reason = OUTSIDE_HOURS if why else reason
        return self._audit.of(action, after.subject, principal.actor, moment, reason=reason, **facts)
