"""The one letter about several appointments: a short word on each, its card, and what she can do about it."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters.asked import kept_until, proposed
from chalicelib.messaging.letters.blocks import Block, Link, Text
from chalicelib.messaging.letters.parts import another_time, appointment, telephone
from chalicelib.messaging.letters.say import Say


def several(say: Say) -> Iterator[Block]:
    """All of it, in the order in which it was decided."""
    yield Text(say.t("We have news of several of our appointments, and tell you everything in this one letter."))
    for part in say["parts"]:
        yield from _PARTS[part["template"]](say.about(part))
    yield Text(telephone(say))


def _handed_over(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your appointment stays as it is, with one change: %(advisor)s looks after you from now on.",
                     advisor=say["advisor"]))  # fmt: skip
    yield appointment(say)
    yield Link(say.t("Change or cancel"), say["manage_url"])


def _move_proposed(say: Say) -> Iterator[Block]:
    yield Text(say.t("We are sorry: our appointment cannot take place at the time agreed."))
    yield appointment(say)
    if not say["proposals"]:
        gladly = "%(advisor)s will gladly find another time with you; you need only answer this letter."
        yield Text(say.t(gladly, advisor=say["advisor"]))
        yield from another_time(say)
        return
    yield from proposed(say)
    yield Link(say.t("Give your answer"), say["manage_url"])
    yield kept_until(say)


def _cancelled(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your appointment is cancelled, and there is nothing more for you to do."))
    yield appointment(say)
    yield from another_time(say)


def _declined(say: Say) -> Iterator[Block]:
    yield Text(say.t("We are sorry: we cannot be with you at the time you asked for."))
    yield appointment(say)
    yield from another_time(say)


_PARTS = {
    "booking.handed_over": _handed_over,
    "booking.move_proposed": _move_proposed,
    "booking.cancelled": _cancelled,
    "booking.declined": _declined,
}
