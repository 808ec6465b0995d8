"""What the letters of bookings and wishes say, before words are found for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.bookings.details import Details
from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.wishes.model import Wish
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import InvalidInput, KeyReused
from chalicelib.identity.model import Role
from chalicelib.messaging.model import Message
from chalicelib.messaging.plan import at_once
from tests.world.house import House
from tests.world.people import BOUTIQUE, MARGAUX, associate, client, contact, visitor

START = parse_rfc3339("2027-01-13T15:00:00+01:00")
KEY = "k" * 24
ADDRESS = {
    "country": "FR",
    "postal_code": "75002",
    "city": "Paris",
    "lines": ["12 rue de la Paix"],
    "entry_notes": "Door code 4711",
}


def sent(house: House, template: str) -> Message:
    """The last letter of this kind that left."""
    house.deliver()
    return [message for _, message in house.mailbox.taken if message.template == template][-1]


def test_her_letter_carries_a_link_to_her_booking_alone(house: House) -> None:
    """A guest's token, good until a day after the end; it travels in the fragment."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    link = sent(house, "booking.confirmed").values["manage_url"]
    address, _, token = link.partition("#")
    assert address == "https://book.maison.example/manage"
    principal = house.tokens.verify(token)
    assert (principal.role, principal.booking) == (Role.GUEST, booking.id)
    house.clock.forward(minutes=booking.end + 1440 - house.now - 1)
    assert house.tokens.verify(token) == principal


def test_how_to_get_in_is_told_to_the_host_alone(house: House) -> None:
    """Her own letter has the address without the code; so has neither reminder nor SMS."""
    details = Details(address=ADDRESS, note="A surprise for my sister")
    house.book(visitor(), START, KEY, "at-home", contact=contact("Ada"), details=details)
    hers, theirs = sent(house, "booking.request_received"), sent(house, "host.requested")
    assert hers.values["visit_address"] == ["12 rue de la Paix", "75002 Paris"]
    assert theirs.values["visit_address"] == ["12 rue de la Paix", "75002 Paris", "Door code 4711"]
    assert (hers.values["note"], theirs.values["note"]) == (None, "A surprise for my sister")


def test_the_calendar_entry_keeps_its_name_and_counts_its_changes(house: House) -> None:
    """One UID for life, SEQUENCE rising, METHOD as what happened."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    first = sent(house, "booking.confirmed")
    house.bookings.reschedule(client(MARGAUX), booking.id, Keyed("r", KEY, "b"), 1, START + 60)
    moved = sent(house, "booking.moved")
    house.bookings.cancel(client(MARGAUX), booking.id, Keyed("c", KEY, "b"), 2)
    gone = sent(house, "booking.cancelled")
    for message, method, sequence in ((first, "REQUEST", 0), (moved, "REQUEST", 1), (gone, "CANCEL", 2)):
        assert message.calendar is not None
        lines = message.calendar.splitlines()
        assert message.calendar_method == method
        assert {f"UID:{booking.id}@showroom", f"SEQUENCE:{sequence}", f"METHOD:{method}"} <= set(lines)
    assert moved.values["old_start"] == START


def test_a_reminder_after_the_start_says_nothing(house: House) -> None:
    """An outage may have kept it."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    notice = at_once("late", "booking.reminder", "client", 1, house.now)
    early = house.clock()
    assert house.composer.compose(booking.subject, notice, early) is not None
    assert house.composer.compose(booking.subject, notice, early + timedelta(days=3)) is None


def test_a_letter_that_is_no_longer_true_is_not_written(house: House) -> None:
    """Another version, another state."""
    booking = house.book(client(MARGAUX), START, KEY).booking
    for kind, version in (("booking.confirmed", 2), ("booking.cancelled", 1), ("booking.lapsed", 1)):
        notice = at_once("x", kind, "client", version, house.now)
        assert house.composer.compose(booking.subject, notice, house.clock()) is None


class TestWishes:
    """A request without a time."""

    WISH = Wish("", BOUTIQUE, "visit", "", "en", 0, ("2027-02-01",), "morning", "A quiet hour")

    def test_it_is_kept_and_both_are_written_to(self, house: House) -> None:
        """Once, however often it is sent."""
        keyed = Keyed("wish", KEY, "b")
        wish_id, again = house.wishes.leave(visitor(), self.WISH, contact("Ada"), keyed)
        assert not again
        assert house.wishes.leave(visitor(), self.WISH, contact("Ada"), keyed) == (wish_id, True)
        with pytest.raises(KeyReused):
            house.wishes.leave(visitor(), self.WISH, contact("Ada"), Keyed("wish", KEY, "other"))
        assert sent(house, "wish.received").to.email == "ada@client.example"
        assert sent(house, "host.wish").values["wish"] == {
            "days": ["2027-02-01"],
            "part": "morning",
            "words": "A quiet hour",
        }
        assert len(house.mailbox.taken) == 2

    def test_staff_read_their_own_boutique_s(self, house: House) -> None:
        """Latest first, with her name; page by page."""
        house.wishes.leave(client(MARGAUX), self.WISH, None, Keyed("wish", KEY, "b"))
        house.clock.forward(minutes=1)
        house.wishes.leave(visitor(), self.WISH, contact("Ada"), Keyed("wish", KEY, "b"))
        page, names = house.wishes.of_boutique(associate(), BOUTIQUE, 1, None)
        assert [names[wish.id] for wish in page.items] == ["Ada Essai"]
        page, names = house.wishes.of_boutique(associate(), BOUTIQUE, 1, page.next_start)
        assert [names[wish.id] for wish in page.items] == ["Margaux Essai"]

    def test_its_mistakes_are_told_at_once(self, house: House) -> None:
        """A stranger says who she is, a known client does not; the experience is offered here."""
        with pytest.raises(InvalidInput) as refused:
            house.wishes.leave(visitor(), Wish("", BOUTIQUE, "visit", "", "xx", 0), None, Keyed("wish", KEY, "b"))
        assert {problem.pointer for problem in refused.value.fields} == {"/language", "/client"}
