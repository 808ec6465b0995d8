"""moto as the house's AWS: tables, queue with dead letters, secret and senders, made as the template makes them."""

from __future__ import annotations

import json
import os
from typing import Any

import boto3
from moto import mock_aws

from chalicelib.foundation.table import schema_of
from infra.keys import fresh_keys
from infra.local.serial import serialise

REGION = "eu-west-1"
QUEUE = "showroom-notices"
DEAD_QUEUE = "showroom-notices-dead"
FEEDBACK_QUEUE = "showroom-feedback"
ACCOUNT = "123456789012"
FEEDBACK_TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:showroom-feedback"
SENDER_ADDRESS = "appointments@maison.example"
RETRY_SECONDS = 5
"""How soon a notice that failed is tried again; deployed it is minutes, but nobody wants to wait for that here."""


class LocalAws:
    """Started once per process; everything boto3 says in this process is answered here."""

    def __init__(self) -> None:
        """Start moto and make every resource that `infra/resources.json` declares."""
        os.environ.update(
            AWS_ACCESS_KEY_ID="local",
            AWS_SECRET_ACCESS_KEY="local",  # noqa: S106 - moto asks for one and does not look at it
            AWS_DEFAULT_REGION=REGION,
            AWS_EC2_METADATA_DISABLED="true",
        )
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
            os.environ.pop(name, None)
        serialise()
        self._moto = mock_aws()
        self._moto.start()
        self.sqs = boto3.client("sqs")
        database = boto3.client("dynamodb")
        database.create_table(**schema_of("showroom", indexed=True))
        database.create_table(**schema_of("showroom-keys", indexed=False))
        boto3.client("secretsmanager").create_secret(Name="showroom", SecretString=json.dumps(fresh_keys()))
        boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER_ADDRESS)
        dead = self._queue(DEAD_QUEUE, {})
        arn = self.sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        redrive = {"deadLetterTargetArn": arn, "maxReceiveCount": 3}
        waiting = {"RedrivePolicy": json.dumps(redrive), "VisibilityTimeout": str(RETRY_SECONDS)}
        self.queue_url = self._queue(QUEUE, waiting)
        self.feedback_url = self._queue(FEEDBACK_QUEUE, waiting)

    def _queue(self, name: str, attributes: dict[str, str]) -> str:
        url: str = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        return url

    def environment(self, public_url: str, origins: str = "") -> dict[str, str]:
        """Return the settings of the application, as the template gives them to the deployed one."""
        return {
            "SHOWROOM_TABLE": "showroom",
            "SHOWROOM_KEYS_TABLE": "showroom-keys",
            "SHOWROOM_QUEUE_URL": self.queue_url,
            "SHOWROOM_SECRET_NAME": "showroom",
            "SHOWROOM_PUBLIC_URL": public_url,
            "SHOWROOM_API_PATH": "",
            "SHOWROOM_ALLOWED_ORIGINS": ",".join(filter(None, (public_url, origins))),
            "SHOWROOM_SENDER_ADDRESS": SENDER_ADDRESS,
            "SHOWROOM_FEEDBACK_TOPIC": FEEDBACK_TOPIC,
            "SHOWROOM_WHATSAPP": "local",
            "SHOWROOM_VIDEO": "local",
            "POWERTOOLS_SERVICE_NAME": "showroom",
            "POWERTOOLS_METRICS_NAMESPACE": "showroom",
            "POWERTOOLS_LOG_LEVEL": "CRITICAL",
            "POWERTOOLS_METRICS_DISABLED": "true",
        }

    def receive(self, queue_url: str) -> list[dict[str, Any]]:
        """Take up to ten messages from a queue, in the shape in which Lambda hands them to a function."""
        answer = self.sqs.receive_message(
            QueueUrl=queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=0, AttributeNames=["All"]
        )
        return [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message.get("Attributes", {}),
                "messageAttributes": {},
                "md5OfBody": message["MD5OfBody"],
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue_url.rpartition('/')[2]}",
                "awsRegion": REGION,
            }
            for message in answer.get("Messages", [])
        ]

    def done(self, queue_url: str, records: list[dict[str, Any]], failed: set[str]) -> None:
        """Remove what was handled; what failed comes back after its visibility timeout, as on Lambda."""
        for record in records:
            if record["messageId"] not in failed:
                self.sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=record["receiptHandle"])
