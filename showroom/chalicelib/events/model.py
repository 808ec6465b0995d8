"""An event and its changes, as pure functions of values.

    DRAFT ──publish──▶ PUBLISHED ──close──▶ CLOSED ──▶ HELD
                          │                    │
                          └──────cancel────────┴─────▶ CANCELLED

Times are minutes since the epoch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from chalicelib.calendars.agenda import Placement, staff_resource
from chalicelib.events.presence.model import NOT_OVERBOOKED, Overbooking
from chalicelib.events.sittings import Shares, Sitting
from chalicelib.foundation.errors import KeyReused, StateConflict
from chalicelib.foundation.ids import derived_id

MOST_RECEIPTS = 8
MOST_SITTINGS = 6
MOST_SEATS = 5000
DEFAULT_OFFER_MINUTES = 12 * 60
"""How long a freed seat is kept for whoever is next, unless the planner says otherwise (rule W4)."""
SHORTEST_OFFER_MINUTES = 15
DEFAULT_GRACE_MINUTES = 30
"""How long after its end somebody who was not seen is called a no-show (rule G6)."""
SETTING_UP, CLEARING = 30, 15
"""Minutes that a host keeps free before and after."""
OPENS_BEFORE = 15
"""Minutes before the start at which guests are let in."""


class EventKind(StrEnum):
    """What kind of evening it is."""

    PRESENTATION = "group_presentation"
    DINNER = "launch_dinner"


class EventState(StrEnum):
    """Where an event is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    HELD = "held"
    CANCELLED = "cancelled"


RUNNING = frozenset({EventState.PUBLISHED, EventState.CLOSED})
"""States in which an event takes its hosts' time and will be held."""


@dataclass(frozen=True, slots=True)
class EventReceipt:
    """One keyed request that was carried out, and the version and state that it left."""

    key: str
    body: str
    at: int
    version: int
    state: EventState


