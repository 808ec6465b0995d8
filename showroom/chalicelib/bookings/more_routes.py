"""HTTP around bookings: where one could move to, a boutique's day, and wishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.bookings.bodies import DayQuery, PageQuery, WishBody
from chalicelib.bookings.calls import contact_of, keyed
from chalicelib.bookings.diary import Diary
from chalicelib.bookings.reading import BY_CLIENT
from chalicelib.bookings.service import Bookings
from chalicelib.bookings.views import BoutiqueDay, DayEntry, Viewer, WishList, WishReceipt, WishView
from chalicelib.bookings.wishes.model import Wish
from chalicelib.bookings.wishes.service import Wishes
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.bodies import DaysQuery
from chalicelib.calendars.service import Availability
from chalicelib.calendars.views import AvailabilityView, availability_view
from chalicelib.clients.service import Clients
from chalicelib.foundation.clock import Clock, minute_of, parse_date, rfc3339
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("around_bookings")


@dataclass(frozen=True)
class Around:
    """What these routes need of the house."""

    bookings: Bookings
    viewer: Viewer
    availability: Availability
    catalogue: Catalogue
    clients: Clients
    diary: Diary
    wishes: Wishes
    clock: Clock


@routes.get(
    "/v1/bookings/{booking_id}/availability",
    action="booking.reschedule",
    query=DaysQuery,
    answers=AvailabilityView,
    problems=(404,),
)
def where_to(call: Call, around: Around) -> AvailabilityView:
    """List the starts to which a booking could move; its own time does not stand in its way."""
    booking = around.bookings.get(call.principal, call.path["booking_id"], "booking.reschedule")
    wanted = around.bookings.wanted(booking, by_staff=call.principal.role not in BY_CLIENT)
    first: date = parse_date(call.query.from_)
    days, later = around.availability.days_and_next(wanted, first, call.query.days, minute_of(around.clock()))
    maison = around.catalogue.maison()
    language = maison.speaks(*call.languages, booking.language)
    return availability_view(
        wanted.boutique, wanted.experience, days, later, language, maison.default_language, booking.advisor
    )


@routes.get(
    "/v1/boutiques/{boutique_id}/day", action="boutique.day", query=DayQuery, answers=BoutiqueDay, problems=(404,)
)
def day(call: Call, around: Around) -> BoutiqueDay:
    """Show staff their boutique's live bookings on one day."""
    boutique_id = call.path["boutique_id"]
    when = parse_date(call.query.date)
    now = minute_of(around.clock())
    bookings = around.diary.day(call.principal, boutique_id, when, now)
    return BoutiqueDay(
        boutique=boutique_id,
        date=when.isoformat(),
        zone=around.catalogue.boutique(boutique_id).zone,
        items=[
            DayEntry(advisor=booking.advisor, booking=around.viewer.booking(call.principal, booking, now))
            for booking in bookings
        ],
    )


@routes.post(
    "/v1/wishes",
    action="wish.create",
    body=WishBody,
    answers=WishReceipt,
    status=201,
    idempotent=True,
    problems=(404, 422, 503),
)
def leave_wish(call: Call, around: Around) -> Answer:
    """Leave a wish for when nothing offered suits."""
    body: WishBody = call.body
    country = around.catalogue.boutique(body.boutique).country
    contact = contact_of(body.client, country) if body.client else None
    wish = Wish("", body.boutique, body.experience, "", body.language, 0, body.days, body.part, body.words)
    wish_id, replayed = around.wishes.leave(call.principal, wish, contact, keyed(call, "wish"))
    return Answer(WishReceipt(id=wish_id), 201, replayed=replayed)


@routes.get(
    "/v1/boutiques/{boutique_id}/wishes", action="wish.list", query=PageQuery, answers=WishList, problems=(404,)
)
def list_wishes(call: Call, around: Around) -> WishList:
    """List a boutique's wishes to its staff, latest first."""
    start = call.cursor.decode(call.query.after) if call.query.after else None
    boutique_id = call.path["boutique_id"]
    page, names = around.wishes.of_boutique(call.principal, boutique_id, call.query.limit, start)
    zone = around.catalogue.boutique(boutique_id).zone
    items = [
        WishView(
            id=wish.id,
            experience=wish.experience,
            client_name=names[wish.id],
            created_at=rfc3339(wish.created_at, zone),
            days=list(wish.days),
            part=wish.part,
            words=wish.words,
        )
        for wish in page.items
    ]
    return WishList(items=items, after=call.cursor.encode(page.next_start) if page.next_start else None)
