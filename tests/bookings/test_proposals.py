"""Moved by the house, running late, as last time: through the services, over the table."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.model import Booking, Proposal, State
from chalicelib.bookings.proposals import Time
from chalicelib.bookings.receipts import receipt_of, receipt_row
from chalicelib.bookings.standing import placements
from chalicelib.bookings.verify import Verifier
from chalicelib.boutiques.removals import Removal
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import Forbidden, NotFound, PreconditionFailed, SlotTaken, StateConflict
from chalicelib.messaging.model import Message
from tests.world.browser import Browser
from tests.world.house import House, keyed
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, contact, guest, host, visitor

FRIDAY = parse_rfc3339("2027-01-15T15:00:00+01:00")
SATURDAY = FRIDAY + 1440
KEY = "k" * 24


def key(route: str, number: int = 1, body: str = "body") -> Keyed:
    """A key of its own for each request."""
    return keyed(route, f"{route}-{number}".ljust(24, "x"), body)


def booked(house: House, experience: str = "video") -> Booking:
    """A conversation of Margaux's, confirmed; its letters have left."""
    booking = house.book(client(MARGAUX), FRIDAY, KEY, experience).booking
    house.deliver()
    house.mailbox.taken.clear()
    return booking


def proposed(house: House, start: int = SATURDAY) -> Booking:
    """The same, which the house would rather have at another time."""
    booking = booked(house)
    return house.proposals.propose(associate(), booking.id, key("propose"), 1, [Time(start)]).booking


def letters(house: House) -> dict[str, Message]:
    """The last letter of each kind that has left."""
    house.deliver()
    return {message.template: message for _, message in house.mailbox.taken}


