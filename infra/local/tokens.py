"""The demo's issuer: what sign-in will do in a deployed house. Mounted here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.identity.model import Role
from infra.local.seed import KNOWN_CLIENTS


@dataclass(frozen=True)
class Person:
    """Someone whom the demo can make a token for."""

    key: str
    display: str
    role: Role
    subject: str
    boutiques: frozenset[str] = frozenset()

    @property
    def boutique(self) -> str:
        """The boutique whose day she sees first, empty for a client."""
        return min(self.boutiques, default="")


def people(world: Any) -> dict[str, Person]:
    """Return everyone by key: staff by their ids, then one planner and one admin, then the known clients."""
    found: list[Person] = []
    houses = [world.catalogue.boutique(summary.id) for summary in world.catalogue.maison().boutiques]
    for house in houses:
        for member in house.staff:
            display = f"{member.name}, {house.name}, {member.role}"
            found.append(Person(member.id, display, Role(member.role), member.id, frozenset({house.id})))
    every = frozenset(house.id for house in houses)
    found.append(Person("planner", "A planner, everywhere", Role.PLANNER, "planner", every))
    found.append(Person("admin", "An administrator", Role.ADMIN, "admin", every))
    for client in KNOWN_CLIENTS:
        name = client.contact.name
        found.append(Person(client.key, f"{name.title} {name.display}", Role.CLIENT, client.id))
    return {person.key: person for person in found}


def token_for(world: Any, person: Person) -> str:
    """Return an access token of a quarter of an hour."""
    token: str = world.tokens.access(person.role, person.subject, person.boutiques)
    return token
