"""Errors become problem documents (RFC 9457) here, once, by kind; below the edge nobody knows a status.

`docs/problems.md` has a section for each type; a test compares it, and the error tree, with this table.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from chalicelib.foundation import errors
from chalicelib.http.errors import Malformed, NoSuchMethod, TokenInQuery, UnsupportedMedia
from chalicelib.identity.permits import NOT_ALLOWED, NOT_FOUND, NOT_SIGNED_IN

CONTENT_TYPE = "application/problem+json"
DOCS = "/docs/problems"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem. With `detail` given, nothing of the error's own words is told."""

    slug: str
    status: int
    title: str
    detail: str | None = None


INTERNAL = Kind("internal", 500, "Something went wrong on our side", "Nothing is known to have been changed.")
_BUSY = "One moment, please try again."

KINDS: dict[type[errors.ShowroomError], Kind] = {
    errors.ShowroomError: INTERNAL,
    errors.InvalidInput: Kind("invalid-input", 422, "Some fields need another look"),
    errors.KeyReused: Kind("key-reused", 422, "This Idempotency-Key was used for something else"),
    Malformed: Kind("malformed", 400, "The request cannot be read"),
    TokenInQuery: Kind("token-in-query", 400, "A token does not belong into an address"),
    UnsupportedMedia: Kind("unsupported-media", 415, "The body must be JSON"),
    NoSuchMethod: Kind("no-such-method", 405, "This address does not have that method"),
    errors.Unauthenticated: Kind("unauthenticated", 401, "A valid token is needed", NOT_SIGNED_IN),
    errors.Forbidden: Kind("forbidden", 403, "Not open to you", NOT_ALLOWED),
    errors.NotFound: Kind("not-found", 404, "There is nothing here", NOT_FOUND),
    errors.Conflict: Kind("conflict", 409, "The world has moved on"),
    errors.SlotTaken: Kind("slot-taken", 409, "This time is no longer free"),
    errors.StateConflict: Kind("state-conflict", 409, "Not possible any more"),
    errors.HoldExpired: Kind("hold-expired", 409, "The time we kept is gone"),
    errors.QuotaReached: Kind("quota-reached", 409, "Too many open requests"),
    errors.StillLeft: Kind("still-left", 409, "Not everything is handed over"),
    errors.AlreadyIn: Kind("already-in", 409, "Joined from another device"),
    errors.HostsTaken: Kind("hosts-taken", 409, "A host is not free"),
    errors.OfferLapsed: Kind("offer-lapsed", 410, "This place is no longer kept"),
    errors.Overlapping: Kind("overlapping", 409, "Something else is at that time"),
    errors.WrongCode: Kind("wrong-code", 409, "Not the code we have sent"),
    errors.CodeSpent: Kind("code-spent", 409, "This code no longer holds"),
    errors.CodeTooSoon: Kind("code-too-soon", 409, "A code was sent a moment ago"),
    errors.NoMoreCodes: Kind("no-more-codes", 409, "No more codes are sent"),
    errors.PreconditionFailed: Kind("precondition-failed", 412, "There is a newer version"),
    errors.PreconditionRequired: Kind("precondition-required", 428, "Say which version you change"),
    errors.Busy: Kind("busy", 503, "One moment, please"),
    errors.Contended: Kind("contended", 503, "One moment, please", _BUSY),
    # A refused step that reaches the edge is a mistake of ours: services turn each into what it means.
    errors.StepRefused: Kind("step-refused", 500, INTERNAL.title, INTERNAL.detail),
}
"""Each error class that has its own page; others take that of their nearest ancestor."""


def kind_of(error: Exception) -> Kind:
    """Return the kind of an error: its own, its nearest ancestor's, or `internal` for what nobody raised on purpose."""
    return next((KINDS[base] for base in type(error).__mro__ if base in KINDS), INTERNAL)


def document(error: Exception) -> dict[str, Any]:
    """Return the problem document of an error. Nothing that was sent is in it."""
    kind = kind_of(error)
    told = kind.detail or getattr(error, "detail", "") or f"{kind.title}."
    problem: dict[str, Any] = {
        "type": f"{DOCS}#{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": told,
    }
    if isinstance(error, errors.InvalidInput) and error.fields:
        problem["errors"] = [{"pointer": pointer, "detail": detail} for pointer, detail in error.fields]
    if isinstance(error, errors.SlotTaken):
        problem["alternatives"] = list(error.alternatives)
        if error.because:
            problem |= {"because": list(error.because), "with_reason": error.with_reason}
    if isinstance(error, errors.HostsTaken):
        problem["hosts"] = list(error.hosts)
    if isinstance(error, errors.WrongCode):
        problem["tries_left"] = error.tries_left
    if isinstance(error, errors.StillLeft):
        problem["left"] = {"clients": error.clients, "bookings": error.bookings}
    return problem


def answer(error: Exception) -> tuple[int, str, dict[str, str]]:
    """Return status, body and headers of the problem an error becomes."""
    problem = document(error)
    headers = {"Content-Type": CONTENT_TYPE}
    if problem["status"] == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem["status"] == 503 or isinstance(error, errors.CodeTooSoon):
        headers["Retry-After"] = str(getattr(error, "retry_after", 1))
    return problem["status"], json.dumps(problem, ensure_ascii=False, separators=(",", ":")), headers
