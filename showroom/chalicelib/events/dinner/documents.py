"""A dinner's values as JSON-able ones and back: what the table keeps, and what the vault seals. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from chalicelib.events.dinner.diets import Allergen, Diet, Needs
from chalicelib.events.dinner.households import Address, Household, Person, Request
from chalicelib.events.dinner.kitchens import Kitchen
from chalicelib.events.dinner.manifest import Box, Line
from chalicelib.events.dinner.menus import Course, Menu
from chalicelib.events.dinner.windows import City, Terms

Document = dict[str, Any]
EDITIONS = 10**9
"""As many as If-Match has digits for."""


def menu_document(menu: Menu) -> Document:
    """A menu with its courses."""
    return {
        "id": menu.id,
        "name": dict(menu.name),
        "cold": menu.cold,
        "finishing": {language: list(steps) for language, steps in menu.finishing.items()},
        "courses": [
            {
                "name": dict(one.name),
                "contains": sorted(one.contains),
                "suits": sorted(one.suits),
                "alcohol": one.alcohol,
            }
            for one in menu.courses
        ],
    }


def menu_of(document: Mapping[str, Any]) -> Menu:
    """The reverse of `menu_document`."""
    courses = tuple(
        Course(
            one["name"],
            frozenset(map(Allergen, one["contains"])),
            frozenset(map(Diet, one["suits"])),
            one["alcohol"],
        )
        for one in document["courses"]
    )
    finishing = {language: tuple(steps) for language, steps in document["finishing"].items()}
    return Menu(document["id"], document["name"], courses, finishing, document["cold"])


def kitchen_of(document: Mapping[str, Any]) -> Kitchen:
    """A kitchen; written by `asdict`."""
    return Kitchen(**document)


def city_of(document: Mapping[str, Any]) -> City:
    """A city; written by `asdict`."""
    return City(**document)


def terms_of(document: Mapping[str, Any]) -> Terms:
    """How couriers work; written by `asdict`."""
    return Terms(**document)


# ── households: the skeleton is kept in clear, what somebody told us is sealed ───────────────────────────────────


def skeleton_of(home: Household) -> list[Any]:
    """What the table may show of a household: codes and the count of its links."""
    return [home.id, home.owner, [one.code for one in home.persons], home.link]


def private_document(home: Household) -> Document:
    """What the vault keeps of a household: who, where, and what each of them eats."""
    return {
        "address": asdict(home.address) if home.address else None,
        "telephone": home.telephone,
        "wish": home.wish,
        "email": home.email,
        "persons": {
            one.code: {
                "name": one.name,
                "needs": one.needs.document() if one.needs else None,
                "wish": one.menu_wish,
            }
            for one in home.persons
        },
    }


def edition_of(own: Household, others: Sequence[Household]) -> int:
    """A number for what one door's page shows and changes: another one whenever that is another.

    Of other doors it tells who dines there, as the client's page does; never what they eat or where.
    """
    beside = [skeleton_of(one) for one in others]
    written = json.dumps([skeleton_of(own), private_document(own), beside], sort_keys=True, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(written.encode()).digest(), "big") % EDITIONS


def household_of(skeleton: list[Any], private: Mapping[str, Any]) -> Household:
    """The household of a skeleton and what was sealed of it; without the latter nobody was asked anything."""
    identity, owner, codes, link = skeleton
    address = private.get("address")
    return Household(
        id=identity,
        owner=owner,
        persons=tuple(_person(code, private.get("persons", {}).get(code, {})) for code in codes),
        address=Address(**{**address, "lines": tuple(address["lines"])}) if address else None,
        telephone=private.get("telephone", ""),
        wish=private.get("wish"),
        link=link,
        email=private.get("email", ""),
    )


def _person(code: str, document: Mapping[str, Any]) -> Person:
    needs = document.get("needs")
    return Person(code, document.get("name", ""), Needs.of(needs) if needs else None, document.get("wish"))


def request_document(request: Request) -> Document:
    """A change that the house has yet to decide."""
    return {"at": request.at, "person": request.person, "needs": request.needs.document()}


def request_of(document: Mapping[str, Any]) -> Request:
    """The reverse of `request_document`."""
    return Request(document["at"], document["person"], Needs.of(document["needs"]))


# ── a manifest's lines: where and when in clear, who and what is sealed ──────────────────────────────────────────

PLAIN = ("household", "round", "order", "start", "end", "zone", "departs", "kitchen", "slot", "temperature")
"""Fields of a line that say nothing of anybody."""


def sealed_of(line: Line) -> Document:
    """What the vault keeps of a line: where, for whom, and what is in each box."""
    return {
        "address": list(line.address),
        "access": line.access,
        "recipient": line.recipient,
        "telephone": line.telephone,
        "boxes": [[one.person, list(one.declared), one.menu, list(one.contains)] for one in line.boxes],
    }


def line_of(plain: Mapping[str, Any], sealed: Mapping[str, Any]) -> Line:
    """The line of its two halves."""
    boxes = tuple(
        Box(person, tuple(map(Allergen, declared)), menu, tuple(map(Allergen, contains)))
        for person, declared, menu, contains in sealed["boxes"]
    )
    return Line(**plain, **{**sealed, "address": tuple(sealed["address"]), "boxes": boxes})
