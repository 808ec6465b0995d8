"""Whoever dines at a door of her own has screens of her own, and sees nothing more once that door is gone."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.events.film.carriers import LocalCarrier
from chalicelib.events.film.routes import beat, watch
from chalicelib.foundation.clock import second_of
from chalicelib.foundation.errors import Forbidden, NotFound
from chalicelib.identity.model import Principal
from tests.events.film.test_service import SITE, of, token
from tests.world.dinners import comes, companion, dinner, own_door
from tests.world.evenings import bidden, planner, press
from tests.world.house import House
from tests.world.people import BOUTIQUE, MARGAUX

SCREEN = "screen-of-the-friend-0001"


def test_a_door_that_is_gone_shows_nothing_more(house: House) -> None:
    """A guest gives her seats back: her friend's ticket is refused at the next beat of that screen (rules S2, S3)."""
    event = dinner(house, BOUTIQUE, start=house.now // 1440 * 1440 + 7 * 1440 + 19 * 60, hosts=("advisor-1",))
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    comes(house, guest, "Ada")
    friend = own_door(house, guest, "ada@example.org")
    stranger = companion(guest, friend.subject, friend.link_version + 1)
    carrier = LocalCarrier()
    desk = replace(house.film_desk, films=of(house, carrier))

    def call(who: Principal) -> Any:
        return SimpleNamespace(principal=who, body=SimpleNamespace(nonce=SCREEN))

    def plays(seen: Any) -> bool:
        try:
            carrier.admit(event.id, token(seen.play), SITE, second_of(house.clock()))
        except Forbidden:
            return False
        return True

    house.clock.to(event.start - 10)
    theirs, later = watch(call(friend), desk), beat(call(friend), desk)
    with pytest.raises(NotFound):
        beat(call(stranger), desk)
    assert plays(theirs), "a dead link shows nobody out"
    house.registering.cancel(planner(BOUTIQUE), event.id, guest.id, press("cancel"))
    with pytest.raises(NotFound):
        beat(call(friend), desk)
    assert not plays(later)
