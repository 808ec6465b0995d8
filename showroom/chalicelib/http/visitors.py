"""Visitor tokens: a stranger gets a random subject for a day, so that her retries can be told from another's."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from chalicelib.foundation.clock import rfc3339
from chalicelib.http.declare import Call, Routes
from chalicelib.identity.tokens import Tokens

routes = Routes("visitors")


class VisitorView(BaseModel):
    """A visitor token and the instant at which it expires."""

    model_config = ConfigDict(frozen=True)

    token: str
    expires_at: str


@routes.post("/v1/visitors", action="visitor.create", answers=VisitorView, status=201)
def create_visitor(_: Call, tokens: Tokens) -> VisitorView:
    """Give a stranger a token for one day. Nothing is stored, so no Idempotency-Key is needed."""
    token, expires = tokens.visitor()
    return VisitorView(token=token, expires_at=rfc3339(expires))
