"""A planner's night with forty dinners, told by a fake: the lanes, the late ones first, papers, links, the plan."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Download, Page, expect

from infra.local.advance import advance
from infra.local.guests import COUNT, UNASKED, address
from infra.local.stack import Stack
from tests.browser.browsers import Browsers
from tests.browser.fakedinner import FakeDinner
from tests.browser.test_access import violations
from tests.browser.test_console import Boutique
from tests.browser.test_console_events import invitation, occasions

TITLE = "Dinner of the emeralds"
BUSY = {"type": "/docs/problems#state-conflict", "status": 409}


@pytest.fixture(scope="module")
def boutique(bundles: None) -> Iterator[Boutique]:
    """One house for all tests of this file, with a dinner tonight."""
    with Stack() as stack:
        house = Boutique(stack)
        token = stack.token("planner")
        start = fake(house).film.strftime("%Y-%m-%dT%H:%M:00Z")
        sitting = {"start": start, "minutes": 90, "language": "fr", "capacity": 90}
        body = {"kind": "launch_dinner", "title": {"en": TITLE}, "hosts": ["helene-arnoux"], "sittings": [sitting]}
        event = house.call("POST", "/v1/boutiques/paris/events", body, token)
        house.call("POST", f"/v1/events/{event['id']}/publish", {}, token, event["version"])
        yield house


def fake(boutique: Boutique, **about: Any) -> FakeDinner:
    """A dinner whose film begins in seventy minutes on the house's clock."""
    with urllib.request.urlopen(f"{boutique.url}/v1/maison") as told:
        return FakeDinner(parsedate_to_datetime(told.headers["Date"]), **about)


def at_dinner(browsers: Browsers, boutique: Boutique, dinner: FakeDinner, who: str = "planner", **about: Any) -> Page:
    """Whoever it is, at the dinner."""
    page = occasions(browsers, boutique, who, **about)
    dinner.install(page)
    page.locator(".board .name").first.click()
    page.locator(".parts .tab", has_text=re.compile("Dinner|العشاء|ディナー")).click()
    expect(page.locator(".dinner")).to_be_visible()
    return page


def look(page: Page, name: str) -> None:
    """Turn to a part of the dinner."""
    page.locator(".looks").get_by_role("button", name=re.compile(f"^{name}")).click()


def rested(page: Page) -> None:
    """Wait until nothing is under way: a press in the middle of another is none."""
    expect(page.get_by_text("One moment, please.")).to_have_count(0)


def saved(page: Page, name: str) -> Download:
    """The file that a button saves."""
    rested(page)
    with page.expect_download() as found:
        page.get_by_role("button", name=name).click()
    return found.value


