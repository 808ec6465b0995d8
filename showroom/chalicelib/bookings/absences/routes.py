"""HTTP of absences and closures: a preview that writes nothing, keeping one, what it touches, taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from chalicelib.bookings.absences.bodies import AbsenceBody, ClosureBody, ResolveBody, TimeOffBody
from chalicelib.bookings.absences.conflicts import Conflicts
from chalicelib.bookings.absences.resolving import Resolving
from chalicelib.bookings.absences.views import ClosureList, ConflictList, ConflictViewer, ResolvedList, SavedView
from chalicelib.bookings.handover import HandingOver
from chalicelib.bookings.occasions import Occasions
from chalicelib.bookings.proposals import Proposals
from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.views import Viewer
from chalicelib.boutiques.away import Away
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.bodies import absence_view
from chalicelib.boutiques.staffing.closing import Staffing
from chalicelib.boutiques.staffing.keeping import TimeOff
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Table
from chalicelib.http.declare import Answer, Call, Routes
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore

routes = Routes("absences")
_ABSENCES = "/v1/boutiques/{boutique_id}/staff/{staff_id}/absences"
_CLOSURES = "/v1/boutiques/{boutique_id}/closures"


@dataclass(frozen=True)
class AbsenceDesk:
    """What these routes need of the house."""

    staffing: Staffing
    table: Table
    reader: Viewer
    handing: HandingOver
    proposals: Proposals
    store: BookingStore
    notices: NoticeStore
    nudge: Nudge
    catalogue: Catalogue
    occasions: Occasions
    clock: Clock

    @cached_property
    def conflicts(self) -> Conflicts:
        """Finds what is touched."""
        return Conflicts(self.table, self.catalogue, self.handing, self.occasions)

    @cached_property
    def resolving(self) -> Resolving:
        """Carries out what was chosen."""
        return Resolving(self.handing, self.proposals, self.store, self.notices, self.nudge, self.clock)

    @cached_property
    def viewer(self) -> ConflictViewer:
        """Writes what is touched."""
        return ConflictViewer(self.reader, self.catalogue)


@routes.post(
    f"{_ABSENCES}/preview", action="calendar.change", body=TimeOffBody, answers=ConflictList, problems=(404, 422)
)
def preview_absence(call: Call, desk: AbsenceDesk) -> ConflictList:
    """List the appointments that an absence would touch, each with what can be offered. Nothing is written."""
    boutique_id, staff_id = call.path["boutique_id"], call.path["staff_id"]
    desk.staffing.calendars.member(call.principal, boutique_id, staff_id)
    now = minute_of(desk.clock())
    body: TimeOffBody = call.body
    away = body.still_to_come(desk.catalogue.boutique(boutique_id).zone, now)
    return _touched(call, desk, staff_id, away, now)


@routes.post(
    _ABSENCES,
    action="calendar.change",
    body=AbsenceBody,
    answers=SavedView,
    status=201,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def add_absence(call: Call, desk: AbsenceDesk) -> Answer:
    """Keep an absence, of days or of minutes, and list the appointments that it touches."""
    boutique_id, staff_id = call.path["boutique_id"], call.path["staff_id"]
    desk.staffing.calendars.member(call.principal, boutique_id, staff_id)
    body: AbsenceBody = call.body
    now, zone = minute_of(desk.clock()), desk.catalogue.boutique(boutique_id).zone
    wanted = _time_off(call, body, zone, now, f"absence {boutique_id} {staff_id}")
    kept, replayed = desk.staffing.calendars.add_absence(call.principal, boutique_id, staff_id, wanted)
    touched = _touched(call, desk, staff_id, kept.away, now)
    view = SavedView(
        kept=absence_view(kept, zone, body.why()),
        conflicts=touched.items,
        hosted=touched.hosted,
        again_in_seconds=desk.catalogue.seconds,
    )
    return Answer(view, replayed=replayed)


@routes.get(f"{_ABSENCES}/{{absence_id}}/conflicts", action="calendar.change", answers=ConflictList, problems=(404,))
def absence_conflicts(call: Call, desk: AbsenceDesk) -> ConflictList:
    """List again what an absence touches: what was booked by a process that had not seen it yet is there too."""
    boutique_id, staff_id = call.path["boutique_id"], call.path["staff_id"]
    absence = desk.staffing.calendars.absence(call.principal, boutique_id, staff_id, call.path["absence_id"])
    return _touched(call, desk, staff_id, absence.away, minute_of(desk.clock()))


@routes.post(f"{_ABSENCES}/{{absence_id}}/revoke", action="calendar.change", problems=(404, 503))
def revoke_absence(call: Call, desk: AbsenceDesk) -> Answer:
    """Take an absence back; said again, it changes nothing more."""
    path = call.path
    desk.staffing.calendars.revoke_absence(call.principal, path["boutique_id"], path["staff_id"], path["absence_id"])
    return Answer()


@routes.post(
    f"{_ABSENCES}/{{absence_id}}/resolve",
    action="calendar.change",
    body=ResolveBody,
    answers=ResolvedList,
    idempotent=True,
    problems=(404, 422, 503),
)
def resolve_absence(call: Call, desk: AbsenceDesk) -> ResolvedList:
    """Carry out all that was chosen for what an absence touches; each client is told once, however often it is sent."""
    boutique_id, staff_id, absence_id = (call.path[name] for name in ("boutique_id", "staff_id", "absence_id"))
    desk.staffing.calendars.absence(call.principal, boutique_id, staff_id, absence_id)
    return _resolved(call, desk, f"absence {absence_id}")


@routes.get(_CLOSURES, action="closure.read", answers=ClosureList, problems=(404,))
def closures(call: Call, desk: AbsenceDesk) -> ClosureList:
    """List what the manager has closed; public holidays and the like stand in the maison's file."""
    boutique_id = call.path["boutique_id"]
    items = desk.staffing.closures.of_boutique(call.principal, boutique_id)
    zone = desk.catalogue.boutique(boutique_id).zone
    return ClosureList(items=[absence_view(each, zone) for each in items])


