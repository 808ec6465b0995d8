"""The planner's console on the local stack: a presentation for 36, a list of 60, a party of three that waits."""

from __future__ import annotations

import csv
import json
import re
import secrets
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from infra.local.guests import COUNT, UNASKED, address
from infra.local.stack import Stack
from tests.browser.browsers import Browsers
from tests.browser.test_access import violations
from tests.browser.test_console import Boutique, enter

TITLE = "The emeralds of the Atlas"


@pytest.fixture(scope="module")
def boutique(bundles: None) -> Iterator[Boutique]:
    """One house for all tests of this file."""
    with Stack() as stack:
        yield Boutique(stack)


def occasions(browsers: Browsers, boutique: Boutique, who: str = "planner", **about: Any) -> Page:
    """Whoever it is, at the occasions of Paris."""
    page = enter(browsers, boutique, who, **about)
    choice = page.locator(".head .about select")
    if choice.count() > 1:
        choice.first.select_option("paris")
    tab = page.locator("nav .tab", has_text=re.compile("Occasions|Rencontres|المناسبات|催し"))
    tab.click()
    expect(page.locator(".events h1")).to_be_visible()
    return page


def drafted(page: Page, boutique: Boutique, title: str, days: int, places: int, start: datetime | None = None) -> None:
    """A presentation that Hélène Arnoux leads, as a draft."""
    page.get_by_role("button", name="Plan an occasion").click()
    page.get_by_label("Title, English", exact=True).fill(title)
    page.get_by_label("What guests read, English").fill("An hour with our gemmologist.")
    page.get_by_label("Leads").select_option("helene-arnoux")
    page.get_by_label("Day", exact=True).fill(str(start.date() if start else boutique.day + timedelta(days=days)))
    page.get_by_label("Begins at").fill(start.strftime("%H") if start else "19")
    page.get_by_label("Places", exact=True).fill(str(places))
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.locator(".result")).to_have_text("Kept as a draft. Nobody has been told yet.")


def published(page: Page) -> None:
    """It is open to guests."""
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("The time of Hélène Arnoux is taken")).to_be_visible()
    page.get_by_role("button", name="Publish and take these hours").click()
    expect(page.locator(".result")).to_have_text("Published. The hosts have been written to.")


def invitation(letter: dict[str, Any]) -> str:
    """The token of the invitation's link in a letter."""
    found = re.search(r"/event#([^\s\"&]+)", letter["text"])
    assert found, letter["text"]
    return found.group(1).removeprefix("token=")


def answer(boutique: Boutique, token: str, act: str, body: dict[str, Any]) -> dict[str, Any]:
    """What a guest answers by her link."""
    request = urllib.request.Request(
        f"{boutique.url}/v1/invitation/{act}",
        json.dumps(body).encode(),
        {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": secrets.token_urlsafe(24),
        },
    )
    with urllib.request.urlopen(request) as told:
        return dict(json.load(told))


@pytest.mark.proof
def test_a_presentation_for_thirty_six(browser: Browsers, boutique: Boutique) -> None:
    """Sixty are on the list and 58 may be invited; 35 say yes, a party of three waits whole, and is offered whole."""
    with urllib.request.urlopen(f"{boutique.url}/demo/guests.csv?boutique=paris") as listed:
        guests = listed.read()
    page = occasions(browser, boutique)
    drafted(page, boutique, TITLE, 14, 36)
    published(page)

    page.get_by_role("button", name="Invite", exact=True).click()
    page.locator("#csv").set_input_files({"name": "guests.csv", "mimeType": "text/csv", "buffer": guests})
    page.get_by_role("button", name="See what would happen").click()
    willing = COUNT - len(UNASKED)
    expect(page.get_by_text(f"{willing} to be invited, 0 invited already, {len(UNASKED)} refused")).to_be_visible()
    page.get_by_label("Only what was refused").check()
    expect(page.locator(".report tbody tr")).to_have_count(len(UNASKED))
    expect(page.locator(".report tbody tr").first).to_contain_text("has not allowed the house to invite")
    page.get_by_role("button", name=f"Invite {willing} guests").click()
    expect(page.locator(".result")).to_contain_text(f"{willing} invited", timeout=30_000)
    page.get_by_role("button", name=f"Send {willing} letters").click()
    page.get_by_role("button", name=f"Yes, write to {willing} guests now").click()
    expect(page.locator(".result")).to_have_text(f"{willing} letters on the way.", timeout=30_000)
    expect(page.get_by_text("Every letter has been sent.")).to_be_visible()

    boutique.stack.advance("1d")
    by = {one["to"].split("<")[-1].rstrip(">"): one for one in boutique.stack.mailbox() if "/event#" in one["text"]}
    links = [invitation(by[address(n)]) for n in range(COUNT) if n not in UNASKED]
    assert len(links) == willing
    for token in links[:35]:
        assert answer(boutique, token, "accept", {"party": 1})["state"] == "accepted"
    three = {"party": 3, "companions": [{"given": "Marc", "family": "Hart"}]}
    assert answer(boutique, links[40], "accept", three)["state"] == "waitlisted"

    # A day later she signs in anew.
    page = occasions(browser, boutique)
    page.get_by_role("button", name=TITLE).click()
    page.get_by_role("button", name=re.compile("^Waiting list")).click()
    waiting = page.locator(".queue > li")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("3 together · with Marc Hart · 1 name to come")
    expect(page.locator(".figure.accepted").first).to_have_text("35 have accepted")
    expect(page.locator(".figure.waiting").first).to_have_text("3 waiting")
    waiting.get_by_role("button", name="Offer a place now").click()
    expect(page.locator(".said .notice")).to_contain_text("There is no place for the whole party now.")
    for token in links[:2]:
        answer(boutique, token, "cancel", {})
    boutique.stack.advance("2m")
    expect(page.locator(".figure.offered").first).to_have_text("3 offered", timeout=25_000)
    assert answer(boutique, links[40], "offer", {"accept": True})["state"] == "accepted"
    page.get_by_role("button", name=re.compile("^Guests")).click()
    expect(page.locator(".figure.accepted").first).to_have_text("36 have accepted")
    page.get_by_label("Answer").select_option("accepted")
    expect(page.locator(".shown")).to_have_text(f"34 of {willing} guests")
    page.get_by_label("Name", exact=True).fill("hart")
    expect(page.locator(".guests > li")).to_have_count(1)
    assert violations(page) == []


