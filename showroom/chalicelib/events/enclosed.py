"""The calendar files of events: one UID for life, SEQUENCE rising with each version, withdrawn when it is no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from chalicelib.calendars.ical import Event as Entry
from chalicelib.calendars.ical import write
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event, Sitting

Method = Literal["REQUEST", "CANCEL"]
_TAKES = frozenset({"event.accepted", "event.changed", "event.moved"})
_GIVES_BACK = frozenset({"event.cancelled", "event.called_off"})


def method_of(kind: str, guest: Guest) -> Method | None:
    """Return what a letter's file does with her calendar: only of who has, or had, a seat it does anything."""
    if kind in _TAKES and guest.state is GuestState.ACCEPTED:
        return "REQUEST"
    if kind in _GIVES_BACK and any(receipt.state is GuestState.ACCEPTED for receipt in guest.receipts):
        return "CANCEL"
    return None


def for_guest(
    event: Event, guest: Guest, sitting: Sitting, summary: str, telephone: str, link: str, now: int, method: Method
) -> str:
    """Return a guest's sitting as an iCalendar file; what is withdrawn has no link any more."""
    entry = Entry(
        uid=f"{guest.id}@showroom",
        sequence=guest.version - 1,
        start=sitting.start,
        end=sitting.end,
        zone=event.zone,
        summary=summary,
        description=telephone,
        url=link if method == "REQUEST" else "",
    )
    return write([entry], now, method)


def for_host(event: Event, host: str, summary: str, names: Iterable[str], now: int, method: Method) -> str:
    """Return all sittings of an event as one iCalendar file for a host, who is withdrawn from them or not."""
    entries = [
        Entry(
            uid=f"{event.id}.{one.id}.{host}@showroom",
            sequence=event.version - 1,
            start=one.start,
            end=one.end,
            zone=event.zone,
            summary=summary,
            description=", ".join(names),
        )
        for one in event.sittings
    ]
    return write(entries, now, method)