@pytest.mark.proof
def test_the_night(browser: Browsers, boutique: Boutique) -> None:
    """Late ones stand first with whose call it is; bars are lettered; what is noted by hand is told to the house."""
    dinner = fake(boutique)
    page = at_dinner(browser, boutique, dinner)
    served = sum(one["state"] == "delivered" for one in dinner.doors)
    expect(page.locator(".share p")).to_have_text(f"{served} of 40 households served The film waits for 36.")
    expect(page.get_by_text("1 household waits past the window")).to_be_visible()
    late = page.locator(".doors").first.locator("li")
    expect(late).to_have_count(1)
    expect(late).to_contain_text(re.compile("2[0-3] minutes late"))
    expect(late).to_contain_text("to be called by Hélène Arnoux")
    assert page.locator(".band h3").all_inner_texts() == [
        f"{city}, on its own clock" for city in ("New York", "Paris", "Tokyo")
    ]
    letters = page.locator(".lane .bar text").all_text_contents()
    assert len(letters) == 40
    assert {one[0] for one in letters} == {"D", "W", "P", "A"}
    assert violations(page) == []

    late.get_by_role("button", name="Ms Ferrante").click()
    late.get_by_role("button", name="Not handed over").click()
    page.get_by_label("no way in").check()
    page.get_by_role("button", name="Note it").click()
    expect(page.locator(".result")).to_have_text("Ms Ferrante: not handed over. It is noted why.")
    assert dinner.asked[-1] == ("dinner/households/house006/fail", "", {"reason": "no_entry"})
    expect(late).to_contain_text("Tried")
    late.get_by_role("button", name="Letter of apology").click()
    assert violations(page) == []
    page.get_by_label("Expected at").fill("soon")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.get_by_text("Please write an hour such as 20:15.")).to_be_visible()
    page.get_by_label("Expected at").fill("23.15")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".result")).to_have_text("A letter to Ms Ferrante is on its way.")
    path, _, body = dinner.asked[-1]
    assert path.endswith("/apologise")
    assert body["expected_at"].endswith(":15:00Z")
    late.get_by_role("button", name="Send it again").click()
    expect(page.locator(".result")).to_have_text("Ms Ferrante: on the way.")

    page.get_by_label("City").select_option("paris")
    page.get_by_label("State").select_option("dispatched")
    expect(page.locator(".shown")).to_contain_text("of 39 households")
    first = page.locator(".doors").nth(1).locator("li").first
    name = first.locator(".name").inner_text()
    first.get_by_role("button", name="Handed over").click()
    page.get_by_role("button", name="Note it").click()
    expect(page.locator(".result")).to_have_text(f"{name}: handed over.")
    expect(page.locator(".share p")).to_contain_text(f"{served + 1} of 40")
    # A refusal says so and shows how things stand.
    dinner.refusal = (409, BUSY)
    page.locator(".doors").nth(1).locator("li").first.get_by_role("button", name="Handed over").click()
    page.get_by_role("button", name="Note it").click()
    expect(page.locator(".said .notice")).to_contain_text("This is not possible as things stand now.")


@pytest.mark.proof
def test_the_night_by_keyboard(browser: Browsers, boutique: Boutique) -> None:
    """From the tabs to a household that is served, without a hand on a mouse."""
    dinner = fake(boutique)
    page = at_dinner(browser, boutique, dinner)
    page.locator(".looks .seg").last.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ms Ferrante")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Handed over", exact=True).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Was it handed over?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".result")).to_have_text("Ms Ferrante: handed over.")
    expect(page.get_by_text("Nobody waits past a window.")).to_be_visible()


