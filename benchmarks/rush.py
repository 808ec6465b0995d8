"""Everybody answers at once: `python -m benchmarks.rush` prints one line of JSON.

The embedded stack opens with one published evening of 40 seats and 300 invited clients, some of whom bring one or two
people. Sixteen of them answer at a time over HTTP, each by the link of her own, while whatever meets a transaction on
the same item is refused as DynamoDB refuses it. Counted are answers a second, the slowest twentieth, how many were told
to try again (each does, once), and whether seats taken and seats offered make exactly 40.

`--no-guard` leaves the condition of the claim out and waits between reading and writing: it oversells, and is seen to.
The mark is one in a hundred told to try again, and exactly 40.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from chalicelib.clients.model import Contact, Name
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event
from chalicelib.events.seats.buckets.store import Place, SeatsItem, seats_key, step_at
from chalicelib.events.seats.model import Claimed, Outcome, Party, PartyKind, Seats
from chalicelib.events.seats.store import SeatStore
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.ids import derived_id, new_id
from chalicelib.foundation.table import Step, put
from infra.local.house import LocalHouse
from infra.local.server import HOST
from tests.harness.conflicts import Conflicts
from tests.harness.faults import Wire
from tests.world.evenings import bidden, published

BOUTIQUE, HOSTING = "paris", "helene-arnoux"
MOST_TOLD = 0.01
"""The mark: of all answers, how many may be told to try again."""


class Unguarded(SeatStore):
    """Seats as one would count them without a condition: read, look, pause, write. The negative control (rule H3)."""

    def claim(self, event_id: str, sitting: str, guest: str, n: int, now: int, until: int, *, first: bool) -> Claimed:  # noqa: ARG002
        """Claim by what was read before a pause."""
        found = self.read(event_id, sitting)
        if found is None or found.free < n:
            return Claimed(Outcome.FULL, seats=found)
        time.sleep(0.06)
        party = Party(n, PartyKind.CLAIM, until)
        self._table.write(put("seats.unguarded", _item(found, guest, party)))
        return Claimed(Outcome.CLAIMED, party)

    def settle(self, event_id: str, sitting: str, guest: str, party: Party) -> Step:
        """Seat her, whatever stands there."""
        seat = Party(party.n, PartyKind.SEAT).text
        seated = [SeatsItem.parties[guest].set(seat)]
        return step_at("seats.unguarded", Place(event_id, sitting, 0), seated, 0, SeatsItem.pk.exists())


def _item(found: Seats, guest: str, party: Party) -> SeatsItem:
    (gate,) = found.buckets
    parties = {one: each.text for one, each in gate.parties.items()} | {guest: party.text}
    return SeatsItem(
        *seats_key(found.event, found.sitting, 0),
        event=found.event,
        sitting=found.sitting,
        capacity=found.capacity,
        free=found.free - party.n,
        public_open=True,
        parties=parties,
        revision=gate.revision + 1,
    )


def invite(world: Any, seats: int, guests: int) -> tuple[Event, list[Guest]]:
    """Publish an evening and invite so many clients to it; every fifth may bring two people, every third one."""
    start = minute_of(world.clock()) // 1440 * 1440 + 30 * 1440 + 19 * 60
    event = published(world, BOUTIQUE, start=start, hosts=(HOSTING,), capacity=seats)
    found = []
    for number in range(guests):
        contact = Contact(Name(family=f"Guest {number}"), f"guest-{number}@client.example")
        card = world.clients.enrol(contact, "fr", "admin:benchmark", client_id=derived_id("client", f"rush {number}"))
        plus_ones = 2 if number % 5 == 0 else 1 if number % 3 == 0 else 0
        found.append(bidden(world, event, card.id, plus_ones=plus_ones))
    return event, found


class Answering:
    """Answers invitations over HTTP, and keeps what that took."""

    def __init__(self, house: LocalHouse) -> None:
        self._house = house
        self.took: list[float] = []
        self.told_to_try_again = 0
        self.answers: dict[str, int] = {}

    def answer(self, guest: Guest) -> None:
        """Say yes for her whole party; once more, under the same key, where she is told to try again."""
        world = self._house.world
        token = world.tokens.invitation(guest.event, guest.id, 1, minute_of(world.clock()) + 10_000)
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": new_id(),
            "Content-Type": "application/json",
        }
        body = json.dumps({"party": 1 + guest.max_plus_ones})
        began = time.perf_counter()
        for _ in range(3):
            connection = http.client.HTTPConnection(HOST, self._house.port, timeout=60)
            connection.request("POST", "/v1/invitation/accept", body, headers)
            answer = connection.getresponse()
            said = json.loads(answer.read())
            connection.close()
            if answer.status != 503:
                break
            self.told_to_try_again += 1
            time.sleep(0.2)
        self.took.append((time.perf_counter() - began) * 1000)
        state = said.get("state", str(answer.status))
        self.answers[state] = self.answers.get(state, 0) + 1


def rushed(seats: int, guests: int, at_once: int, weaken: Callable[[Any], None] = lambda _: None) -> dict[str, Any]:
    """Let everybody answer, and return what happened."""
    house = LocalHouse(0, None)
    event, invited = invite(house.world, seats, guests)
    weaken(house.world)
    house.open(ticking=False)
    answering, conflicts = Answering(house), Conflicts()
    began = time.perf_counter()
    with Wire(guard=conflicts), ThreadPoolExecutor(at_once) as pool:
        list(pool.map(answering.answer, invited))
    lasted = time.perf_counter() - began
    house.world.promoting.sweep(house.world.clock())
    rows = house.world.guest_store.of_event(event.id)
    taken = sum(one.party for one in rows if one.state == "accepted")
    offered = sum(one.party for one in rows if one.state == "offered")
    times = sorted(answering.took)
    return {
        "seats": seats,
        "guests": guests,
        "at_once": at_once,
        "answers_a_second": round(guests / lasted, 1),
        "ms_median": round(statistics.median(times)),
        "ms_p95": round(times[int(len(times) * 0.95) - 1]),
        "told_to_try_again": answering.told_to_try_again,
        "conflicts": conflicts.met,
        "taken": taken,
        "offered": offered,
        **answering.answers,
    }


def unguard(world: Any) -> None:
    """Take the guard away."""
    world.guest_ground.seats = Unguarded(world.table)


def main() -> int:
    """Print one line; fail where the guard misses its mark, or where nothing is oversold without it."""
    asked = argparse.ArgumentParser(description="Everybody answers at once, over HTTP.")
    asked.add_argument("--seats", type=int, default=40)
    asked.add_argument("--guests", type=int, default=300)
    asked.add_argument("--at-once", type=int, default=16)
    asked.add_argument("--no-guard", action="store_true", help="the negative control alone")
    options = asked.parse_args()
    numbers = (options.seats, options.guests, options.at_once)
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):  # the application writes a line per request
        found = rushed(*numbers, unguard) if options.no_guard else rushed(*numbers)
    print(json.dumps({"guard": not options.no_guard, **found}))
    if options.no_guard:
        return 0 if found["taken"] > options.seats else 1
    exact = found["taken"] + found["offered"] == options.seats
    return 0 if exact and found["told_to_try_again"] <= MOST_TOLD * options.guests else 1


if __name__ == "__main__":
    sys.exit(main())
