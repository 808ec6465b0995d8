"""What the night's pages reckon: a round with what was pressed, what a telephone keeps, what has changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from infra.build import build_web, node_path
from tests.browser.fakeapi import token
from tests.web.logic import run


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """What npm installs is there."""
    if not shutil.which("npm", path=node_path()):
        pytest.skip("THE PAGES ARE NOT TESTED: no npm on this machine")
    build_web()


def stop(household: str, order: int, state: str = "planned", **about: Any) -> dict[str, Any]:
    """One door."""
    told = {
        "household": household, "order": order, "start": "2027-01-21T19:00:00Z", "end": "2027-01-21T19:20:00Z",
        "address": ["Via Prova 1"], "access": "", "recipient": "A", "temperature": "chilled", "boxes": [],
        "state": state, "at": None, "late": False, "reason": None,
    }  # fmt: skip
    return {**told, **about}


def press(act: str, household: str | None = None, **about: Any) -> dict[str, Any]:
    """One press."""
    told = {"key": f"{act}{household}", "act": act, "household": household, "order": 1, "at": "2027-01-21T18:00:00Z"}
    return {**told, **about}


BEFORE = 1_800_558_000_000
"""21 January 2027, 19:00 in UTC, in milliseconds."""
LATER = BEFORE + 30 * 60_000


CASES: list[tuple[list[str], list[Any], list[str], str, str | None]] = [
    (["planned", "planned"], [], ["planned", "planned"], "planned", None),
    (["planned", "planned"], [press("depart")], ["dispatched", "dispatched"], "out", "a"),
    (["dispatched", "planned"], [press("depart")], ["dispatched", "dispatched"], "out", "a"),
    (["planned", "planned"], [press("depart"), press("delivered", "a")], ["delivered", "dispatched"], "out", "b"),
    (["planned", "planned"], [press("delivered", "a")], ["planned", "planned"], "planned", None),
    (["dispatched", "delivered"], [press("failed", "a", reason="refused")], ["attempted", "delivered"], "done", None),
    (["attempted", "delivered"], [press("again", "a")], ["dispatched", "delivered"], "out", "a"),
    (["returned", "delivered"], [press("again", "a"), press("delivered", "a")], ["delivered"] * 2, "done", None),
    (["delivered", "dispatched"], [press("failed", "a")], ["delivered", "dispatched"], "out", "b"),
]
"""What the house knows of two doors, what was pressed, how they are shown, the whole round, and the next door."""


def test_a_round_with_what_was_pressed(tmp_path: Path) -> None:
    """What the house does not know yet is seen as it will be; what it would refuse is not seen as done (rule D8)."""
    about = [
        {"round": {"stops": [stop("b", 2, states[1]), stop("a", 1, states[0])]}, "presses": presses, "now": BEFORE}
        for states, presses, *_ in CASES
    ]
    script = (
        "return about.map((one) => { const made = it.shown(one.round, one.presses, one.now);"
        " return [made.stops.map((one) => one.state), made.state, it.next(made)?.household ?? null,"
        " made.stops.map((one) => one.unsent)]; });"
    )
    told = run("round/queue.ts", script, about, tmp_path)
    for (states, _, after, whole, there), found in zip(CASES, told, strict=True):
        unsent = [was != now for was, now in zip(states, after, strict=True)]
        assert found == [after, whole, there, unsent]


def test_an_hour_passes_without_a_network(tmp_path: Path) -> None:
    """A door whose time is over is late though nobody could say so, and one that was served is not (rule D8)."""
    about = {"round": {"stops": [stop("a", 1, "dispatched"), stop("b", 2, "delivered")]}, "now": LATER}
    script = "return it.shown(about.round, [], about.now).stops.map((one) => one.late);"
    assert run("round/queue.ts", script, about, tmp_path) == [True, False]


def test_what_is_sent_of_a_press(tmp_path: Path) -> None:
    """Its minute and what the house asks for, under the path of its act; nothing that the telephone alone needs."""
    proof = {"kind": "photo", "image": "data:", "latitude": 1, "longitude": 2}
    presses = [press("depart"), press("delivered", "h1", proof=proof), press("failed", "h1", reason="no_entry")]
    script = (
        "return { sent: about.map((one) => [it.pathOf(one), it.bodyOf(one)]),"
        " at: it.minuteOf(new Date('2027-01-21T19:04:59.9Z')) };"
    )
    told = run("round/queue.ts", script, presses, tmp_path)
    at = {"at": "2027-01-21T18:00:00Z"}
    assert told["at"] == "2027-01-21T19:04:00Z"
    assert told["sent"] == [
        ["/round/depart", at],
        ["/round/stops/h1/delivered", {**at, "proof": proof}],
        ["/round/stops/h1/failed", {**at, "reason": "no_entry"}],
    ]


def test_a_door_that_changed_is_marked(tmp_path: Path) -> None:
    """Another hour, address or box is a change; what has become of the boxes is none (rule D7)."""
    before = [stop("a", 1), stop("b", 2), stop("c", 3)]
    now = [stop("a", 1, "delivered", at="x"), stop("b", 2, access="Gate B"), stop("d", 3)]
    script = "return it.altered(about[0], about[1]);"
    assert run("round/queue.ts", script, [before, now], tmp_path) == ["b", "d"]


STORE = """
const items = new Map(Object.entries(about.items ?? {}));
let room = about.room ?? Infinity;
const store = { get length() { return items.size; }, key: (at) => [...items.keys()][at] ?? null,
  getItem: (name) => items.get(name) ?? null, removeItem: (name) => items.delete(name),
  setItem: (name, text) => { if (text.length > room) throw new Error("full"); items.set(name, text); } };
