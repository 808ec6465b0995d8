"""A client's own page: what is arranged, what was, what may be, how she is written to, and who acts for her."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import hers, walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token
from tests.browser.fakehouse import LANGUAGES
from tests.browser.test_access import reach, violations

_SHIFTS = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().reduce((sum, one) => sum + one.value, 0))).observe({type: 'layout-shift', buffered: true})
  || setTimeout(() => done(0), 200))"""


@pytest.fixture
def page(browser: Browsers, api: FakeApi) -> Page:
    """Her page on a phone, with everything on it."""
    page = browser.page(390)
    hers.arranged(api)
    hers.visit(page, api)
    return page


@pytest.mark.proof
def test_everything_on_one_sheet(page: Page, api: FakeApi) -> None:
    """Her name, her advisor with a telephone, the next first, the past a few at a time; the link leaves the address."""
    assert page.url == f"{api.url}/me"
    expect(walk.title(page).first).to_have_text("Ms Ada Lindqvist")
    advisor = page.get_by_role("complementary")
    expect(advisor).to_contain_text("Giulia Ferrante")
    expect(advisor.get_by_role("link")).to_have_attribute("href", "tel:+33170363950")
    headings = page.get_by_role("article").get_by_role("heading")
    expect(headings).to_have_count(3)
    days = headings.all_inner_texts()
    assert days == ["Wednesday 13 January", "Saturday 16 January", "Wednesday 20 January"]
    expect(page.get_by_role("article").first).to_contain_text("14:00, Paris time")
    expect(page.get_by_text("12 place du Marché")).to_be_visible()
    past = page.locator(".past li")
    expect(past).to_have_count(5)
    walk.press(page, "Show earlier appointments")
    expect(past).to_have_count(7)
    expect(past.nth(5)).to_be_focused()
    page.reload()
    expect(past).to_have_count(5)


def test_an_appointment_is_moved_and_cancelled_here(page: Page, api: FakeApi) -> None:
    """The moves are those of a letter's link: what came of them stands with the appointment, and the focus is there."""
    page.get_by_role("article").nth(0).get_by_role("button", name="Choose another time").click()
    walk.pick_time(page, 1)
    walk.press(page, re.compile("^Move to"))
    expect(page.get_by_role("article").filter(has_text="has been moved").get_by_role("heading")).to_be_focused()
    last = page.get_by_role("article").last
    last.get_by_role("button", name="Cancel this appointment").click()
    walk.press(page, "Cancel the appointment")
    expect(last).to_contain_text("Your appointment is cancelled.")
    expect(page.get_by_role("article")).to_have_count(3)
    page.reload()
    expect(page.get_by_role("article")).to_have_count(2)


@pytest.mark.proof
def test_the_house_proposes_and_the_room_is_open(page: Page, api: FakeApi) -> None:
    """Her answer is given at the appointment itself, and its room opens without a token in any address."""
    video = page.get_by_role("article").nth(1)
    expect(video).to_contain_text("May we propose another time?")
    video.get_by_role("button", name="That suits me").click()
    moved = page.get_by_role("article").filter(has_text="has been moved")
    expect(moved.get_by_role("heading")).to_have_text("Sunday 17 January")
    moved.get_by_role("link", name="To the video room").click()
    expect(walk.title(page)).to_have_text("Your video appointment")
    assert "eyJ" not in page.url


def test_her_wishes(page: Page, api: FakeApi) -> None:
    """Marketing is never ticked for her; only her changes are sent; what changed elsewhere meanwhile loses none."""
    hers.unfold(page, "preferences")
    assert page.locator("[id$=-marketing]:checked").count() == 0
    page.locator("#whatsapp-marketing").check()
    page.get_by_label("Only what I ask for").check(force=True)
    api.house.moods.add("changed-elsewhere")
    walk.press(page, "Keep these wishes")
    expect(page.get_by_role("alert")).to_contain_text("changed elsewhere")
    expect(page.locator("#whatsapp-marketing")).to_be_checked()
    walk.press(page, "Keep these wishes")
    expect(page.locator(".result")).to_have_text("Thank you. We have noted your wishes.")
    said = {"channel": "whatsapp", "purpose": "marketing", "given": True, "text_version": "marketing-1.en"}
    assert api.house.posted[-1][2] == {
        "language": "en", "preferred_channel": None, "level": "on_request", "consents": [said],
    }  # fmt: skip
    page.get_by_label("Only about my appointments").check(force=True)
    expect(page.locator("#whatsapp-marketing")).to_be_disabled()
    page.locator("#language").select_option("it")
    walk.press(page, "Keep these wishes")
    expect(page.get_by_role("heading", name="Come Le scriviamo")).to_be_visible()


