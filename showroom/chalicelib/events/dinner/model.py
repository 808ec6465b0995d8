"""A dinner as one aggregate: parties, menus, windows, manifests and what became of the boxes; pure.

Whatever happens to it, in whatever order: there are as many boxes as persons who come (rules G2, D7), no box holds an
allergen that its person declared (rule D2), and no window ends later than the buffer before the film (rule D5).
Times are minutes since the epoch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from chalicelib.events.dinner.deliveries import Delivery
from chalicelib.events.dinner.diets import Needs
from chalicelib.events.dinner.households import DEFAULT_CUTOFF, Household
from chalicelib.events.dinner.kitchens import Kitchen
from chalicelib.events.dinner.manifest import Box, Line, Manifest, masked, released
from chalicelib.events.dinner.menus import Board, Menu, assign
from chalicelib.events.dinner.registrations import Registration
from chalicelib.events.dinner.windows import City, Drop, Placed, Schedule, Terms, Unplaced, scheduled
from chalicelib.foundation.errors import NotFound, StateConflict


@dataclass(frozen=True, slots=True)
class Dinner:
    """The dinner of an event whose film begins at minute `film`."""

    event: str
    film: int
    menus: tuple[Menu, ...]
    kitchens: tuple[Kitchen, ...]
    cities: tuple[City, ...]
    terms: Terms = field(default_factory=Terms)
    cutoff_minutes: int = DEFAULT_CUTOFF
    registrations: Mapping[str, Registration] = field(default_factory=dict)
    schedule: Schedule = field(default_factory=Schedule)
    deliveries: Mapping[str, Delivery] = field(default_factory=dict)
    manifests: tuple[Manifest, ...] = ()

    @property
    def cutoff(self) -> int:
        """The minute from which nobody new is cooked for (rule D6)."""
        return self.film - self.cutoff_minutes

    @property
    def households(self) -> dict[str, Household]:
        """Every household by its id."""
        return {home.id: home for one in self.registrations.values() for home in one.households}

    @property
    def accepted(self) -> int:
        """How many persons come."""
        return sum(len(one.persons) for one in self.registrations.values())

    @property
    def out(self) -> frozenset[str]:
        """The households whose boxes have left."""
        return frozenset(name for name, one in self.deliveries.items() if one.is_out)

    def board(self) -> Board:
        """Say who is given which menu, and why others have none yet (rule D2)."""
        people = [one for party in self.registrations.values() for one in party.persons]
        wishes = {one.code: one.menu_wish for one in people if one.menu_wish is not None}
        return assign(self.menus, {one.code: one.needs for one in people}, wishes)

    # ── changes: each returns the dinner after it, or raises StateConflict and nothing has changed ───────────

    def joined(self, guest: str, party: int, now: int, name: str = "") -> Dinner:
        """A guest accepts for her party, or changes how many it is: more are taken until the cutoff only (rule D6).

        Who was added last leaves first.
        """
        standing = self.registrations.get(guest) or Registration(self.event, guest)
        return self._with(guest, standing.of_party(party, now, self.cutoff, name))

    def changed(self, guest: str, change: Callable[[Registration], Registration]) -> Dinner:
        """Something else of a guest's registration: an address, a need, somebody in another's place."""
        return self._with(guest, change(self._of(guest)))

    def given_back(self, guest: str, now: int) -> Dinner:
        """A guest gives all her places back; boxes that left already come back or are lost (rule D6)."""
        parties = {**self.registrations, guest: self._of(guest).given_back(now, self.cutoff)}
        return replace(self, registrations=parties).pruned()

    def answered(self, guest: str, code: str, needs: Needs, now: int) -> Dinner:
        """Somebody says what she may eat: a request after the cutoff (rule D6)."""
        return self.changed(guest, lambda one: one.answered(code, needs, now, self.cutoff))

    @property
    def overtaken(self) -> dict[str, Unplaced]:
        """Households whose boxes are on the way to a window that would end too late for the film (rules D5, D9)."""
        last = self.film - self.terms.buffer
        placed = self.schedule.placed
        return {name: Unplaced.LEFT for name in self.out if name in placed and placed[name].end > last}

    def planned(self) -> Dinner:
        """Windows are given to every household with an address; who is under way keeps hers (rule D5)."""
        drops = [
            Drop(home.id, home.address.city, home.address.area, home.boxes, self.film, self._wished(home))
            for home in self.households.values()
            if home.address is not None
        ]
        args = (self.event, drops, self.cities, self.kitchens, self.terms)
        schedule = scheduled(*args, standing=self.schedule, out=self.out)
        deliveries = {
            name: self.deliveries[name] if name in self.out else Delivery(name, one.start, one.end)
            for name, one in schedule.placed.items()
        }
        return replace(self, schedule=schedule, deliveries=deliveries)

    def _wished(self, home: Household) -> int | None:
        """The minute she would like to be in her window; else the window that she has, as the film has moved."""
        standing = self.schedule.placed.get(home.id)
        if home.wish is not None or standing is None:
            return home.wish
        return standing.start + self.film - standing.film

    def moved(self, film: int) -> Dinner:
        """The film begins at another minute: kitchens move with it, and every window that is not under way (D5, D9).

        Raises StateConflict when boxes are under way to a window that would end too late.
        """
        by = film - self.film
        kitchens = tuple(one.moved(by) for one in self.kitchens)
        return replace(self, film=film, kitchens=kitchens).planned()

    def released(self, now: int) -> Dinner:
        """Release what kitchens and couriers work by (rule D7). Raises StateConflict while anybody has no box."""
        after = self.planned()
        board = after.board()
        ahead = [home for name, home in after.households.items() if name not in after.out]
        if any(one.code in board.without for home in ahead for one in home.persons):
            raise StateConflict("Not everybody has a menu yet.")
        homeless = [name for name in after.households if name not in after.schedule.placed]
        if homeless:
            raise StateConflict("Not every household has a window yet.")
        by_id = {menu.id: menu for menu in self.menus}
        lines = [
            _line(
                home, after.schedule.placed[home.id], {one.code: by_id[board.given[one.code]] for one in home.persons}
            )
            for home in ahead
        ]
        if self.manifests:  # what has left is written as it left
            lines += [line for line in self.manifests[-1].lines if line.household in after.out]
        manifest = released(self.manifests, self.event, self.film, lines, self.accepted, now)
        if self.manifests and manifest is self.manifests[-1]:
            return after
        return replace(after, manifests=(*self.manifests, manifest))

    def carried(self, household: str, change: Callable[[Delivery], Delivery]) -> Dinner:
        """Something becomes of a household's boxes (rule D8). Raises StateConflict unless the manifest says so."""
        standing = self.deliveries.get(household)
        lines = self.manifests[-1].lines if self.manifests else ()
        line = next((one for one in lines if one.household == household), None)
        home = self.households.get(household)
        if standing is None or home is None:
            raise NotFound("Nothing is brought to this household.")
        if line is None or (not standing.is_out and not _agrees(line, home, standing)):
            raise StateConflict("The manifest does not say so: release it anew.")
        return replace(self, deliveries={**self.deliveries, household: change(standing)})

    def _of(self, guest: str) -> Registration:
        if guest not in self.registrations:
            raise NotFound("There is no such registration.")
        return self.registrations[guest]

    def _with(self, guest: str, registration: Registration) -> Dinner:
        """Keep a registration. Raises StateConflict when it touches a household whose boxes have left."""
        after = replace(self, registrations={**self.registrations, guest: registration})
        before, now = self.households, after.households
        if any(now.get(name) != before.get(name) for name in self.out):
            raise StateConflict("Its boxes are on the way: the house can be called.")
        return after.pruned()

    def pruned(self) -> Dinner:
        """Households that are no more, or are brought another number of boxes, have no window until it is planned."""
        homes = self.households
        kept = {
            name: one
            for name, one in self.schedule.placed.items()
            if name in homes and (one.boxes == homes[name].boxes or name in self.out)
        }
        deliveries = {name: one for name, one in self.deliveries.items() if name in kept}
        return replace(self, schedule=replace(self.schedule, placed=kept), deliveries=deliveries)


