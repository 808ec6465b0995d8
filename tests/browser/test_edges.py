"""When the answer is not yes: every screen has a next step, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token


def bookings(api: FakeApi) -> list[tuple[str, str, dict[str, object]]]:
    """Every booking that was posted."""
    return [sent for sent in api.house.posted if sent[0] == "/bookings"]


def test_taken_meanwhile(browser: Browsers, api: FakeApi) -> None:
    """A lost hour brings fresh times at once; name and note stay; the new body goes under a new key."""
    page = browser.page()
    page.goto(api.url)
    walk.to_confirm(page)
    api.house.moods.add("taken")
    walk.press(page, "Keep this hour")
    expect(page.get_by_role("alert")).to_contain_text("just been taken")
    page.locator(".notice .choice input").first.check(force=True)
    walk.press(page, "Continue to your details")
    expect(page.get_by_label("Family name")).to_have_value("Lindqvist")
    walk.press(page, "Continue")
    walk.press(page, "Keep this hour")
    expect(walk.title(page)).to_have_text("We have written to you")
    (_, first, before), (_, second, after) = bookings(api)
    assert first != second
    assert before["start"] != after["start"]


def test_a_lost_answer_is_not_a_second_booking(browser: Browsers, api: FakeApi) -> None:
    """The house booked and the connection broke: trying again sends the same key, and there is one booking."""
    page = browser.page()
    page.goto(api.url)
    walk.to_confirm(page)
    api.house.cut = 1
    walk.press(page, "Keep this hour")
    expect(page.get_by_role("alert")).to_contain_text("Everything you have written is kept")
    expect(page.get_by_role("alert")).to_contain_text("+33 1 70 36 39 50")
    page.reload()
    expect(walk.title(page)).to_have_text("Shall we confirm?")
    walk.press(page, "Keep this hour")
    expect(walk.title(page)).to_have_text("We have written to you")
    assert len({key for _, key, _ in bookings(api)}) == 1
    assert len(api.house.bookings) == 1


@pytest.mark.proof
def test_a_double_press_is_one_request(browser: Browsers, api: FakeApi) -> None:
    """Two quick presses on a slow line send one request; the button says so and keeps its width."""
    page = browser.page()
    page.goto(api.url)
    walk.to_confirm(page)
    button = page.get_by_role("button", name="Keep this hour")
    before = button.bounding_box()
    api.house.delay = 0.8
    button.dblclick()
    busy = page.get_by_role("button", name="One moment")
    expect(busy).to_be_visible()
    after = busy.bounding_box()
    assert before is not None
    assert after is not None
    assert before["width"] == after["width"]
    expect(walk.title(page)).to_have_text("We have written to you")
    assert len(bookings(api)) == 1


@pytest.mark.proof
def test_a_busy_house_is_asked_again(browser: Browsers, api: FakeApi) -> None:
    """503 is tried again under the same key without a word to her."""
    page = browser.page()
    page.goto(api.url)
    walk.to_confirm(page)
    api.house.busy = 1
    walk.press(page, "Keep this hour")
    expect(walk.title(page)).to_have_text("We have written to you")
    assert len({key for _, key, _ in bookings(api)}) == 1


def test_offline_at_the_times(browser: Browsers, api: FakeApi) -> None:
    """No connection where the times should be: a sentence, the telephone, and trying again works."""
    page = browser.page()
    page.goto(api.url)
    walk.press(page, re.compile(walk.HELD))
    api.house.moods.add("silent")
    walk.press(page, re.compile("^Paris"))
    expect(page.get_by_role("alert")).to_contain_text("+33 1 70 36 39 50")
    api.house.moods.clear()
    walk.press(page, "Try again")
    expect(page.get_by_role("group", name="Days")).to_be_visible()


def test_nothing_free_has_ways_on(browser: Browsers, api: FakeApi) -> None:
    """The next free day, the boutique instead, another boutique, a wish; and the next free day works."""
    page = browser.page()
    api.house.moods.add("nothing-free")
    page.goto(f"{api.url}/?experience=first-video&boutique=paris")
    expect(page.get_by_text("There is no free hour in these days. The next is")).to_be_visible()
    for way in ("At the boutique instead", "With the boutique in Milan", "Leave your wish"):
        expect(page.get_by_role("button", name=way)).to_be_visible()
    walk.press(page, re.compile("^See "))
    expect(page.get_by_role("group", name="Days")).to_be_visible()


@pytest.mark.proof
def test_a_wish_is_sent(browser: Browsers, api: FakeApi) -> None:
    """Nothing ever free: the wish takes days, part of day, words and a contact, and ends in a card."""
    page = browser.page()
    api.house.moods.add("nothing-ever")
    page.goto(f"{api.url}/?experience=visit&boutique=paris")
    walk.press(page, "Leave your wish")
    walk.press(page, "Send your wish")
    expect(page.locator("#family-error")).to_be_visible()
    page.get_by_label(re.compile("A day you have in mind")).fill("2027-02-03")
    page.get_by_label("Morning").check(force=True)
    page.get_by_label("In your words").fill("Any day that week.")
    walk.fill(page)
    walk.press(page, "Send your wish")
    expect(walk.title(page)).to_have_text("Your wish is with us")
    (wish,) = api.house.wishes
    assert wish["days"] == ["2027-02-03"]
    assert wish["part"] == "morning"
    assert wish["boutique"] == "paris"


def test_out_of_reach(browser: Browsers, api: FakeApi) -> None:
    """An address nobody reaches: other ways at once, and a corrected code goes on."""
    page = browser.page()
    page.goto(f"{api.url}/?experience=at-home")
    walk.press(page, "Choose a time")
    expect(page.locator("#postal-error")).to_be_visible()
    page.get_by_label("Postal code").fill("20121")
    walk.press(page, "Choose a time")
    expect(page.get_by_text("do not reach this address yet")).to_be_visible()
    expect(page.get_by_role("button", name="By video instead")).to_be_visible()
    page.get_by_label("Postal code").fill("75008")
    walk.press(page, "Choose a time")
    expect(walk.title(page)).to_have_text("When would suit you?")


def test_errors_under_their_fields(browser: Browsers, api: FakeApi) -> None:
    """What is missing is said under each field and tied to it; the first takes focus; the house's findings too."""
    page = browser.page()
    page.goto(api.url)
    walk.to_details(page)
    walk.press(page, "Continue")
    given = page.get_by_label("Given name")
    expect(given).to_be_focused()
    expect(given).to_have_attribute("aria-invalid", "true")
    expect(given).to_have_attribute("aria-describedby", "given-error")
    expect(page.get_by_role("status")).to_have_text("3 lines need another look.")
    walk.fill(page, **{"E-mail": "a@invalid.example"})
    expect(page.locator("#given-error")).to_have_count(0)
    walk.press(page, "Continue")
    walk.press(page, "Keep this hour")
    expect(page.get_by_label("E-mail")).to_be_focused()
    expect(page.locator("#email-error")).to_be_visible()


