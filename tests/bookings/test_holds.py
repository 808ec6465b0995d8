"""Quiet holds: ten minutes for a known client while she fills in her details; hers alone, one at most, no booking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest

from chalicelib.bookings.holds.model import Held, Hold
from chalicelib.bookings.holds.store import AnswersAttribute, HeldAttribute
from chalicelib.bookings.model import Booking
from chalicelib.bookings.proposals import Time
from chalicelib.bookings.verify import Verifier
from chalicelib.calendars.agenda import Agenda, Spot, client_resource, day_of, hold_ref
from chalicelib.calendars.service import Wanted
from chalicelib.calendars.zones import date_of, local_day
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.clock import parse_rfc3339, rfc3339
from chalicelib.foundation.errors import Busy, Conflict, Forbidden, InvalidInput, KeyReused, NotFound, SlotTaken
from chalicelib.foundation.ids import derived_id
from chalicelib.identity.model import Principal, Role
from tests.harness.conflicts import Conflicts
from tests.harness.faults import Fault, Wire
from tests.harness.schedules import CRASHES, crash_everywhere, interleave
from tests.world.browser import Browser, Said, at_once
from tests.world.house import House, Houses, keyed
from tests.world.maisons import EXPERIENCES, ZONE, advisor, boutique, furnish, install
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, contact, guest, host, visitor

THURSDAY = parse_rfc3339("2027-01-14T15:00:00+01:00")
FRIDAY = THURSDAY + 1440
HELD = Held("paris", "video", THURSDAY, THURSDAY + 45, 10, 15, ZONE, "advisor-1", "salon-1", True, THURSDAY - 60)
MANY = pytest.mark.parametrize(
    "seeds", [(4, 6, 8), pytest.param(range(100, 200), marks=pytest.mark.proof)], ids=["few", "many"]
)
"""The few are seeds under which all read before one writes; among a hundred there are always such."""


@pytest.fixture
def alone(houses: Houses) -> Any:
    """A house with one advisor: an hour of hers is given once."""
    with houses.fresh(one_advisor) as house:
        yield house


def one_advisor(house: House) -> None:
    """Furnish with one advisor."""
    furnish(house, advisor(1))


def offering(house: House, **changes: Any) -> None:
    """Furnish with one advisor, and every experience with these changes."""
    changed = [{**one, **changes} for one in EXPERIENCES]
    install(house.table, house.vault, house.clock(), boutique([advisor(1)]), experiences=changed)
    for who, name in ((MARGAUX, "Margaux"), (CAMILLE, "Camille")):
        house.clients.enrol(contact(name), "en", "test", client_id=who, now=house.clock())


def in_order(house: House) -> None:
    """The tables agree, as a raw scan and as the operator's own tool see them."""
    assert house.violations() == []
    assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []


def rows(house: House, prefix: str) -> list[Any]:
    """Every raw item whose partition begins so."""
    return [row for row in house.rows() if row["pk"]["S"].startswith(prefix)]


def standing(house: House, ref: str) -> dict[str, str]:
    """Where live entries of a ref stand, and the hour they are of."""
    return {
        f"{agenda.spot.resource.pool}/{agenda.spot.resource.name}": rfc3339(entry.start, ZONE)[:13]
        for agenda in Verifier(house.table, house.agendas, house.audit, house.clock).snapshot().agendas.values()
        for entry in agenda.live(house.now)
        if entry.ref == ref
    }


def offered(house: House, holder: str | None, start: int = THURSDAY, experience: str = "video") -> bool:
    """Say whether an hour is shown as free: to a client, or to somebody without a name."""
    wanted = Wanted(
        house.catalogue.boutique(BOUTIQUE), house.catalogue.experience(experience), client=holder, holder=holder
    )
    (day,) = house.availability.days(wanted, date_of(local_day(ZONE, start)), 1, house.now)
    return start in day.starts


def moved(house: House, by: Principal, booking: Booking, start: int) -> Booking:
    """Move a booking at its present version."""
    return house.bookings.reschedule(by, booking.id, keyed("move", f"{start}"), booking.version, start).booking


