"""Up to three proposals: other hours, another experience, a sister boutique; and a time that cannot stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.model import Booking, Proposal, State
from chalicelib.bookings.proposals import Time
from chalicelib.bookings.receipts import Elsewhere, proposal_row, proposals_of
from chalicelib.bookings.standing import placements
from chalicelib.bookings.verify import Verifier
from chalicelib.boutiques.removals import Removal
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import InvalidInput, SlotTaken, StateConflict
from chalicelib.messaging.model import Message
from tests.harness.faults import Wire
from tests.world.house import House, Houses, keyed
from tests.world.maisons import EXPERIENCES, advisor, boutique, install
from tests.world.people import CAMILLE, MARGAUX, associate, client, contact, guest

FRIDAY = parse_rfc3339("2027-01-15T15:00:00+01:00")
SATURDAY = FRIDAY + 1440
THREE = [Time(SATURDAY), Time(FRIDAY, experience="video"), Time(SATURDAY, "milan")]


def key(name: str) -> Keyed:
    """A key of its own for each request."""
    return keyed(name, name)


def two_boutiques(house: House) -> None:
    """Paris with two advisors and Milan with one, which offer the same."""
    offered = [{**one, "boutiques": ("paris", "milan")} for one in EXPERIENCES]
    paris = boutique([advisor(1), advisor(2)])
    milan = boutique([advisor(3)], id="milan", name="Maison d'Essai Milano", city={"en": "Milan"}, country="IT")
    install(house.table, house.vault, house.clock(), paris, milan, experiences=offered)
    for client_id, name in ((MARGAUX, "Margaux"), (CAMILLE, "Camille")):
        house.clients.enrol(contact(name), "en", "test", client_id=client_id, now=house.clock())


@pytest.fixture
def sisters(houses: Houses) -> Iterator[House]:
    """A house with two boutiques and two known clients."""
    with houses.fresh(two_boutiques) as house:
        yield house


def visited(house: House) -> Booking:
    """A visit of Margaux's, confirmed; its letters have left."""
    booking = house.book(client(MARGAUX), FRIDAY, "book", "visit").booking
    house.deliver()
    house.mailbox.taken.clear()
    return booking


def letters(house: House) -> dict[str, Message]:
    """The last letter of each kind that has left since."""
    house.deliver()
    found = {message.template: message for _, message in house.mailbox.taken}
    house.mailbox.taken.clear()
    return found


def in_order(house: House) -> None:
    """Nothing overlaps, and agendas, bookings and notices agree."""
    assert house.violations() == []
    assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []


def test_three_are_held_and_any_of_them_is_hers(sisters: House) -> None:
    """Another day, the same hour by video, a sister boutique: one transaction holds all, another takes one of them."""
    booking = visited(sisters)
    with Wire() as wire:
        asked = sisters.proposals.propose(associate(), booking.id, key("propose"), 1, THREE).booking
    assert [name for name in wire.operations() if name.startswith("Transact")] == ["TransactWriteItems"]
    assert wire.write_units <= 40
    in_order(sisters)
    assert sisters.stored(booking.id) == asked
    assert [one.other.boutique if one.other else None for one in asked.proposals] == [None, "paris", "milan"]
    needed = [Removal("staff", "milan", "advisor-3"), Removal("experience", "", "video")]
    assert sisters.verifier.in_use(needed, sisters.clock()) == needed
    said = letters(sisters)["booking.move_proposed"].values["proposals"]
    assert [(one["start"], one["place"], one["city"]) for one in said] == [
        (SATURDAY, "boutique", "Paris"),
        (FRIDAY, "video", "Paris"),
        (SATURDAY, "boutique", "Milan"),
    ]
    view = sisters.booking_desk.viewer.booking(guest(booking.id), asked, sisters.now)
    assert [(one.number, one.experience.id, one.boutique.id) for one in view.proposals] == [
        (1, "visit", "paris"),
        (2, "video", "paris"),
        (3, "visit", "milan"),
    ]
    with pytest.raises(StateConflict, match="which"):
        sisters.proposals.answer(guest(booking.id), booking.id, key("which"), 2, suits=True)
    moved = sisters.proposals.answer(guest(booking.id), booking.id, key("a"), 2, suits=True, number=3).booking
    assert (moved.boutique, moved.advisor, moved.start, moved.proposals) == ("milan", "advisor-3", SATURDAY, ())
    in_order(sisters)
    told = letters(sisters)
    assert {"booking.moved", "host.booked", "host.handed_over"} <= set(told)
    assert told["host.handed_over"].to.name == f"Advisor Number {booking.advisor[-1]}"
    assert told["host.booked"].to.name == "Advisor Number 3"
    assert told["booking.moved"].values["boutique_name"] == "Maison d'Essai Milano"
    sisters.book(client(CAMILLE), FRIDAY, "camille", "visit")
    again = sisters.proposals.answer(guest(booking.id), booking.id, key("a"), 2, suits=True, number=3)
    assert again.replayed


def test_the_same_hour_by_video(sisters: House) -> None:
    """It is another experience then, with its own length and no room."""
    booking = visited(sisters)
    sisters.proposals.propose(associate(), booking.id, key("propose"), 1, THREE)
    moved = sisters.proposals.answer(guest(booking.id), booking.id, key("a"), 2, suits=True, number=2).booking
    assert (moved.experience, moved.start, moved.room) == ("video", FRIDAY, None)
    in_order(sisters)


