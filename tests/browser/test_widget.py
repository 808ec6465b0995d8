"""The widget's four steps, as a client walks them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token

EVENTS = """() => {
  window.heard = [];
  for (const name of ["ready", "step", "booked", "error"])
    document.addEventListener(`showroom:${name}`, (event) => window.heard.push([name, event.detail]));
}"""


def stored(page: Page) -> str:
    """Everything the tab has kept."""
    return str(page.evaluate("JSON.stringify({...sessionStorage}) + JSON.stringify({...localStorage})"))


def test_a_stranger_books_a_visit(browser: Browsers, api: FakeApi) -> None:
    """Four steps lead to a kept hour; what is posted is what was chosen, under one key."""
    page = browser.page()
    page.goto(api.url)
    time = walk.book(page)
    expect(page.locator(".card")).to_contain_text(f"{time}, Paris time")
    expect(page.locator(".card")).to_contain_text("Until 10:30 this hour is kept")
    expect(walk.title(page)).to_be_focused()
    ((_, key, body),) = [sent for sent in api.house.posted if sent[0] == "/bookings"]
    assert len(key) >= 22
    assert body["client"] == {"name": {"given": "Ada", "family": "Lindqvist"}, "email": "ada@example.com"}
    assert body["language"] == body["advisor_language"] == "en"
    assert body["party"] == {"adults": 1, "children": 0}
    assert body["client_zone"] == "Europe/Paris"


def test_nothing_of_her_is_left_after_success(browser: Browsers, api: FakeApi) -> None:
    """The draft with her name and address is gone; a reload shows the card again, read from the house."""
    page = browser.page()
    page.goto(api.url)
    walk.to_confirm(page)
    assert "ada@example.com" in stored(page)
    walk.press(page, "Keep this hour")
    expect(walk.title(page)).to_have_text("We have written to you")
    assert "Ada" not in stored(page)
    assert "ada@" not in stored(page)
    page.reload()
    expect(walk.title(page)).to_have_text("We have written to you")


@pytest.mark.proof
def test_the_card_follows_the_letter(browser: Browsers, api: FakeApi) -> None:
    """When the link was used in another tab, coming back shows the confirmed appointment."""
    page = browser.page()
    page.goto(api.url)
    walk.book(page)
    booking = next(iter(api.house.bookings.values()))
    api.house.act(booking["id"], "confirm", {}, None, "k")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(walk.title(page)).to_have_text("We look forward to receiving you")
    with page.expect_download() as download:
        walk.press(page, "Add to calendar")
    assert download.value.suggested_filename == "appointment.ics"


def test_the_card_moves_the_appointment(browser: Browsers, api: FakeApi) -> None:
    """Change on the card reschedules with the version that is shown, and keeps the id."""
    page = browser.page()
    page.goto(api.url)
    walk.book(page)
    (booking,) = api.house.bookings.values()
    before = booking["start"]
    walk.press(page, "Change")
    expect(walk.title(page)).to_have_text("Which time would suit you better?")
    walk.pick_time(page, 2)
    walk.press(page, re.compile("^Move to"))
    expect(page.locator(".card")).to_be_visible()
    assert booking["start"] != before
    assert booking["version"] == 2


def test_nothing_typed_is_lost_on_reload_and_back(browser: Browsers, api: FakeApi) -> None:
    """A reload at the details keeps the step and every field; so does going back and forth."""
    page = browser.page()
    page.goto(api.url)
    walk.to_details(page)
    walk.fill(page)
    page.get_by_text("Tell us more").click()
    page.get_by_label("A note for your advisor").fill("Emeralds.\nNothing yellow.")
    page.reload()
    expect(page.get_by_label("E-mail")).to_have_value("ada@example.com")
    walk.press(page, "Back")
    expect(walk.title(page)).to_have_text("When would suit you?")
    walk.press(page, "Continue to your details")
    page.get_by_text("Tell us more").click()
    expect(page.get_by_label("A note for your advisor")).to_have_value("Emeralds.\nNothing yellow.")


def test_changing_the_language_keeps_everything(browser: Browsers, api: FakeApi) -> None:
    """The page's language may change at any time: words change, fields do not."""
    page = browser.page()
    page.goto(api.url)
    walk.to_details(page)
    walk.fill(page)
    page.evaluate("document.querySelector('showroom-booking').lang = 'it'")
    expect(walk.title(page)).to_have_text("Come possiamo rivolgerci a Lei?")
    expect(page.get_by_label("Cognome")).to_have_value("Lindqvist")


