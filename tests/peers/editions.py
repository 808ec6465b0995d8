"""Editions of the tz database: the house has one, the wheel's; a file of cases may come from another."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.calendars import rules, zones


@contextmanager
def machines_edition() -> Iterator[str]:
    """Let the engine read the machine's own tz database for a while; gives the name of that edition."""
    zoneinfo.reset_tzpath()
    _forget()
    try:
        yield _name()
    finally:
        zoneinfo.reset_tzpath(to=())
        _forget()


def _forget() -> None:
    zoneinfo.ZoneInfo.clear_cache()
    for module in (rules, zones):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def _name() -> str:
    for folder in zoneinfo.TZPATH:
        said = Path(folder, "tzdata.zi")
        if said.is_file():
            with said.open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version").strip()
    return "the machine's"
