"""One night as the fake API keeps it: a courier's round with its doors, and the evening of the kitchen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.browser.fakeclient import Answer
from tests.browser.fakestate import House, Refusal

FILM = datetime.fromisoformat("2027-01-21T20:00:00+00:00")
ROME = ZoneInfo("Europe/Rome")
TITLES = {
    "en": "The new high jewellery, at your table",
    "it": "La nuova alta gioielleria, alla Sua tavola",
    "fr": "La nouvelle haute joaillerie, à votre table",
    "zh": "高级珠宝新作，雅宴相伴",
    "ja": "新作ハイジュエリーと晩餐の夕べ",
    "ar": "المجوهرات الراقية الجديدة، على مائدتكم",
}
MENUS = {
    "grand": {"en": "Grand menu", "it": "Menù grande", "fr": "Grand menu", "zh": "主厨菜单", "ja": "グランメニュー",
              "ar": "القائمة الكبرى"},
    "garden": {"en": "Garden menu", "it": "Menù dell’orto", "fr": "Menu du jardin", "zh": "田园菜单",
               "ja": "菜園のメニュー", "ar": "قائمة الحديقة"},
}  # fmt: skip
CONTAINS = {"grand": ["gluten", "fish", "milk"], "garden": ["celery", "nuts"]}
DOORS: list[tuple[str, str, str, str, list[tuple[str, str, list[str]]]]] = [
    ("Via Brera 12", "Green gate, code 4711B, lift to the third floor", "Contessa Bianchi", "chilled",
     [("K7QF-2MXA", "grand", []), ("PW3D-7NHT", "garden", ["milk"])]),
    ("Corso Magenta 71", "Porter until 20:00, then ring Rossi twice", "Dottor Rossi", "chilled",
     [("ZB5R-4CEV", "grand", ["nuts"])]),
    ("Via Manzoni 29, at the back through the court and up the second stair", "", "Signora de’ Medici-Castelbarco",
     "chilled", [("M2YJ-6QKS", "grand", []), ("T4HX-3FWL", "grand", []), ("RD6N-5GAU", "garden", ["gluten", "eggs"])]),
    ("Piazza Castello 3", "Second bell", "Signor 山田", "ambient", [("Q3VE-7BZC", "garden", [])]),
]  # fmt: skip
AFTER = {"delivered": "delivered", "failed": "attempted", "again": "dispatched"}
FROM = {"delivered": {"dispatched"}, "failed": {"dispatched"}, "again": {"attempted", "returned"}}


def on_clock(at: datetime) -> str:
    """Return an instant on the clock of Milan."""
    return at.astimezone(ROME).isoformat()


class Night:
    """Tests set what they like: `dead` links, an evening that is `over`, another `manifest`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.dead = self.over = self.superseded = False
        self.manifest = 3
        self.lost = 0
        """How many further answers are given to a line that breaks: what they answer is done."""
        self.stops: dict[str, dict[str, Any]] = {
            f"h{at}": {"state": "planned", "at": None, "reason": None} for at in range(1, len(DOORS) + 1)
        }
        self.access = {f"h{at}": door[1] for at, door in enumerate(DOORS, 1)}
        self.boxes = [box for door in DOORS for box in door[4]]
        self.done: dict[str, Any] = {}
        """What was carried out, by key, in the order in which it came."""

    def answer(self, method: str, path: str, body: Any, key: str, language: str) -> Answer | None:
        """Answer what couriers and kitchens ask; None for everything else."""
        if not path.startswith(("/round", "/kitchen")):
            return None
        if self.dead:
            raise Refusal(404, "not-found")
        if path == "/kitchen":
            return 200, self.kitchen(language), {}
        if method == "POST" and key not in self.done:
            self._carry(path.removeprefix("/round").strip("/").split("/"), body)
            self.done[key] = (path, body)
        if method == "POST" and self.lost:
            self.lost -= 1
            raise ConnectionAbortedError
        return 200, self.round(language), {}

    def _carry(self, path: list[str], body: Any) -> None:
        if self.over:
            raise Refusal(409, "state-conflict")
        if self.superseded:
            raise Refusal(404, "not-found")
        if path == ["depart"]:
            for stop in self.stops.values():
                if stop["state"] == "planned":
                    stop.update(state="dispatched", at=body["at"])
            return
        _, household, act = path
        stop = self.stops[household]
        if stop["state"] not in FROM[act]:
            raise Refusal(409, "state-conflict")
        stop.update(state=AFTER[act], at=body["at"], reason=body.get("reason"))

    def _event(self, language: str) -> dict[str, Any]:
        return {"title": TITLES[language], "film": on_clock(FILM), "zone": "Europe/Rome"}

    @staticmethod
    def _window(at: int) -> datetime:
        return FILM - timedelta(minutes=90 - 15 * at)

    def round(self, language: str) -> dict[str, Any]:
        """The round as the house answers it."""
        stops = []
        for at, (street, _, recipient, temperature, boxes) in enumerate(DOORS, 1):
            end = self._window(at) + timedelta(minutes=20)
            kept = self.stops[f"h{at}"]
            told = {
                "household": f"h{at}", "order": at, "start": on_clock(self._window(at)), "end": on_clock(end),
                "zone": "Europe/Rome", "address": [street, "20121 Milano"], "access": self.access[f"h{at}"],
                "recipient": recipient, "telephone": f"••• {at}8", "temperature": temperature,
                "boxes": [
                    {"person": code, "menu": MENUS[menu][language], "contains": CONTAINS[menu]}
                    for code, menu, _ in boxes
                ],
                "late": kept["state"] != "delivered" and self._house.now >= end,
            }  # fmt: skip
            stops.append({**told, **kept})
        return {
            "version": self.manifest, "event": self._event(language), "id": "r1", "label": "MIL 2",
            "manifest": self.manifest, "superseded": self.superseded, "over": self.over, "house": HOUSE,
            "departs": on_clock(FILM - timedelta(minutes=100)), "state": "out",
            "stops": [] if self.superseded else stops,
        }  # fmt: skip

    def kitchen(self, language: str) -> dict[str, Any]:
        """The kitchen's evening as the house answers it."""
        slots = [FILM - timedelta(minutes=150), FILM - timedelta(minutes=135)]
        made = [(slots[at % 2], *box) for at, box in enumerate(self.boxes)]
        return {
            "event": self._event(language), "id": "milan-kitchen", "name": "Cucina Brera", "zone": "Europe/Rome",
            "manifest": self.manifest, "digest": "9f86d081884c", "over": self.over, "house": HOUSE,
            "slots": [
                {
                    "start": on_clock(slot), "end": on_clock(slot + timedelta(minutes=15)),
                    "boxes": sum(one[0] == slot for one in made),
                    "menus": [
                        _menu(menu, language, [one[3] for one in made if one[0] == slot and one[2] == menu])
                        for menu in MENUS
                        if any(one[0] == slot and one[2] == menu for one in made)
                    ],
                }
                for slot in slots
            ],
            "boxes": [
                {"person": code, "menu": MENUS[menu][language], "declared": declared, "contains": CONTAINS[menu],
                 "slot": on_clock(slot), "departs": on_clock(FILM - timedelta(minutes=100)), "round": "MIL 2"}
                for slot, code, menu, declared in sorted(made, key=lambda one: (one[0], one[1]))
            ],
            "menus": [
                {"id": menu, "name": names[language], "courses": ["Turbot, celeriac, hazelnut"],
                 "finishing": ["Ten minutes at 160 °C."]}
                for menu, names in MENUS.items()
            ],
        }  # fmt: skip


HOUSE = {"name": "Milano, Via Montenapoleone", "telephone": "+39 02 1234 5678"}


def _menu(menu: str, language: str, declared: list[list[str]]) -> dict[str, Any]:
    codes = sorted({code for one in declared for code in one})
    told = [{"code": code, "count": sum(code in one for one in declared)} for code in codes]
    return {"id": menu, "name": MENUS[menu][language], "boxes": len(declared), "allergens": told}
