"""The OpenAPI document of the demo: what a route declares is what is written, and a bad declaration is none at all."""

from __future__ import annotations

import pytest

from chalicelib.http.declare import Answer, Call, Routes
from chalicelib.http.openapi import document, statuses
from tests.http.demo import House, routes


def test_an_operation_says_all_that_is_declared() -> None:
    """Parameters, headers, body, answers, who may, and every refusal."""
    operation = document(routes.declared, "1.0")["paths"]["/v1/visits"]["post"]
    assert operation["operationId"] == "demo_book"
    assert operation["summary"] == "Book a visit."
    assert operation["x-actions"] == ["booking.create"]
    assert operation["x-roles"] == ["visitor", "client", "delegate"]
    assert operation["security"] == [{"bearer": []}]
    assert [(about["name"], about["in"]) for about in operation["parameters"]] == [("Idempotency-Key", "header")]
    assert operation["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Visit"}
    assert operation["responses"]["201"]["content"]["application/json"]["schema"]["$ref"].endswith("/VisitView")
    assert sorted(operation["responses"]) == ["201", "400", "401", "403", "415", "422", "500"]


def test_a_query_becomes_parameters() -> None:
    """By alias, with its bounds, and not as a schema of its own."""
    made = document(routes.declared, "1.0")
    operation = made["paths"]["/v1/search"]["get"]
    named = {about["name"]: about for about in operation["parameters"]}
    assert named.keys() == {"from", "days", "all", "after"}
    assert named["from"]["required"]
    assert named["days"]["schema"]["maximum"] == 31
    assert "Search" not in made["components"]["schemas"]
    assert operation["security"] == [{"bearer": []}, {}]


def test_changes_pages_and_empty_answers() -> None:
    """If-Match and its refusals; 204 where nothing is answered; other media types by name."""
    paths = document(routes.declared, "1.0")["paths"]
    change = paths["/v1/visits/{booking_id}"]["put"]
    assert [about["name"] for about in change["parameters"]] == ["booking_id", "If-Match"]
    assert {"412", "428", "404"} <= change["responses"].keys()
    assert "204" in paths["/v1/visits/{booking_id}"]["delete"]["responses"]
    assert list(paths["/page/{name}"]["get"]["responses"]["200"]["content"]) == ["text/html"]


def test_every_reference_leads_somewhere() -> None:
    """No schema is missing."""
    made = document(routes.declared, "1.0")
    text = str(made)
    for reference in set(text.split("#/components/schemas/")[1:]):
        assert reference.split("'")[0] in made["components"]["schemas"]


def test_an_open_route_never_says_403() -> None:
    """Statuses follow from what is declared."""
    by_name = {route.name: route for route in routes.declared}
    assert 403 not in statuses(by_name["demo_read"])
    assert 403 in statuses(by_name["demo_cancel"])


def test_a_route_needs_a_permit_and_a_sentence() -> None:
    """Neither an unguarded nor an undescribed route can be declared."""
    mistaken = Routes("mistaken")
    with pytest.raises(ValueError, match=r"booking\.raed"):
        mistaken.get("/v1/x", action="booking.raed")

    def silent(call: Call, _: object) -> Answer:
        return Answer()

    with pytest.raises(ValueError, match="one sentence"):
        mistaken.get("/v1/x", action="booking.read")(silent)
    assert mistaken.declared == []


def test_mounting_is_what_is_declared(house: House) -> None:
    """Every declared route and one OPTIONS per path are on Chalice, with no `cors=` and no other route."""
    assert [route.name for route in house.api.declared][:2] == ["demo_book", "demo_read"]
    mounted = {(path, method) for path, methods in house.app.routes.items() for method in methods}
    declared = {(route.path, route.method) for route in house.api.declared}
    assert mounted == declared | {(path, "OPTIONS") for path, _ in declared}
    entries = [entry for methods in house.app.routes.values() for entry in methods.values()]
    assert all(entry.cors is None and entry.content_types == [] for entry in entries)
    assert len({entry.view_name for entry in entries}) == len(entries)
