"""The embedded identity provider, asked without a network: an honest fake that keeps every promise of a real one."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chalicelib.foundation.clock import Clock
from chalicelib.foundation.errors import Unauthenticated
from chalicelib.signin.provider import KeySet, ProviderKey
from infra.local.issuer import CLIENT, Account, LocalIssuer

URL = "https://id.maison.example"
PAGES = ("https://book.maison.example/console",)


class DirectProvider:
    """A `Provider` whose every account is its address."""

    issuer, client_id = URL, CLIENT

    def __init__(self, clock: Clock) -> None:
        self.known: list[str] = []
        self.told: dict[str, Any] = {}
        """Claims that take the place of what it would say."""
        self.local = LocalIssuer(URL, clock, lambda: [Account(one, one, one) for one in self.known], PAGES)
        self.keys = KeySet(self.local.jwks, clock)
        self.exchanged = 0

    def authorize_endpoint(self) -> str:
        """Where a browser is sent."""
        return str(self.local.discovery()["authorization_endpoint"])

    def key(self, kid: str) -> ProviderKey | None:
        """The provider's key."""
        return self.keys.find(kid)

    def exchange(self, code: str, verifier: str, redirect_uri: str) -> str:
        """The identity token for a code."""
        self.exchanged += 1
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        status, answer = self.local.exchange({**form, "redirect_uri": redirect_uri, "client_id": CLIENT})
        if status != 200:
            raise Unauthenticated
        return str(answer["id_token"])

    def approve(self, authorize_url: str, email: str) -> dict[str, str]:
        """Let somebody press her name; return what the page is sent back with."""
        self.known = [email]
        asked = dict(parse_qsl(urlsplit(authorize_url).query))
        return dict(parse_qsl(urlsplit(self.local.approve(asked, email)).query))
