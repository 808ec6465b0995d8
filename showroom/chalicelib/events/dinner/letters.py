"""What is said of a dinner: to the client who was invited, to companions at doors of their own, to a guest's advisor.

Facts are read when a letter is sent, and one that is not true any more is dropped: of a window that is over, of boxes
that have come, of a link that is dead. No letter holds what anybody eats (rule D4). A companion's link is minted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.bookings.composer import Letters
from chalicelib.boutiques.model import Boutique
from chalicelib.events.dinner.diets import FORGET_AFTER_DAYS
from chalicelib.events.dinner.doorsteps import Door, Doorsteps, waits
from chalicelib.events.dinner.households import Household
from chalicelib.events.dinner.tables import doors
from chalicelib.events.film.model import REPLAY_MINUTES
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event, EventState
from chalicelib.events.plan import HOST_LATE, household_of
from chalicelib.events.reach import Evenings
from chalicelib.events.telling import LINK_DAYS, Told, advisor_of, letter, when
from chalicelib.foundation.clock import MINUTES_A_DAY, minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.messaging.fallback import HOST_BOUNCED, Reached
from chalicelib.messaging.model import Message, Notice, Recipient

Facts = dict[str, Any]


class TableFacts:
    """The facts of letters to guests, and to their advisors, about the dinner at their own table (`Table`)."""

    def __init__(self, told: Told, doorsteps: Doorsteps) -> None:
        self._told, self._doorsteps = told, doorsteps

    def facts(self, event: Event, guest: Guest, notice: Notice, language: str, now: int) -> Mapping[str, Any] | None:
        """Return the values that `letters.dinners` needs for this kind, or None when there is nothing to say."""
        if notice.kind == HOST_LATE:
            return self._late_for_host(event, guest, household_of(notice), language, now)
        door = self._doorsteps.door(event, guest.id)
        if door is None or door.home is None:
            return None
        city = _city(self._told, door, language)
        match notice.kind:
            case "event.diets_asked":
                return _asked(event, door, door.home, now)
            case "event.window" | "event.window_moved":
                return _comes(door, city, now, notice.kind)
            case "event.delivered_late":
                return _late(door, city, now)
            case "event.film_moved":
                return _film(event, door, city, now)
        return None

    def _late_for_host(self, event: Event, guest: Guest, household: str, language: str, now: int) -> Facts | None:
        door = self._doorsteps.door(event, guest.id, household)
        if door is None or door.home is None or door.line is None or door.is_served or now < door.line.end:
            return None
        companion = {"recipient": door.home.recipient} if door.is_own else {}
        called = {"client_telephone": door.home.telephone} if door.home.telephone else {}
        if door.is_own and not called:
            called = {"client_telephone": ""}  # the client's telephone rings at another door
        return {
            **door.night(_city(self._told, door, language), now),
            "begun": now >= event.start,
            **companion,
            **called,
        }


def _city(told: Told, door: Door, language: str) -> str:
    """The city of an address; nothing where nobody named it, and its clock does."""
    return told.said(door.city, language) if door.city else ""


def _asked(event: Event, door: Door, home: Household, now: int) -> Facts | None:
    """Of whom nothing is known: companions by name, once the client has answered for herself (rule D2)."""
    if home.is_complete or now >= event.cutoff:
        return None
    unknown = [one for one in home.persons if one.needs is None]
    herself = any(one.code == door.table.registration.inviting for one in unknown)
    return {
        "unanswered": [] if herself else [one.name for one in unknown if one.name],
        "unaddressed": home.address is None,
        "diets_until": event.cutoff,
        "kept_days": FORGET_AFTER_DAYS,
    }


def _comes(door: Door, city: str, now: int, kind: str) -> Facts | None:
    window = door.window(city)
    if window is None or not door.is_due(now):
        return None
    before = door.table.earlier.get(door.household) if kind.endswith("_moved") else None
    if before == (window["start"], window["end"]):
        return None  # it was moved, and is back where she was told
    old = {"start": before[0], "end": before[1]} if before is not None else None
    return {"window": window, "old_window": old, **_where(door)}


def _late(door: Door, city: str, now: int) -> Facts | None:
    if door.line is None or door.is_served:
        return None
    return {**door.night(city, now), "replay_minutes": REPLAY_MINUTES, **_where(door)}


def _film(event: Event, door: Door, city: str, now: int) -> Facts:
    """When the film begins, and her courier's hours of just now: a household is told once (rule D5)."""
    window = door.window(city) if door.is_due(now) else None
    return {"waits": waits(event, now), "window": window, "delivered": door.is_served or door.state.value != "planned"}


def _where(door: Door) -> Facts:
    address = door.home.address if door.home is not None else None
    return {"visit_address": list(address.lines) if address is not None else None}


