"""Her calendar, an absence and a closure over HTTP: seen before they are kept, kept once, private, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.boutiques.staffing.calendar import MOST_ABSENCES, Absence, MemberCalendar
from chalicelib.boutiques.staffing.store import StaffingStore
from chalicelib.calendars.service import Wanted
from chalicelib.foundation.clock import rfc3339
from chalicelib.identity.model import Role
from tests.harness.faults import Wire
from tests.world.browser import Browser
from tests.world.house import House, Houses
from tests.world.maisons import EXPERIENCES, ZONE, advisor, boutique, install
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, client, contact

ITALY = "milan"
STAFF = f"/v1/boutiques/{BOUTIQUE}/staff"
HERS = f"{STAFF}/advisor-1"


def furnish(house: House) -> None:
    """Paris with Advisors 1 to 3 (the third speaks Japanese alone), its French sister Lyon, and Milan; two clients."""
    everywhere = [{**one, "boutiques": (BOUTIQUE, "lyon", ITALY)} for one in EXPERIENCES]
    install(
        house.table,
        house.vault,
        house.clock(),
        boutique([advisor(1, deputy="advisor-2"), advisor(2), advisor(3, languages=("ja",))]),
        boutique([advisor(4)], id="lyon", name="Essai Lyon", city={"en": "Lyon"}),
        boutique([advisor(5)], id=ITALY, name="Essai Milano", city={"en": "Milan"}, country="IT"),
        experiences=everywhere,
    )
    for client_id, name in ((MARGAUX, "Margaux"), (CAMILLE, "Camille")):
        about = {"client_id": client_id, "advisor": "advisor-1", "now": house.clock()}
        house.clients.enrol(contact(name), "en", "test", **about)


@pytest.fixture(scope="module")
def staffed(aws: Any) -> Iterator[Houses]:
    """Houses with three boutiques."""
    houses = Houses(aws, furnish)
    yield houses
    houses.close()


@pytest.fixture
def browser(staffed: Houses) -> Iterator[Browser]:
    """A browser over one of them."""
    with staffed.fresh() as house, Browser(house) as found:
        yield found


def token(browser: Browser, who: str, role: Role = Role.ASSOCIATE, place: str = BOUTIQUE) -> str:
    """Return a token of a member of staff."""
    return browser.house.tokens.access(role, who, frozenset({place}))


def at(house: House, hour: int, days: int = 3) -> int:
    """Return the minute of an hour of the Paris clock, so many days ahead, in winter."""
    return (house.now // 1440 + days) * 1440 + (hour - 1) * 60


def with_advisor_1(house: House, start: int, experience: str = "video", who: str = MARGAUX) -> str:
    """Book a client who is Advisor 1's own; return the booking's id."""
    booked = house.book(client(who), start, f"{experience} {start}", experience).booking
    assert booked.advisor == "advisor-1"
    return booked.id


def when(house: House, start: int, end: int, **more: Any) -> dict[str, Any]:
    """Return an absence of minutes, as it is sent."""
    return {"from": rfc3339(start, ZONE), "to": rfc3339(end, ZONE), "kinds": None, **more}


def test_her_hours_are_hers_to_change_and_what_is_the_managers_is_not(browser: Browser) -> None:
    """Read, sent back with changes, told by its version; skills, maximum and deputy are refused to her, all at once."""
    hers, manager = token(browser, "advisor-1"), token(browser, "boss", Role.MANAGER)
    path = f"{HERS}/calendar"
    read = browser.get(path, hers)
    assert (read.headers["etag"], read.json["deputy"], read.json["can"]) == ('"0"', "advisor-2", ["change"])
    keys = ("hours", "breaks", "overrides", "travels", "languages", "skills", "daily_maximum", "deputy")
    wish = {key: read.json[key] for key in keys}
    wish["hours"] = [{"days": ["mon", "tue"], "start": "12:00", "end": "18:00"}]
    wish["overrides"] = [{"date": "2027-01-20", "hours": []}]
    wish["travels"] = [{"first": "2027-02-01", "last": "2027-02-03", "zone": "Asia/Tokyo"}]
    wish["languages"] = ["en", "fr"]
    over = {**wish, "skills": ["bridal"], "daily_maximum": 3, "deputy": "advisor-1"}
    refused = browser.send("PUT", path, over, token=hers, version=0)
    assert refused.status == 422
    assert [each["pointer"] for each in refused.json["errors"]] == [
        "/skills", "/daily_maximum", "/deputy", "/skills/0", "/deputy"
    ]  # fmt: skip
    said = browser.send("PUT", path, wish, token=hers, version=0)
    assert (said.status, said.headers["etag"]) == (200, '"1"')
    again = browser.send("PUT", path, wish, token=hers, version=0)
    assert (again.status, again.headers["idempotent-replayed"], again.json) == (200, "true", said.json)
    assert browser.send("PUT", path, {**wish, "languages": ["it"]}, token=hers, version=0).status == 412
    managed = browser.send("PUT", path, {**wish, "daily_maximum": 3, "deputy": "advisor-3"}, token=manager, version=1)
    assert (managed.status, managed.json["daily_maximum"]) == (200, 3)
    member = browser.house.catalogue.boutique(BOUTIQUE).member("advisor-1")
    assert (member.languages, member.deputy, member.travels[0].zone) == (("en", "fr"), "advisor-3", "Asia/Tokyo")
    wrong = {**wish, "hours": [{"days": ["mon"], "start": "18:00", "end": "12:00"}], "travels": wish["travels"] * 2}
    wrong["travels"][0]["zone"] = "Mars/Base"
    problems = browser.send("PUT", path, wrong, token=hers, version=2)
    assert problems.status == 422
    assert {each["pointer"] for each in problems.json["errors"]} >= {"/hours/0", "/travels/0"}
    assert "Mars" not in problems.text


def test_an_absence_is_seen_before_it_is_kept_and_nothing_is_written(browser: Browser) -> None:
    """The day shows whom it touches, each with what can be offered: a colleague, a sister, new times, in that order."""
    house, hers = browser.house, token(browser, "advisor-1")
    start = at(house, 14)
    booked = with_advisor_1(house, start)
    with Wire() as wire:
        seen = browser.send("POST", f"{HERS}/absences/preview", when(house, start - 60, start + 60), token=hers)
    assert (seen.status, wire.writes) == (200, [])
    (conflict,) = seen.json["items"]
    assert (conflict["booking"]["id"], conflict["advisor"], conflict["proposed"]) == (booked, "advisor-1", False)
    assert conflict["booking"]["private"]["client"]["name"]["given"] == "Margaux"
    ways = [(each["way"], each["boutique"], each["advisor"] and each["advisor"]["id"]) for each in conflict["offers"]]
    times = [each["start"] for each in conflict["offers"] if each["way"] == "time"]
    assert ways[:3] == [
        ("colleague", BOUTIQUE, "advisor-2"), ("sister", "lyon", "advisor-4"), ("sister", ITALY, "advisor-5")
    ]  # fmt: skip
    assert ways[3:] == [("time", BOUTIQUE, None)] * 3
    assert rfc3339(start, ZONE) not in times
    other_day = browser.send("POST", f"{HERS}/absences/preview", when(house, start + 60, start + 120), token=hers)
    assert other_day.json["items"] == []
    kinds = when(house, start - 60, start + 60, kinds=["boutique_visit"])
    assert browser.send("POST", f"{HERS}/absences/preview", kinds, token=hers).json["items"] == []


def test_a_visit_can_be_held_by_video_with_whoever_is_there(browser: Browser) -> None:
    """She may not receive in the boutique but by video: the same advisor then, and only sisters of the country."""
    house, manager = browser.house, token(browser, "boss", Role.MANAGER)
    start = at(house, 14)
    booked = with_advisor_1(house, start, "visit")
    sent = when(house, start, start + 45, kinds=["boutique_visit"])
    (conflict,) = browser.send("POST", f"{HERS}/absences/preview", sent, token=manager).json["items"]
    assert conflict["booking"]["id"] == booked
    found = {each["way"]: (each["boutique"], each["experience"], each["advisor"]) for each in conflict["offers"]}
    assert found["video"][1] == "video"
    assert found["video"][2]["id"] == "advisor-1"
    assert [each["boutique"] for each in conflict["offers"] if each["way"] == "sister"] == ["lyon"]


def test_an_absence_is_kept_once_private_and_taken_back(browser: Browser) -> None:
    """Sent twice it is one; colleagues read when, she and her manager why, the table nothing; then she is back."""
    house, hers, start = browser.house, token(browser, "advisor-1"), at(browser.house, 14)
    booked = with_advisor_1(house, start)
    sent = when(house, start - 60, start + 60, reason="ill", note="a canary of hers")
    kept = browser.send("POST", f"{HERS}/absences", sent, token=hers, key="ill")
    assert (kept.status, kept.json["again_in_seconds"]) == (201, 30)
    assert [each["booking"]["id"] for each in kept.json["conflicts"]] == [booked]
    again = browser.send("POST", f"{HERS}/absences", sent, token=hers, key="ill")
    assert (again.status, again.headers["idempotent-replayed"], again.json) == (201, "true", kept.json)
    assert browser.send("POST", f"{HERS}/absences", {**sent, "note": ""}, token=hers, key="ill").status == 422
    assert "canary" not in house.everything()
    assert '"ill"' not in house.everything()
    told = {
        who: browser.get(f"{HERS}/calendar", token(browser, who, role)).json["absences"]
        for who, role in (("advisor-1", Role.ASSOCIATE), ("boss", Role.MANAGER), ("advisor-2", Role.ASSOCIATE))
    }
    assert [(each["reason"], each["note"]) for each in told["advisor-1"]] == [("ill", "a canary of hers")]
    assert told["boss"] == told["advisor-1"]
    assert told["advisor-2"] == [{**told["advisor-1"][0], "reason": None, "note": None}]
    path = f"/v1/boutiques/{BOUTIQUE}/availability/explain?experience=video&start="
    said = browser.get(path + rfc3339(start - 30, ZONE).replace("+", "%2B"), token(browser, "advisor-2"))
    assert said.status == 200
    wanted = Wanted(house.catalogue.boutique(BOUTIQUE), house.catalogue.experience("video"), only="advisor-1")
    assert house.availability.shown_free(wanted, start + 30, house.now) == {}
    absence = kept.json["kept"]["id"]
    listed = browser.get(f"{HERS}/absences/{absence}/conflicts", hers)
    assert [each["booking"]["id"] for each in listed.json["items"]] == [booked]
    for _ in range(2):
        assert browser.send("POST", f"{HERS}/absences/{absence}/revoke", {}, token=hers).status == 204
    assert browser.get(f"{HERS}/absences/{absence}/conflicts", hers).status == 404
    assert browser.get(f"{HERS}/calendar", hers).json["absences"] == []
    assert house.violations() == []


def test_a_strike_day_closes_the_boutique_for_visits(browser: Browser) -> None:
    """A whole day, said in dates and told in dates; strangers read that it is closed, and video goes on."""
    house, manager, start = browser.house, token(browser, "boss", Role.MANAGER), at(browser.house, 14)
    day = rfc3339(start, ZONE)[:10]
    visit, video = with_advisor_1(house, start, "visit"), with_advisor_1(house, start + 90, who=CAMILLE)
    closures = f"/v1/boutiques/{BOUTIQUE}/closures"
    sent = {"from": day, "to": day, "kinds": ["boutique_visit", "home_visit"]}
    assert browser.send("POST", f"{closures}/preview", sent, token=token(browser, "advisor-1")).status == 403
    seen = browser.send("POST", f"{closures}/preview", sent, token=manager)
    assert [each["booking"]["id"] for each in seen.json["items"]] == [visit]
    assert {each["way"] for each in seen.json["items"][0]["offers"]} == {"video", "sister", "time"}
    assert not any(each["start"].startswith(day) for each in seen.json["items"][0]["offers"] if each["way"] == "time")
    everything = browser.send("POST", f"{closures}/preview", {**sent, "kinds": None}, token=manager)
    assert [each["booking"]["id"] for each in everything.json["items"]] == [visit, video]
    kept = browser.send("POST", closures, {**sent, "name": "Strike"}, token=manager, key="strike")
    assert (kept.status, kept.json["kept"]["from"], kept.json["kept"]["to"]) == (201, day, day)
    assert [each["name"] for each in browser.get(closures, token(browser, "advisor-2")).json["items"]] == ["Strike"]

    def reason(experience: str) -> str | None:
        asked = f"/v1/boutiques/{BOUTIQUE}/availability?experience={experience}&from={day}&days=1"
        found: str | None = browser.get(asked).json["days"][0]["reason"]
        return found

    assert (reason("visit"), reason("first-video")) == ("closed", None)
    again = browser.get(f"{closures}/{kept.json['kept']['id']}/conflicts", manager)
    assert [each["booking"]["id"] for each in again.json["items"]] == [visit]
    assert browser.send("POST", f"{closures}/{kept.json['kept']['id']}/revoke", {}, token=manager).status == 204
    assert reason("visit") is None


def test_what_cannot_be_is_said_with_pointers_and_echoes_nothing(browser: Browser) -> None:
    """Ends before it begins, dates mixed with instants, kinds that are none, what has passed, too many."""
    house, hers = browser.house, token(browser, "advisor-1")
    start = at(house, 14)
    good = when(house, start, start + 60)
    for wrong, pointer in (
        (when(house, start, start), ""),
        ({**good, "to": "2027-02-01"}, ""),
        ({**good, "kinds": ["dinner-canary"]}, "/kinds"),
        ({**good, "from": "2027-02-30", "to": "2027-03-01"}, ""),
        ({"from": "2020-01-01", "to": "2020-01-02", "kinds": None}, "/to"),
        ({"from": "2027-01-20", "to": "2029-01-20", "kinds": None}, ""),
    ):
        said = browser.send("POST", f"{HERS}/absences/preview", wrong, token=hers)
        assert (said.status, [each["pointer"] for each in said.json["errors"]]) == (422, [pointer])
        assert "canary" not in said.text
    many = tuple(Absence(id=f"{n}", start=start + n, end=start + n + 1) for n in range(MOST_ABSENCES))
    step = StaffingStore(house.table, house.vault).put_calendar(
        BOUTIQUE, "advisor-1", MemberCalendar(), MemberCalendar(absences=many)
    )
    house.table.commit([step, house.audit.of("test", "staff#advisor-1", "test", house.clock())])
    assert browser.send("POST", f"{HERS}/absences", {**good, "reason": "other"}, token=hers, key="more").status == 409


def test_one_press_resolves_all_and_tells_each_client_once(browser: Browser) -> None:
    """One is handed over, one is asked; broken off half-way and sent again, it is as if sent once."""
    house, hers, start = browser.house, token(browser, "advisor-1"), at(browser.house, 14)
    one, two = with_advisor_1(house, start), with_advisor_1(house, start + 120, who=CAMILLE)
    house.settle(1)
    letters = len(house.mailbox.taken)
    sent = when(house, start - 60, start + 240, reason="ill")
    kept = browser.send("POST", f"{HERS}/absences", sent, token=hers, key="ill").json
    path = f"{HERS}/absences/{kept['kept']['id']}/resolve"
    offers = {each["booking"]["id"]: each["offers"] for each in kept["conflicts"]}
    times = [{"start": each["start"]} for each in offers[two] if each["way"] == "time"]
    sister = next(each for each in offers[two] if each["way"] == "sister")
    times[2] = {"start": sister["start"], "boutique": sister["boutique"], "advisor": sister["advisor"]["id"]}
    choices = [
        {"booking": one, "version": 1, "advisor": "advisor-2"},
        {"booking": two, "version": 1, "times": times},
        {"booking": two[::-1], "version": 1, "times": []},
    ]
    half = browser.send("POST", path, {"choices": choices[:1]}, token=hers, key="press").json["items"]
    assert [(each["done"], each["replayed"]) for each in half] == [(True, False)]
    whole = browser.send("POST", path, {"choices": choices}, token=hers, key="press").json["items"]
    assert [(each["done"], each["replayed"]) for each in whole] == [(True, True), (True, False), (False, False)]
    assert whole[0]["booking"] == half[0]["booking"]
    assert whole[2]["problem"]["status"] == 404
    again = browser.send("POST", path, {"choices": choices}, token=hers, key="press").json["items"]
    assert [each["replayed"] for each in again] == [True, True, False]
    handed, asked = house.stored(one), house.stored(two)
    assert handed is not None
    assert asked is not None
    assert (handed.advisor, handed.start, handed.version) == ("advisor-2", start, 2)
    assert (asked.start, asked.to_be_moved, len(asked.proposals), asked.version) == (start + 120, True, 3, 2)
    left = browser.get(f"{HERS}/absences/{kept['kept']['id']}/conflicts", hers).json["items"]
    assert [(each["booking"]["id"], each["booking"]["to_be_moved"]) for each in left] == [(two, True)]
    house.settle()
    told = [message.template for _, message in house.mailbox.taken[letters:]]
    assert (told.count("booking.handed_over"), told.count("booking.move_proposed")) == (1, 1)
    assert house.violations() == []
    both = {"choices": [{"booking": one, "version": 2, "advisor": "advisor-1", "times": []}] * 2}
    wrong = browser.send("POST", path, both, token=hers, key="wrong")
    assert [each["pointer"] for each in wrong.json["errors"]] == ["/choices/0", "/choices/1"]


def test_who_has_two_appointments_that_day_has_one_letter_of_both(browser: Browser) -> None:
    """One is a colleague's, one is cancelled by the house: one letter tells both, however often the press is sent."""
    house, manager, start = browser.house, token(browser, "boss", Role.MANAGER), at(browser.house, 14)
    first, second = with_advisor_1(house, start), with_advisor_1(house, start + 120)
    other = with_advisor_1(house, start + 240, who=CAMILLE)
    house.deliver()
    house.mailbox.taken.clear()
    day = rfc3339(start, ZONE)[:10]
    sent = {"from": day, "to": day, "kinds": None, "reason": "ill"}
    absence = browser.send("POST", f"{HERS}/absences", sent, token=manager, key="ill").json["kept"]["id"]
    choices = [
        {"booking": first, "version": 1, "advisor": "advisor-2"},
        {"booking": second, "version": 1, "cancel": True},
        {"booking": other, "version": 1, "decline": True},
    ]
    both = {"choices": [*choices, {**choices[0], "cancel": True}]}
    assert browser.send("POST", f"{HERS}/absences/{absence}/resolve", both, token=manager, key="no").status == 422
    for replayed in (False, True):
        path, body = f"{HERS}/absences/{absence}/resolve", {"choices": choices}
        said = browser.send("POST", path, body, token=manager, key="both").json["items"]
        assert [(each["done"], each["replayed"]) for each in said] == [(True, replayed)] * 2 + [(False, False)]
        assert said[2]["problem"]["type"] == "/docs/problems#state-conflict"
        house.deliver()
    letters = [message for _, message in house.mailbox.taken if message.template.startswith("booking.")]
    assert [(letter.template, letter.to.email) for letter in letters] == [
        ("booking.several", "margaux@client.example")
    ]  # fmt: skip
    parts = letters[0].values["parts"]
    assert [(part["template"], part["start"]) for part in parts] == [
        ("booking.handed_over", start), ("booking.cancelled", start + 120)
    ]  # fmt: skip
    house.settle()
    again = [message.template for _, message in house.mailbox.taken if message.template.startswith("booking.")]
    assert again == ["booking.several"]
    assert house.violations() == []
    assert house.verifier.verify() == []
