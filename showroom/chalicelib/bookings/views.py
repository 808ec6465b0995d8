"""What is shown of bookings: an allow-list for each reader, never a dump of what is stored."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.bookings.details import Details
from chalicelib.bookings.model import LIVE, Booking, Proposal, State
from chalicelib.bookings.reading import BY_CLIENT, target_of
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.shapes import (
    AdvisorRef,
    BookingView,
    BoutiqueRef,
    ExperienceRef,
    HouseView,
    PartyView,
    PolicyView,
    PrivateView,
    ProposalView,
    RoomTimes,
)
from chalicelib.bookings.video import room_times
from chalicelib.boutiques.model import Boutique, Experience, in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.model import Client
from chalicelib.foundation.clock import rfc3339
from chalicelib.identity import permits
from chalicelib.identity.model import Principal, Role


class Viewer:
    """Writes bookings for a reader."""

    def __init__(self, bookings: Bookings, catalogue: Catalogue) -> None:
        self._bookings, self._catalogue = bookings, catalogue

    def boutique(self, boutique: Boutique, language: str) -> BoutiqueRef:
        """Return a boutique as bookings name it."""
        city = in_language(boutique.city, language, self._catalogue.maison().default_language)
        return BoutiqueRef(
            id=boutique.id, name=boutique.name, city=city, zone=boutique.zone, telephone=boutique.telephone
        )

    def experience(self, experience: Experience, language: str) -> ExperienceRef:
        """Return an experience as bookings name it."""
        return ExperienceRef(
            id=experience.id,
            name=in_language(experience.name, language, self._catalogue.maison().default_language),
            kind=experience.kind,
            place=experience.form.place,
            duration=experience.duration,
        )

    def booking(self, principal: Principal, booking: Booking, now: int) -> BookingView:
        """Return a booking as `principal` may see it at minute `now`."""
        return self._view(principal, booking, self._bookings.private(principal, booking), now)

    def bookings(self, principal: Principal, bookings: Iterable[Booking], now: int) -> list[BookingView]:
        """Return bookings as `principal` may see them at minute `now`; what is personal is read for all together."""
        listed = list(bookings)
        private = self._bookings.privates(principal, list({one.id: one for one in listed}.values()))
        return [self._view(principal, one, private.get(one.id), now) for one in listed]

    def _view(
        self, principal: Principal, booking: Booking, private: tuple[Client, Details] | None, now: int
    ) -> BookingView:
        boutique = self._catalogue.boutique(booking.boutique)
        experience = self._catalogue.experience(booking.experience)
        maison = self._catalogue.maison()
        state = booking.state_at(now)
        times = room_times(booking, experience)
        policy = experience.policy

        def said(text: dict[str, str]) -> str:
            return in_language(text, booking.language, maison.default_language)

        def instant(minute: int) -> str:
            return rfc3339(minute, booking.zone)

        return BookingView(
            id=booking.id,
            state=state.value,
            version=booking.version,
            boutique=self.boutique(boutique, booking.language),
            experience=self.experience(experience, booking.language),
            start=instant(booking.start),
            end=instant(booking.end),
            zone=booking.zone,
            client_zone=booking.client_zone,
            advisor=_advisor(boutique, booking.advisor),
            language=booking.language,
            party=PartyView(adults=booking.adults, children=booking.children),
            expires_at=instant(booking.expires_at) if booking.expires_at is not None and state in LIVE else None,
            proposals=[self._proposal(booking, number, one) for number, one in booking.offered_at(now).items()],
            to_be_moved=booking.to_be_moved,
            late_by=booking.late_by,
            room=RoomTimes(opens_at=instant(times[0]), closes_at=instant(times[1]))
            if times and state is State.CONFIRMED
            else None,
            can=self._can(principal, booking, experience, state, now),
            policy=PolicyView(
                text=said(policy.text),
                change_until=instant(booking.start - policy.change_until_minutes),
                cancel_until=instant(booking.start - policy.cancel_until_minutes),
                late=policy.late,
            ),
            first_name=self._bookings.first_name(booking) if principal.role is Role.GUEST else None,
            private=_private(private),
            house=_house(principal, booking, private),
        )

    def _proposal(self, booking: Booking, number: int, proposal: Proposal) -> ProposalView:
        would = booking.as_proposed(proposal)
        boutique = self._catalogue.boutique(would.boutique)
        return ProposalView(
            number=number,
            start=rfc3339(would.start, would.zone),
            end=rfc3339(would.end, would.zone),
            zone=would.zone,
            boutique=self.boutique(boutique, booking.language),
            experience=self.experience(self._catalogue.experience(would.experience), booking.language),
            advisor=_advisor(boutique, would.advisor),
            expires_at=rfc3339(proposal.expires_at, booking.zone),
        )

    @staticmethod
    def _can(principal: Principal, booking: Booking, experience: Experience, state: State, now: int) -> list[str]:
        """Return what this reader can do with it now, of the things a page has a button for."""
        by_client = principal.role in BY_CLIENT
        policy = experience.policy
        open_to_change = state in LIVE and now < booking.start
        possible = {
            "confirm": ("booking.confirm_link", state is State.HELD and not booking.proposals),
            "code": ("booking.confirm_code", state is State.HELD and booking.code is not None),
            "accept": ("booking.accept", state is State.REQUESTED),
            "decline": ("booking.decline", state is State.REQUESTED),
            "reschedule": (
                "booking.reschedule",
                open_to_change
                and not booking.is_options
                and (not by_client or booking.to_be_moved or now <= booking.start - policy.change_until_minutes),
            ),
            "cancel": (
                "booking.cancel",
                state in LIVE
                and now < booking.end
                and not (
                    by_client and policy.late == "telephone" and now > booking.start - policy.cancel_until_minutes
                ),
            ),
            "hand_over": ("booking.hand_over", state in LIVE - {State.HELD} and now < booking.start),
            "resize": ("booking.resize", state in {State.REQUESTED, State.CONFIRMED, State.DONE} and now < booking.end),
            "propose": ("booking.propose", state is State.CONFIRMED and now < booking.start),
            "answer": ("booking.answer", bool(booking.offered_at(now))),
            "late": ("booking.late", booking.may_be_late(now, experience.late_grace_minutes)),
            "join": ("booking.join", state is State.CONFIRMED and experience.form.has_room),
        }
        target = target_of(principal, booking)
        return [
            name for name, (action, now_so) in possible.items() if now_so and permits.may(principal, action, target)
        ]


def _private(found: tuple[Client, Details] | None) -> PrivateView | None:
    if found is None or found[0].contact is None:
        return None
    client, details = found
    document = client.contact.document() if client.contact else {}
    return PrivateView(
        client=document,
        address=dict(details.address) if details.address else None,
        note=details.note,
        access_needs=details.access_needs,
        interests=list(details.interests),
        surprise=details.surprise,
        on_behalf_of=details.on_behalf_of,
    )


def _advisor(boutique: Boutique, advisor: str) -> AdvisorRef | None:
    known = (*boutique.staff, *boutique.former)
    return next((AdvisorRef(name=member.name) for member in known if member.id == advisor), None)


def _house(principal: Principal, booking: Booking, found: tuple[Client, Details] | None) -> HouseView | None:
    if principal.role in BY_CLIENT or not permits.may(principal, "booking.read_private", target_of(principal, booking)):
        return None
    why = found[1].outside if found else ""
    return HouseView(outside=why if booking.outside else None, walk_in=booking.walk_in, series=booking.series)
