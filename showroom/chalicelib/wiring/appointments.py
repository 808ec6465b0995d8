"""The appointments: everything that books, moves, cancels and shows them, on the ground floor's stores."""

from __future__ import annotations

from typing import Any

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
from chalicelib.bookings.lengths import Resizing
from chalicelib.bookings.making import Making
from chalicelib.bookings.mornings.composer import MorningComposer
from chalicelib.bookings.mornings.planner import Mornings
from chalicelib.bookings.occasions import NoOccasions, Occasions
from chalicelib.bookings.options import Options
from chalicelib.bookings.proposal_routes import ProposalDesk
from chalicelib.bookings.proposals import Proposals
from chalicelib.bookings.reach import BookingReach, Reaching, WishReach
from chalicelib.bookings.routes import BookingDesk
from chalicelib.bookings.series import Series
from chalicelib.bookings.series_routes import SeriesDesk
from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.together.composer import TogetherComposer, TogetherReach
from chalicelib.bookings.video import Doors
from chalicelib.bookings.video_rooms import ChimeRooms, LocalRooms, Rooms
from chalicelib.bookings.views import Viewer
from chalicelib.bookings.walkins import WalkIns
from chalicelib.bookings.wishes.composer import WishComposer
from chalicelib.bookings.wishes.routes import WishDesk
from chalicelib.bookings.wishes.service import Wishes
from chalicelib.bookings.wishes.store import WishStore
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.settings import Settings
from chalicelib.identity.secrets import Secrets
from chalicelib.messaging.fallback import Reach
from chalicelib.wiring.ground import Ground


class Appointments(Ground):
    """The rooms of bookings/: one desk that commits, the services that share it, and their routes' desks."""

    def __init__(self, settings: Settings, clock: Clock, pause: Pause, secrets: Secrets | None = None) -> None:
        super().__init__(settings, clock, secrets)
        self._compose_bookings(pause)

    def _occasions(self) -> Occasions:
        """What people host beside appointments: a storey above says."""
        return NoOccasions()

    def _compose_bookings(self, pause: Pause) -> None:
        self.booking_store = BookingStore(self.table, self.vault)
        self.desk = desk = Desk(self.table, self.booking_store, self.agendas, self.availability, pause)
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
        self.diary = Diary(self.table, self.booking_store, self.agendas, self.catalogue, self._occasions())
        self.video_rooms = self._rooms()
        self.doors = Doors(self.bookings, self.catalogue, self.video_rooms, self.clock)
        letters = self.letters = Letters(self.catalogue, self.clients, self.tokens, self.settings.public_url)
        self.composer = BookingComposer(letters, self.booking_store, self.codes)
        self.together = TogetherComposer(self.composer, self.booking_store, self.notices, self.clients)
        self.wish_composer = WishComposer(letters, self.wishes)
        self.mornings = Mornings(self.table, self.notices, self.catalogue)
        self.morning_composer = MorningComposer(letters, self.diary, self.bookings)
        viewer, lately = Viewer(self.bookings, self.catalogue), Lately(self.bookings, self.catalogue, self.clock)
        self.booking_desk = BookingDesk(
            self.making, self.bookings, viewer, self.doors, self.composer, self.catalogue, self.clock
        )
        self.code_desk = CodeDesk(self.bookings, viewer)
        self.proposal_desk = ProposalDesk(proposals, lately, viewer, self.catalogue)
        self.diary_desk = DiaryDesk(self.bookings, viewer, self.availability, self.catalogue, self.diary, self.clock)
        self.handing = HandingOver(desk=desk, store=self.booking_store, **shared)
        self.options = Options(bookings=self.bookings, sent=sent, desk=desk, store=self.booking_store, **shared)
        self.walk_ins = WalkIns(bookings=self.bookings, sent=sent, desk=desk, store=self.booking_store, **shared)
        self.resizing = Resizing(desk=desk, store=self.booking_store, **shared)
        self.series = Series(bookings=self.bookings, sent=sent, desk=desk, store=self.booking_store, **shared)
        self.series_desk = SeriesDesk(self.series, viewer, self.catalogue, self.clock)
        self.house_desk = HouseDesk(self.handing, self.options, self.walk_ins, self.resizing, viewer, self.catalogue)
        moving = (self.handing, proposals, self.booking_store, self.notices, self.nudge)
        self.absence_desk = AbsenceDesk(
            self.staffing, self.table, viewer, *moving, self.catalogue, self._occasions(), self.clock
        )
        self.wish_desk = WishDesk(self.wishes, self.catalogue)
        reaching = Reaching(self.clients, self.catalogue)
        self.reaches: dict[str, Reach] = {
            "booking": BookingReach(reaching, self.catalogue, self.booking_store),
            "together": TogetherReach(reaching, self.clients, self.catalogue),
            "wish": WishReach(reaching, self.catalogue, self.wishes),
        }

    def _rooms(self) -> Rooms:
        if self.settings.video == "chime":
            return ChimeRooms(self.machine.client("chime-sdk-meetings"), self.settings.chime_region)
        return LocalRooms()
