"""Counting by Hall's theorem equals trying every assignment."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.calendars.matching import assign, usable

PEOPLE = ["a", "b", "c", "d", "e"]
roles = st.lists(st.tuples(st.lists(st.sampled_from(PEOPLE), unique=True), st.integers(1, 2)), min_size=1, max_size=3)


@settings(deadline=None, max_examples=150)
@given(roles)
def test_who_is_usable_and_who_is_chosen(wanted: list[tuple[list[str], int]]) -> None:
    """`usable` names whoever is in some complete assignment; `assign` finds a complete one if there is any."""
    free = {f"r{place}": tuple(people) for place, (people, _) in enumerate(wanted)}
    counts = {f"r{place}": count for place, (_, count) in enumerate(wanted)}
    seats = [role for role, count in counts.items() for _ in range(count)]
    ways = (
        [
            way
            for way in permutations(PEOPLE, len(seats))
            if all(each in free[role] for each, role in zip(way, seats, strict=True))
        ]
        if len(seats) <= len(PEOPLE)
        else []
    )
    chosen = assign(free, counts)
    if not ways:
        assert usable(free, counts) is None
        assert chosen is None
        return
    possible = {role: {way[at] for way in ways for at, seat in enumerate(seats) if seat == role} for role in free}
    assert usable(free, counts) == {
        role: tuple(each for each in people if each in possible[role]) for role, people in free.items()
    }
    assert chosen is not None
    everyone = [each for people in chosen.values() for each in people]
    assert len(everyone) == len(set(everyone)) == len(seats)
    assert all(set(people) <= set(free[role]) and len(people) == counts[role] for role, people in chosen.items())