@pytest.mark.proof
def test_what_is_meant_is_told_before_the_press(browser: Browsers, boutique: Boutique) -> None:
    """Errors beside their fields, a host who is not free by name, more places, another hour, closed, called off."""
    page = occasions(browser, boutique)
    drafted(page, boutique, "An evening of unset stones", 21, 30)
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("Title, English", exact=True).fill(" ")
    page.locator("[id='cutoff.day']").fill(str(boutique.day + timedelta(days=30)))
    page.locator("#cutoff").fill("12")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("Please write a title in this language.")).to_be_visible()
    expect(page.get_by_label("Title, English", exact=True)).to_be_focused()
    page.get_by_label("Title, English", exact=True).fill("An evening of unset stones")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("This must lie before the beginning.")).to_be_visible()
    page.locator("[id='cutoff.day']").fill(str(boutique.day + timedelta(days=20)))
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.locator(".result")).to_have_text("Changed.")
    published(page)

    page.get_by_role("button", name="All occasions").click()
    drafted(page, boutique, "At the same hour", 21, 10)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish and take these hours").click()
    expect(page.locator(".said .notice")).to_contain_text("Hélène Arnoux: not free then.")
    page.get_by_role("button", name="Leave it as it is").click()
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_label("Day", exact=True).fill(str(boutique.day + timedelta(days=22)))
    page.get_by_role("button", name=re.compile("^Move to ")).click()
    expect(page.locator(".result")).to_contain_text("It now begins")
    published(page)
    page.get_by_role("button", name="Change the places").click()
    page.get_by_label("Places", exact=True).fill("14")
    expect(page.get_by_text("4 places more, free at once.")).to_be_visible()
    page.get_by_role("button", name="Set to 14 places").click()
    expect(page.locator(".result")).to_have_text("There are now 14 places.")
    page.get_by_role("button", name="Take nobody new").click()
    expect(page.locator("h1 .mark")).to_have_text("Closed to new guests")
    page.get_by_role("button", name="Call off").click()
    expect(
        page.get_by_text("No guest has to be written to, and the time of Hélène Arnoux is free at once.")
    ).to_be_visible()
    assert violations(page) == []
    page.locator(".asked").get_by_role("button", name="Call off").click()
    expect(page.locator("h1 .mark")).to_have_text("Called off")
    expect(page.get_by_role("button", name="Call off")).to_have_count(0)


