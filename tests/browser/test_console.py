"""The console, through the real local stack: what an advisor does in a day."""

from __future__ import annotations

import json
import re
import secrets
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from infra.local.stack import Stack
from tests.browser.browsers import Browsers
from tests.browser.test_access import violations

FREE = {"name": {"title": "Mr", "given": "Oliver", "family": "Ashdown"}, "telephone": "+33612345678"}


class Boutique:
    """Paris on the next Thursday, as its API tells it."""

    def __init__(self, stack: Stack) -> None:
        self.stack, self.url = stack, stack.url
        today = datetime.now(UTC).date()
        self.day = next(day for n in range(1, 8) if (day := today + timedelta(days=n)).weekday() == 3)
        self.staff = str(self.call("POST", "/demo/tokens", {"as": "helene-arnoux"})["token"])

    def call(
        self, method: str, path: str, body: Any = None, token: str = "", version: int | None = None
    ) -> dict[str, Any]:
        """Send one request and return its answer."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_urlsafe(24)}
        if path.startswith("/demo") or method == "GET":
            del headers["Idempotency-Key"]
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        data = json.dumps(body).encode() if body is not None else None
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data, headers, method=method)) as answer:
            return dict(json.load(answer))

    def after(self, weeks: int) -> date:
        """The same weekday so many weeks later, on which no other test has anything."""
        return self.day + timedelta(weeks=weeks)

    def starts(self, experience: str, more: str = "", *, staff: bool = False, weeks: int = 0) -> list[str]:
        """What is offered on the day, to anybody or to staff."""
        day = self.after(weeks)
        path = f"/v1/boutiques/paris/availability?experience={experience}&from={day}&days=1{more}"
        found = self.call("GET", path, token=self.staff if staff else "")
        return [one["start"] for one in found["days"][0]["starts"]]

    def diary(self) -> list[dict[str, Any]]:
        """What stands in everybody's calendar on the day."""
        path = f"/v1/boutiques/paris/diary?from={self.day}&days=1"
        return list(self.call("GET", path, token=self.staff)["items"])

    def propose(self, booking: dict[str, Any], start: str) -> None:
        """Ask her whether another time would suit her as well."""
        path = f"/v1/bookings/{booking['id']}/propose"
        self.call("POST", path, {"times": [{"start": start}]}, self.staff, booking["version"])

    def visit(self, hour: str, advisor: str = "helene-arnoux", weeks: int = 0) -> dict[str, Any]:
        """An appointment at this hour, with an advisor whose day has no break in it."""
        start = next(one for one in self.starts("visit", weeks=weeks) if f"T{hour}" in one)
        body = {"boutique": "paris", "experience": "visit", "start": start, "language": "en", "client": FREE}
        body["advisor"] = advisor
        return self.call("POST", "/v1/bookings", body, self.staff)

    def request(self) -> dict[str, Any]:
        """A stranger asks for a visit at home."""
        body = {
            "boutique": "paris",
            "experience": "at-home",
            "start": self.starts("at-home", "&country=FR&postal_code=75004")[-1],
            "language": "en",
            "client": {"name": {"title": "Mrs", "family": "Whitcombe"}, "email": "eleanor@client.example"},
            "address": {"lines": ["4 quai de Bourbon"], "city": "Paris", "country": "FR", "postal_code": "75004"},
            "access_needs": "A lift, please.",
        }
        visitor = str(self.call("POST", "/v1/visitors", {})["token"])
        return self.call("POST", "/v1/bookings", body, visitor)


@pytest.fixture(scope="module")
def boutique(bundles: None) -> Iterator[Boutique]:
    """One house for all tests of this file."""
    with Stack() as stack:
        yield Boutique(stack)


def enter(browser: Browsers, boutique: Boutique, who: str = "helene-arnoux", **about: Any) -> Page:
    """Sign in from the demo's page."""
    page = browser.page(**about)
    page.goto(f"{boutique.url}/demo/as/{who}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def to_day(page: Page, boutique: Boutique) -> None:
    """The calendar of the day, by its own field."""
    page.get_by_role("button", name="Calendar").click()
    page.locator("input[type=date]").fill(str(boutique.day))
    expect(page.locator(".ec-resource, .ec-row-head").first).to_be_visible()


def drag(page: Page, appointment: Locator, slots: float) -> None:
    """Take an appointment by the hand and put it so many half hours later."""
    box, slot = appointment.bounding_box(), page.locator(".ec-slots .ec-slot").first.bounding_box()
    assert box is not None
    assert slot is not None
    x, y = box["x"] + 12, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + slots * slot["width"] / 4, y, steps=3)
    page.mouse.move(x + slots * slot["width"] / 2, y, steps=3)
    page.mouse.up()


