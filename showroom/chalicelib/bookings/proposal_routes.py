"""HTTP between booking and meeting: another time from the house and her answer, running late, as last time."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import AnswerBody, LateBody, ProposalBody
from chalicelib.bookings.calls import answered, keyed, version_of
from chalicelib.bookings.last import Lately
from chalicelib.bookings.proposals import Proposals, Time
from chalicelib.bookings.shapes import AdvisorRef, BookingView, LastTimeView, LastView, PartyView
from chalicelib.bookings.views import Viewer
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.clock import parse_rfc3339, rfc3339
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("proposals")


@dataclass(frozen=True)
class ProposalDesk:
    """What these routes need of the house."""

    proposals: Proposals
    lately: Lately
    viewer: Viewer
    catalogue: Catalogue


@routes.post(
    "/v1/bookings/{booking_id}/propose",
    action="booking.propose",
    body=ProposalBody,
    answers=BookingView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def propose(call: Call, desk: ProposalDesk) -> Answer:
    """Propose up to three times for a confirmed booking; it keeps its own until she answers."""
    body: ProposalBody = call.body
    times = [Time(parse_rfc3339(one.start), one.boutique, one.experience, one.advisor) for one in body.times]
    key, version = keyed(call, "propose"), version_of(call)
    outcome = desk.proposals.propose(call.principal, call.path["booking_id"], key, version, times, must=body.must)
    return answered(call, desk.viewer, outcome)


@routes.post(
    "/v1/bookings/{booking_id}/answer",
    action="booking.answer",
    body=AnswerBody,
    answers=BookingView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 503),
)
def answer(call: Call, desk: ProposalDesk) -> Answer:
    """Answer what is proposed: one suits, and the booking moves; or another, and the proposed times are let go."""
    body: AnswerBody = call.body
    key, version, suits = keyed(call, "answer"), version_of(call), body.answer == "suits"
    outcome = desk.proposals.answer(
        call.principal, call.path["booking_id"], key, version, suits=suits, number=body.number
    )
    return answered(call, desk.viewer, outcome)


@routes.post(
    "/v1/bookings/{booking_id}/late",
    action="booking.late",
    body=LateBody,
    answers=BookingView,
    idempotent=True,
    problems=(404, 409, 503),
)
def late(call: Call, desk: ProposalDesk) -> Answer:
    """Say that she is running late; her host is told at once."""
    minutes = call.body.minutes
    return answered(
        call,
        desk.viewer,
        desk.proposals.running_late(call.principal, call.path["booking_id"], keyed(call, "late"), minutes),
    )


@routes.get("/v1/bookings/last", action="booking.list_own", answers=LastView)
def last(call: Call, desk: ProposalDesk) -> LastView:
    """Tell a known client what she did last time, as far as it is still offered."""
    found = desk.lately.last(call.principal)
    if found is None:
        return LastView(last=None)
    language = desk.catalogue.maison().speaks(*call.languages)
    return LastView(
        last=LastTimeView(
            experience=desk.viewer.experience(found.experience, language),
            boutique=desk.viewer.boutique(found.boutique, language),
            start=rfc3339(found.start, found.boutique.zone),
            advisor=AdvisorRef(name=found.boutique.member(found.advisor).name) if found.advisor else None,
            party=PartyView(adults=found.adults, children=found.children),
        )
    )