@pytest.mark.proof
def test_italian_from_the_first_word(browser: Browsers, api: FakeApi) -> None:
    """`lang="it"` loads one catalogue, and dates and cities are Italian."""
    page = browser.page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{api.url}/?lang=it&experience=visit&boutique=milan")
    expect(walk.title(page)).to_have_text("Quando preferisce?")
    expect(page.get_by_text("ora di Milano")).to_be_visible()
    expect(page.locator(".hours > .serif")).to_contain_text("gennaio")
    assert sum("/assets/it-" in url for url in loaded) == 1
    assert not any("/assets/en-" in url for url in loaded)


@pytest.mark.proof
def test_video_leads_with_her_own_clock(browser: Browsers, api: FakeApi) -> None:
    """From Tokyo, a Paris video shows Tokyo's hours and days, and Paris beneath with its day where it differs."""
    page = browser.page(zone="Asia/Tokyo")
    page.goto(f"{api.url}/?experience=first-video&boutique=paris")
    expect(page.get_by_text("Times are on your own clock, with Paris time beneath.")).to_be_visible()
    expect(page.locator(".hours .choice").first).to_be_visible()
    texts = page.locator(".hours .choice").all_inner_texts()
    assert "18:00\n10:00 in Paris" in texts
    page.locator(".day").nth(1).locator("input").check(force=True)
    expect(page.locator(".hours .choice").filter(has_text="Tuesday")).to_have_count(2)
    late = [text for text in page.locator(".hours .choice").all_inner_texts() if "Tuesday" in text]
    assert late == ["00:30\nTuesday 16:30 in Paris", "02:00\nTuesday 18:00 in Paris"]


@pytest.mark.proof
def test_a_visit_shows_the_place_s_clock_only(browser: Browsers, api: FakeApi) -> None:
    """From New York, a visit in Milan is on Milan's clock, named once, and no offset is to be seen."""
    page = browser.page(zone="America/New_York")
    page.goto(f"{api.url}/?experience=visit&boutique=milan")
    expect(page.get_by_text("Milan time")).to_have_count(1)
    words = page.locator(".root").first.inner_text()
    assert not re.search(r"GMT|UTC|[+-]\d\d:?\d\d|\bCET\b", words)
    assert "10:00" in words


@pytest.mark.proof
def test_a_known_client_is_not_asked_who_she_is(browser: Browsers, api: FakeApi) -> None:
    """A personal link shows her advisor's hours first, asks for no contact and is confirmed at once."""
    page = browser.page()
    page.goto(f"{api.url}/#showroom={token(sub='c1', role='client')}")
    expect(walk.title(page)).to_contain_text("It is a pleasure to see you again")
    assert "showroom=" not in page.url
    walk.to_times(page, "A conversation by video")
    expect(page.get_by_label("Only with Giulia Ferrante")).to_be_checked()
    walk.pick_time(page)
    walk.press(page, "Continue")
    expect(page.get_by_label("E-mail")).to_have_count(0)
    walk.press(page, "Continue")
    walk.press(page, "Confirm")
    expect(walk.title(page)).to_have_text("We look forward to seeing you")
    ((_, _, body),) = [sent for sent in api.house.posted if sent[0] == "/bookings"]
    assert "client" not in body
    assert not [sent for sent in api.house.posted if sent[0] == "/visitors"]


def test_a_visitor_s_token_is_fetched_late(browser: Browsers, api: FakeApi) -> None:
    """Looking is anonymous; only the booking asks for a visitor's token, once."""
    page = browser.page()
    page.goto(api.url)
    walk.to_confirm(page)
    assert api.house.posted == []
    walk.press(page, "Keep this hour")
    expect(walk.title(page)).to_have_text("We have written to you")
    assert [path for path, _, _ in api.house.posted] == ["/visitors", "/bookings"]


def test_events_tell_the_page_and_no_secret(browser: Browsers, api: FakeApi) -> None:
    """ready, step and booked reach the page across the shadow boundary; nothing personal is in them."""
    page = browser.page()
    page.add_init_script(f"({EVENTS})()")
    page.goto(api.url)
    walk.book(page)
    heard = page.evaluate("window.heard")
    assert "ready" in {name for name, _ in heard}
    assert [detail["number"] for name, detail in heard if name == "step"][-3:] == [2, 3, 4]
    (booked,) = [detail for name, detail in heard if name == "booked"]
    assert set(booked) == {"id", "state", "start", "experience", "boutique"}
    assert "ada" not in str(heard).lower()


