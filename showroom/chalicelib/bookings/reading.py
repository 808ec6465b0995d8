"""Reading bookings: who may see one, what of it, and what every change needs to know around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from chalicelib.bookings import plan
from chalicelib.bookings.details import Details
from chalicelib.bookings.model import Booking
from chalicelib.bookings.store import BookingStore
from chalicelib.boutiques.model import Experience
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.service import Wanted, opening_minutes_after
from chalicelib.clients.model import Client
from chalicelib.clients.service import Clients
from chalicelib.clients.store import ClientItem
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.table import Page
from chalicelib.identity import permits
from chalicelib.identity.model import FOR_A_CLIENT, Principal, Role
from chalicelib.identity.permits import NOT_FOUND, Target
from chalicelib.messaging.plan import Quiet

LINKED = frozenset({Role.GUEST, Role.HOST})
BY_CLIENT = FOR_A_CLIENT | {Role.GUEST, Role.VISITOR}
"""Roles bound by the maison's policy on late changes."""

_TOGETHER = 50  # what is opened of one client's is opened while the vault still has her key at hand


class Reading:
    """Finds bookings for those who may see them."""

    def __init__(self, store: BookingStore, clients: Clients, catalogue: Catalogue) -> None:
        self._store, self._clients, self._catalogue = store, clients, catalogue

    def get(self, principal: Principal, booking_id: str, action: str = "booking.read") -> Booking:
        """Return a booking that the principal may act on. Raises NotFound for every other, existing or not."""
        permits.admit(principal, action)
        booking = self._store.get(booking_id)
        if booking is None:
            raise NotFound(NOT_FOUND)
        return self._allowed(principal, booking, action)

    def of_client(self, principal: Principal, limit: int, start: Mapping[str, Any] | None) -> Page:
        """Return one page of the principal's own bookings, latest start first."""
        permits.require(principal, "booking.list_own", Target(owner=principal.subject))
        return self._store.of_client(principal.subject, limit, start)

    def private(self, principal: Principal, booking: Booking) -> tuple[Client, Details] | None:
        """Return the client and the details of a booking to whoever may see them, else None (also once erased)."""
        if not permits.may(principal, "booking.read_private", target_of(principal, booking)):
            return None
        try:
            return self._clients.get(booking.client), self._store.open(booking)
        except NotFound:
            return None

    def privates(self, principal: Principal, bookings: Sequence[Booking]) -> dict[str, tuple[Client, Details]]:
        """Return the same of many bookings by id, of those whose client and details she may see, in few calls.

        Her cards are read eventually consistent: for showing lists, never for deciding.
        """
        hers = [one for one in bookings if permits.may(principal, "booking.read_private", target_of(principal, one))]
        found: dict[str, tuple[Client, Details]] = {}
        for start in range(0, len(hers), _TOGETHER):
            some = hers[start : start + _TOGETHER]
            cards = self._clients.opened(one.client for one in some)
            for one in some:
                with suppress(NotFound):
                    found |= {one.id: (cards[one.client], self._store.open(one))} if one.client in cards else {}
        return found

    def first_name(self, booking: Booking) -> str | None:
        """Return the given name on the card, all that a forwarded link may show of her."""
        try:
            contact = self._clients.get(booking.client).contact
        except NotFound:
            return None
        return contact.name.given or None if contact else None

    def _allowed(self, principal: Principal, booking: Booking, action: str) -> Booking:
        permits.require(principal, action, target_of(principal, booking))
        if principal.role in LINKED and principal.link_version != booking.link_version:
            raise NotFound(NOT_FOUND)
        if principal.role is Role.HOST and not self._answers_for(principal, booking):
            raise NotFound(NOT_FOUND)
        return booking

    def _answers_for(self, principal: Principal, booking: Booking) -> bool:
        """Say whether the link in a host's letter still has force: she receives, or answers for whoever does.

        Once the appointment is a colleague's, the letters that the former host has open nothing any more; nor do those
        of somebody who leaves the house.
        """
        boutique = self._catalogue.boutique(booking.boutique)
        deputies = {member.deputy for member in boutique.staff if member.id == booking.advisor}
        manager = boutique.manager()
        answering = {booking.advisor, *deputies, manager.id if manager else None}
        answering -= {member.id for member in (*boutique.staff, *boutique.former) if member.leaving}
        return principal.subject.removeprefix("host:") in answering

    def _opening_after(self, booking: Booking) -> plan.OpeningAfter:
        boutique = self._catalogue.boutique(booking.boutique)
        return lambda minute, count: opening_minutes_after(boutique, minute, count)

    def wanted(self, booking: Booking, *, by_staff: bool = False) -> Wanted:
        """Return what a booking looks for, its own time left aside."""
        return Wanted(
            self._catalogue.boutique(booking.boutique),
            self._catalogue.experience(booking.experience),
            client=booking.client,
            ref=booking.id,
            by_staff=by_staff,
            holder=None if by_staff else booking.client,
            length=booking.end - booking.start,
        )

    def setting(self, booking: Booking, card: ClientItem | None) -> plan.Setting:
        """Return what the plan of a booking's notices depends on."""
        experience: Experience = self._catalogue.experience(booking.experience)
        hours = self._catalogue.maison().quiet_hours
        hers = booking.client_zone if experience.form.clock == "client" else None
        return plan.Setting(
            experience=experience,
            channels=tuple(card.channels) if card else (),
            zone=hers or booking.zone,
            quiet=Quiet(_minutes(hours.start), _minutes(hours.end)),
            opening_after=self._opening_after(booking),
            elsewhere=bool(card and card.advisor and card.boutique and card.boutique != booking.boutique),
        )


def target_of(principal: Principal, booking: Booking) -> Target:
    """Return a booking as permits see it: it is its client's, and its visitor's until the client's card is proven."""
    owner = booking.visitor if principal.role is Role.VISITOR else booking.client
    return Target(owner=owner, boutique=booking.boutique, booking=booking.id, host=booking.advisor)


def _minutes(clock: Any) -> int:
    return int(clock.hour) * 60 + int(clock.minute)
