"""Use cases of staff: sent to the identity provider with a sealed state, and back with a code (OIDC with PKCE, S256).

    page ──start──▶ state, sealed with the page's binding ──▶ provider ──code, state──▶ page ──finish──▶ session

Nothing is stored at the start. The state carries its own end and a mark over itself and the binding, a secret that only
the page that began keeps; the verifier and the nonce are derived from the state under keys that never leave the house.
A state is spent in the transaction that makes the session, so it opens one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from hmac import compare_digest
from urllib.parse import urlencode

from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, second_of
from chalicelib.foundation.errors import Busy, Contended, NotFound, StepRefused, Unauthenticated
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Table
from chalicelib.identity.permits import NOT_FOUND, NOT_SIGNED_IN
from chalicelib.signin.members import Members
from chalicelib.signin.provider import Provider, identity_of
from chalicelib.signin.sessions import Sessions, Signed, staff_person
from chalicelib.signin.store import SignInStore

STATE_SECONDS = 600


class Seal:
    """Makes and reads states, and what is derived from them."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def state(self, binding: str, page: int, until: int) -> str:
        """Return a new state that holds until a second, for one of our pages and whoever keeps the binding."""
        head = f"{secrets.token_urlsafe(18)}.{page}.{until}"
        return f"{head}.{self.derived('state', head, binding)}"

    def read(self, state: str, binding: str, now: int) -> int:
        """Return which page a state is for. Raises ValueError unless it is ours, this binding's, and holds."""
        head, _, mark = state.rpartition(".")
        if not compare_digest(mark.encode(), self.derived("state", head, binding).encode()):
            raise ValueError("not a state of ours")
        _, page, until = head.split(".")
        if now >= int(until):
            raise ValueError("too late")
        return int(page)

    def derived(self, purpose: str, *parts: str) -> str:
        """Return 43 characters that only this house can derive from these."""
        framed = "".join(f"{len(part)}:{part}" for part in (purpose, *parts))
        return _base64(hmac.new(self._key, framed.encode(), hashlib.sha256).digest())


class StaffDoor:
    """Sign-in of staff with the maison's identity provider."""

    def __init__(
        self,
        *,
        table: Table,
        store: SignInStore,
        sessions: Sessions,
        members: Members,
        provider: Provider | None,
        pages: Sequence[str],
        seal: Seal,
        audit: Audit,
        clock: Clock,
    ) -> None:
        """`pages` are the only addresses to which the provider sends anybody back, the first unless asked."""
        self._table, self._store, self._sessions, self._members = table, store, sessions, members
        self._provider, self._pages, self._seal = provider, tuple(pages), seal
        self._audit, self._clock = audit, clock

    def start(self, page: str | None) -> tuple[str, str]:
        """Return where to send the browser, and the binding to keep. Raises NotFound for a page that is not ours or a
        house without a provider, and Busy."""
        provider = self._known()
        if page is not None and page not in self._pages:
            raise NotFound(NOT_FOUND)
        number = self._pages.index(page) if page is not None else 0
        binding = secrets.token_urlsafe(32)
        state = self._seal.state(binding, number, second_of(self._clock()) + STATE_SECONDS)
        challenge = hashlib.sha256(self._seal.derived("verifier", state).encode()).digest()
        query = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": self._pages[number],
            "scope": "openid email",
            "state": state,
            "nonce": self._seal.derived("nonce", state),
            "code_challenge": _base64(challenge),
            "code_challenge_method": "S256",
        }
        endpoint = provider.authorize_endpoint()
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}", binding

    def finish(self, code: str, state: str, binding: str, key: str) -> Signed:
        """Sign in whom the provider names, if the house knows her; sent again with its key, it is answered as before.

        Raises Unauthenticated for everything that does not hold and everybody who is not bound, and Busy.
        """
        provider, now = self._known(), second_of(self._clock())
        try:
            page = self._pages[self._seal.read(state, binding, now)]
        except (ValueError, IndexError):
            raise Unauthenticated(NOT_SIGNED_IN) from None
        session_id, spent = derived_id("signin state", state, key), derived_id("signin state", state)
        if self._store.is_spent(spent):
            return self._sessions.again(session_id, state + binding)
        token = provider.exchange(code, self._seal.derived("verifier", state), page)
        identity = identity_of(token, provider, self._seal.derived("nonce", state), now)
        standing = self._members.find(provider.issuer, identity)
        if standing is None:
            raise Unauthenticated(NOT_SIGNED_IN)
        person = staff_person(standing)
        signed, steps = self._sessions.begin(person, session_id, state + binding)
        said = self._audit.of("signin.staff", person.key, f"{person.role}:{person.subject}", self._clock())
        try:
            self._table.commit([self._store.spend(spent, now + STATE_SECONDS), *steps, said])
        except (StepRefused, Contended, Busy):
            if not self._store.is_spent(spent):
                raise Busy("Please sign in once more.") from None
            return self._sessions.again(session_id, state + binding)
        return signed

    def _known(self) -> Provider:
        if self._provider is None:
            raise NotFound(NOT_FOUND)
        return self._provider


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
