"""Everything a hand can do, a keyboard can; and axe finds nothing on any step or page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.build import WEB
from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token
from tests.browser.test_letter_pages import booked, visit

_FOCUSED = """() => {
  let it = document.activeElement;
  while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
  const label = it.labels?.length ? [...it.labels].map((one) => one.innerText).join(" ") : "";
  return (it.getAttribute("aria-label") || label || it.innerText || it.tagName).trim().replace(/\\s+/g, " ");
}"""


@cache
def axe() -> str:
    """The source of axe-core."""
    return (WEB / "node_modules" / "axe-core" / "axe.min.js").read_text()


def violations(page: Page) -> list[str]:
    """What axe finds, in shadow roots too."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (320, "light"),
        pytest.param(320, "dark", marks=pytest.mark.proof),
        pytest.param(1280, "light", marks=pytest.mark.proof),
        pytest.param(1280, "dark", marks=pytest.mark.proof),
    ],
)
def test_axe_finds_nothing_in_the_widget(browser: Browsers, api: FakeApi, width: int, scheme: str) -> None:
    """Each step, its errors, its conflicts, the month, the wish and the card."""
    page = browser.page(width, color_scheme=scheme)
    found: list[str] = []

    def look(where: str) -> None:
        found.extend(f"{where}: {one}" for one in violations(page))

    page.goto(api.url)
    expect(walk.title(page)).to_be_visible()
    look("what")
    walk.press(page, re.compile(walk.HELD))
    look("where")
    walk.press(page, re.compile("^Paris"))
    walk.pick_time(page)
    look("when")
    walk.press(page, "All dates")
    look("month")
    walk.press(page, "Continue to your details")
    walk.press(page, "Continue")
    page.get_by_text("Tell us more").click()
    page.get_by_label("I am arranging this for someone else").check()
    look("details with errors")
    page.get_by_label("I am arranging this for someone else").uncheck()
    walk.fill(page)
    walk.press(page, "Continue")
    look("confirm")
    api.house.moods.add("taken")
    walk.press(page, "Keep this hour")
    expect(page.get_by_role("alert")).to_be_visible()
    look("taken")
    page.locator(".notice .choice input").first.check(force=True)
    walk.press(page, "Continue to your details")
    walk.press(page, "Continue")
    walk.press(page, "Keep this hour")
    expect(page.locator(".card")).to_be_visible()
    look("card")
    page.evaluate("sessionStorage.clear()")
    api.house.moods.add("nothing-ever")
    page.goto(f"{api.url}/?experience=visit&boutique=paris&lang=it")
    expect(page.get_by_text("non ci sono orari liberi")).to_be_visible()
    look("nothing free")
    walk.press(page, "Lasciare un desiderio")
    look("wish")
    assert found == []


@pytest.mark.proof
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_behind_letters(browser: Browsers, api: FakeApi, scheme: str) -> None:
    """Held, confirmed, changing, cancelling, over, for the advisor, and the room."""
    page = browser.page(390, color_scheme=scheme)
    held, video, home = booked(api, "visit"), booked(api, "first-video", known=True), booked(api, "at-home")
    found: list[str] = []
    steps: list[tuple[str, str, str, list[Callable[[], None]]]] = [
        ("manage", held["id"], "guest", []),
        ("manage", video["id"], "guest", [
            lambda: walk.press(page, "Choose another time"),
            lambda: walk.press(page, "Back"),
            lambda: walk.press(page, "Cancel this appointment"),
        ]),
        ("manage", home["id"], "host", [lambda: walk.press(page, "Decline")]),
        ("manage", "none", "guest", []),
        ("room", video["id"], "guest", []),
    ]  # fmt: skip
    for name, booking, who, acts in steps:
        page.goto("about:blank")
        visit(page, api, name, booking, who)
        found += [f"{name} {who}: {one}" for one in violations(page)]
        for act in acts:
            act()
            expect(walk.title(page)).to_be_visible()
            found += [f"{name} {who}: {one}" for one in violations(page)]
    assert found == []


def reach(page: Page, name: str, key: str = "Tab", most: int = 40) -> None:
    """Press a key until what has the focus is called so."""
    for _ in range(most):
        if re.search(name, page.evaluate(_FOCUSED)):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{name!r} cannot be reached; the focus is on {page.evaluate(_FOCUSED)!r}")


