"""A boutique's days and what waits there, over HTTP: what the console stands on."""

from __future__ import annotations

import pytest

from chalicelib.bookings.details import Details
from chalicelib.bookings.proposals import Time
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import NotFound
from tests.harness.faults import Wire
from tests.world.browser import Browser
from tests.world.house import House, keyed
from tests.world.people import BOUTIQUE, MARGAUX, associate, client, contact, guest, visitor

FRIDAY = parse_rfc3339("2027-01-15T15:00:00+01:00")
SATURDAY = FRIDAY + 1440
KEY = "k" * 24


def token(house: House) -> str:
    """An advisor's token."""
    return house.tokens.access(associate().role, "advisor-1", frozenset({BOUTIQUE}))


def test_the_days_of_a_boutique(house: House) -> None:
    """Two days in one answer: who works when, what can be booked, what is on; the tag changes when any of it does."""
    booking = house.book(client(MARGAUX), FRIDAY, KEY).booking
    path = f"/v1/boutiques/{BOUTIQUE}/diary?from=2027-01-15&days=2"
    with Browser(house) as browser:
        said = browser.get(path, token(house))
        told = said.json
        assert told["dates"] == ["2027-01-15", "2027-01-16"]
        (entry,) = told["items"]
        assert (entry["booking"]["id"], entry["proposed"], entry["advisor"]) == (booking.id, False, booking.advisor)
        assert {one["id"] for one in told["staff"]} == {one.id for one in house.catalogue.boutique(BOUTIQUE).staff}
        assert all(span["end"] > span["start"] for one in told["staff"] for span in one["working"])
        assert all(one["able"] for one in told["experiences"])
        assert browser.get(path, token(house)).headers["etag"] == said.headers["etag"]
        house.bookings.cancel(client(MARGAUX), booking.id, keyed("cancel", KEY), 1)
        assert browser.get(path, token(house)).headers["etag"] != said.headers["etag"]


def test_what_waits(house: House) -> None:
    """Requests by age, then times proposed; what is settled waits no more, and others see none of it."""
    address = Details(address={"country": "FR", "postal_code": "75002", "city": "Paris", "lines": ["1 rue"]})
    asked = house.book(visitor(), SATURDAY, KEY, "at-home", contact=contact("Ada"), details=address).booking
    moved = house.book(client(MARGAUX), FRIDAY, KEY + "2").booking
    house.proposals.propose(associate(), moved.id, keyed("propose", KEY), 1, [Time(FRIDAY + 60)])
    with Browser(house) as browser:
        path = f"/v1/boutiques/{BOUTIQUE}/waiting"
        assert [one["booking"]["id"] for one in browser.get(path, token(house)).json["items"]] == [asked.id, moved.id]
        house.bookings.accept(associate(), asked.id, keyed("accept", KEY))
        assert [one["booking"]["id"] for one in browser.get(path, token(house)).json["items"]] == [moved.id]
    with pytest.raises(NotFound):
        house.diary.waiting(associate(boutique="elsewhere"), BOUTIQUE, house.now)


def test_a_week_and_what_waits_in_few_requests(house: House) -> None:
    """However many clients: cards and keys are read together, and what waits is one Query of what does."""
    for number in range(8):
        of = contact(f"Guest{number}")
        held = house.book(
            visitor(str(number)), FRIDAY - 240 + number // 2 * 120, f"week-{number}", "first-video", contact=of
        )
        house.bookings.confirm(guest(held.booking.id), held.booking.id, keyed("confirm", f"week-{number}"))
    address = Details(address={"country": "FR", "postal_code": "75002", "city": "Paris", "lines": ["1 rue"]})
    house.book(visitor("x"), SATURDAY, KEY, "at-home", contact=contact("Ada"), details=address)
    with Browser(house) as browser:
        for path, items, queries in (("diary?from=2027-01-11&days=7", 9, 2), ("waiting", 1, 1)):
            browser.get(f"/v1/boutiques/{BOUTIQUE}/day?date=2027-01-12", token(house))
            with Wire() as wire:
                told = browser.get(f"/v1/boutiques/{BOUTIQUE}/{path}", token(house)).json
            assert len(told["items"]) == items
            assert all(one["booking"]["private"]["client"]["name"] for one in told["items"])
            asked = wire.operations()
            assert asked.count("Query") == queries, asked
            assert asked.count("GetItem") <= 1, asked  # whether her session has ended
            assert asked.count("BatchGetItem") <= 3, asked
            assert wire.writes == []
