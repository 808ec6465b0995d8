"""Delegates over HTTP: for the client, whom she has named; for a delegate, for whom she acts."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.clients.delegates.bodies import DelegateBody
from chalicelib.clients.delegates.service import Delegates
from chalicelib.clients.delegates.views import (
    DelegateList,
    DelegateView,
    DelegationView,
    delegate_view,
    delegation_view,
)
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("delegates")


@dataclass(frozen=True)
class DelegateDesk:
    """What these routes need of the house."""

    delegates: Delegates
    clock: Clock


@routes.get("/v1/me/delegates", action="delegate.read_own", answers=DelegateList, problems=(404,))
def list_delegates(call: Call, desk: DelegateDesk) -> DelegateList:
    """List who may book for one, the latest first, and who once might."""
    now = minute_of(desk.clock())
    return DelegateList(items=[delegate_view(one, now) for one in desk.delegates.of_client(call.principal)])


@routes.post(
    "/v1/me/delegates",
    action="delegate.change_own",
    body=DelegateBody,
    answers=DelegateView,
    status=201,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def grant(call: Call, desk: DelegateDesk) -> Answer:
    """Name somebody who may book for one; a letter brings her the link."""
    body: DelegateBody = call.body
    delegate, replayed = desk.delegates.grant(
        call.principal, body.contact(), body.language, call.key or "", call.body_hash
    )
    return Answer(delegate_view(delegate, delegate.since), replayed=replayed)


@routes.post(
    "/v1/me/delegates/{delegate_id}/resend",
    action="delegate.change_own",
    answers=DelegateView,
    idempotent=True,
    problems=(404, 409, 503),
)
def resend(call: Call, desk: DelegateDesk) -> Answer:
    """Send another letter, at most once an hour; its link takes the place of the one before."""
    delegate, replayed = desk.delegates.resend(call.principal, call.path["delegate_id"], call.key or "")
    return Answer(delegate_view(delegate, minute_of(desk.clock())), replayed=replayed)


@routes.post(
    "/v1/me/delegates/{delegate_id}/revoke",
    action="delegate.change_own",
    answers=DelegateView,
    problems=(404, 503),
)
def revoke(call: Call, desk: DelegateDesk) -> Answer:
    """End what somebody may do for one, at once; said again, it changes nothing more."""
    delegate, replayed = desk.delegates.revoke(call.principal, call.path["delegate_id"])
    return Answer(delegate_view(delegate, minute_of(desk.clock())), replayed=replayed)


@routes.get("/v1/delegation", action="delegation.read", answers=DelegationView, problems=(404,))
def delegation(call: Call, desk: DelegateDesk) -> DelegationView:
    """Tell a delegate for whom she acts: how the client is addressed, and nothing else of her."""
    return delegation_view(*desk.delegates.acting(call.principal))
