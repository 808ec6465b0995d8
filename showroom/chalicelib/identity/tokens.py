"""Tokens: ES256 JWTs of four classes, told apart by the `typ` header and never taken for one another.

    class          says                                    lives at most
    visitor+jwt    a stranger, a random subject            24 hours
    access+jwt     a signed-in client or member of staff   15 minutes
    manage+jwt     a link in a letter: one booking         400 days
    delegate+jwt   a link in a letter: one delegation      366 days
    invitation+jwt a link in a letter: one guest           400 days

PyJWT does the signature, `iss` and `aud`. All it lets through and we do not is refused here (RFC 8725): other header
keys, unknown kids, claims beyond the class's own, numbers that are not whole, long lives, duplicate keys, base64 that
could be written in another way. Times are compared with the house's clock, so a demo whose clock is moved works too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from chalicelib.foundation.clock import Clock, second_of
from chalicelib.foundation.errors import Unauthenticated
from chalicelib.foundation.ids import is_id, new_id
from chalicelib.identity.claims import document, ensure, is_slug, segment, whole
from chalicelib.identity.model import SIGNED_IN, Principal, Role
from chalicelib.identity.permits import NOT_SIGNED_IN
from chalicelib.identity.signing import Signer, base64url, public_jwk, raw_signature, signed_here

AUDIENCE = "showroom-api"
LONGEST_TOKEN = 4096
LEEWAY_SECONDS = 30
"""How far ahead another machine's clock may be; an expiry gets no leeway."""
LIFETIMES = {
    "visitor+jwt": 86_400,
    "access+jwt": 900,
    "manage+jwt": 400 * 86_400,
    "delegate+jwt": 366 * 86_400,
    "invitation+jwt": 400 * 86_400,
    "door+jwt": 400 * 86_400,
    "round+jwt": 30 * 86_400,
    "kitchen+jwt": 30 * 86_400,
}
"""The longest life of each class, in seconds."""

_ALGORITHM = "ES256"
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
_SUBJECT = re.compile(r"[A-Za-z0-9:_-]{1,64}", re.ASCII)
_BASE = frozenset({"iss", "aud", "sub", "iat", "nbf", "exp", "jti"})
_CLAIMS = {
    "visitor+jwt": _BASE,
    "access+jwt": _BASE | {"role", "boutiques", "sv"},
    "manage+jwt": _BASE | {"lv", "who"},
    "delegate+jwt": _BASE | {"lv"},
    "invitation+jwt": _BASE | {"lv", "evt"},
    "door+jwt": _BASE | {"lv", "evt", "gst"},
    "round+jwt": _BASE | {"lv", "evt"},
    "kitchen+jwt": _BASE | {"lv", "evt"},
}
_OF_EVENTS = {
    "invitation+jwt": Role.INVITED,
    "door+jwt": Role.COMPANION,
    "round+jwt": Role.COURIER,
    "kitchen+jwt": Role.KITCHEN,
}
"""Who holds which link of an event."""


@dataclass(frozen=True)
class SigningKey:
    """A P-256 key. One that cannot sign, here or elsewhere, only verifies: how a key is retired."""

    public: ec.EllipticCurvePublicKey
    private: ec.EllipticCurvePrivateKey | None = None
    remote: Signer | None = None
    """Signs in the place of a private half that is elsewhere."""

    @classmethod
    def from_pem(cls, text: str) -> SigningKey:
        """Read a private or a public PEM. Raises ValueError for anything but P-256."""
        pem = text.encode()
        if b"PRIVATE KEY" in pem:
            private = load_pem_private_key(pem, None)
            if isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(private.curve, ec.SECP256R1):
                return cls(private.public_key(), private)
        else:
            public = load_pem_public_key(pem)
            if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1):
                return cls(public)
        raise ValueError("a signing key must be an EC key on P-256")

    @property
    def can_sign(self) -> bool:
        """Say whether it does more than verify."""
        return self.private is not None or self.remote is not None

    def sign(self, message: bytes) -> bytes:
        """Return the signature as a JWT has it. Raises Busy where the key is elsewhere, ValueError where none is."""
        if self.private is not None:
            return raw_signature(signed_here(self.private, message))
        if self.remote is None:
            raise ValueError("this key only verifies")
        return raw_signature(self.remote.sign(message))


