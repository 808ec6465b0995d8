"""What providers say of a message after they took it: strict about whence it comes, lenient about what it holds.

    SES (configuration set) ─▶┐
                              ├─ SNS topic ─▶ SQS ─▶ here
    WhatsApp (event destination) ─▶┘

The queue takes from the topic only and the topic from our account's services only (`infra/resources.json`); that the
envelope names this topic and the event this account is looked at again here (rule I3). Fields that are not needed are
not read: a provider may add some.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from chalicelib.messaging.model import ChannelName

What = Literal["bounced", "delivered", "complained"]
_ABOUT = re.compile(r"([a-z]+)-([a-z0-9]+)")


@dataclass(frozen=True, slots=True)
class Feedback:
    """One thing said about one message: which notice of which subject it was, and by which channel it had gone."""

    what: What
    channel: ChannelName
    subject: str
    reference: str
    provider_id: str


def tag_of(subject: str) -> str:
    """Return a subject in the few signs that a provider's tags may hold."""
    return subject.replace("#", "-", 1)


def feedback(body: str, topic: str) -> Iterator[Feedback]:
    """Yield what a queued message says. Raises ValueError when it does not come from our topic and account."""
    envelope = _document(body)
    if not topic or envelope.get("Type") != "Notification" or envelope.get("TopicArn") != topic:
        raise ValueError("not from our topic")
    try:
        event = _document(str(envelope.get("Message")))
    except ValueError:
        return  # a greeting, such as the one that SES sends to a topic it is given
    account = topic.split(":")[4]
    if "whatsAppWebhookEntry" in event:
        _of_our_account(event.get("aws_account_id"), account)
        yield from _of_whatsapp(_document(str(event["whatsAppWebhookEntry"])))
    elif isinstance(event.get("mail"), dict):
        _of_our_account(event["mail"].get("sendingAccountId"), account)
        yield from _of_ses(event, event["mail"])


def _of_ses(event: Mapping[str, Any], mail: Mapping[str, Any]) -> Iterator[Feedback]:
    tags = mail.get("tags") or {}
    named = _named(_only(tags.get("about")), _only(tags.get("notice")))
    number = str(mail.get("messageId", ""))
    if named is None or not number:
        return
    match event.get("eventType"):
        case "Bounce" if _inner(event, "bounce").get("bounceType") == "Permanent":
            yield Feedback("bounced", "email", *named, number)
        case "Delivery":
            yield Feedback("delivered", "email", *named, number)
        case "Complaint":
            yield Feedback("complained", "email", *named, number)
        case _:
            return  # a passing bounce, or an event that we did not ask for


def _of_whatsapp(entry: Mapping[str, Any]) -> Iterator[Feedback]:
    for change in entry.get("changes") or ():
        for status in _inner(change, "value").get("statuses") or ():
            about, _, reference = str(status.get("biz_opaque_callback_data", "")).partition(".")
            named = _named(about, reference)
            if named is None:
                continue
            match status.get("status"):
                case "failed":
                    yield Feedback("bounced", "whatsapp", *named, str(status.get("id", "")))
                case "delivered" | "read":
                    yield Feedback("delivered", "whatsapp", *named, str(status.get("id", "")))


def _named(about: str, reference: str) -> tuple[str, str] | None:
    found = _ABOUT.fullmatch(about)
    return (f"{found[1]}#{found[2]}", reference) if found and reference else None


def _only(values: Any) -> str:
    return str(values[0]) if isinstance(values, list) and values else ""


def _inner(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _of_our_account(said: Any, account: str) -> None:
    if said != account:
        raise ValueError("not from our account")


def _document(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("not a document")
    return found
