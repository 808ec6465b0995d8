"""Series: appointments every so many days, at the same hour on the venue's clock, each a booking of its own.

made     one transaction each, in order; the key of each follows from the series', so that a retry goes on
refused  a date that is not to be had is told with why and with other starts; the others are made all the same
after    each is moved, handed over or cancelled for itself; from one of them on, the rest are cancelled together
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chalicelib.bookings.keyed import Keyed, Outcome
from chalicelib.bookings.making import Making
from chalicelib.bookings.model import LIVE, Booking
from chalicelib.bookings.order import Order
from chalicelib.calendars.zones import instant, local_day, offset_at
from chalicelib.foundation.clock import MINUTES_A_DAY, minute_of
from chalicelib.foundation.errors import NotFound, SlotTaken
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Made:
    """What became of the dates of a series: its name, the bookings, and the starts that were refused."""

    series: str
    booked: tuple[Outcome, ...]
    refused: tuple[tuple[int, SlotTaken], ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """What became of the rest of a series, by start."""

    series: str
    cancelled: tuple[Outcome, ...]
    left: tuple[Booking, ...]


class Series(Making):
    """Makes appointments that recur."""

    def make(self, principal: Principal, order: Order, every_days: int, count: int, keyed: Keyed) -> Made:
        """Book the order's start and then every so many days, `count` in all, for a known client.

        Raises as a booking would, save that a date which is taken is told and passed over.
        """
        permits.require(principal, "booking.repeat", Target(boutique=order.boutique))
        starts = dates(order.start, self._catalogue.boutique(order.boutique).zone, every_days, range(count))
        return self._make(principal, replace(order, series=keyed.id_for(principal)), starts, keyed)

    def repeat(
        self, principal: Principal, boutique: str, booking_id: str, every_days: int, count: int, note: str, keyed: Keyed
    ) -> Made:
        """Book `count` more like an appointment there is, the first of them so many days after it."""
        permits.require(principal, "booking.repeat", Target(boutique=boutique))
        like = self._bookings.get(principal, booking_id, "booking.repeat")
        if like.boutique != boutique:
            raise NotFound(NOT_FOUND)
        starts = dates(like.start, like.zone, every_days, range(1, count + 1))
        details = replace(self._store.open(like), note=note, outside="")
        order = Order(
            boutique=like.boutique,
            experience=like.experience,
            start=like.start,
            language=like.language,
            adults=like.adults,
            children=like.children,
            advisor=like.advisor,
            minutes=like.end - like.start,
            series=like.series or like.id,
            client_zone=like.client_zone,
            client_id=like.client,
            details=details,
        )
        return self._make(principal, order, starts, keyed)

    def cancel_rest(self, principal: Principal, booking_id: str, keyed: Keyed) -> Rest:
        """Cancel an appointment of a series and all that come after it; what has begun meanwhile is left."""
        first = self._bookings.get(principal, booking_id, "booking.cancel_rest")
        series = first.series or first.id
        found = sorted(self._of(first.client, series), key=lambda one: one.start)
        now, key = minute_of(self._clock()), keyed.id_for(principal)
        cancelled, left = list[Outcome](), list[Booking]()
        for one in (each for each in found if each.start >= first.start):
            done = one.answered(key, keyed.body) is not None
            if not done and one.state_at(now) not in LIVE:
                continue
            if not done and now >= one.start:
                left.append(one)
                continue
            cancelled.append(self._bookings.cancel(principal, one.id, keyed, one.version))
        return Rest(series, tuple(cancelled), tuple(left))

    def _make(self, principal: Principal, order: Order, starts: Iterator[int], keyed: Keyed) -> Made:
        booked, refused = list[Outcome](), list[tuple[int, SlotTaken]]()
        for number, start in enumerate(starts):
            try:
                key = replace(keyed, key=f"{keyed.key}#{number}")
                booked.append(self.book(principal, replace(order, start=start), key))
            except SlotTaken as taken:
                refused.append((start, taken))
        return Made(order.series or "", tuple(booked), tuple(refused))

    def _of(self, client_id: str, series: str) -> Iterator[Booking]:
        start = None
        while True:
            page = self._store.of_client(client_id, _PAGE, start)
            yield from (one for one in page.items if series in (one.series, one.id))
            start = page.next_start
            if start is None:
                return


def dates(start: int, zone: str, every_days: int, numbers: range) -> Iterator[int]:
    """Yield the minutes at which a clock on the wall shows the same as at `start`, every so many days from its day on.

    Where that clock skips the hour, the first minute after it.
    """
    day = local_day(zone, start)
    wall = start + offset_at(zone, start)
    for number in numbers:
        yield (
            start if number == 0 else instant(zone, (day + number * every_days) * MINUTES_A_DAY + wall % MINUTES_A_DAY)
        )
