"""Somebody leaves: nothing more is given to her, all of hers is handed over by name, and only then has she left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.calendars.service import Wanted
from chalicelib.foundation.clock import rfc3339
from chalicelib.identity.model import Role
from chalicelib.signin.members import Wanted as Member
from tests.bookings.test_absences import at, token, with_advisor_1
from tests.world.browser import Browser
from tests.world.house import House, Houses
from tests.world.maisons import ZONE, advisor, boutique, install
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, contact

HERS = f"/v1/boutiques/{BOUTIQUE}/staff/advisor-1"
LEAVING = f"{HERS}/leaving"
ADDRESS = "advisor-1@maison.example"


def furnish(house: House) -> None:
    """Paris with Advisors 1 to 3, of whom the second has the first for a deputy; two clients of the first's own."""
    staff = [advisor(1), advisor(2, deputy="advisor-1"), advisor(3)]
    install(house.table, house.vault, house.clock(), boutique(staff))
    for client_id, name in ((MARGAUX, "Margaux"), (CAMILLE, "Camille")):
        about = {"client_id": client_id, "advisor": "advisor-1", "boutique": BOUTIQUE, "now": house.clock()}
        house.clients.enrol(contact(name), "en", "test", **about)
    house.signin.members.bind(Member("advisor-1", Role.ASSOCIATE, frozenset({BOUTIQUE}), ADDRESS), "admin:test")


@pytest.fixture(scope="module")
def leavers(aws: Any) -> Iterator[Houses]:
    """Houses in which Advisor 1 has all there is to have."""
    houses = Houses(aws, furnish)
    yield houses
    houses.close()


@pytest.fixture
def browser(leavers: Houses) -> Iterator[Browser]:
    """A browser over one of them."""
    with leavers.fresh() as house, Browser(house) as found:
        yield found


def boss(browser: Browser) -> str:
    """The token of her manager."""
    return token(browser, "boss", Role.MANAGER)


def signed_in(house: House) -> str:
    """Return an access token of Advisor 1's present session version."""
    version = house.signin.sessions.version_of("staff#advisor-1")
    return house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}), session_version=version)


def lines(listed: Any, what: str) -> list[Any]:
    """Return the lines of one kind."""
    return [each for each in listed["items"] if each["what"] == what]


