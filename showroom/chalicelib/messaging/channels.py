"""Adapters to Amazon SES (e-mail), Amazon SNS (SMS) and WhatsApp, and what their failures mean.

A refusal is certain, a throttle or a connection that was never made is certain too: nothing was sent. A lost answer or
a failure inside the service is not, and must never be repeated by anyone but the sweep. botocore would repeat it, so
the clients given here are made with `ONCE`, and one that retries is refused at the start.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ProxyConnectionError,
)

from chalicelib.messaging.feedback import tag_of
from chalicelib.messaging.mime import Written, address, mime
from chalicelib.messaging.model import Approved, Message, Posting, Rejected, Throttled

ONCE = Config(retries={"total_max_attempts": 1, "mode": "standard"}, connect_timeout=2, read_timeout=10)
"""The configuration of every client that sends: an attempt is made once."""

_WAIT = {
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "ThrottledRequestException",
    "Throttled",
    "TooManyRequestsException",
    "LimitExceededException",
    "RequestLimitExceeded",
    "SlowDown",
}
_META_VERSION = "v20.0"
_NEVER_REACHED = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError, NoCredentialsError)


class Writer(Protocol):
    """Finds words for a message (`letters.Letters` does)."""

    def write(self, message: Message) -> Written:
        """Return the message as a letter."""

    def sms(self, message: Message) -> str:
        """Return the message as a short message."""

    def whatsapp(self, message: Message) -> Approved:
        """Return the message as a template that was approved, with its values."""


class SesEmail:
    """Sends letters by the SES v2 API."""

    def __init__(self, client: Any, writer: Writer, sender_address: str, configuration_set: str = "") -> None:
        """`client` is an `sesv2` client made with `ONCE`; the configuration set tells what becomes of each letter.

        Raises ValueError when the client would retry.
        """
        self._client, self._writer, self._sender = _that_tries_once(client), writer, sender_address
        self._set = {"ConfigurationSetName": configuration_set} if configuration_set else {}

    def prepare(self, message: Message, reference: str) -> Posting:
        """Write the letter; the posting is one `SendEmail`."""
        data = mime(message, self._writer.write(message), self._sender, reference)
        to = address("", message.to.email or "").addr_spec
        return lambda: _post(
            self._client.send_email,
            FromEmailAddress=self._sender,
            Destination={"ToAddresses": [to]},
            Content={"Raw": {"Data": data}},
            EmailTags=[{"Name": "notice", "Value": reference}, *_about(message)],
            **self._set,
        )


class SnsSms:
    """Sends short messages by SNS."""

    def __init__(self, client: Any, writer: Writer, sender_id: str) -> None:
        """`client` is an `sns` client made with `ONCE`. Raises ValueError when it would retry."""
        self._client, self._writer = _that_tries_once(client), writer
        self._attributes = {
            "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
            "AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": sender_id},
        }

    def prepare(self, message: Message, reference: str) -> Posting:  # noqa: ARG002 - SNS has no place for it
        """Write the short message; the posting is one `Publish`."""
        telephone = _e164(message)
        text = self._writer.sms(message)
        return lambda: _post(
            self._client.publish, PhoneNumber=telephone, Message=text, MessageAttributes=self._attributes
        )


class WhatsApp:
    """Sends approved templates by AWS End User Messaging Social.

    Never free text, which would need a message of hers within the last 24 hours (rule C6).
    """

    def __init__(self, client: Any, writer: Writer, phone_number_id: str) -> None:
        """`client` is a `socialmessaging` client made with `ONCE`. Raises ValueError when it would retry."""
        self._client, self._writer, self._from = _that_tries_once(client), writer, phone_number_id

    def prepare(self, message: Message, reference: str) -> Posting:
        """Write the template; the posting is one `SendWhatsAppMessage`."""
        approved = self._writer.whatsapp(message)
        values = [{"type": "text", "text": value} for value in approved.values]
        document = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": _e164(message),
            "type": "template",
            "template": {
                "name": approved.name,
                "language": {"code": approved.language},
                "components": [{"type": "body", "parameters": values}],
            },
            "biz_opaque_callback_data": f"{tag_of(message.about)}.{reference}",
        }
        return lambda: _post(
            self._client.send_whatsapp_message,
            "messageId",
            originationPhoneNumberId=self._from,
            metaApiVersion=_META_VERSION,
            message=json.dumps(document, ensure_ascii=False).encode(),
        )


@dataclass(frozen=True)
class LocalWhatsApp:
    """WhatsApp where there is none: what would have been sent is kept, as (id, telephone, text she reads)."""

    writer: Writer
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def prepare(self, message: Message, reference: str) -> Posting:
        """Write the template; the posting keeps it."""
        approved, telephone = self.writer.whatsapp(message), _e164(message)

        def post() -> str:
            self.sent.append((f"whatsapp-{reference}", telephone, approved.text))
            return self.sent[-1][0]

        return post


def _about(message: Message) -> list[dict[str, str]]:
    return [{"Name": "about", "Value": tag_of(message.about)}] if message.about else []


def _e164(message: Message) -> str:
    telephone = message.to.telephone or ""
    if not (telephone.startswith("+") and telephone[1:].isascii() and telephone[1:].isdigit()):
        raise ValueError("a short message goes to an E.164 number")
    return telephone


def _that_tries_once(client: Any) -> Any:
    retries = client.meta.config.retries or {}
    if retries.get("total_max_attempts") != 1:
        raise ValueError("a client that sends must be made with channels.ONCE, which never retries")
    return client


def _post(call: Callable[..., Any], id_name: str = "MessageId", /, **parameters: Any) -> str:
    """Make the call; return the provider's id. Raises Rejected or Throttled when nothing was sent for certain."""
    try:
        return str(call(**parameters)[id_name])
    except ClientError as error:
        code, status = error.response["Error"]["Code"], error.response["ResponseMetadata"].get("HTTPStatusCode", 500)
        if code in _WAIT or status == 429:
            raise Throttled(code) from None
        if 400 <= status < 500:
            raise Rejected(code) from None
        raise
    except ParamValidationError:
        raise Rejected("ParamValidation") from None
    except _NEVER_REACHED as error:
        raise Throttled(type(error).__name__) from None
