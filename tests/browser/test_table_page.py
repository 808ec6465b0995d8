"""A table at a dinner, on the client's page and at a companion's own door: told once, kept, honest when it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token
from tests.browser.fakeguest import START
from tests.browser.fakehouse import LANGUAGES
from tests.browser.faketable import FakeTable
from tests.browser.test_access import reach, violations

pytestmark = pytest.mark.proof
LINKS = {"event": token(sub="g1", typ="invitation"), "door": token(sub="h2", typ="door")}
HOUSED = {"lines": ["12 rue de la Paix"], "city": "paris", "area": "centre", "access": ""}


def laid(page: Page, api: FakeApi, where: str = "event", language: str = "en") -> FakeTable:
    """Come to a dinner by a link, in a tab that knows nothing yet; return the table."""
    api.guest.kind, api.guest.state, api.guest.sitting, api.guest.language = "launch_dinner", "accepted", "s1", language
    api.table = FakeTable(api.house, "client" if where == "event" else "companion", language)
    come(page, api, where)
    return api.table


def come(page: Page, api: FakeApi, where: str = "event") -> None:
    """Open the link again."""
    page.goto("about:blank")
    page.goto(f"{api.url}/{where}#{LINKS[where]}")
    expect(page.locator("section.table")).to_be_visible()
    assert page.url == f"{api.url}/{where}", "the link does not stay in the address"


@pytest.fixture
def page(browser: Browsers) -> Page:
    """A telephone in Paris."""
    return browser.page(390)


def dines(page: Page) -> None:
    """She says where, without a press."""
    page.locator("section.table .answer .second").first.click()
    page.locator("#street").fill("12 rue de la Paix")
    page.locator("#city").select_option("paris")
    page.locator("#area").select_option("centre")
    page.locator("#telephone").fill("+33 6 12 34 56 78")


def person(page: Page, at: int = 0) -> None:
    """Open what one person avoids."""
    page.locator(".diners li").nth(at).locator(".answer button").first.click()
    expect(page.locator("#consent")).to_be_visible()


def stops(page: Page, api: FakeApi, where: str, language: str, look: Callable[[str], None]) -> None:
    """Everything there is to see of a table, by its structure and not by its words."""
    table = laid(page, api, where, language)
    look("nothing answered")
    page.locator("section.table .answer .second").first.click()
    page.locator(".actions .primary").click()
    expect(page.locator(".error").first).to_be_visible()
    look("where, nothing filled")
    page.go_back()
    person(page)
    page.locator("[name=avoids][value=yes]").check(force=True)
    page.locator("[name=a-fish]").check(force=True)
    page.locator("[name=wine]").check(force=True)
    page.locator(".actions .primary").click()
    expect(page.locator(".error").first).to_be_visible()
    look("what she avoids")
    page.go_back()
    if where == "event":
        page.locator(".diners li").nth(1).locator(".answer .link").last.click()
        look("a door of their own")
        page.go_back()
    table.address, table.telephone, table.window = HOUSED, "+33 6 12 34 56 78", (150, 120)
    for one in table.persons:
        one |= {"answer": "declared", "allergens": ["fish", "milk"], "diets": ["vegetarian"], "menu": "m1"}
    if where == "event":
        table.others = [{"id": "h2", "persons": [{"code": "PW3D", "name": ""}], "sent": True, "answered": False}]
    table.touched()
    come(page, api, where)
    expect(page.locator(".courier")).to_be_visible()
    for menu in page.locator("details.menu summary").all():
        menu.click()
    look("everything answered")
    table.closed, table.delivery, table.late = True, "dispatched", True
    table.expected = (START - timedelta(minutes=100)).isoformat()
    table.touched()
    come(page, api, where)
    look("closed, and late")
    table.state = api.guest.event_state = "cancelled"
    page.reload()
    expect(page.locator("article h1")).to_be_visible()
    look("called off")


@pytest.mark.parametrize("where", ["event", "door"])
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(browser: Browsers, api: FakeApi, language: str, width: int, scheme: str, where: str) -> None:
    """Every stop in every language, on the smallest telephone and a desk, in light and dark; nothing runs out."""
    page = browser.page(width, color_scheme=scheme, locale=language)
    found: list[str] = []

    def look(step: str) -> None:
        found.extend(f"{step}: {one}" for one in violations(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, step
        assert page.evaluate("document.documentElement.lang") == language
        way = page.locator("h1[tabindex]").evaluate("(it) => getComputedStyle(it).direction")
        assert way == ("rtl" if language == "ar" else "ltr")

    stops(page, api, where, language, look)
    assert found == []


def test_by_keyboard_alone(page: Page, api: FakeApi) -> None:
    """Tab, arrows, space and enter: where, then what she avoids; the focus is at what is to be read next."""
    table = laid(page, api)
    reach(page, "^Tell us where you dine")
    page.keyboard.press("Enter")
    expect(walk.title(page)).to_have_text("Where do you dine?")
    expect(walk.title(page)).to_be_focused()
    reach(page, "^Address")
    page.keyboard.type("12 rue de la Paix")
    reach(page, "^City")
    page.keyboard.type("Par")
    reach(page, "^Part of the city")
    page.keyboard.type("Cen")
    reach(page, "^Telephone")
    page.keyboard.type("+33 6 12 34 56 78")
    page.keyboard.press("Enter")
    expect(page.locator(".result")).to_have_text("Thank you. We have noted it.")
    expect(page.locator("h1[tabindex]")).to_be_focused()
    reach(page, "^Say what is to be avoided")
    page.keyboard.press("Enter")
    expect(walk.title(page)).to_have_text("What should you avoid?")
    reach(page, "^Nothing to avoid")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    reach(page, "^peanuts")
    page.keyboard.press("Space")
    reach(page, "^The house may keep this")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".diners li").first).to_contain_text("Avoids peanuts")
    assert [act for act, _ in table.taken] == ["address", "needs"]
    assert table.taken[1][1]["allergens"] == ["peanuts"]


@pytest.mark.parametrize("where", ["event", "door"])
def test_a_mistake_is_said_where_it_is(page: Page, api: FakeApi, where: str) -> None:
    """Nothing leaves the page while something is missing; what the house refuses stands beside it; no word is lost."""
    table = laid(page, api, where)
    dines(page)
    page.locator("#telephone").fill("")
    walk.press(page, "Keep this")
    expect(page.locator("#telephone")).to_be_focused()
    expect(page.locator("#telephone-error")).to_have_text("Please fill this in.")
    assert table.keys == []
    page.locator("#telephone").fill("12")
    table.refusal = 422, {"errors": [{"pointer": "/telephone", "detail": "must be a number"}]}
    walk.press(page, "Keep this")
    expect(page.locator("#telephone")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#telephone-error")).to_have_text("The house cannot read this. Please look once more.")
    expect(page.locator("#telephone")).to_be_focused()
    expect(page.locator("#street")).to_have_value("12 rue de la Paix")
    page.locator("#telephone").fill("+33 6 12 34 56 78")
    walk.press(page, "Keep this")
    expect(page.locator(".address")).to_contain_text("12 rue de la Paix")
    person(page)
    walk.press(page, "Keep this")
    expect(page.locator("#consent-error")).to_have_text("The house needs your consent before it keeps this.")
    page.locator("[name=avoids][value=no]").check(force=True)
    page.locator("#wine").check(force=True)
    page.locator("#consent").check(force=True)
    walk.press(page, "Keep this")
    expect(page.locator("#age-error")).to_be_visible()
    page.locator("#age").check(force=True)
    walk.press(page, "Keep this")
    expect(page.locator(".diners li").first).to_contain_text("Nothing to avoid")
    assert [act for act, _ in table.taken] == ["address", "needs"]


@pytest.mark.parametrize("where", ["event", "door"])
def test_a_line_that_breaks_is_not_a_second_answer(page: Page, api: FakeApi, where: str) -> None:
    """What she wrote stays; the same press later has the same key, and is carried out once (rule H6)."""
    table = laid(page, api, where)
    dines(page)
    table.lost = 1
    api.house.moods.add("silent")
    walk.press(page, "Keep this")
    expect(page.locator(".notice")).to_be_visible()
    expect(page.locator("#street")).to_have_value("12 rue de la Paix")
    api.house.moods.discard("silent")
    walk.press(page, "Keep this")
    expect(page.locator(".notice")).to_be_visible()
    walk.press(page, "Keep this")
    expect(page.locator(".address")).to_contain_text("12 rue de la Paix")
    assert len(table.taken) == 1
    assert len(table.keys) >= 2
    assert len(set(table.keys)) == 1


@pytest.mark.parametrize("where", ["event", "door"])
def test_what_the_house_wrote_meanwhile_costs_her_nothing(page: Page, api: FakeApi, where: str) -> None:
    """Her courier's hours came while she typed: it is said, her words stay, and the next press is kept."""
    table = laid(page, api, where)
    dines(page)
    table.touched()
    walk.press(page, "Keep this")
    expect(page.locator(".notice")).to_contain_text("Something has changed in the meantime.")
    expect(page.locator("#street")).to_have_value("12 rue de la Paix")
    assert table.taken == []
    walk.press(page, "Keep this")
    expect(page.locator(".address")).to_contain_text("12 rue de la Paix")
    assert [act for act, _ in table.taken] == ["address"]


