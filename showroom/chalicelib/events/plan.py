"""Which notices follow a change: pure functions of values (rules C5, C7).

Everything that is told is planned here and nowhere else, so that what is read in a letter and when can be read in one
sitting. Each function returns all that its subject has still to be told; what is not in it any more is not sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event
from chalicelib.messaging.model import MOST_TRIES, ChannelName, Notice
from chalicelib.messaging.model import State as NoticeState
from chalicelib.messaging.plan import Quiet, after_quiet, at_once, reminder_due

REMINDED_BEFORE = (1440, 60)
"""Minutes before her sitting at which she is reminded."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the plan of a guest's notices depends on; `start` is the minute at which her sitting begins."""

    channels: Sequence[str]
    zone: str
    quiet: Quiet
    start: int

    @property
    def channel(self) -> ChannelName:
        """The channel on which she is written to first."""
        return "email" if "email" in self.channels or not self.channels else self.channels[0]  # type: ignore[return-value]


# ── hosts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def nothing(*_: object) -> tuple[Notice, ...]:
    """Nobody is told."""
    return ()


def after_publishing(_: Event, event: Event, now: int) -> tuple[Notice, ...]:
    """Every host is told, with a calendar file."""
    return _to_hosts("host.event_published", event, event.hosts, now)


def after_change(before: Event, event: Event, now: int) -> tuple[Notice, ...]:
    """Of a published event, who is to host now and was not, and who was and is not any more."""
    new = tuple(host for host in event.hosts if host not in before.hosts)
    gone = tuple(host for host in before.hosts if host not in event.hosts)
    return (
        *_to_hosts("host.event_published", event, new, now),
        *_to_hosts("host.event_called_off", event, gone, now),
    )


def after_moving(_: Event, event: Event, now: int) -> tuple[Notice, ...]:
    """Every host has it at another time."""
    return _to_hosts("host.event_moved", event, event.hosts, now)


def after_calling_off(before: Event, event: Event, now: int) -> tuple[Notice, ...]:
    """Every host is free again; of a draft nobody knew."""
    return _to_hosts("host.event_called_off", event, event.hosts, now) if before.is_running else ()


def _to_hosts(kind: str, event: Event, hosts: tuple[str, ...], now: int) -> tuple[Notice, ...]:
    if not event.is_known:
        return ()
    return tuple(at_once(f"{kind}~{host}", kind, "host", event.version, now) for host in hosts)


# ── guests ───────────────────────────────────────────────────────────────────────────────────────────────────────


def guest_invited(event: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """She is invited, from the hour at which her tier is; never in her quiet hours (rule C7)."""
    due = after_quiet(max(now, guest.release_at), setting.zone, setting.quiet)
    return (_hers("event.invited", guest, setting, due),) if due < event.cutoff else ()


def guest_accepted(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """She comes: all she needs, and reminders."""
    return (_hers("event.accepted", guest, setting, now), *_reminders(guest, setting, now))


def guest_waits(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """Nothing is free for her party: she is told so, and what happens next."""
    return (_hers("event.waitlisted", guest, setting, now),)


def guest_offered(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """A place is kept for her: told at once, since it runs out, also in the evening (rule C5)."""
    return (_hers("event.offered", guest, setting, now),)


def guest_let_go(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """The place she was offered has gone to the next."""
    return (_hers("event.offer_lapsed", guest, setting, after_quiet(now, setting.zone, setting.quiet)),)


def guest_declined(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """Her no is received; nothing asks her to think again."""
    return (_hers("event.declined", guest, setting, now),)


def guest_changed(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """She brings others, or more or fewer."""
    return (_hers("event.changed", guest, setting, now), *_reminders(guest, setting, now))


def guest_cancelled(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """She does not come after all."""
    return (_hers("event.cancelled", guest, setting, now),)


def guest_revoked(_: Event, before: Guest, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """The house has taken its invitation back: only who had a place, or was to have one, is told."""
    had = before.state in {GuestState.ACCEPTED, GuestState.OFFERED, GuestState.WAITLISTED}
    return (_hers("event.cancelled", guest, setting, now),) if had else ()


def guest_moved(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """The evening is at another time: who comes, waits or has yet to answer is told; who comes is reminded of it."""
    if guest.state in {GuestState.DECLINED, GuestState.CANCELLED, GuestState.REVOKED}:
        return ()
    if guest.sent_at is None and guest.state is GuestState.INVITED:
        return ()
    due = after_quiet(now, setting.zone, setting.quiet)
    told = _hers("event.moved", guest, setting, due if due < setting.start else now)
    return (told, *(_reminders(guest, setting, now) if guest.state is GuestState.ACCEPTED else ()))


def guest_called_off(_: Event, before: Guest, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """It will not take place: everybody who might still have come is told once."""
    known = before.sent_at is not None or before.state is not GuestState.INVITED
    gone = before.state in {GuestState.DECLINED, GuestState.CANCELLED, GuestState.REVOKED}
    return (_hers("event.called_off", guest, setting, now),) if known and not gone else ()


def kept(standing: Sequence[Notice], version: int) -> tuple[Notice, ...]:
    """What a row has still to say, for a new version of its guest of whom all of it holds as well."""
    waiting = {NoticeState.DUE, NoticeState.CLAIMED}
    return tuple(
        replace(notice, version=version, state=NoticeState.DUE, lease=None)
        for notice in standing
        if notice.state in waiting or (notice.state is NoticeState.FAILED and notice.tries < MOST_TRIES)
    )


def _hers(kind: str, guest: Guest, setting: Setting, due: int) -> Notice:
    told = at_once(kind, kind, "client", guest.version, due, setting.channel)
    return replace(told, state=NoticeState.DUE)


def _reminders(guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """A day and an hour before; the last of them waits for no morning: she is about to be called in."""
    found = []
    for before in REMINDED_BEFORE:
        due = (
            reminder_due(setting.start, before, setting.zone, setting.quiet, now)
            if before > 60
            else setting.start - before
        )
        if due is not None and now < due:
            found.append(replace(_hers("event.reminder", guest, setting, due), key=f"reminder-{before}"))
    return tuple(found)
