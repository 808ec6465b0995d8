"""Draws the pages: `python -m tests.browser.screenshots` for those in docs/screenshots, with a folder for all of them.

All means every step and page at four widths, light and dark. It is drawn against the fake API, whose clock and hours
never change; what is committed is made by this command and nothing else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from infra.build import build_web
from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
WIDTHS = {320: 640, 390: 844, 768: 1024, 1280: 900}
SHOWN = {
    ("1-what", 390, "light"),
    ("2-when", 390, "light"),
    ("2-taken", 390, "light"),
    ("3-details", 390, "light"),
    ("4-confirm", 390, "light"),
    ("5-confirmed", 390, "light"),
    ("5-confirmed", 390, "dark"),
    ("2-nothing-free", 390, "light"),
    ("2-when", 1280, "light"),
    ("2-when", 1280, "dark"),
    ("7-manage-confirmed", 768, "light"),
    ("7-manage-advisor", 768, "light"),
    ("8-room-early", 390, "dark"),
}
"""What docs/screenshots holds."""
Shot = Callable[[str], None]


def widget(page: Page, api: FakeApi, shot: Shot) -> None:
    """The four steps and the card, as a stranger who visits a boutique."""
    page.goto(api.url)
    expect(walk.title(page)).to_be_visible()
    shot("1-what")
    walk.press(page, re.compile(walk.HELD))
    shot("1-where")
    walk.press(page, re.compile("^Paris"))
    expect(page.get_by_role("group", name="Days")).to_be_visible()
    walk.pick_time(page)
    shot("2-when")
    walk.press(page, "All dates")
    shot("2-all-dates")
    walk.press(page, "Continue to your details")
    shot("3-details")
    walk.press(page, "Continue")
    shot("3-errors")
    walk.fill(page)
    page.get_by_text("Tell us more").click()
    shot("3-more")
    walk.press(page, "Continue")
    shot("4-confirm")
    api.house.moods.add("taken")
    walk.press(page, "Keep this hour")
    expect(page.get_by_text("just been taken")).to_be_visible()
    shot("2-taken")
    page.locator(".notice .choice input").first.check(force=True)
    walk.press(page, "Continue to your details")
    walk.press(page, "Continue")
    walk.press(page, "Keep this hour")
    expect(walk.title(page)).to_have_text("We have written to you")
    shot("5-written")
    booking = next(iter(api.house.bookings.values()))
    api.house.act(booking["id"], "confirm", {}, None, "k")
    page.reload()
    expect(page.get_by_text("Add to calendar")).to_be_visible()
    shot("5-confirmed")


def elsewhere(page: Page, api: FakeApi, shot: Shot) -> None:
    """What is said when the answer is not yes, and the other kinds."""
    page.goto(f"{api.url}/?experience=at-home")
    page.get_by_label("Postal code").fill("20121")
    walk.press(page, "Choose a time")
    expect(page.get_by_text("do not reach")).to_be_visible()
    shot("1-out-of-reach")
    walk.press(page, "Leave your wish")
    shot("6-wish")
    api.house.moods.add("nothing-free")
    page.evaluate("sessionStorage.clear()")
    page.goto(f"{api.url}/?experience=first-video&boutique=paris")
    expect(page.get_by_text("no free hour")).to_be_visible()
    shot("2-nothing-free")
    api.house.moods.clear()
    page.evaluate("sessionStorage.clear()")
    page.goto(f"{api.url}/?experience=video&boutique=new-york#showroom={token(sub='c1', role='client')}")
    expect(page.get_by_text("With your client advisor")).to_be_visible()
    shot("2-her-advisor")
    walk.pick_time(page)
    api.house.moods.add("silent")
    walk.press(page, "Continue")
    walk.press(page, "Continue")
    walk.press(page, "Confirm")
    expect(page.get_by_text("cannot reach")).to_be_visible()
    shot("4-unreachable")


def letters(page: Page, api: FakeApi, shot: Shot) -> None:
    """The pages behind a letter's links."""
    known = {"language": "en", "party": {"adults": 1, "children": 0}}
    day = api.house.availability("paris", {"from": "2027-01-13", "days": "1"}, False)["days"][0]["starts"]
    visit = api.house.book("a", {**known, "experience": "visit", "boutique": "paris", "start": day[0]["start"]}, False)
    call = api.house.book("b", {**known, "experience": "video", "boutique": "paris", "start": day[1]["start"]}, True)
    client = {"name": {"title": "Ms", "given": "Ada", "family": "Lindqvist"}, "telephone": "+46 70 174 06 05"}
    address = {"lines": ["12 rue de la Paix"], "postal_code": "75002", "city": "Paris", "entry_notes": "Ring twice"}
    home = {"client": client, "address": address, "note": "For a birthday in March."}
    asked = api.house.book(
        "c", {**known, **home, "experience": "at-home", "boutique": "paris", "start": day[2]["start"]}, False
    )
    api.house.reveal_to_hosts = True

    def open_(name: str, booking: str, who: str) -> None:
        page.goto("about:blank")
        page.goto(f"{api.url}/{name}#{token(sub=booking, who=who)}")
        expect(walk.title(page)).to_be_visible()

    open_("manage", visit["id"], "guest")
    shot("7-manage-held")
    walk.press(page, "Confirm this appointment")
    expect(page.get_by_text("is confirmed")).to_be_visible()
    shot("7-manage-confirmed")
    walk.press(page, "Choose another time")
    expect(page.get_by_role("group", name="Days")).to_be_visible()
    shot("7-manage-change")
    walk.press(page, "Back")
    walk.press(page, "Cancel this appointment")
    shot("7-manage-cancel")
    open_("manage", asked["id"], "host")
    shot("7-manage-advisor")
    open_("manage", "x", "guest")
    shot("7-manage-over")
    open_("room", call["id"], "guest")
    shot("8-room-early")
    api.house.now = api.house.opens(call["id"])
    open_("room", call["id"], "guest")
    shot("8-room-open")
    walk.press(page, "Join")
    expect(page.get_by_text("will join you")).to_be_visible()
    shot("8-room-inside")


WALKS = (widget, elsewhere, letters)


def draw(folder: Path, wanted: Callable[[str, int, str], bool]) -> int:
    """Draw what is wanted into a folder; return how many were drawn."""
    drawn = 0
    folder.mkdir(parents=True, exist_ok=True)
    with Browsers() as browsers:
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                for walked in WALKS:
                    api = FakeApi().start()
                    page = browsers.page(width, WIDTHS[width], color_scheme=scheme)

                    def shot(name: str, page: Page = page, width: int = width, scheme: str = scheme) -> None:
                        nonlocal drawn
                        if not wanted(name, width, scheme):
                            return
                        drawn += 1
                        page.mouse.move(0, 0)
                        page.wait_for_timeout(60)
                        # As high as what it shows: a button that sticks to the screen's edge is then at its place.
                        high = page.evaluate("document.documentElement.scrollHeight")
                        page.set_viewport_size({"width": width, "height": max(high, WIDTHS[width])})
                        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
                        page.set_viewport_size({"width": width, "height": WIDTHS[width]})

                    walked(page, api, shot)
                    browsers.rest()
                    api.stop()
    return drawn


def main() -> None:
    """Build, then draw into docs/screenshots or the folder that is named."""
    build_web()
    if len(sys.argv) > 1:
        folder, drawn = Path(sys.argv[1]), draw(Path(sys.argv[1]), lambda *_: True)
    else:
        folder, drawn = FOLDER, draw(FOLDER, lambda *shot: shot in SHOWN)
    print(f"{drawn} drawn into {folder}")


if __name__ == "__main__":
    main()
