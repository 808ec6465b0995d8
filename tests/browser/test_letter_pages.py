"""The pages behind a letter's links: GET shows, POST acts, and the telephone is always there."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token
from tests.browser.hers import proposed

CLIENT = {"name": {"given": "Ada", "family": "Lindqvist"}, "email": "ada@example.com", "telephone": "+46701740605"}


def booked(api: FakeApi, experience: str, known: bool = False, language: str = "en") -> dict[str, Any]:
    """A booking with everything private in it."""
    starts = [
        s
        for day in api.house.availability("paris", {"from": "2027-01-13", "days": "7"}, False)["days"]
        for s in day["starts"]
    ]
    body = {
        "experience": experience,
        "boutique": "paris",
        "start": starts[0]["start"],
        "language": language,
        "party": {"adults": 1, "children": 0},
        "client": CLIENT,
        "note": "Emeralds",
        "address": {"lines": ["12 rue de la Paix"]},
    }
    return api.house.book(f"key-{experience}-{known}", body, known)


def visit(page: Page, api: FakeApi, name: str, booking: str, who: str = "guest", **claims: Any) -> None:
    """Open a letter's link."""
    page.goto(f"{api.url}/{name}#{token(sub=booking, who=who, **claims)}")
    expect(walk.title(page)).to_be_visible()


def posts(api: FakeApi) -> list[str]:
    """The last part of every POST's path."""
    return [path.rsplit("/", 1)[-1] for path, _, _ in api.house.posted]


def test_opening_confirms_nothing(browser: Browsers, api: FakeApi) -> None:
    """A mail scanner that opens the page changes nothing; her press does, once."""
    booking = booked(api, "visit")
    page = browser.page(390)
    visit(page, api, "manage", booking["id"])
    expect(page.get_by_text("May we confirm it?")).to_be_visible()
    assert posts(api) == []
    # Both presses before any answer: the second of a mouse could fall on the page that follows, and take the focus.
    page.get_by_role("button", name="Confirm this appointment").evaluate("(it) => { it.click(); it.click(); }")
    expect(page.get_by_text("Your appointment is confirmed.")).to_be_visible()
    expect(walk.title(page)).to_be_focused()
    assert posts(api) == ["confirm"]


def test_a_link_shows_nothing_private(browser: Browsers, api: FakeApi) -> None:
    """Neither page of a guest's link shows or fetches her address, telephone, e-mail or notes."""
    booking = booked(api, "first-video", known=True)
    page = browser.page()
    got: list[str] = []
    page.on("response", lambda answer: got.append(answer.text()) if "/v1/bookings" in answer.url else None)
    for name in ("manage", "room"):
        page.goto("about:blank")
        visit(page, api, name, booking["id"])
        for private in ("ada@example.com", "701740605", "rue de la Paix", "Emeralds", "Lindqvist"):
            expect(page.locator("body")).not_to_contain_text(private)
            assert not any(private in text for text in got)


def test_changing_the_time(browser: Browsers, api: FakeApi) -> None:
    """Another time, taken meanwhile, and yet another."""
    booking = booked(api, "first-video", known=True)
    page = browser.page(390)
    visit(page, api, "manage", booking["id"])
    walk.press(page, "Choose another time")
    walk.pick_time(page, 1)
    api.house.moods.add("taken")
    walk.press(page, re.compile("^Move to"))
    expect(page.get_by_role("alert")).to_contain_text("just been taken")
    page.locator(".notice .choice input").first.check(force=True)
    walk.press(page, re.compile("^Move to"))
    expect(page.get_by_text("has been moved")).to_be_visible()
    assert booking["version"] == 2


@pytest.mark.parametrize("suits", [True, False])
def test_moved_by_the_house(browser: Browsers, api: FakeApi, suits: bool) -> None:
    """Old and new with two answers: one moves it, the other leads on to the times. Opening it answers nothing."""
    booking = booked(api, "first-video", known=True)
    later = {name: (datetime.fromisoformat(booking[name]) + timedelta(days=1)).isoformat() for name in ("start", "end")}
    booking["proposals"] = [proposed(booking, later, booking["start"])]
    booking["can"] = [*booking["can"], "answer"]
    page = browser.page(390)
    visit(page, api, "manage", booking["id"])
    expect(walk.title(page)).to_have_text("May we propose another time?")
    expect(page.get_by_text("The time agreed")).to_be_visible()
    assert posts(api) == []
    walk.press(page, "That suits me" if suits else "Another time")
    if suits:
        expect(page.get_by_text("has been moved")).to_be_visible()
        assert booking["start"] == later["start"]
    else:
        expect(walk.title(page)).to_have_text("Which time would suit you better?")
    assert api.house.posted[-1][2] == {"answer": "suits" if suits else "another"}


def test_it_must_move_and_three_times_are_proposed(browser: Browsers, api: FakeApi) -> None:
    """Each has its own "That suits me"; the one that is pressed is named; nothing looks forward to the old time."""
    booking = booked(api, "first-video", known=True)
    days = [
        {name: (datetime.fromisoformat(booking[name]) + timedelta(days=n)).isoformat() for name in ("start", "end")}
        for n in (1, 2, 3)
    ]
    booking["proposals"] = [proposed(booking, when, booking["start"], n) for n, when in enumerate(days, 1)]
    booking.update(to_be_moved=True, can=[*booking["can"], "answer"])
    page = browser.page(390)
    visit(page, api, "manage", booking["id"])
    expect(walk.title(page)).to_have_text("Our appointment needs another time")
    expect(page.get_by_role("button", name="That suits me")).to_have_count(3)
    page.get_by_role("button", name="That suits me").nth(1).click()
    expect(page.get_by_text("has been moved")).to_be_visible()
    assert booking["start"] == days[1]["start"]
    assert api.house.posted[-1][2] == {"answer": "suits", "number": 2}


