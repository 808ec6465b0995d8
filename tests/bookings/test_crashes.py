"""A process that dies, or a request that fails, at any AWS call of a change leaves nothing half done.

Each change is run once to count its calls, then once more for each call and each fault, in a fresh house. Then the
same request is sent again, as a browser would, and minutes with a sweep go by. After that the tables hold exactly what
they would hold without the fault: checked from a raw scan. `make test` crashes everywhere; `make proof` does all else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pytest

from chalicelib.bookings.codes.model import Code
from chalicelib.bookings.details import Details
from chalicelib.bookings.model import State
from chalicelib.bookings.options import Option
from chalicelib.bookings.order import Order
from chalicelib.bookings.proposals import Time
from chalicelib.bookings.verify import Verifier
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.errors import ShowroomError
from chalicelib.messaging.model import State as NoticeState
from tests.harness.faults import Crash, Fault, Wire, every
from tests.harness.schedules import CRASHES, crash_everywhere
from tests.world.house import House, Houses, keyed
from tests.world.mailbox import Mood
from tests.world.maisons import furnish
from tests.world.people import BOUTIQUE, MARGAUX, associate, client, contact, guest, host, visitor

OTHERS = (
    Fault.THROTTLE,
    Fault.SERVER_ERROR,
    Fault.CONFLICT,
    Fault.TIMEOUT_BEFORE,
    Fault.TIMEOUT_AFTER,
    Fault.DUPLICATE,
)


def thursday(house: House, hour: int = 14) -> int:
    """A minute three days ahead, at an hour UTC."""
    return (house.now // 1440 + 3) * 1440 + hour * 60


@dataclass(frozen=True)
class Change:
    """One use case: what goes before it, what it does, and the state it ends in."""

    name: str
    do: Callable[[House], object]
    ends: State
    letters: tuple[str, ...]
    before: Callable[[House], object] = lambda _: None


def book(house: House) -> str:
    """Margaux books a conversation: confirmed at once."""
    return house.book(client(MARGAUX), thursday(house), "book").booking.id


def hold(house: House) -> str:
    """A stranger books a visit: held until she uses her link."""
    return house.book(visitor(), thursday(house), "hold", "visit", contact=contact("Zoë")).booking.id


def quietly(house: House) -> object:
    """Margaux's hour is kept while she fills in her details."""
    return house.hold(client(MARGAUX), thursday(house), "quietly")


def quietly_elsewhere(house: House) -> object:
    """Another hour is kept for her."""
    return house.hold(client(MARGAUX), thursday(house) + 1440, "elsewhere")


def hold_by_telephone(house: House) -> str:
    """A stranger with a mobile telephone alone books a visit: held until she says her code."""
    hers = Contact(Name(full="Zoë"), "", "+33639980001")
    return house.book(visitor(), thursday(house), "hold", "visit", contact=hers).booking.id


ADDRESS = {"lines": ["1 rue de la Paix"], "postal_code": "75002", "city": "Paris", "country": "FR", "kind": "home"}


def request(house: House) -> str:
    """A stranger asks to be visited at home."""
    order = {"contact": contact("Zoë"), "details": Details(address=ADDRESS)}
    return house.book(visitor(), thursday(house), "ask", "at-home", **order).booking.id


def the_booking(house: House) -> str:
    """The id of the one booking there is."""
    (row,) = [row for row in house.rows() if row["pk"]["S"].startswith("BOOKING#")]
    return str(row["id"]["S"])


def host_of(house: House) -> str:
    """Who receives in the one booking there is."""
    stored = house.stored(the_booking(house))
    assert stored is not None
    return stored.advisor


def accept(house: House) -> object:
    """The advisor says yes, from her letter."""
    booking = the_booking(house)
    return house.bookings.accept(host(booking, host_of(house)), booking, keyed("accept", "accept"))


def decline(house: House) -> object:
    """The advisor says no, from her letter."""
    booking = the_booking(house)
    return house.bookings.decline(host(booking, host_of(house)), booking, keyed("decline", "decline"))


def confirm(house: House) -> object:
    """The stranger uses her link."""
    booking = the_booking(house)
    return house.bookings.confirm(guest(booking), booking, keyed("confirm", "confirm"))


