"""Which time zones a boutique may stand in: the inhabited places of the IANA database, each under one name.

The allow-list is read from the `tzdata` wheel itself (`zone.tab` for places, `tzdata.zi` for the links between names),
so it has the same date as the rules. Names that belong to no place (`UTC`, `EST5EDT`, `Etc/GMT-5`) are refused: they do
not follow the law of a town, which is what a client's clock does. No name ever becomes a path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType


def canonical_zone(name: str) -> str | None:
    """Return the place's present name of a zone (`Europe/Kiev` → `Europe/Kyiv`), or None for what is not a place."""
    return _names().get(name)


@cache
def tzdata_version() -> str:
    """Return the version of the time-zone data in use, such as `2026f`."""
    return next(_lines("tzdata.zi")).removeprefix("# version ").strip()


@cache
def _names() -> Mapping[str, str]:
    places = set(_places())
    links = dict(_links())
    names = {place: place for place in places}
    for alias, target in links.items():
        while target not in places and target in links:
            target = links[target]
        if "/" in alias and not alias.startswith("Etc/") and target in places:
            names.setdefault(alias, target)
    return MappingProxyType(names)


def _places() -> Iterator[str]:
    for line in _lines("zone.tab"):
        if not line.startswith("#"):
            yield line.split("\t")[2].strip()


def _links() -> Iterator[tuple[str, str]]:
    for line in _lines("tzdata.zi"):
        if line.startswith("L "):
            _, target, alias = line.split()
            yield alias, target


def _lines(name: str) -> Iterator[str]:
    with resources.files("tzdata.zoneinfo").joinpath(name).open(encoding="utf-8") as lines:
        yield from lines
