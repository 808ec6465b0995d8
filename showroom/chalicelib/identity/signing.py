"""What signs tokens and what verifies them: a signature as a JWT writes it, a public key as a JWKS does."""

from __future__ import annotations

import base64
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

_SIZE = 32


class Signer(Protocol):
    """Holds a private P-256 key that does not leave it."""

    def sign(self, message: bytes) -> bytes:
        """Return the ECDSA signature over SHA-256 of a message, in DER. Raises Busy."""


def signed_here(private: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Return the signature of a key of ours, in DER."""
    return private.sign(message, ec.ECDSA(hashes.SHA256()))


def raw_signature(der: bytes) -> bytes:
    """Return a signature in DER as a JWT has it (RFC 7518): 64 bytes, r and s."""
    return b"".join(number.to_bytes(_SIZE, "big") for number in decode_dss_signature(der))


def base64url(raw: bytes) -> str:
    """Write bytes as a JWT does, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def public_jwk(kid: str, public: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """Return a public key as a JWKS lists it (RFC 7517)."""
    numbers = public.public_numbers()
    x, y = (base64url(number.to_bytes(_SIZE, "big")) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid, "use": "sig", "alg": "ES256"}
