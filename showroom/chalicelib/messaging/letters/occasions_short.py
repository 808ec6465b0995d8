"""Short messages about the house's own occasions: what happened, and a courtesy that may be left out.

They name no occasion: a title may say what is to be shown.
"""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.messaging.letters.dinners import at_the_door, between, expected
from chalicelib.messaging.letters.say import Say


def _until(say: Say, name: str) -> str:
    return say.when(int(say[name]))


def _another_occasion(say: Say) -> str:
    return say.t("We look forward to another occasion.")


def _looking_forward(say: Say) -> tuple[str, str]:
    return say.t("we look forward to having you with us on %(when)s.", when=say.when()), ""


def _cancelled(say: Say) -> tuple[str, str]:
    if say.get("by_house"):
        return (
            say.t("we are sorry, we cannot have you with us on %(when)s.", when=say.when()),
            say.t("We will gladly tell you more by telephone."),
        )
    return say.t("we have noted that you cannot come on %(when)s.", when=say.when()), _another_occasion(say)


def _comes(say: Say) -> tuple[str, str]:
    return _day_and_hours(say), say.t("Please see that somebody is there to receive it.")


def _day_and_hours(say: Say) -> str:
    return say.t("your dinner comes on %(day)s %(hours)s.", day=at_the_door(say).day(), hours=between(say))


def _film_moved(say: Say) -> tuple[str, str]:
    if say.get("window"):
        hours = between(say)
        return say.t("the film begins on %(when)s, and your dinner comes %(hours)s.", when=say.when(), hours=hours), ""
    if say["waits"]:
        return say.t("the film waits for every table, and begins on %(when)s.", when=say.when()), ""
    return say.t("our occasion has a new time: %(when)s.", when=say.when()), ""


def _late(say: Say) -> tuple[str, str]:
    return say.t("we are sorry, your dinner is not yet with you."), expected(say)


SENTENCES: dict[str, Callable[[Say], tuple[str, str]]] = {
    "event.invited": lambda say: (
        say.t("we have the pleasure of inviting you on %(when)s.", when=say.when()),
        say.t("We will gladly tell you more by telephone."),
    ),
    "event.accepted": _looking_forward,
    "event.reminder": _looking_forward,
    "event.waitlisted": lambda say: (
        say.t("every place on %(when)s is taken at present; your name is on our list.", when=say.when()),
        "",
    ),
    "event.offered": lambda say: (
        say.t("we are keeping a place for you until %(until)s.", until=_until(say, "offer_until")),
        say.t("Please tell us whether you will come."),
    ),
    "event.offer_lapsed": lambda say: (
        say.t("the place for %(when)s is no longer kept for you.", when=say.when()),
        "",
    ),
    "event.declined": lambda say: (
        say.t("thank you for your answer for %(when)s.", when=say.when()),
        "" if say.get("never_again") else _another_occasion(say),
    ),
    "event.changed": lambda say: (say.t("your change for %(when)s is noted.", when=say.when()), ""),
    "event.not_granted": lambda say: (
        say.t("we are sorry, your change for %(when)s is not possible.", when=say.when()),
        "",
    ),
    "event.cancelled": _cancelled,
    "event.called_off": lambda say: (
        say.t("we are sorry, our occasion on %(when)s will not take place.", when=say.when()),
        "",
    ),
    "event.moved": lambda say: (say.t("our occasion has a new time: %(when)s.", when=say.when()), ""),
    "event.diets_asked": lambda say: (
        say.t("what would each of you rather not eat? Please tell us by %(until)s.", until=_until(say, "diets_until")),
        "",
    ),
    "event.window": _comes,
    "event.window_moved": _comes,
    "event.delivered_late": _late,
    "event.film_moved": _film_moved,
    "event.names_asked": lambda say: (
        say.t("may we ask who will be with you? Please tell us by %(until)s.", until=_until(say, "change_until")),
        "",
    ),
    "host.dinner_late": lambda say: (
        say.t("a dinner has not come. Please telephone before the film; your letter says whom."),
        "",
    ),
}

Values = tuple[str, tuple[str, ...]]
"""A WhatsApp template's name, and what fills its places before the telephone."""


def _window_values(say: Say, name: str) -> Values:
    return name, (at_the_door(say).day(), between(say))


def _late_values(say: Say, name: str) -> Values:
    if say.get("expected_at") is None:
        return f"{name}_unknown", ()
    door = at_the_door(say)
    hour = door.hour(int(say["expected_at"]))
    return name, (say.t("%(hour)s, %(city)s time", hour=hour, city=door["city"]),)


def _film_values(say: Say, name: str) -> Values:
    if say.get("window"):
        return f"{name}_window", (say.when(), between(say))
    return (name if say["waits"] else "event_moved"), (say.when(),)


VALUES: dict[str, Callable[[Say, str], Values]] = {
    "event.offered": lambda say, name: (name, (_until(say, "offer_until"),)),
    "event.diets_asked": lambda say, name: (name, (_until(say, "diets_until"),)),
    "event.cancelled": lambda say, name: (f"{name}_by_house" if say.get("by_house") else name, (say.when(),)),
    "event.window": _window_values,
    "event.window_moved": _window_values,
    "event.delivered_late": _late_values,
    "event.film_moved": _film_values,
    "event.names_asked": lambda say, name: (name, (_until(say, "change_until"),)),
}
"""Where a template's values are otherwise than day and hour."""
