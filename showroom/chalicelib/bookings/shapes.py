"""The shapes in which bookings are shown, field by field."""

from __future__ import annotations

from typing import Any

from chalicelib.http.bodies import View


class BoutiqueRef(View):
    """The boutique of a booking."""

    id: str
    name: str
    city: str
    zone: str
    telephone: str


class ExperienceRef(View):
    """The experience of a booking."""

    id: str
    name: str
    kind: str
    place: str
    duration: int


class AdvisorRef(View):
    """Who receives."""

    name: str


class PartyView(View):
    """How many come."""

    adults: int
    children: int


class RoomTimes(View):
    """When the video room lets people in."""

    opens_at: str
    closes_at: str


class PolicyView(View):
    """Until when it can be changed or cancelled, in words and as instants."""

    text: str
    change_until: str
    cancel_until: str
    late: str


class PrivateView(View):
    """What only the client herself and the boutique's staff see."""

    client: dict[str, Any]
    address: dict[str, Any] | None
    note: str
    access_needs: str
    interests: list[str]
    surprise: bool
    on_behalf_of: str


class HouseView(View):
    """What is for the house's people alone: the reason for a time outside hours, whether she came in without an
    appointment, and the series that it is one of."""

    outside: str | None
    walk_in: bool
    series: str | None


class ProposalView(View):
    """A time that the house proposes, held until `expires_at`; her answer names it by its number.

    Boutique and experience are those of the appointment, or what it would be instead.
    """

    number: int
    start: str
    end: str
    zone: str
    boutique: BoutiqueRef
    experience: ExperienceRef
    advisor: AdvisorRef | None
    expires_at: str


class BookingView(View):
    """One appointment. Times are RFC 3339 with the venue's offset, beside its IANA zone."""

    id: str
    state: str
    version: int
    boutique: BoutiqueRef
    experience: ExperienceRef
    start: str
    end: str
    zone: str
    client_zone: str | None
    advisor: AdvisorRef | None
    language: str
    party: PartyView
    expires_at: str | None
    proposals: list[ProposalView]
    to_be_moved: bool
    late_by: int | None
    room: RoomTimes | None
    can: list[str]
    policy: PolicyView
    first_name: str | None
    private: PrivateView | None
    house: HouseView | None


class LastTimeView(View):
    """What she did last time. The advisor is left out where she receives this no longer."""

    experience: ExperienceRef
    boutique: BoutiqueRef
    start: str
    advisor: AdvisorRef | None
    party: PartyView


class LastView(View):
    """As last time, or nothing."""

    last: LastTimeView | None


class BookingList(View):
    """A page of bookings; `after` asks for the next one."""

    items: list[BookingView]
    after: str | None


class RefusedView(View):
    """A date of a series that was not to be had: why, whether a reason would help, and fresh starts near it."""

    start: str
    because: list[str]
    with_reason: bool
    alternatives: list[str]


class SeriesView(View):
    """A series: what is booked, in order, and what was refused."""

    series: str
    booked: list[BookingView]
    refused: list[RefusedView]


class RestView(View):
    """What was cancelled of a series, in order, and what is left of it because it has begun."""

    series: str
    cancelled: list[BookingView]
    left: list[BookingView]


class DayEntry(View):
    """One taken span of an associate's day; `proposed` when the time is only held for a booking that may move to it."""

    advisor: str
    proposed: bool
    start: str
    end: str
    booking: BookingView


class BoutiqueDay(View):
    """A boutique's live bookings on one day, by start."""

    boutique: str
    date: str
    zone: str
    items: list[DayEntry]


class DoorView(View):
    """The door of a video room. `join` lives only in this answer."""

    state: str
    opens_at: str
    closes_at: str
    telephone: str
    provider: str | None
    url: str | None
    join: dict[str, Any] | None
