"""A small house to try the edge on: every kind of route, real tokens, and handlers that fail on demand."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from chalice.app import Chalice
from chalice.test import Client
from pydantic import BaseModel, Field, field_validator

from chalicelib.foundation import errors
from chalicelib.http import visitors
from chalicelib.http.api import Api, Edge
from chalicelib.http.bodies import Body, Note, Query
from chalicelib.http.declare import Answer, Call, Routes
from chalicelib.identity.model import Role
from chalicelib.identity.tokens import SigningKey, Tokens, generate_pem
from tests.harness.moto_world import MONDAY, ClockAt

ORIGIN = "https://maison.example"
KEY = "k" * 22
BOOKING = "b" * 26
SECRET = "Guéridon-Ünique"
"""A canary: whatever is sent with it in it, no answer to a refusal and no log may hold it."""
SIGNING_KEY = SigningKey.from_pem(generate_pem())

routes = Routes("demo")


class Guest(Body):
    """One of a party."""

    name: str = Field(min_length=1, max_length=80)
    age: int | None = Field(None, ge=0, le=150)


class Visit(Body):
    """Something to book."""

    boutique: str = Field(pattern=r"^[a-z]{1,40}$")
    adults: int = Field(ge=1, le=8)
    day: date | None = None
    part: Literal["morning", "evening"] = "morning"
    surprise: bool = False
    guests: tuple[Guest, ...] = Field((), max_length=3)
    note: Note | None = None

    @field_validator("boutique")
    @classmethod
    def _open(cls, value: str) -> str:
        if value == "closed":
            raise ValueError("must be a boutique that is open")
        return value


class VisitView(BaseModel):
    """What was booked."""

    boutique: str
    adults: int
    note: str | None = None


class Search(Query):
    """What is looked for."""

    start: date = Field(alias="from")
    days: int = Field(1, ge=1, le=31)
    all: bool = False
    after: str | None = Field(None, max_length=1024)


@routes.post("/v1/visits", action="booking.create", body=Visit, answers=VisitView, status=201, idempotent=True)
def book(call: Call, seen: list[Call]) -> Answer:
    """Book a visit."""
    seen.append(call)
    view = VisitView(boutique=call.body.boutique, adults=call.body.adults, note=call.body.note)
    return Answer(view, version=1, location=f"/v1/visits/{BOOKING}", replayed=len(seen) > 1)


@routes.get("/v1/visits/{booking_id}", action="catalogue.read", answers=VisitView)
def read(call: Call, seen: list[Call]) -> Answer:
    """Read a visit."""
    seen.append(call)
    return Answer(VisitView(boutique="paris", adults=2), version=7)


@routes.put("/v1/visits/{booking_id}", action="catalogue.read", body=Visit, answers=VisitView, matched=True)
def change(call: Call, seen: list[Call]) -> VisitView:
    """Change a visit."""
    seen.append(call)
    if call.version != 7:
        raise errors.PreconditionFailed("There is a newer version. Please look at it first.")
    return VisitView(boutique="paris", adults=2)


@routes.delete("/v1/visits/{booking_id}", action="booking.cancel")
def cancel(call: Call, seen: list[Call]) -> Answer:
    """Cancel a visit."""
    seen.append(call)
    return Answer()


@routes.get("/v1/search", action="catalogue.read", query=Search, answers=VisitView)
def search(call: Call, seen: list[Call]) -> Answer:
    """Look for visits."""
    seen.append(call)
    position = call.cursor.decode(call.query.after) if call.query.after else {"page": 0}
    cursor = call.cursor.encode({"page": position["page"] + 1})
    return Answer(VisitView(boutique="paris", adults=position["page"]), headers={"X-Next": cursor})


FAILURES: Mapping[str, Exception] = {
    "taken": errors.SlotTaken(["2027-01-14T15:00:00+01:00"]),
    "busy": errors.Busy(retry_after=3),
    "contended": errors.Contended(),
    "step": errors.StepRefused("agenda.take", {"name": SECRET}),
    "missing": errors.NotFound(f"{SECRET} is not here"),
    "broken": RuntimeError(SECRET),
    "value": ValueError(SECRET),
    "denied": errors.Forbidden(SECRET),
}


@routes.post("/v1/failures/{name}", action="catalogue.read")
def fail(call: Call, _: list[Call]) -> Answer:
    """Fail in the way that is asked for."""
    raise FAILURES[call.path["name"]]


@routes.get("/page/{name}", action="page.read", answers="text/html")
def page(call: Call, _: list[Call]) -> Answer:
    """Show a page."""
    if call.path["name"] == "pixel":
        return Answer(b"\x89PNG", content_type="image/png", headers={"Cache-Control": "public, max-age=60"})
    headers = {"Content-Security-Policy": "default-src 'self'", "Vary": "Accept-Language"}
    return Answer("é".encode(), content_type="text/html; charset=utf-8", headers=headers)


@dataclass
class House:
    """The mounted demo: `send` is a request, `seen` what handlers saw, `logs` what was written."""

    client: Client
    api: Api
    app: Chalice
    tokens: Tokens
    seen: list[Call] = field(default_factory=list)
    sink: io.StringIO = field(default_factory=io.StringIO)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request; a body that is not bytes goes as JSON. Header names have _ for -."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        return self.client.http.request(method, path, headers=sent, body=body or b"")

    def bearer(self, role: Role = Role.CLIENT, subject: str = "c" * 26) -> str:
        """An Authorization header of this role."""
        if role is Role.VISITOR:
            return f"Bearer {self.tokens.visitor()[0]}"
        return f"Bearer {self.tokens.access(role, subject)}"

    def book(self, body: Any, **headers: str) -> Any:
        """Book as a client with a key."""
        return self.send(
            "POST", "/v1/visits", body, **{"Authorization": self.bearer(), "Idempotency_Key": KEY, **headers}
        )

    def event(self, method: str, path: str, pattern: str, **about: Any) -> dict[str, Any]:
        """Answer a raw API Gateway event, for what the test client cannot say."""
        event = {
            "requestContext": {"httpMethod": method, "resourcePath": pattern, "requestId": "gateway-id"},
            "headers": {},
            "multiValueHeaders": None,
            "multiValueQueryStringParameters": None,
            "pathParameters": {},
            "stageVariables": None,
            "body": None,
            "path": path,
            **about,
        }
        answer: dict[str, Any] = self.app(event, None)
        return answer

    @property
    def logs(self) -> list[dict[str, Any]]:
        """Every line that was written, parsed."""
        return [json.loads(line) for line in self.sink.getvalue().splitlines()]


def house(clock: ClockAt | None = None) -> Iterator[House]:
    """Build the demo."""
    app, sink = Chalice("demo"), io.StringIO()
    tokens = Tokens({"k1": SIGNING_KEY}, "k1", "showroom", clock or ClockAt(MONDAY))
    edge = Edge(tokens.verify, (ORIGIN, "https://www.maison.example"), "/api", b"cursor key")
    api = Api(app, lambda: edge, sink)
    with Client(app) as client:
        made = House(client, api, app, tokens, sink=sink)
        api.mount(routes, lambda: made.seen)
        api.mount(visitors.routes, lambda: tokens)
        yield made
