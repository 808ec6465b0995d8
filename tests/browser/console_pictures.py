"""The console's pictures for docs/screenshots: a Thursday in Paris, made anew in the local stack."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from infra.local.stack import Stack
from tests.browser.browsers import Browsers
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
    return 5
