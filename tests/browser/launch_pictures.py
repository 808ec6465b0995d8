"""The launch night's pictures for docs/screenshots: the demo's own evening, held between its scenes."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from infra.local.stack import Stack
from tests.browser.browsers import Browsers

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
ANSWERED, LATE, OVER = 5, 11, 13
"""After which scenes it is held: whoever was asked has answered, one door is late, the film has begun."""


def played(stack: Stack, until: int) -> dict[str, Any]:
    """Play it as far as a scene, and return what was told. Raises AssertionError when it stopped."""
    asked = json.dumps({"seconds": 0, "until": until}).encode()
    with DIRECT.open(urllib.request.Request(f"{stack.url}/demo/launch", data=asked), timeout=300) as answer:
        told: dict[str, Any] = json.load(answer)
    assert not told["failed"], told["failed"]
    assert len(told["scenes"]) == until
    return told


def at(page: Page, stack: Stack, told: dict[str, Any], whose: str) -> Page:
    """Open what a scene links to, in a tab that knows nothing yet."""
    page.goto("about:blank")
    page.goto(stack.url + told["links"][whose])
    return page


def draw(browsers: Browsers, folder: Path) -> int:
    """Draw the night's pictures into a folder; return how many."""
    with Stack() as stack:
        hand = browsers.page(390, 844, locale="en-GB")
        told = played(stack, ANSWERED)
        expect(at(hand, stack, told, "A guest's page").locator("section.table")).to_be_visible()
        hand.locator("section.table").screenshot(path=folder / "launch-table.png")
        hand.locator("section.table ul.diners button").first.click()
        hand.locator("input[name=avoids][value=yes]").check(force=True)
        hand.locator("#a-fish").check()
        hand.screenshot(path=folder / "launch-needs.png", full_page=True)
        expect(at(hand, stack, told, "A friend's own door").locator("section.table")).to_be_visible()
        hand.screenshot(path=folder / "launch-door.png", full_page=True)
        told = played(stack, LATE)
        desk = browsers.page(1280, 900, locale="en-GB")
        at(desk, stack, told, "The planner's console")
        desk.locator(".head .about select").first.select_option("paris")
        desk.get_by_role("button", name="Occasions").click()
        desk.get_by_role("button", name="The Night of the Comet").click()
        desk.get_by_role("button", name="Dinner", exact=True).click()
        desk.locator(".looks").get_by_role("button", name="The night").click()
        expect(desk.get_by_text("waits past the window")).to_be_visible()
        desk.screenshot(path=folder / "launch-late.png", full_page=True)
        told = played(stack, OVER)
        at(hand, stack, told, "The film, on a guest's page")
        hand.get_by_role("button", name="Come in").click()
        expect(hand.locator("canvas")).to_be_visible()
        hand.wait_for_timeout(9000)
        hand.screenshot(path=folder / "launch-film.png")
        desk.goto(f"{stack.url}/demo/launch")
        expect(desk.locator("#scenes li")).to_have_count(OVER)
        desk.wait_for_timeout(800)
        desk.screenshot(path=folder / "launch-night.png", full_page=True)
    return 6