def test_mistakes_stand_under_their_fields(page: Page, api: FakeApi) -> None:
    """What cannot be is told where it is, by us before it is sent and by the house afterwards, and takes the focus."""
    hers.unfold(page, "preferences")
    page.locator("#email-service").uncheck()
    page.locator("#sms-service").uncheck()
    walk.press(page, "Keep these wishes")
    expect(page.locator("#email-service")).to_be_focused()
    expect(page.locator("#consents-error")).to_contain_text("one way to write to you")
    assert api.house.posted == []
    page.locator("#email-service").check()
    expect(page.locator("#consents-error")).to_have_count(0)
    page.get_by_role("group", name="Where we write first").get_by_label("E-mail").check(force=True)
    api.house.moods.add("refused")
    walk.press(page, "Keep these wishes")
    expect(page.locator("#preferred-error")).to_be_visible()
    hers.unfold(page, "delegates")
    assert violations(page) == []


@pytest.mark.proof
def test_who_acts_for_her(page: Page, api: FakeApi) -> None:
    """Somebody is named, written to again, and ended with a second press; what is missing is told under its field."""
    hers.unfold(page, "delegates")
    walk.press(page, "Write to this person")
    expect(page.locator("#delegate-name")).to_be_focused()
    page.locator("#delegate-name").fill("Tom Bauer")
    page.locator("#delegate-email").fill("tom@office.example")
    walk.press(page, "Write to this person")
    expect(page.get_by_text("We have written to Tom Bauer.")).to_be_visible()
    assert api.house.posted[-1][2] == {"name": {"full": "Tom Bauer"}, "email": "tom@office.example", "language": "en"}
    walk.press(page, "Write again")
    expect(page.locator(".people li").first).to_contain_text("We have written to Tom Bauer.")
    walk.press(page, "End this")
    assert [path for path, _, _ in api.house.posted if path.endswith("revoke")] == []
    walk.press(page, "End this now")
    expect(page.get_by_text("Tom Bauer no longer arranges for you.")).to_be_visible()
    assert [one["state"] for one in api.card.delegates] == ["revoked", "active"]


def test_whoever_acts_for_her_sees_no_more_than_is_needed(browser: Browsers, api: FakeApi) -> None:
    """A delegate's link opens the appointments alone: neither wishes nor other delegates are shown or asked for."""
    hers.arranged(api)
    page = browser.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    hers.visit(page, api, token(sub="d1", role="delegate"))
    expect(walk.title(page).first).to_have_text("On behalf of Ms Ada Lindqvist")
    expect(page.get_by_role("article")).to_have_count(3)
    expect(page.locator("details")).to_have_count(0)
    assert not any("delegates" in url for url in asked)


@pytest.mark.proof
def test_as_last_time(page: Page, api: FakeApi) -> None:
    """One sentence, and the widget with the hour to it; once booked it stands among what is coming."""
    said = "As last time: A visit to the boutique, Place Vendôme, with Giulia Ferrante."
    expect(page.get_by_text(said)).to_be_visible()
    walk.press(page, "Choose a time")
    walk.press(page, "Yes, as last time")
    walk.press(page, "Confirm")
    expect(page.locator(".visits article")).to_have_count(4)


@pytest.mark.proof
def test_nothing_is_arranged(browser: Browsers, api: FakeApi) -> None:
    """A slow house, nothing coming and nothing past: it is said, and the next step stands below. Nothing has moved."""
    api.house.delay = 0.2
    page = browser.page(390)
    hers.visit(page, api)
    expect(page.get_by_text("Nothing is arranged at the moment.")).to_be_visible()
    expect(page.get_by_role("heading", name="Earlier appointments")).to_have_count(0)
    expect(page.get_by_role("button", name="Choose what suits you")).to_be_visible()
    assert page.evaluate(_SHIFTS) < 0.01


