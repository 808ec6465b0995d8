"""Which notices a booking's change gives rise to: to whom, by which channel, due when. Pure.

Every change of a booking rewrites its whole plan, so what no longer holds is simply not in it any more: a cancelled
booking has no reminder left to stop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chalicelib.bookings.model import Booking, State
from chalicelib.boutiques.model import Experience
from chalicelib.messaging.model import MOST_TRIES, ChannelName, Notice
from chalicelib.messaging.model import State as NoticeState
from chalicelib.messaging.plan import Quiet, after_quiet, at_once, reminders

ANSWERS_BY = ("host", "deputy", "manager")
"""Who is asked to answer a request, each after the one before has let the time go by."""

OpeningAfter = Callable[[int, int], int]
"""(minute, opening minutes) → the minute at which the boutique has been open that long."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a plan depends on besides the booking: how she is written to, when she sleeps, when the house is open."""

    experience: Experience
    channels: tuple[str, ...]
    zone: str
    """The client's clock: her own zone for a conversation at a distance, the venue's for a visit."""
    quiet: Quiet
    opening_after: OpeningAfter
    elsewhere: bool = False
    """She has an advisor of her own, in another boutique than the booking's."""

    @property
    def channel(self) -> ChannelName:
        """The channel of her letters: the one she prefers, else e-mail where she has one."""
        first = self.channels[0] if self.channels else "email"
        return first if first in ("sms", "whatsapp") else "email"  # type: ignore[return-value]

    def takes(self, channel: ChannelName) -> bool:
        """Say whether a reminder by `channel` is planned; WhatsApp leads on to her other channels when it is due."""
        return channel in self.channels or (channel == "whatsapp" and bool(self.channels))


def answer_by(experience: Experience, start: int, now: int, opening_after: OpeningAfter) -> int:
    """Return when a request lapses: after host, deputy and manager had their time, at the latest at its start."""
    return min(opening_after(now, len(ANSWERS_BY) * experience.respond_opening_minutes), start)


def after_booking(booking: Booking, setting: Setting, now: int) -> tuple[Notice, ...]:
    """A new booking, or a hold that was confirmed by its link. Of one that has begun there is nothing to say."""
    if booking.walk_in:
        return ()
    if booking.state is State.HELD and booking.code is not None:
        # By short message whatever she prefers, and a key of its own for each: one is history when the next is sent.
        kind = "booking.confirm_code"
        return (at_once(f"{kind}-{booking.code.serial}", kind, "client", booking.version, now, "sms"),)
    if booking.is_options:
        lapses = booking.expires_at if booking.expires_at is not None else booking.start
        due = after_quiet(now, setting.zone, setting.quiet)
        asked = _client("booking.options", booking, setting, now)
        lapsed = _later("host.options_lapsed", "host.options_lapsed", "host", lapses, booking.version)
        return (replace(asked, due=due) if due < lapses else asked, lapsed)
    if booking.state is State.HELD:
        return (_client("booking.confirm_link", booking, setting, now),)
    if booking.state is State.REQUESTED:
        return (_client("booking.request_received", booking, setting, now), *_asking(booking, setting, now))
    return (
        _client("booking.confirmed", booking, setting, now),
        _host("host.booked", booking, now),
        *_elsewhere(booking, setting, now),
        *_reminders(booking, setting, now),
    )


def after_acceptance(booking: Booking, setting: Setting, now: int) -> tuple[Notice, ...]:
    """The house said yes: she is told, and the host gets the appointment for the calendar."""
    return (
        _client("booking.accepted", booking, setting, now),
        _host("host.booked", booking, now),
        *_elsewhere(booking, setting, now),
        *_reminders(booking, setting, now),
    )


def after_refusal(booking: Booking, setting: Setting, now: int) -> tuple[Notice, ...]:
    """The house said no."""
    return (_client("booking.declined", booking, setting, now),)


