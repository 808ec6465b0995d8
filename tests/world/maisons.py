"""A small maison, built from values: one boutique in Paris, open every day from ten to seven, and what it offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.boutiques.hours import Hours, WeeklyRange
from chalicelib.boutiques.model import Boutique, BoutiqueCard, Experience, Maison, Room, Staff, StaffContacts
from chalicelib.boutiques.store import BoutiqueStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.table import Table
from chalicelib.foundation.vault import Vault
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, contact

if TYPE_CHECKING:
    from tests.world.house import House

ZONE = "Europe/Paris"
EVERY_DAY = frozenset(range(7))
TEN_TO_SEVEN = WeeklyRange(EVERY_DAY, 600, 1140)
POLICY = {"change_until_minutes": 60, "cancel_until_minutes": 60, "text": {"en": "Up to an hour before."}}
EMAIL_REMINDER = {"kind": "reminder", "minutes_before": 1440, "channel": "email"}

EXPERIENCES: tuple[Mapping[str, Any], ...] = (
    {"id": "video", "kind": "video_consultation", "bookable_by": "known", "confirmation": "instant"},
    {"id": "first-video", "kind": "video_consultation", "bookable_by": "anyone", "confirmation": "by_email_link"},
    {
        "id": "visit",
        "kind": "boutique_visit",
        "bookable_by": "anyone",
        "confirmation": "by_email_link",
        "roles": ("advisor", "room"),
    },
    {
        "id": "at-home",
        "kind": "home_visit",
        "bookable_by": "anyone",
        "confirmation": "by_associate",
        "service_areas": ({"country": "FR", "boutique": BOUTIQUE},),
        "policy": {**POLICY, "late": "telephone"},
    },
)


def experience(**changes: Any) -> Experience:
    """Return an experience of 45 minutes with 10 before and 15 after, every 30 minutes, one reminder by e-mail."""
    plain: dict[str, Any] = {
        "name": {"en": changes["id"]},
        "summary": {"en": changes["id"]},
        "duration": 45,
        "before": 10,
        "after": 15,
        "step": 30,
        "lead_minutes": 60,
        "policy": POLICY,
        "notices": (EMAIL_REMINDER,),
        "boutiques": (BOUTIQUE,),
    }
    return Experience.model_validate({**plain, **changes})


def advisor(number: int, **changes: Any) -> Staff:
    """Return `advisor-<number>`, who works whenever the boutique is open."""
    plain = {
        "id": f"advisor-{number}",
        "name": f"Advisor Number {number}",
        "languages": ("en", "it"),
        "hours": Hours(ZONE, (TEN_TO_SEVEN,)),
    }
    return Staff(**{**plain, **changes})


def boutique(staff: Sequence[Staff], rooms: int = 2, **changes: Any) -> Boutique:
    """Return the boutique with these people."""
    plain: dict[str, Any] = {
        "id": BOUTIQUE,
        "name": "Maison d'Essai Paris",
        "city": {"en": "Paris"},
        "country": "FR",
        "zone": ZONE,
        "address": ("1 rue d'Essai", "75001 Paris"),
        "telephone": "+33199000000",
        "email": "paris@maison.example",
        "languages": ("en", "it"),
        "hours": Hours(ZONE, (TEN_TO_SEVEN,)),
        "rooms": tuple(Room(id=f"salon-{n}", name=f"Salon {n}") for n in range(1, rooms + 1)),
        "staff": tuple(staff),
    }
    return Boutique(**{**plain, **changes})


def maison(experiences: Sequence[Mapping[str, Any]] = EXPERIENCES, boutiques: Sequence[Boutique] = ()) -> Maison:
    """Return the maison with a card for each boutique."""
    cards = tuple(
        BoutiqueCard(
            id=b.id,
            name=b.name,
            city=b.city,
            country=b.country,
            zone=b.zone,
            telephone=b.telephone,
            languages=b.languages,
        )
        for b in boutiques
    )
    return Maison(
        id="essai",
        name="Maison d'Essai",
        languages=("en", "it"),
        default_language="en",
        experiences=tuple(experience(**dict(one)) for one in experiences),
        boutiques=cards,
    )


def install(
    table: Table,
    vault: Vault,
    now: datetime,
    *houses: Boutique,
    experiences: Sequence[Mapping[str, Any]] = EXPERIENCES,
) -> None:
    """Write a maison with these boutiques, and contacts for everybody in them."""
    store, audit = BoutiqueStore(table, vault), Audit(vault)
    placed, steps = [], []
    for house in houses:
        people = []
        for member in house.staff:
            contacts = StaffContacts(email=f"{member.id}@maison.example", telephone="+33199000001")
            steps += store.seal_contacts(member.id, contacts)
            people.append(member.model_copy(update={"contact_id": store.contact_id(member.id, contacts)}))
        placed.append(house.model_copy(update={"staff": tuple(people)}))
    steps += [store.put_boutique(house) for house in placed]
    steps.append(store.replace_maison(maison(experiences, placed), None, set(), "test"))
    for start in range(0, len(steps), 90):
        record = audit.of("test.install", "maison", "test", now)
        table.commit([*steps[start : start + 90], record])


def furnish(house: House, *staff: Staff) -> None:
    """The small maison with two advisors (or `staff`) and two salons, and two clients the house knows."""
    install(house.table, house.vault, house.clock(), boutique(staff or [advisor(1), advisor(2)]))
    for client_id, card in ((MARGAUX, contact("Margaux", "+33199000002")), (CAMILLE, contact("Camille"))):
        house.clients.enrol(card, "en", "test", client_id=client_id, now=house.clock())
