"""HTTP of bookings: making, reading and changing them. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.bookings.bodies import (
    AttendanceBody,
    BookingBody,
    DeclineBody,
    EmptyBody,
    MoveBody,
)
from chalicelib.bookings.calls import answered, contact_of, keyed, version_of
from chalicelib.bookings.composer import BookingComposer
from chalicelib.bookings.confirming import Confirming
from chalicelib.bookings.details import Details
from chalicelib.bookings.keyed import Outcome
from chalicelib.bookings.making import Making
from chalicelib.bookings.model import State
from chalicelib.bookings.order import Order
from chalicelib.bookings.shapes import BookingList, BookingView, DoorView
from chalicelib.bookings.video import Doors
from chalicelib.bookings.views import Viewer
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.clock import Clock, minute_of, parse_rfc3339, rfc3339
from chalicelib.http.bodies import PageQuery
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("bookings")


@dataclass(frozen=True)
class BookingDesk:
    """What these routes need of the house."""

    making: Making
    bookings: Confirming
    viewer: Viewer
    doors: Doors
    composer: BookingComposer
    catalogue: Catalogue
    clock: Clock


@routes.post(
    "/v1/bookings",
    action="booking.create",
    also=("booking.create_for", "booking.outside"),
    body=BookingBody,
    answers=BookingView,
    status=201,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def book(call: Call, desk: BookingDesk) -> Answer:
    """Book an appointment."""
    body: BookingBody = call.body
    order = Order(
        boutique=body.boutique,
        experience=body.experience,
        start=parse_rfc3339(body.start),
        language=body.language,
        adults=body.party.adults,
        children=body.party.children,
        spoken=body.advisor_language,
        own=body.advisor == "own",
        advisor=body.advisor if body.advisor != "own" else None,
        client_zone=body.client_zone,
        contact=contact_of(body.client, desk.catalogue.boutique(body.boutique).country) if body.client else None,
        client_id=body.client_id,
        details=Details(
            address=body.address.model_dump(exclude_defaults=False) if body.address else None,
            note=body.note,
            access_needs=body.access_needs,
            interests=body.interests,
            surprise=body.surprise,
            on_behalf_of=body.on_behalf_of,
            outside=body.outside or "",
        ),
    )
    outcome = desk.making.book(call.principal, order, keyed(call, "book"))
    answer = answered(call, desk.viewer, outcome)
    return Answer(
        answer.body, 201, answer.version, location=f"/v1/bookings/{outcome.booking.id}", replayed=outcome.replayed
    )


@routes.get("/v1/bookings", action="booking.list_own", query=PageQuery, answers=BookingList)
def list_own(call: Call, desk: BookingDesk) -> BookingList:
    """List the client's own bookings, latest first."""
    start = call.cursor.decode(call.query.after) if call.query.after else None
    page = desk.bookings.of_client(call.principal, call.query.limit, start)
    now = minute_of(desk.clock())
    after = call.cursor.encode(page.next_start) if page.next_start else None
    return BookingList(items=desk.viewer.bookings(call.principal, page.items, now), after=after)


@routes.get("/v1/bookings/{booking_id}", action="booking.read", answers=BookingView, problems=(404,))
def read(call: Call, desk: BookingDesk) -> Answer:
    """Read one booking."""
    booking = desk.bookings.get(call.principal, call.path["booking_id"])
    return answered(call, desk.viewer, Outcome(booking, minute_of(desk.clock())))


@routes.post(
    "/v1/bookings/{booking_id}/confirm",
    action="booking.confirm_link",
    body=EmptyBody,
    answers=BookingView,
    idempotent=True,
    problems=(404, 409, 503),
)
def confirm(call: Call, desk: BookingDesk) -> Answer:
    """Confirm a held appointment from the link in its letter."""
    return answered(
        call, desk.viewer, desk.bookings.confirm(call.principal, call.path["booking_id"], keyed(call, "confirm"))
    )