class TestProposing:
    """The booking keeps its time and holds the other."""

    def test_both_times_are_hers_until_she_answers(self, house: House) -> None:
        """Nobody else gets either; the hold is in the agendas and so is the present time."""
        booking = proposed(house)
        assert (booking.state, booking.start, booking.version) == (State.CONFIRMED, FRIDAY, 2)
        (only,) = booking.proposals
        assert (only.start, only.expires_at) == (SATURDAY, house.now + 72 * 60)
        assert house.stored(booking.id) == booking
        assert house.violations() == []
        assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []
        for number, start in enumerate((FRIDAY, SATURDAY)):
            house.book(client(CAMILLE), start, KEY + str(number))  # the other advisor
            with pytest.raises(SlotTaken):
                house.book(visitor(), start, KEY, "first-video", contact=contact("Ada"))

    def test_her_letter_shows_both_and_asks(self, house: House) -> None:
        """No calendar file: nothing has changed yet. Nobody of the house is written to."""
        booking = proposed(house)
        found = letters(house)
        assert set(found) == {"booking.move_proposed"}
        asked = found["booking.move_proposed"]
        (only,) = asked.values["proposals"]
        assert (asked.values["start"], only["start"]) == (FRIDAY, SATURDAY)
        assert only["until"] == booking.proposals[0].expires_at
        assert asked.calendar is None

    def test_at_night_the_letter_waits_for_the_morning(self, house: House) -> None:
        """Quiet hours hold for what the house begins."""
        booking = booked(house)
        house.clock.to(parse_rfc3339("2027-01-12T22:00:00+01:00"))
        house.proposals.propose(associate(), booking.id, key("propose"), 1, [Time(SATURDAY)])
        house.tick()
        assert letters(house) == {}
        house.clock.to(parse_rfc3339("2027-01-13T08:00:00+01:00"))
        house.tick()
        assert set(letters(house)) == {"booking.move_proposed"}

    def test_while_it_is_open_the_reminder_is_the_question_once_more(self, house: House) -> None:
        """A day before the present time she is not told that we look forward to it, but asked again."""
        booking = booked(house)
        house.clock.to(FRIDAY - 2 * 1440)
        house.proposals.propose(associate(), booking.id, key("propose"), 1, [Time(SATURDAY)])
        letters(house)
        house.mailbox.taken.clear()
        house.clock.to(FRIDAY - 1440)
        house.tick()
        assert set(letters(house)) == {"booking.move_proposed"}

    def test_another_proposal_takes_the_place_of_the_first(self, house: House) -> None:
        """The first held time is free again at once; at most the earlier of the two starts is waited for."""
        booking = proposed(house)
        soon = parse_rfc3339("2027-01-12T11:00:00+01:00")
        again = house.proposals.propose(associate(), booking.id, key("propose", 2), 2, [Time(soon)]).booking
        assert [(one.start, one.expires_at) for one in again.proposals] == [(soon, soon)]
        house.book(visitor(), SATURDAY, KEY, "first-video", contact=contact("Ada"))
        assert house.violations() == []

    def test_its_own_time_does_not_stand_in_the_way(self, house: House) -> None:
        """Half an hour later is possible, and counts once for everybody else."""
        booking = proposed(house, FRIDAY + 30)
        assert house.violations() == []
        assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []
        moved = house.proposals.answer(guest(booking.id), booking.id, key("answer"), 2, suits=True).booking
        assert moved.start == FRIDAY + 30
        assert house.violations() == []

    def test_who_may_propose_what(self, house: House) -> None:
        """Staff of the boutique, for what is confirmed, not begun, at a free other time, on the version they read."""
        booking = booked(house)
        propose = house.proposals.propose
        for principal in (client(MARGAUX), guest(booking.id), host(booking.id, booking.advisor)):
            with pytest.raises(Forbidden):
                propose(principal, booking.id, key("propose"), 1, [Time(SATURDAY)])
        with pytest.raises(NotFound):
            propose(associate(boutique="milan"), booking.id, key("propose"), 1, [Time(SATURDAY)])
        with pytest.raises(PreconditionFailed):
            propose(associate(), booking.id, key("propose"), 7, [Time(SATURDAY)])
        with pytest.raises(StateConflict):
            propose(associate(), booking.id, key("propose"), 1, [Time(FRIDAY)])
        with pytest.raises(SlotTaken):
            propose(associate(), booking.id, key("propose"), 1, [Time(SATURDAY + 7)])
        held = house.book(visitor(), SATURDAY, KEY, "first-video", contact=contact("Ada")).booking
        with pytest.raises(StateConflict):
            propose(associate(), held.id, key("propose"), 1, [Time(SATURDAY + 60)])
        house.clock.to(FRIDAY)
        with pytest.raises(StateConflict):
            propose(associate(), booking.id, key("propose"), 1, [Time(SATURDAY)])

    def test_a_retry_is_answered_as_the_first_time(self, house: House) -> None:
        """Also after she has answered: the receipt remembers what was proposed."""
        booking = proposed(house)
        house.proposals.answer(guest(booking.id), booking.id, key("answer"), 2, suits=True)
        again = house.proposals.propose(associate(), booking.id, key("propose"), 1, [Time(SATURDAY)])
        assert again.replayed
        assert replace(again.booking, receipts=(), previous_start=None) == replace(booking, receipts=())

    def test_what_it_holds_cannot_be_removed(self, house: House) -> None:
        """The advisor of a proposed time is needed as long as it is open."""
        booking = proposed(house)
        removal = Removal("staff", BOUTIQUE, booking.proposals[0].advisor)
        assert house.verifier.in_use([removal], house.clock()) == [removal]

    def test_the_advisor_s_day_shows_what_is_held(self, house: House) -> None:
        """Marked as proposed, on the day where it may move."""
        booking = proposed(house)
        with Browser(house) as browser:
            token = house.tokens.access(associate().role, "advisor-1", frozenset({BOUTIQUE}))
            for date, held in (("2027-01-15", False), ("2027-01-16", True)):
                answer = browser.get(f"/v1/boutiques/{BOUTIQUE}/day?date={date}", token=token)
                (entry,) = answer.json["items"]
                assert (entry["booking"]["id"], entry["proposed"]) == (booking.id, held)


