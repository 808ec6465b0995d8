"""Whole journeys through the local stack: pages, API, letters and the clock, as a client meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from time import sleep
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect

from infra.local.stack import Stack
from tests.browser import walk
from tests.browser.browsers import Browsers

_numbers = count(1)


class Kind(NamedTuple):
    """How one kind of appointment is booked, and in what words."""

    name: str
    city: str
    button: str
    kept: str
    looked_forward: str


KINDS = {
    "visit": Kind("A visit to the boutique", "Milan", "Keep this hour", "We have written to you", "receiving you"),
    "video": Kind("A first conversation by video", "Paris", "Keep this hour", "We have written to you", "seeing you"),
    "telephone": Kind(
        "A conversation by telephone", "New York", "Keep this hour", "We have written to you", "speaking with you"
    ),
    "home": Kind("A visit to your home", "", "Request this visit", "Your request is with us", "receiving you"),
}


def each_but(*later: str) -> list[Any]:
    """Every kind; the later ones are left to `make proof`."""
    return [pytest.param(name, marks=pytest.mark.proof) if name in later else name for name in KINDS]


@pytest.fixture(scope="module")
def stack(bundles: None) -> Iterator[Stack]:
    """One house on a free port; each journey comes under an address of its own."""
    with Stack() as stack:
        yield stack


@pytest.fixture
def email() -> str:
    """An address no other journey has."""
    return f"ada.{next(_numbers)}@example.com"


def street(email: str) -> str:
    """An address no other journey has either: an advisor's letter is found by it."""
    return f"{email.split('@')[0]} rue de la Paix"


def letters(stack: Stack, to: str) -> list[dict[str, Any]]:
    """Messages to somebody, the newest first."""
    return [message for message in stack.mailbox() if to in str(message["to"])]


def newest(stack: Stack, to: str, words: str = "") -> dict[str, Any]:
    """The newest message to somebody that says these words, once it has come: it leaves after the answer does."""
    for _ in range(100):
        found = [one for one in letters(stack, to) if words in one["text"]]
        if found:
            return found[0]
        sleep(0.1)
    raise AssertionError(f"no letter to {to} says {words!r}")


def open_link(page: Page, message: dict[str, Any], name: str = "manage") -> None:
    """Use a link of a letter as it stands there."""
    page.goto("about:blank")
    page.goto(next(link for link in message["links"] if f"/{name}#" in link))
    expect(walk.title(page).first).to_be_visible()


def begin(page: Page, stack: Stack, who: str | None = None) -> None:
    """Open the maison's page with the widget in it; by a personal link if `who` is given."""
    page.goto(stack.url + (f"/#showroom={stack.token(who)}" if who else ""))
    page.evaluate("document.querySelector('#framed')?.remove()")
    expect(walk.title(page)).to_be_visible()


def choose(page: Page, day: int) -> None:
    """The first hour of a day some days off: today's may be too near to be changed."""
    page.locator(".day").nth(day).locator("input").check(force=True)
    walk.pick_time(page)
    walk.press(page, "Continue to your details")


def book(page: Page, stack: Stack, kind: Kind, email: str, day: int = 4) -> None:
    """Walk through the four steps to a day some days off."""
    begin(page, stack)
    walk.press(page, re.compile(f"^{kind.name}"))
    if kind.city:
        walk.press(page, re.compile(f"^{kind.city}"))
    else:
        page.get_by_label("Country").select_option(label="France")
        page.get_by_label("Postal code").fill("75008")
        walk.press(page, "Choose a time")
    expect(page.get_by_role("group", name="Days")).to_be_visible()
    choose(page, day)
    more = {} if kind.city else {"Street_and_number": street(email), "Town": "Paris"}
    if kind.name.endswith("telephone"):
        more["Mobile_telephone"] = "+46 70 174 06 05"
    walk.fill(page, **{"E-mail": email}, **more)
    walk.press(page, "Continue")
    walk.press(page, kind.button)
    expect(walk.title(page)).to_have_text(kind.kept)


def settle(page: Page, stack: Stack, kind: Kind, email: str) -> None:
    """Confirm as whoever has to: the client by her letter, or the advisor by hers."""
    if kind.city:
        open_link(page, newest(stack, email, "please confirm"))
        walk.press(page, "Confirm this appointment")
        expect(page.get_by_text("Your appointment is confirmed.")).to_be_visible()
    else:
        open_link(page, newest(stack, "maison.example", street(email)))
        expect(walk.title(page)).to_have_text("A request for you")
        walk.press(page, "Confirm this appointment")
        expect(page.get_by_text("Confirmed. The client has been written to.")).to_be_visible()
    open_link(page, newest(stack, email, "Change or cancel"))
    expect(walk.title(page)).to_contain_text(kind.looked_forward)


