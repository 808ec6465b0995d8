"""Of two words on letters the stricter (rules C1-C3). Pure.

level      the one that hears less
withdrawn  on either card is withdrawn on both, the later word
given      only where every card that has an address for the channel says so
silence    is no consent, and a card without such an address has not been silent
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.clients.consent import Channel, Consent, Level, Mechanism, Preferences, Purpose, State
from chalicelib.clients.model import Client

_LEVELS = (Level.OPEN, Level.EVENTS_ONLY, Level.ON_REQUEST, Level.NONE)


def stricter(this: Client, other: Client, now: int) -> Preferences:
    """Return what two cards permit together, `other` and `this` with what the suppression list holds against them."""
    cards = (this, other)
    words = [word for place in _places(cards) if (word := _word(cards, *place)) is not None]
    silenced = this.suppressed | other.suppressed
    kept = [
        replace(word, state=State.WITHDRAWN, at=now, mechanism=Mechanism.SUPPRESSION)
        if word.purpose is Purpose.MARKETING and word.state is State.GIVEN and word.channel in silenced
        else word
        for word in words
    ]
    level = max((card.preferences.level for card in cards), key=_LEVELS.index)
    preferred = this.preferences.preferred or other.preferences.preferred
    return Preferences(level, preferred).saying(kept)


def _places(cards: Iterable[Client]) -> list[tuple[Channel, Purpose]]:
    return sorted({one.place for card in cards for one in card.preferences.consents})


def _word(cards: tuple[Client, Client], channel: Channel, purpose: Purpose) -> Consent | None:
    said = [word for card in cards if (word := card.preferences.consent(channel, purpose)) is not None]
    withdrawn = [word for word in said if word.state is State.WITHDRAWN]
    if withdrawn:
        return max(withdrawn, key=lambda word: word.at)
    asked = [card for card in cards if channel.address in card.addresses]
    if any(card.preferences.consent(channel, purpose) is None for card in asked):
        return None
    return max(said, key=lambda word: word.at)
