"""A post office for tests: the real store, sweep, nudge, sender and SES adapter, and what the provider took."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_string
from typing import Any

import boto3
from botocore.config import Config
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Step, Table
from chalicelib.messaging.channels import ONCE, SesEmail
from chalicelib.messaging.fallback import Reached
from chalicelib.messaging.model import Approved, ChannelName, Message, Notice, NoticeRow, Recipient
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.plan import Quiet, at_once
from chalicelib.messaging.sender import Sender
from chalicelib.messaging.store import NoticeStore
from chalicelib.messaging.sweep import Sweep
from tests.harness.moto_world import REGION, Aws, ClockAt

SUBJECT = "booking#" + "a" * 26
SENDER = "appointments@maison.example"
_CLIENTS: dict[str, Any] = {}


@dataclass
class Composing:
    """A composer that says what it is told; `silent` keys have nothing to say, `broken` ones cannot be composed."""

    silent: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Return a message that names its notice and version, so that what went can be told apart."""
        if notice.key in self.broken:
            raise KeyError("a value is missing")
        if notice.key in self.silent:
            return None
        to = Recipient("Chiara Bianchi", "chiara@client.example")
        values = {"subject": subject, "key": notice.key, "version": notice.version}
        return Message(notice.kind, "en", notice.channel, to, "Maison", None, values)


@dataclass
class Reaching:
    """How she is reached: by these channels, on London's clock, whose night is quiet."""

    channels: list[ChannelName] = field(default_factory=list)

    def reach(self, subject: str) -> Reached | None:
        """Return it; nobody is left where there is no channel."""
        return Reached("chiara", self.channels, "Europe/London", Quiet()) if self.channels else None


@dataclass(frozen=True)
class PlainLetter:
    """A letter without craft."""

    subject: str
    text: str
    html: str = "<p></p>"


class PlainWriter:
    """Writes a letter that says which notice it is."""

    def write(self, message: Message) -> PlainLetter:
        """Write."""
        return PlainLetter(json.dumps([message.values["key"], message.values["version"]]), "")

    def sms(self, message: Message) -> str:
        """Write short."""
        return str(message.values["key"])

    def whatsapp(self, message: Message) -> Approved:
        """Write by a template."""
        return Approved(message.template.replace(".", "_"), "en", (), self.sms(message))


class Office:
    """Everything between a notice and the provider."""

    def __init__(self, aws: Aws, table: Table, clock: ClockAt) -> None:
        self.table, self.clock = table, clock
        self.sqs = aws.client("sqs")
        self.url = self.sqs.create_queue(QueueName=f"notices-{secrets.token_hex(6)}")["QueueUrl"]
        self.store, self.composer, self.reach = NoticeStore(table), Composing(), Reaching()
        self.nudge = Nudge(self.sqs, self.url)
        self.sweep = Sweep(self.store, self.nudge)
        self.ses = _client("sesv2")
        self.sender = self.sender_with(SesEmail(self.ses, PlainWriter(), SENDER))
        self._seen = len(_provider().sent_messages)

    def sender_with(self, channel: Any, clock: Clock | None = None, store: NoticeStore | None = None) -> Sender:
        """Return a sender whose every channel is this one."""
        channels: dict[ChannelName, Any] = {"email": channel, "sms": channel, "whatsapp": channel}
        reaches = {"booking": self.reach}
        return Sender(store or self.store, {"booking": self.composer}, channels, clock or self.clock, reaches)

    def create(self, *notices: Notice, subject: str = SUBJECT, version: int = 1) -> None:
        """Put a subject's notices."""
        self.table.write(self.store.create(subject, version, notices, self.clock()))

    def rewrite(self, version: int, *notices: Notice, subject: str = SUBJECT) -> None:
        """Rewrite a subject's notices as a change to it does, on a fresh read."""
        self.table.write(self.rewriting(version, notices, subject))

    def rewriting(self, version: int, notices: Sequence[Notice], subject: str = SUBJECT) -> Step:
        """Return the step of such a change."""
        return self.store.rewrite(self.row(subject), version, notices, self.clock())

    def row(self, subject: str = SUBJECT) -> NoticeRow:
        """Read a row that is there."""
        row = self.store.read(subject)
        assert row is not None
        return row

    def notice(self, key: str, subject: str = SUBJECT) -> Notice:
        """Read one notice."""
        found = self.row(subject).find(key)
        assert found is not None
        return found

    def letter(self, key: str, version: int = 1, **changes: Any) -> Notice:
        """Return a notice due now."""
        return at_once(key, "booking.confirmed", "client", version, minute_of(self.clock()), **changes)

    def records(self) -> list[dict[str, str]]:
        """Take what is on the queue, as the sender's function is given it."""
        found = []
        while messages := self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
                found.append({"messageId": message["MessageId"], "body": message["Body"]})
        return found

    def minute(self) -> None:
        """One minute of the house's life: the sweep, then the sender with all that is queued."""
        self.sweep.run(self.clock())
        self.sender.handle(self.records())
        self.clock.forward(minutes=1)

    def minutes(self, count: int) -> None:
        """So many minutes; those in which no row is due are passed over, for no sweep would find one."""
        end = minute_of(self.clock()) + count
        while minute_of(self.clock()) < end:
            self.minute()
            due = [int(raw["due_at"]["N"]) for raw in self.table.everything() if "due_at" in raw]
            self.clock.forward(minutes=max(0, min([*due, end]) - minute_of(self.clock())))

    def sent(self) -> Counter[tuple[str, int]]:
        """Count what the provider took since this office opened, by notice key and version."""
        letters = [message_from_string(taken.raw_data) for taken in _provider().sent_messages[self._seen :]]
        return Counter((key, version) for key, version in (json.loads(letter["Subject"]) for letter in letters))


def record(subject: str = SUBJECT, message_id: str = "m-1") -> dict[str, str]:
    """Return an SQS record of a nudge."""
    return {"messageId": message_id, "body": json.dumps({"subject": subject})}


def reference(key: str, version: int = 1, subject: str = SUBJECT) -> str:
    """Return what every attempt at a notice carries."""
    return derived_id("notice", subject, key, str(version))


def _client(service: str) -> Any:
    if service not in _CLIENTS:
        _CLIENTS[service] = boto3.client(service, region_name=REGION, config=ONCE.merge(Config()))
        _CLIENTS[service].create_email_identity(EmailIdentity=SENDER)
    return _CLIENTS[service]


def _provider() -> Any:
    return ses_backends[DEFAULT_ACCOUNT_ID][REGION]