@routes.post(
    f"{_CLOSURES}/preview", action="closure.change", body=TimeOffBody, answers=ConflictList, problems=(404, 422)
)
def preview_closure(call: Call, desk: AbsenceDesk) -> ConflictList:
    """List the appointments that a closure would touch, each with what can be offered. Nothing is written."""
    boutique_id, now = call.path["boutique_id"], minute_of(desk.clock())
    body: TimeOffBody = call.body
    away = body.still_to_come(desk.staffing.closures.house(call.principal, boutique_id).zone, now)
    return _touched(call, desk, None, away, now)


@routes.post(
    _CLOSURES,
    action="closure.change",
    body=ClosureBody,
    answers=SavedView,
    status=201,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def close(call: Call, desk: AbsenceDesk) -> Answer:
    """Close a boutique for days or hours, for all kinds or some, and list the appointments that it touches."""
    boutique_id, now = call.path["boutique_id"], minute_of(desk.clock())
    zone = desk.staffing.closures.house(call.principal, boutique_id).zone
    wanted = _time_off(call, call.body, zone, now, f"closure {boutique_id}")
    kept, replayed = desk.staffing.closures.close(call.principal, boutique_id, wanted)
    touched = _touched(call, desk, None, kept.away, now)
    view = SavedView(
        kept=absence_view(kept, zone),
        conflicts=touched.items,
        hosted=touched.hosted,
        again_in_seconds=desk.catalogue.seconds,
    )
    return Answer(view, replayed=replayed)


@routes.get(f"{_CLOSURES}/{{closure_id}}/conflicts", action="closure.change", answers=ConflictList, problems=(404,))
def closure_conflicts(call: Call, desk: AbsenceDesk) -> ConflictList:
    """List again what a closure touches."""
    boutique_id, now = call.path["boutique_id"], minute_of(desk.clock())
    closure = desk.staffing.closures.closure(call.principal, boutique_id, call.path["closure_id"])
    return _touched(call, desk, None, closure.away, now)


@routes.post(f"{_CLOSURES}/{{closure_id}}/revoke", action="closure.change", problems=(404, 503))
def reopen(call: Call, desk: AbsenceDesk) -> Answer:
    """Take a closure back; said again, it changes nothing more."""
    desk.staffing.closures.reopen(call.principal, call.path["boutique_id"], call.path["closure_id"])
    return Answer()


@routes.post(
    f"{_CLOSURES}/{{closure_id}}/resolve",
    action="closure.change",
    body=ResolveBody,
    answers=ResolvedList,
    idempotent=True,
    problems=(404, 422, 503),
)
def resolve_closure(call: Call, desk: AbsenceDesk) -> ResolvedList:
    """Carry out all that was chosen for what a closure touches; each client is told once, however often it is sent."""
    desk.staffing.closures.closure(call.principal, call.path["boutique_id"], call.path["closure_id"])
    return _resolved(call, desk, f"closure {call.path['closure_id']}")


def _touched(call: Call, desk: AbsenceDesk, staff_id: str | None, away: Away, now: int) -> ConflictList:
    """Return what an absence touches, or where nobody is named a closure."""
    boutique_id, conflicts = call.path["boutique_id"], desk.conflicts
    if staff_id is None:
        found = conflicts.of_closure(boutique_id, away, now)
    else:
        found = conflicts.of_absence(boutique_id, staff_id, away, now)
    hosted = conflicts.hosted(boutique_id, staff_id, away, now)
    return ConflictList(
        items=desk.viewer.many(call.principal, found, now),
        hosted=desk.viewer.hosted(boutique_id, hosted, call.languages),
    )


def _resolved(call: Call, desk: AbsenceDesk, what: str) -> ResolvedList:
    body: ResolveBody = call.body
    choices = [each.choice(what, call.key or "") for each in body.choices]
    found = desk.resolving.resolve(call.principal, choices)
    return ResolvedList(items=[desk.viewer.resolved(call.principal, each) for each in found])


def _time_off(call: Call, body: TimeOffBody, zone: str, now: int, what: str) -> TimeOff:
    away = body.still_to_come(zone, now)
    return TimeOff(
        id=derived_id(call.principal.sender, what, call.key or ""),
        body=call.body_hash[:26],
        start=away.start,
        end=away.end,
        kinds=away.kinds,
        whole_days=body.whole_days,
        reason=body.why() if isinstance(body, AbsenceBody) else None,
        name=body.name if isinstance(body, ClosureBody) else "",
    )
