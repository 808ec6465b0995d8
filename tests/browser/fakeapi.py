"""A small fake of `/v1` for the widget's edges: hours taken meanwhile, a house that is busy, silent or full.

It keeps the promises the widget relies on (one booking per key, versions, problem documents) and serves the real
bundles by the real routes' headers, so that the browser sees the real content policy. `python -m tests.browser.fakeapi`
runs it by hand.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chalicelib.foundation.errors import NotFound
from chalicelib.web import routes
from chalicelib.web.bundles import FOLDER, Bundles, File
from tests.browser.fakeclient import Card
from tests.browser.fakeguest import Guest
from tests.browser.fakehouse import BOUTIQUES, city, maison
from tests.browser.fakenight import Night
from tests.browser.fakestate import House, Refusal
from tests.browser.faketable import FakeTable


def token(**claims: Any) -> str:
    """Return what looks like a token; only the pages' reading of its claims is at stake here."""
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"eyJhbGciOiJFUzI1NiJ9.{part}.c2lnbmF0dXJl"


class Handler(BaseHTTPRequestHandler):
    """Routes of the fake, by pattern."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65_536
    disable_nagle_algorithm = True
    server: FakeApi

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(self.server.house.now, usegmt=True)

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_PUT(self) -> None:
        self._handle("PUT")

    def _handle(self, method: str) -> None:
        house = self.server.house
        url = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if "gone" in house.moods:
            self.close_connection = True
            return
        try:
            if url.path.startswith("/v1/"):
                if house.delay:
                    sleep(house.delay)
                if "gateway" in house.moods:
                    self._answer(403, {"message": "Forbidden"}, {})
                    return
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
        if method != "GET":
            house.posted.append((path, key, body))
        if who.get("typ") in {"invitation", "door"} and path.startswith("/table"):
            return self._table(method, path, body, key)
        if who.get("typ") == "invitation" and (hers := self._guest(method, path, body, key)):
            return hers
        if who.get("typ") in {"round", "kitchen"} and (told := self._night(method, path, body, key)):
            return told
        if path == "/signin/link":
            return 202, {}, {}
        if path.startswith("/signin/"):
            return self.server.card.entering(path, body)
        if path == "/visitors":
            house.moods.discard("no-visitors")
            return 201, {"token": token(sub="v1", role="visitor"), "expires_at": "2027-01-12T09:00:00Z"}, {}
        if path == "/maison":
            return 200, maison(query.get("language", "en")), {}
        if match := re.fullmatch(r"/boutiques/([a-z-]+)", path):
            return (
                200,
                {
                    **BOUTIQUES[match[1]],
                    "city": city(match[1], query.get("language", "en")),
                    "address": ["12 place du Marché", "75001"],
                },
                {},
            )
        if path == "/bookings/last" and house.last:
            return 200, {"last": house.last}, {}
        if (known or who.get("role") == "delegate") and (own := self._own(method, path, query, body, who)):
            return own
        if path == "/availability/reach":
            if set(query) != {"experience", "country", "postal_code"}:
                raise Refusal(422, "invalid-input")
            return 200, {"boutique": "paris" if query["postal_code"].startswith("75") else None}, {}
        if match := re.fullmatch(r"/boutiques/([a-z-]+)/availability", path):
            return 200, house.availability(match[1], query, known), {}
        if path == "/bookings":
            return 201, self._booked(key, body, known), {}
        if path == "/holds" and known:
            if "held-elsewhere" in house.moods:
                house.moods.discard("held-elsewhere")
                raise Refusal(409, "slot-taken", alternatives=house.near(body["start"], body["boutique"]))
            return 201, {"expires_at": (house.now + timedelta(minutes=10)).isoformat()}, {}
        if path == "/wishes":
            house.wishes.append(body)
            return 201, {"id": f"{len(house.wishes):026d}"}, {}
        if match := re.fullmatch(r"/bookings/(\d+)(?:/([a-z/]+))?", path):
            return self._one(match[1], match[2], query, body, who, key)
        raise Refusal(404, "not-found")

    def _guest(self, method: str, path: str, body: Any, key: str) -> tuple[int, Any, dict[str, str]] | None:
        try:
            return self.server.guest.answer(method, path, body, key, self.headers.get("If-Match"))
        except ConnectionAbortedError:
            self._half()
            raise

    def _table(self, method: str, path: str, body: Any, key: str) -> tuple[int, Any, dict[str, str]]:
        try:
            told = self.server.table and self.server.table.answer(method, path, body, key, self.headers.get("If-Match"))
        except ConnectionAbortedError:
            self._half()
            raise
        if told is None:
            raise NotFound("no table")
        return told

    def _night(self, method: str, path: str, body: Any, key: str) -> tuple[int, Any, dict[str, str]] | None:
        try:
            return self.server.night.answer(method, path, body, key, self.headers.get("Accept-Language", "en"))
        except ConnectionAbortedError:
            self._half()
            raise

    def _own(
        self, method: str, path: str, query: dict[str, str], body: Any, who: dict[str, Any]
    ) -> tuple[int, Any, dict[str, str]] | None:
        card = self.server.card
        if path == "/delegation":
            return card.delegation()
        if path.startswith("/me") and who["role"] == "delegate":
            raise Refusal(403, "forbidden")
        return card.answer(method, path, query, body, self.headers.get("If-Match"))

    def _booked(self, key: str, body: Any, known: bool) -> Any:
        house = self.server.house
        booking = house.book(key, body, known)
        if house.cut:
            house.cut -= 1
            self._half()
            raise ConnectionAbortedError
        return booking

    def _half(self) -> None:
        """Half an answer: Chromium repeats by itself what a closed connection swallowed whole."""
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{")

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
            return 200, self._room(house.seen(booking_id, "guest"), who.get("who") or "client"), {}
        if act:
            house.act(booking_id, act, body, self.headers.get("If-Match"), key)
        return 200, house.seen(booking_id, who.get("who")), {}

    def _room(self, booking: dict[str, Any], who: str) -> dict[str, Any]:
        opens, closes = (datetime.fromisoformat(booking["room"][name]) for name in ("opens_at", "closes_at"))
        now = self.server.house.now
        state = "early" if now < opens else "open" if now < closes else "over"
        moods = self.server.house.moods
        present = ["client", "host"] if "advisor-in" in moods else [who]
        join = CHIME if "chime" in moods else {"present": present}
        return {
            "state": state,
            **booking["room"],
            "telephone": booking["boutique"]["telephone"],
            "provider": ("chime" if "chime" in moods else "local") if state == "open" else None,
            "url": None,
            "join": join if state == "open" else None,
        }

    def _page(self, path: str, query: dict[str, str]) -> None:
        bundles = self.server.bundles
        if path == "/widget.js":
            self._file(bundles.widget(), routes.WIDGET)
        elif path.startswith("/assets/"):
            self._file(bundles.asset(path.removeprefix("/assets/")), routes.ASSET)
        elif path == "/round-worker.js":
            self._file(bundles.worker(), routes.WORKER)
        elif path in {"/manage", "/me", "/round", "/kitchen"}:
            self._file(bundles.page("client" if path == "/me" else path[1:]), routes.PAGE)
        elif path in {"/embed", "/room", "/event", "/door"}:
            read = {"/embed": routes.embed, "/room": routes.room, "/event": routes.event, "/door": routes.door}[path]
            answer = read(None, routes.Outward(bundles, (self.server.url,), "chime", "https://films.example"))  # type: ignore[arg-type]
            self._answer(200, answer.body, {**answer.headers, "Content-Type": answer.content_type})
        elif path == "/frame":
            page = FRAME.format(url=self.server.url)
            self._file(File.of(page.encode(), "text/html; charset=utf-8"), {"Content-Security-Policy": POLICY + FRAMES})
        elif path == "/frame.js":
            self._file(File.of(LISTENER, "text/javascript"), {})
        elif path == "/":
            page = self.server.host_page(query)
            policy = {"Content-Security-Policy": POLICY}
            self._file(File.of(page.encode(), "text/html; charset=utf-8"), policy)
        elif path == "/hostile.css":
            self._file(File.of(HOSTILE, "text/css"), {})
        elif path == "/dressed.css":
            self._file(File.of(PLAIN + DRESSED, "text/css"), {})
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
FRAMES = "; frame-src 'self'"
FRAME = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>A maison</title><link rel="icon" href="data:,">
<script src="/frame.js"></script><h1>A maison</h1>
<iframe title="Rendez-vous" src="{url}/embed#lang=fr&experience=visit&boutique=paris&family-name=Moretti"></iframe>"""
LISTENER = b"""window.heard = [];
addEventListener("message", ({ data, source }) => {
  window.heard.push(data.type);
  const frame = document.querySelector("iframe");
  if (data.type === "showroom:size" && source === frame.contentWindow) frame.height = data.detail.height;
});"""
PLAIN = b""":root{color-scheme:light dark}body{margin:0}
main{max-width:70rem;margin:0 auto}h1{font:400 2rem serif;text-align:center;margin:2rem}
showroom-booking:not(:defined){display:block;min-block-size:40rem}"""
HOSTILE = b"""
html{font-size:9px} body{margin:0;direction:ltr;text-transform:uppercase;letter-spacing:4px;line-height:.9;
 font:italic bold 9px "Comic Sans MS",cursive;color:hotpink;text-align:right;background:#0f0}
*{border-radius:20px!important;box-shadow:0 0 9px red!important} button,input{display:none!important}
h2{color:red!important;font-size:90px!important} main{max-width:70rem;margin:0 auto}
"""


