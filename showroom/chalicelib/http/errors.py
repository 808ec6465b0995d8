"""Refusals that only HTTP knows, below the tree in `foundation.errors`.

InvalidInput
├── Malformed               the request could not be read at all
│   └── TokenInQuery        a token was put where logs and histories keep it
├── UnsupportedMedia        the body is of another kind than is taken, or is compressed
└── NoSuchMethod            the path is known and the method is not
"""

from __future__ import annotations

from chalicelib.foundation.errors import InvalidInput


class Malformed(InvalidInput):
    """Raised when a request cannot be read: its JSON, its headers or the way its query is written."""

    def __init__(self, detail: str) -> None:
        super().__init__((), detail)


class TokenInQuery(Malformed):
    """Raised when a query string carries a token: it belongs into the Authorization header."""

    def __init__(self) -> None:
        super().__init__("A token belongs into the Authorization header, never into the address.")


class UnsupportedMedia(InvalidInput):
    """Raised when a body comes as anything but what the route takes: uncompressed, in UTF-8."""

    def __init__(self, media: str = "application/json") -> None:
        super().__init__((), f"Send the body as {media} in UTF-8, uncompressed.")


class NoSuchMethod(InvalidInput):
    """Raised when a path is asked with a method it does not have."""

    def __init__(self) -> None:
        super().__init__((), "This address does not have that method.")
