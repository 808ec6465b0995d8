"""A known client: as last time in one sentence, her own advisor or whoever is free first, and her hour kept quietly."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token
from tests.browser.fakehouse import BOUTIQUES, LANGUAGES
from tests.browser.test_access import violations

LINK = f"#showroom={token(sub='c1', role='client')}"
AGAIN = re.compile(
    r"^As last time: A conversation by video with Giulia Ferrante, Milan – \w+ \d+ January, 1[4-6]:\d\d\?"
)


def visited(api: FakeApi, experience: str = "video", adults: int = 1) -> None:
    """She was received in Milan, at four in the afternoon."""
    api.house.last = {
        "experience": {"id": experience, "place": "video"},
        "boutique": {"id": "milan", **BOUTIQUES["milan"]},
        "start": "2026-11-05T16:00:00+01:00",
        "advisor": {"name": "Giulia Ferrante"},
        "party": {"adults": adults, "children": 0},
    }


def opened(browser: Browsers, api: FakeApi, query: str = "", width: int = 1280, **about: Any) -> Page:
    """The maison's page, by her personal link."""
    page = browser.page(width, **about)
    page.goto(f"{api.url}/{query}{LINK}")
    return page


def sent(api: FakeApi, path: str) -> list[dict[str, Any]]:
    """Bodies that were posted."""
    return [body for where, _, body in api.house.posted if where == path]


