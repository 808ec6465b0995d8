"""Her own page by its structure, not by its words: what stands on it, and the same stops in every language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.fakeapi import FakeApi, token
from tests.browser.tour import Look

SHE = token(sub="c1", role="client")


def proposed(booking: dict[str, Any], when: dict[str, str], until: str, number: int = 1) -> dict[str, Any]:
    """A time that the house proposes for a booking, with Giulia Ferrante."""
    same = {name: booking[name] for name in ("zone", "boutique", "experience")}
    return {**same, **when, "number": number, "advisor": {"name": "Giulia Ferrante"}, "expires_at": until}


def arranged(api: FakeApi, language: str = "en", past: int = 7) -> dict[str, dict[str, Any]]:
    """A visit to come, a video with another time proposed, a request; and some that are long past."""
    house = api.house
    api.card.language = language
    days = house.availability("paris", {"from": "2027-01-13", "days": "9"}, False)["days"]
    free = [day["starts"] for day in days if day["starts"]]
    common = {"boutique": "paris", "language": language, "party": {"adults": 1, "children": 0}}
    made = {
        experience: house.book(f"own-{experience}", {**common, "experience": experience, "start": start["start"]}, True)
        for experience, start in (("visit", free[0][2]), ("video", free[2][1]), ("at-home", free[4][0]))
    }
    later = {name: _on(made["video"][name], 1) for name in ("start", "end")}
    made["video"]["proposals"] = [proposed(made["video"], later, _on(later["start"], -2))]
    made["video"]["can"].append("answer")
    made["at-home"]["can"].append("reschedule")
    for n in range(past):
        was = {**common, "experience": ("visit", "video")[n % 2], "start": free[0][0]["start"]}
        one = house.book(f"past-{n}", was, True)
        one.update(start=_on(one["start"], -40 * (n + 1)), end=_on(one["end"], -40 * (n + 1)), state="done", can=[])
    last = {name: made["visit"][name] for name in ("experience", "boutique", "advisor", "party")}
    api.house.last = {**last, "start": _on(made["visit"]["start"], -40)}
    api.card.delegates = [api.card.named("Clara Neumann", "clara@office.example")]
    return made


def _on(instant: str, days: int) -> str:
    return (datetime.fromisoformat(instant) + timedelta(days=days)).isoformat()


def visit(page: Page, api: FakeApi, link: str = SHE) -> None:
    """Come by her personal link."""
    page.goto("about:blank")
    page.goto(f"{api.url}/me#showroom={link}")
    expect(page.locator("h1[tabindex]")).to_be_visible()


def unfold(page: Page, name: str) -> None:
    """Open what is folded."""
    page.locator(f"#{name} > summary").click()


def again(page: Page, api: FakeApi, language: str, look: Look) -> None:
    """The widget by her personal link: as last time in one sentence, and her own advisor's hours."""
    page.goto("about:blank")
    page.goto(f"{api.url}/?lang={language}#showroom={SHE}")
    expect(page.locator("[part=title]")).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)
    look("0-as-last-time")
    page.locator(".actions .link, .link:not(.back)").first.click()
    expect(page.locator(".hours")).to_be_visible()
    look("2-her-advisor")
    page.evaluate("sessionStorage.clear()")


def stops(page: Page, api: FakeApi, language: str, look: Look) -> None:
    """Everything she may see of it; `look` is called at each stop."""
    arranged(api, language)
    again(page, api, language, look)
    visit(page, api)
    look("9-hers")
    unfold(page, "preferences")
    unfold(page, "delegates")
    page.locator("#email-service").uncheck()
    page.locator("#sms-service").uncheck()
    page.locator("#preferences .primary").click()
    page.locator("#delegates .people .link").last.click()
    page.locator("#delegates form .second").click()
    expect(page.locator(".error").last).to_be_visible()
    look("9-wishes")
    api.house.bookings.clear()
    api.house.last = None
    visit(page, api)
    page.locator("section .actions .second").first.click()
    expect(page.locator("showroom-booking .hours, showroom-booking .row").first).to_be_visible()
    look("9-nothing")
    visit(page, api, token(sub="c1", role="client", expired=True))
    expect(page.locator("showroom-booking .row").first).to_be_visible()
    look("9-over")