def test_she_leaves_once_everything_is_somebody_elses(browser: Browser) -> None:
    """Begun: out at once. Handed over in one list, refused lines told. Finished: in no list, known by name."""
    house, manager = browser.house, boss(browser)
    kept, asked = with_advisor_1(house, at(house, 11)), with_advisor_1(house, at(house, 14), who=CAMILLE)
    house.book(client(CAMILLE), at(house, 16), "other")
    hers, feeds = signed_in(house), house.feed_room.feeds
    address = feeds.issue(associate(), "f" * 22)[1]
    feeds.listen(associate(), 1, "https://calendar.example.com/hers.ics")
    assert browser.get("/v1/staff/me/feed", hers).status == 200

    first = browser.get(LEAVING, manager).json
    assert (first["state"], first["left"], first["may"]) == ("stays", {"clients": 2, "bookings": 3}, ["begin"])
    assert [each["id"] for each in first["deputy_of"]] == ["advisor-2"]
    assert browser.send("POST", f"{LEAVING}/finish", {}, token=manager).status == 409

    begun = browser.send("POST", LEAVING, {}, token=manager)
    again = browser.send("POST", LEAVING, {}, token=manager)
    assert (begun.status, again.status, again.headers["idempotent-replayed"]) == (200, 200, "true")
    assert begun.json["state"] == "leaving"
    assert browser.get("/v1/staff/me/feed", hers).status == 401
    assert browser.get(f"/feeds/{address}.ics").status == 404
    raw = house.everything()
    assert '"FEED"' not in raw
    assert "BUSY#advisor-1" not in raw
    wanted = Wanted(house.catalogue.boutique(BOUTIQUE), house.catalogue.experience("video"), only="advisor-1")
    assert house.availability.shown_free(wanted, at(house, 12), house.now) == {}
    assert house.catalogue.boutique(BOUTIQUE).member("advisor-2").deputy is None
    stuck = browser.send("POST", f"{LEAVING}/finish", {}, token=manager)
    assert (stuck.status, stuck.json["type"]) == (409, "/docs/problems#still-left")
    assert stuck.json["left"] == {"clients": 2, "bookings": 3}

    listed = browser.get(f"{LEAVING}?limit=2", manager).json
    rest = browser.get(f"{LEAVING}?limit=20&after={listed['after']}", manager).json
    assert [each["what"] for each in listed["items"] + rest["items"]] == ["booking"] * 3 + ["client"] * 2
    assert [each["booking"]["id"] for each in listed["items"]] == [kept, asked]
    assert [each["id"] for each in listed["items"][0]["colleagues"]] == ["advisor-2", "advisor-3"]
    assert {each["client"]["name"] for each in lines(rest, "client")} == {"Margaux Essai", "Camille Essai"}

    house.deliver()
    house.mailbox.taken.clear()
    body = {
        "clients": [{"client": MARGAUX, "advisor": "advisor-2"}, {"client": CAMILLE, "advisor": "advisor-1"}],
        "bookings": [
            {"booking": kept, "version": 1, "advisor": "advisor-2"},
            {"booking": asked, "version": 7, "advisor": "advisor-2"},
        ],
    }
    handed = browser.send("POST", f"{LEAVING}/hand-over", body, token=manager, key="first")
    assert [each["done"] for each in handed.json["clients"] + handed.json["bookings"]] == [True, False, True, False]
    assert handed.json["clients"][1]["problem"]["errors"][0]["pointer"] == "/advisor"
    assert handed.json["bookings"][1]["problem"]["status"] == 412
    assert handed.json["left"] == {"clients": 1, "bookings": 2}
    replay = browser.send("POST", f"{LEAVING}/hand-over", body, token=manager, key="first").json
    assert [each["replayed"] for each in replay["clients"] + replay["bookings"]] == [True, False, True, False]
    other = lines(rest, "booking")[0]["booking"]["id"]
    body = {
        "clients": [{"client": CAMILLE, "advisor": "advisor-3"}],
        "bookings": [
            {"booking": asked, "version": 1, "advisor": "advisor-3"},
            {"booking": other, "version": 1, "cancel": True},
        ],
    }
    assert browser.send("POST", f"{LEAVING}/hand-over", body, token=manager, key="second").json["left"] == {
        "clients": 0, "bookings": 0
    }  # fmt: skip
    house.settle()
    letters = [message for _, message in house.mailbox.taken]
    told = sorted(message.template for message in letters if message.template.startswith("booking."))
    assert told == ["booking.cancelled", "booking.handed_over", "booking.handed_over"]
    assert not [message for message in letters if message.to.email == "advisor-1@maison.example"]

    finished = browser.send("POST", f"{LEAVING}/finish", {}, token=manager)
    assert (finished.status, finished.json["state"], finished.json["may"]) == (200, "left", [])
    repeated = browser.send("POST", f"{LEAVING}/finish", {}, token=manager)
    assert repeated.headers["idempotent-replayed"] == "true"
    assert browser.send("POST", f"{LEAVING}/stay", {}, token=manager).status == 409
    day = rfc3339(at(house, 11), ZONE)[:10]
    diary = browser.get(f"/v1/boutiques/{BOUTIQUE}/diary?from={day}", manager).json
    assert [each["id"] for each in diary["staff"]] == ["advisor-2", "advisor-3"]
    assert house.catalogue.boutique(BOUTIQUE).member("advisor-1").name == "Advisor Number 1"
    assert house.signin.members.follow("admin:test") is not None
    assert house.signin.sessions._store.standing("staff#advisor-1").role is None
    assert house.violations() == []
    assert house.verifier.verify() == []
