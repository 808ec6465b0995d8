"""What the console reckons by itself: files no spreadsheet calculates, the lanes of a night, a plan as it is typed."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest

from chalicelib.events.dinner.sheets import joined, neutral
from infra.build import build_web, node_path
from tests.web.logic import run

HOSTILE = [
    "=1+1",
    "+39 02",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "|cmd",
    "%0A",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\u2028=1",
    "\u0000=1",
    "\ufeff-1",
    "\u202e@a",
    "plain",
    'she said "yes"',
    "a,b;c",
    "",
    " ",
    "1=1",
    "山田",
    "ليلى",
]


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """What npm installs is there."""
    if not shutil.which("npm", path=node_path()):
        pytest.skip("THE PAGES ARE NOT TESTED: no npm on this machine")
    build_web()


def test_a_list_is_no_formula(tmp_path: Path) -> None:
    """The browser's tables are harmless by the very rule of the house's own sheets (CWE-1236), and read back whole."""
    script = "return { one: about.map(it.neutral), all: it.joined(about), table: it.csvOf([about, [7, 'b']]) };"
    told = run("console/events/csv.ts", script, HOSTILE, tmp_path)
    assert told["one"] == [neutral(one) for one in HOSTILE]
    assert told["all"] == joined(HOSTILE)
    assert told["table"].startswith("\ufeff")
    assert told["table"].endswith("\r\n")
    read = list(csv.reader(io.StringIO(told["table"].removeprefix("\ufeff"), newline="")))
    assert read == [[neutral(one) for one in HOSTILE], ["7", "b"]]


def door(name: str, start: str, end: str, **about: Any) -> dict[str, Any]:
    """A household of the night, as far as the lanes look at it."""
    bare = {"city": "paris", "zone": "Europe/Paris", "round": "r1", "label": "PAR 1", "order": 1, "late": False}
    return {"household": name, "window": {"start": start, "end": end}, "state": "planned", "at": None, **bare, **about}


NIGHT = [
    door("b", "2027-01-14T19:00:00+01:00", "2027-01-14T19:30:00+01:00", order=2),
    door("a", "2027-01-14T19:00:00+01:00", "2027-01-14T19:30:00+01:00", order=1, state="delivered"),
    door("f", "2027-01-14T19:00:00+01:00", "2027-01-14T19:30:00+01:00", round="a9", label="PAR 10"),
    door("c", "2027-01-14T20:00:00+01:00", "2027-01-14T20:30:00+01:00", round="r0", late=True),
    door("d", "2027-01-15T03:30:00+09:00", "2027-01-15T04:00:00+09:00", round="t1", city="tokyo", zone="Asia/Tokyo"),
    door("e", "", "", late=False, state="attempted") | {"window": None},
]


def test_the_night_in_lanes(tmp_path: Path) -> None:
    """Bands by city, lanes by hour; a window's doors share it in order, and never reach the film (rule D5)."""
    about = {"items": NIGHT, "film": "2027-01-14T21:00:00+01:00", "now": "2027-01-14T19:40:00Z"}
    script = (
        "const now = Date.parse(about.now); return { bands: it.bands(about.items, about.film, now),"
        " order: it.byNeed(about.items).map((one) => one.household),"
        " late: about.items.map((one) => it.lateBy(one, now)) };"
    )
    told = run("console/events/dinner/lanes.ts", script, about, tmp_path)
    paris, tokyo = told["bands"]
    assert (paris["city"], tokyo["city"], tokyo["zone"]) == ("paris", "tokyo", "Asia/Tokyo")
    assert [lane["round"] for lane in paris["lanes"]] == ["r1", "a9", "r0"], "by hour, then as they are called"
    first, second = paris["lanes"][0]["bars"]
    assert (first["one"]["household"], second["one"]["household"]) == ("a", "b")
    assert second["from"] == pytest.approx(first["from"] + first["size"])
    for band in told["bands"]:
        ends = [bar["from"] + bar["size"] for lane in band["lanes"] for bar in lane["bars"]]
        assert max(ends) < band["film"] < 100
        assert all(0 <= tick["x"] < 100 for tick in band["ticks"])
    assert paris["film"] < paris["now"] + 20
    assert told["order"] == ["c", "e", "f", "b", "d", "a"]
    assert told["late"] == [0, 0, 0, 10, 0, 0]
    assert run("console/events/dinner/lanes.ts", script, about | {"items": []}, tmp_path)["bands"] == []


def test_a_plan_as_it_is_typed(tmp_path: Path) -> None:
    """What was read comes back as it was; hours are minutes before the film; mistakes stand at their fields."""
    course = {"name": {"en": "Turbot"}, "contains": ["fish"], "suits": [], "alcohol": False}
    kitchen = {
        "id": "k",
        "name": "Cambon",
        "zone": "Europe/Paris",
        "opens": 300,
        "closes": 65,
        "slot_minutes": 30,
        "boxes": 9,
    }
    city = {
        "id": "paris",
        "name": {"en": "Paris"},
        "zone": "Europe/Paris",
        "kitchen": "k",
        "areas": {"75008": 20},
        "couriers": 2,
    }
    plan = {
        "menus": [
            {
                "id": "m",
                "name": {"en": "Sea"},
                "cold": True,
                "finishing": {"en": ["Warm it.", "Open it."]},
                "courses": [course],
            }
        ],
        "kitchens": [kitchen],
        "cities": [city],
        "terms": {"buffer": 30, "width": 30, "stop": 8, "earliest": 180, "freshness": 90},
    }
    same = "return it.composed(it.written(about), 'en');"
    assert run("console/events/dinner/drafting.ts", same, plan, tmp_path) == {"body": plan, "wrong": {}}
    script = """
      const form = it.written(about);
      it.put(form, "kitchens.0.opens", "1h"); it.put(form, "menus.0.courses.0.name.en", " ");
      it.put(form, "cities.0.areas.0.area", "Upper East Side"); it.put(form, "terms.stop", "0");
      const areas = [{ area: "", minutes: "" }];
      form.cities.push({ id: "", name: { en: "São Paulo" }, zone: "Nowhere/At", kitchen: "", couriers: "2", areas });
      const { body, wrong } = it.composed(form, "en");
      const fields = ["terms.stop", "menus.0.name.en", "menus.0.courses.0.name.en"];
      const none = it.composed({ ...form, menus: [] }, "en").wrong.menus;
      const near = it.nearest("/menus/0/courses/0/contains", fields);
      return { wrong, areas: body.cities[0].areas, id: body.cities[1].id, none, near };
    """
    told = run("console/events/dinner/drafting.ts", script, plan, tmp_path)
    assert told["wrong"] == {
        "kitchens.0.opens": "hours",
        "menus.0.courses.0.name.en": "text",
        "terms.stop": "whole",
        "cities.1.kitchen": "kitchen",
        "cities.1.areas.0.area": "area",
        "cities.1.zone": "zone",
    }
    assert (told["areas"], told["id"], told["none"]) == ({"upper-east-side": 20}, "sao-paulo", "one")
    assert told["near"] == "menus.0.courses.0.name.en"
