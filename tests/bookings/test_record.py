"""A client's record: all that the house holds of her, nothing of anybody else's; a row for each time it is given."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from chalicelib.bookings.record.calendar import calendar_of
from chalicelib.bookings.record.views import record_view
from chalicelib.foundation.errors import NotFound
from chalicelib.identity.model import Role
from tests.clients.test_erasure import CANARIES, HER, MANAGER, lived
from tests.world.browser import Browser
from tests.world.house import House
from tests.world.people import BOUTIQUE, client


def test_a_record_holds_all_of_her_and_nothing_of_anybody_else(house: House) -> None:
    """Every word of hers, also what she bought and whom she named; letters to others, and other clients, are not."""
    lived(house)
    record = house.record_desk.records.own(client(HER))
    said = json.loads(record_view(record, "Maison").model_dump_json())
    text = json.dumps(said, ensure_ascii=False)
    assert [word for word in CANARIES if word not in text] == []
    assert "camille" not in text.lower()
    assert Counter(one["state"] for one in said["bookings"]) == {"done": 1, "confirmed": 2}
    assert {one["note"] for one in said["bookings"]} == {"Anniversary", ""}
    assert [one["words"] for one in said["wishes"]] == ["In the evening"]
    assert [(one["name"], one["email"]) for one in said["delegates"]] == [("Delegata", "d@canary.example")]
    assert [one["amount"] for one in said["purchases"]] == ["12.00"]
    assert {one["kind"] for one in said["letters"]} >= {"booking.confirmed"}
    assert not [one for one in said["letters"] if one["kind"].startswith("host.")]
    assert said["card"]["manager_note"] is None
    assert said["cut"] == []
    assert ("client.export", f"client:{HER}") in {(one["action"], one["by"]) for one in said["audit"]}
    assert house.record_desk.records.of(MANAGER, HER).for_staff
    assert said["consents"][0]["purpose"] == "service"


def test_a_calendar_says_what_was_cancelled(house: House) -> None:
    """One event for each appointment; the identifiers are those of the letters' files."""
    lived(house)
    record = house.record_desk.records.own(client(HER))
    text = calendar_of(record, house.catalogue)
    ids = {booking.id for booking, _ in record.bookings}
    assert text.count("BEGIN:VEVENT") == len(ids) == 3
    assert all(f"UID:{one}@showroom" in text for one in ids)
    assert "Anniversary" not in text


def test_who_is_given_a_record(house: House) -> None:
    """Herself, her boutique's manager, an administrator; a file whose name names nobody, from no cache."""
    lived(house)
    hers = house.tokens.access(Role.CLIENT, HER)
    manager = house.tokens.access(Role.MANAGER, "manager-1", frozenset({BOUTIQUE}))
    elsewhere = house.tokens.access(Role.MANAGER, "manager-2", frozenset({"milan"}))
    advisor = house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}))
    path = f"/v1/clients/{HER}/export"
    with Browser(house) as browser:
        own = browser.send("POST", "/v1/me/export", token=hers)
        assert (own.status, own.headers["cache-control"]) == (200, "no-store")
        assert own.headers["content-disposition"] == f'attachment; filename="record-{house.clock():%Y-%m-%d}.json"'
        assert own.json["format"] == "showroom-record-1"
        assert browser.send("POST", path, token=manager).json["card"]["manager_note"] == ""
        assert browser.send("POST", path, token=elsewhere).status == 404
        assert browser.send("POST", path, token=advisor).status == 403
        calendar = browser.send("POST", f"{path}/calendar", token=manager)
        assert calendar.headers["content-type"].startswith("text/calendar")
        assert browser.send("POST", "/v1/me/export/calendar", token=hers).text.count("BEGIN:VEVENT") == 3
    house.erasures.erase(MANAGER, HER)
    for ask in (lambda: house.record_desk.records.own(client(HER)), lambda: house.record_desk.records.of(MANAGER, HER)):
        with pytest.raises(NotFound):
            ask()
