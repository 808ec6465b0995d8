"""Walk-ins: an appointment that begins now, with whoever is free, for whoever has come in."""

from __future__ import annotations

import pytest

from chalicelib.bookings.details import Details
from chalicelib.bookings.keyed import Outcome
from chalicelib.bookings.model import State
from chalicelib.bookings.order import Order
from chalicelib.bookings.verify import Verifier
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.errors import Forbidden, InvalidInput, NotFound, SlotTaken, StateConflict
from chalicelib.identity.model import Principal, Role
from tests.harness.faults import Fault, Wire
from tests.harness.schedules import CRASHES, crash_everywhere
from tests.world.browser import Browser
from tests.world.house import House, Houses, keyed
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, contact, guest

ADA = Contact(Name(family="Lovelace", title="Mrs", called="Ada"))


def walked_in(
    house: House,
    key: str = "walk-in",
    minutes: int | None = None,
    principal: Principal | None = None,
    experience: str = "visit",
    **order: object,
) -> Outcome:
    """Somebody comes in: by default Ada, who tells nothing but her name."""
    who = order if {"client_id", "contact"} & order.keys() else {"contact": ADA, **order}
    wanted = Order(boutique=BOUTIQUE, experience=experience, start=0, language="en", minutes=minutes, **who)  # type: ignore[arg-type]
    return house.walk_ins.receive(principal or associate(), wanted, keyed("walk-in", key))


def in_order(house: House) -> None:
    """Nothing overlaps, and agendas, bookings and notices agree."""
    assert house.violations() == []
    assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []


def test_she_is_here(house: House) -> None:
    """It begins at the last five minutes, with whoever receives her; one transaction, no letter; found by her name."""
    house.clock.forward(minutes=33)
    with Wire() as wire:
        made = walked_in(house)
    assert [name for name in wire.operations() if name.startswith("Transact")] == ["TransactWriteItems"]
    booking = made.booking
    assert (booking.start, booking.end - booking.start) == (house.now - 3, 45)
    assert (booking.state, booking.walk_in, booking.advisor) == (State.DONE, True, "advisor-1")
    house.clock.forward(minutes=5)
    again = walked_in(house)
    assert again.replayed
    assert again.booking == booking == house.stored(booking.id)
    in_order(house)
    house.settle()
    assert house.mailbox.taken == []
    hits = house.cards.find(associate(), "Lovelace", BOUTIQUE).items
    assert [hit.id for hit in hits] == [booking.client]
    with pytest.raises(SlotTaken) as found:
        walked_in(house, "two", advisor="advisor-1", client_id=MARGAUX)
    assert (found.value.because, found.value.with_reason) == (("booked",), False)
    second = walked_in(house, "two", 20, client_id=MARGAUX).booking
    assert (second.advisor, second.end - second.start) == ("advisor-2", 20)
    house.clients.card(MARGAUX)
    in_order(house)


def test_what_cannot_be(house: House) -> None:
    """Not for clients, not elsewhere, not what needs no boutique; one card for one address; hours need a reason."""
    for principal in (client(MARGAUX), guest("b" * 26)):
        with pytest.raises(Forbidden):
            walked_in(house, principal=principal)
    with pytest.raises(NotFound):
        walked_in(house, principal=associate(boutique="milan"))
    with pytest.raises(NotFound):
        walked_in(house, client_id="n" * 26)
    for wrong in ({"experience": "video"}, {"advisor": "nobody"}, {"client_id": CAMILLE, "contact": ADA}):
        with pytest.raises(InvalidInput):
            walked_in(house, **wrong)  # type: ignore[arg-type]
    with pytest.raises(StateConflict):
        walked_in(house, contact=contact("Margaux"))
    house.clock.forward(hours=10)
    with pytest.raises(SlotTaken) as found:
        walked_in(house)
    assert found.value.with_reason
    evening = {"advisor": "advisor-2", "details": Details(outside="She was at the door.")}
    assert walked_in(house, **evening).booking.outside  # type: ignore[arg-type]
    in_order(house)


def test_over_http(house: House) -> None:
    """As the console sends it."""
    with Browser(house) as browser:
        token = house.tokens.access(Role.ASSOCIATE, "advisor-2", frozenset({BOUTIQUE}))
        body = {"experience": "visit", "language": "en", "minutes": 30, "client": {"name": {"full": "Ada"}}}
        body["client"]["called"] = "Miss Ada"  # type: ignore[index]
        made = browser.send("POST", f"/v1/boutiques/{BOUTIQUE}/walk-ins", body, token=token, key="walk-in")
        assert (made.status, made.json["state"], made.json["house"]["walk_in"]) == (201, "done", True)
        assert made.json["private"]["client"]["name"]["called"] == "Miss Ada"
        wrong = {**body, "minutes": 31}
        assert browser.send("POST", f"/v1/boutiques/{BOUTIQUE}/walk-ins", wrong, token=token, key="w").status == 422


def _received(house: House, where: str) -> None:
    (row,) = [row for row in house.rows() if row["pk"]["S"].startswith("BOOKING#")]
    assert row["st"]["S"] == "done", where
    in_order(house)
    assert len(house.cards.find(associate(), "Lovelace", BOUTIQUE).items) == 1, where


@pytest.mark.proof
@pytest.mark.parametrize("faults", [CRASHES, [Fault.TIMEOUT_AFTER]], ids=["crash", "lost"])
def test_a_fault_at_any_call_receives_her_once(houses: Houses, faults: list[Fault]) -> None:
    """Wherever it dies, and when the answer is lost, also with an address to claim: sent again, she is here once."""

    def come(house: House) -> object:
        return walked_in(house, contact=Contact(ADA.name, "ada@client.example"))

    assert crash_everywhere(houses.fresh, come, come, _received, faults) >= 3