def say_code(house: House) -> object:
    """She says the code of her short message."""
    booking = the_booking(house)
    code = house.codes.digits(booking, Code(1, house.now * 60))
    return house.bookings.confirm_by_code(visitor(), booking, keyed("code", "code", code), code)


def another_code(house: House) -> object:
    """A minute later she asks for another."""
    booking = house.stored(the_booking(house))
    assert booking is not None
    house.clock.to(booking.created_at + 1)
    return house.bookings.another_code(visitor(), booking.id, keyed("another", "another"))


def move(house: House) -> object:
    """She moves it to the next day, from her letter."""
    booking = the_booking(house)
    start = thursday(house, 15) + 1440
    return house.bookings.reschedule(guest(booking), booking, keyed("move", "move"), 1, start)


def cancel(house: House) -> object:
    """She cancels, from her letter."""
    booking = the_booking(house)
    return house.bookings.cancel(guest(booking), booking, keyed("cancel", "cancel"), 1)


def propose(house: House) -> object:
    """Her advisor proposes the day after."""
    start = thursday(house, 15) + 1440
    return house.proposals.propose(associate(), the_booking(house), keyed("propose", "propose"), 1, [Time(start)])


def proposed(house: House) -> object:
    """A conversation that the house would rather have the day after."""
    book(house)
    return propose(house)


def suits(house: House) -> object:
    """The proposed time suits her, says her letter's page."""
    booking = the_booking(house)
    return house.proposals.answer(guest(booking), booking, keyed("answer", "answer"), 2, suits=True)


def another(house: House) -> object:
    """It does not suit her."""
    booking = the_booking(house)
    return house.proposals.answer(guest(booking), booking, keyed("answer", "answer"), 2, suits=False)


def propose_three(house: House) -> object:
    """Three other times, since the present one cannot stand; the third by video."""
    start = thursday(house, 15)
    times = [Time(start + 1440), Time(start + 2880), Time(start + 1440, experience="first-video")]
    return house.proposals.propose(associate(), the_booking(house), keyed("three", "three"), 1, times, must=True)


def offer(house: House) -> object:
    """Three times are kept for Margaux to choose from."""
    starts = [thursday(house), thursday(house) + 120, thursday(house) + 1440]
    order = Order(boutique=BOUTIQUE, experience="visit", start=starts[0], language="en", client_id=MARGAUX)
    return house.options.offer(associate(), order, [Option(start) for start in starts], 2880, keyed("o", "o"))


def choose(house: House) -> object:
    """The second of them suits her, says her letter's page."""
    booking = the_booking(house)
    return house.proposals.answer(guest(booking), booking, keyed("choose", "choose"), 1, suits=True, number=2)


def hand_over(house: House) -> object:
    """The other advisor receives her, at the same hour."""
    booking = the_booking(house)
    stored = house.stored(booking)
    assert stored is not None
    other = stored.receipts[0].advisor == "advisor-1"
    return house.handing.hand_over(
        associate(), booking, keyed("hand", "hand"), 1, "advisor-2" if other else "advisor-1"
    )


def late(house: House) -> object:
    """She is ten minutes late, says her letter's page half an hour before."""
    booking = house.stored(the_booking(house))
    assert booking is not None
    house.clock.to(booking.start - 30)
    return house.proposals.running_late(guest(booking.id), booking.id, keyed("late", "late"), 10)


