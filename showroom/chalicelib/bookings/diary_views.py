"""What staff are shown of their boutique's days: who works when, what can be booked, and everything that is on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from chalicelib.bookings.diary import Engagement, Shift
from chalicelib.bookings.hosted import Hosting
from chalicelib.bookings.shapes import BookingView
from chalicelib.boutiques.model import Boutique, Maison, in_language
from chalicelib.calendars.spans import Span
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View

Entries = Iterable[tuple[Engagement, BookingView]]


class SpanView(View):
    """From when until when."""

    start: str
    end: str


class MemberView(View):
    """Somebody who receives, and when she works in the days that were asked for."""

    id: str
    name: str
    role: str
    languages: list[str]
    working: list[SpanView]


class OfferView(View):
    """Something staff may book here for a client, in the reader's language."""

    id: str
    name: str
    place: str
    duration: int
    max_guests: int
    needs_address: bool
    needs_telephone: bool
    able: list[str]
    """Ids of those who receive it."""


class EntryView(View):
    """One taken span of an advisor's day; `proposed` when the time is only held for a booking that may move to it."""

    advisor: str
    room: str | None
    proposed: bool
    start: str
    end: str
    created_at: str
    booking: BookingView


class HostedView(View):
    """Something that somebody hosts, in the reader's language."""

    id: str
    host: str
    name: str
    start: str
    end: str


class DiaryView(View):
    """Some days of a boutique. Times are RFC 3339 with the venue's offset."""

    boutique: str
    name: str
    city: str
    zone: str
    dates: list[str]
    open: list[SpanView]
    staff: list[MemberView]
    experiences: list[OfferView]
    items: list[EntryView]
    hosted: list[HostedView]
    """What its people host beside appointments."""


class WaitingView(View):
    """What waits for somebody's answer in a boutique."""

    boutique: str
    items: list[EntryView]


def diary_view(
    maison: Maison,
    boutique: Boutique,
    language: str,
    first: date,
    count: int,
    shift: Shift,
    entries: Entries,
    hosted: Iterable[Hosting],
) -> DiaryView:
    """Write days for a reader."""

    def hours(found: Iterable[Span]) -> list[SpanView]:
        return [SpanView(start=rfc3339(s, boutique.zone), end=rfc3339(e, boutique.zone)) for s, e in found]

    def said(text: Mapping[str, str]) -> str:
        return in_language(text, language, maison.default_language)

    return DiaryView(
        boutique=boutique.id,
        name=boutique.name,
        city=said(boutique.city),
        zone=boutique.zone,
        dates=[(first + timedelta(days=number)).isoformat() for number in range(count)],
        open=hours(shift.opening),
        staff=[
            MemberView(
                id=member.id,
                name=member.name,
                role=member.role,
                languages=list(member.languages),
                working=hours(shift.working[member.id]),
            )
            for member in boutique.staff
        ],
        experiences=[
            OfferView(
                id=one.id,
                name=said(one.name),
                place=one.form.place,
                duration=one.duration,
                max_guests=one.party.max_guests,
                needs_address=one.form.needs_address,
                needs_telephone=one.form.needs_telephone,
                able=[member.id for member in boutique.able(one)],
            )
            for one in maison.experiences
            if boutique.id in one.boutiques
        ],
        items=entry_views(boutique, entries),
        hosted=[hosted_view(one, boutique.zone, said) for one in hosted],
    )


def hosted_view(one: Hosting, zone: str, said: Callable[[Mapping[str, str]], str]) -> HostedView:
    """Write what somebody hosts, its name as it is `said` to the reader."""
    return HostedView(
        id=one.occasion.id,
        host=one.host,
        name=said(one.occasion.name),
        start=rfc3339(one.occasion.start, zone),
        end=rfc3339(one.occasion.end, zone),
    )


def waiting_view(boutique: Boutique, entries: Entries) -> WaitingView:
    """Write what waits for a reader."""
    return WaitingView(boutique=boutique.id, items=entry_views(boutique, entries))


def entry_views(boutique: Boutique, entries: Entries) -> list[EntryView]:
    """Write what is on, with the names of the rooms."""
    rooms = {room.id: room.name for room in boutique.rooms}
    return [
        EntryView(
            advisor=one.advisor,
            room=None if one.proposed else rooms.get(one.booking.room or ""),
            proposed=one.proposed,
            start=rfc3339(one.start, boutique.zone),
            end=rfc3339(one.end, boutique.zone),
            created_at=rfc3339(one.booking.created_at, boutique.zone),
            booking=view,
        )
        for one, view in entries
    ]