@pytest.mark.proof
def test_papers_and_links(browser: Browsers, boutique: Boutique) -> None:
    """A manifest is released by a second press, or reasons say why not; papers are saved, links copied and replaced."""
    dinner = fake(boutique)
    dinner.stale = True
    page = at_dinner(browser, boutique, dinner)
    look(page, "Papers and links")
    expect(page.get_by_text("Something has changed since.")).to_be_visible()
    page.get_by_role("button", name="Release a new version").click()
    page.get_by_role("button", name="Yes, release it").click()
    expect(page.locator(".result")).to_have_text("Manifest 4 is released.")
    assert dinner.asked[-1][:2] == ("dinner/release", '"7"')
    expect(page.get_by_text("Nothing has changed since.")).to_be_visible()
    assert saved(page, "CSV").suggested_filename == "4-manifest.csv"
    assert saved(page, "Driver’s sheet: Round PAR 7").suggested_filename == "4-Round-PAR-7-driver.html"
    page.get_by_role("button", name="Copy the link: Round PAR 7").click()
    expect(page.get_by_label("The link of Round PAR 7")).to_have_value("https://house.example/round#old")
    page.get_by_role("button", name="Replace the link: Rue Cambon").click()
    expect(page.get_by_text("The old link ends at once.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Yes, replace it").click()
    expect(page.get_by_label("The link of Rue Cambon")).to_have_value("https://house.example/kitchen#new")
    assert dinner.asked[-1][2] == {"kind": "kitchen", "id": "kitchen-1", "revoke": True}

    dinner.stale = True
    dinner.without = [
        {"guest": "g", "household": "h", "code": "B1", "why": [{"menu": "", "why": "not_asked", "codes": []}]}
    ]
    look(page, "The night")
    look(page, "Papers and links")
    expect(page.get_by_text("It cannot be released yet:")).to_be_visible()
    expect(page.get_by_text("1 person has no menu")).to_be_visible()
    expect(page.get_by_role("button", name="Release a new version")).to_have_count(0)

    dinner.without = []
    dinner.unplaced = [{"guest": "g", "household": "h", "why": "kitchen_or_couriers_full"}]
    look(page, "The night")
    look(page, "Papers and links")
    expect(page.locator(".reasons li")).to_contain_text("no window is left, the kitchen or the couriers are full")
    expect(page.get_by_role("button", name="Release a new version")).to_have_count(0)


@pytest.mark.proof
def test_menus_and_persons(browser: Browsers, boutique: Boutique) -> None:
    """Who has no menu and why, notes to be read, requests to be granted, who is asked again, boxes by allergen."""
    dinner = fake(boutique)
    dinner.can.append("chase")
    why = [
        {"menu": "menu-1", "why": "allergen", "codes": ["celery", "gluten"]},
        {"menu": "menu-2", "why": "alcohol", "codes": []},
    ]
    dinner.without = [
        {
            "guest": "guest0",
            "household": "h1",
            "code": "B1",
            "why": [{"menu": "menu-1", "why": "not_asked", "codes": []}],
        },
        {"guest": "guest1", "household": "h2", "code": "C2", "why": why},
    ]
    dinner.notes = [{"guest": "c", "code": "D3", "note": "No kiwi, please."}]
    at = (dinner.now - timedelta(hours=1)).isoformat()
    dinner.requests = [{"guest": "d", "code": "F4", "at": at, "allergens": ["fish"], "diets": ["halal"], "note": ""}]
    page = at_dinner(browser, boutique, dinner)
    look(page, "Menus and persons")
    expect(page.get_by_text("Of 1 person nothing is known yet.")).to_be_visible()
    expect(page.locator(".asked")).to_contain_text("Madame Ashdown")
    expect(page.locator(".pressing").last).to_contain_text("Monsieur Hart C2")
    expect(page.get_by_text("The garden contains celery and cereals containing gluten")).to_be_visible()
    expect(page.get_by_text("The coast is with alcohol")).to_be_visible()
    expect(page.locator("tr", has_text="fish").locator("td").first).to_have_text("3")
    expect(page.locator("tr", has_text="fish").locator("td").last).to_have_text("contains it")
    assert violations(page) == []
    page.get_by_role("button", name="Ask them again").click()
    expect(page.locator(".result")).to_have_text("2 guests are written to; 1 had a letter today already.")
    page.get_by_role("button", name="Read: the menus allow for it").click()
    expect(page.locator(".result")).to_have_text("Noted as read.")
    assert dinner.asked[-1][0] == "guests/c/table/D3/note"
    page.get_by_role("button", name="Grant it").click()
    expect(page.locator(".result")).to_have_text("Granted. A new manifest is needed.")
    assert dinner.asked[-1] == ("guests/d/table/F4/request", "", {"granted": True})
    expect(page.get_by_role("button", name="Grant it")).to_have_count(0)


@pytest.mark.proof
def test_a_plan_is_written(browser: Browsers, boutique: Boutique) -> None:
    """Menus with what they contain, kitchens before the film, cities with areas; mistakes stand at their fields."""
    dinner = fake(boutique)
    dinner.planned, dinner.released = False, 0
    page = at_dinner(browser, boutique, dinner)
    expect(page.get_by_text("Nothing is planned yet.")).to_be_visible()
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.get_by_text("There must be at least one.")).to_have_count(2)
    names = page.get_by_label("Name, English", exact=True)
    names.first.fill("The garden")
    names.nth(1).fill("Leeks")
    page.get_by_role("group", name="Contains, Course 1").get_by_label("mustard").check()
    page.get_by_label("To finish at home, English").first.fill("Warm it.\n\nServe.")
    page.get_by_role("button", name="One more kitchen").click()
    page.locator("[id='kitchens.0.name']").fill("Rue Cambon")
    page.get_by_label("Works from, before the film").fill("1")
    expect(page.get_by_text("On its clock:")).to_be_visible()
    page.get_by_role("button", name="One more city").click()
    page.locator("[id='cities.0.name.en']").fill("Paris")
    page.get_by_label("Area", exact=True).fill("Saint-Germain")
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.get_by_text("Hours and minutes such as 5:00, the first before the second.")).to_be_visible()
    expect(page.locator("[id='kitchens.0.opens']")).to_be_focused()
    assert violations(page) == []
    page.get_by_label("Works from, before the film").fill("5")
    dinner.refusal = (
        422,
        {
            "type": "/docs/problems#invalid-input",
            "status": 422,
            "errors": [{"pointer": "/kitchens/0/boxes", "detail": "no"}],
        },
    )
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.get_by_text("This cannot be kept as it is.")).to_be_visible()
    # Somebody else was faster: what is typed stays, and takes their place only by another press.
    dinner.refusal = (412, {"type": "/docs/problems#precondition-failed", "status": 412})
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.locator(".said .notice")).to_contain_text("What you wrote is still here")
    dinner.refusal = None
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.locator(".result")).to_have_text("The plan is kept.")
    path, version, body = dinner.asked[-1]
    assert (path, version) == ("dinner", '"0"')
    course = {"name": {"en": "Leeks"}, "contains": ["mustard"], "suits": [], "alcohol": False}
    finishing = {"en": ["Warm it.", "Serve."]}
    assert body["menus"] == [
        {"id": "menu-1", "name": {"en": "The garden"}, "cold": True, "finishing": finishing, "courses": [course]}
    ]
    assert (body["kitchens"][0]["opens"], body["kitchens"][0]["closes"]) == (300, 60)
    assert (body["cities"][0]["id"], body["cities"][0]["areas"]) == ("paris", {"saint-germain": 20})


