"""What each use case costs on DynamoDB: requests, read and write units, and dollars a million (list price, us-east-1).

Counted on the wire, over moto, by the rules of `tests/harness/meters.py`; a proof of the same figures is in
`tests/bookings/test_costs.py`. Run: `python -m benchmarks.round_trips`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "showroom"))
os.environ |= {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "eu-west-1"}

from chalicelib.calendars.service import Wanted
from tests.harness.faults import Wire
from tests.harness.moto_world import Aws, serialise
from tests.world.house import House, Houses, keyed
from tests.world.maisons import furnish
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, client, contact, guest, visitor

READ_UNIT, WRITE_UNIT = 0.125, 0.625
"""Dollars a million."""


def journey(house: House) -> dict[str, Callable[[], Any]]:
    """The use cases, in an order in which each finds what it needs."""
    start = (house.now // 1440 + 3) * 1440 + 14 * 60
    made: dict[str, str] = {}

    def keep(name: str, outcome: Any) -> None:
        made[name] = outcome.booking.id

    def by_link(change: str, name: str, *more: Any) -> Any:
        return getattr(house.bookings, change)(guest(made[name]), made[name], keyed(change, change), *more)

    def days() -> Any:
        wanted = Wanted(house.catalogue.boutique(BOUTIQUE), house.catalogue.experience("visit"))
        return house.availability.days(wanted, (house.clock() + timedelta(days=1)).date(), 30, house.now)

    stranger = {"contact": contact("Ada")}
    return {
        "thirty days of a boutique": days,
        "book, known client": lambda: keep("video", house.book(client(MARGAUX), start, "a")),
        "book, the same again": lambda: house.book(client(MARGAUX), start, "a"),
        "book, taken by herself": lambda: _refused(lambda: house.book(client(MARGAUX), start, "b")),
        "hold, stranger, with a salon": lambda: keep("visit", house.book(visitor(), start, "c", "visit", **stranger)),
        "confirm by the link": lambda: by_link("confirm", "visit"),
        "move": lambda: by_link("reschedule", "video", 1, start + 1440),
        "cancel": lambda: by_link("cancel", "video", 2),
        "send what is due": house.deliver,
        "one sweep with nothing due": lambda: house.sweep.run(house.clock()),
        "book after a cancel": lambda: house.book(client(CAMILLE), start, "d"),
    }


def _refused(book: Callable[[], Any]) -> None:
    try:
        book()
    except Exception as error:  # noqa: BLE001 - being refused is what is measured
        print(f"  ({type(error).__name__})")


def main() -> None:
    """Print one line for each use case."""
    serialise()
    houses = Houses(Aws(), furnish)
    print(f"{'':32}{'requests':>9}{'reads':>8}{'writes':>8}{'$ a million':>13}")
    with houses.fresh() as house:
        house.warm()
        for name, use in journey(house).items():
            with Wire() as wire:
                use()
            dollars = wire.read_units * READ_UNIT + wire.write_units * WRITE_UNIT
            print(f"{name:32}{wire.round_trips:9}{wire.read_units:8.1f}{wire.write_units:8}{dollars:13.2f}")


if __name__ == "__main__":
    main()
