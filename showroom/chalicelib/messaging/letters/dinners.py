"""Letters about a dinner that comes to her own door: what each of them eats, when the courier comes, and what if late.

A courier's window is on the clock of the address, named by its city, whatever clock the occasion itself is on. Nothing
in these letters repeats what anybody eats.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.messaging.letters.blocks import Block, Card, Link, Text
from chalicelib.messaging.letters.occasion_parts import hosts, occasion
from chalicelib.messaging.letters.parts import telephone
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences
from chalicelib.messaging.letters.times import city_of, list_text
from chalicelib.messaging.letters.wording import Wording
from chalicelib.messaging.text import is_presentable


def at_the_door(say: Say) -> Say:
    """Speak of her courier: on the clock of her address alone."""
    window: dict[str, Any] = say["window"]
    city = window["city"] or city_of(window["zone"], say.locale) or say["city"]
    return say.about({"start": window["start"], "zone": window["zone"], "city": city, "client_zone": None})


def between(say: Say, window: dict[str, Any] | None = None) -> str:
    """Write a courier's hours as a line or the middle of a sentence: her own window's, or another's."""
    door = at_the_door(say)
    found: dict[str, Any] = window or say["window"]
    return say.t(
        "between %(first)s and %(last)s, %(city)s time",
        first=door.hour(int(found["start"])),
        last=door.hour(int(found["end"])),
        city=door["city"],
    )


def expected(say: Say) -> str:
    """When a late dinner is now expected, in a sentence; nothing where nobody knows."""
    if say.get("expected_at") is None:
        return ""
    door = at_the_door(say)
    hour = door.hour(int(say["expected_at"]))
    return say.t("We expect it at %(hour)s, %(city)s time.", hour=hour, city=door["city"])


def page(say: Say) -> Link:
    """Where all of it stands: her invitation, or a companion's page of her own door."""
    label = say.t("Open your page") if say.get("own_door") else say.t("Open your invitation")
    return Link(label, say["link"])


def kept_for(say: Say) -> Text:
    """Who reads what they answer, and for how long it is kept (rule D4)."""
    days = say.tn("%(count)d day", "%(count)d days", int(say["kept_days"]))
    return Text(
        say.t("The kitchen reads your answers without names, and we delete them %(days)s after the dinner.", days=days)
    )


def _begins(say: Say) -> Text:
    """When the film begins, on the clock of her address."""
    hour = at_the_door(say).hour(int(say["start"]))
    return Text(say.t("The film begins at %(hour)s, once all stands on your table.", hour=hour))


def _delivery(say: Say) -> Card:
    hours = between(say)
    address = map(say.own, say.get("visit_address") or ())
    return Card((say.own(say["title"]), at_the_door(say).day(), hours[:1].upper() + hours[1:], *address))


def _diets_asked(say: Say) -> Iterator[Block]:
    yield Text(
        say.t(
            "So that the kitchen can cook for each of you, may we ask what each person at your table "
            "does not eat, or must avoid?"
        )
    )
    yield occasion(say)
    if say.get("unaddressed"):
        yield Text(say.t("May we also ask where we may bring your dinner?"))
    names = [say.own(name) for name in say["unanswered"] if is_presentable(name)]
    if names:
        yield Text(say.t("We have not yet heard about %(names)s.", names=list_text(names, say.locale)))
    yield Text(
        sentences(
            say.t("Where there is nothing to avoid, please tell us that as well."),
            say.t("May we ask for your answer by %(until)s?", until=say.when(int(say["diets_until"]))),
        )
    )
    yield Link(say.t("Answer for your table"), say["link"])
    yield kept_for(say)
    yield Text(telephone(say))


def _window(say: Say) -> Iterator[Block]:
    yield Text(say.t("All is prepared, and this is when your dinner comes to your door."))
    yield _delivery(say)
    yield from _at_her_door(say)


def _window_moved(say: Say) -> Iterator[Block]:
    yield Text(say.t("Your dinner comes at another time than we told you."))
    yield _delivery(say)
    if say.get("old_window"):
        yield Text(say.t("Until now it was to come %(old)s.", old=between(say, say["old_window"])))
    yield from _at_her_door(say)


def _at_her_door(say: Say) -> Iterator[Block]:
    yield Text(
        sentences(
            say.t("Please see that somebody is there to receive it."),
            say.t("Each box says what it holds, and which allergens are in it."),
        )
    )
    yield _begins(say)
    yield page(say)
    yield Text(sentences(hosts(say), telephone(say)))


def _delivered_late(say: Say) -> Iterator[Block]:
    yield Text(sentences(say.t("We owe you an apology: your dinner is not yet with you."), expected(say)))
    yield _delivery(say)
    advisor = say.get("advisor")
    care = say.t("%(advisor)s is seeing to it in person.", advisor=advisor) if advisor else ""
    yield Text(sentences(care, telephone(say)))
    if say.get("replay_minutes"):
        length = say.length(int(say["replay_minutes"]))
        yield Text(
            say.t(
                "You will miss nothing of the film: it stays open to you for %(duration)s afterwards.", duration=length
            )
        )
    yield page(say)


def _film_moved(say: Say) -> Iterator[Block]:
    """One letter for both: when the film begins, and when the dinner comes (rule D5)."""
    if say["waits"]:
        yield Text(say.t("The film waits until every table is laid, and begins at another hour than we told you."))
    else:
        yield Text(say.t("This occasion has a new time."))
    yield occasion(say)
    if say.get("old_start") is not None:
        yield Text(say.t("Until now it was to begin on %(old)s.", old=say.when(int(say["old_start"]))))
    if say.get("window"):
        comes = say.t("Your dinner comes on %(day)s %(hours)s.", day=at_the_door(say).day(), hours=between(say))
        yield Text(sentences(comes, say.t("Please see that somebody is there to receive it.")))
    elif not say["delivered"]:
        yield Text(say.t("Your dinner moves with it: we shall write to you when it comes."))
    yield Link(say.t("Join us"), say["link"]) if say["waits"] else page(say)
    yield Text(telephone(say))
    if say.get("calendar"):
        yield Text(say.t("The date is enclosed for your calendar."))


def _film_subject(say: Say) -> str:
    if say["waits"]:
        return say.t("The film begins at %(hour)s: %(title)s", hour=say.hour(), title=say["title"])
    return say.t("A new time: %(title)s, %(day)s", title=say["title"], day=say.day())


WORDINGS = {
    "event.diets_asked": Wording(
        lambda say: say.t("A question before our dinner: %(title)s", title=say["title"]), _diets_asked
    ),
    "event.window": Wording(lambda say: say.t("When your dinner comes: %(day)s", day=at_the_door(say).day()), _window),
    "event.window_moved": Wording(
        lambda say: say.t("Your dinner comes at another time: %(day)s", day=at_the_door(say).day()), _window_moved
    ),
    "event.delivered_late": Wording(
        lambda say: say.t("With our apologies, about your dinner: %(title)s", title=say["title"]), _delivered_late
    ),
    "event.film_moved": Wording(_film_subject, _film_moved),
}