class TestTheModel:
    """Pure values."""

    def test_it_lapses_by_comparison(self) -> None:
        """At its last minute it is kept no more, and stands nowhere (rule H1)."""
        hold = Hold(MARGAUX).taking(HELD, "k", "b")
        assert hold.at(THURSDAY - 61) == HELD
        assert hold.spots(THURSDAY - 61)
        assert hold.at(THURSDAY - 60) is None
        assert hold.spots(THURSDAY - 60) == []

    def test_the_last_eight_requests_are_remembered(self) -> None:
        """Also when the time has been let go; the same key with another body is refused (rule H6)."""
        hold = Hold(MARGAUX)
        for number in range(9):
            hold = hold.taking(HELD, f"k{number}", "b")
        hold = hold.let_go()
        assert (hold.version, hold.held) == (10, None)
        assert [hold.answered(f"k{number}", "b") for number in (0, 1, 8)] == [None, HELD.expires_at, HELD.expires_at]
        with pytest.raises(KeyReused):
            hold.answered("k8", "other")

    def test_it_is_stored_and_read_back(self) -> None:
        """As JSON, field by field."""
        hold = Hold(MARGAUX).taking(HELD, "k", "b")
        assert HeldAttribute().deserialize(HeldAttribute().serialize(HELD)) == HELD
        assert AnswersAttribute().deserialize(AnswersAttribute().serialize(hold.answers)) == hold.answers


class TestKeeping:
    """What a booking would take is taken, for ten minutes."""

    def test_all_that_a_booking_takes_and_no_booking(self, house: House) -> None:
        """Advisor, room and her own agenda; no booking, no notice, nothing to be sent, nobody's day."""
        assert house.hold(client(MARGAUX), THURSDAY, "k", "visit") == house.now + 10
        places = standing(house, hold_ref(MARGAUX))
        assert {place.partition("-")[0] for place in places} == {
            "paris/advisor",
            "paris/room~salon",
            f"client~{MARGAUX}/self",
        }
        assert rows(house, "BOOKING#") == rows(house, "NOTICES#") == []
        assert house.deliver() == 0
        assert house.diary.day(associate(), BOUTIQUE, date_of(day_of(THURSDAY)), house.now) == []
        assert house.bookings.of_client(client(MARGAUX), 20, None).items == []
        in_order(house)

    def test_her_own_advisor_first(self, house: House) -> None:
        """The one on her card, as for a booking."""
        cards = {who: house.clients.card(who).advisor for who in (MARGAUX, CAMILLE)}
        for who, own in cards.items():
            house.hold(client(who), THURSDAY, who)
            if own:
                assert f"paris/{own}" in standing(house, hold_ref(who))

    def test_hers_alone(self, alone: House) -> None:
        """Free to her, taken for everybody else: also for the hour that meets it only by buffers."""
        alone.hold(client(MARGAUX), THURSDAY, "k")
        assert offered(alone, MARGAUX)
        assert offered(alone, MARGAUX, THURSDAY + 60)
        for other in (None, CAMILLE):
            assert not offered(alone, other)
            assert not offered(alone, other, THURSDAY + 60)
        for by, how in ((client(CAMILLE), {}), (visitor(), {"contact": contact("Zoë")})):
            with pytest.raises(SlotTaken) as refused:
                alone.book(by, THURSDAY, "k", "first-video", **how)
            assert refused.value.alternatives
        with pytest.raises(SlotTaken):
            alone.hold(client(CAMILLE), THURSDAY, "k")
        in_order(alone)

    def test_it_lapses_without_a_writer(self, alone: House) -> None:
        """At the minute it was told, the hour is anybody's; until then it is not."""
        expires = alone.hold(client(MARGAUX), THURSDAY, "k")
        alone.clock.to(expires - 1)
        assert not offered(alone, CAMILLE)
        alone.clock.to(expires)
        assert offered(alone, CAMILLE)
        in_order(alone)
        alone.book(client(CAMILLE), THURSDAY, "k")
        with pytest.raises(SlotTaken):
            alone.book(client(MARGAUX), THURSDAY, "late")
        in_order(alone)

    def test_never_past_the_start(self, houses: Houses) -> None:
        """Where one may come at once, a hold ends when the appointment would begin."""
        with houses.fresh(partial(offering, lead_minutes=0)) as house:
            house.clock.to(THURSDAY - 4)
            assert house.hold(client(MARGAUX), THURSDAY, "k") == THURSDAY

    def test_a_day_limit_counts_it_and_not_against_her(self, houses: Houses) -> None:
        """One a day: hers while it is held; she may still take any hour of that day, nobody else may."""
        with houses.fresh(partial(offering, day_limit=1)) as house:
            house.hold(client(MARGAUX), THURSDAY, "k")
            assert not offered(house, CAMILLE, THURSDAY + 120)
            with pytest.raises(SlotTaken):
                house.book(client(CAMILLE), THURSDAY + 120, "k")
            house.book(client(MARGAUX), THURSDAY + 120, "k")
            in_order(house)

    def test_a_known_client_and_nobody_else(self, house: House) -> None:
        """Strangers, links, staff and whoever is in charge: forbidden. A client without a card is nobody."""
        staff = [
            Principal(role, "somebody", frozenset({BOUTIQUE})) for role in (Role.MANAGER, Role.PLANNER, Role.ADMIN)
        ]
        for by in (visitor(), guest("b" * 26), host("b" * 26, "advisor-1"), associate(), *staff):
            with pytest.raises(Forbidden):
                house.hold(by, THURSDAY, "k")
        with pytest.raises(NotFound):
            house.hold(client(derived_id("nobody")), THURSDAY, "k")
        assert rows(house, "HOLD#") == rows(house, "AGENDA#") == []

    def test_what_does_not_fit_is_told_as_for_a_booking(self, house: House) -> None:
        """Every field at once."""
        with pytest.raises(InvalidInput) as refused:
            house.hold(client(MARGAUX), THURSDAY, "k", adults=40, spoken="ja")
        assert {problem.pointer for problem in refused.value.fields} == {"/party", "/advisor_language"}
        with pytest.raises(SlotTaken) as taken:
            house.hold(client(MARGAUX), THURSDAY + 1, "k")
        assert rfc3339(THURSDAY, ZONE) in taken.value.alternatives


