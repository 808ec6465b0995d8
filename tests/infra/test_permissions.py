"""What each function asks of DynamoDB when it works is exactly what its policy allows: recorded, not guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from chalicelib.bookings.model import State
from chalicelib.clients.erasure.model import State as Stage
from chalicelib.clients.model import subject_of
from chalicelib.foundation.table import KEYS, MAIN
from chalicelib.identity.model import Principal, Role
from chalicelib.messaging.fallback import reference_of
from tests.bookings.test_crashes import CHANGES, Change, book, confirm, the_booking, thursday
from tests.clients.test_erasure import HER, MANAGER, lived
from tests.harness.faults import Crash, Fault, Request, Wire
from tests.messaging.test_bounces import envelope, ses
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, contact, visitor

POLICIES = Path(__file__).parent.parent.parent / ".chalice" / "policies"
STEPS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}
Need = tuple[str, str]
"""An action of DynamoDB, and the table or index it is done to: `Table`, `Keys`, `index/due`."""


def allowed(function: str) -> set[Need]:
    """Return what a function's policy allows on tables and indexes."""
    found: set[Need] = set()
    for statement in json.loads((POLICIES / f"{function}.json").read_text())["Statement"]:
        resource = statement.get("Resource", {})
        place = resource["Fn::GetAtt"][0] if "Fn::GetAtt" in resource else str(resource.get("Fn::Sub", ""))
        for action in statement["Action"]:
            service, _, name = action.partition(":")
            if service == "dynamodb":
                found.add((name, place.removeprefix("${Table.Arn}/")))
    return found


def needed(requests: Iterable[Request], names: dict[str, str]) -> set[Need]:
    """Return what these requests need; a transaction needs the action of each of its steps."""
    tables = {names[MAIN]: "Table", names[KEYS]: "Keys"}
    found: set[Need] = set()
    for request in requests:
        if request.service != "dynamodb" or request.operation == "Scan":
            continue  # the tests find a booking by a Scan; no policy has one, so no function could
        body: dict[str, Any] = dict(request.body)
        if request.operation == "TransactWriteItems":
            for entry in body["TransactItems"]:
                ((verb, step),) = entry.items()
                found.add((STEPS[verb], tables[step["TableName"]]))
        elif request.operation == "BatchGetItem":
            found |= {("BatchGetItem", tables[name]) for name in body["RequestItems"]}
        else:
            index = body.get("IndexName")
            found.add((request.operation, f"index/{index}" if index else tables[body["TableName"]]))
    return found


def recorded(houses: Houses, before: Callable[[House], object], work: Callable[[House], object]) -> set[Need]:
    """Return what `work` needs in a fresh house that `before` prepared."""
    with houses.fresh() as house:
        before(house)
        with Wire() as wire:
            work(house)
        return needed(wire.requests, dict(house.names))


def hold_of_a_known_client(house: House) -> object:
    """A known client books as a stranger, with the address that the house knows."""
    return house.book(visitor(), thursday(house), "hold", "visit", contact=contact("Margaux"))


JOINING = Change("join", confirm, State.CONFIRMED, (), hold_of_a_known_client)
"""The link is used, and the provisional card dissolves into the known one."""


@pytest.mark.parametrize("change", [*CHANGES, JOINING], ids=lambda change: change.name)
def test_the_api_may_do_what_it_does(houses: Houses, change: Change) -> None:
    """Each change of a booking needs nothing that the API's policy does not allow."""
    assert recorded(houses, change.before, change.do) <= allowed("api")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_the_sender_may_do_what_it_does(houses: Houses, change: Change) -> None:
    """The letters of each change are composed and sent within the sender's policy."""

    def prepare(house: House) -> None:
        change.before(house)
        change.do(house)
        house.catalogue.forget(BOUTIQUE)  # the sender is a process of its own

    assert recorded(houses, prepare, House.deliver) <= allowed("sender")


def test_what_the_sender_may_is_used(houses: Houses) -> None:
    """A booking's letters, and an advisor's of the morning, need all of its policy."""

    def prepare(house: House) -> None:
        book(house)
        house.clock.forward(minutes=thursday(house, 6) + 32 - house.now - 1440)
        house.mornings.plan(house.clock())
        house.clock.forward(hours=10)
        house.tick()
        house.clock.forward(hours=14)
        house.sweep.run(house.clock())

    def booked(house: House) -> None:
        book(house)
        house.catalogue.forget(BOUTIQUE)  # the sender is a process of its own
        house.vault.forget(subject_of(MARGAUX))

    used = recorded(houses, prepare, House.deliver) | recorded(houses, booked, House.deliver)
    assert used == allowed("sender")


def test_the_sweep_may_do_what_it_does(houses: Houses) -> None:
    """What fell due is claimed; an erasure, a merging, a file of purchases are finished; all of its policy is used."""

    def first_write(request: Request) -> Fault | None:
        return Fault.CRASH_AFTER if request.operation == "TransactWriteItems" else None

    def prepare(house: House) -> None:
        lived(house)
        with Wire(first_write), suppress(Crash):
            house.erasures.erase(MANAGER, HER)
        outlook = house.erasures.outlook(MANAGER, HER)
        assert outlook.erasure is not None
        assert outlook.erasure.state is Stage.BEGUN
        house.clock.forward(days=3)
        sold = "\n".join(f"{MARGAUX},2026-01-02,{number},1,EUR" for number in range(201))
        raw = f"client,date,reference,amount,currency\n{sold}\n".encode()
        admin = Principal(Role.ADMIN, "administrator")
        house.purchases.begin(admin, BOUTIQUE, raw, "f" * 22, "hash")
        shown = house.merges.preview(admin, MARGAUX, CAMILLE, frozenset())
        with Wire(first_write), suppress(Crash):
            house.merges.merge(admin, MARGAUX, CAMILLE, shown.versions, frozenset())
        house.clock.forward(minutes=10)

    def swept(house: House) -> None:
        house.sweep.run(house.clock())
        assert house.erasures.resume(house.clock()) == 1
        assert house.purchases.resume(house.clock()) == 1
        assert house.merges.resume(house.clock()) == 1

    assert recorded(houses, prepare, swept) == allowed("sweep")


def test_what_listens_to_providers_may_do_what_it_does(houses: Houses) -> None:
    """A bounce and a complaint are acted on within its policy, and all of it is used."""

    def prepare(house: House) -> None:
        book(house)
        house.deliver()
        house.clock.forward(minutes=10)  # no key is remembered for so long

    def back(house: House) -> None:
        subject = f"booking#{the_booking(house)}"
        row = house.notices.read(subject)
        notice = row.find("booking.confirmed") if row else None
        assert notice is not None
        for kind in ("Bounce", "Complaint"):
            event = ses(kind, reference_of(subject, notice), subject)
            assert house.bounces.handle([{"messageId": "m", "body": envelope(event)}]) == []

    assert recorded(houses, prepare, back) == allowed("bounces")


def test_what_the_api_may_is_used(houses: Houses) -> None:
    """All that its policy allows is needed to change a booking, but for lists and for locking what was only read."""
    used = set().union(*(recorded(houses, change.before, change.do) for change in [*CHANGES, JOINING]))
    lists = {("Query", "Table"), ("Query", "index/owner"), ("Query", "index/due"), ("BatchGetItem", "Keys")}
    assert allowed("api") - used <= {("ConditionCheckItem", "Table"), *lists}
