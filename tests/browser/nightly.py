"""The pages of the night by their structure, not by their words: the same stops in every language."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token
from tests.browser.fakenight import FILM, Night
from tests.browser.tour import Look

EVENT = "e1"
LATER = int(FILM.timestamp()) + 6 * 3600


def courier(until: int = LATER, link: int = 0) -> str:
    """The link of the round."""
    return token(sub="r1", evt=EVENT, typ="round", exp=until, lv=link)


KITCHEN = token(sub="milan-kitchen", evt=EVENT, typ="kitchen", exp=LATER)


def photograph(edge: int = 48) -> bytes:
    """A picture as a camera gives it: a light square, as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", edge, edge, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xe0" * edge) * edge)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def open_(page: Page, api: FakeApi, name: str, link: str, more: str = "") -> None:
    """Come by a link, in a tab that knows nothing yet."""
    page.goto("about:blank")
    page.goto(f"{api.url}/{name}{more}#{link}")
    expect(page.locator("h1[tabindex]")).to_be_visible()


def draw(page: Page) -> None:
    """Sign on the glass."""
    glass = page.locator("canvas")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for at in range(1, 9):
        page.mouse.move(box["x"] + 40 + 25 * at, box["y"] + 60 + (30 if at % 2 else -20))
    page.mouse.up()


def stops(page: Page, api: FakeApi, look: Look) -> None:
    """Everything a courier and a cook may see; `look` is called at each stop. The page's language is the browser's."""
    night = api.night = Night(api.house)
    open_(page, api, "round", courier())
    look("round-planned")
    page.locator(".load .primary").click()
    expect(page.locator(".there .primary")).to_be_visible()
    expect(page.locator(".unsent")).to_have_count(0)
    look("round-out")
    page.locator(".there .primary").click()
    page.locator(".column > button.second").click()
    draw(page)
    expect(page.locator(".column > .primary")).to_be_visible()
    look("round-signed")
    page.locator(".column > .primary").click()
    expect(page.locator(".stops .delivered")).to_be_visible()
    expect(page.locator(".unsent")).to_have_count(0)
    page.locator(".there .acts .second").click()
    look("round-why")
    api.house.moods.add("silent")
    page.locator(".whys button").first.click()
    expect(page.locator(".unsent")).to_be_visible()
    expect(page.locator(".sign:not(.unsent)")).to_be_visible()
    look("round-unsent")
    api.house.moods.discard("silent")
    night.over = True
    open_(page, api, "round", courier())
    expect(page.locator(".loud")).to_be_visible()
    look("round-refused")
    page.locator(".loud .second").click()
    night.over, night.dead = False, True
    open_(page, api, "round", courier())
    look("round-dead")
    night.dead = False
    open_(page, api, "kitchen", KITCHEN)
    expect(page.locator("table")).to_be_visible()
    look("kitchen")
    night.manifest = 4
    night.boxes = [*night.boxes[1:-1], ("X5LM-2TJP", "garden", ["milk"])]
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(".loud")).to_be_visible()
    look("kitchen-changed")


PICTURES = {"round-out": "round", "kitchen": "kitchen"}
"""Which stops stand in the docs, and as what."""


def draw_docs(browsers: Browsers, folder: Path) -> int:
    """Draw the pictures of docs/night.md, as a telephone at a door and a tablet by the stove show them."""
    for step, name in PICTURES.items():
        api = FakeApi().start()
        page = browsers.page(390 if name == "round" else 1024, 844 if name == "round" else 1000, "Europe/Rome")

        def look(here: str, step: str = step, name: str = name, page: Page = page) -> None:
            if here == step:
                page.screenshot(path=folder / f"{name}.png")

        stops(page, api, look)
        browsers.rest()
        api.stop()
    return len(PICTURES)