def after_move(before: Booking, booking: Booking, setting: Setting, now: int) -> tuple[Notice, ...]:
    """It begins at another minute. A host who no longer receives her is told too."""
    if booking.state is State.HELD:
        return after_booking(booking, setting, now)
    told: list[Notice] = [_client("booking.moved", booking, setting, now)]
    if (before.boutique, before.advisor) != (booking.boutique, booking.advisor):
        told.append(_parting(before, booking, now))
    if booking.state is State.REQUESTED:
        return (*told, *_asking(booking, setting, now))
    kind = "host.moved" if len(told) == 1 else "host.booked"
    if before.boutique != booking.boutique:
        told += _elsewhere(booking, setting, now)
    return (*told, _host(kind, booking, now), *_reminders(booking, setting, now))


def after_handing_over(before: Booking, booking: Booking, setting: Setting, now: int) -> tuple[Notice, ...]:
    """A colleague receives her: the former host is told, the new one has it, and she learns the name, once.

    In her quiet hours the letter waits for the morning. Who is still waiting for an answer is told the name with it.
    """
    parting = _parting(before, booking, now)
    if booking.state is State.REQUESTED:
        return (parting, *_asking(booking, setting, now))
    due = after_quiet(now, setting.zone, setting.quiet)
    told = _client("booking.handed_over", booking, setting, now)
    told = replace(told, due=due) if due < booking.start else told
    return (told, parting, _host("host.booked", booking, now), *_reminders(booking, setting, now))


_TELLS_ALL = frozenset(
    {"booking.confirmed", "booking.accepted", "booking.moved", "booking.handed_over", "host.booked", "host.moved"}
)
"""Letters that say all of an appointment, and enclose it: while one has yet to leave, nothing more need be said."""


def after_resize(standing: Sequence[Notice], booking: Booking, setting: Setting, now: int) -> tuple[Notice, ...]:
    """It lasts longer or less long. She and the host learn it once, with the calendar file, until it has begun."""
    waiting = carried(standing, booking.version)
    if booking.state is State.REQUESTED:
        return tuple(waiting)
    first = [notice for notice in waiting if notice.kind in _TELLS_ALL]
    if booking.state is not State.CONFIRMED or now >= booking.start:
        return tuple(first)
    readers = {notice.to for notice in first}
    due = after_quiet(now, setting.zone, setting.quiet)
    told = _client("booking.moved", booking, setting, now)
    told = replace(told, due=due) if due < booking.start else told
    more = [each for each in (told, _host("host.moved", booking, now)) if each.to not in readers]
    return (*first, *more, *_reminders(booking, setting, now))


def with_partings(standing: Sequence[Notice], told: Sequence[Notice], booking: Booking) -> tuple[Notice, ...]:
    """Add what former hosts have still to be told: whatever has changed since, they receive her no more."""
    keys = {notice.key for notice in told}
    return (
        *told,
        *(n for n in carried(standing, booking.version)
          if n.key not in keys and recipient_of(n) not in (None, (None, booking.advisor))),
    )  # fmt: skip


def after_proposal(booking: Booking, setting: Setting, now: int) -> tuple[Notice, ...]:
    """The house would rather have her otherwise, or has to. In her quiet hours the letter waits for the morning.

    While the question is open, a reminder of the present time is the question once more; after it has lapsed,
    reminders are ordinary again, and the host is told.
    """
    lapses = max((one.expires_at for one in booking.proposals), default=booking.start)
    due = after_quiet(now, setting.zone, setting.quiet)
    asked = _client("booking.move_proposed", booking, setting, now)
    reminded = [
        replace(notice, kind="booking.move_proposed") if notice.due < lapses else notice
        for notice in _reminders(booking, setting, now)
    ]
    lapsed = _later("host.proposal_lapsed", "host.proposal_lapsed", "host", lapses, booking.version)
    told = (replace(asked, due=due) if due < lapses else asked, *reminded)
    return (*told, lapsed) if booking.proposals else told


def after_no_to_proposal(booking: Booking, setting: Setting, now: int) -> tuple[Notice, ...]:
    """Another time than the proposed one: the host is told, and the present time is as it was."""
    return (_host("host.proposal_refused", booking, now), *_reminders(booking, setting, now))


def after_moving_hold(standing: Sequence[Notice], booking: Booking) -> tuple[Notice, ...]:
    """A hold that waits for a code begins at another minute: the code stays what it is and is not sent again."""
    return tuple(carried(standing, booking.version))


