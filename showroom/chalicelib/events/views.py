"""What is shown of events and guests, and to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from chalicelib.boutiques.model import in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.model import Client
from chalicelib.clients.service import Clients
from chalicelib.events.asked import companions_of, is_asking, request_seen
from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import OPEN, Guest, GuestState
from chalicelib.events.guests.store import GuestStore
from chalicelib.events.model import OPENS_BEFORE, Event, EventKind, EventState
from chalicelib.events.seating import Counted, is_full, pools_of, sitting_seen
from chalicelib.events.seats.store import SeatStore
from chalicelib.events.shapes import (
    ChoiceView,
    EventView,
    GuestClientView,
    GuestView,
    InvitationView,
    OccasionView,
    OverbookingView,
    PersonView,
    PlaceView,
    SkipView,
    ThresholdView,
)
from chalicelib.foundation.clock import rfc3339
from chalicelib.foundation.errors import NotFound
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import Target

_STATES = {
    EventState.DRAFT: ("change", "publish", "move", "capacity", "cancel"),
    EventState.PUBLISHED: ("change", "close", "move", "capacity", "cancel", "invite"),
    EventState.CLOSED: ("change", "reopen", "move", "capacity", "cancel", "invite"),
    EventState.HELD: (),
    EventState.CANCELLED: (),
}


class EventViewer:
    """Shows events and guests."""

    def __init__(self, guests: GuestStore, seats: SeatStore, clients: Clients, catalogue: Catalogue) -> None:
        self._guests, self._seats, self._clients, self._catalogue = guests, seats, clients, catalogue

    # ── to the house ─────────────────────────────────────────────────────────────────────────────────────────

    def event(self, principal: Principal, event: Event, now: int) -> EventView:
        """Return an event with its figures; display figures, never decided upon (rule H10)."""
        return self.events(principal, [event], now)[0]

    def events(self, principal: Principal, events: Sequence[Event], now: int) -> list[EventView]:
        """Return events with their figures: one BatchGet for all their seats, a Query for each one's guests."""
        counted = self._seats.read_many(pools_of(events))
        return [self._event(principal, event, counted, now) for event in events]

    def _event(self, principal: Principal, event: Event, counted: Counted, now: int) -> EventView:
        guests = self._guests.of_event(event.id) if event.is_known else []
        may_plan = permits.may(principal, "event.plan", Target(boutique=event.boutique))
        can = list(_STATES[event.state]) if may_plan and now < event.end else []
        if may_plan and event.is_running and now >= event.end:
            can.append("held")
        return EventView(
            id=event.id,
            version=event.version,
            kind=event.kind,
            state=event.state,
            boutique=event.boutique,
            zone=event.zone,
            title=dict(event.title),
            description=dict(event.description),
            languages=list(event.languages),
            hosts=[PersonView(id=host, name=self._name(event.boutique, host)) for host in event.hosts],
            start=rfc3339(event.start, event.zone),
            end=rfc3339(event.end, event.zone),
            sittings=[
                sitting_seen(event, one, counted, guests, partial(self._name, event.boutique), now)
                for one in event.sittings
            ],
            cutoff=rfc3339(event.cutoff, event.zone),
            freeze=rfc3339(event.freeze, event.zone),
            offer_minutes=event.offer_minutes,
            strict_order=event.strict_order,
            offer_in_hours=event.offer_in_hours,
            overbooking=OverbookingView(
                policy=event.overbooking.policy,
                extra=event.overbooking.extra,
                no_show_percent=event.overbooking.no_show_percent,
            ),
            counts=dict(Counter(str(guest.state_at(now)) for guest in guests)),
            requests=sum(is_asking(event, guest, now) for guest in guests),
            can=can,
        )

    def guests(self, principal: Principal, event: Event, guests: Sequence[Guest], now: int) -> list[GuestView]:
        """Return the guests that the principal may see, with names; one erased meanwhile is left out."""
        seen = [one for one in guests if permits.may(principal, "guest.read", _target(event, one))]
        cards = self._clients.opened(one.client for one in seen)
        return [self._guest(principal, event, one, cards[one.client], now) for one in seen if one.client in cards]

    def _guest(self, principal: Principal, event: Event, guest: Guest, card: Client, now: int) -> GuestView:
        details = self._details(guest)
        zone = event.zone
        return GuestView(
            id=guest.id,
            version=guest.version,
            client=GuestClientView(
                id=guest.client, name=card.contact.name.display if card.contact else "", language=guest.language
            ),
            advisor=guest.advisor,
            state=guest.state_at(now),
            tier=guest.tier,
            sitting=guest.sitting,
            allotment=guest.allotment or None,
            party=guest.party,
            max_plus_ones=guest.max_plus_ones,
            companions=companions_of(details),
            note=details.note,
            expires_at=_when(guest.expires_at, zone),
            sent=guest.sent_at is not None,
            joined_at=_when(guest.joined_at // 60 if guest.joined_at is not None else None, zone),
            priority=guest.priority,
            offer_expires_at=_when(guest.offer_expires_at, zone),
            skips=[SkipView(at=rfc3339(one.at, zone), reason=one.reason) for one in guest.skips],
            checked_in=guest.checked_in_at is not None,
            request=request_seen(self._guests, event, guest, now),
            forced=guest.forced or None,
            can=self._acts(principal, event, guest, now),
        )

    @staticmethod
    def _acts(principal: Principal, event: Event, guest: Guest, now: int) -> list[str]:
        if not event.is_running or now >= event.end:
            return []
        target = _target(event, guest)
        state = guest.state_at(now)
        found = []
        if permits.may(principal, "guest.answer_for", target):
            found += ["accept"] if state in OPEN and event.takes_guests(now) else []
            found += ["decline"] if state in {*OPEN, GuestState.OFFERED, GuestState.WAITLISTED} else []
            found += ["change", "cancel"] if state is GuestState.ACCEPTED else []
            found += ["request"] if is_asking(event, guest, now) else []
        if permits.may(principal, "guest.offer", target):
            found += ["offer"] if state in {GuestState.WAITLISTED, GuestState.OFFER_EXPIRED} else []
        if permits.may(principal, "guest.force", target) and event.kind is not EventKind.DINNER:
            found += ["seat"] if state in {*OPEN, GuestState.WAITLISTED} and event.takes_guests(now) else []
        if permits.may(principal, "guest.invite", target) and state is not GuestState.REVOKED:
            found.append("revoke")
        return found

    # ── to whoever holds the link ────────────────────────────────────────────────────────────────────────────

    def invitation(self, event: Event, guest: Guest, now: int) -> InvitationView:
        """Return an invitation as its link shows it: how she is addressed, never how she is reached."""
        maison, boutique = self._catalogue.maison(), self._catalogue.boutique(event.boutique)
        client = self._clients.get(guest.client)
        language, zone = guest.language, event.zone
        details = self._details(guest)
        counted = self._seats.read_many(pools_of([event]))

        def said(text: object) -> str:
            return in_language(text, language, maison.default_language)  # type: ignore[arg-type]

        return InvitationView(
            state="lapsed" if guest.has_lapsed(now) else guest.state_at(now),
            version=guest.version,
            event=OccasionView(
                id=event.id,
                kind=event.kind,
                state=event.state,
                title=said(event.title),
                description=said(event.description) if event.description else "",
                zone=zone,
                start=rfc3339(event.start, zone),
                end=rfc3339(event.end, zone),
                previous_start=_when(event.previous_start, zone),
                cutoff=rfc3339(event.cutoff, zone),
                freeze=rfc3339(event.freeze, zone),
                boutique=PlaceView(
                    id=boutique.id, name=boutique.name, city=said(boutique.city), telephone=boutique.telephone
                ),
                hosts=[self._name(event.boutique, host) for host in event.hosts],
            ),
            sittings=[
                ChoiceView(
                    id=one.id,
                    start=rfc3339(one.start, zone),
                    end=rfc3339(one.end, zone),
                    language=one.language,
                    full=is_full(event, one, counted, guest, now),
                )
                for one in event.sittings
            ],
            sitting=guest.sitting,
            party=guest.party,
            max_plus_ones=guest.max_plus_ones,
            companions=companions_of(details),
            note=details.note,
            name=client.contact.name.addressed if client.contact else "",
            language=language,
            maison=maison.name,
            expires_at=_when(guest.expires_at, zone),
            offer_expires_at=_when(guest.offer_expires_at, zone) if guest.state_at(now) is GuestState.OFFERED else None,
            frozen=event.is_frozen(now),
            request=request_seen(self._guests, event, guest, now),
            join=_threshold(event, guest, now),
            can=_hers(event, guest, now),
        )

    def _details(self, guest: Guest) -> GuestDetails:
        try:
            return self._guests.open(guest)
        except NotFound:
            return GuestDetails()

    def _name(self, boutique_id: str, staff_id: str) -> str:
        try:
            return self._catalogue.boutique(boutique_id).member(staff_id).name
        except NotFound:
            return staff_id


def _hers(event: Event, guest: Guest, now: int) -> list[str]:
    state = guest.state_at(now)
    if not event.is_running or now >= event.end or state is GuestState.REVOKED:
        return []
    if state is GuestState.OFFERED:
        return ["take_offer", "refuse_offer"]
    found = []
    if state in OPEN and not guest.has_lapsed(now) and event.takes_guests(now):
        found.append("accept")
    if state in {GuestState.INVITED, GuestState.VIEWED, GuestState.WAITLISTED, GuestState.OFFER_EXPIRED}:
        found.append("decline")
    if state is GuestState.ACCEPTED:
        sitting = event.sitting(guest.sitting) or event.sittings[0]
        found += ["change", "cancel"] if now < sitting.start else []
        found += ["join"] if _threshold(event, guest, now).state == "open" else []
    return found


def _threshold(event: Event, guest: Guest, now: int) -> ThresholdView:
    sitting = event.sitting(guest.sitting) or event.sittings[0]
    opens = sitting.start - OPENS_BEFORE
    over = now >= sitting.end + event.grace_minutes or not event.is_running
    return ThresholdView(
        state="over" if over else "open" if now >= opens else "early", opens_at=rfc3339(opens, event.zone)
    )


def _target(event: Event, guest: Guest) -> Target:
    return Target(owner=guest.id, boutique=event.boutique, host=guest.advisor)


def _when(minute: int | None, zone: str) -> str | None:
    return None if minute is None else rfc3339(minute, zone)


def in_order(guests: Iterable[Guest]) -> list[Guest]:
    """Return guests in the order of rule W1."""
    return sorted(guests, key=lambda one: (-one.priority, one.joined_at or 0, one.id))
