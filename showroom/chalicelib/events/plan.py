"""Which notices follow a change: pure functions of values (rules C5, C7).

Everything that is told is planned here and nowhere else, so that what is read in a letter and when can be read in one
sitting. Each function returns all that its subject has still to be told; what is not in it any more is not sent, so
nobody is reminded of what she cancelled, or of an hour that has moved.

What answers an act of hers is said at once. News waits for her morning; not when it would then come too late.
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
INVITED = "event.invited"
HOST_LATE = "host.dinner_late"
NAMES_ASKED = "event.names_asked"
FILM_MOVED = "event.film_moved"
NOT_GRANTED = "event.not_granted"
NAMES_BEFORE = 2 * 1440
"""Minutes before the freeze at which she is reminded of names that she has not given (rule G2)."""
_WINDOWS = frozenset({"event.window", "event.window_moved"})
_GONE = frozenset({GuestState.DECLINED, GuestState.CANCELLED, GuestState.REVOKED})
_HAD = frozenset({GuestState.ACCEPTED, GuestState.OFFERED, GuestState.WAITLISTED})


@dataclass(frozen=True, slots=True)
class Setting:
    """What the plan of a guest's notices depends on; `start` is the minute at which her sitting begins.

    `zone` is her own clock: that of her own boutique, or of the address that a dinner comes to.
    """

    channels: Sequence[str]
    zone: str
    quiet: Quiet
    start: int

    @property
    def channel(self) -> ChannelName:
        """The channel of letters with a link or a calendar file: e-mail, where she has it."""
        return "email" if "email" in self.channels or not self.channels else self.channels[0]  # type: ignore[return-value]

    @property
    def quick(self) -> ChannelName:
        """The channel of what cannot wait: the one she prefers."""
        return self.channels[0] if self.channels else "email"  # type: ignore[return-value]

    def morning(self, minute: int) -> int:
        """Return the minute, or the end of her quiet hours when it falls in them."""
        return after_quiet(minute, self.zone, self.quiet)

    def news(self, now: int, last: int | None = None) -> int:
        """Return when to say what happened: in her waking hours, unless that were not before `last` (her start)."""
        due = self.morning(now)
        return due if due < (self.start if last is None else last) else now


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


def host_of(notice: Notice) -> str:
    """Return the staff id of the host whom a notice names."""
    return notice.key.partition("~")[2]


def still_to_hosts(standing: Sequence[Notice], told: Sequence[Notice], event: Event) -> tuple[Notice, ...]:
    """Add what hosts have still to be told of earlier changes; whoever is told something now has all of it in that."""
    named = {host_of(notice) for notice in told}
    return (*told, *(notice for notice in kept(standing, event.version) if host_of(notice) not in named))


def _to_hosts(kind: str, event: Event, hosts: tuple[str, ...], now: int) -> tuple[Notice, ...]:
    if not event.is_known:
        return ()
    return tuple(at_once(f"{kind}~{host}", kind, "host", event.version, now) for host in hosts)


# ── guests ───────────────────────────────────────────────────────────────────────────────────────────────────────


def guest_invited(event: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """She is invited, from the hour at which her tier is; never in her quiet hours (rule C7)."""
    due = setting.morning(max(now, guest.release_at))
    last = event.cutoff if guest.expires_at is None else min(event.cutoff, guest.expires_at)
    return (_hers(INVITED, guest, setting, due),) if due < last else ()


def guest_accepted(event: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """She comes: all she needs, and reminders."""
    return (_hers("event.accepted", guest, setting, now), *_reminders(event, guest, setting, now))


def guest_waits(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """Nothing is free for her party: she is told so, and what happens next."""
    return (_hers("event.waitlisted", guest, setting, now),)


def guest_offered(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """A place is kept for her: told in her waking hours while half of its time is left by then, else at once (W4)."""
    until = guest.offer_expires_at if guest.offer_expires_at is not None else setting.start
    return (_hers("event.offered", guest, setting, setting.news(now, now + (until - now) // 2 + 1)),)


def guest_let_go(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """The place she was offered has gone to the next; once the evening has begun there is nothing to say (W5)."""
    due = setting.morning(now)
    return (_hers("event.offer_lapsed", guest, setting, due),) if due < setting.start else ()


def guest_declined(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """Her no is received; nothing asks her to think again (rule C2)."""
    return (_hers("event.declined", guest, setting, now),)


def guest_changed(event: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """She brings others, or more or fewer."""
    return (_hers("event.changed", guest, setting, now), *_reminders(event, guest, setting, now))


def guest_not_granted(standing: Sequence[Notice], guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """What she asked for after the freeze is not possible: all else that is still to be said holds (rule G4)."""
    return _beside(standing, guest, _hers(NOT_GRANTED, guest, setting, setting.news(now)))


def guest_cancelled(_: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """She does not come after all."""
    return (_hers("event.cancelled", guest, setting, now),)


def guest_revoked(_: Event, before: Guest, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """The house has taken its invitation back: only who had a place, or was to have one, is told."""
    return (_hers("event.cancelled", guest, setting, setting.news(now)),) if before.state in _HAD else ()


def guest_moved(
    event: Event, guest: Guest, setting: Setting, now: int, standing: Sequence[Notice] = (), *, carried: bool = False
) -> tuple[Notice, ...]:
    """The evening is at another time: who comes, waits or has yet to answer is told; who comes is reminded of it.

    Who has not been invited yet learns the new time from her invitation, which is still to come (`standing`). To whom a
    courier comes at a known hour (`carried`), one letter says when the film begins and when the dinner comes (rule D5).
    """
    if guest.state in _GONE or guest.has_lapsed(now):
        return ()
    if not _knows(guest, standing):
        return guest_invited(event, guest, setting, now) if _invites(standing) else ()
    comes = guest.state is GuestState.ACCEPTED
    told = _hers(FILM_MOVED if comes and carried else "event.moved", guest, setting, setting.news(now))
    return (told, *(_reminders(event, guest, setting, now) if comes else ()))


def guest_called_off(
    _: Event, before: Guest, guest: Guest, setting: Setting, now: int, standing: Sequence[Notice] = ()
) -> tuple[Notice, ...]:
    """It will not take place: everybody who has heard of it, and might still have come, is told once."""
    if before.state in _GONE or not _knows(before, standing):
        return ()
    return (_hers("event.called_off", guest, setting, setting.news(now)),)


def kept(standing: Sequence[Notice], version: int) -> tuple[Notice, ...]:
    """What a row has still to say, for a new version of its subject of which all of it holds as well."""
    waiting = {NoticeState.DUE, NoticeState.CLAIMED}
    return tuple(
        replace(notice, version=version, state=NoticeState.DUE, lease=None)
        for notice in standing
        if notice.state in waiting or (notice.state is NoticeState.FAILED and notice.tries < MOST_TRIES)
    )


# ── dinners: said beside what is still to be said ────────────────────────────────────────────────────────────────


def guest_asked(standing: Sequence[Notice], guest: Guest, setting: Setting, now: int, until: int) -> tuple[Notice, ...]:
    """The kitchen must know what each of them eats by minute `until`: she is asked, or asked again (rules D1, D2)."""
    due = setting.morning(now)
    return _beside(standing, guest, _hers("event.diets_asked", guest, setting, due) if due < until else None)


def guest_awaits(
    standing: Sequence[Notice], guest: Guest, setting: Setting, now: int, window_start: int, *, again: bool
) -> tuple[Notice, ...]:
    """Her courier's hours are known, or (`again`) are others than she was told (rule D5).

    A letter that has not gone yet, of the first hours or of a film that moved, says the present ones; nothing is said
    of a window that has begun.
    """
    waiting = kept(standing, guest.version)
    if any(one.kind == FILM_MOVED for one in waiting):
        return tuple(one for one in waiting if one.kind not in _WINDOWS)
    others = [one for one in waiting if one.kind not in _WINDOWS]
    if now >= window_start:
        return _beside(others, guest, None)
    first = any(one.kind == "event.window" for one in waiting)
    kind = "event.window_moved" if again and not first else "event.window"
    return _beside(others, guest, _hers(kind, guest, setting, setting.news(now, window_start)))


def tells_hours(standing: Sequence[Notice]) -> bool:
    """Say whether a letter that has not gone yet will tell her the courier's present hours."""
    return any(one.is_waiting and one.kind in _WINDOWS | {FILM_MOVED} for one in standing)


