"""The plan of a dinner: menus, kitchens, cities and terms; pure. It holds nothing of anybody.

Kitchens' hours are minutes after the film's beginning, so negative ones: a film that begins at another time moves them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chalicelib.events.dinner.kitchens import Kitchen
from chalicelib.events.dinner.menus import Menu
from chalicelib.events.dinner.windows import City, Terms
from chalicelib.foundation.errors import FieldProblem, InvalidInput, KeyReused, NotFound

MOST_RECEIPTS = 8
MOST_PERSONS = 300
"""A manifest is one document: a dinner is for no more people than fit in it."""
CARRIES_AFTER = 6 * 60
"""Minutes after the film's beginning for which couriers' and kitchens' links are good."""


@dataclass(frozen=True, slots=True)
class PlanReceipt:
    """One keyed request that was carried out."""

    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What kitchens cook and where couriers go, for one event. Version 0: nobody has written it yet."""

    event: str
    version: int = 0
    menus: tuple[Menu, ...] = ()
    kitchens: tuple[Kitchen, ...] = ()
    cities: tuple[City, ...] = ()
    terms: Terms = field(default_factory=Terms)
    manifest: int = 0
    """The version of the manifest that is worked by; 0 before the first is released."""
    stirs: int = 0
    """How often a table has changed: what a release was made of is still so when it is written, or it is not."""
    links: Mapping[str, int] = field(default_factory=dict)
    """How often the link of a round or a kitchen was replaced, by `kind:id`."""
    due: int | None = None
    """The minute at which the sweep looks at it next."""
    receipts: tuple[PlanReceipt, ...] = ()

    @property
    def subject(self) -> str:
        """The audit's name for it."""
        return f"dinner#{self.event}"

    def kitchens_at(self, film: int) -> tuple[Kitchen, ...]:
        """The kitchens with their hours, for a film that begins at a minute."""
        return tuple(one.moved(film) for one in self.kitchens)

    def menu(self, menu_id: str) -> Menu | None:
        """Return a menu, or None."""
        return next((one for one in self.menus if one.id == menu_id), None)

    def city(self, city_id: str) -> City | None:
        """Return a city, or None."""
        return next((one for one in self.cities if one.id == city_id), None)

    def kitchen(self, kitchen_id: str) -> Kitchen:
        """Return a kitchen. Raises NotFound."""
        for one in self.kitchens:
            if one.id == kitchen_id:
                return one
        raise NotFound("There is no such kitchen.")

    def link(self, kind: str, identity: str) -> int:
        """Return the version of a link."""
        return self.links.get(f"{kind}:{identity}", 0)

    def answered(self, key: str, body: str) -> bool:
        """Say whether a keyed request was carried out. Raises KeyReused for another body (rule H6)."""
        for one in self.receipts:
            if one.key == key:
                if one.body != body:
                    raise KeyReused
                return True
        return False

    # ── changes: each returns the plan after it ──────────────────────────────────────────────────────────────

    def planned(
        self, menus: tuple[Menu, ...], kitchens: tuple[Kitchen, ...], cities: tuple[City, ...], terms: Terms
    ) -> Plan:
        """It is written, or written anew. Raises InvalidInput for what could never be cooked or carried."""
        after = replace(self, version=self.version + 1, menus=menus, kitchens=kitchens, cities=cities, terms=terms)
        after._check()
        return after

    def released(self, manifest: int, due: int | None) -> Plan:
        """A manifest is worked by from now on."""
        return replace(self, version=self.version + 1, manifest=manifest, due=due)

    def relinked(self, kind: str, identity: str) -> Plan:
        """The link of a round or a kitchen is dead, and another takes its place."""
        links = {**self.links, f"{kind}:{identity}": self.link(kind, identity) + 1}
        return replace(self, version=self.version + 1, links=links)

    def waking(self, minute: int | None) -> Plan:
        """The sweep looks at it at a minute. No version: nobody wrote anything of it."""
        return replace(self, due=minute)

    def receipted(self, key: str, body: str) -> Plan:
        """Return it with a receipt; the last eight are kept."""
        return replace(self, receipts=(*self.receipts, PlanReceipt(key, body))[-MOST_RECEIPTS:])

    def _check(self) -> None:
        problems = []
        known = {one.id for one in self.kitchens}
        for name, found in (("menus", self.menus), ("kitchens", self.kitchens), ("cities", self.cities)):
            ids = [one.id for one in found]
            problems += [
                FieldProblem(f"/{name}/{at}/id", "must be given once") for at, one in enumerate(ids) if one in ids[:at]
            ]
        problems += [
            FieldProblem(f"/cities/{at}/kitchen", "must be one of the kitchens")
            for at, one in enumerate(self.cities)
            if one.kitchen not in known
        ]
        if problems:
            raise InvalidInput(problems)
