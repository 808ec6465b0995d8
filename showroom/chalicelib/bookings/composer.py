"""What bookings and wishes have to say: the facts of each letter. Messaging finds the words (`Composer`).

Facts are read when the letter is sent, never before: a letter about an appointment that has changed meanwhile says
what holds now, and one with nothing to say any more is dropped. Links are minted here, at sending, and stored nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from chalicelib.bookings import plan
from chalicelib.bookings.codes.model import Codes
from chalicelib.bookings.details import Details
from chalicelib.bookings.model import Booking, Proposal, State
from chalicelib.bookings.store import BookingStore
from chalicelib.bookings.truth import still_true
from chalicelib.bookings.video import room_times
from chalicelib.boutiques.model import Boutique, Experience, Staff, in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.ical import Event, write
from chalicelib.clients.model import Client
from chalicelib.clients.service import Clients
from chalicelib.foundation.clock import MINUTES_A_DAY, minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.identity.tokens import Tokens
from chalicelib.messaging.model import Message, Notice, Recipient

_INVITES = frozenset(
    {"booking.confirmed", "booking.accepted", "booking.moved", "booking.handed_over", "host.booked", "host.moved"}
)
_WITHDRAWS = frozenset({"booking.cancelled", "host.cancelled", "host.handed_over"})


class Letters:
    """The facts that every letter shares: the house, the person it goes to, and who signs it."""

    def __init__(self, catalogue: Catalogue, clients: Clients, tokens: Tokens, public_url: str) -> None:
        self.catalogue, self.clients, self.tokens, self.public_url = catalogue, clients, tokens, public_url

    def staff(self, boutique: Boutique, staff_id: str) -> tuple[Staff, Recipient]:
        """Return a member of staff and how to write to her."""
        member = boutique.member(staff_id)
        contacts = self.catalogue.contacts(boutique.id, staff_id)
        return member, Recipient(member.name, contacts.email, contacts.telephone)

    def client(self, client_id: str) -> tuple[Client, Recipient]:
        """Return a client and how to write to her. Raises NotFound once she was erased."""
        client = self.clients.get(client_id)
        if client.contact is None:
            raise NotFound("no contact")
        name = client.contact.name
        recipient = Recipient(
            name.display, client.contact.email or None, client.contact.telephone or None, name.called or None
        )
        return client, recipient

    def own(self, client: Client) -> Boutique:
        """Return the boutique of a client's own advisor. Raises NotFound when either is no longer there."""
        boutique = self.catalogue.boutique(client.boutique or "")
        boutique.member(client.advisor or "")
        return boutique

    def city(self, boutique: Boutique, language: str) -> str:
        """Return a boutique's city as it is called in a language."""
        return in_language(boutique.city, language, self.catalogue.maison().default_language)

    def house(self, boutique: Boutique, experience: Experience, language: str) -> dict[str, Any]:
        """The values that name the house and what it offers."""
        maison = self.catalogue.maison()

        def said(text: Mapping[str, str]) -> str:
            return in_language(text, language, maison.default_language)

        return {
            "maison_name": maison.name,
            "experience": said(experience.name),
            "kind": experience.kind,
            "place": experience.form.place,
            "city": said(boutique.city),
            "boutique_name": boutique.name,
            "boutique_telephone": boutique.telephone,
            "boutique_address": list(boutique.address),
            "policy_text": said(experience.policy.text),
        }