@pytest.mark.parametrize("attributes", ["experience=visit&boutique=paris", "experience=at-home", "boutique=milan"])
def test_what_the_page_prefills_is_not_asked(browser: Browsers, api: FakeApi, attributes: str) -> None:
    """Attributes skip what they answer."""
    page = browser.page()
    page.goto(f"{api.url}/?{attributes}&given-name=Ada&postal-code=75008")
    expected = {
        "experience=visit&boutique=paris": "When would suit you?",
        "experience=at-home": "Where may we call on you?",
        "boutique=milan": "How may we receive you?",
    }
    expect(walk.title(page)).to_have_text(expected[attributes])
    assert page.get_by_role("button", name="Back").count() == 0


def test_a_home_visit_is_requested(browser: Browsers, api: FakeApi) -> None:
    """The postal code is checked first; the address is asked once; the end says who will answer and by when."""
    page = browser.page()
    page.goto(f"{api.url}/?experience=at-home")
    page.get_by_label("Postal code").fill("75008")
    walk.press(page, "Choose a time")
    walk.pick_time(page)
    walk.press(page, "Continue to your details")
    walk.fill(page, Street_and_number="12 rue de la Paix", Town="Paris", How_to_come_in="Ring twice")
    page.get_by_label("A hotel", exact=True).check(force=True)
    walk.press(page, "Continue")
    expect(walk.title(page)).to_have_text("Shall we ask for this visit?")
    expect(page.get_by_text("up to one day before")).to_be_visible()
    walk.press(page, "Request this visit")
    expect(walk.title(page)).to_have_text("Your request is with us")
    (body,) = [sent for path, _, sent in api.house.posted if path == "/bookings"]
    assert body["address"] == {
        "lines": ["12 rue de la Paix"],
        "postal_code": "75008",
        "city": "Paris",
        "country": "FR",
        "kind": "hotel",
        "entry_notes": "Ring twice",
    }


def test_optional_wishes_are_sent(browser: Browsers, api: FakeApi) -> None:
    """Companions, a surprise, somebody else, access, a note and interests: each in its own field."""
    page = browser.page()
    page.goto(f"{api.url}/?experience=visit&boutique=paris&interests=Watches, bridal: Engagement rings")
    walk.pick_time(page)
    walk.press(page, "Continue to your details")
    walk.fill(page)
    page.get_by_text("Tell us more").click()
    page.get_by_label("Engagement rings").check(force=True)
    page.get_by_label("Adults, yourself included").select_option("2")
    page.get_by_label("This is a surprise: please contact only me").check()
    page.get_by_label("I am arranging this for someone else").check()
    page.get_by_label("Whom may we expect?").fill("Björk Guðmundsdóttir")
    page.get_by_label("Access and comfort").fill("No steps, please.")
    walk.press(page, "Continue")
    walk.press(page, "Keep this hour")
    expect(walk.title(page)).to_have_text("We have written to you")
    (body,) = [sent for path, _, sent in api.house.posted if path == "/bookings"]
    assert body["interests"] == ["bridal"]
    assert body["party"] == {"adults": 2, "children": 0}
    assert body["surprise"] is True
    assert body["on_behalf_of"] == "Björk Guðmundsdóttir"
    assert body["access_needs"] == "No steps, please."
    assert "note" not in body


@pytest.mark.proof
def test_a_single_name_is_enough(browser: Browsers, api: FakeApi) -> None:
    """A mononym is one field, and is sent as the full name."""
    page = browser.page()
    page.goto(api.url)
    walk.to_details(page)
    walk.press(page, "I use a single name")
    page.get_by_label("Your name").fill("Sukarno")
    page.get_by_label("E-mail").fill("s@example.com")
    walk.press(page, "Continue")
    walk.press(page, "Keep this hour")
    expect(walk.title(page)).to_have_text("We have written to you")
    (body,) = [sent for path, _, sent in api.house.posted if path == "/bookings"]
    assert body["client"] == {"name": {"full": "Sukarno"}, "email": "s@example.com"}
