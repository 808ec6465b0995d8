"""A dinner's night through the local stack: from the plan to a door in the rain, by the links that the house gives."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from infra.local.advance import advance
from infra.local.seed import KNOWN_CLIENTS
from infra.local.stack import Stack
from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.nightly import draw
from tests.browser.test_console import Boutique
from tests.browser.test_event_journey import tell
from tests.browser.test_journeys import newest

PLAN: dict[str, Any] = {
    "menus": [
        {
            "id": "garden",
            "name": {"en": "Garden menu", "fr": "Menu du jardin"},
            "courses": [{"name": {"en": "Celeriac"}, "contains": ["celery"], "suits": ["vegetarian"]}],
            "finishing": {"en": ["Ten minutes at 160 °C."]},
        }
    ],
    "kitchens": [
        {"id": "brera", "name": "Cuisine Brera", "zone": "Europe/Paris", "opens": 240, "closes": 30,
         "slot_minutes": 15, "boxes": 20}
    ],
    "cities": [
        {"id": "paris", "name": {"en": "Paris"}, "zone": "Europe/Paris", "kitchen": "brera", "areas": {"centre": 15},
         "couriers": 2}
    ],
}  # fmt: skip
ADDRESS = {
    "lines": ["12 rue d'Essai", "75001 Paris"], "city": "paris", "area": "centre", "access": "Code 4711B, third floor",
    "telephone": "+33 6 39 98 41 78",
}  # fmt: skip


def answered(boutique: Boutique, hers: str) -> None:
    """She comes alone, says where she dines and what she does not eat."""
    boutique.call("POST", "/v1/invitation/accept", {"party": 1, "companions": []}, hers, 1)
    table = boutique.call("GET", "/v1/table", token=hers)
    table = boutique.call("POST", "/v1/table/address", ADDRESS, hers, table["version"])
    person = table["door"]["persons"][0]["code"]
    needs = {"person": person, "consent": True, "allergens": ["milk"]}
    boutique.call("POST", "/v1/table/needs", needs, hers, table["version"])


@pytest.mark.proof
def test_from_the_plan_to_the_door(browser: Browsers, bundles: None) -> None:
    """The kitchen reads codes, the courier leaves, loses the network, hands over, and the house knows it afterwards."""
    with Stack() as stack:
        boutique = Boutique(stack)
        tell(boutique, "camille")
        planner = stack.token("planner")
        paris = ZoneInfo("Europe/Paris")
        now = datetime.fromisoformat(str(advance(stack.url, "1m")["now"])).astimezone(paris)
        film = (now + timedelta(days=6)).replace(hour=20, minute=30, second=0, microsecond=0)
        about = {
            "kind": "launch_dinner",
            "title": {"en": "A dinner of emeralds"},
            "description": {"en": "At your table."},
            "hosts": ["helene-arnoux"],
            "sittings": [{"start": film.isoformat(), "minutes": 60, "language": "en", "capacity": 4}],
        }
        event = boutique.call("POST", "/v1/boutiques/paris/events", about, planner)
        path = f"/v1/events/{event['id']}"
        boutique.call("POST", f"{path}/publish", {}, planner, event["version"])
        boutique.call("POST", f"{path}/dinner", PLAN, planner, 0)
        client = next(one.id for one in KNOWN_CLIENTS if one.key == "camille")
        boutique.call("POST", f"{path}/guests", {"client_id": client}, planner)
        boutique.call("POST", f"{path}/invitations/send", {}, planner)
        stack.advance("1d")
        letter = newest(stack, "camille@client.example", "A dinner of emeralds")
        hers = next(one for one in letter["links"] if "/event#" in one).split("#")[1].split("&")[0]
        answered(boutique, hers)
        planner = stack.token("planner")
        dinner = boutique.call("GET", f"{path}/dinner", token=planner)
        dinner = boutique.call("POST", f"{path}/dinner/release", {}, planner, dinner["version"])
        rounds = [one["id"] for one in dinner["links"] if one["kind"] == "round"]
        link = {"kind": "round", "id": rounds[0]}
        url = str(boutique.call("POST", f"{path}/dinner/links", link, planner)["url"])
        stove = str(boutique.call("POST", f"{path}/dinner/links", {"kind": "kitchen", "id": "brera"}, planner)["url"])

        cook = browser.page(1024)
        cook.goto(stove)
        expect(walk.title(cook)).to_have_text("Cuisine Brera")
        assert cook.url == f"{stack.url}/kitchen"
        expect(cook.locator(".total")).to_have_text("1 box")
        expect(cook.locator(".slot")).to_contain_text("milk 1")
        assert "Essai" not in cook.locator("body").inner_text()

        page = browser.page(390, 844)
        page.goto(url)
        expect(walk.title(page)).to_have_text("Round PAR 1")
        assert page.url == f"{stack.url}/round"
        expect(page.locator("body")).to_contain_text("The film begins at 20:30")
        walk.press(page, "I am leaving with all boxes")
        there = page.locator(".there")
        expect(there).to_contain_text("Code 4711B, third floor")
        expect(page.locator(".unsent")).to_have_count(0)
        assert "39 98" not in page.evaluate("JSON.stringify({...localStorage})")
        page.context.set_offline(True)
        walk.press(page, "Not possible")
        walk.press(page, "Nobody opens")
        page.locator(".stops summary").first.click()
        walk.press(page, "Try this door again")
        walk.press(page, "Hand over")
        walk.press(page, "Let somebody sign")
        draw(page)
        walk.press(page, "It is handed over")
        expect(page.locator(".unsent")).to_contain_text("3 entries not with the house yet")
        page.context.set_offline(False)
        expect(page.locator(".unsent")).to_have_count(0)
        expect(page.locator("body")).to_contain_text("Every door is done. Thank you.")
        (home,) = boutique.call("GET", f"{path}/dinner/households", token=planner)["items"]
        assert (home["state"], home["proof"]["kind"], len(home["attempts"])) == ("delivered", "signature", 1)
        boutique.call("POST", f"{path}/dinner/links", {**link, "revoke": True}, planner)
        page.reload()
        expect(walk.title(page)).to_have_text("This link no longer holds")
        assert "Essai" not in page.evaluate("JSON.stringify({...localStorage})")
