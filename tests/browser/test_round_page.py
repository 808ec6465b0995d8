"""A courier's page: doors in their order, what is pressed without a network, and a round that is no longer one."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.build import WEB
from tests.browser import nightly, walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token
from tests.browser.fakenight import FILM, Night
from tests.browser.nightly import courier, draw, open_
from tests.browser.test_access import violations

pytestmark = pytest.mark.proof
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('showroom:round:')).length"


@pytest.fixture
def page(browser: Browsers) -> Page:
    """A telephone in Milan."""
    return browser.page(390, 844, "Europe/Rome", permissions=["geolocation"], geolocation=PLACE)


PLACE = {"latitude": 45.472_1, "longitude": 9.187_75}


def carried(api: FakeApi) -> list[tuple[str, Any]]:
    """What the house has carried out, in the order in which it came."""
    return [(path.removeprefix("/round").strip("/"), body) for path, body in api.night.done.values()]


def acts(api: FakeApi) -> list[str]:
    """The paths alone."""
    return [path for path, _ in carried(api)]


def sent(page: Page) -> None:
    """Wait until the house has everything."""
    expect(page.locator(".unsent")).to_have_count(0)


def hand_over(page: Page) -> None:
    """The next door, signed for."""
    walk.press(page, "Hand over")
    walk.press(page, "Let somebody sign")
    draw(page)
    walk.press(page, "It is handed over")


def try_now(page: Page) -> None:
    """Press it once it is there, until nothing waits: a page that comes to the front tries by itself as well."""
    for _ in range(80):
        if not page.locator(".unsent").count():
            return
        page.get_by_role("button", name="Try now").evaluate_all("(found) => found.forEach((one) => one.click())")
        page.wait_for_timeout(100)


def cut(page: Page, api: FakeApi) -> None:
    """No answer comes any more."""
    api.house.moods.add("silent")


def back(page: Page, api: FakeApi) -> None:
    """The line is there again."""
    api.house.moods.discard("silent")
    page.evaluate("window.dispatchEvent(new Event('online'))")


def test_a_whole_round(page: Page, api: FakeApi) -> None:
    """Leave, hand over by signature and by photograph, fail, try again: each with its minute, and where (rule D8)."""
    open_(page, api, "round", courier())
    assert page.url == f"{api.url}/round"
    assert page.title() == "Round MIL 2"
    body = page.locator("body")
    expect(body).to_contain_text("Leave the kitchen at 19:20")
    expect(body).to_contain_text("7 boxes for 4 doors")
    expect(page.get_by_role("button", name="Hand over")).to_have_count(0)
    expect(page.get_by_role("link", name="Call the house")).to_have_attribute("href", "tel:+390212345678")
    walk.press(page, "I am leaving with all boxes")
    there = page.locator(".there")
    expect(there).to_contain_text("19:45 – 20:05")
    expect(there).to_contain_text("Green gate, code 4711B, lift to the third floor")
    expect(there).to_contain_text("2 boxes K7QF-2MXA · PW3D-7NHT")
    expect(there).to_contain_text("Keep chilled")
    hand_over(page)
    expect(there).to_contain_text("Dottor Rossi")
    walk.press(page, "Hand over")
    page.locator("input[type=file]").set_input_files(
        {"name": "door.png", "mimeType": "image/png", "buffer": nightly.photograph()}
    )
    expect(page.get_by_role("img", name="The boxes at the door")).to_be_visible()
    walk.press(page, "It is handed over")
    walk.press(there, "Not possible")
    walk.press(page, "Nobody opens")
    expect(page.locator(".stops")).to_contain_text("Not handed over, 10:00, Nobody opens")
    hand_over(page)
    expect(page.locator("body")).to_contain_text("Bring what is left back to the kitchen.")
    page.locator(".stops summary").first.click()
    walk.press(page, "Try this door again")
    hand_over(page)
    expect(page.locator("body")).to_contain_text("Every door is done. Thank you.")
    expect(page.locator("body")).to_contain_text("4 of 4 handed over")
    sent(page)
    assert acts(api) == [
        "depart", "stops/h1/delivered", "stops/h2/delivered", "stops/h3/failed", "stops/h4/delivered",
        "stops/h3/again", "stops/h3/delivered",
    ]  # fmt: skip
    signature, photo = (carried(api)[at][1]["proof"] for at in (1, 2))
    assert (signature["kind"], photo["kind"]) == ("signature", "photo")
    assert signature["image"].startswith("data:image/png;base64,")
    assert photo["image"].startswith("data:image/jpeg;base64,")
    assert all(len(one["image"]) <= 60_000 for one in (signature, photo))
    assert (signature["latitude"], signature["longitude"]) == (45_472_100, 9_187_750)
    assert carried(api)[3][1]["reason"] == "nobody_there"
    assert {body["at"] for _, body in carried(api)} == {"2027-01-11T09:00:00Z"}


def test_a_cellar_without_a_network(page: Page, api: FakeApi) -> None:
    """Presses wait on the telephone with their own minutes, through a reload, and go in order when the line is back."""
    open_(page, api, "round", courier())
    walk.press(page, "I am leaving with all boxes")
    sent(page)
    cut(page, api)
    hand_over(page)
    expect(page.locator(".unsent")).to_contain_text("1 entry not with the house yet")
    expect(page.locator("body")).to_contain_text("No network. This is what the house said at 10:00.")
    expect(page.locator(".stops .mark")).to_have_text("not with the house yet")
    walk.press(page.locator(".there"), "Not possible")
    walk.press(page, "I cannot get in")
    expect(page.locator(".unsent")).to_contain_text("2 entries")
    page.reload()
    expect(page.locator(".unsent")).to_contain_text("2 entries")
    expect(page.locator(".there")).to_contain_text("Stop 3")
    assert acts(api) == ["depart"]
    back(page, api)
    sent(page)
    assert acts(api) == ["depart", "stops/h1/delivered", "stops/h2/failed"]
    expect(page.locator("body")).not_to_contain_text("No network")


def test_an_answer_that_is_lost(page: Page, api: FakeApi) -> None:
    """What the house did though its answer never came is sent under the same key, and done once."""
    open_(page, api, "round", courier())
    walk.press(page, "I am leaving with all boxes")
    sent(page)
    api.night.lost = 1
    hand_over(page)
    expect(page.locator(".unsent")).to_contain_text("1 entry")
    try_now(page)
    sent(page)
    keys = [key for path, key, _ in api.house.posted if path.endswith("delivered")]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert acts(api) == ["depart", "stops/h1/delivered"]


def test_the_page_opens_without_a_house(page: Page, api: FakeApi) -> None:
    """No server at all: the page opens from the telephone with its round, and takes a press; so does a window."""
    open_(page, api, "round", courier())
    walk.press(page, "I am leaving with all boxes")
    sent(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.locator(".there")).to_be_visible()
    api.house.moods.add("gone")
    page.reload()
    expect(page.locator(".there")).to_contain_text("Via Brera 12")
    expect(page.locator("body")).to_contain_text("No network")
    hand_over(page)
    expect(page.locator(".unsent")).to_be_visible()
    page.close()
    later = page.context.new_page()
    later.goto(f"{api.url}/round")
    expect(later.locator(".unsent")).to_contain_text("1 entry")
    expect(later.locator(".there")).to_contain_text("Corso Magenta 71")
    api.house.moods.discard("gone")
    try_now(later)
    sent(later)
    assert acts(api) == ["depart", "stops/h1/delivered"]


def test_what_the_house_does_not_take(page: Page, api: FakeApi) -> None:
    """Somebody of the house saw to that door meanwhile: it is said which press was not taken; the next goes on."""
    open_(page, api, "round", courier())
    walk.press(page, "I am leaving with all boxes")
    sent(page)
    cut(page, api)
    hand_over(page)
    hand_over(page)
    expect(page.locator(".unsent")).to_contain_text("2 entries")
    api.night.stops["h1"]["state"] = "delivered"
    back(page, api)
    sent(page)
    loud = page.get_by_role("alert")
    expect(loud).to_contain_text("The house could not take this")
    expect(loud).to_contain_text("10:00 Stop 1, Handed over")
    page.reload()
    expect(loud).to_contain_text("Stop 1")
    walk.press(page, "I have told the house")
    expect(loud).to_have_count(0)
    assert acts(api) == ["depart", "stops/h2/delivered"]


def test_a_list_that_changed(page: Page, api: FakeApi) -> None:
    """A new version marks the doors that are other than they were, until they were looked at."""
    open_(page, api, "round", courier())
    api.night.manifest = 4
    api.night.access["h2"] = "The other gate"
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("The list has changed")
    marked = page.locator("li", has=page.get_by_text("New or changed"))
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("Corso Magenta 71")
    walk.press(page, "I have seen it")
    expect(marked).to_have_count(0)


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"superseded": True}, "Do not drive this round"),
        ({"over": True}, "The evening has been called off"),
        ({"dead": True}, "This link no longer holds"),
    ],
)
def test_a_round_that_is_none(page: Page, api: FakeApi, change: dict[str, bool], title: str) -> None:
    """Replaced, called off, revoked: said first, nothing can be pressed, and the addresses leave the telephone."""
    open_(page, api, "round", courier())
    expect(page.locator("body")).to_contain_text("Via Brera 12")
    for name, value in change.items():
        setattr(api.night, name, value)
    page.reload()
    expect(walk.title(page)).to_have_text(title)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link", name="Call the house")).to_be_visible()
    assert "Via Brera" not in page.evaluate("JSON.stringify({...localStorage})")


def test_a_link_that_dies_with_presses_left(page: Page, api: FakeApi) -> None:
    """What was not sent is named, so that it can be said on the telephone."""
    open_(page, api, "round", courier())
    walk.press(page, "I am leaving with all boxes")
    sent(page)
    cut(page, api)
    hand_over(page)
    expect(page.locator(".unsent")).to_be_visible()
    api.night.dead = True
    back(page, api)
    expect(walk.title(page)).to_have_text("This link no longer holds")
    expect(page.locator(".unsent")).to_contain_text("10:00 Stop 1, Handed over")
    expect(page.get_by_role("button", name="I have told the house")).to_be_visible()
    assert "Via Brera" not in page.evaluate("JSON.stringify({...localStorage})")
    api.night.dead = False
    open_(page, api, "round", courier(link=1))
    sent(page)
    assert acts(api) == ["depart", "stops/h1/delivered"]


def test_a_refusal_that_is_not_the_house_s(page: Page, api: FakeApi) -> None:
    """What stands between the telephone and the house refuses: nothing is forgotten, and the press goes later."""
    open_(page, api, "round", courier())
    walk.press(page, "I am leaving with all boxes")
    sent(page)
    api.house.moods.add("gateway")
    hand_over(page)
    expect(page.locator(".unsent")).to_contain_text("1 entry")
    page.reload()
    expect(page.locator(".there")).to_contain_text("Corso Magenta 71")
    expect(page.locator("body")).to_contain_text("No network")
    api.house.moods.discard("gateway")
    try_now(page)
    sent(page)
    assert acts(api) == ["depart", "stops/h1/delivered"]


def test_two_rounds_in_one_evening(page: Page, api: FakeApi) -> None:
    """What the first round left unsent goes with the second one's link open; what is not taken of it is named."""
    open_(page, api, "round", courier())
    walk.press(page, "I am leaving with all boxes")
    sent(page)
    cut(page, api)
    hand_over(page)
    hand_over(page)
    expect(page.locator(".unsent")).to_contain_text("2 entries")
    api.night.stops["h1"]["state"] = "delivered"
    api.house.moods.discard("silent")
    open_(page, api, "round", token(sub="r2", evt=nightly.EVENT, typ="round", exp=nightly.LATER, lv=0))
    loud = page.get_by_role("alert")
    expect(loud).to_contain_text("Round MIL 2")
    expect(loud).to_contain_text("10:00 Stop 1, Handed over")
    assert acts(api) == ["depart", "stops/h2/delivered"]
    walk.press(page, "I have told the house")
    expect(loud).to_have_count(0)
    assert page.evaluate(KEPT) == 1


