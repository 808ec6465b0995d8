"""Who may be written to, how, and for what: consent, contact level, objection (rules C1-C3). Pure.

    consent       one word for each (channel, purpose): given or withdrawn, when, by what means, over which text (C1)
    level         how much she wishes to hear of the house at all: OPEN, EVENTS_ONLY, ON_REQUEST, NONE (C3)
    suppression   addresses whose holder objected; stronger than any card, and only she herself lifts it (C2)

Nothing is permitted that nobody gave. What concerns her own appointments is *service*: neither level nor objection
touches it, and she ends it for one channel by withdrawing that consent. An invitation is direct marketing in law, so it
stands on the marketing consent; it differs only under EVENTS_ONLY.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol


class Channel(StrEnum):
    """How she is written to."""

    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"

    @property
    def address(self) -> str:
        """Which of her addresses it needs: `email` or `telephone`."""
        return "email" if self is Channel.EMAIL else "telephone"


class Purpose(StrEnum):
    """What a message is for. Consents are kept for service and for marketing; an invitation needs the latter."""

    SERVICE = "service"
    INVITATION = "invitation"
    MARKETING = "marketing"


class Level(StrEnum):
    """How much she wishes to hear of the house (rule C3)."""

    OPEN = "open"
    EVENTS_ONLY = "events_only"
    ON_REQUEST = "on_request"
    NONE = "none"


class State(StrEnum):
    """What she last said. Never having been asked is no state: there is no consent at all."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Mechanism(StrEnum):
    """By what means a word became known."""

    BOOKING = "booking"
    """She typed the address in order to be answered: service only."""
    HOUSE = "house"
    """She told somebody of the house, who enrolled her."""
    OWN_PAGE = "own_page"
    """She said it herself, signed in."""
    LINK = "link"
    """She said it by the link of a letter to her: only what makes the house write less."""
    SUPPRESSION = "suppression"
    """The house had it otherwise, and the suppression list knew better."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One word of hers about one channel and one purpose (rule C1)."""

    channel: Channel
    purpose: Purpose
    state: State
    at: int
    """Minute."""
    mechanism: Mechanism
    text: str = ""
    """Version of the text she was shown, e.g. `marketing-1.fr`; empty where none was."""

    @property
    def place(self) -> tuple[Channel, Purpose]:
        """What it speaks of."""
        return self.channel, self.purpose


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a card says of how she wishes to be reached."""

    level: Level = Level.OPEN
    preferred: Channel | None = None
    consents: tuple[Consent, ...] = ()
    """At most one for each (channel, purpose)."""

    def consent(self, channel: Channel, purpose: Purpose) -> Consent | None:
        """Return her last word, or None when she was never asked."""
        return next((one for one in self.consents if one.place == (channel, purpose)), None)

    def saying(self, consents: Iterable[Consent]) -> Preferences:
        """Return these preferences with later words in the place of earlier ones."""
        merged = {one.place: one for one in self.consents} | {one.place: one for one in consents}
        return replace(self, consents=tuple(merged[place] for place in sorted(merged)))

    def document(self) -> dict[str, Any]:
        """The preferences as JSON-able values; codes and minutes only."""
        return {
            "level": self.level,
            "preferred": self.preferred,
            "consents": [[*one.place, one.state, one.at, one.mechanism, one.text] for one in self.consents],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Preferences:
        """The reverse of `document`."""
        return cls(
            Level(document["level"]),
            Channel(document["preferred"]) if document["preferred"] else None,
            tuple(
                Consent(Channel(channel), Purpose(purpose), State(state), int(at), Mechanism(mechanism), text)
                for channel, purpose, state, at, mechanism, text in document["consents"]
            ),
        )


class Card(Protocol):
    """What a decision needs of a card."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Which of `email` and `telephone` the house has."""

    @property
    def preferences(self) -> Preferences:
        """What she said."""

    @property
    def suppressed(self) -> frozenset[str]:
        """Channels on which the suppression list holds one of her addresses."""


@dataclass(frozen=True, slots=True)
class Decision:
    """May this be sent, and by which rule (rule C9)."""

    allowed: bool
    rule: str
    """`C1`, `C2`, `C3` or `C6`."""
    reason: str
    """`given`, `no_address`, `suppressed`, `objected`, `withdrawn`, `level` or `not_given`."""


