"""A film's hours, its tickets and a household's screens, as pure functions."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.events.film.model import (
    LEASE_SECONDS,
    LONGEST_VIEWER,
    MAY_WATCH,
    MOST_SCREENS,
    TICKET_SECONDS,
    Ended,
    FilmTimes,
    Household,
    Phase,
    Playback,
    Session,
    Ticket,
    checked_origins,
    hashed,
    ticket,
)
from chalicelib.events.guests.model import GuestState
from chalicelib.foundation.errors import StateConflict

START = 30_000_000
TIMES = FilmTimes(START, START + 90, 30)
SITE = ("https://book.maison.example",)
HER = Household("e" * 26, "h" * 26)
T0 = START * 60


def test_the_doors_hours() -> None:
    """Tickets from half an hour before to the end and its grace, then for two days as a replay (rule S1)."""
    at = (START - 31, START - 30, START + 119, START + 120, START + 90 + 48 * 60 - 1, START + 90 + 48 * 60)
    assert [TIMES.phase(now) for now in at] == [
        Phase.EARLY, Phase.OPEN, Phase.OPEN, Phase.REPLAY, Phase.REPLAY, Phase.OVER,
    ]  # fmt: skip


@given(
    start=st.integers(1000, 10**8), length=st.integers(1, 600), grace=st.integers(0, 300), held=st.integers(0, 180),
    waits=st.booleans(), second=st.integers(-3600 * 3, 3600 * 60),
)  # fmt: skip
def test_no_ticket_holds_outside_the_films_hours(
    start: int, length: int, grace: int, held: int, waits: bool, second: int
) -> None:
    """From start − 30 min to end + grace, or within the replay; never longer than five minutes (rule S1)."""
    times = FilmTimes(start, start + length, grace, held, waits)
    second += start * 60
    hours = times.at(second // 60)
    try:
        given_ = ticket(HER.opened("a", second), Session(0, second), times, second, SITE)
    except StateConflict:
        assert second // 60 < start - 30 or second // 60 >= hours.forgotten
        return
    assert start * 60 - 1800 <= given_.valid_from <= second < given_.valid_until <= second + TICKET_SECONDS
    ends = (start + length + hours.held) * 60
    assert given_.valid_until <= max(ends + grace * 60, ends + 48 * 3600)
    if second < ends + grace * 60:
        assert given_.valid_until <= ends + grace * 60


def test_a_film_that_waits_moves_all_that_follows() -> None:
    """Held, it begins when it is let go; the door opens no later (rule D9)."""
    waiting = FilmTimes(START, START + 90, 30, waits=True)
    late = waiting.at(START + 25)
    assert (late.begins, late.ends, late.opens) == (START + 25, START + 115, START - 30)
    assert waiting.at(START - 10) == waiting, "before its hour nothing has moved"
    assert waiting.at(START + 9999).held == 180, "forgotten holds do not keep a film open for ever"
    assert late.phase(START + 130) is Phase.OPEN


@given(st.text(string.printable, max_size=80), st.text(string.printable, max_size=80), st.integers(0, 1))
def test_a_viewer_is_nobodys_name(event: str, household: str, place: int) -> None:
    """At most 40 characters, and nothing of what it was made of can be read in it (rule S1)."""
    viewer = Household(event, household).viewer(place)
    assert 0 < len(viewer) <= LONGEST_VIEWER
    assert len(event) < 4 or event not in viewer
    assert len(household) < 4 or household not in viewer
    assert viewer != Household(event, household).viewer(1 - place)


def test_only_who_has_a_seat_watches() -> None:
    """No ticket for who declined, cancelled or waits, nor for whoever has not answered (rule S3)."""
    assert {GuestState.ACCEPTED, GuestState.ATTENDED, GuestState.NO_SHOW} == MAY_WATCH


@pytest.mark.parametrize("bad", [(), SITE * 6, ("book.maison.example",), ("https://*",), ("https://a.example/p",)])
def test_five_sites_at_most(bad: tuple[str, ...]) -> None:
    """One to five, each a scheme and a host (rule S1)."""
    with pytest.raises(ValueError, match="site"):
        checked_origins(bad)
    with pytest.raises(ValueError, match="site"):
        Ticket("f", "v", 1, 0, 1, bad)
    assert checked_origins(SITE * 5) == SITE * 5


@pytest.mark.parametrize("viewer", ["", "v" * 41])
def test_a_viewer_of_another_length_is_no_viewer(viewer: str) -> None:
    """Forty characters at most (rule S1)."""
    with pytest.raises(ValueError, match="40"):
        Ticket("f", viewer, 1, 0, 1, SITE)


def test_what_opens_the_film_is_in_no_representation() -> None:
    """A playback that ends in a log shows no token (rule S3)."""
    assert "secret" not in repr(Playback("ivs", "https://x/?token=secret", "token=secret"))
    assert "secret" not in hashed("secret")


def test_a_third_screen_takes_the_place_of_the_first() -> None:
    """Telephone, television, then a tablet: the telephone stops, the television goes on (rule S3)."""
    house = HER.opened("phone", T0).opened("tv", T0 + 10)
    assert house.ending == ()
    house = house.opened("tablet", T0 + 20)
    assert (house.session("phone"), house.session("tv")) == (None, Session(1, T0 + 10))
    assert house.session("tablet") == Session(0, T0 + 20)
    assert house.ending == (Ended(0, T0),)
    assert house.beaten("phone", T0 + 30) is None


def test_a_silent_screen_gives_way_first() -> None:
    """The first still beats, the second has fallen silent: the third takes the second's place (rule S3)."""
    house = HER.opened("phone", T0).opened("tv", T0 + 1)
    later = T0 + LEASE_SECONDS + 10
    beaten = house.beaten("phone", later)
    assert beaten is not None
    house = beaten.opened("tablet", later + 1)
    assert house.session("phone") == Session(0, T0)
    assert house.session("tv") is None


