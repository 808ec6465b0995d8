"""HTTP of guests: for the house, and for whoever holds an invitation's link. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import EmptyBody
from chalicelib.bookings.calls import version_of
from chalicelib.events.bodies import DeclineBody, ForceBody, OfferBody, PartyBody
from chalicelib.events.calendar_file import calendar_file
from chalicelib.events.calls import keyed
from chalicelib.events.film.hours import Held, film_times
from chalicelib.events.film.model import MAY_WATCH
from chalicelib.events.film.service import Films
from chalicelib.events.guests.model import GuestState
from chalicelib.events.invitations.objecting import Objecting
from chalicelib.events.registering.forcing import Forcing
from chalicelib.events.registering.reading import Answered
from chalicelib.events.registering.service import Registering
from chalicelib.events.service import Events
from chalicelib.events.shapes import GuestList, GuestView, InvitationView
from chalicelib.events.views import EventViewer, in_order
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.http.declare import Answer, Call, Routes
from chalicelib.identity.permits import NOT_FOUND

routes = Routes("guests")


@dataclass(frozen=True)
class GuestDesk:
    """What these routes need of the house."""

    events: Events
    registering: Registering
    forcing: Forcing
    objecting: Objecting
    viewer: EventViewer
    films: Films
    clock: Clock


# ── for the house ────────────────────────────────────────────────────────────────────────────────────────────────


@routes.get("/v1/events/{event_id}/guests", action="guest.read", answers=GuestList, problems=(404,))
def guests(call: Call, desk: GuestDesk) -> GuestList:
    """List an event's guests: all of them to who plans it, her own to an advisor."""
    event, found = desk.registering.guests(call.principal, call.path["event_id"])
    return GuestList(items=desk.viewer.guests(call.principal, event, found, minute_of(desk.clock())))


@routes.get("/v1/events/{event_id}/waitlist", action="guest.read", answers=GuestList, problems=(404,))
def waitlist(call: Call, desk: GuestDesk) -> GuestList:
    """List who waits, in the order in which they are called, with the times they were passed over and why."""
    event, found = desk.registering.guests(call.principal, call.path["event_id"])
    waiting = in_order(one for one in found if one.state is GuestState.WAITLISTED)
    return GuestList(items=desk.viewer.guests(call.principal, event, waiting, minute_of(desk.clock())))


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/accept",
    action="guest.answer_for",
    body=PartyBody,
    answers=GuestView,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def accept_for(call: Call, desk: GuestDesk) -> Answer:
    """Say yes on a guest's behalf."""
    return seen(
        call, desk, desk.registering.accept(call.principal, *_at(call), keyed(call, "accept"), call.body.reply())
    )


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/decline",
    action="guest.answer_for",
    body=EmptyBody,
    answers=GuestView,
    idempotent=True,
    problems=(404, 409, 503),
)
def decline_for(call: Call, desk: GuestDesk) -> Answer:
    """Say no on a guest's behalf."""
    return seen(call, desk, desk.registering.decline(call.principal, *_at(call), keyed(call, "decline")))


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/change",
    action="guest.answer_for",
    body=PartyBody,
    answers=GuestView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def change_for(call: Call, desk: GuestDesk) -> Answer:
    """Change a guest's party on her behalf, after the freeze too."""
    change = (*_at(call), keyed(call, "change"), version_of(call), call.body.reply())
    return seen(call, desk, desk.registering.change(call.principal, *change))


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/cancel",
    action="guest.answer_for",
    body=EmptyBody,
    answers=GuestView,
    idempotent=True,
    problems=(404, 409, 503),
)
def cancel_for(call: Call, desk: GuestDesk) -> Answer:
    """Give a guest's seats back on her behalf."""
    return seen(
        call, desk, _out(call, desk, desk.registering.cancel(call.principal, *_at(call), keyed(call, "cancel")))
    )


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/revoke",
    action="guest.invite",
    body=EmptyBody,
    answers=GuestView,
    idempotent=True,
    problems=(404, 409, 503),
)
def revoke(call: Call, desk: GuestDesk) -> Answer:
    """Take an invitation back: its link is dead, and what the guest had is free."""
    return seen(
        call, desk, _out(call, desk, desk.registering.revoke(call.principal, *_at(call), keyed(call, "revoke")))
    )


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/offer",
    action="guest.offer",
    body=EmptyBody,
    answers=GuestView,
    idempotent=True,
    problems=(404, 409, 503),
)
def offer(call: Call, desk: GuestDesk) -> Answer:
    """Offer a place to one who waits, out of turn."""
    return seen(call, desk, desk.registering.offer(call.principal, *_at(call)))


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/seat",
    action="guest.force",
    body=ForceBody,
    answers=GuestView,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def seat(call: Call, desk: GuestDesk) -> Answer:
    """Seat a whole party whether seats are free for it or not, and write down why; never at a dinner."""
    body: ForceBody = call.body
    forced = desk.forcing.seat(call.principal, *_at(call), keyed(call, "seat"), body.reply(), body.reason)
    return seen(call, desk, forced)


