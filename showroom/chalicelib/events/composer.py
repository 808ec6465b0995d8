"""What events have to say: the facts of each letter to guests and hosts. Messaging finds the words (`Composer`).

Facts are read when the letter is sent, never before, and one with nothing to say any more is dropped (`truth`). An
invitation's link is minted here, at sending, and stored nowhere. A client who has said meanwhile that she wishes for no
invitations is sent none, whenever it was planned (rule C2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from chalicelib.bookings.composer import Letters, addressed, staff_language
from chalicelib.boutiques.model import Boutique
from chalicelib.clients.consent import Channel, Decision, Purpose, may_contact
from chalicelib.clients.model import Client
from chalicelib.clients.store import ClientStore
from chalicelib.events.calendar_file import LetterMethod, enclosed, enclosed_for_host, method_of
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.guests.requests import RequestState
from chalicelib.events.model import OPENS_BEFORE, Event, EventKind
from chalicelib.events.plan import HOST_LATE, INVITED, NAMES_ASKED, host_of
from chalicelib.events.reach import Evenings, her_zone
from chalicelib.events.sittings import Sitting
from chalicelib.events.telling import LINK_DAYS, Told, advisor_of, letter, when
from chalicelib.events.truth import still_true, still_true_to_host
from chalicelib.foundation.clock import MINUTES_A_DAY, minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.messaging.model import Message, Notice, Recipient

_OBJECTS = frozenset({"level", "suppressed", "objected"})
"""Reasons of hers for which she is not invited."""
_STANDING = {GuestState.ACCEPTED: "accepted", GuestState.WAITLISTED: "waiting", GuestState.OFFERED: "waiting"}


class Table(Protocol):
    """Knows the dinner that comes to a guest's own door: the facts of letters about it."""

    def facts(self, event: Event, guest: Guest, notice: Notice, language: str, now: int) -> Mapping[str, Any] | None:
        """Return the values that `letters.dinners` needs for this kind, or None when there is nothing to say."""


