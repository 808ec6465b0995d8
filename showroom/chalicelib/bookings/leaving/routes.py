"""Leaving over HTTP: one list of what she still has, and four presses: begin, hand over, finish, stay after all."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.absences.resolving import Resolved
from chalicelib.bookings.absences.views import ConflictViewer
from chalicelib.bookings.leaving.bodies import HandOverAllBody
from chalicelib.bookings.leaving.had import Mark
from chalicelib.bookings.leaving.service import Given, GivenAway, Leavings
from chalicelib.bookings.leaving.views import HandedOverView, LeavingView, LeavingViewer, LeftView
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.http.bodies import PageQuery
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("leaving")
_LEAVING = "/v1/boutiques/{boutique_id}/staff/{staff_id}/leaving"


@dataclass(frozen=True)
class LeavingDesk:
    """What these routes need of the house."""

    leavings: Leavings
    viewer: LeavingViewer
    resolved: ConflictViewer
    clock: Clock


@routes.get(_LEAVING, action="staff.leave", query=PageQuery, answers=LeavingView, problems=(404,))
def read_leaving(call: Call, desk: LeavingDesk) -> LeavingView:
    """List what a member of staff still has, page by page: appointments by start, then clients who are her own."""
    return _standing(call, desk, call.query.limit, call.query.after)


@routes.post(_LEAVING, action="staff.leave", answers=LeavingView, problems=(404, 409, 503))
def begin_leaving(call: Call, desk: LeavingDesk) -> Answer:
    """Let her leaving begin: sign-in, sessions, calendar feed and offers end at once. Said again, nothing changes."""
    replayed = desk.leavings.begin(call.principal, call.path["boutique_id"], call.path["staff_id"])
    return Answer(_standing(call, desk), replayed=replayed)


@routes.post(
    f"{_LEAVING}/hand-over",
    action="staff.leave",
    body=HandOverAllBody,
    answers=HandedOverView,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def hand_over_all(call: Call, desk: LeavingDesk) -> HandedOverView:
    """Hand clients and appointments over to colleagues by name; refusals are told line by line, and hold up nothing."""
    boutique_id, staff_id = call.path["boutique_id"], call.path["staff_id"]
    body: HandOverAllBody = call.body
    choices = [each.choice(f"leaving {staff_id}", call.key or "") for each in body.bookings]
    given = [Given(each.client, each.advisor) for each in body.clients]
    done = list(desk.leavings.hand_over(call.principal, boutique_id, staff_id, given, choices))
    had = desk.leavings.read(call.principal, boutique_id, staff_id).had
    return HandedOverView(
        clients=[desk.viewer.given(one) for one in done if isinstance(one, GivenAway)],
        bookings=[desk.resolved.resolved(call.principal, one) for one in done if isinstance(one, Resolved)],
        left=LeftView(clients=had.clients, bookings=had.bookings),
    )


@routes.post(f"{_LEAVING}/finish", action="staff.leave", answers=LeavingView, problems=(404, 409, 503))
def finish_leaving(call: Call, desk: LeavingDesk) -> Answer:
    """Let her have left, once nothing of hers is left; said again, it changes nothing."""
    replayed = desk.leavings.finish(call.principal, call.path["boutique_id"], call.path["staff_id"])
    return Answer(_standing(call, desk), replayed=replayed)


@routes.post(f"{_LEAVING}/stay", action="staff.leave", answers=LeavingView, problems=(404, 409, 503))
def stay_after_all(call: Call, desk: LeavingDesk) -> LeavingView:
    """Take a leaving back that is not finished: she signs in again; what was handed over stays where it is."""
    desk.leavings.stay(call.principal, call.path["boutique_id"], call.path["staff_id"])
    return _standing(call, desk)


def _standing(call: Call, desk: LeavingDesk, limit: int = 20, after: str | None = None) -> LeavingView:
    found = desk.leavings.read(call.principal, call.path["boutique_id"], call.path["staff_id"])
    start = Mark(*call.cursor.decode(after)["last"]) if after else None
    rest = [mark for mark in found.had.marks if start is None or mark > start]
    page = rest[:limit]
    last = page[-1] if len(rest) > limit else None
    mark = call.cursor.encode({"last": [last.kind, last.start, last.id, last.until]}) if last else None
    return desk.viewer.standing(call.principal, found, page, mark, minute_of(desk.clock()), call.languages)
