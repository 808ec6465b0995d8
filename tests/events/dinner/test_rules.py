"""Diets, menus, kitchens, windows, households, manifests and deliveries, rule by rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.events.dinner.deliveries import Delivery, DeliveryState, Failed, Proof, overdue, share
from chalicelib.events.dinner.diets import Allergen, Answer, Diet, Needs, answer_of, declared, forget_at
from chalicelib.events.dinner.kitchens import Counter, Kitchen
from chalicelib.events.dinner.manifest import is_unbroken, masked, standing
from chalicelib.events.dinner.menus import Misfit, Why, assign, crossed, misfits, require
from chalicelib.events.dinner.registrations import Registration
from chalicelib.events.dinner.windows import Terms, Unplaced, local
from chalicelib.foundation.errors import InvalidInput, NotFound, StateConflict
from tests.events.dinner.table import (
    CELLAR,
    EVENT,
    FILM,
    GARDEN,
    GRAND,
    LITTLE,
    MENUS,
    NOTHING,
    address,
    dinner,
    laid,
)

PROOF = Proof("photo", "proofs/1", 45_464_000, 9_190_000)


def test_the_fourteen_allergens_are_those_of_the_regulation() -> None:
    """Annex II of Regulation (EU) 1169/2011, in its order (rule D1)."""
    order = "gluten crustaceans eggs fish peanuts soybeans milk nuts celery mustard sesame sulphites lupin molluscs"
    assert [str(one) for one in Allergen] == order.split()


def test_not_asked_is_not_none() -> None:
    """Who was not asked is not somebody with nothing to declare (rule D2)."""
    assert answer_of(None) is Answer.NOT_ASKED
    assert answer_of(NOTHING) is Answer.NONE
    assert answer_of(Needs(1, note="No kiwi")) is Answer.DECLARED


def test_nothing_is_kept_without_consent_and_no_child_is_given_wine() -> None:
    """Every mistake at once, without a word of what was sent (rules D1, D4)."""
    with pytest.raises(InvalidInput) as refused:
        declared(1, consent=False, allergens=["milk", "kiwi"], diets=["pasta", "child"], alcohol=True)
    pointers = [one.pointer for one in refused.value.fields]
    assert pointers == ["/consent", "/allergens/1", "/diets/0", "/of_age", "/alcohol"]
    assert not any("kiwi" in one.detail or "pasta" in one.detail for one in refused.value.fields)


@given(
    st.frozensets(st.sampled_from(Allergen)),
    st.frozensets(st.sampled_from(Diet)),
    st.booleans(),
    st.sampled_from(["", "Ø"]),
)
def test_needs_come_back_from_the_vault_as_they_went(
    allergens: frozenset[Allergen], diets: frozenset[Diet], alcohol: bool, note: str
) -> None:
    """What is sealed is what was said (rule D4)."""
    told = Needs(7, allergens, diets, alcohol, True, note)
    assert Needs.of(told.document()) == told


def test_what_people_eat_is_forgotten() -> None:
    """Thirty days after the evening, unless the house says otherwise; answers and requests alike (rule D4)."""
    assert forget_at(FILM) == FILM + 30 * 1440
    it = laid(dinner(), "anna", 2).registrations["anna"]
    late = it.answered(it.persons[0].code, Needs(FILM), FILM - 1, FILM - 2)
    assert late.requests
    after = late.forgotten()
    assert not after.requests
    assert [one.needs for one in after.persons] == [None, None]
    assert [one.code for one in after.persons] == [one.code for one in it.persons]


@given(st.frozensets(st.sampled_from(Allergen), min_size=1))
def test_a_declared_allergen_is_refused_by_every_menu_that_contains_it(told: frozenset[Allergen]) -> None:
    """Nobody can overrule it: there is no argument for that (rule D2)."""
    needs = Needs(1, told)
    for menu in MENUS:
        if menu.contains & told:
            with pytest.raises(StateConflict):
                require(menu, needs)
    given = assign(MENUS, {"A": needs}, {"A": "grand"}).given
    assert all(not next(menu for menu in MENUS if menu.id == one).contains & told for one in given.values())


def test_the_first_menu_that_fits_is_given_and_who_has_none_is_told_why() -> None:
    """A wish counts where it fits; unknown gets none; every menu's reason is listed (rule D2)."""
    people = {
        "A": NOTHING,
        "B": Needs(1, frozenset({Allergen.FISH})),
        "C": None,
        "D": Needs(1, diets=frozenset({Diet.CHILD})),
        "E": Needs(1, diets=frozenset({Diet.VEGETARIAN})),
        "F": Needs(1, frozenset({Allergen.CELERY, Allergen.MILK, Allergen.EGGS})),
        "G": Needs(1, note="No kiwi"),
        "H": Needs(1, note="No kiwi", note_read=True),
        "I": Needs(1, alcohol=True, of_age=True),
        "J": Needs(1, alcohol=True),
    }
    board = assign(MENUS, people, {"I": "cellar", "J": "cellar", "A": "cellar"})
    assert board.given == {
        "A": "grand",
        "B": "garden",
        "D": "little",
        "E": "garden",
        "H": "grand",
        "I": "cellar",
        "J": "grand",
    }
    assert {one.why for one in board.without["C"]} == {Why.NOT_ASKED}
    assert {one.why for one in board.without["G"]} >= {Why.NOTE}
    assert Misfit("garden", Why.ALLERGEN, ("celery",)) in board.without["F"]
    assert Misfit("cellar", Why.ALCOHOL) in board.without["F"]
    assert crossed(people, {"A": "grand", "B": "garden"}) == {"grand": {"boxes": 1}, "garden": {"boxes": 1, "fish": 1}}
    assert misfits(LITTLE, NOTHING) == (Misfit("little", Why.CHILDREN),)
    assert Diet.VEGETARIAN in GARDEN.suits
    assert Diet.HALAL not in GRAND.suits
    assert CELLAR.alcohol


