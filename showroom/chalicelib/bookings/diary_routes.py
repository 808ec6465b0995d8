"""HTTP of time around bookings: a boutique's day for its staff, and where one booking could move to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.bookings.bodies import DayQuery, DiaryQuery
from chalicelib.bookings.diary import Diary, Engagement
from chalicelib.bookings.diary_views import DiaryView, WaitingView, diary_view, waiting_view
from chalicelib.bookings.reading import BY_CLIENT
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.shapes import BookingView, BoutiqueDay, DayEntry
from chalicelib.bookings.views import Viewer
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.bodies import DaysQuery
from chalicelib.calendars.service import Availability
from chalicelib.calendars.views import AvailabilityView, availability_view
from chalicelib.foundation.clock import Clock, minute_of, parse_date, rfc3339
from chalicelib.http.bodies import View
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("diary")


@dataclass(frozen=True)
class DiaryDesk:
    """What these routes need of the house."""

    bookings: Bookings
    viewer: Viewer
    availability: Availability
    catalogue: Catalogue
    diary: Diary
    clock: Clock


@routes.get(
    "/v1/bookings/{booking_id}/availability",
    action="booking.reschedule",
    query=DaysQuery,
    answers=AvailabilityView,
    problems=(404,),
)
def where_to(call: Call, desk: DiaryDesk) -> AvailabilityView:
    """List the starts to which a booking could move; its own time does not stand in its way."""
    booking = desk.bookings.get(call.principal, call.path["booking_id"], "booking.reschedule")
    wanted = desk.bookings.wanted(booking, by_staff=call.principal.role not in BY_CLIENT)
    first: date = parse_date(call.query.from_)
    days, later = desk.availability.days_and_next(wanted, first, call.query.days, minute_of(desk.clock()))
    maison = desk.catalogue.maison()
    language = maison.speaks(*call.languages, booking.language)
    return availability_view(
        wanted.boutique, wanted.experience, days, later, language, maison.default_language, booking.advisor
    )


@routes.get(
    "/v1/boutiques/{boutique_id}/day", action="boutique.day", query=DayQuery, answers=BoutiqueDay, problems=(404,)
)
def day(call: Call, desk: DiaryDesk) -> BoutiqueDay:
    """Show staff their boutique's live bookings on one day, and the times held for a booking that may move there."""
    boutique_id = call.path["boutique_id"]
    when = parse_date(call.query.date)
    zone = desk.catalogue.boutique(boutique_id).zone
    now = minute_of(desk.clock())
    engagements = desk.diary.day(call.principal, boutique_id, when, now)
    return BoutiqueDay(
        boutique=boutique_id,
        date=when.isoformat(),
        zone=zone,
        items=[
            DayEntry(
                advisor=one.advisor,
                proposed=one.proposed,
                start=rfc3339(one.start, zone),
                end=rfc3339(one.end, zone),
                booking=booking,
            )
            for one, booking in _seen(call, desk, engagements, now)
        ],
    )


@routes.get(
    "/v1/boutiques/{boutique_id}/diary",
    action="boutique.day",
    query=DiaryQuery,
    answers=DiaryView,
    problems=(404,),
)
def diary(call: Call, desk: DiaryDesk) -> Answer:
    """Show staff up to a week of their boutique: who works when, what can be booked, and everything that is on."""
    boutique = desk.catalogue.boutique(call.path["boutique_id"])
    first, count, now = parse_date(call.query.from_), call.query.days, minute_of(desk.clock())
    days = desk.diary.days(call.principal, boutique.id, first, count, now)
    maison = desk.catalogue.maison()
    language = maison.speaks(*call.languages)
    shift = desk.diary.shift(boutique.id, first, count)
    entries = _seen(call, desk, days.engagements, now)
    return _tagged(diary_view(maison, boutique, language, first, count, shift, entries, days.hosted))


@routes.get("/v1/boutiques/{boutique_id}/waiting", action="boutique.day", answers=WaitingView, problems=(404,))
def waiting(call: Call, desk: DiaryDesk) -> Answer:
    """Show staff the requests that wait for an answer, longest first, and the times proposed and not yet answered."""
    boutique = desk.catalogue.boutique(call.path["boutique_id"])
    now = minute_of(desk.clock())
    engagements = desk.diary.waiting(call.principal, boutique.id, now)
    entries = _seen(call, desk, engagements, now)
    return _tagged(waiting_view(boutique, entries))


def _seen(
    call: Call, desk: DiaryDesk, engagements: Sequence[Engagement], now: int
) -> list[tuple[Engagement, BookingView]]:
    """Each engagement with its booking, as the reader may see it."""
    views = desk.viewer.bookings(call.principal, [one.booking for one in engagements], now)
    return list(zip(engagements, views, strict=True))


def _tagged(view: View) -> Answer:
    """An answer that says when nothing has changed: its tag is a hash of what it shows."""
    digest = hashlib.sha256(view.model_dump_json().encode()).hexdigest()[:32]
    return Answer(view, headers={"ETag": f'"{digest}"'})
