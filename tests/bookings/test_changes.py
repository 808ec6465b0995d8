"""What becomes of a booking: each change through the services, over the table, and what it leaves behind."""

from __future__ import annotations

import math

import pytest

from chalicelib.bookings.details import Details
from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.store import BookingStore
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import (
    Forbidden,
    HoldExpired,
    InvalidInput,
    KeyReused,
    NotFound,
    PreconditionFailed,
    QuotaReached,
    SlotTaken,
    StateConflict,
)
from tests.world.house import House, keyed
from tests.world.people import CAMILLE, MARGAUX, associate, client, contact, guest, host, visitor

TUESDAY_3PM = parse_rfc3339("2027-01-12T15:00:00+01:00")
HOUR = 60
KEY = "k" * 24


def key(route: str, number: int = 1, body: str = "body") -> Keyed:
    """A key of its own for each request."""
    return keyed(route, f"{route}-{number}".ljust(24, "x"), body)


class TestMaking:
    """Who may book what, and in which state it begins."""

    def test_a_known_client_is_confirmed_at_once(self, house: House) -> None:
        """Her address is proven; her letter and her host's leave, and the reminder waits."""
        outcome = house.book(client(MARGAUX), TUESDAY_3PM, KEY)
        assert (outcome.booking.state, outcome.replayed) == (State.CONFIRMED, False)
        house.deliver()
        assert [message.template for _, message in house.mailbox.taken] == ["booking.confirmed", "host.booked"]
        assert house.violations() == []

    def test_the_first_answer_is_what_was_written(self, house: House) -> None:
        """With what is personal: her note is in the answer to the request that told it, not only in later ones."""
        told = house.book(client(MARGAUX), TUESDAY_3PM, KEY, details=Details(note="A ring", access_needs="A chair"))
        assert told.booking == house.stored(told.booking.id)
        seen = house.bookings.private(client(MARGAUX), told.booking)
        assert seen is not None
        assert seen[1].note == "A ring"

    def test_a_stranger_holds_until_she_uses_her_link(self, house: House) -> None:
        """Thirty minutes; nobody of the house is told before."""
        booking = house.book(visitor(), TUESDAY_3PM, KEY, "first-video", contact=contact("Ada")).booking
        assert booking.state is State.HELD
        assert booking.expires_at == house.now + 30
        house.deliver()
        assert [message.template for _, message in house.mailbox.taken] == ["booking.confirm_link"]

    def test_a_request_waits_for_the_house(self, house: House) -> None:
        """Four opening hours each for host, deputy and manager; then it lapses with an apology (EXPERIENCE)."""
        address = {"country": "FR", "postal_code": "75002", "city": "Paris", "lines": ["1 rue"]}
        order = {"contact": contact("Ada"), "details": _at(address)}
        booking = house.book(visitor(), TUESDAY_3PM + 3 * 1440, KEY, "at-home", **order).booking
        assert booking.state is State.REQUESTED
        # Monday 10:00 in Paris, when the house opens for nine hours a day: 3 x 4 opening hours later is Tuesday 13:00.
        assert booking.expires_at == parse_rfc3339("2027-01-12T13:00:00+01:00")
        house.deliver()
        assert {m.template for _, m in house.mailbox.taken} == {"booking.request_received", "host.requested"}
        _live_through(house, booking.expires_at)
        house.settle(2)
        templates = [message.template for _, message in house.mailbox.taken]
        assert templates.count("host.escalated") == 2
        assert templates[-1] == "booking.lapsed"

    def test_what_is_not_open_to_her_is_refused(self, house: House) -> None:
        """`known` and strangers do not meet."""
        with pytest.raises(Forbidden):
            house.book(visitor(), TUESDAY_3PM, KEY, "video", contact=contact("Ada"))

    def test_every_mistake_is_told_at_once(self, house: House) -> None:
        """With a pointer each, before anything is read or written."""
        with pytest.raises(InvalidInput) as refused:
            house.book(visitor(), TUESDAY_3PM, KEY, "visit", adults=9, spoken="xx", details=_at({"country": "FR"}))
        assert {problem.pointer for problem in refused.value.fields} == {
            "/party",
            "/advisor_language",
            "/address",
            "/client",
        }

    def test_an_address_out_of_reach_is_told_so(self, house: House) -> None:
        """The experience goes to France only."""
        with pytest.raises(InvalidInput) as refused:
            house.book(visitor(), TUESDAY_3PM, KEY, "at-home", contact=contact("Ada"), details=_at({"country": "IT"}))
        assert refused.value.fields[0].pointer == "/address"

    @pytest.mark.parametrize("minutes", [1, 15, -31 * 60, 8 * 60, 60 * 24 * 90])
    def test_a_start_that_is_not_offered_is_refused_with_fresh_ones(self, house: House, minutes: int) -> None:
        """Off the grid, past, closed, beyond the window: one answer, with what is offered near it."""
        with pytest.raises(SlotTaken) as refused:
            house.book(client(MARGAUX), TUESDAY_3PM + minutes, KEY)
        assert refused.value.alternatives or minutes == 60 * 24 * 90
        assert not [row for row in house.rows() if row["pk"]["S"].startswith("BOOKING#")]

    def test_a_client_is_never_in_two_places(self, house: House) -> None:
        """Another advisor is free, she is not (rule G9)."""
        house.book(client(MARGAUX), TUESDAY_3PM, KEY)
        with pytest.raises(SlotTaken):
            house.book(client(MARGAUX), TUESDAY_3PM, KEY + "2")
        house.book(client(CAMILLE), TUESDAY_3PM, KEY)

    def test_two_live_holds_are_the_most(self, house: House) -> None:
        """For one visitor, and for one address whoever types it; an expired one no longer counts (rule H1)."""
        hours = [TUESDAY_3PM + 1440 * n for n in range(4)]
        house.book(visitor("a"), hours[0], KEY, "first-video", contact=contact("Ada"))
        house.book(visitor("b"), hours[1], KEY, "first-video", contact=contact("ADA"))
        with pytest.raises(QuotaReached):
            house.book(visitor("c"), hours[2], KEY, "first-video", contact=contact("Ada"))
        house.book(visitor("a"), hours[2], KEY + "2", "first-video", contact=contact("Bea"))
        with pytest.raises(QuotaReached):
            house.book(visitor("a"), hours[3], KEY + "3", "first-video", contact=contact("Cleo"))
        house.clock.forward(minutes=30)
        house.book(visitor("a"), hours[3], KEY + "3", "first-video", contact=contact("Cleo"))

    def test_staff_book_for_a_client(self, house: House) -> None:
        """Confirmed at once, and without lead time; another boutique's staff may not."""
        soon = parse_rfc3339("2027-01-11T10:30:00+01:00")
        outcome = house.book(associate(), soon, KEY, "visit", client_id=MARGAUX)
        assert outcome.booking.state is State.CONFIRMED
        with pytest.raises(NotFound):
            house.book(associate(boutique="milan"), TUESDAY_3PM, KEY, "visit", client_id=MARGAUX)

    def test_her_own_advisor_comes_first(self, house: House) -> None:
        """Then the least loaded."""
        house.clients.enrol(
            contact("Dora"), "en", "test", advisor="advisor-2", client_id=CAMILLE[::-1], now=house.clock()
        )
        assert house.book(client(CAMILLE[::-1]), TUESDAY_3PM, KEY).booking.advisor == "advisor-2"
        assert house.book(client(CAMILLE[::-1]), TUESDAY_3PM + 120, KEY + "2").booking.advisor == "advisor-2"
        assert house.book(client(MARGAUX), TUESDAY_3PM - 120, KEY).booking.advisor == "advisor-1"


