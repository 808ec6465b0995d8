"""HTTP of what the house's people do with appointments."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import HandOverBody, OptionsBody
from chalicelib.bookings.calls import answered, contact_of, keyed, version_of
from chalicelib.bookings.details import Details
from chalicelib.bookings.handover import HandingOver
from chalicelib.bookings.house_bodies import ResizeBody, WalkInBody
from chalicelib.bookings.lengths import Resizing
from chalicelib.bookings.options import Option, Options
from chalicelib.bookings.order import Order
from chalicelib.bookings.shapes import BookingView
from chalicelib.bookings.views import Viewer
from chalicelib.bookings.walkins import WalkIns
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.http.declare import Answer, Call, Routes
from chalicelib.identity import permits
from chalicelib.identity.permits import Target

routes = Routes("house")


@dataclass(frozen=True)
class HouseDesk:
    """What these routes need of the house."""

    handing: HandingOver
    options: Options
    walk_ins: WalkIns
    resizing: Resizing
    viewer: Viewer
    catalogue: Catalogue


@routes.post(
    "/v1/bookings/{booking_id}/hand-over",
    action="booking.hand_over",
    body=HandOverBody,
    answers=BookingView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def hand_over(call: Call, desk: HouseDesk) -> Answer:
    """Let a colleague receive her at the same hour; she is told the new name once."""
    outcome = desk.handing.hand_over(
        call.principal,
        call.path["booking_id"],
        keyed(call, "hand-over"),
        version_of(call),
        call.body.advisor,
        call.body.outside or "",
    )
    return answered(call, desk.viewer, outcome)


@routes.post(
    "/v1/boutiques/{boutique_id}/options",
    action="booking.offer",
    body=OptionsBody,
    answers=BookingView,
    status=201,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def offer(call: Call, desk: HouseDesk) -> Answer:
    """Keep up to three times for a client to choose from; her letter has one link to all of them."""
    body: OptionsBody = call.body
    boutique = call.path["boutique_id"]
    permits.require(call.principal, "booking.offer", Target(boutique=boutique))
    options = [Option(parse_rfc3339(one.start), one.advisor) for one in body.times]
    order = Order(
        boutique=boutique,
        experience=body.experience,
        start=options[0].start,
        language=body.language,
        adults=body.party.adults,
        children=body.party.children,
        spoken=body.advisor_language,
        contact=contact_of(body.client, desk.catalogue.boutique(boutique).country) if body.client else None,
        client_id=body.client_id,
        details=Details(note=body.note),
    )
    key = keyed(call, f"options:{boutique}")
    outcome = desk.options.offer(call.principal, order, options, body.hours * 60, key)
    answer = answered(call, desk.viewer, outcome)
    where = f"/v1/bookings/{outcome.booking.id}"
    return Answer(answer.body, 201, answer.version, location=where, replayed=outcome.replayed)


@routes.post(
    "/v1/boutiques/{boutique_id}/walk-ins",
    action="booking.walk_in",
    also=("booking.outside",),
    body=WalkInBody,
    answers=BookingView,
    status=201,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def walk_in(call: Call, desk: HouseDesk) -> Answer:
    """Receive a client who has come in: an appointment that begins now. Nothing is sent to her."""
    body: WalkInBody = call.body
    boutique = call.path["boutique_id"]
    permits.require(call.principal, "booking.walk_in", Target(boutique=boutique))
    order = Order(
        boutique=boutique,
        experience=body.experience,
        start=0,
        minutes=body.minutes,
        language=body.language,
        adults=body.party.adults,
        children=body.party.children,
        advisor=body.advisor,
        contact=contact_of(body.client, desk.catalogue.boutique(boutique).country) if body.client else None,
        client_id=body.client_id,
        details=Details(note=body.note, outside=body.outside or ""),
    )
    outcome = desk.walk_ins.receive(call.principal, order, keyed(call, f"walk-in:{boutique}"))
    answer = answered(call, desk.viewer, outcome)
    where = f"/v1/bookings/{outcome.booking.id}"
    return Answer(answer.body, 201, answer.version, location=where, replayed=outcome.replayed)


@routes.post(
    "/v1/bookings/{booking_id}/resize",
    action="booking.resize",
    body=ResizeBody,
    answers=BookingView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def resize(call: Call, desk: HouseDesk) -> Answer:
    """Let an appointment last longer or less long, from the same start."""
    body: ResizeBody = call.body
    key = keyed(call, "resize")
    outcome = desk.resizing.resize(
        call.principal, call.path["booking_id"], key, version_of(call), body.minutes, body.outside or ""
    )
    return answered(call, desk.viewer, outcome)
