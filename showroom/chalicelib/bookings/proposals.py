"""Between booking and meeting: other times that the house proposes, her answer, and "I am running late".

propose   the booking keeps its time and holds up to three others; her letter asks     ─┐ one transaction each
answer    "That suits me": it moves there; "Another time": the held times are free again ─┘
silence   the held times expire by comparison (rule H1), the booking stays, the host is told
must      the time cannot stand: it keeps it until she has another, and no reminder looks forward to it
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.bookings import plan
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.model import Booking, Proposal
from chalicelib.bookings.receipts import Elsewhere
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.standing import spots_of
from chalicelib.bookings.together.press import Press
from chalicelib.boutiques.model import Boutique, Experience
from chalicelib.calendars.agenda import Spot
from chalicelib.calendars.service import Wanted
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import FieldProblem, InvalidInput, NotFound, StateConflict
from chalicelib.identity.model import Principal
from chalicelib.messaging.model import Notice


@dataclass(frozen=True, slots=True)
class Time:
    """A time that the house proposes: a minute, and what is different from the appointment as it is."""

    start: int
    boutique: str | None = None
    experience: str | None = None
    advisor: str | None = None
    """Nobody but this advisor; else hers where free."""


class Proposals(Bookings):
    """Proposes, hears the answer, and passes on that she is late."""

    def propose(
        self,
        principal: Principal,
        booking_id: str,
        keyed: Keyed,
        version: int,
        times: Sequence[Time],
        *,
        must: bool = False,
        press: Press | None = None,
    ) -> Outcome:
        """Propose up to three times for a confirmed booking; what was proposed before is given up for them.

        Each is held for as long as the experience says, at the latest until the earlier of the two starts. With `must`
        its time cannot stand, and there may be none to propose. Raises SlotTaken with fresh starts, InvalidInput,
        StateConflict when it is not confirmed or has begun.
        """
        return self._desk.settle(lambda: self._propose(principal, booking_id, keyed, version, times, must, press))

    def answer(
        self,
        principal: Principal,
        booking_id: str,
        keyed: Keyed,
        version: int,
        *,
        suits: bool,
        number: int | None = None,
    ) -> Outcome:
        """Move to a proposed time, or let all go. Raises StateConflict when it has lapsed or was answered already."""

        def tell(before: Booking, after: Booking, setting: plan.Setting, now: int) -> tuple[Notice, ...]:
            if before.is_options:
                return (
                    plan.after_booking(after, setting, now) if suits else plan.after_cancel(before, after, setting, now)
                )
            if suits:
                return plan.after_move(before, after, setting, now)
            return plan.after_no_to_proposal(after, setting, now)

        return self._change(
            principal,
            booking_id,
            keyed,
            version,
            "booking.answer",
            lambda booking, now: booking.suited(now, number) if suits else booking.kept(now),
            tell,
        )

    def running_late(self, principal: Principal, booking_id: str, keyed: Keyed, minutes: int) -> Outcome:
        """Tell the host that she will come `minutes` late. Said twice with the same minutes, it is told once.

        Raises StateConflict outside the hour before the start and the grace after it.
        """
        return self._desk.settle(lambda: self._running_late(principal, booking_id, keyed, minutes))

    def _propose(
        self,
        principal: Principal,
        booking_id: str,
        keyed: Keyed,
        version: int,
        times: Sequence[Time],
        must: bool,
        press: Press | None,
    ) -> Outcome:
        before, replayed = self._found(principal, booking_id, keyed, version, "booking.propose")
        if replayed:
            return replayed
        moment = self._clock()
        now = minute_of(moment)
        # The state is judged before the time: a cancelled booking is "over", not "taken".
        before.with_proposals(now, (), must=must)
        wanted = [self._other(before, time, number) for number, time in enumerate(times)]
        self._differ(before, times, wanted)
        spots = spots_of(before)
        for one, time in zip(wanted, times, strict=True):
            spots += self._desk.spots(one, time.start)
        reading = self._desk.read(booking_id, before.client, spots)
        expires = min(now + self._catalogue.experience(before.experience).proposal_minutes, before.start)
        proposals: list[Proposal] = []
        locked: list[Spot] = []
        for one, time in zip(wanted, times, strict=True):
            first = (time.advisor, before.advisor)
            choice = self._desk.choose(one, booking_id, time.start, now, reading.agendas, first)
            until = min(expires, time.start)
            proposals.append(Proposal(time.start, choice.advisor, choice.room, until, _elsewhere(before, one)))
            locked += choice.depends_on
        after = before.with_proposals(now, tuple(proposals), must=must)
        after = after.receipted(keyed.id_for(principal), keyed.body, now)
        setting = self.setting(after, reading.card)
        steps = [
            *self._desk.steps(after, reading.agendas, now, dict.fromkeys(locked)),
            self._store.change(before, after),
            *self._parted(after, plan.after_proposal(after, setting, now), setting, moment, press),
            self._audited("booking.propose", principal, before, after, moment),
        ]
        return self._written(steps, after, now)

    def _other(self, booking: Booking, time: Time, number: int) -> Wanted:
        """Return what a proposed time looks for. Raises InvalidInput at its fields."""

        def wrong(field: str, detail: str) -> InvalidInput:
            return InvalidInput([FieldProblem(f"/times/{number}/{field}", detail)])

        try:
            boutique = self._catalogue.boutique(time.boutique or booking.boutique)
        except NotFound:
            raise wrong("boutique", "is not one of the maison's") from None
        try:
            experience = self._catalogue.experience(time.experience or booking.experience)
        except NotFound:
            raise wrong("experience", "is not one of the maison's") from None
        other = (boutique.id, experience.id) != (booking.boutique, booking.experience)
        if boutique.id not in experience.boutiques:
            raise wrong("experience", "is not offered by this boutique")
        if other and experience.form.needs_address:
            raise wrong("experience", "needs an address")
        if other and experience.form.needs_telephone and not self._telephone(booking):
            raise wrong("experience", "needs a telephone number, and none is known")
        if other and not experience.party.admits(booking.adults, booking.children):
            raise wrong("experience", "is for fewer guests")
        wanted = Wanted(
            boutique, experience, client=booking.client, ref=booking.id, by_staff=True, only=time.advisor or None
        )
        if not wanted.advisors():
            raise wrong("advisor", "does not receive this here")
        return wanted

    def _telephone(self, booking: Booking) -> str:
        contact = self._clients.get(booking.client).contact
        return contact.telephone if contact else ""

    @staticmethod
    def _differ(booking: Booking, times: Sequence[Time], wanted: Sequence[Wanted]) -> None:
        """Raise unless each time differs from the present one and from every other."""
        seen: set[tuple[int, str, str]] = set()
        for number, (time, one) in enumerate(zip(times, wanted, strict=True)):
            what = (time.start, one.boutique.id, one.experience.id)
            if what == (booking.start, booking.boutique, booking.experience):
                raise StateConflict("This appointment is at that time already.")
            if what in seen:
                raise InvalidInput([FieldProblem(f"/times/{number}", "is named twice")])
            seen.add(what)

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


def _elsewhere(booking: Booking, wanted: Wanted) -> Elsewhere | None:
    boutique: Boutique = wanted.boutique
    experience: Experience = wanted.experience
    if (boutique.id, experience.id) == (booking.boutique, booking.experience):
        return None
    return Elsewhere(
        boutique.id,
        experience.id,
        experience.duration,
        experience.before,
        experience.after,
        boutique.zone,
        experience.day_limit is not None,
    )