class TestRepeating:
    """One key, one booking, one answer (rule H6)."""

    def test_the_first_answer_is_given_again(self, house: House) -> None:
        """Also after the booking has changed."""
        first = house.book(client(MARGAUX), TUESDAY_3PM, KEY)
        house.bookings.reschedule(client(MARGAUX), first.booking.id, key("reschedule"), 1, TUESDAY_3PM + HOUR)
        again = house.book(client(MARGAUX), TUESDAY_3PM, KEY)
        assert again.replayed
        assert (again.booking.version, again.booking.start, again.at) == (1, TUESDAY_3PM, first.at)
        assert house.violations() == []

    def test_another_body_is_told_apart(self, house: House) -> None:
        """The key was used, and not for this."""
        house.book(client(MARGAUX), TUESDAY_3PM, KEY)
        with pytest.raises(KeyReused):
            house.book(client(MARGAUX), TUESDAY_3PM + HOUR, KEY)

    def test_a_change_sent_twice_happens_once(self, house: House) -> None:
        """The receipt is looked up before If-Match: the retry still names the old version."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        first = house.bookings.cancel(client(MARGAUX), booking.id, key("cancel"), 1)
        again = house.bookings.cancel(client(MARGAUX), booking.id, key("cancel"), 1)
        assert (again.replayed, again.booking.version) == (True, first.booking.version)
        with pytest.raises(KeyReused):
            house.bookings.cancel(client(MARGAUX), booking.id, key("cancel", body="other"), 1)

    def test_the_last_eight_changes_are_remembered_and_the_first(self, house: House) -> None:
        """A ninth change forgets the oldest one, never the booking's own key."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        for number in range(9):
            start = TUESDAY_3PM + HOUR * (1 + number % 2)
            keys = key("reschedule", number)
            booking = house.bookings.reschedule(client(MARGAUX), booking.id, keys, booking.version, start).booking
        with pytest.raises(PreconditionFailed):
            house.bookings.reschedule(client(MARGAUX), booking.id, key("reschedule", 0), 1, TUESDAY_3PM + HOUR)
        assert house.bookings.reschedule(client(MARGAUX), booking.id, key("reschedule", 1), 2, 0).replayed
        assert house.book(client(MARGAUX), TUESDAY_3PM, KEY).replayed


