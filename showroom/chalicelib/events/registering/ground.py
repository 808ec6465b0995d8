"""What every change of a guest stands on: reading her with her event, and writing her with what belongs to her."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from chalicelib.bookings.desk import Desk
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.agenda import Agenda, Placement, Spot, client_resource, days_of
from chalicelib.clients.model import CLOSED, Client
from chalicelib.clients.service import Clients
from chalicelib.events import plan
from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.guests.store import GuestStore
from chalicelib.events.model import Event
from chalicelib.events.reach import her_zone, quiet_of
from chalicelib.events.seats.model import CLAIM_MINUTES, Claimed, Outcome, Party, PartyKind, Seats
from chalicelib.events.seats.store import SeatStore
from chalicelib.events.sittings import pool_of
from chalicelib.events.store import EventStore
from chalicelib.events.waitlist.store import WaitingStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import Busy, Contended, NotFound, Overlapping, StepRefused
from chalicelib.foundation.table import Step, Table
from chalicelib.identity import permits
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.permits import NOT_FOUND, Target
from chalicelib.messaging.model import Notice
from chalicelib.messaging.nudge import Nudge
from chalicelib.messaging.store import NoticeStore

GATHERER = "sweep:seats"
"""How the audit names whoever moves free seats between the buckets of a large sitting, or opens them."""


class Belongings(Protocol):
    """What else belongs to a guest and is written with her: her table, where people dine."""

    def with_guest(self, event: Event, before: Guest, after: Guest, moment: datetime) -> list[Step]:
        """Return the steps by which it follows her. Raises StateConflict where it cannot."""

    def is_carried(self, event: Event) -> bool:
        """Say whether couriers come to her at an hour that is known, and follow the event (rule D5)."""


class Nothing:
    """No belongings: a house that serves no dinners."""

    def with_guest(self, event: Event, before: Guest, after: Guest, moment: datetime) -> list[Step]:  # noqa: ARG002
        """Nothing follows her."""
        return []

    def is_carried(self, event: Event) -> bool:  # noqa: ARG002
        """Nothing comes to her."""
        return False


@dataclass(frozen=True, slots=True)
class Standing:
    """A guest and her event as they were read together."""

    event: Event
    guest: Guest


class GuestGround:
    """Reads and writes guests; nothing here decides anything."""

    def __init__(
        self,
        *,
        table: Table,
        events: EventStore,
        guests: GuestStore,
        seats: SeatStore,
        waiting: WaitingStore,
        desk: Desk,
        clients: Clients,
        catalogue: Catalogue,
        notices: NoticeStore,
        nudge: Nudge,
        audit: Audit,
        clock: Clock,
        belongings: Belongings | None = None,
    ) -> None:
        self.belongings = belongings or Nothing()
        self.table, self.events, self.guests, self.seats, self.waiting = table, events, guests, seats, waiting
        self.desk, self.clients, self.catalogue = desk, clients, catalogue
        self.notices, self.nudge, self.audit, self.clock = notices, nudge, audit, clock

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def found(self, event_id: str, guest_id: str) -> Standing | None:
        """Return a guest with her event, read consistently in one call, or None."""
        keys = [self.events.key(event_id), self.guests.key(event_id, guest_id)]
        found = self.table.get_many(keys, consistent=True)
        event, guest = self.events.found(event_id, found), self.guests.found(event_id, guest_id, found)
        return Standing(event, guest) if event is not None and guest is not None else None

    def allowed(self, principal: Principal, event_id: str, guest_id: str, action: str) -> Standing:
        """Return a guest on whom the principal may act. Raises NotFound for every other, existing or not."""
        permits.admit(principal, action)
        standing = self.found(event_id, guest_id)
        if standing is None:
            raise NotFound(NOT_FOUND)
        event, guest = standing.event, standing.guest
        permits.require(principal, action, Target(owner=guest.id, boutique=event.boutique, host=guest.advisor))
        if principal.role is Role.INVITED and (event.id, guest.link_version) != (
            principal.event,
            principal.link_version,
        ):
            raise NotFound(NOT_FOUND)
        return standing

    def client(self, guest: Guest) -> Client:
        """Return a guest's card, unopened. Raises NotFound once it is erased or being erased."""
        card = self.clients.card(guest.client)
        if card.state in CLOSED:
            raise NotFound(NOT_FOUND)
        return card

    def setting(self, event: Event, guest: Guest, client: Client) -> plan.Setting:
        """Return what the plan of a guest's notices depends on."""
        quiet = quiet_of(self.catalogue)
        sitting = event.sitting(guest.sitting) or event.sittings[0]
        zone = her_zone(self.catalogue, client, event)
        return plan.Setting(channels=client.channels, zone=zone, quiet=quiet, start=sitting.start)

    def standing(self, guest: Guest) -> Sequence[Notice]:
        """Return what is planned for a guest who may not have heard of the evening yet; of anybody else, nothing."""
        row = self.notices.read(guest.subject) if guest.state is GuestState.INVITED else None
        return row.notices if row else ()

    def hers(self, event: Event, guest: Guest) -> plan.Setting:
        """Return the same, her card read for it. Raises NotFound once it is erased."""
        return self.setting(event, guest, self.client(guest))

    def hers_if_known(self, event: Event, guest: Guest) -> plan.Setting | None:
        """Return the same, or None once she is erased: nothing is said to her any more."""
        try:
            return self.hers(event, guest)
        except NotFound:
            return None

    # ── her own time ─────────────────────────────────────────────────────────────────────────────────────────

    def her_day(self, event: Event, guest: Guest, *sitting_ids: str) -> dict[Spot, Agenda]:
        """Return her own agendas of the days of these sittings, and of where it stands now, read consistently."""
        wanted = [one for each in dict.fromkeys(sitting_ids) if (one := event.sitting(each)) is not None]
        times = [(one.start, one.end) for one in wanted]
        if guest.stands_at is not None and (hers := event.sitting(guest.sitting)) is not None:
            times.append((guest.stands_at, guest.stands_at + hers.end - hers.start))
        spots = [Spot(client_resource(guest.client), day) for start, end in times for day in days_of(start, end)]
        return dict(self.desk.read(None, None, spots).agendas)

    @staticmethod
    def require_free(event: Event, guest: Guest, sitting_id: str, agendas: dict[Spot, Agenda], now: int) -> None:
        """Raise Overlapping when she has something else in a sitting's time (rule G9)."""
        sitting = event.sitting(sitting_id)
        if sitting is None:
            return
        for agenda in agendas.values():
            for entry in agenda.live(now):
                if entry.ref != guest.ref and entry.start < sitting.end and sitting.start < entry.end:
                    raise Overlapping

    def placed(self, event: Event, guest: Guest, agendas: dict[Spot, Agenda], now: int, *, there: bool) -> list[Step]:
        """Return the steps by which the evening stands in her own agenda, or (`there` is false) no longer does."""
        takes: tuple[Placement, ...] = ()
        if there and (sitting := event.sitting(guest.sitting)) is not None:
            hers = client_resource(guest.client)
            takes = (Placement(guest.ref, sitting.start, sitting.end, 0, 0, event.zone, client=hers),)
        return self.desk.placed({guest.ref: takes}, agendas, now)

    # ── her seats ────────────────────────────────────────────────────────────────────────────────────────────

    def left(self, before: Guest) -> list[Step]:
        """The steps by which she gives back what she has: seats, an offer, or a place on the list."""
        if before.state is GuestState.ACCEPTED:
            return [self.seats.release(before.event, before.pool, before.id, Party(before.party, PartyKind.SEAT))]
        if before.state is GuestState.OFFERED and before.offer_expires_at is not None:
            found = self.seats.read(before.event, before.pool)
            offer = found.parties.get(before.id) if found else None
            return [self.seats.release(before.event, before.pool, before.id, offer)] if offer else []
        return [self.waiting.leave(before)] if before.state is GuestState.WAITLISTED else []

    def unclaimed(self, standing: Standing, now: int) -> None:
        """Give back what an earlier try of a request that is now refused has claimed; else it ends by itself."""
        event, guest = standing.event, standing.guest
        for sitting in event.sittings if guest.state_at(now) is not GuestState.ACCEPTED else ():
            with suppress(StepRefused, Contended, Busy):
                pool = pool_of(sitting.id, guest.allotment_in(sitting, now))
                found = self.seats.read(event.id, pool)
                mine = found.parties.get(guest.id) if found else None
                if mine is not None and mine.kind is PartyKind.CLAIM:
                    self.seats.give_back(event.id, pool, guest.id, mine)

    def claimed(self, event: Event, guest: Guest, pool: str, party: int, moment: datetime) -> Claimed:
        """Claim seats for her whole party; those that are kept for her already become hers as they stand (rule W6)."""
        now = minute_of(moment)
        if guest.state_at(now) is GuestState.OFFERED and guest.offer_expires_at is not None:
            return Claimed(Outcome.CLAIMED, Party(party, PartyKind.OFFER, guest.offer_expires_at))
        until = now + CLAIM_MINUTES
        take = partial(self.seats.claim, event.id, pool, guest.id, party, now, until, first=guest.is_first)
        return self.gathered(event, pool, party, moment, take)

    def gathered(self, event: Event, pool: str, party: int, moment: datetime, take: Callable[[], Claimed]) -> Claimed:
        """Take seats; where a large sitting has enough of them, but in no one bucket, gather them first (rule H2)."""
        claimed = take()
        if claimed.scattered and (steps := self.seats.gathered(event.id, pool, party)):
            self.desk.commit([*steps, self.audit.of("event.seats_gathered", event.subject, GATHERER, moment)])
            claimed = take()
        return claimed

    def open_public(self, event: Event, seats: Seats, moment: datetime) -> None:
        """Nobody waits any more: seats may be claimed directly, unless something happened since they were read."""
        steps = self.seats.opened(seats)
        with suppress(StepRefused):
            if len(steps) == 1:
                self.table.write(steps[0])
            else:
                self.desk.commit([*steps, self.audit.of("event.seats_opened", event.subject, GATHERER, moment)])

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────

    def told(self, guest: Guest, notices: Sequence[Notice], moment: datetime) -> list[Step]:
        """Return the step by which this, and nothing that was planned before, is still to be said to her."""
        row = self.notices.read(guest.subject)
        if row is None:
            return [self.notices.create(guest.subject, guest.version, notices, moment)] if notices else []
        return [self.notices.rewrite(row, guest.version, notices, moment)]

    def sealed(self, guest: Guest, details: GuestDetails) -> Guest:
        """Return her with what she told us sealed."""
        return replace(guest, sealed=self.guests.seal(guest, details))

    def write(
        self,
        action: str,
        actor: str,
        event: Event,
        before: Guest,
        after: Guest,
        steps: Iterable[Step],
        notices: Sequence[Notice],
        moment: datetime,
        reason: str | None = None,
    ) -> None:
        """Write a guest with what belongs to the change in one transaction, then nudge the queue."""
        sitting = event.sitting(after.sitting) or event.sittings[0]
        self.desk.commit(
            [
                *steps,
                *self.belongings.with_guest(event, before, after, moment),
                self.guests.change(before, after, sitting.start),
                *self.told(after, notices, moment),
                self.audit.of(
                    action, after.subject, actor, moment, before=before.facts(), after=after.facts(), reason=reason
                ),
            ]
        )
        self.nudge(after.subject)
