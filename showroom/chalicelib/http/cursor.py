"""Page cursors: sealed, so that they tell nothing, and bound to one principal on one route."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.http.errors import Malformed

_NONCE = 12
_LONGEST = 1024


class Cursor:
    """Writes and reads the cursors of one route for one principal."""

    def __init__(self, key: bytes, route: str, actor: str) -> None:
        """`key` is a secret of the deployment; `route` and `actor` are what the cursors are bound to."""
        self._key, self._bound = key, json.dumps([route, actor]).encode()

    def encode(self, position: Mapping[str, Any]) -> str:
        """Return a position, anything JSON can say, as opaque URL-safe text."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._cipher().encrypt(nonce, json.dumps(dict(position)).encode(), self._bound)
        return _written(sealed)

    def decode(self, text: str) -> dict[str, Any]:
        """Return the position. Raises Malformed for a cursor that is not ours, not hers or of another route."""
        try:
            if len(text) > _LONGEST or not text.isascii():
                raise ValueError("not a cursor")
            sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            if _written(sealed) != text:
                raise ValueError("not in its one form")
            clear = self._cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound)
        except (ValueError, InvalidTag):
            raise Malformed("This page cursor is not valid here. Please start from the first page.") from None
        found: dict[str, Any] = json.loads(clear)
        return found

    def _cipher(self) -> AESGCM:
        return AESGCM(hashlib.sha256(b"cursor\0" + self._key).digest())


def _written(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode("ascii")
