"""Ids: 26 lower-case base32 characters, 130 bits. Random, or derived so that a retry names the same thing."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

ID_LENGTH = 26
ID_PATTERN = r"^[a-z2-7]{26}$"
KEY_PATTERN = r"^[A-Za-z0-9_-]{22,64}$"
"""What an Idempotency-Key looks like: at least 128 random bits, URL-safe."""
_ID = re.compile(r"[a-z2-7]{26}", re.ASCII)


def encode(digest: bytes) -> str:
    """Write the first 130 bits of a digest as an id."""
    return base64.b32encode(digest).decode("ascii").lower()[:ID_LENGTH]


def new_id() -> str:
    """Return a fresh random id. Asked at request time, never at import."""
    return encode(secrets.token_bytes(20))


def derived_id(*parts: str) -> str:
    """Return the id that these parts always give: (principal, route, key) makes a booking idempotent by design."""
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return encode(hashlib.sha256(framed.encode()).digest())


def is_id(text: str) -> bool:
    """Say whether a text has the shape of an id."""
    return _ID.fullmatch(text) is not None
