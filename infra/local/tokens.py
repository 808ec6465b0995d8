"""Who is there to be in the demo, and tokens for them: staff through their true sign-in, clients as if by a letter."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chalicelib.identity.model import Role
from chalicelib.signin.members import Wanted
from chalicelib.signin.model import client_person
from infra.local.issuer import Account, LocalIssuer
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


def accounts(world: Any) -> list[Account]:
    """Return whom the embedded identity provider knows: staff, by the addresses that the house has of them."""
    found = []
    for person in people(world).values():
        if person.role is Role.CLIENT:
            continue
        email = f"{person.key}@maison.example"
        if person.role in (Role.ASSOCIATE, Role.MANAGER):
            email = world.catalogue.contacts(person.boutique, person.key).email
        found.append(Account(person.key, person.display, email))
    return found


def bind_staff(world: Any) -> None:
    """Let the demo's staff sign in: those of the maison's file, one planner and one administrator."""
    world.signin.members.follow("admin:demo")
    for person in people(world).values():
        if person.role in (Role.PLANNER, Role.ADMIN):
            wanted = Wanted(person.subject, person.role, person.boutiques, f"{person.key}@maison.example")
            world.signin.members.bind(wanted, "admin:demo")


def token_for(world: Any, issuer: LocalIssuer, person: Person) -> str:
    """Return an access token of a quarter of an hour; a member of staff is signed in for it as by the page."""
    if person.role is Role.CLIENT:
        version = world.signin.sessions.version_of(client_person(person.subject).key)
        return str(world.tokens.access(person.role, person.subject, session_version=version))
    authorize_url, binding = world.signin.staff.start(None)
    back = urlsplit(issuer.approve(dict(parse_qsl(urlsplit(authorize_url).query)), person.key))
    told = dict(parse_qsl(back.query))
    return str(world.signin.staff.finish(told["code"], told["state"], binding, secrets.token_urlsafe(24)).access)
