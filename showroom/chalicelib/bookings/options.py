"""Options: up to three times kept for a client on one link, of which she takes one by one press.

offer     the times are held, none of them is an appointment yet; her letter asks      ─┐ one transaction each
answer    "That suits me": it is the appointment, the others are free again             ─┤
          "Another time": all are free again, the host is told                          ─┘
silence   each expires by comparison (rule H1), 72 hours on at the latest; the host is told
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.bookings.desk import Choice
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.making import Making
from chalicelib.bookings.model import Proposal, State
from chalicelib.bookings.order import Order
from chalicelib.calendars.service import Wanted
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import FieldProblem, InvalidInput, NotFound
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target


@dataclass(frozen=True, slots=True)
class Option:
    """A time to choose from: a minute, and the advisor where nobody else will do."""

    start: int
    advisor: str | None = None


class Options(Making):
    """Keeps times for clients to choose from."""

    def offer(
        self, principal: Principal, order: Order, options: Sequence[Option], minutes: int, keyed: Keyed
    ) -> Outcome:
        """Keep up to three times for `minutes`, each at the latest until it begins; the order's start is the first's.

        Raises InvalidInput, NotFound, SlotTaken (fresh starts), KeyReused, Busy, as a booking would.
        """
        permits.require(principal, "booking.offer", Target(boutique=order.boutique))
        boutique, experience = self._catalogue.boutique(order.boutique), self._catalogue.experience(order.experience)
        self._check(principal, order, boutique, experience)
        booking_id = keyed.id_for(principal)
        client_id = self._client_id(principal, order, booking_id)
        wanted = Wanted(boutique, experience, language=order.spoken, client=client_id, ref=booking_id, by_staff=True)
        pairs = [(replace(wanted, only=option.advisor), option.start) for option in options]
        self._differ(pairs)
        return self._desk.settle(lambda: self._offer(principal, order, pairs, minutes, keyed, booking_id, client_id))

    def _offer(
        self,
        principal: Principal,
        order: Order,
        pairs: Sequence[tuple[Wanted, int]],
        minutes: int,
        keyed: Keyed,
        booking_id: str,
        client_id: str,
    ) -> Outcome:
        moment = self._clock()
        now = minute_of(moment)
        spots = [spot for wanted, start in pairs for spot in self._desk.spots(wanted, start)]
        reading = self._desk.read(booking_id, client_id, spots)
        if reading.booking is not None:
            return self._answered(reading.booking, keyed)
        if order.contact is None and reading.into:
            pairs = [(replace(wanted, client=reading.into), start) for wanted, start in pairs]
            return self._offer(principal, order, pairs, minutes, keyed, booking_id, reading.into)
        if order.contact is None and not reading.is_open:
            raise NotFound(NOT_FOUND)
        choices: list[Choice] = []
        for wanted, start in pairs:
            first = reading.first(wanted, start)
            choices.append(self._desk.choose(wanted, booking_id, start, now, reading.agendas, first))
        proposals = tuple(
            Proposal(start, choice.advisor, choice.room, min(now + minutes, start))
            for choice, (_, start) in zip(choices, pairs, strict=True)
        )
        booking = self._drafted(booking_id, client_id, order, pairs[0][0], choices[0], now)
        expires = max(one.expires_at for one in proposals)
        booking = replace(booking, state=State.HELD, proposals=proposals, expires_at=expires)
        booking = booking.receipted(booking_id, keyed.body, now)
        locked = dict.fromkeys(spot for choice in choices for spot in choice.depends_on)
        return self._kept(principal, order, booking, locked, reading, moment, "booking.offer")

    @staticmethod
    def _differ(pairs: Sequence[tuple[Wanted, int]]) -> None:
        starts = [start for _, start in pairs]
        for number, (wanted, start) in enumerate(pairs):
            if start in starts[:number]:
                raise InvalidInput([FieldProblem(f"/times/{number}", "is named twice")])
            if not wanted.advisors():
                raise InvalidInput([FieldProblem(f"/times/{number}/advisor", "does not receive this here")])
