"""Her own card as the fake API keeps it: what she permits, in versions, and whom she has named to arrange for her."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.browser.fakehouse import BOUTIQUES, LANGUAGES, city
from tests.browser.fakestate import House, Refusal

NAMES = {
    "en": "Ms Ada Lindqvist",
    "it": "Signora Elena Moretti",
    "fr": "Madame Éléonore de La Rochefoucauld",
    "zh": "欧阳雨桐女士",
    "ja": "山田 花子 様",
    "ar": "السيدة ليلى المنصوري",
}
_TEXTS = {
    "en": ("Maison Orsière may write to me here about my appointments and my wishes.",
           "Maison Orsière may tell me here of its creations and invite me to its events. I may say no at any time."),
    "ja": ("Maison Orsièreが、私の予約と希望について、この連絡先に連絡することに同意します。",
           "Maison Orsièreが、作品のご案内や催しへのご招待をこの連絡先に送ることに同意します。いつでも取り消せます。"),
    "ar": ("يمكن لدار Maison Orsière مراسلتي هنا بشأن مواعيدي ورغباتي.",
           "يمكن لدار Maison Orsière أن تحدثني هنا عن إبداعاتها. ويمكنني تغيير رأيي في أي وقت."),
}  # fmt: skip
Answer = tuple[int, Any, dict[str, str]]


class Card:
    """A client of the house. `moods` of the house that matter here: `changed-elsewhere`, `refused`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.version = 1
        self.language = "en"
        self.level = "open"
        self.preferred: str | None = None
        self.given = {("email", "service"), ("sms", "service")}
        self.delegates: list[dict[str, Any]] = []
        self.opening: set[str] = set()
        """The link or refresh token that holds."""
        self.entered: list[str] = []
        self.tokens: Callable[[int], str] = str
        """Makes the access token of each time she entered."""

    def answer(self, method: str, path: str, query: dict[str, str], body: Any, version: str | None) -> Answer | None:
        """Answer what is hers; None for everything else."""
        if path == "/me":
            return self._me()
        if path == "/me/preferences" and method == "PUT":
            return self._change(body, version)
        if path == "/bookings" and method == "GET":
            return self._listed(query)
        if path == "/bookings/last":
            return 200, {"last": self._house.last}, {}
        if match := re.fullmatch(r"/me/delegates(?:/(\d+)/(resend|revoke))?", path):
            return self._delegates(method, match[1], match[2], body)
        return None

    def entering(self, path: str, body: Any) -> Answer:
        """Sign in with a link, once; or change the refresh token that holds."""
        secret = body.get("link") or body.get("refresh_token")
        if secret not in self.opening:
            raise Refusal(401, "unauthenticated")
        self.opening = {f"refresh-{len(self.entered)}"}
        self.entered.append(path)
        access = self.tokens(len(self.entered))
        return 200, {"access_token": access, "refresh_token": next(iter(self.opening))}, {}

    def delegation(self) -> Answer:
        """For whom a delegate acts."""
        until = self._house.now + timedelta(days=300)
        return 200, {"client": NAMES[self.language], "expires_at": until.isoformat(), "language": "en"}, {}

    def _me(self) -> Answer:
        at = _TEXTS.get(self.language, _TEXTS["en"])
        words = [
            {"purpose": purpose, "version": f"{purpose}-1.{self.language}", "text": text}
            for purpose, text in zip(("service", "marketing"), at, strict=True)
        ]
        paris = BOUTIQUES["paris"]
        body = {
            "name": NAMES[self.language],
            "language": self.language,
            "languages": list(LANGUAGES),
            "advisor": {"id": "giulia", "name": "Giulia Ferrante"},
            "boutique": {**{name: paris[name] for name in ("id", "name", "telephone")}, "city": city("paris", "en")},
            "level": self.level,
            "channels": ["email", "sms", "whatsapp"],
            "preferred_channel": self.preferred,
            "consents": [
                {"channel": channel, "purpose": purpose, "state": "given"} for channel, purpose in sorted(self.given)
            ],
            "permissions": [],
            "texts": words,
        }
        return 200, body, {"ETag": f'"{self.version}"'}

    def _change(self, body: Any, version: str | None) -> Answer:
        if "changed-elsewhere" in self._house.moods:
            self._house.moods.discard("changed-elsewhere")
            self.version, self.level = self.version + 1, "events_only"
        if version != f'"{self.version}"':
            raise Refusal(412, "precondition-failed")
        if "refused" in self._house.moods:
            self._house.moods.discard("refused")
            raise Refusal(422, "invalid-input", errors=[{"pointer": "/preferred_channel", "detail": "no"}])
        self.version += 1
        self.language, self.level, self.preferred = body["language"], body["level"], body["preferred_channel"]
        for word in body["consents"]:
            place = (word["channel"], word["purpose"])
            self.given = self.given | {place} if word["given"] else self.given - {place}
        return self._me()

    def _listed(self, query: dict[str, str]) -> Answer:
        every = sorted(self._house.bookings.values(), key=lambda one: str(one["start"]), reverse=True)
        first, many = int(query.get("after", 0)), int(query["limit"])
        page = [self._house.seen(one["id"], None) for one in every[first : first + many]]
        return 200, {"items": page, "after": str(first + many) if first + many < len(every) else None}, {}

    def _delegates(self, method: str, one: str | None, act: str | None, body: Any) -> Answer:
        if method == "GET":
            return 200, {"items": self.delegates}, {}
        if one is None:
            if len([it for it in self.delegates if it["state"] == "active"]) >= 5:
                raise Refusal(409, "quota-reached")
            self.delegates.insert(0, self.named(body["name"]["full"], body["email"]))
            return 201, self.delegates[0], {}
        found = next(it for it in self.delegates if it["id"] == one)
        if act == "revoke":
            found["state"] = "revoked"
        return 200, found, {}

    def named(self, name: str, email: str) -> dict[str, Any]:
        """Return somebody as she is listed."""
        now = self._house.now
        return {
            "id": str(len(self.delegates) + 1),
            "name": name,
            "email_masked": f"{email[0]}…@{email.split('@')[1]}",
            "since": now.isoformat(),
            "expires_at": (now + timedelta(days=365)).isoformat(),
            "state": "active",
        }
