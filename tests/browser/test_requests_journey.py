"""A change after the freeze, through the local stack: she asks, the console grants or declines, her page says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from infra.local.seed import KNOWN_CLIENTS
from infra.local.stack import Stack
from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.test_access import violations
from tests.browser.test_console import Boutique
from tests.browser.test_console_events import answer, invitation, occasions
from tests.browser.test_event_journey import tell
from tests.browser.test_journeys import newest

TITLE = "An evening of sapphires"


@pytest.mark.proof
def test_asked_granted_and_told(browser: Browsers, bundles: None) -> None:
    """One request is declined with a word, the next granted with its seats; letters and page tell each (rule G4)."""
    with Stack() as stack:
        boutique = Boutique(stack)
        tell(boutique, "camille")
        planner = str(boutique.call("POST", "/demo/tokens", {"as": "planner"})["token"])
        day = boutique.after(1)
        sitting = {"start": f"{day}T18:00:00Z", "minutes": 60, "language": "en", "capacity": 3}
        about = {"title": {"en": TITLE}, "hosts": ["helene-arnoux"], "freeze": f"{boutique.after(0)}T08:00:00Z"}
        path = "/v1/boutiques/paris/events"
        event = boutique.call("POST", path, {**about, "kind": "group_presentation", "sittings": [sitting]}, planner)
        path = f"/v1/events/{event['id']}"
        boutique.call("POST", f"{path}/publish", {}, planner, event["version"])
        client = next(one.id for one in KNOWN_CLIENTS if one.key == "camille")
        boutique.call("POST", f"{path}/guests", {"client_id": client, "max_plus_ones": 2}, planner)
        boutique.call("POST", f"{path}/invitations/send", {}, planner)
        # News waits for the morning on her clock, whatever the hour is now.
        stack.advance("1d")
        token = invitation(newest(stack, "camille@client.example", TITLE))
        named = {"party": 2, "companions": [{"given": "Tom"}]}
        assert answer(boutique, token, "accept", named)["state"] == "accepted"
        while not boutique.call("GET", "/v1/invitation", token=token)["frozen"]:
            stack.advance("1d")

        hers = browser.page(390)
        hers.goto(f"{stack.url}/event#{token}")
        card = hers.get_by_role("article")
        walk.press(hers, "Ask for a change")
        hers.locator("[name=party]").nth(2).check(force=True)
        hers.locator("#given-2").fill("Anouk")
        walk.press(hers, "Ask for this")
        expect(card).to_contain_text("Your request has been received.")

        page = occasions(browser, boutique)
        expect(page.locator(".board")).to_contain_text("1 request waits")
        page.get_by_role("button", name=TITLE).click()
        page.get_by_label("Asks for a change").check()
        line = page.locator(".guests > li")
        expect(line).to_have_count(1)
        expect(line).to_contain_text("asks for a change")
        line.locator(".name").click()
        expect(line.locator(".asked")).to_contain_text("3 together · with Tom and Anouk")
        assert violations(page) == []
        page.get_by_label("A word, which the guest reads").fill("The salon holds no more chairs.")
        page.get_by_role("button", name="Leave it as it was").click()
        expect(page.locator(".result")).to_contain_text("all stays as it was")
        hers.reload()
        expect(card).to_contain_text("what you asked for is not possible this time")
        expect(card).to_contain_text("The salon holds no more chairs.")

        walk.press(hers, "Ask for a change")
        hers.locator("[name=party]").nth(2).check(force=True)
        hers.locator("#given-2").fill("Louise")
        walk.press(hers, "Ask for this")
        expect(card).to_contain_text("Your request has been received.")
        page = occasions(browser, boutique)
        page.get_by_role("button", name=TITLE).click()
        line = page.locator(".guests > li")
        line.locator(".name").click()
        page.get_by_role("button", name="Grant it").click()
        expect(page.locator(".result")).to_contain_text("has what was asked for")
        expect(page.locator(".figure.accepted").first).to_have_text("3 have accepted")
        hers.reload()
        expect(card).to_contain_text("It is as you asked.")
        expect(card).to_contain_text("Tom and Louise")
        stack.advance("1d")
        assert newest(stack, "camille@client.example", "We gladly do as you asked")
