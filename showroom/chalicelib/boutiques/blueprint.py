"""Reads a maison's whole YAML file: every mistake at once with its line, or a blueprint that can be kept as it is.

    maison:       name, languages, quiet hours
    skills:       what advisors may know
    policies:     until when one may change one's mind, and the sentence that says so
    experiences:  what can be booked
    boutiques:    where, when and by whom

`docs/maison-yaml.md` describes each field. Nothing here reads a clock or the table: the same text gives the same
blueprint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, TypeVar

from chalicelib.boutiques.fields import Fields, Spot, Wrong, among, slug, words
from chalicelib.boutiques.houses import House, house, language
from chalicelib.boutiques.model import ROOM, BoutiqueCard, Experience, Maison, QuietHours
from chalicelib.boutiques.offers import Known, experience, policy
from chalicelib.boutiques.outline import Mistake, outline

MOST_BOUTIQUES = 40
"""So that a whole configuration is replaced in one transaction, even if every boutique goes and another comes."""
MOST_EXPERIENCES = 60
MOST_STAFF = 60
"""In one boutique, whose document must stay far below the largest item."""
_T = TypeVar("_T")


@dataclass(frozen=True)
class Blueprint:
    """A configuration that has no mistakes."""

    maison: Maison
    houses: tuple[House, ...]


class ImportRefused(Exception):
    """Raised when a file has mistakes; `mistakes` are all of them, by line. Nothing was kept."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def read_blueprint(text: str) -> Blueprint:
    """Read a maison's file. Raises ImportRefused with every mistake."""
    sheet = outline(text)
    blueprint = None
    if sheet.values is not None or not sheet.mistakes:
        blueprint = Spot(sheet, (), sheet.values).read(_whole)
    if sheet.mistakes or blueprint is None:
        raise ImportRefused(sheet.mistakes)
    return blueprint


def _whole(spot: Spot) -> Blueprint | None:
    fields = Fields(spot)
    head = fields.take("maison", _head)
    languages: tuple[str, ...] = head["languages"] if head else ()
    skills = frozenset(fields.each("skills", slug, None))
    policies = fields.take("policies", _named(policy(languages))) or {}
    names = tuple(str(name) for name in _keys(spot, "boutiques"))
    known = Known(languages, skills, policies, names)
    experiences = fields.take("experiences", _named(experience(known), MOST_EXPERIENCES)) or {}
    houses = fields.take("boutiques", _named(house(known), MOST_BOUTIQUES)) or {}
    fields.done()
    _judge_people(spot)
    for offered in filter(None, experiences.values()):
        _judge_offer(spot, offered, houses)
    if not spot.sound() or head is None:
        return None
    found: tuple[House, ...] = tuple(houses.values())
    cards = tuple(
        BoutiqueCard.model_validate({name: getattr(each.boutique, name) for name in BoutiqueCard.model_fields})
        for each in found
    )
    return Blueprint(Maison(**head, experiences=tuple(experiences.values()), boutiques=cards), found)


def _head(spot: Spot) -> dict[str, Any]:
    fields = Fields(spot)
    languages = fields.each("languages", language)
    found = {
        "id": fields.take("id", slug),
        "name": fields.take("name", words(80)),
        "languages": languages,
        "default_language": fields.take("default_language", among(languages, "language of the maison")),
        "quiet_hours": fields.take("quiet_hours", _quiet, QuietHours()),
    }
    fields.done()
    return found


def _quiet(spot: Spot) -> QuietHours:
    if spot.value == "none":
        return QuietHours(start=time(0), end=time(0))
    start, dash, end = str(spot.value).partition("-")
    try:
        if not dash:
            raise ValueError
        return QuietHours(start=time.fromisoformat(start), end=time.fromisoformat(end))
    except ValueError:
        raise Wrong("must be hours such as 21:00-08:00") from None


def _named(reader: Callable[[Spot], _T | None], most: int = 100) -> Callable[[Spot], dict[str, _T | None]]:
    """A reader of a section of named things; what is wrong stays in it as None, so that its name is still known."""

    def read(spot: Spot) -> dict[str, _T | None]:
        names = list(spot.mapping())
        if not names:
            raise Wrong("must name at least one")
        if len(names) > most:
            raise Wrong(f"must be at most {most}")
        return {name: spot.inside(name).read(reader) for name in names}

    return read


def _keys(spot: Spot, *path: str) -> tuple[str, ...]:
    value: Any = spot.value
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return tuple(value) if isinstance(value, dict) else ()


def _judge_people(spot: Spot) -> None:
    """Note people who share an id or an e-mail address, across all boutiques."""
    places: dict[str, str] = {}
    for boutique in _keys(spot, "boutiques"):
        people = _keys(spot, "boutiques", boutique, "staff")
        if len(people) > MOST_STAFF:
            spot.wrong(f"must be at most {MOST_STAFF}", "boutiques", boutique, "staff")
        for person in people:
            address = spot.value["boutiques"][boutique]["staff"][person]
            if places.setdefault(f"id {person}", boutique) != boutique:
                first = places[f"id {person}"]
                spot.wrong(f"this id already belongs to somebody in {first}", "boutiques", boutique, "staff", person)
            mail = address.get("email") if isinstance(address, dict) else None
            if isinstance(mail, str) and places.setdefault(f"mail {mail.casefold()}", person) != person:
                where = ("boutiques", boutique, "staff", person, "email")
                spot.wrong("this address already belongs to somebody else", *where)


def _judge_offer(spot: Spot, offered: Experience, houses: dict[str, House | None]) -> None:
    """Note a boutique that cannot give what it offers."""
    for name in offered.boutiques:
        found = houses.get(name)
        if found is None:
            continue
        if ROOM in offered.roles and not found.boutique.rooms:
            spot.wrong(f"{name} has no room", "experiences", offered.id, "boutiques")
        if not found.boutique.able(offered):
            spot.wrong(f"nobody in {name} has the skill {offered.skill}", "experiences", offered.id, "boutiques")
