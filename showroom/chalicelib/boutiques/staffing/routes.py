"""A member's calendar over HTTP: read by the boutique's staff, changed by herself and by her manager."""

from __future__ import annotations

from chalicelib.boutiques.staffing.bodies import CalendarBody, CalendarView, calendar_view
from chalicelib.boutiques.staffing.service import StaffCalendars
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("calendars")
_PATH = "/v1/boutiques/{boutique_id}/staff/{staff_id}/calendar"


@routes.get(_PATH, action="calendar.read", answers=CalendarView, problems=(404,))
def read(call: Call, calendars: StaffCalendars) -> Answer:
    """Read the calendar of a member of staff; colleagues read hours, and not why somebody is away."""
    found = calendars.read(call.principal, call.path["boutique_id"], call.path["staff_id"])
    return Answer(calendar_view(found), version=found.calendar.version)


@routes.put(
    _PATH,
    action="calendar.change",
    body=CalendarBody,
    answers=CalendarView,
    matched=True,
    problems=(404, 412, 503),
)
def change(call: Call, calendars: StaffCalendars) -> Answer:
    """Change one's hours, dates, journeys and languages; the manager also skills, the daily maximum and the deputy."""
    body: CalendarBody = call.body
    found, replayed = calendars.change(
        call.principal, call.path["boutique_id"], call.path["staff_id"], call.version or 0, body.wish()
    )
    return Answer(calendar_view(found), version=found.calendar.version, replayed=replayed)
