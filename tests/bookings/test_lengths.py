"""Longer or shorter: every agenda at once, never over what is taken; she is told once, with a later SEQUENCE."""

from __future__ import annotations

from collections import Counter

import pytest

from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.order import Order
from chalicelib.bookings.verify import Verifier
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import Forbidden, PreconditionFailed, SlotTaken, StateConflict
from chalicelib.identity.model import Role
from tests.harness.faults import Fault, Wire
from tests.harness.schedules import CRASHES, crash_everywhere
from tests.world.browser import Browser
from tests.world.house import House, Houses, keyed
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client

FRIDAY = parse_rfc3339("2027-01-15T15:00:00+01:00")


def booked(house: House, start: int = FRIDAY, who: str = MARGAUX, key: str = "book") -> Booking:
    """A visit with advisor-1, confirmed; its letters have left."""
    booking = house.book(associate(), start, key, "visit", client_id=who, advisor="advisor-1").booking
    told(house)
    return booking


def told(house: House) -> Counter[str]:
    """How often each letter has left since."""
    house.deliver()
    found = Counter(message.template for _, message in house.mailbox.taken)
    house.mailbox.taken.clear()
    return found


def resized(house: House, booking: Booking, minutes: int, key: str = "resize", why: str = "") -> Booking:
    """Let it last so many minutes."""
    change = keyed("resize", key, f"{minutes}{why}")
    return house.resizing.resize(associate(), booking.id, change, booking.version, minutes, why).booking


def in_order(house: House) -> None:
    """Nothing overlaps, and agendas, bookings and notices agree."""
    assert house.violations() == []
    assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []


def test_longer_and_shorter(house: House) -> None:
    """One transaction; the letter says how long, with a file of a higher SEQUENCE; the first answers stay."""
    booking = booked(house)
    with Wire() as wire:
        longer = resized(house, booking, 90)
    assert [name for name in wire.operations() if name.startswith("Transact")] == ["TransactWriteItems"]
    assert wire.write_units <= 24
    assert (longer.start, longer.end - longer.start, longer.version) == (FRIDAY, 90, 2)
    assert (longer.advisor, longer.room) == (booking.advisor, booking.room)
    in_order(house)
    house.deliver()
    letters = {message.template: message for _, message in house.mailbox.taken}
    assert set(letters) == {"booking.moved", "host.moved"}
    hers = letters["booking.moved"]
    assert (hers.values["duration"], hers.values["old_start"]) == (90, None)
    assert "SEQUENCE:1" in (hers.calendar or "")
    assert "DTEND;TZID=Europe/Paris:20270115T163000" in (hers.calendar or "")
    told(house)
    again = house.book(associate(), FRIDAY, "book", "visit", client_id=MARGAUX, advisor="advisor-1")
    assert (again.replayed, again.booking.end - FRIDAY) == (True, 45)
    shorter = resized(house, longer, 15, "shorter")
    assert resized(house, longer, 15, "shorter") == shorter == house.stored(booking.id)
    assert resized(house, booking, 90).end - FRIDAY == 90
    in_order(house)
    assert told(house) == {"booking.moved": 1, "host.moved": 1}
    moved = house.bookings.reschedule(associate(), booking.id, keyed("m", "m"), 3, FRIDAY + 60).booking
    assert moved.end - moved.start == 15
    assert moved.end == house.booking_store.get(booking.id).end  # type: ignore[union-attr]
    with pytest.raises(PreconditionFailed):
        resized(house, booking, 60, "late")
    with pytest.raises(StateConflict):
        resized(house, moved, 15, "same")


def test_never_over_what_is_taken(house: House) -> None:
    """Not over another appointment of hers or the advisor's, nor beyond hours without a reason."""
    booking = booked(house)
    following = booked(house, FRIDAY + 90, CAMILLE, "next")
    with pytest.raises(SlotTaken) as found:
        resized(house, booking, 75)
    assert (found.value.because, found.value.with_reason) == (("buffer",), False)
    assert found.value.alternatives
    assert resized(house, booking, 65).end == FRIDAY + 65
    house.bookings.cancel(associate(), following.id, keyed("c", "c"), 1)
    evening = booked(house, FRIDAY + 180, CAMILLE, "evening")
    with pytest.raises(SlotTaken) as late:
        resized(house, evening, 120)
    assert (late.value.because, late.value.with_reason) == (("closed", "not_working"), True)
    assert resized(house, evening, 120, "why", "She asked for all of it.").outside
    in_order(house)
    with pytest.raises(Forbidden):
        house.resizing.resize(client(MARGAUX), booking.id, keyed("r", "r"), 2, 30)


def test_once_it_has_begun(house: House) -> None:
    """She stays longer, or leaves: nobody is written to; what is over, or would be, is not changed any more."""
    wanted = Order(
        boutique=BOUTIQUE,
        experience="visit",
        start=0,
        minutes=60,
        language="en",
        contact=Contact(Name(family="Lovelace")),
    )
    here = house.walk_ins.receive(associate(), wanted, keyed("walk-in", "w")).booking
    running = booked(house, FRIDAY)
    here = resized(house, here, 75)
    assert here.state is State.DONE
    house.clock.to(FRIDAY + 20)
    with pytest.raises(StateConflict):
        resized(house, here, 90, "over")
    told(house)
    with pytest.raises(StateConflict):
        resized(house, running, 15, "gone")
    assert resized(house, running, 60).end == FRIDAY + 60
    in_order(house)
    house.settle()
    assert not {name for name in told(house) if "moved" in name}


def test_what_has_not_left_yet_says_it_all(house: House) -> None:
    """Changed before her first letter left, she has one letter, and it says what holds."""
    booking = house.book(associate(), FRIDAY, "book", "visit", client_id=MARGAUX, advisor="advisor-1").booking
    resized(house, booking, 60)
    assert told(house) == {"booking.confirmed": 1, "host.booked": 1}


def test_over_http(house: House) -> None:
    """With If-Match, by fives; the console is told that it can."""
    booking = booked(house)
    path = f"/v1/bookings/{booking.id}/resize"
    with Browser(house) as browser:
        token = house.tokens.access(Role.ASSOCIATE, "advisor-2", frozenset({BOUTIQUE}))
        assert "resize" in browser.get(f"/v1/bookings/{booking.id}", token).json["can"]
        for wrong in (5, 47, 485):
            assert browser.send("POST", path, {"minutes": wrong}, token=token, key="x", version=1).status == 422
        done = browser.send("POST", path, {"minutes": 60}, token=token, key="y", version=1)
        assert (done.status, done.json["end"]) == (200, "2027-01-15T16:00:00+01:00")


@pytest.mark.proof
@pytest.mark.parametrize("faults", [CRASHES, [Fault.TIMEOUT_AFTER]], ids=["crash", "lost"])
def test_a_fault_at_any_call_changes_it_once(houses: Houses, faults: list[Fault]) -> None:
    """Wherever it dies, and when the answer is lost: sent again, it lasts as long as was said, everywhere."""
    made: list[Booking] = []

    def prepare(house: House) -> None:
        made[:] = [booked(house)]

    def check(house: House, where: str) -> None:
        stored = house.stored(made[0].id)
        assert stored is not None
        assert (stored.end - stored.start, stored.version) == (90, 2), where
        in_order(house)

    def change(house: House) -> object:
        return resized(house, made[0], 90)

    assert crash_everywhere(houses.fresh, change, change, check, faults, prepare=prepare) >= 3
