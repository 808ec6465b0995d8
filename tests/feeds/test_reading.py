"""What another calendar says is taken, in minutes: recurrences, exceptions, whole days, floating times, and no more."""

from __future__ import annotations

import pytest

from chalicelib.feeds.reading import LONGEST, Unreadable, busy_spans
from tests.calendars.worlds import at

PARIS = "Europe/Paris"
FIRST = at(PARIS, "2027-03-22T00:00")
LAST = at(PARIS, "2027-05-22T00:00")


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of these events."""
    body = "".join(
        f"BEGIN:VEVENT\nUID:{number}@else.example\nDTSTAMP:20270101T000000Z\n{event}\nEND:VEVENT\n"
        for number, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//else//\n{head}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def taken(*events: str, zone: str = PARIS, head: str = "", first: int = FIRST, last: int = LAST) -> list[str]:
    """The taken times as a wall in `zone` shows them."""
    from chalicelib.foundation.clock import local_of

    spans = busy_spans(calendar(*events, head=head), zone, first, last)
    return [f"{local_of(start, zone):%m-%d %H:%M}-{local_of(end, zone):%m-%d %H:%M}" for start, end in spans]


ONE = "DTSTART:20270401T080000Z\nDTEND:20270401T090000Z"


def test_an_event_takes_its_time() -> None:
    """In UTC, in a zone, by a duration, up to the next whole minute."""
    assert taken(ONE) == ["04-01 10:00-04-01 11:00"]
    assert taken("DTSTART;TZID=Asia/Tokyo:20270401T170000\nDURATION:PT45M") == ["04-01 10:00-04-01 10:45"]
    assert taken("DTSTART:20270401T080030Z\nDTEND:20270401T085930Z") == ["04-01 10:00-04-01 11:00"]


@pytest.mark.parametrize(
    "line",
    ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "UID:abc@showroom"],
)
def test_what_takes_no_time_of_hers_takes_none_here(line: str) -> None:
    """Transparent, cancelled, marked as free, or one of our own appointments come back by her other calendar."""
    body = calendar(f"{ONE}\n{line}")
    if line.startswith("UID"):
        body = body.replace(b"UID:0@else.example\r\n", b"")
    assert busy_spans(body, PARIS, FIRST, LAST) == ()


def test_whole_days_and_floating_times_are_on_her_clock() -> None:
    """A day is from midnight to midnight where she works, also the one of 23 hours; so is a time without a zone."""
    day = "DTSTART;VALUE=DATE:20270328\nDTEND;VALUE=DATE:20270329"
    assert taken(day) == ["03-28 00:00-03-29 00:00"]
    (span,) = busy_spans(calendar(day), PARIS, FIRST, LAST)
    assert span.end - span.start == 23 * 60
    assert taken("DTSTART;VALUE=DATE:20270401") == ["04-01 00:00-04-02 00:00"]
    floating = "DTSTART:20270401T090000\nDTEND:20270401T100000"
    assert taken(floating) == taken(floating, zone="Asia/Tokyo") == ["04-01 09:00-04-01 10:00"]


def test_what_recurs_is_expanded_with_its_exceptions() -> None:
    """Weekly over the change of clocks, one left out, one moved: on the wall it stays at ten."""
    weekly = (
        "DTSTART;TZID=Europe/Paris:20270322T100000\nDTEND;TZID=Europe/Paris:20270322T110000\n"
        "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Paris:20270329T100000"
    )
    moved = (
        "DTSTART;TZID=Europe/Paris:20270406T150000\nDTEND;TZID=Europe/Paris:20270406T153000\n"
        "RECURRENCE-ID;TZID=Europe/Paris:20270405T100000"
    )
    body = calendar(weekly, moved).replace(b"1@else", b"0@else")
    spans = busy_spans(body, PARIS, FIRST, LAST)
    expected = [("2027-03-22T10:00", 60), ("2027-04-06T15:00", 30), ("2027-04-12T10:00", 60)]
    assert list(spans) == [(at(PARIS, start), at(PARIS, start) + length) for start, length in expected]


def test_a_zone_that_the_calendar_brings_itself_is_understood() -> None:
    """A VTIMEZONE of a made-up name."""
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Atelier\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0300\n"
        "TZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    assert taken("DTSTART;TZID=Atelier:20270401T110000\nDURATION:PT1H", head=zone) == ["04-01 10:00-04-01 11:00"]


def test_nothing_is_looked_at_beyond_a_year_or_outside_what_was_asked() -> None:
    """A daily event without an end is cut at both sides; what touches is one."""
    daily = "DTSTART:20200101T000000Z\nDURATION:P1D\nRRULE:FREQ=DAILY"
    assert list(busy_spans(calendar(daily), PARIS, FIRST, LAST)) == [(FIRST, LAST)]
    (span,) = busy_spans(calendar(daily), PARIS, FIRST, FIRST + 10 * LONGEST)
    assert span.end == FIRST + LONGEST


@pytest.mark.parametrize(
    "body",
    [
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\n\xff\xfe\x00",
        pytest.param(
            calendar("DTSTART:20270401T080000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY;INTERVAL=2"),
            marks=pytest.mark.proof,
        ),
    ],
)
def test_what_cannot_be_understood_is_said_to_be_so(body: bytes) -> None:
    """Torn, no text, or more events than anybody's life holds: no guess is made."""
    with pytest.raises(Unreadable):
        busy_spans(body, PARIS, FIRST, LAST)


def test_one_bad_event_does_not_hide_the_others() -> None:
    """A rule that nobody understands is left aside."""
    assert taken("DTSTART:20270402T080000Z\nDURATION:PT1H\nRRULE:FREQ=FORTNIGHTLY", ONE)[0] == "04-01 10:00-04-01 11:00"