class BookingComposer:
    """Composes the letters of bookings."""

    def __init__(self, letters: Letters, store: BookingStore, codes: Codes) -> None:
        self._letters, self._store, self._codes = letters, store, codes

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Return what to say about a booking, or None when that is not true any more or nobody is left to tell."""
        booking = self._store.get(subject.partition("#")[2])
        minute = minute_of(now)
        if booking is None or not still_true(booking, notice, minute):
            return None
        boutique = self._letters.catalogue.boutique(booking.boutique)
        experience = self._letters.catalogue.experience(booking.experience)
        try:
            client, hers = self._letters.client(booking.client)
            details = self._store.open(booking)
            house = boutique if notice.kind != "host.elsewhere" else self._letters.own(client)
        except NotFound:
            return None  # she was erased, or her advisor has left: nobody to write to, or nothing to tell of her
        host = boutique.member(booking.advisor)
        reader, staff_id, theirs = self._reader(house, booking, notice, client)
        if notice.to != "client" and theirs.member(staff_id).leaving:
            return None  # she leaves the house: nothing of a client goes to her any more
        to = hers if notice.to == "client" else reader
        if notice.to == "host" and notice.channel == "sms" and not to.telephone:
            return None  # her letter says it too
        language = booking.language if notice.to == "client" else staff_language(theirs, staff_id, self._default())
        values = {
            **self._letters.house(boutique, experience, language),
            **self._about(booking, experience, details, notice.to == "client", minute),
            **addressed(client),
            **self._links(booking, experience, notice, staff_id),
            "advisor": host.name,
            "proposals": [self._proposed(booking, one, language) for one in booking.proposals],
            "client_telephone": hers.telephone,
        }
        if notice.kind == "booking.confirm_code" and booking.code is not None:
            values["code"] = self._codes.digits(booking.id, booking.code)
        calendar, method = self._calendar(booking, notice, values, now)
        return Message(
            template=notice.kind,
            language=language,
            channel=notice.channel,
            to=to,
            from_name=host.name if notice.to == "client" else self._letters.catalogue.maison().name,
            reply_to=boutique.email,
            values=values,
            calendar=calendar,
            calendar_method=method,
        )

    def _proposed(self, booking: Booking, proposal: Proposal, language: str) -> dict[str, Any]:
        """The values by which a proposed time differs from the appointment."""
        would = booking.as_proposed(proposal)
        boutique = self._letters.catalogue.boutique(would.boutique)
        experience = self._letters.catalogue.experience(would.experience)
        return {
            **self._letters.house(boutique, experience, language),
            "start": would.start,
            "zone": would.zone,
            "client_zone": booking.client_zone if experience.form.clock == "client" else None,
            "until": proposal.expires_at,
            "advisor": boutique.member(would.advisor).name,
        }

    def calendar_of(self, booking: Booking, now: datetime) -> str:
        """Return a booking as a calendar file for whoever may read it, in its client's language."""
        boutique = self._letters.catalogue.boutique(booking.boutique)
        experience = self._letters.catalogue.experience(booking.experience)
        values = {
            **self._letters.house(boutique, experience, booking.language),
            "advisor": boutique.member(booking.advisor).name,
            "visit_address": [],
        }
        method: Literal["CANCEL", "PUBLISH"] = "CANCEL" if booking.state is State.CANCELLED else "PUBLISH"
        return calendar_file(booking, values, now, method)

    def _default(self) -> str:
        return self._letters.catalogue.maison().default_language

    def _reader(
        self, boutique: Boutique, booking: Booking, notice: Notice, client: Client
    ) -> tuple[Recipient, str, Boutique]:
        """Return who of the house reads a letter, with her staff id and her boutique."""
        named = plan.recipient_of(notice)
        staff_id = named[1] if named else booking.advisor
        if named and named[0]:
            boutique = self._letters.catalogue.boutique(named[0])
        if notice.kind == "host.elsewhere":
            staff_id = client.advisor or ""
        if notice.to == "deputy":
            staff_id = boutique.member(booking.advisor).deputy or staff_id
        manager = boutique.manager()
        if notice.to == "manager" and manager is not None:
            staff_id = manager.id
        return self._letters.staff(boutique, staff_id)[1], staff_id, boutique

    def _about(
        self, booking: Booking, experience: Experience, details: Details, for_client: bool, now: int
    ) -> dict[str, Any]:
        policy = experience.policy
        until = booking.start - policy.change_until_minutes
        visited = experience.form.place == "client" and details.address is not None
        return {
            "start": booking.start,
            "end": booking.end,
            "zone": booking.zone,
            "client_zone": booking.client_zone if experience.form.clock == "client" else None,
            "old_start": booking.previous_start if booking.previous_start != booking.start else None,
            "to_be_moved": booking.to_be_moved,
            "late_by": booking.late_by,
            "duration": booking.end - booking.start,
            "change_until": until if now < until else None,
            "expires_at": booking.expires_at,
            "party": {"adults": booking.adults, "children": booking.children},
            "late": booking.late,
            "visit_address": address_lines(details.address, entry=not for_client)
            if visited and details.address
            else [],
            "note": None if for_client else details.note or None,
            "access_needs": details.access_needs or None,
            "surprise": details.surprise,
            "on_behalf_of": details.on_behalf_of or None,
            "wish": None,
        }

    def _links(self, booking: Booking, experience: Experience, notice: Notice, staff_id: str) -> dict[str, Any]:
        expires = booking.end + MINUTES_A_DAY
        who: Literal["guest", "host"] = "guest" if notice.to == "client" else "host"
        token = self._letters.tokens.manage(booking.id, booking.link_version, who, staff_id, expires)
        base = self._letters.public_url
        manage = f"{base}/manage#{token}"
        return {
            "manage_url": manage,
            "host_url": manage if who == "host" else None,
            "join_url": f"{base}/room#{token}" if room_times(booking, experience) else None,
        }

    def _calendar(
        self, booking: Booking, notice: Notice, values: Mapping[str, Any], now: datetime
    ) -> tuple[str | None, Literal["REQUEST", "CANCEL"] | None]:
        if notice.kind in _WITHDRAWS:
            method: Literal["REQUEST", "CANCEL"] = "CANCEL"
        elif notice.kind in _INVITES and booking.state is State.CONFIRMED:
            method = "REQUEST"
        else:
            return None, None
        if notice.channel != "email":
            return None, None
        return calendar_file(booking, values, now, method), method


