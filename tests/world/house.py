"""The house as `wiring` makes it, over one table pair, with a mailbox for a provider.

A fresh house costs milliseconds: AWS clients are the process's own, and `Houses` keeps a furnished table pair and hands
out copies of it.
"""

from __future__ import annotations

import copy
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from botocore.config import Config
from pynamodb.connection import Connection

from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.model import Booking
from chalicelib.bookings.order import Order
from chalicelib.bookings.verify import Difference, Verifier
from chalicelib.events.standing import evenings
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import KEYS, MAIN, Table
from chalicelib.identity.model import Principal
from chalicelib.identity.secrets import Secrets
from chalicelib.identity.tokens import SigningKey, generate_pem
from chalicelib.messaging.model import Channel, ChannelName
from chalicelib.messaging.sender import Sender
from chalicelib.messaging.sweep import Swept
from chalicelib.signin.provider import Provider
from chalicelib.wiring import World
from chalicelib.wiring.machine import READING, Machine
from tests.harness.moto_world import MONDAY, Aws, ClockAt
from tests.signin.direct import DirectProvider
from tests.world.evening_invariants import evening_violations
from tests.world.invariants import violations
from tests.world.mailbox import Mailbox
from tests.world.people import BOUTIQUE

TOPIC = "arn:aws:sns:eu-west-1:123456789012:showroom-feedback"
SECRETS = Secrets({"k1": SigningKey.from_pem(generate_pem())}, "k1", bytes(32), b"index key of the tests")


class SharedMachine(Machine):
    """A machine whose clients are those of the process: they are slow to make."""

    def __init__(self, aws: Aws, settings: Settings) -> None:
        super().__init__(settings)
        self._aws = aws

    def client(self, service: str, config: Config = READING) -> Any:
        """Return the process's client of `service`."""
        return self._aws.client(service)

    def connection(self) -> Connection:
        """Return the process's connection, which knows no table yet."""
        found = copy.copy(self._aws.connection)
        found._tables = {}
        return found


