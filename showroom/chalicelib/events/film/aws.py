"""Films carried by AWS: HLS behind CloudFront, signed, and a private channel of Amazon IVS for what is live.

Their contracts are tested (the documented policy and claims, signatures by public keys, parameters by botocore's
Stubber); what AWS does with them is not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import jwt
from botocore.exceptions import BotoCoreError, ClientError
from botocore.signers import CloudFrontSigner
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from chalicelib.events.film.carriers import ALGORITHM, claims_of
from chalicelib.events.film.model import Playback, Ticket
from chalicelib.foundation.errors import Busy

MANIFEST = "index.m3u8"
"""What a film's folder begins with."""


class CloudFrontFilm:
    """HLS in a folder for each film, behind a distribution that asks for signed requests.

    The page's player adds the same query to each request: the API knows no cookies, and the film may lie on any domain.
    CloudFront cannot be told to refuse one viewer: her ticket runs out within five minutes and is not renewed.
    """

    renews = True

    def __init__(self, url: str, key_id: str, private_pem: str) -> None:
        """`url` is that of the folders, without a slash at its end. Raises ValueError for a key that is not RSA."""
        private = load_pem_private_key(private_pem.encode(), None)
        if not isinstance(private, rsa.RSAPrivateKey):
            raise ValueError("CloudFront's signer is an RSA key")
        self._url, self._private = url, private
        self._signer: Any = CloudFrontSigner(key_id, self._signed)

    def play(self, ticket: Ticket) -> Playback:
        """Return the manifest, and the query by which it and all in its folder is had until the ticket ends."""
        folder, named = f"{self._url}/{ticket.film}", f"viewer={ticket.viewer}"
        policy = self._signer.build_policy(
            f"{folder}/*?{named}",
            datetime.fromtimestamp(ticket.valid_until, UTC),
            date_greater_than=datetime.fromtimestamp(ticket.valid_from, UTC),
        )
        manifest = f"{folder}/{MANIFEST}"
        signed: str = self._signer.generate_presigned_url(f"{manifest}?{named}", policy=policy)
        return Playback("cloudfront", manifest, signed.partition("?")[2])

    def revoke(self, viewer: str, version: int) -> None:
        """Nobody is told: no ticket of hers is renewed, and the last one lives five minutes at most (rule S2)."""

    def _signed(self, message: bytes) -> bytes:
        # CloudFront verifies RSA keys with SHA-1 and nothing else.
        return self._private.sign(message, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303


class IvsFilm:
    """A private channel of Amazon IVS: one film at a time, live. A ticket is looked at when a picture begins only."""

    renews = False

    def __init__(self, client: Any, channel: str, url: str, private_pem: str) -> None:
        """`client` is one of `ivs`, `url` the channel's playback URL. Raises ValueError for a key not on P-384."""
        private = load_pem_private_key(private_pem.encode(), None)
        if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP384R1):
            raise ValueError("a playback key of Amazon IVS is an EC key on P-384")
        self._client, self._channel, self._url, self._private = client, channel, url, private

    def play(self, ticket: Ticket) -> Playback:
        """Return the channel's address with the ticket as its token (rule S1)."""
        token = jwt.encode(claims_of(self._channel, ticket), self._private, algorithm=ALGORITHM)
        return Playback("ivs", f"{self._url}?token={token}")

    def revoke(self, viewer: str, version: int) -> None:
        """Have the channel end and refuse a viewer's sessions up to a version (rule S2). Raises Busy."""
        try:
            self._client.start_viewer_session_revocation(
                channelArn=self._channel, viewerId=viewer, viewerSessionVersionsLessThanOrEqualTo=version
            )
        except (ClientError, BotoCoreError):
            raise Busy("The film's channel cannot be reached. Please try again.", retry_after=5) from None
