"""Calendars are RFC 5545 that others read as we meant it: times, text, folding, and nothing smuggled in."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.calendars.ical import Alarm, Event, Method, Person, write
from chalicelib.foundation.clock import moment_of
from tests.calendars.worlds import CLOCK_CHANGES, at

STAMP = at("UTC", "2027-01-04T09:00")
START = at("Europe/Paris", "2027-03-28T15:00")


def event(**changes: object) -> Event:
    """An hour in Paris on the day on which clocks change."""
    values: dict[str, object] = {
        "uid": "01J@maison.example",
        "sequence": 3,
        "start": START,
        "end": START + 60,
        "zone": "Europe/Paris",
        "summary": "Private presentation",
    }
    return Event(**values | changes)  # type: ignore[arg-type]


def read(text: str) -> icalendar.Calendar:
    """Parse what we wrote, strictly."""
    calendar = icalendar.Calendar.from_ical(text)
    assert isinstance(calendar, icalendar.Calendar)
    assert not any(component.errors for component in calendar.walk())
    return calendar


def only_event(text: str) -> icalendar.Event:
    """Return the one event of a calendar."""
    (found,) = read(text).walk("VEVENT")
    assert isinstance(found, icalendar.Event)
    return found


def test_an_appointment_is_read_back_as_it_was_meant() -> None:
    """Every property survives: times in their zone, text, people, alarm."""
    alarm = Alarm(120, "Your car is on its way")
    text = write(
        [
            event(
                location="12, rue de la Paix; Paris",
                description="First line\nSecond \\ line",
                url="https://maison.example/v/1?a=b#t=c",
                organizer=Person("giulia@maison.example", "Giulia Conti"),
                attendees=(Person("li.wei@example.com", "李 薇"), Person("nobody@example.com")),
                alarms=(alarm,),
            )
        ],
        STAMP,
        "REQUEST",
    )
    found = only_event(text)
    assert found.decoded("DTSTART") == moment_of(START)
    assert found.decoded("DTEND") == moment_of(START + 60)
    assert found["DTSTART"].params["TZID"] == "Europe/Paris"
    assert found.decoded("DTSTAMP") == moment_of(STAMP)
    assert (found["UID"], found["SEQUENCE"], found["STATUS"]) == ("01J@maison.example", 3, "CONFIRMED")
    assert found["LOCATION"] == "12, rue de la Paix; Paris"
    assert found["DESCRIPTION"] == "First line\nSecond \\ line"
    assert found["URL"] == "https://maison.example/v/1?a=b#t=c"
    assert (found["ORGANIZER"], found["ORGANIZER"].params["CN"]) == ("mailto:giulia@maison.example", "Giulia Conti")
    assert [each.params.get("CN") for each in found["ATTENDEE"]] == ["李 薇", None]
    (shown,) = found.walk("VALARM")
    assert (shown["DESCRIPTION"], shown.decoded("TRIGGER")) == (alarm.text, dt.timedelta(minutes=-120))
    assert read(text)["METHOD"] == "REQUEST"


@pytest.mark.parametrize(
    ("method", "status"), [("PUBLISH", "TENTATIVE"), ("REQUEST", "TENTATIVE"), ("CANCEL", "CANCELLED")]
)
def test_the_method_is_written_and_cancel_cancels(method: Method, status: str) -> None:
    """CANCEL makes the event CANCELLED whatever it was; the others leave its status."""
    text = write([event(status="TENTATIVE")], STAMP, method)
    assert (read(text)["METHOD"], only_event(text)["STATUS"]) == (method, status)


@pytest.mark.parametrize(
    ("zone", "date"), [*CLOCK_CHANGES, ("Europe/Dublin", dt.date(2027, 3, 28)), ("Asia/Tokyo", dt.date(2027, 1, 1))]
)
def test_the_written_timezone_alone_gives_the_right_instants(zone: str, date: dt.date) -> None:
    """A reader that knows only our VTIMEZONE finds the instant of every event around a change of clocks."""
    noon = at(zone, f"{date}T12:00")
    for start in range(noon - 1500, noon + 1500, 173):
        text = write([event(zone=zone, start=start, end=start + 30)], STAMP)
        found = only_event(text)
        if "TZID" not in found["DTSTART"].params:
            continue
        (timezone,) = read(text).walk("VTIMEZONE")
        assert isinstance(timezone, icalendar.Timezone)
        assert timezone["TZID"] == found["DTSTART"].params["TZID"] == zone
        ours = timezone.to_tz(lookup_tzid=False)
        wall = found.decoded("DTSTART").replace(tzinfo=None)
        offset = wall.replace(tzinfo=ours).utcoffset()
        assert (wall - offset).replace(tzinfo=dt.UTC) == moment_of(start)


def test_a_wall_time_shown_for_the_second_time_is_written_in_utc() -> None:
    """RFC 5545 reads an ambiguous local time as the first; the second 02:30 of an autumn night is therefore UTC."""
    first = at("Europe/Paris", "2027-10-31T02:30")
    local, utc = (only_event(write([event(start=start, end=start + 15)], STAMP)) for start in (first, first + 60))
    assert local["DTSTART"].params["TZID"] == "Europe/Paris"
    assert "TZID" not in utc["DTSTART"].params
    for found, minute in ((local, first), (utc, first + 60)):  # an ambiguous time equals no time of another zone
        assert found.decoded("DTSTART").astimezone(dt.UTC) == moment_of(minute)
    again = write([event(start=first + 60, end=first + 90)], STAMP)
    assert "VTIMEZONE" not in again


def test_a_feed_has_a_name_each_zone_once_and_any_number_of_events() -> None:
    """Three events in two zones and one in UTC need two VTIMEZONEs; an empty feed is still a calendar."""
    zones = ["Europe/Paris", "Asia/Tokyo", "Europe/Paris", "UTC"]
    text = write([event(zone=zone) for zone in zones], STAMP, name="Atelier, Paris")
    assert "NAME:Atelier\\, Paris\r\nX-WR-CALNAME:Atelier\\, Paris\r\n" in text
    feed = read(text)
    assert [str(each["TZID"]) for each in feed.walk("VTIMEZONE")] == ["Asia/Tokyo", "Europe/Paris"]
    assert [each.decoded("DTSTART") for each in feed.walk("VEVENT")] == [moment_of(START)] * 4
    assert read(write([], STAMP)).walk("VEVENT") == []


INJECTIONS = [
    "Tea\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:mine",
    "a\nATTENDEE:mailto:eve@example.com",
    "a\rX:1",
    "a\u2028X:1\u2029Y:2\x85Z:3",
    'x";CN=eve:mailto:eve@example.com',
    "\\n\\;\\,\\\\",
    "null\x00bell\x07del\x7fescape\x1b[31m",
    "\ud800lone surrogate",
    "日本語" * 60,
    "👩‍👩‍👧" * 20,
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_was_typed_comes_out_as_text(text: str) -> None:
    """In no field does a string make a line, a parameter or a component of its own."""
    person = Person(f"a{text}@example.com", text)
    written = write(
        [
            event(
                uid=text,
                summary=text,
                location=text,
                description=text,
                url=f"https://x.example/{text}",
                organizer=person,
                attendees=(person,),
                alarms=(Alarm(5, text),),
            )
        ],
        STAMP,
        name=text,
    )
    plain = write(
        [
            event(
                location="x",
                description="x",
                url="x",
                organizer=Person("x", "x"),
                attendees=(Person("x", "x"),),
                alarms=(Alarm(5, "x"),),
            )
        ],
        STAMP,
        name="x",
    )
    found, model = read(written), read(plain)
    assert [each.name for each in found.walk()] == [each.name for each in model.walk()]
    for one, other in zip(found.walk(), model.walk(), strict=True):
        assert set(one) == set(other)
    shown = only_event(written)
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    for line_end in "\u2028\u2029\x85":
        expected = expected.replace(line_end, "\n")
    expected = "".join(each for each in expected if each == "\n" or (ord(each) >= 32 and not 0x7F <= ord(each) < 0xA0))
    expected = expected.encode("utf-8", "ignore").decode()
    assert shown["SUMMARY"] == shown["DESCRIPTION"] == expected
    assert set(shown["ORGANIZER"].params) == {"CN"}


def test_a_name_stays_inside_its_quotes() -> None:
    """A double quote, which a parameter cannot hold, becomes a single one: no parameter of the name's own making."""
    text = write([event(organizer=Person("a@example.com", 'Li "Lucky";ROLE="CHAIR" Wei'))], STAMP)
    assert only_event(text)["ORGANIZER"].params == {"CN": "Li 'Lucky';ROLE='CHAIR' Wei"}


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
@example("x" * 400)
@example("é" * 200)
@example("👩" * 100)
def test_lines_are_folded_at_75_octets_and_no_character_is_torn(text: str) -> None:
    """Every line ends in CRLF and has at most 75 octets of valid UTF-8; unfolding gives the text back."""
    written = write([event(summary=text)], STAMP).encode()
    assert written.endswith(b"\r\n")
    for line in written.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert only_event(written.decode())["SUMMARY"].count("\n") <= len(text)


def test_local_times_are_those_on_the_wall() -> None:
    """15:00 in Paris is written 15:00, in summer and in winter."""
    for day in ("2027-01-15", "2027-07-15"):
        start = at("Europe/Paris", f"{day}T15:00")
        text = write([event(start=start, end=start + 60)], STAMP)
        assert f"DTSTART;TZID=Europe/Paris:{day.replace('-', '')}T150000\r\n" in text
        assert only_event(text).decoded("DTSTART").astimezone(ZoneInfo("Europe/Paris")).hour == 15
