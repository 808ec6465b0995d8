"""When a notice is due, on her clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation.clock import local_of, parse_rfc3339
from chalicelib.messaging.plan import Quiet, after_quiet, at_once, before_quiet, reminder_due, reminders

QUIET = Quiet()
ZONES = ("Europe/Paris", "America/New_York", "Asia/Tokyo", "Asia/Dubai", "Australia/Lord_Howe", "Africa/Cairo", "UTC")
zones = st.sampled_from(ZONES)
minutes = st.integers(min_value=parse_rfc3339("2026-01-01T00:00:00Z"), max_value=parse_rfc3339("2028-12-31T00:00:00Z"))


@dataclass(frozen=True)
class Plan:
    """A reminder as an experience has it."""

    minutes_before: int
    channel: Literal["email", "sms"] = "email"


@pytest.mark.parametrize(
    ("start", "minutes_before", "zone", "due"),
    [
        ("2027-01-14T15:00:00+01:00", 1440, "Europe/Paris", "2027-01-13T15:00:00+01:00"),
        ("2027-01-14T09:30:00+01:00", 120, "Europe/Paris", "2027-01-13T20:00:00+01:00"),
        ("2027-01-14T22:30:00+01:00", 60, "Europe/Paris", "2027-01-14T20:00:00+01:00"),
        ("2027-01-14T10:00:00+01:00", 120, "Europe/Paris", "2027-01-14T08:00:00+01:00"),
        ("2027-01-14T23:00:00+01:00", 120, "Europe/Paris", "2027-01-14T20:00:00+01:00"),
        ("2027-01-14T15:00:00+01:00", 120, "Asia/Tokyo", "2027-01-14T20:00:00+09:00"),
        ("2027-03-28T09:00:00+02:00", 120, "Europe/Paris", "2027-03-27T20:00:00+01:00"),
        ("2027-03-29T02:30:00+02:00", 1440, "Europe/Paris", "2027-03-27T20:00:00+01:00"),
    ],
)
def test_reminders_keep_quiet_hours(start: str, minutes_before: int, zone: str, due: str) -> None:
    """A minute in quiet hours on her clock moves to the evening before they begin (rules C5 and C7)."""
    now = parse_rfc3339("2027-01-01T00:00:00Z")
    assert reminder_due(parse_rfc3339(start), minutes_before, zone, QUIET, now) == parse_rfc3339(due)


def test_what_is_already_past_is_not_created() -> None:
    """Booked at ten for three, a reminder a day before is nothing; nor is one whose evening is over."""
    start = parse_rfc3339("2027-01-14T15:00:00+01:00")
    assert reminder_due(start, 1440, "Europe/Paris", QUIET, start - 300) is None
    assert reminder_due(start, 1440, "Europe/Paris", QUIET, start - 1440) is None
    early = parse_rfc3339("2027-01-14T09:00:00+01:00")
    assert reminder_due(early, 120, "Europe/Paris", QUIET, early - 11 * 60) is None


@given(minutes, st.integers(1, 14 * 1440), zones, st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 20_000))
def test_a_reminder_is_never_late_quiet_or_past(
    start: int, before: int, zone: str, begin: int, end: int, ahead: int
) -> None:
    """Never after the start, never in quiet hours, never in the past, whatever the hours and the zone."""
    quiet, now = Quiet(begin, end), start - ahead
    due = reminder_due(start, before, zone, quiet, now)
    if due is None:
        return
    local = local_of(due, zone)
    assert now < due <= start - before
    assert not quiet.holds(local.hour * 60 + local.minute)


@given(minutes, zones)
def test_news_that_can_wait_comes_in_the_morning(minute: int, zone: str) -> None:
    """Later by a night at most, and not in quiet hours."""
    due = after_quiet(minute, zone, QUIET)
    local = local_of(due, zone)
    assert minute <= due <= minute + 12 * 60 + 1
    assert not QUIET.holds(local.hour * 60 + local.minute)
    assert before_quiet(minute, zone, QUIET) <= minute <= due


def test_reminders_that_fall_together_are_one() -> None:
    """Two reminders moved to the same evening are one, by each channel."""
    start, now = parse_rfc3339("2027-01-14T09:00:00+01:00"), parse_rfc3339("2027-01-10T09:00:00+01:00")
    plans = [Plan(90), Plan(120), Plan(120, "sms"), Plan(1440)]
    found = reminders(plans, kind="booking.reminder", start=start, zone="Europe/Paris", quiet=QUIET, version=3, now=now)
    assert [(n.key, n.version, n.on_unknown) for n in found] == [
        ("reminder-1440-email", 3, "resend"),
        ("reminder-120-email", 3, "resend"),
        ("reminder-120-sms", 3, "leave"),
    ]


def test_no_quiet_hours_at_all() -> None:
    """Equal ends mean that no hour is quiet."""
    quiet = Quiet(0, 0)
    assert not any(quiet.holds(minute) for minute in range(1440))
    assert at_once("a", "booking.confirmed", "client", 1, 7).due == 7
