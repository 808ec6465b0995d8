"""What carries a film: the port, and its local adapter, which refuses as the others do and plays a generated clip."""

from __future__ import annotations

from threading import Lock
from typing import Any, Protocol
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.events.film.model import Playback, Ticket
from chalicelib.foundation.errors import Forbidden

ALGORITHM = "ES384"


class Carrier(Protocol):
    """Plays tickets, and refuses those it was told of."""

    renews: bool
    """Whether what plays needs the next ticket before the last one has run out."""

    def play(self, ticket: Ticket) -> Playback:
        """Return how a ticket is played. Raises Busy where the carrier has to be asked and does not answer."""

    def revoke(self, viewer: str, version: int) -> None:
        """Refuse a viewer's tickets up to a version, and end what plays by them (rule S2). Raises Busy."""


def claims_of(channel: str, ticket: Ticket) -> dict[str, Any]:
    """Return what Amazon IVS reads of a playback token, and nothing else (rule S1); it begins one picture (rule S3)."""
    return {
        "aws:channel-arn": channel,
        "aws:access-control-allow-origin": ",".join(ticket.origins),
        "aws:strict-origin-enforcement": True,
        "aws:single-use-uuid": str(uuid4()),
        "aws:viewer-id": ticket.viewer,
        "aws:viewer-session-version": ticket.version,
        "exp": ticket.valid_until,
    }


class LocalCarrier:
    """A carrier of one process, for a developer to see working: its tokens are those of a private channel.

    It lets in and refuses as a channel of Amazon IVS does; what is played, the page makes itself.
    """

    renews = True

    def __init__(self) -> None:
        self._key: ec.EllipticCurvePrivateKey | None = None
        self._refused: dict[str, int] = {}
        self._spent: set[str] = set()
        self._lock = Lock()

    def play(self, ticket: Ticket) -> Playback:
        """Return a token that `admit` takes."""
        token = jwt.encode(claims_of(_channel(ticket.film), ticket), self._signing(), algorithm=ALGORITHM)
        return Playback("local", query=f"token={token}")

    def revoke(self, viewer: str, version: int) -> None:
        """Refuse a viewer's tokens up to a version from now on."""
        with self._lock:
            self._refused[viewer] = max(version, self._refused.get(viewer, 0))

    def admit(self, film: str, token: str, origin: str, second: int) -> str:
        """Return the viewer whom a token lets in to a film from a site at a second. Raises Forbidden."""
        try:
            claims = jwt.decode(
                token,
                self._signing().public_key(),
                algorithms=[ALGORITHM],
                # The times are those of the house's clock, which a demo moves.
                options={"require": ["exp"], "verify_exp": False},
            )
        except jwt.PyJWTError:
            raise Forbidden("This ticket is not ours.") from None
        viewer, version = str(claims["aws:viewer-id"]), int(claims["aws:viewer-session-version"])
        sites = claims["aws:access-control-allow-origin"].split(",")
        if claims["aws:channel-arn"] != _channel(film) or origin not in sites or second >= claims["exp"]:
            raise Forbidden("This ticket is for another film, another site or another hour.")
        with self._lock:
            if version <= self._refused.get(viewer, -1):
                raise Forbidden("This ticket was taken back.")
            if claims["aws:single-use-uuid"] in self._spent:
                raise Forbidden("This ticket has been used.")
            self._spent.add(claims["aws:single-use-uuid"])
        return viewer

    def _signing(self) -> ec.EllipticCurvePrivateKey:
        with self._lock:
            self._key = self._key or ec.generate_private_key(ec.SECP384R1())
            return self._key


def _channel(film: str) -> str:
    return f"arn:aws:ivs:local:000000000000:channel/{film}"
