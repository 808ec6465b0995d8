"""Letters to those of the house who receive the guests of an occasion: that they do, at another time, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters.blocks import Block, Card, Link, Text
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.times import list_text
from chalicelib.messaging.letters.wording import Wording

_BETWEEN = " · "


def _card(say: Say) -> Card:
    """Each sitting has a line of its own where there are several."""
    sittings = [say.about(each) for each in say["sittings"]]
    if len(sittings) == 1:
        return Card((say.own(say["title"]), *say.lines(), *_held(say), _sitting(sittings[0])))
    each_one = [_BETWEEN.join((*one.lines(), _sitting(one))) for one in sittings]
    return Card((say.own(say["title"]), *each_one, *_held(say)))


def _sitting(say: Say) -> str:
    places = say.tn("%(count)d place", "%(count)d places", int(say["capacity"]))
    return _BETWEEN.join(filter(None, (say.locale.languages.get(say["spoken"]), places)))


def _held(say: Say) -> Iterator[str]:
    yield say.t("At the guests’ own tables") if say["kind"] == "launch_dinner" else say.t("By video")
    others = [say.own(name) for name in say["others"]]
    if others:
        yield say.t("With %(names)s", names=list_text(others, say.locale))


def _open(say: Say) -> Iterator[Block]:
    if say.get("console_url"):
        yield Link(say.t("Open this occasion"), say["console_url"])


def _published(say: Say) -> Iterator[Block]:
    yield Text(say.t("You receive the guests of this occasion, and your time is kept for it."))
    yield _card(say)
    yield from _open(say)
    if say.get("calendar"):
        yield Text(say.t("The date is enclosed for your calendar."))


def _called_off(say: Say) -> Iterator[Block]:
    if say.get("no_longer_host"):
        yield Text(say.t("This occasion has passed to a colleague, and your time is free again."))
    else:
        yield Text(say.t("This occasion will not take place, and your time is free again. Its guests are being told."))
    yield _card(say)
    if say.get("calendar"):
        yield Text(say.t("The enclosed file takes it out of your calendar."))


def _moved(say: Say) -> Iterator[Block]:
    yield Text(say.t("An occasion of yours has a new time. Its guests are being told."))
    yield _card(say)
    if say.get("old_start") is not None:
        yield Text(say.t("Until now it was to begin on %(old)s.", old=say.when(int(say["old_start"]))))
    yield from _open(say)
    if say.get("calendar"):
        yield Text(say.t("The date is enclosed for your calendar."))


WORDINGS = {
    "host.event_published": Wording(lambda say: say.t("You receive our guests: %(when)s", when=say.when()), _published),
    "host.event_called_off": Wording(
        lambda say: (
            say.t("With a colleague now: %(when)s", when=say.when())
            if say.get("no_longer_host")
            else say.t("An occasion will not take place: %(when)s", when=say.when())
        ),
        _called_off,
    ),
    "host.event_moved": Wording(lambda say: say.t("An occasion has moved: %(when)s", when=say.when()), _moved),
}
