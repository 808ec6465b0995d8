"""HTTP of events for who plans them. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import EmptyBody
from chalicelib.bookings.calls import version_of
from chalicelib.bookings.keyed import Keyed
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.service import local_window
from chalicelib.events.bodies import CallOffBody, ChangeBody, DraftBody, SeatsBody, StartBody, ahead_of, sittings_of
from chalicelib.events.calls import keyed
from chalicelib.events.queries import DaysQuery
from chalicelib.events.service import Events, Planned
from chalicelib.events.shapes import EventList, EventView
from chalicelib.events.views import EventViewer
from chalicelib.foundation.clock import Clock, minute_of, parse_date
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("events")


@dataclass(frozen=True)
class EventDesk:
    """What these routes need of the house."""

    events: Events
    viewer: EventViewer
    catalogue: Catalogue
    clock: Clock


def _shown(call: Call, desk: EventDesk, planned: Planned, status: int | None = None) -> Answer:
    event = planned.event
    view = desk.viewer.event(call.principal, event, minute_of(desk.clock()))
    location = f"/v1/events/{event.id}" if status == 201 else None
    return Answer(view, status, event.version, location=location, replayed=planned.replayed)


@routes.post(
    "/v1/boutiques/{boutique_id}/events",
    action="event.plan",
    body=DraftBody,
    answers=EventView,
    status=201,
    idempotent=True,
    problems=(404, 422, 503),
)
def draft(call: Call, desk: EventDesk) -> Answer:
    """Draft an event."""
    boutique = desk.catalogue.boutique(call.path["boutique_id"])
    key = Keyed(f"event.draft:{boutique.id}", call.key or "", call.body_hash)
    return _shown(call, desk, desk.events.draft(call.principal, call.body.event(boutique.id, boutique.zone), key), 201)


@routes.get(
    "/v1/boutiques/{boutique_id}/events", action="event.read", query=DaysQuery, answers=EventList, problems=(404, 422)
)
def board(call: Call, desk: EventDesk) -> EventList:
    """List a boutique's events that begin in some days, soonest first, with their figures."""
    boutique = desk.catalogue.boutique(call.path["boutique_id"])
    window = local_window(boutique.zone, parse_date(call.query.from_), call.query.days)
    found = desk.events.of_boutique(call.principal, boutique.id, window.start, window.end)
    return EventList(items=desk.viewer.events(call.principal, found, minute_of(desk.clock())))


@routes.get("/v1/events/{event_id}", action="event.read", answers=EventView, problems=(404,))
def read(call: Call, desk: EventDesk) -> Answer:
    """Read one event with its figures."""
    return _shown(call, desk, Planned(desk.events.get(call.principal, call.path["event_id"])))


@routes.post(
    "/v1/events/{event_id}/change",
    action="event.plan",
    body=ChangeBody,
    answers=EventView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def change(call: Call, desk: EventDesk) -> Answer:
    """Write what an event says from now on; the sittings of a draft too."""
    body: ChangeBody = call.body
    event = desk.events.get(call.principal, call.path["event_id"], "event.plan")
    start, about = event.start, {}
    if body.sittings is not None:
        sittings = sittings_of(body.sittings)
        start, about = min(one.start for one in sittings), {"sittings": sittings}
    about |= body.about(start, ahead_of(event.kind))
    planned = desk.events.change(call.principal, event.id, keyed(call, "change"), version_of(call), about)
    return _shown(call, desk, planned)


@routes.post(
    "/v1/events/{event_id}/publish",
    action="event.plan",
    body=EmptyBody,
    answers=EventView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def publish(call: Call, desk: EventDesk) -> Answer:
    """Publish an event: its hosts' time is taken, all of it or none, and guests may answer."""
    return _shown(call, desk, desk.events.publish(call.principal, *_named(call, "publish")))


@routes.post(
    "/v1/events/{event_id}/close",
    action="event.plan",
    body=EmptyBody,
    answers=EventView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 503),
)
def close(call: Call, desk: EventDesk) -> Answer:
    """Take no new guests any more; who has a seat keeps it."""
    return _shown(call, desk, desk.events.close(call.principal, *_named(call, "close")))


@routes.post(
    "/v1/events/{event_id}/reopen",
    action="event.plan",
    body=EmptyBody,
    answers=EventView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 503),
)
def reopen(call: Call, desk: EventDesk) -> Answer:
    """Take guests again."""
    return _shown(call, desk, desk.events.reopen(call.principal, *_named(call, "reopen")))


@routes.post(
    "/v1/events/{event_id}/held",
    action="event.plan",
    body=EmptyBody,
    answers=EventView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 503),
)
def held(call: Call, desk: EventDesk) -> Answer:
    """Say that an event has taken place."""
    return _shown(call, desk, desk.events.hold(call.principal, *_named(call, "held")))


@routes.post(
    "/v1/events/{event_id}/cancel",
    action="event.plan",
    body=CallOffBody,
    answers=EventView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 503),
)
def call_off(call: Call, desk: EventDesk) -> Answer:
    """Call an event off: its hosts are free at once, and everybody who might have come is written to."""
    planned = desk.events.call_off(call.principal, *_named(call, "cancel"), call.body.reason)
    return _shown(call, desk, planned)


@routes.post(
    "/v1/events/{event_id}/move",
    action="event.plan",
    body=StartBody,
    answers=EventView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def move(call: Call, desk: EventDesk) -> Answer:
    """Move an event with all its sittings; every guest is told once."""
    return _shown(call, desk, desk.events.move(call.principal, *_named(call, "move"), call.body.minute))


@routes.post(
    "/v1/events/{event_id}/capacity",
    action="event.plan",
    body=SeatsBody,
    answers=EventView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def capacity(call: Call, desk: EventDesk) -> Answer:
    """Give a sitting more or fewer seats, and advisors more or fewer of them: never fewer than are taken."""
    body: SeatsBody = call.body
    about = (*_named(call, "capacity"), body.sitting, body.capacity, body.shares)
    return _shown(call, desk, desk.events.seat(call.principal, *about))


def _named(call: Call, act: str) -> tuple[str, Keyed, int]:
    return call.path["event_id"], keyed(call, act), version_of(call)
