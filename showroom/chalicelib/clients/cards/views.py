"""What staff are shown of a client."""

from __future__ import annotations

from chalicelib.clients.cards.profile import Card
from chalicelib.clients.cards.service import Found
from chalicelib.clients.delegates.delegation import masked
from chalicelib.clients.model import Client, Name
from chalicelib.http.bodies import View


class CardName(View):
    """A client's name in its parts."""

    title: str
    given: str
    family: str
    family_first: bool
    full: str
    called: str


class Size(View):
    """One size: of what, and which."""

    label: str
    value: str


class ClientCard(View):
    """A client's card."""

    id: str
    name: CardName
    display: str
    addressed: str
    """How she is addressed."""
    email: str | None
    telephone: str | None
    also: tuple[str, ...]
    """Other addresses by which she is known, from cards that were merged with this one: nothing is sent there."""
    language: str
    """Of her letters."""
    channels: tuple[str, ...]
    """How she is written to about her appointments, the one she prefers first."""
    level: str
    """How much she wishes to hear of the house."""
    boutique: str | None
    advisor: str | None
    languages: tuple[str, ...]
    readings: tuple[str, ...]
    sizes: tuple[Size, ...]
    tastes: str
    note: str
    manager_note: str | None
    """Null for whoever may not see it."""
    may_change: bool


class ClientHit(View):
    """A client who was found: enough to tell her from another of her name."""

    id: str
    display: str
    addressed: str
    boutique: str | None
    advisor: str | None
    language: str
    hint: str
    """Her e-mail address or telephone, as one recognises it and nobody could use it."""


class ClientHits(View):
    """At most ten clients; `more` says that there may be others."""

    items: list[ClientHit]
    more: bool


def card_view(card: Card) -> ClientCard:
    """Return a card as whoever asked for it may see it."""
    client, profile = card.client, card.profile
    contact = client.contact
    name = contact.name if contact else Name()
    return ClientCard(
        id=client.id,
        name=CardName(
            title=name.title,
            given=name.given,
            family=name.family,
            family_first=name.family_first,
            full=name.full,
            called=name.called,
        ),
        display=name.display,
        addressed=name.addressed,
        email=(contact.email or None) if contact else None,
        telephone=(contact.telephone or None) if contact else None,
        also=contact.also if contact else (),
        language=client.language,
        channels=client.channels,
        level=client.preferences.level,
        boutique=client.boutique,
        advisor=client.advisor,
        languages=profile.languages,
        readings=profile.readings,
        sizes=tuple(Size(label=label, value=value) for label, value in profile.sizes),
        tastes=profile.tastes,
        note=profile.note,
        manager_note=profile.manager_note if card.sees_all else None,
        may_change=card.may_change,
    )


def hits_view(found: Found) -> ClientHits:
    """Return who was found."""
    return ClientHits(items=[_hit(client) for client in found.items], more=found.more)


def _hit(client: Client) -> ClientHit:
    contact = client.contact
    name = contact.name if contact else Name()
    hint = ""
    if contact:
        hint = masked(contact.email) if contact.email else f"…{contact.telephone[-3:]}"
    return ClientHit(
        id=client.id,
        display=name.display,
        addressed=name.addressed,
        boutique=client.boutique,
        advisor=client.advisor,
        language=client.language,
        hint=hint,
    )