@pytest.mark.parametrize("name", each_but("video", "telephone", "home"))
def test_booked_moved_reminded(browser: Browsers, stack: Stack, email: str, name: str) -> None:
    """Each kind is booked and confirmed, moved by its letter, and the reminder speaks of the new time only."""
    kind = KINDS[name]
    page = browser.page()
    book(page, stack, kind, email)
    settle(page, stack, kind, email)
    walk.press(page, "Choose another time")
    expect(page.get_by_role("group", name="Days")).to_be_visible()
    page.locator(".day").nth(5).locator("input").check(force=True)
    walk.pick_time(page, 1)
    walk.press(page, re.compile("^Move to"))
    expect(page.get_by_text("Your appointment has been moved.")).to_be_visible()
    start = page.locator("time").get_attribute("datetime")
    before = len(letters(stack, email))
    stack.advance("8d")
    after = letters(stack, email)[: len(letters(stack, email)) - before]
    reminders = [one for one in after if "drawing near" in one["text"]]
    assert len(reminders) == 1, [one["subject"] for one in letters(stack, email)]
    assert start is not None
    assert f"{int(start[8:10])} " in reminders[0]["subject"]


@pytest.mark.parametrize("name", each_but("visit", "home", "video"))
def test_cancelled_and_then_silence(browser: Browsers, stack: Stack, email: str, name: str) -> None:
    """Each kind is cancelled by its letter; it says so, a letter follows, and no reminder ever comes."""
    kind = KINDS[name]
    page = browser.page(390)
    book(page, stack, kind, email)
    settle(page, stack, kind, email)
    walk.press(page, "Cancel this appointment")
    walk.press(page, "Cancel the appointment")
    expect(page.get_by_text("Your appointment is cancelled.")).to_be_visible()
    stack.advance("10m")
    told = letters(stack, email)
    stack.advance("9d")
    assert [one["subject"] for one in letters(stack, email)] == [one["subject"] for one in told]
    assert not [one for one in told if "drawing near" in one["text"]]


@pytest.mark.proof
def test_a_known_client_by_her_link(browser: Browsers, stack: Stack) -> None:
    """Her personal link: no contact asked, confirmed at once, calendar file, and the room opens at its hour."""
    page = browser.page()
    begin(page, stack, "elena")
    walk.press(page, re.compile("^A conversation by video"))
    walk.press(page, re.compile("^Milan"))
    expect(page.get_by_role("group", name="Days")).to_be_visible()
    page.locator(".day").nth(2).locator("input").check(force=True)
    walk.pick_time(page)
    walk.press(page, "Continue")
    expect(page.get_by_label("E-mail")).to_have_count(0)
    walk.press(page, "Continue")
    walk.press(page, "Confirm")
    expect(walk.title(page)).to_have_text("We look forward to seeing you")
    with page.expect_download() as download:
        walk.press(page, "Add to calendar")
    text = download.value.path().read_text()
    assert text.startswith("BEGIN:VCALENDAR")
    open_link(page, newest(stack, "Moretti"), "room")
    expect(page.get_by_text(re.compile("The room opens|La sala apre"))).to_be_visible()


