"""The matrix: every mounted route, called by every role, in every relation to what it is called for.

Routes come from the mounted application. What each cell must answer stands in `matrix_expected.txt`; a route without
rows, or a row without a route, fails. `python -m tests.matrix` prints the table as it is observed, to be read before
it is kept.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event
from chalicelib.foundation.clock import minute_of, rfc3339
from chalicelib.foundation.ids import derived_id
from chalicelib.http.declare import Route
from chalicelib.identity.model import FOR_A_CLIENT, Role
from tests.harness.moto_world import Aws
from tests.matrix_dinner import BLIND, HERS, Night, is_of_a_dinner
from tests.matrix_house import MountedHouse, Target, mounted_house

EXPECTED = Path(__file__).parent / "matrix_expected.txt"
ROLES = tuple(Role)
OPEN = "open"
"""What a page answers to everybody: the page, or that it has not been built; never a refusal."""

OF_A_BOOKING = ("own", "same_boutique", "other_boutique", "deleted", "random")
OF_A_BOUTIQUE = ("own", "other_boutique", "random")
OF_A_MEMBER = ("own", "same_boutique", "other_boutique", "random")
OF_A_DELEGATE = ("own", "other_client", "random")
OF_A_CLIENT = ("own", "other_boutique", "hosted", "random")
OF_AN_ADDRESS = ("own", "random")
OF_AN_EVENT = ("own", "other_boutique", "random")
OF_A_GUEST = ("own", "same_boutique", "other_boutique", "random")
SCREEN = {"nonce": "a-screen-of-the-matrix-0"}
OF_A_LINK = ("own", "revoked")
OF_NOTHING = ("any",)
CALENDAR: dict[str, Any] = {
    "hours": [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": "10:00", "end": "19:00"}],
    **{name: [] for name in ("breaks", "overrides", "travels", "skills")},
    "languages": ["en", "it"],
    "daily_maximum": None,
    "deputy": None,
}
"""The calendar that every advisor has, as it is sent."""
IN_THE_BODY = {"/v1/bookings": "POST", "/v1/clients": "POST", "/v1/clients/search": "POST", "/v1/audit": "GET"}
"""Routes whose body names the boutique that the permit is about."""

Row = tuple[str, ...]
Table = dict[str, dict[str, Row]]
"""route → relation → what each role is answered, in the order of `ROLES`."""


def relations(route: Route) -> tuple[str, ...]:
    """Return the relations in which a route can be called."""
    if "booking_id" in route.parameters:
        return OF_A_BOOKING
    if "guest_id" in route.parameters:
        return OF_A_GUEST
    if "event_id" in route.parameters:
        return OF_AN_EVENT
    if route.path.startswith(("/v1/invitation", *HERS)):
        return OF_A_LINK
    if "delegate_id" in route.parameters:
        return OF_A_DELEGATE
    if "client_id" in route.parameters:
        return OF_A_CLIENT
    if "subscription" in route.parameters:
        return OF_AN_ADDRESS
    if "staff_id" in route.parameters:
        return OF_A_MEMBER
    if "boutique_id" in route.parameters or IN_THE_BODY.get(route.path) == route.method:
        return OF_A_BOUTIQUE
    return OF_NOTHING


class Matrix:
    """Plays every cell in one house."""

    def __init__(self, house: MountedHouse) -> None:
        self.house = self._house = house
        self._kept: dict[str, Target] = {}
        self._client = ""
        """Whose delegate a route is called for."""
        self._spare: str | None = None
        self._guest: Guest | None = None
        """Whose invitation a route is called for."""
        self._event: Event | None = None
        self._night: Night | None = None
        """The dinner that a route is called for."""
        self.wrote_in_vain: list[str] = []
        """Cells that were refused, or that only read, and wrote all the same."""

    # ── the whole table ──────────────────────────────────────────────────────────────────────────────────────

    def observe(self) -> Table:
        """Call every route in every cell. Those that need the time to pass come last."""
        last = ("/leaving/finish", "/attendance", "/held", "/cues/{cue_id}/start", "/cues/{cue_id}/finish", "/promote")
        ordered = sorted(self._house.routes, key=lambda route: route.path.endswith(last))
        return {
            f"{route.method} {route.path}": {
                relation: tuple(self._cell(route, relation, role) for role in ROLES) for relation in relations(route)
            }
            for route in ordered
        }

    def answer(self, name: str, relation: str, role: Role) -> Any:
        """Call one cell, over a new booking, and return the JSON that was answered."""
        self._kept.clear()
        route = next(route for route in self._house.routes if f"{route.method} {route.path}" == name)
        self._cell(route, relation, role)
        return self._house.said

    def answers_to(self, token: str) -> set[str]:
        """Return every different answer that this token gets from all routes, each called as its own delegate would."""
        found = set()
        for route in self._house.routes:
            target = self._target(route, "own", Role.DELEGATE) if "booking_id" in route.parameters else None
            request = self._request(route, "own", Role.DELEGATE, target)
            headers = {**self._headers(route, target), "Authorization": f"Bearer {token}"}
            found.add(f"{self._house.call(route, *request, headers)} {self._house.said}")
        return found

    def _headers(self, route: Route, target: Target | None, role: Role | None = None) -> dict[str, str]:
        media = "text/csv" if route.csv else "application/json"
        headers = {"Idempotency-Key": self._house.fresh("key"), "Content-Type": media}
        if route.matched or target:
            alone = self._house.feed_version() if "/v1/staff/me/" in route.path else 1
            alone = self._guest.version if self._guest else self._event.version if self._event else alone
            alone = 0 if route.path.endswith("/show") else alone
            if self._night:
                alone = self._night.version(role) if route.path.startswith("/v1/table") else self._night.plan
            headers["If-Match"] = f'"{target.booking.version if target else alone}"'
        return headers

    def _cell(self, route: Route, relation: str, role: Role) -> str:
        target = self._target(route, relation, role) if "booking_id" in route.parameters else None
        self._gathered(route, relation, role)
        headers = self._headers(route, target, role)
        parameters, query, body = self._request(route, relation, role, target)
        headers |= self._authorization(relation, role, target)
        before = self._house.world.writes
        status = self._house.call(route, parameters, query, body, headers)
        wrote = self._house.world.writes > before
        if wrote and (status >= 300 or route.method == "GET"):
            self.wrote_in_vain.append(f"{route.method} {route.path} {relation} {role}")
        if wrote:
            self._spare = None
            self._kept = {name: kept for name, kept in self._kept.items() if kept is not target}
        if route.action == "page.read":
            return str(status) if status in (401, 403) else OPEN
        return str(status)

    # ── what is sent ─────────────────────────────────────────────────────────────────────────────────────────

    def _request(
        self, route: Route, relation: str, role: Role, target: Target | None
    ) -> tuple[dict[str, str], dict[str, str], Any]:
        """Return path parameters, query and body of a request that is right in everything but its permission."""
        parameters, query, body = {}, {}, None
        first = (self._house.clock() + timedelta(days=1)).date().isoformat()
        place = "nowhere" if relation == "random" else "paris"
        self._client = self._house.enrolled() if "delegate_id" in route.parameters else ""
        if "client_id" in route.parameters:
            parameters["client_id"] = self._carded(relation, role)
        for name in set(route.parameters) - set(parameters):
            member = {"own": "advisor-1", "random": "nobody"}.get(relation, "advisor-2")
            if route.action == "staff.leave":
                member = self._house.leaver(relation, begun=not route.path.endswith("/leaving"))
            gathered = {"event_id": self._event, "guest_id": self._guest}.get(name)
            if gathered is not None or name in ("event_id", "guest_id"):
                parameters[name] = gathered.id if gathered else derived_id("nothing")
                continue
            if is_of_a_dinner(route):
                parameters[name] = self._of_a_night(name)
                continue
            known = {"boutique_id": place, "name": "x.js", "staff_id": member, "cue_id": "welcome"}
            if name == "subscription":
                known[name] = f"{'x' * 43}.ics" if relation == "random" else self._house.subscribed()
            if name in ("absence_id", "closure_id"):
                known[name] = self._house.time_off(member if name == "absence_id" else "", exists=relation != "random")
            if name == "import_id":
                known[name] = derived_id("nothing") if relation == "random" else self._house.bought()
            if name == "delegate_id":
                named = self._house.named(self._client if relation == "own" else self._house.enrolled())
                known[name] = derived_id("nobody's delegate") if relation == "random" else named.id
            parameters[name] = known.get(name) or self._booking_id(relation, target)
        her = self._carded(relation, role) if route.path == "/v1/audit" else ""
        if route.query:
            values = {
                "from": first, "days": "1", "date": first, "experience": "video", "country": "FR",
                "postal_code": "75001", "start": f"{first}T10:00:00Z", "language": "en", "subject": f"client#{her}",
            }  # fmt: skip
            wanted = {about.alias or name: about.is_required() for name, about in route.query.model_fields.items()}
            query = {name: values[name] for name, needed in wanted.items() if needed}
        if route.csv:
            body = f"email,date,reference,amount,currency\n{self._house.fresh('x')}@x.example,2027-01-04,1,5,EUR\n"
        if route.body:
            body = self._body(route, role, place, target)
        return parameters, query, body

    def _body(self, route: Route, role: Role, place: str, target: Target | None) -> Any:
        if route.action == "signin.enter":
            return self._house.entering(route.path)
        action = route.path.rsplit("/", 1)[-1]
        if is_of_a_dinner(route):
            return self._night.body(action, role) if self._night else BLIND.get(action, {})
        if route.path.startswith(("/v1/events", "/v1/invitation")) or route.path.endswith("/events"):
            link = route.path.startswith("/v1/invitation")
            return self._of_an_event(action, link=link, person=link or "guest_id" in route.parameters)
        if "/merge" in route.path:
            versions = {"version": 1, "other_version": 1} if action == "merge" else {}
            return {"other": self._house.enrolled("paris"), **versions}
        if action == "calendar":
            return CALENDAR
        if route.path.endswith("/leaving/hand-over"):
            return {"clients": [{"client": derived_id("nobody"), "advisor": "advisor-2"}]}
        if action == "resolve":
            return {"choices": [{"booking": derived_id("nobody's booking"), "version": 1, "times": []}]}
        if "absences" in route.path or "closures" in route.path:
            day = (self._house.clock() + timedelta(days=350)).date().isoformat()
            about = {"absences": {"reason": "holiday"}, "closures": {"name": "Essai"}}.get(action, {})
            return {"from": day, "to": day, "kinds": None, **about}
        if action == "reschedule":
            return {"start": self._house.free("video")}
        if action == "propose":
            return {"times": [{"start": self._house.free("video", ahead=30)}]}
        if action == "options":
            times = [{"start": self._house.free("video", ahead=ahead)} for ahead in (25, 26)]
            return {"experience": "video", "times": times, "language": "en", "client_id": self._house.enrolled()}
        if action == "series":
            about = {"experience": "video", "language": "en", "client_id": self._house.enrolled()}
            return {**about, "start": self._house.free("video", ahead=20), "every_days": 7, "count": 1}
        if action == "resize":
            return {"minutes": 30}
        if action == "walk-ins":
            self._house.clock.forward(minutes=40)
            now = {"experience": "visit", "minutes": 10, "outside": "She is here.", "advisor": "advisor-1"}
            return {**now, "language": "en", "client_id": self._house.enrolled()}
        if action == "hand-over":
            return {"advisor": "advisor-2" if target and target.booking.advisor == "advisor-1" else "advisor-1"}
        if action == "busy":
            return {"url": f"https://calendar.example.com/{self._house.fresh('calendar')}.ics"}
        if action == "feed":
            return {"discretion": "names"}
        if action == "answer":
            return {"answer": "suits"}
        if action == "late":
            return {"minutes": 10}
        if action == "code":
            return {"code": self._house.code(target.booking) if target else "000000"}
        if action == "attendance":
            return {"outcome": "attended"}
        if action == "preferences":
            return {"language": "en", "preferred_channel": None, "level": "on_request"}
        if action == "delegates":
            return {"name": {"full": "Essai"}, "email": f"{self._house.fresh('delegate')}@x.example", "language": "en"}
        if action == "wishes":
            wish = {"boutique": "paris", "experience": "video", "language": "en"}
            return wish if role in FOR_A_CLIENT else {**wish, "client": self._house.stranger()}
        if route.path == "/v1/clients/search":
            return {"name": "Essai", "boutique": place}
        if route.path == "/v1/clients/{client_id}":
            return {"name": {"full": "Ada"}, "language": "en", "boutique": "paris", "note": self._house.fresh("note")}
        if route.path == "/v1/clients":
            mine = f"{self._house.fresh('taken')}@client.example"
            return {"name": {"full": "Ada"}, "language": "en", "boutique": place, "email": mine}
        if route.path == "/v1/holds":
            return {"boutique": place, "experience": "video", "start": self._house.free("video")}
        if route.path == "/v1/bookings":
            experience = "first-video" if role is Role.VISITOR else "video"
            order = {
                "boutique": place,
                "experience": experience,
                "start": self._house.free(experience),
                "language": "en",
            }
            if role is Role.VISITOR:
                return {**order, "client": self._house.stranger()}
            return order if role in FOR_A_CLIENT else {**order, "client_id": self._house.enrolled()}
        return {}

    def _gathered(self, route: Route, relation: str, role: Role) -> None:
        """Make the event, and the guest, that a route is about; none where the role is refused before it is read."""
        self._event = self._guest = self._night = None
        watches = role is Role.COMPANION and route.path.startswith("/v1/invitation")
        if (is_of_a_dinner(route) or watches) and relation != "random" and role in route.roles:
            self._night = self._house.dining(route.path)
            self._event, self._guest = self._night.event, self._night.guest
            return
        about = "event_id" in route.parameters or route.path.startswith("/v1/invitation")
        if not about or relation == "random" or role not in route.roles:
            return
        action = route.path.rsplit("/", 1)[-1]
        self._event = event = self._house.evening(draft=action == "publish")
        if action == "reopen":
            self._event = self._house.closed(event)
        if action == "held":
            self._house.clock.to(event.end)
        if "guest_id" in route.parameters or route.path.startswith("/v1/invitation"):
            seated = action in ("cancel", "change", "film", "beat", "join", "promote", "request")
            wanted = "accepted" if seated else "invited"
            if action == "offer":
                wanted = "offered" if route.path.startswith("/v1/invitation") else "waitlisted"
            self._guest = self._house.bidden(event, wanted)
        if action in ("start", "finish"):
            self._house.running(event, begun=action == "finish")
        if action == "request" and self._guest:
            self._guest = self._house.asking(event, self._guest)
        if action == "promote" and self._guest:
            self._house.joined(event, self._guest)

    def _of_a_night(self, name: str) -> str:
        if name in ("paper", "act"):
            return {"paper": "manifest.csv", "act": "dispatch"}[name]
        if self._night is None:
            return "AAAA-AAAA" if name == "person" else derived_id("nothing")
        return self._night.person if name == "person" else self._night.household

    def _of_an_event(self, action: str, *, link: bool, person: bool) -> Any:
        event = self._event
        start = rfc3339((event.start if event else minute_of(self._house.clock())) + 2 * 1440)
        words = {"title": {"en": "An evening"}, "hosts": ["advisor-1"]}
        if action == "events":
            sitting = {"start": start, "minutes": 60, "language": "en", "capacity": 4}
            return {**words, "kind": "group_presentation", "sittings": [sitting]}
        bodies: dict[str, Any] = {
            "move": {"start": start},
            "capacity": {"sitting": "s1", "capacity": 12},
            "offer": {"accept": True} if link else {},
            "accept": {"party": 1},
            "request": {"granted": True},
            "seat": {"party": 1, "reason": "promised"},
            "film": SCREEN,
            "beat": SCREEN,
            "show": {"cues": [{"id": "welcome", "title": "Welcome", "offset": 0, "minutes": 5, "owner": "advisor-1"}]},
            "hold": {"reason": "host"},
            "release": {"holding": "by_hand"},
            "join": {"nonce": self._house.fresh("key")} if link else {},
            "guests": {"client_id": self._house.willing("paris")} if action == "guests" else {},
            "import": {"csv": "email\n", "dry_run": False},
            "tiers": {"tiers": [{"tier": 1, "release_at": rfc3339(minute_of(self._house.clock()) + 60)}]},
        }
        if action == "change":
            return {"party": 2} if person else words
        return bodies.get(action, {})

    def _authorization(self, relation: str, role: Role, target: Target | None) -> dict[str, str]:
        token = self._token(relation, role, target)
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _token(self, relation: str, role: Role, target: Target | None) -> str:
        tokens, mine = self._house.world.tokens, relation in ("own", "deleted", "random", "any")
        elsewhere = relation in ("other_boutique", "hosted")
        house = frozenset({"milan" if elsewhere else "paris"})
        host = "advisor-3" if elsewhere else "advisor-1"
        if self._guest is not None and relation == "same_boutique":
            host = "advisor-2"
        if target and mine:
            host = target.booking.advisor
        elif target and relation == "same_boutique":
            host = "advisor-2" if target.booking.advisor == "advisor-1" else "advisor-1"
        match role:
            case Role.ANONYMOUS:
                return ""
            case Role.VISITOR:
                still = target and mine and minute_of(self._house.clock()) < target.visitor_until
                return target.visitor if target and still else tokens.visitor()[0]
            case Role.GUEST | Role.HOST:
                linked = target.booking.id if target and mine else derived_id("another booking")
                version = target.booking.link_version if target else 1
                later = minute_of(self._house.clock()) + 10_000
                return tokens.manage(linked, version, "guest" if role is Role.GUEST else "host", host, later)
            case Role.CLIENT:
                hers = target.booking.client if target and mine else self._client or self._somebody()
                return tokens.access(role, hers)
            case Role.DELEGATE:
                hers = target.booking.client if target and mine and not target.visitor else self._somebody()
                named = self._house.named(hers)
                return tokens.delegate(named.id, named.link_version, named.expires_at)
            case Role.INVITED | Role.COMPANION | Role.COURIER | Role.KITCHEN if self._night:
                return self._night.token(role, revoked=relation == "revoked")
            case Role.COMPANION | Role.COURIER | Role.KITCHEN:
                nothing, soon = derived_id("nothing"), minute_of(self._house.clock()) + 1440
                if role is Role.COMPANION:
                    return tokens.door(nothing, nothing, nothing, 1, soon)
                if role is Role.COURIER:
                    return tokens.night("round", nothing, nothing, 0, soon)
                return tokens.night("kitchen", nothing, "nowhere", 0, soon)
            case Role.INVITED:
                guest, later = self._guest, minute_of(self._house.clock()) + 400 * 1440
                if guest is None:
                    return tokens.invitation(derived_id("an event"), derived_id("a guest"), 1, later)
                version = guest.link_version + (relation == "revoked")
                return tokens.invitation(guest.event, guest.id, version, later)
            case Role.ASSOCIATE:
                return tokens.access(role, host, house)
            case Role.ADMIN:
                return tokens.access(role, "administrator")
        return tokens.access(role, f"{role}-of-{min(house)}", house)

    def _somebody(self) -> str:
        """Return a client of no matter: the same one until something is written."""
        self._spare = self._spare or self._house.enrolled()
        return self._spare

    def _carded(self, relation: str, role: Role) -> str:
        """Return a client of Paris; `hosted`: who is received in Milan by advisor-3, and by nobody else there.

        A role that is refused before anything is read is refused for anybody.
        """
        if relation == "random":
            return derived_id("nobody's card")
        if role not in (Role.ASSOCIATE, Role.MANAGER, Role.ADMIN):
            return self._somebody()
        client_id = self._house.enrolled("paris")
        return self._house.received(client_id) if relation == "hosted" else client_id

    def _booking_id(self, relation: str, target: Target | None) -> str:
        return derived_id("nobody's booking") if relation == "random" or target is None else target.booking.id

    # ── what it is about ─────────────────────────────────────────────────────────────────────────────────────

    def _target(self, route: Route, relation: str, role: Role) -> Target:
        """Return a booking in the state that the route is for, made by whom the role is."""
        kind = "confirmed"
        if route.action == "booking.confirm_code":
            kind = "coded"
        elif role is Role.VISITOR or route.action == "booking.confirm_link":
            kind = "held"
        elif route.action in ("booking.accept", "booking.decline"):
            kind = "requested"
        apart = route.action == "booking.hand_over"
        name = f"{kind} {relation == 'deleted'} {apart}"
        if name not in self._kept:
            self._kept[name] = self._house.made(kind, apart=apart)
            if relation == "deleted":
                self._house.removed(self._kept[name].booking)
        target = self._kept[name]
        if route.action == "booking.attend":
            self._house.clock.to(max(target.booking.end + 30, minute_of(self._house.clock())))
        return target


def written(table: Table) -> str:
    """Write a table as it stands in the repository, routes in the order of their paths."""
    widths = [max(6, len(role)) + 2 for role in ROLES]
    head = " " * 18 + "".join(f"{role:<{width}}" for role, width in zip(ROLES, widths, strict=True))
    lines = [head.rstrip()]
    for route in sorted(table, key=lambda name: (name.split(" ")[1], name)):
        lines += ["", route]
        for relation, row in table[route].items():
            cells = "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
            lines.append(f"  {relation:<16}{cells}".rstrip())
    return "\n".join(lines) + "\n"


def read(text: str) -> Table:
    """Read a table back. Raises ValueError when its columns are not the roles."""
    head, *lines = text.splitlines()
    if tuple(head.split()) != ROLES:
        raise ValueError("the columns are not the roles, in their order")
    table: Table = {}
    route = ""
    for line in filter(None, lines):
        if line.startswith(" "):
            relation, *cells = line.split()
            table[route][relation] = tuple(cells)
        else:
            route = line
            table[route] = {}
    return table


if __name__ == "__main__":
    from tests.harness.moto_world import serialise

    serialise()
    engine = Aws()
    with mounted_house(engine) as house:
        sys.stdout.write(written(Matrix(house).observe()))
    engine.stop()
