"""The gatherings: events, their guests, and everything that answers, promotes and follows."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from chalicelib.bookings.desk import Pause
from chalicelib.bookings.occasions import Occasions
from chalicelib.bookings.reach import Reaching
from chalicelib.clients.addressees import Addressees
from chalicelib.events.composer import GatheringComposer, GuestComposer
from chalicelib.events.dinner.doorsteps import Doorsteps
from chalicelib.events.dinner.ground import DinnerGround
from chalicelib.events.dinner.letters import DoorComposer, DoorReach, TableFacts
from chalicelib.events.dinner.night.routes import NightDesk
from chalicelib.events.dinner.night.service import Carrying
from chalicelib.events.dinner.night.store import DropStore
from chalicelib.events.dinner.night.views import NightViewer
from chalicelib.events.dinner.planning.following import DinnerFollowing
from chalicelib.events.dinner.planning.routes import DinnerDesk
from chalicelib.events.dinner.planning.service import Dinners
from chalicelib.events.dinner.planning.serving import DinnerServing
from chalicelib.events.dinner.planning.store import DinnerStore
from chalicelib.events.dinner.tables.doors import Doors
from chalicelib.events.dinner.tables.keeping import Keeping
from chalicelib.events.dinner.tables.routes import TableDesk
from chalicelib.events.dinner.tables.service import Tables
from chalicelib.events.dinner.tables.store import TableStore
from chalicelib.events.dinner.tables.views import TableViewer
from chalicelib.events.film.carriers import Carrier, LocalCarrier
from chalicelib.events.film.model import Tracks
from chalicelib.events.film.routes import FilmDesk
from chalicelib.events.film.service import Films
from chalicelib.events.film.store import FilmStore
from chalicelib.events.guests.store import GuestStore
from chalicelib.events.invitations.objecting import Objecting
from chalicelib.events.invitations.routes import InvitationDesk
from chalicelib.events.invitations.sending import Sending
from chalicelib.events.invitations.service import Inviting
from chalicelib.events.invitations.store import TierStore
from chalicelib.events.occasions import HostedEvents
from chalicelib.events.presence.routes import PresenceDesk
from chalicelib.events.presence.service import Presence
from chalicelib.events.presence.views import PresenceViewer
from chalicelib.events.reach import Evenings, GuestReach
from chalicelib.events.registering.following import Following
from chalicelib.events.registering.forcing import Forcing
from chalicelib.events.registering.ground import GuestGround
from chalicelib.events.registering.promoting import Promoting
from chalicelib.events.registering.routes import GuestDesk
from chalicelib.events.registering.service import Registering
from chalicelib.events.routes import EventDesk
from chalicelib.events.seats.store import SeatStore
from chalicelib.events.service import Events
from chalicelib.events.show.routes import ShowDesk
from chalicelib.events.show.service import Shows
from chalicelib.events.show.store import ShowStore
from chalicelib.events.show.views import ShowViewer
from chalicelib.events.store import EventStore
from chalicelib.events.telling import Told
from chalicelib.events.views import EventViewer
from chalicelib.events.waitlist.store import WaitingStore
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.settings import Settings
from chalicelib.identity.secrets import Secrets
from chalicelib.wiring.appointments import Appointments


class Gatherings(Appointments):
    """The rooms of events/, on the same desk that commits appointments."""

    def __init__(self, settings: Settings, clock: Clock, pause: Pause, secrets: Secrets | None = None) -> None:
        super().__init__(settings, clock, pause, secrets)
        self._compose_events()

    def _occasions(self) -> Occasions:
        return HostedEvents(EventStore(self.table))

    def _compose_events(self) -> None:
        self.event_store, self.seats = EventStore(self.table), SeatStore(self.table)
        self.guest_store = GuestStore(self.table, self.vault)
        plans, tables = DinnerStore(self.table, self.vault), TableStore(self.table, self.vault)
        drops, doors = DropStore(self.table, self.vault), Doors(self.notices, self.catalogue)
        keeping = Keeping(self.guest_store, tables, plans, drops, doors)
        self.dinner_ground = DinnerGround(
            events=self.event_store, plans=plans, tables=tables, drops=drops, clients=self.clients
        )
        self.events = Events(
            store=self.event_store,
            seats=self.seats,
            desk=self.desk,
            catalogue=self.catalogue,
            notices=self.notices,
            nudge=self.nudge,
            audit=self.audit,
            clock=self.clock,
            serving=DinnerServing(self.dinner_ground),
        )
        self.guest_ground = ground = GuestGround(
            events=self.event_store,
            guests=self.guest_store,
            seats=self.seats,
            waiting=WaitingStore(self.table),
            desk=self.desk,
            clients=self.clients,
            notices=self.notices,
            nudge=self.nudge,
            belongings=keeping,
            **self.common,
        )
        self.promoting, self.following = Promoting(ground), Following(ground)
        self.registering = Registering(ground, self.promoting)
        self._compose_dinners(keeping, doors)
        told = Evenings(self.event_store, self.guest_store)
        doorsteps = Doorsteps(plans, tables, drops)
        table = TableFacts(Told(self.letters), doorsteps)
        self.guest_composer = GuestComposer(self.letters, told, self.client_store, table)
        self.door_composer = DoorComposer(self.letters, told, doorsteps)
        self.reaches["door"] = DoorReach()
        self.gathering_composer = GatheringComposer(self.letters, told)
        reaching = Reaching(self.clients, self.catalogue)
        self.reaches["guest"] = GuestReach(reaching, self.clients, self.catalogue, told)
        viewer = self.event_viewer = EventViewer(self.guest_store, self.seats, self.clients, self.catalogue)
        self.event_desk = EventDesk(self.events, viewer, self.catalogue, self.clock)
        addressees = Addressees(self.table, self.vault, self.audit)
        self.objecting = Objecting(ground, self.promoting, addressees)
        self.inviting = Inviting(ground, addressees)
        self.sending = Sending(ground, addressees, TierStore(self.table))
        self.invitation_desk = InvitationDesk(self.inviting, self.sending, viewer, self.clock)
        self.forcing = Forcing(ground)
        answers = (self.registering, self.forcing, self.objecting)
        self.guest_desk = GuestDesk(self.events, *answers, viewer, self._films(), self.clock)
        self.shows = Shows(
            store=ShowStore(self.table),
            events=self.event_store,
            desk=self.desk,
            catalogue=self.catalogue,
            audit=self.audit,
            clock=self.clock,
            served=self.dinner_ground.served,
        )
        self.film_desk = FilmDesk(ground, self.tables, self.guest_desk.films, self.shows, self.clock)
        self.show_desk = ShowDesk(self.shows, ShowViewer(self.catalogue))
        self.presence = Presence(ground, self.shows, self.video_rooms)
        self.presence_desk = PresenceDesk(self.presence, PresenceViewer(self.clients, self.catalogue))

    def _compose_dinners(self, keeping: Keeping, doors: Doors) -> None:
        ground, guests = self.dinner_ground, self.guest_ground
        self.tables = Tables(guests=guests, ground=ground, keeping=keeping, desk=self.desk, nudge=self.nudge)
        self.table_desk = TableDesk(self.tables, TableViewer(self.catalogue, self.clients), self.clock)
        self.dinners = Dinners(
            ground=ground,
            guests=guests,
            keeping=keeping,
            doors=doors,
            desk=self.desk,
            audit=self.audit,
            tokens=self.tokens,
            public_url=self.settings.public_url,
            clock=self.clock,
        )
        self.dinner_desk = DinnerDesk(self.dinners)
        self.carrying = Carrying(
            ground=ground, guests=guests, doors=doors, desk=self.desk, audit=self.audit, clock=self.clock
        )
        self.night_desk = NightDesk(self.carrying, NightViewer(self.catalogue))
        self.dining = DinnerFollowing(ground, self.dinners, guests, doors, self.desk, self.audit)

    def _films(self) -> Films:
        settings = self.settings
        return Films(
            table=self.table,
            store=FilmStore(self.table),
            carrier=cache(self._carrier),
            origins=settings.film_origins or (_site(settings.public_url),),
            tracks=Tracks(settings.film_captions, settings.film_subtitles),
            audit=self.audit,
        )

    def _carrier(self) -> Carrier:
        settings, private = self.settings, self.secrets.film_private
        if settings.film == "cloudfront":
            from chalicelib.events.film.aws import CloudFrontFilm

            return CloudFrontFilm(settings.film_url, settings.film_key, private)
        if settings.film == "ivs":
            from chalicelib.events.film.aws import IvsFilm

            return IvsFilm(self.machine.client("ivs"), settings.film_key, settings.film_url, private)
        return LocalCarrier()


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
