"""Visitor tokens, for a stranger's retries to be told from another's; and the keys by which tokens are verified."""

from __future__ import annotations

from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View
from chalicelib.http.declare import Answer, Call, Routes
from chalicelib.identity.tokens import Tokens

routes = Routes("visitors")


class VisitorView(View):
    """A visitor token and the instant at which it expires."""

    token: str
    expires_at: str


class KeySetView(View):
    """The public keys with which the house's tokens are verified (RFC 7517)."""

    keys: list[dict[str, str]]


@routes.get("/.well-known/jwks.json", action="keys.read", answers=KeySetView)
def public_keys(_: Call, tokens: Tokens) -> Answer:
    """Read the keys with which tokens of this house are verified; a key that is new appears before it signs."""
    return Answer(KeySetView(keys=tokens.public_keys()), headers={"Cache-Control": "public, max-age=300"})


@routes.post("/v1/visitors", action="visitor.create", answers=VisitorView, status=201)
def create_visitor(_: Call, tokens: Tokens) -> VisitorView:
    """Give a stranger a token for one day. Nothing is stored, so no Idempotency-Key is needed."""
    token, expires = tokens.visitor()
    return VisitorView(token=token, expires_at=rfc3339(expires))