class TestAnswering:
    """That suits me; another time; silence."""

    def test_that_suits_me(self, house: House) -> None:
        """It moves in one transaction; both calendars move with it, under the same name, by a higher SEQUENCE."""
        booking = proposed(house)
        moved = house.proposals.answer(guest(booking.id), booking.id, key("answer"), 2, suits=True).booking
        assert (moved.start, moved.previous_start, moved.proposals) == (SATURDAY, FRIDAY, ())
        found = letters(house)
        assert set(found) >= {"booking.moved", "host.moved"}
        for message in (found["booking.moved"], found["host.moved"]):
            assert message.calendar is not None
            assert {f"UID:{booking.id}@showroom", "SEQUENCE:2", "METHOD:REQUEST"} <= set(message.calendar.splitlines())
            assert message.values["old_start"] == FRIDAY
        assert house.violations() == []
        house.book(visitor(), FRIDAY, KEY, "first-video", contact=contact("Ada"))

    def test_another_time(self, house: House) -> None:
        """The held time is free, the host is told, the reminder is an ordinary one; she moves it as she likes."""
        booking = proposed(house)
        kept = house.proposals.answer(guest(booking.id), booking.id, key("answer"), 2, suits=False).booking
        assert (kept.start, kept.proposals, kept.version) == (FRIDAY, (), 3)
        assert "host.proposal_refused" in letters(house)
        row = house.notices.read(booking.subject)
        assert row is not None
        assert "booking.reminder" in {notice.kind for notice in row.notices}
        house.bookings.reschedule(guest(booking.id), booking.id, key("move"), 3, SATURDAY + 60)
        assert house.violations() == []

    def test_silence(self, house: House) -> None:
        """The hold counts no more from its minute on; the booking stays; the host is told once; no answer is taken."""
        booking = proposed(house)
        letters(house)
        house.clock.to(booking.proposals[0].expires_at)
        house.book(visitor(), SATURDAY, KEY, "first-video", contact=contact("Ada"))
        with pytest.raises(StateConflict):
            house.proposals.answer(guest(booking.id), booking.id, key("answer"), 2, suits=True)
        house.mailbox.taken.clear()
        house.settle()
        sent = Counter(message.template for _, message in house.mailbox.taken)
        assert sent["host.proposal_lapsed"] == 1
        assert "booking.moved" not in sent
        stored = house.stored(booking.id)
        assert stored is not None
        assert (stored.start, stored.offered_at(house.now)) == (FRIDAY, {})
        assert house.violations() == []
        assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []

    def test_it_is_hers_to_answer_once(self, house: House) -> None:
        """Not the host's, not staff's, not another's; a retry is a replay, a second answer a conflict."""
        booking = proposed(house)
        answer = house.proposals.answer
        for principal in (associate(), host(booking.id, booking.advisor)):
            with pytest.raises(Forbidden):
                answer(principal, booking.id, key("answer"), 2, suits=True)
        with pytest.raises(NotFound):
            answer(client(CAMILLE), booking.id, key("answer"), 2, suits=True)
        assert not answer(client(MARGAUX), booking.id, key("answer"), 2, suits=True).replayed
        assert answer(client(MARGAUX), booking.id, key("answer"), 2, suits=True).replayed
        with pytest.raises(StateConflict):
            answer(client(MARGAUX), booking.id, key("answer", 2), 3, suits=False)

    @pytest.mark.parametrize("act", ["cancel", "reschedule"])
    def test_any_other_change_lets_it_go(self, house: House, act: str) -> None:
        """Cancelled or moved otherwise, the held time is free at once."""
        booking = proposed(house)
        if act == "cancel":
            house.bookings.cancel(guest(booking.id), booking.id, key("cancel"), 2)
        else:
            house.bookings.reschedule(guest(booking.id), booking.id, key("move"), 2, FRIDAY + 60)
        house.book(visitor(), SATURDAY, KEY, "first-video", contact=contact("Ada"))
        assert house.violations() == []


