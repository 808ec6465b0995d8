"""A letter as it goes over the wire: text, HTML and the calendar file in one MIME message.

Headers are set through `email.message` under the SMTP policy, the subject through `email.header`, and every value is on
one clean line before, so nothing a person typed can begin a header of its own.
"""

from __future__ import annotations

from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol

from chalicelib.messaging.model import Message
from chalicelib.messaging.text import line

_LONGEST_NAME = 64
"""Characters of a name in a header: providers refuse a mailbox over 320; the letter itself has the whole name."""

_CRLF = "\r\n"


class Written(Protocol):
    """A letter in words."""

    @property
    def subject(self) -> str:
        """The subject line."""

    @property
    def text(self) -> str:
        """The text part."""

    @property
    def html(self) -> str:
        """The HTML part."""


def mime(message: Message, letter: Written, sender_address: str, reference: str) -> bytes:
    """Return the MIME message. Raises ValueError when an address is none."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = address(message.from_name, sender_address)
    mail["To"] = address(message.to.name, message.to.email or "")
    if message.reply_to:
        mail["Reply-To"] = address("", message.reply_to)
    mail["Message-ID"] = f"<{reference}@{sender_address.rpartition('@')[2]}>"
    mail["X-Showroom-Notice"] = reference
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if message.calendar:
        method = {"method": message.calendar_method or "PUBLISH"}
        mail.add_alternative(message.calendar, subtype="calendar", params=method, cte="base64")
        mail.add_attachment(
            message.calendar.encode(), maintype="application", subtype="ics", filename="appointment.ics"
        )
    return _subject(letter.subject) + mail.as_bytes()


def _subject(text: str) -> bytes:
    """Return the Subject header. The SMTP policy, folding what is not ASCII, loses spaces between encoded words."""
    return f"Subject: {Header(line(text), header_name='Subject').encode(linesep=_CRLF)}{_CRLF}".encode("ascii")


def address(name: str, spec: str) -> Address:
    """Return a mailbox whose name is on one clean line. Raises ValueError unless `spec` is one plain ASCII address.

    A domain of other scripts is written in its ASCII form; a local part of other scripts has no safe way through.
    """
    local, at, domain = spec.rpartition("@")
    if not at or not local or not domain:
        raise ValueError("not an e-mail address")
    try:
        plain = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    except UnicodeError:
        raise ValueError("not an e-mail address") from None
    if not plain.isascii() or not plain.isprintable() or any(sign in plain for sign in ' ,;<>()[]\\"'):
        raise ValueError("not an e-mail address")
    try:
        return Address(display_name=line(name)[:_LONGEST_NAME].rstrip(), addr_spec=plain)
    except Exception:  # noqa: BLE001 - the parser has errors of many kinds for what is no address
        raise ValueError("not an e-mail address") from None
