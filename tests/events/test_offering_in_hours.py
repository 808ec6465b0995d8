"""Places offered, and kept, in opening hours only (rule W4): the house is open from ten to seven, every day."""

from __future__ import annotations

import pytest

from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event
from chalicelib.foundation.clock import rfc3339
from chalicelib.foundation.errors import OfferLapsed
from tests.events.conftest import Evening, guests
from tests.events.test_registering import now, yes
from tests.harness.schedules import CRASHES, crash_everywhere
from tests.world.evenings import invited, planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE

TEN, SEVEN = 10 * 60, 19 * 60


def midnight(house: House) -> int:
    """The coming midnight in Paris, which is an hour before it in winter's UTC or two in summer's."""
    day = house.now // 1440 * 1440 + 1440
    return next(day - ahead for ahead in (60, 120) if hour_of(house, day - ahead) == 0)


def hour_of(house: House, minute: int) -> int:
    """The hour in Paris at a minute."""
    return int(rfc3339(minute, house.catalogue.boutique(BOUTIQUE).zone)[11:13])


def one_waits(house: House, event: Event) -> tuple[Guest, Guest]:
    """One seat, taken, and one who waits for it."""
    seated, waits = guests(house, event, 2)
    yes(house, seated)
    yes(house, waits)
    return seated, waits


def freed(house: House, guest: Guest) -> None:
    """Her seat is given back."""
    house.registering.cancel(invited(guest), guest.event, guest.id, press("cancel"))


def test_a_night_does_not_count(house: House, evening: Evening) -> None:
    """Three hours offered at six in the evening are one of today and two of tomorrow (rule W4)."""
    event = evening(capacity=1, offer_minutes=180, offer_in_hours=True)
    assert house.event_store.get(event.id) == event
    seated, waits = one_waits(house, event)
    night = midnight(house)
    house.clock.to(night + SEVEN - 60)
    freed(house, seated)
    assert (now(house, waits).state, now(house, waits).offer_expires_at) == (
        GuestState.OFFERED,
        night + 1440 + TEN + 120,
    )
    house.clock.to(night + 1440 + TEN + 119)
    house.tick()
    assert now(house, waits).state is GuestState.OFFERED
    house.clock.forward(minutes=1)
    with pytest.raises(OfferLapsed):
        house.registering.take_offer(invited(waits), event.id, waits.id, press("offer"))
    house.settle()
    assert house.violations() == []


def test_what_comes_free_at_night_is_offered_when_the_house_opens(house: House, evening: Evening) -> None:
    """And by a minute's look at the latest; by hand at once, its time counted from then on (rules W4, W8)."""
    event = evening(capacity=2, offer_minutes=60, offer_in_hours=True)
    seated, other, waits, second = guests(house, event, 4)
    for one in (seated, other, waits):
        yes(house, one)
    house.clock.forward(minutes=1)
    yes(house, second)
    night = midnight(house)
    house.clock.to(night + SEVEN + 60)
    freed(house, seated)
    house.settle()
    assert now(house, waits).state is GuestState.WAITLISTED
    freed(house, other)
    house.registering.offer(planner(BOUTIQUE), event.id, second.id)
    assert now(house, second).offer_expires_at == night + 1440 + TEN + 60
    house.clock.to(night + 1440 + TEN - 1)
    house.tick()
    assert now(house, waits).state is GuestState.WAITLISTED
    house.clock.forward(minutes=1)
    house.tick()
    assert (now(house, waits).state, now(house, waits).offer_expires_at) == (
        GuestState.OFFERED,
        night + 1440 + TEN + 60,
    )
    house.settle()
    assert house.violations() == []


def test_where_the_house_opens_too_late_it_is_offered_at_once(house: House) -> None:
    """No seat stays empty because a door is shut; never past the last minute for new guests (rules W4, W10)."""
    night = midnight(house)
    start = night + 2 * 1440 + TEN + 5
    event = published(house, BOUTIQUE, start=start, hosts=("advisor-1",), capacity=1, offer_in_hours=True)
    seated, waits = one_waits(house, event)
    house.clock.to(night + 1440 + SEVEN + 30)
    freed(house, seated)
    assert (now(house, waits).state, now(house, waits).offer_expires_at) == (GuestState.OFFERED, start)
    house.settle()
    assert house.violations() == []


@pytest.mark.proof
def test_killed_anywhere_a_place_freed_at_night_is_offered_once(houses: Houses) -> None:
    """At every call: nothing before the house opens, one offer from then on (rules W4, W5, W8)."""
    key = press("cancel")

    def at_night(house: House) -> None:
        night = midnight(house)
        start = night + 5 * 1440 + SEVEN
        event = published(house, BOUTIQUE, start=start, hosts=("advisor-1",), capacity=1, offer_in_hours=True)
        one_waits(house, event)
        house.clock.to(night + SEVEN + 60)

    def both(house: House) -> list[Guest]:
        (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
        return sorted(house.guest_store.of_event(event.id), key=lambda one: one.joined_at or 0)

    def cancel(house: House) -> object:
        seated, _ = both(house)
        return house.registering.cancel(invited(seated), seated.event, seated.id, key)

    def offered(house: House, where: str) -> None:
        house.settle()
        assert both(house)[1].state is GuestState.WAITLISTED, where
        house.clock.forward(minutes=15 * 60)
        house.settle()
        assert both(house)[1].state is GuestState.OFFERED, where
        assert house.violations() == [], where

    assert crash_everywhere(houses.fresh, cancel, cancel, offered, CRASHES, prepare=at_night) >= 1
