"""Hours on the wall clock become exact spans of UTC on the days on which clocks change."""

import datetime as dt

import pytest

from chalicelib.boutiques.hours import (
    Closure,
    DateOverride,
    Hours,
    WeeklyRange,
    format_time,
    parse_range,
    parse_time,
)
from chalicelib.calendars.model import Span, spans
from tests.calendars.worlds import EVERY_DAY, at


def shown(hours: Hours, first: str, last: str) -> list[str]:
    """Return the spans that touch local days first..last as UTC `HH:MM-HH:MM`, without dates."""
    window = Span(at(hours.zone, f"{first}T00:00"), at(hours.zone, f"{last}T00:00"))
    return ["-".join(format_time(minute % 1440) for minute in span) for span in spans(hours, window)]


def hours(zone: str, *ranges: tuple[str, str], **rest: tuple[object, ...]) -> Hours:
    """Hours that are the same every day."""
    weekly = tuple(WeeklyRange(EVERY_DAY, *parse_range(*each)) for each in ranges)
    return Hours(zone, weekly, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "date", "rule", "expected"),
    [
        ("Europe/Paris", "2025-03-30", ("01:00", "05:00"), "00:00-03:00"),
        ("Europe/Paris", "2025-03-30", ("02:30", "05:00"), "01:00-03:00"),
        ("Europe/Paris", "2025-03-30", ("01:00", "02:30"), "00:00-01:00"),
        ("Europe/Paris", "2025-10-26", ("01:00", "05:00"), "23:00-04:00"),
        ("Europe/Paris", "2025-10-26", ("02:30", "05:00"), "00:30-04:00"),
        ("Europe/Paris", "2025-10-26", ("01:00", "02:30"), "23:00-00:30"),
        ("Australia/Lord_Howe", "2025-10-05", ("01:00", "05:00"), "14:30-18:00"),
        ("Australia/Lord_Howe", "2025-10-05", ("02:10", "05:00"), "15:30-18:00"),
        ("Australia/Lord_Howe", "2025-04-06", ("01:00", "05:00"), "14:00-18:30"),
        ("Africa/Cairo", "2025-04-25", ("00:00", "03:00"), "22:00-00:00"),
        ("Africa/Cairo", "2025-10-30", ("22:00", "24:00"), "19:00-22:00"),
        ("Asia/Beirut", "2025-03-30", ("00:00", "24:00"), "22:00-21:00"),
        ("America/Havana", "2025-11-02", ("00:30", "02:00"), "04:30-07:00"),
        ("Asia/Kathmandu", "2025-03-30", ("09:00", "18:00"), "03:15-12:15"),
        ("Asia/Kolkata", "2025-03-30", ("09:00", "18:00"), "03:30-12:30"),
    ],
)
def test_a_rule_lasts_as_long_as_the_wall_clock_takes(
    zone: str, date: str, rule: tuple[str, str], expected: str
) -> None:
    """A time in a gap means the end of the gap, an ambiguous one its first occurrence, for start and end alike."""
    day = dt.date.fromisoformat(date)
    only = Hours(zone, overrides=(DateOverride(day, (parse_range(*rule),)),))
    assert shown(only, date, str(day + dt.timedelta(days=1))) == [expected]


def test_a_range_that_the_gap_swallows_is_not_open() -> None:
    """02:10 to 02:50 does not exist in Paris on 30 March 2025."""
    assert shown(hours("Europe/Paris", ("02:10", "02:50")), "2025-03-30", "2025-03-31") == []


def test_a_date_that_the_zone_skipped_has_no_hours() -> None:
    """Apia went from 29 to 31 December 2011: evening hours of the 30th do not leak into the 31st."""
    evening = hours("Pacific/Apia", ("20:00", "26:00"))
    found = spans(evening, Span(at("Pacific/Apia", "2011-12-29T12:00"), at("Pacific/Apia", "2011-12-31T12:00")))
    midnight = at("Pacific/Apia", "2011-12-31T00:00")
    assert found == (Span(midnight - 240, midnight),)


def test_neighbouring_days_without_a_night_between_them_are_one_span() -> None:
    """00:00 to 24:00 every day is one span, also over a change of clocks."""
    (only,) = spans(
        hours("Europe/Paris", ("00:00", "24:00")),
        Span(at("Europe/Paris", "2025-03-29T12:00"), at("Europe/Paris", "2025-03-31T12:00")),
    )
    assert only.start <= at("Europe/Paris", "2025-03-29T00:00")
    assert only.end >= at("Europe/Paris", "2025-04-01T00:00")