@pytest.mark.proof
def test_a_link_that_is_over(browser: Browsers, api: FakeApi) -> None:
    """An expired link is told with the telephones, and the widget stands below; a silent house can be asked again."""
    page = browser.page(390)
    hers.visit(page, api, token(sub="c1", role="client", expired=True))
    expect(walk.title(page).first).to_have_text("This link is no longer valid")
    expect(page.get_by_role("link", name="+39 02 5550 0142")).to_be_visible()
    expect(page.get_by_role("heading", name="How may we receive you?")).to_be_visible()
    api.house.moods.add("silent")
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.goto(f"{api.url}/me#showroom={hers.SHE}")
    expect(page.get_by_role("alert")).to_contain_text("We cannot reach the boutique")
    api.house.moods.clear()
    walk.press(page, "Try again")
    expect(walk.title(page).first).to_have_text("Ms Ada Lindqvist")


def test_by_keyboard_alone(page: Page, api: FakeApi) -> None:
    """Tab, space and enter lead through an appointment, what is folded, and back."""
    reach(page, "^Cancel this appointment")
    page.keyboard.press("Enter")
    expect(walk.title(page)).to_have_text("Shall we cancel this appointment?")
    expect(walk.title(page)).to_be_focused()
    reach(page, "^Keep the appointment")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").first.get_by_role("heading")).to_be_focused()
    reach(page, "^How we write to you")
    page.keyboard.press("Enter")
    reach(page, "Maison Orsière may tell me here")
    page.keyboard.press("Space")
    expect(page.locator("#email-marketing")).to_be_checked()


@pytest.mark.proof
def test_it_prints_as_a_letter(page: Page) -> None:
    """On paper: who she is, whom to call, what is coming and what was; nothing to be pressed."""
    page.emulate_media(media="print")
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_role("complementary")).to_be_visible()
    assert page.locator(".letter button:visible").count() == 0


@pytest.mark.proof
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(browser: Browsers, api: FakeApi, language: str, width: int, scheme: str) -> None:
    """Every stop of every language at four widths, light and dark; and nothing runs out of the page."""
    page = browser.page(width, color_scheme=scheme, locale=language)
    found: list[str] = []

    def look(step: str) -> None:
        found.extend(f"{step}: {one}" for one in violations(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, step

    hers.stops(page, api, language, look)
    assert found == []


def test_the_letters_link_signs_her_in_when_she_presses(browser: Browsers, api: FakeApi) -> None:
    """Opening the page uses nothing; the link leaves the address; a refused access token is changed for the next."""
    hers.arranged(api)
    api.card.opening = {"a-link"}
    api.card.tokens = lambda entered: token(sub="c1", role="client", expired=entered == 1)
    page = browser.page(390)
    page.goto(f"{api.url}/me#signin=a-link")
    button = page.get_by_role("button", name="Open my page")
    expect(button).to_be_visible()
    assert page.url == f"{api.url}/me"
    assert violations(page) == []
    page.reload()
    assert api.card.entered == []
    button.click()
    expect(walk.title(page).first).to_have_text("Ms Ada Lindqvist")
    assert api.card.entered == ["/signin/link/use", "/signin/refresh"]
    keys = [key for path, key, _ in api.house.posted if path.startswith("/signin/")]
    assert len(set(keys)) == 2
    assert all(len(key) == 43 for key in keys)
    page.reload()
    expect(walk.title(page).first).to_have_text("Ms Ada Lindqvist")


def test_a_link_that_was_used_already_is_told(browser: Browsers, api: FakeApi) -> None:
    """She may telephone, or arrange an appointment as anybody may."""
    page = browser.page(390)
    page.goto(f"{api.url}/me#signin=used")
    page.get_by_role("button", name="Open my page").click()
    expect(walk.title(page).first).to_have_text("This link is no longer valid")


def test_she_asks_for_a_link(browser: Browsers, api: FakeApi) -> None:
    """Without a link her page has a form; what is no address is told at its field, and the answer names nobody."""
    page = browser.page(390)
    page.goto(f"{api.url}/me")
    email = page.locator("#ask-email")
    email.fill("ada")
    page.get_by_role("button", name="Send me a link").click()
    expect(email).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    email.fill("ada@example.com")
    email.press("Enter")
    expect(page.locator(".card").get_by_text("If this address is known to us")).to_be_visible()
    sent = [body for path, _, body in api.house.posted if path.endswith("/signin/link")]
    assert sent == [{"email": "ada@example.com"}]
