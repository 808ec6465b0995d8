"""Couriers' windows, reckoned backwards from the film; pure.

    kitchen slot ──ready──▶ departs ──the way there──▶ [window start … stops … window end) ──buffer──▶ film

The last window of every address ends `buffer` minutes before its film; what does not fit there goes into the one
before. All is minutes since the epoch, so clocks that change that night move nothing; each address reads its own zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

from chalicelib.events.dinner.kitchens import Counter, Kitchen
from chalicelib.foundation.errors import StateConflict
from chalicelib.foundation.ids import derived_id

DEFAULT_BUFFER = 30
"""Minutes between the last knock and the film (rule D5)."""


@dataclass(frozen=True, slots=True)
class City:
    """Where couriers go from one kitchen: minutes to each area, and how many rounds may be out at once."""

    id: str
    zone: str
    kitchen: str
    areas: Mapping[str, int]
    couriers: int
    name: Mapping[str, str] = field(default_factory=dict)
    """What it is called {language: text}; its id, where it is called nothing else."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How couriers work, in minutes."""

    buffer: int = DEFAULT_BUFFER
    width: int = 30
    """How long a window is."""
    stop: int = 8
    """How long one door takes."""
    earliest: int = 180
    """How long before the film the first window may begin."""
    freshness: int = 90
    """How long a finished box may wait for its round."""

    @property
    def stops(self) -> int:
        """How many doors fit into one window: at least one."""
        return max(1, self.width // self.stop)


@dataclass(frozen=True, slots=True)
class Drop:
    """A household that is to be reached before minute `film`, with so many boxes."""

    household: str
    city: str
    area: str
    boxes: int
    film: int
    wish: int | None = None
    """A minute she would like to be in her window; it is kept to where there is room."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A household's window [start, end), the round it is in, its place there, and when its boxes are made."""

    household: str
    city: str
    area: str
    boxes: int
    film: int
    start: int
    end: int
    departs: int
    round: str
    order: int
    kitchen: str
    slot: int


class Unplaced(StrEnum):
    """Why a household has no window."""

    NOWHERE = "no_courier_goes_there"
    FULL = "kitchen_or_couriers_full"
    LEFT = "on_the_way_already"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every household's window by its id, and why the others have none."""

    placed: Mapping[str, Placed] = field(default_factory=dict)
    unplaced: Mapping[str, Unplaced] = field(default_factory=dict)

    def rounds(self) -> dict[str, tuple[Placed, ...]]:
        """Return the rounds by id, each with its doors in the order in which they are reached."""
        found: dict[str, list[Placed]] = {}
        for one in sorted(self.placed.values(), key=lambda it: (it.departs, it.round, it.order)):
            found.setdefault(one.round, []).append(one)
        return {name: tuple(doors) for name, doors in found.items()}


def scheduled(
    event: str,
    drops: Iterable[Drop],
    cities: Sequence[City],
    kitchens: Sequence[Kitchen],
    terms: Terms,
    standing: Schedule | None = None,
    out: frozenset[str] = frozenset(),
) -> Schedule:
    """Give every household the latest window that kitchen and couriers allow (rule D5).

    `out` are households whose boxes left already: they keep what `standing` gave them. Others may be given another one.
    Raises StateConflict when somebody's boxes are out and the film would now begin too early for her window.
    """
    board = _Board(event, {city.id: city for city in cities}, {one.id: one for one in kitchens}, terms)
    unplaced: dict[str, Unplaced] = {}
    waiting = []
    for drop in sorted(drops, key=lambda it: (it.film, it.city, it.area, it.household)):
        kept = standing.placed.get(drop.household) if standing is not None and drop.household in out else None
        if kept is None:
            waiting.append(drop)
        elif kept.end > drop.film - terms.buffer:
            raise StateConflict("A courier is on the way already, to a window that would end too late for the film.")
        else:
            board.keep(kept, drop.film)
    for drop in waiting:
        why = board.place(drop)
        if why is not None:
            unplaced[drop.household] = why
    return Schedule(dict(sorted(board.placed.items())), unplaced)


def local(minute: int, zone: str) -> datetime:
    """Return a minute on the clock of an address (rule D5)."""
    return datetime.fromtimestamp(minute * 60, tz=timezone.utc).astimezone(ZoneInfo(zone))  # noqa: UP017


class _Board:
    """What has been given away while a schedule is made."""

    def __init__(self, event: str, cities: Mapping[str, City], kitchens: Mapping[str, Kitchen], terms: Terms) -> None:
        self._event, self._cities, self._kitchens, self._terms = event, cities, kitchens, terms
        self._counters: dict[tuple[str, int], Counter] = {}
        self._rounds: dict[str, list[Placed]] = {}
        self._closed: set[str] = set()
        self.placed: dict[str, Placed] = {}

    def keep(self, one: Placed, film: int) -> None:
        """What has left keeps its window, its place and what its kitchen made; nobody joins that round any more."""
        counter = self._counter(one.kitchen, one.slot).claimed(one.household, one.boxes)
        if counter is not None:
            self._counters[one.kitchen, one.slot] = counter
        self._closed.add(one.round)
        self._enter(Placed(**{**{name: getattr(one, name) for name in Placed.__slots__}, "film": film}))

    def place(self, drop: Drop) -> Unplaced | None:
        """Find a household its window, or say why there is none."""
        city = self._cities.get(drop.city)
        kitchen = self._kitchens.get(city.kitchen) if city is not None else None
        if city is None or kitchen is None or drop.area not in city.areas:
            return Unplaced.NOWHERE
        for start in self._starts(drop):
            departs = start - city.areas[drop.area]
            name = self._round(drop, city, start)
            if name is None:
                continue
            for slot in self._slots(kitchen, departs):
                counter = self._counter(kitchen.id, slot).claimed(drop.household, drop.boxes)
                if counter is None:
                    continue
                self._counters[kitchen.id, slot] = counter
                end, order = start + self._terms.width, len(self._rounds.get(name, ())) + 1
                where = (drop.household, drop.city, drop.area, drop.boxes, drop.film)
                self._enter(Placed(*where, start, end, departs, name, order, kitchen.id, slot))
                return None
        return Unplaced.FULL

    def _starts(self, drop: Drop) -> Iterator[int]:
        """The windows of an address: the one she wishes for, then from the last before the film backwards."""
        last = drop.film - self._terms.buffer - self._terms.width
        starts = range(last, drop.film - self._terms.earliest - 1, -self._terms.width)
        return iter(sorted(starts, key=lambda start: not self._wished(drop, start)))

    def _wished(self, drop: Drop, start: int) -> bool:
        return drop.wish is not None and start <= drop.wish < start + self._terms.width

    def _slots(self, kitchen: Kitchen, departs: int) -> Iterator[int]:
        """The slots whose boxes are ready when the round departs and fresh still, the last first."""
        for slot in reversed(kitchen.slots()):
            ready = slot + kitchen.slot_minutes
            if ready <= departs <= ready + self._terms.freshness:
                yield slot

    def _round(self, drop: Drop, city: City, start: int) -> str | None:
        """Return the round that can take one more door in this window, a new one if a courier is there, or None."""
        away = city.areas[drop.area]
        for number in range(city.couriers):
            name = derived_id("round", self._event, city.id, drop.area, str(start), str(number))
            doors = self._rounds.get(name)
            if doors is None:
                return name if self._out(city, start - away, start + self._terms.width + away) < city.couriers else None
            if name not in self._closed and len(doors) < self._terms.stops:
                return name
        return None

    def _out(self, city: City, departs: int, back: int) -> int:
        """Return how many of a city's rounds are out at some minute of [departs, back), at most at the same time."""
        spans = [
            (doors[0].departs, doors[0].end + city.areas.get(doors[0].area, 0))
            for doors in self._rounds.values()
            if doors[0].city == city.id
        ]
        met = [(max(begin, departs), min(end, back)) for begin, end in spans if begin < back and departs < end]
        return max((sum(begin <= at < end for begin, end in met) for at, _ in met), default=0)

    def _counter(self, kitchen: str, slot: int) -> Counter:
        found = self._kitchens.get(kitchen)
        return self._counters.get((kitchen, slot)) or Counter(kitchen, slot, found.boxes if found is not None else 0)

    def _enter(self, one: Placed) -> None:
        self.placed[one.household] = one
        self._rounds.setdefault(one.round, []).append(one)
