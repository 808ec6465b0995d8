"""Sixty people of one boutique, enrolled when somebody asks for them, as a list from which a planner may invite.

They have told the house that it may invite them, all but two: a list is only tried in earnest when it refuses somebody.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from chalicelib.boutiques.model import Boutique
from chalicelib.clients.consent import Channel, Consent, Mechanism, Purpose, State
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import StepRefused
from chalicelib.foundation.ids import derived_id

_GIVEN = (
    "Adèle",
    "Basile",
    "Céleste",
    "Damien",
    "Éloïse",
    "Fabrice",
    "Garance",
    "Hadrien",
    "Inès",
    "Jules",
    "Katia",
    "Lucien",
    "Margot",
    "Noé",
    "Odile",
)
_FAMILY = ("Aubrac", "Bellerive", "Chastain", "Delorme")
_LANGUAGES = ("fr", "en", "it", "ja", "zh", "ar")
COUNT = len(_GIVEN) * len(_FAMILY)
UNASKED = frozenset({17, 42})
"""Who has not allowed the house to invite them."""


def address(number: int) -> str:
    """The e-mail address of one of them."""
    return f"guest-{number}@client.example"


def enrolled(world: Any, house: Boutique) -> str:
    """Enrol who is not there yet, and return all of them as CSV: two plus-ones each, every third in the second tier."""
    moment = world.clock()
    lines = ["email,plus_ones,tier"]
    for number in range(COUNT):
        given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[number // len(_GIVEN)]
        yes = Consent(Channel.EMAIL, Purpose.MARKETING, State.GIVEN, minute_of(moment), Mechanism.HOUSE)
        with suppress(StepRefused):  # she is there already
            world.clients.enrol(
                Contact(Name("", given, family), address(number)),
                _LANGUAGES[number % len(_LANGUAGES)],
                "admin:demo",
                advisor=house.staff[number % len(house.staff)].id,
                boutique=house.id,
                client_id=derived_id("demo guest", house.id, str(number)),
                consents=[] if number in UNASKED else [yes],
                now=moment,
            )
        lines.append(f"{address(number)},2,{1 + number % 3 // 2}")
    return "\n".join(lines) + "\n"
