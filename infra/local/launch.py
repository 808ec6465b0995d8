"""The launch night in three minutes: a whole dinner played on the moved clock, through the services of the house.

Nine clients of a boutique and two friends at doors of their own, in three cities and two zones. The scenes are played
in order by a thread; the page tells each as it happens, with links to what couriers, kitchens and guests see then.
"""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalicelib.bookings.keyed import Keyed
from chalicelib.events.dinner.deliveries import DeliveryState, Failed, Proof
from chalicelib.events.dinner.diets import declared
from chalicelib.events.dinner.ground import Whole
from chalicelib.events.dinner.households import Address
from chalicelib.events.dinner.manifest import Line
from chalicelib.events.dinner.tables.service import Eating
from chalicelib.events.dinner.windows import Terms
from chalicelib.events.guests.details import Companion, GuestDetails
from chalicelib.events.guests.model import Guest
from chalicelib.events.invitations.model import Wanted
from chalicelib.events.model import Event, EventKind, EventState, guest_id_of
from chalicelib.events.registering.service import Reply
from chalicelib.events.show.model import Cue
from chalicelib.events.sittings import Sitting
from chalicelib.foundation.clock import local_of, minute_of, moment_of
from chalicelib.foundation.errors import HostsTaken, StateConflict
from chalicelib.foundation.ids import derived_id, new_id
from chalicelib.identity.model import Principal, Role
from infra.local.banquet import CITIES, DESCRIPTION, FRIENDS, GUESTS, KITCHENS, MENUS, STREETS, TITLE
from infra.local.guests import enrolled
from infra.local.ticking import Ticking
from infra.pythons import ROOT

BOUTIQUE = "paris"
SECONDS = 180
"""How long it is played for."""
EVERY = 99
"""More scenes than there are."""
PHOTOGRAPH = ROOT / "infra" / "local" / "pages" / "door.jpg"
Scene = Callable[[], str]


@dataclass
class Played:
    """What has been told so far."""

    scenes: list[tuple[str, str, str]] = field(default_factory=list)
    """Of each: the house's time, its title, what happened."""
    links: dict[str, str] = field(default_factory=dict)
    event: str = ""
    failed: str = ""
    is_over: bool = False