class TestConfirming:
    """The link in her letter."""

    def test_it_makes_an_appointment_and_a_known_client(self, house: House) -> None:
        """The hold's quota is given back, her own card becomes known."""
        booking = house.book(visitor(), TUESDAY_3PM, KEY, "first-video", contact=contact("Ada")).booking
        outcome = house.bookings.confirm(guest(booking.id), booking.id, key("confirm"))
        assert outcome.booking.state is State.CONFIRMED
        assert house.clients.holder_of("ada@client.example") == booking.client
        assert house.violations() == []
        again = house.bookings.confirm(guest(booking.id), booking.id, key("confirm", 2))
        assert again.booking.version == outcome.booking.version

    def test_it_joins_the_card_that_has_the_address(self, house: House) -> None:
        """What she typed is sealed anew under her own key; the provisional card and its key are gone."""
        order = {"contact": Contact(Name(full="M"), "Margaux@client.example"), "details": _note("White gloves")}
        booking = house.book(visitor(), TUESDAY_3PM, KEY, "first-video", **order).booking
        joined = house.bookings.confirm(guest(booking.id), booking.id, key("confirm")).booking
        assert joined.client == MARGAUX
        assert BookingStore(house.table, house.vault).open(joined).note == "White gloves"
        with pytest.raises(NotFound):
            house.clients.get(booking.client)
        with pytest.raises(NotFound):
            house.bookings.get(visitor(), booking.id)
        assert house.violations() == []

    def test_her_other_appointment_stands_in_the_way(self, house: House) -> None:
        """Joined to her card, she would be in two places (rule G9)."""
        house.book(client(MARGAUX), TUESDAY_3PM, KEY)
        booking = house.book(visitor(), TUESDAY_3PM, KEY, "first-video", contact=contact("Margaux")).booking
        with pytest.raises(HoldExpired):
            house.bookings.confirm(guest(booking.id), booking.id, key("confirm"))
        assert house.violations() == []

    def test_an_expired_hold_takes_its_time_anew(self, house: House) -> None:
        """While nobody else has it (rule H4)."""
        booking = house.book(visitor(), TUESDAY_3PM, KEY, "first-video", contact=contact("Ada")).booking
        house.clock.forward(minutes=30)
        assert booking.state_at(house.now) is State.EXPIRED
        assert house.bookings.confirm(guest(booking.id), booking.id, key("confirm")).booking.state is State.CONFIRMED
        assert house.violations() == []

    def test_an_expired_hold_whose_time_has_gone_is_refused(self, house: House) -> None:
        """With fresh hours; never silently confirmed (rule H4)."""
        booking = house.book(visitor(), TUESDAY_3PM, KEY, "first-video", contact=contact("Ada")).booking
        house.clock.forward(minutes=30)
        house.book(client(MARGAUX), TUESDAY_3PM, KEY)
        house.book(client(CAMILLE), TUESDAY_3PM, KEY)
        with pytest.raises(HoldExpired) as refused:
            house.bookings.confirm(guest(booking.id), booking.id, key("confirm"))
        assert refused.value.alternatives
        assert house.violations() == []

    def test_a_cancelled_hold_is_not_brought_back(self, house: House) -> None:
        """Terminal states absorb."""
        booking = house.book(visitor(), TUESDAY_3PM, KEY, "first-video", contact=contact("Ada")).booking
        house.bookings.cancel(visitor(), booking.id, key("cancel"), 1)
        with pytest.raises(StateConflict):
            house.bookings.confirm(guest(booking.id), booking.id, key("confirm"))

    def test_a_link_of_another_version_opens_nothing(self, house: House) -> None:
        """Links can be revoked by raising the version."""
        booking = house.book(visitor(), TUESDAY_3PM, KEY, "first-video", contact=contact("Ada")).booking
        with pytest.raises(NotFound):
            house.bookings.confirm(guest(booking.id, 2), booking.id, key("confirm"))


