"""Takes values out of an outline one by one, so that a mistake in one field never hides a mistake in the next.

A *reader* gets a `Spot` and returns a value or raises `Wrong` with a sentence; the sentence is noted with its line and
the reading goes on. Readers of this file know form only: words, durations, texts, places. What a maison means by them
is in `blueprint`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from chalicelib.boutiques.model import SLUG
from chalicelib.boutiques.outline import Outline, Path
from chalicelib.foundation.clock import parse_date

_T = TypeVar("_T")
_SLUG = re.compile(SLUG, re.ASCII)
_DURATION = re.compile(r"(?:(\d{1,3}) days?)? ?(?:(\d{1,2}) h)? ?(?:(\d{1,4}) min)?", re.ASCII)

REQUIRED: Final[Any] = object()


class Wrong(ValueError):
    """Raised by a reader when a value cannot be what it should be; the sentence says what would be right."""


class Spot:
    """One value of an outline: what it is, and where it stands."""

    def __init__(self, sheet: Outline, path: Path, value: Any) -> None:
        self.sheet, self.path, self.value = sheet, path, value

    def wrong(self, detail: str, *inside: str | int) -> None:
        """Note a mistake here, or at a part of this value."""
        self.sheet.wrong((*self.path, *inside), detail)

    def inside(self, part: str | int) -> Spot:
        """Return a part of this value."""
        return Spot(self.sheet, (*self.path, part), self.value[part])

    def name(self) -> Spot:
        """Return the name under which this value is written, as a value to be read."""
        return Spot(self.sheet, self.path, self.path[-1])

    def sound(self) -> bool:
        """Say whether no mistake was noted at this value or inside it."""
        return not self.sheet.flawed(self.path)

    def mapping(self) -> Mapping[str, Any]:
        """Return the value as a mapping. Raises Wrong."""
        if not isinstance(self.value, dict):
            raise Wrong("must be a list of `name: value` lines")
        return self.value

    def items(self) -> Iterator[Spot]:
        """Yield the items of a list. Raises Wrong when it is none."""
        if not isinstance(self.value, list):
            raise Wrong("must be a list, such as [one, two]")
        for index in range(len(self.value)):
            yield self.inside(index)

    def read(self, reader: Callable[[Spot], _T]) -> _T | None:
        """Read this value; a mistake is noted and gives None."""
        try:
            return reader(self)
        except Wrong as mistake:
            self.wrong(str(mistake))
            return None


class Fields:
    """The `name: value` lines of one mapping, each taken once; `done` refuses the names nobody took."""

    def __init__(self, spot: Spot) -> None:
        """Raises Wrong when the value is no mapping."""
        self._spot, self._values = spot, spot.mapping()
        self._taken: list[str] = []

    def take(self, name: str, reader: Callable[[Spot], _T], default: Any = REQUIRED) -> Any:
        """Return a field as `reader` reads it; `default` where it is absent, None where it is wrong."""
        self._taken.append(name)
        if self._values.get(name) is None:
            if default is REQUIRED:
                self._spot.wrong(f"`{name}` is missing")
                return None
            return default
        return self._spot.inside(name).read(reader)

    def each(self, name: str, reader: Callable[[Spot], _T], default: Any = REQUIRED) -> tuple[_T, ...]:
        """Return a list field, each item read by itself; wrong items are left out, repeated ones are a mistake."""

        def items(spot: Spot) -> tuple[_T, ...]:
            read: list[_T] = []
            for item in spot.items():
                value = item.read(reader)
                if value is None:
                    continue
                if value in read:
                    item.wrong("this is written twice")
                    continue
                read.append(value)
            return tuple(read)

        return self.take(name, items, default) or ()

    def has(self, name: str) -> bool:
        """Say whether a field is there."""
        return self._values.get(name) is not None

    def done(self) -> None:
        """Note every name that is not known here."""
        for name in self._values:
            if name not in self._taken:
                self._spot.wrong(f"`{name}` is not known here; what is: {', '.join(sorted(self._taken))}", name)


# ── readers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def words(most: int) -> Callable[[Spot], str]:
    """A reader of one line of text of at most `most` characters."""

    def read(spot: Spot) -> str:
        if not isinstance(spot.value, str) or not spot.value.strip():
            raise Wrong("must be a text")
        text = unicodedata.normalize("NFC", " ".join(spot.value.split()))
        if len(text) > most:
            raise Wrong(f"must be at most {most} characters long")
        return text

    return read


def slug(spot: Spot) -> str:
    """A reader of an id."""
    if not isinstance(spot.value, str) or len(spot.value) > 40 or not _SLUG.fullmatch(spot.value):
        raise Wrong("must be small letters, digits and single hyphens, at most 40")
    return spot.value


def one_of(*choices: str) -> Callable[[Spot], str]:
    """A reader of one word among a few."""

    def read(spot: Spot) -> str:
        if spot.value not in choices:
            raise Wrong(f"must be one of: {', '.join(choices)}")
        return str(spot.value)

    return read


def among(known: Collection[str], what: str) -> Callable[[Spot], str]:
    """A reader of a name that must be known elsewhere in the file."""

    def read(spot: Spot) -> str:
        if not isinstance(spot.value, str) or spot.value not in known:
            raise Wrong(f"there is no such {what}; known: {', '.join(sorted(known)) or 'none'}")
        return spot.value

    return read


def whole(least: int, most: int) -> Callable[[Spot], int]:
    """A reader of a whole number."""

    def read(spot: Spot) -> int:
        if type(spot.value) is not int or not least <= spot.value <= most:
            raise Wrong(f"must be a whole number from {least} to {most}")
        return spot.value

    return read


def minutes_in(text: object) -> int:
    """Read `45 min`, `1 h 30 min`, `2 days`. Raises Wrong."""
    match = _DURATION.fullmatch(text.strip()) if isinstance(text, str) and text.strip() else None
    if match is None:
        raise Wrong("must be a duration with its unit, such as 45 min, 1 h 30 min or 2 days")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return days * 1440 + hours * 60 + minutes


def duration(least: int, most: int) -> Callable[[Spot], int]:
    """A reader of a duration, in minutes; `0 min` is allowed where `least` is 0."""

    def read(spot: Spot) -> int:
        found = minutes_in(spot.value)
        if not least <= found <= most:
            raise Wrong(f"must be from {told(least)} to {told(most)}")
        return found

    return read


def told(minutes: int) -> str:
    """Write a duration as it is written in the file."""
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    parts = [f"{days} days" if days else "", f"{hours} h" if hours else "", f"{left} min" if left else ""]
    return " ".join(filter(None, parts)) or "0 min"


def text_in(languages: tuple[str, ...], most: int, *, same: bool = False) -> Callable[[Spot], dict[str, str]]:
    """A reader of a text in every language; `same` allows one plain text for all of them, as for the name of a city."""

    def read(spot: Spot) -> dict[str, str]:
        if not isinstance(spot.value, dict):
            if same or len(languages) == 1:
                return dict.fromkeys(languages, words(most)(spot))
            raise Wrong(f"must be a text in each language: {', '.join(languages)}")
        fields = Fields(spot)
        texts = {language: fields.take(language, words(most)) for language in languages}
        fields.done()
        return texts if all(texts.values()) else {}

    return read


def days(spot: Spot) -> tuple[date, date]:
    """A reader of a day or of a range of days, `2027-08-02/2027-08-15`, both inclusive."""
    first, slash, last = str(spot.value).partition("/")
    try:
        found = parse_date(first), parse_date(last if slash else first)
    except ValueError:
        raise Wrong("must be a day such as 2026-12-25, or days such as 2027-08-02/2027-08-15") from None
    if found[1] < found[0]:
        raise Wrong("ends before it begins")
    return found
