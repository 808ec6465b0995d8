"""The console's pictures for docs/screenshots: a Thursday in Paris, made anew in the local stack."""

from __future__ import annotations

import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import FloatRect, Page, expect

from infra.local.advance import advance
from infra.local.stack import Stack
from tests.browser.browsers import Browsers
from tests.browser.fakedinner import FakeDinner
from tests.browser.test_console import Boutique, enter

CLIENTS = (
    ("visit", "fr", "Madame", "Camille", "de la Rochefoucauld", "The emerald pieces, and her mother's bracelet.", ""),
    ("visit", "it", "Signora", "Elena", "Moretti", "", "A wheelchair; the side entrance, please."),
    ("telephone", "en", "Ms", "Ada", "Lindqvist", "Prefers to be called after six.", ""),
    ("visit", "ja", "", "花子", "山田", "", ""),
    ("private-viewing", "en", "Dr", "Ines", "Weiss", "Sapphires, unset if possible.", ""),
    ("first-video", "ar", "", "ليلى", "المنصوري", "", ""),
)


def furnish(boutique: Boutique) -> None:
    """Appointments, a request, a time proposed and a wish."""
    made = []
    for number, (what, language, title, given, family, note, access) in enumerate(CLIENTS):
        offered = boutique.starts(what, staff=True)
        made.append(
            boutique.call(
                "POST",
                "/v1/bookings",
                {
                    "boutique": "paris",
                    "experience": what,
                    "start": offered[number * 3 % len(offered)],
                    "language": language,
                    "note": note,
                    "access_needs": access,
                    "client": {
                        "name": {"title": title, "given": given, "family": family, "family_first": language == "ja"},
                        "telephone": f"+3361234567{number}",
                    },
                },
                boutique.staff,
            )
        )
    boutique.request()
    later = boutique.call(
        "GET", f"/v1/bookings/{made[1]['id']}/availability?from={boutique.day}&days=1", token=boutique.staff
    )
    boutique.propose(made[1], later["days"][0]["starts"][-1]["start"])
    wish = {
        "boutique": "paris",
        "experience": "visit",
        "part": "evening",
        "words": "After seven, if at all possible, and somewhere quiet.",
        "language": "en",
        "client": {"name": {"title": "Ms", "given": "Rosalind", "family": "Hart"}, "email": "rosalind@client.example"},
    }
    boutique.call("POST", "/v1/wishes", wish, str(boutique.call("POST", "/v1/visitors", {})["token"]))


def to_day(page: Page, boutique: Boutique, view: str) -> None:
    """Show the furnished day."""
    page.evaluate(
        "([view, day]) => document.querySelector('showroom-console').go({ view, day })", [view, str(boutique.day)]
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(boutique.day.day))
    expect(page.get_by_text("Weiss").first).to_be_visible()
    page.mouse.move(0, 0)


def draw(browsers: Browsers, folder: Path) -> int:
    """Draw the day, the calendar, hours and a closure at 1280 pixels, and today on a tablet; return how many."""
    with Stack() as stack:
        boutique = Boutique(stack)
        furnish(boutique)
        for name, view, width, height in (
            ("today", "today", 1280, 700),
            ("day", "calendar", 1280, 860),
            ("tablet", "today", 768, 1024),
        ):
            page = enter(browsers, boutique, width=width, height=height)
            to_day(page, boutique, view)
            page.screenshot(path=folder / f"console-{name}.png")
        page = enter(browsers, boutique, width=1280, height=1000)
        page.get_by_role("button", name="My hours").click()
        expect(page.get_by_role("heading", name="Every week")).to_be_visible()
        page.mouse.move(0, 0)
        page.screenshot(path=folder / "console-hours.png")
        page.get_by_role("button", name="Close the boutique").click()
        page.get_by_label("What colleagues read").fill("Strike")
        page.get_by_label("From", exact=True).fill(str(boutique.day))
        page.get_by_role("button", name="See what it touches").click()
        expect(page.locator("dialog .asks li").first).to_be_visible()
        page.screenshot(path=folder / "console-closure.png")
        browsers.rest()
        return 5 + occasions(browsers, boutique, folder) + dinner(browsers, boutique, folder)