@pytest.mark.proof
def test_from_the_plan_to_the_door(browser: Browsers, bundles: None) -> None:
    """In the real house: planned, answered by three, a note read, released, brought by hand, while the film waits."""
    with Stack() as stack:
        house = Boutique(stack)
        paris = ZoneInfo("Europe/Paris")
        now = datetime.fromisoformat(str(advance(stack.url, "1m")["now"]))
        start = (now.astimezone(paris) + timedelta(days=6)).replace(hour=21, minute=0, second=0, microsecond=0)
        event = evening(house, start, 40)
        # What is served can be written before anybody knows of it.
        page = occasions(browser, house)
        page.locator(".board .name").first.click()
        written(page)
        planner = stack.token("planner")
        house.call("POST", f"/v1/events/{event['id']}/publish", {}, planner, event["version"])

        tables = coming(house, event, 3)
        codes = [table["door"]["persons"][0]["code"] for _, table in tables]
        for at, (token, _) in enumerate(tables[:2]):
            needs = {"allergens": ["fish"], "note": "No kiwi, please." if at else ""}
            answered(house, token, **needs)
        page = occasions(browser, house)
        page.locator(".board .name").first.click()
        page.get_by_role("button", name="Dinner", exact=True).click()
        expect(page.get_by_text("3 persons in 3 households")).to_be_visible()
        expect(page.get_by_text("Of 1 person nothing is known yet.")).to_be_visible()
        page.get_by_role("button", name="Ask them again").click()
        expect(page.locator(".result")).to_have_text("1 guest is written to.")
        page.get_by_role("button", name="Ask them again").click()
        expect(page.locator(".result")).to_have_text("0 guests are written to; 1 had a letter today already.")
        look(page, "Papers and links")
        expect(page.get_by_text("1 household has no address")).to_be_visible()
        answered(house, tables[2][0])
        look(page, "Menus and persons")
        expect(page.locator(".pressing li")).to_contain_text(codes[1])
        expect(page.locator(".pressing li")).to_contain_text("No kiwi, please.")
        page.get_by_role("button", name="Read: the menus allow for it").click()
        expect(page.get_by_text("Everybody has a menu, and every household an address.")).to_be_visible()
        expect(page.locator(".counted tr", has_text="fish").locator("td").first).to_have_text("2")
        look(page, "Papers and links")
        page.get_by_role("button", name="Release a manifest").click()
        page.get_by_role("button", name="Yes, release it").click()
        expect(page.locator(".result")).to_have_text("Manifest 1 is released.")
        assert codes[0] in saved(page, "CSV").path().read_text("utf-8-sig")
        page.get_by_label("In which language").select_option("it")
        for paper, said in (
            ("Driver’s sheet: Round PAR 1", "8 rue Royale"),
            ("Kitchen’s sheet: Rue Cambon", "pesce"),
            ("Labels of the boxes: Rue Cambon", codes[2]),
        ):
            assert said in saved(page, paper).path().read_text()
        assert saved(page, "XLSX").path().read_bytes().startswith(b"PK")
        rested(page)
        page.get_by_role("button", name="Copy the link: Round PAR 1").click()
        expect(page.get_by_label("The link of Round PAR 1")).to_have_value(re.compile("/round#"))
        look(page, "The night")
        expect(page.locator(".doors li")).to_have_count(3)
        expect(page.locator(".doors li").first).to_contain_text("20:00–20:30")

        now = datetime.fromisoformat(str(advance(stack.url, "1m")["now"]))
        stack.advance(f"{int((start - now).total_seconds() // 60) - 20}m")
        page = occasions(browser, house, "helene-arnoux")
        page.locator(".board .name").first.click()
        page.get_by_role("button", name="Dinner", exact=True).click()
        expect(page.get_by_text("3 households wait past the window")).to_be_visible()
        late = page.locator(".doors li").first
        late.locator(".name").click()
        late.get_by_role("button", name="It has left").click()
        expect(late.locator(".mark").first).to_have_text("On the way")
        late.get_by_role("button", name="Handed over", exact=True).click()
        page.get_by_role("button", name="Note it").click()
        expect(page.get_by_text("2 households wait past the window")).to_be_visible()
        expect(page.locator(".share p")).to_have_text("1 of 3 households served The film waits for 3.")
        late = page.locator(".doors li").first
        late.locator(".name").click()
        late.get_by_role("button", name="Letter of apology").click()
        page.get_by_label("Expected at").fill("21.10")
        before = len(stack.mailbox())
        page.get_by_role("button", name="Write the letter").click()
        expect(page.locator(".result")).to_contain_text("is on its way.")
        expect(late).to_contain_text("expected 21:10")
        stack.advance("1m")
        assert len(stack.mailbox()) > before
        page.get_by_role("button", name="Run of show").click()
        expect(page.locator(".share p")).to_have_text("1 of 3 households served The film waits for 3.")
        expect(page.get_by_text("The beginning is held: too few dinners have been delivered.")).to_be_visible()
        page.get_by_role("button", name="Write the run of show").click()
        page.get_by_label("What happens").fill("The table is laid")
        page.get_by_label("The film waits until so many per cent are served").fill("300")
        expect(page.get_by_text("Please write a whole number that is possible.")).to_be_visible()
        page.get_by_label("The film waits until so many per cent are served").fill("30")
        page.get_by_role("button", name="Keep the run of show").click()
        expect(page.locator(".share p")).to_contain_text("Enough are served: the film need not wait.")
        expect(page.get_by_text("The beginning is held")).to_have_count(0)
        page.get_by_role("button", name="Dinner", exact=True).click()
        page.get_by_role("button", name="Call: open the card").first.click()
        expect(page.locator(".clients")).to_be_visible()
        expect(page.locator(".clients")).to_contain_text("@")

        # An advisor is shown the households of her own guests, and how many are served of all.
        listing = house.call("GET", f"/v1/events/{event['id']}/guests", token=stack.token("planner"))["items"]
        hers = next(one["advisor"] for one in listing if one["advisor"] != "helene-arnoux")
        page = occasions(browser, house, hers)
        page.locator(".board .name").first.click()
        page.get_by_role("button", name="Dinner", exact=True).click()
        expect(page.locator(".share p")).to_contain_text("of 3 households served")
        expect(page.locator(".looks")).to_have_count(0)
        expect(page.locator(".doors .name")).to_have_count(sum(one["advisor"] == hers for one in listing))