class TestReplacing:
    """One at most: another replaces it in the same transaction (rule H5)."""

    def test_another_time_frees_the_first_at_once(self, alone: House) -> None:
        """Another day, another experience: there is one, and the first hour is anybody's."""
        alone.hold(client(MARGAUX), THURSDAY, "a")
        with Wire() as wire:
            alone.hold(client(MARGAUX), FRIDAY, "b", "visit")
        assert wire.operations() == ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]
        assert set(standing(alone, hold_ref(MARGAUX)).values()) == {"2027-01-15T15"}
        assert offered(alone, CAMILLE)
        assert len(rows(alone, "HOLD#")) == 1
        in_order(alone)

    def test_the_same_time_again_begins_anew_with_the_same_people(self, house: House) -> None:
        """Ten minutes from the second request; advisor and room stay."""
        house.hold(client(MARGAUX), THURSDAY, "a", "visit")
        before = standing(house, hold_ref(MARGAUX))
        house.clock.forward(minutes=4)
        assert house.hold(client(MARGAUX), THURSDAY, "b", "visit") == house.now + 10
        assert standing(house, hold_ref(MARGAUX)) == before
        in_order(house)

    def test_a_refusal_leaves_the_first(self, alone: House) -> None:
        """What cannot be had replaces nothing."""
        alone.book(client(CAMILLE), FRIDAY, "k")
        alone.hold(client(MARGAUX), THURSDAY, "a")
        with pytest.raises(SlotTaken):
            alone.hold(client(MARGAUX), FRIDAY, "b")
        assert not offered(alone, CAMILLE)
        in_order(alone)

    def test_the_same_request_is_answered_as_before(self, house: House) -> None:
        """Also minutes later, and when another has replaced it: nothing is written. Another body is refused."""
        expires = house.hold(client(MARGAUX), THURSDAY, "a")
        house.hold(client(MARGAUX), FRIDAY, "b")
        house.clock.forward(minutes=3)
        with Wire() as wire:
            assert house.hold(client(MARGAUX), THURSDAY, "a") == expires
        assert wire.writes == []
        assert set(standing(house, hold_ref(MARGAUX)).values()) == {"2027-01-15T15"}
        with pytest.raises(KeyReused):
            house.hold(client(MARGAUX), FRIDAY, "a")