def test_a_menu_says_every_allergen_of_any_course() -> None:
    """What is shown before she answers, and what the label says again (rule D3)."""
    assert GRAND.contains == {Allergen.FISH, Allergen.MILK, Allergen.NUTS}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 9), st.booleans())), st.integers(0, 12))
def test_a_slot_of_a_kitchen_never_makes_more_than_it_can(acts: list[tuple[str, int, bool]], capacity: int) -> None:
    """One counter, whole households, and nothing twice (rules D5, H2)."""
    counter = Counter("k", 0, capacity)
    for name, boxes, gives_back in acts:
        before = counter
        after = counter.released(name) if gives_back else counter.claimed(name, boxes)
        fits = 0 < boxes <= before.released(name).free
        assert (after is not None) == (gives_back or fits)
        counter = after or counter
        assert 0 <= counter.free <= capacity
        assert gives_back or after is None or after.claimed(name, boxes) == after


def test_a_kitchen_has_whole_slots_only() -> None:
    """Four quarters of an hour in seventy minutes (rule D5)."""
    assert list(Kitchen("k", "K", "Europe/Rome", 100, 170, 15, 4).slots()) == [100, 115, 130, 145]
    with pytest.raises(InvalidInput):
        Kitchen("k", "K", "Europe/Rome", 100, 170, 0, 4)


def test_windows_are_reckoned_backwards_on_the_clock_of_each_door() -> None:
    """The last window ends half an hour before the film, an hour later by the clock in Milan than in London (D5)."""
    it = laid(laid(dinner(), "anna", 2), "bea", 1, "london").planned()
    placed = {one.city: one for one in it.schedule.placed.values()}
    assert {one.end for one in placed.values()} == {FILM - 30}
    hours = {city: local(one.end, address(city).zone).hour for city, one in placed.items()}
    assert (hours["milan"] - hours["london"]) % 24 == 1
    assert all(one.departs == one.start - 10 and one.slot + 15 <= one.departs for one in placed.values())


def test_what_does_not_fit_goes_into_the_window_before_and_then_nowhere() -> None:
    """One courier, three doors in a window; whoever finds no room is named (rule D5)."""
    it = replace(dinner(couriers=1), terms=Terms(earliest=95))
    for at in range(7):
        it = laid(it, f"guest{at}", 1)
    plan = it.planned().schedule
    assert sorted(one.end for one in plan.placed.values()) == [FILM - 30] * 3
    assert set(plan.unplaced.values()) == {Unplaced.FULL}
    assert len(plan.unplaced) == 4
    wide = replace(it, terms=Terms()).planned().schedule
    assert sorted(FILM - one.end for one in wide.placed.values()) == [30, 30, 30, 90, 90, 90, 150]
    far = laid(dinner(), "far", 1)
    home = far.registrations["far"].households[0].id
    far = far.changed("far", lambda one: one.housed(home, address("milan", "beyond"), "1"))
    assert far.planned().schedule.unplaced == {home: Unplaced.NOWHERE}


def test_her_wish_is_kept_to_where_there_is_room() -> None:
    """An earlier window, since she asked for it (rule D5)."""
    it = laid(dinner(), "anna", 1)
    home = it.registrations["anna"].households[0].id
    it = it.changed("anna", lambda one: one.housed(home, address(), "1", FILM - 100)).planned()
    assert it.schedule.placed[home].start <= FILM - 100 < it.schedule.placed[home].end