class DoorComposer:
    """Composes the letters of `door#<event id>.<guest id>.<household id>`."""

    def __init__(self, letters: Letters, evenings: Evenings, doorsteps: Doorsteps) -> None:
        self._letters, self._told = letters, Told(letters)
        self._evenings, self._doorsteps = evenings, doorsteps

    def compose(self, subject: str, notice: Notice, now: datetime) -> Message | None:
        """Return what to say to a companion, or None when that is not true any more or nobody is left to tell."""
        whose, _, household = subject.partition("#")[2].rpartition(".")
        found = self._evenings.of(f"guest#{whose}")
        door = self._doorsteps.door(found[0], found[1].id, household) if found else None
        if found is None or door is None:
            return None
        event, guest = found
        boutique = self._letters.catalogue.boutique(event.boutique)
        if notice.kind == HOST_BOUNCED:
            return self._came_back(event, guest, boutique, door, notice)
        facts = self._facts(event, guest, door, notice, minute_of(now))
        to = _recipient(door)
        if facts is None or to is None:
            return None
        try:
            client, _ = self._letters.client(guest.client)
        except NotFound:
            return None
        name = client.contact.name if client.contact else None
        advisor = advisor_of(event, guest, boutique)
        values = {
            **self._values(event, guest, boutique, door),
            "client_name": to.name,
            "inviter": {
                "title": name.title, "given": name.given, "family": name.family, "display": name.display,
            } if name else {},
            "advisor": advisor,
            "link": self._link(event, guest, door),
            **facts,
        }  # fmt: skip
        return letter(notice, guest.language, to, advisor or values["maison_name"], boutique, values)

    def _facts(self, event: Event, guest: Guest, door: Door, notice: Notice, now: int) -> Facts | None:
        """What is said of this kind, or None when it does not hold (rule C5: judged when it is sent)."""
        city = _city(self._told, door, guest.language)
        off = event.state is EventState.CANCELLED
        if notice.kind == doors.CALLED_OFF:
            gone = off or door.home is None or not door.home.email
            why = "called_off" if off else "gathered" if door.still_dines else "given_back"
            return {"why": why} if gone and now < event.end else None
        home = door.home
        comes = event.is_running and guest.state is GuestState.ACCEPTED and now < event.end
        if not comes or home is None or not door.is_own or home.link != notice.version:
            return None
        match notice.kind:
            case doors.INVITED if now < event.start:
                asked = event.cutoff if now < event.cutoff else None
                return {"diets_until": asked, "kept_days": FORGET_AFTER_DAYS}
            case doors.WINDOW | doors.WINDOW_MOVED:
                return _comes(door, city, now, notice.kind)
            case doors.LATE:
                return _late(door, city, now)
            case doors.FILM_MOVED if now < event.start:
                return _film(event, door, city, now)
        return None

    def _values(self, event: Event, guest: Guest, boutique: Boutique, door: Door) -> Facts:
        """The values of every letter to a companion: her evening, on the clock of her address once that is known."""
        house = self._told.house(event, boutique, guest.language)
        home = door.home
        here: Facts = {}
        if home is not None and home.address is not None:
            city = _city(self._told, door, guest.language)
            here = {"zone": home.address.zone, "city": city or house["city"]}
        persons = home.persons if home is not None else ()
        return {
            **house,
            **here,
            **when(event, event.sitting(guest.sitting) or event.sittings[0]),
            "own_door": True,
            "hosts": self._told.names(event, boutique),
            "party": max(1, len(persons)),
            "companions": [one.name for one in persons if home is not None and one.code != home.owner and one.name],
            "sittings": [],
        }

    def _link(self, event: Event, guest: Guest, door: Door) -> str:
        """Her own page, where she answers by a press; the link says which door, and of whose party."""
        if door.home is None:
            return ""
        expires = event.end + LINK_DAYS * MINUTES_A_DAY
        token = self._letters.tokens.door(event.id, guest.id, door.household, door.home.link, expires)
        return f"{self._letters.public_url}/door#{token}"

    def _came_back(self, event: Event, guest: Guest, boutique: Boutique, door: Door, notice: Notice) -> Message | None:
        """A letter to her came back: whoever invites the client is told, since only she can ask for another address."""
        if door.home is None or door.home.link != notice.version or not event.is_running:
            return None
        about = {"client_name": door.home.recipient, "client_telephone": door.home.telephone or None}
        return self._told.to_advisor(event, guest, boutique, notice, lambda _: about)


def _recipient(door: Door) -> Recipient | None:
    """How to write to whoever answers for a door, or did; None where the house was never told."""
    if door.home is not None and door.home.email:
        return Recipient(door.home.recipient, door.home.email)
    email = door.table.past.get(door.household)
    return Recipient("", email) if email else None


class DoorReach:
    """No companion is known by anything but her e-mail (`Reach`): what comes back is said to an advisor alone."""

    def reach(self, subject: str) -> Reached | None:  # noqa: ARG002 - a Reach
        """Return None."""
        return None
