"""Reads YAML that people write: to plain values, with the line of each, and every mistake of form at once.

Plain scalars are read by the few rules of YAML 1.2's core schema, so that `10:30` is not 630, `NO` is Norway,
`2026-12-25` is what was written, and `07` keeps its nought. Aliases, tags, merge keys and several documents are
refused: a configuration has no use for them, and an alias is how a small file becomes an enormous one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

MOST_BYTES = 1_000_000
MOST_DEPTH = 12
MOST_NODES = 60_000
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,9})", re.ASCII)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")


class Mistake(NamedTuple):
    """Something to mend: the line (from 1), a JSON pointer to it, and a sentence."""

    line: int
    pointer: str
    detail: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.pointer or '/'}: {self.detail}"


Path = tuple[str | int, ...]


def pointer_of(path: Path) -> str:
    """Write a path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


@dataclass
class Outline:
    """A document's values, the line on which each begins, and the mistakes found so far."""

    values: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of a value, or of the nearest one that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def wrong(self, path: Path, detail: str) -> None:
        """Note a mistake."""
        mistake = Mistake(self.line(path), pointer_of(path), detail)
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)

    def flawed(self, path: Path) -> bool:
        """Say whether a mistake was noted at a value or inside it."""
        pointer = pointer_of(path)
        return any((mistake.pointer + "/").startswith(pointer + "/") for mistake in self.mistakes)


def outline(text: str) -> Outline:
    """Read a document. What cannot be read at all is one mistake, and no values."""
    found = Outline()
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        found.wrong((), f"the file is larger than {MOST_BYTES:,} bytes")
        return found
    try:
        found.values = _Reader(found).read(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(filter(None, (error.context, error.problem)))
        found.mistakes.append(Mistake(mark.line + 1 if mark else 1, "", f"this is not YAML: {said}"))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        found.mistakes.append(Mistake(line, "", "there is a character here that no text needs"))
    except _RefusedError as refused:
        found.mistakes.append(Mistake(refused.line, "", str(refused)))
    if found.mistakes and not isinstance(found.values, dict):
        found.values = None
    return found


class _RefusedError(Exception):
    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line


class _Reader:
    """Builds values from parser events, so that nothing is expanded before it is judged."""

    def __init__(self, found: Outline) -> None:
        self._found = found
        self._nodes = 0

    def read(self, text: str) -> Any:
        events = yaml.parse(text, Loader=yaml.SafeLoader)
        value, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _RefusedError(_line(event), "one document is enough")
                value = self._value(next(events), events, ())
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Any:
        line = _line(event)
        self._found.lines.setdefault(path, line)
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise _RefusedError(line, f"there are more than {MOST_NODES:,} values")
        if len(path) > MOST_DEPTH:
            raise _RefusedError(line, f"values are nested more than {MOST_DEPTH} deep")
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(line, "aliases (*name) are not read; write the value again")
        assert isinstance(event, yaml.NodeEvent)  # noqa: S101 - the grammar of the parser's events
        if event.anchor is not None:
            self._found.wrong(path, "anchors (&name) are not read")
        if getattr(event, "tag", None) is not None:
            self._found.wrong(path, "tags (!name) are not read")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101
        return self._scalar(event, path)

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _RefusedError(line, "a key must be a plain word")
            key = unicodedata.normalize("NFC", event.value)
            inside = (*path, key)
            if key in values:
                self._found.mistakes.append(
                    Mistake(
                        line, pointer_of(inside), f"this is written twice, first on line {self._found.line(inside)}"
                    )
                )
                self._value(next(events), events, (*path, key, "twice"))
                continue
            self._found.lines[inside] = line
            values[key] = self._value(next(events), events, inside)
        return values

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[Any]:
        values: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._value(event, events, (*path, len(values))))
        return values

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Any:
        text = unicodedata.normalize("NFC", event.value)
        if event.style is not None:
            if _CONTROL.search(text):
                self._found.wrong(path, "there is a control character here")
            return text
        if text in _WORDS:
            return _WORDS[text]
        return int(text) if _WHOLE.fullmatch(text) else text


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