def test_as_last_time_is_one_press(browser: Browsers, api: FakeApi) -> None:
    """One sentence, one press, everything can still be changed, and the appointment is with her own advisor."""
    visited(api, adults=2)
    page = opened(browser, api)
    expect(walk.title(page)).to_have_text(AGAIN)
    expect(page.get_by_text("2 adults")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(walk.title(page)).to_have_text("Shall we confirm?")
    expect(page.locator(".lines")).to_contain_text("Giulia Ferrante")
    page.reload()
    expect(page.locator(".lines")).to_contain_text("Giulia Ferrante")
    page.get_by_role("button", name="Change: When").click()
    expect(page.get_by_label("Only with Giulia Ferrante")).to_be_checked()
    for _ in range(2):
        walk.press(page, "Continue")
    walk.press(page, "Confirm")
    expect(walk.title(page)).to_have_text("We look forward to seeing you")
    (body,) = sent(api, "/bookings")
    assert (body["advisor"], body["boutique"], body["party"]["adults"]) == ("own", "milan", 2)
    assert re.search(r"T1[4-6]:", body["start"])
    assert "client" not in body


def test_the_whole_widget_is_the_second_choice(browser: Browsers, api: FakeApi) -> None:
    """Another time with the same advisor, or something else; and back to the sentence from both."""
    visited(api)
    page = opened(browser, api)
    walk.press(page, "Another time")
    expect(page.get_by_label("Only with Giulia Ferrante")).to_be_checked()
    walk.press(page, "Back")
    walk.press(page, "Back")
    expect(walk.title(page)).to_contain_text("It is a pleasure to see you again")
    walk.press(page, "Back")
    expect(walk.title(page)).to_have_text(AGAIN)
    page.reload()
    expect(walk.title(page)).to_have_text(AGAIN)
    walk.press(page, "Something else")
    expect(walk.title(page)).to_contain_text("It is a pleasure to see you again")


@pytest.mark.proof
@pytest.mark.parametrize(("query", "mood"), [("?experience=visit", ""), ("?boutique=paris", ""), ("", "nothing-ever")])
def test_without_fuss(browser: Browsers, api: FakeApi, query: str, mood: str) -> None:
    """What the page asks for comes first; and where nothing is free, nothing is offered again."""
    visited(api)
    api.house.moods.add(mood)
    page = opened(browser, api, query)
    expect(walk.title(page)).to_have_text(re.compile("It is a pleasure|Which boutique"))
    expect(page.get_by_text("As last time")).to_have_count(0)


@pytest.mark.proof
def test_a_stranger_asks_for_nothing_more(browser: Browsers, api: FakeApi) -> None:
    """Neither what was last nor the part that says it; and she chooses no advisor."""
    page = browser.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(api.url)
    walk.to_details(page)
    expect(page.get_by_text("Giulia")).to_have_count(0)
    assert not [url for url in asked if re.search("/last|/known-|/holds", url)]
    assert not sent(api, "/holds")


def test_nothing_jumps_while_the_sentence_comes(browser: Browsers, api: FakeApi) -> None:
    """What stands below the widget stays where it is."""
    visited(api)
    page = opened(browser, api, width=390, reduced_motion="no-preference")
    shift = """() => new Promise((done) => { let sum = 0; new PerformanceObserver((list) => {
      for (const one of list.getEntries()) sum += one.value; }).observe({type: 'layout-shift', buffered: true});
      setTimeout(() => done(sum), 300); })"""
    expect(walk.title(page)).to_have_text(AGAIN)
    assert page.evaluate(shift) < 0.02


@pytest.mark.proof
def test_only_with_her_or_whoever_is_first(browser: Browsers, api: FakeApi) -> None:
    """Her advisor's hours first, earlier with a colleague, and the choice by keyboard; it is kept, and it is told."""
    api.house.now += timedelta(days=1)
    page = opened(browser, api)
    walk.to_times(page, "A conversation by video")
    only, first = page.get_by_label("Only with Giulia Ferrante"), page.get_by_label("Whoever is free first")
    expect(only).to_be_checked()
    expect(page.locator(".mark")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name=re.compile("^Earlier with a colleague")).click()
    expect(first).to_be_checked()
    only.focus()
    page.keyboard.press("ArrowDown")
    expect(first).to_be_checked()
    page.locator(".day").nth(2).locator("input").check(force=True)
    expect(page.locator(".mark").first).to_have_text("With your client advisor")
    expect(page.locator(".mark").last).to_have_text("With a colleague")
    page.reload()
    expect(first).to_be_checked()
    page.locator(".hours .choice input").last.check(force=True)
    page.reload()
    expect(page.locator(".hours .choice input:checked")).to_have_count(1)
    walk.press(page, "Continue")
    walk.press(page, "Continue")
    expect(page.locator(".lines")).not_to_contain_text("Giulia")
    walk.press(page, "Confirm")
    expect(page.locator(".card")).to_be_visible()
    assert "advisor" not in sent(api, "/bookings")[0]


def test_what_is_promised_holds(browser: Browsers, api: FakeApi) -> None:
    """Her advisor was taken meanwhile: only that advisor's hours are offered, what was typed stays, the promise too."""
    page = opened(browser, api)
    walk.to_times(page, "A conversation by video")
    walk.pick_time(page)
    walk.press(page, "Continue")
    page.locator("summary").click()
    page.get_by_label("A note for your advisor").fill("Sapphires.")
    walk.press(page, "Continue")
    api.house.moods.add("others-take")
    walk.press(page, "Confirm")
    expect(page.get_by_role("alert")).to_contain_text("just been taken")
    api.house.moods.clear()
    (first,) = sent(api, "/bookings")
    near = api.house.hers(first["start"], first["boutique"])
    page.locator("[role=alert] .choice input").first.check(force=True)
    walk.press(page, "Continue")
    expect(page.get_by_label("A note for your advisor")).to_have_value("Sapphires.")
    walk.press(page, "Continue")
    walk.press(page, "Confirm")
    expect(page.locator(".card")).to_be_visible()
    _, second = sent(api, "/bookings")
    assert (first["advisor"], second["advisor"], second["note"]) == ("own", "own", "Sapphires.")
    assert second["start"] in near


@pytest.mark.proof
def test_a_language_her_advisor_speaks(browser: Browsers, api: FakeApi) -> None:
    """She reads French, her advisor speaks Italian and English: until she chooses, her advisor comes first."""
    page = opened(browser, api, "?lang=fr&experience=video&boutique=paris")
    expect(page.get_by_label("Uniquement avec Giulia Ferrante")).to_be_checked()
    expect(page.locator("#language")).to_have_value("it")
    page.locator("#language").select_option("fr")
    expect(page.locator(".hours")).to_be_visible()
    expect(page.get_by_label("La première personne disponible")).to_be_checked()
    expect(page.locator("#language")).to_have_value("fr")


def test_her_hour_is_kept_quietly(browser: Browsers, api: FakeApi) -> None:
    """Once for each time she chooses; and if it went meanwhile she hears it before she has written everything."""
    page = opened(browser, api)
    walk.to_times(page, "A conversation by video")
    walk.pick_time(page)
    with page.expect_response("**/v1/holds"):
        walk.press(page, "Continue")
    expect(walk.title(page)).to_have_text("Is there anything we should know?")
    walk.press(page, "Continue")
    expect(walk.title(page)).to_have_text("Shall we confirm?")
    (held,) = sent(api, "/holds")
    assert (held["experience"], held["boutique"], held["advisor"]) == ("video", "paris", "own")
    page.get_by_role("button", name="Change: When").click()
    walk.pick_time(page, 1)
    api.house.moods.add("held-elsewhere")
    walk.press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("just been taken")
    expect(walk.title(page)).to_have_text("When would suit you?")
    assert len(sent(api, "/holds")) == 2


@pytest.mark.proof
@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language(browser: Browsers, api: FakeApi, language: str) -> None:
    """The sentence and the choice, in 320 pixels: axe finds nothing, and nothing runs out."""
    visited(api)
    page = opened(browser, api, f"?lang={language}", 320, locale=language)
    expect(walk.title(page)).to_contain_text("Giulia Ferrante")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".ways .link").first.click()
    expect(page.locator("[part=whom]")).to_be_visible()
    expect(page.locator(".hours")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