def occasions(browsers: Browsers, boutique: Boutique, folder: Path) -> int:
    """Draw the board, an occasion with its guests, and a list that is tried; return how many."""
    with urllib.request.urlopen(f"{boutique.url}/demo/guests.csv?boutique=paris") as listed:
        guests = listed.read().decode()
    token = boutique.stack.token("planner")

    def planned(title: str, days: int, places: int, host: str) -> dict[str, Any]:
        start = f"{boutique.day + timedelta(days=days)}T18:00:00Z"
        sitting = {"start": start, "minutes": 60, "language": "fr", "capacity": places}
        body = {"kind": "group_presentation", "title": {"en": title}, "hosts": [host], "sittings": [sitting]}
        return boutique.call("POST", "/v1/boutiques/paris/events", body, token)

    event = planned("The emeralds of the Atlas", 14, 12, "helene-arnoux")
    event = boutique.call("POST", f"/v1/events/{event['id']}/publish", {}, token, event["version"])
    some = {"csv": "".join(guests.splitlines(keepends=True)[:31]), "dry_run": False}
    boutique.call("POST", f"/v1/events/{event['id']}/invitations/import", some, token)
    boutique.call("POST", f"/v1/events/{event['id']}/invitations/send", {}, token)
    listing = f"/v1/events/{event['id']}/guests"
    for number, guest in enumerate(sorted(boutique.call("GET", listing, token=token)["items"], key=_name)[:12]):
        act, body = ("decline", {}) if number % 5 == 4 else ("accept", {"party": 1 + number % 3 // 2})
        boutique.call("POST", f"{listing}/{guest['id']}/{act}", body, token)
    planned("An evening of unset stones", 21, 30, "giulia-conti")
    page = enter(browsers, boutique, "planner", width=1280, height=900)
    page.locator(".head .about select").first.select_option("paris")
    page.get_by_role("button", name="Occasions").click()
    expect(page.locator(".board > li")).to_have_count(2)
    page.mouse.move(0, 0)
    page.screenshot(path=folder / "console-occasions.png")
    page.get_by_role("button", name="The emeralds of the Atlas").click()
    expect(page.locator(".guests > li").first).to_be_visible()
    page.mouse.move(0, 0)
    page.screenshot(path=folder / "console-occasion.png")
    page.get_by_role("button", name="Invite", exact=True).click()
    page.locator("#csv").set_input_files({"name": "guests.csv", "mimeType": "text/csv", "buffer": guests.encode()})
    page.get_by_role("button", name="See what would happen").click()
    page.get_by_label("Only what was refused").check()
    page.mouse.move(0, 0)
    page.screenshot(path=folder / "console-invite.png", full_page=True)
    browsers.rest()
    return 3


def dinner(browsers: Browsers, boutique: Boutique, folder: Path) -> int:
    """Draw the night of forty dinners at ten to eight in Paris, and who has no menu; return how many."""
    paris = ZoneInfo("Europe/Paris")
    now = datetime.fromisoformat(str(advance(boutique.url, "1m")["now"])).astimezone(paris)
    eve = (now + timedelta(days=1)).replace(hour=19, minute=50)
    boutique.stack.advance(f"{int((eve - now).total_seconds() // 60)}m")
    told = FakeDinner(eve)
    token = boutique.stack.token("planner")
    sitting = {"start": told.film.isoformat(), "minutes": 90, "language": "fr", "capacity": 90}
    body = {"kind": "launch_dinner", "title": {"en": "A dinner by the river"}, "hosts": ["helene-arnoux"]}
    event = boutique.call("POST", "/v1/boutiques/paris/events", {**body, "sittings": [sitting]}, token)
    boutique.call("POST", f"/v1/events/{event['id']}/publish", {}, token, event["version"])
    page = enter(browsers, boutique, "planner", width=1280, height=1000)
    told.install(page)
    page.locator(".head .about select").first.select_option("paris")
    page.get_by_role("button", name="Occasions").click()
    page.get_by_role("button", name="A dinner by the river").click()
    page.get_by_role("button", name="Dinner", exact=True).click()
    expect(page.locator(".band").first).to_be_visible()
    page.mouse.move(0, 0)
    page.screenshot(path=folder / "console-dinner-night.png", full_page=True, clip=_from(page, 1280, 1180))
    why = [
        {"menu": "menu-1", "why": "allergen", "codes": ["celery"]},
        {"menu": "menu-2", "why": "alcohol", "codes": []},
    ]
    silent = [{"menu": "menu-1", "why": "not_asked", "codes": []}]
    told.without = [
        {"guest": "guest0", "household": "house000", "code": "B000", "why": why},
        {"guest": "guest1", "household": "house001", "code": "C010", "why": silent},
    ]
    told.notes = [{"guest": "guest2", "code": "D020", "note": "No kiwi, please: it is not on any list."}]
    page.locator(".looks .seg").nth(1).click()
    expect(page.locator(".pressing").first).to_be_visible()
    page.mouse.move(0, 0)
    page.screenshot(path=folder / "console-dinner-table.png", full_page=True, clip=_from(page, 1280, 1000))
    browsers.rest()
    return 2


def _from(page: Page, width: int, height: int) -> FloatRect:
    """The dinner alone, from its own choices down."""
    box = page.locator(".looks").bounding_box()
    assert box is not None
    return {"x": 0, "y": box["y"] + page.evaluate("scrollY") - 20, "width": width, "height": height}


def _name(guest: dict[str, Any]) -> str:
    return str(guest["client"]["name"])