class TestConsuming:
    """Her booking takes the place of her hold."""

    def test_the_same_time_keeps_advisor_and_room(self, house: House) -> None:
        """One read, one transaction: the hold's entries go and the booking's come, in the same places."""
        for number in range(6):  # whichever two the hold was given
            start = THURSDAY + number % 3 * 120 - 240
            house.hold(client(MARGAUX), start, f"h{number}", "visit")
            places = set(standing(house, hold_ref(MARGAUX)))
            house.warm()
            with Wire() as wire:
                booking = house.book(client(MARGAUX), start, f"b{number}", "visit").booking
            assert wire.operations() == ["BatchGetItem", "TransactWriteItems"]
            assert wire.write_units <= 16  # two more than the visit alone: the hold without its time
            assert set(standing(house, booking.id)) == places
            assert standing(house, hold_ref(MARGAUX)) == {}
            in_order(house)
            house.bookings.cancel(client(MARGAUX), booking.id, keyed("cancel", f"c{number}"), 1)

    def test_another_time_lets_it_go(self, alone: House) -> None:
        """Another hour or another day: what was held is free, in the same transaction."""
        for number, start in enumerate((THURSDAY + 120, FRIDAY)):
            alone.hold(client(MARGAUX), THURSDAY, f"h{number}")
            alone.book(client(MARGAUX), start, f"b{number}")
            assert offered(alone, CAMILLE)
            assert standing(alone, hold_ref(MARGAUX)) == {}
            in_order(alone)

    def test_a_late_repetition_of_the_hold_takes_nothing(self, alone: House) -> None:
        """It is answered as the first time, and the hour stays as it is."""
        expires = alone.hold(client(MARGAUX), THURSDAY, "h")
        booking = alone.book(client(MARGAUX), FRIDAY, "b").booking
        assert alone.hold(client(MARGAUX), THURSDAY, "h") == expires
        assert offered(alone, CAMILLE)
        assert alone.book(client(MARGAUX), FRIDAY, "b").replayed
        assert alone.stored(booking.id) == booking
        in_order(alone)

    def test_a_refused_booking_leaves_it(self, alone: House) -> None:
        """The hour she asked for is gone: the one she holds is still hers."""
        alone.book(client(CAMILLE), FRIDAY, "k")
        alone.hold(client(MARGAUX), THURSDAY, "h")
        with pytest.raises(SlotTaken):
            alone.book(client(MARGAUX), FRIDAY, "b")
        assert not offered(alone, None)
        in_order(alone)

    def test_after_it_has_lapsed_a_booking_takes_the_hour_anew(self, alone: House) -> None:
        """Free still: then it is hers."""
        alone.hold(client(MARGAUX), THURSDAY, "h")
        alone.clock.forward(minutes=10)
        alone.book(client(MARGAUX), THURSDAY, "b")
        in_order(alone)

    def test_the_house_may_book_it_for_her(self, alone: House) -> None:
        """She telephones while her widget is open: her advisor books her that hour, for another client it is taken."""
        alone.hold(client(MARGAUX), THURSDAY, "h")
        with pytest.raises(SlotTaken):
            alone.book(associate(), THURSDAY, "a", client_id=CAMILLE)
        alone.book(associate(), THURSDAY, "b", client_id=MARGAUX)
        assert standing(alone, hold_ref(MARGAUX)) == {}
        in_order(alone)


