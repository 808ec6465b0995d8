"""A thousand afternoons of absences, bookings, options, moves and letters at once.

`verify` agrees, nothing overlaps, nobody is told twice, nothing is lost. A seed that fails is played again, request by
request the same, with `PYTHONPATH=showroom python -m tests.bookings.interleavings <seed>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.calendars.store import AgendaStore
from tests.bookings.interleavings import Afternoon, look, play
from tests.harness.moto_world import Aws
from tests.world.house import Houses
from tests.world.people import MARGAUX, client

FEW = range(9)
BLOCKS = [range(start, start + 125) for start in range(0, 1000, 125)]


@pytest.fixture(scope="module")
def afternoon() -> Afternoon:
    """What every house begins with."""
    return Afternoon()


@pytest.fixture(scope="module")
def begun(aws: Aws, afternoon: Afternoon) -> Iterator[Houses]:
    """Houses in which it has begun."""
    houses = Houses(aws, afternoon.furnish)
    yield houses
    houses.close()


@pytest.mark.parametrize(
    "seeds", [FEW, *(pytest.param(block, marks=pytest.mark.proof) for block in BLOCKS)], ids=lambda seeds: f"{seeds}"
)
def test_everything_at_once(begun: Houses, afternoon: Afternoon, seeds: range) -> None:
    """Whatever the order of requests, and whichever of them fail."""
    wrong = {seed: found for seed in seeds if (found := play(begun, afternoon, seed))}
    assert wrong == {}


def test_an_hour_given_twice_is_seen(begun: Houses, afternoon: Afternoon, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: agendas written whatever stands there, and what that does is found."""
    write = AgendaStore.write
    monkeypatch.setattr(AgendaStore, "write", lambda store, agenda: replace(write(store, agenda), condition=None))
    assert sum(bool(play(begun, afternoon, seed)) for seed in range(0, 12, 3)) >= 2


def test_a_letter_too_many_or_too_few_is_seen(begun: Houses) -> None:
    """The negative controls: sent and not gone, gone twice, and one piece of news by two notices."""
    with begun.fresh() as house:
        house.book(client(MARGAUX), (house.now // 1440 + 4) * 1440 + 660, "book")
        assert any("is claimed" in each for each in look(house, calm=True))
        house.deliver()
        assert look(house, calm=True) == []
        taken = list(house.mailbox.taken)
        house.mailbox.taken += taken[:1]
        assert [each.split(" went ")[1] for each in look(house, calm=True)] == ["2 times"]
        house.mailbox.taken[:] = [*taken, ("another", taken[0][1])]
        assert ["was told booking.confirmed" in each for each in look(house, calm=True)] == [True]
