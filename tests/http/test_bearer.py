"""Who asks: one Authorization header, one scheme, one answer to everything that is not ours."""

from __future__ import annotations

import pytest

from chalicelib.identity.model import Role
from tests.harness.moto_world import MONDAY
from tests.http.demo import BOOKING, SIGNING_KEY, House
from tests.identity.attacks import Forge, attacks

ATTACKS = attacks(Forge(SIGNING_KEY, MONDAY))
PATH = f"/v1/visits/{BOOKING}"


def refusal(house: House, authorization: str) -> tuple[int, bytes, str | None]:
    response = house.send("DELETE", PATH, Authorization=authorization)
    return response.status_code, response.body, response.headers.get("WWW-Authenticate")


def test_every_attack_gets_one_identical_401(house: House) -> None:
    """Status, body and challenge are the same, letter for letter, and the same as for no token at all."""
    nobody = house.send("DELETE", PATH)
    expected = (401, nobody.body, "Bearer")
    assert nobody.status_code == 401
    different = [name for name, token in ATTACKS.items() if refusal(house, f"Bearer {token}") != expected]
    assert different == []
    assert house.seen == []


@pytest.mark.parametrize(
    "form",
    [
        "Basic {}",
        "{}",
        "Bearer",
        "Bearer ",
        "Bearer{}",
        "Token {}",
        "Bearer {}, Bearer {}",
        "Bearer {} x",
        " Bearer {}",
        "",
    ],
)
def test_other_ways_to_say_it_are_refused(house: House, form: str) -> None:
    """The scheme is Bearer, followed by one token."""
    token = house.bearer().removeprefix("Bearer ")
    assert refusal(house, form.format(token, token))[0] == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer "])
def test_the_scheme_is_case_insensitive(house: House, scheme: str) -> None:
    """As RFC 9110 says."""
    token = house.bearer().removeprefix("Bearer ")
    assert refusal(house, f"{scheme} {token}")[0] == 204


def test_two_authorization_headers_are_refused(house: House) -> None:
    """Even when both hold a good token: two parties might each read another one."""
    good = house.bearer()
    for headers in ({"Authorization": [good, good]}, {"Authorization": [good], "authorization": [good]}):
        answer = house.event(
            "DELETE",
            PATH,
            "/v1/visits/{booking_id}",
            headers={"Authorization": good},
            multiValueHeaders=headers,
            pathParameters={"booking_id": BOOKING},
        )
        assert answer["statusCode"] == 401


@pytest.mark.parametrize("name", ["token", "access_token", "Authorization", "jwt", "x"])
def test_a_token_in_the_query_is_refused_before_anything_else(house: House, name: str) -> None:
    """Under a telling name, or by its shape under any other; also when the header holds a good one."""
    token = house.bearer().removeprefix("Bearer ")
    response = house.send("GET", f"/page/manage?{name}={token}", Authorization=house.bearer())
    assert response.status_code == 400
    assert response.json_body["type"] == "/docs/problems#token-in-query"


def test_a_role_without_the_action_is_told_so_before_its_body_is_read(house: House) -> None:
    """403 for a role that never has the action, 401 for nobody, whatever the body."""
    assert house.send("POST", "/v1/visits", b"junk", Authorization=house.bearer(Role.PLANNER)).status_code == 403
    assert house.send("POST", "/v1/visits", b"junk").status_code == 401


def test_a_bad_token_is_refused_on_open_routes_too(house: House) -> None:
    """A caller who believes to be signed in is told that she is not."""
    assert house.send("GET", PATH, Authorization="Bearer a.b.c").status_code == 401
    assert house.send("GET", PATH).status_code == 200


def test_a_visitor_gets_a_token_that_works(house: House) -> None:
    """The token of POST /v1/visitors books."""
    response = house.send("POST", "/v1/visitors")
    assert response.status_code == 201
    assert response.json_body["expires_at"] == "2027-01-12T09:00:00Z"
    body = {"boutique": "paris", "adults": 2}
    assert house.book(body, Authorization=f"Bearer {response.json_body['token']}").status_code == 201
    assert house.seen[0].principal.role is Role.VISITOR