def generate_pem() -> str:
    """Return a new private P-256 key as PEM, for a local stack, a test or a first deployment."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


class Tokens:
    """Mints and verifies tokens with a closed set of keys."""

    def __init__(self, keys: Mapping[str, SigningKey], active: str, issuer: str, clock: Clock) -> None:
        """`active` is the kid that signs. Raises ValueError when that key cannot sign."""
        if active not in keys or not keys[active].can_sign:
            raise ValueError("the active key must be among the keys and be able to sign")
        self._keys, self._active, self._issuer, self._clock = dict(keys), active, issuer, clock

    def public_keys(self) -> list[dict[str, str]]:
        """Return every key that verifies, as a JWKS lists them."""
        return [public_jwk(kid, key.public) for kid, key in sorted(self._keys.items())]

    def visitor(self) -> tuple[str, int]:
        """Return a token for a new stranger, and the minute at which it expires."""
        expires = second_of(self._clock()) + LIFETIMES["visitor+jwt"]
        return self._mint("visitor+jwt", new_id(), expires, {}), expires // 60

    def access(
        self,
        role: Role,
        subject: str,
        boutiques: frozenset[str] = frozenset(),
        minutes: int = 15,
        session_version: int = 0,
    ) -> str:
        """Return an access token. Raises ValueError for a role that cannot sign in or a life over 15 minutes.

        `session_version` is the subject's at sign-in: raising it ends every token of hers at once.
        """
        if role not in SIGNED_IN or not 0 < minutes * 60 <= LIFETIMES["access+jwt"]:
            raise ValueError("an access token is for a role that signs in, and for at most 15 minutes")
        expires = second_of(self._clock()) + minutes * 60
        claims = {"role": str(role), "boutiques": sorted(boutiques), "sv": session_version}
        return self._mint("access+jwt", subject, expires, claims)

    def manage(
        self,
        booking: str,
        link_version: int,
        who: Literal["guest", "host"],
        subject: str,
        expires_at_minute: int,
    ) -> str:
        """Return the token of a link in a letter. `subject` is the staff id for a host and is unused for a guest.

        A wish for more than 400 days is cut to 400 days.
        """
        expires = min(expires_at_minute * 60, second_of(self._clock()) + LIFETIMES["manage+jwt"])
        claims: dict[str, Any] = {"lv": link_version, "who": who}
        if who == "host":
            claims["stf"] = subject
        return self._mint("manage+jwt", booking, expires, claims)

    def delegate(self, delegate_id: str, link_version: int, expires_at_minute: int) -> str:
        """Return the token of the link by which somebody books for a client; cut to 366 days.

        It says only which delegation it is: for whom, and whether it still lives, is the house's to find out.
        """
        expires = min(expires_at_minute * 60, second_of(self._clock()) + LIFETIMES["delegate+jwt"])
        return self._mint("delegate+jwt", delegate_id, expires, {"lv": link_version})

    def invitation(self, event_id: str, guest_id: str, link_version: int, expires_at_minute: int) -> str:
        """Return the token of an invitation's link: which guest of which event; cut to 400 days."""
        expires = min(expires_at_minute * 60, second_of(self._clock()) + LIFETIMES["invitation+jwt"])
        return self._mint("invitation+jwt", guest_id, expires, {"lv": link_version, "evt": event_id})

    def door(self, event_id: str, guest_id: str, household: str, link_version: int, expires_at_minute: int) -> str:
        """Return the token of a companion's own door: which household of which guest's party; cut to 400 days."""
        expires = min(expires_at_minute * 60, second_of(self._clock()) + LIFETIMES["door+jwt"])
        return self._mint("door+jwt", household, expires, {"lv": link_version, "evt": event_id, "gst": guest_id})

    def night(
        self, kind: Literal["round", "kitchen"], event_id: str, subject: str, link_version: int, expires_at_minute: int
    ) -> str:
        """Return the token of a courier's round or of a kitchen's evening; cut to 30 days."""
        expires = min(expires_at_minute * 60, second_of(self._clock()) + LIFETIMES[f"{kind}+jwt"])
        return self._mint(f"{kind}+jwt", subject, expires, {"lv": link_version, "evt": event_id})

    def verify(self, token: str) -> Principal:
        """Return who a token speaks for. Raises Unauthenticated, always in the same words."""
        try:
            kind, claims = self._read(token)
            return _principal(kind, claims)
        except (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError):
            raise Unauthenticated(NOT_SIGNED_IN) from None

    def _mint(self, kind: str, subject: str, expires: int, claims: Mapping[str, Any]) -> str:
        now = second_of(self._clock())
        payload = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": subject,
            "iat": now,
            "nbf": now,
            "exp": expires,
            "jti": new_id(),
            **claims,
        }
        header = {"alg": _ALGORITHM, "typ": kind, "kid": self._active}
        text = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, payload))
        return f"{text}.{base64url(self._keys[self._active].sign(text.encode()))}"

    def _read(self, token: str) -> tuple[str, dict[str, Any]]:
        """Check everything that all classes share; return the class and its claims. Raises ValueError and others."""
        ensure(isinstance(token, str) and len(token) <= LONGEST_TOKEN and _TOKEN.fullmatch(token) is not None)
        head, body, signature = (segment(part) for part in token.split("."))
        header = document(head)
        ensure(header.keys() == {"alg", "kid", "typ"} and header["alg"] == _ALGORITHM and len(signature) == 64)
        kid, kind = header["kid"], header["typ"]
        ensure(isinstance(kid, str) and kid in self._keys and isinstance(kind, str) and kind in LIFETIMES)
        jwt.decode(
            token,
            self._keys[kid].public,
            algorithms=[_ALGORITHM],
            audience=AUDIENCE,
            issuer=self._issuer,
            # The library would compare with the machine's clock: the three times are checked below.
            options={"require": sorted(_BASE), "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
        claims = document(body)
        ensure(claims["aud"] == AUDIENCE and claims["iss"] == self._issuer)
        ensure(isinstance(claims["sub"], str) and _SUBJECT.fullmatch(claims["sub"]) is not None)
        ensure(isinstance(claims["jti"], str) and is_id(claims["jti"]))
        issued, starts, expires = (whole(claims[name]) for name in ("iat", "nbf", "exp"))
        now = second_of(self._clock())
        ensure(0 <= issued <= starts < expires <= issued + LIFETIMES[kind])
        ensure(starts <= now + LEEWAY_SECONDS and now < expires)
        return kind, claims


def _principal(kind: str, claims: dict[str, Any]) -> Principal:
    """Read the claims of one class, and no others. Raises ValueError."""
    host = kind == "manage+jwt" and claims.get("who") == "host"
    ensure(claims.keys() == (_CLAIMS[kind] | {"stf"} if host else _CLAIMS[kind]))
    subject, token_id = claims["sub"], claims["jti"]
    if kind == "visitor+jwt":
        ensure(is_id(subject))
        return Principal(Role.VISITOR, subject, token_id=token_id)
    if kind == "access+jwt":
        role = Role(claims["role"])
        boutiques = claims["boutiques"]
        ensure(role in SIGNED_IN and isinstance(boutiques, list) and all(map(is_slug, boutiques)))
        session = whole(claims["sv"])
        return Principal(role, subject, frozenset(boutiques), token_id=token_id, session_version=session)
    version = whole(claims["lv"])
    ensure((is_slug(subject) if kind == "kitchen+jwt" else is_id(subject)) and version >= 0)
    if kind == "delegate+jwt":
        return Principal(
            Role.DELEGATE, f"delegate:{subject}", link_version=version, token_id=token_id, delegate=subject
        )
    if kind in _OF_EVENTS:
        event, guest = claims["evt"], claims.get("gst")
        ensure(isinstance(event, str) and is_id(event))
        ensure(guest is None or (isinstance(guest, str) and is_id(guest)))
        role = _OF_EVENTS[kind]
        return Principal(role, subject, link_version=version, token_id=token_id, event=event, guest=guest)
    if host:
        ensure(is_slug(claims["stf"]))
        return Principal(Role.HOST, f"host:{claims['stf']}", booking=subject, link_version=version, token_id=token_id)
    ensure(claims["who"] == "guest")
    return Principal(Role.GUEST, f"guest:{subject}", booking=subject, link_version=version, token_id=token_id)