def test_a_booking_by_keyboard_alone(browser: Browsers, api: FakeApi) -> None:
    """Tab, arrows, space and enter lead from the first row to the card, and the focus follows the step."""
    page = browser.page()
    page.goto(api.url)
    expect(walk.title(page)).to_be_visible()
    reach(page, "A visit to the boutique")
    page.keyboard.press("Enter")
    expect(walk.title(page)).to_be_focused()
    reach(page, "^Milan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Days")).to_be_visible()
    expect(walk.title(page)).to_be_focused()
    reach(page, "^Tuesday 12 January")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("status")).to_contain_text("Wednesday 13 January")
    reach(page, "^1[01]:")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    reach(page, "Continue to your details")
    page.keyboard.press("Enter")
    expect(walk.title(page)).to_be_focused()
    for label, text in walk.PERSON.items():
        reach(page, f"^{label}")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(walk.title(page)).to_have_text("Shall we confirm?")
    expect(walk.title(page)).to_be_focused()
    reach(page, "Keep this hour")
    page.keyboard.press("Enter")
    expect(walk.title(page)).to_have_text("We have written to you")
    expect(walk.title(page)).to_be_focused()


def test_targets_are_large(browser: Browsers, api: FakeApi) -> None:
    """Everything to be pressed is at least 48 px high, on the narrowest phone too, and nothing is cut off."""
    page = browser.page(320)
    page.goto(api.url)
    small: list[Any] = []
    measure = """() => [...document.querySelector("showroom-booking").shadowRoot
      .querySelectorAll("button:not(.hidden), a, input:not([type=checkbox]), select, textarea, summary, label.check")]
      .map((it) => [it.innerText || it.name, it.getBoundingClientRect().height])
      .filter(([, height]) => height && height < 47.5)"""
    for step in (
        lambda: expect(walk.title(page)).to_be_visible(),
        lambda: walk.to_times(page),
        lambda: walk.pick_time(page),
        lambda: walk.press(page, "Continue to your details"),
        lambda: walk.fill(page),
        lambda: walk.press(page, "Continue"),
    ):
        step()
        small += page.evaluate(measure)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert small == []


@pytest.mark.parametrize("page_", ["plain", "hostile"])
def test_four_times_larger(browser: Browsers, api: FakeApi, page_: str) -> None:
    """At 400 % zoom of a desktop the widget is a phone's, and nothing runs out of the page."""
    page = browser.page(320, 256)
    page.goto(f"{api.url}/?page={page_}")
    walk.book(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.proof
def test_nothing_moves_when_motion_is_unwelcome(browser: Browsers, api: FakeApi) -> None:
    """No animation under reduced motion; a short one otherwise."""
    for motion, name in (("reduce", "none"), ("no-preference", "rise")):
        page = browser.page(reduced_motion=motion)
        page.goto(api.url)
        step = page.locator(".step")
        expect(step).to_be_visible()
        assert step.evaluate("(it) => getComputedStyle(it).animationName") == name


def test_forced_colours(browser: Browsers, api: FakeApi) -> None:
    """In forced colours the chosen time differs from the others."""
    page = browser.page(forced_colors="active")
    page.goto(f"{api.url}/?experience=visit&boutique=paris")
    walk.pick_time(page)
    colours = page.locator(".hours .choice .box").evaluate_all(
        "(all) => all.map((it) => getComputedStyle(it).backgroundColor)"
    )
    assert colours[0] not in colours[1:]


@pytest.mark.proof
def test_long_names_and_words_fit(browser: Browsers, api: FakeApi) -> None:
    """Sixty characters without a space do not widen the page, in the form or in the lines."""
    page = browser.page(320)
    page.goto(api.url)
    walk.to_details(page)
    walk.fill(page, Family_name="W" * 60)
    walk.press(page, "Continue")
    expect(page.get_by_text("W" * 60)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_her_token_is_never_shown_or_sent_on(browser: Browsers, api: FakeApi) -> None:
    """A personal link leaves the address at once, and no request carries it in its address."""
    page = browser.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + str(request.headers.get("referer", ""))))
    secret = token(sub="c1", role="client")
    page.goto(f"{api.url}/#showroom={secret}")
    walk.to_times(page, "A conversation by video")
    assert secret not in page.url
    assert not any(secret in one for one in asked[1:])
