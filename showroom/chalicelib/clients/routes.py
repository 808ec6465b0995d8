"""A client's own card over HTTP: what the house keeps of how she is reached, and her word on it."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.bodies import PreferencesBody
from chalicelib.clients.own_page import OwnPage
from chalicelib.clients.views import MeView, me_view
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("me")


@dataclass(frozen=True)
class ClientDesk:
    """What these routes need of the house."""

    own_page: OwnPage
    catalogue: Catalogue
    clock: Clock


@routes.get("/v1/me", action="client.read_own", answers=MeView, problems=(404,))
def me(call: Call, desk: ClientDesk) -> Answer:
    """Read one's own card: how one is addressed and reached, one's advisor, and what one permits."""
    client = desk.own_page.read(call.principal)
    return Answer(me_view(client, desk.catalogue, minute_of(desk.clock())), version=client.version)


@routes.put(
    "/v1/me/preferences",
    action="client.change_own",
    body=PreferencesBody,
    answers=MeView,
    matched=True,
    problems=(404, 422, 503),
)
def change_preferences(call: Call, desk: ClientDesk) -> Answer:
    """Say how one wishes to be reached; sent again, it changes nothing more."""
    body: PreferencesBody = call.body
    assert call.version is not None  # noqa: S101 - the route is matched
    client, replayed = desk.own_page.change(call.principal, call.version, body.language, body.wanted())
    view = me_view(client, desk.catalogue, minute_of(desk.clock()))
    return Answer(view, version=client.version, replayed=replayed)
