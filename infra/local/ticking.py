"""What EventBridge and the queues' triggers do on AWS: calls the deployed handlers, by the house's own clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import boto3

from chalicelib.foundation.clock import minute_of, moment_of
from chalicelib.foundation.table import DUE_INDEX
from chalicelib.messaging.store import SHARDS
from infra.local.aws import REGION, LocalAws
from infra.local.clock import MovableClock

Handler = Callable[[dict[str, Any], object], Any]
_PAUSE = 0.3
_LONGEST_STEP = 60
_MOST_ROUNDS = 200
_QUARTER = 15


class Ticking:
    """Runs, by the house's clock, the sweep each minute and the reader of other calendars each quarter of an hour; and
    the queues' listeners when they hold something."""

    def __init__(
        self, aws: LocalAws, clock: MovableClock, sweep: Handler, sender: Handler, bounces: Handler, busy: Handler
    ) -> None:
        self._aws, self._clock, self._sweep, self._busy = aws, clock, sweep, busy
        self._read_at = 0
        self._handlers = {aws.queue_url: sender, aws.feedback_url: bounces}
        self._lock, self._stopped = threading.RLock(), threading.Event()
        self._swept_at = 0
        self._database = boto3.client("dynamodb")
        self._thread = threading.Thread(target=self._run, name="ticking", daemon=True)
        self.heard: Callable[[], None] = lambda: None
        """Called after the sender worked, so that the mailbox can note when letters came."""
        self.complain: Callable[[Exception], None] = lambda _: None

    def start(self) -> None:
        """Begin to tick in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait for what is under way."""
        self._stopped.set()
        self._thread.join(timeout=5)

    def advance(self, span: timedelta) -> datetime:
        """Move the clock forward by `span`, stopping wherever something is due, and return the new present.

        What falls due on the way is swept and sent at its own minute, so letters come in their order and dated right.
        """
        with self._lock:
            target = self._clock() + span
            self._settle()
            step = 1
            while (due := self._next_due()) is not None and due <= target:
                stuck = due <= self._clock()
                step = min(step * 2, _LONGEST_STEP) if stuck else 1
                self._clock.move_to(min(target, self._clock() + timedelta(minutes=step)) if stuck else due)
                self._settle()
                if stuck and self._clock() >= target:
                    break
            self._clock.move_to(target)
            self._settle()
            return self._clock()

    def _run(self) -> None:
        while not self._stopped.wait(_PAUSE):
            with self._lock:
                try:
                    if minute_of(self._clock()) > self._swept_at:
                        self._sweep_now()
                    self._drain()
                except Exception as error:  # noqa: BLE001 - a tick that fails is told and tried again, as on AWS
                    self.complain(error)
                    time.sleep(1)

    def _settle(self) -> None:
        """Sweep and send until the queue stays empty."""
        self._sweep_now()
        for _ in range(_MOST_ROUNDS):
            if not self._drain():
                return

    def _sweep_now(self) -> None:
        now = self._clock()
        self._swept_at = minute_of(now)
        event = {
            "version": "0",
            "id": f"tick-{self._swept_at}",
            "account": "123456789012",
            "region": REGION,
            "source": "aws.events",
            "detail-type": "Scheduled Event",
            "detail": {},
            "resources": [],
            "time": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        self._sweep(event, None)
        if self._swept_at - self._read_at >= _QUARTER:
            self._read_at = self._swept_at
            self._busy(event, None)

    def _drain(self) -> bool:
        worked = [self._drain_one(queue_url, handler) for queue_url, handler in self._handlers.items()]
        return any(worked)

    def _drain_one(self, queue_url: str, handler: Handler) -> bool:
        records = self._aws.receive(queue_url)
        if not records:
            return False
        failed = {record["messageId"] for record in records}
        try:
            answer = handler({"Records": records}, None) or {}
            failed = {failure["itemIdentifier"] for failure in answer.get("batchItemFailures", [])}
        finally:
            self._aws.done(queue_url, records, failed)
            self.heard()
        return True

    def _next_due(self) -> datetime | None:
        """Return the soonest minute at which any notice needs attention."""
        soonest: list[int] = []
        for shard in range(SHARDS):
            answer = self._database.query(
                TableName="showroom",
                IndexName=DUE_INDEX,
                KeyConditionExpression="due_shard = :shard",
                ExpressionAttributeValues={":shard": {"S": f"DUE#{shard}"}},
                Limit=1,
            )
            soonest += [int(item["due_at"]["N"]) for item in answer["Items"]]
        return moment_of(min(soonest)) if soonest else None
