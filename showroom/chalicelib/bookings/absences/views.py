"""What is shown of absences and closures, and of the appointments they touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.bookings.absences.conflicts import Conflict, Offer
from chalicelib.bookings.absences.resolving import Resolved
from chalicelib.bookings.diary_views import HostedView, hosted_view
from chalicelib.bookings.hosted import Hosting
from chalicelib.bookings.shapes import BookingView
from chalicelib.bookings.views import Viewer
from chalicelib.boutiques.model import in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.bodies import AbsenceView
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View
from chalicelib.http.problems import document
from chalicelib.identity.model import Principal


class ReceiverView(View):
    """Who would receive her."""

    id: str
    name: str


class OfferView(View):
    """One thing that an appointment could become: `way` is colleague, video, sister or time."""

    way: str
    start: str
    boutique: str
    experience: str
    advisor: ReceiverView | None


class ConflictView(View):
    """A live appointment that is touched, and what can be offered, the least change first.

    `proposed` when only a time that was proposed to her lies there.
    """

    booking: BookingView
    advisor: str
    proposed: bool
    offers: list[OfferView]


class ConflictList(View):
    """Every appointment that is touched, by start, and what is hosted then: who else hosts is for its planner."""

    items: list[ConflictView]
    hosted: list[HostedView]


class SavedView(View):
    """What was kept, what it touches, and after how many seconds to look again: by then every process has seen it."""

    kept: AbsenceView
    conflicts: list[ConflictView]
    hosted: list[HostedView]
    again_in_seconds: int


class ClosureList(View):
    """What the manager has closed, by start."""

    items: list[AbsenceView]


class ResolvedView(View):
    """What became of one appointment: the appointment after it, or the problem for which it stayed as it was."""

    booking_id: str
    done: bool
    replayed: bool
    booking: BookingView | None
    problem: dict[str, Any] | None


class ResolvedList(View):
    """What became of each, in the order of the choices."""

    items: list[ResolvedView]


class ConflictViewer:
    """Writes conflicts for a reader, with names as the boutique's day shows them."""

    def __init__(self, viewer: Viewer, catalogue: Catalogue) -> None:
        self._viewer, self._catalogue = viewer, catalogue

    def many(self, principal: Principal, found: Sequence[Conflict], now: int) -> list[ConflictView]:
        """Return conflicts as `principal` may see them at minute `now`."""
        return [
            ConflictView(
                booking=self._viewer.booking(principal, each.booking, now),
                advisor=each.advisor,
                proposed=each.proposed,
                offers=[self._offer(offer) for offer in each.offers],
            )
            for each in found
        ]

    def hosted(self, boutique_id: str, found: Iterable[Hosting], languages: Iterable[str]) -> list[HostedView]:
        """Return what is hosted, in the reader's language as far as the house speaks it."""
        maison, zone = self._catalogue.maison(), self._catalogue.boutique(boutique_id).zone
        language = maison.speaks(*languages)

        def said(text: Mapping[str, str]) -> str:
            return in_language(text, language, maison.default_language)

        return [hosted_view(one, zone, said) for one in found]

    def resolved(self, principal: Principal, one: Resolved) -> ResolvedView:
        """Return what became of one choice."""
        done = one.outcome
        return ResolvedView(
            booking_id=one.booking,
            done=done is not None,
            replayed=done is not None and done.replayed,
            booking=self._viewer.booking(principal, done.booking, done.at) if done else None,
            problem=document(one.refusal) if one.refusal else None,
        )

    def _offer(self, offer: Offer) -> OfferView:
        boutique = self._catalogue.boutique(offer.boutique)
        who = ReceiverView(id=offer.advisor, name=boutique.member(offer.advisor).name) if offer.advisor else None
        return OfferView(
            way=offer.way,
            start=rfc3339(offer.start, boutique.zone),
            boutique=offer.boutique,
            experience=offer.experience,
            advisor=who,
        )