def _agrees(line: Line, home: Household, delivery: Delivery) -> bool:
    """Say whether a manifest's line is what the household is now: where, when, its persons and what they declared."""
    declared = {one.code: tuple(sorted(one.needs.allergens)) if one.needs else () for one in home.persons}
    written = {box.person: box.declared for box in line.boxes}
    there = home.address is not None and (line.address, line.access) == (home.address.lines, home.address.access)
    return there and written == declared and (line.start, line.end) == (delivery.start, delivery.end)


def _line(home: Household, placed: Placed, menus: Mapping[str, Menu]) -> Line:
    """What the manifest says of a household that has an address and a window."""
    address = home.address
    if address is None:
        raise StateConflict("Not every household has an address yet.")
    boxes = tuple(
        Box(
            one.code,
            tuple(sorted(one.needs.allergens)) if one.needs is not None else (),
            menus[one.code].id,
            tuple(sorted(menus[one.code].contains)),
        )
        for one in home.persons
    )
    cold = any(menu.cold for menu in menus.values())
    return Line(
        household=home.id,
        round=placed.round,
        order=placed.order,
        start=placed.start,
        end=placed.end,
        zone=address.zone,
        departs=placed.departs,
        kitchen=placed.kitchen,
        slot=placed.slot,
        address=address.lines,
        access=address.access,
        recipient=home.recipient,
        telephone=masked(home.telephone),
        temperature="chilled" if cold else "ambient",
        boxes=boxes,
    )
