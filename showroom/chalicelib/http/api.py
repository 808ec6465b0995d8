"""Mounting declared routes on Chalice, and the one wrapper round every view.

Errors become responses inside the wrapper; what Chalice answers by itself (an unknown method, a refused binary type)
is put into the same words on its way out. Every path has its own OPTIONS route, and `cors=` is never used: CORS headers
are set here, for listed origins only, on every answer. The request is read from a context variable because
`app.current_request` is shared by the threads of the local server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import IO, Any

from chalice.app import Chalice, Request, Response
from pydantic import BaseModel

from chalicelib.foundation.ids import new_id
from chalicelib.http import incoming
from chalicelib.http.cursor import Cursor
from chalicelib.http.declare import Answer, Call, Route, Routes
from chalicelib.http.errors import Malformed, NoSuchMethod, UnsupportedMedia
from chalicelib.http.problems import answer, kind_of
from chalicelib.http.record import Record
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import admit

ALLOWED_HEADERS = "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match"
EXPOSED_HEADERS = "ETag, Location, Retry-After, Idempotent-Replayed"
SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=63072000",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""On every answer, unless the route says otherwise."""

_REQUEST: ContextVar[Request] = ContextVar("request")
_FOREIGN = {
    400: Malformed("This answer cannot be given in a form you accept."),
    405: NoSuchMethod(),
    415: UnsupportedMedia(),
}


@dataclass(frozen=True)
class Edge:
    """What the edge needs of the house; made by wiring."""

    verify: Callable[[str], Principal]
    """Returns who a token speaks for. Raises Unauthenticated."""
    allowed_origins: tuple[str, ...]
    """Exact origins, as browsers write them."""
    api_path: str
    """Path prefix of the stage, without a slash at its end."""
    cursor_key: bytes
    """A secret that page cursors are sealed with."""


class _Ours(Response):
    """A response the wrapper made; anything else was made by Chalice. `problem` is the slug of what went wrong."""

    def __init__(self, body: str | bytes, headers: Mapping[str, str], status: int, problem: str = "") -> None:
        super().__init__(body, dict(headers), status)
        self.problem = problem


