"""Letters to clients. In this order: greeting, what, day and hour and place, the advisor, a telephone, what to expect,
how to change it and until when, the calendar file, the advisor's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from chalicelib.messaging.letters.blocks import Block, Card, Link, Sign, Text
from chalicelib.messaging.letters.delegate import invited, principal
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences
from chalicelib.messaging.letters.signin import invited_in


class Wording(NamedTuple):
    """A template: its subject line, and its body between the greeting and the name."""

    subject: Callable[[Say], str]
    body: Callable[[Say], Iterator[Block]]


def appointment(say: Say) -> Card:
    """The appointment: what, the day in words, the hour with the city, the place."""
    return Card((say["experience"], *say.lines(), *_place(say)))


def _place(say: Say) -> list[str]:
    match say["place"]:
        case "video":
            return [say.t("By video")]
        case "telephone":
            return [say.t("By telephone")]
        case "client":
            return [say.t("At your address"), *map(say.own, say.get("visit_address") or ())]
        case _:
            return [*map(say.own, (say["boutique_name"], *say["boutique_address"]))]


def _join(say: Say) -> Iterator[Block]:
    if say.get("join_url"):
        yield Link(say.t("Join the conversation"), say["join_url"])


def _who(say: Say) -> Text:
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
    return Text(sentences(who, _telephone(say)))


def _telephone(say: Say) -> str:
    return say.t("You can reach us by telephone at %(telephone)s.", telephone=say["boutique_telephone"])


def _expect(say: Say) -> Text:
    how_long = say.t(
        "Please allow about %(duration)s. You are under no obligation of any kind.", duration=say.duration()
    )
    party = say.get("party") or {}
    if int(party.get("adults", 1)) + int(party.get("children", 0)) < 2:
        return Text(how_long)
    return Text(sentences(how_long, say.t("We are expecting %(party)s.", party=say.party())))


def _change(say: Say) -> Iterator[Block]:
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
    yield from _policy(say)


def _policy(say: Say) -> Iterator[Block]:
    if say.get("policy_text"):
        yield Text(say["policy_text"])


def _enclosed(say: Say) -> Iterator[Block]:
    if say.get("calendar"):
        yield Text(say.t("The appointment is enclosed for your calendar."))


def _another_time(say: Say) -> Iterator[Block]:
    if say.get("manage_url"):
        yield Link(say.t("Choose another time"), say["manage_url"])


def _in_full(say: Say) -> Iterator[Block]:
    yield appointment(say)
    yield from _join(say)
    yield _who(say)
    yield _expect(say)
    yield from _change(say)
    yield from _enclosed(say)


def _confirm_link(say: Say) -> Iterator[Block]:
    until = say.when(int(say["expires_at"]))
    yield Text(say.t("Thank you for choosing a time with us. We are keeping it for you until %(until)s.", until=until))
    yield appointment(say)
    yield Text(say.t("One step remains: please confirm that you will come."))
    yield Link(say.t("Confirm this appointment"), say["manage_url"])
    yield _who(say)
    yield _expect(say)
    yield from _policy(say)
    yield Text(
        say.t(
            "If it was not you who asked for this appointment, you need do nothing: "
            "the time will be released, and you will not hear from us again."
        )
    )


def _request_received(say: Say) -> Iterator[Block]:
    yield Text(say.t("Thank you for your request. We have received it with pleasure, and it is with %(advisor)s now.",
                     advisor=say["advisor"]))  # fmt: skip
    yield appointment(say)
    if say.get("expires_at") is not None:
        until = say.when(int(say["expires_at"]))
        yield Text(say.t("We are keeping this time for you, and you will have our answer by %(until)s.", until=until))
    yield Text(_telephone(say))
    yield _expect(say)
    yield from _change(say)


def _confirmed(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your appointment is confirmed, and we look forward to it."))
    yield from _in_full(say)


def _accepted(say: Say) -> Iterator[Block]:
    yield Text(say.t("%(advisor)s is glad to confirm the time you asked for.", advisor=say["advisor"]))
    yield from _in_full(say)


def _reminder(say: Say) -> Iterator[Block]:
    yield Text(say.t("Our appointment is drawing near, and we look forward to it."))
    yield from _in_full(say)


def _moved(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your appointment has a new time."))
    yield appointment(say)
    if say.get("old_start") is not None:
        old = say.when(int(say["old_start"]))
        yield Text(say.t("It takes the place of the appointment on %(old)s.", old=old))
    yield from _join(say)
    yield _who(say)
    yield _expect(say)
    yield from _change(say)
    yield from _enclosed(say)


def _handed_over(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your appointment stays as it is, with one change: %(advisor)s looks after you from now on.",
                     advisor=say["advisor"]))  # fmt: skip
    yield from _in_full(say)


def _move_proposed(say: Say) -> Iterator[Block]:
    yield Text(
        say.t("May we ask a kindness of you: might our appointment take place at another time than the one agreed?")
    )
    yield Text(say.t("The time agreed:"))
    yield appointment(say)
    yield Text(say.t("The time we propose:"))
    yield Card((say["experience"], *say.lines(int(say["proposed_start"]))))
    if say["proposed_advisor"] != say["advisor"]:
        yield Text(say.t("%(advisor)s would then be with you.", advisor=say["proposed_advisor"]))
    yield Text(
        say.t("You will find two answers on our page, “That suits me” and “Another time”; either is welcome to us.")
    )
    yield Link(say.t("Give your answer"), say["manage_url"])
    until = say.when(int(say["proposed_until"]))
    yield Text(say.t("We are keeping the new time for you until %(until)s.", until=until))
    yield Text(say.t("Unless we hear from you by then, your appointment stays as it is."))
    yield Text(_telephone(say))


def _cancelled(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your appointment is cancelled, and there is nothing more for you to do."))
    yield appointment(say)
    if say.get("late"):
        yield from _policy(say)
    yield Text(sentences(say.t("We shall be glad to find another time with you whenever you wish."), _telephone(say)))
    yield from _another_time(say)
    if say.get("calendar"):
        yield Text(say.t("The enclosed file takes the appointment out of your calendar."))


def _declined(say: Say) -> Iterator[Block]:
    yield Text(say.t("We are sorry: we cannot be with you at the time you asked for."))
    yield appointment(say)
    advisor = say["advisor"]
    yield Text(
        sentences(
            say.t(
                "%(advisor)s will gladly find another time with you; you need only answer this letter.", advisor=advisor
            ),
            _telephone(say),
        )
    )
    yield from _another_time(say)


def _lapsed(say: Say) -> Iterator[Block]:
    yield Text(
        say.t("We owe you an apology. We did not answer your request in time, and could not keep the hour for you.")
    )
    yield appointment(say)
    good = say.t("We should like to make it good. Please choose a new time, or answer this letter.")
    yield Text(sentences(good, _telephone(say)))
    yield from _another_time(say)


def _wish(say: Say) -> Iterator[Block]:
    yield Text(say.t("Thank you for telling us when it would suit you."))
    yield Card((say["experience"], *wished(say)))
    if say.get("advisor"):
        writes = say.t("%(advisor)s will write to you with a time.", advisor=say["advisor"])
    else:
        writes = say.t("We will write to you with a time.")
    yield Text(sentences(writes, _telephone(say)))


def wished(say: Say) -> list[str]:
    """The days, the part of the day and the words of a wish, one a line."""
    wish = say["wish"]
    parts = {
        "morning": say.t("In the morning"),
        "afternoon": say.t("In the afternoon"),
        "evening": say.t("In the evening"),
        "any": say.t("At any hour"),
    }
    days = [say.plain_day(day) for day in wish.get("days") or ()] or [say.t("On any day")]
    return [*days, parts[wish.get("part") or "any"], *map(say.own, (wish.get("words") or "").splitlines())]


def sign(say: Say) -> Sign:
    """The closing: the advisor's name, or the boutique's where no advisor is named yet."""
    advisor = say.get("advisor")
    return Sign((say.t("With kind regards,"), *((say.own(advisor),) if advisor else ()), say.own(say["boutique_name"])))


WORDINGS = {
    "booking.confirm_link": Wording(
        lambda say: say.t("Please confirm your appointment on %(day)s", day=say.day()), _confirm_link
    ),
    "booking.request_received": Wording(
        lambda say: say.t("Your request for %(day)s", day=say.day()), _request_received
    ),
    "booking.confirmed": Wording(lambda say: say.t("Your appointment on %(day)s", day=say.day()), _confirmed),
    "booking.accepted": Wording(
        lambda say: say.t("Your appointment on %(day)s is confirmed", day=say.day()), _accepted
    ),
    "booking.reminder": Wording(lambda say: say.t("Our appointment on %(day)s", day=say.day()), _reminder),
    "booking.moved": Wording(lambda say: say.t("A new time for your appointment: %(day)s", day=say.day()), _moved),
    "booking.move_proposed": Wording(
        lambda say: say.t("May we propose another time for our appointment on %(day)s?", day=say.day()), _move_proposed
    ),
    "booking.handed_over": Wording(
        lambda say: say.t("Your appointment on %(day)s, with %(advisor)s", day=say.day(), advisor=say["advisor"]),
        _handed_over,
    ),
    "booking.cancelled": Wording(
        lambda say: say.t("Your appointment on %(day)s is cancelled", day=say.day()), _cancelled
    ),
    "booking.declined": Wording(lambda say: say.t("About your request for %(day)s", day=say.day()), _declined),
    "booking.lapsed": Wording(
        lambda say: say.t("With our apologies, about your request for %(day)s", day=say.day()), _lapsed
    ),
    "wish.received": Wording(lambda say: say.t("Thank you for telling us when it would suit you"), _wish),
    "signin.link": Wording(lambda say: say.t("Your link to %(maison)s", maison=say["maison_name"]), invited_in),
    "delegate.invited": Wording(lambda say: say.t("Appointments on behalf of %(name)s", name=principal(say)), invited),
}
