"""Sessions: a refresh token changes with each use, a spent one ends them, a raised version ends everything at once."""

from __future__ import annotations

from chalicelib.identity.model import Role
from tests.signin.people import left, refreshed, signed_in
from tests.signin.test_links import refused
from tests.world.browser import Browser, at_once
from tests.world.house import House
from tests.world.people import MARGAUX


def test_each_refresh_gives_the_next(house: House) -> None:
    """A chain of changes holds for the session's life, thirty days for a client, and not a second longer."""
    with Browser(house) as browser:
        token = signed_in(browser)["refresh_token"]
        for day in range(30):
            said = refreshed(browser, token, f"day-{day}")
            assert said.status == 200
            assert browser.get("/v1/me", said.json["access_token"]).status == 200
            token = said.json["refresh_token"]
            house.clock.forward(seconds=86_400 if day < 29 else 86_399)
        token = refreshed(browser, token, "last").json["refresh_token"]
        house.clock.forward(seconds=1)
        assert refused(refreshed(browser, token, "over"))


def test_what_is_swept_has_been_of_no_use_for_a_day(house: House) -> None:
    """A session may be taken away a day after it could last be renewed, and not before; nothing waits for that."""
    with Browser(house) as browser:
        signed_in(browser)
    rows = [row for row in house.rows() if row["sk"]["S"] == "SESSION"]
    assert [int(row["rubbish_after"]["N"]) - int(row["expires"]["N"]) for row in rows] == [86_400]


def test_a_spent_token_ends_the_session(house: House) -> None:
    """Whoever brings the old one back, thief or robbed, both have to sign in anew; another session of hers stays."""
    with Browser(house) as browser:
        first, other = signed_in(browser)["refresh_token"], signed_in(browser, "another")["refresh_token"]
        second = refreshed(browser, first, "mine").json["refresh_token"]
        assert refused(refreshed(browser, first, "theirs"))
        assert refused(refreshed(browser, second, "mine-again"))
        assert refreshed(browser, other, "other").status == 200
        assert house.everything().count("signin.reuse") == 1


def test_a_lost_answer_is_no_reuse(house: House) -> None:
    """The same token with the same key is answered with the same next one within a minute, later it is reuse."""
    with Browser(house) as browser:
        first = signed_in(browser)["refresh_token"]
        second = refreshed(browser, first, "mine").json["refresh_token"]
        house.clock.forward(seconds=59)
        assert refreshed(browser, first, "mine").json["refresh_token"] == second
        house.clock.forward(seconds=1)
        assert refused(refreshed(browser, first, "mine"))
        assert refused(refreshed(browser, second, "next"))


def test_once_the_next_was_used_the_old_one_is_reuse(house: House) -> None:
    """The replay is only for an answer that nobody has used yet."""
    with Browser(house) as browser:
        first = signed_in(browser)["refresh_token"]
        second = refreshed(browser, first, "mine").json["refresh_token"]
        third = refreshed(browser, second, "next").json["refresh_token"]
        assert refused(refreshed(browser, first, "mine"))
        assert refused(refreshed(browser, third, "after"))


def test_two_tabs_with_one_key_are_one(house: House) -> None:
    """Sent ten times at once with one key, all are answered with one next token."""
    with Browser(house) as browser:
        first = signed_in(browser)["refresh_token"]
        answers = at_once([lambda: refreshed(browser, first, "mine") for _ in range(10)])
        assert {said.status for said in answers} <= {200, 503}
        assert len({said.json["refresh_token"] for said in answers if said.status == 200}) == 1


def test_a_forged_token_harms_nobody(house: House) -> None:
    """A text with the right session and a wrong secret or mark is refused, and the session lives on."""
    with Browser(house) as browser:
        token = signed_in(browser)["refresh_token"]
        session, _, secret = token.partition(".")
        forged = [
            f"{session}.{'A' * 64}",
            f"{session}.{secret[:-1]}{'A' if secret[-1] != 'A' else 'B'}",
            f"{'a' * 26}.{secret}",
            secret,
            token + "=",
            token + "A",
            f"{session}.{'+' * 64}",
        ]
        for number, one in enumerate(forged):
            assert refused(refreshed(browser, one, f"key-{number}")), one
            assert left(browser, one).status == 204
        assert refreshed(browser, token, "mine").status == 200


def test_signing_out_ends_this_session_or_all(house: House) -> None:
    """Here: the refresh token is dead. Everywhere: every session and every access token is, at once."""
    with Browser(house) as browser:
        here, there, third = (signed_in(browser, key) for key in ("1", "2", "3"))
        assert left(browser, here["refresh_token"]).status == 204
        assert left(browser, here["refresh_token"]).status == 204
        assert refused(refreshed(browser, here["refresh_token"], "a"))
        assert browser.get("/v1/me", there["access_token"]).status == 200
        assert left(browser, there["refresh_token"], everywhere=True).status == 204
        for answer in (here, there, third):
            assert refused(browser.get("/v1/me", answer["access_token"]))
            assert refused(refreshed(browser, answer["refresh_token"], "b"))
        house.clock.forward(hours=1)
        assert browser.get("/v1/me", signed_in(browser, "4")["access_token"]).status == 200


def test_a_raised_version_ends_what_was_minted_before(house: House) -> None:
    """Also a token that says no version, of somebody who never signed in: reading and writing alike."""
    with Browser(house) as browser:
        token = house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({"paris"}))
        day = "/v1/boutiques/paris/day?date=2027-01-12"
        assert browser.get(day, token).status == 200
        house.signin.sessions.revoke_all("staff#advisor-1", "admin:admin")
        assert refused(browser.get(day, token))
        now = house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({"paris"}), session_version=1)
        assert browser.get(day, now).status == 200
        ahead = house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({"paris"}), session_version=2)
        assert refused(browser.get(day, ahead))
        assert browser.get("/v1/me", house.tokens.access(Role.CLIENT, MARGAUX)).status == 200


def test_a_refresh_token_is_no_access_token(house: House) -> None:
    """Nor the other way round."""
    with Browser(house) as browser:
        answer = signed_in(browser)
        assert refused(browser.get("/v1/me", answer["refresh_token"]))
        assert refused(refreshed(browser, answer["access_token"][:200], "x"))