class TestAnswering:
    """The house answers a request from its letter."""

    def test_yes_confirms_and_tells_her(self, house: House) -> None:
        """And withdraws what would have asked the deputy, the manager, or apologised."""
        booking = _request(house)
        house.bookings.accept(host(booking.id, booking.advisor), booking.id, key("accept"))
        house.deliver()
        assert [m.template for _, m in house.mailbox.taken][-2:] == ["booking.accepted", "host.booked"]
        house.clock.forward(days=2)
        house.settle(3)
        assert "booking.lapsed" not in {m.template for _, m in house.mailbox.taken}
        assert house.violations() == []

    def test_no_frees_the_time_and_tells_her(self, house: House) -> None:
        """It cannot be accepted after that, nor declined twice."""
        booking = _request(house)
        house.bookings.decline(host(booking.id, booking.advisor), booking.id, key("decline"), reason="not_free")
        house.deliver()
        assert house.mailbox.taken[-1][1].template == "booking.declined"
        with pytest.raises(StateConflict):
            house.bookings.accept(associate(), booking.id, key("accept"))
        assert house.violations() == []

    def test_an_answer_after_it_lapsed_is_refused(self, house: House) -> None:
        """She has been told already."""
        booking = _request(house)
        assert booking.expires_at is not None
        house.clock.forward(minutes=booking.expires_at - house.now)
        with pytest.raises(StateConflict):
            house.bookings.accept(associate(), booking.id, key("accept"))


class TestMoving:
    """One transaction: never zero appointments, never two."""

    def test_her_advisor_comes_along_when_free(self, house: House) -> None:
        """Else a colleague receives her, and the one who does not is told."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        moved = house.bookings.reschedule(client(MARGAUX), booking.id, key("r"), 1, TUESDAY_3PM + HOUR).booking
        assert moved.advisor == booking.advisor
        other = {"advisor-1", "advisor-2"} - {booking.advisor}
        house.clients.enrol(
            contact("Eve"), "en", "t", advisor=booking.advisor, client_id=CAMILLE[::-1], now=house.clock()
        )
        house.book(client(CAMILLE[::-1]), TUESDAY_3PM + 1440, KEY)
        moved = house.bookings.reschedule(client(MARGAUX), booking.id, key("r", 2), 2, TUESDAY_3PM + 1440).booking
        assert {moved.advisor} == other
        house.deliver()
        told = [(m.template, m.to.name) for _, m in house.mailbox.taken if m.template.startswith("host.handed_over")]
        assert told == [("host.handed_over", f"Advisor Number {booking.advisor[-1]}")]
        assert house.violations() == []

    def test_its_own_time_does_not_stand_in_its_way(self, house: House) -> None:
        """Half an hour later overlaps with itself."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        moved = house.bookings.reschedule(client(MARGAUX), booking.id, key("r"), 1, TUESDAY_3PM + 30).booking
        assert moved.start == TUESDAY_3PM + 30
        assert house.violations() == []

    def test_a_taken_start_leaves_it_where_it_was(self, house: House) -> None:
        """With fresh hours."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        house.book(client(CAMILLE), TUESDAY_3PM + 2 * HOUR, KEY)
        house.book(visitor(), TUESDAY_3PM + 2 * HOUR, KEY, "first-video", contact=contact("Ada"))
        with pytest.raises(SlotTaken):
            house.bookings.reschedule(client(MARGAUX), booking.id, key("r"), 1, TUESDAY_3PM + 2 * HOUR)
        stored = house.stored(booking.id)
        assert stored is not None
        assert (stored.start, stored.version) == (TUESDAY_3PM, 1)

    def test_an_old_version_is_refused(self, house: House) -> None:
        """If-Match (invariant I17)."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        house.bookings.reschedule(client(MARGAUX), booking.id, key("r"), 1, TUESDAY_3PM + HOUR)
        with pytest.raises(PreconditionFailed):
            house.bookings.reschedule(client(MARGAUX), booking.id, key("r", 2), 1, TUESDAY_3PM + 2 * HOUR)

    def test_too_late_is_answered_with_the_telephone(self, house: House) -> None:
        """For her; the house itself may still move it."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        house.clock.forward(minutes=TUESDAY_3PM - 30 - house.now)
        with pytest.raises(StateConflict, match=r"\+33199000000"):
            house.bookings.reschedule(client(MARGAUX), booking.id, key("r"), 1, TUESDAY_3PM + HOUR)
        staff = associate(booking.advisor)
        assert house.bookings.reschedule(staff, booking.id, key("r"), 1, TUESDAY_3PM + HOUR).booking.version == 2

    def test_the_reminder_moves_along(self, house: House) -> None:
        """One reminder, of the new time."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM + 3 * 1440, KEY).booking
        house.bookings.reschedule(client(MARGAUX), booking.id, key("r"), 1, TUESDAY_3PM + 4 * 1440)
        _live_through(house, TUESDAY_3PM + 4 * 1440)
        reminders = [m.values["start"] for _, m in house.mailbox.taken if m.template == "booking.reminder"]
        assert reminders == [TUESDAY_3PM + 4 * 1440]


