"""What the fake API knows: hours, bookings, and the moods tests put it in."""

from __future__ import annotations

import itertools
import json
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.browser.fakehouse import BOUTIQUES, city, experiences

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
ADVISOR = {"name": "Giulia Ferrante", "languages": ["it", "en"]}
HOURS = ((10, 0), (10, 30), (11, 30), (14, 0), (15, 0), (16, 30), (18, 0))


class Refusal(Exception):
    """Raised to answer with a problem document."""

    def __init__(self, status: int, kind: str, **more: Any) -> None:
        super().__init__(kind)
        self.status, self.document = status, {"type": f"/docs/problems#{kind}", "status": status, **more}


class House:
    """What the fake knows. `moods` are switched on and off by tests."""

    def __init__(self) -> None:
        self.now = NOW
        self.moods: set[str] = set()
        self.delay = 0.0
        """Seconds before each answer."""
        self.busy = 0
        """How many further answers are 503."""
        self.cut = 0
        """How many further POSTs of a booking are done, and their answer lost."""
        self.bookings: dict[str, dict[str, Any]] = {}
        self.by_key: dict[str, tuple[str, str]] = {}
        self.wishes: list[dict[str, Any]] = []
        self.reveal_to_hosts = False
        """Whether the advisor's link shows who the client is, as a signed-in advisor sees it."""
        self.posted: list[tuple[str, str, dict[str, Any]]] = []
        """(path, Idempotency-Key, body) of every POST and PUT that arrived."""
        self.code, self.tries = "402719", 5
        """The code of the latest short message, and how often it may be tried."""
        self.last: dict[str, Any] | None = None
        """What she did last time."""
        self.lock = threading.RLock()
        self._ids = (f"{n:026d}" for n in itertools.count(1))

    # ── what is free ─────────────────────────────────────────────────────────────────────────────────────────

    def availability(self, boutique: str, query: dict[str, str], known: bool) -> dict[str, Any]:
        zone = ZoneInfo(BOUTIQUES[boutique]["zone"])
        first = date.fromisoformat(query["from"])
        days = [self._day(first + timedelta(n), zone, known) for n in range(int(query["days"]))]
        theirs = known and query.get("language") in {None, *ADVISOR["languages"]}
        for day in days:
            if not theirs:
                day["starts"] = [{"start": one["start"]} for one in day["starts"]]
            if query.get("advisor"):
                day["starts"] = [one for one in day["starts"] if one.get("your_advisor")]
        return {
            "boutique": boutique,
            "experience": query.get("experience", ""),
            "zone": zone.key,
            "city": city(boutique, query.get("language", "en")),
            "your_advisor": ADVISOR if known else None,
            "days": days,
            "next_free": self._next_free(first, zone, days, known),
        }

    def _next_free(self, first: date, zone: ZoneInfo, days: list[dict[str, Any]], known: bool) -> str | None:
        if "nothing-ever" in self.moods:
            return None
        later = (self._day(first + timedelta(n), zone, known) for n in range(len(days), 90))
        return next((day["date"] for day in itertools.chain(days, later) if day["starts"]), None)

    def _day(self, day: date, zone: ZoneInfo, known: bool) -> dict[str, Any]:
        told: dict[str, Any] = {"date": day.isoformat(), "reason": None, "starts": []}
        today = self.now.astimezone(zone).date()
        full = "nothing-ever" in self.moods or ("nothing-free" in self.moods and day < today + timedelta(45))
        if day.weekday() == 6:
            return {**told, "reason": "closed"}
        if day <= today:
            return {**told, "reason": "too_soon"}
        if full or day.toordinal() % 5 == 0:
            return {**told, "reason": "full"}
        taken = {booking["start"] for booking in self.bookings.values() if booking["state"] != "cancelled"}
        for index, (hour, minute) in enumerate(HOURS):
            start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).isoformat()
            if start in taken or (day.toordinal() + index) % 4 == 0:
                continue
            hers = known and day.toordinal() % 2 == 1 and index % 2 == 0
            told["starts"].append({"start": start, **({"your_advisor": True} if hers else {})})
        return told

    def near(self, start: str, boutique: str) -> list[str]:
        day = datetime.fromisoformat(start).date()
        found = self.availability(boutique, {"from": day.isoformat(), "days": "7"}, False)["days"]
        return [one["start"] for each in found for one in each["starts"] if one["start"] != start][:4]

    def hers(self, start: str, boutique: str) -> list[str]:
        """Further hours of her own advisor."""
        query = {"from": datetime.fromisoformat(start).date().isoformat(), "days": "9", "advisor": "own"}
        found = self.availability(boutique, query, True)["days"]
        return [one["start"] for each in found for one in each["starts"] if one["start"] != start][:4]

    # ── bookings ─────────────────────────────────────────────────────────────────────────────────────────────

    def book(self, key: str, body: dict[str, Any], known: bool) -> dict[str, Any]:
        text = json.dumps(body, sort_keys=True)
        with self.lock:
            if key in self.by_key:
                booking_id, before = self.by_key[key]
                if before != text:
                    raise Refusal(422, "key-reused")
                return self.bookings[booking_id]
            if "taken" in self.moods:
                self.moods.discard("taken")
                raise Refusal(409, "slot-taken", alternatives=self.near(body["start"], body["boutique"]))
            if "others-take" in self.moods and body.get("advisor"):
                raise Refusal(409, "slot-taken", alternatives=self.hers(body["start"], body["boutique"]))
            if "quota" in self.moods:
                raise Refusal(409, "quota-reached")
            email = body.get("client", {}).get("email", "")
            if "wrong-email" in self.moods or email.endswith("@invalid.example"):
                self.moods.discard("wrong-email")
                raise Refusal(422, "invalid-input", errors=[{"pointer": "/client/email", "detail": "must be another"}])
            booking = self._made(body, known)
            self.bookings[booking["id"]] = booking
            self.by_key[key] = (booking["id"], text)
            return booking

    def _made(self, body: dict[str, Any], known: bool) -> dict[str, Any]:
        experience = next(one for one in experiences(body["language"]) if one["id"] == body["experience"])
        boutique = BOUTIQUES[body["boutique"]]
        how = "instant" if known and experience["confirmation"] == "by_email_link" else experience["confirmation"]
        state = {"instant": "confirmed", "by_email_link": "held", "by_associate": "requested"}[how]
        start = datetime.fromisoformat(body["start"])
        end = start + timedelta(minutes=experience["duration"])
        kept = {"held": timedelta(minutes=30), "requested": timedelta(hours=26)}.get(state)
        room = {"opens_at": start - timedelta(minutes=10), "closes_at": end + timedelta(minutes=30)}
        return {
            "id": next(self._ids),
            "state": state,
            "version": 1,
            "boutique": {name: boutique[name] for name in ("id", "name", "zone", "telephone")}
            | {"city": city(body["boutique"], body["language"])},
            "experience": {name: experience[name] for name in ("id", "name", "kind", "place", "duration")},
            "start": start.isoformat(),
            "end": end.isoformat(),
            "zone": boutique["zone"],
            "client_zone": body.get("client_zone"),
            "advisor": {"name": "Giulia Ferrante"},
            "language": body["language"],
            "party": body["party"],
            "expires_at": (self.now + kept).isoformat() if kept else None,
            "proposals": [],
            "to_be_moved": False,
            "room": {name: at.isoformat() for name, at in room.items()} if experience["place"] == "video" else None,
            "can": [
                *self._can(state, experience["place"]),
                *(["code"] if state == "held" and not body["client"].get("email") else []),
            ],
            "policy": {
                "text": experience["policy"],
                "change_until": (start - timedelta(days=1)).isoformat(),
                "cancel_until": (start - timedelta(days=1)).isoformat(),
                "late": "mark",
            },
            "first_name": body.get("client", {}).get("name", {}).get("given"),
            "private": {
                "client": body.get("client"),
                "address": body.get("address"),
                "note": body.get("note"),
                "access_needs": body.get("access_needs"),
            },
        }

    @staticmethod
    def _can(state: str, place: str) -> list[str]:
        if state == "confirmed":
            return ["reschedule", "cancel", *(["join"] if place == "video" else [])]
        return ["reschedule", "cancel"] if state == "held" else ["cancel"] if state == "requested" else []

    def seen(self, booking_id: str, who: str | None) -> dict[str, Any]:
        """Return a booking as one may see it: a letter's link never shows who the client is."""
        if booking_id not in self.bookings:
            raise Refusal(404, "not-found")
        booking = self.bookings[booking_id]
        can = [*booking["can"]]
        if who == "guest" and booking["state"] == "held":
            can.append("confirm")
        if who == "host":
            can = ["accept", "decline"] if booking["state"] == "requested" else []
        shown = who is None or (who == "host" and self.reveal_to_hosts)
        return {**booking, "can": can, "private": booking["private"] if shown else None}

    def opens(self, booking_id: str) -> datetime:
        """Return when the room of a booking opens, in UTC."""
        return datetime.fromisoformat(self.bookings[booking_id]["room"]["opens_at"]).astimezone(UTC)

    def _coded(self, act: str, body: dict[str, Any]) -> None:
        """Judge a code, or send another one after a minute."""
        if act == "code/another":
            if "too-soon" in self.moods:
                self.moods.discard("too-soon")
                raise Refusal(409, "code-too-soon")
            self.code, self.tries = "118034", 5
        elif self.tries == 0:
            raise Refusal(409, "code-spent")
        elif body["code"] != self.code:
            self.tries -= 1
            raise Refusal(409, "wrong-code", tries_left=self.tries)

    def act(self, booking_id: str, act: str, body: dict[str, Any], version: str | None, key: str) -> None:
        booking = self.bookings[booking_id]
        place = booking["experience"]["place"]
        with self.lock:
            if booking.get("last") == key:
                return
            if act in {"reschedule", "cancel"} and version != f'"{booking["version"]}"':
                raise Refusal(412, "precondition-failed")
            if act == "confirm" and "lapsed" in self.moods:
                booking.update(state="expired", can=[])
                raise Refusal(409, "hold-expired", alternatives=self.near(booking["start"], booking["boutique"]["id"]))
            if act == "reschedule" and "taken" in self.moods:
                self.moods.discard("taken")
                raise Refusal(409, "slot-taken", alternatives=self.near(body["start"], booking["boutique"]["id"]))
            if act.startswith("code"):
                self._coded(act, body)
            yes, no = (
                dict.fromkeys(("confirm", "code", "accept"), "confirmed"),
                dict.fromkeys(("decline", "cancel"), "cancelled"),
            )
            booking["state"] = (yes | no).get(act, booking["state"])
            if act == "reschedule":
                start = datetime.fromisoformat(body["start"])
                length = datetime.fromisoformat(booking["end"]) - datetime.fromisoformat(booking["start"])
                booking.update(start=start.isoformat(), end=(start + length).isoformat())
            if act == "answer":
                open_still = {one["number"]: one for one in booking["proposals"]}
                booking["proposals"] = []
                if body["answer"] == "suits":
                    chosen = open_still[body.get("number", 1)]
                    booking.update({name: chosen[name] for name in ("start", "end")}, to_be_moved=False)
            if act == "late":
                booking["late_by"] = body["minutes"]
            booking.update(version=booking["version"] + 1, last=key, can=self._can(booking["state"], place))
            if act == "code/another":
                booking["can"].append("code")
            if booking["state"] == "confirmed":
                booking["expires_at"] = None
