"""What is answered to whoever signed in."""

from __future__ import annotations

from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View
from chalicelib.signin.sessions import Signed


class SignedView(View):
    """An access token, the refresh token that takes its place, and who one is."""

    access_token: str
    expires_in: int
    """Seconds."""
    refresh_token: str
    session_ends_at: str
    """When one has to sign in anew."""
    role: str
    subject: str
    boutiques: list[str]


class StartedView(View):
    """Where to send the browser, and the secret that the page keeps until it comes back."""

    authorize_url: str
    binding: str


class AskedView(View):
    """That it was understood: never whether anybody has the address."""

    sent_if_known: bool = True


def signed_view(signed: Signed) -> SignedView:
    """Return what is answered to whoever signed in."""
    return SignedView(
        access_token=signed.access,
        expires_in=signed.access_seconds,
        refresh_token=signed.refresh,
        session_ends_at=rfc3339(signed.ends // 60),
        role=str(signed.person.role),
        subject=signed.person.subject,
        boutiques=sorted(signed.person.boutiques),
    )
