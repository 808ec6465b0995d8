"""How a room declares its routes: as data, without Chalice, each with the action that permits guard.

    routes = Routes("bookings")

    @routes.post("/v1/bookings", action="booking.create", body=BookingBody, answers=BookingView, status=201,
                 idempotent=True, problems=(409, 422, 503))
    def book(call: Call, bookings: Bookings) -> Answer:
        '''Book an appointment.'''

A handler gets the `Call` and whatever `provide` gave when the routes were mounted, and returns an `Answer`, or just
the model of its body. A route whose action is unknown to permits cannot be declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from chalicelib.foundation.ids import ID_PATTERN
from chalicelib.http.bodies import Body, Query
from chalicelib.http.cursor import Cursor
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.permits import PERMITS

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
PARAMETERS: Mapping[str, str] = {
    "booking_id": ID_PATTERN,
    "wish_id": ID_PATTERN,
    "delegate_id": ID_PATTERN,
    "client_id": ID_PATTERN,
    "absence_id": ID_PATTERN,
    "closure_id": ID_PATTERN,
    "import_id": ID_PATTERN,
    "event_id": ID_PATTERN,
    "guest_id": ID_PATTERN,
    "cue_id": SLUG_PATTERN,
    "boutique_id": SLUG_PATTERN,
    "subscription": r"^[A-Za-z0-9_-]{43}\.ics$",
    "staff_id": SLUG_PATTERN,
}
"""Patterns of path parameters by name; a parameter that is not here matches `NAME_PATTERN`."""

_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Call:
    """One request, already checked, as a handler sees it."""

    principal: Principal
    path: Mapping[str, str]
    """Path parameters, decoded once and of the declared shape."""
    body: Any
    """The declared body model, the bytes of a CSV file, or None."""
    query: Any
    """The declared query model, or None."""
    key: str | None
    """Idempotency-Key; never None where the route is idempotent."""
    version: int | None
    """The version that If-Match names; never None where the route is matched."""
    languages: tuple[str, ...]
    """What Accept-Language asks for, lower case, best first."""
    body_hash: str
    """SHA-256 of the canonical body, in hex: what an idempotent service keeps beside the key."""
    request_id: str
    cursor: Cursor
    """Writes and reads page cursors that only this principal on this route can use."""

    @property
    def language(self) -> str | None:
        """The language asked for first, or None."""
        return self.languages[0] if self.languages else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler answers. `status` is the route's own unless given; a body of None with status 200 becomes 204."""

    body: BaseModel | bytes | None = None
    status: int | None = None
    version: int | None = None
    """Becomes ETag `"7"`."""
    location: str | None = None
    """Path from the root of the API, e.g. `/v1/bookings/…`; the stage's prefix is added."""
    replayed: bool = False
    """Says `Idempotent-Replayed: true`."""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Call, Any], Answer | BaseModel]


@dataclass(frozen=True)
class Route:
    """One declared route."""

    method: str
    path: str
    action: str
    handler: Handler
    tag: str
    also: tuple[str, ...] = ()
    """Other actions that lead here: the same form filled in by another role."""
    body: type[Body] | None = None
    csv: int = 0
    """How many bytes of `text/csv` it takes in the place of JSON; the handler gets them as they came."""
    query: type[Query] | None = None
    answers: type[BaseModel] | str | None = None
    """The model of the answer, or its media type when it is not JSON."""
    status: int = 200
    idempotent: bool = False
    matched: bool = False
    problems: tuple[int, ...] = ()
    """Statuses that this route answers on its own account, for the documentation."""

    @property
    def name(self) -> str:
        """A name that no other route has."""
        return f"{self.tag}_{self.handler.__name__}"

    @property
    def roles(self) -> frozenset[Role]:
        """Every role that has an action of this route for some target."""
        return frozenset(role for action in (self.action, *self.also) for role in PERMITS[action])

    @property
    def summary(self) -> str:
        """The handler's sentence."""
        return (self.handler.__doc__ or "").strip().split("\n")[0]

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the path parameters, in order."""
        return tuple(_PARAMETER.findall(self.path))


def pattern_of(parameter: str) -> str:
    """Return the pattern that a path parameter of this name must match."""
    return PARAMETERS.get(parameter, NAME_PATTERN)


class Routes:
    """The routes of one room, in the order of their declaration."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.declared: list[Route] = []

    def get(self, path: str, *, action: str, **about: Any) -> Callable[[Handler], Handler]:
        """Declare a GET; it never writes. Keywords are the fields of `Route`."""
        return self._declare("GET", path, action, about)

    def post(self, path: str, *, action: str, **about: Any) -> Callable[[Handler], Handler]:
        """Declare a POST; `idempotent=True` where it creates or sends."""
        return self._declare("POST", path, action, about)

    def put(self, path: str, *, action: str, **about: Any) -> Callable[[Handler], Handler]:
        """Declare a PUT; `matched=True` where it replaces something that has a version."""
        return self._declare("PUT", path, action, about)

    def delete(self, path: str, *, action: str, **about: Any) -> Callable[[Handler], Handler]:
        """Declare a DELETE."""
        return self._declare("DELETE", path, action, about)

    def _declare(self, method: str, path: str, action: str, about: Mapping[str, Any]) -> Callable[[Handler], Handler]:
        for named in (action, *about.get("also", ())):
            if named not in PERMITS:
                raise ValueError(f"{method} {path}: no permit speaks of the action {named!r}")

        def remember(handler: Handler) -> Handler:
            if not (handler.__doc__ or "").strip():
                raise ValueError(f"{method} {path}: a route needs one sentence that says what it does")
            self.declared.append(Route(method, path, action, handler, self.tag, **about))
            return handler

        return remember
