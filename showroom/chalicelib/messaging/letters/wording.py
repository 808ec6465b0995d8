"""What a template is: its subject line, its body, and what may stand after the name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from chalicelib.messaging.letters.blocks import Block
from chalicelib.messaging.letters.say import Say


def nothing(_: Say) -> Iterable[Block]:
    """Say nothing after the name, as nearly every letter does."""
    return ()


class Wording(NamedTuple):
    """A template: its subject line, its body between the greeting and the name, and what follows the name."""

    subject: Callable[[Say], str]
    body: Callable[[Say], Iterator[Block]]
    after: Callable[[Say], Iterable[Block]] = nothing
