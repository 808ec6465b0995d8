"""Letters to a companion who dines at a door of her own: why we write, what we ask, when it comes, and if it does not.

Whoever invited her has given us her name and where to write to her, and sees nothing of what she answers. Once the
evening is planned, a courier's letters are the same at every door (`dinners`).
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters import dinners
from chalicelib.messaging.letters.blocks import Block, Card, Link, Text
from chalicelib.messaging.letters.occasion_parts import occasion
from chalicelib.messaging.letters.parts import telephone
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences
from chalicelib.messaging.letters.wording import Wording


def _inviter(say: Say) -> str:
    """Name whoever invites her, as letters name people; nothing where that is no name."""
    return say.person(say["inviter"]) or ""


def _invited(say: Say) -> Iterator[Block]:
    name, house = _inviter(say), say["maison_name"]
    if name:
        yield Text(say.t("%(name)s invites you to an evening of %(house)s, at your own table.", name=name, house=house))
    else:
        yield Text(say.t("You are invited to an evening of %(house)s, at your own table.", house=house))
    yield occasion(say)
    yield Text(
        sentences(
            say.t("A dinner is brought to your door, and the film begins once it stands on your table."),
            say.t(
                "May we therefore ask you, on a page of your own, where to bring it, "
                "and what each of you does not eat, or must avoid?"
            ),
            say.t("We keep your answers only with your consent, and for this evening alone."),
        )
    )
    if say.get("diets_until") is not None:
        yield Text(say.t("May we ask for your answer by %(until)s?", until=say.when(int(say["diets_until"]))))
    yield Link(say.t("Open your page"), say["link"])
    if name:
        yield Text(say.t("%(name)s sees neither your address nor anything else that you tell us.", name=name))
    else:
        yield Text(say.t("Whoever invites you sees neither your address nor anything else that you tell us."))
    yield dinners.kept_for(say)
    yield Text(sentences(say.t("Should your plans change, a word to us is enough."), telephone(say)))


def _called_off(say: Say) -> Iterator[Block]:
    name = _inviter(say)
    match say["why"]:
        case "called_off":
            yield Text(
                say.t(
                    "We are sorry: this occasion will not take place. Your time is free again, and you need do nothing."
                )
            )
        case "gathered":
            at = say.t("You dine at the table of %(name)s after all, and nothing comes to your own door.", name=name)
            with_others = say.t("You dine at the table of your host after all, and nothing comes to your own door.")
            yield Text(
                sentences(
                    at if name else with_others, say.t("Nothing of what you told us for your own door is seen there.")
                )
            )
        case _:
            yield Text(say.t("We are sorry: the place that was kept for you is no longer kept."))
            yield Text(say.t("Nothing comes to your door, and you need do nothing."))
    yield Card((say.own(say["title"]), *say.lines()))
    yield Text(telephone(say))


def _about(say: Say) -> str:
    if say["why"] == "called_off":
        return say.t("It will not take place: %(title)s", title=say["title"])
    return say.t("About your invitation: %(title)s", title=say["title"])


WORDINGS = {
    "door.invited": Wording(lambda say: say.t("An evening at your own table: %(title)s", title=say["title"]), _invited),
    "door.window": dinners.WORDINGS["event.window"],
    "door.window_moved": dinners.WORDINGS["event.window_moved"],
    "door.late": dinners.WORDINGS["event.delivered_late"],
    "door.film_moved": dinners.WORDINGS["event.film_moved"],
    "door.called_off": Wording(_about, _called_off),
}