def test_moving_the_film_moves_what_has_not_left_and_refuses_what_it_cannot() -> None:
    """What is on the way keeps its window; a film that would begin too early for it is refused (rules D5, D9)."""
    it = laid(laid(dinner(), "anna", 1), "bea", 1, "paris").released(FILM - 3000)
    first, second = (it.registrations[name].households[0].id for name in ("anna", "bea"))
    it = it.carried(first, lambda one: one.dispatched(FILM - 75))
    later = it.moved(FILM + 45)
    assert later.schedule.placed[first].end == FILM - 30
    assert later.schedule.placed[second].end == FILM + 15
    assert later.deliveries[first].state is DeliveryState.DISPATCHED
    with pytest.raises(StateConflict):
        it.moved(FILM - 15)
    with pytest.raises(StateConflict, match="manifest"):
        later.carried(second, lambda one: one.dispatched(FILM))
    anew = later.released(FILM - 60)
    assert anew.manifests[-1].version == 2
    assert anew.carried(second, lambda one: one.dispatched(FILM)).out == {first, second}


def test_a_companions_door_is_hers() -> None:
    """Her address, hours and needs are in her household alone, by a link of her own; boxes stay persons (rule G2)."""
    party = Registration.begun(EVENT, "anna", 3, "Anna")
    friend = party.persons[2].code
    after = party.at_own_door([friend])
    own = after.household_of(friend)
    after = after.housed(own.id, address("london"), "+44").answered(friend, NOTHING, 1, 9)
    inviting = after.household_of(after.inviting)
    assert (inviting.boxes, own.boxes, own.link, own.owner) == (2, 1, 1, friend)
    assert inviting.address is None
    with pytest.raises(StateConflict):
        after.at_own_door([after.inviting])
    with pytest.raises(NotFound):
        after.at_own_door(["nobody"])


def test_whoever_takes_a_place_is_asked_anew() -> None:
    """Nothing that was said by the one holds for the other, and her code is another (rules D2, G2)."""
    party = laid(dinner(), "anna", 2).registrations["anna"]
    code = party.persons[1].code
    after = party.taken_over(code, "Bea", 1, 9)
    assert len(after.persons) == 2
    assert after.persons[1].needs is None
    assert after.persons[1].code != code
    with pytest.raises(StateConflict):
        party.taken_over(code, "Bea", 9, 9)


def test_a_door_goes_with_whoever_answered_for_it() -> None:
    """Neither her address nor her link is anybody else's: the others dine with the client, and are asked anew (D2)."""
    party = Registration.begun(EVENT, "anna", 4, "Anna")
    friend, other = (one.code for one in party.persons[2:])
    own = party.at_own_door([friend, other]).household_of(friend)
    there = party.at_own_door([friend, other]).housed(own.id, address("london"), "+44").linked(own.id, "f@example.org")
    there = there.answered(other, NOTHING, 1, 9)
    for after in (there.left(friend, 1, 9), there.taken_over(friend, "Bea", 1, 9)):
        assert [one.id for one in after.households] == [party.households[0].id]
        assert all(one.needs is None for one in after.persons)
        assert other in [one.code for one in after.persons]
        assert friend not in [one.code for one in after.persons]
    assert len(there.taken_over(friend, "Bea", 1, 9).persons) == 4
    stays = there.taken_over(other, "Bea", 1, 9).household_of(friend)
    assert (stays.email, stays.boxes) == ("f@example.org", 2)
    late = there.left(friend, 9, 9).household_of(other)
    assert (late.id, late.owner, late.email, late.boxes) == (own.id, other, "", 1)
    assert late.link > there.household_of(other).link
    assert late.address == address("london")
    assert late.persons[0].needs == NOTHING


def test_after_the_cutoff_nobody_new_and_changes_are_asked_for() -> None:
    """Forty-eight hours before the film; whoever cancels then owes her meals (rule D6)."""
    it = laid(dinner(), "anna", 2)
    assert it.cutoff == FILM - 48 * 60
    with pytest.raises(StateConflict):
        it.joined("bea", 1, it.cutoff)
    with pytest.raises(StateConflict):
        it.joined("anna", 3, it.cutoff)
    code = it.registrations["anna"].persons[1].code
    asked = it.answered("anna", code, Needs(2, frozenset({Allergen.MILK})), it.cutoff)
    assert asked.registrations["anna"].persons[1].needs == NOTHING
    (request,) = asked.registrations["anna"].requests
    granted = asked.registrations["anna"].decided(request, granted=True)
    assert granted.persons[1].needs == request.needs
    assert not granted.requests
    assert asked.registrations["anna"].decided(request, granted=False).persons[1].needs == NOTHING
    assert it.joined("anna", 1, it.cutoff).registrations["anna"].meals_owed == 1
    assert it.given_back("anna", it.cutoff).registrations["anna"].meals_owed == 2
    assert it.given_back("anna", it.cutoff - 1).registrations["anna"].meals_owed == 0
    again = it.given_back("anna", 1).joined("anna", 2, 2).registrations["anna"]
    assert again.persons[1].code != code


