"""An invitation's whole way through the local stack: the planner's press, the letter, her page, the house's answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from infra.local.advance import advance
from infra.local.seed import KNOWN_CLIENTS
from infra.local.stack import Stack
from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.test_console import Boutique
from tests.browser.test_journeys import newest


def tell(boutique: Boutique, who: str) -> None:
    """A client's own word that she may be invited by e-mail."""
    token = str(boutique.call("POST", "/demo/tokens", {"as": who})["token"])
    me = boutique.call("GET", "/v1/me", token=token)
    texts = {one["purpose"]: one["version"] for one in me["texts"]}
    given = [
        {"channel": "email", "purpose": purpose, "given": True, "text_version": version}
        for purpose, version in texts.items()
    ]
    wishes = {"language": me["language"], "preferred_channel": "email", "level": "open", "consents": given}
    boutique.call("PUT", "/v1/me/preferences", wishes, token, 1)


@pytest.mark.proof
def test_from_the_letter_to_the_evening(browser: Browsers, bundles: None) -> None:
    """Invited by a letter, she says yes for two, names her guest later, takes the file, and is let in that evening."""
    with Stack() as stack:
        boutique = Boutique(stack)
        tell(boutique, "camille")
        planner = str(boutique.call("POST", "/demo/tokens", {"as": "planner"})["token"])
        now = datetime.fromisoformat(str(advance(stack.url, "1m")["now"]))
        paris = ZoneInfo("Europe/Paris")
        start = (now.astimezone(paris) + timedelta(days=6)).replace(hour=19, minute=0, second=0, microsecond=0)
        sitting = {"start": start.isoformat(), "minutes": 60, "language": "en", "capacity": 4}
        about = {
            "kind": "group_presentation",
            "title": {"en": "An evening of emeralds", "fr": "Une soirée d’émeraudes"},
            "description": {"en": "Six stones, and how they were found."},
            "hosts": ["helene-arnoux"],
            "sittings": [sitting],
        }
        event = boutique.call("POST", "/v1/boutiques/paris/events", about, planner)
        path = f"/v1/events/{event['id']}"
        event = boutique.call("POST", f"{path}/publish", {}, planner, event["version"])
        client = next(one.id for one in KNOWN_CLIENTS if one.key == "camille")
        boutique.call("POST", f"{path}/guests", {"client_id": client, "max_plus_ones": 1}, planner)
        boutique.call("POST", f"{path}/invitations/send", {}, planner)
        # News waits for the morning on her clock, whatever the hour is now.
        stack.advance("1d")
        letter = newest(stack, "camille@client.example", "An evening of emeralds")
        yes = next(one for one in letter["links"] if one.endswith("&answer=yes"))

        page = browser.page(390)
        page.goto(yes)
        expect(walk.title(page)).to_have_text("Whom may we expect?")
        assert page.url == f"{stack.url}/event"
        walk.press(page, "Back")
        expect(walk.title(page)).to_have_text("An evening of emeralds")
        expect(page.get_by_text("19:00, Paris time")).to_be_visible()
        walk.press(page, "I accept with pleasure")
        page.locator("[name=party]").nth(1).check(force=True)
        walk.press(page, "I accept with pleasure")
        expect(walk.title(page)).to_have_text("We look forward to seeing you")
        walk.press(page, "Change who comes")
        page.locator("#given-1").fill("Tom")
        walk.press(page, "Keep this change")
        expect(page.get_by_role("article")).to_contain_text("Tom")
        with page.expect_download() as file:
            walk.press(page, "Add to calendar")
        assert file.value.suggested_filename.endswith(".ics")
        assert newest(stack, "camille@client.example", "Tom")

        now = datetime.fromisoformat(str(advance(stack.url, "1m")["now"]))
        minutes = int((start - now).total_seconds() // 60) - 10
        stack.advance(f"{minutes}m")
        page.reload()
        walk.press(page, "Come in")
        expect(page.get_by_text("will begin in a moment")).to_be_visible()
