"""Reading a call: its key, and whom it speaks of."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.bookings.bodies import ClientBody
from chalicelib.bookings.house_bodies import GuestBody
from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.views import Viewer
from chalicelib.clients.model import Contact
from chalicelib.foundation.contacts import normalise_telephone
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.http.declare import Answer, Call


def keyed(call: Call, route: str) -> Keyed:
    """Return what makes this request safe to send twice."""
    booking = call.path.get("booking_id", "")
    return Keyed(f"{route}:{booking}", call.key or "", call.body_hash)


def version_of(call: Call) -> int:
    """Return the version that If-Match names."""
    if call.version is None:
        raise ValueError("a matched route always has a version")
    return call.version


def contact_of(body: ClientBody | GuestBody, country: str) -> Contact:
    """Return a stranger's contact. Raises InvalidInput for a telephone number that is none."""
    telephone = ""
    if body.telephone:
        try:
            telephone = normalise_telephone(body.telephone, country)
        except ValueError as error:
            raise InvalidInput([FieldProblem("/client/telephone", str(error))]) from None
    name = body.name.name()
    if isinstance(body, GuestBody):
        name = replace(name, called=body.called)
    return Contact(name, body.email or "", telephone)


def answered(call: Call, viewer: Viewer, outcome: Outcome) -> Answer:
    """Return a booking as a request left it, as this caller may see it, with its version as ETag."""
    view = viewer.booking(call.principal, outcome.booking, outcome.at)
    return Answer(view, version=outcome.booking.version, replayed=outcome.replayed)
