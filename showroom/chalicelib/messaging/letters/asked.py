"""The letter in which the house asks a client for another time."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters.blocks import Block, Card, Link, Text
from chalicelib.messaging.letters.parts import another_time, appointment, expect, policy, telephone
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences


def move_proposed(say: Say) -> Iterator[Block]:
    """The house asks for another time, or has to: what was agreed, what it proposes, her answers."""
    must, proposals = say.get("to_be_moved"), say["proposals"]
    if must:
        yield Text(say.t("We are sorry: our appointment cannot take place at the time agreed."))
    else:
        yield Text(
            say.t("May we ask a kindness of you: might our appointment take place at another time than the one agreed?")
        )
    yield Text(say.t("The time agreed:"))
    yield appointment(say)
    if not proposals:
        gladly = "%(advisor)s will gladly find another time with you; you need only answer this letter."
        yield Text(sentences(say.t(gladly, advisor=say["advisor"]), telephone(say)))
        yield from another_time(say)
        return
    one = len(proposals) == 1
    yield from proposed(say)
    if one:
        answers = say.t(
            "You will find two answers on our page, “That suits me” and “Another time”; either is welcome to us."
        )
    else:
        answers = say.t(
            "On our page you will find “That suits me” beside each of them, and “Another time”; "
            "any answer is welcome to us."
        )
    yield Text(answers)
    yield Link(say.t("Give your answer"), say["manage_url"])
    yield kept_until(say)
    if must:
        yield Text(say.t("We shall be glad to find another time with you whenever you wish."))
    else:
        yield Text(say.t("Unless we hear from you by then, your appointment stays as it is."))
    yield Text(telephone(say))


def proposed(say: Say) -> Iterator[Block]:
    """The times that the house proposes, each with what would be different."""
    proposals = say["proposals"]
    yield Text(say.t("The time we propose:") if len(proposals) == 1 else say.t("The times we propose:"))
    for proposal in proposals:
        other = say.about(proposal)
        yield Card(appointment(other).lines if _elsewhere(say, other) else (other["experience"], *other.lines()))
        if other["advisor"] != say["advisor"]:
            yield Text(say.t("%(advisor)s would then be with you.", advisor=other["advisor"]))


def kept_until(say: Say) -> Text:
    """Until when the proposed times are kept for her."""
    until = say.when(min(int(proposal["until"]) for proposal in say["proposals"]))
    if len(say["proposals"]) == 1:
        return Text(say.t("We are keeping the new time for you until %(until)s.", until=until))
    return Text(say.t("We are keeping these times for you until %(until)s.", until=until))


def options(say: Say) -> Iterator[Block]:
    """Times kept for her to choose from."""
    yield Text(say.t("It would be a pleasure to receive you. Which of these times suits you?"))
    for proposal in say["proposals"]:
        yield appointment(say.about(proposal))
    yield Link(say.t("Choose one of these times"), say["manage_url"])
    until = say.when(min(int(proposal["until"]) for proposal in say["proposals"]))
    yield Text(
        sentences(
            say.t("We are keeping these times for you until %(until)s.", until=until),
            say.t("If none of them suits you, we will gladly find another with you."),
        )
    )
    yield Text(telephone(say))
    yield expect(say)
    yield from policy(say)


def _elsewhere(say: Say, other: Say) -> bool:
    return any(say[name] != other[name] for name in ("experience", "boutique_name"))