@pytest.mark.parametrize("where", ["event", "door"])
def test_after_the_kitchens_hour(page: Page, api: FakeApi, where: str) -> None:
    """It is said before she writes; no address can be changed and no dead button says it can; a wish is asked for."""
    table = laid(page, api, where)
    table.closed, table.address, table.window = True, HOUSED, (150, 120)
    come(page, api, where)
    expect(page.locator("section.table")).to_contain_text("The kitchens have bought what they cook.")
    expect(page.get_by_role("button", name="Change the address")).to_have_count(0)
    expect(page.get_by_role("button", name="A door of their own")).to_have_count(0)
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    person(page)
    expect(page.locator("form")).to_contain_text("What you change now is asked for")
    page.locator("[name=avoids][value=no]").check(force=True)
    page.locator("#consent").check(force=True)
    walk.press(page, "Keep this")
    expect(page.locator(".diners li").first).to_contain_text("Your change was asked for after the kitchen’s hour.")
    expect(page.locator(".diners li").first).to_contain_text("Not answered yet")


def test_a_friend_at_a_door_of_her_own(page: Page, api: FakeApi) -> None:
    """Written to once; whether she has answered is all that the client sees; taken back, she dines here again."""
    table = laid(page, api)
    page.get_by_role("button", name="A door of their own for Tom Bauer").click()
    expect(page.locator("form")).to_contain_text("you will not see it")
    page.locator("#email").fill("tom at example")
    walk.press(page, "Write to them")
    expect(page.locator("#email-error")).to_have_text("The house cannot read this. Please look once more.")
    page.locator("#email").fill("tom@example.com")
    walk.press(page, "Write to them")
    friend = page.locator(".diners").nth(1)
    expect(friend).to_contain_text("Tom Bauer")
    expect(friend).to_contain_text("We have written. No answer yet")
    expect(page.locator("body")).not_to_contain_text("tom@example.com")
    table.others[0]["answered"] = True
    come(page, api)
    expect(friend).to_contain_text("Everything is arranged")
    expect(friend.get_by_role("button", name="Write again")).to_have_count(0)
    walk.press(page, "They dine with you after all")
    expect(page.locator(".diners")).to_have_count(1)
    expect(page.locator(".diners li")).to_have_count(2)
    assert [act for act, _ in table.taken] == ["door", "gather"]


def test_a_door_that_is_closed(page: Page, api: FakeApi) -> None:
    """The client has her dine with her after all: the link is over, and whom to call is said."""
    table = laid(page, api, "door")
    dines(page)
    table.revoked = True
    walk.press(page, "Keep this")
    expect(walk.title(page)).to_have_text("This link is no longer valid")
    expect(page.locator(".telephones a, a[href^='tel:']").first).to_be_visible()
    page.reload()
    expect(walk.title(page)).to_have_text("This link is no longer valid")


def test_a_menu_with_what_she_avoids_is_not_hers(page: Page, api: FakeApi) -> None:
    """It says so beside it and cannot be chosen; the choice comes back once she avoids nothing of it."""
    laid(page, api)
    person(page)
    coast = page.locator(".choice", has_text="The coast")
    coast.locator("input").check(force=True)
    page.locator("[name=avoids][value=yes]").check(force=True)
    page.locator("#a-fish").check(force=True)
    expect(coast).to_contain_text("Not for this person: it contains fish")
    expect(coast.locator("input")).to_be_disabled()
    expect(coast.locator("input")).not_to_be_checked()
    page.locator("#a-fish").uncheck(force=True)
    expect(coast.locator("input")).to_be_enabled()
