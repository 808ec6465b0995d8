"""An identity provider over HTTPS: discovery, JWKS and the exchange of a code; Cognito, or any other issuer.

Only addresses over TLS are asked (and this very machine, for the embedded stack), without following redirects, within
seconds, and for no more than 64 KB.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from chalicelib.foundation.clock import Clock, second_of
from chalicelib.foundation.errors import Busy, Unauthenticated
from chalicelib.foundation.settings import Settings
from chalicelib.identity.permits import NOT_SIGNED_IN
from chalicelib.signin.provider import KEEP_SECONDS, KeySet, ProviderKey, document

LONGEST_ANSWER = 65_536
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class HttpProvider:
    """A `Provider`. The library is imported when first needed: most functions never ask."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, clock: Clock) -> None:
        """`client_secret` is empty for a public client. Raises ValueError for an issuer without TLS."""
        self.issuer, self.client_id = issuer, client_id
        self._secret, self._clock = client_secret, clock
        self._found: tuple[dict[str, Any], int] | None = None
        self._keys = KeySet(lambda: self._get(self._endpoint("jwks_uri")), clock)
        _safe(issuer)

    def authorize_endpoint(self) -> str:
        """Return where a browser is sent to sign in. Raises Busy."""
        return self._endpoint("authorization_endpoint")

    def key(self, kid: str) -> ProviderKey | None:
        """Return the key of this name, or None. Raises Busy when none could be read yet."""
        return self._keys.find(kid)

    def exchange(self, code: str, verifier: str, redirect_uri: str) -> str:
        """Return the identity token for a code. Raises Unauthenticated when the provider refuses it, and Busy."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": redirect_uri,
            "client_id": self.client_id,
            **({"client_secret": self._secret} if self._secret else {}),
        }
        token = self._ask("POST", self._endpoint("token_endpoint"), form).get("id_token")
        if not isinstance(token, str):
            raise Unauthenticated(NOT_SIGNED_IN)
        return token

    def _endpoint(self, name: str) -> str:
        now = second_of(self._clock())
        if self._found is None or not 0 <= now - self._found[1] < KEEP_SECONDS:
            try:
                self._found = (self._discovered(), now)
            except Busy:
                if self._found is None:
                    raise
        return str(self._found[0][name])

    def _discovered(self) -> dict[str, Any]:
        found = self._get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer or not all(isinstance(found.get(name), str) for name in _ENDPOINTS):
            raise Busy
        try:
            for name in _ENDPOINTS:
                _safe(found[name])
        except ValueError:
            raise Busy from None
        return found

    def _get(self, url: str) -> dict[str, Any]:
        return self._ask("GET", url, None)

    def _ask(self, method: str, url: str, form: Mapping[str, str] | None) -> dict[str, Any]:
        """Ask once. Raises Unauthenticated for a refused form, Busy for everything else that is no answer."""
        import urllib3

        pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=2, read=4), retries=False)
        try:
            answer = pool.request(
                method,
                url,
                body=urlencode(form) if form else None,
                headers={
                    "Accept": "application/json",
                    "Accept-Encoding": "identity",
                    **({"Content-Type": "application/x-www-form-urlencoded"} if form else {}),
                },
                preload_content=False,
                redirect=False,
            )
            raw = answer.read(LONGEST_ANSWER + 1, decode_content=False)
            answer.close()
        except urllib3.exceptions.HTTPError:
            raise Busy from None
        if form and answer.status in (400, 401, 403):
            raise Unauthenticated(NOT_SIGNED_IN)
        if answer.status != 200 or len(raw) > LONGEST_ANSWER:
            raise Busy
        try:
            return document(raw)
        except (ValueError, RecursionError):
            raise Busy from None


def provider_of(settings: Settings, client_secret: str, clock: Clock) -> HttpProvider | None:
    """Return the provider that a deployment names, or None where it names none."""
    if not settings.oidc_issuer:
        return None
    return HttpProvider(settings.oidc_issuer, settings.oidc_client, client_secret, clock)


def _safe(url: str) -> None:
    parts = urlsplit(url)
    here = parts.scheme == "http" and parts.hostname == "127.0.0.1"
    if not (parts.scheme == "https" or here) or not parts.hostname or parts.username or parts.fragment:
        raise ValueError("an identity provider is asked over TLS")
