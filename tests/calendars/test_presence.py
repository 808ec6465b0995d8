"""Absences, closures, journeys and other calendars: subtracted minute by minute as a brute oracle does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.boutiques.away import Away, Travel
from chalicelib.boutiques.hours import Hours
from chalicelib.calendars.model import Span, explain, instant, starts
from chalicelib.calendars.presence import opening, working
from chalicelib.calendars.service import Availability, Wanted, opening_minutes_after
from chalicelib.calendars.views import refusal_view
from chalicelib.calendars.zones import date_of, local_day
from tests.calendars.worlds import at
from tests.calendars.worlds import hours as any_hours
from tests.world.maisons import ZONE, advisor, boutique, experience

VIDEO = experience(id="video", kind="video_consultation", bookable_by="known", confirmation="instant")
VISIT = experience(id="visit", kind="boutique_visit", bookable_by="known", confirmation="instant")
KINDS = [None, None, frozenset({"boutique_visit"}), frozenset({"video_consultation"}), frozenset({"telephone"})]


@st.composite
def presence(draw: Callable[..., Any]) -> tuple[Hours, tuple[Away, ...], tuple[Travel, ...], Span]:
    """Hours about a change of clocks, absences of any length in them, and perhaps a journey."""
    hours, window = draw(any_hours())
    away = st.builds(
        lambda start, length, kinds, imported: Away(start, start + length, kinds, imported),
        st.integers(window.start - 2000, window.end + 2000),
        st.integers(1, 3000),
        st.sampled_from(KINDS),
        st.sampled_from([False, False, True]),
    )
    first = date_of(local_day(hours.zone, window.start)) + dt.timedelta(days=draw(st.integers(-2, 2)))
    there = st.sampled_from(["Asia/Tokyo", "America/New_York", "Europe/Paris", "Africa/Cairo"])
    journey = st.builds(
        lambda days, zone: Travel(first, first + dt.timedelta(days=days), zone), st.integers(0, 2), there
    )
    return hours, tuple(draw(st.lists(away, max_size=3))), tuple(draw(st.lists(journey, max_size=1))), window


def minutes(found: tuple[Span, ...], window: Span) -> set[int]:
    """The minutes of spans that lie in a window."""
    return {minute for span in found for minute in range(max(span.start, window.start), min(span.end, window.end))}


@given(presence())
def test_what_is_left_is_what_an_oracle_leaves_minute_by_minute(
    given_: tuple[Hours, tuple[Away, ...], tuple[Travel, ...], Span],
) -> None:
    """Each date is read on the clock on which she is; each absence takes exactly its minutes of its kinds."""
    hours, away, travels, window = given_
    member = advisor(1, hours=hours, away=away, travels=travels)
    for asked in (VIDEO, VISIT):
        expected: set[int] = set()
        for day in range(local_day(hours.zone, window.start) - 5, local_day(hours.zone, window.end) + 6):
            zone = next((each.zone for each in travels if each.first <= date_of(day) <= each.last), None)
            if zone is None or asked.form.at_distance:
                expected |= of_date(hours, zone or hours.zone, day)
        for each in away:
            if not each.imported and each.stops(asked.kind):
                expected -= set(range(each.start, each.end))
        assert minutes(working(member, asked, window), window) == expected & set(range(*window))


def of_date(hours: Hours, zone: str, day: int) -> set[int]:
    """The minutes of the hours that begin on one date, on the clock of a zone."""
    midnight = day * 1440
    if instant(zone, midnight) == instant(zone, midnight + 1440):
        return set()
    ranges, breaks = (
        {
            minute
            for start, end in each
            for minute in range(instant(zone, midnight + start), instant(zone, midnight + end))
        }
        for each in hours.ranges_on(date_of(day))
    )
    return ranges - breaks


NOON = at(ZONE, "2027-01-12T12:00")


def offered(asked: Any, member: Any, **about: Any) -> list[int]:
    """The offered hours of one day in Paris, as minutes from noon."""
    house = boutique([member], **about)
    window = Span(at(ZONE, "2027-01-12T00:00"), at(ZONE, "2027-01-13T00:00"))
    demand = Availability(None).demand(Wanted(house, asked, by_staff=True), window, window.start - 1440, {})  # type: ignore[arg-type]
    return [start - NOON for start in starts(demand, window)]


def test_an_absence_stops_the_kinds_that_it_names() -> None:
    """From noon to two no visit is received; a conversation is, and one that ends or begins at its edge too."""
    hole = Away(NOON, NOON + 120, frozenset({"boutique_visit"}))
    everything = offered(VIDEO, advisor(1))
    assert offered(VIDEO, advisor(1, away=(hole,))) == everything
    visits = offered(VISIT, advisor(1, away=(hole,)))
    assert visits == [start for start in everything if start + 45 <= 0 or start >= 120]


def test_busy_elsewhere_keeps_the_new_bookings_own_buffers() -> None:
    """An hour of another calendar: ten minutes before and fifteen after of ours stay clear of it, none of its own."""
    there = offered(VIDEO, advisor(1, away=(Away(NOON, NOON + 60, imported=True),)))
    assert there == [start for start in offered(VIDEO, advisor(1)) if start + 45 + 15 <= 0 or start - 10 >= 60]


def test_a_closure_closes_and_the_grid_counts_from_what_is_left() -> None:
    """Closed until noon, a step of ninety minutes begins at noon: it is the opening that begins then."""
    asked = VISIT.model_copy(update={"step": 90})
    closed = (Away(NOON - 720, NOON),)
    assert offered(asked, advisor(1), closed=closed)[:3] == [0, 90, 180]
    assert offered(VIDEO, advisor(1), closed=(Away(NOON - 720, NOON, frozenset({"boutique_visit"})),))[0] == -120


@pytest.mark.parametrize("kind", [VIDEO, VISIT])
def test_a_journey_is_read_on_the_clock_of_where_she_is(kind: Any) -> None:
    """In London her ten to seven is eleven to eight in Paris, which closes at seven; visits wait until she is back."""
    journey = Travel(dt.date(2027, 1, 12), dt.date(2027, 1, 12), "Europe/London")
    hours = offered(kind, advisor(1, travels=(journey,)))
    assert hours == ([] if kind is VISIT else [start for start in offered(kind, advisor(1)) if start >= -60])


def test_staff_read_that_and_never_why() -> None:
    """away, travelling, busy elsewhere: the rule and the person, no reason."""
    journey = Travel(dt.date(2027, 1, 13), dt.date(2027, 1, 13), "Asia/Tokyo")
    member = advisor(1, away=(Away(NOON, NOON + 60), Away(NOON + 120, NOON + 150, imported=True)), travels=(journey,))
    house = boutique([member])
    said = {}
    for start in (NOON, NOON + 120, NOON + 1440, NOON + 420):
        window = Span(start - 1440, start + 2880)
        demand = Availability(None).demand(Wanted(house, VISIT, by_staff=True), window, NOON - 1440, {})  # type: ignore[arg-type]
        views = [refusal_view(each, ZONE) for each in explain(demand, start)]
        said[start - NOON] = [(each.rule, each.detail) for each in views if each.resource]
    assert said == {
        0: [("away", "away")],
        120: [("busy", "busy elsewhere")],
        1440: [("travelling", "travelling")],
        420: [("not_working", "")],
    }


def test_opening_minutes_pass_over_a_closure() -> None:
    """Four opening hours to answer, asked at ten: closed from noon for the day, the rest is counted tomorrow."""
    house = boutique([advisor(1)], closed=(Away(NOON, NOON + 600), Away(NOON - 60, NOON, frozenset({"telephone"}))))
    assert opening_minutes_after(house, NOON - 120, 240) == NOON + 1440
    assert opening(house, Span(NOON, NOON + 60)) == ()