@pytest.mark.proof
def test_a_list_to_take_along_and_the_hours_of_tiers(browser: Browsers, boutique: Boutique) -> None:
    """What is shown is saved as a file without a formula in it; a tier with an hour is written to by itself then."""
    page = occasions(browser, boutique)
    drafted(page, boutique, "A list to take along", 28, 20)
    published(page)
    page.get_by_role("button", name="Invite", exact=True).click()
    with urllib.request.urlopen(f"{boutique.url}/demo/guests.csv?boutique=paris") as listed:
        guests = b"".join(listed.read().splitlines(keepends=True)[:7])
    page.locator("#csv").set_input_files({"name": "guests.csv", "mimeType": "text/csv", "buffer": guests})
    page.get_by_role("button", name="See what would happen").click()
    page.get_by_role("button", name=re.compile(r"^Invite \d+ guests$")).click()
    expect(page.locator(".result")).to_contain_text("invited", timeout=30_000)

    tier = page.get_by_role("group", name="Tier 2")
    tier.get_by_label("Day").fill(str(boutique.day + timedelta(days=7)))
    page.get_by_role("button", name="Keep these hours").click()
    expect(tier).to_contain_text("Please write both the day and the hour, or neither.")
    tier.get_by_label("Hour").fill("10")
    page.get_by_role("button", name="Keep these hours").click()
    expect(page.locator(".result")).to_have_text("The hours are kept.")
    expect(tier).to_contain_text("Leaves by itself Thursday")
    expect(tier.get_by_label("Hour")).to_have_value("10:00")
    tier.get_by_label("Day").fill(str(boutique.day + timedelta(days=60)))
    page.get_by_role("button", name="Keep these hours").click()
    expect(page.locator(".said .notice")).to_contain_text("before the last hour for answers")
    assert violations(page) == []

    page.get_by_role("button", name=re.compile("^Guests")).click()
    lines = page.locator(".guests > li")
    expect(lines.first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save this list (CSV)").click()
    assert saved.value.suggested_filename == "A-list-to-take-along.csv"
    table = list(csv.reader(saved.value.path().read_text("utf-8-sig").splitlines()))
    assert len(table) == lines.count() + 1
    assert table[0][:3] == ["Name", "Answer", "Advisor"]
    assert [row[0] for row in table[1:]] == [one.inner_text() for one in lines.locator(".name").all()]


@pytest.mark.proof
def test_the_run_of_show(browser: Browsers, boutique: Boutique) -> None:
    """Two cues of one person at once are marked; the others are begun and ended by presses, which say when."""
    page = occasions(browser, boutique)
    with urllib.request.urlopen(f"{boutique.url}/v1/maison") as told:
        now = parsedate_to_datetime(told.headers["Date"])
    start = (now + timedelta(hours=20)).astimezone(ZoneInfo("Europe/Paris")).replace(minute=0)
    drafted(page, boutique, "The run of an evening", 0, 8, start)
    published(page)
    page.get_by_role("button", name="Run of show").click()
    page.get_by_role("button", name="Write the run of show").click()
    page.get_by_label("What happens").fill("Doors")
    page.get_by_role("button", name="One more line").click()
    page.get_by_label("What happens").last.fill("Welcome")
    page.get_by_label("From the beginning").last.fill("-25")
    page.get_by_role("button", name="Keep the run of show").click()
    expect(page.get_by_text("Sees to something else at that time")).to_be_visible()
    page.get_by_label("From the beginning").last.fill("0")
    assert violations(page) == []
    page.get_by_role("button", name="Keep the run of show").click()
    expect(page.locator(".result")).to_have_text("The run of show is kept.")
    cues = page.locator(".cues > li")
    expect(cues).to_have_count(2)
    expect(cues.first).to_contain_text(f"{start - timedelta(minutes=30):%H:%M}")
    cues.first.get_by_role("button", name="It begins").click()
    expect(cues.first.locator(".mark")).to_have_text("On")
    cues.first.get_by_role("button", name="It is done").click()
    expect(cues.first.locator(".mark")).to_have_text("Done")
    page.get_by_role("button", name="Hold the beginning").click()
    page.get_by_role("button", name="Hold it now").click()
    expect(page.get_by_text("holds the beginning: Guests are still coming in.")).to_be_visible()
    page.get_by_role("button", name="Begin all the same").click()
    expect(page.get_by_text("holds the beginning")).to_have_count(0)
    page.get_by_role("button", name="Attendance").click()
    expect(page.locator(".report tbody tr").first).to_contain_text("All")
    assert violations(page) == []


@pytest.mark.proof
@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1280, "light"), ("ar", 768, "dark"), ("ja", 390, "light")]
)
def test_occasions_are_for_everybody(
    browser: Browsers, boutique: Boutique, language: str, width: int, scheme: str
) -> None:
    """The board, the form, and each part of an occasion: no violation, nothing cut off; an advisor only reads."""
    drafted(occasions(browser, boutique), boutique, f"For everybody, {language}", 40 + width % 7, 12)

    def clean(page: Page) -> None:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page = occasions(browser, boutique, width=width, locale=language, color_scheme=scheme)
    expect(page.locator(".board > li").first).to_be_visible()
    clean(page)
    page.locator(".events .tools .second").click()
    expect(page.locator(".sitting")).to_be_visible()
    clean(page)
    page.locator(".events .bar .plain").click()
    page.locator(".board .name").first.click()
    for part in range(page.locator(".parts .tab").count()):
        page.locator(".parts .tab").nth(part).click()
        clean(page)
    hers = occasions(browser, boutique, "baptiste-lemoine", locale=language)
    expect(hers.locator(".board > li").first).to_be_visible()
    expect(hers.locator(".events .tools .second")).to_have_count(0)
    hers.locator(".board .name").first.click()
    expect(hers.locator(".one h1")).to_be_visible()
    expect(hers.locator(".acts-of button")).to_have_count(0)
    clean(hers)
