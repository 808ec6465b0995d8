"""One invitation as the fake API keeps it: her answers, a house that is full, and an evening with its door."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.browser.fakeclient import NAMES, Answer
from tests.browser.fakehouse import BOUTIQUES, city, spoken
from tests.browser.fakestate import House, Refusal

START = datetime.fromisoformat("2027-01-21T18:00:00+00:00")
HOSTS = ["Giulia Ferrante", "Antoine de Villiers"]
TITLES = {
    "en": ("The new high jewellery, before anybody else",
           ("Giulia Ferrante and Antoine de Villiers open the cases, and tell how each piece came to be. "
           "There is time for your questions.")),
    "it": ("La nuova alta gioielleria, in anteprima",
           ("Giulia Ferrante e Antoine de Villiers aprono le vetrine, e raccontano come è nata ogni creazione. "
           "C’è tempo per le Sue domande.")),
    "fr": ("La nouvelle haute joaillerie, en avant-première",
           ("Giulia Ferrante et Antoine de Villiers ouvrent les écrins, et racontent la naissance de chaque pièce. "
           "Vos questions seront les bienvenues.")),
    "zh": ("高级珠宝新作，先睹为快",
           ("Giulia Ferrante 与 Antoine de Villiers 将为您开启珍匣，讲述每件作品的由来，"
           "并留有时间回答您的提问。")),
    "ja": ("新作ハイジュエリーを、どなたよりも早く",
           ("Giulia FerranteとAntoine de Villiersがケースを開き、一点一点の誕生をお話しいたします。"
           "ご質問のお時間もございます。")),
    "ar": ("المجوهرات الراقية الجديدة، قبل الجميع",
           ("تفتح Giulia Ferrante وAntoine de Villiers الخزائن، ويرويان كيف وُلدت كل قطعة. "
           "وهناك وقت لأسئلتكم.")),
}  # fmt: skip
COMPANIONS = {"en": ("Tom", "Bauer"), "ja": ("太郎", "山田"), "zh": ("文博", "林"), "ar": ("سامي", "المنصوري")}
_OPEN = {"invited", "viewed", "declined", "cancelled", "offer_expired"}


class Guest:
    """One guest of one event. Tests set what they like, and put the house in moods: `overlapping`, `wrong-name`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.language = "en"
        self.kind, self.event_state = "group_presentation", "published"
        self.state, self.version = "viewed", 1
        self.start, self.previous_start = START, None
        self.length = timedelta(minutes=60)
        self.sittings = [("s1", timedelta(0), "en")]
        self.full: set[str] = set()
        self.sitting, self.party, self.most = "", 1, 0
        self.companions: list[dict[str, str]] = []
        self.note = ""
        self.offer_until: datetime | None = None
        self.expires: datetime | None = None
        self.inside: str | None = None
        self.present = 1
        """How many are in the room, herself among them."""
        self.place, self.speaks = "room", False
        self.never_again = False
        self.request: dict[str, Any] | None = None
        self.waits = False
        """Whether the film waits for everybody."""
        self.film: dict[str, Any] = {"provider": "local", "url": None, "query": ""}
        self.screens: list[str] = []
        self.lost = 0
        """How many further answers are given to a line that breaks: what they answer is done."""
        self._done: dict[str, str] = {}

    def answer(self, method: str, path: str, body: Any, key: str, version: str | None) -> Answer | None:
        """Answer what is about her invitation; None for everything else."""
        if not path.startswith("/invitation"):
            return None
        act = path.removeprefix("/invitation").strip("/")
        if self.state == "revoked":
            raise Refusal(404, "not-found")
        if act == "calendar":
            return 200, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", {"Content-Type": "text/calendar"}
        if act == "join":
            return 200, self._joined(body), {}
        if act.startswith("film"):
            return 200, self._film(body["nonce"], beat=act.endswith("beat")), {}
        if act == "viewed" and self.state == "invited":
            self.state, self.version = "viewed", self.version + 1
        elif act and act != "viewed" and key not in self._done:
            self._act(act, body, version)
            self.version += 1
            self._done[key] = act
        if act and self.lost:
            self.lost -= 1
            raise ConnectionAbortedError
        return 200, self.view(), {"ETag": f'"{self.version}"'}

    def _act(self, act: str, body: Any, version: str | None) -> None:
        moods = self._house.moods
        for mood in ("overlapping", "state-conflict", "offer-lapsed"):
            if mood in moods:
                moods.discard(mood)
                raise Refusal(410 if mood == "offer-lapsed" else 409, mood)
        if "wrong-name" in moods:
            moods.discard("wrong-name")
            raise Refusal(422, "invalid-input", errors=[{"pointer": "/companions/0/family", "detail": "no"}])
        if act == "change" and version != f'"{self.version}"':
            raise Refusal(412, "precondition-failed")
        if act == "change" and self.frozen:
            asked = {"party": body["party"], "companions": body["companions"], "note": body.get("note", "")}
            at = self._house.now.isoformat()
            self.request = {"state": "open", "at": at, **asked, "word": "", "answered_at": None}
        elif act in {"accept", "change"}:
            self.sitting = body.get("sitting", self.sitting) or self.sittings[0][0]
            self.party, self.companions = body["party"], body["companions"]
            self.note = body.get("note", "")
        if act == "accept":
            self.state = "waitlisted" if self.sitting in self.full else "accepted"
        elif act == "offer":
            self.state = "accepted" if body["accept"] else "declined"
        elif act == "decline":
            self.never_again = body.get("never_again", False)
            if "decline" in self._can():
                self.state = "declined"
        elif act == "cancel":
            self.state, self.request = "cancelled", None

    def _joined(self, body: Any) -> Any:
        opened = self._door() == "open"
        if opened and self.inside not in {None, body["nonce"]} and not body.get("force"):
            raise Refusal(409, "already-in")
        room = opened and self.place == "room"
        if opened:
            self.inside = body["nonce"]
        return {
            "state": self._door(),
            "place": self.place if opened else None,
            "speaks": self.speaks,
            "provider": "local" if room else None,
            "url": None,
            "join": {"present": self.present} if room else None,
        }

    @property
    def _own_start(self) -> datetime:
        return self.start + next((later for one, later, _ in self.sittings if one == self.sitting), timedelta(0))

    def _film(self, screen: str, *, beat: bool) -> dict[str, Any]:
        now, ends = self._house.now, self.start + self.length
        opens, closes = self.start - timedelta(minutes=30), ends + timedelta(hours=48)
        state = "early" if now < opens else "open" if now < ends else "replay" if now < closes else "over"
        if screen not in self.screens:
            if beat:
                state = "elsewhere"
            else:
                self.screens = [*self.screens, screen][-2:]
        return {
            "state": state,
            "now": now.isoformat(timespec="milliseconds"),
            "zone": "Europe/Paris",
            "opens_at": opens.isoformat(),
            "begins_at": self.start.isoformat(),
            "waits": self.waits,
            "ends_at": ends.isoformat(),
            "closes_at": closes.isoformat(),
            "beat_seconds": 1,
            "play": self.film if state in {"open", "replay"} else None,
        }

    def _door(self) -> str:
        now, opens = self._house.now, self._own_start - timedelta(minutes=15)
        over = now >= self._own_start + self.length or self.event_state not in {"published", "closed"}
        return "over" if over else "open" if now >= opens else "early"

    @property
    def frozen(self) -> bool:
        return self._house.now >= self.start - timedelta(days=2)

    def _can(self) -> list[str]:
        now = self._house.now
        ahead = self.event_state in {"published", "closed"} and now < self.start + self.length
        if not ahead or self.state == "lapsed":
            return []
        if self.state == "offered":
            return ["take_offer", "refuse_offer"]
        found = ["accept"] if self.state in _OPEN and self.event_state == "published" else []
        found += ["decline"] if self.state in {"invited", "viewed", "waitlisted", "offer_expired"} else []
        if self.state == "accepted":
            found += ["change", "cancel"] if now < self._own_start else []
            found += ["join"] if self._door() == "open" else []
        return found

    def view(self) -> dict[str, Any]:
        """What the house shows of it."""
        at = spoken(self.language)
        title, description = TITLES[at]
        paris = BOUTIQUES["paris"]

        def when(moment: datetime | None) -> str | None:
            return moment.astimezone(ZoneInfo("Europe/Paris")).isoformat() if moment else None

        return {
            "state": self.state,
            "version": self.version,
            "language": self.language,
            "name": NAMES[at],
            "maison": "Maison Orsière",
            "event": {
                "id": "e1",
                "kind": self.kind,
                "state": self.event_state,
                "title": title,
                "description": description,
                "zone": "Europe/Paris",
                "start": when(self.start),
                "end": when(self.start + self.sittings[-1][1] + self.length),
                "previous_start": when(self.previous_start),
                "cutoff": when(self.start - timedelta(hours=12)),
                "freeze": when(self.start - timedelta(days=2)),
                "boutique": {**{name: paris[name] for name in ("id", "name", "telephone")}, "city": city("paris", at)},
                "hosts": HOSTS,
            },
            "sittings": [
                {
                    "id": one,
                    "start": when(self.start + later),
                    "end": when(self.start + later + self.length),
                    "language": language,
                    "full": one in self.full,
                }
                for one, later, language in self.sittings
            ],
            "sitting": self.sitting,
            "party": self.party,
            "max_plus_ones": self.most,
            "companions": self.companions,
            "note": self.note,
            "expires_at": when(self.expires),
            "offer_expires_at": when(self.offer_until) if self.state == "offered" else None,
            "frozen": self.frozen,
            "request": self.request,
            "join": {"state": self._door(), "opens_at": when(self._own_start - timedelta(minutes=15))},
            "can": self._can(),
        }