def test_an_evening_belongs_to_the_day_on_which_it_begins() -> None:
    """New Year's Eve runs into a closed day, and the closed day's own evening does not happen."""
    closed = Closure(dt.date(2027, 1, 1), dt.date(2027, 1, 1), "holiday")
    soiree = hours("UTC", ("20:00", "26:00"), closures=(closed,))
    assert shown(soiree, "2026-12-31", "2027-01-02") == ["20:00-02:00", "20:00-02:00"]
    assert shown(soiree, "2027-01-01", "2027-01-02") == ["20:00-02:00"]


def test_breaks_are_cut_out_and_an_override_replaces_ranges_and_breaks() -> None:
    """Weekly 9 to 18 less lunch; on Christmas Eve exactly what the override says; on Christmas nothing."""
    lunch = WeeklyRange(EVERY_DAY, 780, 840)
    eve, day = dt.date(2026, 12, 24), dt.date(2026, 12, 25)
    overrides = (DateOverride(eve, (parse_range("12:00", "15:00"), parse_range("10:00", "11:00"))), DateOverride(day))
    rules = hours("UTC", ("09:00", "18:00"), breaks=(lunch,), overrides=overrides)
    assert shown(rules, "2026-12-23", "2026-12-26") == ["09:00-13:00", "14:00-18:00", "10:00-11:00", "12:00-15:00"]


def test_a_closure_beats_an_override() -> None:
    """An absence wins over special hours of the same date."""
    day = dt.date(2026, 12, 24)
    rules = hours("UTC", overrides=(DateOverride(day, ((600, 700),)),), closures=(Closure(day, day, "away"),))
    assert shown(rules, "2026-12-23", "2026-12-26") == []


def test_a_window_that_ends_late_still_sees_where_the_opening_leads() -> None:
    """Open around the clock, a question that ends at 23:45 gets a span that holds an appointment over midnight."""
    (only,) = spans(
        hours("UTC", ("00:00", "24:00")), Span(at("UTC", "2027-01-04T20:00"), at("UTC", "2027-01-04T23:45"))
    )
    assert only.end >= at("UTC", "2027-01-06T00:00")


def test_a_range_of_two_days_is_seen_from_the_day_after_them() -> None:
    """Saturday 20:00 to Monday 00:00 touches Monday's own hours: one span, asked about on Monday."""
    rules = Hours("UTC", (WeeklyRange(frozenset({5}), 1200, 2880), WeeklyRange(frozenset({0}), 0, 600)))
    nine = at("UTC", "2027-01-04T09:00")
    assert spans(rules, Span(nine, nine + 1)) == (Span(at("UTC", "2027-01-02T20:00"), nine + 60),)


def test_spans_come_whole_and_only_those_that_touch_the_window() -> None:
    """A question about eleven o'clock is answered with the whole opening of that day, and no other day's."""
    nine_to_six = hours("UTC", ("09:00", "18:00"))
    eleven = at("UTC", "2027-01-04T11:00")
    assert spans(nine_to_six, Span(eleven, eleven + 1)) == (Span(eleven - 120, eleven + 420),)
    assert spans(nine_to_six, Span(eleven + 420, eleven + 500)) == ()


@pytest.mark.parametrize("text", ["9:00", "09:60", "48:01", "24:0", "٠٩:٠٠", "09:00 ", "-1:00", "09.00", ""])
def test_a_time_of_day_has_one_shape(text: str) -> None:
    """Anything but HH:MM up to 48:00 is a ValueError."""
    with pytest.raises(ValueError, match="time of day"):
        parse_time(text)


def test_times_of_day_go_past_midnight() -> None:
    """24:00 ends the day and 26:00 is two in the morning; writing gives back what was read."""
    assert [parse_time(text) for text in ("00:00", "09:30", "24:00", "26:00", "48:00")] == [0, 570, 1440, 1560, 2880]
    assert format_time(parse_time("26:05")) == "26:05"


@pytest.mark.parametrize(("start", "end"), [("09:00", "09:00"), ("20:00", "02:00"), ("24:00", "25:00")])
def test_a_range_must_end_after_it_starts_and_start_within_its_day(start: str, end: str) -> None:
    """Reversed, empty and next-day ranges are refused, wherever a range is written."""
    with pytest.raises(ValueError, match="a range must"):
        parse_range(start, end)
    with pytest.raises(ValueError, match="a range must"):
        WeeklyRange(EVERY_DAY, parse_time(start), parse_time(end))
    with pytest.raises(ValueError, match="a range must"):
        DateOverride(dt.date(2027, 1, 1), ((parse_time(start), parse_time(end)),))


def test_days_and_closures_must_make_sense() -> None:
    """Day 7 and a closure that ends before it begins are refused."""
    with pytest.raises(ValueError, match="Monday"):
        WeeklyRange(frozenset({7}), 0, 60)
    with pytest.raises(ValueError, match="closure"):
        Closure(dt.date(2027, 1, 2), dt.date(2027, 1, 1))
