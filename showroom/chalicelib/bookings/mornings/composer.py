"""What the morning's letter says: read when it is sent, with the rights of whoever it is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.bookings.composer import Letters, address_lines, addressed, staff_language
from chalicelib.bookings.details import Details
from chalicelib.bookings.diary import Diary, Engagement
from chalicelib.bookings.mornings.plan import brief
from chalicelib.bookings.reading import Reading
from chalicelib.boutiques.model import Boutique
from chalicelib.calendars.spans import intersect
from chalicelib.calendars.zones import date_of, local_day
from chalicelib.clients.model import Client
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.identity.model import Principal, Role
from chalicelib.messaging.model import Message, Notice

Private = Mapping[str, tuple[Client, Details]]


class MorningComposer:
    """Composes the letters of the morning."""

    def __init__(self, letters: Letters, diary: Diary, bookings: Reading) -> None:
        self._letters, self._diary, self._bookings = letters, diary, bookings

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Return her day, or None: on another day than it is for, on her day off, with nothing to tell or nobody to."""
        boutique_id, _, staff_id = subject.partition("#")[2].partition("/")
        minute = minute_of(now)
        try:
            boutique = self._letters.catalogue.boutique(boutique_id)
            member, hers = self._letters.staff(boutique, staff_id)
        except NotFound:
            return None  # she has left, or her boutique is no more
        today = local_day(boutique.zone, minute)
        if today != notice.version or member not in boutique.staying() or not member.morning_letter:
            return None
        herself = Principal(Role.ASSOCIATE, staff_id, frozenset({boutique_id}))
        date = date_of(today)
        told = brief(
            staff_id,
            self._diary.day(herself, boutique_id, date, minute),
            self._diary.waiting(herself, boutique_id, minute),
        )
        shift = self._diary.shift(boutique_id, date, 1)
        if not told.is_due(bool(intersect(shift.opening, shift.working.get(staff_id, ())))):
            return None
        every = [one.booking for part in (told.received, told.moving, told.asking, told.proposed) for one in part]
        private = self._bookings.privates(herself, list({one.id: one for one in every}.values()))
        maison = self._letters.catalogue.maison()
        language = staff_language(boutique, staff_id, maison.default_language)

        def written(part: Iterable[Engagement]) -> list[dict[str, Any]]:
            return [self._appointment(one, boutique, language, private) for one in part]

        values = {
            "maison_name": maison.name,
            "boutique_name": boutique.name,
            "city": self._letters.city(boutique, language),
            "zone": boutique.zone,
            "place": "boutique",
            "start": notice.due,
            "received": written(told.received),
            "moving": written(told.moving),
            "asking": written(told.asking),
            "proposed": written(told.proposed),
            "console_url": f"{self._letters.public_url}/console",
        }
        return Message(
            template=notice.kind,
            language=language,
            channel=notice.channel,
            to=hers,
            from_name=maison.name,
            reply_to=boutique.email,
            values=values,
        )

    def _appointment(self, one: Engagement, boutique: Boutique, language: str, private: Private) -> dict[str, Any]:
        booking = one.booking
        client, details = private.get(booking.id, (None, Details()))
        experience = self._letters.catalogue.experience(booking.experience)
        contact = client.contact if client else None
        visited = experience.form.place == "client" and details.address is not None
        return {
            **self._letters.house(boutique, experience, language),
            **(addressed(client) if client else {}),
            "start": one.start,
            "client_zone": booking.client_zone if experience.form.clock == "client" else None,
            "duration": one.end - one.start,
            "room": next((room.name for room in boutique.rooms if room.id == booking.room), None),
            "party": {"adults": booking.adults, "children": booking.children},
            "speaks": booking.language,
            "client_telephone": contact.telephone if contact else None,
            "visit_address": address_lines(details.address, entry=True) if visited and details.address else [],
            "note": details.note or None,
            "access_needs": details.access_needs or None,
            "surprise": details.surprise,
            "on_behalf_of": details.on_behalf_of or None,
        }
