"""A small fake of `/v1` for the widget's edges: hours taken meanwhile, a house that is busy, silent or full.

It keeps the promises the widget relies on (one booking per key, versions, problem documents) and serves the real
bundles by the real routes' headers, so that the browser sees the real content policy. `python -m tests.browser.fakeapi`
runs it by hand.
"""

from __future__ import annotations

import base64
import itertools
import json
import re
import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from chalicelib.foundation.errors import NotFound
from chalicelib.web import routes
from chalicelib.web.bundles import FOLDER, Bundles, File
from tests.browser.fakehouse import BOUTIQUES, CITIES, experiences, maison

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
HOURS = ((10, 0), (10, 30), (11, 30), (14, 0), (15, 0), (16, 30), (18, 0))


def token(**claims: Any) -> str:
    """Return what looks like a token; only the pages' reading of its claims is at stake here."""
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"eyJhbGciOiJFUzI1NiJ9.{part}.c2lnbmF0dXJl"


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
        """(path, Idempotency-Key, body) of every POST that arrived."""
        self.lock = threading.RLock()
        self._ids = (f"{n:026d}" for n in itertools.count(1))

    # ── what is free ─────────────────────────────────────────────────────────────────────────────────────────

    def availability(self, boutique: str, query: dict[str, str], known: bool) -> dict[str, Any]:
        zone = ZoneInfo(BOUTIQUES[boutique]["zone"])
        first = date.fromisoformat(query["from"])
        days = [self._day(first + timedelta(n), zone, known) for n in range(int(query["days"]))]
        return {
            "boutique": boutique,
            "experience": query.get("experience", ""),
            "zone": zone.key,
            "city": CITIES[boutique],
            "from": query["from"],
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
        experience = next(one for one in experiences("en") if one["id"] == body["experience"])
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
            | {"city": CITIES[body["boutique"]]},
            "experience": {name: experience[name] for name in ("id", "name", "kind", "place", "duration")},
            "start": start.isoformat(),
            "end": end.isoformat(),
            "zone": boutique["zone"],
            "client_zone": body.get("client_zone"),
            "advisor": {"name": "Giulia Ferrante"},
            "language": body["language"],
            "party": body["party"],
            "expires_at": (self.now + kept).isoformat() if kept else None,
            "room": {name: at.isoformat() for name, at in room.items()} if experience["place"] == "video" else None,
            "can": self._can(state, experience["place"]),
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
            state = {"confirm": "confirmed", "accept": "confirmed", "decline": "cancelled", "cancel": "cancelled"}
            booking["state"] = state.get(act, booking["state"])
            if act == "reschedule":
                start = datetime.fromisoformat(body["start"])
                length = datetime.fromisoformat(booking["end"]) - datetime.fromisoformat(booking["start"])
                booking.update(start=start.isoformat(), end=(start + length).isoformat())
            booking.update(version=booking["version"] + 1, last=key, can=self._can(booking["state"], place))
            if booking["state"] == "confirmed":
                booking["expires_at"] = None


class Handler(BaseHTTPRequestHandler):
    """Routes of the fake, by pattern."""

    protocol_version = "HTTP/1.1"
    server: FakeApi

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(self.server.house.now, usegmt=True)

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def _handle(self, method: str) -> None:
        house = self.server.house
        url = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        try:
            if url.path.startswith("/v1/"):
                if "slow" in house.moods:
                    sleep(0.8)
                if "silent" in house.moods:
                    self.close_connection = True
                    return
                if house.busy and method == "POST" and "visitors" not in url.path:
                    house.busy -= 1
                    raise Refusal(503, "busy")
                self._answer(*self._api(method, url.path[3:], query, json.loads(raw or b"{}")))
            else:
                self._page(url.path, query)
        except Refusal as refusal:
            extra = {"Retry-After": "1"} if refusal.status == 503 else {}
            self._answer(refusal.status, refusal.document, {"Content-Type": "application/problem+json", **extra})
        except NotFound:
            self._answer(404, {"status": 404}, {})

    def _who(self) -> dict[str, Any]:
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not bearer:
            return {}
        claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(bearer.split(".")[1] + "=="))
        if claims.get("expired") or ("no-visitors" in self.server.house.moods and claims.get("role") == "visitor"):
            raise Refusal(401, "unauthenticated")
        return claims

    def _api(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any, dict[str, str]]:
        house, who = self.server.house, self._who()
        known = who.get("role") == "client"
        key = self.headers.get("Idempotency-Key", "")
        if method == "POST":
            house.posted.append((path, key, body))
        if path == "/visitors":
            house.moods.discard("no-visitors")
            return 201, {"token": token(sub="v1", role="visitor"), "expires_at": "2027-01-12T09:00:00Z"}, {}
        if path == "/maison":
            return 200, maison(query.get("language", "en")), {}
        if match := re.fullmatch(r"/boutiques/([a-z-]+)", path):
            return (
                200,
                {**BOUTIQUES[match[1]], "city": CITIES[match[1]], "address": ["12 place du Marché", "75001"]},
                {},
            )
        if path == "/availability/reach":
            if set(query) != {"experience", "country", "postal_code"}:
                raise Refusal(422, "invalid-input")
            return 200, {"boutique": "paris" if query["postal_code"].startswith("75") else None}, {}
        if match := re.fullmatch(r"/boutiques/([a-z-]+)/availability", path):
            return 200, house.availability(match[1], query, known), {}
        if path == "/bookings":
            return 201, self._booked(key, body, known), {}
        if path == "/wishes":
            house.wishes.append(body)
            return 201, {"id": f"{len(house.wishes):026d}"}, {}
        if match := re.fullmatch(r"/bookings/(\d+)(?:/([a-z]+))?", path):
            return self._one(match[1], match[2], query, body, who, key)
        raise Refusal(404, "not-found")

    def _booked(self, key: str, body: Any, known: bool) -> Any:
        house = self.server.house
        booking = house.book(key, body, known)
        if house.cut:
            house.cut -= 1
            self.close_connection = True
            # Half an answer: Chromium repeats by itself what a closed connection swallowed whole.
            self.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{")
            raise ConnectionAbortedError
        return booking

    def _one(
        self, booking_id: str, act: str | None, query: dict[str, str], body: Any, who: dict[str, Any], key: str
    ) -> tuple[int, Any, dict[str, str]]:
        house = self.server.house
        if act == "availability":
            boutique = house.bookings[booking_id]["boutique"]["id"]
            return 200, house.availability(boutique, query, False), {}
        if act == "calendar":
            return 200, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", {"Content-Type": "text/calendar"}
        if act == "room":
            return 200, self._room(house.seen(booking_id, "guest")), {}
        if act:
            house.act(booking_id, act, body, self.headers.get("If-Match"), key)
        return 200, house.seen(booking_id, who.get("who")), {}

    def _room(self, booking: dict[str, Any]) -> dict[str, Any]:
        opens, closes = (datetime.fromisoformat(booking["room"][name]) for name in ("opens_at", "closes_at"))
        now = self.server.house.now
        state = "early" if now < opens else "open" if now < closes else "over"
        present = ["client", "host"] if "advisor-in" in self.server.house.moods else ["client"]
        return {
            "state": state,
            **booking["room"],
            "telephone": booking["boutique"]["telephone"],
            "provider": "local" if state == "open" else None,
            "url": None,
            "join": {"present": present} if state == "open" else None,
        }

    def _page(self, path: str, query: dict[str, str]) -> None:
        bundles = self.server.bundles
        if path == "/widget.js":
            self._file(bundles.widget(), routes.WIDGET)
        elif path.startswith("/assets/"):
            self._file(bundles.asset(path.removeprefix("/assets/")), routes.ASSET)
        elif path in {"/manage", "/room"}:
            self._file(bundles.page(path[1:]), routes.PAGE)
        elif path == "/":
            page = self.server.host_page(query)
            policy = {"Content-Security-Policy": POLICY}
            self._file(File.of(page.encode(), "text/html; charset=utf-8"), policy)
        elif path == "/hostile.css":
            self._file(File.of(HOSTILE, "text/css"), {})
        elif path == "/plain.css":
            self._file(File.of(PLAIN, "text/css"), {})
        else:
            raise NotFound("no such page")

    def _file(self, file: File, headers: Any) -> None:
        self._answer(200, file.content, {**headers, "Content-Type": file.media, "ETag": file.etag})

    def _answer(self, status: int, body: Any, headers: dict[str, str]) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:"
"""A maison's own policy, without any exception for us."""
PLAIN = b""":root{color-scheme:light dark}body{margin:0}
main{max-width:70rem;margin:0 auto}h1{font:400 2rem serif;text-align:center;margin:2rem}"""
HOSTILE = b"""
html{font-size:9px} body{margin:0;direction:ltr;text-transform:uppercase;letter-spacing:4px;line-height:.9;
 font:italic bold 9px "Comic Sans MS",cursive;color:hotpink;text-align:right;background:#0f0}
*{border-radius:20px!important;box-shadow:0 0 9px red!important} button,input{display:none!important}
h2{color:red!important;font-size:90px!important} main{max-width:70rem;margin:0 auto}
"""


class FakeApi(ThreadingHTTPServer):
    """The fake on a free port of this machine."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.house = House()
        self.bundles = Bundles(FOLDER)
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> FakeApi:
        self._thread.start()
        return self

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def host_page(self, query: dict[str, str]) -> str:
        """Somebody's own page with the widget in it; every query value but `page` becomes an attribute."""
        style = query.pop("page", "plain")
        attributes = "".join(f' {name}="{value}"' for name, value in query.items() if re.fullmatch("[a-z-]+", name))
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A maison</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="icon" href="data:,"><link rel="stylesheet" href="/{style}.css">'
            f'<script type="module" src="/widget.js"></script></head>'
            f"<body><main><h1>A maison</h1><showroom-booking{attributes}></showroom-booking>"
            f"</main></body></html>"
        )


def run(report: Callable[[str], object]) -> None:
    """Serve until interrupted."""
    server = FakeApi(8123)
    report(server.url)
    server.serve_forever()


if __name__ == "__main__":
    run(print)
