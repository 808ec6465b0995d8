"""A subscription shows an advisor her appointments, as discreetly as she wants, to whoever holds the address alone."""

from __future__ import annotations

import http.client
import json
from typing import Any

import icalendar
import pytest

from chalicelib.bookings.composer import calendar_file
from chalicelib.bookings.details import Details
from chalicelib.boutiques.store import BoutiqueStore
from chalicelib.clients.model import Contact, Name
from chalicelib.feeds.model import Discretion, initials
from chalicelib.foundation.clock import moment_of
from chalicelib.foundation.errors import NotFound, ShowroomError, StateConflict
from chalicelib.identity.model import Role
from tests.bookings.test_crashes import ADDRESS, thursday
from tests.calendars.test_ical import INJECTIONS
from tests.harness.faults import Fault, Wire, every
from tests.infra.test_permissions import allowed, needed
from tests.world.browser import Browser, Said
from tests.world.house import House, keyed
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, contact, guest, visitor

ME = "/v1/staff/me/feed"
PROPERTIES = {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS"}


def read(text: str) -> icalendar.Calendar:
    """Parse with a parser that is not ours, strictly; no line is longer than 75 octets."""
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(text)
    assert isinstance(calendar, icalendar.Calendar)
    assert not any(component.errors for component in calendar.walk())
    return calendar


def address(house: House, staff: str = "advisor-1", key: str = "feed") -> str:
    """Make an address; return its token."""
    return house.feed_room.feeds.issue(associate(staff), key.ljust(22, "-"))[1]


def shown(house: House, token: str) -> list[Any]:
    """The events that an address shows."""
    return list(read(house.feed_room.subscription.calendar(token)[0]).walk("VEVENT"))


def token_of(house: House, staff: str = "advisor-1", boutique: str = BOUTIQUE) -> str:
    """A signed-in advisor's access token."""
    return house.tokens.access(Role.ASSOCIATE, staff, frozenset({boutique}))


def tell(house: House, discretion: Discretion, staff: str = "advisor-1") -> None:
    """Say how much a subscription tells."""
    house.feed_room.feeds.tell(associate(staff), house.feed_room.feeds.read(associate(staff)).version, discretion)


def booked(house: House, start: int, name: Name, key: str, experience: str = "first-video", **order: Any) -> str:
    """Somebody of this name books, and is confirmed; return the booking's id."""
    hers = Contact(name, f"{key}@client.example")
    held = house.book(visitor(key), start, key, experience, contact=hers, **order).booking
    if held.state == "held":
        house.bookings.confirm(guest(held.id), held.id, keyed("confirm", key))
    return held.id


def test_her_appointments_are_read_back_as_the_letters_have_them(house: House) -> None:
    """UID, SEQUENCE, times and zone are those of the letter's calendar file; a request is tentative."""
    start = thursday(house)
    outcome = house.book(client(MARGAUX), start, "book")
    staff = outcome.booking.advisor
    moved = house.bookings.reschedule(client(MARGAUX), outcome.booking.id, keyed("move", "move"), 1, start + 1440)
    pending = house.book(visitor(), start, "ask", "at-home", contact=contact("Zoë"), details=Details(address=ADDRESS))
    token = address(house, staff)
    calendar = read(house.feed_room.subscription.calendar(token)[0])
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"
    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    told = ("experience", "maison_name", "advisor", "boutique_telephone", "boutique_name")
    values = {"place": "video", "boutique_address": [], "visit_address": [], **dict.fromkeys(told, "")}
    letter = calendar_file(moved.booking, values, house.clock(), "REQUEST")
    (theirs,) = icalendar.Calendar.from_ical(letter).walk("VEVENT")
    ours = events[str(theirs["UID"])]
    for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "STATUS"):
        assert ours[name] == theirs[name], name
    assert ours.decoded("DTSTART") == moment_of(start + 1440)
    assert ours["SUMMARY"] == "M. E., video"
    assert set(ours) == PROPERTIES
    hers = {**events, **{str(each["UID"]): each for each in shown(house, address(house, pending.booking.advisor))}}
    assert hers[f"{pending.booking.id}@showroom"]["STATUS"] == "TENTATIVE"
    others = {"advisor-1", "advisor-2"} - {staff}
    assert str(theirs["UID"]) not in {str(each["UID"]) for each in shown(house, address(house, others.pop()))}


