"""Her card is erased, or taken into another one of hers: what becomes of her evenings."""

from __future__ import annotations

import pytest

from chalicelib.events.guests.model import GuestState
from chalicelib.foundation.errors import NotFound
from chalicelib.identity.model import Principal, Role
from tests.events.conftest import Evening, guests
from tests.events.test_registering import now, yes
from tests.harness.schedules import CRASHES, crash_everywhere
from tests.world.evenings import bidden, invited, planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX

ADMIN = Principal(Role.ADMIN, "admin")


def test_erased_she_has_no_seat_and_is_told_nothing(house: House, evening: Evening) -> None:
    """Her seats go to who waits, her link is dead, nothing she told is readable, and the evening goes on (rule C2)."""
    event = evening(capacity=2)
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    yes(house, guest, 2, names=("Ada",))
    (pair,) = guests(house, event, 1, plus_ones=1)
    yes(house, pair, 2)
    admin = Principal(Role.ADMIN, "admin")
    assert house.erasures.outlook(admin, MARGAUX).ended.appointments == 1
    house.erasures.erase(admin, MARGAUX)
    for _ in range(6):
        house.settle()
        house.erasures.resume(house.clock())
    gone = now(house, guest)
    assert (gone.state, gone.link_version) == (GuestState.CANCELLED, 2)
    assert now(house, pair).state is GuestState.OFFERED
    with pytest.raises(NotFound):
        house.guest_store.open(gone)
    house.events.call_off(planner(BOUTIQUE), event.id, press("cancel"), event.version, "other")
    house.settle()
    assert house.violations() == []


def test_taken_into_another_card_her_evening_is_hers_still(houses: Houses) -> None:
    """Killed anywhere: her seats, her own time and what she told are the other card's, and her link opens as before."""

    def ready(house: House) -> None:
        event = published(house, BOUTIQUE, start=house.now + 7 * 1440, hosts=("advisor-1",), capacity=4)
        yes(house, bidden(house, event, CAMILLE, plus_ones=1), 2, names=("Ada",))

    def merge(house: House) -> object:
        if house.client_store.get(CAMILLE) and house.merges.preview(ADMIN, MARGAUX, CAMILLE, frozenset()).merge is None:
            shown = house.merges.preview(ADMIN, MARGAUX, CAMILLE, frozenset())
            house.merges.merge(ADMIN, MARGAUX, CAMILLE, shown.versions, frozenset())
        return None

    def finish(house: House) -> None:
        merge(house)
        for _ in range(4):
            house.settle(times=1)
            house.merges.resume(house.clock())

    def whole(house: House, where: str) -> None:
        finish(house)
        (event,) = house.event_store.of_boutique(BOUTIQUE, 0, 2**31)
        (guest,) = house.guest_store.of_event(event.id)
        assert (guest.client, guest.state, guest.party) == (MARGAUX, GuestState.ACCEPTED, 2), where
        assert house.guest_store.open(guest).companions[0].given == "Ada", where
        assert house.registering.read(invited(guest), event.id, guest.id).guest == guest, where
        assert [*house.violations(), *map(str, house.differences())] == [], where

    crash_everywhere(houses.fresh, merge, finish, whole, CRASHES, prepare=ready)
