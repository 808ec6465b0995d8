"""The mailbox: every message that left the house, read back from moto as its recipient would get it."""

from __future__ import annotations

import email.policy
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from threading import Lock
from typing import Any

from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from chalicelib.foundation.clock import Clock
from infra.local.aws import REGION

_LINK = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass(frozen=True)
class Letter:
    """One message as it arrived."""

    id: str
    at: str
    """When it left, by the house's clock: RFC 3339, UTC."""
    channel: str
    to: str
    sender: str
    subject: str
    text: str
    html: str
    calendar: str
    source: str
    links: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """Return everything a test wants to look at, without the raw source."""
        document = asdict(self)
        del document["source"]
        return document


class Mailbox:
    """What moto's SES and SNS and the local WhatsApp hold, dated by the house's clock when first seen."""

    def __init__(self, clock: Clock, whatsapp: Sequence[tuple[str, str, str]]) -> None:
        """`whatsapp` holds (id, telephone, text) of what was sent, and grows."""
        self._clock, self._whatsapp, self._lock = clock, whatsapp, Lock()
        self._letters: dict[str, Letter] = {}

    def collect(self) -> None:
        """Note what is new. Called whenever the sender worked, so that the dates are right."""
        with self._lock:
            at = self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")
            for raw in get_backend("ses")[DEFAULT_ACCOUNT_ID][REGION].sent_messages:
                if raw.id not in self._letters:
                    self._letters[raw.id] = _of_email(raw.id, at, raw.raw_data, raw.destinations)
            for number, (telephone, text) in get_backend("sns")[DEFAULT_ACCOUNT_ID][REGION].sms_messages.items():
                if number not in self._letters:
                    self._letters[number] = _of_text("sms", number, at, telephone, text)
            for number, telephone, text in self._whatsapp:
                if number not in self._letters:
                    self._letters[number] = _of_text("whatsapp", number, at, telephone, text)

    def letters(self) -> list[Letter]:
        """Return every message, the newest first."""
        self.collect()
        return list(reversed(self._letters.values()))

    def find(self, number: str) -> Letter | None:
        """Return one message by its id."""
        return next((letter for letter in self.letters() if letter.id == number), None)


def _of_email(number: str, at: str, source: str, destinations: list[str]) -> Letter:
    message = BytesParser(policy=email.policy.default).parsebytes(source.encode())
    text, html = _body(message, "plain"), _body(message, "html")
    return Letter(
        id=number,
        at=at,
        channel="email",
        to=str(message["To"] or ", ".join(dict.fromkeys(destinations))),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        text=text,
        html=html,
        calendar=_calendar(message),
        source=source,
        links=tuple(_LINK.findall(text)),
    )


def _of_text(channel: str, number: str, at: str, telephone: str, text: str) -> Letter:
    return Letter(number, at, channel, telephone, "", text[:60], text, "", "", text, tuple(_LINK.findall(text)))


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _calendar(message: EmailMessage) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            content = part.get_content()
            return content.decode() if isinstance(content, bytes) else str(content)
    return ""