def calendar_file(
    booking: Booking, values: Mapping[str, Any], now: datetime, method: Literal["REQUEST", "CANCEL", "PUBLISH"]
) -> str:
    """Return the appointment as an iCalendar file; UID stays for its life and SEQUENCE rises with each version."""
    where = {
        "boutique": ", ".join([values["boutique_name"], *values["boutique_address"]]),
        "client": ", ".join(values["visit_address"]),
        "video": values.get("join_url") or "",
        "telephone": "",
    }[values["place"]]
    event = Event(
        uid=f"{booking.id}@showroom",
        sequence=booking.version - 1,
        start=booking.start,
        end=booking.end,
        zone=booking.zone,
        summary=f"{values['experience']}, {values['maison_name']}",
        location=where,
        description=f"{values['advisor']}, {values['boutique_telephone']}",
        url=values.get("join_url") or values.get("manage_url") or "",
    )
    return write([event], minute_of(now), method)


def addressed(client: Client) -> dict[str, Any]:
    """The values by which a letter names its client."""
    name = client.contact.name if client.contact else None
    if name is None:
        return {}
    salutation = asdict(name)
    return {"client_name": name.display, "salutation": salutation}


def address_lines(address: Mapping[str, Any], *, entry: bool) -> list[str]:
    """The lines of an address; how to get in is for the host's eyes."""
    city = " ".join(filter(None, (address.get("postal_code"), address.get("city"))))
    notes = (address.get("entry_notes"),) if entry else ()
    return [*address.get("lines", ()), city, *filter(None, notes)]


def staff_language(boutique: Boutique, staff_id: str, default: str) -> str:
    """A member of staff is written to in the maison's own language when she speaks it, else in her first."""
    languages = boutique.member(staff_id).languages
    return default if default in languages or not languages else languages[0]
