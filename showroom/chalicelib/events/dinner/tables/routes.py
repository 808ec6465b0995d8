"""HTTP of tables: for whoever holds an invitation, or the link to a companion's own door. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.calls import version_of
from chalicelib.events.calls import keyed
from chalicelib.events.dinner.tables.bodies import AddressBody, DoorBody, GatherBody, NeedsBody
from chalicelib.events.dinner.tables.service import Dining, Tables
from chalicelib.events.dinner.tables.shapes import TableView
from chalicelib.events.dinner.tables.views import TableViewer
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("tables")


@dataclass(frozen=True)
class TableDesk:
    """What these routes need of the house."""

    tables: Tables
    viewer: TableViewer
    clock: Clock


@routes.get("/v1/table", action="table.read", answers=TableView, problems=(404,))
def read(call: Call, desk: TableDesk) -> Answer:
    """Read the table of a dinner at one's own door: menus with their allergens, who eats what, the courier's hours."""
    return _shown(call, desk, desk.tables.read(call.principal))


@routes.post(
    "/v1/table/address",
    action="table.answer",
    body=AddressBody,
    answers=TableView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def address(call: Call, desk: TableDesk) -> Answer:
    """Say where one dines, how a courier gets in, and when one would like to be reached."""
    body = call.body
    about = (body.address(), body.telephone, body.wished())
    return _shown(call, desk, desk.tables.housed(call.principal, keyed(call, "address"), version_of(call), *about))


@routes.post(
    "/v1/table/needs",
    action="table.answer",
    body=NeedsBody,
    answers=TableView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def needs(call: Call, desk: TableDesk) -> Answer:
    """Say what one person at this door eats; after the cutoff it is a request."""
    eating = call.body.eating(minute_of(desk.clock()))
    return _shown(call, desk, desk.tables.eats(call.principal, keyed(call, "needs"), version_of(call), eating))


@routes.post(
    "/v1/table/door",
    action="table.share",
    body=DoorBody,
    answers=TableView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def door(call: Call, desk: TableDesk) -> Answer:
    """Give companions a door of their own: the house writes to them, and what they answer is theirs."""
    about = (call.body.persons, call.body.email)
    return _shown(call, desk, desk.tables.shared(call.principal, keyed(call, "door"), version_of(call), *about))


@routes.post(
    "/v1/table/gather",
    action="table.share",
    body=GatherBody,
    answers=TableView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def gather(call: Call, desk: TableDesk) -> Answer:
    """Take companions back to the client's own door; they are asked anew."""
    household = call.body.household
    return _shown(call, desk, desk.tables.gathered(call.principal, keyed(call, "gather"), version_of(call), household))


def _shown(call: Call, desk: TableDesk, it: Dining) -> Answer:
    return Answer(desk.viewer.table(it, call.language), version=it.edition, replayed=it.replayed)
