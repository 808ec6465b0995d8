"""Reading the parts of a token, strictly: one way to write each, and no other. Everything raises ValueError."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


def ensure(holds: bool) -> None:
    """Raise ValueError unless something holds."""
    if not holds:
        raise ValueError("not a token of ours")


def whole(value: object) -> int:
    """Return a claim that is an int and not a bool, within what a date can hold."""
    if type(value) is not int or not 0 <= value < 1 << 40:
        raise ValueError("not a whole number")
    return value


def is_slug(value: object) -> bool:
    """Say whether a claim is a slug of at most 40 characters."""
    return isinstance(value, str) and len(value) <= 40 and _SLUG.fullmatch(value) is not None


def segment(text: str) -> bytes:
    """Decode base64url that is written in the only way we accept: no padding, no stray bits at the end."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    ensure(base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii") == text)
    return raw


def document(raw: bytes) -> dict[str, Any]:
    """Parse a JSON object in which no key comes twice and every number is finite."""
    found = json.loads(raw.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse_constant)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    ensure(len(found) == len(pairs))
    return found


def _refuse_constant(_: str) -> Any:
    raise ValueError("not a finite number")