class TestBesideHerOtherAppointments:
    """Moving, cancelling, proposing."""

    def test_she_moves_another_appointment_to_the_hour_she_holds(self, alone: House) -> None:
        """From her letter's page too: her hold does not stand in her own way, and is let go."""
        for by in (client(MARGAUX), None):
            booking = alone.book(client(MARGAUX), FRIDAY, f"b{by}").booking
            alone.hold(client(MARGAUX), THURSDAY, f"h{by}")
            after = moved(alone, by or guest(booking.id), booking, THURSDAY)
            assert standing(alone, hold_ref(MARGAUX)) == {}
            in_order(alone)
            alone.bookings.cancel(client(MARGAUX), after.id, keyed("c", "c"), after.version)

    def test_a_cancel_leaves_it(self, alone: House) -> None:
        """It speaks of another appointment."""
        booking = alone.book(client(MARGAUX), FRIDAY, "b").booking
        alone.hold(client(MARGAUX), THURSDAY, "h")
        alone.bookings.cancel(client(MARGAUX), booking.id, keyed("c", "c"), 1)
        assert not offered(alone, CAMILLE)
        in_order(alone)

    def test_others_cannot_move_there(self, alone: House) -> None:
        """Camille, her advisor, and the house's own wish for Margaux's other appointment: taken, for ten minutes."""
        theirs = alone.book(client(CAMILLE), FRIDAY, "b").booking
        hers = alone.book(client(MARGAUX), FRIDAY + 120, "b").booking
        alone.hold(client(MARGAUX), THURSDAY, "h")
        for by, booking in ((client(CAMILLE), theirs), (associate(), theirs), (associate(), hers)):
            with pytest.raises(SlotTaken):
                moved(alone, by, booking, THURSDAY)
        with pytest.raises(SlotTaken):
            alone.proposals.propose(associate(), hers.id, keyed("p", "p"), 1, [Time(THURSDAY)])
        in_order(alone)

    def test_staff_see_that_it_is_held_and_not_by_whom(self, alone: House) -> None:
        """The explanation names rule, advisor and hours."""
        alone.hold(client(MARGAUX), THURSDAY, "h")
        with Browser(alone) as browser:
            token = alone.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}))
            start = rfc3339(THURSDAY, ZONE).replace("+", "%2B")
            said = browser.get(f"/v1/boutiques/paris/availability/explain?experience=video&start={start}", token)
        held = said.json["refusals"][0]
        assert (held["rule"], held["resource"], held["detail"]) == ("held", "advisor-1", "being held")
        assert MARGAUX not in said.text


class TestVerifying:
    """The operator's tools know holds."""

    def test_differences_are_named_and_mended(self, house: House) -> None:
        """An entry that was lost is missing; one whose hold says nothing of it is too much."""
        house.hold(client(MARGAUX), THURSDAY, "h")
        verifier = Verifier(house.table, house.agendas, house.audit, house.clock)
        hers = Spot(client_resource(MARGAUX), day_of(THURSDAY))
        theirs = Spot(client_resource(CAMILLE), day_of(THURSDAY))
        (entry,) = house.agendas.read([hers])[hers].entries
        house.table.write(house.agendas.write(Agenda(hers, 1, ())))
        house.table.write(house.agendas.write(Agenda(theirs, 0, (entry._replace(ref=hold_ref(CAMILLE)),))))
        found = {(difference.kind, difference.ref) for difference in verifier.verify()}
        assert found == {("missing", hold_ref(MARGAUX)), ("too_much", hold_ref(CAMILLE))}
        assert house.violations() != []
        assert verifier.rebuild() == 2
        in_order(house)


# ── rivals, crashes ──────────────────────────────────────────────────────────────────────────────────────────

Actor = Callable[[], Any]


def race(house: House, seed: int, *actors: Actor) -> list[Any]:
    """Run actors under a seed; whoever failed was told so properly, and the tables are in order."""
    house.warm()
    ended = interleave(actors, seed)
    for result in ended:
        assert not isinstance(result, BaseException) or isinstance(result, (Conflict, Busy)), (seed, result)
    in_order(house)
    return [result for result in ended if not isinstance(result, BaseException)]


@MANY
def test_a_hold_and_two_bookings_of_one_hour(houses: Houses, seeds: Sequence[int]) -> None:
    """One of three has it, under every schedule."""
    for seed in seeds:
        with houses.fresh(one_advisor) as house:
            actors = [
                partial(house.hold, client(MARGAUX), THURSDAY, "h"),
                partial(house.book, client(CAMILLE), THURSDAY, "b"),
                partial(house.book, visitor(), THURSDAY, "v", "first-video", contact=contact("Zoë")),
            ]
            assert len(race(house, seed, *actors)) == 1, seed


