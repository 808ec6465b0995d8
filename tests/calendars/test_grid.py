"""The grid lies on the venue's clock and depends on rules alone."""

from itertools import pairwise

import pytest

from chalicelib.boutiques.hours import format_time
from chalicelib.calendars.model import Candidate, Demand, Role, Span, Taken, offset_at, starts
from tests.calendars.worlds import around, at, demand


def opened(zone: str, *spans: tuple[str, str], **changes: object) -> Demand:
    """A demand for one minute, open in these local spans, nobody needed: the grid itself."""
    opening = tuple(Span(at(zone, start), at(zone, end)) for start, end in spans)
    return demand(zone=zone, opening=opening, roles=(), **{"duration": 1, **changes})


def clock(which: Demand, window: Span | None = None) -> list[str]:
    """Return the offered starts as local `HH:MM`."""
    found = starts(which, window or around(which))
    return [format_time((start + offset_at(which.zone, start)) % 1440) for start in found]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"])
def test_a_step_that_divides_the_hour_lies_on_the_venues_clock(zone: str) -> None:
    """From 09:05 on, every 20 minutes means 09:20, 09:40, 10:00 on the wall, in every zone."""
    assert clock(opened(zone, ("2027-01-04T09:05", "2027-01-04T10:01"), step=20)) == ["09:20", "09:40", "10:00"]


@pytest.mark.parametrize(("step", "expected"), [(45, ["09:30", "10:15", "11:00"]), (90, ["09:30", "11:00"]), (7, 16)])
def test_any_other_step_is_counted_from_the_opening(step: int, expected: list[str] | int) -> None:
    """Opening at 09:30, a step of 45 gives 09:30, 10:15, 11:00; touching spans are one opening."""
    which = opened("UTC", ("2027-01-04T09:30", "2027-01-04T10:10"), ("2027-01-04T10:10", "2027-01-04T11:20"), step=step)
    found = clock(which)
    assert found == expected or len(found) == expected


def test_each_opening_span_begins_its_own_count_and_each_midnight_too() -> None:
    """Morning and afternoon count apart; a night that runs past midnight counts anew at 00:00."""
    day = opened("UTC", ("2027-01-04T09:30", "2027-01-04T11:00"), ("2027-01-04T14:00", "2027-01-04T15:00"), step=45)
    assert clock(day) == ["09:30", "10:15", "14:00", "14:45"]
    night = opened("UTC", ("2027-01-04T22:00", "2027-01-05T01:00"), step=50)
    assert clock(night) == ["22:00", "22:50", "23:40", "00:00", "00:50"]


def test_the_count_does_not_depend_on_where_the_question_starts() -> None:
    """The same 45-minute starts are found from a window that begins in the middle of them."""
    which = opened("UTC", ("2027-01-04T09:30", "2027-01-04T18:00"), step=45)
    whole = list(starts(which, around(which)))
    half = Span(at("UTC", "2027-01-04T12:20"), at("UTC", "2027-01-05T00:00"))
    assert list(starts(which, half)) == [start for start in whole if start >= half.start]


def test_an_anchor_fixes_the_phase_on_the_clock() -> None:
    """Anchored at 09:30, hourly starts stand on the half hour of each day, before the anchor too."""
    which = opened("UTC", ("2027-01-04T08:00", "2027-01-04T11:00"), step=60, anchor=570)
    assert clock(which) == ["08:30", "09:30", "10:30"]


def test_a_repeated_hour_is_offered_twice_and_a_skipped_one_not_at_all() -> None:
    """In Paris 02:00 and 02:30 come twice on the autumn night and never on the spring night."""
    autumn = opened("Europe/Paris", ("2025-10-26T01:30", "2025-10-26T03:30"), step=30)
    assert clock(autumn) == ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]
    spring = opened("Europe/Paris", ("2025-03-30T01:30", "2025-03-30T03:30"), step=30)
    assert clock(spring) == ["01:30", "03:00"]


def test_half_an_hour_of_shift_leaves_the_grid_on_the_hour() -> None:
    """Lord Howe falls back by 30 minutes: hourly starts stay on the full hour of the wall, so one gap is 90 minutes."""
    which = opened("Australia/Lord_Howe", ("2025-04-06T00:00", "2025-04-06T05:00"), step=60)
    assert clock(which) == ["00:00", "01:00", "02:00", "03:00", "04:00"]
    found = list(starts(which, around(which)))
    assert [later - sooner for sooner, later in pairwise(found)] == [60, 90, 60, 60]


def test_a_booking_takes_starts_away_and_moves_none() -> None:
    """Whatever is taken, the offered starts are among those of the empty agenda."""
    free = demand(duration=45, step=45)
    everything = set(starts(free, around(free)))
    for minute in range(free.opening[0].start - 30, free.opening[0].start + 120, 11):
        taken = (Taken(minute, minute + 15, 5, 10),)
        host = Role("host", (Candidate("anna", free.opening, taken),))
        found = set(starts(demand(duration=45, step=45, roles=(host,)), around(free)))
        assert found < everything or found == everything


def test_a_demand_that_makes_no_sense_is_refused() -> None:
    """No length, no step, negative buffers, a role without places and two roles of one name are ValueErrors."""
    for wrong in (
        {"duration": 0},
        {"step": 0},
        {"before": -1},
        {"after": -1},
        {"roles": (Role("a", ()), Role("a", ()))},
    ):
        with pytest.raises(ValueError, match=r"must|needs"):
            demand(**wrong)
    with pytest.raises(ValueError, match="needs"):
        Role("host", (), count=0)
