"""Somebody leaves: nothing more is given to her, all of hers is handed over by name, and only then has she left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.bookings.absences.resolving import Choice
from chalicelib.bookings.leaving.service import Given
from chalicelib.bookings.options import Option
from chalicelib.bookings.order import Order
from chalicelib.bookings.proposals import Time
from chalicelib.calendars.service import Wanted
from chalicelib.foundation.clock import rfc3339
from chalicelib.identity.model import Principal, Role
from chalicelib.signin.members import Wanted as Member
from tests.bookings.test_absences import at, token, with_advisor_1
from tests.harness.schedules import crash_everywhere
from tests.world.browser import Browser
from tests.world.house import House, Houses, keyed
from tests.world.maisons import ZONE, advisor, boutique, install
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, contact, guest, visitor

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


def held_in_every_way(house: House) -> dict[str, str]:
    """Let Advisor 1 hold a stranger's hour, one of a choice, one proposed to a colleague's client, and a quiet one."""
    away = Principal(Role.MANAGER, "boss", frozenset({BOUTIQUE}))
    stranger = house.book(visitor(), at(house, 10), "held", "visit", contact=contact("Zoë")).booking
    if stranger.advisor != "advisor-1":
        keys = (keyed("hand-over", "held"), 1, stranger.advisor, "advisor-1")
        house.handing.hand_over_held(away, stranger.id, *keys)
    order = Order(BOUTIQUE, "video", at(house, 12), "en", client_id=MARGAUX)
    times = [Option(at(house, 12), "advisor-1"), Option(at(house, 13), "advisor-2")]
    choice = house.options.offer(associate(), order, times, 1440, keyed("options", "options")).booking
    theirs = house.book(client(CAMILLE), at(house, 15), "theirs").booking
    house.handing.hand_over(associate(), theirs.id, keyed("hand-over", "theirs"), 1, "advisor-2")
    asked = [Time(at(house, 17), advisor="advisor-1"), Time(at(house, 18), advisor="advisor-3")]
    house.proposals.propose(associate(), theirs.id, keyed("propose", "theirs"), 2, asked)
    house.hold(client(MARGAUX), at(house, 18) - 1440, "quiet", own=True)
    return {"stranger": stranger.id, "choice": choice.id, "theirs": theirs.id}


def test_what_is_only_held_with_her_changes_hands_in_silence(browser: Browser) -> None:
    """A stranger's hour, one of a choice, one that was proposed: each a colleague's, and a quiet hold lapses."""
    house, manager = browser.house, boss(browser)
    held = held_in_every_way(house)
    house.deliver()
    house.mailbox.taken.clear()
    browser.send("POST", LEAVING, {}, token=manager)
    listed = browser.get(LEAVING, manager).json
    shown = {each["booking"]["id"]: each for each in lines(listed, "booking")}
    assert set(shown) == set(held.values())
    assert [each["hers"] for each in shown.values()] == [False] * 3
    numbers = {name: [one["number"] for one in shown[each]["held"]] for name, each in held.items()}
    assert numbers == {"stranger": [0], "choice": [1], "theirs": [1]}
    assert len(lines(listed, "quiet")) == 1
    choices = [
        {"booking": each["booking"]["id"], "version": each["booking"]["version"], "advisor": "advisor-3"}
        for each in shown.values()
    ]
    said = browser.send("POST", f"{LEAVING}/hand-over", {"bookings": choices}, token=manager, key="held").json
    assert [each["problem"] for each in said["bookings"]] == [None] * 3
    assert said["left"] == {"clients": 2, "bookings": 1}
    stored = {name: house.stored(each) for name, each in held.items()}
    assert stored["stranger"].advisor == "advisor-3"
    assert [one.advisor for one in stored["choice"].proposals] == ["advisor-3", "advisor-2"]
    assert [one.advisor for one in stored["theirs"].proposals] == ["advisor-3", "advisor-3"]
    assert stored["theirs"].advisor == "advisor-2"
    assert house.violations() == []
    assert house.verifier.verify() == []
    taken = house.bookings.confirm(guest(held["stranger"]), held["stranger"], keyed("confirm", "confirm"))
    assert taken.booking.advisor == "advisor-3"
    house.clock.forward(minutes=11)
    assert browser.get(LEAVING, manager).json["left"] == {"clients": 2, "bookings": 0}
    house.deliver()
    told = {message.template for _, message in house.mailbox.taken}
    assert told == {"booking.confirmed", "host.booked"}


def test_nobody_sees_herself_off_and_it_can_be_taken_back(browser: Browser) -> None:
    """Her own manager does, another boutique's does not; until it is finished she may stay, and signs in again."""
    house, manager = browser.house, boss(browser)
    assert browser.get(LEAVING, token(browser, "chief", Role.MANAGER, "milan")).status == 404
    assert browser.get(LEAVING, token(browser, "advisor-2")).status == 403
    version = house.signin.sessions.version_of("staff#advisor-1")
    promoted = house.tokens.access(Role.MANAGER, "advisor-1", frozenset({BOUTIQUE}), session_version=version)
    herself = browser.send("POST", LEAVING, {}, token=promoted)
    assert (herself.status, herself.json["type"]) == (409, "/docs/problems#state-conflict")
    line = {"clients": [{"client": MARGAUX, "advisor": "advisor-2"}]}
    early = browser.send("POST", f"{LEAVING}/hand-over", line, token=manager, key="early")
    assert early.status == 409
    assert browser.send("POST", f"{LEAVING}/hand-over", {}, token=manager, key="none").status == 422
    assert browser.send("POST", LEAVING, {}, token=manager).json["may"] == ["hand-over", "stay"]
    assert house.signin.members.follow("admin:test").get("advisor-1") is None
    for _ in range(2):
        stays = browser.send("POST", f"{LEAVING}/stay", {}, token=manager)
        assert (stays.status, stays.json["state"], stays.json["may"]) == (200, "stays", ["begin"])
    assert browser.get("/v1/staff/me/feed", signed_in(house)).status == 200
    wanted = Wanted(house.catalogue.boutique(BOUTIQUE), house.catalogue.experience("video"), only="advisor-1")
    assert house.availability.shown_free(wanted, at(house, 12), house.now)
    assert house.violations() == []