def test_an_evening_that_is_past(page: Page, api: FakeApi) -> None:
    """Hours after the film nothing of it is on the telephone any more."""
    open_(page, api, "round", courier())
    assert page.evaluate(KEPT) == 1
    api.night.over, api.house.now = True, FILM.replace(day=22, hour=9)
    page.reload()
    expect(walk.title(page)).to_have_text("This evening has passed")
    assert page.evaluate(KEPT) == 0


def test_without_a_link(page: Page, api: FakeApi) -> None:
    """It says how it is opened, and whom to call."""
    open_(page, api, "round", "")
    expect(page.locator("body")).to_contain_text("Please open this page with the link that the house gave you.")
    expect(page.locator(".telephones a").first).to_be_visible()
    open_(page, api, "round", token(sub="r1", evt="e1", typ="round", expired=True))
    expect(walk.title(page)).to_have_text("This link no longer holds")


def test_a_night_photograph_is_made_small(page: Page, api: FakeApi) -> None:
    """Two million grains of noise become a picture that the house takes; what is no picture is said so."""
    open_(page, api, "round", courier())
    walk.press(page, "I am leaving with all boxes")
    walk.press(page, "Hand over")
    files = page.locator("input[type=file]")
    files.set_input_files({"name": "no.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    expect(page.get_by_role("alert")).to_contain_text("This photograph cannot be read.")
    files.evaluate(NOISE)
    walk.press(page, "It is handed over")
    sent(page)
    image = carried(api)[-1][1]["proof"]["image"]
    assert 8_000 < len(image) <= 60_000


NOISE = """async (input) => {
  const canvas = new OffscreenCanvas(1600, 1200), paper = canvas.getContext("2d");
  const grains = paper.createImageData(1600, 1200);
  for (let at = 0, seed = 7; at < grains.data.length; at++) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    grains.data[at] = at % 4 === 3 ? 255 : seed >> 22;
  }
  paper.putImageData(grains, 0, 0);
  const chosen = new DataTransfer();
  chosen.items.add(new File([await canvas.convertToBlob()], "night.png", { type: "image/png" }));
  input.files = chosen.files;
  input.dispatchEvent(new Event("change"));
}"""


@pytest.mark.parametrize(("language", "scheme"), [("ar", "dark"), ("ja", "light"), ("en", "dark"), ("it", "light")])
def test_axe_finds_nothing_at_night(browser: Browsers, api: FakeApi, language: str, scheme: str) -> None:
    """Every stop of a round and of a kitchen's evening; nothing is wider than a telephone."""
    page = browser.page(390, 844, color_scheme=scheme, locale=language)
    found: list[str] = []

    def look(where: str) -> None:
        found.extend(f"{where}: {one}" for one in violations(page))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{where}: wider than the screen")
        side = "rtl" if language == "ar" else "ltr"
        assert page.locator(".root").get_attribute("dir") == side

    nightly.stops(page, api, look)
    assert found == []


def test_a_language_of_the_address(page: Page, api: FakeApi) -> None:
    """The link may name a language; the house answers in it."""
    open_(page, api, "round", courier(), "?language=ja")
    expect(page.locator(".root")).to_have_attribute("lang", "ja")
    expect(page.locator("body")).to_contain_text("新作ハイジュエリーと晩餐の夕べ")


def test_the_kitchen_s_evening(page: Page, api: FakeApi) -> None:
    """Counts by hour, menu and allergen; boxes by code; it reads anew by itself and says what a new version changes."""
    open_(page, api, "kitchen", nightly.KITCHEN)
    assert page.url == f"{api.url}/kitchen"
    expect(walk.title(page)).to_have_text("Cucina Brera")
    body = page.locator("body")
    expect(body).to_contain_text("Version 3 · 9f86d081884c")
    expect(page.locator(".total")).to_have_text("7 boxes")
    first = page.locator(".slot").first
    expect(first).to_contain_text("18:30 – 18:45")
    expect(first).to_contain_text("Must not eat")
    expect(first).to_contain_text("nuts 1")
    row = page.get_by_role("row").filter(has_text="PW3D-7NHT")
    expect(row).to_contain_text("milk")
    expect(row).to_contain_text("19:20")
    told = body.inner_text()
    assert not any(name in told for name in ("Bianchi", "Rossi", "Brera 12", "4711B"))
    cut(page, api)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(body).to_contain_text("No network. This is what the house said at 10:00.")
    api.night.manifest, api.night.boxes = 4, api.night.boxes[1:]
    back(page, api)
    expect(page.get_by_role("alert")).to_contain_text("Version 4 replaces what you have printed.")
    expect(page.get_by_role("alert")).to_contain_text("No longer: K7QF-2MXA")
    page.reload()
    walk.press(page, "I have seen it")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(page.locator(".total")).to_have_text("6 boxes")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_the_kitchen_on_paper(browser: Browsers, api: FakeApi) -> None:
    """It prints without its buttons and its telephone."""
    page = browser.page(1024, 768, "Europe/Rome")
    open_(page, api, "kitchen", nightly.KITCHEN)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.locator(".foot")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize(("change", "says"), [({"over": True}, "called off"), ({"dead": True}, "no longer holds")])
def test_a_kitchen_without_an_evening(page: Page, api: FakeApi, change: dict[str, bool], says: str) -> None:
    """Called off, or a link that is dead: nothing is to be cooked by this page."""
    api.night = Night(api.house)
    for name, value in change.items():
        setattr(api.night, name, value)
    open_(page, api, "kitchen", nightly.KITCHEN)
    expect(page.locator("body")).to_contain_text(says)
    expect(page.locator("table")).to_have_count(0)


def test_nothing_of_a_night_is_in_a_worker() -> None:
    """The script that stays in the browser names no route of the house's answers."""
    assert "/v1" not in (WEB / "bundles" / "round-worker.js").read_text()
