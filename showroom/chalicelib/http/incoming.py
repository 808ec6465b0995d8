"""Reading a request: headers that must come once, the bearer token, path, query, body and preconditions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from chalice.app import Request
from pydantic import BaseModel

from chalicelib.foundation.errors import (
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Unauthenticated,
)
from chalicelib.foundation.ids import KEY_PATTERN
from chalicelib.http.bodies import validate
from chalicelib.http.declare import Route, pattern_of
from chalicelib.http.errors import Malformed, TokenInQuery, UnsupportedMedia
from chalicelib.http.jsonbody import LONGEST_BODY, digest, parse
from chalicelib.identity.model import ANONYMOUS, Principal
from chalicelib.identity.permits import NOT_FOUND, NOT_SIGNED_IN

_ONCE = ("content-type", "idempotency-key", "if-match")
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/=-]{1,4096})", re.IGNORECASE | re.ASCII)
_TOKEN_NAMES = frozenset({"token", "access_token", "id_token", "jwt", "bearer", "authorization", "auth"})
_TOKEN_VALUE = re.compile(r"eyJ[\w-]*\.[\w-]+\.[\w-]*", re.ASCII)
_MEDIA = re.compile(r'application/json(?: *; *charset="?utf-8"?)?', re.IGNORECASE | re.ASCII)
_CSV = re.compile(r'text/csv(?: *; *(?:charset="?utf-8"?|header=present))*', re.IGNORECASE | re.ASCII)
_VERSION = re.compile(r'"(\d{1,9})"', re.ASCII)
_KEY = re.compile(KEY_PATTERN, re.ASCII)
_LANGUAGE = re.compile(
    r"([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})(?: *; *q=(0(?:\.\d{1,3})?|1(?:\.0{1,3})?))?", re.ASCII
)


def check_headers(request: Request) -> None:
    """Refuse headers that came more than once. Raises Unauthenticated for Authorization, Malformed for others."""
    every = request.to_original_event().get("multiValueHeaders") or {}
    counts: dict[str, int] = {}
    for name, values in every.items():
        counts[name.lower()] = counts.get(name.lower(), 0) + len(values)
    if counts.get("authorization", 0) > 1:
        raise Unauthenticated(NOT_SIGNED_IN)
    if any(counts.get(name, 0) > 1 for name in _ONCE):
        raise Malformed("A header came more than once.")


def refuse_tokens(request: Request) -> None:
    """Refuse a query that carries anything like a token. Raises TokenInQuery."""
    for name, values in _queried(request):
        if name.lower() in _TOKEN_NAMES or any(_TOKEN_VALUE.search(value) for value in values):
            raise TokenInQuery


def principal_of(request: Request, verify: Callable[[str], Principal]) -> Principal:
    """Return who asks; nobody without an Authorization header. Raises Unauthenticated."""
    sent = request.headers.get("authorization")
    if sent is None:
        return ANONYMOUS
    match = _BEARER.fullmatch(sent)
    if match is None:
        raise Unauthenticated(NOT_SIGNED_IN)
    return verify(match.group(1))


def path_of(request: Request, route: Route) -> dict[str, str]:
    """Return the path parameters, decoded once. One that is not of the declared shape names nothing: NotFound."""
    found = {}
    for name in route.parameters:
        try:
            value = unquote((request.uri_params or {})[name], errors="strict")
        except UnicodeDecodeError:
            raise NotFound(NOT_FOUND) from None
        if not re.fullmatch(pattern_of(name), value, re.ASCII) or value.endswith("\n"):
            raise NotFound(NOT_FOUND)
        found[name] = value
    return found


def query_of(request: Request, route: Route) -> BaseModel | None:
    """Return the query as its model. Raises Malformed when a name comes twice, InvalidInput for what it says.

    A query on an API route that declares none is refused; pages ignore it, for links are shared with all sorts of it.
    """
    sent = {}
    for name, values in _queried(request):
        if len(values) != 1:
            raise Malformed("A name comes more than once in the query.")
        sent[name] = values[0]
    if route.query is None:
        if sent and route.path.startswith("/v1/"):
            raise Malformed("This address takes no query.")
        return None
    return validate(route.query, route.query.typed(sent))[0]


def body_of(request: Request, route: Route) -> tuple[BaseModel | bytes | None, str]:
    """Return the body as its model (or a CSV file's bytes), and its hash.

    Raises UnsupportedMedia, Malformed or InvalidInput.
    """
    if route.method == "GET":
        return None, ""
    raw = _raw_body(request, route.csv or LONGEST_BODY)
    if route.body is None and not route.csv:
        if raw.strip() not in (b"", b"{}"):
            raise Malformed("This address takes no body.")
        return None, digest({})
    if not (_CSV if route.csv else _MEDIA).fullmatch(request.headers.get("content-type", "").strip()):
        raise UnsupportedMedia(media="text/csv" if route.csv else "application/json")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMedia(media="text/csv" if route.csv else "application/json")
    if route.body is None:
        return raw, hashlib.sha256(raw).hexdigest()
    body, cleaned = validate(route.body, parse(raw))
    return body, digest(cleaned)


def key_of(request: Request, route: Route) -> str | None:
    """Return the Idempotency-Key. Raises Malformed when an idempotent route comes without a well-formed one."""
    if not route.idempotent:
        return None
    key: str = request.headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key) or key.endswith("\n"):
        raise Malformed("Send an Idempotency-Key of 22 to 64 letters, digits, - or _, new for each intention.")
    return key


def version_of(request: Request, route: Route) -> int | None:
    """Return the version If-Match names. Raises PreconditionRequired when it names none, PreconditionFailed when it
    can match none of ours (weak tags, lists, other texts)."""
    if not route.matched:
        return None
    sent = request.headers.get("if-match")
    if sent is None or sent.strip() == "*":
        raise PreconditionRequired('Say which version you change, as in If-Match: "7".')
    match = _VERSION.fullmatch(sent.strip())
    if match is None:
        raise PreconditionFailed("There is a newer version. Please look at it first.")
    return int(match.group(1))


def languages_of(headers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the tags of Accept-Language in lower case, best first; whatever cannot be read is passed over."""
    ranked: list[tuple[float, str]] = []
    for part in headers.get("accept-language", "")[:200].split(","):
        match = _LANGUAGE.fullmatch(part.strip())
        if match and float(match.group(2) or 1) > 0:
            ranked.append((-float(match.group(2) or 1), match.group(1).lower()))
    return tuple(tag for _, tag in sorted(ranked, key=lambda pair: pair[0]))


def _queried(request: Request) -> list[tuple[str, list[str]]]:
    params = request.query_params
    return [(name, params.getlist(name)) for name in params] if params else []


def _raw_body(request: Request, longest: int) -> bytes:
    """Return the bytes that were sent. Raises Malformed for base64 or text that holds none, and for too many."""
    if len(request.to_original_event().get("body") or b"") > longest * 2:
        raise Malformed(f"The body is larger than {longest // 1024} KB.")
    try:
        raw: Any = request.raw_body
    except ValueError:
        raise Malformed("The body is not in UTF-8.") from None
    if len(raw) > longest:
        raise Malformed(f"The body is larger than {longest // 1024} KB.")
    return raw if isinstance(raw, bytes) else b""
