"""What is shown of bookings: an allow-list for each reader, never a dump of what is stored."""

from __future__ import annotations

from typing import Any

from chalicelib.bookings.model import LIVE, Booking, State
from chalicelib.bookings.reading import BY_CLIENT, target_of
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.video import room_times
from chalicelib.boutiques.model import Boutique, Experience, in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.views import View
from chalicelib.foundation.clock import rfc3339
from chalicelib.identity import permits
from chalicelib.identity.model import Principal, Role


class BoutiqueRef(View):
    """The boutique of a booking."""

    id: str
    name: str
    city: str
    zone: str
    telephone: str


class ExperienceRef(View):
    """The experience of a booking."""

    id: str
    name: str
    kind: str
    place: str
    duration: int


class AdvisorRef(View):
    """Who receives."""

    name: str


class PartyView(View):
    """How many come."""

    adults: int
    children: int


class RoomTimes(View):
    """When the video room lets people in."""

    opens_at: str
    closes_at: str


class PolicyView(View):
    """Until when it can be changed or cancelled, in words and as instants."""

    text: str
    change_until: str
    cancel_until: str
    late: str


class PrivateView(View):
    """What only the client herself and the boutique's staff see."""

    client: dict[str, Any]
    address: dict[str, Any] | None
    note: str
    access_needs: str
    interests: list[str]
    surprise: bool
    on_behalf_of: str


class ProposalView(View):
    """Another time that the house proposes; held until `expires_at`."""

    start: str
    end: str
    advisor: AdvisorRef | None
    expires_at: str


class BookingView(View):
    """One appointment. Times are RFC 3339 with the venue's offset, beside its IANA zone."""

    id: str
    state: str
    version: int
    boutique: BoutiqueRef
    experience: ExperienceRef
    start: str
    end: str
    zone: str
    client_zone: str | None
    advisor: AdvisorRef | None
    language: str
    party: PartyView
    expires_at: str | None
    proposed: ProposalView | None
    late_by: int | None
    room: RoomTimes | None
    can: list[str]
    policy: PolicyView
    first_name: str | None
    private: PrivateView | None


class LastTimeView(View):
    """What she did last time. The advisor is left out where she receives this no longer."""

    experience: ExperienceRef
    boutique: BoutiqueRef
    start: str
    advisor: AdvisorRef | None
    party: PartyView


class LastView(View):
    """As last time, or nothing."""

    last: LastTimeView | None


class BookingList(View):
    """A page of bookings; `after` asks for the next one."""

    items: list[BookingView]
    after: str | None


class DayEntry(View):
    """One taken span of an associate's day; `proposed` when the time is only held for a booking that may move to it."""

    advisor: str
    proposed: bool
    booking: BookingView


class BoutiqueDay(View):
    """A boutique's live bookings on one day, by start."""

    boutique: str
    date: str
    zone: str
    items: list[DayEntry]


class DoorView(View):
    """The door of a video room. `join` lives only in this answer."""

    state: str
    opens_at: str
    closes_at: str
    telephone: str
    provider: str | None
    url: str | None
    join: dict[str, Any] | None


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
            proposed=_proposal(boutique, booking, now),
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
            private=self._private(principal, booking),
        )

    def _private(self, principal: Principal, booking: Booking) -> PrivateView | None:
        found = self._bookings.private(principal, booking)
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

    @staticmethod
    def _can(principal: Principal, booking: Booking, experience: Experience, state: State, now: int) -> list[str]:
        """Return what this reader can do with it now, of the things a page has a button for."""
        by_client = principal.role in BY_CLIENT
        policy = experience.policy
        open_to_change = state in LIVE and now < booking.start
        possible = {
            "confirm": ("booking.confirm_link", state is State.HELD),
            "code": ("booking.confirm_code", state is State.HELD and booking.code is not None),
            "accept": ("booking.accept", state is State.REQUESTED),
            "decline": ("booking.decline", state is State.REQUESTED),
            "reschedule": (
                "booking.reschedule",
                open_to_change and not (by_client and now > booking.start - policy.change_until_minutes),
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
            "propose": ("booking.propose", state is State.CONFIRMED and now < booking.start),
            "answer": ("booking.answer", booking.proposal_at(now) is not None),
            "late": ("booking.late", booking.may_be_late(now, experience.late_grace_minutes)),
            "join": ("booking.join", state is State.CONFIRMED and experience.form.has_room),
        }
        target = target_of(principal, booking)
        return [
            name for name, (action, now_so) in possible.items() if now_so and permits.may(principal, action, target)
        ]


def _advisor(boutique: Boutique, advisor: str) -> AdvisorRef | None:
    return next((AdvisorRef(name=member.name) for member in boutique.staff if member.id == advisor), None)


def _proposal(boutique: Boutique, booking: Booking, now: int) -> ProposalView | None:
    proposal = booking.proposal_at(now)
    if proposal is None:
        return None
    return ProposalView(
        start=rfc3339(proposal.start, booking.zone),
        end=rfc3339(proposal.start + booking.end - booking.start, booking.zone),
        advisor=_advisor(boutique, proposal.advisor),
        expires_at=rfc3339(proposal.expires_at, booking.zone),
    )
