"""What becomes of two cards that are one person's, and how far their merging has come. Pure values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, TypeVar

from chalicelib.clients.cards.profile import Card, Profile
from chalicelib.clients.consent import service_channels
from chalicelib.clients.merging.strict import stricter
from chalicelib.clients.model import Contact
from chalicelib.clients.search.names import words
from chalicelib.foundation.contacts import email_identity

CHOICES = ("name", "email", "telephone", "language", "advisor")
"""Of these the remaining card has one each: its own, unless the other's is taken."""
MOST_MERGED = 10
"""Cards that one card may have taken in."""
SETTLED_MINUTES = 2
"""How long after it began something of hers may still come to light under the other card's id."""
RETRY_MINUTES = 1


_T = TypeVar("_T")


class State(StrEnum):
    """Where a merging stands."""

    MOVING = "moving"
    DONE = "done"


class Counts(NamedTuple):
    """What moves from one card to the other."""

    bookings: int = 0
    delegates: int = 0
    purchases: int = 0


NOTHING = Counts()


@dataclass(frozen=True, slots=True)
class Merge:
    """The merging of the card `other` into the card `into`. `at` and `done_at` are minutes."""

    other: str
    into: str
    actor: str
    at: int
    moved: Counts
    """What there was to move when it began."""
    done_at: int | None = None
    version: int = 1

    @property
    def state(self) -> State:
        """Where it stands."""
        return State.MOVING if self.done_at is None else State.DONE

    @property
    def look_at(self) -> int | None:
        """The minute from which the sweep goes on with it; None when it is done."""
        return None if self.done_at is not None else self.at + RETRY_MINUTES

    def done(self, now: int) -> Merge:
        """Return it once nothing more can come to light under the other id."""
        return replace(self, done_at=now, version=self.version + 1)

    def facts(self) -> dict[str, object]:
        """What audit rows compare."""
        return {"other": self.other, "into": self.into, **self.moved._asdict(), "done_at": self.done_at}


class Field(NamedTuple):
    """One thing that cards say: what this one says, what the other, and what will stand."""

    name: str
    this: tuple[str, ...]
    other: tuple[str, ...]
    outcome: tuple[str, ...]


def joined(this: Card, other: Card, take: frozenset[str], now: int) -> Card:
    """Return the card that remains of two; both clients with the suppression list read. Nothing noted is lost.

    An address that is not written to any more stays on it, for by it she is known; a name that is not hers any more
    stays a way to find her; notes stand one below the other.
    """
    contact = _contact(_of(this), _of(other), take)
    client = this.client
    hers = other.client
    same_boutique = client.boutique == hers.boutique
    advisor = client.advisor or (hers.advisor if same_boutique else None)
    client = replace(
        client,
        contact=contact,
        addresses=contact.addresses,
        language=hers.language if "language" in take else client.language,
        advisor=(hers.advisor or advisor) if "advisor" in take else advisor,
        suppressed=client.suppressed | hers.suppressed,
        preferences=stricter(this.client, hers, now),
        merged=(*client.merged, *hers.merged, hers.id),
        version=client.version + 1,
    )
    channels = service_channels(client, now)
    preferred = client.preferences.preferred
    preferences = replace(client.preferences, preferred=preferred if preferred in channels else None)
    client = replace(client, preferences=preferences)
    client = replace(client, channels=service_channels(client, now))
    return replace(this, client=client, profile=_profile(this, other, contact))


def fields(this: Card, other: Card, after: Card) -> tuple[Field, ...]:
    """Return what two cards say, field by field, and what will stand."""
    return tuple(
        Field(name, *(tuple(one for one in said(card) if one) for card in (this, other, after)))
        for name, said in _SAID.items()
    )


_SAID: Mapping[str, Callable[[Card], tuple[str | None, ...]]] = {
    "name": lambda card: (_of(card).name.title, _of(card).name.display, _of(card).name.called),
    "email": lambda card: (_of(card).email,),
    "telephone": lambda card: (_of(card).telephone,),
    "also": lambda card: _of(card).also,
    "language": lambda card: (card.client.language,),
    "boutique": lambda card: (card.client.boutique,),
    "advisor": lambda card: (card.client.advisor,),
    "languages": lambda card: card.profile.languages,
    "readings": lambda card: card.profile.readings,
    "sizes": lambda card: tuple(": ".join(size) for size in card.profile.sizes),
    "tastes": lambda card: (card.profile.tastes,),
    "note": lambda card: (card.profile.note,),
    "manager_note": lambda card: (card.profile.manager_note,),
    "level": lambda card: (card.client.preferences.level,),
    "consents": lambda card: tuple(
        f"{one.channel} {one.purpose} {one.state}" for one in card.client.preferences.consents
    ),
    "suppressed": lambda card: tuple(sorted(card.client.suppressed)),
    "channels": lambda card: card.client.channels,
}


def _of(card: Card) -> Contact:
    if card.client.contact is None:
        raise ValueError("cards are merged with their contacts")
    return card.client.contact


def _contact(this: Contact, other: Contact, take: frozenset[str]) -> Contact:
    chosen = {kind: _either(getattr(this, kind), getattr(other, kind), kind in take) for kind in ("email", "telephone")}
    every = (this.email, this.telephone, *this.also, other.email, other.telephone, *other.also)
    told_apart = {email_identity(one): one for one in reversed(every) if one}
    kept = {email_identity(chosen["email"]), chosen["telephone"]}
    also = tuple(told_apart[one] for one in sorted(told_apart.keys() - kept))
    return Contact(other.name if "name" in take else this.name, **chosen, also=also)


def _either(this: str, other: str, taken: bool) -> str:
    return (other or this) if taken else (this or other)


def _profile(this: Card, other: Card, contact: Contact) -> Profile:
    mine, hers = this.profile, other.profile
    names = [_of(card).name.display for card in (this, other)]
    known = set(words(" ".join((contact.name.display, contact.name.called))))
    lost = tuple(name for name in names if not set(words(name)) <= known)
    return replace(
        mine,
        languages=_union(mine.languages, hers.languages),
        readings=_union(mine.readings, hers.readings, lost),
        sizes=_union(mine.sizes, hers.sizes),
        tastes=_below(mine.tastes, hers.tastes),
        note=_below(mine.note, hers.note),
        manager_note=_below(mine.manager_note, hers.manager_note),
        version=mine.version + 1,
    )


def _union(*lists: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(one for each in lists for one in each))


def _below(this: str, other: str) -> str:
    return "\n".join(dict.fromkeys(filter(None, (this, other))))
