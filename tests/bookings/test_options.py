"""Options: up to three times on one link; one press takes one and frees the others; silence frees all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.options import Option
from chalicelib.bookings.order import Order
from chalicelib.bookings.verify import Verifier
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import Forbidden, InvalidInput, NotFound, SlotTaken, StateConflict
from chalicelib.identity.model import Principal
from tests.harness.faults import Wire
from tests.world.browser import Browser
from tests.world.house import House, keyed
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, contact, guest, host

FRIDAY = parse_rfc3339("2027-01-15T15:00:00+01:00")
THREE = (FRIDAY, FRIDAY + 120, FRIDAY + 1440)


def offered(
    house: House,
    starts: Sequence[int] = THREE,
    key: str = "offer",
    principal: Principal | None = None,
    advisor: str | None = None,
    **order: object,
) -> Booking:
    """Options for Margaux (or whom the order names), kept for two days."""
    who = order or {"client_id": MARGAUX}
    wanted = Order(boutique=BOUTIQUE, experience="visit", start=starts[0], language="en", **who)  # type: ignore[arg-type]
    options = [Option(start, advisor) for start in starts]
    return house.options.offer(principal or associate(), wanted, options, 2880, keyed("o", key, str(starts))).booking


def letters(house: House) -> Counter[str]:
    """How often each letter has left since."""
    house.deliver()
    found = Counter(message.template for _, message in house.mailbox.taken)
    house.mailbox.taken.clear()
    return found


def in_order(house: House) -> None:
    """Nothing overlaps, and agendas, bookings and notices agree."""
    assert house.violations() == []
    assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []


def test_three_are_kept_and_one_press_takes_one(house: House) -> None:
    """One transaction each; she is written to once with all three; nobody else gets them until she has chosen."""
    with Wire() as wire:
        options = offered(house)
    assert [name for name in wire.operations() if name.startswith("Transact")] == ["TransactWriteItems"]
    assert wire.write_units <= 40
    assert (options.state, options.expires_at) == (State.HELD, house.now + 2880)
    assert house.stored(options.id) == options
    in_order(house)
    assert letters(house) == {"booking.options": 1}
    same = offered(house)
    assert same == options
    for number, start in enumerate(THREE):
        house.book(client(CAMILLE), start, f"c{number}", "visit")
        with pytest.raises(SlotTaken):
            house.book(associate(), start, f"x{number}", "visit", contact=contact("Ada"))
    with pytest.raises(StateConflict):
        house.bookings.confirm(guest(options.id), options.id, keyed("confirm", "c"))
    with pytest.raises(StateConflict):
        house.bookings.reschedule(guest(options.id), options.id, keyed("move", "m"), 1, FRIDAY + 2880)
    key = keyed("answer", "a")
    taken = house.proposals.answer(guest(options.id), options.id, key, 1, suits=True, number=2).booking
    assert (taken.state, taken.start, taken.proposals) == (State.CONFIRMED, THREE[1], ())
    in_order(house)
    assert set(letters(house)) == {"booking.confirmed", "host.booked"} | {"host.booked"}
    assert house.proposals.answer(guest(options.id), options.id, key, 1, suits=True, number=2).replayed
    house.book(associate(), THREE[0], "free", "visit", contact=contact("Ada"))


def test_none_suits(house: House) -> None:
    """All are free at once and the host is told; said by cancelling, the same."""
    for act in ("answer", "cancel"):
        options = offered(house, key=act)
        letters(house)
        if act == "answer":
            after = house.proposals.answer(guest(options.id), options.id, keyed(act, act), 1, suits=False).booking
        else:
            after = house.bookings.cancel(guest(options.id), options.id, keyed(act, act), 1).booking
        assert after.state is State.CANCELLED
        assert letters(house) == {"host.options_refused": 1}
        in_order(house)


def test_silence(house: House) -> None:
    """From its minute on a time counts no more, each for itself; the host is told once, when the last has lapsed."""
    options = offered(house, (house.now + 120, FRIDAY))
    letters(house)
    house.clock.to(house.now + 120)
    stored = house.stored(options.id)
    assert stored is not None
    assert set(stored.offered_at(house.now)) == {2}
    in_order(house)
    house.clock.to(options.expires_at or 0)
    with pytest.raises(StateConflict):
        house.proposals.answer(guest(options.id), options.id, keyed("answer", "a"), 1, suits=True, number=2)
    house.settle()
    assert letters(house) == {"host.options_lapsed": 1}
    in_order(house)


def test_who_may_offer_what(house: House) -> None:
    """The boutique's staff, for a client or somebody new; different, free times; an advisor who does this."""
    for principal in (client(MARGAUX), guest("b" * 26), host("b" * 26, "advisor-1")):
        with pytest.raises(Forbidden):
            offered(house, principal=principal)
    with pytest.raises(NotFound):
        offered(house, principal=associate(boutique="milan"))
    with pytest.raises(NotFound):
        offered(house, client_id="n" * 26)
    with pytest.raises(InvalidInput):
        offered(house, (FRIDAY, FRIDAY))
    with pytest.raises(InvalidInput):
        offered(house, advisor="nobody")
    with pytest.raises(SlotTaken):
        offered(house, (FRIDAY, FRIDAY + 7))
    assert not [row for row in house.rows() if row["pk"]["S"].startswith("BOOKING#")]
    stranger = offered(house, contact=contact("Ada"))
    taken = house.proposals.answer(guest(stranger.id), stranger.id, keyed("a", "a"), 1, suits=True, number=1).booking
    assert taken.state is State.CONFIRMED
    in_order(house)


def test_over_http_and_in_the_diary(house: House) -> None:
    """Created at an address of its own; each kept time is an entry, hatched; her page can answer and no more."""
    with Browser(house) as browser:
        token = house.tokens.access(associate().role, "advisor-1", frozenset({BOUTIQUE}))
        body = {
            "experience": "visit",
            "times": [{"start": "2027-01-15T15:00:00+01:00"}, {"start": "2027-01-15T17:00:00+01:00"}],
            "language": "en",
            "client_id": MARGAUX,
        }
        answer = browser.send("POST", f"/v1/boutiques/{BOUTIQUE}/options", body, token=token, key="options")
        assert (answer.status, answer.json["state"]) == (201, "held")
        assert [one["number"] for one in answer.json["proposals"]] == [1, 2]
        day = browser.get(f"/v1/boutiques/{BOUTIQUE}/day?date=2027-01-15", token=token).json["items"]
        assert [(one["proposed"], one["start"][11:16]) for one in day] == [(True, "15:00"), (True, "17:00")]
    stored = house.stored(answer.json["id"])
    assert stored is not None
    assert house.booking_desk.viewer.booking(guest(stored.id), stored, house.now).can == ["cancel", "answer"]