@pytest.mark.proof
def test_too_many_holds(browser: Browsers, api: FakeApi) -> None:
    """The most live holds reached: the letter or the telephone."""
    page = browser.page()
    page.goto(api.url)
    walk.to_confirm(page)
    api.house.moods.add("quota")
    walk.press(page, "Keep this hour")
    expect(page.get_by_role("alert")).to_contain_text("already being kept for you")
    expect(page.get_by_role("alert")).to_contain_text("+33")


@pytest.mark.proof
def test_an_old_visitor_token_is_renewed(browser: Browsers, api: FakeApi) -> None:
    """A page left open for more than a day books all the same."""
    page = browser.page()
    page.goto(api.url)
    walk.book(page)
    walk.press(page, "Arrange another appointment")
    walk.to_confirm(page)
    api.house.moods.add("no-visitors")
    walk.press(page, "Keep this hour")
    expect(walk.title(page)).to_have_text("We have written to you")
    assert len(api.house.bookings) == 2


def test_an_expired_personal_link(browser: Browsers, api: FakeApi) -> None:
    """A link that has expired says so and goes on as for a stranger."""
    page = browser.page()
    page.goto(f"{api.url}/#showroom={token(sub='c1', role='client', expired=True)}")
    expect(page.get_by_text("Your personal link has expired")).to_be_visible()
    expect(walk.title(page)).to_have_text("How may we receive you?")


@pytest.mark.proof
def test_an_expired_personal_link_before_the_words(browser: Browsers, api: FakeApi) -> None:
    """The refusal may come before the catalogue that says it; and a catalogue that fails once is asked for again."""
    page = browser.page()
    turns = iter((False, True))

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_() if next(turns) else route.abort()

    page.route("**/en-*.js", late)
    page.goto(f"{api.url}/#showroom={token(sub='c1', role='client', expired=True)}")
    expect(walk.title(page)).to_have_text("How may we receive you?", timeout=15000)
    expect(page.get_by_text("Your personal link has expired")).to_be_visible()


@pytest.mark.proof
def test_the_maison_cannot_be_reached(browser: Browsers, api: FakeApi) -> None:
    """Not even the first page: a sentence and trying again; then it opens."""
    page = browser.page()
    api.house.moods.add("silent")
    page.goto(api.url)
    expect(page.get_by_role("alert")).to_contain_text("cannot reach")
    api.house.moods.clear()
    walk.press(page, "Try again")
    expect(walk.title(page)).to_have_text("How may we receive you?")


def hostile(page: Page) -> dict[str, str]:
    """Computed styles of the title, which the page around would like to change."""
    found: dict[str, str] = walk.title(page).evaluate(
        "(it) => { const s = getComputedStyle(it); return {color: s.color, size: s.fontSize, caps: s.textTransform,"
        " spacing: s.letterSpacing, align: s.textAlign, family: s.fontFamily, radius: s.borderRadius} }"
    )
    return found


def test_a_hostile_page_changes_nothing(browser: Browsers, api: FakeApi) -> None:
    """Capitals, pink, tiny roots and `!important` on everything: the title looks as on a plain page."""
    page = browser.page(390)
    page.goto(api.url)
    expect(walk.title(page)).to_be_visible()
    plain = hostile(page)
    page.goto(f"{api.url}/?page=hostile")
    expect(walk.title(page)).to_be_visible()
    assert hostile(page) == plain
    walk.book(page)
