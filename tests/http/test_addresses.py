"""Paths, queries, languages and cursors."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.http.cursor import Cursor
from chalicelib.http.errors import Malformed
from chalicelib.identity.model import Role
from tests.http.demo import BOOKING, House

PATTERN = "/v1/visits/{booking_id}"


@pytest.mark.parametrize(
    "name",
    [
        "b" * 25, "b" * 27, "B" * 26, "1" * 26, "b" * 26 + "%0A", "b" * 25 + "%00", "..%2f..%2fetc", "%2e%2e", "%252f",
        "%C0%AF", "%FF", "b%23c", "b%7Cc", "x;jsessionid=1", "%EF%BC%A1" * 26, "%20", "*", "'%20OR%201=1",
    ],
)  # fmt: skip
def test_a_path_that_names_nothing_is_404(house: House, name: str) -> None:
    """Of another shape, doubly encoded, or with our separators in it: the handler is not asked."""
    response = house.send("GET", f"/v1/visits/{name}")
    assert response.status_code == 404
    assert response.json_body["type"] == "/docs/problems#not-found"
    assert house.seen == []


def test_a_path_is_decoded_once(house: House) -> None:
    """An encoded id is that id."""
    assert house.send("GET", "/v1/visits/" + "%62" * 26).status_code == 200
    assert house.seen[0].path == {"booking_id": BOOKING}


SEARCHES = {
    "from=2027-01-11": 200,
    "from=2027-01-11&days=31&all=true": 200,
    "": 422,
    "days=2": 422,
    "from=2027-W01-1": 422,
    "from=2027-01-11&days=0": 422,
    "from=2027-01-11&days=32": 422,
    "from=2027-01-11&days=1.0": 422,
    "from=2027-01-11&days=01": 422,
    "from=2027-01-11&days=%2B1": 422,
    "from=2027-01-11&days=1_0": 422,
    "from=2027-01-11&days=%EF%BC%91": 422,
    "from=2027-01-11&days=1e1": 422,
    "from=2027-01-11&days=": 422,
    "from=2027-01-11&days=1%0A": 422,
    "from=2027-01-11&all=1": 422,
    "from=2027-01-11&all=True": 422,
    "from=2027-01-11&evil=1": 422,
    "from=2027-01-11&from[]=x": 422,
    "from=2027-01-11&from=2027-01-12": 400,
    "from=2027-01-11&days=1&days=1": 400,
    "from=%ED%A0%80": 422,
    "start=2027-01-11": 422,
}


@pytest.mark.parametrize("query", SEARCHES)
def test_queries_are_strict(house: House, query: str) -> None:
    """One way to write a number, no name twice, none unknown, none missing."""
    response = house.send("GET", f"/v1/search?{query}")
    assert response.status_code == SEARCHES[query]
    assert len(house.seen) == (response.status_code == 200)


def test_a_query_is_typed(house: House) -> None:
    """Numbers and booleans arrive as such."""
    house.send("GET", "/v1/search?from=2027-01-11&days=3&all=true")
    query = house.seen[0].query
    assert (query.start.isoformat(), query.days, query.all) == ("2027-01-11", 3, True)


def test_an_api_route_takes_no_query_it_does_not_know(house: House) -> None:
    """A page does: links are shared with all sorts of it."""
    assert house.send("GET", f"/v1/visits/{BOOKING}?role=admin").status_code == 400
    assert house.send("GET", "/page/manage?utm_source=letter").status_code == 200


@pytest.mark.parametrize(
    ("header", "languages"),
    [
        ("it", ("it",)),
        ("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5", ("fr-ch", "fr", "en")),
        ("en;q=0.1, zh-Hant-TW;q=0.7", ("zh-hant-tw", "en")),
        ("en;q=0, it", ("it",)),
        ("../en", ()),
        ("en;q=2, it;q=x, ,;", ()),
        ("", ()),
        ("e" * 5000, ()),
    ],
)
def test_languages_come_best_first(house: House, header: str, languages: tuple[str, ...]) -> None:
    """Whatever cannot be read is passed over."""
    house.send("GET", f"/v1/visits/{BOOKING}", Accept_Language=header)
    assert house.seen[0].languages == languages
    assert house.seen[0].language == (languages[0] if languages else None)


def page(house: House, cursor: str, **headers: str) -> Any:
    return house.send("GET", f"/v1/search?from=2027-01-11&after={cursor}", **headers)


def test_a_cursor_leads_to_the_next_page(house: House) -> None:
    """It is opaque, and only we can write one."""
    first = house.send("GET", "/v1/search?from=2027-01-11")
    assert "page" not in first.headers["X-Next"]
    assert page(house, first.headers["X-Next"]).json_body["adults"] == 1


def test_a_cursor_is_bound_to_its_principal(house: House) -> None:
    """Another client, or the same one signed out, gets 400."""
    hers = house.bearer(Role.CLIENT, "a" * 26)
    cursor = house.send("GET", "/v1/search?from=2027-01-11", Authorization=hers).headers["X-Next"]
    assert page(house, cursor, Authorization=hers).status_code == 200
    assert page(house, cursor, Authorization=house.bearer(Role.CLIENT, "d" * 26)).status_code == 400
    assert page(house, cursor).status_code == 400


def test_a_changed_cursor_is_refused(house: House) -> None:
    """Any character changed, added or taken away."""
    cursor = house.send("GET", "/v1/search?from=2027-01-11").headers["X-Next"]
    others = [cursor[:-1], cursor + "A", cursor + "=", "A" + cursor, "eyJwYWdlIjogMX0", "a" * 1000, "%C3%A9", "A"]
    others += [cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :] for place in range(30)]
    assert {page(house, other).status_code for other in others} == {400}


def test_cursors_of_another_route_or_deployment_are_refused() -> None:
    """The key and the route are part of what is sealed."""
    ours = Cursor(b"key", "/v1/bookings", "client:a")
    text = ours.encode({"after": ["b", 7]})
    assert ours.decode(text) == {"after": ["b", 7]}
    for other in (Cursor(b"key", "/v1/wishes", "client:a"), Cursor(b"another", "/v1/bookings", "client:a")):
        with pytest.raises(Malformed):
            other.decode(text)
