"""Every letter of every language, read back by parsers that are not ours: Python's mail parser and icalendar."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage
from html.parser import HTMLParser

import icalendar
import pytest

from chalicelib.calendars.ical import Event, write
from chalicelib.messaging.letters import Letters
from chalicelib.messaging.mime import mime
from chalicelib.messaging.model import Message, Recipient
from tests.messaging.golden import LANGUAGES, messages
from tests.messaging.office import SENDER
from tests.messaging.values import START, message

TRICKS = (
    "Anna\r\nBcc: all@evil.example",
    "Anna\nContent-Type: text/html\n\n<script>",
    'Anna" <evil@evil.example>, "',
    "Anna\u2028Subject: x\u202e\x00",
    "Anna\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil",
    "Anna;X=1,Y:2\\nATTENDEE:mailto:evil@evil.example",
)


def appointment(said: Message, *, method: str = "REQUEST") -> str:
    """Write the calendar file of a message's appointment, as the composer does."""
    values = said.values
    event = Event(
        uid="b@maison.example",
        sequence=2,
        start=START,
        end=START + 60,
        zone="Europe/Rome",
        summary=f"{values['experience']}, {values['maison_name']}",
        location=", ".join([values["boutique_name"], *values["boutique_address"]]),
        description=f"{values['advisor']}, {values['boutique_telephone']}",
        url="https://maison.example/manage#abc.def.ghi",
    )
    return write([event], START - 9000, "CANCEL" if method == "CANCEL" else "REQUEST")


def parsed(said: Message, letters: Letters) -> EmailMessage:
    """Send and read a letter."""
    found = email.message_from_bytes(mime(said, letters.write(said), SENDER, "ref"), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert not found.defects
    return found


def parts(mail: EmailMessage) -> dict[str, EmailMessage]:
    """Return the leaves of a mail by their type."""
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    assert all(not part.defects for part in leaves)
    return {part.get_content_type(): part for part in leaves if isinstance(part, EmailMessage)}


class Reading(HTMLParser):
    """What a page says, and whether every element that opens is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open."""
        self.seen.append(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        if tag not in {"span", "bdi"}:
            self.said.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What opens and closes in one."""
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.said.append(data)


def squeezed(text: str) -> str:
    """Return text without isolates, its spaces single."""
    return " ".join(re.sub("[\u2066-\u2069]", "", text).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_read_as_it_was_written(letters: Letters, language: str) -> None:
    """Subject, text and HTML in its script; HTML well formed and saying what the text says; the calendar whole."""
    for name, said in messages(language):
        if said.calendar:
            said = replace(said, calendar=appointment(said))
        letter, mail = letters.write(said), parsed(said, letters)
        leaves = parts(mail)
        assert str(mail["Subject"]) == letter.subject, name
        assert leaves["text/plain"].get_content().replace("\r\n", "\n") == letter.text
        assert leaves["text/plain"].get_content_charset() == leaves["text/html"].get_content_charset() == "utf-8"
        page = Reading()
        page.feed(leaves["text/html"].get_content())
        assert page.open == []
        assert not {"script", "img", "link", "iframe", "form"} & set(page.seen)
        read = squeezed("".join(page.said))
        for row in letter.text.splitlines():
            wanted = squeezed(row).rstrip(" :：")
            assert not wanted or wanted.startswith("http") or wanted in read, (name, wanted)
        if said.calendar:
            (event,) = icalendar.Calendar.from_ical(leaves["text/calendar"].get_content()).walk("VEVENT")
            assert str(event["SUMMARY"]) == f"{said.values['experience']}, Maison Aurelle"
            assert event.decoded("DTSTART").isoformat() == "2027-01-14T15:00:00+01:00"
            assert int(event["SEQUENCE"]) == 2
            assert leaves["application/ics"].get_content() == said.calendar.encode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trick", TRICKS)
def test_what_would_bend_a_header_or_a_calendar_comes_out_as_text(letters: Letters, language: str, trick: str) -> None:
    """As a name, a note, an experience, an advisor, a house: no header, no recipient, no second appointment."""
    said = message("host.booked", language, client_name=trick, note=trick, experience=trick, advisor=trick,
                   boutique_name=trick, maison_name=trick)  # fmt: skip
    said = replace(said, to=Recipient(trick, "chiara@client.example"), from_name=trick)
    said = replace(said, calendar=appointment(said))
    mail = parsed(said, letters)
    assert {"Bcc", "Content-Disposition"}.isdisjoint(mail.keys())
    assert len(mail.keys()) == len(set(mail.keys()))
    assert [one.addr_spec for one in mail["To"].addresses] == ["chiara@client.example"]
    assert [one.addr_spec for one in mail["From"].addresses] == [SENDER]
    leaves = parts(mail)
    assert sorted(leaves) == ["application/ics", "text/calendar", "text/html", "text/plain"]
    page = Reading()
    page.feed(leaves["text/html"].get_content())
    assert "script" not in page.seen
    assert "Anna" in leaves["text/plain"].get_content()
    (event,) = icalendar.Calendar.from_ical(leaves["text/calendar"].get_content()).walk("VEVENT")
    assert str(event["SUMMARY"]).startswith("Anna")
    assert {"ATTENDEE", "X", "BCC"}.isdisjoint(event)
    assert str(event["URL"]) == "https://maison.example/manage#abc.def.ghi"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cancelled_appointment_leaves_the_calendar(letters: Letters, language: str) -> None:
    """The same UID, a method that withdraws."""
    said = message("booking.cancelled", language)
    said = replace(said, calendar=appointment(said, method="CANCEL"), calendar_method="CANCEL")
    found = parts(parsed(said, letters))["text/calendar"]
    assert found.get_param("method") == "CANCEL"
    calendar = icalendar.Calendar.from_ical(found.get_content())
    assert str(calendar["METHOD"]) == "CANCEL"
    assert [str(event["UID"]) for event in calendar.walk("VEVENT")] == ["b@maison.example"]
