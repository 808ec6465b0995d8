"""Tables as they are kept: they follow their guests, each door sees itself, manifests are as tables are."""

from __future__ import annotations

import pytest

from chalicelib.events.dinner.deliveries import DeliveryState, Failed, Proof
from chalicelib.events.dinner.diets import declared, forget_at
from chalicelib.events.dinner.households import Address
from chalicelib.events.dinner.manifest import is_unbroken
from chalicelib.events.dinner.planning.views import seen
from chalicelib.events.dinner.tables.service import Eating
from chalicelib.events.dinner.windows import Terms
from chalicelib.events.guests.details import Companion, GuestDetails
from chalicelib.events.guests.model import GuestState
from chalicelib.events.model import Event
from chalicelib.events.registering.answering import Reply
from chalicelib.foundation.errors import Forbidden, NotFound, PreconditionFailed, StateConflict
from tests.events.conftest import guests
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
from tests.world.evenings import bidden, invited, planner, press
from tests.world.house import House
from tests.world.people import BOUTIQUE, MARGAUX

IMAGE = "data:image/jpeg;base64,AAAA"


@pytest.fixture
def event(house: House) -> Event:
    """A dinner in a week's time at eight in the evening."""
    start = house.now // 1440 * 1440 + 7 * 1440 + 19 * 60
    return dinner(house, BOUTIQUE, start=start, hosts=("advisor-1",))


def test_a_table_is_written_with_its_guest(house: House, event: Event) -> None:
    """As many places at a door as persons who come, whatever she changes (rule G2)."""
    guest = bidden(house, event, MARGAUX, plus_ones=3)
    with pytest.raises(NotFound):
        house.tables.read(invited(guest))
    comes(house, guest, "Ada", "Zoe")
    it = house.tables.read(invited(guest))
    assert [one.name for one in it.home.persons][1:] == ["Ada Essai", "Zoe Essai"]
    answers(house, invited(guest))
    standing = house.guest_store.get(event.id, guest.id)
    assert standing is not None
    fewer = Reply(2, GuestDetails((Companion("Zoe", "Essai"),)))
    house.registering.change(invited(guest), event.id, guest.id, press("change"), standing.version, fewer)
    it = house.tables.read(invited(guest))
    assert [one.name for one in it.home.persons][1:] == ["Zoe Essai"]
    assert all(one.needs for one in it.home.persons), "what the others said stays theirs"
    house.registering.cancel(invited(guest), event.id, guest.id, press("cancel"))
    with pytest.raises(NotFound):
        house.tables.read(invited(guest))


def test_somebody_else_in_her_place_is_asked_anew(house: House, event: Event) -> None:
    """A place taken over has another code, and nothing that was said by the other (rules D1, D2)."""
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    comes(house, guest, "Ada")
    answers(house, invited(guest), allergens=["fish"])
    before = house.tables.read(invited(guest)).table.registration.companions[0]
    standing = house.guest_store.get(event.id, guest.id)
    assert standing is not None
    other = Reply(2, GuestDetails((Companion("Zoe", "Essai"),)))
    house.registering.change(invited(guest), event.id, guest.id, press("change"), standing.version, other)
    after = house.tables.read(invited(guest)).table.registration.companions[0]
    assert (after.name, after.needs) == ("Zoe Essai", None)
    assert after.code != before.code


def test_each_door_sees_itself(house: House, event: Event) -> None:
    """A companion answers for her own door; nothing of it reaches whoever invited her, and she shares no door."""
    guest = bidden(house, event, MARGAUX, plus_ones=2)
    comes(house, guest, "Ada", "Zoe")
    hers = own_door(house, guest, "ada@example.org")
    answers(house, hers, "london", ["peanuts"])
    view = house.table_desk.viewer.table(house.tables.read(invited(guest))).model_dump_json()
    assert "peanuts" not in view.split('"door"')[1]
    assert "Via Prova" not in view
    own = house.table_desk.viewer.table(house.tables.read(hers))
    assert own.kind == "companion"
    assert own.others == []
    assert own.inviter
    assert [one.name for one in own.door.persons] == ["Ada Essai"]
    with pytest.raises(Forbidden):
        house.tables.gathered(hers, press("gather"), own.version, own.door.id)
    again = own_door(house, guest, "ada@example.org")
    with pytest.raises(NotFound):
        house.tables.read(hers)
    it = house.tables.read(invited(guest))
    house.tables.gathered(invited(guest), press("gather"), it.edition, again.subject)
    with pytest.raises(NotFound):
        house.tables.read(again)
    back = house.tables.read(invited(guest)).table.registration.companions
    assert [one.needs for one in back] == [None, None]


