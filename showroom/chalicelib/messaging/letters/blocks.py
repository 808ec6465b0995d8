"""What a letter is made of, before it is set as text or HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.messaging.text import link


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Card:
    """The appointment itself, line by line; the first line is its title."""

    lines: tuple[str, ...]
    kind: str = "card"


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as it would be engraved on a card: its title, then line by line when, where and for whom."""

    lines: tuple[str, ...]
    kind: str = "invitation"


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, line by line."""

    lines: tuple[str, ...]
    kind: str = "quote"


@dataclass(frozen=True, slots=True)
class Link:
    """Something she can do, and where. Raises ValueError for anything but an http(s) URL."""

    label: str
    url: str
    kind: str = "link"

    def __post_init__(self) -> None:
        link(self.url)


@dataclass(frozen=True, slots=True)
class Aside:
    """Something else she may do, in a quiet line rather than a button. Raises ValueError as `Link` does."""

    label: str
    url: str
    kind: str = "aside"

    def __post_init__(self) -> None:
        link(self.url)


@dataclass(frozen=True, slots=True)
class Sign:
    """The closing, and who writes."""

    lines: tuple[str, ...]
    kind: str = "sign"


Block = Text | Card | Invitation | Quote | Link | Aside | Sign


def plain(blocks: tuple[Block, ...], heading: Callable[[str], str]) -> str:
    """Set a letter as plain text: paragraphs, the card set in, a link under its label as `heading` writes it."""
    return "\n\n".join(_plain(block, heading) for block in blocks) + "\n"


def _plain(block: Block, heading: Callable[[str], str]) -> str:
    match block:
        case Text(text):
            return text
        case Card(lines) | Invitation(lines) | Quote(lines):
            return "\n".join(f"    {line}" for line in lines)
        case Link(label, url) | Aside(label, url):
            return f"{heading(label)}\n{url}"
        case Sign(lines):
            return "\n".join(lines)
