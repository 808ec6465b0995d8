"""Adapters to Amazon SES (e-mail) and Amazon SNS (SMS), and what their failures mean.

A refusal is certain, a throttle or a connection that was never made is certain too: nothing was sent. A lost answer or
a failure inside the service is not, and must never be repeated by anyone but the sweep. botocore would repeat it, so
the clients given here are made with `ONCE`, and one that retries is refused at the start.
"""

from __future__ import annotations

from collections.abc import Callable
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

from chalicelib.messaging.mime import Written, address, mime
from chalicelib.messaging.model import Message, Posting, Rejected, Throttled

ONCE = Config(retries={"total_max_attempts": 1, "mode": "standard"}, connect_timeout=2, read_timeout=10)
"""The configuration of every client that sends: an attempt is made once."""

_WAIT = {
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "Throttled",
    "TooManyRequestsException",
    "LimitExceededException",
    "RequestLimitExceeded",
    "SlowDown",
}
_NEVER_REACHED = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError, NoCredentialsError)


class Writer(Protocol):
    """Finds words for a message (`letters.Letters` does)."""

    def write(self, message: Message) -> Written:
        """Return the message as a letter."""

    def sms(self, message: Message) -> str:
        """Return the message as a short message."""


class SesEmail:
    """Sends letters by the SES v2 API."""

    def __init__(self, client: Any, writer: Writer, sender_address: str) -> None:
        """`client` is an `sesv2` client made with `ONCE`. Raises ValueError when it would retry."""
        self._client, self._writer, self._sender = _that_tries_once(client), writer, sender_address

    def prepare(self, message: Message, reference: str) -> Posting:
        """Write the letter; the posting is one `SendEmail`."""
        data = mime(message, self._writer.write(message), self._sender, reference)
        to = address("", message.to.email or "").addr_spec
        return lambda: _post(
            self._client.send_email,
            FromEmailAddress=self._sender,
            Destination={"ToAddresses": [to]},
            Content={"Raw": {"Data": data}},
            EmailTags=[{"Name": "notice", "Value": reference}],
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
        telephone = message.to.telephone or ""
        if not (telephone.startswith("+") and telephone[1:].isascii() and telephone[1:].isdigit()):
            raise ValueError("a short message goes to an E.164 number")
        text = self._writer.sms(message)
        return lambda: _post(
            self._client.publish, PhoneNumber=telephone, Message=text, MessageAttributes=self._attributes
        )


def _that_tries_once(client: Any) -> Any:
    retries = client.meta.config.retries or {}
    if retries.get("total_max_attempts") != 1:
        raise ValueError("a client that sends must be made with channels.ONCE, which never retries")
    return client


def _post(call: Callable[..., Any], **parameters: Any) -> str:
    """Make the call; return the provider's id. Raises Rejected or Throttled when nothing was sent for certain."""
    try:
        return str(call(**parameters)["MessageId"])
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
