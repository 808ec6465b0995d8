"""The demo's launch night as its guests live it: three cities, two zones, friends at doors of their own, one film."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from infra.local.stack import Stack
from tests.browser import launch_pictures
from tests.browser.browsers import Browsers
from tests.browser.launch_pictures import ANSWERED, LATE, OVER, at, played

RELEASED, WAITING = 7, 12
HERS = "A guest's page"
FRIEND = "A friend's own door"


def listened(page: Page) -> list[str]:
    """Every answer of the house that a page receives from now on, as text."""
    heard: list[str] = []

    def note(route: Route) -> None:
        answer = route.fetch()
        heard.append(answer.text())
        route.fulfill(response=answer)

    page.route("**/v1/**", note)
    return heard


@pytest.mark.proof
def test_the_night(browser: Browsers, bundles: None) -> None:
    """A friend's door is hers alone, hours are those of each clock, the film waits and begins (D3, D5, D8, D9)."""
    with Stack() as stack:
        hers, friend = browser.page(390, 844), browser.page(390, 844)
        heard = listened(hers)
        told = played(stack, ANSWERED)
        theirs = at(friend, stack, told, FRIEND).locator("section.table")
        expect(theirs).to_contain_text("Avoids peanuts")
        street = theirs.locator(".address bdi").inner_text().strip()
        expect(theirs.locator("details").first).to_contain_text("Contains")
        table = at(hers, stack, told, HERS).locator("section.table")
        expect(table).to_contain_text("Nadia Lambert")
        expect(table).to_contain_text("Avoids crustaceans")

        told = played(stack, RELEASED)
        expect(at(hers, stack, told, HERS).locator(".courier")).to_contain_text("Milan time")
        expect(at(friend, stack, told, FRIEND).locator(".courier")).to_contain_text("Paris time")
        octave = next(one for one in stack.mailbox() if "octave.perrin" in one["to"])
        assert "Entre 18:00 et 18:30, heure de Londres" in octave["text"]
        assert "Le film commence à 19:00" in octave["text"]

        told = played(stack, LATE)
        expect(at(friend, stack, told, FRIEND).locator(".courier")).to_contain_text("Your dinner is late.")
        expect(friend.locator(".courier")).to_contain_text("We expect it at 20:05.")
        told = played(stack, WAITING)
        at(hers, stack, told, HERS).get_by_role("button", name="Come in").click()
        expect(hers.locator("body")).to_contain_text("We are waiting until everybody has been served.")
        expect(hers.locator("canvas")).to_be_hidden()

        told = played(stack, OVER)
        at(hers, stack, told, HERS).get_by_role("button", name="Come in").click()
        expect(hers.locator("canvas")).to_be_visible()
        at(friend, stack, told, FRIEND)
        expect(friend.locator(".courier")).to_contain_text("Your dinner is on your table.")
        friend.get_by_role("button", name=re.compile("Come in|film")).first.click()
        expect(friend.locator("canvas")).to_be_visible()
        said = "\n".join(heard)
        assert "Nadia" in said
        assert street not in said
        assert '"peanuts"' not in re.sub(r'"allergens":\[[^\]]*"lupin"[^\]]*\]', "", said), "but in the list of all"


@pytest.mark.proof
def test_its_pictures(browser: Browsers, bundles: None, tmp_path: Path) -> None:
    """What the documentation shows can be drawn again, and no page complains of anything."""
    assert launch_pictures.draw(browser, tmp_path) == len(list(tmp_path.glob("launch-*.png")))
