"""Handing over: the same hour and room, another advisor; told once to everybody whom it concerns."""

from __future__ import annotations

from collections import Counter

import pytest

from chalicelib.bookings.details import Details
from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.verify import Verifier
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    SlotTaken,
    StateConflict,
)
from tests.bookings.test_crashes import ADDRESS
from tests.harness.faults import Wire
from tests.world.house import House, keyed
from tests.world.people import CAMILLE, MARGAUX, associate, client, contact, guest, host, visitor

FRIDAY = parse_rfc3339("2027-01-15T15:00:00+01:00")
KEY = keyed("hand-over", "hand-over")


def booked(house: House, experience: str = "video") -> Booking:
    """An appointment of Margaux's, confirmed; its letters have left."""
    booking = house.book(client(MARGAUX), FRIDAY, "book", experience).booking
    house.deliver()
    house.mailbox.taken.clear()
    return booking


def colleague(booking: Booking) -> str:
    """The other of the two."""
    return "advisor-2" if booking.advisor == "advisor-1" else "advisor-1"


def test_the_hour_and_the_room_stay_and_everybody_is_told_once(house: House) -> None:
    """She learns the new name with a file of a higher SEQUENCE, the former host's takes it out, the new one has it."""
    booking = booked(house, "visit")
    with Wire() as wire:
        after = house.handing.hand_over(associate(), booking.id, KEY, 1, colleague(booking)).booking
    assert (after.start, after.room, after.advisor) == (booking.start, booking.room, colleague(booking))
    assert [name for name in wire.operations() if name.startswith("Transact")] == ["TransactWriteItems"]
    assert wire.write_units <= 24
    house.deliver()
    told = {message.template: message for _, message in house.mailbox.taken}
    assert Counter(m.template for _, m in house.mailbox.taken) == dict.fromkeys(told, 1)
    assert set(told) == {"booking.handed_over", "host.handed_over", "host.booked"}
    name = f"Advisor Number {after.advisor[-1]}"
    assert told["booking.handed_over"].values["advisor"] == told["host.booked"].to.name == name
    assert told["host.handed_over"].to.name == f"Advisor Number {booking.advisor[-1]}"
    for template, method in (("booking.handed_over", "REQUEST"), ("host.handed_over", "CANCEL")):
        file = told[template].calendar
        assert file is not None
        assert {f"UID:{booking.id}@showroom", "SEQUENCE:1", f"METHOD:{method}"} <= set(file.splitlines())
    assert house.violations() == []
    assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []
    assert house.handing.hand_over(associate(), booking.id, KEY, 1, after.advisor).replayed
    stored = house.stored(booking.id)
    assert stored is not None
    assert stored.version == 2


def test_the_former_host_s_link_opens_nothing_any_more(house: House) -> None:
    """The colleague's does, and so does the manager's, who answers for either; the former host's hour is free."""
    booking = booked(house)
    former, new = host(booking.id, booking.advisor), host(booking.id, colleague(booking))
    assert house.bookings.get(former, booking.id) == booking
    with pytest.raises(NotFound):
        house.bookings.get(new, booking.id)
    after = house.handing.hand_over(associate(), booking.id, KEY, 1, colleague(booking)).booking
    with pytest.raises(NotFound):
        house.bookings.get(former, booking.id)
    assert house.bookings.get(new, booking.id) == after
    assert house.book(client(CAMILLE), FRIDAY, "hers").booking.advisor == booking.advisor


def test_a_request_is_asked_of_the_colleague(house: House) -> None:
    """She is not written to before there is an answer; the colleague is, and may say yes from that letter."""
    order = {"contact": contact("Zoë"), "details": Details(address=ADDRESS)}
    asked = house.book(visitor(), FRIDAY, "ask", "at-home", **order).booking
    house.deliver()
    house.mailbox.taken.clear()
    after = house.handing.hand_over(associate(), asked.id, KEY, 1, colleague(asked)).booking
    assert (after.state, after.expires_at) == (State.REQUESTED, asked.expires_at)
    house.deliver()
    assert {m.template for _, m in house.mailbox.taken} == {"host.handed_over", "host.requested"}
    with pytest.raises(NotFound):
        house.bookings.accept(host(asked.id, asked.advisor), asked.id, keyed("accept", "a"))
    accepted = house.bookings.accept(host(asked.id, after.advisor), asked.id, keyed("accept", "b")).booking
    assert accepted.state is State.CONFIRMED


def test_whoever_received_her_once_is_told_whatever_follows(house: House) -> None:
    """A cancel right after does not swallow the letter that takes it out of the former host's calendar."""
    booking = booked(house)
    house.handing.hand_over(associate(), booking.id, KEY, 1, colleague(booking))
    house.bookings.cancel(guest(booking.id), booking.id, keyed("cancel", "c"), 2)
    house.settle()
    told = Counter((m.template, m.to.name[-1]) for _, m in house.mailbox.taken if m.template.startswith("host."))
    assert told == {("host.handed_over", booking.advisor[-1]): 1, ("host.cancelled", colleague(booking)[-1]): 1}


def test_at_night_she_is_told_in_the_morning(house: House) -> None:
    """The house begins it, so her quiet hours hold; both advisors know at once."""
    booking = booked(house)
    house.clock.to(parse_rfc3339("2027-01-12T22:00:00+01:00"))
    house.handing.hand_over(associate(), booking.id, KEY, 1, colleague(booking))
    house.tick()
    assert {m.template for _, m in house.mailbox.taken} == {"host.handed_over", "host.booked"}
    house.clock.to(parse_rfc3339("2027-01-13T08:00:00+01:00"))
    house.tick()
    assert "booking.handed_over" in {m.template for _, m in house.mailbox.taken}


def test_who_may_hand_over_what_to_whom(house: House) -> None:
    """Staff of the boutique; to somebody able and free; before it begins; on the version they read."""
    booking = booked(house)
    other = colleague(booking)
    hand_over = house.handing.hand_over
    for principal in (client(MARGAUX), guest(booking.id), host(booking.id, booking.advisor)):
        with pytest.raises(Forbidden):
            hand_over(principal, booking.id, KEY, 1, other)
    with pytest.raises(NotFound):
        hand_over(associate(boutique="milan"), booking.id, KEY, 1, other)
    with pytest.raises(PreconditionFailed):
        hand_over(associate(), booking.id, KEY, 7, other)
    with pytest.raises(InvalidInput):
        hand_over(associate(), booking.id, KEY, 1, "nobody")
    with pytest.raises(StateConflict):
        hand_over(associate(), booking.id, KEY, 1, booking.advisor)
    house.book(client(CAMILLE), FRIDAY + 30, "hers")
    with pytest.raises(SlotTaken) as taken:
        hand_over(associate(), booking.id, KEY, 1, other)
    assert taken.value.alternatives
    house.clock.to(FRIDAY)
    with pytest.raises(StateConflict):
        hand_over(associate(), booking.id, KEY, 1, other)
    assert house.violations() == []