def test_what_lies_a_month_back_is_shown_and_what_was_cancelled_is_not(house: House) -> None:
    """Thirty days of the past stay; a cancelled appointment is gone at the next reading."""
    start = thursday(house)
    kept, gone = house.book(client(MARGAUX), start, "kept"), house.book(client(MARGAUX), start + 1440, "gone")
    tokens = [address(house, staff) for staff in ("advisor-1", "advisor-2")]

    def uids() -> set[str]:
        return {str(event["UID"]).partition("@")[0] for token in tokens for event in shown(house, token)}

    assert uids() == {kept.booking.id, gone.booking.id}
    house.bookings.cancel(client(MARGAUX), gone.booking.id, keyed("cancel", "gone"), 1)
    house.clock.to(start + 29 * 1440)
    assert uids() == {kept.booking.id}
    house.clock.to(start + 32 * 1440)
    assert uids() == set()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        (Name(given="Camille", family="de la Rochefoucauld"), "C. d. l. R."),
        (Name(given="美咲", family="佐藤", family_first=True), "佐. 美."),
        (Name(full="نورة القحطاني"), "ن. ا."),
        (Name(full="E\u0301lodie"), "E\u0301."),
        (Name(full="Null"), "N."),
    ],
)
def test_initials_are_in_the_order_of_the_name(name: Name, short: str) -> None:
    """In every script, marks and all."""
    assert initials(name) == short


def test_discretion_decides_what_is_told(house: House) -> None:
    """Names, initials or nothing; a visit at home is never located, whatever was chosen."""
    home = Details(address={**ADDRESS, "entry_notes": "Code 47B9"}, note="Canary note")
    names = [Name(given="美咲", family="佐藤カナリア", family_first=True), Name(full="نورة القحطاني " * 6)]
    for number, name in enumerate(names):
        booked(house, thursday(house) + number * 1440, name, f"visit-{number}", "visit")
    house.book(visitor(), thursday(house) + 2880, "ask", "at-home", contact=contact("Canary"), details=home)
    tokens = {staff: address(house, staff) for staff in ("advisor-1", "advisor-2")}
    told: dict[Discretion, str] = {}
    for discretion in Discretion:
        for staff in tokens:
            tell(house, discretion, staff)
        summaries = [event for token in tokens.values() for event in shown(house, token)]
        assert len(summaries) == 3
        told[discretion] = " | ".join(f"{e['SUMMARY']} @ {e.get('LOCATION', '')}" for e in summaries)
    assert "佐藤カナリア 美咲, visit @ Maison d'Essai Paris, 1 rue d'Essai" in told[Discretion.NAMES]
    assert "نورة القحطاني" in told[Discretion.NAMES]
    assert "Canary Essai, at-home @ " in told[Discretion.NAMES]
    assert "佐. 美., visit" in told[Discretion.INITIALS]
    assert "佐藤" not in told[Discretion.INITIALS]
    assert told[Discretion.BUSY] == "Busy @  | Busy @  | Busy @ "
    for text in told.values():
        assert not any(secret in text for secret in ("rue de la Paix", "75002", "47B9", "note", "@client.example"))


def test_what_a_client_typed_comes_out_as_text(house: House) -> None:
    """No name makes a line, a property or a component of its own in a calendar."""
    names = [text.replace("\x00", "") for text in INJECTIONS if "\ud800" not in text]
    for number, text in enumerate(names):
        hers = Contact(Name(full=text), f"typed-{number}@client.example")
        start = thursday(house) + number * 1440
        house.book(visitor(str(number)), start, f"typed-{number}", "first-video", contact=hers)
    tokens = {staff: address(house, staff) for staff in ("advisor-1", "advisor-2")}
    for staff in tokens:
        tell(house, Discretion.NAMES, staff)
    events = [event for token in tokens.values() for event in shown(house, token)]
    assert len(events) == len(names)
    assert all(set(event) == PROPERTIES and not event.subcomponents for event in events)