class TestCancelling:
    """Its time is free at once, and no reminder leaves (invariant I13)."""

    def test_nothing_more_is_sent_but_the_cancellation(self, house: House) -> None:
        """To her and to her host."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM + 3 * 1440, KEY).booking
        house.deliver()
        house.bookings.cancel(client(MARGAUX), booking.id, key("cancel"), 1)
        _live_through(house, TUESDAY_3PM + 4 * 1440)
        assert [m.template for _, m in house.mailbox.taken] == [
            "booking.confirmed",
            "host.booked",
            "booking.cancelled",
            "host.cancelled",
        ]
        assert house.violations() == []

    def test_a_late_one_is_taken_and_marked(self, house: House) -> None:
        """Never a bare refusal."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        house.clock.forward(minutes=TUESDAY_3PM - 30 - house.now)
        assert house.bookings.cancel(client(MARGAUX), booking.id, key("cancel"), 1).booking.late

    def test_or_answered_with_the_telephone(self, house: House) -> None:
        """By the maison's policy."""
        booking = _request(house)
        house.bookings.accept(associate(), booking.id, key("accept"))
        house.clock.forward(minutes=booking.start - 30 - house.now)
        with pytest.raises(StateConflict, match=r"\+33199000000"):
            house.bookings.cancel(guest(booking.id), booking.id, key("cancel"), 2)
        house.bookings.cancel(associate(), booking.id, key("cancel"), 2)

    def test_twice_is_refused(self, house: House) -> None:
        """With another key; terminal states absorb."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        house.bookings.cancel(client(MARGAUX), booking.id, key("cancel"), 1)
        with pytest.raises(StateConflict):
            house.bookings.cancel(client(MARGAUX), booking.id, key("cancel", 2), 2)
        with pytest.raises(StateConflict):
            house.bookings.reschedule(client(MARGAUX), booking.id, key("r"), 2, TUESDAY_3PM + HOUR)


class TestAttending:
    """How it went."""

    def test_no_show_only_after_the_end_and_a_grace(self, house: House) -> None:
        """Rule G6; then it may be corrected."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        staff = associate(booking.advisor)
        house.clock.forward(minutes=TUESDAY_3PM + 45 + 14 - house.now)
        with pytest.raises(StateConflict):
            house.bookings.attend(staff, booking.id, key("attend"), 1, State.NO_SHOW)
        house.clock.forward(minutes=1)
        house.bookings.attend(staff, booking.id, key("attend"), 1, State.NO_SHOW)
        corrected = house.bookings.attend(staff, booking.id, key("attend", 2), 2, State.DONE).booking
        assert corrected.state is State.DONE
        assert house.violations() == []

    def test_neither_she_nor_another_boutique_says(self, house: House) -> None:
        """Permits."""
        booking = house.book(client(MARGAUX), TUESDAY_3PM, KEY).booking
        house.clock.forward(days=2)
        with pytest.raises(Forbidden):
            house.bookings.attend(client(MARGAUX), booking.id, key("attend"), 1, State.DONE)
        with pytest.raises(NotFound):
            house.bookings.attend(associate("x", "milan"), booking.id, key("attend"), 1, State.DONE)


def _at(address: dict[str, object]) -> Details:
    return Details(address=address)


def _note(text: str) -> Details:
    return Details(note=text)


def _request(house: House) -> Booking:
    address = {"country": "FR", "postal_code": "75002", "city": "Paris", "lines": ["1 rue"]}
    return house.book(
        visitor(), TUESDAY_3PM + 3 * 1440, KEY, "at-home", contact=contact("Ada"), details=_at(address)
    ).booking


def _live_through(house: House, until: int) -> None:
    """Let time go by in half hours, a sweep in each in which something is due."""
    house.deliver()
    while house.now < until:
        due = min([int(row["due_at"]["N"]) for row in house.rows() if "due_at" in row], default=until)
        house.clock.forward(minutes=30 * max(1, math.ceil((min(due, until) - house.now) / 30)))
        house.tick()
