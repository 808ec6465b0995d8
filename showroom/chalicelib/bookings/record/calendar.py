"""Her appointments as one calendar file. UIDs are those of the single files, so a calendar that has one keeps one."""

from __future__ import annotations

from chalicelib.bookings.model import PENDING, Booking, State
from chalicelib.bookings.record.service import Record
from chalicelib.boutiques.model import Maison, in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.ical import Event, Status, write
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import NotFound

_OVER = frozenset({State.CANCELLED, State.EXPIRED})


def calendar_of(record: Record, catalogue: Catalogue) -> str:
    """Return every appointment of a record in her language; one that was cancelled says so."""
    maison, now = catalogue.maison(), minute_of(record.moment)
    events = [_event(booking, record.client.language, maison, catalogue, now) for booking, _ in record.bookings]
    return write(events, now, name=maison.name)


def _event(booking: Booking, language: str, maison: Maison, catalogue: Catalogue, now: int) -> Event:
    state = booking.state_at(now)
    status: Status = "CANCELLED" if state in _OVER else "TENTATIVE" if state in PENDING else "CONFIRMED"
    name, where = booking.experience, ""
    try:  # what is offered no more keeps its bare name
        experience = maison.experience(booking.experience)
        name = in_language(experience.name, language, maison.default_language)
        boutique = catalogue.boutique(booking.boutique)
        where = ", ".join((boutique.name, *boutique.address)) if experience.form.place == "boutique" else ""
    except NotFound:
        pass
    return Event(
        uid=f"{booking.id}@showroom",
        sequence=booking.version - 1,
        start=booking.start,
        end=booking.end,
        zone=booking.zone,
        summary=f"{name}, {maison.name}",
        location=where,
        status=status,
    )
