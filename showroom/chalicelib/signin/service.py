"""The room as a whole: its parts, made once of what the house gives it."""

from __future__ import annotations

from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.service import Clients
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.table import Table
from chalicelib.foundation.vault import Vault
from chalicelib.identity.tokens import Tokens
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore
from chalicelib.signin.links import LinkComposer, MagicLinks
from chalicelib.signin.members import Members
from chalicelib.signin.model import Refreshing
from chalicelib.signin.provider import Provider
from chalicelib.signin.sessions import Sessions
from chalicelib.signin.staff import Seal, StaffDoor
from chalicelib.signin.store import SignInStore


class SignIn:
    """`sessions` for everybody, `links` for clients with the `composer` of their letter, `staff` and its `members`."""

    def __init__(
        self,
        *,
        table: Table,
        vault: Vault,
        tokens: Tokens,
        clients: Clients,
        catalogue: Catalogue,
        notices: NoticeStore,
        nudge: Nudge,
        audit: Audit,
        clock: Clock,
        public_url: str,
        provider: Provider | None,
        pages: tuple[str, ...],
    ) -> None:
        """`provider` signs staff in and sends them back to `pages`, by default the console; None: no staff sign-in."""
        store = SignInStore(table)
        self.sessions = Sessions(
            table=table,
            store=store,
            tokens=tokens,
            refreshing=Refreshing(vault.derived("refresh")),
            clients=clients,
            audit=audit,
            clock=clock,
        )
        self.links = MagicLinks(
            table=table,
            store=store,
            sessions=self.sessions,
            clients=clients,
            notices=notices,
            nudge=nudge,
            audit=audit,
            clock=clock,
        )
        self.members = Members(table=table, store=store, vault=vault, catalogue=catalogue, audit=audit, clock=clock)
        self.staff = StaffDoor(
            table=table,
            store=store,
            sessions=self.sessions,
            members=self.members,
            provider=provider,
            pages=pages or (f"{public_url}/console",),
            seal=Seal(vault.derived("oidc")),
            audit=audit,
            clock=clock,
        )
        self.composer = LinkComposer(self.links, clients, catalogue, public_url)