def evening(house: Boutique, start: datetime, places: int) -> dict[str, Any]:
    """A dinner as a draft."""
    token = house.stack.token("planner")
    sitting = {"start": start.isoformat(), "minutes": 90, "language": "en", "capacity": places}
    body = {"kind": "launch_dinner", "title": {"en": TITLE}, "hosts": ["helene-arnoux"], "sittings": [sitting]}
    return house.call("POST", "/v1/boutiques/paris/events", body, token)


def written(page: Page) -> None:
    """A plan by hand: one menu without fish, a kitchen, Paris."""
    names = page.get_by_label("Name, English", exact=True)
    names.first.fill("The garden")
    names.nth(1).fill("Leeks")
    page.get_by_role("group", name="Contains, Course 1").get_by_label("mustard").check()
    page.get_by_role("button", name="One more kitchen").click()
    page.locator("[id='kitchens.0.name']").fill("Rue Cambon")
    page.get_by_role("button", name="One more city").click()
    page.locator("[id='cities.0.name.en']").fill("Paris")
    page.get_by_label("Area", exact=True).fill("8e")
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.locator(".result")).to_have_text("The plan is kept.")


def coming(house: Boutique, event: dict[str, Any], guests: int) -> list[tuple[str, dict[str, Any]]]:
    """So many of the demo's guests are invited and come, each alone: her link's token and her table."""
    token = house.stack.token("planner")
    with urllib.request.urlopen(f"{house.url}/demo/guests.csv?boutique=paris") as listed:
        lines = listed.read().decode().splitlines(keepends=True)
    willing = [n for n in range(COUNT) if n not in UNASKED][:guests]
    some = {"csv": "".join([lines[0], *(lines[n + 1] for n in willing)]), "dry_run": False}
    house.call("POST", f"/v1/events/{event['id']}/invitations/import", some, token)
    house.call("POST", f"/v1/events/{event['id']}/invitations/send", {}, token)
    house.stack.advance("1d")
    by = {one["to"].split("<")[-1].rstrip(">"): one for one in house.stack.mailbox() if "/event#" in one["text"]}
    found = []
    for n in willing:
        hers = invitation(by[address(n)])
        house.call("POST", "/v1/invitation/accept", {"party": 1}, hers)
        found.append((hers, house.call("GET", "/v1/table", token=hers)))
    return found


