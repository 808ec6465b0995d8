"""The letter with the link by which a client signs in: what it opens, for how long, and what if she did not ask."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters.blocks import Block, Link, Text
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences


def invited_in(say: Say) -> Iterator[Block]:
    """What stands between the greeting and the house's name."""
    yield Text(say.t("Here is the link to your personal page, as you asked."))
    yield Link(say.t("Open my page"), say["signin_url"])
    yield Text(
        sentences(
            say.t("It is valid for %(minutes)s minutes and can be used once.", minutes=str(say["minutes"])),
            say.t("It is meant for you alone: please do not pass it on."),
        )
    )
    yield Text(say.t("If you did not ask for it, you need do nothing: without this letter nobody can open your page."))
    yield Text(say.t("You can reach us by telephone at %(telephone)s.", telephone=say["boutique_telephone"]))