def after_late(standing: Sequence[Notice], booking: Booking, now: int) -> tuple[Notice, ...]:
    """She is running late: the host is told at once, by letter and by short message; all else is still to be said."""
    kind = "host.running_late"
    told = (_host(kind, booking, now), at_once(f"{kind}-sms", kind, "host", booking.version, now, "sms"))
    gone = {*(notice.key for notice in told), "host.proposal_lapsed"}
    return (*(n for n in carried(standing, booking.version) if n.key not in gone), *told)


def to_host_alone(booking: Booking, now: int) -> tuple[Notice, ...]:
    """It will not take place, and its client is told in another letter."""
    return (_host("host.cancelled", booking, now),)


def after_cancel(before: Booking, booking: Booking, setting: Setting, now: int) -> tuple[Notice, ...]:
    """It will not take place. A hold that nobody was told of ends in silence; of options the host is told."""
    if before.is_options:
        return (_host("host.options_refused", booking, now),)
    if before.state is State.HELD:
        return ()
    return (_client("booking.cancelled", booking, setting, now), _host("host.cancelled", booking, now))


def recipient_of(notice: Notice) -> tuple[str | None, str] | None:
    """Return whom a notice names outright (`…~<staff id>`, `…~<boutique>/<staff id>` of another boutique), as boutique
    and staff id; or None when the booking says who it is."""
    _, marked, named = notice.key.partition("~")
    boutique, _, staff = named.rpartition("/")
    return (boutique or None, staff) if marked else None


def carried(standing: Sequence[Notice], version: int) -> list[Notice]:
    """Return what a row has still to say, for a new version of its booking of which all of it holds as well."""
    waiting = {NoticeState.DUE, NoticeState.CLAIMED}
    return [
        replace(notice, version=version, state=NoticeState.DUE, lease=None)
        for notice in standing
        if notice.state in waiting or (notice.state is NoticeState.FAILED and notice.tries < MOST_TRIES)
    ]


def _client(kind: str, booking: Booking, setting: Setting, now: int) -> Notice:
    return at_once(kind, kind, "client", booking.version, now, setting.channel)


def _host(kind: str, booking: Booking, now: int) -> Notice:
    return at_once(kind, kind, "host", booking.version, now)


def _parting(before: Booking, booking: Booking, now: int) -> Notice:
    kind = "host.handed_over"
    elsewhere = f"{before.boutique}/" if before.boutique != booking.boutique else ""
    return at_once(f"{kind}~{elsewhere}{before.advisor}", kind, "host", booking.version, now)


def _elsewhere(booking: Booking, setting: Setting, now: int) -> tuple[Notice, ...]:
    """Her own advisor learns that a colleague elsewhere receives her, and may read her card meanwhile."""
    return (_host("host.elsewhere", booking, now),) if setting.elsewhere else ()


def _reminders(booking: Booking, setting: Setting, now: int) -> Sequence[Notice]:
    plans = [plan for plan in setting.experience.notices if setting.takes(plan.channel)]
    return reminders(
        plans,
        kind="booking.move_proposed" if booking.to_be_moved else "booking.reminder",
        start=booking.start,
        zone=setting.zone,
        quiet=setting.quiet,
        version=booking.version,
        now=now,
    )


def _asking(booking: Booking, setting: Setting, now: int) -> Sequence[Notice]:
    """The host is asked at once, deputy and manager each when the one before let the time go by; then it lapses."""
    lapses = booking.expires_at if booking.expires_at is not None else booking.start
    asked = [_host("host.requested", booking, now)]
    for turn, who in enumerate(ANSWERS_BY[1:], start=1):
        due = setting.opening_after(now, turn * setting.experience.respond_opening_minutes)
        if due < lapses:
            asked.append(_later(f"host.escalated-{who}", "host.escalated", who, due, booking.version))
    lapsed = _later("booking.lapsed", "booking.lapsed", "client", lapses, booking.version, setting.channel)
    return [*asked, lapsed]


def _later(key: str, kind: str, to: str, due: int, version: int, channel: ChannelName = "email") -> Notice:
    return Notice(key, kind, to, channel, due, version, state=NoticeState.DUE)  # type: ignore[arg-type]
