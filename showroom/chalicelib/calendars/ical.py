"""Writes RFC 5545 calendars, by hand and purely: an appointment for a mail, a feed of many. Never reads one.

Whatever a person typed comes out as text: escaped, without control characters, folded. A time is written on the wall
clock of its zone with a VTIMEZONE that says what that clock does around it, so no reader needs to know the zone; a time
that the wall shows for the second time, which RFC 5545 cannot say in a zone, is written in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from chalicelib.calendars.zones import changes, instant, offset_at
from chalicelib.foundation.clock import moment_of

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
Status = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]

_PRODUCT = "-//Showroom//Appointments//EN"
_AROUND = 366 * 1440  # minutes of clock changes told before the first and after the last event
_OCTETS = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|\r|\u2028|\u2029|\x85")
_URI_SAFE = "!#$&'()*+,/:;=?@[]~%"


@dataclass(frozen=True, slots=True)
class Person:
    """An organizer or attendee: an e-mail address and the name to show."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder shown some minutes before the start."""

    minutes_before: int
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment, UTC minutes [start, end) shown in an IANA zone.

    `uid` stays the same for life and `sequence` grows with each change, so that a reader replaces what it had.
    """

    uid: str
    sequence: int
    start: int
    end: int
    zone: str
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    status: Status = "CONFIRMED"
    organizer: Person | None = None
    attendees: tuple[Person, ...] = ()
    alarms: tuple[Alarm, ...] = ()


def write(events: Iterable[Event], stamp: int, method: Method = "PUBLISH", name: str = "") -> str:
    """Return a VCALENDAR, lines ended by CRLF; `stamp` is the UTC minute at which it was made.

    CANCEL makes every event CANCELLED. `name` is the title of a feed. Raises ZoneInfoNotFoundError for an unknown zone.
    """
    listed = tuple(events)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    if name:
        lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
    for zone in sorted({event.zone for event in listed if not _in_utc(event)}):
        lines += _timezone(zone, [event for event in listed if event.zone == zone])
    for event in listed:
        lines += _event(event, stamp, method)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(event: Event, stamp: int, method: Method) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_utc(stamp)}"
    for label, minute in (("DTSTART", event.start), ("DTEND", event.end)):
        yield f"{label}:{_utc(minute)}" if _in_utc(event) else f"{label};TZID={event.zone}:{_local(event.zone, minute)}"
    yield f"SUMMARY:{_text(event.summary)}"
    for label, value in (("LOCATION", event.location), ("DESCRIPTION", event.description)):
        if value:
            yield f"{label}:{_text(value)}"
    if event.url:
        yield f"URL:{_uri(event.url)}"
    yield f"STATUS:{'CANCELLED' if method == 'CANCEL' else event.status}"
    if event.organizer:
        yield f"ORGANIZER{_common_name(event.organizer)}:{_mailto(event.organizer)}"
    for person in event.attendees:
        role = ";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE"
        yield f"ATTENDEE{_common_name(person)}{role}:{_mailto(person)}"
    for alarm in event.alarms:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(alarm.text)}")
        yield from (f"TRIGGER:-PT{alarm.minutes_before}M", "END:VALARM")
    yield "END:VEVENT"


def _timezone(zone: str, events: Sequence[Event]) -> Iterator[str]:
    """Yield a VTIMEZONE with each clock change from a year before these events to a year after, one by one."""
    first = min(event.start for event in events) - _AROUND
    last = max(event.end for event in events) + _AROUND
    offset = offset_at(zone, first)
    yield from ("BEGIN:VTIMEZONE", f"TZID:{zone}")
    yield from _observance(zone, first, offset, offset)
    for minute, before, after in changes(zone, first, last):
        yield from _observance(zone, minute, before, after)
    yield "END:VTIMEZONE"


def _observance(zone: str, minute: int, before: int, after: int) -> Iterator[str]:
    local = moment_of(minute).astimezone(ZoneInfo(zone))
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{moment_of(minute + before):%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_offset(before)}"
    yield f"TZOFFSETTO:{_offset(after)}"
    yield f"TZNAME:{_text(local.tzname() or zone)}"
    yield f"END:{kind}"


def _in_utc(event: Event) -> bool:
    """Say whether an event must be written in UTC: it is, or its wall time is shown for the second time."""
    zone = event.zone
    return zone == "UTC" or any(
        instant(zone, minute + offset_at(zone, minute)) != minute for minute in (event.start, event.end)
    )


def _utc(minute: int) -> str:
    return f"{moment_of(minute):%Y%m%dT%H%M%SZ}"


def _local(zone: str, minute: int) -> str:
    return f"{moment_of(minute + offset_at(zone, minute)):%Y%m%dT%H%M%S}"


def _offset(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}{rest:02d}"


def _clean(text: str) -> str:
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def _text(text: str) -> str:
    """Write a TEXT value: the four characters that mean something are escaped, other control characters are dropped."""
    escaped = _clean(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _common_name(person: Person) -> str:
    """Write a CN parameter; quoted, so only quotes and line ends need to go."""
    name = _clean(person.name).replace("\n", " ").replace("\t", " ").replace('"', "'").strip()
    return f';CN="{name}"' if name else ""


def _mailto(person: Person) -> str:
    """Write an e-mail address as a URI that can carry nothing else: no header, no second line."""
    return "mailto:" + _uri(person.email, safe="@!$'*+=")


def _uri(text: str, safe: str = _URI_SAFE) -> str:
    """Write an address so that nothing in it ends the line: what is not allowed in a URI is percent-encoded."""
    return quote(_clean(text).replace("\n", ""), safe=safe)


def _folded(line: str) -> str:
    """Fold a line so that none is longer than 75 octets of UTF-8 and no character is torn apart."""
    pieces, piece, room = [], "", _OCTETS
    for character in line:
        octets = len(character.encode())
        if octets > room:
            pieces.append(piece)
            piece, room = "", _OCTETS - 1  # the space that begins the next line counts
        piece += character
        room -= octets
    return "\r\n ".join([*pieces, piece])