# ── for whoever holds the link ───────────────────────────────────────────────────────────────────────────────────


@routes.get("/v1/invitation", action="invitation.read", answers=InvitationView, problems=(404,))
def read(call: Call, desk: GuestDesk) -> Answer:
    """Read the invitation that the token is for. Reading writes nothing."""
    return _shown(desk, desk.registering.read(call.principal, *_hers(call)))


@routes.get("/v1/invitation/calendar", action="invitation.read", answers="text/calendar", problems=(404,))
def calendar(call: Call, desk: GuestDesk) -> Answer:
    """Get the evening as a calendar file; it is tentative until she comes."""
    answered = desk.registering.read(call.principal, *_hers(call))
    now = minute_of(desk.clock())
    seen = desk.viewer.invitation(answered.event, answered.guest, now)
    return Answer(
        calendar_file(answered.event, answered.guest, seen, now).encode(),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="invitation.ics"'},
    )


@routes.post(
    "/v1/invitation/viewed", action="invitation.answer", body=EmptyBody, answers=InvitationView, problems=(404, 503)
)
def viewed(call: Call, desk: GuestDesk) -> Answer:
    """Note that the invitation was opened by a person: what scans mail does not send this."""
    return _shown(desk, desk.registering.viewed(call.principal, *_hers(call)))


@routes.post(
    "/v1/invitation/accept",
    action="invitation.answer",
    body=PartyBody,
    answers=InvitationView,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def accept(call: Call, desk: GuestDesk) -> Answer:
    """Say yes for the whole party: seats, or where there are none for it, a place on the waiting list."""
    key = keyed(call, "accept")
    return _shown(desk, desk.registering.accept(call.principal, *_hers(call), key, call.body.reply()))


@routes.post(
    "/v1/invitation/decline",
    action="invitation.answer",
    body=DeclineBody,
    answers=InvitationView,
    idempotent=True,
    problems=(404, 409, 503),
)
def decline(call: Call, desk: GuestDesk) -> Answer:
    """Say no, to this evening or to being invited at all."""
    no = desk.objecting.never_again if call.body.never_again else desk.registering.decline
    return _shown(desk, no(call.principal, *_hers(call), keyed(call, "decline")))


@routes.post(
    "/v1/invitation/change",
    action="invitation.answer",
    body=PartyBody,
    answers=InvitationView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def change(call: Call, desk: GuestDesk) -> Answer:
    """Bring others, or fewer or more people; after the freeze it is a request that the house answers."""
    change = (*_hers(call), keyed(call, "change"), version_of(call), call.body.reply())
    return _shown(desk, desk.registering.change(call.principal, *change))


@routes.post(
    "/v1/invitation/cancel",
    action="invitation.answer",
    body=EmptyBody,
    answers=InvitationView,
    idempotent=True,
    problems=(404, 409, 503),
)
def cancel(call: Call, desk: GuestDesk) -> Answer:
    """Give the seats back, until it begins; what was asked for ends with it."""
    key = keyed(call, "cancel")
    return _shown(desk, _out(call, desk, desk.registering.cancel(call.principal, *_hers(call), key)))


@routes.post(
    "/v1/invitation/offer",
    action="invitation.answer",
    body=OfferBody,
    answers=InvitationView,
    idempotent=True,
    problems=(404, 409, 410, 503),
)
def answer_offer(call: Call, desk: GuestDesk) -> Answer:
    """Take the place that is kept for a party that waited, or let it go to the next at once."""
    key = keyed(call, "offer")
    if call.body.accept:
        return _shown(desk, desk.registering.take_offer(call.principal, *_hers(call), key))
    return _shown(desk, desk.registering.decline(call.principal, *_hers(call), key))


# ── how ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _at(call: Call) -> tuple[str, str]:
    return call.path["event_id"], call.path["guest_id"]


def _hers(call: Call) -> tuple[str, str]:
    return call.principal.event or "", call.principal.subject


def seen(call: Call, desk: GuestDesk, answered: Answered) -> Answer:
    """Answer with a guest as the house sees her. Raises NotFound once she is erased."""
    views = desk.viewer.guests(call.principal, answered.event, [answered.guest], minute_of(desk.clock()))
    if not views:
        raise NotFound(NOT_FOUND)
    return Answer(views[0], version=answered.guest.version, replayed=answered.replayed)


def _out(call: Call, desk: GuestDesk, answered: Answered) -> Answered:
    """Whoever has no seat any more sees no film (rule S2); sent again, the request does what is still to do."""
    event, guest = answered.event, answered.guest
    if not answered.replayed or guest.state not in MAY_WATCH:
        times = film_times(event, guest, Held())
        desk.films.revoke(event.id, times, guest.id, call.principal.actor, desk.clock())
    return answered


def _shown(desk: GuestDesk, answered: Answered) -> Answer:
    at = answered.at if answered.replayed else minute_of(desk.clock())
    view = desk.viewer.invitation(answered.event, answered.guest, at)
    return Answer(view, version=answered.guest.version, replayed=answered.replayed)
