"""Her own advisor: what is shown to be with her is with her, or it is refused; and nobody else is told of her."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from chalicelib.calendars.service import Wanted
from chalicelib.calendars.zones import date_of, local_day
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import Conflict, InvalidInput, SlotTaken
from tests.harness.schedules import interleave
from tests.world.browser import Browser
from tests.world.house import House, Houses
from tests.world.maisons import ZONE, furnish
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, client, contact, visitor

THURSDAY = parse_rfc3339("2027-01-14T15:00:00+01:00")
DORA, EVE = CAMILLE[::-1], MARGAUX[::-1]
HERS = "advisor-2"
MANY = pytest.mark.parametrize(
    "seeds", [range(5), pytest.param(range(100, 200), marks=pytest.mark.proof)], ids=["few", "many"]
)


def enrolled(house: House) -> House:
    """Two clients of one advisor, in a house of two."""
    for name, client_id in (("Dora", DORA), ("Eve", EVE)):
        house.clients.enrol(contact(name), "en", "test", advisor=HERS, client_id=client_id, now=house.clock())
    return house


def hours(house: House, token: str | None, **query: str) -> Any:
    """What availability answers for a video consultation on Thursday."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    with Browser(house) as browser:
        path = f"/v1/boutiques/{BOUTIQUE}/availability?experience=video&from=2027-01-14&days=1&{asked}"
        return browser.get(path, token=token)


def test_it_is_hers_or_it_is_refused(house: House) -> None:
    """Her advisor's hour has gone: only with her is 409 with that advisor's hours; with anybody, a colleague's."""
    enrolled(house)
    house.book(client(EVE), THURSDAY, "eve", own=True)
    with pytest.raises(SlotTaken) as refused:
        house.book(client(DORA), THURSDAY, "own", own=True)
    with pytest.raises(SlotTaken):
        house.hold(client(DORA), THURSDAY, "hold", own=True)
    boutique, experience = house.catalogue.boutique(BOUTIQUE), house.catalogue.experience("video")
    wanted = Wanted(boutique, experience, client=DORA, only=HERS)
    day = date_of(local_day(ZONE, THURSDAY) - 2)
    offered = {start for each in house.availability.days(wanted, day, 10, house.now) for start in each.starts}
    near = {parse_rfc3339(start) for start in refused.value.alternatives}
    assert near
    assert near <= offered
    assert house.book(client(DORA), THURSDAY, "any").booking.advisor == "advisor-1"
    assert house.book(client(MARGAUX), THURSDAY + 120, "m").booking.advisor
    with pytest.raises(SlotTaken) as nobody:
        house.book(client(MARGAUX), THURSDAY + 240, "none", own=True)
    assert not nobody.value.alternatives


@MANY
def test_races_for_one_advisor(houses: Houses, seeds: range) -> None:
    """Two of her clients want only her at one hour, and a third whoever is free: who has her was promised her."""
    for seed in seeds:
        with houses.fresh(furnish) as house:
            enrolled(house).warm()
            actors = [
                partial(house.book, client(DORA), THURSDAY, "d", own=True),
                partial(house.book, client(EVE), THURSDAY, "e", own=True),
                partial(house.book, client(MARGAUX), THURSDAY, "m"),
            ]
            ended = interleave(actors, seed)
            for result in ended:
                assert not isinstance(result, BaseException) or isinstance(result, Conflict), (seed, result)
            hers = [result.booking.advisor for result in ended[:2] if not isinstance(result, BaseException)]
            assert set(hers) <= {HERS}, seed
            assert len(hers) <= 1, seed
            assert house.violations() == [], seed


def test_she_alone_is_told(house: House) -> None:
    """A client reads her advisor's name and hours; a stranger neither, and asking is refused alike."""
    enrolled(house)
    house.book(client(EVE), THURSDAY, "eve", own=True)
    token = house.tokens.access(client(DORA).role, DORA)
    all_hours = hours(house, token).json
    only = hours(house, token, advisor="own").json
    marked = [one["start"] for one in all_hours["days"][0]["starts"] if one["your_advisor"]]
    assert [one["start"] for one in only["days"][0]["starts"]] == marked
    assert len(marked) < len(all_hours["days"][0]["starts"])
    assert all_hours["your_advisor"]["name"] == house.catalogue.boutique(BOUTIQUE).member(HERS).name
    assert hours(house, None).json["your_advisor"] is None
    for nobody in (None, house.tokens.visitor()[0], house.tokens.access(client(MARGAUX).role, MARGAUX)):
        refused = hours(house, nobody, advisor="own")
        assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/advisor")
    with pytest.raises(InvalidInput):
        house.book(visitor(), THURSDAY, "v", "first-video", contact=contact("Guest"), own=True)