def answered(house: Boutique, token: str, **needs: Any) -> None:
    """She says where she dines, and what she must not eat."""
    table = house.call("GET", "/v1/table", token=token)
    where = {"lines": ["8 rue Royale"], "city": "paris", "area": "8e", "telephone": "+33 6 12 34 56 78"}
    table = house.call("POST", "/v1/table/address", where, token, table["version"])
    about = {"person": table["door"]["persons"][0]["code"], "consent": True, **needs}
    house.call("POST", "/v1/table/needs", about, token, table["version"])


@pytest.mark.proof
@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1280, "dark"), ("ar", 390, "light"), ("ja", 768, "light")]
)
def test_a_dinner_is_for_everybody(
    browser: Browsers, boutique: Boutique, language: str, width: int, scheme: str
) -> None:
    """Every part of it: no violation and nothing cut off, in a hand's width, in the dark, from right to left."""
    dinner = fake(boutique)
    page = at_dinner(browser, boutique, dinner, width=width, locale=language, color_scheme=scheme)
    for part in range(4):
        page.locator(".looks .seg").nth(part).click()
        expect(page.locator(".looks .seg").nth(part)).to_have_attribute("aria-pressed", "true")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.proof
def test_an_advisor_sees_her_own(browser: Browsers, boutique: Boutique) -> None:
    """She is shown the night of her guests' households and their cards, and neither the plan nor its papers."""
    dinner = fake(boutique, households=6)
    page = at_dinner(browser, boutique, dinner, "baptiste-lemoine")
    expect(page.locator(".share")).to_be_visible()
    expect(page.locator(".looks")).to_have_count(0)
    expect(page.locator(".doors .name").first).to_be_attached()
    assert [path for path, _, _ in dinner.asked] == []
    assert violations(page) == []
