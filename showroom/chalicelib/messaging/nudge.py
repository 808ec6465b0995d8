"""The queue between what is due and who sends it. A message holds the subject and nothing else: no personal data.

What a sender may send is decided by the row alone, so a message that comes twice, late or out of order is harmless.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from itertools import islice
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

_LOG = logging.getLogger(__name__)
BATCH = 10
"""As many as SQS takes in one call."""


class Nudge:
    """Puts subjects on the queue as best it can. A lost nudge costs minutes, never a letter: the sweep claims again."""

    def __init__(self, client: Any, queue_url: str) -> None:
        """`client` is an SQS client."""
        self._client, self._queue_url = client, queue_url

    def __call__(self, subject: str) -> None:
        """Queue one subject. Never raises: what it speaks of is already committed."""
        self.many((subject,))

    def many(self, subjects: Iterable[str]) -> int:
        """Queue subjects in batches of ten; return how many the queue took. Never raises."""
        waiting, taken = iter(subjects), 0
        while batch := list(islice(waiting, BATCH)):
            taken += self._send(batch)
        return taken

    def _send(self, batch: list[str]) -> int:
        entries = [
            {"Id": str(place), "MessageBody": json.dumps({"subject": subject})} for place, subject in enumerate(batch)
        ]
        try:
            answer = self._client.send_message_batch(QueueUrl=self._queue_url, Entries=entries)
        except (BotoCoreError, ClientError) as error:
            _LOG.warning("nudge lost: %d subjects, %s", len(batch), type(error).__name__)
            return 0
        return len(answer.get("Successful", ()))
