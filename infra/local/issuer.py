"""The embedded stack's identity provider: OIDC as any other, but that a press on a name is all it asks of anybody.

Discovery, an authorize page with the demo's staff, a token endpoint that checks PKCE, and a JWKS. It knows addresses
and nothing else; what somebody may do is the house's to say.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT = "showroom-demo"
CODE_SECONDS = 60
TOKEN_SECONDS = 300
_NEEDED = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")


@dataclass(frozen=True)
class Account:
    """Somebody whom the provider knows."""

    key: str
    display: str
    email: str


@dataclass(frozen=True)
class _Code:
    account: Account
    asked: Mapping[str, str]
    until: int


class LocalIssuer:
    """One provider with a key of its own, made when it is first needed."""

    def __init__(
        self, url: str, clock: Callable[[], datetime], accounts: Callable[[], Sequence[Account]], pages: Sequence[str]
    ) -> None:
        """`url` is the issuer's name and address; `pages` are the only ones it sends anybody back to."""
        self.url, self._clock, self._accounts, self._pages = url, clock, accounts, tuple(pages)
        self._kid = secrets.token_hex(4)
        self._codes: dict[str, _Code] = {}

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(65537, 2048)

    def discovery(self) -> dict[str, Any]:
        """Return the discovery document."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks.json",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def jwks(self) -> dict[str, Any]:
        """Return the public key."""
        public = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self._kid, "use": "sig", "alg": "RS256"}]}

    def accounts(self) -> Sequence[Account]:
        """Return everybody who can be signed in."""
        return self._accounts()

    def fits(self, asked: Mapping[str, str]) -> bool:
        """Say whether a request to authorize is one that we answer."""
        return (
            all(asked.get(name) for name in _NEEDED)
            and asked.get("response_type") == "code"
            and asked.get("code_challenge_method") == "S256"
            and asked["client_id"] == CLIENT
            and asked["redirect_uri"] in self._pages
        )

    def approve(self, asked: Mapping[str, str], key: str) -> str:
        """Return where to send the browser of whoever pressed a name. Raises ValueError for what does not fit."""
        account = next((one for one in self._accounts() if one.key == key), None)
        if account is None or not self.fits(asked):
            raise ValueError("this is not asked as it should be")
        code = secrets.token_urlsafe(24)
        self._codes[code] = _Code(account, dict(asked), self._now() + CODE_SECONDS)
        query = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{query}"

    def exchange(self, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """Return status and answer of the token endpoint; a code is used once, also in vain."""
        code = self._codes.pop(form.get("code", ""), None)
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proven = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        if (
            code is None
            or self._now() >= code.until
            or form.get("grant_type") != "authorization_code"
            or form.get("client_id") != CLIENT
            or form.get("redirect_uri") != code.asked["redirect_uri"]
            or not secrets.compare_digest(proven, code.asked["code_challenge"])
        ):
            return 400, {"error": "invalid_grant"}
        return 200, {"id_token": self.token(code.account, code.asked["nonce"]), "token_type": "Bearer"}

    def token(self, account: Account, nonce: str, /, **other: Any) -> str:
        """Return an identity token; `other` claims take the place of what it would say."""
        now = self._now()
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": f"demo|{account.key}",
            "email": account.email,
            "email_verified": True,
            "nonce": nonce,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            **other,
        }
        return jwt.encode(claims, self._key, "RS256", headers={"kid": self._kid})

    def _now(self) -> int:
        return int(self._clock().timestamp())
