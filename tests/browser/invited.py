"""The invitation's page by its structure, not by its words: the same stops in every language."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.fakeapi import FakeApi, token
from tests.browser.fakeguest import COMPANIONS, START, Guest
from tests.browser.tour import Look

HERS = token(sub="g1", typ="invitation")


def open_(page: Page, api: FakeApi, more: str = "", link: str = HERS) -> None:
    """Come by the letter's link, in a tab that knows nothing yet."""
    page.goto("about:blank")
    page.goto(f"{api.url}/event#{link}{more}")
    expect(page.locator("h1[tabindex]")).to_be_visible()


def fresh(page: Page, api: FakeApi, language: str, more: str = "", **about: object) -> Guest:
    """Another guest of the same evening, by her own link."""
    api.guest = Guest(api.house)
    api.guest.language = language
    for name, value in about.items():
        setattr(api.guest, name, value)
    if page.url != "about:blank":
        page.evaluate("sessionStorage.clear()")
    open_(page, api, more)
    return api.guest


def stops(page: Page, api: FakeApi, language: str, look: Look) -> None:
    """Everything she may see of it; `look` is called at each stop."""
    page.goto(f"{api.url}/event")
    expect(page.locator(".telephones a").first).to_be_visible()
    guest = fresh(page, api, language, most=3, sittings=[("s1", timedelta(0), "en"), ("s2", timedelta(hours=2), "fr")])
    look("10-invitation")
    page.locator(".actions .primary").click()
    page.locator("[name=party]").nth(2).check(force=True)
    given, family = COMPANIONS.get(language, COMPANIONS["en"])
    page.locator("#given-1").fill(given)
    page.locator("#family-1").fill(family)
    look("10-who-comes")
    page.locator(".actions .primary").click()
    expect(page.locator(".count")).to_be_visible()
    look("10-coming")
    guest.full = {"s1", "s2"}
    fresh(page, api, language, state="waitlisted", party=3, sitting="s1", full={"s1"})
    look("10-waiting")
    until = api.house.now + timedelta(hours=12)
    fresh(page, api, language, state="offered", party=3, sitting="s1", offer_until=until)
    look("10-offer")
    fresh(page, api, language, "&no=1")
    expect(page.locator("#never")).to_be_checked()
    look("10-no")
    page.locator(".actions .primary").click()
    expect(page.locator(".card .result")).to_be_visible()
    look("10-declined")
    fresh(page, api, language, state="accepted", sitting="s1", previous_start=START - timedelta(days=1, hours=1))
    look("10-moved")
    before, api.house.now = api.house.now, START - timedelta(minutes=5)
    fresh(page, api, language, state="accepted", sitting="s1", present=3)
    look("10-door")
    page.locator(".actions .primary").click()
    expect(page.locator(".inside")).to_be_visible()
    look("10-inside")
    api.house.now = before
    fresh(page, api, language, event_state="cancelled", state="accepted", sitting="s1")
    look("10-called-off")
    fresh(page, api, language, state="revoked")
    expect(page.locator(".telephones a").first).to_be_visible()
    look("10-over")
