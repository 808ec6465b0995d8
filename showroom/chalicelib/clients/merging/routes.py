"""Merging over HTTP: what would become of two cards, and doing it."""

from __future__ import annotations

from chalicelib.clients.merging.bodies import MergeBody, PairBody
from chalicelib.clients.merging.service import Merges
from chalicelib.clients.merging.views import MergeView, merge_view
from chalicelib.http.declare import Call, Routes

routes = Routes("merging")


@routes.post(
    "/v1/clients/{client_id}/merge/preview",
    action="client.merge",
    body=PairBody,
    answers=MergeView,
    problems=(404, 422),
)
def preview(call: Call, merges: Merges) -> MergeView:
    """Show what would become of two cards of one person, field by field, and what would move; it writes nothing."""
    body: PairBody = call.body
    return merge_view(merges.preview(call.principal, call.path["client_id"], body.other, frozenset(body.take)))


@routes.post(
    "/v1/clients/{client_id}/merge",
    action="client.merge",
    body=MergeBody,
    answers=MergeView,
    problems=(404, 409, 412, 422, 503),
)
def merge(call: Call, merges: Merges) -> MergeView:
    """Take another card of hers into this one: it cannot be undone. Said again, it goes on where it stood."""
    body: MergeBody = call.body
    versions = (body.version, body.other_version)
    pair = merges.merge(call.principal, call.path["client_id"], body.other, versions, frozenset(body.take))
    return merge_view(pair)
