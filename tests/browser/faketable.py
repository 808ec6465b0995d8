"""A table at a launch dinner as `/v1/table` tells it to one door: a client's, or a companion's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.browser.fakeclient import NAMES, Answer
from tests.browser.fakeguest import COMPANIONS, START, TITLES
from tests.browser.fakehouse import BOUTIQUES, city, spoken
from tests.browser.fakestate import House, Refusal

ALLERGENS = [
    *("gluten", "crustaceans", "eggs", "fish", "peanuts", "soybeans", "milk"),
    *("nuts", "celery", "mustard", "sesame", "sulphites", "lupin", "molluscs"),
]
DIETS = ["halal", "kosher", "vegetarian", "vegan", "child"]
MENUS = {
    "en": (("The garden", "Leeks, vinaigrette", "Barley and morels"), ("The coast", "Turbot, beurre blanc", "Oysters")),
    "it": (("Il giardino", "Porri in vinaigrette", "Orzo e spugnole"), ("La costa", "Rombo al burro", "Ostriche")),
    "fr": (("Le jardin", "Poireaux vinaigrette", "Orge et morilles"), ("La côte", "Turbot au beurre blanc", "Huîtres")),
    "zh": (("花园", "油醋韭葱", "大麦羊肚菌"), ("海岸", "黄油多宝鱼", "生蚝")),
    "ja": (("庭", "ポロ葱のヴィネグレット", "大麦とモリーユ茸"), ("海辺", "平目のブール・ブラン", "牡蠣")),
    "ar": (("الحديقة", "كراث بصلصة الخل", "شعير وفطر الغوشنة"), ("الساحل", "سمك الترس بالزبدة", "محار")),
}
CITIES = [("paris", "Europe/Paris"), ("milan", "Europe/Rome")]


class FakeTable:
    """One table. Tests set what they like; `taken` is what was sent and carried out, in order."""

    def __init__(self, house: House, kind: str = "client", language: str = "en") -> None:
        self._house, self.kind, self.language = house, kind, language
        self.version, self.closed, self.state = 1, False, "published"
        self.address: dict[str, Any] | None = None
        self.telephone, self.wish = "", None
        self.window: tuple[int, int] | None = None
        """Minutes before the film."""
        self.delivery, self.late, self.expected = None, False, None
        self.revoked = False
        self.refusal: tuple[int, dict[str, Any]] | None = None
        given, family = COMPANIONS.get(language, COMPANIONS["en"])
        self.persons = [_person("K7QF", NAMES[spoken(language)], you=True)]
        if kind == "client":
            self.persons.append(_person("2MXA", f"{given} {family}", you=False))
        self.others: list[dict[str, Any]] = []
        self.taken: list[tuple[str, Any]] = []
        self.keys: list[str] = []
        self._done: set[str] = set()
        self.lost = 0
        """How many further answers are given to a line that breaks: what they answer is done."""

    def answer(self, method: str, path: str, body: Any, key: str, version: str | None) -> Answer | None:
        """Answer what is about the table; None for everything else."""
        if not path.startswith("/table"):
            return None
        if self.revoked:
            raise Refusal(404, "not-found")
        if method != "GET":
            self.keys.append(key)
            if self.refusal is not None:
                (status, more), self.refusal = self.refusal, None
                raise Refusal(status, "invalid-input", **more)
            if key not in self._done:
                if version != f'"{self.version}"':
                    raise Refusal(412, "precondition-failed")
                self._act(path.removeprefix("/table/"), body)
                self._done.add(key)
            if self.lost:
                self.lost -= 1
                raise ConnectionAbortedError
        return 200, self.view(), {"ETag": f'"{self.version}"'}

    def touched(self) -> None:
        """The house writes something of this door."""
        self.version += 1

    def _act(self, act: str, body: Any) -> None:
        self.taken.append((act, body))
        self.version += 1
        if act == "address":
            self.address = {name: body[name] for name in ("lines", "city", "area", "access")}
            self.telephone, self.wish = body["telephone"], body.get("wish")
        elif act == "needs":
            one = next(each for each in self.persons if each["code"] == body["person"])
            if self.closed:
                one["requested"] = True
                return
            declared = bool(body["allergens"] or body["diets"] or body.get("note"))
            one |= {"answer": "declared" if declared else "none", "menu": "m1"}
            one |= {name: body.get(name, "") for name in ("allergens", "diets", "alcohol", "of_age", "note")}
        elif act == "door":
            gone = next(each for each in self.persons if each["code"] in body["persons"])
            self.persons.remove(gone)
            person = {"code": gone["code"], "name": gone["name"]}
            self.others.append({"id": "h2", "persons": [person], "sent": True, "answered": False})
        elif act == "gather":
            self.persons.append(_person("2MXA", self.others.pop()["persons"][0]["name"], you=False))

    def view(self) -> dict[str, Any]:
        """What the house shows of it at this door."""
        at = spoken(self.language)
        zone = dict(CITIES)[self.address["city"]] if self.address else "Europe/Paris"
        paris = BOUTIQUES["paris"]

        def when(moment: datetime, where: str = "Europe/Paris") -> str:
            return moment.astimezone(ZoneInfo(where)).isoformat()

        def before(minutes: int) -> str:
            return when(START - timedelta(minutes=minutes), zone)

        complete = self.address is not None and all(one["answer"] != "not_asked" for one in self.persons)
        return {
            "version": self.version,
            "kind": self.kind,
            "event": {
                "id": "e1", "state": self.state, "title": TITLES[at][0], "zone": "Europe/Paris", "start": when(START),
                "end": when(START + timedelta(minutes=60)),
                "boutique": {**{name: paris[name] for name in ("id", "name", "telephone")}, "city": city("paris", at)},
            },
            "maison": "Maison Orsière",
            "language": self.language,
            "inviter": None if self.kind == "client" else "Béatrice de Castellane-Montmorency",
            "name": NAMES[at],
            "film": when(START),
            "cutoff": when(START - timedelta(days=2)),
            "closed": self.closed,
            "allergens": ALLERGENS,
            "diets": DIETS,
            "menus": [_menu(n, words) for n, words in enumerate(MENUS[at], 1)],
            "cities": [
                {"id": one, "name": city(one, at), "zone": its, "areas": ["centre", "north"]} for one, its in CITIES
            ],
            "door": {
                "id": "h1", "address": self.address, "telephone": self.telephone, "wish": self.wish,
                "window": {"start": before(self.window[0]), "end": before(self.window[1]), "zone": zone}
                if self.window else None,
                "delivery": self.delivery, "late": self.late, "expected_at": self.expected, "persons": self.persons,
                "complete": complete,
            },
            "others": self.others,
            "can": self._can(),
        }  # fmt: skip

    def _can(self) -> list[str]:
        if self.closed:
            return ["needs", *([] if self.window else ["address"])]
        return ["needs", "address", *(["share", "gather"] if self.kind == "client" else [])]


def _person(code: str, name: str, *, you: bool) -> dict[str, Any]:
    return {
        "code": code, "name": name, "you": you, "answer": "not_asked", "allergens": [], "diets": [], "alcohol": False,
        "of_age": False, "note": "", "menu": None, "wish": None, "requested": False,
    }  # fmt: skip


def _menu(n: int, words: tuple[str, str, str]) -> dict[str, Any]:
    contains = (["mustard", "gluten"], ["fish", "milk", "molluscs"])[n - 1]
    name, first, second = words
    courses = [
        {"name": first, "contains": contains[:1], "suits": [], "alcohol": False},
        {"name": second, "contains": contains[1:], "suits": [], "alcohol": False},
    ]
    return {
        "id": f"m{n}", "name": name, "cold": True, "contains": contains, "suits": [], "alcohol": False,
        "courses": courses, "finishing": [first] if n == 1 else [],
    }  # fmt: skip