@pytest.mark.proof
def test_her_own_page(browser: Browsers, stack: Stack) -> None:
    """Arranged and moved on her own page, a wish kept; whom she names cancels for her, by the link in her letter."""
    page = browser.page(390)
    page.goto(f"{stack.url}/me#showroom={stack.token('camille')}")
    expect(page.get_by_text("Nothing is arranged at the moment.")).to_be_visible()
    walk.press(page, "Choose what suits you")
    walk.press(page, re.compile("^A conversation by video"))
    walk.press(page, re.compile("^Paris"))
    expect(page.get_by_role("group", name="Days")).to_be_visible()
    walk.pick_time(page)
    walk.press(page, "Continue")
    walk.press(page, "Continue")
    walk.press(page, "Confirm")
    entry = page.locator(".visits article")
    expect(entry).to_have_count(1)
    entry.get_by_role("button", name="Choose another time").click()
    expect(page.get_by_role("group", name="Days")).to_be_visible()
    page.locator(".day").nth(1).locator("input").check(force=True)
    walk.pick_time(page, 1)
    walk.press(page, re.compile("^Move to"))
    expect(entry).to_contain_text("has been moved")
    page.locator("#preferences > summary").click()
    page.locator("#whatsapp-service").check()
    walk.press(page, "Keep these wishes")
    expect(page.get_by_text("We have noted your wishes.").first).to_be_visible()
    page.locator("#delegates > summary").click()
    page.locator("#delegate-name").fill("Clara Neumann")
    page.locator("#delegate-email").fill("clara.neumann@office.example")
    walk.press(page, "Write to this person")
    expect(page.locator(".people")).to_contain_text("Clara Neumann")
    other = browser.page()
    open_link(other, newest(stack, "clara.neumann"), "me")
    expect(walk.title(other).first).to_contain_text("On behalf of")
    other.locator("article").get_by_role("button", name="Cancel this appointment").click()
    walk.press(other, "Cancel the appointment")
    expect(other.locator("article")).to_contain_text("Your appointment is cancelled.")
    page.reload()
    expect(page.get_by_text("Nothing is arranged at the moment.")).to_be_visible()
    page.locator("#preferences > summary").click()
    expect(page.locator("#whatsapp-service")).to_be_checked()
    page.locator("#delegates > summary").click()
    walk.press(page, "End this")
    walk.press(page, "End this now")
    expect(page.get_by_text("Clara Neumann no longer arranges for you.")).to_be_visible()
    other.reload()
    expect(walk.title(other).first).to_have_text("This link is no longer valid")


def test_a_lapsed_hold(browser: Browsers, stack: Stack, email: str) -> None:
    """The link used too late: an apology and the telephone, and no confirmation."""
    page = browser.page()
    book(page, stack, KINDS["visit"], email, day=6)
    letter = newest(stack, email)
    stack.advance("2h")
    open_link(page, letter)
    expect(walk.title(page)).to_have_text("This hour is no longer kept for you")
    expect(page.get_by_role("button", name="Confirm this appointment")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile(r"^\+39"))).to_be_visible()


def test_a_wish_reaches_the_boutique(browser: Browsers, stack: Stack, email: str) -> None:
    """An address nobody reaches: a wish, a letter to her and one to the boutique."""
    page = browser.page()
    begin(page, stack)
    walk.press(page, re.compile("^A visit to your home"))
    page.get_by_label("Postal code").fill("99999")
    walk.press(page, "Choose a time")
    walk.press(page, "Leave your wish")
    page.get_by_label("In your words").fill("Whenever you come to the coast.")
    walk.fill(page, **{"E-mail": email})
    walk.press(page, "Send your wish")
    expect(walk.title(page)).to_have_text("Your wish is with us")
    stack.advance("2m")
    assert letters(stack, email)
    assert any("Whenever you come to the coast." in one["text"] for one in stack.mailbox())


class Site(SimpleHTTPRequestHandler):
    """Somebody else's page with the two lines in it, under a policy that allows the house and nothing more."""

    house = ""

    def do_GET(self) -> None:
        page = (
            f'<!doctype html><html lang="en"><title>Elsewhere</title><link rel="icon" href="data:,"><h1>Elsewhere</h1>'
            f'<script type="module" src="{self.house}/widget.js"></script><showroom-booking></showroom-booking></html>'
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'none'; script-src {self.house}; connect-src {self.house}; img-src data:",
        )
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.mark.proof
def test_on_another_origin(browser: Browsers, email: str) -> None:
    """On a site of another origin, with a policy of its own: booked, read and moved across origins."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        Thread(target=site.serve_forever, args=(0.01,), daemon=True).start()
        origin = f"http://127.0.0.1:{site.server_address[1]}"
        with Stack(allow=origin) as stack:
            Site.house = stack.url
            page = browser.page()
            page.goto(origin)
            walk.to_times(page, city="Milan")
            choose(page, day=4)
            walk.fill(page, **{"E-mail": email})
            walk.press(page, "Continue")
            walk.press(page, "Keep this hour")
            expect(walk.title(page)).to_have_text("We have written to you")
            walk.press(page, "Change")
            walk.pick_time(page, 1)
            walk.press(page, re.compile("^Move to"))
            expect(page.locator(".card")).to_be_visible()
        site.shutdown()
