"""The port to what carries pictures: rooms for two and rooms for many, of one process or of Amazon Chime.

In a room for many, hosts are seen and heard; guests see and hear until a host promotes them. A join is minted when
somebody joins and never stored: whoever comes back gets another. The port knows people by the ids it is given, which
say nothing of who they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.foundation.errors import Busy

MOST_IN_A_ROOM = 250
"""People whom one room holds: what Chime allows while its picture is HD."""
_MOST_IN_A_CONVERSATION = 10
_PRESENT_SECONDS = 20
_PAGE = 100
_BOTH, _RECEIVE = (dict.fromkeys(("Audio", "Video", "Content"), what) for what in ("SendReceive", "Receive"))

Who = Literal["client", "host"]


@dataclass(frozen=True, slots=True)
class Join:
    """What a page needs to join. `secret` values live only in this answer."""

    provider: Literal["local", "chime", "external"]
    url: str | None = None
    secret: Mapping[str, Any] | None = None


class VideoRooms(Protocol):
    """Carries pictures between a client and her host."""

    def join(self, booking_id: str, who: Who, second: int) -> Join:
        """Let somebody in at this second, making the room if it is not there yet."""


class GroupRooms(Protocol):
    """Carries pictures from hosts to many. Each raises Busy when the provider cannot answer."""

    def enter(self, room: str, person: str, second: int, *, speaks: bool) -> Join:
        """Let a person in at this second, to be seen and heard only if she `speaks`; makes the room if need be."""

    def stay(self, room: str, person: str, second: int, *, speaks: bool) -> Join:
        """Say that a person is still in at this second: what can be told of the room, and no new join."""

    def promote(self, room: str, person: str) -> None:
        """Let a person who is in a room be seen and heard from now on; nothing if she is not in."""

    def expel(self, room: str, person: str) -> None:
        """Put a person out of a room on every device of hers; nothing if she is not in."""


class Rooms(VideoRooms, GroupRooms, Protocol):
    """Both kinds: what a provider's adapter is."""


class LocalRooms:
    """Rooms of one process, for a developer to see working: tells who is in, carries no picture."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[str, int]] = {}
        self._speaking: set[tuple[str, str]] = set()
        self._lock = Lock()

    def join(self, booking_id: str, who: Who, second: int) -> Join:
        """Let somebody in; whoever has not been seen for 20 seconds has left."""
        with self._lock:
            return Join("local", secret={"present": self._enter(booking_id, who, second)})

    def enter(self, room: str, person: str, second: int, *, speaks: bool) -> Join:
        """Let a person in and tell who is there, and who of them may be seen and heard."""
        with self._lock:
            if speaks:
                self._speaking.add((room, person))
            present = self._enter(room, person, second)
            speaking = [one for one in present if (room, one) in self._speaking]
        return Join("local", secret={"present": present, "speaking": speaking})

    def stay(self, room: str, person: str, second: int, *, speaks: bool) -> Join:
        """Tell who is there, as `enter` does: this is how a page says that it is still open."""
        return self.enter(room, person, second, speaks=speaks)

    def promote(self, room: str, person: str) -> None:
        """Let a person be seen and heard from now on."""
        with self._lock:
            if person in self._seen.get(room, {}):
                self._speaking.add((room, person))

    def expel(self, room: str, person: str) -> None:
        """Put a person out."""
        with self._lock:
            self._seen.get(room, {}).pop(person, None)
            self._speaking.discard((room, person))

    def _enter(self, room: str, person: str, second: int) -> list[str]:
        seen = self._seen.setdefault(room, {})
        seen[person] = second
        return sorted(one for one, at in seen.items() if second - at <= _PRESENT_SECONDS)


class ChimeRooms:
    """Amazon Chime SDK meetings, one per room; its contract is tested with botocore's Stubber, not its behaviour.

    The request token of a meeting is the room's id, so whoever asks for a room finds the same meeting: no meeting, and
    no attendee, is ever remembered by us.
    """

    def __init__(self, client: Any, media_region: str) -> None:
        """`client` is a `chime-sdk-meetings` client."""
        self._client, self._region = client, media_region

    def join(self, booking_id: str, who: Who, second: int) -> Join:  # noqa: ARG002 - Chime keeps its own time
        """Create or find the meeting of a booking and mint one attendee. Raises Busy when Chime cannot answer."""
        with _reached():
            return self._join(self._meeting(booking_id, _MOST_IN_A_CONVERSATION, "FHD"), who, _BOTH)

    def enter(self, room: str, person: str, second: int, *, speaks: bool) -> Join:  # noqa: ARG002 - as above
        """Create or find the meeting and mint one attendee, who receives only unless she `speaks`."""
        with _reached():
            return self._join(self._meeting(room, MOST_IN_A_ROOM, "HD"), person, _BOTH if speaks else _RECEIVE)

    def stay(self, room: str, person: str, second: int, *, speaks: bool) -> Join:  # noqa: ARG002 - as above
        """Ask nothing of Chime, which sees for itself who is in, and mint nothing."""
        return Join("chime")

    def promote(self, room: str, person: str) -> None:
        """Let every attendee of hers send as well."""
        with _reached():
            meeting = self._meeting(room, MOST_IN_A_ROOM, "HD")["MeetingId"]
            for attendee in self._attendees(meeting, person):
                with _gone():
                    self._client.update_attendee_capabilities(
                        MeetingId=meeting, AttendeeId=attendee, Capabilities=_BOTH
                    )

    def expel(self, room: str, person: str) -> None:
        """Delete every attendee of hers: Chime ends their sessions."""
        with _reached():
            meeting = self._meeting(room, MOST_IN_A_ROOM, "HD")["MeetingId"]
            for attendee in self._attendees(meeting, person):
                with _gone():
                    self._client.delete_attendee(MeetingId=meeting, AttendeeId=attendee)

    def _meeting(self, room: str, most: int, resolution: str) -> dict[str, Any]:
        created: dict[str, Any] = self._client.create_meeting(
            ClientRequestToken=room,
            ExternalMeetingId=room,
            MediaRegion=self._region,
            MeetingFeatures={"Attendee": {"MaxCount": most}, "Video": {"MaxResolution": resolution}},
        )["Meeting"]
        return created

    def _join(self, meeting: dict[str, Any], person: str, capabilities: Mapping[str, str]) -> Join:
        attendee = self._client.create_attendee(
            MeetingId=meeting["MeetingId"], ExternalUserId=person, Capabilities=capabilities
        )["Attendee"]
        return Join("chime", secret={"meeting": meeting, "attendee": attendee})

    def _attendees(self, meeting: str, person: str) -> list[str]:
        """Return the ids of all attendees that were minted for a person: she may have joined more than once."""
        return [one["AttendeeId"] for one in self._listed(meeting) if one["ExternalUserId"] == person]

    def _listed(self, meeting: str) -> Iterator[dict[str, Any]]:
        more: dict[str, str] = {}
        while True:
            page = self._client.list_attendees(MeetingId=meeting, MaxResults=_PAGE, **more)
            yield from page["Attendees"]
            if not page.get("NextToken"):
                return
            more = {"NextToken": page["NextToken"]}


@contextmanager
def _reached() -> Iterator[None]:
    """Say Busy of whatever Chime could not do."""
    try:
        yield
    except (ClientError, BotoCoreError):
        raise Busy("The video room cannot be reached. Please try again, or telephone.", retry_after=5) from None


@contextmanager
def _gone() -> Iterator[None]:
    """Let it go by that an attendee has left meanwhile."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] != "NotFoundException":
            raise