class TestRunningLate:
    """From an hour before until a quarter of an hour after the start."""

    @pytest.mark.parametrize(("minute", "possible"), [(-61, False), (-60, True), (0, True), (14, True), (15, False)])
    def test_when_it_can_be_told(self, house: House, minute: int, possible: bool) -> None:
        """The page has its button in the same minutes."""
        booking = booked(house)
        house.clock.to(FRIDAY + minute)
        seen = house.booking_desk.viewer.booking(guest(booking.id), booking, house.now)
        assert ("late" in seen.can) is possible
        if possible:
            late = house.proposals.running_late(guest(booking.id), booking.id, key("late"), 10).booking
            assert (late.late_by, late.start) == (10, FRIDAY)
        else:
            with pytest.raises(StateConflict):
                house.proposals.running_late(guest(booking.id), booking.id, key("late"), 10)

    def test_the_host_is_told_at_once_and_once(self, house: House) -> None:
        """By letter and by short message; the same minutes again tell nobody; other minutes do. The reminder stays."""
        booking = booked(house)
        house.clock.to(FRIDAY - 20)
        late = house.proposals.running_late
        late(guest(booking.id), booking.id, key("late"), 10)
        assert late(guest(booking.id), booking.id, key("late", 2), 10).replayed
        house.deliver()
        told = [(m.template, m.channel) for _, m in house.mailbox.taken if m.template == "host.running_late"]
        assert sorted(told) == [("host.running_late", "email"), ("host.running_late", "sms")]
        late(client(MARGAUX), booking.id, key("late", 3), 20)
        assert letters(house)["host.running_late"].values["late_by"] == 20
        assert house.violations() == []

    def test_what_was_still_to_be_said_is_said(self, house: House) -> None:
        """A letter that waits in the queue is not lost by it."""
        start = parse_rfc3339("2027-01-11T10:30:00+01:00")
        booking = house.book(associate(), start, KEY, client_id=MARGAUX).booking
        house.proposals.running_late(guest(booking.id), booking.id, key("late"), 5)
        sent = letters(house)
        assert {"booking.confirmed", "host.booked", "host.running_late"} <= set(sent)

    def test_no_short_message_without_a_telephone(self, house: House) -> None:
        """It is dropped, not failed: the letter has gone."""
        booking = booked(house)
        house.clock.to(FRIDAY - 20)
        house.proposals.running_late(guest(booking.id), booking.id, key("late"), 10)
        row = house.notices.read(booking.subject)
        assert row is not None
        notice = next(n for n in row.notices if n.channel == "sms" and n.kind == "host.running_late")
        message = house.composer.compose(booking.subject, notice, house.clock())
        assert message is None or message.to.telephone


class TestLastTime:
    """As last time, for known clients."""

    def last(self, house: House, who: str = MARGAUX) -> dict[str, object] | None:
        """What the API says."""
        with Browser(house) as browser:
            answer = browser.get("/v1/bookings/last", token=house.tokens.access(client(who).role, who))
            found: dict[str, object] | None = answer.json["last"]
            return found

    def test_what_she_did_last(self, house: House) -> None:
        """Before anything: nothing. What took place comes before what is to come; a cancelled one never."""
        assert self.last(house) is None
        booking = booked(house)
        assert self.last(house) is not None
        other = house.book(client(MARGAUX), SATURDAY, KEY + "2", "visit").booking
        house.clock.to(booking.end)
        found = self.last(house)
        assert found is not None
        assert found["experience"]["id"] == "video"  # type: ignore[index]
        assert found["boutique"]["id"] == BOUTIQUE  # type: ignore[index]
        assert found["party"] == {"adults": 1, "children": 0}
        house.bookings.cancel(client(MARGAUX), other.id, key("cancel"), 1)
        assert self.last(house) == found


def test_a_proposal_counts_once_a_day() -> None:
    """Where a boutique counts experiences by day, one booking counts once on each."""
    booking = Booking(
        id="b", version=1, state=State.CONFIRMED, boutique=BOUTIQUE, experience="visit", start=FRIDAY, end=FRIDAY + 60,
        before=0, after=0, zone="Europe/Paris", tzdata="x", advisor="a", client="c", language="en", created_at=0,
        limited=True, room="salon-1",
    )  # fmt: skip
    for start, count in ((FRIDAY + 60, 0), (SATURDAY, 1)):
        standing, held = placements(replace(booking, proposals=(Proposal(start, "b", "salon-2", 9),)))
        assert (len(standing.daily), len(held.daily)) == (1, count)


def test_receipts_of_an_earlier_version_are_read() -> None:
    """They have neither proposal nor lateness."""
    receipt = receipt_of("k", "b", 1, 2, "confirmed", 3, "a", None, 0)
    assert (receipt.proposals, receipt.late_by) == ((), None)
    assert receipt_of(*receipt_row(receipt)) == receipt
