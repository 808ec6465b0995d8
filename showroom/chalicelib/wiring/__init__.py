"""The composition root: the only room that reads the environment, asks the machine's clock and opens clients.

    settings ──▶ machine ──▶ ground (stores, services) ──▶ appointments ──▶ gatherings ──▶ World

Everything is handed to its user here, once, in one visible place, storey by storey: each stands on the one before.
What only the sender needs (Jinja, Babel, the providers' clients) is imported and opened when the sender first asks for
it, so the API function never carries it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from chalicelib.bookings.desk import Pause
from chalicelib.bookings.joining import HerArranged
from chalicelib.bookings.leaving.had import Holdings
from chalicelib.bookings.leaving.routes import LeavingDesk
from chalicelib.bookings.leaving.service import Leavings
from chalicelib.bookings.leaving.views import LeavingViewer
from chalicelib.bookings.record.routes import RecordDesk
from chalicelib.bookings.record.service import Records
from chalicelib.bookings.ties import HerTies
from chalicelib.bookings.trail.service import Trail
from chalicelib.bookings.verify import Verifier
from chalicelib.bookings.visits import HerVisits
from chalicelib.boutiques.staffing.store import StaffingStore
from chalicelib.boutiques.store import BoutiqueStore
from chalicelib.clients.advised.service import AdvisedClients
from chalicelib.clients.advised.store import AdvisedStore
from chalicelib.clients.cards.routes import CardDesk
from chalicelib.clients.erasure.store import ErasureStore
from chalicelib.clients.office import Office
from chalicelib.events.joining import EveningsArranged
from chalicelib.events.standing import evenings
from chalicelib.events.ties import AllTies, EveningTies
from chalicelib.feeds.room import FeedRoom
from chalicelib.feeds.routes import FeedDesk
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.settings import Settings
from chalicelib.http.api import Edge
from chalicelib.identity.model import Principal
from chalicelib.identity.secrets import Secrets
from chalicelib.messaging.bounces import Bounces
from chalicelib.messaging.farewell import FarewellComposer, Farewells
from chalicelib.messaging.invitations import DelegateComposer
from chalicelib.messaging.model import Composer
from chalicelib.signin.http_provider import provider_of
from chalicelib.signin.provider import Provider
from chalicelib.signin.service import SignIn
from chalicelib.wiring.gatherings import Gatherings
from chalicelib.wiring.machine import system_clock


class World(Gatherings):
    """One house, wired. Parts that one function needs and another does not are made when first asked for."""

    def __init__(self, settings: Settings, clock: Clock, pause: Pause, secrets: Secrets | None = None) -> None:
        """`secrets` are read from Secrets Manager unless given."""
        super().__init__(settings, clock, pause, secrets)
        self.signin = SignIn(
            vault=self.vault,
            tokens=self.tokens,
            clients=self.clients,
            notices=self.notices,
            nudge=self.nudge,
            public_url=settings.public_url,
            **self.common,
            provider=self._provider(),
            pages=settings.signin_pages,
        )
        self.edge = Edge(self.verified, settings.allowed_origins, settings.api_path, self.secrets.index)
        ties = HerTies(self.desk, self.booking_store, self.notices, self.nudge, self.audit)
        arranged = HerArranged(self.desk, self.booking_store, self.notices, self.client_store, ties, self.audit)
        office = Office(
            vault=self.vault,
            delegates=self.delegates,
            visits=HerVisits(self.booking_store),
            ties=AllTies([ties, EveningTies(self.guest_ground)]),
            arranged=EveningsArranged(arranged, self.guest_ground, self.client_store),
            last_word=Farewells(self.notices, self.nudge),
            sessions=self.signin.sessions,
            **self.common,
        )
        self.cards, self.erasures = office.cards, office.erasures
        self.purchases, self.merges = office.purchases, office.merges
        self.trail = Trail(self.table, self.vault)
        records = Records(vault=self.vault, bookings=self.booking_store, notices=self.notices, **self.common)
        self.record_desk = RecordDesk(records, self.catalogue)
        self.card_desk = CardDesk(self.cards, self.catalogue)
        kept = (self.table, self.vault, self.agendas, self.booking_store)
        feeds = self.feed_room = FeedRoom(*kept, self.clients, self.catalogue, self.audit, clock, self._occasions())
        self.feed_desk = FeedDesk(feeds.feeds, feeds.subscription, settings.public_url, clock)
        self.leaving_desk = self._seeing_off()
        told = (self.delegates, self.clients, self.catalogue, self.tokens, settings.public_url)
        self.composers: dict[str, Composer] = {
            "booking": self.composer,
            "together": self.together,
            "wish": self.wish_composer,
            "morning": self.morning_composer,
            "delegate": DelegateComposer(*told),
            "guest": self.guest_composer,
            "door": self.door_composer,
            "gathering": self.gathering_composer,
            "signin": self.signin.composer,
            "erasure": FarewellComposer(ErasureStore(self.table), self.clients, self.catalogue),
        }

    def _seeing_off(self) -> LeavingDesk:
        advised = AdvisedClients(store=AdvisedStore(self.table), clients=self.client_store, **self.common)
        holdings = Holdings(self.table, self.agendas, self.catalogue, advised, self._occasions())
        absences, viewer = self.absence_desk, self.absence_desk.reader
        leavings = Leavings(
            store=StaffingStore(self.table, self.vault),
            houses=BoutiqueStore(self.table, self.vault),
            holdings=holdings,
            advised=advised,
            resolving=absences.resolving,
            endings=(self.signin.members.dismissing, self.feed_room.feeds.ending),
            readmit=self.signin.members.readmit,
            **self.common,
        )
        seen = LeavingViewer(viewer, holdings, absences.conflicts, absences.viewer, advised, self.catalogue)
        return LeavingDesk(leavings, seen, absences.viewer, self.clock)

    def verified(self, token: str) -> Principal:
        """Return who a token speaks for, as long as nobody has ended it. Raises Unauthenticated."""
        return self.signin.sessions.admitted(self.delegates.admitted(self.tokens.verify(token)))

    @property
    def bounces(self) -> Bounces:
        """Handles what providers say of messages after they took them."""
        return Bounces(
            self.notices, self.reaches, self.complaints.complained, self.nudge, self.settings.feedback_topic, self.clock
        )

    @property
    def verifier(self) -> Verifier:
        """Compares agendas, bookings and notices; an operator's tool."""
        return Verifier(self.table, self.agendas, self.audit, self.clock, evenings)

    @cached_property
    def importer(self) -> Any:
        """Reads a maison's YAML; an operator's tool, so its libraries are not among the deployed ones."""
        from chalicelib.boutiques.importer import Importer

        return Importer(self.table, self.vault, self.audit, self.verifier.in_use)

    @property
    def busy(self) -> Any:
        """Reads other calendars of advisors, in processes that know of ours no more than where libraries lie."""
        from chalicelib.feeds.reader import ReaderApart

        return self.feed_room.refresh(ReaderApart(os.environ))

    @cached_property
    def sender(self) -> Any:
        """Sends what is due; carries Jinja, Babel and the providers' clients."""
        from chalicelib.messaging.channels import ONCE, SesEmail, SnsSms, WhatsApp
        from chalicelib.messaging.letters import Letters as Writer
        from chalicelib.messaging.sender import Sender

        writer, settings, client = Writer(), self.settings, self.machine.client
        channels: dict[Any, Any] = {
            "email": SesEmail(
                self.machine.client("sesv2", ONCE), writer, settings.sender_address, settings.configuration_set
            ),
            "sms": SnsSms(client("sns", ONCE), writer, settings.sms_sender),
        }
        if settings.whatsapp == "local":
            channels["whatsapp"] = self.whatsapp
        elif settings.whatsapp != "none":
            channels["whatsapp"] = WhatsApp(client("socialmessaging", ONCE), writer, settings.whatsapp)
        return Sender(self.notices, self.composers, channels, self.clock, self.reaches)

    @cached_property
    def whatsapp(self) -> Any:
        """The embedded stack's WhatsApp, which keeps what it was given."""
        from chalicelib.messaging.channels import LocalWhatsApp
        from chalicelib.messaging.letters import Letters as Writer

        return LocalWhatsApp(Writer())

    def _provider(self) -> Provider | None:
        return provider_of(self.settings, self.secrets.oidc_client_secret, self.clock)


def build(
    environment: Mapping[str, str] | None = None, clock: Clock = system_clock, pause: Pause = time.sleep
) -> World:
    """Build the house from the environment, or the mapping given. Raises ValueError for missing settings."""
    return World(Settings.read(os.environ if environment is None else environment), clock, pause)
