"""Cards over HTTP, for the house's own people."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.cards.bodies import CardBody, NewCardBody, SearchBody
from chalicelib.clients.cards.service import Cards
from chalicelib.clients.cards.views import ClientCard, ClientHits, card_view, hits_view
from chalicelib.foundation.errors import FieldProblem, InvalidInput, NotFound
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("clients")


@dataclass(frozen=True)
class CardDesk:
    """What these routes need of the house."""

    cards: Cards
    catalogue: Catalogue


@routes.get("/v1/clients/{client_id}", action="client.read", answers=ClientCard, problems=(404,))
def read_card(call: Call, desk: CardDesk) -> Answer:
    """Read a client's card: for her boutique's people, and for whoever receives her, until seven days after."""
    card = desk.cards.read(call.principal, call.path["client_id"])
    return Answer(card_view(card), version=card.version)


@routes.put(
    "/v1/clients/{client_id}",
    action="client.change",
    body=CardBody,
    answers=ClientCard,
    matched=True,
    problems=(404, 422, 503),
)
def change_card(call: Call, desk: CardDesk) -> Answer:
    """Write a client's card anew; sent again, it changes nothing more. Her addresses are not changed here."""
    body: CardBody = call.body
    assert call.version is not None  # noqa: S101 - the route is matched
    card, replayed = desk.cards.change(call.principal, call.path["client_id"], call.version, body.wish())
    return Answer(card_view(card), version=card.version, replayed=replayed)


@routes.post(
    "/v1/clients",
    action="client.take",
    body=NewCardBody,
    answers=ClientCard,
    status=201,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def take_client(call: Call, desk: CardDesk) -> Answer:
    """Take in a client who telephoned or came; an address has one card."""
    body: NewCardBody = call.body
    try:
        country = desk.catalogue.boutique(body.boutique).country
    except NotFound:
        raise InvalidInput([FieldProblem("/boutique", "must be a boutique of the maison")]) from None
    contact = body.contact(country)
    card, replayed = desk.cards.take(call.principal, contact, body.wish(), call.key or "", call.body_hash)
    return Answer(card_view(card), version=card.version, location=f"/v1/clients/{card.client.id}", replayed=replayed)


@routes.post("/v1/clients/search", action="client.search", body=SearchBody, answers=ClientHits, problems=(404, 422))
def search_clients(call: Call, desk: CardDesk) -> ClientHits:
    """Find clients of one's boutiques by the beginning of a name: two characters in Chinese, three letters in Latin."""
    body: SearchBody = call.body
    return hits_view(desk.cards.find(call.principal, body.name, body.boutique))
