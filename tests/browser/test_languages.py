"""Six languages: each reads as its own, in its own script and direction, and axe finds nothing in any."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import tour, walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi
from tests.browser.fakehouse import LANGUAGES
from tests.browser.test_access import violations

ONE = "?experience=visit&boutique=paris&lang="
TITLES = {
    "en": "How may we address you?",
    "it": "Come possiamo rivolgerci a Lei?",
    "fr": "Comment devons-nous vous appeler\u202f?",
    "zh": "我们应如何称呼您？",
    "ja": "お名前をお聞かせください",
    "ar": "كيف نخاطبكم؟",
}


def style(page: Page, selector: str) -> dict[str, Any]:
    """Computed styles of the first element, with those of the box behind it."""
    found: dict[str, Any] = page.locator(selector).first.evaluate(
        "(it) => { const s = getComputedStyle(it); return {size: parseFloat(s.fontSize), family: s.fontFamily,"
        " line: parseFloat(s.lineHeight), spacing: s.letterSpacing, caps: s.textTransform, slant: s.fontStyle,"
        " dir: s.direction, turn: getComputedStyle(it, '::after').rotate} }"
    )
    return found


@pytest.mark.parametrize(
    "language", ["ar", *(pytest.param(one, marks=pytest.mark.proof) for one in LANGUAGES if one not in ("en", "ar"))]
)
def test_axe_finds_nothing_in_any_language(browser: Browsers, api: FakeApi, language: str) -> None:
    """The times, and the details with their mistakes."""
    page = browser.page(390, locale=language)
    page.goto(f"{api.url}/{ONE}{language}")
    walk.pick_time(page)
    assert violations(page) == []
    tour.on(page)
    expect(walk.title(page)).to_have_text(TITLES[language])
    tour.on(page)
    expect(page.locator(".error").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.proof
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_anywhere(browser: Browsers, api: FakeApi, language: str, width: int, scheme: str) -> None:
    """Every step of every language at four widths, light and dark; and nothing runs out of the page."""
    page = browser.page(width, color_scheme=scheme, locale=language)
    found: list[str] = []

    def look(step: str) -> None:
        found.extend(f"{step}: {one}" for one in violations(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, step

    tour.steps(page, api, language, look)
    tour.otherwise(page, api, language, look)
    assert found == []


def test_arabic_runs_from_right_to_left(browser: Browsers, api: FakeApi) -> None:
    """Direction, size, line height, the mirrored chevron; numbers and addresses are left-to-right islands."""
    page = browser.page(390, locale="ar")
    page.goto(f"{api.url}/?lang=ar")
    expect(walk.title(page)).to_be_visible()
    root = style(page, ".root")
    assert root["dir"] == "rtl"
    assert root["size"] == pytest.approx(16 * 1.08)
    assert root["line"] == pytest.approx(root["size"] * 1.8, abs=0.1)
    assert root["family"].startswith('"Geeza Pro", "Noto Naskh Arabic"')
    assert style(page, ".row")["turn"] == "-135deg"
    words = page.locator(".row .serif").first.bounding_box()
    assert words is not None
    assert words["x"] + words["width"] == pytest.approx(370, abs=1)
    page.locator(".row").first.click()
    page.locator(".row").first.click()
    walk.pick_time(page)
    page.locator(".times > .link").click()
    heads = page.locator("th .hidden")
    expect(heads.first).to_have_text("السبت")
    expect(heads.last).to_have_text("الجمعة")
    tour.on(page)
    tour.fill(page, "ar")
    assert style(page, "#email")["dir"] == "ltr"
    tour.on(page)
    expect(page.locator("dd bdi[dir=ltr]")).to_have_text("ada@example.com")
    expect(page.locator("dd bdi").first).to_have_text("السيدة ليلى المنصوري")
    tour.on(page)
    expect(page.locator(".card a bdi")).to_have_attribute("dir", "ltr")
    expect(page.locator(".card .serif").last).to_contain_text("بتوقيت باريس")


@pytest.mark.proof
@pytest.mark.parametrize(
    ("language", "family", "name", "monday"),
    [("ja", '"Hiragino Mincho ProN"', "山田 花子", "日曜日"), ("zh", '"Songti SC"', "欧阳雨桐女士", "星期一")],
)
def test_the_family_comes_first(
    browser: Browsers, api: FakeApi, language: str, family: str, name: str, monday: str
) -> None:
    """Japanese and Chinese: the order of names in the form, in the lines and in what is sent; type without tricks."""
    page = browser.page(locale=language)
    page.goto(f"{api.url}/{ONE}{language}")
    walk.pick_time(page)
    page.locator(".times > .link").click()
    assert page.locator("th .hidden").first.inner_text() == monday
    assert set(page.locator("td").all_inner_texts()) <= {"", *map(str, range(1, 32))}
    tour.on(page)
    assert page.locator("#family, #given").evaluate_all("(all) => all.map((it) => it.id)") == ["family", "given"]
    tour.fill(page, language)
    tour.on(page)
    expect(page.locator("dd bdi").first).to_have_text(name)
    for selector in (".root", "h2", ".link"):
        found = style(page, selector)
        assert found["family"].startswith(family)
        assert (found["spacing"], found["caps"], found["slant"]) == ("normal", "none", "normal")
    tour.on(page)
    expect(page.locator(".card")).to_be_visible()
    (body,) = [sent for path, _, sent in api.house.posted if path == "/bookings"]
    assert body["client"]["name"]["family_first"] is True
    assert body["language"] == language


def test_every_language_in_turn(browser: Browsers, api: FakeApi) -> None:
    """The page may change its language at each moment: words and the maison's texts follow, what was typed stays."""
    page = browser.page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{api.url}/{ONE}en")
    walk.pick_time(page)
    tour.on(page)
    tour.fill(page, "en")
    for language in ("fr", "zh", "ja", "ar", "it", "en"):
        page.evaluate(f"document.querySelector('showroom-booking').lang = '{language}'")
        expect(walk.title(page)).to_have_text(TITLES[language])
        expect(page.locator("#family")).to_have_value("Lindqvist")
        expect(page.locator("#email")).to_have_value("ada@example.com")
    catalogues = [url for url in fetched if re.search(r"/assets/[a-z]{2}-", url)]
    assert len(catalogues) == len(LANGUAGES)


def test_regions_have_their_own_digits(browser: Browsers, api: FakeApi) -> None:
    """Digits follow the region, the calendar never does: Gregorian in Riyadh too."""
    page = browser.page(locale="ar-SA")
    page.goto(f"{api.url}/{ONE}ar-SA")
    walk.pick_time(page)
    expect(page.locator(".hours > .serif")).to_contain_text("١٢ يناير")
