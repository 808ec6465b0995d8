"""Which starts are offered, with whom, and why not: one rule at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.calendars.masks import Ladder
from chalicelib.calendars.model import (
    Candidate,
    Demand,
    Limit,
    Role,
    Span,
    Taken,
    assign,
    coarse_reason,
    explain,
    next_start,
    starts,
)
from tests.calendars.worlds import around, at, demand

NINE = at("UTC", "2027-01-04T09:00")
NOON = NINE + 180
OPENING = (Span(NINE, NINE + 540),)


def hours(which: Demand) -> list[int]:
    """Return the offered starts as hours of the day; halves where there are any."""
    return [
        (start - NINE) // 60 + 9 if start % 60 == 0 else (start - NINE) / 60 + 9
        for start in starts(which, around(which))
    ]


def rules(which: Demand, start: int) -> list[tuple[str, str, str]]:
    """Return (rule, resource, ref) of each refusal."""
    return [(each.rule, each.resource, each.ref) for each in explain(which, start)]


def host(name: str, *taken: Taken, **rest: object) -> Candidate:
    """Somebody who works all day."""
    return Candidate(name, OPENING, taken, **rest)  # type: ignore[arg-type]


def test_the_appointment_lies_in_opening_hours_and_its_buffers_may_overhang() -> None:
    """Nine to six with an hour and 30 minutes of buffer on each side offers 9 to 17 all the same."""
    assert hours(demand()) == hours(demand(before=30, after=30)) == [9, 10, 11, 12, 13, 14, 15, 16, 17]


def test_buffers_add_between_two_entries_of_ours() -> None:
    """Gap before an entry: our after and its before; gap after it: its after and our before."""
    visit = Taken(NOON, NOON + 60, before=10, after=20, ref="B1")
    which = demand(taken=(visit,), before=40, after=50, step=5)
    offered = starts(which, around(which))
    assert max(start for start in offered if start < NOON) == NOON - 60 - 60
    assert min(start for start in offered if start > NOON) == NOON + 60 + 60
    for start in (NOON - 60 - 55, NOON - 60 - 5, NOON + 60 + 55):  # its buffer alone, ours alone, its buffer alone
        assert rules(which, start) == [("buffer", "anna", "B1"), ("too_few", "", "")]


def test_imported_time_has_no_buffers_of_its_own() -> None:
    """Only the new booking's buffers keep their distance from another calendar's entry."""
    meeting = Taken(NOON, NOON + 60, before=10, after=20, imported=True, ref="her own calendar")
    which = demand(taken=(meeting,), before=40, after=50, step=5)
    offered = starts(which, around(which))
    assert max(start for start in offered if start < NOON) == NOON - 60 - 50
    assert min(start for start in offered if start > NOON) == NOON + 60 + 40
    assert rules(which, NOON)[0] == ("busy", "anna", "her own calendar")


def test_a_hold_counts_until_the_minute_at_which_it_expires() -> None:
    """H1: at now >= expires_at it no longer counts, a minute earlier it does."""
    held = Taken(NOON, NOON + 60, expires_at=NINE - 100, ref="H1")
    before, at_expiry = demand(taken=(held,), now=NINE - 101), demand(taken=(held,), now=NINE - 100)
    assert NOON not in starts(before, around(before))
    assert rules(before, NOON) == [("held", "anna", "H1"), ("too_few", "", "")]
    assert NOON in starts(at_expiry, around(at_expiry))


def test_notice_and_horizon_are_inclusive() -> None:
    """earliest and latest may themselves be booked; beyond them the reason is named."""
    which = demand(earliest=NINE + 60, latest=NINE + 180)
    assert hours(which) == [10, 11, 12]
    assert rules(which, NINE) == [("too_soon", "", "")]
    assert rules(which, NINE + 240) == [("too_far", "", "")]
    assert rules(which, NINE + 70) == [("off_grid", "", "")]
    assert rules(which, NINE - 60)[0] == ("closed", "", "")


def test_anyone_free_will_do_and_each_start_names_who() -> None:
    """One role, three hosts: ids ascending, a busy one missing."""
    people = (host("chiara"), host("anna", Taken(NOON, NOON + 60)), host("bruno"))
    which = demand(roles=(Role("host", people),))
    offered = starts(which, around(which))
    assert offered[NOON] == {"host": ("bruno", "chiara")}
    assert offered[NINE] == {"host": ("anna", "bruno", "chiara")}
    assert explain(which, NOON) == ()


def test_two_of_three_are_needed() -> None:
    """k of n counts people: at noon only one is free, and the refusal names the other two and how many are missing."""
    busy = Taken(NOON, NOON + 60, ref="B1")
    which = demand(roles=(Role("crew", (host("anna", busy), host("bruno", busy), host("chiara")), count=2),))
    assert hours(which) == [9, 10, 11, 13, 14, 15, 16, 17]
    refusals = explain(which, NOON)
    assert [each.resource for each in refusals] == ["anna", "bruno", ""]
    assert refusals[-1].detail == "1/2"


def test_every_role_must_be_filled_and_nobody_fills_two() -> None:
    """Anna hosts and drives, Bruno drives: while Bruno is busy she cannot do both."""
    driver = (host("anna"), host("bruno", Taken(NOON, NOON + 60)))
    which = demand(roles=(Role("host", (host("anna"),)), Role("driver", driver)))
    offered = starts(which, around(which))
    assert NOON not in offered
    assert rules(which, NOON) == [("one_role_each", "", "")]
    assert offered[NINE] == {"host": ("anna",), "driver": ("bruno",)}  # she is free to drive, but then nobody hosts


def test_assigning_takes_the_preferred_while_all_roles_can_be_filled() -> None:
    """The first wish yields only where another role would stay empty."""
    free = {"host": ("anna", "bruno"), "driver": ("anna",)}
    assert assign(free, {"host": 1, "driver": 1}) == {"host": ("bruno",), "driver": ("anna",)}
    assert assign({"crew": ("dora", "anna", "bruno")}, {"crew": 2}) == {"crew": ("dora", "anna")}
    assert assign({"host": ("anna",), "driver": ("anna",)}, {"host": 1, "driver": 1}) is None


def test_a_shared_resource_counts_how_many_use_it_at_each_moment() -> None:
    """A salon for three takes a third party over two that follow each other, and not a fourth."""
    first, second, through = (
        Taken(NINE, NINE + 60, ref="1"),
        Taken(NINE + 60, NINE + 120, ref="2"),
        Taken(NINE, NINE + 120, ref="3"),
    )
    salon = Role("room", (host("salon", first, second, through, capacity=3),))
    assert hours(demand(duration=120, roles=(salon,)))[0] == 9
    full = demand(duration=120, roles=(Role("room", (host("salon", first, second, through, capacity=2),)),))
    assert hours(full)[0] == 11
    assert rules(full, NINE)[0] == ("shared_out", "salon", "1")


def test_units_are_taken_from_a_shared_resource() -> None:
    """Of eight chairs four are taken: four more can be had, five cannot, and nine never."""
    four = [Taken(NINE, NINE + 60)] * 4
    for units, first in ((4, [9]), (5, [10]), (9, [])):
        chairs = Role("chairs", (host("chairs", *four, capacity=8),), units=units)
        assert hours(demand(roles=(chairs,)))[:1] == first


def test_a_daily_maximum_counts_bookings_on_the_venues_calendar() -> None:
    """In Tokyo 23:30 and 00:30 are two days; imported time and lapsed holds are no bookings; one ref counts once."""
    zone = "Asia/Tokyo"
    midnight = at(zone, "2027-01-05T00:00")
    opening = (Span(midnight - 720, midnight + 720),)
    visit = Taken(midnight - 30, midnight + 30, ref="B1")
    taken = (
        visit,
        visit,
        Taken(midnight + 700, midnight + 710, imported=True),
        Taken(midnight + 690, midnight + 695, expires_at=0),
    )
    anna = Candidate("anna", opening, taken, daily_maximum=1)
    which = demand(zone=zone, opening=opening, roles=(Role("host", (anna,)),))
    offered = starts(which, around(which))
    assert min(offered) == midnight + 60
    assert rules(which, midnight - 600)[0] == ("daily_maximum", "anna", "")
    twice = demand(zone=zone, opening=opening, roles=(Role("host", (Candidate("anna", opening, taken, 2),)),))
    assert min(starts(twice, around(twice))) == opening[0].start
    never = demand(roles=(Role("host", (host("anna", daily_maximum=0),)),))
    assert starts(never, around(never)) == {}


def test_a_limit_spans_all_hosts() -> None:
    """Two presentations that day are enough, whoever gave them."""
    given = (Taken(NINE - 500, NINE - 440), Taken(NINE, NINE + 60))
    assert hours(demand(limits=(Limit("presentation", 3, given),))) == hours(demand())
    which = demand(limits=(Limit("presentation", 2, given),))
    assert hours(which) == []
    assert rules(which, NINE) == [("day_limit", "presentation", "")]
    none = demand(limits=(Limit("presentation", 0, ()),))
    assert starts(none, around(none)) == {}


def test_the_client_is_never_booked_twice_over() -> None:
    """G9: her own engagement bars what overlaps it, and neither side's buffers."""
    which = demand(before=30, after=30, client_taken=(Taken(NOON, NOON + 60, 45, 45, ref="opera"),))
    assert hours(which) == [9, 10, 11, 13, 14, 15, 16, 17]
    assert rules(which, NOON) == [("client_engaged", "", "opera")]