def test_a_reading_is_one_query_a_week_and_three_batches(house: House) -> None:
    """Two rows for the address, the configuration, a Query for each week, then bookings, cards and keys together."""
    for number in range(12):
        name = Name(given=f"Guest{number}", family="Essai")
        booked(house, thursday(house) + number // 4 * 1440 + number % 4 * 90 - 240, name, f"many-{number}")
    token = address(house)
    house.clock.forward(minutes=6)  # no key is remembered for so long
    with Wire() as wire:
        assert len(shown(house, token)) >= 4
    weeks = wire.operations().count("Query") - 1
    span = 30 + max(each.window_days for each in house.catalogue.maison().experiences) + 2
    assert weeks in (span // 7 + 1, span // 7 + 2)
    assert wire.operations() == ["GetItem"] * 3 + ["Query"] * (1 + weeks) + ["BatchGetItem"] * 3
    assert needed(wire.requests, dict(house.names)) <= allowed("api")
    assert wire.writes == []
    tell(house, Discretion.BUSY)
    with Wire() as wire:
        shown(house, token)
    assert wire.operations().count("BatchGetItem") == 1, "nobody is opened where nobody is named"


def test_an_address_is_replaced_and_revoked_at_once(house: House) -> None:
    """The old one opens nothing from the commit on; a repeated request is answered alike, and revives nothing."""
    feeds, me = house.feed_room.feeds, associate()
    first_feed, old, again = feeds.issue(me, "a" * 22)
    assert (again, first_feed.version, len(old)) == (False, 1, 43)
    assert feeds.issue(me, "a" * 22) == (first_feed, old, True)
    _, new, _ = feeds.issue(me, "b" * 22)
    assert new != old
    with pytest.raises(NotFound):
        shown(house, old)
    assert shown(house, new) == []
    with pytest.raises(StateConflict):
        feeds.issue(me, "a" * 22)
    assert feeds.revoke(me).link is None
    assert feeds.revoke(me).version == 3
    for token, key in ((old, "a"), (new, "b")):
        with pytest.raises(NotFound):
            shown(house, token)
        with pytest.raises(StateConflict):
            feeds.issue(me, key * 22)
    assert [row for row in house.rows() if row["pk"]["S"].startswith("FEED#")] == []


def test_a_lost_answer_is_given_again(house: House) -> None:
    """The address was made and the answer lost: the same request returns the same address, and there is one."""
    with Wire(every(Fault.TIMEOUT_AFTER, "TransactWriteItems")), pytest.raises(ShowroomError):
        house.feed_room.feeds.issue(associate(), "k" * 22)
    again = house.feed_room.feeds.issue(associate(), "k" * 22)
    assert again[2]
    assert shown(house, again[1]) == []


def test_whoever_leaves_the_house_takes_no_calendar_with_her(house: House) -> None:
    """Her name is in the boutique no more: her address is as unknown as any."""
    token = address(house)
    assert shown(house, token) == []
    boutique = house.catalogue.boutique(BOUTIQUE)
    left = boutique.model_copy(update={"staff": boutique.staff[1:]})
    record = house.audit.of("test.leave", "maison", "test", house.clock())
    house.table.commit([BoutiqueStore(house.table, house.vault).put_boutique(left), record])
    house.clock.forward(minutes=1)
    with pytest.raises(NotFound):
        shown(house, token)


def fetched(browser: Browser, path: str, headers: dict[str, str] | None = None) -> Said:
    """Read as a calendar program does: an address, and no token."""
    connection = http.client.HTTPConnection("127.0.0.1", browser._port, timeout=60)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        return Said(answer.status, said, answer.read().decode())
    finally:
        connection.close()


def test_over_http(house: House, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    """Made, read, unchanged, refused elsewhere, revoked; and the address stands in no log and no table."""
    with Browser(house) as browser:
        me = token_of(house)
        nothing = {"subscribed": False, "since": None, "discretion": "initials", "busy": None}
        assert browser.get(ME, me).json == nothing
        made = browser.send("POST", ME, {}, token=me, key="make")
        assert made.status == 201
        url = made.json["url"]
        path = url.removeprefix("https://book.maison.example")
        token = path.removeprefix("/feeds/").removesuffix(".ics")
        again = browser.send("POST", ME, {}, token=me, key="make")
        assert (again.json, again.headers["idempotent-replayed"]) == (made.json, "true")
        assert "url" not in browser.get(ME, me).json
        told = browser.send("PUT", ME, {"discretion": "names"}, token=me, version=1)
        assert (told.status, told.json["discretion"], told.json["subscribed"]) == (200, "names", True)
        assert told.headers["etag"] == '"2"'
        assert "idempotent-replayed" in browser.send("PUT", ME, {"discretion": "names"}, token=me, version=1).headers
        assert browser.send("PUT", ME, {"discretion": "busy"}, token=me, version=1).status == 412
        assert browser.send("PUT", ME, {"discretion": "all"}, token=me, version=2).status == 422

        house.book(client(CAMILLE), thursday(house), "book")
        calendar = fetched(browser, path)
        assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
        assert calendar.headers["cache-control"] == "private, no-store"
        assert calendar.headers["referrer-policy"] == "no-referrer"
        house.clock.forward(hours=2)
        same = fetched(browser, path, {"If-None-Match": calendar.headers["etag"]})
        assert (same.status, same.text) == (304, "")
        me = token_of(house)

        bad = browser.get(ME, "not.a.token")
        refused = [browser.get(place, token) for place in (ME, "/v1/bookings", "/v1/me", path)]
        assert {(one.status, one.text) for one in refused} == {(401, bad.text)}
        unknown = fetched(browser, f"/feeds/{'x' * 43}.ics")
        assert browser.send("POST", f"{ME}/revoke", {}, token=me).json["subscribed"] is False
        revoked = fetched(browser, path)
        shapes = [fetched(browser, f"/feeds/{name}") for name in (token, f"{token}.ical", "x.ics", f"{token}.ics%0a")]
        assert {(one.status, one.text) for one in (unknown, revoked, *shapes)} == {(404, unknown.text)}
        assert browser.send("POST", ME, {}, token=me, key="make").status == 409
    said = capsys.readouterr()
    everywhere = said.out + said.err + caplog.text
    assert "/feeds/{subscription}" in everywhere
    assert token not in everywhere
    assert token not in house.everything()
    assert json.loads(unknown.text)["status"] == 404
