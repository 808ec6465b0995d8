"""Who is there when the demo opens: the maison of maison.yaml, and three clients whom the house already knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.boutiques.model import Boutique
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.errors import StepRefused
from chalicelib.foundation.ids import derived_id
from infra.pythons import ROOT

MAISON = ROOT / "infra" / "local" / "maison.yaml"


@dataclass(frozen=True)
class KnownClient:
    """A demo client; her advisor is the first of her boutique who speaks her language."""

    key: str
    contact: Contact
    language: str
    boutique: str

    @property
    def id(self) -> str:
        """Her client id, the same at every start."""
        return derived_id("demo client", self.key)


KNOWN_CLIENTS = (
    KnownClient(
        "elena",
        Contact(Name("Signora", "Elena", "Moretti"), "elena.moretti@client.example", "+393401234567"),
        "it",
        "milan",
    ),
    KnownClient(
        "camille",
        Contact(Name("Madame", "Camille", "de la Rochefoucauld"), "camille@client.example", "+33612345678"),
        "en",
        "paris",
    ),
    KnownClient(
        "misaki",
        Contact(Name("Ms", "Misaki", "Sato", family_first=True), "misaki.sato@client.example"),
        "en",
        "tokyo",
    ),
)


def seed(world: Any, maison: str | None = None) -> None:
    """Import the demo maison, or the YAML given, and enrol the demo's known clients."""
    world.importer.import_maison(maison or MAISON.read_text(encoding="utf-8"), world.clock())
    houses = {summary.id: world.catalogue.boutique(summary.id) for summary in world.catalogue.maison().boutiques}
    for client in KNOWN_CLIENTS:
        house = houses.get(client.boutique)
        try:
            world.clients.enrol(
                client.contact,
                client.language,
                "admin:demo",
                advisor=_advisor(house, client.language) if house else None,
                boutique=house.id if house else None,
                client_id=client.id,
            )
        except StepRefused:
            continue  # she is there already


def _advisor(house: Boutique, language: str) -> str | None:
    speaking = [member.id for member in house.staff if language in member.languages]
    return next(iter(speaking or [member.id for member in house.staff]), None)
