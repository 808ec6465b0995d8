"""Draws the pages: `python -m tests.browser.screenshots` for docs/screenshots, with a folder for every single picture.

Every step in five languages, at four widths, light and dark. docs/screenshots holds them as two contact sheets for each
language and scheme (an invitation has its own), and the best three whole. All is drawn against the fake API, whose
clock and hours never change; what is committed is made by this command and nothing else.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

from infra.build import build_web
from tests.browser import console_pictures, hers, invited, launch_pictures, nightly, tour, walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token
from tests.browser.sheets import sheet

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
WIDTHS = {320: 640, 390: 844, 768: 1024, 1280: 900}
LANGUAGES = ("en", "fr", "ar", "ja", "zh")
SCHEMES = ("light", "dark")
STEPS = (
    "0-as-last-time",
    "1-what",
    "1-where",
    "2-when",
    "2-all-dates",
    "3-errors",
    "3-details",
    "4-confirm",
    "5-written",
    "5-confirmed",
    "5-code",
    "2-her-advisor",
    "1-out-of-reach",
    "6-wish",
    "2-nothing-free",
)
PAGES = ("7-manage", "7-change", "7-cancel", "7-over", "8-room", "9-hers", "9-wishes", "9-nothing", "9-over")
INVITED = (
    "10-invitation",
    "10-who-comes",
    "10-coming",
    "10-waiting",
    "10-offer",
    "10-no",
    "10-declined",
    "10-moved",
    "10-door",
    "10-inside",
    "10-called-off",
    "10-over",
)
BEST = {
    "phone": ("en", "5-confirmed", 390, "light"),
    "desktop": ("en", "2-when", 1280, "light"),
    "arabic": ("ar", "2-when", 390, "light"),
}
"""What the README opens with."""
ELEMENTS = ("booking", "manage", "room", "client", "event")
SCALE = 0.27
QUALITY = 50


class Album:
    """A folder of single pictures, `LANGUAGE-STEP-WIDTH-SCHEME.png`."""

    def __init__(self, browsers: Browsers, folder: Path) -> None:
        self._browsers, self._folder = browsers, folder
        self.drawn = 0

    def path(self, language: str, step: str, width: int, scheme: str) -> Path:
        """Where a picture is."""
        return self._folder / f"{language}-{step}-{width}-{scheme}.png"

    def draw(self, language: str, width: int, scheme: str) -> None:
        """Walk through everything once and draw each stop."""
        api = FakeApi().start()
        page = self._browsers.page(width, WIDTHS[width], color_scheme=scheme, locale=language)

        def look(step: str) -> None:
            self.drawn += 1
            self._draw(page, self.path(language, step, width, scheme), width)

        tour.steps(page, api, language, look)
        tour.otherwise(page, api, language, look)
        tour.telephone(page, api, language, look)
        letters(page, api, language, look)
        hers.stops(page, api, language, look)
        invited.stops(page, api, language, look)
        self._browsers.rest()
        api.stop()

    @staticmethod
    def _draw(page: Page, path: Path, width: int) -> None:
        page.mouse.move(0, 0)
        page.wait_for_timeout(60)
        # As high as what it shows: a button that sticks to the screen's edge is then at its place.
        high = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(high, WIDTHS[width])})
        page.locator(
            "showroom-booking, showroom-manage, showroom-room, showroom-client, showroom-event"
        ).first.screenshot(path=path)
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})


def letters(page: Page, api: FakeApi, language: str, look: tour.Look) -> None:
    """The pages behind a letter's links."""
    known = {"language": language, "party": {"adults": 1, "children": 0}, "boutique": "paris"}
    day = api.house.availability("paris", {"from": "2027-01-13", "days": "1"}, False)["days"][0]["starts"]
    visit = api.house.book("a", {**known, "experience": "visit", "start": day[2]["start"]}, True)
    call = api.house.book("b", {**known, "experience": "video", "start": day[1]["start"]}, True)

    def open_(name: str, booking: str) -> None:
        page.goto("about:blank")
        page.goto(f"{api.url}/{name}#{token(sub=booking, who='guest')}")
        walk.title(page).wait_for()

    open_("manage", visit["id"])
    look("7-manage")
    page.locator(".actions .link").nth(1).click()
    page.locator(".hours").wait_for()
    look("7-change")
    page.locator(".link").first.click()
    page.locator(".actions .link").nth(2).click()
    page.locator(".column").wait_for()
    look("7-cancel")
    open_("manage", "x")
    look("7-over")
    open_("room", call["id"])
    look("8-room")


def album(
    browsers: Browsers, folder: Path, languages: Iterable[str], widths: Iterable[int], schemes: Iterable[str]
) -> Album:
    """Draw every stop in these languages, widths and schemes into a folder."""
    made = Album(browsers, folder)
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages:
        for width in widths:
            for scheme in schemes:
                made.draw(language, width, scheme)
    return made


def contact(browsers: Browsers, made: Album, folder: Path, language: str, scheme: str, widths: Iterable[int]) -> None:
    """Put one language's pictures of one scheme onto a sheet, a row for each stop."""
    across = list(widths)
    for steps, name in (((*STEPS, *PAGES), f"{language}-{scheme}"), (INVITED, f"invitation-{language}-{scheme}")):
        rows = [(step, [made.path(language, step, width, scheme) for width in across]) for step in steps]
        sheet(browsers, rows, [round(width * SCALE) for width in across], folder / f"{name}.jpg", QUALITY)


def commit(browsers: Browsers) -> int:
    """Draw everything, and leave the sheets and the best three in docs/screenshots."""
    with tempfile.TemporaryDirectory() as kept:
        made = album(browsers, Path(kept), LANGUAGES, WIDTHS, SCHEMES)
        for language in LANGUAGES:
            for scheme in SCHEMES:
                contact(browsers, made, FOLDER, language, scheme, WIDTHS)
        for name, which in BEST.items():
            (FOLDER / f"{name}.png").write_bytes(made.path(*which).read_bytes())
        others = (console_pictures.draw, nightly.draw_docs, launch_pictures.draw)
        return made.drawn + sum(draw(browsers, FOLDER) for draw in others)


def main() -> None:
    """Build, then draw docs/screenshots anew, or every picture into the folder that is named."""
    build_web()
    with Browsers() as browsers:
        if len(sys.argv) > 1:
            drawn = album(browsers, Path(sys.argv[1]), LANGUAGES, WIDTHS, SCHEMES).drawn
        else:
            drawn = commit(browsers)
    print(f"{drawn} pictures drawn")


if __name__ == "__main__":
    main()
