"""The evening in a guest's own calendar."""

from __future__ import annotations

from chalicelib.events.calendar_file import calendar_file
from chalicelib.foundation.clock import minute_of
from tests.events.conftest import Evening, guests
from tests.world.evenings import invited, planner, press
from tests.world.house import House


def test_the_file_replaces_the_one_before(house: House, evening: Evening) -> None:
    """Tentative while she has not said yes; one UID for life, and a SEQUENCE that rises when the house moves it."""
    event = evening()
    (guest,) = guests(house, event, 1)
    now = minute_of(house.clock())
    first = calendar_file(event, guest, house.event_viewer.invitation(event, guest, now), now)
    assert f"UID:{guest.id}@showroom" in first
    assert "STATUS:TENTATIVE" in first
    assert "SUMMARY:An evening\\, " in first
    assert "T200000" in first
    moved = house.events.move(planner(event.boutique), event.id, press("move"), event.version, event.start + 60).event
    house.registering.viewed(invited(guest), event.id, guest.id)
    after = house.guest_store.get(event.id, guest.id)
    assert after is not None
    seen = house.event_viewer.invitation(moved, after, now)
    assert seen.event.previous_start is not None
    assert seen.event.previous_start < seen.event.start
    assert seen.language == "en"
    second = calendar_file(moved, after, seen, now)
    assert f"SEQUENCE:{guest.version - 1}" in first
    assert f"SEQUENCE:{after.version - 1}" in second
    assert after.version > guest.version
    assert "T210000" in second
