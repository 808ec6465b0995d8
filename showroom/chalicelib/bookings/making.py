"""The making of a booking: what is asked for is checked against the experience, a host is chosen, all is written once.

The id is derived from (principal, route, key), so a retry names the same booking: it is looked for before anything
else is judged, and its first answer is given again (rule H6).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.bookings import plan
from chalicelib.bookings.checking import BOOKERS, check
from chalicelib.bookings.codes.model import Code
from chalicelib.bookings.codes.store import CodesSent
from chalicelib.bookings.desk import Choice, Desk, Reading
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.model import PENDING, Booking, State
from chalicelib.bookings.order import Order
from chalicelib.bookings.service import OUTSIDE_HOURS, Bookings
from chalicelib.bookings.store import BookingStore
from chalicelib.boutiques.model import Boutique, Experience
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.zones import tzdata_version
from chalicelib.calendars.agenda import Spot, quota_resource
from chalicelib.calendars.service import Wanted, opening_minutes_after
from chalicelib.clients.model import Client, Contact
from chalicelib.clients.service import Clients
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of, second_of
from chalicelib.foundation.errors import NotFound, QuotaReached
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Step
from chalicelib.foundation.vault import Admission
from chalicelib.identity.model import FOR_A_CLIENT, Principal, Role
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore

MOST_HOLDS = 2
"""Live holds and open requests at a time, for one visitor, one e-mail address, one telephone without such."""


class Making:
    """Makes bookings."""

    def __init__(
        self,
        *,
        bookings: Bookings,
        desk: Desk,
        store: BookingStore,
        sent: CodesSent,
        clients: Clients,
        catalogue: Catalogue,
        notices: NoticeStore,
        nudge: Nudge,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._bookings, self._desk, self._store, self._clients = bookings, desk, store, clients
        self._sent = sent
        self._catalogue, self._notices, self._nudge = catalogue, notices, nudge
        self._audit, self._clock = audit, clock

    def book(self, principal: Principal, order: Order, keyed: Keyed) -> Outcome:
        """Book. Raises InvalidInput, Forbidden, NotFound, SlotTaken (fresh starts), QuotaReached, KeyReused, Busy."""
        experience = self._catalogue.experience(order.experience)
        boutique = self._catalogue.boutique(order.boutique)
        self._check(principal, order, boutique, experience)
        booking_id = keyed.id_for(principal)
        client_id = self._client_id(principal, order, booking_id)
        wanted = Wanted(
            boutique,
            experience,
            language=order.spoken,
            client=client_id,
            by_staff=principal.role not in BOOKERS,
            holder=client_id if order.contact is None else None,
            only=order.advisor,
            length=order.minutes,
            outside=bool(order.details.outside),
        )
        return self._desk.settle(lambda: self._attempt(principal, order, keyed, wanted, booking_id, client_id))

    def _attempt(
        self, principal: Principal, order: Order, keyed: Keyed, wanted: Wanted, booking_id: str, client_id: str
    ) -> Outcome:
        moment = self._clock()
        now = minute_of(moment)
        stranger = order.contact is not None
        visitor, blind = self._quota_holders(principal, order)
        quotas = [
            Spot(quota_resource(kind, holder), 0)
            for kind, holder in (("visitor", visitor), ("contact", blind))
            if holder
        ]
        spots = [*self._desk.spots(wanted, order.start), *quotas]
        reading = self._desk.read(booking_id, client_id, spots, hold_at=None if stranger else now)
        if reading.booking is not None:
            return self._answered(reading.booking, keyed)
        if not stranger and reading.into:
            hers = replace(wanted, client=reading.into, holder=reading.into)
            return self._attempt(principal, order, keyed, hers, booking_id, reading.into)
        if not stranger and not reading.is_open:
            raise NotFound("There is no such client.")
        if order.own:
            wanted = reading.own(wanted)
        first = reading.first(wanted, order.start)
        choice = self._desk.choose(wanted, booking_id, order.start, now, reading.agendas, first)
        state = self._state(principal, wanted.experience)
        if state in PENDING:
            self._within_quota(reading, quotas, now)
        booking = self._drafted(booking_id, client_id, order, wanted, choice, now)
        booking = replace(
            booking,
            state=state,
            visitor=visitor if stranger else None,
            contact=blind if state in PENDING else None,
            code=self._code(state, order, moment),
            expires_at=self._expires(state, wanted, order.start, now),
        ).receipted(booking_id, keyed.body, now)
        return self._kept(principal, order, booking, choice.depends_on, reading, moment)

    @staticmethod
    def _drafted(booking_id: str, client_id: str, order: Order, wanted: Wanted, choice: Choice, now: int) -> Booking:
        """Return what is asked for as a booking, confirmed: what else it may be is for whoever makes it."""
        experience = wanted.experience
        return Booking(
            id=booking_id,
            version=1,
            state=State.CONFIRMED,
            boutique=wanted.boutique.id,
            experience=experience.id,
            start=order.start,
            end=order.start + wanted.duration,
            before=experience.before,
            after=experience.after,
            zone=wanted.boutique.zone,
            tzdata=tzdata_version(),
            advisor=choice.advisor,
            room=choice.room,
            client=client_id,
            language=order.language,
            client_zone=order.client_zone,
            adults=order.adults,
            children=order.children,
            created_at=now,
            limited=experience.day_limit is not None,
            outside=wanted.outside,
            series=order.series,
        )

    def _kept(
        self,
        principal: Principal,
        order: Order,
        booking: Booking,
        depends_on: Iterable[Spot],
        reading: Reading,
        moment: datetime,
        action: str = "booking.create",
    ) -> Outcome:
        """Write a new booking with all that belongs to it in one transaction; the answer shows it as it was written."""
        now, why = minute_of(moment), order.details.outside
        admitted: list[Step] = []
        admission = None
        setting = self._bookings.setting(booking, reading.card)
        if order.contact is not None:
            client, admitted, admission = self._admitted(booking, order.contact)
            setting = replace(setting, channels=client.channels)
        booking = booking.with_sealed(self._store.seal(booking.client, booking.id, order.details, admission))
        notices = plan.after_booking(booking, setting, now)
        steps = [
            *self._desk.steps(booking, reading.agendas, now, depends_on, reading.hold),
            *admitted,
            self._store.create(booking),
            *([self._sent.step(booking.contact, booking.code.issued_at)] if booking.code and booking.contact else []),
            self._notices.create(booking.subject, booking.version, notices, moment),
            self._audit.of(
                action,
                booking.subject,
                principal.actor,
                moment,
                after={**booking.facts(), "why": why} if why else booking.facts(),
                reason=OUTSIDE_HOURS if why else None,
            ),
        ]
        self._desk.commit(steps)
        self._nudge(booking.subject)
        return Outcome(booking, now)

    def _admitted(self, booking: Booking, contact: Contact) -> tuple[Client, list[Step], Admission]:
        """Return the card of somebody new, the steps that write it, and her admission to the vault."""
        return self._clients.provisional(booking.client, contact, booking.language)

    @staticmethod
    def _answered(booking: Booking, keyed: Keyed) -> Outcome:
        answered = booking.answered(booking.id, keyed.body)
        if answered is None:
            raise NotFound("There is nothing here.")
        return Outcome(answered, booking.answered_at(booking.id), replayed=True)

    # ── rules ────────────────────────────────────────────────────────────────────────────────────────────────

    def _check(self, principal: Principal, order: Order, boutique: Boutique, experience: Experience) -> None:
        check(principal, order, boutique, experience, self._catalogue.maison().languages)

    @staticmethod
    def _state(principal: Principal, experience: Experience) -> State:
        """Return the state a new booking begins in. Who has proven her address needs no link; staff answer for her."""
        if principal.role not in BOOKERS or experience.confirmation == "instant":
            return State.CONFIRMED
        if experience.confirmation == "by_associate":
            return State.REQUESTED
        return State.CONFIRMED if principal.role in FOR_A_CLIENT else State.HELD

    @staticmethod
    def _code(state: State, order: Order, moment: datetime) -> Code | None:
        """Return the first code of a hold whose client gave no e-mail address for a link."""
        by_code = state is State.HELD and order.contact is not None and not order.contact.email
        return Code(1, second_of(moment)) if by_code else None

    @staticmethod
    def _expires(state: State, wanted: Wanted, start: int, now: int) -> int | None:
        if state is State.HELD:
            return min(now + wanted.experience.hold_minutes, start)
        if state is State.REQUESTED:
            boutique = wanted.boutique
            return plan.answer_by(
                wanted.experience, start, now, lambda minute, count: opening_minutes_after(boutique, minute, count)
            )
        return None

    @staticmethod
    def _client_id(principal: Principal, order: Order, booking_id: str) -> str:
        if principal.role in FOR_A_CLIENT:
            return principal.subject
        return order.client_id or derived_id("client", booking_id)

    def _quota_holders(self, principal: Principal, order: Order) -> tuple[str | None, str | None]:
        """Whose live holds are counted: the visitor's, and those of the address or the telephone she typed."""
        if principal.role is not Role.VISITOR or order.contact is None:
            return None, None
        return principal.subject, self._clients.blind_contact(order.contact)

    @staticmethod
    def _within_quota(reading: Reading, quotas: Sequence[Spot], now: int) -> None:
        for spot in quotas:
            if len(reading.agendas[spot].live(now)) >= MOST_HOLDS:
                raise QuotaReached("Two appointments already wait for your answer. Please confirm or cancel one first.")
