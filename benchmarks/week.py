"""A boutique's week as the console asks for it: `python -m benchmarks.week [--rounds N]` prints one line of JSON.

The embedded stack opens with twenty advisors in Paris, who receive 200 clients, each another one, within one week.
`GET …/diary` for that week and `GET …/waiting` are then asked over HTTP, one after the other. `ms_median` and
`ms_p95` are of the whole request as its caller waits for it, and `requests` is what one asks of DynamoDB, counted on
the wire; `first` is the first time it is asked, when no client's key is at hand. The mark is 300 ms for the week.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import sys
import time
from collections import Counter
from contextlib import redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from chalicelib.bookings.details import Details
from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.order import Order
from chalicelib.calendars.service import Wanted
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.ids import derived_id
from chalicelib.identity.model import Principal, Role
from infra.local.house import LocalHouse
from infra.local.server import HOST
from tests.harness.faults import Wire

ROOT = Path(__file__).parent.parent
BOUTIQUE, MANAGER, EXPERIENCE = "paris", "helene-arnoux", "telephone"
MARK_MS = 300


def maison(advisors: int) -> str:
    """The demo maison, with so many advisors in its first boutique."""
    document = yaml.safe_load((ROOT / "infra" / "local" / "maison.yaml").read_text(encoding="utf-8"))
    staff = document["boutiques"][BOUTIQUE]["staff"]
    for number in range(len(staff) + 1, advisors + 1):
        staff[f"advisor-{number}"] = {
            "name": f"Advisor Number {number}",
            "languages": ["fr", "en"],
            "email": f"advisor-{number}@maison.example",
        }
    return str(yaml.safe_dump(document, allow_unicode=True))


def fill(world: Any, bookings: int) -> date:
    """Receive so many clients in the week after next; return its first day."""
    boutique = world.catalogue.boutique(BOUTIQUE)
    manager = Principal(Role.MANAGER, MANAGER, frozenset({BOUTIQUE}))
    today = world.clock().date()
    first = today + timedelta(days=14 - today.weekday())
    now = minute_of(world.clock())
    wanted = Wanted(boutique, world.catalogue.experience(EXPERIENCE), by_staff=True)
    days = world.availability.days(wanted, first, 7, now)
    starts = [start for found in days for start in found.starts]
    for number in range(bookings):
        contact = Contact(Name(family=f"Client {number}"), f"client-{number}@client.example", "+33199000002")
        known = world.clients.enrol(contact, "fr", "admin:benchmark", client_id=derived_id("client", str(number)))
        order = Order(
            boutique=BOUTIQUE,
            experience=EXPERIENCE,
            start=starts[number * len(starts) // bookings],
            language="fr",
            client_id=known.id,
            details=Details(note=f"A letter for client {number}", access_needs="a chair"),
        )
        world.making.book(manager, order, Keyed("benchmark", str(number).ljust(22, "-"), "-" * 26))
    return first


class Asking:
    """Asks the house over HTTP, as a member of its staff, and keeps what that took."""

    def __init__(self, house: LocalHouse, staff: str) -> None:
        self._connection = http.client.HTTPConnection(HOST, house.port)
        self._connection.request("POST", "/demo/tokens", json.dumps({"as": staff}))
        token = json.loads(self._connection.getresponse().read())["token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> tuple[float, dict[str, Any], int]:
        """Return the milliseconds, the answer and its bytes."""
        began = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        text = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return took, json.loads(text), len(text)

    def measured(self, path: str, rounds: int) -> dict[str, Any]:
        """Ask once counting, and then so many times on the clock."""
        with Wire() as wire:
            _, _, size = self.get(path)
        first = dict(Counter(wire.operations()))
        with Wire() as wire:
            items = len(self.get(path)[1]["items"])
        times = sorted(self.get(path)[0] for _ in range(rounds))
        return {
            "items": items,
            "kilobytes": round(size / 1024),
            "ms_median": round(statistics.median(times), 1),
            "ms_p95": round(times[int(len(times) * 0.95) - 1], 1),
            "first": first,
            "requests": dict(Counter(wire.operations())),
        }


def measured(advisors: int, bookings: int, rounds: int) -> dict[str, dict[str, Any]]:
    """Open a house, fill a week of it, and return what asking for it takes, by what is asked."""
    house = LocalHouse(0, maison(advisors))
    first = fill(house.world, bookings)
    house.open(ticking=False)
    asking = Asking(house, MANAGER)
    paths = {"diary": f"diary?from={first}&days=7", "waiting": "waiting"}
    return {name: asking.measured(f"/v1/boutiques/{BOUTIQUE}/{path}", rounds) for name, path in paths.items()}


def main() -> int:
    """Print one line of JSON for the week and one for what waits; fail where the week takes longer than its mark."""
    asked = argparse.ArgumentParser(description="A boutique's week over HTTP.")
    asked.add_argument("--rounds", type=int, default=20)
    asked.add_argument("--advisors", type=int, default=20)
    asked.add_argument("--bookings", type=int, default=200)
    options = asked.parse_args()
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):  # the application writes a line per request
        found = measured(options.advisors, options.bookings, options.rounds)
    for name, took in found.items():
        print(json.dumps({"asked": name, **took}))
    return 0 if found["diary"]["ms_median"] <= MARK_MS else 1


if __name__ == "__main__":
    sys.exit(main())
