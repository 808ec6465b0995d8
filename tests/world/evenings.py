"""Evenings to test with: an event as a planner makes it, and guests as an invitation would."""

from __future__ import annotations

import itertools
from typing import Any

from chalicelib.bookings.keyed import Keyed
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event, EventKind, EventState, guest_id_of
from chalicelib.events.sittings import Shares, Sitting
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.ids import derived_id
from chalicelib.identity.model import Principal, Role
from chalicelib.wiring import World

_NUMBERS = itertools.count(1)


def planner(boutique: str) -> Principal:
    """Whoever plans the events of a boutique."""
    return Principal(Role.PLANNER, f"planner-of-{boutique}", frozenset({boutique}))


def press(act: str) -> Keyed:
    """A request that was never sent before."""
    return Keyed(act, derived_id("press", str(next(_NUMBERS))), "body" * 7)


def drafted(
    world: World,
    boutique: str,
    *,
    start: int,
    capacity: int = 4,
    hosts: tuple[str, ...],
    by_advisor: Shares = (),
    **about: Any,
) -> Event:
    """An event of one sitting of an hour, as a draft."""
    house = world.catalogue.boutique(boutique)
    language = world.catalogue.maison().default_language
    sittings = (Sitting("s1", start, start + 60, language, capacity, by_advisor),)
    event = Event(
        id="", version=0, state=EventState.DRAFT, boutique=boutique, zone=house.zone, hosts=hosts, sittings=sittings,
        **{"kind": EventKind.PRESENTATION, "title": {language: "An evening"}, "description": {}, "cutoff": start,
           "freeze": start, "created_at": 0, **about},
    )  # fmt: skip
    return world.events.draft(planner(boutique), event, press("draft")).event


def published(world: World, boutique: str, **about: Any) -> Event:
    """The same, published."""
    event = drafted(world, boutique, **about)
    return world.events.publish(planner(boutique), event.id, press("publish"), event.version).event


def bidden(
    world: World, event: Event, client: str, *, plus_ones: int = 0, advisor: str | None = None, **about: Any
) -> Guest:
    """A client who is invited."""
    moment = world.clock()
    now = minute_of(moment)
    guest = Guest(
        id=guest_id_of(event.id, client), event=event.id, client=client, version=1, state=GuestState.INVITED,
        language="en", invited_at=now, sent_at=now, max_plus_ones=plus_ones, advisor=advisor,
        schedule=event.schedule, **about,
    )  # fmt: skip
    audit = world.audit.of("guest.invite", guest.subject, "test", moment, after=guest.facts())
    world.table.commit([world.guest_store.create(guest, event.start), audit])
    return guest


def invited(guest: Guest) -> Principal:
    """Whoever holds a guest's link."""
    return Principal(Role.INVITED, guest.id, event=guest.event, link_version=guest.link_version)
