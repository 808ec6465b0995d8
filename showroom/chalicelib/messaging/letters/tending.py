"""The letter of a night to whoever looks after a guest: her dinner has not come, and a call is wanted before the film.

It says where the boxes are and what was tried, on the clock of the address; nothing of what is in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters.blocks import Block, Card, Link, Text
from chalicelib.messaging.letters.dinners import at_the_door, between
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences
from chalicelib.messaging.letters.wording import Wording


def _card(say: Say) -> Card:
    hours = between(say)
    told = [say.own(say["client_name"]) or say.t("A client")]
    if say.get("recipient"):
        told.append(say.t("At the door of %(name)s", name=say["recipient"]))
    told += [say.own(say["title"]), at_the_door(say).day(), hours[:1].upper() + hours[1:]]
    return Card((*told, *((say.ltr(say["client_telephone"]),) if say.get("client_telephone") else ())))


def _why(say: Say, reason: str) -> str:
    reasons = {
        "nobody_there": say.t("nobody opened"),
        "no_entry": say.t("there was no way in"),
        "wrong_address": say.t("the address was not right"),
        "refused": say.t("it was not accepted"),
        "damaged": say.t("it was damaged"),
    }
    return reasons[reason]


def _where(say: Say) -> str:
    """Where the boxes are now."""
    match say["delivery"]:
        case "planned":
            return say.t("Its boxes have not left the kitchen.")
        case "returned":
            return say.t("Its boxes are back in the kitchen.")
        case "dispatched":
            return say.t("The courier is on the way with its boxes.")
        case _:
            return say.t("The courier still has its boxes.")


def _tried(say: Say) -> Iterator[str]:
    door = at_the_door(say)
    for one in say["attempts"]:
        why = _why(say, one["why"])
        yield say.t("At %(hour)s, %(city)s time: %(why)s.", hour=door.hour(int(one["at"])), city=door["city"], why=why)


def _late(say: Say) -> Iterator[Block]:
    if say["begun"]:
        yield Text(say.t("A dinner has not come, and the film has begun. May we ask you to telephone at once?"))
    else:
        begins = at_the_door(say)
        yield Text(
            say.t(
                "A dinner has not come within its time, and the film begins at %(hour)s, %(city)s time. "
                "May we ask you to telephone before then?",
                hour=begins.hour(int(say["start"])), city=begins["city"],
            )
        )  # fmt: skip
    yield _card(say)
    yield Text(sentences(_where(say), *_tried(say)))
    if not say.get("client_telephone"):
        yield Text(say.t("We have no telephone number. Perhaps you know another way to reach the client."))
    yield Link(say.t("Open this occasion"), say["console_url"])


WORDINGS = {
    "host.dinner_late": Wording(lambda say: say.t("A dinner has not come: please telephone"), _late),
}
