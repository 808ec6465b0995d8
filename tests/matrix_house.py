"""The house that the matrix is played in: as it is wired and mounted, with Paris and Milan, and its writes counted."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.bookings.keyed import Keyed
from chalicelib.bookings.model import Booking
from chalicelib.bookings.order import Order
from chalicelib.bookings.store import booking_key
from chalicelib.boutiques.hours import Hours
from chalicelib.boutiques.staffing.keeping import TimeOff
from chalicelib.calendars.service import Wanted
from chalicelib.clients.consent import Channel, Consent, Mechanism, Purpose, State
from chalicelib.clients.delegates.delegation import Delegate
from chalicelib.clients.model import Contact, Name
from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event
from chalicelib.events.registering.answering import Reply
from chalicelib.events.show.model import Cue
from chalicelib.foundation.clock import minute_of, parse_rfc3339, rfc3339
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import KEYS, MAIN
from chalicelib.http.declare import Route
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.secrets import Secrets
from chalicelib.identity.tokens import SigningKey, generate_pem
from chalicelib.signin.members import Wanted as Member
from chalicelib.signin.provider import Provider
from chalicelib.wiring import World
from tests.harness.moto_world import MONDAY, Aws, ClockAt
from tests.matrix_dinner import Night, night
from tests.signin.direct import DirectProvider
from tests.world.evenings import bidden, drafted, invited, planner, press, published
from tests.world.maisons import EXPERIENCES, ZONE, advisor, boutique, install

WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"}


class ObservedWorld(World):
    """The house as it is wired, whose writes are counted where they leave it."""

    def __init__(self, *parts: Any) -> None:
        """As `World`."""
        self.writes = 0
        super().__init__(*parts)
        self.connection.client.meta.events.register("before-call.dynamodb.*", self._count)

    def _provider(self) -> Provider | None:
        self.provider = DirectProvider(self.clock)
        return self.provider

    def _count(self, model: Any, **_: Any) -> None:
        self.writes += model.name in WRITES


@dataclass
class Target:
    """A booking in Paris, and the token of the visitor who made it, if one did."""

    booking: Booking
    visitor: str = ""
    visitor_until: int = 0


@dataclass
class MountedHouse:
    """The application over a house with two boutiques; whatever the matrix needs to happen in it."""

    world: ObservedWorld
    clock: ClockAt
    entrance: Any

    def __post_init__(self) -> None:
        self.said: Any = {}
        self._numbers = itertools.count(1)
        self._days = itertools.count(32)
        self._evenings = itertools.count(500, 4)
        self._offered: dict[tuple[str, int, str], str] = {}
        self._named: dict[str, Delegate] = {}
        self._advisor = Principal(Role.ASSOCIATE, "advisor-1", frozenset({"paris"}))

    @property
    def routes(self) -> tuple[Route, ...]:
        """Every mounted route."""
        found: tuple[Route, ...] = self.entrance.api.declared
        return found

    def call(
        self, route: Route, parameters: dict[str, str], query: dict[str, str], body: Any, headers: dict[str, str]
    ) -> int:
        """Send one request and return its status; `said` is what was answered."""
        writes = self.world.writes
        event = {
            "requestContext": {"httpMethod": route.method, "resourcePath": route.path},
            "headers": headers,
            "multiValueHeaders": None,
            "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
            "pathParameters": parameters,
            "stageVariables": None,
            "body": body if body is None or isinstance(body, str) else json.dumps(body),
        }
        answer = self.entrance.app(event, None)
        is_json = answer["body"] and answer["headers"].get("Content-Type", "").endswith("json")
        self.said = json.loads(answer["body"]) if is_json else {}
        if self.world.writes > writes:
            self._offered.clear()
        return int(answer["statusCode"])

    def made(self, kind: str, *, apart: bool = False) -> Target:
        """Book through the API, as a visitor or a known client of her own; `coded` is held a minute for a telephone.

        With `apart` on a day on which nothing else is, so that anybody is free.
        """
        visitor, until = self.world.tokens.visitor() if kind in ("held", "coded") else ("", 0)
        experience = {"held": "first-video", "coded": "first-video", "confirmed": "video", "requested": "at-home"}[kind]
        body: dict[str, Any] = {"boutique": "paris", "experience": experience, "language": "en"}
        body["start"] = self.free(experience, ahead=next(self._days) if apart else 2)
        if visitor:
            body["client"] = self.stranger()
        if kind == "coded":
            del body["client"]["email"]
            body["client"]["telephone"] = f"+336399{next(self._numbers):05d}"
        if kind == "requested":
            body["address"] = {"lines": ["1 rue d'Essai"], "postal_code": "75001", "city": "Paris", "country": "FR"}
        token = visitor or self.world.tokens.access(Role.CLIENT, self.enrolled())
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": self.fresh("key"),
            "Content-Type": "application/json",
        }
        route = next(r for r in self.routes if (r.method, r.path) == ("POST", "/v1/bookings"))
        status = self.call(route, {}, {}, body, headers)
        assert (status, self.said["state"]) == (201, "held" if kind == "coded" else kind), self.said
        if kind == "coded":
            self.clock.forward(minutes=1)
        booking = self.world.booking_store.get(self.said["id"])
        assert booking is not None
        return Target(booking, visitor, until)

    def code(self, booking: Booking) -> str:
        """Return the code that was sent for a booking."""
        return self.world.codes.digits(booking.id, booking.code) if booking.code else "000000"

    def removed(self, booking: Booking) -> None:
        """Take the booking's row away, as no use case does."""
        key = booking_key(booking.id)
        client = self.world.table._connection.client
        client.delete_item(TableName=self.world.settings.table, Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}})

    def free(self, experience: str, ahead: int = 2, place: str = "paris") -> str:
        """Return an offered start, so many days ahead, as an instant; the same until something is written."""
        if (experience, ahead, place) in self._offered:
            return self._offered[experience, ahead, place]
        house, wanted = self.world.catalogue.boutique(place), self.world.catalogue.experience(experience)
        now = minute_of(self.clock())
        first = self.clock().date() + timedelta(days=ahead)
        days, _ = self.world.availability.days_and_next(Wanted(house, wanted), first, 20, now)
        start = next(start for day in days for start in day.starts)
        return self._offered.setdefault((experience, ahead, place), rfc3339(start, house.zone))

    def stranger(self) -> dict[str, Any]:
        """Return the name and address of somebody new."""
        name = self.fresh("stranger")
        return {"name": {"full": f"Stranger {name}"}, "email": f"{name}@client.example"}

    def enrolled(self, boutique: str | None = None) -> str:
        """Return a new client whom the house knows, of a boutique if one is given."""
        client_id = self.fresh("client")
        card = Contact(Name(given="Ada", family="Essai"), f"{client_id}@client.example", "+33199000002")
        self.world.clients.enrol(card, "en", "test", client_id=client_id, boutique=boutique, now=self.clock())
        return client_id

    def willing(self, boutique: str) -> str:
        """Return a new client of a boutique who has allowed the house to invite her by e-mail."""
        client_id = self.fresh("client")
        card = Contact(Name(given="Ada", family="Essai"), f"{client_id}@client.example")
        said = Consent(Channel.EMAIL, Purpose.MARKETING, State.GIVEN, minute_of(self.clock()), Mechanism.HOUSE)
        about = {"client_id": client_id, "boutique": boutique, "consents": [said], "now": self.clock()}
        self.world.clients.enrol(card, "en", "test", **about)
        return client_id

    def received(self, client_id: str) -> str:
        """Book a conversation in Milan for a client, and return her."""
        start = parse_rfc3339(self.free("video", place="milan"))
        order = Order(boutique="milan", experience="video", start=start, language="en")
        self.world.making.book(Principal(Role.CLIENT, client_id), order, Keyed("book", self.fresh("key"), "body" * 7))
        self._offered.clear()
        return client_id

    def named(self, client_id: str) -> Delegate:
        """Return somebody whom a client has named an hour ago, once for each client."""
        if client_id in self._named:
            return self._named[client_id]
        contact = Contact(Name(full="Delegate"), f"{self.fresh('delegate')}@client.example")
        client = Principal(Role.CLIENT, client_id)
        self.clock.forward(minutes=-60)
        delegate, _ = self.world.delegates.grant(client, contact, "en", self.fresh("key"), "")
        self.clock.forward(minutes=60)
        return self._named.setdefault(client_id, delegate)

    def subscribed(self) -> str:
        """Return the name of the calendar behind an advisor's own address, a new one."""
        return f"{self.world.feed_room.feeds.issue(self._advisor, self.fresh('key'))[1]}.ics"

    def feed_version(self) -> int:
        """Return the version of an advisor's own subscription."""
        return self.world.feed_room.feeds.read(self._advisor).version

    def entering(self, path: str) -> dict[str, Any]:
        """Return what a new client of the house sends to a route of sign-in, having done what comes before."""
        email = f"{self.enrolled()}@client.example"
        if path.endswith("/link"):
            return {"email": email}
        if path.endswith("/start"):
            return {"page": None}
        if path.endswith("/finish"):
            staff = self.fresh("staff")
            wanted = Member(staff, Role.PLANNER, frozenset({"paris"}), f"{staff}@maison.example")
            self.world.signin.members.bind(wanted, "admin:test")
            url, binding = self.world.signin.staff.start(None)
            return {**self.world.provider.approve(url, f"{staff}@maison.example"), "binding": binding}
        links, now = self.world.signin.links, self.clock()
        links.ask(email, self.fresh("key"))
        blind = self.world.clients.blind_contact(Contact(Name(), email))
        link = links.mint(blind, 1, now)
        assert link is not None
        if path.endswith("/use"):
            return {"link": link}
        return {"refresh_token": links.use(link, self.fresh("key")).refresh}

    def time_off(self, staff_id: str, *, exists: bool) -> str:
        """Return the id of an absence of a member in Paris, or of a closure, far ahead; or one that nobody has."""
        kept = derived_id("time off", staff_id)
        start = minute_of(self.clock()) // 1440 * 1440 + 300 * 1440
        wanted = TimeOff(kept, "", start, start + 60, None, whole_days=False)
        admin = Principal(Role.ADMIN, "administrator")
        if exists and staff_id:
            self.world.staffing.calendars.add_absence(admin, "paris", staff_id, wanted)
        elif exists:
            self.world.staffing.closures.close(admin, "paris", wanted)
        return kept if exists else derived_id("nobody's time off")

    def bought(self) -> str:
        """Return the id of a file of purchases of Paris."""
        admin, day = Principal(Role.ADMIN, "administrator"), self.clock().date().isoformat()
        raw = f"client,date,reference,amount,currency\n{self.enrolled('paris')},{day},1,5,EUR\n".encode()
        return self.world.purchases.begin(admin, "paris", raw, self.fresh("file"), "hash")[0].id

    def leaver(self, relation: str, *, begun: bool) -> str:
        """Return a member of Paris who receives nobody; her leaving began a minute ago if it is to have `begun`."""
        staff = {"own": "advisor-4", "random": "nobody"}.get(relation, "advisor-5")
        admin, leavings = Principal(Role.ADMIN, "administrator"), self.world.leaving_desk.leavings
        if begun and relation != "random":
            self.clock.forward(minutes=-1)
            leavings.begin(admin, "paris", staff)
            self.clock.forward(minutes=1)
        return staff

    def evening(self, *, draft: bool = False) -> Event:
        """Return an event of Paris, on a day of its own: published unless it is to be a draft."""
        start = minute_of(self.clock()) // 1440 * 1440 + next(self._evenings) * 1440 + 20 * 60
        made = drafted if draft else published
        return made(self.world, "paris", start=start, hosts=("advisor-1",), capacity=10)

    def dining(self, path: str) -> Night:
        """Lay a dinner on a day of its own, as far as a route of this path needs it."""
        start = minute_of(self.clock()) // 1440 * 1440 + next(self._evenings) * 1440 + 20 * 60
        return night(self.world, self.enrolled("paris"), start, path)

    def closed(self, event: Event) -> Event:
        """Close an event."""
        return self.world.events.close(planner("paris"), event.id, press("close"), event.version).event

    def running(self, event: Event, *, begun: bool) -> None:
        """Let it be the night of an event that has one cue, which has begun or is about to."""
        welcome = Cue("welcome", "Welcome", 0, 5, "advisor-1")
        self.world.shows.plan(planner("paris"), event.id, 0, [welcome], None, 90)
        self.clock.to(event.start)
        if begun:
            self.world.shows.start(planner("paris"), event.id, welcome.id)

    def joined(self, event: Event, guest: Guest) -> None:
        """Let it be the night, and the guest in the room."""
        self.clock.to(event.start)
        self.world.presence.join(invited(guest), event.id, guest.id, self.fresh("key"), force=False)

    def bidden(self, event: Event, state: str) -> Guest:
        """Return a guest of an event whose own advisor is advisor-1, in the state that a route is for."""
        guest = bidden(self.world, event, self.enrolled("paris"), plus_ones=1, advisor="advisor-1")
        if state == "invited":
            return guest
        hers, reply = invited(guest), Reply(1, GuestDetails())
        if state in ("waitlisted", "offered"):
            for _ in range(10 // 2):
                other = bidden(self.world, event, self.enrolled("paris"), plus_ones=1)
                self.world.registering.accept(
                    invited(other), event.id, other.id, press("accept"), Reply(2, GuestDetails())
                )
        self.world.registering.accept(hers, event.id, guest.id, press("accept"), reply)
        if state == "offered":
            self.world.registering.cancel(invited(other), event.id, other.id, press("cancel"))
        if state == "waitlisted":
            self.world.events.seat(planner("paris"), event.id, press("seats"), event.version, "s1", 12)
        found = self.world.guest_store.get(event.id, guest.id)
        assert found is not None
        assert found.state == state
        return found

    def asking(self, event: Event, guest: Guest) -> Guest:
        """Return a guest of an event that is frozen, who asks to bring one more."""
        about = {"freeze": minute_of(self.clock())}
        self.world.events.change(planner("paris"), event.id, press("change"), event.version, about)
        asked = Reply(2, GuestDetails())
        hers = (invited(guest), event.id, guest.id, press("change"), guest.version, asked)
        return self.world.registering.change(*hers).guest

    def fresh(self, kind: str) -> str:
        """Return an id that was not used yet."""
        return derived_id(kind, str(next(self._numbers)))


@contextmanager
def mounted_house(aws: Aws) -> Iterator[MountedHouse]:
    """Build the house with Paris and Milan in it, and give it to the application for as long as it is used."""
    import app as entrance

    names, clock = aws.create_tables(), ClockAt(MONDAY)
    queue = aws.client("sqs").create_queue(QueueName="matrix")["QueueUrl"]
    settings = Settings(names[MAIN], names[KEYS], queue, "unused", "https://book.maison.example")
    secrets = Secrets({"k1": SigningKey.from_pem(generate_pem())}, "k1", bytes(32), b"index key of the tests")
    world = ObservedWorld(settings, clock, lambda _: None, secrets)
    both = ("paris", "milan")
    offered = [{**one, "boutiques": both} for one in EXPERIENCES]
    leavers = [advisor(number, hours=Hours(ZONE)) for number in (4, 5)]
    paris = boutique([advisor(1), advisor(2), *leavers])
    milan = boutique([advisor(3)], id="milan", name="Maison d'Essai Milano", city={"en": "Milan"}, country="IT")
    install(world.table, world.vault, clock(), paris, milan, experiences=offered)
    before = list(entrance._HOUSE)
    entrance._HOUSE[:] = [world]
    try:
        yield MountedHouse(world, clock, entrance)
    finally:
        entrance._HOUSE[:] = before
        aws.client("sqs").delete_queue(QueueUrl=queue)
        aws.drop_tables(names)
