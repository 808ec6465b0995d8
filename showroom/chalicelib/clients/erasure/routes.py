"""Erasure over HTTP: what would go, and doing it."""

from __future__ import annotations

from chalicelib.clients.erasure.service import Erasures
from chalicelib.clients.erasure.views import ErasureView, erasure_view
from chalicelib.http.declare import Call, Routes

routes = Routes("erasure")


@routes.get("/v1/clients/{client_id}/erasure", action="client.erase", answers=ErasureView, problems=(404,))
def outlook(call: Call, erasures: Erasures) -> ErasureView:
    """Show what an erasure would end and what has left the house; afterwards, the dated receipt."""
    return erasure_view(erasures.outlook(call.principal, call.path["client_id"]))


@routes.post("/v1/clients/{client_id}/erasure", action="client.erase", answers=ErasureView, problems=(404, 503))
def erase(call: Call, erasures: Erasures) -> ErasureView:
    """Erase a client: it cannot be undone. Said again, it goes on where it stood, and changes nothing more."""
    return erasure_view(erasures.erase(call.principal, call.path["client_id"]))