def test_long_searches_are_cut_into_ladders_without_a_seam() -> None:
    """A start every minute for four days is judged in several ladders and none is lost or doubled."""
    opening = (Span(NINE, NINE + 5760),)
    which = demand(opening=opening, step=1, duration=30)
    assert list(starts(which, around(which))) == list(range(NINE, NINE + 5760 - 29))


def test_next_start_looks_as_far_as_it_is_told() -> None:
    """The first bookable start from a minute on, weeks ahead if need be; None where there is none."""
    later = NINE + 30 * 1440
    which = demand(opening=(*OPENING, Span(later, later + 60)))
    assert next_start(which, NINE + 1, later) == NINE + 60
    assert next_start(which, NINE + 540, later + 1) == later
    assert next_start(which, NINE + 540, later) is None


def test_the_public_reason_is_closed_too_soon_or_full() -> None:
    """A function of opening, notice and horizon: nobody's absence shows."""
    day = Span(NINE - 540, NINE + 900)
    empty = (Role("host", ()),)
    assert coarse_reason(demand(roles=empty), day) == "full"
    assert coarse_reason(demand(roles=empty, earliest=NINE + 600), day) == "too_soon"
    assert coarse_reason(demand(roles=empty, latest=NINE - 1), day) == "closed"
    assert coarse_reason(demand(opening=()), day) == "closed"
    assert coarse_reason(demand(duration=600), day) == "closed"


def test_nothing_open_nobody_needed_and_nobody_there() -> None:
    """The edges: no opening offers nothing, no roles need nobody, a role without candidates is never filled."""
    assert starts(demand(opening=()), Span(NINE, NOON)) == {}
    assert starts(demand(roles=()), Span(NINE, NOON)) == {NINE: {}, NINE + 60: {}, NINE + 120: {}}
    assert starts(demand(roles=(Role("host", ()),)), Span(NINE, NOON)) == {}
    with pytest.raises(ValueError, match="start"):
        Ladder([], 60)


def test_the_engine_brings_no_cloud_with_it() -> None:
    """Importing the whole engine imports no AWS, no web framework and no calendar reader."""
    code = "import sys, chalicelib.calendars.model, chalicelib.calendars.ical; print(*sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root / "showroom", capture_output=True, text=True, check=True
    )
    assert not {"boto3", "botocore", "chalice", "pynamodb", "pydantic", "icalendar"} & set(done.stdout.split())