DRESSED = b"""
showroom-booking{--sr-paper:#102030;--sr-ink:#fefefe;--sr-accent:#ffcc00;--sr-size:20px;
 --sr-display:"DejaVu Serif",serif}
showroom-booking::part(title){text-decoration:underline}
showroom-booking::part(primary){border-radius:2px}
"""
"""A maison's own dress, by variables and parts."""


AT_REST = 0.01
"""How often a server looks whether it shall stop, in seconds; of itself it is half of one."""


CHIME: Mapping[str, Any] = {
    "meeting": {
        "MeetingId": "m-1",
        "ExternalMeetingId": "b-1",
        "MediaRegion": "eu-central-1",
        "MediaPlacement": {
            "AudioHostUrl": "audio.m3.ec1.app.chime.aws:3478",
            "AudioFallbackUrl": "wss://haxrp.m3.ec1.app.chime.aws:443/calls/m-1",
            "SignalingUrl": "wss://signal.m3.ec1.app.chime.aws/control/m-1",
            "TurnControlUrl": "https://ccp.cp.ue1.app.chime.aws/v2/turn_sessions",
            "EventIngestionUrl": "https://data.svc.ue1.ingest.chime.aws/v1/client-events",
        },
    },
    "attendee": {"AttendeeId": "a-1", "ExternalUserId": "client", "JoinToken": "join-token"},
}
"""What Chime answers to CreateMeeting and CreateAttendee, in shape."""


