"""When a channel failed for certain: which one is next, and what becomes of the notice. Pure.

    whatsapp ──▶ sms ──▶ email        what was refused, or may not be used without her consent (rule C6)
    any      ──▶ the best other one   what came back

Only a definite failure leads on. A notice whose fate is unknown, or of which an earlier attempt may have reached her,
stays with its channel: nobody is told by two channels what one of them told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.foundation.ids import derived_id
from chalicelib.messaging.model import ChannelName, Notice, State, claim, sent
from chalicelib.messaging.plan import Quiet, after_quiet, at_once, policy_of

ORDER: tuple[ChannelName, ...] = ("whatsapp", "sms", "email")
THERE_ALONE = frozenset({"booking.confirm_link", "booking.confirm_code", "delegate.invited", "signin.link"})
"""What proves an address is sent to it and nowhere else; the house knows nothing of it yet."""
TOLD_WITHIN = 60
"""Two notices of one kind, due so many minutes apart, say the same thing."""
HOST_BOUNCED = "host.bounced"


@dataclass(frozen=True, slots=True)
class Reached:
    """How a subject's client may be written to just now: by which channels, and when she sleeps."""

    client: str
    """Her id."""
    channels: Sequence[ChannelName]
    zone: str
    quiet: Quiet


class Reach(Protocol):
    """Knows how the client of a subject may be reached. Rooms to the right implement it and `wiring` plugs it in."""

    def reach(self, subject: str) -> Reached | None:
        """Return how, or None when nobody is left to tell."""


def reference_of(subject: str, notice: Notice) -> str:
    """Return what every attempt at a notice carries to the provider."""
    return derived_id("notice", subject, notice.key, str(notice.version))


def next_channel(notice: Notice, notices: Iterable[Notice], reached: Reached | None) -> ChannelName | None:
    """Return the channel after the notice's own, or None: there is none, it may have reached her, or she is told."""
    return _first(ORDER[ORDER.index(notice.channel) + 1 :], notice, notices, reached)


def other_channel(notice: Notice, notices: Iterable[Notice], reached: Reached | None) -> ChannelName | None:
    """Return the best channel but the notice's own, or None as `next_channel` does."""
    return _first(ORDER, notice, notices, reached)


def _first(
    order: Iterable[ChannelName], notice: Notice, notices: Iterable[Notice], reached: Reached | None
) -> ChannelName | None:
    if reached is None or notice.to != "client" or notice.doubtful or notice.kind in THERE_ALONE:
        return None
    tried = {notice.channel, *notice.fell}
    found = next((channel for channel in order if channel in reached.channels and channel not in tried), None)
    return None if any(_says_the_same(one, notice, found) for one in notices) else found


def _says_the_same(one: Notice, notice: Notice, channel: ChannelName | None) -> bool:
    return (
        (one.kind, one.to, one.version, one.channel) == (notice.kind, notice.to, notice.version, channel)
        and one.key != notice.key
        and one.state not in {State.DROPPED, State.BOUNCED}
        and abs(one.due - notice.due) <= TOLD_WITHIN
    )


def fallen(notice: Notice, channel: ChannelName, fence: int, now: int) -> Notice:
    """Return the notice promised to its next channel, with a fresh count of tries."""
    led = replace(notice, channel=channel, fell=(*notice.fell, notice.channel), tries=0, on_unknown=policy_of(channel))
    return claim(led, fence, now)


def may_bounce(notice: Notice) -> bool:
    """Say whether news that it came back still changes anything; said twice it does not."""
    return notice.state not in {State.BOUNCED, State.DROPPED}


def bounced(notice: Notice, provider_id: str) -> Notice:
    """Return the notice as come back: final, whatever is heard of its delivery later (rule I3)."""
    return replace(notice, state=State.BOUNCED, lease=None, provider_id=provider_id)


def arrived(notice: Notice, provider_id: str) -> Notice:
    """Return the notice as delivered where that was not known for certain, so that it is not sent again."""
    open_ = notice.state in {State.SENDING, State.UNKNOWN}
    again = notice.doubtful and notice.state in {State.CLAIMED, State.DUE, State.FAILED}
    return sent(notice, provider_id) if open_ or again else notice


def again(notice: Notice, channel: ChannelName, reached: Reached, now: int) -> Notice:
    """Return the notice that tells her by another channel what came back, not before her quiet hours end."""
    due = after_quiet(now, reached.zone, reached.quiet)
    told = at_once(f"{notice.key}+{channel}", notice.kind, "client", notice.version, due, channel)
    return replace(told, fell=(*notice.fell, notice.channel))


def host_told(version: int, now: int) -> Notice:
    """Return the notice that tells the associate of it."""
    return at_once(HOST_BOUNCED, HOST_BOUNCED, "host", version, now)
