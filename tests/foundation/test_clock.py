"""Time inside is integer minutes; zones are at the edge; what is not RFC 3339 is refused."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation.clock import local_of, minute_of, moment_of, parse_date, parse_rfc3339, rfc3339, second_of

MINUTES = st.integers(0, 4_000_000_000)
ZONES = st.sampled_from(
    ["UTC", "Europe/Paris", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]
)


@given(MINUTES, ZONES)
def test_what_is_written_is_read_back(minute: int, zone: str) -> None:
    """Any minute, written with any zone's offset, is the same minute when read."""
    assert parse_rfc3339(rfc3339(minute, zone)) == minute


@given(MINUTES)
def test_minutes_and_moments_are_one(minute: int) -> None:
    """A minute is a moment in UTC and back."""
    assert minute_of(moment_of(minute)) == minute
    assert moment_of(minute).utcoffset() == timedelta(0)


def test_minutes_round_down_even_before_the_epoch() -> None:
    """59 seconds past is the same minute; one second before the epoch is the minute before it."""
    assert minute_of(datetime(1970, 1, 1, 0, 1, 59, tzinfo=UTC)) == 1
    assert minute_of(datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)) == -1
    assert second_of(datetime(1970, 1, 1, 0, 1, 59, 999_999, tzinfo=UTC)) == 119


def test_a_naive_datetime_is_refused() -> None:
    """Nothing naive enters the house."""
    with pytest.raises(ValueError, match="naive"):
        minute_of(datetime(2027, 1, 1))  # noqa: DTZ001 - the point of the test


def test_an_aware_datetime_of_any_zone_is_the_same_minute() -> None:
    """15:00+02:00 is 13:00 UTC."""
    assert minute_of(datetime(2027, 3, 28, 15, tzinfo=timezone(timedelta(hours=2)))) == minute_of(
        datetime(2027, 3, 28, 13, tzinfo=UTC)
    )


def test_both_sides_of_a_switch_are_written_with_their_own_offset() -> None:
    """The last minute of winter and the first of summer in Paris are one minute apart."""
    last = parse_rfc3339("2027-03-28T01:59:00+01:00")
    assert rfc3339(last, "Europe/Paris") == "2027-03-28T01:59:00+01:00"
    assert rfc3339(last + 1, "Europe/Paris") == "2027-03-28T03:00:00+02:00"
    assert local_of(last + 1, "Europe/Paris").hour == 3


def test_zones_come_from_the_wheel() -> None:
    """One dated source of truth: what a booking says of its tzdata release is so."""
    assert zoneinfo.TZPATH == ()


def test_utc_is_written_with_z() -> None:
    """UTC has its own letter."""
    assert rfc3339(0) == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-28T15:00:00+02:00",
        "2027-03-28t13:00:00z",
        "2027-03-28T13:00:00Z",
        "2027-03-28T13:00:00.000Z",
        "2027-03-28T13:00:00-00:00",
        "2027-03-29T03:00:00+14:00",
    ],
)
def test_all_spellings_of_an_instant_are_read(text: str) -> None:
    """RFC 3339 allows several spellings of one instant."""
    assert parse_rfc3339(text) == minute_of(datetime(2027, 3, 28, 13, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2027-03-28",
        "2027-03-28T13:00",
        "2027-03-28T13:00:00",
        "2027-03-28 13:00:00Z",
        "20270328T130000Z",
        "2027-W12-7T13:00:00Z",
        "2027-087T13:00:00Z",
        "2027-03-28T13:00:01Z",
        "2027-03-28T13:00:60Z",
        "2027-03-28T13:60:00Z",
        "2027-03-28T24:00:00Z",
        "2027-02-29T13:00:00Z",
        "2100-02-29T13:00:00Z",
        "2027-13-01T13:00:00Z",
        "2027-03-28T13:00:00.5Z",
        "2027-03-28T13:00:00.0000000000Z",
        "2027-03-28T13:00:00+25:00",
        "2027-03-28T13:00:00+15:00",
        "2027-03-28T13:00:00+0200",
        "2027-03-28T13:00:00+02",
        "2027-03-28T13:00:00Z ",
        "2027-03-28T13:00:00Z\n",
        "2027-03-28T13:00:00Z[Europe/Paris]",
        "２027-03-28T13:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "1969-12-31T23:59:00Z",
        "9999-12-31T23:59:00Z",
        "10000-01-01T00:00:00Z",
        "+2027-03-28T13:00:00Z",
        "now",
    ],
)
def test_everything_else_is_refused_without_an_echo(text: str) -> None:
    """Week dates, naive times, seconds, leap seconds, other digits, far years: refused, and not repeated."""
    with pytest.raises(ValueError, match="must be") as refused:
        parse_rfc3339(text)
    sentences = {
        "must be an RFC 3339 instant on a whole minute, such as 2027-03-28T15:00:00+02:00",
        "must be a date and time that exists",
        "must be a date between 1970 and 9996",
    }
    assert str(refused.value) in sentences


def test_a_leap_day_that_exists_is_read() -> None:
    """2028 has a 29th of February."""
    assert parse_date("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text", ["2027-02-29", "20270101", "2027-W01-1", "2027-1-1", "２027-01-01", "2027-01-01\n", ""]
)
def test_a_date_has_one_spelling(text: str) -> None:
    """Only YYYY-MM-DD, and only days that exist."""
    with pytest.raises(ValueError):
        parse_date(text)


@pytest.mark.parametrize("text", ["0001-01-01", "1969-12-31", "9997-01-01", "9999-12-31"])
def test_a_date_at_the_end_of_time_is_refused(text: str) -> None:
    """Whatever is added to a date that was accepted is a date still."""
    with pytest.raises(ValueError, match="between 1970 and 9996"):
        parse_date(text)
