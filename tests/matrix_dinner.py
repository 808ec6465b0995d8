"""The dinner that the matrix is played at: a table that was answered, a round, a kitchen, and their links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.events.dinner.deliveries import Failed
from chalicelib.events.dinner.diets import declared
from chalicelib.events.dinner.tables.service import Eating
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event
from chalicelib.foundation.clock import minute_of, rfc3339
from chalicelib.http.declare import Route
from chalicelib.identity.model import Role
from chalicelib.wiring import World
from tests.world.dinners import (
    CITIES,
    KITCHENS,
    MENUS,
    answers,
    comes,
    companion,
    courier,
    dinner,
    own_door,
    release,
    whole,
)
from tests.world.evenings import bidden, invited, press

HERS = ("/v1/table", "/v1/round", "/v1/kitchen")
IMAGE = "data:image/png;base64,AAAA"


def is_of_a_dinner(route: Route) -> bool:
    """Say whether a route is about a dinner."""
    return route.path.startswith(HERS) or "/dinner" in route.path or "/table/" in route.path


@dataclass
class Night:
    """A dinner with one guest and her companion at a door of her own, as far as a route needs it."""

    world: World
    event: Event
    guest: Guest
    door: str
    door_version: int

    def version(self, role: Role | None) -> int:
        """The version of the guest's table as the link of a role shows it."""
        friend = companion(self.guest, self.door, self.door_version)
        return self.world.tables.read(friend if role is Role.COMPANION else invited(self.guest)).edition

    @property
    def plan(self) -> int:
        """The version of the plan."""
        return whole(self.world, self.event).plan.version

    @property
    def household(self) -> str:
        """The household at the guest's own door."""
        return self.world.tables.read(invited(self.guest)).home.id

    @property
    def person(self) -> str:
        """The code of the guest."""
        return self.world.tables.read(invited(self.guest)).home.persons[0].code

    @property
    def round(self) -> str:
        """The round that reaches her."""
        return whole(self.world, self.event).lines[self.household].round

    def token(self, role: Role, *, revoked: bool) -> str:
        """The link of whoever holds one, or one that is dead."""
        later = minute_of(self.world.clock()) + 20 * 1440
        tokens, event = self.world.tokens, self.event.id
        if role is Role.INVITED:
            return tokens.invitation(event, self.guest.id, self.guest.link_version + revoked, later)
        if role is Role.COMPANION:
            return tokens.door(event, self.guest.id, self.door, self.door_version + revoked, later)
        if role is Role.COURIER:
            return tokens.night("round", event, self.round, int(revoked), later)
        return tokens.night("kitchen", event, "milan-kitchen", int(revoked), later)

    def body(self, action: str, role: Role) -> dict[str, Any]:
        """What is sent to a route whose path ends so."""
        at = rfc3339(minute_of(self.world.clock()))
        eater = self._companion if role is Role.COMPANION else self.person
        address = {"lines": ["2 rue d'Essai"], "city": "paris", "area": "north", "telephone": "+33199000001"}
        bodies: dict[str, Any] = {
            "address": address,
            "needs": {
                "person": eater,
                "consent": True,
                "allergens": [],
                "diets": [],
            },
            "door": {"persons": [self._companion], "email": "ada@companion.example"},
            "gather": {"household": self.door},
            **BLIND,
            "depart": {"at": at},
            "again": {"at": at},
            "delivered": {"at": at, "proof": {"kind": "photo", "image": IMAGE}},
            "failed": {"at": at, "reason": "no_entry"},
        }
        return dict(bodies.get(action, {}))

    @property
    def _companion(self) -> str:
        return self.world.tables.read(invited(self.guest)).table.registration.companions[0].code


def planned() -> dict[str, Any]:
    """A plan as it is sent."""
    menus = [
        {
            "id": one.id,
            "name": dict(one.name),
            "courses": [
                {"name": dict(each.name), "contains": sorted(each.contains), "suits": sorted(each.suits)}
                for each in one.courses
            ],
        }
        for one in MENUS
    ]
    kitchens = [
        {"id": one.id, "name": one.name, "zone": one.zone, "opens": 300, "closes": 30, "slot_minutes": 15, "boxes": 9}
        for one in KITCHENS
    ]
    cities = [
        {"id": one.id, "name": dict(one.name), "zone": one.zone, "kitchen": one.kitchen, "areas": dict(one.areas),
         "couriers": one.couriers}
        for one in CITIES
    ]  # fmt: skip
    return {"menus": menus, "kitchens": kitchens, "cities": cities}


BLIND: dict[str, Any] = {
    "dinner": planned(),
    "links": {"kind": "kitchen", "id": "milan-kitchen"},
    "request": {"granted": True},
}
"""Bodies that need to know nothing of the dinner."""


def night(world: World, client: str, start: int, path: str) -> Night:
    """Lay a dinner, as far as a route of this path needs it."""
    event = dinner(world, "paris", start=start, hosts=("advisor-1",))
    guest = bidden(world, event, client, plus_ones=1, advisor="advisor-1")
    comes(world, guest, "Ada")
    hers = own_door(world, guest, "ada@companion.example")
    found = Night(world, event, guest, hers.subject, hers.link_version or 0)
    if path.endswith("/chase"):
        return found
    answers(world, invited(guest))
    answers(world, hers, "london")
    if path.endswith("/note"):
        _eats(found, note="A kiwi now and then.")
    if path.endswith("/request"):
        world.clock.to(event.cutoff)  # type: ignore[attr-defined]
        _eats(found)
    if "/v1/round" in path or "/households" in path or "/papers/" in path or path == "/v1/kitchen":
        release(world, event)
    carrier = courier(event, found.round) if "/stops/" in path else None
    if carrier:
        now = minute_of(world.clock())
        world.carrying.depart(carrier, press("depart"), now)
        if path.endswith("/again"):
            world.carrying.failed(carrier, press("failed"), found.household, now, Failed.NO_ENTRY)
    return found


def _eats(found: Night, note: str = "") -> None:
    it = found.world.tables.read(invited(found.guest))
    needs = declared(it.at, consent=True, note=note)
    eating = Eating(it.home.persons[0].code, needs)
    found.world.tables.eats(invited(found.guest), press("needs"), it.edition, eating)