class GuestComposer:
    """Composes the letters of guests."""

    def __init__(
        self, letters: Letters, evenings: Evenings, objections: ClientStore, table: Table | None = None
    ) -> None:
        """`objections` is where the suppression list is; `table` knows of dinners."""
        self._letters, self._told, self._evenings = letters, Told(letters), evenings
        self._objections, self.table = objections, table

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Return what to say to a guest, or None when that is not true any more or nobody is left to tell."""
        found = self._evenings.of(subject)
        minute = minute_of(now)
        if found is None or not still_true(*found, notice, minute):
            return None
        event, guest = found
        boutique = self._letters.catalogue.boutique(event.boutique)
        try:
            client, hers = self._letters.client(guest.client)
            companions = [one.display for one in self._evenings.guests.open(guest).companions]
            word = self._evenings.guests.open_request(guest)[1]
        except NotFound:
            return None
        if notice.to == "host":
            return self._to_her_advisor(event, guest, boutique, client, hers, notice, minute)
        decision = self._may_invite(client, notice, minute)
        if notice.kind == INVITED and not decision.allowed:
            return None
        language = guest.language
        sitting = event.sitting(guest.sitting) or event.sittings[0]
        values = {
            **self._told.house(event, boutique, language),
            **addressed(client),
            **when(event, sitting),
            **self._links(event, guest),
            **self._answers(event, guest, sitting, minute),
            "client_zone": her_zone(self._letters.catalogue, client, event),
            "description": self._told.said(event.description, language) if event.description else "",
            "hosts": self._told.names(event, boutique),
            "advisor": advisor_of(event, guest, boutique),
            "companions": [name for name in companions if name],
            "never_again": decision.reason in _OBJECTS,
            "as_asked": guest.request is not None and guest.request.state is RequestState.GRANTED,
            "word": word,
        }
        if notice.kind == NAMES_ASKED:
            values["unnamed"] = guest.party - 1 - len(values["companions"])
            if values["unnamed"] <= 0:
                return None
        if event.kind is EventKind.DINNER and notice.kind in _OF_DINNERS:
            facts = self.table.facts(event, guest, notice, language, minute) if self.table else None
            if facts is None:
                return None
            values |= facts
        method = method_of(notice.kind, guest) if notice.channel == "email" else None
        summary = f"{values['title']}, {values['maison_name']}"
        about = ", ".join([*values["hosts"], boutique.telephone])
        return Message(
            template=notice.kind,
            language=language,
            channel=notice.channel,
            to=hers,
            from_name=values["advisor"] or values["maison_name"],
            reply_to=boutique.email,
            values=values,
            calendar=enclosed(event, guest, summary, about, values["link"], minute, method) if method else None,
            calendar_method=method,
        )

    def _may_invite(self, client: Client, notice: Notice, now: int) -> Decision:
        held = self._objections.suppressions(client.contact) if client.contact else {}
        card = replace(client, suppressed=frozenset(channel for channel, one in held.items() if one))
        return may_contact(card, Channel(notice.channel), Purpose.INVITATION, now)

    def _links(self, event: Event, guest: Guest) -> dict[str, str]:
        """Links open her page, where she answers by a press; none acts by being opened."""
        expires = event.end + LINK_DAYS * MINUTES_A_DAY
        token = self._letters.tokens.invitation(event.id, guest.id, guest.link_version, expires)
        link = f"{self._letters.public_url}/event#{token}"
        return {
            "link": link,
            "yes_url": f"{link}&answer=yes",
            "no_url": f"{link}&answer=no",
            "never_again_url": f"{link}&no=1",
        }

    @staticmethod
    def _answers(event: Event, guest: Guest, sitting: Sitting, now: int) -> dict[str, Any]:
        until = event.cutoff if guest.expires_at is None else min(event.cutoff, guest.expires_at)
        several = len(event.sittings) > 1 and not guest.sitting
        return {
            "party": guest.party,
            "max_plus_ones": guest.max_plus_ones,
            "sittings": [when(event, one) for one in event.sittings] if several else [],
            "answer_until": until if now < until < sitting.start else None,
            "change_until": event.freeze if now < event.freeze else None,
            "opens_at": sitting.start - OPENS_BEFORE,
            "offer_until": guest.offer_expires_at,
            "standing": _STANDING.get(guest.state, "invited"),
            "by_house": guest.state is GuestState.REVOKED,
        }

    def _to_her_advisor(
        self, event: Event, guest: Guest, boutique: Boutique, client: Client, hers: Recipient, notice: Notice, now: int
    ) -> Message | None:
        """A letter to her came back, or her dinner has not come: whoever invites her is told, or the lead host."""
        about = {**addressed(client), "client_telephone": hers.telephone}

        def facts(language: str) -> Mapping[str, Any] | None:
            if notice.kind != HOST_LATE:
                return about
            found = self.table.facts(event, guest, notice, language, now) if self.table else None
            return {**about, **found} if found is not None else None

        return self._told.to_advisor(event, guest, boutique, notice, facts)


_OF_DINNERS = frozenset(
    {"event.diets_asked", "event.window", "event.window_moved", "event.delivered_late", "event.film_moved"}
)


class GatheringComposer:
    """Composes the letters of hosts."""

    def __init__(self, letters: Letters, evenings: Evenings) -> None:
        self._letters, self._told, self._evenings = letters, Told(letters), evenings

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Return what to say to the host whom a notice names, or None when it is not true any more or she has left."""
        event = self._evenings.event(subject.partition("#")[2])
        if event is None or not still_true_to_host(event, notice, minute_of(now)):
            return None
        boutique, host = self._letters.catalogue.boutique(event.boutique), host_of(notice)
        try:
            member, to = self._letters.staff(boutique, host)
        except NotFound:
            return None
        if member.leaving:
            return None
        language = staff_language(boutique, host, self._letters.catalogue.maison().default_language)
        values = {
            **self._told.house(event, boutique, language),
            **when(event, event.sittings[0]),
            "start": event.start,
            "sittings": [{**when(event, one), "capacity": one.capacity} for one in event.sittings],
            "others": self._told.names(event, boutique, but=host),
            "no_longer_host": event.is_running,
            "console_url": f"{self._letters.public_url}/console",
        }
        told = letter(notice, language, to, values["maison_name"], boutique, values)
        method: LetterMethod = "CANCEL" if notice.kind == "host.event_called_off" else "REQUEST"
        summary, hosts = f"{values['title']}, {values['maison_name']}", self._told.names(event, boutique)
        file = enclosed_for_host(event, summary, hosts, minute_of(now), method)
        return replace(told, calendar=file, calendar_method=method)
