"""What wishes have to say: the facts of their letters."""

from __future__ import annotations

from datetime import datetime

from chalicelib.bookings.composer import Letters, addressed, staff_language
from chalicelib.bookings.wishes.service import Wishes
from chalicelib.foundation.errors import NotFound
from chalicelib.messaging.model import Message, Notice


class WishComposer:
    """Composes the letters of wishes."""

    def __init__(self, letters: Letters, wishes: Wishes) -> None:
        self._letters, self._wishes = letters, wishes

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:  # noqa: ARG002 - a Composer
        """Return what to say about a wish, or None when nobody is left to tell."""
        try:
            wish = self._wishes.find(subject.partition("#")[2])
            client, hers = self._letters.client(wish.client)
        except NotFound:
            return None
        boutique = self._letters.catalogue.boutique(wish.boutique)
        experience = self._letters.catalogue.experience(wish.experience)
        manager = boutique.manager() or (boutique.staying() or boutique.staff)[0]
        host = client.advisor if client.advisor in {member.id for member in boutique.staying()} else manager.id
        member, theirs = self._letters.staff(boutique, host or manager.id)
        default = self._letters.catalogue.maison().default_language
        language = wish.language if notice.to == "client" else staff_language(boutique, member.id, default)
        values = {
            **self._letters.house(boutique, experience, language),
            **addressed(client),
            "advisor": member.name,
            "wish": wish.document(),
            "client_email": hers.email,
            "client_telephone": hers.telephone,
        }
        return Message(
            template=notice.kind,
            language=language,
            channel=notice.channel,
            to=hers if notice.to == "client" else theirs,
            from_name=member.name if notice.to == "client" else self._letters.catalogue.maison().name,
            reply_to=boutique.email,
            values=values,
        )