def test_a_manifest_is_numbered_hashed_and_superseded() -> None:
    """A change after its release is a new version that names the old; nothing of the old changes (rule D7)."""
    it = laid(dinner(), "anna", 2).released(100)
    assert it.released(101).manifests == it.manifests
    after = laid(it, "bea", 3, "paris").released(102)
    first, second = after.manifests
    assert (first, second.version, second.before, second.boxes) == (it.manifests[0], 2, first.digest, 5)
    assert standing(after.manifests) is second
    assert is_unbroken(after.manifests)
    assert not is_unbroken((replace(first, film=FILM + 1), second))
    assert not is_unbroken((second,))
    (line,) = first.lines
    assert (line.order, line.end, line.recipient, line.telephone) == (1, FILM - 30, "Ada anna", "••• 78")
    assert (line.access, line.temperature, len(line.boxes)) == ("Second bell", "chilled", 2)
    assert line.boxes[0].contains == ("fish", "milk", "nuts")
    assert masked("12") == "•••"


def test_nothing_is_released_while_anybody_has_no_menu_or_no_window() -> None:
    """As many boxes as persons, or no manifest (rules D2, D7)."""
    it = laid(dinner(), "anna", 1)
    with pytest.raises(StateConflict, match="menu"):
        it.joined("bea", 1, 1).released(2)
    unknown = it.joined("bea", 1, 1)
    code = unknown.registrations["bea"].persons[0].code
    with pytest.raises(StateConflict, match="window"):
        unknown.answered("bea", code, NOTHING, 1).released(2)


def test_what_changed_since_its_release_does_not_leave_the_kitchen() -> None:
    """A declaration after the release stops the box until the manifest says so (rules D2, D7)."""
    it = laid(dinner(), "anna", 1).released(100)
    party = it.registrations["anna"]
    home, code = party.households[0].id, party.persons[0].code
    changed = it.answered("anna", code, Needs(101, frozenset({Allergen.FISH})), 101)
    with pytest.raises(StateConflict, match="manifest"):
        changed.carried(home, lambda one: one.dispatched(200))
    assert changed.released(102).manifests[-1].lines[0].boxes[0].menu == "garden"
    gone = it.carried(home, lambda one: one.dispatched(200))
    with pytest.raises(StateConflict, match="on the way"):
        gone.joined("anna", 2, 201)


def test_boxes_go_from_state_to_state_with_proof_or_a_reason() -> None:
    """PLANNED, DISPATCHED, DELIVERED with proof, ATTEMPTED with a reason, RETURNED, and once more (rule D8)."""
    one = Delivery("h", 100, 130)
    for refused in (lambda: one.delivered(1, PROOF), lambda: one.attempted(1, Failed.REFUSED), lambda: one.returned(1)):
        with pytest.raises(StateConflict):
            refused()
    tried = one.dispatched(90).attempted(110, Failed.NOBODY_THERE)
    done = tried.returned(125).dispatched(126).delivered(129, PROOF)
    assert (done.state, done.at, done.proof) == (DeliveryState.DELIVERED, 129, PROOF)
    assert done.attempts == ((110, Failed.NOBODY_THERE),)
    with pytest.raises(StateConflict):
        done.dispatched(140)
    with pytest.raises(InvalidInput):
        Proof("rumour", "k", 0, 0)
    with pytest.raises(InvalidInput):
        Proof("photo", "k", 45_000_000)


def test_the_host_hears_of_every_window_that_ended_empty() -> None:
    """Late from the window's end on, the longest waiting first; what came is no longer an exception (rule D8)."""
    early, late = Delivery("a", 100, 130).dispatched(90), Delivery("b", 70, 100)
    assert overdue((early, late), 99) == ()
    assert [one.household for one in overdue((early, late), 130)] == ["b", "a"]
    came = early.delivered(131, PROOF)
    assert came.is_late(131)
    assert [one.household for one in overdue((came, late), 131)] == ["b"]
    assert not early.delivered(129, PROOF).is_late(500)


def test_the_film_waits_for_nine_households_in_ten() -> None:
    """The start holds while fewer than 90 per cent have been served (rule D9)."""
    every = [Delivery(str(at), 1, 2).dispatched(0) for at in range(10)]
    served = [one.delivered(1, PROOF) for one in every]
    assert share([*served[:9], every[9]]).suffices(90)
    assert not share([*served[:8], *every[8:]]).suffices(90)
    assert share([*served[:8], *every[8:]]).suffices(80)
