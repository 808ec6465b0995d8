"""A letter that comes back, from the booking's side: it shows, she is told otherwise, the associate hears of it."""

from __future__ import annotations

from chalicelib.clients.consent import Channel, Purpose, Wanted, Word
from chalicelib.clients.texts import version_of
from chalicelib.messaging.fallback import reference_of
from chalicelib.messaging.feedback import Feedback
from chalicelib.messaging.model import claim
from chalicelib.messaging.plan import at_once
from tests.bookings.test_crashes import thursday
from tests.messaging.test_bounces import envelope, ses
from tests.world.house import House
from tests.world.people import CAMILLE, MARGAUX, client


def booked(house: House, who: str) -> str:
    """Book a conversation, and let its letters leave; return the notices' subject."""
    subject = house.book(client(who), thursday(house), "book").booking.subject
    house.deliver()
    return subject


def comes_back(house: House, subject: str, key: str = "booking.confirmed", kind: str = "Bounce") -> list[str]:
    """Let SES say so of one of its letters; return what of it failed."""
    row = house.notices.read(subject)
    notice = row.find(key) if row else None
    assert notice is not None
    event = ses(kind, reference_of(subject, notice), subject)
    failed = house.bounces.handle([{"messageId": "m", "body": envelope(event)}])
    house.deliver()
    return failed


def told(house: House) -> list[tuple[str, str]]:
    """Template and channel of every message that left, without the first two of the booking itself."""
    return [(message.template, message.channel) for _, message in house.mailbox.taken][2:]


def test_she_is_told_by_short_message_and_the_associate_by_letter(house: House) -> None:
    """Once each, however often the news comes; and the row shows it."""
    subject = booked(house, MARGAUX)
    assert comes_back(house, subject) == []
    assert comes_back(house, subject) == []
    assert told(house) == [("booking.confirmed", "sms"), ("host.bounced", "email")]
    row = house.notices.read(subject)
    assert row is not None
    assert [one.state.value for one in row.notices if one.key == "booking.confirmed"] == ["bounced"]
    assert not house.violations()


def test_without_a_telephone_the_associate_alone_hears_of_it(house: House) -> None:
    """There is no other way to write."""
    comes_back(house, booked(house, CAMILLE))
    assert told(house) == [("host.bounced", "email")]


def test_she_is_reached_by_what_she_allows_on_the_clock_of_her_letters(house: House) -> None:
    """Her card's channels in the order of the house, and nobody where nothing is kept."""
    subject = booked(house, MARGAUX)
    reached = house.reaches["booking"].reach(subject)
    assert reached is not None
    assert (list(reached.channels), reached.zone) == (["sms", "email"], "Europe/Paris")
    assert house.reaches["booking"].reach("booking#nobody") is None
    assert house.reaches["wish"].reach("wish#nobody") is None


def test_a_complaint_ends_marketing_by_letter_and_nothing_else(house: House) -> None:
    """She is on the suppression list, once; her appointments are still written about (rules C2 and C5)."""
    subject = booked(house, MARGAUX)
    for _ in range(2):
        assert comes_back(house, subject, kind="Complaint") == []
    listed = [row for row in house.rows() if row["pk"]["S"].startswith("SUPPRESSED#")]
    assert [row["sk"]["S"] for row in listed] == ["email"]
    card = house.clients.card(MARGAUX)
    assert "email" in card.channels
    audits = [row for row in house.rows() if row.get("action", {}).get("S") == "client.complain"]
    assert len(audits) == 1
    house.complaints.complained("nobody")
    assert told(house) == []


def test_feedback_names_no_person() -> None:
    """What is taken from an event holds no address."""
    assert set(Feedback.__slots__) == {"what", "channel", "subject", "reference", "provider_id"}


def test_whatsapp_reaches_her_only_once_she_opted_in(house: House) -> None:
    """Planned by WhatsApp, sent by short message until she gave her word for it, and then by WhatsApp (rule C6)."""
    subject = booked(house, MARGAUX)
    for turn, channel in enumerate(("sms", "whatsapp")):
        if channel == "whatsapp":
            card = house.clients.get(MARGAUX)
            word = Word(Channel.WHATSAPP, Purpose.SERVICE, True, version_of(Purpose.SERVICE, "en"))
            wanted = Wanted(card.preferences.level, None, (word,))
            house.own_page.change(client(MARGAUX), card.version, "en", wanted)
        row = house.notices.read(subject)
        assert row is not None
        notice = at_once(f"extra-{turn}", "booking.reminder", "client", row.version, house.now, "whatsapp")
        assert house.notices.amend(row, (*row.notices, claim(notice, row.revision + 1, house.now)))
        house.nudge(subject)
        house.deliver()
        assert told(house)[-1] == ("booking.reminder", channel)
