"""The maison of the fake API: a few boutiques and one experience of each kind."""

from __future__ import annotations

from typing import Any

BOUTIQUES: dict[str, dict[str, Any]] = {
    one["id"]: one
    for one in (
        {
            "id": "paris",
            "name": "Place Vendôme",
            "country": "FR",
            "zone": "Europe/Paris",
            "telephone": "+33 1 70 36 39 50",
            "languages": ["fr", "en", "it"],
        },
        {
            "id": "milan",
            "name": "Via Montenapoleone",
            "country": "IT",
            "zone": "Europe/Rome",
            "telephone": "+39 02 5550 0142",
            "languages": ["it", "en"],
        },
        {
            "id": "new-york",
            "name": "Madison Avenue",
            "country": "US",
            "zone": "America/New_York",
            "telephone": "+1 212 555 0164",
            "languages": ["en"],
        },
    )
}
CITIES = {"paris": "Paris", "milan": "Milan", "new-york": "New York"}
_CITIES_IT = {"paris": "Parigi", "milan": "Milano", "new-york": "New York"}
_ALL = ["paris", "milan", "new-york"]
_POLICY = {
    "en": "You may choose another time, or cancel, up to one day before.",
    "it": "Può scegliere un altro orario, o disdire, fino al giorno prima.",
}
_OFFERED = (
    ("visit", "boutique_visit", "boutique", 60, "anyone", "by_email_link", _ALL, 4, False, False,
     ("A visit to the boutique", "Una visita in boutique"),
     ("A salon is kept for you, with an advisor who has prepared what you would like to see.",
      "Un salone Le è riservato, con un consulente che ha preparato ciò che desidera vedere.")),
    ("first-video", "video_consultation", "video", 30, "anyone", "by_email_link", _ALL, 4, False, False,
     ("A first conversation by video", "Una prima conversazione in video"),
     ("Half an hour in which to meet us, and to tell us what you are looking for.",
      "Mezz’ora per conoscerci, e per raccontarci che cosa sta cercando.")),
    ("video", "video_consultation", "video", 45, "known", "instant", _ALL, 4, False, False,
     ("A conversation by video", "Una conversazione in video"),
     ("Your client advisor shows you the pieces you have in mind.", "Il Suo consulente Le mostra le creazioni.")),
    ("telephone", "telephone", "telephone", 30, "anyone", "by_email_link", ["paris", "milan"], 1, False, True,
     ("A conversation by telephone", "Una conversazione al telefono"),
     ("An advisor telephones you at the hour you choose, and has the time to listen.",
      "Un consulente La chiama all’ora che preferisce, con tutto il tempo per ascoltarLa.")),
    ("at-home", "home_visit", "client", 90, "anyone", "by_associate", ["paris"], 3, True, False,
     ("A visit to your home", "Una visita a casa Sua"),
     ("We come to you with a selection chosen for you. There is nothing to prepare.",
      "Veniamo da Lei con una selezione scelta per Lei. Non c’è nulla da preparare.")),
)  # fmt: skip


def experiences(language: str) -> list[dict[str, Any]]:
    """Everything that can be booked, in English or Italian."""
    at = 1 if language == "it" else 0
    return [
        {
            "id": slug,
            "kind": kind,
            "place": place,
            "name": name[at],
            "summary": summary[at],
            "duration": duration,
            "bookable_by": by,
            "confirmation": how,
            "boutiques": where,
            "party": {"max_guests": most},
            "policy": _POLICY["it" if at else "en"],
            "needs_address": address,
            "needs_telephone": telephone,
        }
        for slug, kind, place, duration, by, how, where, most, address, telephone, name, summary in _OFFERED
    ]


def maison(language: str) -> dict[str, Any]:
    """The whole catalogue."""
    cities = _CITIES_IT if language == "it" else CITIES
    return {
        "name": "Maison Orsière",
        "languages": ["en", "it"],
        "default_language": "en",
        "boutiques": [{**one, "city": cities[slug]} for slug, one in BOUTIQUES.items()],
        "experiences": experiences(language),
    }
