"""A delegate's journey through HTTP: named, written to, books, moves and cancels, sees nothing private, is let go."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.bookings.model import State
from chalicelib.foundation.clock import parse_rfc3339, rfc3339
from chalicelib.foundation.errors import Unauthenticated
from chalicelib.identity.model import Role
from tests.world.browser import Browser, at_once
from tests.world.house import House
from tests.world.people import CAMILLE, MARGAUX, client

FRIDAY = parse_rfc3339("2027-01-15T15:00:00+01:00")
PERSON: dict[str, Any] = {
    "name": {"title": "Ms", "given": "Ada", "family": "Kanari"},
    "email": "ada.kanari@canary.example",
    "language": "en",
}
ADDRESS = {"lines": ["9 rue du Canari"], "postal_code": "75001", "city": "Paris", "country": "FR"}


def invited(browser: Browser) -> str:
    """Name somebody as Margaux, and return the token of the letter she was sent."""
    granted = browser.send("POST", "/v1/me/delegates", PERSON, token=browser.client(MARGAUX), key="name")
    assert (granted.status, granted.json["state"]) == (201, "active"), granted.text
    browser.house.deliver()
    (message,) = [said for _, said in browser.house.mailbox.taken if said.template == "delegate.invited"]
    assert message.to.email == PERSON["email"]
    page, _, token = message.values["delegate_url"].partition("#showroom=")
    assert page == "https://book.maison.example/me"
    return str(token)


def test_a_delegate_books_moves_and_cancels_and_sees_no_note(house: House) -> None:
    """Named by the client, until she is let go; every letter goes to the client, every audit row names the delegate."""
    with Browser(house) as browser:
        hers = browser.client(MARGAUX)
        note = {"note": "A ring for Basil", "access_needs": "No stairs"}
        own = browser.book(FRIDAY + 2880, "own", hers, "video", **note)
        assert browser.get(own.headers["location"], hers).json["private"]["note"] == "A ring for Basil"
        house.deliver()
        token = invited(browser)
        house.mailbox.taken.clear()

        told = browser.get("/v1/delegation", token).json
        assert (told["client"], told["expires_at"]) == ("Margaux Essai", "2028-01-11T09:00:00Z")
        assert browser.get("/v1/bookings/last", token).json["last"]["experience"]["id"] == "video"
        first = browser.book(FRIDAY, "key", token, "video", note="Ask for Ines")
        assert (first.status, first.json["state"], first.json["private"]) == (201, "confirmed", None)
        assert (first.json["can"], first.json["first_name"]) == (["reschedule", "cancel"], None)
        again = browser.book(FRIDAY, "key", token, "video", note="Ask for Ines")
        assert (again.text, again.headers["idempotent-replayed"]) == (first.text, "true")
        at_home = browser.book(FRIDAY + 1440, "home", token, "at-home", address=ADDRESS)
        assert (at_home.status, at_home.json["state"], at_home.json["private"]) == (201, "requested", None)

        booking = f"/v1/bookings/{first.json['id']}"
        moved = browser.send(
            "POST",
            f"{booking}/reschedule",
            {"start": rfc3339(FRIDAY + 60, "Europe/Paris")},
            token=token,
            key="move",
            version=1,
        )
        assert (moved.status, moved.json["version"]) == (200, 2)
        cancelled = browser.send("POST", f"{booking}/cancel", {}, token=token, key="cancel", version=2)
        assert (cancelled.status, cancelled.json["state"]) == (200, "cancelled")
        read = [browser.get("/v1/bookings", token), browser.get(f"/v1/bookings/{own.json['id']}", token)]
        read += [browser.get(f"/v1/bookings/{own.json['id']}/calendar", token), browser.get(booking, token)]
        read += [first, moved, cancelled, at_home, browser.get(f"/v1/bookings/{at_home.json['id']}/calendar", token)]
        assert {one.status for one in read} <= {200, 201}
        secrets = ("Basil", "stairs", "Ines", "Canari", "margaux@", "+33199000002", "Kanari")
        assert not [(word, one.text) for word in secrets for one in read if word in one.text]
        assert browser.send("POST", "/v1/wishes", wish(), token=token, key="wish").status == 201
        assert browser.send("POST", f"/v1/bookings/{own.json['id']}/room", {}, token=token).status == 403
        for path in ("/v1/me", "/v1/me/delegates"):
            assert browser.get(path, token).status == 403
        assert browser.send("POST", "/v1/me/delegates", PERSON, token=token, key="name").status == 403

        house.deliver()
        letters = [said for _, said in house.mailbox.taken if not said.template.startswith("host.")]
        assert {said.to.email for said in letters} == {"margaux@client.example"}
        (listed,) = browser.get("/v1/me/delegates", hers).json["items"]
        assert (listed["name"], listed["email_masked"], listed["state"]) == (
            "Ada Kanari",
            "a…@canary.example",
            "active",
        )
        actors = {row["actor"]["S"] for row in house.rows() if row["pk"]["S"] == f"AUDIT#booking#{first.json['id']}"}
        assert actors == {f"delegate:{listed['id']}"}

        end = f"/v1/me/delegates/{listed['id']}/revoke"
        ended = browser.send("POST", end, {}, token=hers)
        assert (ended.status, ended.json["state"]) == (200, "revoked")
        assert browser.send("POST", end, {}, token=hers).headers["idempotent-replayed"] == "true"
        after = [browser.get("/v1/bookings", token), browser.get("/v1/maison", token)]
        after.append(browser.get("/v1/maison", f"{token[:-2]}AA"))
        assert {(one.status, one.text) for one in after} == {(401, after[0].text)}
        assert browser.get("/v1/bookings", hers).status == 200
    assert house.violations() == []


def wish() -> dict[str, Any]:
    """A wish as a known client's widget sends it."""
    return {"boutique": "paris", "experience": "video", "language": "en", "words": "After four"}


