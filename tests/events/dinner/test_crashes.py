"""Dinners that are cut short: killed at every call, met by a rival at every call; boxes stay accepted persons."""

from __future__ import annotations

import pytest

from chalicelib.events.dinner.manifest import is_unbroken
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event
from tests.events.conftest import guests
from tests.harness.faults import Fault
from tests.harness.schedules import CRASHES, crash_everywhere, interleave
from tests.world.dinners import answers, comes, courier, dinner, own_door, release, whole
from tests.world.evenings import bidden, invited, planner, press
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, MARGAUX

KILLED = pytest.mark.parametrize("faults", [CRASHES, (Fault.TIMEOUT_AFTER,)], ids=["killed", "answers lost"])


def laid(house: House) -> Event:
    """A dinner with Margaux and a friend at a door of her own; everything is answered."""
    start = house.now // 1440 * 1440 + 7 * 1440 + 19 * 60
    event = dinner(house, BOUTIQUE, start=start, hosts=("advisor-1",))
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    comes(house, guest, "Ada")
    answers(house, own_door(house, guest, "ada@example.org"), "london")
    answers(house, invited(guest))
    return event


def released(house: House) -> None:
    """The same, with its manifest released and every window told."""
    release(house, laid(house))
    house.settle()


def the_dinner(house: House) -> Event:
    """The one dinner."""
    (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
    return event


def margaux(house: House) -> Guest:
    """Its one guest."""
    (guest,) = house.guest_store.of_event(the_dinner(house).id)
    return guest


def agreed(house: House, where: str) -> None:
    """All that is stored agrees, and the manifest that is worked by has a box for each person who comes."""
    house.settle()
    assert house.violations() == [], where
    it = whole(house, the_dinner(house))
    coming = sum(one.party for one in house.guest_store.of_event(it.event.id) if one.state is GuestState.ACCEPTED)
    if it.manifest is not None:
        assert it.manifest.boxes == coming, where
        assert is_unbroken(house.dinner_ground.plans.history(it.event.id)), where


@KILLED
@pytest.mark.proof
def test_killed_anywhere_a_release_heals(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """At every call, and pressed again: one version, whole, and every household told its window once (rules D5, D7)."""
    key = press("release")

    def let_go(house: House) -> object:
        event = the_dinner(house)
        version = 1
        return house.dinners.release(planner(BOUTIQUE), event.id, key, version)

    def told(house: House, where: str) -> None:
        agreed(house, where)
        assert whole(house, the_dinner(house)).plan.manifest == 1, where
        row = house.notices.read(margaux(house).subject)
        assert row is not None
        assert [one.kind for one in row.notices].count("event.window") == 1, where

    assert crash_everywhere(houses.fresh, let_go, let_go, told, faults, prepare=laid) >= 2


@KILLED
@pytest.mark.proof
def test_killed_anywhere_the_telling_goes_on(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """At every call of the sweep: each door is told its window once, however often it begins anew (rule D5)."""

    def sweep(house: House) -> object:
        return house.dining.sweep(house.clock())

    def told(house: House, where: str) -> None:
        agreed(house, where)
        hers = house.notices.read(margaux(house).subject)
        event = the_dinner(house)
        table = house.dinner_ground.tables.get(event.id, margaux(house).id)
        assert hers is not None
        assert table is not None
        assert [one.kind for one in hers.notices].count("event.window") == 1, where
        friend = table.registration.households[1]
        door = house.notices.read(f"door#{event.id}.{table.guest}.{friend.id}")
        assert door is not None
        assert [one.kind for one in door.notices].count("door.window") == 1, where

    def ready(house: House) -> object:
        return release(house, laid(house))

    assert crash_everywhere(houses.fresh, sweep, sweep, told, faults, prepare=ready) >= 2


@KILLED
@pytest.mark.proof
def test_killed_anywhere_a_cancel_leaves_no_ghost_box(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """Her places, her friend's door and both their boxes are gone together, and a new version says so (rule D7)."""
    key = press("cancel")

    def cancel(house: House) -> object:
        guest = margaux(house)
        return house.registering.cancel(invited(guest), guest.event, guest.id, key)

    def gone(house: House, where: str) -> None:
        agreed(house, where)
        it = whole(house, the_dinner(house))
        assert it.manifest is not None
        assert (it.manifest.version, it.manifest.boxes) == (2, 0), where

    assert crash_everywhere(houses.fresh, cancel, cancel, gone, faults, prepare=released) >= 2


@KILLED
@pytest.mark.proof
def test_killed_anywhere_a_round_departs_once(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """Every box of the round leaves, or none does, and pressed again the hour of the first press stands (rule D8)."""
    key = press("depart")

    def depart(house: House) -> object:
        event = the_dinner(house)
        line = min(whole(house, event).lines.values(), key=lambda one: one.household)
        return house.carrying.depart(courier(event, line.round), key, house.now)

    def out(house: House, where: str) -> None:
        agreed(house, where)
        assert len(whole(house, the_dinner(house)).drops) == 1, where

    assert crash_everywhere(houses.fresh, depart, depart, out, faults, prepare=released) >= 2


@pytest.mark.proof
def test_whatever_meets_a_release_no_box_is_a_ghost(house: House) -> None:
    """A cancel, an answer and a release at once, in sixty orders: the manifest is what stands in the end (rule D7)."""
    for seed in range(60):
        start = house.now // 1440 * 1440 + (9 + seed) * 1440 + 1140
        event = dinner(house, BOUTIQUE, start=start, hosts=("advisor-1",))
        first, second = guests(house, event, 2)
        for guest in (first, second):
            comes(house, guest)
            answers(house, invited(guest))
        interleave(
            [
                lambda event=event: release(house, event),  # type: ignore[misc]
                lambda one=first: house.registering.cancel(invited(one), one.event, one.id, press("cancel")),  # type: ignore[misc]
                lambda one=second: answers(house, invited(one), "paris", ["fish"]),  # type: ignore[misc]
            ],
            seed,
        )
        house.dining.sweep(house.clock())
        it = whole(house, event)
        if it.manifest is None:
            it = release(house, event)
        assert it.manifest is not None
        assert it.manifest.boxes == 1
        (line,) = it.manifest.lines
        assert (line.address[1], line.boxes[0].menu) == ("Paris", "garden")
    assert house.violations() == []