CHANGES = (
    Change("book", book, State.CONFIRMED, ("booking.confirmed", "host.booked")),
    Change("consume", book, State.CONFIRMED, ("booking.confirmed", "host.booked"), quietly),
    Change("hold", hold, State.HELD, ("booking.confirm_link",)),
    Change("request", request, State.REQUESTED, ("booking.request_received", "host.requested")),
    Change("confirm", confirm, State.CONFIRMED, ("booking.confirmed", "host.booked"), hold),
    Change("hold by telephone", hold_by_telephone, State.HELD, ("booking.confirm_code",)),
    Change("code", say_code, State.CONFIRMED, ("booking.confirmed", "host.booked"), hold_by_telephone),
    Change("another code", another_code, State.HELD, ("booking.confirm_code",), hold_by_telephone),
    Change("accept", accept, State.CONFIRMED, ("booking.accepted", "host.booked"), request),
    Change("decline", decline, State.CANCELLED, ("booking.declined",), request),
    Change("move", move, State.CONFIRMED, ("booking.moved", "host.moved"), book),
    Change("propose", propose, State.CONFIRMED, ("booking.move_proposed",), book),
    Change("propose three", propose_three, State.CONFIRMED, ("booking.move_proposed",), book),
    Change("offer", offer, State.HELD, ("booking.options",)),
    Change("choose", choose, State.CONFIRMED, ("booking.confirmed", "host.booked"), offer),
    Change("suits", suits, State.CONFIRMED, ("booking.moved", "host.moved"), proposed),
    Change("another", another, State.CONFIRMED, ("host.proposal_refused",), proposed),
    Change(
        "hand over",
        hand_over,
        State.CONFIRMED,
        ("booking.handed_over", "host.handed_over", "host.booked"),
        book,
    ),
    Change("late", late, State.CONFIRMED, ("host.running_late",) * 2, book),
    Change("cancel", cancel, State.CANCELLED, ("booking.cancelled", "host.cancelled"), book),
)
LET_GO = Change("let go", book, State.CONFIRMED, ("booking.confirmed", "host.booked"), quietly_elsewhere)


BY_CODE = {"hold by telephone", "code", "another code"}
"""Their forms differ from the others' in one step; `make proof` takes them."""
BY_THREE = {"propose three", "offer"}
"""More agendas, and nothing else: those too."""
LIKE_OTHERS = {"late", "another", "decline", "propose"}
"""Their transactions have the form of others that stay."""
LONG = [*(one for one in CHANGES if one.name in BY_CODE | BY_THREE | LIKE_OTHERS), LET_GO]


@pytest.mark.parametrize(
    "change",
    [*(one for one in CHANGES if one not in LONG), *(pytest.param(one, marks=pytest.mark.proof) for one in LONG)],
    ids=lambda change: change.name,
)
def test_a_crash_at_any_call_leaves_nothing_half_done(houses: Houses, change: Change) -> None:
    """Wherever the process dies, the retry completes the change, once, and its letters go, once."""
    assert spoiled(houses, change, CRASHES) >= 4


@pytest.mark.proof
@pytest.mark.parametrize("fault", OTHERS)
@pytest.mark.parametrize("change", [*CHANGES, LET_GO], ids=lambda change: change.name)
def test_a_fault_at_any_call_leaves_nothing_half_done(houses: Houses, change: Change, fault: Fault) -> None:
    """Throttles, errors, conflicts, silences, lost answers, duplicates: the same."""
    assert spoiled(houses, change, [fault]) >= 3


def test_a_lost_answer_to_a_booking_is_found_again(houses: Houses) -> None:
    """The one fault that a naive house books twice for, at each call."""
    spoiled(houses, CHANGES[0], [Fault.TIMEOUT_AFTER])


def spoiled(houses: Houses, change: Change, faults: Sequence[Fault]) -> int:
    """Run a change with each fault at each call; return how many runs that were."""

    def check(house: House, where: str) -> None:
        booking = house.stored(the_booking(house))
        assert booking is not None, where
        assert booking.state is change.ends, where
        assert house.violations() == [], where
        assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == [], where
        house.deliver()
        house.settle(times=1)
        assert house.violations() == [], where
        row = house.notices.read(booking.subject)
        assert row is not None, where
        assert not [n for n in row.notices if n.state in {NoticeState.CLAIMED, NoticeState.SENDING}], where
        sent = Counter(message.template for _, message in house.mailbox.taken)
        assert all(sent[letter] == change.letters.count(letter) for letter in change.letters), (where, sent)

    def ready(house: House) -> None:
        furnish(house)
        change.before(house)
        house.deliver()

    prepared = Houses(houses.aws, ready)
    try:
        return crash_everywhere(prepared.fresh, change.do, change.do, check, faults)
    finally:
        prepared.close()


def sending(mood: Mood) -> Callable[[House], None]:
    """Deliver what is queued, to a provider in this mood."""

    def send(house: House) -> None:
        house.mailbox.mood = mood
        house.deliver()

    return send