def keys(page: Page, tabs: int, typed: str) -> None:
    """Go on by so many fields, and type."""
    for _ in range(tabs):
        page.keyboard.press("Tab")
    page.keyboard.type(typed)


def test_a_day_at_the_boutique(browser: Browsers, boutique: Boutique) -> None:
    """She answers a request, moves an appointment by hand, is refused with a reason, and books from the telephone."""
    boutique.request()
    boutique.visit("11:00")
    page = enter(browser, boutique)
    request = page.locator(".asks li", has_text="Whitcombe")
    expect(request).to_contain_text("A lift, please.")
    request.get_by_role("button", name="Confirm").click()
    expect(page.locator(".result")).to_have_text("Confirmed. The client has been written to.")
    expect(request).to_have_count(0)

    to_day(page, boutique)
    appointment = page.locator(".ec-event.appointment", has_text="Ashdown")
    drag(page, appointment, 2)
    expect(page.locator(".result")).to_have_text(re.compile(r"Moved to .*, 12:00.*\. The client has been written to\."))
    expect(appointment).to_contain_text("12:00")
    drag(page, appointment, -4)
    expect(page.locator(".said .notice")).to_contain_text("The boutique is closed then.")
    expect(page.locator(".said .notice")).to_contain_text("It stays where it was.")
    expect(appointment).to_contain_text("12:00")

    page.keyboard.press("Alt+n")
    expect(page.get_by_label("Appointment", exact=True)).to_be_focused()
    keys(page, 2, "1530")
    expect(page.locator("dialog .yes")).to_have_text("This hour is free.")
    keys(page, 3, "Featherstone")
    keys(page, 2, "+33 6 98 76 54 32")
    page.keyboard.press("Enter")
    expect(page.locator(".result")).to_contain_text("Arranged for Featherstone")
    expect(page.locator(".ec-event.appointment", has_text="Featherstone")).to_contain_text("15:30")


@pytest.mark.proof
@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1280, "light", "en"), (768, "dark", "ar"), (390, "light", "ja")]
)
def test_axe_finds_nothing(browser: Browsers, boutique: Boutique, width: int, scheme: str, language: str) -> None:
    """Today, the calendar, its list, an hour that is asked about, and what is taken on the telephone."""
    page = enter(browser, boutique, width=width, color_scheme=scheme, locale=language)

    def clean() -> None:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    clean()
    page.locator("nav .tab").nth(1).click()
    page.locator("input[type=date]").fill(str(boutique.day))
    day = page.locator(".grid .ec-body .ec-day").nth(2)
    expect(day).to_be_visible()
    clean()
    day.click(position={"x": 10, "y": 8})
    expect(page.locator("dialog .told .lead")).to_be_visible()
    clean()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+n")
    expect(page.locator("dialog .form")).to_be_visible()
    clean()
    page.keyboard.press("Escape")
    page.locator(".second-bar .seg").nth(3).click()
    expect(page.locator(".entries, .empty").first).to_be_visible()
    clean()


@pytest.mark.proof
def test_signing_in_and_staying(browser: Browsers, boutique: Boutique) -> None:
    """One press at the identity provider opens the console; a token that has run out is renewed without a word."""
    page = browser.page()
    page.goto(f"{boutique.url}/console")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Hélène Arnoux").click()
    expect(page.get_by_role("heading", name="Waiting for an answer")).to_be_visible()
    assert page.evaluate("location.search + location.hash") == ""
    page.evaluate("document.querySelector('showroom-console').api.renew('a.b.c')")
    page.get_by_role("button", name="Calendar").click()
    expect(page.locator(".ec-row-head").first).to_be_visible()
    expect(page.locator(".said .notice")).to_have_count(0)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
