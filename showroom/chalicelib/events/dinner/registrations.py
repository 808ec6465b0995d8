"""A guest's party at a dinner: its households, and how they change; pure. Each address sees itself alone.

A registration begins as one household of the whole party. A companion may have a household of her own, with a link of
her own: the client who invited her never sees its address, its hours or what is eaten there. Everybody of the party
is in exactly one household, so boxes are persons (rule G2). Times are minutes since the epoch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from chalicelib.events.dinner.diets import Needs
from chalicelib.events.dinner.households import Address, Household, Person, Request
from chalicelib.foundation.errors import NotFound, StateConflict
from chalicelib.foundation.ids import derived_id

NO_PERSON = "There is nobody of that code here."


@dataclass(frozen=True, slots=True)
class Registration:
    """A guest's party at a dinner. `serial` numbers its persons: a place taken over has another code."""

    event: str
    guest: str
    households: tuple[Household, ...] = ()
    serial: int = 0
    requests: tuple[Request, ...] = ()
    meals_owed: int = 0
    """Meals that were cooked for places given back after the cutoff: their cost stands (rule D6)."""

    @classmethod
    def begun(
        cls, event: str, guest: str, party: int, name: str = "", before: Registration | None = None
    ) -> Registration:
        """A party of so many, all at the inviting client's door; nobody was asked anything yet.

        `before` is what she gave back: its codes are not given again, and what it owes stands.
        """
        empty = before or cls(event, guest)
        first = Person(_code(event, guest, 1), name)
        home = Household(derived_id("household", event, guest, first.code), first.code, (first,))
        return replace(empty, households=(home,), serial=max(1, empty.serial)).joined(party - 1)

    @property
    def persons(self) -> tuple[Person, ...]:
        """Everybody of the party, at whatever door."""
        return tuple(person for home in self.households for person in home.persons)

    @property
    def inviting(self) -> str:
        """The code of the client who was invited."""
        return _code(self.event, self.guest, 1)

    def household_of(self, code: str) -> Household:
        """Return the household a person dines in. Raises NotFound."""
        for home in self.households:
            if any(one.code == code for one in home.persons):
                return home
        raise NotFound(NO_PERSON)

    # ── changes: each returns the registration after it ──────────────────────────────────────────────────────

    def of_party(self, party: int, now: int, cutoff: int, name: str = "") -> Registration:
        """So many come, the inviting client among them: more are taken until the cutoff only (rule D6).

        Who was added last leaves first. Raises StateConflict.
        """
        has = len(self.persons)
        if party < 1 or (party > has and now >= cutoff):
            raise StateConflict("It is too late for the kitchens to cook for more.")
        if not self.households:
            return Registration.begun(self.event, self.guest, party, name, self)
        if party >= has:
            return self.joined(party - has)
        after = self
        for person in reversed([one for one in self.persons if one.code != self.inviting]):
            if len(after.persons) > party:
                after = after.left(person.code, now, cutoff)
        return after

    @property
    def companions(self) -> tuple[Person, ...]:
        """Everybody but the inviting client, in the order in which their places were given."""
        order = {_code(self.event, self.guest, at): at for at in range(2, self.serial + 1)}
        return tuple(sorted((one for one in self.persons if one.code in order), key=lambda one: order[one.code]))

    def brought(self, names: Sequence[str], party: int, now: int, cutoff: int) -> Registration:
        """A party of so many with these companions, named as far as she has: who is named anew takes a place over.

        Whoever is no longer named leaves first. Raises StateConflict after the cutoff for more or other people (D6).
        """
        after = self
        wanted = list(filter(None, names))
        for person in reversed(self.companions):
            if len(after.persons) > party and person.name and person.name not in wanted:
                after = after.left(person.code, now, cutoff)
        after = after.of_party(party, now, cutoff)
        new = [name for name in wanted if name not in {one.name for one in after.companions}]
        for person in after.companions:
            if person.name not in wanted and new:
                after = after._called(person, new.pop(0), now, cutoff)
        return after

    def _called(self, person: Person, name: str, now: int, cutoff: int) -> Registration:
        """A place without a name gets one; of a place with another name, somebody new takes possession."""
        if person.name:
            return self.taken_over(person.code, name, now, cutoff)
        return self._persons(person.code, lambda one: replace(one, name=name))

    def joined(self, count: int) -> Registration:
        """So many more dine at the first door. Raises StateConflict when nobody is registered."""
        if not self.households:
            raise StateConflict("This registration was given back.")
        home, *others = self.households
        added = tuple(Person(_code(self.event, self.guest, self.serial + 1 + at)) for at in range(count))
        home = replace(home, persons=(*home.persons, *added))
        return replace(self, households=(home, *others), serial=self.serial + count)

    def left(self, code: str, now: int, cutoff: int) -> Registration:
        """Somebody of the party does not come. The inviting client gives back all places instead.

        A door goes with whoever answered for it: those who were to dine there do so with the client, until the kitchens
        have bought what they cook; after that it stays where it is, and the link of who left is dead.
        """
        if code == self.inviting:
            raise StateConflict("Who was invited gives back the whole party.")
        home = self.household_of(code)
        if home.owner == code and home.boxes > 1 and now < cutoff:
            return self.gathered(home.id).left(code, now, cutoff)
        persons = tuple(one for one in home.persons if one.code != code)
        households = (_staying(home, persons) if one is home else one for one in self.households)
        owed = self.meals_owed + (now >= cutoff)
        return replace(self, households=tuple(one for one in households if one.persons), meals_owed=owed)

    def given_back(self, now: int, cutoff: int) -> Registration:
        """Nobody of the party comes; after the cutoff the meals' cost stands (rule D6)."""
        owed = self.meals_owed + (len(self.persons) if now >= cutoff else 0)
        return replace(self, households=(), requests=(), meals_owed=owed)

    def taken_over(self, code: str, name: str, now: int, cutoff: int) -> Registration:
        """Another person comes in somebody's place: a new code, and nothing that was said by the other holds for her.

        Whoever takes the place of one who answered for a door of her own dines with the client, until she has a door:
        neither the address nor the link of the other is hers. Raises StateConflict after the cutoff: nobody new is
        cooked for (rule D6).
        """
        if now >= cutoff:
            raise StateConflict("It is too late for the kitchens to cook for somebody new.")
        if code == self.inviting:
            raise StateConflict("The invitation is hers alone.")
        home = self.household_of(code)
        of = self.gathered(home.id) if home.owner == code else self
        new = Person(_code(self.event, self.guest, self.serial + 1), name)
        return replace(of._persons(code, lambda _: new), serial=self.serial + 1)

    def at_own_door(self, codes: Iterable[str]) -> Registration:
        """Companions dine at a door of their own: the first of them answers for it, by a link of her own.

        Raises StateConflict for the inviting client, NotFound for a code that is nobody's.
        """
        moving = tuple(dict.fromkeys(codes))
        if not moving or self.inviting in moving:
            raise StateConflict("Only companions have a door of their own.")
        known = {one.code: one for one in self.persons}
        if not set(moving) <= set(known):
            raise NotFound(NO_PERSON)
        staying = []
        for home in self.households:
            persons = tuple(one for one in home.persons if one.code not in moving)
            if persons:
                staying.append(_staying(home, persons))
        new = derived_id("household", self.event, self.guest, moving[0])
        own = Household(new, moving[0], tuple(known[code] for code in moving), link=1)
        return replace(self, households=(*(one for one in staying if one.id != new), own))

    def gathered(self, household: str) -> Registration:
        """They dine at the first door after all, and are asked anew: the client there never saw what they said.

        Raises StateConflict for the first door itself, NotFound for one that is none of the party's.
        """
        home = self.home(household)
        first, *others = self.households
        if home.id == first.id:
            raise StateConflict("Everybody is at this door already.")
        back = tuple(Person(one.code, one.name) for one in home.persons)
        first = replace(first, persons=(*first.persons, *back))
        return replace(self, households=(first, *(one for one in others if one.id != household)))

    def home(self, household: str) -> Household:
        """Return one of the party's households. Raises NotFound."""
        for one in self.households:
            if one.id == household:
                return one
        raise NotFound("There is no such household.")

    def linked(self, household: str, email: str) -> Registration:
        """A household is written to at this address, with a new link: the one before is dead."""
        self.home(household)
        homes = (
            replace(one, email=email, link=one.link + 1) if one.id == household else one for one in self.households
        )
        return replace(self, households=tuple(homes))

    def housed(self, household: str, address: Address, telephone: str, wish: int | None = None) -> Registration:
        """A household says where it dines, and when it would like to be reached."""
        self.home(household)
        homes = (
            replace(one, address=address, telephone=telephone, wish=wish) if one.id == household else one
            for one in self.households
        )
        return replace(self, households=tuple(homes))

    def answered(self, code: str, needs: Needs, now: int, cutoff: int) -> Registration:
        """Somebody says what she may eat; after the cutoff a change of it is a request (rule D6)."""
        home = self.household_of(code)
        standing = next(one for one in home.persons if one.code == code)
        if now >= cutoff and standing.needs is not None:
            return replace(self, requests=(*self.requests, Request(now, code, needs)))
        return self._persons(code, lambda one: replace(one, needs=needs))

    def wishing(self, code: str, menu: str | None) -> Registration:
        """Somebody would like a menu; it is hers where it fits (rule D2)."""
        return self._persons(code, lambda one: replace(one, menu_wish=menu))

    def noted(self, code: str) -> Registration:
        """Somebody of the house has read a person's note, and found that the menus allow for it."""
        self.household_of(code)
        return self._persons(code, lambda one: replace(one, needs=one.needs.read() if one.needs else None))

    def decided(self, request: Request, granted: bool) -> Registration:
        """The house grants a request, if the kitchens still can, or does not."""
        if request not in self.requests:
            raise NotFound("There is no such request.")
        rest = replace(self, requests=tuple(one for one in self.requests if one != request))
        return rest._persons(request.person, lambda one: replace(one, needs=request.needs)) if granted else rest

    def forgotten(self) -> Registration:
        """The same registration without anything that anybody eats (rule D4)."""
        homes = (
            replace(home, persons=tuple(replace(one, needs=None, menu_wish=None) for one in home.persons))
            for home in self.households
        )
        return replace(self, households=tuple(homes), requests=())

    def _persons(self, code: str, change: Callable[[Person], Person]) -> Registration:
        homes = (
            replace(home, persons=tuple(change(one) if one.code == code else one for one in home.persons))
            for home in self.households
        )
        return replace(self, households=tuple(homes))


def _staying(home: Household, persons: tuple[Person, ...]) -> Household:
    """Those who stay at a door; whoever answered for it and does not takes her link with her."""
    if not persons or any(one.code == home.owner for one in persons):
        return replace(home, persons=persons)
    return replace(home, persons=persons, owner=persons[0].code, email="", link=home.link + 1)


def _code(event: str, guest: str, serial: int) -> str:
    """A person's code: eight characters that tell nothing of her, never given twice in a party."""
    drawn = derived_id("diner", event, guest, str(serial))[:8].upper()
    return f"{drawn[:4]}-{drawn[4:]}"
