"""From one channel to the next: only after a definite failure, once each, and written down."""

from __future__ import annotations

import pytest

from chalicelib.messaging.model import ChannelName, Message, Posting, Rejected, State
from tests.messaging.office import Office


class Post:
    """A provider of every channel; `refusing` ones refuse, `silent` ones lose their answer."""

    def __init__(self, *, refusing: str = "", silent: str = "") -> None:
        self.refusing, self.silent, self.taken = refusing.split(), silent.split(), list[str]()

    def prepare(self, message: Message, reference: str) -> Posting:
        """Write nothing; the posting answers by channel."""

        def post() -> str:
            if message.channel in self.refusing:
                raise Rejected("refused")
            self.taken.append(message.channel)
            if message.channel in self.silent:
                raise TimeoutError
            return f"{message.channel}-{reference}"

        return post


def send(office: Office, post: Post, channel: ChannelName, reached: str) -> None:
    """Let an hour go by with one notice due by `channel`."""
    office.reach.channels = reached.split()  # type: ignore[assignment]
    office.sender = office.sender_with(post)
    office.create(office.letter("a", channel=channel))
    office.minutes(60)


@pytest.mark.parametrize(
    ("refusing", "reached", "taken", "fell"),
    [
        ("", "whatsapp sms email", "whatsapp", ""),
        ("whatsapp", "whatsapp sms email", "sms", "whatsapp"),
        ("whatsapp sms", "whatsapp sms email", "email", "whatsapp sms"),
        ("whatsapp", "whatsapp email", "email", "whatsapp"),
        ("", "sms email", "sms", "whatsapp"),
        ("sms", "sms email", "email", "whatsapp sms"),
        ("", "email", "email", "whatsapp"),
    ],
)
def test_the_order(office: Office, refusing: str, reached: str, taken: str, fell: str) -> None:
    """WhatsApp, short message, letter: refused or not allowed leads on, and the notice says by which way it came."""
    post = Post(refusing=refusing)
    send(office, post, "whatsapp", reached)
    notice = office.notice("a")
    assert (post.taken, notice.channel, " ".join(notice.fell)) == ([taken], taken, fell)
    assert (notice.state, notice.tries) == (State.SENT, 1)


def test_no_opt_in_and_no_other_channel_is_silence(office: Office) -> None:
    """WhatsApp is sent to nobody who did not allow it (rule C6), and to nobody who is gone."""
    post = Post()
    send(office, post, "whatsapp", "")
    assert (post.taken, office.notice("a").state) == ([], State.DROPPED)


def test_what_may_have_reached_her_is_not_said_by_another_channel(office: Office) -> None:
    """A lost answer is no failure: the notice ends unknown, where it was."""
    post = Post(silent="whatsapp")
    send(office, post, "whatsapp", "whatsapp sms email")
    assert (post.taken, office.notice("a").state, office.notice("a").fell) == (["whatsapp"], State.UNKNOWN, ())


def test_the_last_channel_is_tried_again_as_ever(office: Office) -> None:
    """A refused letter stays a letter; three tries, then it is seen as failed."""
    post = Post(refusing="email")
    send(office, post, "email", "whatsapp sms email")
    assert (post.taken, office.notice("a").state, office.notice("a").fell) == ([], State.FAILED, ())


def test_what_another_notice_says_just_then_is_not_said_twice(office: Office) -> None:
    """A reminder that would fall to the channel of its own twin has nothing left to say."""
    post = Post()
    office.reach.channels = ["email"]
    office.sender = office.sender_with(post)
    office.create(office.letter("a", channel="whatsapp"), office.letter("b"))
    office.minutes(10)
    assert (post.taken, office.notice("a").state) == (["email"], State.DROPPED)


def test_a_letter_to_the_house_never_leaves_its_channel(office: Office) -> None:
    """What she allows is no answer to how an advisor is reached."""
    post = Post(refusing="sms")
    office.reach.channels = ["sms", "email"]
    office.sender = office.sender_with(post)
    letter = office.letter("a", channel="sms")
    office.create(type(letter)(**{**{f: getattr(letter, f) for f in letter.__slots__}, "to": "host"}))
    office.minutes(60)
    assert (post.taken, office.notice("a").state) == ([], State.FAILED)
