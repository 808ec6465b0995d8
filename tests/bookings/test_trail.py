"""Browsing the audit: within one's own boutiques, page by page, and nothing in it that names anybody."""

from __future__ import annotations

from chalicelib.foundation.ids import derived_id
from chalicelib.identity.model import Role
from tests.world.browser import Browser
from tests.world.house import House, keyed
from tests.world.people import BOUTIQUE, CAMILLE, client


def test_a_manager_reads_what_was_done_in_her_boutique(house: House) -> None:
    """Latest first, to the last row; a cursor of another subject is no way round; elsewhere there is nothing."""
    start = (house.now // 1440 + 3) * 1440 + 14 * 60
    booking = house.book(client(CAMILLE), start, "book").booking
    house.clock.forward(minutes=5)
    house.bookings.cancel(client(CAMILLE), booking.id, keyed("cancel", "c"), 1)
    manager = house.tokens.access(Role.MANAGER, "manager-1", frozenset({BOUTIQUE}))
    path = f"/v1/audit?limit=1&subject=booking%23{booking.id}"
    with Browser(house) as browser:
        first = browser.get(path, manager)
        assert first.status == 200, first.text
        assert [row["action"] for row in first.json["items"]] == ["booking.cancel"]
        assert first.json["items"][0]["actor"] == f"client:{CAMILLE}"
        second = browser.get(f"{path}&after={first.json['after']}", manager)
        assert [row["action"] for row in second.json["items"]] == ["booking.create"]
        assert second.json["items"][0]["after"] == first.json["items"][0]["before"]
        other = house.book(client(CAMILLE), start + 1440, "again").booking
        strayed = f"/v1/audit?subject=booking%23{other.id}&after={first.json['after']}"
        assert [row["action"] for row in browser.get(strayed, manager).json["items"]] == ["booking.create"]
        milan = house.tokens.access(Role.MANAGER, "manager-2", frozenset({"milan"}))
        nobody = f"/v1/audit?subject=booking%23{derived_id('nobody')}"
        assert browser.get(path, milan).status == browser.get(nobody, manager).status == 404
        assert browser.get(f"/v1/audit?subject=maison%23{BOUTIQUE}", manager).status == 404
        assert browser.get("/v1/audit?subject=Camille", manager).status == 422
        assert browser.get(path, house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}))).status == 403
        assert browser.get(path, house.tokens.access(Role.ADMIN, "admin")).json["items"] == first.json["items"]
