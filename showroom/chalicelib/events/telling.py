"""What all letters of events say alike: the house, when it is, who invites, and how a host is written to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.bookings.composer import Letters, staff_language
from chalicelib.boutiques.model import Boutique, in_language
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event, EventKind
from chalicelib.events.sittings import Sitting
from chalicelib.foundation.errors import NotFound
from chalicelib.messaging.model import Message, Notice, Recipient

LINK_DAYS = 3
"""How many days after the end a link still opens her page: what was shown may be seen again until then."""


class Told:
    """What letters to guests, to their companions and to hosts say alike of an event."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    def said(self, text: Mapping[str, str], language: str) -> str:
        """Return a text of the planner's in a language, or in the maison's first."""
        return in_language(text, language, self.letters.catalogue.maison().default_language)

    def house(self, event: Event, boutique: Boutique, language: str) -> dict[str, Any]:
        """The values that name the house and the occasion."""
        return {
            "maison_name": self.letters.catalogue.maison().name,
            "boutique_name": boutique.name,
            "boutique_telephone": boutique.telephone,
            "city": self.letters.city(boutique, language),
            "kind": event.kind.value,
            "place": "home" if event.kind is EventKind.DINNER else "video",
            "title": self.said(event.title, language),
            "zone": event.zone,
            "client_zone": None,
        }

    def to_advisor(
        self,
        event: Event,
        guest: Guest,
        boutique: Boutique,
        notice: Notice,
        facts: Callable[[str], Mapping[str, Any] | None],
    ) -> Message | None:
        """A letter about a guest to whoever invites her, or to the lead host; None where neither is to be told.

        `facts` says in a language what is to be told of her, or None when there is nothing to say any more.
        """
        host = guest.advisor or event.hosts[0]
        try:
            member, to = self.letters.staff(boutique, host)
        except NotFound:
            return None
        if member.leaving or (notice.channel == "sms" and not to.telephone):
            return None
        language = staff_language(boutique, host, self.letters.catalogue.maison().default_language)
        about = facts(language)
        if about is None:
            return None
        house = self.house(event, boutique, language)
        values = {
            **house,
            **when(event, event.sitting(guest.sitting) or event.sittings[0]),
            "experience": house["title"],
            "party": {"adults": guest.party, "children": 0},
            "wish": None,
            "console_url": f"{self.letters.public_url}/console",
            **about,
        }
        return letter(notice, language, to, house["maison_name"], boutique, values)

    @staticmethod
    def names(event: Event, boutique: Boutique, but: str = "") -> list[str]:
        """The names of an event's hosts who are still there, without one of them; the first leads."""
        known = {member.id: member.name for member in boutique.staff}
        return [known[host] for host in event.hosts if host in known and host != but]


def when(event: Event, sitting: Sitting) -> dict[str, Any]:
    """The values that say when a sitting is, and when it was before the event moved; minutes."""
    moved = event.previous_start is not None and event.previous_start != event.start
    return {
        "start": sitting.start,
        "end": sitting.end,
        "duration": sitting.end - sitting.start,
        "old_start": sitting.start - event.start + event.previous_start
        if moved and event.previous_start is not None
        else None,
        "spoken": sitting.language,
    }


def advisor_of(event: Event, guest: Guest, boutique: Boutique) -> str | None:
    """The name of whoever invites her, or of the lead host."""
    known = {member.id: member.name for member in boutique.staff}
    return known.get(guest.advisor or "") or known.get(event.hosts[0])


def letter(
    notice: Notice, language: str, to: Recipient, from_name: str, boutique: Boutique, values: Mapping[str, Any]
) -> Message:
    """A letter without a calendar file; answers to it go to the boutique."""
    return Message(
        template=notice.kind,
        language=language,
        channel=notice.channel,
        to=to,
        from_name=from_name,
        reply_to=boutique.email,
        values=values,
    )
