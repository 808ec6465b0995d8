"""The console's clients: a card is made, found by two signs or three letters, changed, and known on the telephone."""

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


def clients(page: Page) -> None:
    """The page of clients."""
    page.get_by_role("button", name="Clients").click()
    expect(page.get_by_role("heading", name="Clients")).to_be_visible()


def made(page: Page, family: str, given: str, telephone: str) -> None:
    """A new card."""
    page.get_by_role("button", name="A new client").click()
    page.get_by_label("Family name").fill(family)
    page.get_by_label("Given name").fill(given)
    page.get_by_label("Telephone", exact=True).fill(telephone)
    page.get_by_role("button", name="Save this card").click()
    expect(page.locator(".result")).to_have_text("The card is made.")


@pytest.mark.proof
def test_a_card_from_nothing_to_the_telephone(browser: Browsers, boutique: Boutique) -> None:
    """Made, found by two signs, changed against another's change, arranged for without asking her name again."""
    page = enter(browser, boutique)
    clients(page)
    made(page, "欧阳", "雨桐", "+33612340001")
    page.get_by_role("button", name="Add a size").click()
    page.get_by_label("What").fill("Ring")
    page.get_by_label("Size", exact=True).fill("52")
    page.get_by_label("Tastes").fill("Emeralds, nothing yellow.")
    page.get_by_role("button", name="Save this card").click()
    expect(page.locator(".result")).to_have_text("Saved.")
    assert violations(page) == []

    page.reload()
    clients(page)
    page.get_by_label("Name", exact=True).fill("欧阳")
    page.locator(".hits .name").click()
    expect(page.get_by_label("Size", exact=True)).to_have_value("52")
    expect(page.get_by_label("Tastes")).to_have_value("Emeralds, nothing yellow.")
    page.get_by_role("button", name="What was done").click()
    expect(page.locator(".history li").first).to_be_visible()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Everything we hold, as a file").click()
    assert kept.value.suggested_filename == "client.json"

    page.get_by_role("button", name="Arrange by telephone").last.click()
    expect(page.get_by_text("Known to the house")).to_be_visible()
    page.get_by_label("Day", exact=True).select_option(value=str(boutique.day))
    page.get_by_label("Time", exact=True).fill("15:00")
    expect(page.locator("dialog .yes")).to_have_text("This hour is free.")
    page.get_by_role("button", name=re.compile("^Arrange for")).click()
    expect(page.locator(".result")).to_contain_text("Arranged for")


@pytest.mark.proof
def test_known_while_her_name_is_typed(browser: Browsers, boutique: Boutique) -> None:
    """On the telephone three letters find her; one press, and her appointment is hers."""
    page = enter(browser, boutique)
    clients(page)
    made(page, "Vandermeersch", "Lotte", "+33612340002")
    page.get_by_role("button", name="Today").click()
    page.keyboard.press("Alt+n")
    page.get_by_label("Family name").fill("Vand")
    page.get_by_role("button", name="Lotte Vandermeersch").click()
    expect(page.get_by_label("Family name")).to_have_count(0)
    page.get_by_label("Day", exact=True).select_option(value=str(boutique.day))
    page.get_by_label("Time", exact=True).fill("17:00")
    expect(page.locator("dialog .yes")).to_have_text("This hour is free.")
    page.get_by_role("button", name=re.compile("^Arrange for")).click()
    expect(page.locator(".result")).to_contain_text("Arranged for Lotte Vandermeersch")
    assert [one for one in boutique.diary() if "Vandermeersch" in str(one["booking"]["private"])]


@pytest.mark.proof
def test_erased_for_good(browser: Browsers, boutique: Boutique) -> None:
    """What goes is shown first; a second press erases, and the receipt is dated; nobody finds her any more."""
    page = enter(browser, boutique)
    clients(page)
    made(page, "Quisling", "Ana", "+33612340003")
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.get_by_text("This cannot be undone.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Erase for good").click()
    expect(page.locator(".result")).to_have_text("Erased. The receipt stays.")
    expect(page.get_by_text(re.compile("^Receipt: "))).to_be_visible()
    boutique.stack.advance("2m")
    page.get_by_label("Name", exact=True).fill("Quis")
    expect(page.get_by_text("Nobody of this name is known here.")).to_be_visible()


@pytest.mark.proof
@pytest.mark.parametrize(("language", "width"), [("ar", 390), ("zh", 1280)])
def test_clients_are_for_everybody(browser: Browsers, boutique: Boutique, language: str, width: int) -> None:
    """No violation, nothing cut off, right to left and on a telephone."""
    page = enter(browser, boutique, width=width, locale=language)
    page.locator("nav .tab").nth(2).click()
    page.locator(".clients .tools .second").click()
    expect(page.locator("#family")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
