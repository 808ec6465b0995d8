"""Where a booking stands in agendas: at its time, and at one proposed instead while that is held. Pure."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.bookings.model import ATTENDED, LIVE, PENDING, Booking, State
from chalicelib.calendars.agenda import (
    Placement,
    Resource,
    Spot,
    client_resource,
    limit_resource,
    proposal_ref,
    quota_resource,
    room_resource,
    staff_resource,
)
from chalicelib.calendars.zones import local_day


def placements(booking: Booking) -> tuple[Placement, ...]:
    """Return everything it takes of agendas: none once it takes nobody's time, more than one while proposals are held.

    Options are nowhere but where they are held.
    A proposal has the same expiry in every entry, so it counts no more from that minute on (rule H1). Where a
    boutique counts experiences by day, one booking counts once on each day.
    """
    if booking.state not in LIVE | ATTENDED:
        return ()
    quotas = [
        quota_resource(kind, who) for kind, who in (("visitor", booking.visitor), ("contact", booking.contact)) if who
    ]
    standing = Placement(
        ref=booking.id,
        start=booking.start,
        end=booking.end,
        before=booking.before,
        after=booking.after,
        zone=booking.zone,
        hosts=hosts_of(booking.boutique, booking.advisor, booking.room),
        client=client_resource(booking.client),
        daily=(limit_resource(booking.boutique, booking.experience),) if booking.limited else (),
        quotas=tuple(quotas),
        expires_at=booking.expires_at if booking.state in PENDING else None,
    )
    if booking.is_options:
        return tuple(_held(booking, replace(standing, daily=())))
    if booking.state is not State.CONFIRMED:
        return (standing,)
    return (standing, *_held(booking, standing))


def _held(booking: Booking, standing: Placement) -> list[Placement]:
    there = {(resource, local_day(booking.zone, booking.start)) for resource in standing.daily}
    counting: dict[tuple[Resource, int], int] = {}
    """Day limit → which proposal counts in it: of those on one day, the one that is held longest."""
    for number in sorted(range(len(booking.proposals)), key=lambda one: booking.proposals[one].expires_at):
        would = booking.as_proposed(booking.proposals[number])
        if would.limited:
            limit = limit_resource(would.boutique, would.experience), local_day(would.zone, would.start)
            counting |= {} if limit in there else {limit: number}
    held = []
    for number, proposal in enumerate(booking.proposals):
        would = booking.as_proposed(proposal)
        held.append(
            Placement(
                ref=proposal_ref(booking.id, number + 1),
                start=would.start,
                end=would.end,
                before=would.before,
                after=would.after,
                zone=would.zone,
                hosts=hosts_of(would.boutique, would.advisor, would.room),
                client=standing.client,
                daily=tuple(resource for (resource, _), one in counting.items() if one == number),
                expires_at=proposal.expires_at,
            )
        )
    return held


def waits_until(booking: Booking) -> int | None:
    """Return until which minute it waits for somebody's answer, None when for nobody's: a request for the house's, what
    is proposed for hers, and what is to be moved for another time until it is over."""
    if booking.state is State.REQUESTED:
        return booking.expires_at
    if booking.state is not State.CONFIRMED:
        return None
    return booking.end if booking.to_be_moved else max((one.expires_at for one in booking.proposals), default=None)


def spots_of(booking: Booking) -> list[Spot]:
    """Return the agendas in which a booking has entries."""
    return [spot for placement in placements(booking) for spot in placement.entries()]


def hosts_of(boutique: str, advisor: str, room: str | None) -> tuple[Resource, ...]:
    """Return who and what receives: the advisor, and the room if there is one."""
    hosts = [staff_resource(boutique, advisor)]
    if room:
        hosts.append(room_resource(boutique, room))
    return tuple(hosts)
