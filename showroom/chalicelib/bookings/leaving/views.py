"""What is shown of somebody's leaving: where it stands, and one list of what she still has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.bookings.absences.conflicts import Conflicts
from chalicelib.bookings.absences.views import ConflictViewer, ReceiverView, ResolvedView
from chalicelib.bookings.diary_views import HostedView
from chalicelib.bookings.hosted import Hosting
from chalicelib.bookings.leaving.had import BOOKING, CLIENT, HOSTED, QUIET, Holdings, Mark, with_her
from chalicelib.bookings.leaving.service import GivenAway, Standing
from chalicelib.bookings.model import Booking
from chalicelib.bookings.shapes import BookingView
from chalicelib.bookings.views import Viewer
from chalicelib.boutiques.model import Boutique
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.advised.service import AdvisedClients
from chalicelib.clients.model import Client
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View
from chalicelib.http.problems import document
from chalicelib.identity.model import Principal


class LeftView(View):
    """How many clients are hers still, and how many appointments and held times name her."""

    clients: int
    bookings: int


class HeldView(View):
    """A time that is only held with her: where, and what. `number` is that of the proposal, 0 for its own time."""

    number: int
    boutique: str
    experience: str
    start: str


class TheirsView(View):
    """A client who is her own."""

    id: str
    name: str
    language: str
    boutique: str | None


class LineView(View):
    """One line. `what` is `booking`, `hosted`, `quiet` (a time kept while a client decides, until then) or `client`.

    What is hosted is given to another host where it is planned; a quiet time lapses at `until`.
    Of a booking, `hers` says that she receives it herself; `held` are times of it that are only held with her;
    `colleagues` could receive it at its hour. Of a client, they are everybody who could be her advisor.
    """

    what: str
    booking: BookingView | None = None
    hers: bool = False
    held: tuple[HeldView, ...] = ()
    hosted: HostedView | None = None
    client: TheirsView | None = None
    until: str | None = None
    colleagues: list[ReceiverView]


class LeavingView(View):
    """Where her leaving stands: `state` is `stays`, `leaving` or `left`; `may` names what can be done about it now.

    `wait_seconds`: finishing is refused until then. `deputy_of`: whose deputy she was; nobody is in her place.
    """

    id: str
    name: str
    state: str
    since: str | None
    left_at: str | None
    wait_seconds: int
    left: LeftView
    deputy_of: list[ReceiverView]
    colleagues: list[ReceiverView]
    may: list[str]
    items: list[LineView]
    after: str | None


class GivenAwayView(View):
    """What became of one client: handed over, or the problem for which she was not."""

    client_id: str
    done: bool
    replayed: bool
    problem: dict[str, Any] | None


class HandedOverView(View):
    """What became of each line, in the order in which they were sent, and what is left."""

    clients: list[GivenAwayView]
    bookings: list[ResolvedView]
    left: LeftView


class LeavingViewer:
    """Writes leavings for whoever sees somebody off."""

    def __init__(
        self,
        viewer: Viewer,
        holdings: Holdings,
        conflicts: Conflicts,
        absences: ConflictViewer,
        advised: AdvisedClients,
        catalogue: Catalogue,
    ) -> None:
        self._viewer, self._holdings, self._conflicts, self._absences = viewer, holdings, conflicts, absences
        self._advised, self._catalogue = advised, catalogue

    def standing(
        self,
        principal: Principal,
        found: Standing,
        page: Sequence[Mark],
        after: str | None,
        now: int,
        languages: Sequence[str],
    ) -> LeavingView:
        """Return where a leaving stands, with one page of what she has."""
        zone, leaving = found.boutique.zone, found.leaving
        left = leaving.left if leaving else None
        return LeavingView(
            id=found.member.id,
            name=found.member.name,
            state="stays" if leaving is None else "leaving" if left is None else "left",
            since=rfc3339(leaving.since // 60, zone) if leaving else None,
            left_at=rfc3339(left, zone) if left is not None else None,
            wait_seconds=found.wait_seconds,
            left=LeftView(clients=found.had.clients, bookings=found.had.bookings),
            deputy_of=_receivers(found.boutique, found.deputy_of),
            colleagues=_receivers(found.boutique, found.colleagues),
            may=list(found.may),
            items=list(self._lines(principal, found, page, now, languages)),
            after=after,
        )

    def given(self, one: GivenAway) -> GivenAwayView:
        """Return what became of one client."""
        problem = document(one.refusal) if one.refusal else None
        return GivenAwayView(client_id=one.client, done=problem is None, replayed=one.replayed, problem=problem)

    def _lines(
        self, principal: Principal, found: Standing, page: Sequence[Mark], now: int, languages: Sequence[str]
    ) -> Iterable[LineView]:
        hosted = self._holdings.hosted(page)
        bookings = self._holdings.bookings(page)
        clients = self._advised.shown(mark.id for mark in page if mark.kind == CLIENT)
        about = {key: self._about(one, found.member.id, now) for key, one in bookings.items()}
        able = dict(zip(about, self._conflicts.colleagues([one for one, _ in about.values()], now), strict=True))
        everybody = _receivers(found.boutique, found.colleagues)
        for mark in page:
            if mark.kind == QUIET:
                until = rfc3339(mark.until, found.boutique.zone)
                yield LineView(what="quiet", until=until, colleagues=[])
            elif mark.kind == HOSTED and mark.id in hosted:
                hosting = Hosting(hosted[mark.id], found.member.id)
                (view,) = self._absences.hosted(found.boutique.id, [hosting], languages)
                yield LineView(what="hosted", hosted=view, colleagues=[])
            elif mark.kind == BOOKING and mark.id in bookings:
                booking, (place, hers) = bookings[mark.id], about[mark.id]
                yield LineView(
                    what="booking",
                    booking=self._viewer.booking(principal, booking, now),
                    hers=hers,
                    held=self._held(booking, found.member.id, now),
                    colleagues=_receivers(self._catalogue.boutique(place.boutique), able[mark.id]),
                )
            elif mark.kind == CLIENT:
                yield LineView(what="client", client=_theirs(mark.id, clients), colleagues=everybody)

    @staticmethod
    def _about(booking: Booking, staff_id: str, now: int) -> tuple[Booking, bool]:
        """Return what a colleague would receive, and whether it is the appointment itself."""
        hers, held = with_her(booking, staff_id, now)
        return (booking, True) if hers or not held else (next(iter(held.values())), False)

    @staticmethod
    def _held(booking: Booking, staff_id: str, now: int) -> tuple[HeldView, ...]:
        return tuple(
            HeldView(
                number=number, boutique=one.boutique, experience=one.experience, start=rfc3339(one.start, one.zone)
            )
            for number, one in with_her(booking, staff_id, now)[1].items()
        )


def _theirs(client_id: str, clients: Mapping[str, Client]) -> TheirsView:
    """A client with her name; without one where her card does not open any more."""
    client = clients.get(client_id)
    name = client.contact.name.display if client and client.contact else ""
    return TheirsView(
        id=client_id,
        name=name,
        language=client.language if client else "",
        boutique=client.boutique if client else None,
    )


def _receivers(boutique: Boutique, ids: Iterable[str]) -> list[ReceiverView]:
    return [ReceiverView(id=one, name=boutique.member(one).name) for one in ids]
