"""Walking through the widget as a client does: by what she reads."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

HELD = "A visit to the boutique"
PERSON = {"Given name": "Ada", "Family name": "Lindqvist", "E-mail": "ada@example.com"}


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press the button that says this."""
    page.get_by_role("button", name=name).first.click()


def title(page: Page) -> Locator:
    """The title of what is now to be read."""
    return page.locator(':is(h1, h2)[tabindex="-1"]')


def to_times(page: Page, experience: str = HELD, city: str = "Paris") -> None:
    """From the first step to the times."""
    press(page, re.compile(experience))
    press(page, re.compile(f"^{city}"))
    expect(page.get_by_role("group", name="Days")).to_be_visible()


def pick_time(page: Page, index: int = 0) -> str:
    """Choose a time and return it as it is written."""
    box = page.locator(".hours .choice").nth(index)
    box.locator("input").check(force=True)
    return box.inner_text().split("\n")[0]


def to_details(page: Page, experience: str = HELD, city: str = "Paris") -> str:
    """From the first step to the details, with the first time of the first day."""
    to_times(page, experience, city)
    time = pick_time(page)
    press(page, "Continue to your details")
    return time


def fill(page: Page, **more: str) -> None:
    """Fill the form; keywords are labels with underscores for spaces."""
    for label, value in {**PERSON, **{name.replace("_", " "): it for name, it in more.items()}}.items():
        page.get_by_label(re.compile(f"^{label}")).first.fill(value)


def to_confirm(page: Page) -> str:
    """From the first step to the last, as a stranger who visits a boutique."""
    time = to_details(page)
    fill(page)
    press(page, "Continue")
    expect(title(page)).to_have_text("Shall we confirm?")
    return time


def book(page: Page) -> str:
    """From the first step to the card."""
    time = to_confirm(page)
    press(page, "Keep this hour")
    expect(title(page)).to_have_text("We have written to you")
    return time
