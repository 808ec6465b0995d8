"""What comes back: believed only from our own topic, the same in every order, and acted on once."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from chalicelib.messaging.bounces import Bounces
from chalicelib.messaging.fallback import HOST_BOUNCED, reference_of
from chalicelib.messaging.feedback import feedback, tag_of
from chalicelib.messaging.model import State
from tests.messaging.office import SUBJECT, Office

ACCOUNT = "123456789012"
TOPIC = f"arn:aws:sns:eu-west-1:{ACCOUNT}:showroom-feedback"


def envelope(event: dict[str, Any] | str, **changes: Any) -> str:
    """Return an event as SNS hands it to the queue."""
    text = event if isinstance(event, str) else json.dumps(event)
    return json.dumps({"Type": "Notification", "MessageId": "n-1", "TopicArn": TOPIC, "Message": text, **changes})


def ses(kind: str, reference: str, subject: str = SUBJECT, bounce: str = "Permanent", **mail: Any) -> dict[str, Any]:
    """Return an event of SES about one letter."""
    tags = {"ses:source-ip": ["192.0.2.1"], "about": [tag_of(subject)], "notice": [reference]}
    return {
        "eventType": kind,
        "bounce": {"bounceType": bounce, "bouncedRecipients": [{"emailAddress": "chiara@client.example"}]},
        "mail": {"messageId": "m-1", "sendingAccountId": ACCOUNT, "tags": tags, **mail},
    }


def whatsapp(status: str, reference: str, **changes: Any) -> dict[str, Any]:
    """Return an event of a WhatsApp business account about one message."""
    said = {"id": "wamid.1", "status": status, "biz_opaque_callback_data": f"{tag_of(SUBJECT)}.{reference}"}
    entry = {"id": "365", "changes": [{"field": "messages", "value": {"statuses": [said]}}]}
    return {"whatsAppWebhookEntry": json.dumps(entry), "aws_account_id": ACCOUNT, **changes}


class TestReading:
    """Strict about whence, lenient about what."""

    @pytest.mark.parametrize(
        "body",
        [
            "poison",
            "[]",
            "{}",
            envelope(ses("Bounce", "r"), TopicArn=f"{TOPIC}-of-somebody"),
            envelope(ses("Bounce", "r"), Type="SubscriptionConfirmation"),
            envelope(ses("Bounce", "r", sendingAccountId="999999999999")),
            envelope(whatsapp("failed", "r", aws_account_id="999999999999")),
        ],
    )
    def test_what_is_not_ours_is_refused(self, body: str) -> None:
        """Another topic, another account, or no envelope at all: to the dead letters with it."""
        with pytest.raises(ValueError, match=r"."):
            list(feedback(body, TOPIC))

    def test_without_a_topic_nothing_is_believed(self) -> None:
        """A house that was given no topic is told nothing by anybody."""
        with pytest.raises(ValueError, match="topic"):
            list(feedback(envelope(ses("Bounce", "r"), TopicArn=""), ""))

    @pytest.mark.parametrize(
        "event",
        [
            "Successfully validated SNS topic for Amazon SES event publishing.",
            {"eventType": "Send", "mail": {"sendingAccountId": ACCOUNT}},
            {"something": "else"},
            ses("Bounce", "r", bounce="Transient"),
            ses("Bounce", "r", bounce="Undetermined"),
            ses("Open", "r"),
            ses("Bounce", "r", tags={}),
            ses("Bounce", "r", tags={"about": ["BOOKING#1"], "notice": ["r"]}),
            whatsapp("sent", "r"),
            whatsapp("failed", ""),
        ],
    )
    def test_what_says_nothing_to_us_is_passed_over(self, event: dict[str, Any] | str) -> None:
        """A greeting, a passing bounce, a letter that is not ours: read, and done with."""
        assert list(feedback(envelope(event), TOPIC)) == []

    def test_what_is_read(self) -> None:
        """Which notice of which subject, by which channel, and what became of it."""
        said = [
            *feedback(envelope(ses("Bounce", "r")), TOPIC),
            *feedback(envelope(ses("Delivery", "r")), TOPIC),
            *feedback(envelope(whatsapp("failed", "r")), TOPIC),
            *feedback(envelope(whatsapp("read", "r")), TOPIC),
        ]
        assert [(one.what, one.channel, one.subject, one.reference) for one in said] == [
            ("bounced", "email", SUBJECT, "r"),
            ("delivered", "email", SUBJECT, "r"),
            ("bounced", "whatsapp", SUBJECT, "r"),
            ("delivered", "whatsapp", SUBJECT, "r"),
        ]


def go(office: Office) -> None:
    """Let what is claimed leave."""
    office.nudge(SUBJECT)
    office.minute()


class Desk:
    """An office with what comes back to it."""

    def __init__(self, office: Office) -> None:
        self.office, self.clock = office, office.clock
        self.complaints: list[str] = []
        reaches = {"booking": office.reach}
        self.bounces = Bounces(office.store, reaches, self.complaints.append, office.nudge, TOPIC, office.clock)

    def hear(self, *events: dict[str, Any]) -> list[str]:
        """Handle events, each a record of its own."""
        return self.bounces.handle(
            {"messageId": str(number), "body": envelope(event)} for number, event in enumerate(events)
        )

    def reference(self, key: str) -> str:
        """What the attempts at a notice carry."""
        return reference_of(SUBJECT, self.office.notice(key))

    def shape(self) -> list[tuple[str, str, str]]:
        """Key, state and channel of every notice."""
        return [(one.key, one.state.value, one.channel) for one in self.office.row().notices]


@pytest.fixture
def desk(office: Office) -> Desk:
    """An office that has sent one letter, to a client with a telephone."""
    office.reach.channels = ["sms", "email"]
    office.create(office.letter("a"))
    go(office)
    return Desk(office)


def test_a_bounce_shows_tries_her_other_channel_and_tells_the_associate(desk: Desk) -> None:
    """All in one write, and the queue is nudged, so that it happens at once."""
    assert desk.hear(ses("Bounce", desk.reference("a"))) == []
    assert desk.shape() == [
        ("a", "bounced", "email"),
        ("a+sms", "claimed", "sms"),
        (HOST_BOUNCED, "claimed", "email"),
    ]
    assert desk.office.notice("a+sms").fell == ("email",)
    assert len(desk.office.records()) == 1


def test_in_her_night_the_other_channel_waits_for_the_morning(desk: Desk) -> None:
    """Quiet hours hold for what comes back too (rule C5); the associate is told at once."""
    desk.clock.forward(hours=14)  # eleven at night
    desk.hear(ses("Bounce", desk.reference("a")))
    assert [state for _, state, _ in desk.shape()] == ["bounced", "due", "claimed"]
    desk.office.minutes(2)
    assert desk.office.notice("a+sms").state is State.DUE
    desk.clock.forward(hours=10)
    desk.office.minutes(2)
    assert desk.office.notice("a+sms").state is State.SENT


def test_without_another_channel_the_associate_alone_is_told(desk: Desk) -> None:
    """Or where she was erased meanwhile."""
    desk.office.reach.channels = ["email"]
    desk.hear(ses("Bounce", desk.reference("a")))
    assert [key for key, _, _ in desk.shape()] == ["a", HOST_BOUNCED]


def test_the_same_news_in_every_order_and_number(office: Office) -> None:
    """Bounce and delivery, twice each, in all orders: one outcome, one other message, one letter to the associate."""
    office.reach.channels = ["sms", "email"]
    for number, order in enumerate(permutations(("Bounce", "Delivery", "Bounce", "Delivery"))):
        subject = f"booking#{number:026}"
        office.create(replace(office.letter("a"), fence=0), subject=subject)
        office.nudge(subject)
        office.sender.handle(office.records())
        reference = reference_of(subject, office.notice("a", subject))
        Desk(office).hear(*(ses(kind, reference, subject) for kind in order))
        found = [(one.key, one.state.value) for one in office.row(subject).notices]
        assert found == [("a", "bounced"), ("a+sms", "claimed"), (HOST_BOUNCED, "claimed")], order


def test_a_bounce_that_is_quicker_than_the_senders_own_note(office: Office) -> None:
    """It comes while the letter is still being sent: bounced it stays, whatever the sender then writes."""
    desk = Desk(office)

    class Quick:
        """A provider whose answer takes longer than the bounce."""

        def prepare(self, message: Any, reference: str) -> Any:
            """Bounce, then answer."""

            def post() -> str:
                desk.hear(ses("Bounce", reference))
                return "m-1"

            return post

    office.create(office.letter("a"))
    office.sender = office.sender_with(Quick())
    go(office)
    assert office.notice("a").state is State.BOUNCED


def test_news_of_its_delivery_ends_a_doubt(office: Office) -> None:
    """Sent without an answer, then delivered: it is not sent again."""
    desk = Desk(office)

    class Mute:
        """A provider that takes the letter and says nothing."""

        taken = 0

        def prepare(self, message: Any, reference: str) -> Any:
            """Take it."""

            def post() -> str:
                self.taken += 1
                raise TimeoutError

            return post

    mute = Mute()
    office.create(office.letter("a"))
    office.sender = office.sender_with(mute)
    go(office)
    assert office.notice("a").state is State.SENDING
    desk.hear(ses("Delivery", desk.reference("a")))
    office.minutes(20)
    assert (office.notice("a").state, office.notice("a").provider_id, mute.taken) == (State.SENT, "m-1", 1)


def test_a_complaint_is_the_clients_and_leaves_her_appointments_alone(desk: Desk) -> None:
    """It is passed on by her id; no notice changes. A complaint of somebody of the house is none of hers."""
    before = desk.shape()
    desk.hear(ses("Complaint", desk.reference("a")))
    assert (desk.complaints, desk.shape()) == (["chiara"], before)
    desk.office.rewrite(2, replace(desk.office.letter("b", 2), to="host"))
    desk.hear(ses("Complaint", desk.reference("b")))
    assert desk.complaints == ["chiara"]


def test_a_link_that_proves_an_address_goes_nowhere_else(desk: Desk) -> None:
    """It shows as come back, and that is all: the house knows nothing of it yet."""
    desk.office.rewrite(2, replace(desk.office.letter("b", 2), kind="booking.confirm_link"))
    go(desk.office)
    desk.hear(ses("Bounce", desk.reference("b")))
    assert desk.shape()[-1] == ("b", "bounced", "email")
    assert desk.office.row().find(HOST_BOUNCED) is None


def test_what_was_said_of_an_earlier_version_is_only_marked(desk: Desk) -> None:
    """The letters of the present version speak for themselves, and bounce themselves."""
    reference = desk.reference("a")
    desk.office.rewrite(2, desk.office.letter("b", 2))
    desk.hear(ses("Bounce", reference))
    assert desk.shape() == [("a", "bounced", "email"), ("b", "claimed", "email")]


def test_the_associate_is_told_once_for_each_version(desk: Desk) -> None:
    """Two letters that come back are one message to her."""
    desk.office.rewrite(2, desk.office.letter("b", 2), desk.office.letter("c", 2))
    go(desk.office)
    desk.hear(ses("Bounce", desk.reference("b")), ses("Bounce", desk.reference("c")))
    assert [key for key, _, _ in desk.shape()].count(HOST_BOUNCED) == 1


def test_whatsapp_that_failed_after_all_goes_by_short_message(office: Office) -> None:
    """A number without WhatsApp is told of later; what has gone by another way meanwhile is not touched."""
    office.reach.channels = ["whatsapp", "sms", "email"]
    office.create(office.letter("a", channel="whatsapp"))
    office.sender = office.sender_with(Taking())
    go(office)
    desk = Desk(office)
    assert desk.hear(ses("Bounce", desk.reference("a"))) == []
    assert desk.shape() == [("a", "sent", "whatsapp")]
    desk.hear(whatsapp("failed", desk.reference("a")))
    assert desk.shape() == [("a", "bounced", "whatsapp"), ("a+sms", "claimed", "sms")]


class Taking:
    """A provider of every channel."""

    def prepare(self, message: Any, reference: str) -> Any:
        """Take it."""
        return lambda: f"id-{reference}"


def test_what_nobody_kept_is_passed_over_and_what_is_not_ours_fails_alone(desk: Desk) -> None:
    """The good record beside a bad one is handled; only the bad one comes back."""
    bad = {"messageId": "bad", "body": "poison"}
    unknown = {"messageId": "unknown", "body": envelope(ses("Bounce", "r", "booking#nobody"))}
    good = {"messageId": "good", "body": envelope(ses("Bounce", desk.reference("a")))}
    assert desk.bounces.handle([bad, unknown, good]) == ["bad"]
    assert desk.office.notice("a").state is State.BOUNCED