def test_a_page_left_open_may_answer(house: House, event: Event) -> None:
    """Chased, told a window, and a friend's door answered meanwhile: none of it concerns what her page changes."""
    guest = bidden(house, event, MARGAUX, plus_ones=2)
    comes(house, guest, "Ada", "Bea")
    hers = own_door(house, guest, "ada@example.org")
    answers(house, invited(guest))
    page = house.tables.read(invited(guest))
    theirs = house.tables.read(hers)
    house.dinners.chase(planner(BOUTIQUE), event.id)
    answers(house, hers)
    release(house, event)
    house.settle()
    it = house.tables.read(invited(guest))
    assert it.table.version > page.table.version + 2, "written by each of them"
    assert it.line is not None
    assert it.edition == page.edition
    needs = declared(it.at, consent=True, allergens=["fish"])
    own = it.home.persons[0].code
    after = house.tables.eats(invited(guest), press("needs"), page.edition, Eating(own, needs))
    with pytest.raises(PreconditionFailed):
        house.tables.eats(invited(guest), press("needs"), page.edition, Eating(own, needs))
    with pytest.raises(PreconditionFailed):
        house.tables.eats(hers, press("needs"), theirs.edition, Eating(theirs.home.persons[0].code, needs))
    assert house.tables.read(invited(guest)).edition == after.edition != page.edition


def test_a_declared_allergen_is_refused_whoever_asks(house: House, event: Event) -> None:
    """The menu that contains it cannot be chosen, and the board gives another (rule D2)."""
    guest = bidden(house, event, MARGAUX)
    comes(house, guest)
    it = house.tables.read(invited(guest))
    needs = declared(it.at, consent=True, allergens=["fish"])
    code = it.home.persons[0].code
    with pytest.raises(StateConflict):
        house.tables.eats(invited(guest), press("needs"), it.edition, Eating(code, needs, "grand"))
    after = house.tables.eats(invited(guest), press("needs"), it.edition, Eating(code, needs, "garden"))
    assert whole(house, event).dinner.board().given == {code: "garden"}
    with pytest.raises(PreconditionFailed):
        house.tables.eats(invited(guest), press("needs"), it.edition, Eating(code, needs))
    assert house.tables.read(invited(guest)).table == after.table


def test_after_the_cutoff_a_change_is_a_request(house: House, event: Event) -> None:
    """The house decides it; who cancels leaves the meal's cost (rule D6)."""
    guest = bidden(house, event, MARGAUX)
    comes(house, guest)
    answers(house, invited(guest))
    house.clock.to(event.cutoff + 1)
    it = house.tables.read(invited(guest))
    code = it.home.persons[0].code
    needs = declared(it.at, consent=True, allergens=["fish"])
    it = house.tables.eats(invited(guest), press("needs"), it.edition, Eating(code, needs))
    assert it.home.persons[0].needs is not None
    assert not it.home.persons[0].needs.allergens
    assert len(it.table.registration.requests) == 1
    house.dinners.decided(planner(BOUTIQUE), event.id, guest.id, press("decide"), code, granted=True)
    it = house.tables.read(invited(guest))
    assert it.home.persons[0].needs == needs
    house.registering.cancel(planner(BOUTIQUE), event.id, guest.id, press("cancel"))
    table = house.dinner_ground.tables.get(event.id, guest.id)
    assert table is not None
    assert (table.registration.meals_owed, table.registration.households) == (1, ())


def test_a_manifest_has_a_box_for_each_and_follows_what_changes(house: House, event: Event) -> None:
    """Boxes are accepted persons; a change after its release is a new version that names the one before (rule D7)."""
    first, second, third = guests(house, event, 3, plus_ones=2)
    comes(house, first, "Ada")
    comes(house, second)
    answers(house, invited(first))
    with pytest.raises(StateConflict, match="menu"):
        release(house, event)
    answers(house, invited(second), "london")
    found = release(house, event)
    assert found.manifest is not None
    assert found.manifest.boxes == 3
    assert {line.zone for line in found.manifest.lines} == {"Europe/Rome", "Europe/London"}
    assert all(line.end <= event.start - 30 for line in found.manifest.lines)
    house.registering.cancel(invited(second), event.id, second.id, press("cancel"))
    house.dining.sweep(house.clock())
    after = whole(house, event)
    assert after.manifest is not None
    assert (after.manifest.version, after.manifest.boxes) == (2, 2)
    comes(house, third)
    house.dining.sweep(house.clock())
    assert whole(house, event).plan.manifest == 2, "nobody knows yet what the third eats"
    answers(house, invited(third), "paris")
    house.dining.sweep(house.clock())
    assert whole(house, event).plan.manifest == 3
    assert is_unbroken(house.dinner_ground.plans.history(event.id))


