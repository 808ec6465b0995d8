"""Public answers never tell who is away: two houses that differ only in that answer alike wherever times are alike."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from chalicelib.boutiques.hours import Closure, Hours
from chalicelib.boutiques.model import Staff
from chalicelib.boutiques.staffing.calendar import Absence, MemberCalendar, Reason
from chalicelib.boutiques.staffing.store import StaffingStore
from chalicelib.boutiques.store import staff_subject
from chalicelib.calendars.service import local_window
from tests.world.browser import Browser
from tests.world.house import House, Houses
from tests.world.maisons import TEN_TO_SEVEN, ZONE, advisor, furnish
from tests.world.people import BOUTIQUE

FIRST = dt.date(2027, 1, 12)
DAYS = 14


def staff(away: dict[int, set[int]]) -> list[Staff]:
    """Four advisors; `away` maps a number to the days (from FIRST) on which that one is not there."""
    people = []
    for number in range(1, 5):
        dates = [FIRST + dt.timedelta(days=day) for day in sorted(away.get(number, ()))]
        closures = tuple(Closure(date, date, "Confidential leave") for date in dates)
        people.append(advisor(number, hours=Hours(ZONE, (TEN_TO_SEVEN,), closures=closures)))
    return people


def answers(houses: Houses, away: dict[int, set[int]]) -> tuple[str, str]:
    """What a stranger reads of fourteen days, and of the maison, in a house where these are away."""
    with houses.fresh(lambda house: furnish(house, *staff(away))) as house, Browser(house) as browser:
        path = f"/v1/boutiques/{BOUTIQUE}/availability?experience=first-video&from={FIRST}&days={DAYS}&language=en"
        return browser.get(path).text, browser.get("/v1/maison?language=en").text


@pytest.mark.parametrize("seed", range(4))
def test_who_is_away_cannot_be_read(houses: Houses, seed: int) -> None:
    """As long as somebody is there, byte for byte the same: nobody is named, counted or hinted at."""
    draw = random.Random(seed)
    one: dict[int, set[int]] = {}
    other: dict[int, set[int]] = {}
    for away in (one, other):
        for day in range(DAYS):
            for number in draw.sample(range(1, 5), draw.randint(0, 3)):
                away.setdefault(number, set()).add(day)
    assert one != other
    assert answers(houses, one) == answers(houses, other)


def test_a_day_without_anybody_looks_like_a_full_one(houses: Houses) -> None:
    """All away on one day: that day has a coarse reason, the others are as they were, and leave is not mentioned."""
    nobody, _ = answers(houses, {number: {3} for number in range(1, 5)})
    usual, _ = answers(houses, {})
    assert nobody != usual
    assert "leave" not in nobody.lower()
    assert "advisor" not in nobody.replace("your_advisor", "").lower()


def said_themselves(house: House, away: dict[int, set[int]]) -> None:
    """Furnish a house in which the absences stand in people's own calendars; on the first day they are busy instead."""
    furnish(house, *staff({}))
    store, steps = StaffingStore(house.table, house.vault), []
    for number, days in away.items():
        name = f"advisor-{number}"
        spans = {day: local_window(ZONE, FIRST + dt.timedelta(days=day), 1) for day in sorted(days)}
        sealed = store.seal_reason(staff_subject(name), BOUTIQUE, name, "a" * 26, Reason(code="ill"))
        absences = [
            Absence(id="a" * 26, start=span.start, end=span.end, sealed=sealed) for day, span in spans.items() if day
        ]
        calendar = MemberCalendar(absences=tuple(absences))
        steps.append(store.put_calendar(BOUTIQUE, name, MemberCalendar(), calendar))
        store.write_busy(BOUTIQUE, name, [spans[0]] if 0 in spans else [], house.now)
    house.table.commit([*steps, house.audit.of("test", "staff", "test", house.clock())])


def test_what_people_say_of_themselves_cannot_be_read_either(houses: Houses) -> None:
    """Absences and other calendars beside the boutique: two such houses, and one without, answer alike."""
    path = f"/v1/boutiques/{BOUTIQUE}/availability?experience=first-video&from={FIRST}&days={DAYS}&language=en"
    draw, read = random.Random(7), [answers(houses, {})[0]]
    for _ in range(2):
        away: dict[int, set[int]] = {number: set() for number in range(1, 5)}
        for day in range(DAYS):
            for number in draw.sample(range(1, 5), draw.randint(0, 3)):
                away[number].add(day)
        with houses.fresh(lambda house, away=away: said_themselves(house, away)) as house, Browser(house) as browser:
            read.append(browser.get(path).text)
    assert read[0] == read[1] == read[2]