def test_her_clients_own_and_nobody_elses(house: House) -> None:
    """Another client's appointment is not there; a client cannot be sent along; keys are not shared with the client."""
    with Browser(house) as browser:
        token = invited(browser)
        other = browser.book(FRIDAY, "key", browser.client(CAMILLE), "video").json["id"]
        assert browser.get(f"/v1/bookings/{other}", token).status == 404
        assert browser.send("POST", f"/v1/bookings/{other}/cancel", {}, token=token, key="c", version=1).status == 404
        strange = browser.book(FRIDAY, "strange", token, "video", client_id=CAMILLE)
        assert (strange.status, strange.json["errors"][0]["pointer"]) == (422, "/client")
        mine = browser.book(FRIDAY, "one-key", token, "video").json["id"]
        hers = browser.book(FRIDAY + 1440, "one-key", browser.client(MARGAUX), "video").json["id"]
        assert mine != hers
        assert {one["id"] for one in browser.get("/v1/bookings", token).json["items"]} == {mine, hers}
        with pytest.raises(ValueError, match="signs in"):
            house.tokens.access(Role.DELEGATE, MARGAUX)


def test_an_end_beside_a_booking_leaves_either_a_whole_booking_or_a_refusal(house: House) -> None:
    """Whoever was let in before the end's commit finishes; whoever comes after it is nobody. Never half of either."""
    with Browser(house) as browser:
        token = invited(browser)
        (listed,) = browser.get("/v1/me/delegates", browser.client(MARGAUX)).json["items"]
        answers = at_once(
            [
                *(lambda n=n: browser.book(FRIDAY + n * 1440, f"k{n}", token, "video").status for n in range(3)),
                lambda: house.delegates.revoke(client(MARGAUX), listed["id"])[0].revoked_at,
            ],
            threads=4,
        )
        assert set(answers[:3]) <= {201, 401}
        assert answers[3] == house.now
        booked = house.bookings.of_client(client(MARGAUX), 10, None).items
        assert [one.state for one in booked] == [State.CONFIRMED] * answers[:3].count(201)
        assert browser.book(FRIDAY + 5 * 1440, "late", token, "video").status == 401
    with pytest.raises(Unauthenticated):
        house.verified(token)
    assert house.violations() == []
