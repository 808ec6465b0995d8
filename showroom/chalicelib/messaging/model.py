"""Notices and their one life, as pure functions of values.

    DUE ──claim──▶ CLAIMED ──take──▶ SENDING ──▶ SENT
     ▲               │ ▲ lease past     │ ├────▶ FAILED    refused for certain; due again up to three tries
     │               │ └─claim again    │ └────▶ DUE       throttled: not sent, due again in a minute
     │               │                  │ (SENT ─▶ BOUNCED when it comes back: `fallback`)
     │               └──▶ DROPPED       └ lease past ──▶ UNKNOWN, or CLAIMED once more and `doubtful`
     └ FAILED, when its next try is due, is claimed like DUE

Timeline of one letter: the sender reads the row consistently, composes, writes SENDING *only if the row is still the
one it read*, and calls the provider at once. Every write raises the row's revision, so whatever committed in between (a
cancel, a move, another sender) makes that write fail, and nothing is sent. A crash after the call and before SENT is
the one window in which a letter may go twice; it then goes twice at most, and the notice says `doubtful`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol

CLAIM_MINUTES = 2
"""How long a claim waits for its sender before the sweep claims again."""
SENDING_MINUTES = 3
"""How long a send may take; longer than the sender function lives, so past it nobody is still sending."""
MOST_TRIES = 3
RETRY_MINUTES = (5, 30)
"""Wait after the first and the second definite refusal."""
MOST_KEPT = 4
"""How many finished notices of earlier versions a row remembers."""

To = Literal["client", "delegate", "leaving", "host", "deputy", "manager", "boutique"]
ChannelName = Literal["email", "sms", "whatsapp"]


class State(StrEnum):
    """Where a notice is in its life."""

    DUE = "due"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message that is due: what it is, to whom, by which channel, when (a minute), and how far it has come."""

    key: str
    """Unique in its row, e.g. `reminder-1440-email`."""
    kind: str
    """The letter's template, e.g. `booking.reminder`."""
    to: To
    channel: ChannelName
    due: int
    """The minute at which it should (next) be sent."""
    version: int
    """The subject's version it speaks of."""
    state: State = State.DUE
    fence: int = 0
    """The row's revision at the last claim or send: never repeated, so an outcome names exactly one attempt."""
    lease: int | None = None
    """Until which minute a claim or a send is believed to be alive."""
    tries: int = 0
    provider_id: str | None = None
    on_unknown: Literal["resend", "leave"] = "resend"
    doubtful: bool = False
    """An earlier attempt may have reached her."""
    fell: tuple[ChannelName, ...] = ()
    """The channels that failed for certain before this one was taken."""
    about: tuple[tuple[str, str, int], ...] = ()
    """Of a letter about several appointments: the kind, the id and the version of each."""

    @property
    def is_waiting(self) -> bool:
        """Say whether it has still to be sent, or is being sent just now."""
        retried = self.state is State.FAILED and self.tries < MOST_TRIES
        return retried or self.state in (State.DUE, State.CLAIMED, State.SENDING)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """All notices of one subject (`booking#<id>`, `wish#<id>`, `delegate#<id>`); `revision` counts the row's writes."""

    subject: str
    version: int
    revision: int
    notices: tuple[Notice, ...]

    def find(self, key: str) -> Notice | None:
        """Return the notice called `key`."""
        return next((notice for notice in self.notices if notice.key == key), None)


# ── pure transitions ─────────────────────────────────────────────────────────────────────────────────────────────


def attention(notice: Notice) -> int | None:
    """Return the minute at which the sweep must look at this notice, or None when its life is over."""
    match notice.state:
        case State.DUE:
            return notice.due
        case State.FAILED:
            return notice.due if notice.tries < MOST_TRIES else None
        case State.CLAIMED | State.SENDING:
            return notice.lease
        case _:
            return None


def next_attention(notices: Iterable[Notice]) -> int | None:
    """Return the earliest minute at which any notice needs a look: what the row carries into the due index."""
    return min((minute for minute in map(attention, notices) if minute is not None), default=None)


def claim(notice: Notice, fence: int, now: int) -> Notice:
    """Return the notice promised to a sender until the lease ends."""
    return replace(notice, state=State.CLAIMED, fence=fence, lease=now + CLAIM_MINUTES)


def born(notice: Notice, fence: int, now: int) -> Notice:
    """Return a new notice as it enters its row: claimed at once when already due, since the API nudges the queue."""
    return claim(notice, fence, now) if notice.state is State.DUE and notice.due <= now else notice


def attend(notice: Notice, fence: int, now: int) -> Notice:
    """Return the notice as a sweep at `now` leaves it: claimed, judged unknown, or untouched."""
    looked_at = attention(notice)
    if looked_at is None or looked_at > now:
        return notice
    if notice.state is not State.SENDING:
        return claim(notice, fence, now)
    if notice.on_unknown == "resend" and not notice.doubtful:
        return claim(replace(notice, doubtful=True), fence, now)
    return replace(notice, state=State.UNKNOWN, lease=None, doubtful=True)


