"""A record as it is given out: plain JSON, every field named, instants in RFC 3339."""

from __future__ import annotations

from typing import Any

from chalicelib.bookings.details import Details
from chalicelib.bookings.model import Booking
from chalicelib.bookings.record.service import Record
from chalicelib.clients.cards.views import ClientCard, card_view
from chalicelib.clients.purchases.views import PurchaseView, purchase_view
from chalicelib.clients.texts import text_of
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View

FORMAT = "showroom-record-1"


class RecordConsent(View):
    """Her last word about one channel and one purpose, and the sentence it was said to, where it is still known."""

    channel: str
    purpose: str
    state: str
    at: str
    mechanism: str
    text_version: str
    text: str | None


class RecordBooking(View):
    """One appointment, whatever became of it, with what she said about it."""

    id: str
    state: str
    boutique: str
    experience: str
    start: str
    end: str
    zone: str
    advisor: str
    language: str
    adults: int
    children: int
    created_at: str
    note: str
    access_needs: str
    interests: tuple[str, ...]
    surprise: bool
    on_behalf_of: str
    address: dict[str, Any] | None


class RecordWish(View):
    """What she wished without a time."""

    id: str
    boutique: str
    experience: str
    created_at: str
    days: tuple[str, ...]
    part: str
    words: str


class RecordDelegate(View):
    """Whom she named to book for her."""

    id: str
    name: str
    email: str
    since: str
    until: str


class RecordLetter(View):
    """A message that left the house for her."""

    about: str
    """`booking#<id>`, `wish#<id>` or `delegate#<id>`."""
    kind: str
    channel: str
    due_at: str
    state: str
    """`sent`, `bounced`, or `unknown` where no answer came from who was to carry it."""


class RecordRow(View):
    """Who did what with her card, and when."""

    at: str
    action: str
    by: str
    """Role and id."""
    reason: str | None


class RecordView(View):
    """Everything the house holds about one client."""

    format: str
    made_at: str
    maison: str
    card: ClientCard
    """Its `manager_note` is null in her own copy."""
    suppressed: tuple[str, ...]
    """Channels on which nothing but her own appointments is ever written of."""
    consents: tuple[RecordConsent, ...]
    bookings: tuple[RecordBooking, ...]
    wishes: tuple[RecordWish, ...]
    delegates: tuple[RecordDelegate, ...]
    purchases: tuple[PurchaseView, ...]
    letters: tuple[RecordLetter, ...]
    audit: tuple[RecordRow, ...]
    cut: tuple[str, ...]
    """Lists of which only the latest entries are here: 500 bookings, 1,000 purchases, 500 rows of the audit."""


def record_view(record: Record, maison: str) -> RecordView:
    """Return a record as it is given out."""
    card = card_view(record.card)
    return RecordView(
        format=FORMAT,
        made_at=f"{record.moment:%Y-%m-%dT%H:%M:%SZ}",
        maison=maison,
        card=card.model_copy(update={"manager_note": record.card.profile.manager_note if record.for_staff else None}),
        suppressed=record.suppressed,
        consents=tuple(
            RecordConsent(
                channel=one.channel,
                purpose=one.purpose,
                state=one.state,
                at=rfc3339(one.at),
                mechanism=one.mechanism,
                text_version=one.text,
                text=text_of(one.text, maison),
            )
            for one in record.client.preferences.consents
        ),
        bookings=tuple(_booking(booking, details) for booking, details in record.bookings),
        wishes=tuple(
            RecordWish(
                id=one.id,
                boutique=one.boutique,
                experience=one.experience,
                created_at=rfc3339(one.created_at),
                days=one.days,
                part=one.part,
                words=one.words,
            )
            for one in record.wishes
        ),
        delegates=tuple(
            RecordDelegate(
                id=one.id,
                name=one.contact.name.display if one.contact else "",
                email=one.contact.email if one.contact else "",
                since=rfc3339(one.since),
                until=rfc3339(one.expires_at if one.revoked_at is None else one.revoked_at),
            )
            for one in record.delegates
        ),
        purchases=tuple(purchase_view(one) for one in record.purchases),
        letters=tuple(
            RecordLetter(
                about=told.subject,
                kind=told.notice.kind,
                channel=told.notice.channel,
                due_at=rfc3339(told.notice.due),
                state=told.notice.state,
            )
            for told in record.letters
        ),
        audit=tuple(
            RecordRow(at=rfc3339(int(row.at) // 60), action=row.action, by=row.actor, reason=row.reason)
            for row in record.rows
        ),
        cut=record.cut,
    )


def _booking(booking: Booking, details: Details) -> RecordBooking:
    return RecordBooking(
        id=booking.id,
        state=booking.state,
        boutique=booking.boutique,
        experience=booking.experience,
        start=rfc3339(booking.start, booking.zone),
        end=rfc3339(booking.end, booking.zone),
        zone=booking.zone,
        advisor=booking.advisor,
        language=booking.language,
        adults=booking.adults,
        children=booking.children,
        created_at=rfc3339(booking.created_at),
        note=details.note,
        access_needs=details.access_needs,
        interests=details.interests,
        surprise=details.surprise,
        on_behalf_of=details.on_behalf_of,
        address=dict(details.address) if details.address else None,
    )
