"""HTTP of what the house's people do with appointments."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import HandOverBody
from chalicelib.bookings.calls import answered, keyed, version_of
from chalicelib.bookings.handover import HandingOver
from chalicelib.bookings.shapes import BookingView
from chalicelib.bookings.views import Viewer
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("house")


@dataclass(frozen=True)
class HouseDesk:
    """What these routes need of the house."""

    handing: HandingOver
    viewer: Viewer


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
        call.principal, call.path["booking_id"], keyed(call, "hand-over"), version_of(call), call.body.advisor
    )
    return answered(call, desk.viewer, outcome)
