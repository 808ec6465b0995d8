"""The console's page of hours, time off with what it touches, a strike day and the calendar elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from infra.local.stack import Stack
from tests.browser.browsers import Browsers
from tests.browser.test_access import violations
from tests.browser.test_console import Boutique, enter


@pytest.fixture(scope="module")
def boutique(bundles: None) -> Iterator[Boutique]:
    """One house for all tests of this file."""
    with Stack() as stack:
        yield Boutique(stack)


def hours(page: Page) -> None:
    """The page of hours."""
    page.get_by_role("button", name="My hours").click()
    expect(page.get_by_role("heading", name="Every week")).to_be_visible()


def test_an_advisor_sets_her_hours(browser: Browsers, boutique: Boutique) -> None:
    """Typed as people type hours; saved, read again, and what cannot be read is marked and loses nothing."""
    page = enter(browser, boutique, "baptiste-lemoine")
    hours(page)
    sunday = page.locator(".days li", has_text="Sunday")
    sunday.get_by_role("button", name="Add hours").click()
    sunday.get_by_label("Sunday, From").fill("9")
    sunday.get_by_label("Sunday, To").fill("1230")
    sunday.get_by_label("Sunday, To").press("Tab")
    expect(sunday.get_by_label("Sunday, To")).to_have_value("12:30")
    page.get_by_role("button", name="Save these hours").click()
    expect(page.locator(".result")).to_contain_text("Saved.")
    sunday.get_by_label("Sunday, To").fill("soon")
    page.get_by_role("button", name="Save these hours").click()
    expect(sunday.get_by_label("Sunday, To")).to_have_attribute("aria-invalid", "true")
    expect(sunday.get_by_label("Sunday, To")).to_have_value("soon")
    page.reload()
    hours(page)
    expect(page.get_by_label("Sunday, From")).to_have_value("09:00")
    # Skills and the daily maximum are the director's to change.
    expect(page.get_by_label("At most in a day")).to_have_count(0)
    assert violations(page) == []


@pytest.mark.proof
def test_a_day_off_is_resolved_before_it_is_told(browser: Browsers, boutique: Boutique) -> None:
    """Two appointments are hit; each is given what becomes of it, one press keeps the day and writes to both."""
    made = [boutique.visit("11:30"), boutique.visit("13:00")]
    for one in made:
        if one["advisor"]["name"] != "Hélène Arnoux":
            body = {"advisor": "helene-arnoux"}
            boutique.call("POST", f"/v1/bookings/{one['id']}/hand-over", body, boutique.staff, one["version"])
    page = enter(browser, boutique)
    hours(page)
    page.get_by_role("button", name="Take time off").click()
    page.get_by_label("From", exact=True).fill(str(boutique.day))
    page.get_by_label("Family").check(force=True)
    page.get_by_role("button", name="See what it touches").click()
    expect(page.locator("dialog .lead")).to_have_text("2 appointments are touched.")
    ways = page.locator("dialog .asks select")
    expect(ways).to_have_count(2)
    assert all("At the same hour with" in text for text in ways.nth(0).locator("option").all_inner_texts()[:1])
    ways.nth(1).select_option(label="Cancel")
    assert violations(page) == []
    page.get_by_role("button", name="Save, and write to 2 clients").click()
    expect(page.locator(".result")).to_have_text("Saved. 2 clients have been written to.")
    expect(page.get_by_text("Family")).to_be_visible()
    states = [boutique.call("GET", f"/v1/bookings/{one['id']}", token=boutique.staff) for one in made]
    assert [one["state"] for one in states] == ["confirmed", "cancelled"]
    assert states[0]["advisor"]["name"] != "Hélène Arnoux"
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Nothing is planned.")).to_be_visible()


@pytest.mark.proof
def test_a_strike_day(browser: Browsers, boutique: Boutique) -> None:
    """The director closes a day; what is left for now stays in the list of what it touches."""
    boutique.visit("14:30")
    page = enter(browser, boutique)
    hours(page)
    page.get_by_role("button", name="Close the boutique").click()
    page.get_by_role("button", name="See what it touches").click()
    expect(page.get_by_text("Please write why it is closed.")).to_be_visible()
    page.get_by_label("What colleagues read").fill("Strike")
    page.get_by_label("From", exact=True).fill(str(boutique.day))
    page.get_by_role("button", name="See what it touches").click()
    ways = page.locator("dialog .asks select")
    expect(ways.first).to_be_visible()
    for way in ways.all():
        way.select_option(label="Leave it for now")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".result")).to_have_text("Saved.")
    strike = page.locator(".days li", has_text="Strike")
    strike.get_by_role("button", name="What it touches").click()
    expect(page.locator("dialog .lead")).to_contain_text("touched")
    page.keyboard.press("Escape")
    strike.get_by_role("button", name="Take back").click()
    expect(page.locator(".days li", has_text="Strike")).to_have_count(0)


@pytest.mark.proof
def test_ill_today_in_three_presses(browser: Browsers, boutique: Boutique) -> None:
    """Ill today, look, save: the third press is the last, and from then on nobody is offered to her."""
    page = enter(browser, boutique, "edouard-vasseur")
    page.get_by_role("button", name="Ill today").click()
    save = page.get_by_role("button", name=re.compile("^Save"))
    expect(save).to_be_visible()
    save.click()
    expect(page.locator(".result")).to_contain_text("Saved.")
    day = boutique.call("GET", "/v1/boutiques/paris/staff/edouard-vasseur/calendar", token=boutique.staff)
    assert [one["reason"] for one in day["absences"]] == ["ill"]


@pytest.mark.proof
def test_her_calendar_elsewhere(browser: Browsers, boutique: Boutique) -> None:
    """An address is shown once and reads as a calendar; ended, it opens nothing. Another calendar must be https."""
    page = enter(browser, boutique, "giulia-conti")
    hours(page)
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Private address")
    expect(address).to_have_value(re.compile(r"^http.*/feeds/.*\.ics$"))
    url = address.input_value()
    assert "BEGIN:VCALENDAR" in page.request.get(url).text()
    page.get_by_label("Only that I am busy").check(force=True)
    expect(page.locator(".result")).to_have_text("Saved.")
    page.get_by_label("Its address (ICS)").fill("http://calendar.example/mine.ics")
    page.get_by_role("button", name="Read this calendar").click()
    expect(page.get_by_text("Please write an address that begins with https.")).to_be_visible()
    page.get_by_role("button", name="End it").click()
    expect(page.locator(".result")).to_contain_text("Ended.")
    assert page.request.get(url).status == 404


@pytest.mark.proof
@pytest.mark.parametrize(("language", "width"), [("ar", 390), ("ja", 1280), ("fr", 768)])
def test_hours_are_for_everybody(browser: Browsers, boutique: Boutique, language: str, width: int) -> None:
    """No violation and nothing cut off, right to left and on a telephone; time off as well."""
    page = enter(browser, boutique, width=width, locale=language)
    page.locator("nav .tab").nth(3).click()
    expect(page.locator(".days li").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".hours .doings .second").first.click()
    expect(page.locator("dialog #from")).to_be_visible()
    page.locator("dialog #from").fill(str(boutique.day + timedelta(days=1)))
    assert violations(page) == []


@pytest.mark.proof
def test_somebody_leaves(browser: Browsers, boutique: Boutique) -> None:
    """One list of all she has; a colleague for each; it cannot be finished while one line is left."""
    booking = boutique.visit("16:00")
    if booking["advisor"]["name"] != "Giulia Conti":
        body = {"advisor": "giulia-conti"}
        boutique.call("POST", f"/v1/bookings/{booking['id']}/hand-over", body, boutique.staff, booking["version"])
    page = enter(browser, boutique)
    hours(page)
    page.get_by_label("Show").select_option(label="Giulia Conti")
    page.get_by_role("button", name="Leaving the house").click()
    expect(page.get_by_role("heading", name="Giulia Conti leaves the house")).to_be_visible()
    page.get_by_role("button", name="Begin the leaving").click()
    expect(page.locator(".result")).to_contain_text("Begun.")
    lines = page.locator(".leaving .days li")
    expect(lines.first).to_be_visible()
    expect(page.get_by_role("button", name="Finish")).to_have_count(0)
    assert violations(page) == []
    for line in lines.all():
        choice = line.get_by_label("To")
        if choice.count():
            choice.select_option(index=1)
    page.get_by_role("button", name=re.compile("^Hand over")).click()
    expect(page.get_by_text("Nothing is left to be handed over.")).to_be_visible()
    boutique.stack.advance("2m")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Has left the house.")).to_be_visible()
    after = boutique.call("GET", f"/v1/bookings/{booking['id']}", token=boutique.staff)
    assert after["advisor"]["name"] != "Giulia Conti"
