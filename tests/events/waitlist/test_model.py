"""The order of the waiting list, who is offered a place next and until when: as pure functions."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.events.model import SHORTEST_OFFER_MINUTES, Event, EventKind, EventState
from chalicelib.events.sittings import Sitting
from chalicelib.events.waitlist.model import HIGHEST_PRIORITY, Waiter, promotions
from chalicelib.events.waitlist.store import wait_key

WAITERS = st.lists(
    st.builds(
        Waiter,
        st.integers(0, HIGHEST_PRIORITY),
        st.integers(0, 10**11),
        st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26),
        st.integers(1, 10),
    ),
    max_size=30,
    unique_by=lambda one: one.guest,
)
FREE = st.integers(0, 60)


def evening(**about: Any) -> Event:
    """An evening at minute 10,000 that takes guests until minute 9,000."""
    return Event(
        id="evening", version=2, kind=EventKind.PRESENTATION, boutique="b", zone="UTC",
        title={}, description={}, hosts=(), sittings=(Sitting("s1", 10_000, 10_060, "en", 40),),
        **{"cutoff": 9_000, "freeze": 9_500, "created_at": 0, "state": EventState.PUBLISHED, **about},
    )  # fmt: skip


@given(WAITERS)
def test_the_order_of_the_keys_is_the_order_of_the_list(waiting: list[Waiter]) -> None:
    """Priority, then when she joined, then id: total, and the same as text (rule W1)."""

    def key(one: Waiter) -> str:
        return wait_key("evening", "s1", HIGHEST_PRIORITY - one.before, one.joined_at, one.guest).sk

    assert sorted(waiting, key=key) == sorted(waiting)


@given(WAITERS, FREE, st.booleans(), st.randoms(use_true_random=False))
def test_however_it_was_read_the_same_are_next(waiting: list[Waiter], free: int, strict: bool, turns: Any) -> None:
    """The order in which rows arrive says nothing (rule W1)."""
    shuffled = list(waiting)
    turns.shuffle(shuffled)
    assert promotions(shuffled, free, strict=strict) == promotions(waiting, free, strict=strict)


@given(WAITERS, FREE, st.booleans())
def test_parties_are_offered_whole_and_never_more_than_is_free(waiting: list[Waiter], free: int, strict: bool) -> None:
    """Rules W3 and W4: offers take what they offer, in order, each party once."""
    offers = promotions(waiting, free, strict=strict).offers
    assert sum(one.party for one in offers) <= free
    assert list(offers) == sorted(offers)
    assert len(set(offers)) == len(offers) <= len(waiting)


@given(WAITERS, FREE)
def test_whoever_is_passed_over_did_not_fit_and_is_told_why(waiting: list[Waiter], free: int) -> None:
    """Skipping: nobody is passed over who would have fitted when it was her turn, and all who were are named (W3)."""
    found = promotions(waiting, free, strict=False)
    left, skipped = free, []
    for one in sorted(waiting):
        if one in found.offers:
            left -= one.party
        else:
            assert one.party > left
            skipped.append(one)
    last = max(found.offers, default=None)
    assert list(found.skipped) == [one for one in skipped if last is not None and one < last]


@given(WAITERS, FREE)
def test_in_strict_order_nobody_is_passed_over(waiting: list[Waiter], free: int) -> None:
    """Strictly: whom offers go to is a beginning of the list, and nobody is named (rule W3)."""
    found = promotions(waiting, free, strict=True)
    ordered = sorted(waiting)
    assert list(found.offers) == ordered[: len(found.offers)]
    assert found.skipped == ()
    after = ordered[len(found.offers) :]
    assert not after or after[0].party > free - sum(one.party for one in found.offers)


@given(WAITERS, FREE, st.integers(0, 20))
def test_more_seats_serve_at_least_as_many_in_strict_order(waiting: list[Waiter], free: int, more: int) -> None:
    """Raising the seats takes an offer from nobody (rule H9)."""
    fewer = promotions(waiting, free, strict=True).offers
    assert promotions(waiting, free + more, strict=True).offers[: len(fewer)] == fewer


@given(WAITERS, FREE, st.booleans())
def test_after_its_offers_nothing_is_left_to_offer(waiting: list[Waiter], free: int, strict: bool) -> None:
    """A second look at once makes no more offers: promoting twice is promoting once (rule W8)."""
    offers = promotions(waiting, free, strict=strict).offers
    rest = [one for one in waiting if one not in offers]
    assert promotions(rest, free - sum(one.party for one in offers), strict=strict).offers == ()


@given(st.integers(0, 11_000), st.integers(1, 5000), st.integers(0, 10_000))
def test_an_offer_is_kept_a_while_and_never_past_the_cutoff(now: int, minutes: int, cutoff: int) -> None:
    """At least a quarter of an hour, never later than the last minute for new guests, else none (rules W4, W10)."""
    until = evening(cutoff=cutoff, offer_minutes=minutes).offer_until(now)
    if until is None:
        assert now > cutoff - SHORTEST_OFFER_MINUTES
    else:
        assert now + SHORTEST_OFFER_MINUTES <= until <= cutoff
        assert until == cutoff or until - now == max(minutes, SHORTEST_OFFER_MINUTES)


def test_an_offer_is_kept_half_a_day_unless_the_planner_says_otherwise() -> None:
    """Rule W4; an evening that is closed offers nothing (rule W10)."""
    assert evening().offer_until(1_000) == 1_720
    assert evening(offer_minutes=1).offer_until(1_000) == 1_015
    assert evening().offer_until(8_985) == 9_000
    assert evening().offer_until(8_986) is None
    assert evening(state=EventState.CLOSED).offer_until(1_000) is None