@MANY
def test_her_booking_against_her_other_window_and_a_rival(houses: Houses, seeds: Sequence[int]) -> None:
    """She holds an hour and books it while another window of hers holds the next day, and Camille waits for both."""
    for seed in seeds:
        with houses.fresh(one_advisor) as house:
            house.hold(client(MARGAUX), THURSDAY, "first")
            actors: list[Actor] = [
                partial(house.book, client(MARGAUX), THURSDAY, "b"),
                partial(house.hold, client(MARGAUX), FRIDAY, "second"),
                partial(house.book, client(CAMILLE), THURSDAY, "c"),
            ]
            race(house, seed, *actors)
            taken = Counter(row["cl"]["S"] for row in rows(house, "BOOKING#"))
            assert sum(taken.values()) == 1, seed
            assert len(rows(house, "HOLD#")) == 1, seed


@MANY
def test_two_windows_of_hers_hold_one_time(houses: Houses, seeds: Sequence[int]) -> None:
    """Two keys, two days: one of them is held in the end. One key twice: both are told the same."""
    for seed in seeds:
        with houses.fresh(one_advisor) as house:
            race(house, seed, *(partial(house.hold, client(MARGAUX), when, f"{when}") for when in (THURSDAY, FRIDAY)))
            assert len(set(standing(house, hold_ref(MARGAUX)).values())) == 1, seed
            twice = race(house, seed, *[partial(house.hold, client(MARGAUX), FRIDAY, "same")] * 2)
            assert len(set(twice)) == 1, seed


@MANY
def test_a_hold_that_lapses_while_she_books(houses: Houses, seeds: Sequence[int]) -> None:
    """The hour goes to whoever commits first."""
    for seed in seeds:
        with houses.fresh(one_advisor) as house:
            house.hold(client(MARGAUX), THURSDAY, "h")
            house.clock.forward(minutes=10)
            actors = [partial(house.book, client(who), THURSDAY, who) for who in (MARGAUX, CAMILLE)]
            assert len(race(house, seed, *actors)) == 1, seed


def enrolled(house: House, number: int) -> str:
    """A client of the house, one of many."""
    client_id = derived_id("client", f"Guest{number}")
    card = Contact(Name(given="Guest", family=f"Number {number}"), f"guest{number}@client.example", "")
    house.clients.enrol(card, "en", "test", client_id=client_id, now=house.clock())
    return client_id


def asked(browser: Browser, who: str, route: str) -> Said:
    """One request of a client for the hour that all want."""
    body = {"boutique": BOUTIQUE, "experience": "video", "start": rfc3339(THURSDAY, ZONE)}
    if route == "/v1/bookings":
        body["language"] = "en"
    return browser.send("POST", route, body, token=browser.client(who), key=derived_id(who, route))


@pytest.mark.parametrize("size", [20, pytest.param(200, marks=pytest.mark.proof)])
def test_of_many_who_hold_and_book_one_hour_one_has_it(houses: Houses, size: int) -> None:
    """Over HTTP, in parallel, with DynamoDB's transaction conflicts: one 201, no 500; then she books what she holds."""
    with houses.fresh(one_advisor) as house, Browser(house) as browser:
        people = [enrolled(house, number) for number in range(size)]
        routes = ["/v1/holds" if number % 2 else "/v1/bookings" for number in range(size)]
        browser.get("/v1/maison")
        with Wire(guard=Conflicts()):
            answers = at_once(partial(asked, browser, *pair) for pair in zip(people, routes, strict=True))
        counted = Counter(answer.status for answer in answers)
        assert counted[201] == 1, counted
        assert set(counted) <= {201, 409, 503}, counted
        assert all(answer.json["alternatives"] for answer in answers if answer.status == 409)
        in_order(house)
        winner = next(number for number, answer in enumerate(answers) if answer.status == 201)
        if routes[winner] == "/v1/holds":
            assert asked(browser, people[winner], "/v1/bookings").status == 201
        assert len(rows(house, "BOOKING#")) == 1
        in_order(house)


