"""`/v1/me` over HTTP: what a client reads of herself, what she may change, and what is not told."""

from __future__ import annotations

from typing import Any

from tests.world.browser import Browser
from tests.world.house import House
from tests.world.people import MARGAUX

ASKED: dict[str, Any] = {
    "language": "en",
    "preferred_channel": "sms",
    "level": "events_only",
    "consents": [{"channel": "email", "purpose": "marketing", "given": True, "text_version": "marketing-1.en"}],
}


def test_she_reads_and_changes_her_own_card(house: House) -> None:
    """A version to change, the change, the same again; and a text that is shown with the version it has."""
    with Browser(house) as browser:
        token = browser.client(MARGAUX)
        first = browser.get("/v1/me", token)
        assert (first.status, first.headers["etag"], first.json["level"]) == (200, '"1"', "open")
        assert first.json["channels"] == ["email", "sms", "whatsapp"]
        assert not any(one["allowed"] for one in first.json["permissions"] if one["purpose"] != "service")
        assert ASKED["consents"][0]["text_version"] in {text["version"] for text in first.json["texts"]}
        changed = browser.send("PUT", "/v1/me/preferences", ASKED, token=token, version=1)
        assert (changed.status, changed.headers["etag"]) == (200, '"2"')
        assert {("email", "invitation"), ("email", "service"), ("sms", "service")} == {
            (one["channel"], one["purpose"]) for one in changed.json["permissions"] if one["allowed"]
        }
        again = browser.send("PUT", "/v1/me/preferences", ASKED, token=token, version=1)
        assert (again.status, again.text) == (200, changed.text)
        assert again.headers["idempotent-replayed"] == "true"
        stale = browser.send(
            "PUT", "/v1/me/preferences", {**ASKED, "level": "none", "consents": []}, token=token, version=1
        )
        assert stale.status == 412
        assert browser.send("PUT", "/v1/me/preferences", ASKED, token=token).status == 428
        assert browser.get("/v1/me", token).text == changed.text


def test_her_addresses_are_not_told_and_strange_bodies_not_taken(house: House) -> None:
    """How she is addressed is enough; a body says all it must and nothing more."""
    contact = house.clients.get(MARGAUX).contact
    assert contact is not None
    with Browser(house) as browser:
        token = browser.client(MARGAUX)
        text = browser.get("/v1/me", token).text
        assert contact.name.addressed in text
        assert contact.email not in text
        assert contact.telephone not in text
        wrong: list[dict[str, Any]] = [
            {**ASKED, "level": "OPEN"},
            {**ASKED, "advisor": "advisor-1"},
            {**ASKED, "consents": [{**ASKED["consents"][0], "given": "true"}]},
            {**ASKED, "consents": ASKED["consents"] * 7},
            {**ASKED, "language": "xx"},
            {key: value for key, value in ASKED.items() if key != "level"},
        ]
        answers = [browser.send("PUT", "/v1/me/preferences", body, token=token, version=1) for body in wrong]
        assert {answer.status for answer in answers} == {422}
        assert browser.get("/v1/me", token).headers["etag"] == '"1"'
