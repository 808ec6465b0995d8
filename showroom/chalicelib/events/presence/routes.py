"""HTTP of coming in and of who came. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import EmptyBody
from chalicelib.events.presence.bodies import JoinBody, ReceiveBody
from chalicelib.events.presence.service import Presence
from chalicelib.events.presence.shapes import AttendanceView, PresentList, PromotedView, RoomView
from chalicelib.events.presence.views import PresenceViewer
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("presence")


@dataclass(frozen=True)
class PresenceDesk:
    """What these routes need of the house."""

    presence: Presence
    viewer: PresenceViewer


@routes.post(
    "/v1/invitation/join",
    action="invitation.answer",
    body=JoinBody,
    answers=RoomView,
    problems=(404, 409, 422, 503),
)
def join(call: Call, desk: PresenceDesk) -> RoomView:
    """Come to the door with an invitation; while it is open, join. The same device again is the same check-in."""
    principal, body = call.principal, call.body
    hers = (principal.event or "", principal.subject, body.nonce)
    return desk.viewer.room(desk.presence.join(principal, *hers, force=body.force, look=body.look))


@routes.post(
    "/v1/events/{event_id}/join",
    action="event.host",
    body=ReceiveBody,
    answers=RoomView,
    problems=(404, 422, 503),
)
def receive(call: Call, desk: PresenceDesk) -> RoomView:
    """Come in as a host, to be seen and heard: to a sitting, or to the rehearsal."""
    body: ReceiveBody = call.body
    found = desk.presence.receive(call.principal, call.path["event_id"], body.sitting, rehearsal=body.rehearsal)
    return desk.viewer.room(found)


@routes.get("/v1/events/{event_id}/presence", action="event.host", answers=PresentList, problems=(404,))
def present(call: Call, desk: PresenceDesk) -> PresentList:
    """List the guests who have come, as they came: for those who receive them."""
    event, guests = desk.presence.present(call.principal, call.path["event_id"])
    return PresentList(items=desk.viewer.present(event, guests))


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/promote",
    action="event.host",
    body=EmptyBody,
    answers=PromotedView,
    problems=(404, 409, 503),
)
def promote(call: Call, desk: PresenceDesk) -> Answer:
    """Give a guest the word: she may be seen and heard from now on."""
    guest = desk.presence.promote(call.principal, call.path["event_id"], call.path["guest_id"]).guest
    return Answer(PromotedView(id=guest.id, version=guest.version, promoted=guest.promoted), version=guest.version)


@routes.get("/v1/events/{event_id}/attendance", action="event.attendance", answers=AttendanceView, problems=(404,))
def attendance(call: Call, desk: PresenceDesk) -> AttendanceView:
    """Read how many were invited, accepted and came, by sitting and by advisor; an advisor sees her own guests'."""
    return desk.viewer.attendance(*desk.presence.attendance(call.principal, call.path["event_id"]))
