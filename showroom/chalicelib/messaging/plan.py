"""When a notice is due: pure functions of minutes, a zone and quiet hours (rules C5 and C7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from chalicelib.foundation.clock import local_of, minute_of
from chalicelib.messaging.model import ChannelName, Notice, To

EVENING_MINUTES = 60
"""How long before quiet hours begin a notice is sent that would have fallen into them."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nobody is written to, as minutes of her local day; 21:00 to 08:00 unless the maison differs."""

    start: int = 21 * 60
    end: int = 8 * 60

    def holds(self, minute_of_day: int) -> bool:
        """Say whether a local minute of the day is quiet. Equal ends mean that no hour is."""
        if self.start <= self.end:
            return self.start <= minute_of_day < self.end
        return minute_of_day >= self.start or minute_of_day < self.end


class Reminding(Protocol):
    """How an experience reminds: so many minutes before the start, by a channel."""

    @property
    def minutes_before(self) -> int:
        """How long before the start."""

    @property
    def channel(self) -> ChannelName:
        """By which channel."""


def reminder_due(start: int, minutes_before: int, zone: str, quiet: Quiet, now: int) -> int | None:
    """Return the minute at which to remind her, or None when that is already past.

    A minute in quiet hours on her clock (`zone`) moves to the evening before they begin; it never moves later, so it is
    never after the start.
    """
    due = before_quiet(start - minutes_before, zone, quiet)
    return due if now < due < start else None


def before_quiet(minute: int, zone: str, quiet: Quiet) -> int:
    """Return the minute itself, or the evening before when it falls in quiet hours on the clock of `zone`."""
    local = local_of(minute, zone)
    if not quiet.holds(local.hour * 60 + local.minute):
        return minute
    begins = _wall(local, quiet.start, zone)
    if begins > minute:
        begins = _wall(local, quiet.start, zone, days=-1)
    awake = (quiet.start - quiet.end) % (24 * 60)
    return begins - min(EVENING_MINUTES, awake)


def after_quiet(minute: int, zone: str, quiet: Quiet) -> int:
    """Return the minute itself, or the end of quiet hours when it falls in them: for news that can wait for morning."""
    local = local_of(minute, zone)
    if not quiet.holds(local.hour * 60 + local.minute):
        return minute
    ends = _wall(local, quiet.end, zone)
    return ends if ends > minute else _wall(local, quiet.end, zone, days=1)


def at_once(key: str, kind: str, to: To, version: int, now: int, channel: ChannelName = "email") -> Notice:
    """Return a notice that answers an act of just now: due already, resent when its fate is unknown."""
    return Notice(key=key, kind=kind, to=to, channel=channel, due=now, version=version, on_unknown=policy_of(channel))


def reminders(
    plans: Iterable[Reminding], *, kind: str, start: int, zone: str, quiet: Quiet, version: int, now: int
) -> tuple[Notice, ...]:
    """Return the reminders of a start that are still ahead of `now`, one for each channel and minute."""
    found: dict[tuple[str, int], Notice] = {}
    for plan in sorted(plans, key=lambda plan: -plan.minutes_before):
        due = reminder_due(start, plan.minutes_before, zone, quiet, now)
        if due is None:
            continue
        key = f"reminder-{plan.minutes_before}-{plan.channel}"
        notice = Notice(key, kind, "client", plan.channel, due, version, on_unknown=policy_of(plan.channel))
        found.setdefault((plan.channel, due), notice)
    return tuple(found.values())


def policy_of(channel: ChannelName) -> Literal["resend", "leave"]:
    """A letter that came twice is a small blemish and one that never came is not; a telephone that rings twice is."""
    return "resend" if channel == "email" else "leave"


def _wall(local: datetime, minute_of_day: int, zone: str, *, days: int = 0) -> int:
    day = local.date() + timedelta(days=days)
    wall = datetime.combine(day, time(*divmod(minute_of_day, 60)), tzinfo=ZoneInfo(zone))
    return minute_of(wall.astimezone(UTC))