def test_it_is_not_finished_before_every_process_has_seen_it(browser: Browser) -> None:
    """For half a minute another process may still offer her: until then it waits, whoever has nothing left too."""
    house, manager = browser.house, boss(browser)
    other = f"/v1/boutiques/{BOUTIQUE}/staff/advisor-3/leaving"
    assert browser.send("POST", other, {}, token=manager).json["wait_seconds"] == 35
    assert browser.send("POST", f"{other}/finish", {}, token=manager).status == 409
    house.clock.forward(minutes=1)
    assert browser.send("POST", f"{other}/finish", {}, token=manager).json["state"] == "left"


@pytest.mark.proof
def test_hundreds_of_clients_are_handed_over_forty_a_press(browser: Browser) -> None:
    """Bounded writes in each press, progress after each, pages that do not repeat: none is lost among 210."""
    house, manager = browser.house, boss(browser)
    for number in range(208):
        hers = {"advisor": "advisor-1", "boutique": BOUTIQUE, "now": house.clock()}
        house.clients.enrol(contact(f"Client{number}"), "en", "test", **hers)
    browser.send("POST", LEAVING, {}, token=manager)
    seen, after = [], ""
    while after is not None:
        page = browser.get(f"{LEAVING}?limit=100{after and f'&after={after}'}", manager).json
        seen += [each["client"]["id"] for each in page["items"]]
        after = page["after"]
    assert len(seen) == len(set(seen)) == page["left"]["clients"] == 210
    for start in range(0, 210, 40):
        some = seen[start : start + 40]
        body = {"clients": [{"client": each, "advisor": "advisor-2"} for each in some]}
        said = browser.send("POST", f"{LEAVING}/hand-over", body, token=manager, key=f"press-{start}").json
        assert said["left"]["clients"] == 210 - start - len(some)
    house.clock.forward(minutes=1)
    assert browser.send("POST", f"{LEAVING}/finish", {}, token=manager).json["state"] == "left"
    assert house.violations() == []


