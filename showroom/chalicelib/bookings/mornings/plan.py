"""When the morning's letter is due, and what of a boutique's day belongs in it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.bookings.diary import Engagement
from chalicelib.bookings.model import State
from chalicelib.calendars.zones import instant, local_day
from chalicelib.foundation.clock import MINUTES_A_DAY
from chalicelib.messaging.model import Notice, NoticeRow

KIND = "host.morning"


@dataclass(frozen=True, slots=True)
class Morning:
    """One letter: the day it speaks of (as a number on the boutique's calendar), and the minute at which it is due."""

    day: int
    due: int

    def notice(self) -> Notice:
        """The notice; the day is its version, so a letter of another day is never true."""
        return Notice(f"morning-{self.day}", KIND, "host", "email", self.due, self.day)


def next_morning(zone: str, wall: int, now: int) -> Morning:
    """Return the next letter after minute `now`, at `wall` minutes of a local day: moved past a spring gap, and in
    autumn at the first of two such hours."""
    today = local_day(zone, now)
    mornings = (Morning(day, instant(zone, day * MINUTES_A_DAY + wall)) for day in (today, today + 1))
    return next(one for one in mornings if one.due > now)


def is_planned(row: NoticeRow | None, morning: Morning) -> bool:
    """Say whether a row has a day's letter, or a later one's."""
    return row is not None and row.version >= morning.day


@dataclass(frozen=True, slots=True)
class Brief:
    """What one advisor is told in the morning, each in the order of time."""

    received: tuple[Engagement, ...]
    """Whom she receives today."""
    moving: tuple[Engagement, ...]
    """Who is to be moved, today's and later."""
    asking: tuple[Engagement, ...]
    """Requests that wait for her answer, the longest waiting first."""
    proposed: tuple[Engagement, ...]
    """Clients who have not answered a proposal."""

    def is_due(self, works: bool) -> bool:
        """Say whether there is something to tell: whoever has the day off and receives nobody is left in peace."""
        return bool(self.received or (works and (self.moving or self.asking or self.proposed)))


def brief(advisor: str, today: Sequence[Engagement], waiting: Sequence[Engagement]) -> Brief:
    """Return what of a boutique's day, and of what waits in it, is one advisor's."""
    hers = [one for one in waiting if one.advisor == advisor]
    settled = [one for one in hers if one.booking.state is not State.REQUESTED]
    return Brief(
        received=tuple(
            one
            for one in today
            if one.advisor == advisor
            and not one.proposed
            and one.booking.state is State.CONFIRMED
            and not one.booking.to_be_moved
        ),
        moving=tuple(one for one in settled if one.booking.to_be_moved),
        asking=tuple(one for one in hers if one.booking.state is State.REQUESTED),
        proposed=tuple(one for one in settled if not one.booking.to_be_moved),
    )