def test_one_of_the_times_kept_for_her(browser: Browsers, api: FakeApi) -> None:
    """Options are a question and no appointment: one press on one of them, named by its number."""
    booking = booked(api, "first-video", known=True)
    when = {name: booking[name] for name in ("start", "end")}
    booking["proposals"] = [proposed(booking, when, booking["start"], n) for n in (1, 2)]
    booking.update(state="held", can=["cancel", "answer"])
    page = browser.page(390)
    visit(page, api, "manage", booking["id"])
    expect(walk.title(page)).to_have_text("Which of these times suits you?")
    expect(page.get_by_text("The time agreed")).to_have_count(0)
    page.get_by_role("button", name="That suits me").nth(1).click()
    expect(walk.title(page)).not_to_have_text("Which of these times suits you?")
    assert api.house.posted[-1][2] == {"answer": "suits", "number": 2}


def test_running_late(browser: Browsers, api: FakeApi) -> None:
    """A button in its hour, five choices, and the advisor knows."""
    booking = booked(api, "first-video", known=True)
    booking["can"] = [*booking["can"], "late"]
    page = browser.page(390)
    visit(page, api, "manage", booking["id"])
    walk.press(page, "I am running late")
    page.get_by_label("20 minutes").check(force=True)
    walk.press(page, "Tell my advisor")
    expect(page.get_by_text("you will be about 20 minutes late")).to_be_visible()
    assert api.house.posted[-1][2] == {"minutes": 20}


def test_cancelling_tells_the_policy(browser: Browsers, api: FakeApi) -> None:
    """The policy in one sentence first; keeping it is one press; cancelling says so."""
    booking = booked(api, "first-video", known=True)
    page = browser.page()
    visit(page, api, "manage", booking["id"])
    walk.press(page, "Cancel this appointment")
    expect(page.get_by_text("up to one day before")).to_be_visible()
    walk.press(page, "Keep the appointment")
    walk.press(page, "Cancel this appointment")
    walk.press(page, "Cancel the appointment")
    expect(page.get_by_text("Your appointment is cancelled.")).to_be_visible()
    page.reload()
    expect(walk.title(page)).to_have_text("This appointment is cancelled")
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)


@pytest.mark.proof
def test_a_late_cancellation_is_taken_kindly(browser: Browsers, api: FakeApi) -> None:
    """Past the policy's hour it is told kindly and still taken; where the telephone is asked for, it stands there."""
    booking = booked(api, "first-video", known=True)
    page = browser.page()
    booking["policy"]["cancel_until"] = (api.house.now - timedelta(hours=1)).isoformat()
    visit(page, api, "manage", booking["id"])
    walk.press(page, "Cancel this appointment")
    expect(page.get_by_text("has prepared for you")).to_be_visible()
    booking["can"] = []
    page.reload()
    expect(page.get_by_text("Please telephone us to cancel.")).to_be_visible()
    expect(page.get_by_role("link", name="+33 1 70 36 39 50")).to_be_visible()


def test_a_hold_that_has_lapsed(browser: Browsers, api: FakeApi) -> None:
    """Confirmed too late: an apology, free times near it and the telephone."""
    booking = booked(api, "visit")
    page = browser.page()
    visit(page, api, "manage", booking["id"])
    api.house.moods.add("lapsed")
    walk.press(page, "Confirm this appointment")
    expect(page.get_by_text("We are sorry").first).to_be_visible()
    expect(page.locator(".free li").first).to_contain_text("Paris time")
    expect(page.get_by_role("link", name="+33 1 70 36 39 50").first).to_be_visible()


@pytest.mark.parametrize("booking", ["99999", ""])
def test_a_link_that_is_over(browser: Browsers, api: FakeApi, booking: str) -> None:
    """An expired, unknown or missing link leads to the telephones."""
    page = browser.page()
    page.goto(f"{api.url}/manage#{token(sub=booking, who='guest', expired=True)}" if booking else f"{api.url}/manage")
    expect(page.get_by_text("telephone the boutique")).to_be_visible()
    expect(page.get_by_role("link", name="+39 02 5550 0142")).to_be_visible()


def test_the_advisor_answers(browser: Browsers, api: FakeApi) -> None:
    """The advisor's link shows the request and until when; confirming says what follows."""
    booking = booked(api, "at-home")
    page = browser.page(390)
    visit(page, api, "manage", booking["id"], "host")
    expect(walk.title(page)).to_have_text("A request for you")
    assert posts(api) == []
    walk.press(page, "Confirm this appointment")
    expect(page.get_by_text("Confirmed. The client has been written to.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("This appointment is confirmed.")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


@pytest.mark.proof
def test_the_advisor_declines(browser: Browsers, api: FakeApi) -> None:
    """Declining asks why, in three choices, and says that the client is told."""
    booking = booked(api, "at-home")
    page = browser.page()
    visit(page, api, "manage", booking["id"], "host")
    walk.press(page, "Decline")
    page.get_by_label("It cannot be arranged").check(force=True)
    walk.press(page, "Decline the request")
    expect(page.get_by_text("Declined. The client has been written to.")).to_be_visible()
    assert api.house.posted[-1][2] == {"reason": "not_possible"}


@pytest.mark.proof
def test_the_letter_s_language(browser: Browsers, api: FakeApi) -> None:
    """The page speaks the language of the booking, whatever the browser prefers."""
    booking = booked(api, "visit", language="it")
    page = browser.page()
    visit(page, api, "manage", booking["id"])
    expect(page.get_by_role("button", name="Confermare l’appuntamento")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "it"
