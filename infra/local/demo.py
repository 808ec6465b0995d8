"""What is answered beside the application: the maison's page, mailbox, clock, tokens and API reference."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from infra.local import pages
from infra.local.clock import MovableClock, parse_span
from infra.local.guests import enrolled
from infra.local.issuer import LocalIssuer
from infra.local.launch import EVERY, SECONDS, LaunchNight
from infra.local.mailbox import Mailbox
from infra.local.server import Answered, Asked
from infra.local.ticking import Ticking
from infra.local.tokens import Person, people, token_for
from infra.pythons import ROOT

OPENAPI = ROOT / "docs" / "openapi.json"
_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"


class DemoSite:
    """Routes of the demo, by path. Everything is read anew at each request: nothing here needs to be quick."""

    def __init__(
        self, world: Any, clock: MovableClock, ticking: Ticking, mailbox: Mailbox, issuer: LocalIssuer
    ) -> None:
        self._night = LaunchNight(world, ticking)
        self._issuer = issuer
        self._world, self._clock, self._ticking, self._mailbox = world, clock, ticking, mailbox
        self._routes: dict[tuple[str, str], Callable[[Asked], Answered]] = {
            ("GET", "/"): lambda _: _html(pages.house(world.catalogue.maison(), self._clients(), self._now)),
            ("GET", "/demo/staff"): lambda _: _html(pages.staff(self._now)),
            ("GET", "/demo/issuer/.well-known/openid-configuration"): lambda _: _json(issuer.discovery()),
            ("GET", "/demo/issuer/jwks.json"): lambda _: _json(issuer.jwks()),
            ("GET", "/demo/issuer/authorize"): self._authorize,
            ("GET", "/demo/issuer/choose"): self._chosen,
            ("POST", "/demo/issuer/token"): self._exchange,
            ("GET", "/demo/clock"): lambda _: _html(pages.clock(self._now, clock.offset)),
            ("POST", "/demo/clock"): self._move,
            ("GET", "/demo/launch"): lambda _: _html(pages.launch(self._now)),
            ("POST", "/demo/launch"): self._launch,
            ("GET", "/demo/launch.json"): lambda _: self._launched(),
            ("POST", "/demo/tokens"): self._token,
            ("GET", "/demo/tokens"): lambda _: _json({"as": sorted(people(world))}),
            ("GET", "/demo/guests.csv"): self._guests,
            ("GET", "/demo/mailbox"): lambda _: _html(pages.mailbox(mailbox.letters(), self._now)),
            ("GET", "/demo/mailbox.json"): lambda _: _json(
                {"messages": [letter.document() for letter in mailbox.letters()]}
            ),
            ("GET", "/demo/api"): lambda _: _html(pages.reference(json.loads(OPENAPI.read_text()), self._now)),
            ("GET", "/demo/api/openapi.json"): lambda _: _json(json.loads(OPENAPI.read_text())),
        }

    def __call__(self, asked: Asked) -> Answered | None:
        """Answer a request, None where the demo has no such page."""
        method = "GET" if asked.method == "HEAD" else asked.method
        if route := self._routes.get((method, asked.path)):
            return route(asked)
        if method == "GET" and asked.path.startswith("/demo/mailbox/"):
            return self._letter(asked.path.removeprefix("/demo/mailbox/"))
        if method == "GET" and asked.path.startswith("/demo/as/"):
            return self._become(asked.path.removeprefix("/demo/as/"))
        return None

    @property
    def _now(self) -> str:
        return self._clock().strftime("%Y-%m-%d %H:%M")

    def _clients(self) -> list[Person]:
        return [person for person in people(self._world).values() if not person.boutiques]

    def _authorize(self, asked: Asked) -> Answered:
        """The provider's page: a press on a name signs in."""
        if not self._issuer.fits(dict(parse_qsl(asked.query))):
            return _json({"error": "invalid_request"}, HTTPStatus.BAD_REQUEST)
        return _html(pages.authorize(self._issuer.accounts(), asked.query, self._now))

    def _chosen(self, asked: Asked) -> Answered:
        query = dict(parse_qsl(asked.query))
        try:
            back = self._issuer.approve(query, query.pop("as", ""))
        except ValueError:
            return _json({"error": "invalid_request"}, HTTPStatus.BAD_REQUEST)
        return _html(_moved(back))

    def _exchange(self, asked: Asked) -> Answered:
        status, answer = self._issuer.exchange(dict(parse_qsl(asked.body.decode("ascii", "replace"))))
        return _json(answer, status)

    def _letter(self, path: str) -> Answered | None:
        number, _, view = path.partition("/")
        letter = self._mailbox.find(number)
        if letter is None:
            return None
        if view == "html":
            return _html(pages.framed(letter))
        if view == "text":
            return Answered(HTTPStatus.OK, _TEXT, letter.text.encode())
        if view == "source":
            return Answered(HTTPStatus.OK, _TEXT, letter.source.encode())
        if view == "calendar" and letter.calendar:
            return Answered(HTTPStatus.OK, "text/calendar; charset=utf-8", letter.calendar.encode())
        return _html(pages.letter(letter, self._now)) if not view else None

    def _become(self, path: str) -> Answered | None:
        """A personal link, as it comes in a letter, or staff without signing in: a token in the page's fragment."""
        key, _, page = path.partition("/")
        person = people(self._world).get(key)
        if person is None or page not in ({""} if person.boutiques else {"", "me"}):
            return None
        way = "console#token" if person.boutiques else f"{page}#showroom"
        return _html(_moved(f"/{way}={token_for(self._world, self._issuer, person)}"))

    def _token(self, asked: Asked) -> Answered:
        person = people(self._world).get(str(_document(asked.body).get("as")))
        if person is None:
            return _json({"error": "nobody of that name: GET /demo/tokens lists everyone"}, HTTPStatus.NOT_FOUND)
        token = token_for(self._world, self._issuer, person)
        return _json({"token": token, "display": person.display, "role": person.role, "subject": person.subject})

    def _guests(self, asked: Asked) -> Answered:
        """A list of people whom a planner may invite to what is held in a boutique."""
        wanted = dict(parse_qsl(asked.query)).get("boutique", "")
        known = {one.id for one in self._world.catalogue.maison().boutiques}
        if wanted not in known:
            return _json({"error": "say ?boutique= one of " + ", ".join(sorted(known))}, HTTPStatus.NOT_FOUND)
        text = enrolled(self._world, self._world.catalogue.boutique(wanted))
        return Answered(HTTPStatus.OK, "text/csv; charset=utf-8", text.encode())

    def _launch(self, asked: Asked) -> Answered:
        """Play the launch night for so many `seconds`, where 0 answers when it is over; `until` holds it after a scene.

        Asked again while it holds, it goes on.
        """
        document = _document(asked.body)
        seconds, until = document.get("seconds", SECONDS), document.get("until", EVERY)
        if not isinstance(seconds, int) or not 0 <= seconds <= 3600:
            return _json({"error": "say how many seconds, at most 3600"}, HTTPStatus.BAD_REQUEST)
        if not isinstance(until, int) or not 1 <= until <= EVERY:
            return _json({"error": "say after which scene to hold"}, HTTPStatus.BAD_REQUEST)
        self._night.begin(seconds, until)
        if not seconds:
            self._night.wait()
        return self._launched()

    def _launched(self) -> Answered:
        played = self._night.played
        playing = bool(played.scenes or played.event) and not played.is_over
        found = {"scenes": played.scenes, "links": played.links, "event": played.event, "failed": played.failed}
        return _json({**found, "playing": playing})

    def _move(self, asked: Asked) -> Answered:
        try:
            span = parse_span(str(_document(asked.body).get("advance", "")))
        except ValueError as error:
            return _json({"error": str(error)}, HTTPStatus.BAD_REQUEST)
        now = self._ticking.advance(span)
        return _json({"now": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "messages": len(self._mailbox.letters())})


def _moved(target: str) -> str:
    """Return a page that leads on at once."""
    safe = json.dumps(target).replace("<", "\\u003c")
    return f"<!doctype html><title>One moment</title><script>location.replace({safe})</script>"


def _document(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _html(page: str) -> Answered:
    return Answered(HTTPStatus.OK, _HTML, page.encode())


def _json(document: Any, status: int = HTTPStatus.OK) -> Answered:
    return Answered(status, "application/json", json.dumps(document, ensure_ascii=False, indent=1).encode())
