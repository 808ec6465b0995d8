"""HTTP of wishes: leaving one, and a boutique's list of them."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.bodies import WishBody
from chalicelib.bookings.calls import contact_of, keyed
from chalicelib.bookings.wishes.model import Wish
from chalicelib.bookings.wishes.service import Wishes
from chalicelib.bookings.wishes.views import WishList, WishReceipt, WishView
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import PageQuery
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("wishes")


@dataclass(frozen=True)
class WishDesk:
    """What these routes need of the house."""

    wishes: Wishes
    catalogue: Catalogue


@routes.post(
    "/v1/wishes",
    action="wish.create",
    body=WishBody,
    answers=WishReceipt,
    status=201,
    idempotent=True,
    problems=(404, 422, 503),
)
def leave_wish(call: Call, desk: WishDesk) -> Answer:
    """Leave a wish for when nothing offered suits."""
    body: WishBody = call.body
    country = desk.catalogue.boutique(body.boutique).country
    contact = contact_of(body.client, country) if body.client else None
    wish = Wish("", body.boutique, body.experience, "", body.language, 0, body.days, body.part, body.words)
    wish_id, replayed = desk.wishes.leave(call.principal, wish, contact, keyed(call, "wish"))
    return Answer(WishReceipt(id=wish_id), 201, replayed=replayed)


@routes.get(
    "/v1/boutiques/{boutique_id}/wishes", action="wish.list", query=PageQuery, answers=WishList, problems=(404,)
)
def list_wishes(call: Call, desk: WishDesk) -> WishList:
    """List a boutique's wishes to its staff, latest first."""
    start = call.cursor.decode(call.query.after) if call.query.after else None
    boutique_id = call.path["boutique_id"]
    page, names = desk.wishes.of_boutique(call.principal, boutique_id, call.query.limit, start)
    zone = desk.catalogue.boutique(boutique_id).zone
    items = [
        WishView(
            id=wish.id,
            experience=wish.experience,
            client_name=names[wish.id],
            created_at=rfc3339(wish.created_at, zone),
            days=list(wish.days),
            part=wish.part,
            words=wish.words,
        )
        for wish in page.items
    ]
    return WishList(items=items, after=call.cursor.encode(page.next_start) if page.next_start else None)
