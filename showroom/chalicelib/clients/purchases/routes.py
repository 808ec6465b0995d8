"""Purchases over HTTP: files of them, their reports, and what a client has bought."""

from __future__ import annotations

from chalicelib.clients.purchases.service import Purchases
from chalicelib.clients.purchases.sheet import LONGEST_FILE
from chalicelib.clients.purchases.views import ImportList, ImportView, PurchaseList, import_view, purchase_view
from chalicelib.http.bodies import PageQuery
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("purchases")


@routes.post(
    "/v1/boutiques/{boutique_id}/purchase-imports",
    action="purchase.import",
    csv=LONGEST_FILE,
    answers=ImportView,
    status=201,
    idempotent=True,
    problems=(404, 422, 503),
)
def take_in(call: Call, purchases: Purchases) -> Answer:
    """Take in a file of purchases; its first lines are gone through at once, the others within minutes."""
    boutique = call.path["boutique_id"]
    made, replayed = purchases.begin(call.principal, boutique, call.body, call.key or "", call.body_hash)
    location = f"/v1/boutiques/{boutique}/purchase-imports/{made.id}"
    return Answer(import_view(made), location=location, replayed=replayed)


@routes.get(
    "/v1/boutiques/{boutique_id}/purchase-imports", action="purchase.import", answers=ImportList, problems=(404,)
)
def list_imports(call: Call, purchases: Purchases) -> ImportList:
    """List a boutique's latest files of purchases."""
    found = purchases.latest(call.principal, call.path["boutique_id"])
    return ImportList(items=[import_view(one, whole=False) for one in found])


@routes.get(
    "/v1/boutiques/{boutique_id}/purchase-imports/{import_id}",
    action="purchase.import",
    answers=ImportView,
    problems=(404,),
)
def read_import(call: Call, purchases: Purchases) -> ImportView:
    """Show how far a file has come, and every mistake with its line."""
    return import_view(purchases.read(call.principal, call.path["boutique_id"], call.path["import_id"]))


@routes.get(
    "/v1/clients/{client_id}/purchases",
    action="purchase.read",
    query=PageQuery,
    answers=PurchaseList,
    problems=(404,),
)
def list_purchases(call: Call, purchases: Purchases) -> PurchaseList:
    """Show what a client has bought, latest first: to the people of her boutique."""
    start = call.cursor.decode(call.query.after) if call.query.after else None
    page = purchases.of_client(call.principal, call.path["client_id"], call.query.limit, start)
    items = [purchase_view(one) for one in page.items]
    return PurchaseList(items=items, after=call.cursor.encode(page.next_start) if page.next_start else None)