def spoiled(houses: Houses, before: Actor, do: Callable[[House], object], faults: Sequence[Fault]) -> int:
    """Hold with each fault at each call, then send it again; return how many runs that were."""

    def check(house: House, where: str) -> None:
        assert set(standing(house, hold_ref(MARGAUX)).values()) == {"2027-01-14T15"}, where
        assert (house.violations(), rows(house, "BOOKING#"), rows(house, "NOTICES#")) == ([], [], []), where
        audited = len(rows(house, f"AUDIT#hold#{MARGAUX}"))
        assert audited == int(rows(house, "HOLD#")[0]["v"]["N"]), where

    def ready(house: House) -> None:
        furnish(house)
        before(house)

    prepared = Houses(houses.aws, ready)
    try:
        return crash_everywhere(prepared.fresh, do, do, check, faults)
    finally:
        prepared.close()


OTHERS = [fault for fault in Fault if fault not in (*CRASHES, Fault.SCANT)]
FAULTS = [
    pytest.param([*CRASHES, Fault.TIMEOUT_AFTER], id="crash"),
    pytest.param(OTHERS, id="every", marks=pytest.mark.proof),
]


@pytest.mark.parametrize("faults", FAULTS)
@pytest.mark.parametrize("before", [FRIDAY, None], ids=["replacing", "first"])
def test_a_crash_at_any_call_leaves_nothing_half_held(
    houses: Houses, before: int | None, faults: Sequence[Fault]
) -> None:
    """Sent again, the hold stands once, audited once for each version; what it replaces is gone with it."""

    def held(house: House) -> object:
        return house.hold(client(MARGAUX), before, "before") if before else None

    assert spoiled(houses, held, lambda house: house.hold(client(MARGAUX), THURSDAY, "h"), faults) >= 4


# ── over HTTP ────────────────────────────────────────────────────────────────────────────────────────────────


def seen(houses: Houses, how: str) -> tuple[str, ...]:
    """What a stranger and another client read and are told where Margaux has held, or booked, an hour."""
    with houses.fresh(one_advisor) as house, Browser(house) as browser:
        answer = asked(browser, MARGAUX, how)
        assert answer.status == 201
        days = f"/v1/boutiques/{BOUTIQUE}/availability?experience=video&from=2027-01-14&days=3"
        refused = asked(browser, CAMILLE, "/v1/bookings")
        assert refused.status == 409
        listed = browser.get("/v1/bookings", browser.client(CAMILLE))
        return browser.get(days).text, browser.get(days, browser.client(CAMILLE)).text, refused.text, listed.text


def test_a_stranger_sees_only_that_it_is_taken(houses: Houses) -> None:
    """Byte for byte what she would see of a booking."""
    assert seen(houses, "/v1/holds") == seen(houses, "/v1/bookings")


def test_from_the_widget(alone: House) -> None:
    """She opens her details, her hour is kept, nobody gets it meanwhile, she books it."""
    days = f"/v1/boutiques/{BOUTIQUE}/availability?experience=video&from=2027-01-14&days=1"
    start = rfc3339(THURSDAY, ZONE)
    with Browser(alone) as browser:
        token = browser.client(MARGAUX)
        kept = asked(browser, MARGAUX, "/v1/holds")
        assert (kept.status, kept.json) == (201, {"expires_at": rfc3339(alone.now + 10, ZONE)})
        again = asked(browser, MARGAUX, "/v1/holds")
        assert (again.text, again.headers["idempotent-replayed"]) == (kept.text, "true")
        assert start in browser.get(days, token).text
        assert start not in browser.get(days).text
        assert browser.get("/v1/bookings", token).json["items"] == []
        booked = asked(browser, MARGAUX, "/v1/bookings")
        assert (booked.status, booked.json["state"]) == (201, "confirmed")
        assert len(browser.get("/v1/bookings", token).json["items"]) == 1
        wrong = {"boutique": BOUTIQUE, "experience": "video", "start": "soon", "language": 7}
        refused = browser.send("POST", "/v1/holds", wrong, token=token, key="wrong")
        assert (refused.status, {one["pointer"] for one in refused.json["errors"]}) == (422, {"/start", "/language"})
        assert browser.send("POST", "/v1/holds", wrong, token=browser.visitor(), key="v").status == 403
        assert browser.send("POST", "/v1/holds", wrong, key="n").status == 401
    in_order(alone)