@routes.post(
    "/v1/bookings/{booking_id}/accept",
    action="booking.accept",
    body=EmptyBody,
    answers=BookingView,
    idempotent=True,
    problems=(404, 409, 503),
)
def accept(call: Call, desk: BookingDesk) -> Answer:
    """Say yes to a request."""
    return answered(
        call, desk.viewer, desk.bookings.accept(call.principal, call.path["booking_id"], keyed(call, "accept"))
    )


@routes.post(
    "/v1/bookings/{booking_id}/decline",
    action="booking.decline",
    body=DeclineBody,
    answers=BookingView,
    idempotent=True,
    problems=(404, 409, 503),
)
def decline(call: Call, desk: BookingDesk) -> Answer:
    """Say no to a request."""
    reason = call.body.reason
    outcome = desk.bookings.decline(call.principal, call.path["booking_id"], keyed(call, "decline"), reason=reason)
    return answered(call, desk.viewer, outcome)


@routes.post(
    "/v1/bookings/{booking_id}/reschedule",
    action="booking.reschedule",
    body=MoveBody,
    answers=BookingView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 503),
)
def reschedule(call: Call, desk: BookingDesk) -> Answer:
    """Move a booking to another offered start, or staff with a reason to one outside hours, in one step."""
    start = parse_rfc3339(call.body.start)
    outcome = desk.bookings.reschedule(
        call.principal,
        call.path["booking_id"],
        keyed(call, "reschedule"),
        version_of(call),
        start,
        call.body.outside or "",
    )
    return answered(call, desk.viewer, outcome)


@routes.post(
    "/v1/bookings/{booking_id}/cancel",
    action="booking.cancel",
    body=EmptyBody,
    answers=BookingView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 503),
)
def cancel(call: Call, desk: BookingDesk) -> Answer:
    """Cancel a booking; its time is free at once and no reminder will be sent."""
    outcome = desk.bookings.cancel(call.principal, call.path["booking_id"], keyed(call, "cancel"), version_of(call))
    return answered(call, desk.viewer, outcome)


@routes.post(
    "/v1/bookings/{booking_id}/attendance",
    action="booking.attend",
    body=AttendanceBody,
    answers=BookingView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 503),
)
def attend(call: Call, desk: BookingDesk) -> Answer:
    """Say how an appointment went, or correct it."""
    state = State.DONE if call.body.outcome == "attended" else State.NO_SHOW
    outcome = desk.bookings.attend(
        call.principal, call.path["booking_id"], keyed(call, "attend"), version_of(call), state
    )
    return answered(call, desk.viewer, outcome)


@routes.post(
    "/v1/bookings/{booking_id}/room",
    action="booking.join",
    body=EmptyBody,
    answers=DoorView,
    problems=(404, 409, 503),
)
def enter(call: Call, desk: BookingDesk) -> DoorView:
    """Come to the door of the video room; while it is open, join it. Nothing is stored."""
    door = desk.doors.enter(call.principal, call.path["booking_id"])
    return DoorView(
        state=door.state,
        opens_at=rfc3339(door.opens_at, door.zone),
        closes_at=rfc3339(door.closes_at, door.zone),
        telephone=door.telephone,
        provider=door.join.provider if door.join else None,
        url=door.join.url if door.join else None,
        join=dict(door.join.secret) if door.join and door.join.secret else None,
    )


@routes.get("/v1/bookings/{booking_id}/calendar", action="booking.calendar", answers="text/calendar", problems=(404,))
def calendar(call: Call, desk: BookingDesk) -> Answer:
    """Get the appointment as a calendar file."""
    booking = desk.bookings.get(call.principal, call.path["booking_id"], "booking.calendar")
    moment: datetime = desk.clock()
    text = desk.composer.calendar_of(booking, moment)
    return Answer(
        text.encode(),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="appointment.ics"'},
    )
