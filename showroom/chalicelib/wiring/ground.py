"""The ground floor: what every room of the house stands on, from the table to the queue."""

from __future__ import annotations

from typing import Any

from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.closing import Staffing
from chalicelib.calendars.routes import Calendars
from chalicelib.calendars.service import Availability
from chalicelib.calendars.store import AgendaStore
from chalicelib.clients.complaints import Complaints
from chalicelib.clients.delegates.routes import DelegateDesk
from chalicelib.clients.delegates.service import Delegates
from chalicelib.clients.delegates.store import DelegateStore
from chalicelib.clients.own_page import OwnPage
from chalicelib.clients.routes import ClientDesk
from chalicelib.clients.search.store import NameStore
from chalicelib.clients.service import Clients
from chalicelib.clients.store import ClientStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.kms import key_ring
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import KEYS, MAIN, Table
from chalicelib.foundation.vault import Vault
from chalicelib.identity.secrets import Secrets
from chalicelib.identity.tokens import Tokens
from chalicelib.messaging.invitations import Inviting
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore
from chalicelib.messaging.sweep import Sweep
from chalicelib.wiring.machine import Machine


class Ground:
    """Settings, stores and services up to messaging; nothing here knows of appointments."""

    def __init__(self, settings: Settings, clock: Clock, secrets: Secrets | None = None) -> None:
        """`secrets` are read from Secrets Manager unless given."""
        self.settings, self.clock = settings, clock
        self.machine = self._machine()
        self.secrets = secrets or self.machine.secrets()
        self.connection = self.machine.connection()
        self.table = Table(self.connection, {MAIN: settings.table, KEYS: settings.keys_table})
        ring = key_ring(settings.vault_key, self.secrets.master, lambda: self.machine.client("kms"))
        self.vault = Vault(self.table, ring, self.secrets.index, clock)
        self.audit = Audit(self.vault)
        self.tokens = Tokens(self.secrets.signing, self.secrets.active, settings.issuer, clock)
        self.catalogue = Catalogue(self.table, self.vault, clock, settings.config_cache_minutes)
        self.common: dict[str, Any] = {
            "table": self.table,
            "catalogue": self.catalogue,
            "audit": self.audit,
            "clock": clock,
        }
        self.client_store = ClientStore(self.table, self.vault)
        self.clients = Clients(self.table, self.client_store, NameStore(self.table, self.vault), self.audit, clock)
        self.own_page = OwnPage(store=self.client_store, **self.common)
        self.complaints = Complaints(table=self.table, store=self.client_store, audit=self.audit, clock=clock)
        self.client_desk = ClientDesk(self.own_page, self.catalogue, clock)
        self.staffing = Staffing(self.table, self.vault, self.catalogue, self.audit, clock)
        self.agendas = AgendaStore(self.table)
        self.availability = Availability(self.agendas)
        self.calendars = Calendars(self.availability, self.catalogue, self.clients, clock)
        self.notices = NoticeStore(self.table)
        self.nudge = Nudge(self.machine.client("sqs"), settings.queue_url)
        self.sweep = Sweep(self.notices, self.nudge)
        self.delegates = Delegates(
            store=DelegateStore(self.table, self.vault),
            cards=self.client_store,
            invitations=Inviting(self.notices, self.nudge),
            **self.common,
        )
        self.delegate_desk = DelegateDesk(self.delegates, clock)

    def _machine(self) -> Machine:
        return Machine(self.settings)