def test_another_time_than_all_three(sisters: House) -> None:
    """All are free again at once, and the visit is where it was."""
    booking = visited(sisters)
    sisters.proposals.propose(associate(), booking.id, key("propose"), 1, THREE)
    kept = sisters.proposals.answer(guest(booking.id), booking.id, key("a"), 2, suits=False).booking
    assert (kept.start, kept.proposals) == (FRIDAY, ())
    in_order(sisters)
    assert not [row for row in sisters.rows() if f"{booking.id}~" in str(row.get("entries"))]


def test_a_time_that_cannot_stand(house: House) -> None:
    """It keeps its hour; no reminder looks forward to it, also once what was proposed has lapsed; a move ends it."""
    booking = visited(house)
    asked = house.proposals.propose(associate(), booking.id, key("p"), 1, [Time(SATURDAY)], must=True).booking
    assert asked.to_be_moved
    assert "booking.move_proposed" in letters(house)
    kept = house.proposals.answer(guest(booking.id), booking.id, key("a"), 2, suits=False).booking
    assert kept.to_be_moved
    assert "host.proposal_refused" in letters(house)
    house.clock.to(FRIDAY - 1440)
    house.tick()
    assert set(letters(house)) == {"booking.move_proposed"}
    in_order(house)
    view = house.booking_desk.viewer.booking(guest(booking.id), kept, FRIDAY - 10)
    assert "reschedule" in view.can
    house.clock.to(FRIDAY - 10)
    moved = house.bookings.reschedule(guest(booking.id), booking.id, key("m"), 3, SATURDAY).booking
    assert not moved.to_be_moved
    in_order(house)


def test_nothing_to_propose(house: House) -> None:
    """She is told that the time cannot stand, and asked to choose; a hand-over to somebody free ends it."""
    booking = visited(house)
    house.proposals.propose(associate(), booking.id, key("p"), 1, [], must=True)
    assert letters(house)["booking.move_proposed"].values["to_be_moved"]
    with pytest.raises(StateConflict):
        house.proposals.answer(guest(booking.id), booking.id, key("a"), 2, suits=True)
    other = "advisor-2" if booking.advisor == "advisor-1" else "advisor-1"
    after = house.handing.hand_over(associate(), booking.id, key("h"), 2, other).booking
    assert not after.to_be_moved
    row = house.notices.read(booking.subject)
    assert row is not None
    assert Counter(notice.kind for notice in row.notices)["booking.reminder"] == 1
    again = house.proposals.propose(associate(), booking.id, key("p"), 1, [], must=True)
    assert (again.replayed, again.booking.to_be_moved) == (True, True)


def test_one_that_is_taken_refuses_all(sisters: House) -> None:
    """Nothing is half proposed; fresh starts are those of the boutique in question."""
    booking = visited(sisters)
    sisters.proposals.propose(associate(), booking.id, key("p"), 1, [Time(SATURDAY, "milan")])
    other = sisters.book(client(CAMILLE), FRIDAY + 120, "c", "visit").booking
    with pytest.raises(SlotTaken) as taken:
        sisters.proposals.propose(associate(), other.id, key("q"), 1, [Time(SATURDAY + 60), Time(SATURDAY, "milan")])
    assert taken.value.alternatives
    stored = sisters.stored(other.id)
    assert stored is not None
    assert stored.version == 1
    in_order(sisters)


@pytest.mark.parametrize(
    ("times", "pointer"),
    [
        ([Time(SATURDAY), Time(SATURDAY)], "/times/1"),
        ([Time(SATURDAY, "nowhere")], "/times/0/boutique"),
        ([Time(SATURDAY, experience="nothing")], "/times/0/experience"),
        ([Time(SATURDAY, experience="at-home")], "/times/0/experience"),
        ([Time(SATURDAY), Time(SATURDAY + 60, advisor="nobody")], "/times/1/advisor"),
    ],
)
def test_what_cannot_be_proposed(house: House, times: list[Time], pointer: str) -> None:
    """Each mistake has its pointer."""
    booking = visited(house)
    with pytest.raises(InvalidInput) as wrong:
        house.proposals.propose(associate(), booking.id, key("p"), 1, times)
    assert [one.pointer for one in wrong.value.fields] == [pointer]


def test_proposals_of_one_day_count_once_in_its_limit() -> None:
    """By the one that is held longest; the day of the present time counts already."""
    booking = Booking(
        id="b", version=1, state=State.CONFIRMED, boutique="paris", experience="visit", start=FRIDAY, end=FRIDAY + 60,
        before=0, after=0, zone="Europe/Paris", tzdata="x", advisor="a", client="c", language="en", created_at=0,
        limited=True,
    )  # fmt: skip
    proposals = (
        Proposal(FRIDAY + 60, "b", None, 9),
        Proposal(SATURDAY, "b", None, 8),
        Proposal(SATURDAY + 60, "b", None, 9),
    )
    found = placements(replace(booking, proposals=proposals))
    assert [(one.ref, len(one.daily)) for one in found] == [
        ("b", 1), ("b~proposed", 0), ("b~proposed2", 0), ("b~proposed3", 1)
    ]  # fmt: skip


def test_proposals_are_written_and_read() -> None:
    """Also as an earlier version wrote the only one."""
    there = Elsewhere("milan", "video", 45, 10, 15, "Europe/Rome", False)
    three = (Proposal(1, "a", None, 9), Proposal(2, "b", "salon-1", 9), Proposal(3, "c", None, 9, there))
    assert proposals_of([proposal_row(one) for one in three]) == three[:2] + three[2:]
    assert proposals_of([1, "a", None, 9]) == three[:1]
