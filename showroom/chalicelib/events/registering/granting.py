"""HTTP of what guests ask for after the freeze, for those who may change it by hand (rule G4). No rule lives here."""

from __future__ import annotations

from chalicelib.bookings.calls import version_of
from chalicelib.events.bodies import AnswerBody
from chalicelib.events.calls import keyed
from chalicelib.events.registering.routes import GuestDesk, seen
from chalicelib.events.shapes import GuestView
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("requests")


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/request",
    action="guest.answer_for",
    body=AnswerBody,
    answers=GuestView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def request(call: Call, desk: GuestDesk) -> Answer:
    """Grant what a guest asks for after the freeze, as it was read, or decline it with a word or without."""
    about, body = (call.path["event_id"], call.path["guest_id"], keyed(call, "request"), version_of(call)), call.body
    return seen(call, desk, desk.registering.decide(call.principal, *about, granted=body.granted, word=body.word))
