"""An evening as calendars keep it: a guest's own, and those of its hosts. Pure.

UID stays for life and SEQUENCE rises with each version, in letters, on her page and in an advisor's subscription, so
that whatever comes later replaces what came before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from chalicelib.calendars import ical
from chalicelib.events.guests.model import SEATED, Guest, GuestState
from chalicelib.events.model import Event
from chalicelib.events.shapes import InvitationView

LetterMethod = Literal["REQUEST", "CANCEL"]
_TAKES = frozenset({"event.accepted", "event.changed", "event.moved", "event.film_moved"})
_GIVES_BACK = frozenset({"event.cancelled", "event.called_off"})


def calendar_file(
    event: Event, guest: Guest, seen: InvitationView, now: int, method: Literal["REQUEST", "PUBLISH"] = "PUBLISH"
) -> str:
    """Return her sitting as an iCalendar file in her language, made at minute `now`, as her page hands it out."""
    about = ", ".join([*seen.event.hosts, seen.event.boutique.telephone])
    return ical.write([_hers(event, guest, f"{seen.event.title}, {seen.maison}", about)], now, method)


def method_of(kind: str, guest: Guest) -> LetterMethod | None:
    """Return what a letter's file does with her calendar: only of who has, or had, a seat it does anything."""
    if kind in _TAKES and guest.state is GuestState.ACCEPTED:
        return "REQUEST"
    if kind in _GIVES_BACK and any(receipt.state is GuestState.ACCEPTED for receipt in guest.receipts):
        return "CANCEL"
    return None


def enclosed(event: Event, guest: Guest, summary: str, about: str, link: str, now: int, method: LetterMethod) -> str:
    """Return her sitting as a letter encloses it, with her page; what is withdrawn has none any more."""
    return ical.write([_hers(event, guest, summary, about, link if method == "REQUEST" else "")], now, method)


def enclosed_for_host(event: Event, summary: str, hosts: Iterable[str], now: int, method: LetterMethod) -> str:
    """Return all sittings of an event as the letter to one of its hosts encloses them."""
    about = ", ".join(hosts)
    entries = [
        ical.Event(
            uid=f"{event.id}-{one.id}@showroom",
            sequence=event.version - 1,
            start=one.start,
            end=one.end,
            zone=event.zone,
            summary=summary,
            description=about,
        )
        for one in event.sittings
    ]
    return ical.write(entries, now, method)


def _hers(event: Event, guest: Guest, summary: str, about: str, link: str = "") -> ical.Event:
    sitting = event.sitting(guest.sitting) or event.sittings[0]
    return ical.Event(
        uid=f"{guest.id}@showroom",
        sequence=guest.version - 1,
        start=sitting.start,
        end=sitting.end,
        zone=event.zone,
        summary=summary,
        status="CONFIRMED" if guest.state in SEATED else "TENTATIVE",
        description=about,
        url=link,
    )
