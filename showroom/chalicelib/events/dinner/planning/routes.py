"""HTTP of a dinner's plan and manifest, for whoever plans it. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.bookings.bodies import EmptyBody
from chalicelib.bookings.calls import version_of
from chalicelib.events.bodies import Language
from chalicelib.events.calls import keyed
from chalicelib.events.dinner.ground import Whole
from chalicelib.events.dinner.planning.bodies import LinkBody, PlanBody, RequestBody
from chalicelib.events.dinner.planning.papers import paper
from chalicelib.events.dinner.planning.service import Dinners
from chalicelib.events.dinner.planning.shapes import ChasedView, DinnerView, NightLinkView
from chalicelib.events.dinner.planning.views import seen
from chalicelib.http.bodies import Query
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("dinners")


class PaperQuery(Query):
    """Of which kitchen or round, and in which language."""

    of: Annotated[str, StringConstraints(max_length=40)] = ""
    language: Language = "en"


@dataclass(frozen=True)
class DinnerDesk:
    """What these routes need of the house."""

    dinners: Dinners


@routes.get("/v1/events/{event_id}/dinner", action="dinner.plan", answers=DinnerView, problems=(404,))
def read(call: Call, desk: DinnerDesk) -> Answer:
    """Read a dinner: its plan, menus by allergens, who has no menu and why, the manifest."""
    return _shown(call, desk, desk.dinners.read(call.principal, call.path["event_id"]))


@routes.post(
    "/v1/events/{event_id}/dinner",
    action="dinner.plan",
    body=PlanBody,
    answers=DinnerView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 422, 503),
)
def write(call: Call, desk: DinnerDesk) -> Answer:
    """Write what is cooked, where, and where couriers go; the first plan is written over version 0."""
    event_id = call.path["event_id"]
    about = (keyed(call, "dinner"), version_of(call), *call.body.planned())
    return _shown(call, desk, desk.dinners.write(call.principal, event_id, *about))


@routes.post(
    "/v1/events/{event_id}/dinner/chase",
    action="dinner.plan",
    body=EmptyBody,
    answers=ChasedView,
    problems=(404, 409, 503),
)
def chase(call: Call, desk: DinnerDesk) -> ChasedView:
    """Ask everybody who has not said what they eat, or where; who was asked today is not asked again."""
    found = desk.dinners.chase(call.principal, call.path["event_id"])
    return ChasedView(asked=found.asked, waiting=found.waiting)


@routes.post(
    "/v1/events/{event_id}/dinner/release",
    action="dinner.plan",
    body=EmptyBody,
    answers=DinnerView,
    idempotent=True,
    matched=True,
    problems=(404, 409, 412, 503),
)
def release(call: Call, desk: DinnerDesk) -> Answer:
    """Release what kitchens and couriers work by: one box for each person who comes."""
    event_id = call.path["event_id"]
    return _shown(call, desk, desk.dinners.release(call.principal, event_id, keyed(call, "release"), version_of(call)))


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/table/{person}/note",
    action="dinner.plan",
    body=EmptyBody,
    answers=DinnerView,
    idempotent=True,
    problems=(404, 409, 503),
)
def note(call: Call, desk: DinnerDesk) -> Answer:
    """Say that somebody's note was read, and that the menus allow for it."""
    path = call.path
    about = (path["event_id"], path["guest_id"], keyed(call, f"note:{path['person']}"), path["person"])
    return _shown(call, desk, desk.dinners.noted(call.principal, *about))


@routes.post(
    "/v1/events/{event_id}/guests/{guest_id}/table/{person}/request",
    action="dinner.plan",
    body=RequestBody,
    answers=DinnerView,
    idempotent=True,
    problems=(404, 409, 503),
)
def request(call: Call, desk: DinnerDesk) -> Answer:
    """Grant what somebody asked for after the cutoff, or do not."""
    path = call.path
    about = (path["event_id"], path["guest_id"], keyed(call, f"request:{path['person']}"), path["person"])
    return _shown(call, desk, desk.dinners.decided(call.principal, *about, granted=call.body.granted))


@routes.post(
    "/v1/events/{event_id}/dinner/links",
    action="dinner.plan",
    body=LinkBody,
    answers=NightLinkView,
    idempotent=True,
    problems=(404, 409, 503),
)
def links(call: Call, desk: DinnerDesk) -> NightLinkView:
    """Get the address of a round's or a kitchen's page; with `revoke`, another one: the one before is dead."""
    event_id, body = call.path["event_id"], call.body
    if body.revoke:
        press = keyed(call, f"relink:{body.kind}:{body.id}")
        url = desk.dinners.relink(call.principal, event_id, press, body.kind, body.id)
    else:
        url = desk.dinners.link(call.principal, event_id, body.kind, body.id)
    version = desk.dinners.read(call.principal, event_id).plan.link(body.kind, body.id)
    return NightLinkView(url=url, version=version)


@routes.get(
    "/v1/events/{event_id}/dinner/papers/{paper}",
    action="dinner.plan",
    query=PaperQuery,
    answers="application/octet-stream",
    problems=(404, 422),
)
def papers(call: Call, desk: DinnerDesk) -> Answer:
    """Get a paper of the night: the manifest as CSV or workbook, a kitchen's or a driver's sheet, the boxes' labels."""
    whole = desk.dinners.read(call.principal, call.path["event_id"])
    found = paper(whole, call.path["paper"], call.query.of, call.query.language)
    return Answer(
        found.content,
        content_type=found.media,
        headers={"Content-Disposition": f'attachment; filename="{found.name}"', "Cache-Control": "no-store"},
    )


def _shown(call: Call, desk: DinnerDesk, whole: Whole) -> Answer:
    return Answer(seen(call.principal, whole, desk.dinners.now()), version=whole.plan.version)