"""
LINK = token(sub="r1", evt="e1", exp=BEFORE // 1000)


def test_a_telephone_keeps_what_was_pressed(tmp_path: Path) -> None:
    """In order, over a reload, under a new link of the same round; what was not taken stays until it is told."""
    about = {
        "link": LINK,
        "next": token(sub="r1", evt="e1", exp=1, lv=1),
        "presses": [press("depart"), press("again", "a")],
    }
    script = f"""{STORE}
    const keep = new it.Keep(about.link, store);
    keep.last();
    keep.change({{ round: {{ id: "r1" }} }});
    for (const one of about.presses) keep.add(one);
    const other = new it.Keep(about.next, store);
    other.done(about.presses[0]);
    keep.done(about.presses[1], true);
    keep.forget();
    const {{ token }} = keep.now;
    const kept = [keep.now.presses, keep.now.refused.map((one) => one.key), keep.now.round, items.size];
    keep.change({{ refused: [] }});
    keep.forget();
    return {{ kept, link: token === about.next, rest: [...items.keys()] }};"""
    told = run("round/keep.ts", script, about, tmp_path)
    assert told == {"kept": [[], ["againa"], None, 2], "link": True, "rest": []}


def test_a_telephone_that_is_full(tmp_path: Path) -> None:
    """Nothing is lost while the page is open, and it says that it cannot be closed."""
    about = {"link": LINK, "room": 900, "presses": [press("delivered", "a", proof={"image": "x" * 999})]}
    script = f"""{STORE}
    const keep = new it.Keep(about.link, store);
    const before = keep.full;
    keep.add(about.presses[0]);
    const during = [keep.full, keep.now.presses.length];
    keep.done(about.presses[0]);
    const none = new it.Keep(about.link, null);
    return [before, during, keep.full, keep.now.presses.length, none.full];"""
    assert run("round/keep.ts", script, about, tmp_path) == [False, [True, 1], False, 0, True]


def test_nothing_is_kept_for_long(tmp_path: Path) -> None:
    """A day after its link has run out a round is forgotten, and so is what cannot be read; nothing else is."""
    items = {
        "showroom:round:e1:r1": f'{{"token": "{LINK}"}}',
        "showroom:round:e1:r2": "{",
        "showroom:other": "x",
    }
    script = f"{STORE} it.sweep(store, about.now); return [...items.keys()];"
    day = BEFORE + 86_400_000
    assert run("round/keep.ts", script, {"items": items, "now": day - 1}, tmp_path) == [
        "showroom:round:e1:r1",
        "showroom:other",
    ]
    assert run("round/keep.ts", script, {"items": items, "now": day}, tmp_path) == ["showroom:other"]


def test_what_a_kitchen_cooks_otherwise(tmp_path: Path) -> None:
    """New, gone and changed boxes by their codes; another round of the same hour changes nothing at the stove."""
    box = {"menu": "G", "declared": [], "contains": [], "slot": "1", "departs": "2", "round": "A 1"}
    before = [{**box, "person": "A"}, {**box, "person": "B"}, {**box, "person": "C"}]
    now = [{**box, "person": "B", "round": "A 2"}, {**box, "person": "C", "declared": ["milk"]}, {**box, "person": "D"}]
    slots = [
        {"menus": [{"id": "g", "name": "G", "boxes": 1}, {"id": "h", "name": "H", "boxes": 2}]},
        {"menus": [{"id": "h", "name": "H", "boxes": 1}]},
    ]
    script = (
        "return [it.changes(about[0], about[1]), it.totals({ slots: about[2] }).map((one) => [one.id, one.boxes])];"
    )
    told = run("kitchen/changes.ts", script, [before, now, slots], tmp_path)
    assert told == [{"added": ["D"], "gone": ["A"], "altered": ["C"]}, [["h", 3], ["g", 1]]]


def test_why_an_evening_is_over(tmp_path: Path) -> None:
    """Over before its time is called off; six hours after the film it is past (rule D8)."""
    film = {"film": "2027-01-21T19:00:00Z"}
    past = BEFORE + 6 * 3_600_000
    about = [({"over": over, "event": film}, now) for over, now in ((False, BEFORE), (True, past - 1), (True, past))]
    told = run("night/shapes.ts", "return about.map(([seen, now]) => it.whyOver(seen, now));", about, tmp_path)
    assert told == [None, "calledOff", "past"]