def sent_well(house: House, where: str) -> None:
    """Both letters of a booking went, once, or twice where that could not be known and is flagged."""
    house.mailbox.mood = Mood.WELL
    house.settle(times=2)
    row = house.notices.read(f"booking#{the_booking(house)}")
    assert row is not None
    now = {notice.kind: notice for notice in row.notices if notice.kind != "booking.reminder"}
    assert {notice.state for notice in now.values()} == {NoticeState.SENT}, where
    taken = Counter(message.template for _, message in house.mailbox.taken)
    assert set(taken) == {"booking.confirmed", "host.booked"}, where
    for kind, count in taken.items():
        assert count == 1 or (count == 2 and now[kind].doubtful), (where, taken)


def test_a_sender_that_dies_anywhere_loses_no_letter(houses: Houses) -> None:
    """Each letter goes once; twice, flagged, only when the sender died between the provider and the record."""
    crash_everywhere(houses.fresh, sending(Mood.WELL), lambda _: None, sent_well, prepare=book)


@pytest.mark.proof
@pytest.mark.parametrize("fault", OTHERS)
@pytest.mark.parametrize("mood", [Mood.WELL, Mood.LOSING_ANSWERS])
def test_a_sender_in_trouble_loses_no_letter(houses: Houses, mood: Mood, fault: Fault) -> None:
    """The same with every other fault at each call, and with a provider whose answers are lost."""
    crash_everywhere(houses.fresh, sending(mood), lambda _: None, sent_well, [fault], prepare=book)


@pytest.mark.parametrize("mood", [Mood.KILLING_BEFORE, Mood.KILLING_AFTER, Mood.LOSING_ANSWERS])
def test_a_provider_at_its_worst_loses_no_letter(house: House, mood: Mood) -> None:
    """We die around the provider's call, or it takes the letter and never answers."""
    book(house)
    with suppress(Crash):
        sending(mood)(house)
    sent_well(house, mood)


def test_a_letter_that_is_refused_for_certain_is_tried_three_times(house: House) -> None:
    """Then it has FAILED, for staff to see, and nothing else is kept waiting by it."""
    book(house)
    house.mailbox.mood = Mood.REFUSING
    house.deliver()
    house.settle(20)
    row = house.notices.read(f"booking#{the_booking(house)}")
    assert row is not None
    tried = {n.kind: (n.state, n.tries) for n in row.notices if n.kind != "booking.reminder"}
    assert tried == dict.fromkeys(("booking.confirmed", "host.booked"), (NoticeState.FAILED, 3))


def test_nothing_is_sent_that_was_cancelled_before(house: House) -> None:
    """A cancel that commits while the letter waits in the queue stops it (rule: no SENDING after the cancel)."""
    book(house)
    cancel(house)
    house.settle()
    assert Counter(m.template for _, m in house.mailbox.taken) == {"booking.cancelled": 1, "host.cancelled": 1}
    house.clock.forward(days=2)
    house.tick()
    assert len(house.mailbox.taken) == 2


def test_the_reminder_goes_once_on_its_day(house: House) -> None:
    """A sweep a minute around its time, two sweeps in one minute: one reminder."""
    booking = book(house)
    house.deliver()
    house.clock.to(thursday(house) - 1440 - 2)
    for _ in range(6):
        house.clock.forward(minutes=1)
        house.sweep.run(house.clock())
        house.tick()
    reminders = [m for _, m in house.mailbox.taken if m.template == "booking.reminder"]
    assert len(reminders) == 1
    assert house.stored(booking) is not None


def test_an_error_is_never_a_false_success(houses: Houses) -> None:
    """While DynamoDB answers nothing at all, every change says so, and nothing has happened."""
    for change in CHANGES:
        with houses.fresh() as house:
            change.before(house)
            before = house.rows()
            with (
                Wire(every(Fault.TIMEOUT_BEFORE)) if change.before is CHANGES[0].before else Wire(_writes_fail),
                pytest.raises(ShowroomError),
            ):
                change.do(house)
            assert sorted(map(str, house.rows())) == sorted(map(str, before)), change.name


def _writes_fail(request: object) -> Fault | None:
    return Fault.TIMEOUT_BEFORE if getattr(request, "places", None) else None


def test_the_boutique_is_the_small_one(house: House) -> None:
    """The furniture these proofs stand on: two advisors, two salons."""
    boutique = house.catalogue.boutique(BOUTIQUE)
    assert (len(boutique.staff), len(boutique.rooms)) == (2, 2)
