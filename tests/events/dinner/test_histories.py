"""Any history of a dinner: accepting, cancelling, parties, substitutions, doors, diets, the film moved, couriers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.events.dinner.deliveries import Delivery, Failed, Proof
from chalicelib.events.dinner.diets import Allergen, Diet, Needs
from chalicelib.events.dinner.manifest import is_unbroken
from chalicelib.events.dinner.menus import misfits
from chalicelib.events.dinner.model import Dinner
from chalicelib.foundation.errors import NotFound, StateConflict
from tests.events.dinner.table import FILM, MENUS, ZONES, address, dinner

GUESTS = ("anna", "bruno", "chloe")
START = FILM - 5 * 1440
needs = st.builds(
    Needs,
    consented_at=st.just(1),
    allergens=st.frozensets(st.sampled_from(Allergen), max_size=2),
    diets=st.frozensets(st.sampled_from([Diet.VEGAN, Diet.HALAL, Diet.CHILD]), max_size=1),
    alcohol=st.booleans(),
    of_age=st.booleans(),
)
acts = st.tuples(
    st.sampled_from(
        (
            *("accept", "address", "diets", "ask_all", "release", "dispatch", "deliver"),
            *("cancel", "leave", "substitute", "own_door", "film", "fail", "plan", "later"),
        )
    ),
    st.sampled_from(GUESTS),
    st.integers(0, 9),
    needs,
)
PROOF = Proof("signature", "proofs/1", 45_000_000, 9_000_000)


class Night:
    """A dinner, the clock, and beside it how many said that they come: counted without the code that is tested."""

    def __init__(self) -> None:
        self.dinner: Dinner = dinner(couriers=2, boxes=6)
        self.now = START
        self.come = dict.fromkeys(GUESTS, 0)

    def act(self, name: str, guest: str, n: int, told: Needs) -> None:
        """Do one thing; what is refused has changed nothing."""
        count = dict(self.come)
        try:
            after = self._after(name, guest, n, told)
        except (StateConflict, NotFound):
            self.come = count
            return
        self.dinner = after

    def _after(self, name: str, guest: str, n: int, told: Needs) -> Dinner:
        it, party = self.dinner, self.dinner.registrations.get(guest)
        people = party.persons if party is not None else ()
        code = people[n % len(people)].code if people else "nobody"
        homes = sorted(it.households)
        home = homes[n % len(homes)] if homes else "nowhere"
        match name:
            case "accept":
                self.come[guest] = 1 + n % 4
                return it.joined(guest, 1 + n % 4, self.now, guest)
            case "cancel":
                self.come[guest] = 0
                return it.given_back(guest, self.now)
            case "leave":
                self.come[guest] -= 1
                return it.changed(guest, lambda one: one.left(code, self.now, it.cutoff))
            case "substitute":
                return it.changed(guest, lambda one: one.taken_over(code, "New", self.now, it.cutoff))
            case "own_door":
                return it.changed(guest, lambda one: one.at_own_door([code]))
            case "address":
                city = sorted(ZONES)[n % 3]
                where = address(city, ("centre", "north")[n % 2])
                return it.changed(guest, lambda one: one.housed(home, where, "+390212345678", it.film - 20 * n))
            case "diets":
                return it.answered(guest, code, told, self.now)
            case "ask_all":
                for who, one in it.registrations.items():
                    for person in one.persons:
                        if person.needs is None:
                            it = it.answered(who, person.code, Needs(1), self.now)
                    for own in one.households:
                        if own.address is None:
                            it = it.changed(who, lambda at, own=own: at.housed(own.id, address(), "1"))  # type: ignore[misc]
                return it
            case "film":
                return it.moved(it.film + (n - 4) * 15)
            case "plan":
                return it.planned()
            case "release":
                return it.planned().released(self.now)
            case "dispatch":
                return it.carried(home, lambda one: one.dispatched(self.now))
            case "deliver":
                return it.carried(home, lambda one: one.delivered(self.now, PROOF))
            case "fail":
                return it.carried(home, lambda one: one.attempted(self.now, Failed.NOBODY_THERE))
        self.now += n * 600
        return it

    def check(self) -> None:
        """What must always be true."""
        it = self.dinner
        homes = it.households
        assert {name: len(one.persons) for name, one in it.registrations.items() if one.persons} == {
            name: count for name, count in self.come.items() if count
        }
        assert sum(home.boxes for home in homes.values()) == it.accepted == sum(self.come.values())
        codes = [one.code for home in homes.values() for one in home.persons]
        assert len(set(codes)) == len(codes)
        people = {one.code: one for home in homes.values() for one in home.persons}
        by_id = {menu.id: menu for menu in MENUS}
        given = it.board().given
        for code, menu in given.items():
            told = people[code].needs
            assert told is not None
            assert not by_id[menu].contains & told.allergens
            assert not misfits(by_id[menu], told)
        for name, one in it.schedule.placed.items():
            assert name in homes
            assert one.end <= it.film - it.terms.buffer
            assert one.boxes == homes[name].boxes
            assert one.slot + 15 <= one.departs
            assert (it.deliveries[name].start, it.deliveries[name].end) == (one.start, one.end)
        assert is_unbroken(it.manifests)


@settings(max_examples=150, deadline=None)
@given(st.lists(acts, max_size=30))
def test_whatever_happens_boxes_are_persons_and_nobody_is_given_what_she_declared(history: list[object]) -> None:
    """Rules D2, D5, D6, D7 and G2 after every step of any history; what left the kitchen keeps its window."""
    night = Night()
    for act in history:
        before = night.dinner
        night.act(*act)  # type: ignore[misc]
        night.check()
        assert night.dinner.manifests[: len(before.manifests)] == before.manifests
        for name in before.out & night.dinner.out:
            assert night.dinner.schedule.placed[name].start == before.schedule.placed[name].start
        if act[0] == "release" and night.dinner.manifests != before.manifests:  # type: ignore[index]
            last = night.dinner.manifests[-1]
            assert last.boxes == sum(night.come.values())
            assert all(not set(box.declared) & set(box.contains) for line in last.lines for box in line.boxes)
            assert all(line.end <= last.film - 30 for line in last.lines)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(ZONES)), st.integers(1, 4)), max_size=25), st.integers(1, 3))
def test_no_kitchen_slot_and_no_courier_is_given_away_twice(parties: list[tuple[str, int]], couriers: int) -> None:
    """One counter for each kitchen and slot; as many rounds at once as there are couriers (rules D5, H2)."""
    it = dinner(couriers=couriers, boxes=5)
    for at, (city, party) in enumerate(parties):
        guest = f"guest{at}"
        it = it.joined(guest, party, START, guest)
        home = it.registrations[guest].households[0].id
        it = it.changed(guest, lambda one, home=home, city=city: one.housed(home, address(city), "1"))  # type: ignore[misc]
    plan = it.planned().schedule
    assert set(plan.placed) | set(plan.unplaced) == set(it.households)
    assert not set(plan.placed) & set(plan.unplaced)
    made: dict[tuple[str, int], int] = {}
    for one in plan.placed.values():
        made[one.kitchen, one.slot] = made.get((one.kitchen, one.slot), 0) + one.boxes
    assert all(count <= 5 for count in made.values())
    for doors in plan.rounds().values():
        assert [one.order for one in doors] == list(range(1, len(doors) + 1))
        assert len(doors) <= it.terms.stops
        assert len({(one.start, one.area, one.city) for one in doors}) == 1
    for city in ZONES:
        spans = [(doors[0].departs, doors[0].end + 10) for doors in plan.rounds().values() if doors[0].city == city]
        assert all(sum(begin <= at < end for begin, end in spans) <= couriers for at, _ in spans)


def test_a_delivery_of_the_table_starts_planned() -> None:
    """A window without a courier on the way is planned (rule D8)."""
    night = Night()
    night.act("accept", "anna", 0, Needs(1))
    night.act("ask_all", "anna", 0, Needs(1))
    night.act("release", "anna", 0, Needs(1))
    assert [one.boxes for one in night.dinner.manifests] == [1]
    assert [type(one) for one in night.dinner.deliveries.values()] == [Delivery]
    night.act("dispatch", "anna", 0, Needs(1))
    assert len(night.dinner.out) == 1
