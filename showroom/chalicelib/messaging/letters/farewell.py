"""The last letter, to a client who has asked to be forgotten: that it is done, and what of her is not kept."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters.blocks import Block, Text
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences


def erased(say: Say) -> Iterator[Block]:
    """What stands between the greeting and the house's name."""
    yield Text(say.t("As you wished, we are taking what we keep of you out of our house: this is our last letter."))
    if int(say["cancelled"]):
        yield Text(say.t("The appointments that were ahead are cancelled, and there is nothing more for you to do."))
    yield Text(
        say.t(
            "We keep no name and no address. "
            "A mark that tells nothing of you remains, so that we do not write to this address again."
        )
    )
    again = say.t("Should you wish to visit us again, you will be welcome.")
    yield Text(
        sentences(again, say.t("You can reach us by telephone at %(telephone)s.", telephone=say["boutique_telephone"]))
    )