@pytest.mark.proof
def test_a_crash_anywhere_is_gone_on_from_by_pressing_again(aws: Any) -> None:
    """Begin, hand over clients and two appointments of one, finish: killed between any two calls, pressed again."""
    admin = Principal(Role.ADMIN, "administrator")

    def ready(house: House) -> None:
        furnish(house)
        house.erasures  # noqa: B018 - whatever is made late is made before the first fault
        house.feed_room.feeds.issue(associate(), "f" * 22)
        for start in (at(house, 11), at(house, 14)):
            with_advisor_1(house, start)
        house.deliver()

    def press(house: House) -> None:
        leavings = house.leaving_desk.leavings
        ids = sorted(row["id"]["S"] for row in house.rows() if row["pk"]["S"].startswith("BOOKING#"))
        leavings.begin(admin, BOUTIQUE, "advisor-1")
        given = [Given(each, "advisor-2") for each in (MARGAUX, CAMILLE)]
        choices = [Choice(each, 1, keyed(f"leaving {each}", "press"), "advisor-2") for each in ids]
        done = list(leavings.hand_over(admin, BOUTIQUE, "advisor-1", given, choices))
        assert [one.refusal for one in done] == [None] * 4
        house.clock.forward(minutes=1)
        leavings.finish(admin, BOUTIQUE, "advisor-1")

    def check(house: House, where: str) -> None:
        assert house.violations() == [], where
        assert house.verifier.verify() == [], where
        boutique = house.catalogue.boutique(BOUTIQUE)
        assert [each.id for each in boutique.former] == ["advisor-1"], where
        assert {house.clients.card(each).advisor for each in (MARGAUX, CAMILLE)} == {"advisor-2"}, where
        assert house.signin.sessions._store.standing("staff#advisor-1").role is None, where
        house.settle(times=2)
        told = [message.template for _, message in house.mailbox.taken if message.to.email == "margaux@client.example"]
        assert told.count("booking.several") == 1, (where, told)
        assert "booking.handed_over" not in told, where

    prepared = Houses(aws, ready)
    try:
        assert crash_everywhere(prepared.fresh, press, press, check) > 10
    finally:
        prepared.close()


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
    assert told == ["booking.handed_over", "booking.several"]
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


def test_a_letter_that_waits_is_not_lost_when_her_card_is_taken_into_another(leavers: Houses) -> None:
    """Handed over by night, merged before the morning: each appointment has a letter of its own then, and once."""
    manager = Principal(Role.MANAGER, "boss", frozenset({BOUTIQUE}))
    with leavers.fresh() as house:
        ids = [with_advisor_1(house, at(house, hour)) for hour in (11, 14)]
        house.deliver()
        house.mailbox.taken.clear()
        house.clock.to((house.now // 1440) * 1440 + 22 * 60)
        choices = [Choice(each, 1, keyed(f"resolve {each}", "night"), "advisor-2") for each in ids]
        assert [one.refusal for one in house.absence_desk.resolving.resolve(manager, choices)] == [None, None]
        shown = house.merges.preview(manager, CAMILLE, MARGAUX, frozenset())
        house.merges.merge(manager, CAMILLE, MARGAUX, shown.versions, frozenset())
        house.settle(times=2)
        assert not [one for _, one in house.mailbox.taken if one.template.startswith("booking.")]
        house.clock.forward(minutes=12 * 60)
        house.settle()
        told = [message.template for _, message in house.mailbox.taken if message.template.startswith("booking.")]
        assert told == ["booking.handed_over"] * 2
        assert house.violations() == []