def test_a_screen_that_opens_again_keeps_its_place_and_ends_what_it_played() -> None:
    """A page loaded anew: one place, one picture (rule S3)."""
    house = HER.opened("tv", T0).opened("tv", T0)
    assert house.session("tv") == Session(0, T0 + 1)
    assert house.ending == (Ended(0, T0),)


_ACTS = st.lists(
    st.tuples(st.sampled_from(("open", "beat", "revoke", "settle")), st.sampled_from("abcd"), st.integers(0, 200)),
    max_size=40,
)


@given(_ACTS)
def test_two_screens_at_most_and_nothing_old_holds(acts: list[tuple[str, str, int]]) -> None:
    """After any history: two places, a version only ever rises, and every older one was told to end (rules S2, S3)."""
    house, now = HER, T0
    told: dict[int, int] = {}
    given_: dict[int, set[int]] = {0: set(), 1: set()}
    for act, holder, seconds in acts:
        now += seconds
        before = house
        if act == "open":
            house = house.opened(holder, now)
            session = house.session(holder)
            assert session is not None
            assert session.version > max(given_[session.place], default=0)
            given_[session.place].add(session.version)
        elif act == "beat":
            beaten = house.beaten(holder, now)
            assert (beaten is None) == (before.session(holder) is None)
            house = beaten or house
        elif act == "revoke":
            house = house.revoked(now)
            assert not house.is_watched
        else:
            for one in house.ending:
                told[one.place] = max(told.get(one.place, 0), one.version)
            house = house.settled()
        assert len(house.screens) <= MOST_SCREENS
        assert house.live(now) <= MOST_SCREENS
        if house is not before:
            assert house.revision == before.revision + 1
        pending = {one.place: one.version for one in house.ending}
        for place, versions in given_.items():
            screen = house.screens[place] if place < len(house.screens) else None
            dead = {one for one in versions if screen is None or not screen.holder or one < screen.version}
            assert all(one <= max(told.get(place, 0), pending.get(place, 0)) for one in dead)
            if screen is not None and screen.holder:
                assert screen.version > max(told.get(place, 0), pending.get(place, 0))
