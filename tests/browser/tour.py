"""Through the widget by its structure, not by its words: the same walk in every language."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.fakeapi import FakeApi

NAMES = {
    "en": ("Ada", "Lindqvist"),
    "it": ("Elena", "Moretti"),
    "fr": ("Éléonore", "de La Rochefoucauld"),
    "zh": ("雨桐", "欧阳"),
    "ja": ("花子", "山田"),
    "ar": ("ليلى", "المنصوري"),
}
Look = Callable[[str], None]


def rest(page: Page) -> None:
    """Wait until nothing is being fetched or drawn."""
    expect(page.locator(".skeleton")).to_have_count(0)
    expect(page.locator(".times[aria-busy=true]")).to_have_count(0)


def on(page: Page) -> None:
    """Press the step's own button."""
    page.locator(".foot .primary").click()


def fill(page: Page, language: str) -> None:
    """Her name as it is written there, and an address for the letter."""
    given, family = NAMES[language]
    titles = page.locator("#title option")
    if titles.count():
        page.locator("#title").select_option(index=1)
    page.locator("#given").fill(given)
    page.locator("#family").fill(family)
    page.locator("#email").fill("ada@example.com")


def steps(page: Page, api: FakeApi, language: str, look: Look) -> None:
    """From the first question to the confirmed card; `look` is called at each stop."""
    page.goto(f"{api.url}/?lang={language}")
    expect(walk.title(page)).to_be_visible()
    look("1-what")
    page.locator(".row").first.click()
    expect(page.locator("[part=boutiques]")).to_be_visible()
    look("1-where")
    page.locator(".row").first.click()
    expect(page.locator(".hours")).to_be_visible()
    walk.pick_time(page)
    rest(page)
    look("2-when")
    page.locator(".times > .link").click()
    expect(page.locator("[part=month]")).to_be_visible()
    look("2-all-dates")
    on(page)
    expect(page.locator("#given")).to_be_visible()
    on(page)
    look("3-errors")
    fill(page, language)
    page.locator("summary").click()
    look("3-details")
    on(page)
    expect(page.locator(".lines")).to_be_visible()
    look("4-confirm")
    on(page)
    expect(page.locator(".card")).to_be_visible()
    look("5-written")
    booking = next(reversed(api.house.bookings.values()))
    api.house.act(booking["id"], "confirm", {}, None, "k")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(".card .actions .link")).to_have_count(4)
    page.evaluate("document.activeElement.blur()")
    look("5-confirmed")


def otherwise(page: Page, api: FakeApi, language: str, look: Look) -> None:
    """What is said when the answer is not yes."""
    page.evaluate("sessionStorage.clear()")
    page.goto(f"{api.url}/?lang={language}&experience=at-home")
    page.locator("#postal").fill("20121")
    on(page)
    expect(page.locator("[part=otherwise]")).to_be_visible()
    look("1-out-of-reach")
    page.locator("[part=otherwise] button").last.click()
    expect(page.locator("#words")).to_be_visible()
    look("6-wish")
    page.evaluate("sessionStorage.clear()")
    api.house.moods.add("nothing-free")
    page.goto(f"{api.url}/?lang={language}&experience=first-video&boutique=paris")
    expect(page.locator("[part=otherwise]")).to_be_visible()
    look("2-nothing-free")
    api.house.moods.clear()


def telephone(page: Page, api: FakeApi, language: str, look: Look) -> None:
    """A mobile telephone alone: the end page waits for the code of the short message."""
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.goto(f"{api.url}/?lang={language}&experience=visit&boutique=paris")
    expect(page.locator(".hours")).to_be_visible()
    walk.pick_time(page)
    rest(page)
    on(page)
    fill(page, language)
    page.locator("#email").fill("")
    page.locator("#telephone").fill("+33 6 39 98 00 01")
    on(page)
    expect(page.locator(".lines")).to_be_visible()
    on(page)
    expect(page.locator("#code")).to_be_visible()
    look("5-code")
    page.evaluate("sessionStorage.clear()")
