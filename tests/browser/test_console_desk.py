"""What is arranged at the desk beside a free hour: outside hours, several to choose from, and whoever stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from infra.local.stack import Stack
from tests.browser.browsers import Browsers
from tests.browser.test_access import violations
from tests.browser.test_console import Boutique, enter


@pytest.fixture(scope="module")
def boutique(bundles: None) -> Iterator[Boutique]:
    """One house for all tests of this file."""
    with Stack() as stack:
        yield Boutique(stack)


def telephone(page: Page, boutique: Boutique, hour: str) -> None:
    """The form, with a day and an hour."""
    expect(page.get_by_role("button", name="Arrange by telephone")).to_be_enabled()
    page.keyboard.press("Alt+n")
    page.get_by_label("Appointment", exact=True).select_option(label="A visit to the boutique")
    page.get_by_label("Day", exact=True).select_option(value=str(boutique.day))
    page.get_by_label("Time", exact=True).fill(hour)
    page.get_by_label("Family name").fill("Ashdown")
    page.get_by_label("Telephone", exact=True).fill("+33612345678")


@pytest.mark.proof
def test_outside_hours_with_a_reason(browser: Browsers, boutique: Boutique) -> None:
    """The refusal says that a reason would help; with one, and a name, it is arranged; her card says why."""
    page = enter(browser, boutique)
    telephone(page, boutique, "21:30")
    expect(page.get_by_text("This can be arranged all the same, outside hours, with a reason.")).to_be_visible()
    page.get_by_label("Why outside hours").fill("She flies at midnight.")
    page.get_by_label("Who receives").select_option(label="Hélène Arnoux")
    assert violations(page) == []
    page.get_by_role("button", name=re.compile("^Arrange for")).click()
    expect(page.locator(".result")).to_contain_text("Arranged for Ashdown")
    page.get_by_role("button", name="Calendar").click()
    page.locator("input[type=date]").fill(str(boutique.day))
    page.get_by_role("button", name="As a list").click()
    entry = page.locator(".entry", has_text="21:30")
    expect(entry).to_contain_text("Outside hours")
    entry.get_by_role("button").click()
    page.get_by_role("button", name="Move outside hours").click()
    page.get_by_role("button", name="Move outside hours").last.click()
    expect(page.get_by_text("Please write why.")).to_be_visible()


@pytest.mark.proof
def test_several_times_on_one_link(browser: Browsers, boutique: Boutique) -> None:
    """Two times are kept and hatched; she is written to once, with both."""
    page = enter(browser, boutique)
    telephone(page, boutique, "15:00")
    add = page.get_by_role("button", name="Add this time to a choice")
    add.click()
    page.get_by_label("Time", exact=True).fill("16:00")
    add.click()
    page.get_by_role("button", name="Keep these 2 times and write").click()
    expect(page.locator(".result")).to_contain_text("The 2 times are kept for three days.")
    page.get_by_role("button", name="Calendar").click()
    page.locator("input[type=date]").fill(str(boutique.day))
    expect(page.locator(".ec-event", has_text="Ashdown").first).to_be_visible()
    kept = [one for one in boutique.diary() if one["booking"]["state"] == "held"]
    assert len(kept) == 2


@pytest.mark.proof
def test_somebody_is_here(browser: Browsers, boutique: Boutique) -> None:
    """Received now with a name alone; outside hours the house asks who receives, and why."""
    page = enter(browser, boutique)
    page.get_by_role("button", name="Somebody is here").click()
    page.get_by_label("Family name").fill("Okonkwo")
    assert violations(page) == []
    page.get_by_role("button", name="Receive now").click()
    result, reason = page.locator(".result"), page.get_by_label("Why outside hours")
    expect(result.or_(reason).first).to_be_visible()
    if reason.is_visible():
        reason.fill("She stands at the door.")
        page.get_by_label("Who receives").select_option(label="Hélène Arnoux")
        page.get_by_role("button", name="Receive now").click()
    expect(result).to_contain_text("Okonkwo is with")
    page.get_by_role("button", name="Everyone").click()
    entry = page.locator(".entry", has_text="Okonkwo")
    expect(entry).to_be_visible()


@pytest.mark.proof
def test_longer_and_again(browser: Browsers, boutique: Boutique) -> None:
    """From an appointment's own lines: another length, and the same again in the weeks that follow."""
    boutique.visit("12:00", weeks=2)
    boutique.visit("14:30", weeks=2)
    page = enter(browser, boutique)
    page.get_by_role("button", name="Calendar").click()
    page.locator("input[type=date]").fill(str(boutique.after(2)))
    page.get_by_role("button", name="As a list").click()
    entry = page.locator(".entry", has_text="12:00")
    entry.get_by_role("button").click()
    page.get_by_role("button", name="Change its length").click()
    page.get_by_label("Change its length").select_option(value="180")
    page.get_by_role("button", name="Change its length").click()
    expect(page.get_by_text("It cannot last that long")).to_be_visible()
    page.get_by_label("Change its length").select_option(value="75")
    page.get_by_role("button", name="Change its length").click()
    expect(page.locator(".result")).to_have_text("It now ends at 13:15.")
    entry.get_by_role("button").click()
    page.get_by_role("button", name="Arrange the same again").click()
    page.get_by_label("How many more", exact=True).select_option(value="2")
    assert violations(page) == []
    page.get_by_role("button", name="Arrange 2 more").click()
    expect(page.locator(".result")).to_contain_text("arranged")


@pytest.mark.proof
def test_an_edge_is_drawn(browser: Browsers, boutique: Boutique) -> None:
    """Its end is taken by the hand: half an hour longer, decided by the house; too long snaps back and says why."""
    boutique.visit("16:30", weeks=1)
    page = enter(browser, boutique)
    page.get_by_role("button", name="Calendar").click()
    page.locator("input[type=date]").fill(str(boutique.after(1)))
    appointment = page.locator(".ec-event.appointment", has=page.locator(".at", has_text="16:30")).first
    expect(appointment).to_be_visible()
    slot = page.locator(".ec-slots .ec-slot").first.bounding_box()
    box = appointment.bounding_box()
    assert slot is not None
    assert box is not None
    x, y = box["x"] + box["width"] - 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + slot["width"] / 4, y, steps=3)
    page.mouse.move(x + slot["width"] / 2, y, steps=3)
    page.mouse.up()
    expect(page.locator(".result")).to_have_text("It now ends at 18:00.")
