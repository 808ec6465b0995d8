"""A small maison's file, and ways to change it without losing sight of the lines."""

from __future__ import annotations

from pathlib import Path

DEMO = Path(__file__).parents[2] / "infra" / "local" / "maison.yaml"

SMALL = """\
maison:
  id: petite
  name: Petite
  languages: [en, it]
  default_language: en

skills: [bridal]

policies:
  visit:
    change_until: 4 h
    cancel_until: 4 h
    text: { en: Up to four hours before., it: Fino a quattro ore prima. }

experiences:
  visit:
    kind: boutique_visit
    name: { en: A visit, it: Una visita }
    summary: { en: Come and see., it: Venga a vedere. }
    duration: 1 h
    step: 30 min
    lead: 3 h
    window: 60 days
    party: { max_guests: 4 }
    bookable_by: anyone
    confirmation: by_email_link
    roles: [advisor, room]
    policy: visit
    reminders: [1 day before by email]
    boutiques: [paris]
  at-home:
    kind: home_visit
    name: { en: At your home, it: A casa Sua }
    summary: { en: We come to you., it: Veniamo da Lei. }
    duration: 1 h 30 min
    party: { max_guests: 6 }
    bookable_by: anyone
    confirmation: by_associate
    policy: visit
    boutiques: [paris]
    areas:
      - { boutique: paris, country: FR, postal: [75, "92"] }

boutiques:
  paris:
    name: Petite Paris
    city: Paris
    country: FR
    zone: Europe/Paris
    address: [1 rue de Rien, 75001 Paris]
    telephone: +33 1 99 00 12 00
    email: paris@maison.example
    languages: [fr]
    hours: { mon-fri: 10:00-19:00 }
    closures: { 2027-08-02/2027-08-15: Summer }
    rooms: { salon: Salon }
    staff:
      anna:
        name: Anna
        role: manager
        languages: [fr]
        skills: [bridal]
        deputy: bruno
        email: anna@maison.example
        telephone: +33 1 99 00 12 01
      bruno:
        name: Bruno
        languages: [fr, it]
        hours: { tue-sat: 11:00-18:00 }
        away: [2027-02-01/2027-02-05]
        email: bruno@maison.example
"""


def changed(old: str, new: str, text: str = SMALL) -> str:
    """Return the file with one place changed; a change that finds nothing to change is a mistake of the test."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the file"
    return text.replace(old, new)


def line_of(part: str, text: str) -> int:
    """Return the line (from 1) on which a part of the text stands first."""
    return text[: text.index(part)].count("\n") + 1
