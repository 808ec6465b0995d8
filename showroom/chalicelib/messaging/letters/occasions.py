"""Letters about the house's own occasions, from the invitation to the hour before: what, when on her clock, for how
many, who receives her, what to expect, until when she may answer or change, the calendar file.

`kind` is `group_presentation` or `launch_dinner`. She answers by a press on her page; no link acts by being opened.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters.blocks import Aside, Block, Card, Invitation, Link, Quote, Text
from chalicelib.messaging.letters.occasion_parts import bringing, held, hosts, is_dinner, occasion
from chalicelib.messaging.letters.parts import telephone
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences
from chalicelib.messaging.letters.wording import Wording


def her_page(say: Say) -> Link:
    """The page on which all of this stands, and can be answered."""
    return Link(say.t("Open your invitation"), say["link"])


def ask_us(say: Say) -> Text:
    """Whom to ask: her advisor, by an answer to the letter, and a telephone."""
    advisor = say.get("advisor")
    more = say.t("%(advisor)s will gladly tell you more; you need only answer this letter.", advisor=advisor)
    return Text(sentences(more if advisor else "", telephone(say)))


def _how_it_goes(say: Say) -> str:
    if is_dinner(say):
        return say.t(
            "A dinner is brought to your door, and the film begins once it stands on your table. "
            "We shall ask you beforehand where to bring it, and what each of you would rather not eat."
        )
    return say.t("You will see and hear us from wherever you are; nobody sees or hears you unless you wish to speak.")


def _entrance(say: Say) -> Iterator[Block]:
    if say.get("opens_at") is not None:
        yield Text(say.t("On the day, the page below opens to you at %(hour)s.", hour=say.hour(int(say["opens_at"]))))
    yield her_page(say)


def _change(say: Say) -> Text:
    if say.get("change_until") is None:
        return Text(say.t("Should your plans change, a word to us is enough."))
    until = say.when(int(say["change_until"]))
    return Text(say.t("Should your plans change, you may tell us on the same page until %(until)s.", until=until))


def _enclosed(say: Say) -> Iterator[Block]:
    if say.get("calendar"):
        yield Text(say.t("The date is enclosed for your calendar."))


def _taken_out(say: Say) -> Iterator[Block]:
    if say.get("calendar"):
        yield Text(say.t("The enclosed file takes it out of your calendar."))


def _in_full(say: Say) -> Iterator[Block]:
    yield occasion(say)
    yield from _entrance(say)
    yield Text(sentences(hosts(say), telephone(say)))
    yield Text(_how_it_goes(say))
    yield _change(say)
    yield from _enclosed(say)


# ── the invitation ───────────────────────────────────────────────────────────────────────────────────────────────


def _invited(say: Say) -> Iterator[Block]:
    if say.get("advisor"):
        yield Text(
            say.t("%(advisor)s and %(house)s have the pleasure of inviting you.",
                  advisor=say["advisor"], house=say["maison_name"])
        )  # fmt: skip
    else:
        yield Text(say.t("%(house)s has the pleasure of inviting you.", house=say["maison_name"]))
    others = tuple(bringing(say, int(say["max_plus_ones"]))) or (say.t("For you"),)
    yield Invitation((say.own(say["title"]), *held(say), *others))
    if len(say["sittings"]) > 1:
        yield Text(say.t("You may choose between these hours as you accept."))
    if say.get("description"):
        yield Text(say.own(say["description"]))
    yield Text(sentences(hosts(say), telephone(say)))
    yield Text(_how_it_goes(say))
    yield Text(
        say.t("Please allow about %(duration)s. You are under no obligation of any kind.", duration=say.duration())
    )
    if say.get("answer_until") is not None:
        until = say.when(int(say["answer_until"]))
        yield Text(say.t("May we ask for your answer by %(until)s?", until=until))
    yield Link(say.t("Accept the invitation"), say["yes_url"])
    yield Aside(say.t("I cannot be there"), say["no_url"])


def _never_again(say: Say) -> Iterator[Block]:
    if say.get("never_again_url"):
        yield Aside(say.t("Please do not invite me to such occasions"), say["never_again_url"])


# ── her answer, and what became of it ────────────────────────────────────────────────────────────────────────────


def _accepted(say: Say) -> Iterator[Block]:
    yield Text(say.t("Thank you for accepting. All is arranged, and we look forward to having you with us."))
    yield from _in_full(say)


def _waitlisted(say: Say) -> Iterator[Block]:
    yield Text(say.t("Thank you for your answer. Every place is taken at present, and your name stands on our list."))
    yield occasion(say)
    yield Text(
        say.t(
            "We cannot promise you a place. As soon as there is room for your whole party, we shall write to you, "
            "and keep it for you until the hour that our letter names."
        )
    )
    yield Text(say.t("There is nothing more for you to do, and you may leave the list at any time."))
    yield her_page(say)
    yield Text(telephone(say))


def _offered(say: Say) -> Iterator[Block]:
    until = say.when(int(say["offer_until"]))
    if int(say["party"]) > 1:
        yield Text(
            say.t("There is room for all of you now, and we are keeping it for you until %(until)s.", until=until)
        )
    else:
        yield Text(say.t("A place has become free, and we are keeping it for you until %(until)s.", until=until))
    yield occasion(say)
    yield Text(sentences(hosts(say), telephone(say)))
    yield Link(say.t("Accept the invitation"), say["yes_url"])
    yield Aside(say.t("Leave it to another guest"), say["no_url"])
    yield Text(say.t("If we do not hear from you by then, it goes to the next guest; you need do nothing."))


def _offer_lapsed(say: Say) -> Iterator[Block]:
    yield Text(say.t("The time until which we kept a place for you has passed, and it is no longer kept."))
    yield occasion(say)
    yield Text(say.t("Should you still wish to come, please tell us: we shall write as soon as there is room again."))
    yield her_page(say)
    yield Text(telephone(say))


def _declined(say: Say) -> Iterator[Block]:
    yield Text(say.t("Thank you for letting us know. There is nothing more for you to do."))
    yield Card((say.own(say["title"]), *say.lines()))
    if say.get("never_again"):
        yield Text(say.t("As you wish, we will not invite you to such occasions again."))
    else:
        yield Text(say.t("We shall miss you, and look forward to another occasion."))
    yield Text(telephone(say))


def _changed(say: Say) -> Iterator[Block]:
    if say.get("as_asked"):
        yield Text(say.t("We gladly do as you asked. This is how it stands now."))
    else:
        yield Text(say.t("Thank you, we have noted your change. This is how it stands now."))
    yield from _in_full(say)


def _not_granted(say: Say) -> Iterator[Block]:
    yield Text(say.t("We are sorry: what you asked for is not possible this time. Everything stays as it was."))
    if say.get("word"):
        yield Quote(tuple(map(say.own, say["word"].splitlines())))
    yield occasion(say)
    yield her_page(say)
    yield ask_us(say)


def _cancelled(say: Say) -> Iterator[Block]:
    if say.get("by_house"):
        yield Text(say.t("We are sorry: we cannot have you with us on this occasion after all."))
        yield occasion(say)
        yield ask_us(say)
    else:
        yield Text(say.t("We have noted that you cannot come after all. There is nothing more for you to do."))
        yield occasion(say)
        yield Text(sentences(say.t("We shall miss you, and look forward to another occasion."), telephone(say)))
    yield from _taken_out(say)


def _called_off(say: Say) -> Iterator[Block]:
    yield Text(
        say.t("We are sorry: this occasion will not take place. Your time is free again, and you need do nothing.")
    )
    yield occasion(say)
    yield ask_us(say)
    yield from _taken_out(say)


def _moved(say: Say) -> Iterator[Block]:
    yield Text(say.t("This occasion has a new time."))
    yield occasion(say)
    if say.get("old_start") is not None:
        yield Text(say.t("Until now it was to begin on %(old)s.", old=say.when(int(say["old_start"]))))
    match say["standing"]:
        case "accepted":
            yield Text(say.t("Your place is kept for the new time. Should it not suit you, a word to us is enough."))
        case "waiting":
            yield Text(say.t("Your name stays on our list."))
        case _:
            yield Text(say.t("Your invitation holds for the new time as well."))
    if say["standing"] == "accepted" and is_dinner(say):
        yield Text(say.t("Your dinner moves with it: we shall write to you when it comes."))
    yield her_page(say)
    yield Text(sentences(hosts(say), telephone(say)))
    yield from _enclosed(say)


def _names_asked(say: Say) -> Iterator[Block]:
    yield Text(say.t("May we ask who will be with you? We should like to welcome each of your guests by name."))
    yield occasion(say)
    yield Text(
        say.tn(
            "We do not yet know the name of %(count)d guest of yours.",
            "We do not yet know the names of %(count)d guests of yours.",
            int(say["unnamed"]),
        )
    )
    until = say.when(int(say["change_until"]))
    yield Text(
        say.t("You may name them on the page below until %(until)s, or tell us that fewer will come.", until=until)
    )
    yield Link(say.t("Name your guests"), say["link"])
    yield Text(telephone(say))


def _reminder(say: Say) -> Iterator[Block]:
    yield Text(say.t("It will soon begin, and we look forward to having you with us."))
    yield occasion(say)
    if say.get("opens_at") is not None:
        yield Text(say.t("The page below opens to you at %(hour)s.", hour=say.hour(int(say["opens_at"]))))
    yield Link(say.t("Join us"), say["link"])
    yield Text(sentences(hosts(say), telephone(say)))
    yield _change(say)


WORDINGS = {
    "event.invited": Wording(lambda say: say.t("An invitation: %(title)s", title=say["title"]), _invited, _never_again),
    "event.accepted": Wording(
        lambda say: say.t("We look forward to having you with us: %(title)s", title=say["title"]), _accepted
    ),
    "event.waitlisted": Wording(
        lambda say: say.t("Your name is on our list: %(title)s", title=say["title"]), _waitlisted
    ),
    "event.offered": Wording(lambda say: say.t("A place is kept for you: %(title)s", title=say["title"]), _offered),
    "event.offer_lapsed": Wording(
        lambda say: say.t("About the place that we kept for you: %(title)s", title=say["title"]), _offer_lapsed
    ),
    "event.declined": Wording(lambda say: say.t("Thank you for your answer: %(title)s", title=say["title"]), _declined),
    "event.changed": Wording(lambda say: say.t("Your change is noted: %(title)s", title=say["title"]), _changed),
    "event.not_granted": Wording(lambda say: say.t("About your request: %(title)s", title=say["title"]), _not_granted),
    "event.cancelled": Wording(lambda say: say.t("About your invitation: %(title)s", title=say["title"]), _cancelled),
    "event.called_off": Wording(
        lambda say: say.t("It will not take place: %(title)s", title=say["title"]), _called_off
    ),
    "event.moved": Wording(
        lambda say: say.t("A new time: %(title)s, %(day)s", title=say["title"], day=say.day()), _moved
    ),
    "event.names_asked": Wording(
        lambda say: say.t("Who will be with you: %(title)s", title=say["title"]), _names_asked
    ),
    "event.reminder": Wording(lambda say: say.t("Soon: %(title)s", title=say["title"]), _reminder),
}
