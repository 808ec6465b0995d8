"""The morning's letter to an advisor: her day by the hour, what waits for her, and who is to be moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.messaging.letters.blocks import Block, Card, Link, Quote, Text
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.wording import Wording

_BETWEEN = " · "


def _name(say: Say) -> str:
    """How she is addressed: as she asked, by title and family name, or by her whole name."""
    who: Mapping[str, str | None] = say.get("salutation") or {}
    whole = say.get("client_name")
    return who.get("called") or say.person({**who, "display": whole}) or whole or say.t("A client")


def _where(say: Say) -> Iterator[str]:
    match say["place"]:
        case "video":
            yield say.t("By video")
        case "telephone":
            yield say.t("By telephone")
        case "client":
            yield from map(say.own, say["visit_address"])
        case _:
            yield say.own(say["room"] or say["boutique_name"])
    if say.get("client_telephone"):
        yield say.ltr(say["client_telephone"])
    if language := say.locale.languages.get(say["speaks"]):
        yield language


def _appointment(say: Say) -> Card:
    lines = [_BETWEEN.join((say["experience"], say.length(), say.party())), _BETWEEN.join(_where(say))]
    if say["on_behalf_of"]:
        lines.append(say.t("The appointment was made on behalf of %(name)s.", name=say["on_behalf_of"]))
    if say["surprise"]:
        lines.append(say.t("It is a surprise: please write and speak to nobody but the person who made it."))
    if say["note"]:
        lines.append(say.t("Wishes: %(words)s", words=say.own(" ".join(say["note"].split()))))
    if say["access_needs"]:
        lines.append(say.t("Needs: %(words)s", words=say.own(" ".join(say["access_needs"].split()))))
    return Card((say.t("%(hour)s, %(name)s", hour=say.hour(), name=_name(say)), *lines))


def _listed(say: Say, part: str, heading: str) -> Iterator[Block]:
    found: list[dict[str, Any]] = say[part]
    if found:
        yield Text(heading)
        yield Quote(
            tuple(
                _BETWEEN.join((say.own(_name(one)), one["experience"], one.when()))
                for one in (say.about(each) for each in found)
            )
        )


def _body(say: Say) -> Iterator[Block]:
    received = say["received"]
    if received:
        yield Text(say.tn("You receive %(count)d client today.", "You receive %(count)d clients today.", len(received)))
    else:
        yield Text(say.t("Nobody is expected by you today."))
    yield from (_appointment(say.about(each)) for each in received)
    yield from _listed(say, "moving", say.t("To be moved, until there is another time:"))
    yield from _listed(say, "asking", say.t("Waiting for your answer:"))
    yield from _listed(say, "proposed", say.t("Proposed, and not yet answered:"))
    yield Link(say.t("Open your day"), say["console_url"])
    yield Text(say.t("Should you prefer to do without this letter, your own calendar is where to say so."))


WORDINGS = {"host.morning": Wording(lambda say: say.t("Your day, %(day)s", day=say.day()), _body)}
