"""After the freeze a change is a request: kept, replaced, granted or declined, ended; killed anywhere, in any order."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from chalicelib.bookings.keyed import Keyed
from chalicelib.events.bodies import AnswerBody
from chalicelib.events.guests.details import Companion, GuestDetails
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.guests.requests import RequestState
from chalicelib.events.model import Event, EventKind
from chalicelib.events.registering.answering import Reply
from chalicelib.events.registering.reading import Answered
from chalicelib.events.shapes import RequestView
from chalicelib.foundation.audit import AuditLog
from chalicelib.foundation.errors import Forbidden, InvalidInput, KeyReused, NotFound, PreconditionFailed, StateConflict
from chalicelib.identity.model import Principal, Role
from tests.events.conftest import Evening, guests
from tests.events.test_letters_of_events import told
from tests.events.test_registering import agreed, free, hers, now, yes
from tests.harness.faults import Fault
from tests.harness.schedules import CRASHES, crash_everywhere, interleave
from tests.world.evenings import bidden, invited, planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, MARGAUX

ADVISOR = Principal(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}))


def frozen(house: House, event: Event) -> Event:
    """The same event, whose changes are requests from now on."""
    about = {"freeze": house.now}
    return house.events.change(planner(BOUTIQUE), event.id, press("change"), event.version, about).event


def party(size: int, *names: str, note: str = "") -> Reply:
    """A party with these companions."""
    return Reply(size, GuestDetails(tuple(Companion(name, "Essai") for name in names), note))


def ask(house: House, guest: Guest, reply: Reply, key: Keyed | None = None) -> Answered:
    """She asks for another party, by her link, of the invitation as it stands."""
    version = now(house, guest).version
    return house.registering.change(invited(guest), guest.event, guest.id, key or press("change"), version, reply)


def answer(
    house: House, guest: Guest, granted: bool, word: str = "", who: Principal = ADVISOR, key: Keyed | None = None
) -> Answered:
    """The house answers what is asked for now."""
    about = (guest.event, guest.id, key or press("request"), now(house, guest).version)
    return house.registering.decide(who, *about, granted=granted, word=word)


def seen(house: House, guest: Guest) -> RequestView | None:
    """What she sees of her request."""
    event = house.event_store.get(guest.event)
    assert event is not None
    return house.event_viewer.invitation(event, now(house, guest), house.now).request


def state(house: House, guest: Guest) -> str | None:
    """What has become of her request, as she sees it."""
    found = seen(house, guest)
    return found.state if found else None


def open_in(house: House, event: Event) -> int:
    """How many requests of an event wait for an answer."""
    found = house.event_store.get(event.id)
    assert found is not None
    return house.event_viewer.event(planner(BOUTIQUE), found, house.now).requests


def acts(house: House, guest: Guest) -> list[str]:
    """What her audit says was done."""
    return [one.action for one in AuditLog(house.table).page(guest.subject, 50, None).items]


@pytest.fixture
def seated(house: House, evening: Evening) -> Guest:
    """Margaux, who comes with Ada to a frozen evening of four places; advisor-1 invited her."""
    event = evening(capacity=4)
    guest = bidden(house, event, MARGAUX, plus_ones=3, advisor="advisor-1")
    yes(house, guest, 2, names=("Ada",))
    frozen(house, event)
    return guest


def test_what_she_asks_for_is_kept_and_changes_nothing(house: House, seated: Guest) -> None:
    """Rule G4: one request, sealed, in one transaction with its audit; asking again replaces it; the same request sent
    again is the same (rule H6); to ask for what stands takes it back."""
    event = house.event_store.get(seated.event)
    assert event is not None
    key = press("change")
    version = now(house, seated).version
    asked = party(3, "Zoé", "Inès", note="By the window")
    about = (invited(seated), event.id, seated.id, key, version)
    first = house.registering.change(*about, asked)
    assert house.registering.change(*about, asked).replayed
    with pytest.raises(KeyReused):
        house.registering.change(*about[:3], Keyed(key.route, key.key, "other"), version, asked)
    assert (first.guest.party, free(house, event), open_in(house, event)) == (2, 2, 1)
    shown = seen(house, seated)
    assert shown is not None
    assert (shown.state, shown.party, [one.given for one in shown.companions]) == ("open", 3, ["Zoé", "Inès"])
    assert shown.note == "By the window"
    assert [one.display for one in house.guest_store.open(now(house, seated)).companions] == ["Ada Essai"]
    for secret in ("Zoé", "By the window"):
        assert secret not in house.everything()
    with pytest.raises(PreconditionFailed):
        house.registering.change(*about[:3], press("change"), version, asked)
    ask(house, seated, party(1))
    assert (state(house, seated), open_in(house, event)) == ("open", 1)
    ask(house, seated, party(2, "Ada"))
    assert (state(house, seated), open_in(house, event)) == (None, 0)
    assert acts(house, seated).count("guest.ask") == 3
    assert house.violations() == []


def test_granted_it_is_the_change_the_house_makes_by_hand(house: House, seated: Guest) -> None:
    """Seats, names, letter, audit (rules G4, H2, I1); by whoever may answer for her and nobody else; once."""
    event = house.event_store.get(seated.event)
    assert event is not None
    ask(house, seated, party(4, "Zoé"))
    for who in (planner("elsewhere"), invited(seated), Principal(Role.ASSOCIATE, "advisor-2", frozenset({BOUTIQUE}))):
        with pytest.raises((Forbidden, NotFound)):
            answer(house, seated, granted=True, who=who)
    listed = house.event_viewer.guests(ADVISOR, event, [now(house, seated)], house.now)
    assert "request" in listed[0].can
    key = press("request")
    version = now(house, seated).version
    about = (ADVISOR, event.id, seated.id, key, version)
    granted = house.registering.decide(*about, granted=True)
    assert house.registering.decide(*about, granted=True).replayed
    assert (granted.guest.party, free(house, event), state(house, seated)) == (4, 0, "granted")
    assert [one.display for one in house.guest_store.open(granted.guest).companions] == ["Zoé Essai"]
    assert [acts(house, seated).count(one) for one in ("guest.ask", "guest.grant", "guest.change")] == [1, 1, 0]
    with pytest.raises(StateConflict, match="Nothing is asked"):
        answer(house, seated, granted=False)
    (letter,) = told(house, "event.changed")
    assert (letter.values["as_asked"], letter.values["party"], letter.calendar is not None) == (True, 4, True)
    house.settle()
    assert house.violations() == []
    assert house.differences() == []


def test_declined_all_stays_and_she_is_told_why(house: House, seated: Guest) -> None:
    """With a word or without (rule G4); her reminders stay, and the word is sealed."""
    ask(house, seated, party(4))
    answer(house, seated, granted=False, word="The salon is small", who=planner(BOUTIQUE))
    (letter,) = told(house, "event.not_granted")
    assert letter.values["word"] == "The salon is small"
    assert "The salon is small" not in house.everything()
    shown = seen(house, seated)
    assert shown is not None
    assert (shown.state, shown.word, now(house, seated).party) == ("declined", "The salon is small", 2)
    row = house.notices.read(seated.subject)
    assert row is not None
    assert {"event.reminder", "event.not_granted"} <= {one.kind for one in row.notices}
    ask(house, seated, party(1))
    assert state(house, seated) == "open"
    answer(house, seated, granted=False)
    assert [one.values["word"] for one in told(house, "event.not_granted")] == ["The salon is small", ""]
    assert house.violations() == []


def test_a_yes_has_no_word() -> None:
    """It would be read by nobody: refused rather than lost (rule G4)."""
    assert AnswerBody(granted=False, word="Alas").word == "Alas"
    with pytest.raises(ValidationError):
        AnswerBody(granted=True, word="Alas")


def test_no_room_is_refused_and_the_request_stays(house: House, seated: Guest) -> None:
    """The usual refusal (rules H2, G4); with room again, it is granted. A substitution needs none (rule H7)."""
    event = house.event_store.get(seated.event)
    assert event is not None
    (other,) = guests(house, event, 1, plus_ones=1)
    yes(house, other, 2)
    ask(house, seated, party(3))
    with pytest.raises(StateConflict, match="no place for more"):
        answer(house, seated, granted=True)
    assert (state(house, seated), now(house, seated).party, free(house, event)) == ("open", 2, 0)
    house.registering.cancel(invited(other), event.id, other.id, press("cancel"))
    answer(house, seated, granted=True)
    assert (now(house, seated).party, free(house, event)) == (3, 1)
    with pytest.raises(StateConflict, match="fewer people"):
        ask(house, seated, party(5))
    with pytest.raises(InvalidInput):
        ask(house, seated, party(1, "Ada"))
    house.settle()
    assert house.violations() == []


def test_fewer_people_leave_their_places_to_who_waits(house: House, seated: Guest) -> None:
    """Granted, not before (rules G4, W5)."""
    event = house.event_store.get(seated.event)
    assert event is not None
    pair, waits = guests(house, event, 2, plus_ones=1)
    yes(house, pair, 2)
    assert yes(house, waits).guest.state is GuestState.WAITLISTED
    ask(house, seated, party(1))
    house.settle()
    assert now(house, waits).state is GuestState.WAITLISTED
    answer(house, seated, granted=True)
    assert now(house, waits).state is GuestState.OFFERED
    assert house.violations() == []


def test_what_was_replaced_is_not_granted_unseen(house: House, seated: Guest) -> None:
    """The house answers what it read (rule G4)."""
    version = ask(house, seated, party(3)).guest.version
    ask(house, seated, party(4))
    with pytest.raises(PreconditionFailed):
        house.registering.decide(ADVISOR, seated.event, seated.id, press("request"), version, granted=True)
    assert now(house, seated).party == 2


def test_her_own_cancel_stays_hers_and_ends_it(house: House, seated: Guest) -> None:
    """Until her sitting begins (rules G4, H8)."""
    event = house.event_store.get(seated.event)
    assert event is not None
    ask(house, seated, party(3))
    house.registering.cancel(invited(seated), event.id, seated.id, press("cancel"))
    assert (now(house, seated).request, free(house, event), open_in(house, event)) == (None, 4, 0)
    with pytest.raises(StateConflict):
        answer(house, seated, granted=True)
    with pytest.raises(StateConflict):
        ask(house, seated, party(3))
    house.settle()
    assert house.violations() == []


def test_a_move_ends_it(house: House, seated: Guest) -> None:
    """From the moment it is moved, told or not; then she may change it herself, or ask again (rules G4, D9)."""
    event = house.event_store.get(seated.event)
    assert event is not None
    ask(house, seated, party(3, "Zoé"))
    house.events.move(planner(BOUTIQUE), event.id, press("move"), event.version, event.start + 1440)
    assert (state(house, seated), open_in(house, event)) == ("ended", 0)
    with pytest.raises(StateConflict, match="Nothing is asked"):
        answer(house, seated, granted=True)
    house.settle()
    request = now(house, seated).request
    assert request is not None
    assert (request.state, request.sealed) == (RequestState.ENDED, None)
    changed = ask(house, seated, party(3)).guest
    assert (changed.party, changed.request) == (3, None)
    house.clock.forward(minutes=1440)
    assert ask(house, seated, party(2)).guest.party == 3
    assert state(house, seated) == "open"
    assert house.violations() == []


def test_called_off_or_begun_nothing_is_asked(house: House, seated: Guest) -> None:
    """Rule G4: neither asked, nor answered, nor counted."""
    event = house.event_store.get(seated.event)
    assert event is not None
    (other,) = guests(house, event, 1)
    yes(house, other)
    ask(house, seated, party(3))
    house.clock.to(event.start)
    assert (state(house, seated), open_in(house, event)) == ("ended", 0)
    for late in (
        lambda: ask(house, seated, party(4)),
        lambda: answer(house, seated, granted=True),
        lambda: house.registering.cancel(invited(other), event.id, other.id, press("cancel")),
    ):
        with pytest.raises(StateConflict):
            late()
    house.clock.to(event.end + event.grace_minutes)
    house.tick()
    assert now(house, seated).request is None
    later = published(house, BOUTIQUE, start=house.now // 1440 * 1440 + 9 * 1440 + 1140, hosts=("advisor-1",))
    guest = bidden(house, later, MARGAUX, plus_ones=1)
    yes(house, guest)
    frozen(house, later)
    ask(house, guest, party(2))
    found = house.event_store.get(later.id)
    assert found is not None
    house.events.call_off(planner(BOUTIQUE), later.id, press("cancel"), found.version, "other")
    assert open_in(house, later) == 0
    with pytest.raises(StateConflict):
        answer(house, guest, granted=True, who=planner(BOUTIQUE))
    house.settle()
    assert (now(house, guest).state, now(house, guest).request) == (GuestState.CANCELLED, None)
    assert house.violations() == []


def test_at_a_dinner_it_is_the_same(house: House) -> None:
    """Another party after the freeze is asked for there as well; a box for each person who comes (rules G4, G2)."""
    start = house.now // 1440 * 1440 + 7 * 1440 + 1140
    about = {"hosts": ("advisor-1",), "capacity": 4, "kind": EventKind.DINNER}
    event = published(house, BOUTIQUE, start=start, **about)
    guest = bidden(house, event, MARGAUX, plus_ones=1, advisor="advisor-1")
    yes(house, guest)
    frozen(house, event)
    ask(house, guest, party(2, "Zoé"))
    assert house.violations() == []
    answer(house, guest, granted=True)
    assert now(house, guest).party == 2
    assert house.violations() == []


@pytest.mark.proof
def test_one_place_two_requests(house: House, evening: Evening) -> None:
    """Granted at once, one has the place and the other stays open; she asks anew or cancels while it is granted, and
    what was read is what is granted, in whatever order they meet (rules H2, G4)."""
    for seed in range(3):
        start = house.now // 1440 * 1440 + (9 + seed) * 1440 + 1140
        event = published(house, BOUTIQUE, start=start, hosts=("advisor-1",), capacity=3)
        both = guests(house, event, 2, plus_ones=1)
        for one in both:
            yes(house, one)
        frozen(house, event)
        for one in both:
            ask(house, one, party(2))

        def grant(guest: Guest) -> None:
            answer(house, guest, granted=True, who=planner(BOUTIQUE))

        interleave([lambda one=one: grant(one) for one in both], seed)  # type: ignore[misc]
        assert sorted(str(state(house, one)) for one in both) == ["granted", "open"]
        assert free(house, event) == 0
        left = next(one for one in both if state(house, one) == "open")
        interleave([lambda: grant(left), lambda: ask(house, left, party(1, note="Alone"))], seed)  # noqa: B023
        cancel = press("cancel")
        interleave(
            [
                lambda: answer(house, left, granted=False, who=planner(BOUTIQUE)),  # noqa: B023
                lambda: house.registering.cancel(invited(left), left.event, left.id, cancel),  # noqa: B023
            ],
            seed,
        )
        assert now(house, left).state is GuestState.CANCELLED
        house.settle()
    assert house.violations() == []


def asked(house: House) -> None:
    """A frozen evening of three places: Margaux comes alone and asks for two, somebody else is seated."""
    event = published(house, BOUTIQUE, start=house.now + 7 * 1440, hosts=("advisor-1",), capacity=3)
    guest = bidden(house, event, MARGAUX, plus_ones=1, advisor="advisor-1")
    yes(house, guest)
    frozen(house, event)


def requested(house: House) -> None:
    """The same, and she has asked to bring Zoé."""
    asked(house)
    ask(house, hers(house), party(2, "Zoé"))


@pytest.mark.proof
@pytest.mark.parametrize("faults", [CRASHES, (Fault.TIMEOUT_AFTER,)], ids=["killed", "answers lost"])
def test_killed_anywhere_a_request_is_kept_once(houses: Houses, faults: tuple[Fault, ...]) -> None:
    """At every call, and then sent again (rules G4, H6, I1)."""
    key = press("change")

    def asks(house: House) -> object:
        guest = hers(house)
        version = guest.version if guest.request is None else guest.version - 1
        return house.registering.change(invited(guest), guest.event, guest.id, key, version, party(2, "Zoé"))

    def kept(house: House, where: str) -> None:
        agreed(house, where)
        guest = hers(house)
        assert (guest.party, state(house, guest)) == (1, "open"), where
        assert acts(house, guest).count("guest.ask") == 1, where

    assert crash_everywhere(houses.fresh, asks, asks, kept, faults, prepare=asked) >= 1


@pytest.mark.proof
@pytest.mark.parametrize("granted", [True, False], ids=["granted", "declined"])
@pytest.mark.parametrize("faults", [CRASHES, (Fault.TIMEOUT_AFTER,)], ids=["killed", "answers lost"])
def test_killed_anywhere_an_answer_is_given_once(houses: Houses, faults: tuple[Fault, ...], granted: bool) -> None:
    """At every call, and then sent again: her row, the seats, one letter and one audit row agree (rules G4, H6)."""
    key = press("request")

    def answers(house: House) -> object:
        guest = hers(house)
        still = guest.request is not None and guest.request.state is RequestState.OPEN
        version = guest.version if still else guest.version - 1
        return house.registering.decide(ADVISOR, guest.event, guest.id, key, version, granted=granted)

    def answered(house: House, where: str) -> None:
        agreed(house, where)
        guest = hers(house)
        assert (guest.party, state(house, guest)) == ((2, "granted") if granted else (1, "declined")), where
        found = house.seats.read(guest.event, "s1")
        assert found is not None, where
        assert found.free == (1 if granted else 2), where
        action = "guest.grant" if granted else "guest.not_granted"
        assert acts(house, guest).count(action) == 1, where
        kind = "event.changed" if granted else "event.not_granted"
        row = house.notices.read(guest.subject)
        assert row is not None, where
        assert [one.kind for one in row.notices].count(kind) == 1, where

    assert crash_everywhere(houses.fresh, answers, answers, answered, faults, prepare=requested) >= 1