class LaunchNight:
    """Plays the night once; begun again, it is another evening."""

    def __init__(self, world: Any, ticking: Ticking) -> None:
        self._world, self._ticking = world, ticking
        self._held = threading.Condition()
        self._until = 0
        self._thread: threading.Thread | None = None
        self.played = Played()
        every = frozenset(one.id for one in world.catalogue.maison().boutiques)
        self._planner = Principal(Role.PLANNER, "planner", every)
        self._event: Event
        self._guests: list[Guest] = []
        self._late: Line

    def begin(self, seconds: int = SECONDS, until: int = EVERY) -> None:
        """Begin to play, or go on; before another scene than the first `until` it holds until it is told to go on."""
        with self._held:
            self._until = until
            self._held.notify_all()
            if self._thread is not None and self._thread.is_alive():
                return
            self.played = Played()
            self._thread = threading.Thread(target=self._play, args=(seconds,), name="launch", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until all that may be played has been."""
        with self._held:
            self._held.wait_for(lambda: self.played.is_over or len(self.played.scenes) >= self._until)

    def _play(self, seconds: int) -> None:
        scenes: tuple[tuple[str, Scene], ...] = (
            ("The evening is planned", self._planned),
            ("Invitations go out", self._invited),
            ("They say yes", self._accepted),
            ("Two friends dine at doors of their own", self._friends),
            ("Each says what she must not eat", self._answered),
            ("One has not answered: the chase", self._chased),
            ("The manifest is released", self._released),
            ("The kitchens cook", self._cooking),
            ("The rounds go out", self._out),
            ("Dinner is at the door", self._delivered),
            ("One is late, and the host calls", self._one_late),
            ("The film waits", self._waits),
            ("The last door, and the film begins", self._begins),
        )
        for at, (title, scene) in enumerate(scenes):
            with self._held:
                self._held.wait_for(lambda at=at: at < self._until)
            began = time.monotonic()
            try:
                said = scene()
            except Exception as error:  # noqa: BLE001 - the page tells why the night stopped
                self.played.failed = f"{title}: {type(error).__name__}: {error}"
                break
            now = local_of(self._now, self._event.zone).strftime("%a %H:%M")
            with self._held:
                self.played.scenes.append((now, title, said))
                self._held.notify_all()
            time.sleep(max(0.0, seconds / len(scenes) - (time.monotonic() - began)))
        with self._held:
            self.played.is_over = True
            self._held.notify_all()

    # ── before ───────────────────────────────────────────────────────────────────────────────────────────────

    def _planned(self) -> str:
        house = self._world.catalogue.boutique(BOUTIQUE)
        host = house.staff[0].id
        today = local_of(self._now, house.zone).replace(hour=20, minute=0, second=0, microsecond=0)
        for days in range(4, 40):
            start = minute_of(today + timedelta(days=days))
            sittings = (Sitting("s1", start, start + 60, "en", 20),)
            event = Event(
                id="", version=0, kind=EventKind.DINNER, state=EventState.DRAFT, boutique=BOUTIQUE, zone=house.zone,
                title=TITLE, description=DESCRIPTION, hosts=(host,), sittings=sittings, cutoff=start - 2880,
                freeze=start - 2880, created_at=0,
            )  # fmt: skip
            draft = self._world.events.draft(self._planner, event, self._press()).event
            try:
                self._event = self._world.events.publish(self._planner, draft.id, self._press(), draft.version).event
            except HostsTaken:
                continue
            break
        event_id = self._event.id
        self._world.dinners.write(self._planner, event_id, self._press(), 0, MENUS, KITCHENS, CITIES, Terms())
        cues = [
            Cue("welcome", "Welcome", -15, 10, host),
            Cue("film", "The film begins", 0, 40, host),
        ]
        self._world.shows.plan(self._planner, event_id, 0, cues, None, 100)
        self.played.event = event_id
        self.played.links["The planner's console"] = "/demo/as/planner"
        return f"{TITLE['en']}: {len(MENUS)} menus, {len(KITCHENS)} kitchens, film at 20:00 in Paris, 19:00 in London."

    def _invited(self) -> str:
        house = self._world.catalogue.boutique(BOUTIQUE)
        enrolled(self._world, house)
        for number in GUESTS:
            client = derived_id("demo guest", house.id, str(number))
            self._world.inviting.invite(self._planner, self._event.id, client, Wanted(plus_ones=2), self._press())
            found = self._world.guest_store.get(self._event.id, guest_id_of(self._event.id, client))
            self._guests.append(found)
        sent = self._world.sending.send(self._planner, self._event.id)
        self._ticking.advance(timedelta(minutes=1))
        self.played.links["Letters"] = "/demo/mailbox"
        return f"{sent.sent} letters, each with a link of its own."

    def _accepted(self) -> str:
        persons = 0
        for guest, (names, _) in zip(self._guests, GUESTS.values(), strict=True):
            details = GuestDetails(tuple(Companion(*name) for name in names))
            reply = Reply(1 + len(names), details)
            self._world.registering.accept(_hers(guest), guest.event, guest.id, self._press(), reply)
            persons += reply.party
        self.played.links["A guest's page"] = self._page(self._guests[1])
        return f"{len(self._guests)} parties, {persons} persons: the seats are taken party by party, whole."

    def _friends(self) -> str:
        for at, email in FRIENDS.items():
            guest = self._guests[at]
            it = self._world.tables.read(_hers(guest))
            code = it.table.registration.companions[0].code
            self._world.tables.shared(_hers(guest), self._press(), it.edition, [code], email)
        self._ticking.advance(timedelta(minutes=1))
        first = self._friend(1)
        token = self._world.tokens.door(
            self._event.id, first.guest, first.subject, first.link_version, self._event.end + 4320
        )
        self.played.links["A friend's own door"] = f"/door#{token}"
        return "Each is written to by the house. Who invited her never sees where she lives, or what she eats."

    def _answered(self) -> str:
        for at, (guest, (_, eats)) in enumerate(zip(self._guests[:-1], list(GUESTS.values())[:-1], strict=True)):
            self._answer(_hers(guest), at, eats)
        for at in range(len(FRIENDS)):
            self._answer(self._friend(at), 20 + at, ("peanuts",) if at else ())
        it = self._world.dinner_ground.whole(self._event)
        declaring = sum(
            bool(one.needs and one.needs.allergens) for table in it.tables for one in table.registration.persons
        )
        return f"{declaring} have declared allergens. No rank in the house can give them a menu that contains one."

    def _chased(self) -> str:
        found = self._world.dinners.chase(self._planner, self._event.id)
        try:
            self._release()
        except StateConflict as why:
            refused = why.detail
        self._ticking.advance(timedelta(minutes=1))
        self._answer(_hers(self._guests[-1]), len(self._guests), list(GUESTS.values())[-1][1])
        return f"{found.asked} letter. Meanwhile no manifest can be released: “{refused}” Then she answers."

    def _released(self) -> str:
        self._go(self._event.cutoff + 30)
        manifest = self._release().manifest
        self._ticking.advance(timedelta(minutes=2))
        cities = len({line.kitchen for line in manifest.lines})
        said = f"{manifest.boxes} boxes for {manifest.boxes} persons, {len(manifest.lines)} doors, {cities} cities"
        return f"{said}; SHA-256 {manifest.digest[:12]}…. Every household has been told its window."

    # ── the night ────────────────────────────────────────────────────────────────────────────────────────────

    def _cooking(self) -> str:
        lines = self._whole.lines.values()
        self._go(min(line.slot for line in lines))
        for kitchen in KITCHENS:
            link = self._world.dinners.link(self._planner, self._event.id, "kitchen", kitchen.id)
            self.played.links[f"Kitchen: {kitchen.name}"] = _path(link)
        return "Each kitchen has its evening by hour, menu and allergen: codes, and not one name."

    def _out(self) -> str:
        whole = self._whole
        rounds = sorted({(line.departs, line.round) for line in whole.lines.values()})
        for number, (departs, name) in enumerate(rounds, 1):
            self._go(departs)
            self._world.carrying.depart(self._courier(name), self._press(), departs)
            if number <= len(CITIES):
                link = self._world.dinners.link(self._planner, self._event.id, "round", name)
                self.played.links[f"Round {number}"] = _path(link)
        return f"{len(rounds)} rounds have left, backwards from the film: the farthest first."

    def _delivered(self) -> str:
        lines = sorted(self._whole.lines.values(), key=lambda line: (line.start, line.round, line.order))
        self._late = next(line for line in lines if line.household == self._friend(1).subject)
        for line in lines:
            if line is self._late:
                continue
            self._go(line.start + 4 * line.order)
            proof = Proof("photo", line.household, 48_866_000, 2_333_000)
            image = "data:image/jpeg;base64," + base64.b64encode(PHOTOGRAPH.read_bytes()).decode()
            handed = (line.household, self._now, proof, image)
            self._world.carrying.delivered(self._courier(line.round), self._press(), *handed)
        return f"{len(lines) - 1} of {len(lines)} doors, each with a photograph."

    def _one_late(self) -> str:
        line = self._late
        self._go(line.start + 12)
        self._world.carrying.failed(
            self._courier(line.round), self._press(), line.household, self._now, Failed.NOBODY_THERE
        )
        self._go(line.end + 1)
        self._ticking.advance(timedelta(minutes=1))
        about = (self._event.id, line.household, self._press(), self._event.start + 5)
        self._world.carrying.apologise(self._planner, *about)
        self._ticking.advance(timedelta(minutes=1))
        return f"Nobody opened at {line.address[0]}. Her advisor was written to when the window ended, and calls her."

    def _waits(self) -> str:
        self._go(self._event.start)
        try:
            self._world.shows.start(self._host, self._event.id, "film")
        except StateConflict as why:
            share = self._world.dinner_ground.served(self._event)
            return f"{share.delivered} of {share.households} served. “{why.detail}” Every screen waits with it."
        raise RuntimeError("the film began without everybody")

    def _begins(self) -> str:
        line, carrier = self._late, self._courier(self._late.round)
        self._world.carrying.again(carrier, self._press(), line.household, self._now)
        self._go(self._event.start + 5)
        image = "data:image/jpeg;base64," + base64.b64encode(PHOTOGRAPH.read_bytes()).decode()
        proof = Proof("photo", line.household, 48_866_000, 2_333_000)
        self._world.carrying.delivered(carrier, self._press(), line.household, self._now, proof, image)
        drops = self._whole.drops.values()
        if any(one.delivery.state is not DeliveryState.DELIVERED for one in drops):
            raise RuntimeError("somebody has not been served")
        self._world.shows.start(self._host, self._event.id, "film")
        self.played.links["The film, on a guest's page"] = self._page(self._guests[1])
        return "Everybody has been served. The film begins five minutes late, on one second for all."

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _now(self) -> int:
        return minute_of(self._world.clock())

    @property
    def _whole(self) -> Whole:
        found: Whole = self._world.dinner_ground.whole(self._event)
        return found

    @property
    def _host(self) -> Principal:
        return Principal(Role.ASSOCIATE, self._event.hosts[0], frozenset({BOUTIQUE}))

    def _go(self, minute: int) -> None:
        ahead = moment_of(minute) - self._world.clock()
        if ahead > timedelta(0):
            self._ticking.advance(ahead)

    def _press(self) -> Keyed:
        return Keyed("demo.launch", new_id(), "launch" * 8)

    def _release(self) -> Whole:
        version = self._world.dinner_ground.plans.get(self._event.id).version
        found: Whole = self._world.dinners.release(self._planner, self._event.id, self._press(), version)
        return found

    def _courier(self, name: str) -> Principal:
        version = self._world.dinner_ground.plans.get(self._event.id).link("round", name)
        return Principal(Role.COURIER, name, event=self._event.id, link_version=version)

    def _friend(self, at: int) -> Principal:
        guest = self._guests[list(FRIENDS)[at]]
        home = self._world.tables.read(_hers(guest)).table.registration.households[1]
        return Principal(Role.COMPANION, home.id, event=self._event.id, guest=guest.id, link_version=home.link)

    def _page(self, guest: Guest) -> str:
        token = self._world.tokens.invitation(self._event.id, guest.id, guest.link_version, self._event.end + 4320)
        return f"/event#{token}"

    def _answer(self, who: Principal, at: int, eats: tuple[str, ...]) -> None:
        tables = self._world.tables
        it = tables.read(who)
        city, street = STREETS[at % len(STREETS)]
        area = ("centre", "north")[at // len(STREETS) % 2]
        address = Address((f"{at + 3} {street}",), city, area, "", "Second floor, ring twice")
        it = tables.housed(who, self._press(), it.edition, address, f"+3315550{at:04d}", None)
        for number, person in enumerate(it.home.persons):
            codes = eats if number == 0 else ()
            needs = declared(self._now, consent=True, allergens=codes, alcohol=not number, of_age=True)
            it = tables.eats(who, self._press(), it.edition, Eating(person.code, needs))


def _hers(guest: Guest) -> Principal:
    return Principal(Role.INVITED, guest.id, event=guest.event, link_version=guest.link_version)


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]
