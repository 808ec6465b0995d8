"""Whoever hosts and is away, or leaves the house: seen before it is kept, refused before it is published (rule G9)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.events.model import Event
from chalicelib.foundation.clock import MINUTES_A_DAY
from chalicelib.foundation.errors import HostsTaken
from tests.bookings.test_absences import when
from tests.bookings.test_leaving import HERS, LEAVING, boss, leavers, lines
from tests.world.browser import Browser
from tests.world.evenings import drafted, planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE

__all__ = ["leavers"]
CLOSURES = f"/v1/boutiques/{BOUTIQUE}/closures"


@pytest.fixture
def browser(leavers: Houses) -> Iterator[Browser]:
    """A browser over a house with three advisors."""
    with leavers.fresh() as house, Browser(house) as found:
        yield found


def evening(house: House) -> int:
    """Eight in the evening, in a week."""
    return house.now // MINUTES_A_DAY * MINUTES_A_DAY + 7 * MINUTES_A_DAY + 19 * 60


def ill(browser: Browser, start: int, **about: object) -> None:
    """Advisor 1 is not there for four hours around it."""
    sent = when(browser.house, start - 120, start + 120, reason="ill", note="", **about)
    kept = browser.send("POST", f"{HERS}/absences", sent, token=boss(browser), key="ill")
    assert kept.status == 201
    browser.house.catalogue.forget(BOUTIQUE)


def change(house: House, event: Event, **about: object) -> Event:
    """The planner writes something else of it."""
    return house.events.change(planner(BOUTIQUE), event.id, press("change"), event.version, about).event


def test_time_off_shows_what_is_hosted_then(browser: Browser) -> None:
    """By name and hour, in the preview, when it is kept and later; of other hours, other people and kinds nothing."""
    house, start, hers = browser.house, evening(browser.house), boss(browser)
    event = published(house, BOUTIQUE, start=start, hosts=("advisor-1",), title={"en": "The emeralds"})
    for until, named in ((start + 30, ["The emeralds"]), (start - 60, [])):
        sent = when(house, start - 120, until)
        looked = browser.send("POST", f"{HERS}/absences/preview", sent, token=hers).json
        assert ([one["name"] for one in looked["hosted"]], looked["items"]) == (named, [])
    some = when(house, start - 120, start + 30, kinds=["home_visit"])
    assert browser.send("POST", f"{HERS}/absences/preview", some, token=hers).json["hosted"] == []
    sent = when(house, start - 120, start + 30, reason="ill", note="")
    kept = browser.send("POST", f"{HERS}/absences", sent, token=hers, key="off").json
    listed = browser.get(f"{HERS}/absences/{kept['kept']['id']}/conflicts", hers).json
    assert kept["hosted"] == listed["hosted"]
    assert [(one["host"], one["id"]) for one in kept["hosted"]] == [("advisor-1", f"{event.id}-s1")]
    other = f"/v1/boutiques/{BOUTIQUE}/staff/advisor-2/absences/preview"
    assert browser.send("POST", other, when(house, start, start + 30), token=boss(browser)).json["hosted"] == []
    closed = browser.send("POST", f"{CLOSURES}/preview", when(house, start, start + 30), token=boss(browser)).json
    assert [one["host"] for one in closed["hosted"]] == ["advisor-1"]


def test_nothing_is_published_with_a_host_who_is_away(browser: Browser) -> None:
    """She is named and nothing is written; with a colleague, or at another hour, it is published (rule G9)."""
    house, start = browser.house, evening(browser.house)
    ill(browser, start)
    draft = drafted(house, BOUTIQUE, start=start, hosts=("advisor-2", "advisor-1"))
    with pytest.raises(HostsTaken) as refused:
        house.events.publish(planner(BOUTIQUE), draft.id, press("publish"), draft.version)
    assert refused.value.hosts == ("advisor-1",)
    assert house.event_store.get(draft.id) == draft
    draft = change(house, draft, hosts=("advisor-2",))
    event = house.events.publish(planner(BOUTIQUE), draft.id, press("publish"), draft.version).event
    with pytest.raises(HostsTaken):
        change(house, event, hosts=("advisor-2", "advisor-1"))
    published(house, BOUTIQUE, start=start + MINUTES_A_DAY, hosts=("advisor-1",))
    assert house.violations() == []


def test_of_an_evening_whose_host_falls_ill_everything_else_goes_on(browser: Browser) -> None:
    """Words are changed as ever, another host takes over; it is not moved to where she is away as well (rule G9)."""
    house, start = browser.house, evening(browser.house)
    event = published(house, BOUTIQUE, start=start, hosts=("advisor-1",))
    ill(browser, start)
    event = change(house, event, title={"en": "Another title"})
    with pytest.raises(HostsTaken):
        house.events.move(planner(BOUTIQUE), event.id, press("move"), event.version, start + 60)
    event = change(house, event, hosts=("advisor-3",))
    assert event.hosts == ("advisor-3",)
    assert house.differences() == []


def test_of_some_kinds_of_appointment_an_evening_is_none(browser: Browser) -> None:
    """Who makes no visits at home that day may well host."""
    house, start = browser.house, evening(browser.house)
    ill(browser, start, kinds=["home_visit"])
    published(house, BOUTIQUE, start=start, hosts=("advisor-1",))
    assert house.violations() == []


def test_nobody_has_left_who_hosts(browser: Browser) -> None:
    """The list names what she hosts, with no colleague to choose; with another host it is gone from it."""
    house, manager = browser.house, boss(browser)
    start = evening(house)
    event = published(house, BOUTIQUE, start=start, hosts=("advisor-1", "advisor-2"), title={"en": "The emeralds"})
    assert browser.send("POST", LEAVING, {}, token=manager).status == 200
    listed = browser.get(LEAVING, manager).json
    (line,) = lines(listed, "hosted")
    assert (line["hosted"]["name"], line["colleagues"], listed["left"]["bookings"]) == ("The emeralds", [], 1)
    shown = {one["client"]["id"] for one in lines(listed, "client")}
    given = {"clients": [{"client": one, "advisor": "advisor-3"} for one in shown]}
    browser.send("POST", f"{LEAVING}/hand-over", given, token=manager, key="clients")
    house.clock.forward(minutes=2)
    refused = browser.send("POST", f"{LEAVING}/finish", {}, token=manager)
    assert (refused.status, refused.json["left"]) == (409, {"clients": 0, "bookings": 1})
    change(house, event, hosts=("advisor-2",))
    assert lines(browser.get(LEAVING, manager).json, "hosted") == []
    assert browser.send("POST", f"{LEAVING}/finish", {}, token=manager).status == 200
