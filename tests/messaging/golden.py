"""The letters as they are read: `python -m tests.messaging.golden` writes them anew, to be read before committing.

Every template in every language, and for some of them the places and clocks that change the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from chalicelib.messaging.fallback import THERE_ALONE
from chalicelib.messaging.letters import Letters
from chalicelib.messaging.model import Message, Recipient
from infra.letters import build
from tests.messaging.values import CLIENT_LETTERS, DOORS, HOST_LETTERS, START, elsewhere, message, proposal

FOLDER = Path(__file__).parent / "golden"
LANGUAGES = ("en", "it", "fr", "zh", "ja", "ar")
VARIANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "booking.confirmed-client": ("client", {"party": {"adults": 1, "children": 0}}),
    "booking.confirmed-telephone": ("telephone", {"party": {"adults": 1, "children": 0}}),
    "booking.confirmed-video-next-day": ("video", {"client_zone": "Australia/Sydney"}),
    "booking.confirmed-video-same-day": ("video", {"client_zone": "America/New_York"}),
    "booking.cancelled-late": ("boutique", {"late": True, "manage_url": None}),
    "host.booked-client": ("client", {"note": None}),
    "host.booked-video": ("video", {"client_zone": "Australia/Sydney", "access_needs": None}),
    "host.booked-telephone": ("telephone", {"client_telephone": "+39 340 123 4567", "note": None}),
    "host.cancelled-late": ("boutique", {"late": True}),
}

DINNER = "launch_dinner"
WORD = "The salon holds no more chairs.\nI shall telephone you tomorrow."
OCCASION_VARIANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "event.invited-dinner": (DINNER, {"max_plus_ones": 1, "client_zone": "Europe/Rome"}),
    "event.invited-alone": ("group_presentation", {"max_plus_ones": 0, "advisor": None, "hosts": ["Giulia Conti"],
                                                   "answer_until": None}),
    "event.invited-sittings": ("group_presentation", {"sittings": [
        {"start": START, "end": START + 60, "spoken": "it"},
        {"start": START + 240, "end": START + 300, "spoken": "fr"}]}),
    "event.accepted-dinner": (DINNER, {"party": 2, "companions": ["Paolo Ferrante"], "opens_at": None}),
    "event.offered-alone": ("group_presentation", {"party": 1}),
    "event.declined-never": ("group_presentation", {"never_again": True, "party": 1}),
    "event.changed-asked": ("group_presentation", {"as_asked": True, "change_until": None}),
    "event.not_granted-word": ("group_presentation", {"change_until": None, "word": WORD}),
    "event.cancelled-house": ("group_presentation", {"by_house": True}),
    "event.moved-invited": ("group_presentation", {"standing": "invited", "old_start": START - 1440}),
    "event.moved-waiting": ("group_presentation", {"standing": "waiting"}),
    "event.moved-dinner": (DINNER, {}),
    "event.film_moved-days": (DINNER, {"waits": False}),
    "event.film_moved-planned": (DINNER, {"waits": False, "window": None}),
    "event.film_moved-laid": (DINNER, {"window": None, "delivered": True}),
    "event.names_asked-one": ("group_presentation", {"unnamed": 1, "party": 2}),
    "door.invited-nobody": (DINNER, {"inviter": {}, "party": 1, "diets_until": None}),
    "door.called_off-gathered": (DINNER, {"why": "gathered"}),
    "door.called_off-gone": (DINNER, {"why": "given_back"}),
    "door.film_moved-days": (DINNER, {"waits": False}),
    "host.dinner_late-begun": (DINNER, {"begun": True, "delivery": "planned", "attempts": [],
                                        "recipient": "Luca Moretti", "client_telephone": "+39 340 123 4567"}),
    "event.reminder-dinner": (DINNER, {"change_until": None}),
    "event.delivered_late-unknown": (DINNER, {"expected_at": None, "replay_minutes": None}),
    "host.event_published-sittings": ("group_presentation", {"sittings": [
        {"start": START, "end": START + 60, "spoken": "it", "capacity": 20},
        {"start": START + 90, "end": START + 150, "spoken": "fr", "capacity": 1}]}),
    "host.event_called_off-colleague": (DINNER, {"no_longer_host": True, "others": []}),
}  # fmt: skip
"""Occasions of another kind, and answers that change the words."""


def messages(language: str) -> Iterator[tuple[str, Message]]:
    """Yield the name and the message of every letter that is kept."""
    for template in (*CLIENT_LETTERS, *HOST_LETTERS):
        yield template, _to_her_deputy(message(template, language))
    for name, (place, changes) in VARIANTS.items():
        yield name, message(name.partition("-")[0], language, place, **changes)
    for name in ("booking.move_proposed", "host.proposal_refused", "host.proposal_lapsed"):
        yield f"{name}-must", message(name, language, proposals=elsewhere(language), to_be_moved=True)
    yield "booking.move_proposed-several", message("booking.move_proposed", language, proposals=elsewhere(language))
    yield "booking.options-several", message("booking.options", language, proposals=[proposal(), proposal(2880)])
    for name, (kind, changes) in OCCASION_VARIANTS.items():
        yield name, message(name.partition("-")[0], language, kind=kind, **changes)
    yield "booking.move_proposed-none", message("booking.move_proposed", language, proposals=[], to_be_moved=True)


def _to_her_deputy(found: Message) -> Message:
    if found.template != "host.escalated":
        return found
    return replace(found, to=Recipient("Marco Ferri", "marco@maison.example"))


def written(letters: Letters, found: Message) -> str:
    """Return a letter as its golden text: subject, then the text part, then the short message where there is one."""
    letter = letters.write(found)
    parts = [letter.subject, letter.text]
    if not found.template.startswith("host.") and found.template not in {*THERE_ALONE, *DOORS}:
        parts.append(f"SMS: {letters.sms(found)}\n")
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def main() -> None:
    """Write every letter anew."""
    build()
    letters = Letters()
    for language in LANGUAGES:
        folder = FOLDER / language
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        for name, found in messages(language):
            (folder / f"{name}.txt").write_text(written(letters, found), encoding="utf-8")


if __name__ == "__main__":
    main()
