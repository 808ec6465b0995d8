"""The run of show: order, owners, what moves with the start, what really happened, and a start that is held."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.events.show.model import FARTHEST, Cue, Deliveries, Rehearsal, Show
from chalicelib.foundation.errors import InvalidInput, NotFound, StateConflict

START = 30_000_000
OWNERS = ("camille", "hugo")
plans = st.lists(
    st.builds(
        Cue,
        id=st.sampled_from([f"c{n}" for n in range(12)]),
        title=st.just("A cue"),
        offset=st.integers(-120, 240),
        minutes=st.integers(1, 60),
        owner=st.sampled_from(OWNERS),
    ),
    max_size=8,
)


def cue(name: str, offset: int, minutes: int = 10, owner: str = "camille") -> Cue:
    """A cue by its name."""
    return Cue(name, name.title(), offset, minutes, owner)


def show(*cues: Cue, threshold: int = 90) -> Show:
    """A run of show, planned."""
    return Show("e" * 26).planned_anew(cues, None, threshold, START)


EVENING = (cue("doors", -15, 15), cue("welcome", 0, 5), cue("film", 5, 40, "hugo"), cue("questions", 45, 15))


@given(plans)
def test_no_plan_gives_anybody_two_cues_at_once(cues: list[Cue]) -> None:
    """A plan is taken exactly if ids are given once and no owner has two cues in one minute (rule D9)."""
    minutes = [(one.owner, minute) for one in cues for minute in range(one.offset, one.ends)]
    sound = len(set(minutes)) == len(minutes) and len({one.id for one in cues}) == len(cues)
    if sound:
        assert [one.offset for one in show(*cues).cues] == sorted(one.offset for one in cues)
        return
    with pytest.raises(InvalidInput) as refused:
        show(*cues)
    assert {problem.pointer.split("/")[1] for problem in refused.value.fields} == {"cues"}


@given(plans, st.integers(-10_000, 10_000))
def test_moving_the_start_moves_every_cue_by_as_much(cues: list[Cue], by: int) -> None:
    """Plan and expectation alike, whatever was planned (rule D9)."""
    plan = replace(Show("e" * 26), cues=tuple(cues))
    for one in plan.cues:
        assert plan.planned(one.id, START + by) - plan.planned(one.id, START) == by
        assert plan.due(one.id, START + by) - plan.due(one.id, START) == by


@given(plans, st.data())
def test_what_is_on_was_started_and_what_is_next_was_not(cues: list[Cue], data: st.DataObject) -> None:
    """After any presses in any order each cue is in one place, and nothing is early (rule D9)."""
    unique = tuple({one.id: one for one in cues}.values())
    run = replace(Show("e" * 26), cues=tuple(sorted(unique, key=lambda one: (one.offset, one.id))))
    now = START - FARTHEST
    for one in data.draw(st.permutations(unique)):
        now += data.draw(st.integers(0, 60))
        what = data.draw(st.sampled_from(["start", "both", "neither"]))
        if what != "neither":
            run = run.started(one.id, now, "hugo", None)
        if what == "both":
            run = run.finished(one.id, now + 1, "hugo")
    at = run.position(START, now)
    over = {name for name, took in run.taken.items() if took.finished is not None}
    waiting = {one.id for one in unique} - set(run.taken)
    assert set(at.on) == set(run.taken) - over
    assert set(at.missed) <= waiting
    assert (at.next in waiting and at.next not in at.missed) if at.next else waiting == set(at.missed)
    assert at.late >= 0


def test_an_evening_as_it_runs() -> None:
    """What is on, what is next, how late it is; after a late start what follows is expected as late (rule D9)."""
    run = show(*EVENING)
    assert run.position(START, START - 20) == run.position(START, START - 15)
    assert run.position(START, START - 15).next == "doors"
    run = run.started("doors", START - 15, "camille", None)
    assert run.position(START, START - 1).on == ("doors",)
    assert run.position(START, START + 4).late == 4
    run = run.finished("doors", START + 4, "camille").started("welcome", START + 7, "camille", None)
    assert run.began == START + 7
    assert [run.due(one, START) - START for one in ("doors", "welcome", "film", "questions")] == [-15, 7, 12, 52]
    at = run.position(START, START + 12)
    assert (at.on, at.next, at.missed, at.late) == (("welcome",), "film", (), 7)
    run = run.finished("welcome", START + 12, "hugo").started("questions", START + 45, "camille", None)
    assert run.position(START, START + 50).missed == ("film",)
    run = run.finished("questions", START + 60, "camille")
    at = run.position(START, START + 99)
    assert (at.on, at.next, at.late) == ((), None, 0)


def test_the_first_press_counts_and_is_signed() -> None:
    """Two hosts press at once: what was written first stays, with who pressed; nothing is counted twice (rule D9)."""
    run = show(*EVENING).started("doors", START - 15, "camille", None)
    assert run.started("doors", START - 10, "hugo", None) is run
    over = run.finished("doors", START, "hugo")
    assert over.finished("doors", START + 5, "camille") is over
    took = over.taken["doors"]
    assert (took.started, took.started_by, took.finished, took.finished_by) == (START - 15, "camille", START, "hugo")
    with pytest.raises(StateConflict):
        over.finished("film", START, "hugo")
    with pytest.raises(NotFound):
        over.started("nothing", START, "hugo", None)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 100))
def test_the_start_waits_exactly_while_too_few_are_served(delivered: int, more: int, threshold: int) -> None:
    """Below the threshold the first cue from the start on is refused; doors open all the same (rule D9)."""
    served = Deliveries(delivered, delivered + more)
    run = show(*EVENING, threshold=threshold).started("doors", START - 15, "camille", served)
    too_few = delivered * 100 < (delivered + more) * threshold
    assert run.holding(served) == ("deliveries" if too_few else None)
    if too_few:
        with pytest.raises(StateConflict, match="households"):
            run.started("welcome", START, "camille", served)
        run = run.waived(START + 5, "marc")
        assert run.waived(START + 6, "hugo") is run
    assert run.started("welcome", START + 5, "camille", served).began == START + 5


def test_nine_in_ten_is_enough_unless_said_otherwise() -> None:
    """The default is 90 per cent: 36 of 40 begins, 35 of 40 waits (rule D9)."""
    run = show(*EVENING, threshold=Show("e" * 26).threshold)
    assert [run.holding(Deliveries(n, 40)) for n in (35, 36)] == ["deliveries", None]


def test_a_hold_by_hand_ends_by_hand_and_does_not_end_the_other() -> None:
    """Releasing the one says nothing of the other; after the start neither means anything (rule D9)."""
    served = Deliveries(1, 40)
    run = show(*EVENING).held(START - 5, "marc", "host")
    assert run.held(START - 4, "hugo", "other") is run
    with pytest.raises(StateConflict, match="held"):
        run.started("film", START, "hugo", None)
    run = run.released(START)
    assert run.released(START + 1) is run
    assert run.holding(served) == "deliveries"
    begun = run.waived(START, "marc").started("film", START, "hugo", served)
    assert begun.started("questions", START + 45, "camille", served).taken.keys() == {"film", "questions"}
    with pytest.raises(StateConflict):
        begun.held(START + 1, "marc", "other")


def test_a_film_waits_with_its_start() -> None:
    """Nothing held, at its hour; held, it waits for the press and is as late; so it does for households (rule D9)."""
    run, enough, few = show(*EVENING), Deliveries(40, 40), Deliveries(10, 40)
    assert run.put_off(START, None) == (0, False)
    assert run.put_off(START, few) == run.put_off(START, enough) == (0, True)
    assert run.started("welcome", START, "hugo", enough).put_off(START, enough) == (0, False)
    held = run.held(START - 5, "marc", "host")
    freed = held.released(START + 12)
    assert held.put_off(START, None) == freed.put_off(START, None) == (0, True)
    assert freed.started("welcome", START + 14, "hugo", None).put_off(START, None) == (14, False)
    bare = show().held(START - 5, "marc", "host")
    assert (bare.put_off(START, None), bare.released(START + 12).put_off(START, None)) == ((0, True), (12, False))
    assert bare.released(START - 2).put_off(START, None) == (0, False)


def test_a_new_plan_keeps_what_has_begun() -> None:
    """A cue that has begun cannot be planned away, and the rehearsal comes before; each change is a version (D9)."""
    run = show(*EVENING).started("doors", START - 15, "camille", None)
    with pytest.raises(InvalidInput):
        run.planned_anew(EVENING[1:], None, 90, START)
    with pytest.raises(InvalidInput):
        run.planned_anew(EVENING, Rehearsal(START - 60, 61), 90, START)
    later = run.planned_anew((*EVENING, cue("farewell", 60)), Rehearsal(START - 120, 60), 80, START)
    assert (later.version, later.taken, later.crew) == (run.version + 1, run.taken, frozenset(OWNERS))
