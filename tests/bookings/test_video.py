"""The video room: its door, and the contract with Amazon Chime. Stubber proves parameters, not behaviour."""

from __future__ import annotations

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.video import Doors
from chalicelib.bookings.video_rooms import ChimeRooms, LocalRooms
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import Busy, NotFound, StateConflict
from tests.world.house import House
from tests.world.people import MARGAUX, associate, client, guest, host

START = parse_rfc3339("2027-01-12T15:00:00+01:00")
KEY = "k" * 24


@pytest.fixture
def doors(house: House) -> Doors:
    """Doors to local rooms."""
    return Doors(house.bookings, house.catalogue, LocalRooms(), house.clock)


def test_the_door_opens_ten_minutes_before_and_stays_open_after(house: House, doors: Doors) -> None:
    """It always shows a telephone."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    seen = []
    for minute in (START - 11, START - 10, START + 45 + 29, START + 45 + 30):
        house.clock.forward(minutes=minute - house.now)
        door = doors.enter(guest(booking.id), booking.id)
        assert door.telephone == "+33199000000"
        seen.append((door.state, door.join is not None))
    assert seen == [("early", False), ("open", True), ("open", True), ("over", False)]


def test_both_are_let_in_and_see_each_other(house: House, doors: Doors) -> None:
    """She by her link, the host by hers; whoever is silent for 20 seconds has left."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    house.clock.forward(minutes=START - house.now)
    first = doors.enter(guest(booking.id), booking.id).join
    second = doors.enter(host(booking.id, booking.advisor), booking.id).join
    assert first is not None
    assert second is not None
    assert (first.secret, second.secret) == ({"present": ["client"]}, {"present": ["client", "host"]})
    house.clock.forward(seconds=21)
    third = doors.enter(associate(booking.advisor), booking.id).join
    assert third is not None
    assert third.secret == {"present": ["host"]}


def test_it_survives_a_move_and_dies_on_cancel(house: House, doors: Doors) -> None:
    """The same link; afterwards a telephone and nothing else."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    house.bookings.reschedule(client(MARGAUX), booking.id, Keyed("r", KEY, "b"), 1, START + 60)
    assert doors.enter(guest(booking.id), booking.id).opens_at == START + 50
    house.bookings.cancel(client(MARGAUX), booking.id, Keyed("c", KEY, "b"), 2)
    with pytest.raises(StateConflict, match=r"\+33199000000"):
        doors.enter(guest(booking.id), booking.id)


def test_nobody_else_comes_in(house: House, doors: Doors) -> None:
    """Another booking's link, another boutique's advisor; and a visit has no room at all."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    visit = house.book(associate(), START + 120, KEY, "visit", client_id=MARGAUX).booking
    for stranger in (guest(visit.id), associate("advisor-9", "milan")):
        with pytest.raises(NotFound):
            doors.enter(stranger, booking.id)
    with pytest.raises(NotFound):
        doors.enter(guest(visit.id), visit.id)


def test_chime_gets_one_meeting_for_a_booking_and_one_attendee_for_a_join() -> None:
    """The booking's id is the request token, so every join finds the same meeting; names are never sent."""
    chime = boto3.client("chime-sdk-meetings", region_name="eu-central-1")
    booking_id = "a" * 26
    meeting = {"MeetingId": "0" * 36, "ExternalMeetingId": booking_id, "MediaRegion": "eu-central-1"}
    attendee = {"ExternalUserId": "client", "AttendeeId": "0" * 36, "JoinToken": "once"}
    both = {"Audio": "SendReceive", "Video": "SendReceive", "Content": "SendReceive"}
    with Stubber(chime) as stub:
        stub.add_response(
            "create_meeting",
            {"Meeting": meeting},
            {
                "ClientRequestToken": booking_id,
                "ExternalMeetingId": booking_id,
                "MediaRegion": "eu-central-1",
                "MeetingFeatures": {"Attendee": {"MaxCount": 10}, "Video": {"MaxResolution": "FHD"}},
            },
        )
        stub.add_response(
            "create_attendee",
            {"Attendee": attendee},
            {"MeetingId": "0" * 36, "ExternalUserId": "client", "Capabilities": both},
        )
        join = ChimeRooms(chime, "eu-central-1").join(booking_id, "client", 0)
        stub.assert_no_pending_responses()
    assert (join.provider, join.secret) == ("chime", {"meeting": meeting, "attendee": attendee})


def test_a_provider_that_is_not_there_is_a_matter_of_trying_again() -> None:
    """Never a five-hundred."""
    chime = boto3.client("chime-sdk-meetings", region_name="eu-central-1")
    with Stubber(chime) as stub:
        stub.add_client_error("create_meeting", "ServiceUnavailableException", http_status_code=503)
        with pytest.raises(Busy):
            ChimeRooms(chime, "eu-central-1").join("a" * 26, "client", 0)
