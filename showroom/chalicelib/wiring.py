"""The composition root: the only file that reads the environment, asks the machine's clock and opens clients.

    settings ──▶ clients ──▶ stores ──▶ services ──▶ World

Everything is handed to its user here, once, in one visible place. What only the sender needs (Jinja, Babel, the
providers' clients) is imported and opened when the sender first asks for it, so the API function never carries it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from pynamodb.connection import Connection

from chalicelib.bookings.absences.routes import AbsenceDesk
from chalicelib.bookings.codes.model import Codes
from chalicelib.bookings.codes.routes import CodeDesk
from chalicelib.bookings.codes.store import CodesSent
from chalicelib.bookings.composer import BookingComposer, Letters
from chalicelib.bookings.confirming import Confirming
from chalicelib.bookings.desk import Desk, Pause
from chalicelib.bookings.diary import Diary
from chalicelib.bookings.diary_routes import DiaryDesk
from chalicelib.bookings.handover import HandingOver
from chalicelib.bookings.holds.routes import HoldDesk
from chalicelib.bookings.holds.service import QuietHolds
from chalicelib.bookings.house_routes import HouseDesk
from chalicelib.bookings.last import Lately
from chalicelib.bookings.making import Making
from chalicelib.bookings.options import Options
from chalicelib.bookings.proposal_routes import ProposalDesk
from chalicelib.bookings.proposals import Proposals
from chalicelib.bookings.reach import BookingReach, Reaching, WishReach
from chalicelib.bookings.routes import BookingDesk
from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.ties import HerTies
from chalicelib.bookings.trail.service import Trail
from chalicelib.bookings.verify import Verifier
from chalicelib.bookings.video import ChimeRooms, Doors, LocalRooms, VideoRooms
from chalicelib.bookings.views import Viewer
from chalicelib.bookings.visits import HerVisits
from chalicelib.bookings.wishes.composer import WishComposer
from chalicelib.bookings.wishes.routes import WishDesk
from chalicelib.bookings.wishes.service import Wishes
from chalicelib.bookings.wishes.store import WishStore
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.closing import Staffing
from chalicelib.calendars.routes import Calendars
from chalicelib.calendars.service import Availability
from chalicelib.calendars.store import AgendaStore
from chalicelib.clients.cards.routes import CardDesk
from chalicelib.clients.complaints import Complaints
from chalicelib.clients.delegates.routes import DelegateDesk
from chalicelib.clients.delegates.service import Delegates
from chalicelib.clients.delegates.store import DelegateStore
from chalicelib.clients.erasure.store import ErasureStore
from chalicelib.clients.office import Office
from chalicelib.clients.own_page import OwnPage
from chalicelib.clients.routes import ClientDesk
from chalicelib.clients.search.store import NameStore
from chalicelib.clients.service import Clients
from chalicelib.clients.store import ClientStore
from chalicelib.feeds.room import FeedRoom
from chalicelib.feeds.routes import FeedDesk
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.kms import KmsSigner, key_ring
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import KEYS, MAIN, Table
from chalicelib.foundation.vault import Vault
from chalicelib.http.api import Edge
from chalicelib.identity.model import Principal
from chalicelib.identity.secrets import Secrets
from chalicelib.identity.tokens import Tokens
from chalicelib.messaging.bounces import Bounces
from chalicelib.messaging.fallback import Reach
from chalicelib.messaging.farewell import FarewellComposer, Farewells
from chalicelib.messaging.invitations import DelegateComposer, Inviting
from chalicelib.messaging.model import Composer
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore
from chalicelib.messaging.sweep import Sweep
from chalicelib.signin.http_provider import provider_of
from chalicelib.signin.provider import Provider
from chalicelib.signin.service import SignIn

_READING = Config(connect_timeout=1, read_timeout=3, retries={"total_max_attempts": 3, "mode": "standard"})


class World:
    """One house, wired. Parts that one function needs and another does not are made when first asked for."""

    def __init__(self, settings: Settings, clock: Clock, pause: Pause, secrets: Secrets | None = None) -> None:
        """`secrets` are read from Secrets Manager unless given."""
        self.settings, self.clock = settings, clock
        self.secrets = secrets or self._secrets()
        self.table = Table(self._connection(), {MAIN: settings.table, KEYS: settings.keys_table})
        ring = key_ring(settings.vault_key, self.secrets.master, lambda: self._client("kms", _READING))
        self.vault = Vault(self.table, ring, self.secrets.index, clock)
        self.audit = Audit(self.vault)
        self.tokens = Tokens(self.secrets.signing, self.secrets.active, settings.issuer, clock)
        self.catalogue = Catalogue(self.table, self.vault, clock, settings.config_cache_minutes)
        common: dict[str, Any] = {"table": self.table, "catalogue": self.catalogue, "audit": self.audit, "clock": clock}
        cards = ClientStore(self.table, self.vault)
        self.clients = Clients(self.table, cards, NameStore(self.table, self.vault), self.audit, clock)
        self.own_page = OwnPage(store=cards, **common)
        self.complaints = Complaints(table=self.table, store=cards, audit=self.audit, clock=clock)
        self.client_desk = ClientDesk(self.own_page, self.catalogue, clock)
        self.staffing = Staffing(self.table, self.vault, self.catalogue, self.audit, clock)
        self.agendas = AgendaStore(self.table)
        self.availability = Availability(self.agendas)
        self.calendars = Calendars(self.availability, self.catalogue, self.clients, clock)
        self.notices = NoticeStore(self.table)
        self.nudge = Nudge(self._client("sqs", _READING), settings.queue_url)
        self.sweep = Sweep(self.notices, self.nudge)
        self.delegates = Delegates(
            store=DelegateStore(self.table, self.vault),
            cards=cards,
            invitations=Inviting(self.notices, self.nudge),
            **common,
        )
        self.delegate_desk = DelegateDesk(self.delegates, clock)
        told = (self.delegates, self.clients, self.catalogue, self.tokens, settings.public_url)
        self.delegate_composer = DelegateComposer(*told)
        self.signin = SignIn(
            vault=self.vault,
            tokens=self.tokens,
            clients=self.clients,
            notices=self.notices,
            nudge=self.nudge,
            public_url=settings.public_url,
            **common,
            provider=self._provider(),
            pages=settings.signin_pages,
        )
        self.edge = Edge(self.verified, settings.allowed_origins, settings.api_path, self.secrets.index)
        self._compose_bookings(pause)
        office = Office(
            vault=self.vault,
            delegates=self.delegates,
            visits=HerVisits(self.booking_store),
            ties=HerTies(self._desk, self.booking_store, self.notices, self.nudge, self.audit),
            last_word=Farewells(self.notices, self.nudge),
            sessions=self.signin.sessions,
            **common,
        )
        self.cards, self.erasures = office.cards, office.erasures
        self.trail = Trail(self.table, self.vault)
        self.card_desk = CardDesk(self.cards, self.catalogue)
        kept = (self.table, self.vault, self.agendas, self.booking_store)
        feeds = self.feed_room = FeedRoom(*kept, self.clients, self.catalogue, self.audit, clock)
        self.feed_desk = FeedDesk(feeds.feeds, feeds.subscription, settings.public_url, clock)

    def verified(self, token: str) -> Principal:
        """Return who a token speaks for, as long as nobody has ended it. Raises Unauthenticated."""
        return self.signin.sessions.admitted(self.delegates.admitted(self.tokens.verify(token)))

    def _compose_bookings(self, pause: Pause) -> None:
        self.booking_store = BookingStore(self.table, self.vault)
        self._desk = desk = Desk(self.table, self.booking_store, self.agendas, self.availability, pause)
        shared: dict[str, Any] = {
            "clients": self.clients,
            "catalogue": self.catalogue,
            "notices": self.notices,
            "nudge": self.nudge,
            "audit": self.audit,
            "clock": self.clock,
        }
        self.codes, sent = Codes(self.vault.derived("codes")), CodesSent(self.table)
        self.bookings = Confirming(codes=self.codes, sent=sent, desk=desk, store=self.booking_store, **shared)
        proposals = self.proposals = Proposals(desk=desk, store=self.booking_store, **shared)
        self.making = Making(bookings=self.bookings, sent=sent, desk=desk, store=self.booking_store, **shared)
        self.holds = QuietHolds(desk=desk, catalogue=self.catalogue, audit=self.audit, clock=self.clock)
        self.hold_desk = HoldDesk(self.holds, self.catalogue)
        self.wishes = Wishes(table=self.table, store=WishStore(self.table, self.vault), **shared)
        self.diary = Diary(self.table, self.agendas, self.catalogue)
        self.doors = Doors(self.bookings, self.catalogue, self._rooms(), self.clock)
        letters = Letters(self.catalogue, self.clients, self.tokens, self.settings.public_url)
        self.composer = BookingComposer(letters, self.booking_store, self.codes)
        self.composers: dict[str, Composer] = {
            "booking": self.composer,
            "wish": WishComposer(letters, self.wishes),
            "delegate": self.delegate_composer,
            "signin": self.signin.composer,
            "erasure": FarewellComposer(ErasureStore(self.table), self.clients, self.catalogue),
        }
        viewer, lately = Viewer(self.bookings, self.catalogue), Lately(self.bookings, self.catalogue, self.clock)
        self.booking_desk = BookingDesk(
            self.making, self.bookings, viewer, self.doors, self.composer, self.catalogue, self.clock
        )
        self.code_desk = CodeDesk(self.bookings, viewer)
        self.proposal_desk = ProposalDesk(proposals, lately, viewer, self.catalogue)
        self.diary_desk = DiaryDesk(self.bookings, viewer, self.availability, self.catalogue, self.diary, self.clock)
        self.handing = HandingOver(desk=desk, store=self.booking_store, **shared)
        self.options = Options(bookings=self.bookings, sent=sent, desk=desk, store=self.booking_store, **shared)
        self.house_desk = HouseDesk(self.handing, self.options, viewer, self.catalogue)
        moving = (self.handing, proposals)
        self.absence_desk = AbsenceDesk(self.staffing, self.table, viewer, *moving, self.catalogue, self.clock)
        self.wish_desk = WishDesk(self.wishes, self.catalogue)
        reaching = Reaching(self.clients, self.catalogue)
        self.reaches: dict[str, Reach] = {
            "booking": BookingReach(reaching, self.catalogue, self.booking_store),
            "wish": WishReach(reaching, self.catalogue, self.wishes),
        }

    @property
    def bounces(self) -> Bounces:
        """Handles what providers say of messages after they took them."""
        return Bounces(
            self.notices, self.reaches, self.complaints.complained, self.nudge, self.settings.feedback_topic, self.clock
        )

    @property
    def verifier(self) -> Verifier:
        """Compares agendas, bookings and notices; an operator's tool."""
        return Verifier(self.table, self.agendas, self.audit, self.clock)

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

        writer, settings = Writer(), self.settings
        channels: dict[Any, Any] = {
            "email": SesEmail(self._client("sesv2", ONCE), writer, settings.sender_address, settings.configuration_set),
            "sms": SnsSms(self._client("sns", ONCE), writer, settings.sms_sender),
        }
        if settings.whatsapp == "local":
            channels["whatsapp"] = self.whatsapp
        elif settings.whatsapp != "none":
            channels["whatsapp"] = WhatsApp(self._client("socialmessaging", ONCE), writer, settings.whatsapp)
        return Sender(self.notices, self.composers, channels, self.clock, self.reaches)

    @cached_property
    def whatsapp(self) -> Any:
        """The embedded stack's WhatsApp, which keeps what it was given."""
        from chalicelib.messaging.channels import LocalWhatsApp
        from chalicelib.messaging.letters import Letters as Writer

        return LocalWhatsApp(Writer())

    def _rooms(self) -> VideoRooms:
        if self.settings.video == "chime":
            return ChimeRooms(self._client("chime-sdk-meetings", _READING), self.settings.chime_region)
        return LocalRooms()

    def _provider(self) -> Provider | None:
        return provider_of(self.settings, self.secrets.oidc_client_secret, self.clock)

    def _secrets(self) -> Secrets:
        answer = self._client("secretsmanager", _READING).get_secret_value(SecretId=self.settings.secret_name)
        return Secrets.read(answer["SecretString"], lambda key: KmsSigner(self._client("kms", _READING), key))

    def _connection(self) -> Connection:
        patience: Any = {"connect_timeout_seconds": 1, "read_timeout_seconds": 3, "max_retry_attempts": 2}
        where: Any = {"region": self.settings.region, "host": self.settings.endpoint_url}
        connection = Connection(**where, **patience, max_pool_connections=50)
        _ = connection.client  # one client per process, made before there are threads
        return connection

    def _client(self, service: str, config: Config) -> Any:
        where = {"region_name": self.settings.region, "endpoint_url": self.settings.endpoint_url}
        return boto3.client(service, config=config, **where)


def system_clock() -> datetime:
    """The machine's present, in UTC."""
    return datetime.now(UTC)


def build(
    environment: Mapping[str, str] | None = None, clock: Clock = system_clock, pause: Pause = time.sleep
) -> World:
    """Build the house from the environment, or the mapping given. Raises ValueError for missing settings."""
    return World(Settings.read(os.environ if environment is None else environment), clock, pause)
