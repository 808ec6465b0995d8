"""A dinner laid for tests: three cities in two zones, a menu for nearly everybody."""

from __future__ import annotations

from chalicelib.events.dinner.diets import Allergen, Diet, Needs
from chalicelib.events.dinner.households import Address
from chalicelib.events.dinner.kitchens import Kitchen
from chalicelib.events.dinner.menus import Course, Menu
from chalicelib.events.dinner.model import Dinner
from chalicelib.events.dinner.windows import City

EVENT = "e" * 26
FILM = 30_000_000
NOTHING = Needs(1)
ZONES = {"milan": "Europe/Rome", "paris": "Europe/Paris", "london": "Europe/London"}


def course(*contains: Allergen, suits: frozenset[Diet] = frozenset(), alcohol: bool = False) -> Course:
    """A course that contains this."""
    return Course({"en": "Course"}, frozenset(contains), suits, alcohol)


GRAND = Menu("grand", {"en": "Grand"}, (course(Allergen.FISH), course(Allergen.MILK, Allergen.NUTS)))
GARDEN = Menu(
    "garden",
    {"en": "Garden"},
    (course(Allergen.CELERY, suits=frozenset({Diet.VEGAN, Diet.HALAL, Diet.KOSHER})),),
    {"en": ("Warm the broth for 4 minutes.", "Add the herbs.")},
    cold=False,
)
LITTLE = Menu("little", {"en": "For children"}, (course(Allergen.EGGS, suits=frozenset({Diet.CHILD})),))
CELLAR = Menu("cellar", {"en": "With wine"}, (course(Allergen.SULPHITES, alcohol=True),))
MENUS = (GRAND, GARDEN, LITTLE, CELLAR)


def kitchen(city: str, boxes: int = 20) -> Kitchen:
    """A city's kitchen: it works for the four hours before the film."""
    return Kitchen(f"{city}-kitchen", city.title(), ZONES[city], FILM - 240, FILM - 30, 15, boxes)


def dinner(couriers: int = 6, boxes: int = 20) -> Dinner:
    """A dinner without guests yet."""
    cities = tuple(
        City(name, zone, f"{name}-kitchen", {"centre": 10, "north": 25}, couriers) for name, zone in ZONES.items()
    )
    return Dinner(EVENT, FILM, MENUS, tuple(kitchen(name, boxes) for name in ZONES), cities)


def address(city: str = "milan", area: str = "centre") -> Address:
    """A door in a city."""
    return Address(("Via Prova 1", city.title()), city, area, ZONES[city], "Second bell")


def laid(dinner: Dinner, guest: str, party: int, city: str = "milan", now: int = 1, needs: Needs = NOTHING) -> Dinner:
    """A guest whose whole party was asked, at one door."""
    after = dinner.joined(guest, party, now, f"Ada {guest}")
    for person in after.registrations[guest].persons:
        after = after.answered(guest, person.code, needs, now)
    home = after.registrations[guest].households[0].id
    return after.changed(guest, lambda one: one.housed(home, address(city), "+390212345678"))
