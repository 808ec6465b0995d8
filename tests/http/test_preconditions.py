"""Idempotency-Key and If-Match: asked for where declared, and of one shape."""

from __future__ import annotations

import pytest

from tests.http.demo import BOOKING, KEY, House

GOOD = {"boutique": "paris", "adults": 2}
PATH = f"/v1/visits/{BOOKING}"


@pytest.mark.parametrize("key", ["", "short", "k" * 21, "k" * 65, "k" * 21 + "#", "k" * 22 + "\n", "é" * 22, "k " * 11])
def test_a_key_of_another_shape_is_refused(house: House, key: str) -> None:
    """22 to 64 URL-safe characters; separators of our keys are not among them."""
    response = house.book(GOOD, Idempotency_Key=key)
    assert response.status_code == 400
    assert "Idempotency-Key" in response.json_body["detail"]


def test_a_missing_key_is_refused(house: House) -> None:
    """A POST that creates cannot be sent without one."""
    assert house.send("POST", "/v1/visits", GOOD, Authorization=house.bearer()).status_code == 400


@pytest.mark.parametrize("key", ["k" * 22, "A-_9" * 16])
def test_the_key_reaches_the_handler(house: House, key: str) -> None:
    """As it was sent."""
    assert house.book(GOOD, Idempotency_Key=key).status_code == 201
    assert house.seen[0].key == key


def test_a_replay_says_so(house: House) -> None:
    """Same answer, one more header."""
    first, second = house.book(GOOD), house.book(GOOD)
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert (first.status_code, first.body) == (second.status_code, second.body)


IF_MATCH = {
    '"7"': 200,
    ' "7" ': 200,
    '"6"': 412,
    '"07x"': 412,
    'W/"7"': 412,
    '"7", "8"': 412,
    "7": 412,
    '""': 412,
    '"-1"': 412,
    '"٧"': 412,
    '"9999999999"': 412,
    "": 412,
    "*": 428,
    " * ": 428,
}


@pytest.mark.parametrize("sent", IF_MATCH)
def test_if_match_names_one_version(house: House, sent: str) -> None:
    """Strong and exact; `*` names no version, so it is as good as none."""
    assert house.send("PUT", PATH, GOOD, If_Match=sent).status_code == IF_MATCH[sent]


def test_a_change_without_if_match_is_428(house: House) -> None:
    """Nobody changes what she has not seen."""
    response = house.send("PUT", PATH, GOOD)
    assert response.status_code == 428
    assert response.json_body["type"] == "/docs/problems#precondition-required"
    assert house.seen == []


@pytest.mark.parametrize("header", ["If-Match", "Idempotency-Key", "Content-Type"])
def test_headers_that_come_twice_are_refused(house: House, header: str) -> None:
    """Which of the two would count?"""
    answer = house.event(
        "PUT",
        PATH,
        "/v1/visits/{booking_id}",
        headers={"If-Match": '"7"', "Content-Type": "application/json"},
        multiValueHeaders={header: ["a", "b"]},
        pathParameters={"booking_id": BOOKING},
        body='{"boutique":"paris","adults":2}',
    )
    assert answer["statusCode"] == 400


def test_an_answer_carries_version_and_place(house: House) -> None:
    """A strong ETag, and a Location under the stage's prefix."""
    response = house.book(GOOD)
    assert response.headers["ETag"] == '"1"'
    assert response.headers["Location"] == f"/api/v1/visits/{BOOKING}"


@pytest.mark.parametrize(("sent", "status"), [('"7"', 304), ('W/"7"', 304), ('"6", "7"', 304), ('"6"', 200), ("", 200)])
def test_a_known_answer_is_not_sent_again(house: House, sent: str, status: int) -> None:
    """If-None-Match on a GET: 304 without a body, with the ETag."""
    response = house.send("GET", PATH, If_None_Match=sent)
    assert response.status_code == status
    assert response.headers["ETag"] == '"7"'
    assert (response.body == b"") == (status == 304)


def test_an_answer_without_a_body_is_204(house: House) -> None:
    """Nothing to say is said so."""
    response = house.send("DELETE", PATH, Authorization=house.bearer())
    assert (response.status_code, response.body) == (204, b"")


def test_keys_are_only_asked_for_where_declared(house: House) -> None:
    """Elsewhere the headers are passed over."""
    assert house.send("GET", PATH, Idempotency_Key="x", If_Match="x").status_code == 200
    assert (house.seen[0].key, house.seen[0].version) == (None, None)
    assert KEY not in house.sink.getvalue()
