"""The letter with a link: the same for known and unknown, three an hour, a quarter of an hour, once."""

from __future__ import annotations

import hashlib
from functools import partial

import pytest

from chalicelib.clients.store import client_key
from chalicelib.foundation.errors import Unauthenticated
from tests.clients.test_enumeration import KNOWN, SUPPRESSED, UNKNOWN, told, work
from tests.harness.faults import Wire
from tests.harness.schedules import interleave
from tests.signin.people import asked, link_of, refreshed, signed_in, used
from tests.world.browser import Browser, Said, at_once
from tests.world.house import House, Houses
from tests.world.people import MARGAUX

REFUSED = '"type":"/docs/problems#unauthenticated"'


def refused(said: Said) -> bool:
    """Say whether somebody was refused in the words of every bad token."""
    return said.status == 401 and REFUSED in said.text


def test_a_link_signs_her_in_once(house: House) -> None:
    """She is answered with a session of hers that opens her page; the link holds no more, whatever the key."""
    with Browser(house) as browser:
        assert asked(browser).json == {"sent_if_known": True}
        link = link_of(house)
        answer = used(browser, link).json
        assert (answer["role"], answer["subject"], answer["expires_in"]) == ("client", MARGAUX, 900)
        assert browser.get("/v1/me", answer["access_token"]).status == 200
        assert refused(used(browser, link, "another"))
        assert refreshed(browser, answer["refresh_token"]).status == 200


def test_a_lost_answer_is_given_again_for_a_minute(house: House) -> None:
    """The same link with the same key gets the same refresh token, until a minute has gone or it was changed."""
    with Browser(house) as browser:
        asked(browser)
        link = link_of(house)
        first, again = used(browser, link).json, used(browser, link).json
        assert first["refresh_token"] == again["refresh_token"]
        assert browser.get("/v1/me", again["access_token"]).status == 200
        house.clock.forward(seconds=60)
        assert refused(used(browser, link))


def test_twenty_at_once_open_one_session(house: House) -> None:
    """Of twenty who post a link at the same time, one is let in, and one session is kept."""
    with Browser(house) as browser:
        asked(browser)
        link = link_of(house)
        answers = at_once([lambda n=n: used(browser, link, f"key-{n}") for n in range(20)])  # type: ignore[misc]
        assert sorted(said.status for said in answers) == [200] + [401] * 19
        assert len({said.text.partition("request")[0] for said in answers if said.status == 401}) == 1
        assert sum(row["pk"].startswith("SESSION#") for row in flat(house)) == 1


@pytest.mark.parametrize("seed", range(4))
def test_of_rivals_with_one_link_one_is_let_in_whatever_the_order(house: House, seed: int) -> None:
    """Request by request, when she has signed in before, so that nothing but the link itself stands between them."""
    links = house.signin.links
    with Browser(house) as browser:
        for key in ("first", "second"):
            asked(browser, key=key)
            link = link_of(house)
            if key == "first":
                assert links.use(link, "before")
    ended = interleave([partial(links.use, link, f"rival-{n}") for n in range(4)], seed)
    assert sorted(isinstance(each, Unauthenticated) for each in ended) == [False, True, True, True], ended
    assert sum(row["pk"].startswith("SESSION#") for row in flat(house)) == 2


def flat(house: House) -> list[dict[str, str]]:
    """Keys of every row."""
    return [{"pk": row["pk"]["S"] if isinstance(row["pk"], dict) else row["pk"]} for row in house.rows()]


def test_it_holds_for_a_quarter_of_an_hour(house: House) -> None:
    """At the last second it does, a second later it does not; a letter that waited longer is not sent at all."""
    with Browser(house) as browser:
        asked(browser)
        link = link_of(house)
        house.clock.forward(seconds=15 * 60)
        assert refused(used(browser, link))
        asked(browser, key="second")
        late = link_of(house)
        house.clock.forward(seconds=15 * 60 - 1)
        assert used(browser, late).status == 200
        house.clock.forward(hours=2)
        asked(browser, key="third")
        house.clock.forward(minutes=15)
        before = len(house.mailbox.taken)
        house.settle()
        assert len(house.mailbox.taken) == before


def test_every_older_link_dies_with_the_one_that_was_used(house: House) -> None:
    """Two letters, two links; using either ends both, and a letter that still waits is not sent."""
    with Browser(house) as browser:
        asked(browser)
        older = link_of(house)
        asked(browser, key="second")
        newer = link_of(house)
        assert older != newer
        asked(browser, key="third")
        assert used(browser, older).status == 200
        assert refused(used(browser, newer))
        before = len(house.mailbox.taken)
        house.tick()
        assert len(house.mailbox.taken) == before


def test_three_letters_an_hour(house: House) -> None:
    """A fourth is answered alike and not sent; a request sent again is one; after an hour there are letters again."""
    with Browser(house) as browser:
        answers = [told(asked(browser, key=key)) for key in ("1", "1", "2", "3", "4")]
        assert len({repr(answer) for answer in answers}) == 1
        house.tick()
        assert len(house.mailbox.taken) == 1  # the three were asked for before any was written: the last one speaks
        assert house.signin.links._store.links(address(house)).request == 3
        house.clock.forward(hours=1)
        asked(browser, key="5")
        house.tick()
        assert len(house.mailbox.taken) == 2


def address(house: House) -> str:
    """The blind index of Margaux's address."""
    (found,) = (row["pk"] for row in flat(house) if row["pk"].startswith("SIGNIN#address#"))
    return found.rpartition("#")[2]


def test_nobody_learns_who_is_known(houses: Houses) -> None:
    """Known, unknown or objecting to letters: one answer and one work; using a wrong link is one refusal."""
    found = []
    for email in (UNKNOWN, KNOWN, SUPPRESSED):
        with houses.fresh() as house, Browser(house) as browser:
            house.warm()
            with Wire() as wire:
                answers = [told(asked(browser, email, key)) for key in ("1", "2", "3", "4")]
            house.deliver()
            found.append((answers, [work(one) for one in wire.requests]))
            assert len(house.mailbox.taken) == (0 if email == UNKNOWN else 1)
    assert found[0] == found[1] == found[2]


def test_the_house_keeps_hashes_only(house: House) -> None:
    """Neither a link's secret nor a refresh token's, nor her address, is anywhere in the tables or the queue."""
    with Browser(house) as browser:
        asked(browser)
        link = link_of(house)
        kept = house.everything()
        secret = link.partition(".")[2]
        assert secret not in kept
        assert hashlib.sha256(secret.encode()).hexdigest() in kept
        answer = used(browser, link).json
        kept = house.everything()
        assert "margaux" not in kept
        assert answer["refresh_token"].partition(".")[2] not in kept


def test_what_is_no_link_is_refused_alike(house: House) -> None:
    """Foreign, cut, longer, of another address: one 401; an address that is none is told so."""
    with Browser(house) as browser:
        asked(browser)
        link = link_of(house)
        wrong = [link[:-1], link + "A", "a" * 26 + "." + link.partition(".")[2], "x", ".", link.upper(), "é.é"]
        assert all(refused(used(browser, one, f"key-{n}")) for n, one in enumerate(wrong))
        assert used(browser, link).status == 200
        assert asked(browser, "no address").status == 422


def test_an_erased_client_has_no_session(house: House) -> None:
    """Once her card is gone her refresh token opens nothing."""
    with Browser(house) as browser:
        answer = signed_in(browser)
        key = client_key(MARGAUX)
        client = house.aws.client("dynamodb")
        client.delete_item(TableName=house.names["main"], Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}})
        assert refused(refreshed(browser, answer["refresh_token"]))
