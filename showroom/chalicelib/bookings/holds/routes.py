"""HTTP of quiet holds: one route, which tells until when."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import HoldBody
from chalicelib.bookings.calls import keyed
from chalicelib.bookings.holds.service import QuietHolds
from chalicelib.bookings.order import Order
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.clock import parse_rfc3339, rfc3339
from chalicelib.http.bodies import View
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("holds")


class HoldView(View):
    """Until when the time is kept, RFC 3339 with the venue's offset; from that minute on it is kept no more."""

    expires_at: str


@dataclass(frozen=True)
class HoldDesk:
    """What these routes need of the house."""

    holds: QuietHolds
    catalogue: Catalogue


@routes.post(
    "/v1/holds",
    action="hold.create",
    body=HoldBody,
    answers=HoldView,
    status=201,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def hold(call: Call, desk: HoldDesk) -> Answer:
    """Keep a time for ten minutes while a known client fills in her details; it replaces one kept before."""
    body: HoldBody = call.body
    order = Order(
        boutique=body.boutique,
        experience=body.experience,
        start=parse_rfc3339(body.start),
        language=body.language or desk.catalogue.maison().default_language,
        adults=body.party.adults,
        children=body.party.children,
        spoken=body.advisor_language,
        own=body.advisor is not None,
    )
    expires_at, replayed = desk.holds.place(call.principal, order, keyed(call, "hold"))
    zone = desk.catalogue.boutique(order.boutique).zone
    return Answer(HoldView(expires_at=rfc3339(expires_at, zone)), 201, replayed=replayed)