def guest_delayed(standing: Sequence[Notice], guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """Her dinner is late: said at once, by the channel she prefers (rules C5, D8)."""
    return _beside(standing, guest, _hers("event.delivered_late", guest, setting, now, setting.quick))


def host_of_late(standing: Sequence[Notice], guest: Guest, household: str, now: int) -> tuple[Notice, ...]:
    """Nothing has come to one of her party's doors: her advisor is told before the film begins (rule D8).

    By letter and, since the night is short, by a short message that says that there is one.
    """
    key = f"late-{household}"
    quick = at_once(f"{key}+sms", HOST_LATE, "host", guest.version, now, "sms")
    return _beside(_beside(standing, guest, at_once(key, HOST_LATE, "host", guest.version, now)), guest, quick)


def household_of(notice: Notice) -> str:
    """Return the id of the household whose boxes a letter to a host is about."""
    return notice.key.removeprefix("late-").partition("+")[0]


def _beside(standing: Sequence[Notice], guest: Guest, told: Notice | None) -> tuple[Notice, ...]:
    more = () if told is None else (told,)
    return (*(one for one in kept(standing, guest.version) if told is None or one.key != told.key), *more)


# ── how ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _invites(standing: Sequence[Notice]) -> bool:
    return any(notice.kind == INVITED and notice.is_waiting for notice in standing)


def _knows(guest: Guest, standing: Sequence[Notice]) -> bool:
    """Say whether she has heard of the evening: she has answered or looked, or her invitation has gone."""
    return guest.state is not GuestState.INVITED or (guest.sent_at is not None and not _invites(standing))


def _hers(kind: str, guest: Guest, setting: Setting, due: int, channel: ChannelName | None = None) -> Notice:
    return at_once(kind, kind, "client", guest.version, due, channel or setting.channel)


def _reminders(event: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """A day and an hour before. In her quiet hours each moves to the evening before, but an hour before something that
    itself begins in them she is awake. Before the freeze, of names that she has not given by then (rule G2)."""
    found: dict[int, Notice] = {}
    for before in REMINDED_BEFORE:
        awake = before == min(REMINDED_BEFORE) and setting.morning(setting.start) != setting.start
        due = setting.start - before if awake else reminder_due(setting.start, before, setting.zone, setting.quiet, now)
        if due is not None and now < due:
            found[due] = replace(_hers("event.reminder", guest, setting, due), key=f"reminder-{before}")
    return (*_asked_for_names(event, guest, setting, now), *found.values())


def _asked_for_names(event: Event, guest: Guest, setting: Setting, now: int) -> tuple[Notice, ...]:
    """Who comes with others is asked for their names, once; whether any is lacking is known when it is sent."""
    due = setting.morning(event.freeze - NAMES_BEFORE)
    return (_hers(NAMES_ASKED, guest, setting, due),) if guest.party > 1 and now < due < event.freeze else ()
