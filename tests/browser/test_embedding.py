"""In somebody else's page: its dress, its frames, its paper, its slow lines; and nothing asked of anybody else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import tour, walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi

SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({type: "layout-shift", buffered: true});
}"""


def calm(page: Page) -> bool:
    """Whether what moved by itself stays below what anybody notices."""
    return float(page.evaluate("window.shifted")) <= 0.02


@pytest.mark.proof
def test_a_maison_s_own_dress(browser: Browsers, api: FakeApi) -> None:
    """Variables set colours, type and size; parts reach what variables do not."""
    page = browser.page()
    page.goto(f"{api.url}/?page=dressed&experience=visit&boutique=paris")
    walk.pick_time(page)
    read = "(it) => { const s = getComputedStyle(it); return [s.backgroundColor, s.color, s.fontSize] }"
    assert page.locator(".root").evaluate(read) == ["rgb(16, 32, 48)", "rgb(254, 254, 254)", "20px"]
    line, family = walk.title(page).evaluate(
        "(it) => [getComputedStyle(it).textDecorationLine, getComputedStyle(it).fontFamily]"
    )
    assert line == "underline"
    assert family.startswith('"DejaVu Serif"')
    assert page.locator(".primary").evaluate("(it) => getComputedStyle(it).borderRadius") == "2px"


def test_two_widgets_keep_two_drafts(browser: Browsers, api: FakeApi) -> None:
    """Inline and in a dialog: what is chosen in one is not chosen in the other, not even after a reload."""
    page = browser.page()
    page.goto(f"{api.url}/?two=yes")
    first, second = (page.locator("showroom-booking").nth(n) for n in (0, 1))
    expect(second.locator("h2")).to_have_text("How may we receive you?")
    first.locator(".row").first.click()
    first.get_by_role("button", name=re.compile("^Paris")).click()
    expect(first.locator(".hours")).to_be_visible()
    second.locator(".row").nth(1).click()
    page.reload()
    expect(first.locator("h2")).to_have_text("When would suit you?")
    expect(second.locator("h2")).to_have_text("With which boutique?")


def test_nothing_jumps_and_nobody_else_is_asked(browser: Browsers, api: FakeApi) -> None:
    """From the first row to the card: layout shift at most 0.02, and no request leaves the origin."""
    page = browser.page(390)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(f"({SHIFTS})()")
    page.goto(api.url)
    walk.book(page)
    assert calm(page), page.evaluate("window.shifted")
    assert {url for url in asked if not url.startswith((api.url, "data:"))} == set()


def test_the_frame(browser: Browsers, api: FakeApi) -> None:
    """The page for frames: attributes from the fragment, events and its height told to the page around it."""
    page = browser.page()
    page.goto(f"{api.url}/frame")
    frame = page.frame_locator("iframe")
    expect(frame.locator("h2")).to_have_text("Quel moment vous conviendrait\u202f?")
    page.wait_for_function("window.heard.includes('showroom:ready') && window.heard.includes('showroom:step')")
    page.wait_for_function("Number(document.querySelector('iframe').height) > 300")
    frame.locator(".hours .choice input").first.check(force=True)
    frame.locator(".foot .primary").click()
    expect(frame.locator("#family")).to_have_value("Moretti")
    assert "Moretti" not in page.frames[1].url


@pytest.mark.proof
def test_the_card_is_one_sheet(browser: Browsers, api: FakeApi) -> None:
    """Printed, the invitation is one page: black on white in the dark too, without buttons."""
    page = browser.page(color_scheme="dark")
    page.goto(api.url)
    walk.book(page)
    page.emulate_media(media="print")
    expect(page.locator(".card .actions")).to_be_hidden()
    assert page.locator(".card .quiet").first.evaluate("(it) => getComputedStyle(it).color") == "rgb(68, 68, 68)"
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


@pytest.mark.proof
def test_offline_and_back(browser: Browsers, api: FakeApi) -> None:
    """Without a line: a sentence and the telephone; with it again, the same press sends what was written."""
    page = browser.page()
    page.goto(api.url)
    walk.to_confirm(page)
    page.context.set_offline(True)
    walk.press(page, "Keep this hour")
    expect(page.get_by_role("alert")).to_contain_text("You seem to be offline.")
    expect(page.get_by_role("alert")).to_contain_text("+33 1 70 36 39 50")
    page.context.set_offline(False)
    walk.press(page, "Try again")
    expect(walk.title(page)).to_have_text("We have written to you")
    assert len(api.house.bookings) == 1


@pytest.mark.proof
def test_waiting_is_a_still_hairline(browser: Browsers, api: FakeApi) -> None:
    """Nothing for 300 ms, then hairlines that do not move; under reduced motion none."""
    for motion, shown in (("no-preference", "block"), ("reduce", "none")):
        api.house.delay = 0
        page = browser.page(reduced_motion=motion)
        page.goto(f"{api.url}/?experience=visit")
        expect(walk.title(page)).to_be_visible()
        api.house.delay = 1
        walk.press(page, re.compile("^Paris"))
        line = page.locator(".skeleton i").first
        read = "(it) => { const s = getComputedStyle(it); return [s.display, s.animationDelay, s.animationName] }"
        display, delay, name = line.evaluate(read)
        assert display == shown
        assert shown == "none" or (delay, name) == ("0.3s", "appear")


@pytest.mark.proof
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_slow_line(browser: Browsers, api: FakeApi, language: str) -> None:
    """One second before each answer: every step says what it waits for, nothing jumps, and it is booked once."""
    page = browser.page(390)
    page.add_init_script(f"({SHIFTS})()")
    api.house.delay = 1

    def look(step: str) -> None:
        # The last stop is another card: the letter's link was used meanwhile.
        assert step == "5-confirmed" or calm(page), (step, page.evaluate("window.shifted"))

    tour.steps(page, api, language, look)
    assert len(api.house.bookings) == 1
