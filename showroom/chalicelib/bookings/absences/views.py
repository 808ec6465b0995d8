"""What is shown of absences and closures, and of the appointments they touch."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.bookings.absences.conflicts import Conflict, Offer
from chalicelib.bookings.shapes import BookingView
from chalicelib.bookings.views import Viewer
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.bodies import AbsenceView
from chalicelib.calendars.views import View
from chalicelib.foundation.clock import rfc3339
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
    """Every appointment that is touched, by start."""

    items: list[ConflictView]


class SavedView(View):
    """What was kept, what it touches, and after how many seconds to look again: by then every process has seen it."""

    kept: AbsenceView
    conflicts: list[ConflictView]
    again_in_seconds: int


class ClosureList(View):
    """What the manager has closed, by start."""

    items: list[AbsenceView]


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
