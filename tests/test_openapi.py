"""The committed contract is what the code does, and every route in it is guarded, described and bounded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.http.declare import Route
from chalicelib.identity.model import Role
from chalicelib.identity.permits import PERMITS
from infra.openapi import TARGET, mounted, written

ROUTES = mounted()
MADE: dict[str, Any] = json.loads(written())


def test_the_committed_document_is_what_the_code_does() -> None:
    """After a change of a route or a body: `python -m infra.openapi`."""
    assert TARGET.read_text(encoding="utf-8") == written(), "run: python -m infra.openapi"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_has_an_action_that_permits_know(route: Route) -> None:
    """And somebody who may use it, and a sentence."""
    assert all(PERMITS[action] for action in (route.action, *route.also))
    assert route.summary.endswith(".")


def test_names_are_not_shared() -> None:
    """Operation ids name one operation each."""
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))


def test_what_changes_is_safe_to_send_again() -> None:
    """Every API POST takes an Idempotency-Key, but those that store nothing, and an end, the same said twice."""
    stores_nothing = {"/v1/visitors", "/v1/signin/start", "/v1/bookings/{booking_id}/room", "/v1/clients/search"}
    ends = {"/v1/me/delegates/{delegate_id}/revoke", "/v1/staff/me/feed/revoke", "/v1/signin/out"}
    ends.add("/v1/clients/{client_id}/erasure")
    stores_nothing.add("/v1/clients/{client_id}/merge/preview")
    ends.add("/v1/clients/{client_id}/merge")
    # Giving out a record changes nothing of it; each time leaves a row in the audit, also the second.
    stores_nothing |= {
        f"{whose}/export{what}" for whose in ("/v1/me", "/v1/clients/{client_id}") for what in ("", "/calendar")
    }
    ends |= {f"/v1/boutiques/{{boutique_id}}/staff/{{staff_id}}/leaving{end}" for end in ("", "/finish", "/stay")}
    for kind in ("closures", "staff/{staff_id}/absences"):
        stores_nothing.add(f"/v1/boutiques/{{boutique_id}}/{kind}/preview")
        ends.add(f"/v1/boutiques/{{boutique_id}}/{kind}/{{{'closure' if kind == 'closures' else 'absence'}_id}}/revoke")
    # That an invitation was opened is noted once, however often it is said.
    ends.add("/v1/invitation/viewed")
    # A screen names itself by a word of its own: said again, it is the same screen.
    ends |= {"/v1/invitation/film", "/v1/invitation/film/beat"}
    # So does a device that joins; a host who joins stores nothing.
    ends.add("/v1/invitation/join")
    stores_nothing.add("/v1/events/{event_id}/join")
    # The first press counts, and so does the first word given; the plan that stands is not written again.
    ends |= {f"/v1/events/{{event_id}}/show{what}" for what in ("", "/hold", "/release")}
    ends |= {f"/v1/events/{{event_id}}/show/cues/{{cue_id}}/{what}" for what in ("start", "finish")}
    ends.add("/v1/events/{event_id}/guests/{guest_id}/promote")
    # Who was asked today is not asked again, however often the chase is pressed.
    ends.add("/v1/events/{event_id}/dinner/chase")
    # Nobody is invited, or written to, twice: a list or a press again goes on where it stopped.
    ends |= {f"/v1/events/{{event_id}}/invitations/{act}" for act in ("import", "send", "tiers")}
    unkeyed = {route.path for route in ROUTES if route.method == "POST" and not route.idempotent}
    assert unkeyed <= stores_nothing | ends
    assert all(route.matched for route in ROUTES if route.method in ("PUT", "DELETE"))


def test_nobody_without_a_token_reaches_anything_but_what_is_open() -> None:
    """The list of open actions is short, and here."""
    open_actions = {route.action for route in ROUTES if Role.ANONYMOUS in route.roles}
    assert open_actions <= {
        "page.read",
        "visitor.create",
        "signin.enter",
        "keys.read",
        "catalogue.read",
        "availability.read",
        "feed.subscribe",
    }


def schemas_sent() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema that a request can reach, with the way that leads there."""
    pending: list[tuple[str, Any]] = []
    for path, operations in MADE["paths"].items():
        for method, operation in operations.items():
            name = f"{method.upper()} {path}"
            pending.append((name, operation.get("requestBody", {})))
            pending += [(f"{name} ?{about['name']}", about["schema"]) for about in operation["parameters"]]
    seen = set()
    while pending:
        way, node = pending.pop()
        if isinstance(node, list):
            pending += [(way, item) for item in node]
        elif isinstance(node, dict):
            reference = node.get("$ref")
            if reference and reference not in seen:
                seen.add(reference)
                pending.append((way, MADE["components"]["schemas"][reference.rsplit("/", 1)[-1]]))
            yield way, node
            pending += [(f"{way}/{key}" if key not in WORDS else way, item) for key, item in node.items()]


WORDS = {"properties", "items", "anyOf", "content", "application/json", "schema"}
BOUNDS = {"maxLength", "pattern", "enum", "const", "format"}


def test_every_text_that_is_sent_is_bounded() -> None:
    """By length, pattern, choice or format: nobody stores a novel."""
    assert [way for way, node in schemas_sent() if node.get("type") == "string" and not BOUNDS & node.keys()] == []


def test_every_list_and_number_that_is_sent_is_bounded() -> None:
    """Lists have a most, numbers a least and a most."""
    lists = [way for way, node in schemas_sent() if node.get("type") == "array" and "maxItems" not in node]
    numbers = [
        way
        for way, node in schemas_sent()
        if node.get("type") in ("integer", "number")
        and not ({"minimum", "exclusiveMinimum"} & node.keys() and {"maximum", "exclusiveMaximum"} & node.keys())
    ]
    assert lists + numbers == []


def _by_name(node: dict[str, Any]) -> bool:
    """Say whether it is a map of values by names of one shape, as many as there may be at most."""
    return bool(node.get("patternProperties")) and "maxProperties" in node


def test_nothing_unknown_may_be_sent() -> None:
    """Every object that a body is made of forbids fields it does not declare."""
    loose = [
        way
        for way, node in schemas_sent()
        if node.get("type") == "object" and node.get("additionalProperties") is not False and not _by_name(node)
    ]
    assert loose == []
