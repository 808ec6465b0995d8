"""HTTP of series: appointments that recur, each a booking of its own."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import EmptyBody
from chalicelib.bookings.calls import keyed
from chalicelib.bookings.details import Details
from chalicelib.bookings.house_bodies import SeriesBody
from chalicelib.bookings.order import Order
from chalicelib.bookings.series import Series
from chalicelib.bookings.shapes import RefusedView, RestView, SeriesView
from chalicelib.bookings.views import Viewer
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.clock import Clock, minute_of, parse_rfc3339, rfc3339
from chalicelib.http.declare import Call, Routes

routes = Routes("series")


@dataclass(frozen=True)
class SeriesDesk:
    """What these routes need of the house."""

    series: Series
    viewer: Viewer
    catalogue: Catalogue
    clock: Clock


@routes.post(
    "/v1/boutiques/{boutique_id}/series",
    action="booking.repeat",
    body=SeriesBody,
    answers=SeriesView,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def make(call: Call, desk: SeriesDesk) -> SeriesView:
    """Book appointments that recur; dates that are not to be had are listed, the others are made."""
    body: SeriesBody = call.body
    boutique = call.path["boutique_id"]
    key = keyed(call, f"series:{boutique}")
    if body.booking is not None:
        made = desk.series.repeat(call.principal, boutique, body.booking, body.every_days, body.count, body.note, key)
    else:
        order = Order(
            boutique=boutique,
            experience=body.experience or "",
            start=parse_rfc3339(body.start or ""),
            language=body.language or "",
            adults=body.party.adults,
            children=body.party.children,
            own=body.advisor == "own",
            advisor=body.advisor if body.advisor != "own" else None,
            client_id=body.client_id,
            details=Details(note=body.note),
        )
        made = desk.series.make(call.principal, order, body.every_days, body.count, key)
    zone = desk.catalogue.boutique(boutique).zone
    return SeriesView(
        series=made.series,
        booked=[desk.viewer.booking(call.principal, one.booking, one.at) for one in made.booked],
        refused=[
            RefusedView(
                start=rfc3339(start, zone),
                because=list(taken.because),
                with_reason=taken.with_reason,
                alternatives=list(taken.alternatives),
            )
            for start, taken in made.refused
        ],
    )


@routes.post(
    "/v1/bookings/{booking_id}/cancel-rest",
    action="booking.cancel_rest",
    body=EmptyBody,
    answers=RestView,
    idempotent=True,
    problems=(404, 409, 412, 503),
)
def cancel_rest(call: Call, desk: SeriesDesk) -> RestView:
    """Cancel an appointment of a series and all that come after it."""
    rest = desk.series.cancel_rest(call.principal, call.path["booking_id"], keyed(call, "cancel-rest"))
    now = minute_of(desk.clock())
    return RestView(
        series=rest.series,
        cancelled=[desk.viewer.booking(call.principal, one.booking, one.at) for one in rest.cancelled],
        left=desk.viewer.bookings(call.principal, rest.left, now),
    )
