"""What is sent by whoever comes in."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.events.bodies import SittingId
from chalicelib.foundation.ids import KEY_PATTERN
from chalicelib.http.bodies import Body


class JoinBody(Body):
    """A guest's device, by a random word that it chose and keeps while the page is open."""

    nonce: Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
    force: bool = False
    """Come in although another device is in, which is put out."""
    look: bool = False
    """Whoever is in asks how she stands: whether she may speak, whether a place has become free. No join is made."""


class ReceiveBody(Body):
    """Into which room a host goes: a sitting's (the one that is on or next unless said), or that of the rehearsal."""

    sitting: SittingId | None = None
    rehearsal: bool = False
