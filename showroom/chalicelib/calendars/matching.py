"""One person may be fit for several roles but fills only one: who can still do what, and who shall.

By Hall's theorem a complete assignment exists if and only if, for every set of roles, the people free for at least one
of them are as many as the places in them. People free for the same roles are alike, so only their number matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

Free = Mapping[str, Sequence[str]]
Counts = Mapping[str, int]


def usable(free: Free, counts: Counts) -> dict[str, tuple[str, ...]] | None:
    """Return for each role, in order, those who take it in some complete assignment; None if there is no assignment."""
    roles = tuple(free)
    kinds = _kinds(free)
    alike = Counter(kinds.values())
    places = [counts[role] for role in roles]
    if not _complete(alike, places):
        return None
    fit: dict[tuple[int, int], bool] = {}
    found: dict[str, tuple[str, ...]] = {}
    for place, role in enumerate(roles):
        for kind in {kinds[each] for each in free[role]}:
            fit[place, kind] = _complete(_less_one(alike, kind), _less_one_place(places, place))
        found[role] = tuple(each for each in free[role] if fit[place, kinds[each]])
    return found


def assign(free: Free, counts: Counts) -> dict[str, tuple[str, ...]] | None:
    """Choose people for every role, the first named first while the other roles can still be filled; None if not."""
    roles = tuple(free)
    kinds = _kinds(free)
    alike = Counter(kinds.values())
    places = [counts[role] for role in roles]
    if not _complete(alike, places):
        return None
    chosen: dict[str, tuple[str, ...]] = {}
    gone: set[str] = set()
    for place, role in enumerate(roles):
        taken: list[str] = []
        for each in free[role]:
            if len(taken) == counts[role]:
                break
            if each in gone:
                continue
            fewer, places_left = _less_one(alike, kinds[each]), _less_one_place(places, place)
            if _complete(fewer, places_left):
                alike, places = fewer, places_left
                gone.add(each)
                taken.append(each)
        chosen[role] = tuple(taken)
    return chosen


def _kinds(free: Free) -> dict[str, int]:
    """Return for each person the roles they are free for, as a bit mask over the roles in order."""
    kinds: dict[str, int] = {}
    for place, people in enumerate(free.values()):
        for each in people:
            kinds[each] = kinds.get(each, 0) | 1 << place
    return kinds


def _complete(alike: Mapping[int, int], places: Sequence[int]) -> bool:
    for wanted in range(1, 1 << len(places)):
        needed = sum(count for place, count in enumerate(places) if wanted >> place & 1)
        if sum(number for kind, number in alike.items() if kind & wanted) < needed:
            return False
    return True


def _less_one(alike: Counter[int], kind: int) -> Counter[int]:
    fewer = alike.copy()
    fewer[kind] -= 1
    return fewer


def _less_one_place(places: list[int], place: int) -> list[int]:
    return [count - (at == place) for at, count in enumerate(places)]