class FakeApi(ThreadingHTTPServer):
    """The fake on a free port of this machine."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.house = House()
        self.card = Card(self.house)
        self.guest = Guest(self.house)
        self.night = Night(self.house)
        self.table: FakeTable | None = None
        self.bundles = Bundles(FOLDER)
        self._thread = threading.Thread(target=self.serve_forever, args=(AT_REST,), daemon=True)

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
        """Somebody's own page with the widget in it; every query value but `page` and `two` becomes an attribute."""
        style = query.pop("page", "plain")
        language = query.get("lang", "en")
        second = "<showroom-booking></showroom-booking>" if query.pop("two", "") else ""
        attributes = "".join(f' {name}="{value}"' for name, value in query.items() if re.fullmatch("[a-z-]+", name))
        return (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>A maison</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="icon" href="data:,"><link rel="stylesheet" href="/{style}.css">'
            f'<script type="module" src="/widget.js"></script></head>'
            f"<body><main><h1>A maison</h1><showroom-booking{attributes}></showroom-booking>{second}"
            f"</main><footer>Below</footer></body></html>"
        )


def run(report: Callable[[str], object]) -> None:
    """Serve until interrupted."""
    server = FakeApi(8123)
    report(server.url)
    server.serve_forever()


if __name__ == "__main__":
    run(print)