class House(World):
    """One house as `wiring` makes it. `clock` moves only when told; `mailbox` holds what was sent; nothing waits.

    It shares its process's AWS clients, which are slow to make; all else is its own.
    """

    clock: ClockAt

    def __init__(self, aws: Aws, names: Mapping[str, str], beside: House | None = None) -> None:
        self.aws, self.names = aws, names
        self.mailbox = beside.mailbox if beside else Mailbox()
        self.pauses: list[float] = []
        if beside:
            self.queue = beside.queue
        else:
            self.queue = aws.client("sqs").create_queue(QueueName=f"queue-{secrets.token_hex(6)}")["QueueUrl"]
        settings = Settings(
            table=names[MAIN],
            keys_table=names[KEYS],
            queue_url=self.queue,
            secret_name="none",
            public_url="https://book.maison.example",
            allowed_origins=("https://www.maison.example",),
            feedback_topic=TOPIC,
        )
        super().__init__(settings, beside.clock if beside else ClockAt(MONDAY), self.pauses.append, SECRETS)

    def _machine(self) -> Machine:
        return SharedMachine(self.aws, self.settings)

    def _provider(self) -> Provider | None:
        self.provider = DirectProvider(self.clock)
        return self.provider

    @cached_property
    def sender(self) -> Sender:
        """A sender whose letters end in the mailbox."""
        channels: dict[ChannelName, Channel] = dict.fromkeys(("email", "sms", "whatsapp"), self.mailbox)
        return Sender(self.notices, self.composers, channels, self.clock, self.reaches)

    def beside(self) -> House:
        """Return another process of this house: the same tables, queue, mailbox and clock, and a memory of its own."""
        return House(self.aws, self.names, self)

    # ── use ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def now(self) -> int:
        """The present minute."""
        return minute_of(self.clock())

    def book(self, principal: Principal, start: int, key: str, experience: str = "video", **order: Any) -> Outcome:
        """Book `experience` at the small maison's boutique, in English."""
        wanted = Order(boutique=BOUTIQUE, experience=experience, start=start, language="en", **order)
        return self.making.book(principal, wanted, keyed("POST /v1/bookings", key, f"{experience} {start}"))

    def hold(self, principal: Principal, start: int, key: str, experience: str = "video", **order: Any) -> int:
        """Keep a time quietly for a client; return until when."""
        wanted = Order(boutique=BOUTIQUE, experience=experience, start=start, language="en", **order)
        expires, _ = self.holds.place(principal, wanted, keyed("hold", key, f"{experience} {start}"))
        return expires

    def warm(self) -> None:
        """Read the configuration, as a process that has served before has it."""
        self.catalogue.boutique(BOUTIQUE)

    def deliver(self) -> int:
        """Let the sender take all that is queued; return how many records it was given."""
        sqs, count = self.aws.client("sqs"), 0
        while found := sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages", []):
            records = [{"messageId": one["MessageId"], "body": one["Body"]} for one in found]
            failed = self.sender.handle(records)
            for one in found:
                if one["MessageId"] not in failed:
                    sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=one["ReceiptHandle"])
            count += len(found)
        return count

    def tick(self) -> Swept:
        """Run the sweep once, and deliver what it queued."""
        swept = self.sweep.run(self.clock())
        self.sending.sweep(self.clock())
        self.dining.sweep(self.clock())
        self.following.sweep(self.clock())
        self.promoting.sweep(self.clock())
        self.deliver()
        return swept

    def settle(self, times: int = 3, minutes: int = 3) -> None:
        """Let minutes go by, with a sweep after each few: whatever was left half done is finished.

        A claim waits two minutes, a send three: three times three are enough for a crash at the worst moment.
        """
        for _ in range(times):
            self.clock.forward(minutes=minutes)
            self.tick()

    def rows(self) -> list[dict[str, Any]]:
        """Every raw item of `main`."""
        return self.aws.scan(self.names[MAIN])

    def everything(self) -> str:
        """Both tables and the queue, raw, as one text to search in."""
        raw = [item for name in self.names.values() for item in self.aws.scan(name)]
        return json.dumps(raw, default=lambda value: value.hex() if isinstance(value, bytes) else str(value))

    def stored(self, booking_id: str) -> Booking | None:
        """A booking as it is stored."""
        return self.booking_store.get(booking_id)

    def differences(self) -> list[Difference]:
        """What `verify` finds, over the raw items as they lie there."""
        return Verifier(_Lying(self), self.agendas, self.audit, self.clock, evenings).verify()

    def violations(self) -> list[str]:
        """What is wrong with the tables now."""
        rows = self.rows()
        return [*violations(rows, self.now), *evening_violations(rows, self.now)]


class _Lying(Table):
    """The table as it lies there: read whole without a request."""

    def __init__(self, house: House) -> None:
        self._house = house

    def everything(self, logical: str = MAIN) -> Iterator[Mapping[str, Any]]:
        return iter(self._house.aws.scan(self._house.names[logical]))


def keyed(route: str, key: str, body: str = "body") -> Keyed:
    """What makes a request idempotent; `body` stands for the hash of it."""
    return Keyed(route, key.ljust(22, "-"), body.ljust(26, "-"))


class Houses:
    """A furnished house, and as many copies of it as are wanted."""

    def __init__(self, aws: Aws, furnish: Callable[[House], None]) -> None:
        self.aws = aws
        self._names = aws.create_tables()
        furnish(House(aws, self._names))

    @contextmanager
    def fresh(self, furnish: Callable[[House], None] | None = None) -> Iterator[House]:
        """A house of its own, with the usual furniture in it, or as `furnish` leaves it."""
        names = self.aws.create_tables() if furnish else self.aws.copy_tables(self._names)
        house = House(self.aws, names)
        try:
            if furnish:
                furnish(house)
            yield house
        finally:
            self.aws.client("sqs").delete_queue(QueueUrl=house.queue)
            self.aws.drop_tables(names)

    def close(self) -> None:
        """Remove the furniture."""
        self.aws.drop_tables(self._names)
