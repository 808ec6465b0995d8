"""Another calendar's times are honoured by the next reading, forgotten at once, and never freed by a failure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.boutiques.staffing.store import busy_key
from chalicelib.boutiques.store import staff_subject
from chalicelib.calendars.service import Wanted
from chalicelib.feeds.model import Feed
from chalicelib.feeds.reader import ReaderApart, Reading
from chalicelib.foundation.errors import InvalidInput, PreconditionFailed
from chalicelib.foundation.table import delete
from chalicelib.foundation.vault import DataKeyItem, data_key_key
from tests.bookings.test_crashes import thursday
from tests.feeds.test_subscription import ME, token_of
from tests.harness.faults import Wire
from tests.infra.test_permissions import allowed, needed
from tests.world.browser import Browser
from tests.world.house import House
from tests.world.people import BOUTIQUE, associate

URL = "https://calendar.example.com/private/secret-canary-4711.ics?key=kanari"
BUSY = "/v1/staff/me/busy"


class Outside:
    """An honest fake of the world outside: says what it is told to say, and remembers what it was asked."""

    def __init__(self) -> None:
        self.says = Reading()
        self.asked: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, url: str, zone: str, first: int, last: int) -> Reading:
        """Read."""
        assert zone == "Europe/Paris"
        assert first < last
        self.asked.append(url)
        self.meanwhile()
        return self.says


def listen(house: House, url: str = URL, staff: str = "advisor-1") -> Feed:
    """Have another calendar read."""
    feeds = house.feed_room.feeds
    return feeds.listen(associate(staff), feeds.read(associate(staff)).version, url)[0]


def refresh(house: House, outside: Outside, minutes: int = 15) -> int:
    """Let a quarter of an hour go by, and the worker come."""
    house.clock.forward(minutes=minutes)
    return house.feed_room.refresh(outside).run()


def offered(house: House, start: int) -> set[str]:
    """Who is offered at a start, once the configuration is read anew."""
    house.clock.forward(minutes=1)
    wanted = Wanted(house.catalogue.boutique(BOUTIQUE), house.catalogue.experience("video"))
    return set(house.availability.free(wanted, start, house.now, {}).get("advisor", ()))


def imported(house: House, staff: str = "advisor-1") -> bool:
    """Say whether there are busy times of hers."""
    return busy_key(BOUTIQUE, staff) in {(row["pk"]["S"], row["sk"]["S"]) for row in house.rows()}


def test_busy_times_are_honoured_within_one_reading_and_forgotten_at_once(house: House) -> None:
    """She is offered, then not, then at the new time, then after her address was removed again."""
    outside, start = Outside(), thursday(house)
    outside.says = Reading(((start, start + 60),))
    assert refresh(house, outside) == 0
    listen(house)
    assert offered(house, start) == {"advisor-1", "advisor-2"}
    assert refresh(house, outside) == 1
    assert outside.asked == [URL]
    assert offered(house, start) == {"advisor-2"}
    assert offered(house, start + 90) == {"advisor-1", "advisor-2"}
    outside.says = Reading(((start + 120, start + 180),))
    refresh(house, outside)
    assert offered(house, start) == {"advisor-1", "advisor-2"}
    assert offered(house, start + 120) == {"advisor-2"}
    feeds = house.feed_room.feeds
    feeds.forget(associate(), feeds.read(associate()).version)
    assert not imported(house)
    assert offered(house, start + 120) == {"advisor-1", "advisor-2"}
    assert refresh(house, outside) == 0


def test_a_failure_frees_nothing_and_is_told(house: House) -> None:
    """Three failures, or a day, and she is told that it is stale; the first reading after that mends it."""
    outside, start = Outside(), thursday(house)
    outside.says = Reading(((start, start + 60),))
    listen(house)
    refresh(house, outside)
    outside.says = Reading(problem="unreachable")
    feeds = house.feed_room.feeds
    told = []
    for _ in range(3):
        refresh(house, outside)
        other = feeds.read(associate()).other
        assert other is not None
        told.append((other.problem, other.failures, other.is_stale(house.now)))
    assert told == [("unreachable", 1, False), ("unreachable", 2, False), ("unreachable", 3, True)]
    assert offered(house, start) == {"advisor-2"}
    outside.says = Reading(((start, start + 60),))
    refresh(house, outside, minutes=60)
    other = feeds.read(associate()).other
    assert other is not None
    assert (other.problem, other.failures, other.is_stale(house.now)) == ("", 0, False)
    assert other.is_stale(house.now + 1440)


def test_nothing_is_written_where_nothing_has_changed(house: House) -> None:
    """The same times again cost one small write, of when they were read; the worker may do no more than it does."""
    outside, start = Outside(), thursday(house)
    outside.says = Reading(((start, start + 60),))
    listen(house)
    names = dict(house.names)
    house.clock.forward(minutes=10)  # no key is remembered for so long
    with Wire() as wire:
        refresh(house, outside)
    used = needed(wire.requests, names)
    with Wire() as wire:
        refresh(house, outside)
    assert [request.operation for request in wire.writes] == ["PutItem"]
    house.table.write(delete("staff.shred", DataKeyItem, data_key_key(staff_subject("advisor-1"))))
    house.clock.forward(minutes=10)
    with Wire() as wire:
        assert refresh(house, outside) == 0
    assert not imported(house)
    assert used | needed(wire.requests, names) == allowed("busy")


def test_whoever_changes_her_mind_while_it_is_read_wins(house: House) -> None:
    """Removed or replaced in the middle of a reading: what the old address said is gone, or goes with the next."""
    outside, start = Outside(), thursday(house)
    outside.says = Reading(((start, start + 60),))
    feeds = house.feed_room.feeds
    listen(house)
    outside.meanwhile = lambda: feeds.forget(associate(), feeds.read(associate()).version)
    refresh(house, outside)
    assert not imported(house)
    outside.meanwhile = lambda: None
    listen(house)
    outside.meanwhile = lambda: listen(house, "https://calendar.example.com/other.ics")
    refresh(house, outside)
    outside.meanwhile, outside.says = (lambda: None), Reading()
    refresh(house, outside)
    assert outside.asked[-1] == "https://calendar.example.com/other.ics"
    assert offered(house, start) == {"advisor-1", "advisor-2"}


def test_an_address_is_refused_changed_and_replayed_by_version(house: House) -> None:
    """What is not plain https by name is 422; a stale version changes nothing; the same again is the same."""
    feeds, me = house.feed_room.feeds, associate()
    for wrong in ("http://calendar.example.com/a.ics", "https://169.254.169.254/", "https://db.internal/"):
        with pytest.raises(InvalidInput):
            feeds.listen(me, 0, wrong)
    feed, again = feeds.listen(me, 0, URL)
    assert (feed.version, again) == (1, False)
    assert feeds.listen(me, 0, URL) == (feed, True)
    with pytest.raises(PreconditionFailed):
        feeds.listen(me, 0, "https://calendar.example.com/other.ics")
    with pytest.raises(PreconditionFailed):
        feeds.forget(me, 0)
    assert feeds.forget(me, 1)[1] is False
    assert feeds.forget(me, 1)[1] is True


def test_over_http_her_address_is_told_nowhere(
    house: House, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """It is sealed in the table, and in no answer, no log line and no refusal."""
    with Browser(house) as browser:
        me = token_of(house)
        version = int(browser.get(ME, me).headers["etag"].strip('"'))
        set_ = browser.send("PUT", BUSY, {"url": URL}, token=me, version=version)
        assert set_.status == 200
        assert (set_.json["busy"]["read_at"], set_.json["busy"]["stale"]) == (None, False)
        outside = Outside()
        outside.says = Reading(problem="redirect")
        house.feed_room.refresh(outside).run()
        seen = browser.get(ME, me)
        assert seen.json["busy"]["problem"] == "redirect"
        refused = browser.send("PUT", BUSY, {"url": URL.replace("https", "ftp")}, token=me, version=version + 1)
        assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/url")
        gone = browser.send("DELETE", BUSY, token=me, version=version + 1)
        assert (gone.status, gone.json["busy"]) == (200, None)
    said = capsys.readouterr()
    everywhere = [set_.text, seen.text, refused.text, gone.text, said.out, said.err, caplog.text, house.everything()]
    assert not any(word in text for text in everywhere for word in ("canary-4711", "kanari", "calendar.example"))


def test_calendars_are_read_in_a_process_apart() -> None:
    """It knows nothing of ours: no credential, not even where we are; what it may not ask for it says so."""
    reader = ReaderApart({})
    assert reader("https://localhost/secret.ics", "Europe/Paris", 0, 10) == Reading(problem="unreachable")
