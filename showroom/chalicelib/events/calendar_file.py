"""An evening as a guest's own calendar keeps it."""

from __future__ import annotations

from typing import Literal

from chalicelib.calendars import ical
from chalicelib.events.guests.model import SEATED, Guest
from chalicelib.events.model import Event
from chalicelib.events.shapes import InvitationView


def calendar_file(
    event: Event, guest: Guest, seen: InvitationView, now: int, method: Literal["REQUEST", "PUBLISH"] = "PUBLISH"
) -> str:
    """Return her sitting as an iCalendar file in her language, made at minute `now`.

    UID stays for the invitation's life and SEQUENCE rises with each version, so that what comes later replaces it.
    """
    sitting = event.sitting(guest.sitting) or event.sittings[0]
    entry = ical.Event(
        uid=f"{guest.id}@showroom",
        sequence=guest.version - 1,
        start=sitting.start,
        end=sitting.end,
        zone=event.zone,
        summary=f"{seen.event.title}, {seen.maison}",
        status="CONFIRMED" if guest.state in SEATED else "TENTATIVE",
        description=", ".join([*seen.event.hosts, seen.event.boutique.telephone]),
    )
    return ical.write([entry], now, method)
