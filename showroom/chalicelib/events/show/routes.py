"""HTTP of the run of show. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import EmptyBody
from chalicelib.bookings.calls import version_of
from chalicelib.events.show.bodies import HoldBody, ReleaseBody, ShowBody
from chalicelib.events.show.service import Running, Shows
from chalicelib.events.show.shapes import ShowView
from chalicelib.events.show.views import ShowViewer
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("show")


@dataclass(frozen=True)
class ShowDesk:
    """What these routes need of the house."""

    shows: Shows
    viewer: ShowViewer


def _shown(call: Call, desk: ShowDesk, running: Running) -> Answer:
    return Answer(desk.viewer.show(call.principal, running), version=running.show.version)


@routes.get("/v1/events/{event_id}/show", action="event.read", answers=ShowView, problems=(404,))
def read(call: Call, desk: ShowDesk) -> Answer:
    """Read the run of show as it stands: what is on, what is next, how late it is, why the start waits."""
    return _shown(call, desk, desk.shows.read(call.principal, call.path["event_id"]))


@routes.post(
    "/v1/events/{event_id}/show",
    action="event.plan",
    body=ShowBody,
    answers=ShowView,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def plan(call: Call, desk: ShowDesk) -> Answer:
    """Write the run of show in the place of the one that is there; the first is written over version 0."""
    event_id = call.path["event_id"]
    return _shown(call, desk, desk.shows.plan(call.principal, event_id, version_of(call), *call.body.planned()))


@routes.post(
    "/v1/events/{event_id}/show/cues/{cue_id}/start",
    action="event.host",
    body=EmptyBody,
    answers=ShowView,
    problems=(404, 409, 503),
)
def start(call: Call, desk: ShowDesk) -> Answer:
    """Say that a cue begins; the first press counts."""
    return _shown(call, desk, desk.shows.start(call.principal, call.path["event_id"], call.path["cue_id"]))


@routes.post(
    "/v1/events/{event_id}/show/cues/{cue_id}/finish",
    action="event.host",
    body=EmptyBody,
    answers=ShowView,
    problems=(404, 409, 503),
)
def finish(call: Call, desk: ShowDesk) -> Answer:
    """Say that a cue is over; the first press counts."""
    return _shown(call, desk, desk.shows.finish(call.principal, call.path["event_id"], call.path["cue_id"]))


@routes.post(
    "/v1/events/{event_id}/show/hold",
    action="event.host",
    body=HoldBody,
    answers=ShowView,
    problems=(404, 409, 422, 503),
)
def hold(call: Call, desk: ShowDesk) -> Answer:
    """Hold the start by hand."""
    return _shown(call, desk, desk.shows.hold(call.principal, call.path["event_id"], call.body.reason))


@routes.post(
    "/v1/events/{event_id}/show/release",
    action="event.host",
    body=ReleaseBody,
    answers=ShowView,
    problems=(404, 409, 422, 503),
)
def release(call: Call, desk: ShowDesk) -> Answer:
    """Let the start be made: end the hold by hand, or begin although households wait."""
    body: ReleaseBody = call.body
    event_id = call.path["event_id"]
    return _shown(call, desk, desk.shows.release(call.principal, event_id, body.holding, body.reason))
