"""Dinners to test with: three cities in two zones, menus for nearly everybody, tables that were answered."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.events.dinner.diets import Allergen, Diet, declared
from chalicelib.events.dinner.ground import Whole
from chalicelib.events.dinner.households import Address
from chalicelib.events.dinner.kitchens import Kitchen
from chalicelib.events.dinner.menus import Course, Menu
from chalicelib.events.dinner.tables.service import Eating
from chalicelib.events.dinner.windows import City, Terms
from chalicelib.events.guests.details import Companion, GuestDetails
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event, EventKind
from chalicelib.events.registering.answering import Reply
from chalicelib.identity.model import Principal, Role
from chalicelib.wiring import World
from tests.world.evenings import invited, planner, press, published

ZONES = {"milan": "Europe/Rome", "paris": "Europe/Paris", "london": "Europe/London"}
GRAND = Menu(
    "grand",
    {"en": "Grand", "fr": "Grand"},
    (Course({"en": "Turbot", "fr": "Turbot"}, frozenset({Allergen.FISH, Allergen.MILK})),),
    {"en": ("Warm for ten minutes.",)},
)
GARDEN = Menu(
    "garden",
    {"en": "Garden", "fr": "Jardin"},
    (Course({"en": "Celeriac"}, frozenset({Allergen.CELERY}), frozenset({Diet.VEGAN, Diet.HALAL, Diet.KOSHER})),),
)
MENUS = (GRAND, GARDEN)
KITCHENS = tuple(Kitchen(f"{name}-kitchen", name.title(), zone, -300, -30, 15, 20) for name, zone in ZONES.items())
CITIES = tuple(
    City(name, zone, f"{name}-kitchen", {"centre": 10, "north": 25}, 6, {"en": name.title()})
    for name, zone in ZONES.items()
)


def dinner(world: World, boutique: str, **about: object) -> Event:
    """A published dinner in a week, its plan written."""
    start = about.get("start", 0)
    cutoff = int(start) - 2880 if isinstance(start, int) else 0
    told = {"kind": EventKind.DINNER, "cutoff": cutoff, "freeze": cutoff, "capacity": 20, **about}
    event = published(world, boutique, **told)
    world.dinners.write(planner(boutique), event.id, press("dinner"), 0, MENUS, KITCHENS, CITIES, Terms())
    return event


def comes(world: World, guest: Guest, *names: str) -> None:
    """She says yes, with companions of these names."""
    details = GuestDetails(tuple(Companion(name, "Essai") for name in names))
    reply = Reply(1 + len(names), details)
    world.registering.accept(invited(guest), guest.event, guest.id, press("accept"), reply)


def answers(
    world: World, who: Principal, city: str = "milan", allergens: Sequence[str] = (), *, area: str = "centre"
) -> None:
    """Whoever holds a link says where she dines, and of everybody at her door what they eat."""
    it = world.tables.read(who)
    address = Address(("Via Prova 1", city.title()), city, area, "", "Second bell")
    it = world.tables.housed(who, press("address"), it.edition, address, "+390212345678", None)
    for person in it.home.persons:
        needs = declared(it.at, consent=True, allergens=allergens)
        it = world.tables.eats(who, press("needs"), it.edition, Eating(person.code, needs))


def own_door(world: World, guest: Guest, email: str) -> Principal:
    """Her first companion dines at a door of her own; return whoever holds that door's link."""
    it = world.tables.read(invited(guest))
    code = it.table.registration.companions[0].code
    it = world.tables.shared(invited(guest), press("door"), it.edition, [code], email)
    home = it.table.registration.household_of(code)
    return companion(guest, home.id, home.link)


def companion(guest: Guest, household: str, link: int) -> Principal:
    """Whoever holds the link of a companion's own door."""
    return Principal(Role.COMPANION, household, event=guest.event, guest=guest.id, link_version=link)


def whole(world: World, event: Event) -> Whole:
    """The dinner as it stands."""
    found = world.event_store.get(event.id)
    assert found is not None
    return world.dinner_ground.whole(found)


def release(world: World, event: Event) -> Whole:
    """Its planner releases the manifest."""
    version = whole(world, event).plan.version
    return world.dinners.release(planner(event.boutique), event.id, press("release"), version)


def courier(event: Event, round_id: str, link: int = 0) -> Principal:
    """Whoever holds the link of a round."""
    return Principal(Role.COURIER, round_id, event=event.id, link_version=link)
