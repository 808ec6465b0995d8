"""Letters to clients. In this order: greeting, what, day and hour and place, the advisor, a telephone, what to expect,
how to change it and until when, the calendar file, the advisor's name."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters import dinners, doors, occasions
from chalicelib.messaging.letters.asked import move_proposed, options
from chalicelib.messaging.letters.blocks import Block, Card, Link, Sign, Text
from chalicelib.messaging.letters.delegate import invited, principal
from chalicelib.messaging.letters.farewell import erased
from chalicelib.messaging.letters.parts import (
    another_time,
    appointment,
    change,
    enclosed,
    expect,
    in_full,
    join,
    policy,
    telephone,
    who,
)
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences
from chalicelib.messaging.letters.several import several
from chalicelib.messaging.letters.signin import invited_in
from chalicelib.messaging.letters.wording import Wording


def _confirm_link(say: Say) -> Iterator[Block]:
    until = say.when(int(say["expires_at"]))
    yield Text(say.t("Thank you for choosing a time with us. We are keeping it for you until %(until)s.", until=until))
    yield appointment(say)
    yield Text(say.t("One step remains: please confirm that you will come."))
    yield Link(say.t("Confirm this appointment"), say["manage_url"])
    yield who(say)
    yield expect(say)
    yield from policy(say)
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
    yield Text(telephone(say))
    yield expect(say)
    yield from change(say)


def _confirmed(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your appointment is confirmed, and we look forward to it."))
    yield from in_full(say)


def _accepted(say: Say) -> Iterator[Block]:
    yield Text(say.t("%(advisor)s is glad to confirm the time you asked for.", advisor=say["advisor"]))
    yield from in_full(say)


def _reminder(say: Say) -> Iterator[Block]:
    yield Text(say.t("Our appointment is drawing near, and we look forward to it."))
    yield from in_full(say)


def _moved(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your appointment has a new time."))
    yield appointment(say)
    if say.get("old_start") is not None:
        old = say.when(int(say["old_start"]))
        yield Text(say.t("It takes the place of the appointment on %(old)s.", old=old))
    yield from join(say)
    yield who(say)
    yield expect(say)
    yield from change(say)
    yield from enclosed(say)


def _handed_over(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your appointment stays as it is, with one change: %(advisor)s looks after you from now on.",
                     advisor=say["advisor"]))  # fmt: skip
    yield from in_full(say)


def _cancelled(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your appointment is cancelled, and there is nothing more for you to do."))
    yield appointment(say)
    if say.get("late"):
        yield from policy(say)
    yield Text(sentences(say.t("We shall be glad to find another time with you whenever you wish."), telephone(say)))
    yield from another_time(say)
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
            telephone(say),
        )
    )
    yield from another_time(say)


def _lapsed(say: Say) -> Iterator[Block]:
    yield Text(
        say.t("We owe you an apology. We did not answer your request in time, and could not keep the hour for you.")
    )
    yield appointment(say)
    good = say.t("We should like to make it good. Please choose a new time, or answer this letter.")
    yield Text(sentences(good, telephone(say)))
    yield from another_time(say)


def _wish(say: Say) -> Iterator[Block]:
    yield Text(say.t("Thank you for telling us when it would suit you."))
    yield Card((say["experience"], *wished(say)))
    if say.get("advisor"):
        writes = say.t("%(advisor)s will write to you with a time.", advisor=say["advisor"])
    else:
        writes = say.t("We will write to you with a time.")
    yield Text(sentences(writes, telephone(say)))


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
        lambda say: (
            say.t("About our appointment on %(day)s", day=say.day())
            if say.get("to_be_moved")
            else say.t("May we propose another time for our appointment on %(day)s?", day=say.day())
        ),
        move_proposed,
    ),
    "booking.options": Wording(lambda say: say.t("Times that we are keeping for you"), options),
    "booking.handed_over": Wording(
        lambda say: say.t("Your appointment on %(day)s, with %(advisor)s", day=say.day(), advisor=say["advisor"]),
        _handed_over,
    ),
    "booking.several": Wording(lambda say: say.t("About our appointments"), several),
    "booking.cancelled": Wording(
        lambda say: say.t("Your appointment on %(day)s is cancelled", day=say.day()), _cancelled
    ),
    "booking.declined": Wording(lambda say: say.t("About your request for %(day)s", day=say.day()), _declined),
    "booking.lapsed": Wording(
        lambda say: say.t("With our apologies, about your request for %(day)s", day=say.day()), _lapsed
    ),
    "wish.received": Wording(lambda say: say.t("Thank you for telling us when it would suit you"), _wish),
    "signin.link": Wording(lambda say: say.t("Your link to %(maison)s", maison=say["maison_name"]), invited_in),
    "client.erased": Wording(lambda say: say.t("Our last letter to you"), erased),
    "delegate.invited": Wording(lambda say: say.t("Appointments on behalf of %(name)s", name=principal(say)), invited),
    **occasions.WORDINGS,
    **dinners.WORDINGS,
    **doors.WORDINGS,
}
