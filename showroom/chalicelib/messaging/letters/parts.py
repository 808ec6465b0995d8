"""What several letters to clients say alike: the appointment, who receives, what to expect, how to change it."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters.blocks import Block, Card, Link, Text
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences


def appointment(say: Say) -> Card:
    """The appointment: what, the day in words, the hour with the city, the place."""
    return Card((say["experience"], *say.lines(), *place(say)))


def place(say: Say) -> list[str]:
    """The place, line by line."""
    match say["place"]:
        case "video":
            return [say.t("By video")]
        case "telephone":
            return [say.t("By telephone")]
        case "client":
            return [say.t("At your address"), *map(say.own, say.get("visit_address") or ())]
        case _:
            return [*map(say.own, (say["boutique_name"], *say["boutique_address"]))]


def join(say: Say) -> Iterator[Block]:
    """The link to the conversation, where it is by video."""
    if say.get("join_url"):
        yield Link(say.t("Join the conversation"), say["join_url"])


def who(say: Say) -> Text:
    """Who receives, and a telephone."""
    names = {"advisor": say["advisor"]}
    match say["place"]:
        case "video":
            who = say.t("%(advisor)s will be with you for this conversation.", **names)
        case "telephone":
            who = say.t("%(advisor)s will telephone you at this hour.", **names)
        case "client":
            who = say.t("%(advisor)s will call on you.", **names)
        case _:
            who = say.t("%(advisor)s will receive you.", **names)
    return Text(sentences(who, telephone(say)))


def telephone(say: Say) -> str:
    """The telephone, in a sentence."""
    return say.t("You can reach us by telephone at %(telephone)s.", telephone=say["boutique_telephone"])


def expect(say: Say) -> Text:
    """What to expect: how long, and who comes."""
    how_long = say.t(
        "Please allow about %(duration)s. You are under no obligation of any kind.", duration=say.duration()
    )
    party = say.get("party") or {}
    if int(party.get("adults", 1)) + int(party.get("children", 0)) < 2:
        return Text(how_long)
    return Text(sentences(how_long, say.t("We are expecting %(party)s.", party=say.party())))


def change(say: Say) -> Iterator[Block]:
    """How to change it, and until when."""
    if not say.get("manage_url"):
        return
    if say.get("change_until") is not None:
        until = say.when(int(say["change_until"]))
        yield Text(
            say.t("Should your plans change, you may choose another time or cancel until %(until)s.", until=until)
        )
    else:
        yield Text(say.t("Should your plans change, you need only tell us, and we will find another time with you."))
    yield Link(say.t("Change or cancel"), say["manage_url"])
    yield from policy(say)


def policy(say: Say) -> Iterator[Block]:
    """The maison's words on changes."""
    if say.get("policy_text"):
        yield Text(say["policy_text"])


def enclosed(say: Say) -> Iterator[Block]:
    """That the calendar file is enclosed."""
    if say.get("calendar"):
        yield Text(say.t("The appointment is enclosed for your calendar."))


def another_time(say: Say) -> Iterator[Block]:
    """The link by which another time is chosen."""
    if say.get("manage_url"):
        yield Link(say.t("Choose another time"), say["manage_url"])


def in_full(say: Say) -> Iterator[Block]:
    """All that is said of an appointment that stands."""
    yield appointment(say)
    yield from join(say)
    yield who(say)
    yield expect(say)
    yield from change(say)
    yield from enclosed(say)
