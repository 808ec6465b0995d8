"""What is shown of delegates: to the client whom she has named, to a delegate for whom she acts, and no more."""

from __future__ import annotations

from chalicelib.clients.delegates.delegation import Delegate, masked
from chalicelib.clients.model import Client
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View


class DelegateView(View):
    """Somebody who may, or might once, book for her; her e-mail address only as far as it is recognised."""

    id: str
    name: str
    email_masked: str
    since: str
    expires_at: str
    state: str


class DelegateList(View):
    """Whom a client has named, the latest first."""

    items: list[DelegateView]


class DelegationView(View):
    """For whom a delegate acts: how the client is addressed, and until when."""

    client: str
    expires_at: str
    language: str
    """The delegate's own: that of her letter."""


def delegate_view(delegate: Delegate, now: int) -> DelegateView:
    """Return what her client is shown of a delegate at minute `now`."""
    contact = delegate.contact
    return DelegateView(
        id=delegate.id,
        name=contact.name.display if contact else "",
        email_masked=masked(contact.email) if contact else "",
        since=rfc3339(delegate.since),
        expires_at=rfc3339(delegate.expires_at),
        state=delegate.state_at(now),
    )


def delegation_view(delegate: Delegate, client: Client) -> DelegationView:
    """Return what a delegate is told of her client."""
    return DelegationView(
        client=client.contact.name.addressed if client.contact else "",
        expires_at=rfc3339(delegate.expires_at),
        language=delegate.language,
    )
