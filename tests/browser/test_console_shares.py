"""The console: places for one advisor's guests alone (rule H2), and what somebody hosts in her time off (rule G9)."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chalicelib.foundation.ids import derived_id
from infra.local.guests import COUNT, UNASKED
from infra.local.stack import Stack
from tests.browser.browsers import Browsers
from tests.browser.test_access import violations
from tests.browser.test_console import Boutique, enter
from tests.browser.test_console_events import drafted, occasions, published
from tests.browser.test_console_hours import hours

pytestmark = pytest.mark.proof
HERS = "Hélène Arnoux"


@pytest.fixture(scope="module")
def boutique(bundles: None) -> Iterator[Boutique]:
    """One house for all tests of this file."""
    with Stack() as stack:
        yield Boutique(stack)


def ask(page: Page) -> None:
    """Open the panel of the places."""
    page.get_by_role("button", name="Change the places").click()
    expect(page.locator("#asked-title")).to_be_focused()


def give(page: Page, name: str, places: str) -> None:
    """Give somebody places; the part that holds them may be folded."""
    own = page.locator("details.own")
    if own.get_attribute("open") is None:
        own.locator("summary").click()
    own.get_by_label(name).fill(places)


def test_places_are_given_to_an_advisor_and_taken_back(browser: Browsers, boutique: Boutique) -> None:
    """In the draft and once it is published; more than there are is said at the field; what stands is read again."""
    page = occasions(browser, boutique)
    drafted(page, boutique, "For those who know her", 5, 12)
    expect(page.locator("ul.own")).to_have_count(0)
    ask(page)
    give(page, HERS, "13")
    page.get_by_role("button", name="Set to 12 places").click()
    expect(page.get_by_label("Places", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".asked")).to_contain_text("These are fewer than advisors are given.")
    give(page, HERS, "5")
    assert violations(page) == []
    page.get_by_role("button", name="Set to 12 places").click()
    expect(page.locator("ul.own li")).to_have_text([f"{HERS}5 places, 5 free", "Everybody else7 places, 7 free"])
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("Minutes").fill("45")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.locator("ul.own li").first).to_have_text(f"{HERS}5 places, 5 free")
    published(page)
    ask(page)
    expect(page.locator("details.own")).to_have_attribute("open", "")
    give(page, HERS, "")
    page.get_by_label("Places", exact=True).fill("10")
    page.get_by_role("button", name="Set to 10 places").click()
    expect(page.locator(".result")).to_have_text("There are now 10 places.")
    expect(page.locator("ul.own li")).to_have_text([f"{HERS}0 places, 0 free", "Everybody else10 places, 10 free"])
    assert violations(page) == []


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fr", 320), ("ar", 390)])
def test_the_panel_is_for_everybody(browser: Browsers, boutique: Boutique, language: str, width: int) -> None:
    """In a long language on the smallest telephone, and from right to left: nothing is cut off (WCAG 1.4.10)."""
    planner = occasions(browser, boutique)
    drafted(planner, boutique, f"For {language}", 6, 12)
    ask(planner)
    give(planner, HERS, "4")
    planner.get_by_role("button", name="Set to 12 places").click()
    expect(planner.locator("ul.own")).to_be_visible()
    page = planner
    if language != "en":
        page = occasions(browser, boutique, locale=language, width=width)
        page.get_by_text(f"For {language}").first.click()
        page.locator(".sitting-name button").click()
        expect(page.locator("details.own")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_whoever_hosts_sees_it_before_time_off_is_kept(browser: Browsers, boutique: Boutique) -> None:
    """Under what it touches stands what she hosts, and who sees to it; nothing of the occasion changes."""
    page = occasions(browser, boutique)
    drafted(page, boutique, "An evening of hers", 9, 12)
    published(page)
    hers = enter(browser, boutique, "helene-arnoux", width=390)
    hours(hers)
    hers.get_by_role("button", name="Take time off").click()
    hers.get_by_label("From", exact=True).fill(str(boutique.day + timedelta(days=9)))
    hers.get_by_role("button", name="See what it touches").click()
    expect(hers.get_by_text("Another host is named where the occasion is planned")).to_be_visible()
    expect(hers.locator(".taken li")).to_contain_text("An evening of hers")
    assert violations(hers) == []


def test_whoever_waits_is_listed_by_whose_places_they_are(browser: Browsers, boutique: Boutique) -> None:
    """One place hers, one everybody's: of four, two wait, each under whose place it is (rules W1, H2)."""
    planner, day = boutique.stack.token("planner"), boutique.day + timedelta(days=12)
    share = [{"advisor": "helene-arnoux", "seats": 1}]
    sitting = {"start": f"{day}T18:00:00Z", "minutes": 60, "language": "en", "capacity": 2, "by_advisor": share}
    about = {"title": {"en": "Two places"}, "hosts": ["helene-arnoux"], "kind": "group_presentation"}
    event = boutique.call("POST", "/v1/boutiques/paris/events", {**about, "sittings": [sitting]}, planner)
    path = f"/v1/events/{event['id']}"
    boutique.call("POST", f"{path}/publish", {}, planner, event["version"])
    with urllib.request.urlopen(f"{boutique.url}/demo/guests.csv?boutique=paris") as listed:
        listed.read()
    may = [number for number in range(COUNT) if number not in UNASKED][:4]
    for number, advisor in zip(may, ("helene-arnoux",) * 2 + ("baptiste-lemoine",) * 2, strict=True):
        whom = {"client_id": derived_id("demo guest", "paris", str(number)), "advisor": advisor}
        guest = boutique.call("POST", f"{path}/guests", whom, planner)
        boutique.call("POST", f"{path}/guests/{guest['id']}/accept", {"party": 1}, planner)
    page = occasions(browser, boutique)
    page.get_by_role("button", name="Two places").click()
    expect(page.locator("ul.own li").first).to_have_text(f"{HERS}1 place, 0 free, 1 waiting")
    page.get_by_role("button", name=re.compile("^Waiting list")).click()
    expect(page.locator("h2:has(+ .queue)")).to_have_text([HERS, "Everybody else"])
    expect(page.locator(".queue > li")).to_have_count(2)
    assert violations(page) == []