class Api:
    """The mounted routes of the house."""

    def __init__(self, app: Chalice, edge: Callable[[], Edge], sink: IO[str] | None = None) -> None:
        """`edge` is asked at each request; `sink` is where logs and metrics go, standard output unless given."""
        self._app, self._edge, self._record = app, edge, Record(sink)
        self._methods: dict[str, list[str]] = {}
        self._routes: list[Route] = []
        app.register_middleware(self._around, "http")

    @property
    def declared(self) -> tuple[Route, ...]:
        """Every mounted route, in order."""
        return tuple(self._routes)

    def mount(self, routes: Routes, provide: Callable[[], Any]) -> None:
        """Mount a room's routes; each handler gets what `provide` returns at the time of the request."""
        for route in routes.declared:
            methods = self._methods.setdefault(route.path, [])
            if not methods:
                self._register("OPTIONS", route.path, f"options_{len(self._methods)}", self._options)
            methods.append(route.method)
            self._register(route.method, route.path, route.name, self._view(route, provide))
            self._routes.append(route)

    def _register(self, method: str, path: str, name: str, view: Callable[..., Response]) -> None:
        # An empty list of content types lets each one reach us: what we refuse, we refuse in our own words.
        self._app.route(path, name=name, methods=[method], content_types=[])(view)

    def _view(self, route: Route, provide: Callable[[], Any]) -> Callable[..., Response]:
        def view(**_: str) -> Response:
            request = _REQUEST.get()
            try:
                edge = self._edge()
                call = _call(request, route, edge)
                return self._success(request, route, edge, route.handler(call, provide()))
            except Exception as error:  # noqa: BLE001 - the one place where any error becomes an answer
                return self._failure(error, request)

        return view

    def _options(self, **_: str) -> Response:
        request = _REQUEST.get()
        methods = ", ".join([*self._methods[request.path], "OPTIONS"])
        headers = {"Allow": methods}
        if self._origin(request):
            headers |= {
                "Access-Control-Allow-Methods": methods,
                "Access-Control-Allow-Headers": ALLOWED_HEADERS,
                "Access-Control-Max-Age": "7200",
            }
        return _Ours("", self._headers(request, headers), 204)

    def _success(self, request: Request, route: Route, edge: Edge, given: Answer | BaseModel) -> Response:
        made = given if isinstance(given, Answer) else Answer(given)
        headers = {"Content-Type": made.content_type, **made.headers}
        if made.version is not None:
            headers["ETag"] = f'"{made.version}"'
        if made.location is not None:
            headers["Location"] = edge.api_path + made.location
        if made.replayed:
            headers["Idempotent-Replayed"] = "true"
        status = made.status or route.status
        if made.body is None and status == 200:
            status = 204
        tag = headers.get("ETag")
        if route.method == "GET" and tag and tag in _tags(request.headers.get("if-none-match", "")):
            return _Ours("", self._headers(request, headers), 304)
        return _Ours(self._written(made), self._headers(request, headers), status)

    def _written(self, made: Answer) -> str | bytes:
        """Return the body as Chalice wants it: bytes for its binary types, text for all others."""
        if made.body is None:
            return ""
        if isinstance(made.body, BaseModel):
            return made.body.model_dump_json(by_alias=True)
        media = made.content_type.split(";")[0].strip().lower()
        return made.body if media in self._app.api.binary_types else made.body.decode("utf-8")

    def _failure(self, error: Exception, request: Request) -> _Ours:
        status, body, headers = answer(error)
        if status == 500:
            self._record.failure(error, _request_id(request))
        return _Ours(body, self._headers(request, headers), status, kind_of(error).slug)

    def _headers(self, request: Request, own: Mapping[str, str]) -> dict[str, str]:
        vary = ", ".join(filter(None, ("Origin", own.get("Vary", ""))))
        headers = {**SECURITY_HEADERS, "X-Request-Id": _request_id(request), **own, "Vary": vary}
        origin = self._origin(request)
        if origin:
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        return headers

    def _origin(self, request: Request) -> str:
        """Return the Origin of a request if it is one of those listed, letter for letter."""
        origin: str = request.headers.get("origin", "")
        try:
            return origin if origin and origin in self._edge().allowed_origins else ""
        except Exception:  # noqa: BLE001 - a house that cannot be built must still say so
            return ""

    def _around(self, request: Request, get_response: Callable[[Request], Response]) -> Response:
        started = perf_counter()
        token = _REQUEST.set(request)
        try:
            given = get_response(request)
            response = given if isinstance(given, _Ours) else self._foreign(given, request)
        finally:
            _REQUEST.reset(token)
        spent = (perf_counter() - started) * 1000
        self._record.request(
            request.method, request.path, response.status_code, spent, _request_id(request), response.problem
        )
        return response

    def _foreign(self, response: Response, request: Request) -> _Ours:
        """Put what Chalice answered by itself into our words; the Allow header stays."""
        made = self._failure(_FOREIGN.get(response.status_code, RuntimeError("answered by Chalice")), request)
        if "Allow" in response.headers:
            made.headers["Allow"] = response.headers["Allow"]
        return made


def _call(request: Request, route: Route, edge: Edge) -> Call:
    """Check a request and say what it is. Who asks is settled before anything else is read."""
    incoming.check_headers(request)
    incoming.refuse_tokens(request)
    principal = incoming.principal_of(request, edge.verify)
    admit(principal, route.action, *route.also)
    path = incoming.path_of(request, route)
    query = incoming.query_of(request, route)
    body, body_hash = incoming.body_of(request, route)
    return Call(
        principal=principal,
        path=path,
        query=query,
        body=body,
        body_hash=body_hash,
        key=incoming.key_of(request, route),
        version=incoming.version_of(request, route),
        languages=incoming.languages_of(request.headers),
        request_id=_request_id(request),
        cursor=Cursor(edge.cursor_key, route.path, principal.actor),
    )


def _request_id(request: Request) -> str:
    """Return the gateway's id of this request, or one of our own where there is no gateway."""
    context = request.context
    return str(context.get("requestId") or context.setdefault("requestId", new_id()))


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
