"""Who asks, in tests."""

from __future__ import annotations

from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.ids import derived_id
from chalicelib.identity.model import Principal, Role

BOUTIQUE = "paris"
"""The one boutique of the small maison."""

MARGAUX = derived_id("client", "Margaux")
"""A known client with an e-mail address and a telephone number."""
CAMILLE = derived_id("client", "Camille")
"""A known client with an e-mail address only."""


def visitor(name: str = "stranger") -> Principal:
    """A stranger with a visitor token."""
    return Principal(Role.VISITOR, derived_id("visitor", name))


def client(client_id: str) -> Principal:
    """A signed-in client."""
    return Principal(Role.CLIENT, client_id)


def associate(staff: str = "advisor-1", boutique: str = BOUTIQUE) -> Principal:
    """A signed-in advisor."""
    return Principal(Role.ASSOCIATE, staff, frozenset({boutique}))


def guest(booking_id: str, link_version: int = 1) -> Principal:
    """Whoever holds the link in her letter."""
    return Principal(Role.GUEST, f"guest:{booking_id}", booking=booking_id, link_version=link_version)


def host(booking_id: str, staff: str, link_version: int = 1) -> Principal:
    """Whoever holds the link in the advisor's letter."""
    return Principal(Role.HOST, f"host:{staff}", booking=booking_id, link_version=link_version)


def contact(name: str = "Margaux", telephone: str = "") -> Contact:
    """How to reach somebody of this name."""
    return Contact(Name(given=name, family="Essai"), f"{name.lower()}@client.example", telephone)