def test_every_household_is_told_its_window_once(house: House, event: Event) -> None:
    """Hers by a letter, her companion's by another; moved, each is told once more (rules D5, D9)."""
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    comes(house, guest, "Ada")
    hers = own_door(house, guest, "ada@example.org")
    answers(house, invited(guest))
    answers(house, hers, "london")
    release(house, event)
    for _ in range(3):
        house.dining.sweep(house.clock())
    row = house.notices.read(guest.subject)
    assert row is not None
    assert [one.kind for one in row.notices].count("event.window") == 1
    door = house.notices.read(f"door#{event.id}.{guest.id}.{hers.subject}")
    assert door is not None
    assert [one.kind for one in door.notices if one.kind == "door.window"] == ["door.window"]
    standing = house.events.get(planner(BOUTIQUE), event.id)
    house.events.move(planner(BOUTIQUE), event.id, press("move"), standing.version, event.start + 60)
    for _ in range(2):
        house.dining.sweep(house.clock())
        house.following.sweep(house.clock())
    now = whole(house, event)
    assert now.manifest is not None
    assert now.manifest.film == event.start + 60
    row = house.notices.read(guest.subject)
    assert row is not None
    kinds = [one.kind for one in row.notices if one.is_waiting]
    assert set(kinds) - {"event.reminder", "event.names_asked"} == {"event.film_moved"}
    door = house.notices.read(f"door#{event.id}.{guest.id}.{hers.subject}")
    assert door is not None
    assert [one.kind for one in door.notices if one.is_waiting] == ["door.invited", "door.film_moved"]


def test_a_night(house: House, event: Event) -> None:
    """Dispatched, delivered with proof, late and apologised for, served again; the share is what the film waits for."""
    first, second = guests(house, event, 2)
    for guest, city in ((first, "milan"), (second, "london")):
        comes(house, guest)
        answers(house, invited(guest), city)
    found = release(house, event)
    lines = found.lines
    by_guest = {table.guest: table.registration.households[0].id for table in found.tables}
    milan, london = lines[by_guest[first.id]], lines[by_guest[second.id]]
    house.clock.to(milan.departs)
    carrier = courier(event, milan.round)
    with pytest.raises(NotFound):
        house.carrying.round(courier(event, milan.round, 7))
    press_ = press("depart")
    for _ in range(2):
        house.carrying.depart(carrier, press_, house.now)
    with pytest.raises(NotFound):
        house.carrying.delivered(carrier, press("d"), london.household, house.now, Proof("photo", "x"), IMAGE)
    house.clock.to(milan.start + 3)
    offline = milan.start + 1
    there = Proof("photo", milan.household, 45_464_000, 9_190_000)
    house.carrying.delivered(carrier, press("d"), milan.household, offline, there, IMAGE)
    drop = whole(house, event).drops[milan.household]
    assert (drop.delivery.state, drop.delivery.at) == (DeliveryState.DELIVERED, offline)
    assert house.dinner_ground.drops.proof(event.id, milan.household) == IMAGE
    moved = house.event_store.get(event.id)
    assert moved is not None
    served = house.dinner_ground.served(moved)
    assert served is not None
    assert (served.delivered, served.households) == (1, 2)
    house.clock.to(max(milan.end, london.end) + 1)
    for _ in range(2):
        house.dining.sweep(house.clock())
    row = house.notices.read(second.subject)
    assert row is not None
    late = [one.channel for one in row.notices if one.kind == "host.dinner_late"]
    assert sorted(late) == ["email", "sms"]
    house.carrying.apologise(planner(BOUTIQUE), event.id, london.household, press("sorry"), event.start - 5)
    row = house.notices.read(second.subject)
    assert row is not None
    assert "event.delivered_late" in [one.kind for one in row.notices]
    late = courier(event, london.round)
    house.carrying.depart(late, press("depart"), house.now)
    house.carrying.failed(late, press("f"), london.household, house.now, Failed.NOBODY_THERE)
    house.carrying.act(planner(BOUTIQUE), event.id, london.household, press("a"), "dispatch", "")
    house.carrying.act(planner(BOUTIQUE), event.id, london.household, press("a"), "deliver", "")
    served = house.dinner_ground.served(moved)
    assert served is not None
    assert served.delivered == 2


