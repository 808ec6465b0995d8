"""The clip that a house without a film shows: one picture at one second, music, and captions in six languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import invited, walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi
from tests.browser.fakeguest import START
from tests.browser.test_access import violations

pytestmark = pytest.mark.proof
CANVAS = "document.querySelector('showroom-event').shadowRoot.querySelector('canvas')"
PICTURE = f"{CANVAS}.toDataURL()"
LIGHT = f"""() => {{ const canvas = {CANVAS};
  const {{ data }} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0; for (let n = 0; n < data.length; n += 4) sum += data[n]; return sum / (data.length / 4) - 11; }}"""
"""How much light there is above the black of the paper, of 255."""
HEARD = """() => { const made = window.made = []; const Real = window.AudioContext;
  window.AudioContext = class extends Real { constructor() { super(); made.push(this); }
    createOscillator() { const it = super.createOscillator(); made.push('note'); return it; } }; }"""


def seated(page: Page, api: FakeApi, at: timedelta, language: str = "en") -> None:
    """Come in, so long after the film has begun."""
    api.house.now = START + at
    about: dict[str, Any] = {"kind": "launch_dinner", "place": "overflow", "state": "accepted", "sitting": "s1"}
    invited.fresh(page, api, language, **about)
    page.locator(".actions .primary").click()
    expect(page.locator("canvas")).to_be_visible()


def second(page: Page) -> int:
    """The second that is shown."""
    return int(page.locator("canvas").get_attribute("data-second") or -1)


def test_the_captions_are_hers_and_may_be_another_language(browser: Browsers, api: FakeApi) -> None:
    """In the language of her letters at first; in any of six, each in its own direction; none."""
    page = browser.page(1280, 800)
    seated(page, api, timedelta(seconds=47))
    line = page.locator(".said")
    expect(line).to_have_text("Then the stone. Fifty-eight facets,")
    page.get_by_label("Captions").select_option("ar")
    expect(line).to_have_attribute("dir", "rtl")
    expect(line).to_contain_text("ثمانية وخمسون")
    page.get_by_label("Captions").select_option("")
    expect(line).to_have_text("")
    assert violations(page) == []


def test_a_picture_is_the_same_for_whoever_comes_later(browser: Browsers, api: FakeApi) -> None:
    """Two devices, one after the other, without motion: the same scene is the same picture, dot by dot."""
    first, other = browser.page(1280, 800), browser.page(1280, 800)
    seated(first, api, timedelta(seconds=31))
    first.wait_for_function(f"({LIGHT})() > 0.4")
    seated(other, api, timedelta(seconds=38))
    other.wait_for_function(f"({LIGHT})() > 0.4")
    assert second(other) >= 38
    assert first.evaluate(PICTURE) == other.evaluate(PICTURE)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_it_moves_only_for_whoever_does_not_mind(browser: Browsers, api: FakeApi, motion: str) -> None:
    """Under reduced motion a scene is one still picture, and the captions go on."""
    page = browser.page(390, reduced_motion=motion)
    seated(page, api, timedelta(seconds=30))
    page.wait_for_function(f"({LIGHT})() > 0.2")
    before = page.evaluate(PICTURE)
    page.wait_for_timeout(900)
    assert (page.evaluate(PICTURE) == before) is (motion == "reduce")
    expect(page.locator(".said")).to_have_text("A hand bends it, and does not hurry.")


def test_its_title_stays_for_the_rest_of_the_evening(browser: Browsers, api: FakeApi) -> None:
    """After its minute and a half: the maison's name and the title, still, and nothing is said."""
    page = browser.page(390, reduced_motion="no-preference")
    seated(page, api, timedelta(minutes=10))
    page.wait_for_function(f"({LIGHT})() > 0.2")
    before = page.evaluate(PICTURE)
    page.wait_for_timeout(600)
    assert page.evaluate(PICTURE) == before
    expect(page.locator(".said")).to_have_text("")


def test_it_is_heard_and_may_be_silenced(browser: Browsers, api: FakeApi) -> None:
    """The press that lets her in allows the music too, of what is left of it; another press ends it."""
    page = browser.page(390)
    page.add_init_script(f"({HEARD})()")
    seated(page, api, timedelta(seconds=48))
    expect(page.get_by_role("button", name="Turn the sound off")).to_be_visible()
    page.wait_for_function("window.made.filter((one) => one === 'note').length > 20")
    assert page.evaluate("window.made[0].state") == "running"
    walk.press(page, "Turn the sound off")
    walk.press(page, "Turn the sound on")
    expect(page.get_by_role("button", name="Turn the sound off")).to_be_visible()
    page.get_by_role("button", name="Leave").click()
    page.wait_for_function("window.made[0].state === 'closed'")


@pytest.mark.parametrize("language", ["it", "fr", "zh", "ja", "ar"])
def test_every_language_fits_a_telephone(browser: Browsers, api: FakeApi, language: str) -> None:
    """Nothing is wider than the smallest screen, and what is read is hers."""
    page = browser.page(320)
    seated(page, api, timedelta(seconds=50), language)
    expect(page.locator(".said")).to_have_attribute("lang", language)
    expect(page.locator(".said")).not_to_have_text("")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
