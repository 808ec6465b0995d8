"""The parts by which the house's own people keep cards, put together: writing, finding, erasing, purchases."""

from __future__ import annotations

from typing import Protocol

from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.cards.service import Cards, Visits
from chalicelib.clients.cards.store import ProfileStore
from chalicelib.clients.delegates.service import Delegates
from chalicelib.clients.delegates.store import DelegateStore
from chalicelib.clients.erasure.service import Erasures, LastWord, Sessions, Ties
from chalicelib.clients.erasure.store import ErasureStore
from chalicelib.clients.merging.moving import Arranged, Moving
from chalicelib.clients.merging.service import Merges, SignedIn
from chalicelib.clients.merging.store import MergeStore
from chalicelib.clients.purchases.service import Purchases
from chalicelib.clients.purchases.store import PurchaseStore
from chalicelib.clients.search.store import NameStore
from chalicelib.clients.store import ClientStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.table import Table
from chalicelib.foundation.vault import Vault


class Standing(Sessions, SignedIn, Protocol):
    """Knows who is signed in, for an erasure and for a merging."""


class Office:
    """Cards, erasures, mergings and purchases of one house."""

    def __init__(
        self,
        *,
        table: Table,
        vault: Vault,
        catalogue: Catalogue,
        delegates: Delegates,
        visits: Visits,
        ties: Ties,
        last_word: LastWord,
        sessions: Standing,
        arranged: Arranged,
        audit: Audit,
        clock: Clock,
    ) -> None:
        bought = PurchaseStore(table, vault)
        clients, names, profiles = ClientStore(table, vault), NameStore(table, vault), ProfileStore(vault)
        self.cards = Cards(
            table=table,
            store=profiles,
            clients=clients,
            names=names,
            visits=visits,
            catalogue=catalogue,
            audit=audit,
            clock=clock,
        )
        self.erasures = Erasures(
            table=table,
            vault=vault,
            store=ErasureStore(table),
            clients=clients,
            profiles=profiles,
            names=names,
            purchases=bought,
            delegates=delegates,
            ties=ties,
            last_word=last_word,
            sessions=sessions,
            audit=audit,
            clock=clock,
        )
        self.purchases = Purchases(
            table=table, vault=vault, store=bought, clients=clients, catalogue=catalogue, audit=audit, clock=clock
        )
        mergings = MergeStore(table)
        moving = Moving(
            table=table,
            store=mergings,
            clients=clients,
            profiles=profiles,
            names=names,
            purchases=bought,
            delegates=DelegateStore(table, vault),
            arranged=arranged,
            audit=audit,
            clock=clock,
        )
        self.merges = Merges(
            table=table,
            store=mergings,
            clients=clients,
            profiles=profiles,
            names=names,
            moving=moving,
            sessions=sessions,
            audit=audit,
            clock=clock,
        )