@dataclass(frozen=True, slots=True)
class Event:
    """One evening of the house. `cutoff` is the last minute for new guests, `freeze` that for changes (rule G4)."""

    id: str
    version: int
    kind: EventKind
    state: EventState
    boutique: str
    zone: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    hosts: tuple[str, ...]
    """Staff ids; the first leads."""
    sittings: tuple[Sitting, ...]
    cutoff: int
    freeze: int
    created_at: int
    offer_minutes: int = DEFAULT_OFFER_MINUTES
    strict_order: bool = False
    """Whether a party that does not fit holds up those behind it (rule W3)."""
    offer_in_hours: bool = False
    """Whether places are offered, and kept, in the boutique's opening hours only (rule W4)."""
    overbooking: Overbooking = NOT_OVERBOOKED
    """How many more may accept than there are places, as some stay away (rule G7)."""
    grace_minutes: int = DEFAULT_GRACE_MINUTES
    previous_start: int | None = None
    schedule: int = 0
    """Raised when all guests must be told something: that it is moved, that it is called off."""
    attention: int | None = None
    """The minute at which the sweep looks at it next: guests are to be told, or its outcome is due."""
    reason: str = ""
    """A code of why it was called off, for the audit and the letter."""
    receipts: tuple[EventReceipt, ...] = ()

    @property
    def start(self) -> int:
        """When its first sitting begins: T0."""
        return min(one.start for one in self.sittings)

    @property
    def end(self) -> int:
        """When its last sitting is over."""
        return max(one.end for one in self.sittings)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its sittings, each once."""
        return tuple(dict.fromkeys(one.language for one in self.sittings))

    @property
    def subject(self) -> str:
        """The notices' and the audit's name for it."""
        return f"gathering#{self.id}"

    @property
    def is_running(self) -> bool:
        """Say whether it takes its hosts' time and will be held."""
        return self.state in RUNNING

    @property
    def is_known(self) -> bool:
        """Say whether anybody but its planners has heard of it."""
        return self.state is not EventState.DRAFT

    def drafted(self, event_id: str, now: int) -> Event:
        """Return it as a new draft of this id."""
        return replace(self, id=event_id, version=1, state=EventState.DRAFT, created_at=now, receipts=())

    def sitting(self, sitting_id: str) -> Sitting | None:
        """Return one of its sittings, or None."""
        return next((one for one in self.sittings if one.id == sitting_id), None)

    def seats(self, one: Sitting) -> int:
        """How many people may accept for one of its sittings: its places and what is overbooked (rules H2, G7)."""
        return self.overbooking.seats(one.capacity, delivered=self.kind is EventKind.DINNER)

    def pools(self) -> dict[str, int]:
        """Return by pool how many people may accept there: an advisor's clients, or all others."""
        return {pool: n for one in self.sittings for pool, n in one.pools(self.seats(one)).items()}

    def ref(self, sitting_id: str) -> str:
        """The name under which a sitting stands in agendas."""
        return f"event:{self.id}:{sitting_id}"

    def placements(self) -> dict[str, tuple[Placement, ...]]:
        """Return by ref where the hosts' time is taken: nowhere unless it will be held."""
        resources = tuple(staff_resource(self.boutique, host) for host in self.hosts)
        taken = self.state in RUNNING
        return {
            self.ref(one.id): (
                (Placement(self.ref(one.id), one.start, one.end, SETTING_UP, CLEARING, self.zone, resources),)
                if taken
                else ()
            )
            for one in self.sittings
        }

    def facts(self) -> dict[str, Any]:
        """What audit rows compare: nothing personal."""
        return {
            "version": self.version,
            "state": self.state,
            "hosts": list(self.hosts),
            "sittings": [[one.id, one.start, one.end, one.capacity, *one.by_advisor] for one in self.sittings],
            "overbooking": list(self.overbooking.row),
            "cutoff": self.cutoff,
            "freeze": self.freeze,
        }

    # ── receipts ─────────────────────────────────────────────────────────────────────────────────────────────

    def answered(self, key: str, body: str) -> bool:
        """Say whether a keyed request was carried out. Raises KeyReused for another body (rule H6)."""
        for receipt in self.receipts:
            if receipt.key == key:
                if receipt.body != body:
                    raise KeyReused
                return True
        return False

    def receipted(self, key: str, body: str, now: int) -> Event:
        """Return it with a receipt for what it is now; the first receipt stays, and the last seven others."""
        added = (*self.receipts, EventReceipt(key, body, now, self.version, self.state))
        first, others = added[:1], added[1:]
        return replace(self, receipts=(*first, *others[-(MOST_RECEIPTS - 1) :]))

    # ── changes: each returns the event after it, or raises StateConflict ────────────────────────────────────

    def changed(self, now: int, **about: Any) -> Event:
        """The planner writes something else; once it is published only words, hosts and times for answers."""
        self._require({EventState.DRAFT, *RUNNING}, "This event can no longer be changed.")
        if self.state is not EventState.DRAFT and now >= self.start:
            raise StateConflict("This event has already begun.")
        if self.state is not EventState.DRAFT and "sittings" in about:
            raise StateConflict(
                "Once it is published, an event is moved, and its seats are changed one sitting at a time."
            )
        return self._after(**about)

    def published(self, now: int) -> Event:
        """It will be held: its hosts' time is taken, and clients may be invited."""
        self._require({EventState.DRAFT}, "Only a draft is published.")
        if now >= self.start:
            raise StateConflict("Its hour has passed.")
        return self._after(state=EventState.PUBLISHED, attention=self.outcome_at)

    def closed(self) -> Event:
        """Nobody new is taken any more; who has a seat keeps it."""
        self._require({EventState.PUBLISHED}, "Only a published event is closed.")
        return self._after(state=EventState.CLOSED)

    def reopened(self, now: int) -> Event:
        """Guests are taken again."""
        self._require({EventState.CLOSED}, "Only a closed event is opened again.")
        if now >= self.cutoff:
            raise StateConflict("The time for new guests has passed.")
        return self._after(state=EventState.PUBLISHED)

    def held(self, now: int) -> Event:
        """It has taken place."""
        self._require(RUNNING, "This event has not been published, or is over.")
        if now < self.end:
            raise StateConflict("It is too early to say how this event went.")
        return self._after(state=EventState.HELD, attention=now)

    def cancelled(self, now: int, reason: str) -> Event:
        """It will not take place."""
        self._require({EventState.DRAFT, *RUNNING}, "This event was already called off or is over.")
        if now >= self.end:
            raise StateConflict("This event is already over.")
        return self._after(state=EventState.CANCELLED, reason=reason, **self._telling_all(now))

    def moved(self, now: int, start: int) -> Event:
        """It begins at another minute; sittings, the cutoff and the freeze keep their distance from it (rule D9)."""
        self._require({EventState.DRAFT, *RUNNING}, "This event can no longer be moved.")
        by = start - self.start
        if now >= self.start or now >= start:
            raise StateConflict("An event is moved before it begins, and to a time that is ahead.")
        if not by:
            raise StateConflict("This event begins at that time already.")
        sittings = tuple(replace(one, start=one.start + by, end=one.end + by) for one in self.sittings)
        times = {"cutoff": max(now, self.cutoff + by), "freeze": max(now, self.freeze + by)}
        return self._after(sittings=sittings, previous_start=self.start, **times, **self._telling_all(now))

    def with_capacity(self, now: int, sitting_id: str, capacity: int, by_advisor: Shares | None = None) -> Event:
        """A sitting has so many seats; whether those taken allow it is for the seats to say (rule H9)."""
        self._require({EventState.DRAFT, *RUNNING}, "This event can no longer be changed.")
        sitting = self.sitting(sitting_id)
        if sitting is None or now >= sitting.start:
            raise StateConflict("This sitting has begun, or is none of this event's.")
        after = sitting.given(capacity, by_advisor, counted=self.is_known)
        sittings = tuple(after if one.id == sitting_id else one for one in self.sittings)
        return self._after(sittings=sittings)

    def attended_to(self, now: int) -> Event:
        """All guests have been told: the sweep comes back when it is over. No version: nobody wrote anything of it."""
        return replace(self, attention=self.outcome_at if self.is_running and now < self.outcome_at else None)

    @property
    def outcome_at(self) -> int:
        """From which minute it can be said who did not come (rule G6)."""
        return self.end + self.grace_minutes

    def _telling_all(self, now: int) -> dict[str, int]:
        return {"schedule": self.schedule + 1, "attention": now} if self.is_running else {}

    def takes_guests(self, now: int) -> bool:
        """Say whether somebody new may accept (rules W10, D6)."""
        return self.state is EventState.PUBLISHED and now < self.cutoff

    def offer_until(self, now: int) -> int | None:
        """Return until when a place offered now is kept, or None when it is too late to offer any (rules W4, W10)."""
        until = min(now + max(self.offer_minutes, SHORTEST_OFFER_MINUTES), self.cutoff)
        return until if self.takes_guests(now) and until - now >= SHORTEST_OFFER_MINUTES else None

    def is_frozen(self, now: int) -> bool:
        """Say whether changes are asked for rather than made (rule G4)."""
        return now >= self.freeze

    def _require(self, states: set[EventState] | frozenset[EventState], otherwise: str) -> None:
        if self.state not in states:
            raise StateConflict(otherwise)

    def _after(self, **changes: Any) -> Event:
        return replace(self, **{"version": self.version + 1, **changes})


def guest_id_of(event_id: str, client_id: str) -> str:
    """The id of a client's one row at an event: whoever invites her twice meets the same row (rule W2)."""
    return derived_id("guest", event_id, client_id)
