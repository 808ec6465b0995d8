"""The built bundles as values: read from their folder once, when first asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from chalicelib.foundation.errors import NotFound

FOLDER = Path(__file__).parent / "bundles"
NOTHING_HERE = "There is nothing here."
_MEDIA: Mapping[str, str] = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is served. `etag` is a hash of its content, in quotes."""

    content: bytes
    media: str
    etag: str

    @classmethod
    def of(cls, content: bytes, media: str) -> File:
        """Return the file with its tag."""
        return cls(content, media, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


class Bundles:
    """What `make build` left in a folder. Raises NotFound for whatever it did not leave there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, File] = {}

    @cached_property
    def _manifest(self) -> Mapping[str, Mapping[str, str]]:
        found: Mapping[str, Mapping[str, str]] = json.loads(self._read("manifest.json"))
        return found

    @cached_property
    def _assets(self) -> frozenset[str]:
        return frozenset(path for group in self._manifest.values() for path in group.values())

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a catalogue."""
        return tuple(self._manifest["languages"])

    def widget(self) -> File:
        """The widget, one ES module."""
        return self._file("widget.js", "widget.js")

    def worker(self) -> File:
        """What keeps the courier's page for a door without a network, one script."""
        return self._file("round-worker.js", "round-worker.js")

    def asset(self, name: str) -> File:
        """A file whose name carries its content's hash."""
        path = f"assets/{name}"
        if path not in self._assets:
            raise NotFound(NOTHING_HERE)
        return self._file(path, path)

    def page(self, name: str) -> File:
        """A page, with the names of its script and style put in."""
        if name not in self._kept:
            text = self._read(f"{name}.html").decode("utf-8")
            text = text.replace("{{script}}", self._manifest["pages"][name])
            text = text.replace("{{style}}", self._manifest["styles"]["page"])
            self._kept[name] = File.of(text.encode("utf-8"), "text/html; charset=utf-8")
        return self._kept[name]

    def _file(self, name: str, path: str) -> File:
        if name not in self._kept:
            self._kept[name] = File.of(self._read(path), _MEDIA[Path(path).suffix])
        return self._kept[name]

    def _read(self, path: str) -> bytes:
        try:
            return (self._folder / path).read_bytes()
        except FileNotFoundError:
            raise NotFound(NOTHING_HERE) from None
