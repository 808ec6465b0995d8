"""Between booking and meeting: another time that the house proposes, her answer, and "I am running late".

propose   the booking keeps its time and holds the proposed one; her letter asks     ─┐ one transaction each
answer    "That suits me": it moves; "Another time": the held time is free again     ─┘
silence   the held time expires by comparison (rule H1), the booking stays, the host is told
"""

from __future__ import annotations

from chalicelib.bookings import plan
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.model import Booking, Proposal
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.standing import spots_of
from chalicelib.foundation.clock import minute_of
from chalicelib.identity.model import Principal
from chalicelib.messaging.model import Notice


class Proposals(Bookings):
    """Proposes, hears the answer, and passes on that she is late."""

    def propose(self, principal: Principal, booking_id: str, keyed: Keyed, version: int, start: int) -> Outcome:
        """Propose another start for a confirmed booking; one proposed before is given up for it.

        Held for as long as the experience says, at the latest until the earlier of the two starts. Raises SlotTaken
        with fresh starts, StateConflict when it is not confirmed or has begun.
        """
        return self._desk.settle(lambda: self._propose(principal, booking_id, keyed, version, start))

    def answer(self, principal: Principal, booking_id: str, keyed: Keyed, version: int, *, suits: bool) -> Outcome:
        """Move to the proposed time, or let it go. Raises StateConflict when it has lapsed or was answered already."""

        def tell(before: Booking, after: Booking, setting: plan.Setting, now: int) -> tuple[Notice, ...]:
            if suits:
                return plan.after_move(before, after, setting, now)
            return plan.after_no_to_proposal(after, setting, now)

        return self._change(
            principal,
            booking_id,
            keyed,
            version,
            "booking.answer",
            lambda booking, now: booking.suited(now) if suits else booking.kept(now),
            tell,
        )

    def running_late(self, principal: Principal, booking_id: str, keyed: Keyed, minutes: int) -> Outcome:
        """Tell the host that she will come `minutes` late. Said twice with the same minutes, it is told once.

        Raises StateConflict outside the hour before the start and the grace after it.
        """
        return self._desk.settle(lambda: self._running_late(principal, booking_id, keyed, minutes))

    def _propose(self, principal: Principal, booking_id: str, keyed: Keyed, version: int, start: int) -> Outcome:
        before, replayed = self._found(principal, booking_id, keyed, version, "booking.propose")
        if replayed:
            return replayed
        moment = self._clock()
        now = minute_of(moment)
        kept = self._catalogue.experience(before.experience).proposal_minutes
        expires = min(now + kept, before.start, start)
        # The state is judged before the time: a cancelled booking is "over", not "taken".
        before.with_proposal(now, Proposal(start, before.advisor, before.room, expires))
        wanted = self.wanted(before, by_staff=True)
        spots = [*spots_of(before), *self._desk.spots(wanted, start)]
        reading = self._desk.read(booking_id, before.client, spots)
        choice = self._desk.choose(wanted, booking_id, start, now, reading.agendas, (before.advisor,))
        after = before.with_proposal(now, Proposal(start, choice.advisor, choice.room, expires))
        after = after.receipted(keyed.id_for(principal), keyed.body, now)
        steps = [
            *self._desk.steps(after, reading.agendas, now, choice.depends_on),
            self._store.change(before, after),
            self._told(after, plan.after_proposal(after, self.setting(after, reading.card), now), moment),
            self._audited("booking.propose", principal, before, after, moment),
        ]
        return self._written(steps, after, now)

    def _running_late(self, principal: Principal, booking_id: str, keyed: Keyed, minutes: int) -> Outcome:
        before, replayed = self._found(principal, booking_id, keyed, None, "booking.late")
        if replayed:
            return replayed
        moment = self._clock()
        now = minute_of(moment)
        grace = self._catalogue.experience(before.experience).late_grace_minutes
        after = before.running_late(now, minutes, grace)
        if before.late_by == minutes:
            return Outcome(before, now, replayed=True)
        after = after.receipted(keyed.id_for(principal), keyed.body, now)
        agendas = self._desk.read(booking_id, None, spots_of(before)).agendas
        row = self._notices.read(before.subject)
        notices = plan.after_late(row.notices if row else (), after, now)
        steps = [
            *self._desk.steps(after, agendas, now),
            self._store.change(before, after),
            self._notices.rewrite(row, after.version, notices, moment)
            if row
            else self._notices.create(after.subject, after.version, notices, moment),
            self._audited("booking.late", principal, before, after, moment),
        ]
        return self._written(steps, after, now)
