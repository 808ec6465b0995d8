"""The postmaster: brings back what nobody takes. Whoever is called `bounce…@` or `complaint…@` has it so.

A letter to such an address is answered as SES answers it: an event through the topic into the feedback queue.
"""

from __future__ import annotations

import json
from threading import Lock
from typing import Any

import boto3
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from chalicelib.messaging.fallback import reference_of
from chalicelib.messaging.feedback import tag_of
from chalicelib.messaging.model import Notice
from chalicelib.messaging.store import row_of
from infra.local.aws import ACCOUNT, FEEDBACK_TOPIC, REGION, LocalAws


class Postmaster:
    """Looks at every letter once, and answers for those who have it so."""

    def __init__(self, aws: LocalAws) -> None:
        self._aws, self._seen, self._lock = aws, set[str](), Lock()
        self._database = boto3.client("dynamodb")

    def collect(self) -> None:
        """Bring back what has come since. Called whenever the sender worked."""
        with self._lock:
            for raw in get_backend("ses")[DEFAULT_ACCOUNT_ID][REGION].sent_messages:
                if raw.id in self._seen:
                    continue
                self._seen.add(raw.id)
                event = _answer(raw.destinations[0])
                found = self._notice(raw.id) if event else None
                if event and found:
                    self._bring_back(raw.id, event, *found)

    def _notice(self, provider_id: str) -> tuple[str, Notice] | None:
        for item in self._database.get_paginator("scan").paginate(TableName="showroom").search("Items"):
            row = row_of(item)
            for notice in row.notices if row else ():
                if row and notice.provider_id == provider_id:
                    return row.subject, notice
        return None

    def _bring_back(self, provider_id: str, event: dict[str, Any], subject: str, notice: Notice) -> None:
        tags = {"about": [tag_of(subject)], "notice": [reference_of(subject, notice)]}
        mail = {"messageId": provider_id, "sendingAccountId": ACCOUNT, "tags": tags}
        envelope = {
            "Type": "Notification",
            "MessageId": f"postmaster-{provider_id}",
            "TopicArn": FEEDBACK_TOPIC,
            "Message": json.dumps({**event, "mail": mail}),
        }
        self._aws.sqs.send_message(QueueUrl=self._aws.feedback_url, MessageBody=json.dumps(envelope))


def _answer(address: str) -> dict[str, Any] | None:
    if address.startswith("bounce"):
        return {
            "eventType": "Bounce",
            "bounce": {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": address}]},
        }
    if address.startswith("complaint"):
        return {"eventType": "Complaint", "complaint": {"complainedRecipients": [{"emailAddress": address}]}}
    return None
