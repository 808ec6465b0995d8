"""A launch dinner as `/v1` tells it on its night: forty households in three cities, answered without a house."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, Route

MENUS = [
    {
        "id": "menu-1",
        "name": {"en": "The garden", "fr": "Le jardin", "ar": "الحديقة"},
        "cold": True,
        "finishing": {"en": ["Warm the bread for four minutes.", "Open the sauce last."]},
        "courses": [
            {
                "name": {"en": "Leeks, vinaigrette"},
                "contains": ["mustard", "sulphites"],
                "suits": ["vegan"],
                "alcohol": False,
            },
            {
                "name": {"en": "Barley and morels"},
                "contains": ["gluten", "celery"],
                "suits": ["vegan"],
                "alcohol": False,
            },
        ],
    },
    {
        "id": "menu-2",
        "name": {"en": "The coast"},
        "cold": True,
        "finishing": {},
        "courses": [{"name": {"en": "Turbot"}, "contains": ["fish", "milk"], "suits": [], "alcohol": True}],
    },
]
CITIES = [
    ("paris", "Paris", "Europe/Paris", ("8e", "16e")),
    ("tokyo", "Tokyo", "Asia/Tokyo", ("Minato",)),
    ("new-york", "New York", "America/New_York", ("Upper East Side", "Tribeca")),
]
NAMES = [
    *("Ashdown", "Hart", "Lindqvist", "Moretti", "Weiss", "Delacroix", "Ferrante", "Okafor", "Tanaka", "Whitcombe"),
    *("Almeida", "Bergmann", "Castellane", "Dufour", "Eriksen", "Farouk", "Grimaldi", "Haddad", "Ivanova", "Jansen"),
]
CAN = {
    "planned": ["dispatch"],
    "dispatched": ["deliver", "fail"],
    "delivered": ["apologise"],
    "attempted": ["dispatch", "return", "apologise"],
    "returned": ["dispatch", "apologise"],
}


KITCHEN = {"id": "kitchen-1", "name": "Rue Cambon", "zone": "Europe/Paris", "opens": 300, "closes": 60}
TERMS = {"buffer": 30, "width": 30, "stop": 8, "earliest": 180, "freshness": 90}


class FakeDinner:
    """The answers, and what the page asked for. `now` is the house's minute; the film begins in so many minutes."""

    def __init__(self, now: datetime, film_in: int = 70, households: int = 40) -> None:
        self.now = now.replace(second=0, microsecond=0)
        self.film = self.now + timedelta(minutes=film_in)
        self.asked: list[tuple[str, str, Any]] = []
        self.can = ["plan", "release", "carry", *(["chase"] if film_in > 2880 else [])]
        self.without: list[dict[str, Any]] = []
        self.unplaced: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.requests: list[dict[str, Any]] = []
        self.version, self.stale, self.planned, self.released = 7, False, True, 3
        self.refusal: tuple[int, dict[str, Any]] | None = None
        self.doors = [self._door(n) for n in range(households)]
        self._called()

    def install(self, page: Page) -> None:
        """Answer for the dinner; everything else goes to the house."""
        page.route(re.compile(r"/v1/events/[^/]+/(dinner|guests(\?|$)|guests/[^/]+/table)"), self._answer)

    # ── what is told ─────────────────────────────────────────────────────────────────────────────────────────

    def _at(self, minutes: float, zone: str = "Europe/Paris") -> str:
        return (self.film - timedelta(minutes=minutes)).astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")

    def _door(self, n: int) -> dict[str, Any]:
        city, _, zone, areas = CITIES[0 if n % 8 < 4 else 1 + n % 2]
        area = areas[n // 8 % len(areas)]
        before = 60 + 30 * (n // 3 % 5)
        ends = self.film - timedelta(minutes=before - 30)
        begins = self.film - timedelta(minutes=before)
        state = "delivered" if ends <= self.now else "dispatched" if begins <= self.now else "planned"
        if n % 13 == 4 and begins <= self.now:
            state = "attempted"
        elif n in {6, 19} and ends <= self.now:
            state = "dispatched"
        persons = [
            {"code": f"{'BCDFGHJK'[(n + k) % 8]}{n:02d}{k}", "answer": "none", "menu": MENUS[(n + k) % 2]["id"]}
            for k in range(1 + n % 3)
        ]
        tried = [{"at": self._at(before - 20, zone), "why": "nobody_there"}] if state == "attempted" else []
        proof = {"kind": "signature", "at": self._at(before - 12, zone), "latitude": 48866100, "longitude": 2332900}
        name = f"{('Madame', 'Monsieur', 'Ms', 'Dr')[n % 4]} {NAMES[n % len(NAMES)]}"
        return {
            "guest": {"id": f"guest{n}", "name": name, "advisor": "helene-arnoux"},
            "household": f"house{n:03d}",
            "own": n % 11 == 3,
            "recipient": name,
            "city": city,
            "area": area,
            "zone": zone,
            "boxes": len(persons),
            "persons": persons,
            "window": {"start": self._at(before, zone), "end": self._at(before - 30, zone), "zone": zone},
            "round": f"{city}-{area}-{before}",
            "order": n // 15 + 1,
            "state": state,
            "at": None if state == "planned" else self._at(before - 10, zone),
            "late": state != "delivered" and ends <= self.now,
            "expected_at": None,
            "attempts": tried,
            "proof": proof if state == "delivered" else None,
            "can": CAN[state],
        }

    def _called(self) -> None:
        """Rounds are called by their city and a number in the order in which they leave."""
        rounds = sorted({(one["window"]["end"], one["round"]) for one in self.doors}, key=lambda it: (it[1][:3], it))
        self.labels = {name: f"{name[:3].upper()} {at + 1}" for at, (_, name) in enumerate(rounds)}
        for one in self.doors:
            one["label"] = self.labels[one["round"]]

    def view(self) -> dict[str, Any]:
        """How the dinner stands."""
        persons = sum(one["boxes"] for one in self.doors)
        links = [{"kind": "kitchen", "id": "kitchen-1", "label": "Rue Cambon", "departs": None, "version": 0}]
        departs = {one["round"]: one["window"]["start"] for one in self.doors}
        links += [
            {"kind": "round", "id": name, "label": label, "departs": departs[name], "version": 0}
            for name, label in self.labels.items()
        ]
        areas = {city: dict.fromkeys(names, 20) for city, _, _, names in CITIES}
        cities = [
            {
                "id": city,
                "name": {"en": name},
                "zone": zone,
                "kitchen": "kitchen-1",
                "areas": areas[city],
                "couriers": 3,
            }
            for city, name, zone, _ in CITIES
        ]
        manifest = {
            "version": self.released,
            "digest": "6f1a9c02be47d3",
            "released_at": self._at(600),
            "boxes": persons,
            "households": len(self.doors),
            "stale": self.stale,
        }
        counts = {
            "persons": persons if self.planned else 0,
            "households": len(self.doors),
            "unasked": sum(any(it["why"] == "not_asked" for it in one["why"]) for one in self.without),
            "unaddressed": 0,
            "requests": len(self.requests),
            "notes": len(self.notes),
        }
        return {
            "version": self.version if self.planned else 0,
            "film": self._at(0),
            "zone": "Europe/Paris",
            "cutoff": self._at(2880),
            "menus": MENUS if self.planned else [],
            "kitchens": [{**KITCHEN, "slot_minutes": 30, "boxes": 24}] if self.planned else [],
            "cities": cities if self.planned else [],
            "terms": TERMS,
            "counts": counts,
            "board": [
                {"menu": "menu-1", "boxes": persons // 2, "allergens": {"fish": 3, "nuts": 1}},
                {"menu": "menu-2", "boxes": persons - persons // 2, "allergens": {"celery": 2}},
            ],
            "without": self.without,
            "requests": self.requests,
            "notes": self.notes,
            "unplaced": self.unplaced,
            "manifest": manifest if self.released else None,
            "links": links if self.released else links[:1],
            "can": self.can,
        }

    # ── what is asked ────────────────────────────────────────────────────────────────────────────────────────

    def _answer(self, route: Route) -> None:
        request = route.request
        path = request.url.split("/v1/events/")[1].split("?")[0].split("/", 1)[1]
        body = json.loads(request.post_data) if request.post_data else None
        if request.method == "POST":
            self.asked.append((path, request.headers.get("if-match", ""), body))
        if request.method == "POST" and self.refusal is not None:
            status, document = self.refusal
            route.fulfill(status=status, content_type="application/problem+json", body=json.dumps(document))
        elif "/papers/" in path:
            route.fulfill(content_type="text/csv", body="version\r\n3\r\n")
        else:
            route.fulfill(content_type="application/json", body=json.dumps(self._told(path, body)))

    def _told(self, path: str, body: Any) -> Any:
        if path == "guests":
            return {"items": [_guest(one["guest"]) for one in self.doors]}
        if path == "dinner/households":
            served = sum(one["state"] == "delivered" for one in self.doors)
            return {"items": self.doors, "share": {"served": served, "of": len(self.doors)}}
        if path == "dinner/chase":
            return {"asked": 2, "waiting": 1}
        if path == "dinner/links":
            return {
                "url": f"https://house.example/{body['kind']}#{'new' if body.get('revoke') else 'old'}",
                "version": 1,
            }
        if found := re.fullmatch(r"dinner/households/(\w+)/(\w+)", path):
            return self._done(next(one for one in self.doors if one["household"] == found[1]), found[2], body)
        if path.endswith("/note"):
            self.notes = []
        elif path.endswith("/request"):
            self.requests = []
        elif path == "dinner/release":
            self.stale, self.released, self.version = False, self.released + 1, self.version + 1
        elif path == "dinner" and body is not None:
            self.planned, self.version = True, self.version + 1
        return self.view()

    def _done(self, door: dict[str, Any], act: str, body: Any) -> dict[str, Any]:
        after = {"dispatch": "dispatched", "deliver": "delivered", "fail": "attempted", "return": "returned"}
        at = self.now.astimezone(ZoneInfo(door["zone"])).isoformat(timespec="seconds")
        if state := after.get(act):
            late = door["late"] and state != "delivered"
            door |= {"state": state, "can": CAN[state], "at": at, "late": late}
        if act == "fail":
            door["attempts"] = [*door["attempts"], {"at": at, "why": body["reason"]}]
        if act == "apologise":
            door["expected_at"] = body.get("expected_at")
        return door


def _guest(one: dict[str, Any]) -> dict[str, Any]:
    """A line of the list of guests."""
    client = {"id": f"client-{one['id']}", "name": one["name"], "language": "en"}
    empty = {"sitting": "s1", "tier": 0, "party": 1, "max_plus_ones": 1, "companions": [], "note": "", "priority": 0}
    at = {"expires_at": None, "joined_at": None, "offer_expires_at": None, "skips": [], "checked_in": False}
    about = {"version": 1, "advisor": one["advisor"], "allotment": None, "state": "accepted", "sent": True, "can": []}
    return {"id": one["id"], "client": client, **empty, **at, **about}