def test_what_has_left_is_not_changed_and_holds_the_film(house: House, event: Event) -> None:
    """Once boxes are out, their household stays as it is, and the film does not begin too early for it (rule D9)."""
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    comes(house, guest)
    answers(house, invited(guest))
    line = next(iter(release(house, event).lines.values()))
    house.clock.to(line.departs)
    house.carrying.depart(courier(event, line.round), press("depart"), house.now)
    standing = house.events.get(planner(BOUTIQUE), event.id)
    with pytest.raises(StateConflict, match="courier"):
        house.events.move(planner(BOUTIQUE), event.id, press("move"), standing.version, event.start - 20)
    it = house.tables.read(invited(guest))
    with pytest.raises(StateConflict):
        house.tables.housed(
            invited(guest),
            press("a"),
            it.edition,
            Address(("Elsewhere",), "milan", "north", ""),
            "+3900000",
            None,
        )
    house.registering.cancel(planner(BOUTIQUE), event.id, guest.id, press("cancel"))
    gone = house.guest_store.get(event.id, guest.id)
    assert gone is not None
    assert gone.state is GuestState.CANCELLED


def test_who_finds_no_window_is_named(house: House, event: Event) -> None:
    """Nobody goes there any more; boxes are out and the film's buffer grew; a full kitchen (rules D5, D9)."""
    first, second = guests(house, event, 2)
    for one in (first, second):
        comes(house, one)
    answers(house, invited(first))
    answers(house, invited(second), "london")

    def why(**terms: int) -> dict[str, str]:
        plan = whole(house, event).plan
        cities = tuple(one for one in CITIES if one.id in kept)
        told = Terms(**terms)
        keyed = press("plan")
        house.dinners.write(planner(BOUTIQUE), event.id, keyed, plan.version, MENUS, KITCHENS, cities, told)
        view = seen(planner(BOUTIQUE), whole(house, event), house.now)
        assert ("release" in view.can) is not bool(view.unplaced)
        return {one.guest: one.why for one in view.unplaced}

    kept = {"milan", "london"}
    assert why() == {}
    kept = {"milan"}
    assert why() == {second.id: "no_courier_goes_there"}
    kept = {"milan", "london"}
    assert why(earliest=0) == {first.id: "kitchen_or_couriers_full", second.id: "kitchen_or_couriers_full"}
    assert why() == {}
    lines = release(house, event).lines.values()
    line = max(lines, key=lambda it: it.end)
    house.clock.to(line.departs)
    house.carrying.depart(courier(event, line.round), press("depart"), house.now)
    found = why(buffer=event.start - line.end + 1)
    assert set(found.values()) == {"on_the_way_already"}


def test_all_of_it_is_forgotten(house: House, event: Event) -> None:
    """Thirty days after, nothing of what anybody eats is left, nor where she lives (rule D4)."""
    guest = bidden(house, event, MARGAUX)
    comes(house, guest)
    answers(house, invited(guest))
    release(house, event)
    house.dining.sweep(house.clock())
    house.clock.to(forget_at(event.end) - 1)
    house.dining.sweep(house.clock())
    assert house.dinner_ground.tables.of_event(event.id)
    house.clock.to(forget_at(event.end))
    house.dining.sweep(house.clock())
    assert not house.dinner_ground.tables.of_event(event.id)
    assert not house.dinner_ground.plans.history(event.id)
    assert not house.dinner_ground.plans.due(house.now + 1)


def test_nobody_holds_a_door_that_is_not_hers(house: House, event: Event) -> None:
    """Neither the client's door, nor another's, opens with a companion's link."""
    first, second = guests(house, event, 2, plus_ones=1)
    for guest in (first, second):
        comes(house, guest, "Ada")
    hers = own_door(house, first, "ada@example.org")
    home = house.tables.read(invited(first)).home
    for forged in (companion(first, home.id, 0), companion(second, hers.subject, hers.link_version or 0)):
        with pytest.raises(NotFound):
            house.tables.read(forged)