def take(notice: Notice, fence: int, now: int) -> Notice:
    """Return a claimed notice as SENDING. Raises ValueError when it is not claimed."""
    if notice.state is not State.CLAIMED:
        raise ValueError("only a claimed notice is sent")
    return replace(notice, state=State.SENDING, fence=fence, lease=now + SENDING_MINUTES, tries=notice.tries + 1)


def is_attempt(notice: Notice | None, attempt: Notice) -> bool:
    """Say whether `notice`, as read now, is still the very attempt a sender began."""
    return notice is not None and notice.state is State.SENDING and notice.fence == attempt.fence


def may_be_late_success(notice: Notice | None, attempt: Notice) -> bool:
    """Say whether a sender that was given up for lost may still record that its letter went (instead of a second)."""
    return (
        notice is not None
        and notice.version == attempt.version
        and notice.doubtful
        and notice.state in {State.CLAIMED, State.UNKNOWN}
    )


def sent(notice: Notice, provider_id: str) -> Notice:
    """Return the notice as accepted by the provider."""
    return replace(notice, state=State.SENT, lease=None, provider_id=provider_id)


def refused(notice: Notice, now: int) -> Notice:
    """Return the notice as refused for certain: due again after a while, or FAILED for good after three tries."""
    wait = RETRY_MINUTES[min(notice.tries, len(RETRY_MINUTES)) - 1]
    return replace(notice, state=State.FAILED, lease=None, due=now + wait)


def throttled(notice: Notice, now: int) -> Notice:
    """Return the notice as not sent and due again in a minute; being told to wait is no try."""
    return replace(notice, state=State.DUE, lease=None, due=now + 1, tries=max(0, notice.tries - 1))


def unwritable(notice: Notice, now: int) -> Notice:
    """Return a claimed notice whose letter could not be written: a try that failed before any provider was asked."""
    return refused(replace(notice, tries=notice.tries + 1), now)


def dropped(notice: Notice) -> Notice:
    """Return the notice as having nothing to say any more."""
    return replace(notice, state=State.DROPPED, lease=None)


def replaced(old: Iterable[Notice], new: Iterable[Notice], fence: int, now: int) -> tuple[Notice, ...]:
    """Return the notices of a row rewritten for a new version of its subject.

    What was still to be sent is gone. What was sent, failed or is unknown stays to be seen, a letter in flight stays
    to be recorded but is never sent again, and a new notice takes the place of an old one with its key.
    """
    fresh = tuple(born(notice, fence, now) for notice in new)
    keys = [notice.key for notice in fresh]
    if len(set(keys)) != len(keys):
        raise ValueError(f"two notices with one key: {sorted(keys)}")
    over = (State.SENT, State.FAILED, State.UNKNOWN, State.BOUNCED)
    kept = [_finished(n) for n in old if n.key not in keys and n.state in (*over, State.SENDING)]
    return (*kept[-MOST_KEPT:], *fresh)


def _finished(notice: Notice) -> Notice:
    if notice.state is State.FAILED:
        return replace(notice, tries=MOST_TRIES)
    return replace(notice, on_unknown="leave")


# ── what is said, and the ports that say it ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives a message. `form_of_address` is "how we address you", when she told us."""

    name: str
    email: str | None = None
    telephone: str | None = None
    form_of_address: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What a letter says, before words are found for it: a template's name, a language and raw values."""

    template: str
    language: str
    channel: ChannelName
    to: Recipient
    from_name: str
    reply_to: str | None
    values: Mapping[str, Any]
    calendar: str | None = None
    """An iCalendar document to go with it."""
    calendar_method: Literal["REQUEST", "CANCEL", "PUBLISH"] | None = None
    about: str = ""
    """The notice's subject, set by the sender, so that what comes back can name it."""


@dataclass(frozen=True, slots=True)
class Approved:
    """A message in a form that the provider approved: a template's name and language, and what fills its places."""

    name: str
    language: str
    values: tuple[str, ...]
    text: str
    """What she reads, as our own catalogues say it."""


class Composer(Protocol):
    """Knows the subjects of one kind. Rooms to the right implement it and `wiring` plugs it in."""

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Return what to say, or None when there is nothing to say any more (the notice is then DROPPED)."""


Posting = Callable[[], str]
"""The one provider call that is left to make; returns the provider's id."""


class Rejected(Exception):
    """Raised when the provider refused for certain: nothing was sent."""


class Throttled(Exception):
    """Raised when the provider asked to wait: nothing was sent."""


class Channel(Protocol):
    """A way to reach people. Writing a letter and posting it are two acts, so SENDING can stand right between them."""

    def prepare(self, message: Message, reference: str) -> Posting:
        """Write the whole letter, without sending, and return its posting.

        `reference` is the same for every attempt at one notice, so that a duplicate can be recognised. Raises
        ValueError when it cannot be written. The posting raises Rejected or Throttled; anything else it raises leaves
        open whether the letter went.
        """
