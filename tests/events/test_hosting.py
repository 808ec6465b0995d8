"""Hosting: all hosts' time or none, and what their days and calendars show of it."""

from __future__ import annotations

from functools import partial

import pytest

from chalicelib.calendars.service import local_window
from chalicelib.events.model import EventState
from chalicelib.feeds.model import Discretion
from chalicelib.foundation.clock import local_of
from chalicelib.foundation.errors import (
    Forbidden,
    HostsTaken,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    SlotTaken,
    StateConflict,
)
from chalicelib.identity.model import Principal, Role
from tests.events.conftest import Evening, guests
from tests.events.test_registering import now, yes
from tests.harness.schedules import CRASHES, crash_everywhere, interleave
from tests.world.evenings import drafted, planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, MARGAUX, associate, client

BOTH = ("advisor-1", "advisor-2")


def test_an_appointment_and_an_evening_never_share_a_host(house: House, evening: Evening) -> None:
    """Published, nobody is booked with its host then; with an appointment there, it is not published (rule G9)."""
    event = evening()
    at_three = event.start // 1440 * 1440 + 14 * 60
    evening(start=at_three, hosts=BOTH)
    with pytest.raises(SlotTaken):
        house.book(client(MARGAUX), at_three, "over it", own=False)
    taken = house.book(client(MARGAUX), at_three + 1440, "first").booking
    draft = drafted(house, BOUTIQUE, start=taken.start + 20, hosts=("advisor-1", "advisor-2"), capacity=4)
    with pytest.raises(HostsTaken) as refused:
        house.events.publish(planner(BOUTIQUE), draft.id, press("publish"), draft.version)
    assert refused.value.hosts == (taken.advisor,)
    assert house.event_store.get(draft.id) == draft
    assert house.violations() == []
    assert house.differences() == []


def test_called_off_the_hosts_are_free_at_once(house: House, evening: Evening) -> None:
    """And what was never published takes nobody's time."""
    event = evening(hosts=BOTH)
    house.events.call_off(planner(BOUTIQUE), event.id, press("cancel"), event.version, "other")
    drafted(house, BOUTIQUE, start=event.start, hosts=BOTH)
    published(house, BOUTIQUE, start=event.start, hosts=BOTH)
    assert house.differences() == []


def test_whoever_joins_as_host_is_taken_and_who_left_is_free(house: House, evening: Evening) -> None:
    """Of a published event hosts may change; its sittings may not."""
    event = evening(hosts=("advisor-1",))
    about = {"hosts": ("advisor-2",)}
    after = house.events.change(planner(BOUTIQUE), event.id, press("change"), event.version, about).event
    assert house.differences() == []
    with pytest.raises(StateConflict):
        house.events.change(planner(BOUTIQUE), event.id, press("change"), after.version, {"sittings": event.sittings})
    with pytest.raises(PreconditionFailed):
        house.events.change(planner(BOUTIQUE), event.id, press("change"), event.version, about)
    with pytest.raises(InvalidInput) as refused:
        house.events.change(planner(BOUTIQUE), event.id, press("change"), after.version, {"hosts": ("nobody",)})
    assert [problem.pointer for problem in refused.value.fields] == ["/hosts/0"]


def test_seats_are_never_fewer_than_are_taken(house: House, evening: Evening) -> None:
    """Rule H9; more are offered to who waits within a sweep."""
    event = evening(capacity=3)
    lower = house.events.seat(planner(BOUTIQUE), event.id, press("seats"), event.version, "s1", 1).event
    assert lower.sittings[0].capacity == 1
    seated, waits = guests(house, event, 2)
    yes(house, seated)
    yes(house, waits)
    zero = house.events.seat
    raised = zero(planner(BOUTIQUE), event.id, press("seats"), lower.version, "s1", 2).event
    house.tick()
    assert now(house, waits).state == "offered"
    with pytest.raises(StateConflict):
        zero(planner(BOUTIQUE), event.id, press("seats"), raised.version, "s1", 1)
    assert house.violations() == []


def test_two_planners_take_one_host_once(house: House) -> None:
    """Both publish for the same hour at once: one does, in whatever order their requests meet."""
    for seed in range(3):
        start = house.now // 1440 * 1440 + (9 + seed) * 1440 + 1140
        drafts = [drafted(house, BOUTIQUE, start=start, hosts=("advisor-1",)) for _ in range(2)]
        publishing = [partial(house.events.publish, planner(BOUTIQUE), one.id, press("publish"), 1) for one in drafts]
        interleave(publishing, seed)
        found = [house.event_store.get(one.id) for one in drafts]
        assert sorted(one.state for one in found if one) == [EventState.DRAFT, EventState.PUBLISHED]
    assert house.violations() == []


def test_killed_anywhere_a_publishing_heals(houses: Houses) -> None:
    """At every call, and then sent again: hosts, seats and the event agree."""
    key = press("publish")

    def ready(house: House) -> None:
        drafted(house, BOUTIQUE, start=house.now + 7 * 1440, hosts=BOTH)

    def publish(house: House) -> object:
        (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
        return house.events.publish(planner(BOUTIQUE), event.id, key, 1)

    def agreed(house: House, where: str) -> None:
        house.settle()
        assert [*house.violations(), *map(str, house.differences())] == [], where
        assert house.event_store.of_boutique(BOUTIQUE, 0, 2**31)[0].state is EventState.PUBLISHED, where

    assert crash_everywhere(houses.fresh, publish, publish, agreed, CRASHES, prepare=ready) >= 2


def test_a_hosts_day_and_calendar_show_it(house: House, evening: Evening) -> None:
    """In the boutique's diary by its name, and in her subscription; where she tells only that she is busy, no name."""
    event = evening()
    day = local_of(event.start, event.zone).date()
    shown = house.diary.days(associate(), BOUTIQUE, day, 1, house.now)
    assert [(one.host, one.occasion.start, one.occasion.name["en"]) for one in shown.hosted] == [
        ("advisor-1", event.start, "An evening")
    ]
    assert local_window(event.zone, day, 1).start < event.start
    feed, token, _ = house.feed_room.feeds.issue(associate(), "key".ljust(22, "-"))
    text, _ = house.feed_room.subscription.calendar(token)
    assert "SUMMARY:An evening" in text
    house.feed_room.feeds.tell(associate(), feed.version, Discretion.BUSY)
    assert "An evening" not in house.feed_room.subscription.calendar(token)[0]


def test_who_may_plan(house: House, evening: Evening) -> None:
    """An advisor reads the events of her boutique and plans none; of another boutique there is nothing."""
    event = evening()
    assert house.events.get(associate(), event.id) == event
    with pytest.raises(Forbidden):
        house.events.close(associate(), event.id, press("close"), event.version)
    with pytest.raises(NotFound):
        house.events.get(Principal(Role.PLANNER, "elsewhere", frozenset({"milan"})), event.id)
