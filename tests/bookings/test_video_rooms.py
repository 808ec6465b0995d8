"""Rooms for many: hosts are seen and heard, guests see and hear until promoted. Stubber proves parameters only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.bookings.video_rooms import ChimeRooms, LocalRooms
from chalicelib.foundation.errors import Busy

ROOM = f"{'e' * 26}-s1"
MEETING = "11111111-2222-3333-4444-555555555555"
BOTH = {"Audio": "SendReceive", "Video": "SendReceive", "Content": "SendReceive"}
RECEIVE = {"Audio": "Receive", "Video": "Receive", "Content": "Receive"}


class Chime:
    """A Chime of which each call is written down beforehand."""

    def __init__(self) -> None:
        self.client = boto3.client("chime-sdk-meetings", region_name="eu-central-1")
        self.stub = Stubber(self.client)
        self.rooms = ChimeRooms(self.client, "eu-central-1")

    def makes_the_room(self) -> None:
        """The meeting is asked for by the room's id, for 250 people in HD."""
        features = {"Attendee": {"MaxCount": 250}, "Video": {"MaxResolution": "HD"}}
        self.stub.add_response(
            "create_meeting",
            {"Meeting": {"MeetingId": MEETING, "ExternalMeetingId": ROOM, "MediaRegion": "eu-central-1"}},
            {
                "ClientRequestToken": ROOM,
                "ExternalMeetingId": ROOM,
                "MediaRegion": "eu-central-1",
                "MeetingFeatures": features,
            },
        )

    def mints(self, person: str, capabilities: dict[str, str]) -> None:
        """One attendee, with what she may do."""
        self.stub.add_response(
            "create_attendee",
            {"Attendee": {"ExternalUserId": person, "AttendeeId": MEETING, "JoinToken": "once"}},
            {"MeetingId": MEETING, "ExternalUserId": person, "Capabilities": capabilities},
        )

    def lists(self, people: list[tuple[str, str]], token: str | None = None, after: str | None = None) -> None:
        """A page of attendees: (id, who)."""
        answer: dict[str, Any] = {"Attendees": [{"AttendeeId": one, "ExternalUserId": who} for one, who in people]}
        wanted: dict[str, Any] = {"MeetingId": MEETING, "MaxResults": 100}
        self.stub.add_response(
            "list_attendees",
            answer | ({"NextToken": token} if token else {}),
            wanted | ({"NextToken": after} if after else {}),
        )


@pytest.fixture
def chime() -> Iterator[Chime]:
    """Every call that was written down must have been made."""
    made = Chime()
    with made.stub:
        yield made
        made.stub.assert_no_pending_responses()


def number(n: int) -> str:
    """An attendee's id."""
    return f"{n:08d}-0000-0000-0000-000000000000"


@pytest.mark.parametrize(("person", "speaks", "capabilities"), [("host", True, BOTH), ("guest", False, RECEIVE)])
def test_hosts_send_and_receive_and_guests_receive(
    chime: Chime, person: str, speaks: bool, capabilities: dict[str, str]
) -> None:
    """One meeting for the room; one attendee for this join, with the capabilities of her part."""
    chime.makes_the_room()
    chime.mints(person, capabilities)
    join = chime.rooms.enter(ROOM, person, 0, speaks=speaks)
    assert join.secret is not None
    assert (join.provider, join.secret["attendee"]["JoinToken"]) == ("chime", "once")


def test_who_stays_mints_nothing(chime: Chime) -> None:
    """A page that asks every few seconds makes no attendee: Chime is not asked at all."""
    assert chime.rooms.stay(ROOM, "guest", 0, speaks=False).secret is None


def test_a_promotion_reaches_each_of_her_attendees_on_every_page_and_nobody_else(chime: Chime) -> None:
    """She may have joined twice; one that has gone meanwhile is let go by."""
    chime.makes_the_room()
    chime.lists([(number(1), "her"), (number(2), "another")], token="more")
    chime.lists([(number(3), "her")], after="more")
    chime.stub.add_client_error("update_attendee_capabilities", "NotFoundException", http_status_code=404)
    chime.stub.add_response(
        "update_attendee_capabilities",
        {"Attendee": {"AttendeeId": number(3)}},
        {"MeetingId": MEETING, "AttendeeId": number(3), "Capabilities": BOTH},
    )
    chime.rooms.promote(ROOM, "her")


def test_who_is_put_out_leaves_on_every_device(chime: Chime) -> None:
    """Her attendees are deleted, by id."""
    chime.makes_the_room()
    chime.lists([(number(1), "her"), (number(2), "another"), (number(3), "her")])
    for n in (1, 3):
        chime.stub.add_response("delete_attendee", {}, {"MeetingId": MEETING, "AttendeeId": number(n)})
    chime.rooms.expel(ROOM, "her")


@pytest.mark.parametrize(
    "act",
    [
        lambda rooms: rooms.enter(ROOM, "her", 0, speaks=False),
        lambda rooms: rooms.promote(ROOM, "her"),
        lambda rooms: rooms.expel(ROOM, "her"),
    ],
)
def test_a_provider_that_is_not_there_is_a_matter_of_trying_again(
    chime: Chime, act: Callable[[ChimeRooms], object]
) -> None:
    """Never a five-hundred."""
    chime.stub.add_client_error("create_meeting", "ServiceUnavailableException", http_status_code=503)
    with pytest.raises(Busy):
        act(chime.rooms)


def test_the_local_room_tells_who_is_in_and_who_may_speak() -> None:
    """Whoever is silent for 20 seconds has left; a promotion lasts, an expulsion ends it."""
    rooms = LocalRooms()
    rooms.enter(ROOM, "host", 0, speaks=True)
    rooms.promote(ROOM, "her")
    join = rooms.enter(ROOM, "her", 5, speaks=False)
    assert join.secret == {"present": ["her", "host"], "speaking": ["host"]}
    rooms.promote(ROOM, "her")
    join = rooms.stay(ROOM, "her", 21, speaks=False)
    assert join.secret == {"present": ["her"], "speaking": ["her"]}
    rooms.expel(ROOM, "her")
    assert rooms.enter(ROOM, "host", 22, speaks=True).secret == {"present": ["host"], "speaking": ["host"]}
