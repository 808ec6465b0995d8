"""What the letters about an occasion say alike: what it is, when, where, in which language, for whom, who receives."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters.blocks import Card
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.times import list_text
from chalicelib.messaging.text import is_presentable

_BETWEEN = " · "


def is_dinner(say: Say) -> bool:
    """Say whether she dines at her own table, and sees the film there."""
    return bool(say["kind"] == "launch_dinner")


# ── what several of these letters say alike ──────────────────────────────────────────────────────────────────────


def occasion(say: Say) -> Card:
    """The occasion: what, the day in words, the hour on her clock and the house's, where, for how many."""
    return Card((say.own(say["title"]), *held(say), *bringing(say, int(say["party"]) - 1)))


def held(say: Say) -> list[str]:
    """When, where and in which language it is held; all its sittings while she has still to choose one."""
    if len(say["sittings"]) > 1:
        return [*_choice(say), _where(say)]
    return [*say.lines(), _where(say), *_spoken(say)]


def _where(say: Say) -> str:
    return say.t("At your own table") if is_dinner(say) else say.t("By video")


def _spoken(say: Say, *, always: bool = False) -> Iterator[str]:
    """The language of a sitting, where it is not the letter's or there is a choice."""
    spoken = say.get("spoken")
    named = say.locale.languages.get(spoken) if spoken and (always or spoken != say.locale.language) else None
    if named:
        yield say.t("In %(language)s", language=named)


def _choice(say: Say) -> Iterator[str]:
    """Several sittings: a line for each under its day, with her hour, the house's, and its language."""
    last = None
    for one in (say.about(each) for each in say["sittings"]):
        day, *hours = one.lines()
        if day != last:
            yield day
        last = day
        yield _BETWEEN.join((*hours, *_spoken(one, always=True)))


def bringing(say: Say, others: int) -> Iterator[str]:
    """For whom it is: her, and so many others, by name where all are known."""
    names = [say.own(name) for name in say.get("companions") or () if is_presentable(name)]
    if names and len(names) == others:
        yield say.t("For you, with %(names)s", names=list_text(names, say.locale))
    elif others > 0:
        yield say.tn("For you and %(count)d guest", "For you and %(count)d guests", others)


def hosts(say: Say) -> str:
    """Who receives her, in a sentence; nothing where nobody is named."""
    named = [say.own(name) for name in say["hosts"]]
    if not named:
        return ""
    if len(named) == 1:
        return say.t("%(advisor)s will be your host.", advisor=say["hosts"][0])
    return say.t("%(names)s will be your hosts.", names=list_text(named, say.locale))
