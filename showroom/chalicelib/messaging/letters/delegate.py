"""The letter to somebody whom a client has named to book for her: who asked for it, what it opens, and until when."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters.blocks import Block, Link, Text
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences


def principal(say: Say) -> str:
    """Name the client who asked, as letters name people; without her name where it is none."""
    return say.person(say["principal"]) or say.t("one of our clients")


def invited(say: Say) -> Iterator[Block]:
    """What stands between the greeting and the house's name."""
    day = say.day(int(say["expires_at"]))
    yield Text(
        say.t("At the request of %(name)s, you may arrange appointments with us from now on.", name=principal(say))
    )
    yield Text(
        say.t(
            "Your personal link opens a page on which you can choose a time, change or cancel an appointment, "
            "tell us of a delay, or leave a wish."
        )
    )
    yield Text(
        say.t(
            "You will see when and where each appointment takes place. "
            "Notes, addresses and all else that is private are not shown."
        )
    )
    yield Link(say.t("Arrange appointments"), say["delegate_url"])
    yield Text(
        sentences(
            say.t("The link is valid until %(day)s.", day=day),
            say.t("It is meant for you alone: please do not pass it on. It may be withdrawn at any time."),
        )
    )
    yield Text(say.t("You can reach us by telephone at %(telephone)s.", telephone=say["boutique_telephone"]))
    yield Text(say.t("If you did not expect this letter, you need do nothing; you are welcome to answer it."))