def may_contact(card: Card, channel: Channel, purpose: Purpose, now: int) -> Decision:
    """Decide whether she may be written to by `channel` for `purpose` at minute `now` (rules C1-C3, C6, C9)."""
    service = purpose is Purpose.SERVICE
    consent = card.preferences.consent(channel, Purpose.SERVICE if service else Purpose.MARKETING)
    if channel.address not in card.addresses:
        return Decision(False, "C1", "no_address")
    if not service:
        level = card.preferences.level
        if channel in card.suppressed:
            return Decision(False, "C2", "suppressed")
        if level in (Level.NONE, Level.ON_REQUEST) or (level is Level.EVENTS_ONLY and purpose is Purpose.MARKETING):
            return Decision(False, "C3", "level")
    if consent is not None and consent.state is State.WITHDRAWN:
        return Decision(False, "C1", "withdrawn") if service else Decision(False, "C2", "objected")
    if consent is None or consent.at > now:
        return Decision(False, "C6" if channel is Channel.WHATSAPP else "C1", "not_given")
    return Decision(True, "C1", "given")


def service_channels(card: Card, now: int) -> tuple[str, ...]:
    """Return the channels by which she is written to about her appointments, the one she prefers first."""
    found = [channel for channel in Channel if may_contact(card, channel, Purpose.SERVICE, now).allowed]
    return tuple(sorted(found, key=lambda channel: channel is not card.preferences.preferred))


def first_words(addresses: Sequence[str], mechanism: Mechanism, now: int, text: str = "") -> Preferences:
    """Return the preferences of somebody new: service by e-mail and SMS where she gave the address, and nothing more.

    WhatsApp needs a word of its own (rule C6), and marketing is never assumed (rule C1).
    """
    return Preferences().saying(
        Consent(channel, Purpose.SERVICE, State.GIVEN, now, mechanism, text)
        for channel in (Channel.EMAIL, Channel.SMS)
        if channel.address in addresses
    )


# ── her own word ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Word:
    """What she says about one channel and one purpose (service or marketing), having been shown a text."""

    channel: Channel
    purpose: Purpose
    given: bool
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """How she wishes it to be from now on. A (channel, purpose) without a word stays as it is."""

    level: Level
    preferred: Channel | None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What her wishes make of a card and of the suppression list."""

    preferences: Preferences
    objected: frozenset[Channel]
    """Channels on which she objects to marketing with this change (rule C2)."""
    subscribed: frozenset[Channel]
    """Channels on which she gives marketing consent: what lifts her own objection."""


def changed(card: Card, wanted: Wanted, now: int) -> Change:
    """Return what becomes of a card when she says this herself. A word that says nothing new keeps its old time.

    Leaving a box empty that was never ticked is no objection; taking back a consent is, and so is the level NONE, which
    takes back every one of them and objects on every address that the house has.
    """
    before = card.preferences
    after = replace(before, level=wanted.level, preferred=wanted.preferred)
    said = [word for word in wanted.words if _is_new(before.consent(word.channel, word.purpose), word)]
    after = after.saying(
        Consent(word.channel, word.purpose, State.GIVEN if word.given else State.WITHDRAWN, now, _OWN, word.text)
        for word in said
    )
    objected = {word.channel for word in said if word.purpose is Purpose.MARKETING and not word.given}
    if wanted.level is Level.NONE:
        given = [one for one in after.consents if one.purpose is Purpose.MARKETING and one.state is State.GIVEN]
        after = after.saying(replace(one, state=State.WITHDRAWN, at=now, mechanism=_OWN) for one in given)
        objected |= {channel for channel in Channel if channel.address in card.addresses}
    subscribed = {word.channel for word in wanted.words if word.purpose is Purpose.MARKETING and word.given}
    return Change(after, frozenset(objected), frozenset(subscribed))


_OWN = Mechanism.OWN_PAGE


def objected(card: Card, now: int) -> Change:
    """Return what becomes of a card when she asks, by the link of an invitation, not to be invited any more (rule C2).

    It takes back every marketing consent and objects on every address the house has; her level stays what she said.
    """
    withdrawn = [
        replace(one, state=State.WITHDRAWN, at=now, mechanism=Mechanism.LINK)
        for one in card.preferences.consents
        if one.purpose is Purpose.MARKETING and one.state is State.GIVEN
    ]
    everywhere = frozenset(channel for channel in Channel if channel.address in card.addresses)
    return Change(card.preferences.saying(withdrawn), everywhere, frozenset())


def _is_new(before: Consent | None, word: Word) -> bool:
    if before is None:
        return word.given
    if before.state is State.WITHDRAWN:
        return word.given
    return not word.given or before.text != word.text


def enrolled(preferences: Preferences, suppressed: frozenset[str], now: int) -> Preferences:
    """Return what the house may write on a card it opens: a marketing consent on a suppressed channel is taken for
    withdrawn, whatever the house or its old lists say (rule C2)."""
    return preferences.saying(
        replace(one, state=State.WITHDRAWN, at=now, mechanism=Mechanism.SUPPRESSION)
        for one in preferences.consents
        if one.purpose is Purpose.MARKETING and one.state is State.GIVEN and one.channel in suppressed
    )
