"""The maison's own identity provider (OIDC): a port, its keys, and what its identity tokens must say.

Keys come from the provider's JWKS, are kept for an hour, and are read again for an unknown `kid` at most once a minute;
an error never empties what is kept. Each key has one algorithm by its type, RS256 or ES256, and the token's header is
not asked which.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hmac import compare_digest
from threading import Lock
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from chalicelib.foundation.clock import Clock, second_of
from chalicelib.foundation.contacts import email_identity, normalise_email
from chalicelib.foundation.errors import Busy, Unauthenticated
from chalicelib.identity.permits import NOT_SIGNED_IN

LONGEST_TOKEN = 16_384
MOST_AGE_SECONDS = 600
LEEWAY_SECONDS = 30
KEEP_SECONDS = 3600
ASK_AGAIN_SECONDS = 60
_MOST_KEYS = 20


@dataclass(frozen=True, slots=True)
class ProviderKey:
    """A public key of the provider, and the one algorithm it may be used with."""

    algorithm: str
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is: its own subject, and an address if the provider has verified it."""

    subject: str
    email: str | None


class Provider(Protocol):
    """An identity provider with a discovery document and a JWKS."""

    @property
    def issuer(self) -> str:
        """What `iss` must be."""

    @property
    def client_id(self) -> str:
        """What `aud` must be."""

    def authorize_endpoint(self) -> str:
        """Return where a browser is sent to sign in. Raises Busy."""

    def exchange(self, code: str, verifier: str, redirect_uri: str) -> str:
        """Return the identity token for a code. Raises Unauthenticated when the provider refuses it, and Busy."""

    def key(self, kid: str) -> ProviderKey | None:
        """Return the key of this name, or None. Raises Busy when none could be read yet."""


class KeySet:
    """The provider's keys, as they were read last."""

    def __init__(self, load: Callable[[], Mapping[str, Any]], clock: Clock) -> None:
        """`load` reads the JWKS. Raises Busy."""
        self._load, self._clock = load, clock
        self._lock = Lock()
        self._keys: dict[str, ProviderKey] = {}
        self._read: int | None = None
        self._asked: int | None = None

    def find(self, kid: str) -> ProviderKey | None:
        """Return a key, reading the JWKS where it is old or does not know it. Raises Busy when it was never read."""
        with self._lock:
            now = second_of(self._clock())
            stale = self._read is None or not 0 <= now - self._read < KEEP_SECONDS
            waited = self._asked is None or not 0 <= now - self._asked < ASK_AGAIN_SECONDS
            if waited and (stale or kid not in self._keys):
                self._asked = now
                with suppress(Busy, Unauthenticated, ValueError):  # what was read before still stands
                    self._keys, self._read = read_keys(self._load()), now
            if self._read is None:
                raise Busy
            return self._keys.get(kid)


def read_keys(document: Mapping[str, Any]) -> dict[str, ProviderKey]:
    """Return the keys of a JWKS by name; whatever is not an RSA or P-256 key for signing is passed over.

    Raises ValueError for a document that is none.
    """
    listed = document.get("keys")
    if not isinstance(listed, list) or len(listed) > _MOST_KEYS:
        raise ValueError("not a key set")
    return {one["kid"]: key for one in listed if isinstance(one, dict) and (key := _read_key(one)) is not None}


def _read_key(one: Mapping[str, Any]) -> ProviderKey | None:
    if not isinstance(one.get("kid"), str) or one.get("use", "sig") != "sig":
        return None
    try:
        if one.get("kty") == "RSA" and one.get("alg", "RS256") == "RS256":
            found = RSAAlgorithm.from_jwk({name: one[name] for name in ("kty", "n", "e")})
            if isinstance(found, rsa.RSAPublicKey) and 2048 <= found.key_size <= 8192:
                return ProviderKey("RS256", found)
        if one.get("kty") == "EC" and one.get("crv") == "P-256" and one.get("alg", "ES256") == "ES256":
            other = ECAlgorithm.from_jwk({name: one[name] for name in ("kty", "crv", "x", "y")})
            if isinstance(other, ec.EllipticCurvePublicKey):
                return ProviderKey("ES256", other)
    except (jwt.PyJWTError, KeyError, ValueError, TypeError):
        pass
    return None


def identity_of(token: str, provider: Provider, nonce: str, now: int) -> Identity:
    """Return whom an identity token names. Raises Unauthenticated for any that is not the provider's, for us, for this
    very sign-in and of just now; and Busy."""
    try:
        return _identity(token, provider, nonce, now)
    except (jwt.PyJWTError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unauthenticated(NOT_SIGNED_IN) from None


def _identity(token: str, provider: Provider, nonce: str, now: int) -> Identity:
    _ensure(isinstance(token, str) and len(token) <= LONGEST_TOKEN and token.isascii())
    header = jwt.get_unverified_header(token)
    _ensure(isinstance(header.get("kid"), str) and "crit" not in header)
    key = provider.key(header["kid"])
    if key is None:
        raise ValueError("no such key")
    _ensure(header.get("alg") == key.algorithm)
    claims = jwt.decode(
        token,
        key.key,
        algorithms=[key.algorithm],
        audience=provider.client_id,
        issuer=provider.issuer,
        options={
            "require": ["iss", "aud", "sub", "iat", "exp", "nonce"],
            # The library would compare with the machine's clock: the times are checked below.
            "verify_exp": False,
            "verify_nbf": False,
            "verify_iat": False,
        },
    )
    _ensure(claims["iss"] == provider.issuer and claims["aud"] in (provider.client_id, [provider.client_id]))
    _ensure(claims.get("azp", provider.client_id) == provider.client_id and claims.get("token_use", "id") == "id")
    _ensure(isinstance(claims["nonce"], str) and compare_digest(claims["nonce"].encode(), nonce.encode()))
    issued, expires = claims["iat"], claims["exp"]
    _ensure(type(issued) is int and type(expires) is int and now < expires)
    _ensure(now - MOST_AGE_SECONDS <= issued <= now + LEEWAY_SECONDS)
    subject = claims["sub"]
    _ensure(isinstance(subject, str) and 0 < len(subject) <= 255)
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        return Identity(subject, None)
    return Identity(subject, email_identity(normalise_email(email)))


def document(raw: bytes) -> dict[str, Any]:
    """Parse a JSON object of the provider. Raises ValueError."""
    found = json.loads(raw)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _ensure(holds: bool) -> None:
    if not holds:
        raise ValueError("not an identity token for us")
