"""HTTP of codes: saying the one in her short message, and asking for another."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import CodeBody, EmptyBody
from chalicelib.bookings.calls import answered, keyed
from chalicelib.bookings.confirming import Confirming
from chalicelib.bookings.shapes import BookingView
from chalicelib.bookings.views import Viewer
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("codes")


@dataclass(frozen=True)
class CodeDesk:
    """What these routes need of the house."""

    bookings: Confirming
    viewer: Viewer


@routes.post(
    "/v1/bookings/{booking_id}/code",
    action="booking.confirm_code",
    body=CodeBody,
    answers=BookingView,
    idempotent=True,
    problems=(404, 409, 503),
)
def confirm(call: Call, desk: CodeDesk) -> Answer:
    """Confirm a held appointment by the code in its short message."""
    return answered(
        call,
        desk.viewer,
        desk.bookings.confirm_by_code(call.principal, call.path["booking_id"], keyed(call, "code"), call.body.code),
    )


@routes.post(
    "/v1/bookings/{booking_id}/code/another",
    action="booking.confirm_code",
    body=EmptyBody,
    answers=BookingView,
    idempotent=True,
    problems=(404, 409, 503),
)
def another(call: Call, desk: CodeDesk) -> Answer:
    """Send another code; the one before holds no longer."""
    return answered(
        call, desk.viewer, desk.bookings.another_code(call.principal, call.path["booking_id"], keyed(call, "another"))
    )
