"""HTTP of invitations, for who plans an event. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.events.calls import keyed
from chalicelib.events.invitations.bodies import ImportBody, InviteBody, SendBody, TiersBody
from chalicelib.events.invitations.sending import Sending
from chalicelib.events.invitations.service import Inviting
from chalicelib.events.invitations.views import ImportReport, SentView, TierList, report_view, sent_view, tiers_view
from chalicelib.events.shapes import GuestView
from chalicelib.events.views import EventViewer
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.http.declare import Answer, Call, Routes
from chalicelib.identity.permits import NOT_FOUND

routes = Routes("invitations")


@dataclass(frozen=True)
class InvitationDesk:
    """What these routes need of the house."""

    inviting: Inviting
    sending: Sending
    viewer: EventViewer
    clock: Clock


@routes.post(
    "/v1/events/{event_id}/guests",
    action="guest.invite",
    body=InviteBody,
    answers=GuestView,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def invite(call: Call, desk: InvitationDesk) -> Answer:
    """Invite one client; invited already, she keeps her place. Nothing is sent yet."""
    now = minute_of(desk.clock())
    wanted = call.body.wanted(now)
    event_id = call.path["event_id"]
    invited = desk.inviting.invite(call.principal, event_id, call.body.client_id, wanted, keyed(call, "invite"))
    views = desk.viewer.guests(call.principal, invited.event, [invited.guest], now)
    if not views:
        raise NotFound(NOT_FOUND)
    return Answer(views[0], version=invited.guest.version, replayed=invited.replayed)


@routes.post(
    "/v1/events/{event_id}/invitations/import",
    action="guest.invite",
    body=ImportBody,
    answers=ImportReport,
    problems=(404, 409, 422, 503),
)
def take_in(call: Call, desk: InvitationDesk) -> ImportReport:
    """Invite whom a list names, at most 500, with a report by line; the same list again invites nobody twice."""
    body: ImportBody = call.body
    return report_view(desk.inviting.take_in(call.principal, call.path["event_id"], body.csv, dry_run=body.dry_run))


@routes.post(
    "/v1/events/{event_id}/invitations/send",
    action="guest.invite",
    body=SendBody,
    answers=SentView,
    problems=(404, 409, 503),
)
def send(call: Call, desk: InvitationDesk) -> SentView:
    """Send the invitations that are released and were not sent; pressed twice, each is written to once."""
    return sent_view(desk.sending.send(call.principal, call.path["event_id"], call.body.tier))


@routes.get("/v1/events/{event_id}/invitations/tiers", action="guest.invite", answers=TierList, problems=(404,))
def read_tiers(call: Call, desk: InvitationDesk) -> TierList:
    """Show when each tier of an event is released."""
    event, tiers = desk.sending.tiers(call.principal, call.path["event_id"])
    return tiers_view(event, tiers, minute_of(desk.clock()))


@routes.post(
    "/v1/events/{event_id}/invitations/tiers",
    action="guest.invite",
    body=TiersBody,
    answers=TierList,
    problems=(404, 409, 422, 503),
)
def keep_tiers(call: Call, desk: InvitationDesk) -> TierList:
    """Say when each tier is released: at its hour its invitations are sent by themselves."""
    event, tiers = desk.sending.keep_tiers(call.principal, call.path["event_id"], call.body.times())
    return tiers_view(event, tiers, minute_of(desk.clock()))
