"""The engine equals a brute-force oracle, minute by minute, on worlds drawn around the days on which clocks change."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.boutiques.hours import DAY, Hours
from chalicelib.calendars.masks import at_least
from chalicelib.calendars.model import (
    Demand,
    Span,
    coarse_reason,
    explain,
    intersect,
    merge,
    next_start,
    spans,
    starts,
    subtract,
)
from chalicelib.calendars.zones import changes, instant, offset_at, stretches
from tests.calendars import oracle
from tests.calendars.worlds import CLOCK_CHANGES, at, demands, hours

few = settings(deadline=None, max_examples=40)
some = settings(deadline=None, max_examples=150)

lists_of_spans = st.lists(st.builds(lambda a, b: Span(a, a + b), st.integers(0, 200), st.integers(0, 40)), max_size=8)


def minutes(listed: object) -> set[int]:
    """Return every minute in the spans."""
    return {minute for start, end in listed for minute in range(start, end)}  # type: ignore[attr-defined]


@some
@given(lists_of_spans, lists_of_spans)
def test_span_algebra_is_set_algebra(one: list[Span], other: list[Span]) -> None:
    """merge, subtract and intersect are union, difference and intersection of minutes, in normal form."""
    for result, expected in (
        (merge(one), minutes(one)),
        (subtract(one, other), minutes(one) - minutes(other)),
        (intersect(one, other), minutes(one) & minutes(other)),
    ):
        assert minutes(result) == expected
        assert all(left.end < right.start for left, right in pairwise(result))


@few
@given(st.sampled_from(CLOCK_CHANGES), st.integers(-2000, 4000))
def test_a_wall_time_means_its_first_occurrence_or_the_end_of_the_gap(place: tuple[str, object], minute: int) -> None:
    """`instant` finds what walking through the day finds."""
    zone, date = place
    wall = (date.toordinal() - 719163) * DAY + minute  # type: ignore[attr-defined]
    shown = oracle.dt.datetime(1970, 1, 1) + oracle.dt.timedelta(minutes=wall)
    assert instant(zone, wall) == oracle.utc(zone, shown)


def test_stretches_cut_time_at_each_midnight_and_each_change_and_nowhere_else() -> None:
    """Stretches join to the whole span; within one the local clock runs evenly through one date."""
    for zone, date in CLOCK_CHANGES:
        noon = (date.toordinal() - 719163) * DAY + 720
        found = list(stretches(zone, noon - 3000, noon + 3000))
        assert [each.start for each in found[1:]] == [each.end for each in found[:-1]]
        assert (found[0].start, found[-1].end) == (noon - 3000, noon + 3000)
        for each in found:
            first, last = oracle.local(zone, each.start), oracle.local(zone, each.end - 1)
            assert first.date() == last.date()
            assert first.date().toordinal() - 719163 == each.day
            assert (last - first).total_seconds() == 60 * (each.end - 1 - each.start)
        for minute, before, after in changes(zone, noon - 3000, noon + 3000):
            assert (offset_at(zone, minute - 1), offset_at(zone, minute)) == (before, after)
            assert before != after


def test_a_change_in_the_last_minutes_of_a_remembered_block_is_not_missed() -> None:
    """Denver, 3 April 1988: the change lies four minutes before the end of a block of `zones`."""
    change = at("UTC", "1988-04-03T09:00")
    assert [offset_at("America/Denver", change + minute) for minute in (-1, 0, 3, 4)] == [-420, -360, -360, -360]


@few
@given(hours())
def test_hours_hold_exactly_in_the_minutes_in_which_the_wall_clock_says_so(world: tuple[Hours, Span]) -> None:
    """`spans` covers what the oracle counts, on every kind of clock change; spans are whole and in normal form."""
    rules, window = world
    found = spans(rules, window)
    assert minutes(intersect(found, [window])) == oracle.open_minutes(rules, window)
    wider = Span(window.start - DAY, window.end + DAY)
    assert set(minutes(found)) <= set(minutes(spans(rules, wider)))
    assert all(each.start < window.end and window.start < each.end for each in found)


@some
@given(st.lists(st.integers(0, 255), max_size=7), st.integers(1, 5))
def test_at_least_counts_for_each_bit_how_many_masks_have_it(masks: list[int], count: int) -> None:
    """A bit is set in the result if and only if it is set in `count` of the masks."""
    assert at_least(masks, count) == sum(
        1 << bit for bit in range(8) if sum(mask >> bit & 1 for mask in masks) >= count
    )


def window_of(demand: Demand) -> Span:
    """Return a window that cuts the opening on neither side, or just a little."""
    return Span(min(each.start for each in demand.opening) + 7, max(each.end for each in demand.opening))


@some
@given(demands())
def test_starts_are_those_that_the_oracle_finds(demand: Demand) -> None:
    """Same starts, same ids for each role."""
    window = window_of(demand)
    found = starts(demand, window)
    assert found == oracle.starts(demand, window)
    assert list(found) == sorted(found)


@few
@given(demands())
def test_a_start_is_explained_if_and_only_if_it_is_refused(demand: Demand) -> None:
    """`explain` is empty for each offered start and names a rule for every other one."""
    window = window_of(demand)
    offered = starts(demand, window)
    for start in range(window.start, window.end, 5):
        assert (not explain(demand, start)) == (start in offered)


@few
@given(demands(), st.integers(0, 1800))
def test_a_search_for_one_start_agrees_with_the_search_for_all(demand: Demand, shift: int) -> None:
    """The window decides nothing but which starts are shown; `next_start` is the first of them."""
    window = window_of(demand)
    offered = starts(demand, window)
    since = window.start + shift
    assert starts(demand, Span(since, window.end)) == {at: who for at, who in offered.items() if at >= since}
    assert next_start(demand, since, window.end) == min((at for at in offered if at >= since), default=None)


@few
@given(demands(), demands())
def test_the_coarse_reason_knows_nothing_of_people(demand: Demand, other: Demand) -> None:
    """Two worlds that differ only in people, holds and limits give the same public reason."""
    day = window_of(demand)
    elsewhere = replace(demand, roles=other.roles, limits=other.limits, client_taken=other.client_taken, now=other.now)
    assert coarse_reason(demand, day) == coarse_reason(elsewhere, day)
    if starts(demand, day):
        assert coarse_reason(demand, day) == "full"
