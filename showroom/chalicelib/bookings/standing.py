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
    """Return everything it takes of agendas: none once it takes nobody's time, two while a proposal is held.

    The proposal has the same expiry in every entry, so it counts no more from that minute on (rule H1). Where a
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
    proposal = booking.proposed
    if proposal is None or booking.state is not State.CONFIRMED:
        return (standing,)
    same_day = local_day(booking.zone, proposal.start) == local_day(booking.zone, booking.start)
    held = replace(
        standing,
        ref=proposal_ref(booking.id),
        start=proposal.start,
        end=proposal.start + booking.end - booking.start,
        hosts=hosts_of(booking.boutique, proposal.advisor, proposal.room),
        daily=() if same_day else standing.daily,
        quotas=(),
        expires_at=proposal.expires_at,
    )
    return standing, held


def spots_of(booking: Booking) -> list[Spot]:
    """Return the agendas in which a booking has entries."""
    return [spot for placement in placements(booking) for spot in placement.entries()]


def hosts_of(boutique: str, advisor: str, room: str | None) -> tuple[Resource, ...]:
    """Return who and what receives: the advisor, and the room if there is one."""
    hosts = [staff_resource(boutique, advisor)]
    if room:
        hosts.append(room_resource(boutique, room))
    return tuple(hosts)
