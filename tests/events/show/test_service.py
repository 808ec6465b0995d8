"""The run of show as it is kept: versions, presses that count once, a start that waits, who may press."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.events.model import Event
from chalicelib.events.show.model import Cue, Deliveries, Rehearsal
from chalicelib.events.show.service import Running, Shows
from chalicelib.events.show.store import ShowStore
from chalicelib.foundation.errors import Forbidden, InvalidInput, NotFound, PreconditionFailed, StateConflict
from tests.events.conftest import Evening
from tests.harness.faults import Wire
from tests.harness.schedules import crash_everywhere, interleave
from tests.world.evenings import planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, associate

CUES = (Cue("welcome", "Welcome", 0, 5, "advisor-1"), Cue("film", "The film", 5, 40, "advisor-2", "Dim the lights"))
HOST, ANOTHER = associate("advisor-1"), associate("advisor-2")


def audited(house: House, action: str) -> list[dict[str, Any]]:
    """The raw audit rows of an action."""
    return [row for row in house.rows() if row.get("action", {}).get("S") == action]


def plan(house: House, event: Event, version: int = 0, cues: tuple[Cue, ...] = CUES) -> Running:
    """The planner writes it."""
    return house.shows.plan(planner(BOUTIQUE), event.id, version, cues, None, 90)


def test_the_plan_is_written_whole_and_read_back(house: House, evening: Evening) -> None:
    """The same again writes nothing; another over an old version is refused; each version has its audit (rule D9)."""
    event = evening()
    rehearsal = Rehearsal(event.start - 300, 60)
    first = house.shows.plan(planner(BOUTIQUE), event.id, 0, CUES, rehearsal, 80).show
    assert house.shows.read(HOST, event.id).show == first
    assert (first.version, first.rehearsal, first.threshold) == (1, rehearsal, 80)
    with Wire() as wire:
        again = house.shows.plan(planner(BOUTIQUE), event.id, 0, CUES, rehearsal, 80).show
    assert again == first
    assert "TransactWriteItems" not in wire.operations()
    with pytest.raises(PreconditionFailed):
        plan(house, event, 0, CUES[:1])
    assert plan(house, event, 1, CUES[:1]).show.version == 2
    with pytest.raises(InvalidInput) as refused:
        plan(house, event, 2, (Cue("welcome", "Welcome", 0, 5, "nobody"), Cue("film", "Film", 5, 5, "no-one")))
    assert [field.pointer for field in refused.value.fields] == ["/cues/0/owner", "/cues/1/owner"]


def test_moving_the_event_moves_the_cues(house: House, evening: Evening) -> None:
    """Nothing of the run of show is written: its cues stand where the start stands (rule D9)."""
    event = evening()
    plan(house, event)
    before = house.shows.read(HOST, event.id)
    house.events.move(planner(BOUTIQUE), event.id, press("move"), event.version, event.start + 90)
    after = house.shows.read(HOST, event.id)
    assert after.show == before.show
    assert after.show.planned("film", after.event.start) == before.show.planned("film", event.start) + 90


def test_who_is_of_the_evening_presses_and_nobody_else(house: House, evening: Evening) -> None:
    """Hosts and owners of cues; another advisor finds nothing, and may read it all the same (rule D9)."""
    event = evening()
    plan(house, event, cues=CUES[:1])
    house.clock.to(event.start - 10)
    with pytest.raises(NotFound):
        house.shows.start(ANOTHER, event.id, "welcome")
    with pytest.raises(Forbidden):
        house.shows.plan(HOST, event.id, 1, CUES, None, 90)
    plan(house, event, 1)
    house.shows.start(ANOTHER, event.id, "film")
    running = house.shows.start(HOST, event.id, "welcome")
    assert {one: took.started_by for one, took in running.show.taken.items()} == {
        "film": "advisor-2",
        "welcome": "advisor-1",
    }
    with pytest.raises(NotFound):
        house.shows.read(associate("advisor-9", "milan"), event.id)


def test_a_cue_is_not_pressed_days_before_nor_of_an_evening_called_off(house: House, evening: Evening) -> None:
    """A press cannot be taken back: it is refused while the evening is a week away (rule D9)."""
    event = evening()
    plan(house, event)
    with pytest.raises(StateConflict, match="days away"):
        house.shows.start(HOST, event.id, "welcome")
    house.events.call_off(planner(BOUTIQUE), event.id, press("cancel"), event.version, "weather")
    house.clock.to(event.start)
    with pytest.raises(StateConflict):
        house.shows.start(HOST, event.id, "welcome")
    with pytest.raises(StateConflict):
        plan(house, event, 1, CUES[:1])


def test_the_start_waits_for_the_households(house: House, evening: Evening) -> None:
    """35 of 40 have been served: it waits; one more, or a decision that is signed, and it begins (rules D9, H11)."""
    event, served = evening(), [35]
    shows = Shows(
        store=ShowStore(house.table), events=house.event_store, desk=house.desk, catalogue=house.catalogue,
        audit=house.audit, clock=house.clock, served=lambda _: Deliveries(served[0], 40),
    )  # fmt: skip
    plan(house, event)
    house.clock.to(event.start)
    with pytest.raises(StateConflict, match="households"):
        shows.start(HOST, event.id, "welcome")
    assert shows.release(HOST, event.id, "by_hand", "ready").show.version == 1
    released = shows.release(HOST, event.id, "deliveries", "guests_wait").show
    assert (released.waiver is not None, released.version) == (True, 2)
    assert shows.release(HOST, event.id, "deliveries", "guests_wait").show == released
    (row,) = audited(house, "show.release")
    assert (row["actor"]["S"], row["reason"]["S"]) == ("associate:advisor-1", "guests_wait")
    held = shows.hold(HOST, event.id, "host").show
    assert held.waiver is None
    served[0] = 36
    with pytest.raises(StateConflict, match="held"):
        shows.start(HOST, event.id, "welcome")
    shows.release(HOST, event.id, "by_hand", "ready")
    assert shows.start(HOST, event.id, "welcome").show.began == event.start


def test_two_hosts_press_at_once(house: House, evening: Evening) -> None:
    """Whatever the order of their calls, one press is written, and both see the same (rule D9)."""
    event = evening()
    plan(house, event)
    house.clock.to(event.start)
    other = house.beside()
    for seed in range(8):
        cue = Cue(f"cue-{seed}", "A cue", 60 + seed, 1, "advisor-1")
        version = house.shows.read(HOST, event.id).show.version
        plan(house, event, version, (*house.shows.read(HOST, event.id).show.cues, cue))
        seen = interleave(
            [
                lambda cue=cue: house.shows.start(HOST, event.id, cue.id),
                lambda cue=cue: other.shows.start(ANOTHER, event.id, cue.id),
            ],
            seed=seed,
        )
        taken = house.shows.read(HOST, event.id).show.taken[cue.id]
        assert all(one.show.taken[cue.id] == taken for one in seen)


def test_a_press_that_was_cut_short_is_pressed_again(houses: Houses) -> None:
    """Killed at any call, then pressed again: begun once, and the audit has one row of it (rules D9, I1)."""

    def on_the_night(house: House) -> None:
        event = published(house, BOUTIQUE, start=house.now + 60, hosts=("advisor-1",))
        plan(house, event)

    def pressed(house: House) -> object:
        (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
        return house.shows.start(HOST, event.id, "welcome")

    def begun_once(house: House, where: str) -> None:
        (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
        show = house.shows.read(HOST, event.id).show
        assert (show.version, set(show.taken)) == (2, {"welcome"}), where
        assert len(audited(house, "show.start")) == 1, where

    assert crash_everywhere(houses.fresh, pressed, pressed, begun_once, prepare=on_the_night) >= 2
