"""What leaves the house: headers on every answer, problems in one form, nothing told that should not be."""

from __future__ import annotations

import pytest

from chalicelib.http.api import SECURITY_HEADERS
from tests.http.demo import BOOKING, FAILURES, KEY, ORIGIN, SECRET, House

PATH = f"/v1/visits/{BOOKING}"
GOOD = {"boutique": "paris", "adults": 2}
ANSWERS = {
    "200": ("GET", PATH, None),
    "201": ("POST", "/v1/visits", GOOD),
    "304": ("GET", PATH, None),
    "400": ("POST", "/v1/visits", b"["),
    "401": ("DELETE", PATH, None),
    "404": ("GET", "/v1/visits/x", None),
    "405": ("PATCH", PATH, None),
    "409": ("POST", "/v1/failures/taken", None),
    "415": ("POST", "/v1/visits", GOOD),
    "422": ("POST", "/v1/visits", {}),
    "428": ("PUT", PATH, GOOD),
    "500": ("POST", "/v1/failures/broken", None),
    "503": ("POST", "/v1/failures/busy", None),
    "204": ("OPTIONS", PATH, None),
    "options of another path": ("OPTIONS", "/v1/visits", None),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_carries_the_headers(house: House, name: str) -> None:
    """CORS for a listed origin, security headers, a request id: on success, refusal, failure and preflight."""
    method, path, body = ANSWERS[name]
    extra = {"304": {"If_None_Match": '"7"'}, "415": {"Content_Type": "text/plain"}}.get(name, {})
    bearer = {} if name == "401" else {"Authorization": house.bearer()}
    response = house.send(method, path, body, Origin=ORIGIN, Idempotency_Key=KEY, **bearer, **extra)
    if name.isdigit():
        assert response.status_code == int(name)
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert response.headers["Access-Control-Expose-Headers"] == "ETag, Location, Retry-After, Idempotent-Replayed"
    assert response.headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert len(response.headers["X-Request-Id"]) == 26
    for header, value in SECURITY_HEADERS.items():
        assert response.headers[header] == value


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example", "https://maison.example.evil.example", "https://maison.example/", "http://maison.example",
        "https://MAISON.example", "https://xmaison.example", "null", "*", "", "https://maison.example:443",
        "https://maison.example, https://evil.example", "https://maison.example\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_other_origins_are_not_let_in(house: House, origin: str, method: str) -> None:
    """Exact, letter for letter; never reflected, never `*`. The answer still varies by origin."""
    response = house.send(method, PATH, Origin=origin)
    assert not [name for name in response.headers if name.startswith("Access-Control")]
    assert response.headers["Vary"] == "Origin"


def test_a_preflight_says_what_may_be_sent(house: House) -> None:
    """Every method of the path, every header we read."""
    headers = house.send("OPTIONS", PATH, Origin=ORIGIN, Access_Control_Request_Method="PUT").headers
    assert headers["Access-Control-Allow-Methods"] == headers["Allow"] == "GET, PUT, DELETE, OPTIONS"
    assert set(headers["Access-Control-Allow-Headers"].split(", ")) >= {
        "Authorization", "Content-Type", "Idempotency-Key", "If-Match",
    }  # fmt: skip
    assert house.seen == []


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "POST", "TRACE"])
def test_an_unknown_method_is_405_in_our_words(house: House, method: str) -> None:
    """What Chalice answers by itself is put into a problem document; HEAD and method overrides do nothing."""
    response = house.send(method, PATH, X_HTTP_Method_Override="DELETE")
    assert response.status_code == 405
    assert response.json_body["type"] == "/docs/problems#no-such-method"
    assert "GET" in response.headers["Allow"]
    assert house.seen == []


PROBLEMS = {
    "taken": (409, "slot-taken"),
    "busy": (503, "busy"),
    "contended": (503, "contended"),
    "step": (500, "step-refused"),
    "missing": (404, "not-found"),
    "broken": (500, "internal"),
    "value": (500, "internal"),
    "denied": (403, "forbidden"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_errors_become_problems_once(house: House, name: str) -> None:
    """Status, type, title and detail; never a stack, an item or the words of an error that are not for the caller."""
    response = house.send("POST", f"/v1/failures/{name}")
    status, slug = PROBLEMS[name]
    problem = response.json_body
    assert response.status_code == problem["status"] == status
    assert problem["type"] == f"/docs/problems#{slug}"
    assert problem["title"]
    assert problem["detail"]
    assert response.headers["Content-Type"] == "application/problem+json"
    assert SECRET not in response.body.decode()
    assert SECRET not in house.sink.getvalue()


def test_a_taken_slot_comes_with_others(house: House) -> None:
    """The alternatives are in the problem."""
    assert house.send("POST", "/v1/failures/taken").json_body["alternatives"] == ["2027-01-14T15:00:00+01:00"]


def test_busy_says_when_to_try_again(house: House) -> None:
    """In seconds."""
    assert house.send("POST", "/v1/failures/busy").headers["Retry-After"] == "3"
    assert house.send("POST", "/v1/failures/contended").headers["Retry-After"] == "1"


def test_pages_and_pictures_are_sent_as_they_are(house: House) -> None:
    """Text as text, Chalice's binary types as bytes; a route's own headers win, and Vary keeps Origin."""
    page = house.send("GET", "/page/manage")
    assert page.body.decode() == "é"
    assert page.headers["Content-Security-Policy"] == "default-src 'self'"
    assert page.headers["Vary"] == "Origin, Accept-Language"
    pixel = house.send("GET", "/page/pixel", Accept="image/*,*/*;q=0.8")
    assert pixel.body == b"\x89PNG"
    assert pixel.headers["Cache-Control"] == "public, max-age=60"
    refused = house.send("GET", "/page/pixel", Accept="text/html")
    assert refused.status_code == 400
    assert refused.json_body["type"] == "/docs/problems#malformed"


def test_a_house_that_cannot_be_built_still_answers(house: House) -> None:
    """A failure before anything is known is a 500 in the same form."""

    def broken() -> object:
        raise RuntimeError(SECRET)

    house.api._edge = broken  # type: ignore[assignment]
    response = house.send("GET", PATH, Origin=ORIGIN)
    assert response.status_code == 500
    assert response.json_body["type"] == "/docs/problems#internal"
    assert SECRET not in response.body.decode()
