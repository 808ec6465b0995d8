"""How many are asked, who is let in, who came: the numbers and orders of rules G5 to G8."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.events.presence.model import (
    MOST_OVER,
    Answer,
    CheckIn,
    Figures,
    Joiner,
    Overbooking,
    Place,
    Policy,
    Seen,
    by_rate,
    check_in,
    outcome,
    placed,
    report,
)

PERCENTS = (5, 10, 20, 35)


@pytest.mark.parametrize(("capacity", "most"), [(40, (40, 41, 45, 53)), (30, (30, 31, 33, 39))])
def test_overbooking_by_rate_is_what_was_computed(capacity: int, most: tuple[int, ...]) -> None:
    """40 seats: 40, 41, 45, 53 people where 5, 10, 20, 35 % stay away; 30 seats: 30, 31, 33, 39 (rule G7)."""
    assert tuple(by_rate(capacity, percent) for percent in PERCENTS) == most


@pytest.mark.parametrize("capacity", [1, 12, 40, 120])
@pytest.mark.parametrize("percent", PERCENTS)
def test_it_is_the_most_for_which_the_chance_is_small_enough(capacity: int, percent: int) -> None:
    """Counted again with whole numbers only: one more would be too many (rule G7)."""

    def chance(people: int) -> Fraction:
        away = Fraction(percent, 100)
        stay = range(people - capacity)
        return sum((comb(people, n) * away**n * (1 - away) ** (people - n) for n in stay), Fraction(0))

    most = by_rate(capacity, percent)
    assert chance(most) <= Fraction(5, 100) < chance(most + 1)


def test_thousands_are_counted_too() -> None:
    """A stream of 5,000 seats: below what stays away on average, by the margin of chance (rule G7)."""
    assert 5000 < by_rate(5000, 5) < 5000 / 0.95
    assert by_rate(5000, 35) == 5000 + MOST_OVER


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_more_who_stay_away_or_more_seats_never_mean_fewer_people(capacity: int, percent: int, other: int) -> None:
    """Nobody stays away: nobody is overbooked; and it only grows with the rate and the seats (rule G7)."""
    assert by_rate(capacity, 0) == capacity
    low, high = sorted((percent, other))
    assert capacity <= by_rate(capacity, low) <= by_rate(capacity, high) <= capacity + MOST_OVER
    assert by_rate(capacity, low) < by_rate(capacity + 1, low)


@pytest.mark.parametrize("policy", list(Policy))
def test_a_delivered_dinner_is_never_overbooked(policy: Policy) -> None:
    """Whatever the policy says: each person is a meal (rule G7)."""
    rule = Overbooking(policy, extra=7, no_show_percent=35)
    assert rule.seats(40, delivered=True) == 40
    wanted = {Policy.NONE: 40, Policy.FIXED: 47, Policy.BY_RATE: 53}
    assert rule.seats(40, delivered=False) == wanted[policy]
    assert Overbooking().seats(40, delivered=False) == 40


joiners = st.lists(
    st.builds(
        Joiner, id=st.integers(0, 30).map(lambda n: f"g{n:02}"), accepted_at=st.integers(0, 9), joined=st.booleans()
    ),
    max_size=16,
    unique_by=lambda one: one.id,
)


@given(joiners, st.integers(0, 10), st.data())
def test_whoever_joins_has_a_place_and_nobody_inside_loses_hers(
    people: list[Joiner], size: int, data: st.DataObject
) -> None:
    """Everybody joins in some order, twice over: the room never holds too many, and nobody is dropped (rule G8)."""
    known = {one.id: one for one in people}
    for kept in (True, False):
        for one in data.draw(st.permutations(sorted(known))):
            before = known[one]
            place = placed(one, known.values(), size, kept=kept)
            assert place is Place.ROOM or not before.inside
            known[one] = Joiner(one, before.accepted_at, joined=True, inside=place is Place.ROOM)
            assert sum(each.inside for each in known.values()) <= size
    first = sorted(people, key=lambda one: (one.accepted_at, one.id))[:size]
    assert {one.id for one in known.values() if one.inside} == {one.id for one in first}


def test_places_are_kept_for_those_who_accepted_first_until_shortly_after_the_start() -> None:
    """The third of three waits for two who are late; then the place of one who never comes is hers (rule G8)."""
    late, came, third = Joiner("a", 1), Joiner("b", 2, joined=True, inside=True), Joiner("c", 3)
    assert placed("c", (late, came, third), 2, kept=True) is Place.OVERFLOW
    assert placed("c", (late, came, third), 2, kept=False) is Place.ROOM
    fourth = Joiner("d", 4)
    waits = Joiner("c", 3, joined=True)
    assert placed("d", (late, came, waits, fourth), 2, kept=False) is Place.OVERFLOW


def test_check_in_is_by_device() -> None:
    """The same device again is the same check-in; another is told so, or comes in by force (rule G5)."""
    assert check_in(None, "one", force=False) is CheckIn.FIRST
    assert check_in(None, "one", force=True) is CheckIn.FIRST
    assert check_in("one", "one", force=True) is CheckIn.AGAIN
    assert check_in("one", "two", force=False) is CheckIn.ELSEWHERE
    assert check_in("one", "two", force=True) is CheckIn.FORCED


@given(st.booleans(), st.booleans(), st.integers(0, 100), st.integers(0, 100))
def test_a_no_show_is_said_only_after_the_grace_and_only_of_who_accepted(
    accepted: bool, joined: bool, now: int, over_at: int
) -> None:
    """Not before end and grace, not of who cancelled in time, not of who was seen (rule G6)."""
    said = outcome(accepted=accepted, joined=joined, now=now, over_at=over_at)
    assert (said is Answer.NO_SHOW) == (accepted and not joined and now >= over_at)
    assert (said is Answer.ATTENDED) == (accepted and joined and now >= over_at)


def test_the_report_counts_by_sitting_and_by_advisor() -> None:
    """Rate = no-shows by acceptances; who took back her yes in time counts as invited and no more (rules G6, H10)."""
    guests = [
        Seen("s1", "camille", Answer.ATTENDED, 2),
        Seen("s1", "camille", Answer.NO_SHOW),
        Seen("s2", "hugo", Answer.ATTENDED, 3),
        Seen("s2", "camille", Answer.OPEN),
        Seen("", None, Answer.OPEN),
        Seen("s2", "hugo", Answer.ACCEPTED),
    ]
    found = report(guests)
    assert found.total == Figures(invited=6, accepted=4, people=7, attended=2, no_shows=1)
    assert found.total.rate == 0.25
    assert found.sittings == {"s1": Figures(2, 2, 3, 1, 1), "s2": Figures(3, 2, 4, 1, 0)}
    assert found.advisors == {
        "": Figures(1, 0, 0, 0, 0),
        "camille": Figures(3, 2, 3, 1, 1),
        "hugo": Figures(2, 2, 4, 1, 0),
    }
    assert found.advisors[""].rate is None


@given(
    st.lists(st.builds(Seen, st.sampled_from(["s1", "s2"]), st.sampled_from(["a", "b"]), st.sampled_from(list(Answer))))
)
def test_the_parts_of_a_report_add_up(guests: list[Seen]) -> None:
    """By sitting and by advisor, the sums are the total (rule H10)."""
    found = report(guests)
    for parts in (found.sittings.values(), found.advisors.values()):
        for name in ("invited", "accepted", "people", "attended", "no_shows"):
            assert sum(getattr(one, name) for one in parts) == getattr(found.total, name)
