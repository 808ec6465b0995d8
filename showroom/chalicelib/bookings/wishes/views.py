"""What is shown of wishes."""

from __future__ import annotations

from chalicelib.http.bodies import View


class WishView(View):
    """A wish as the boutique reads it."""

    id: str
    experience: str
    client_name: str
    created_at: str
    days: list[str]
    part: str
    words: str


class WishList(View):
    """A page of wishes, latest first."""

    items: list[WishView]
    after: str | None


class WishReceipt(View):
    """A wish was kept."""

    id: str
