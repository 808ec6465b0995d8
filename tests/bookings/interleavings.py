"""A busy afternoon under a seed: absences, closures, bookings, options, moves and letters, one AWS request at a time.

Every house begins the same: Margaux has a conversation, Ada a visit, Camille a conversation that the house would move,
and options for a visit. The seed draws five of the people below and what each wants, and who sends the next request.
Two seeds in three spoil requests as well. Then everybody sends again what she sent, letters go out, and `look` says
what is wrong: nothing may overlap, `verify` finds no difference, nobody is told twice, nothing is lost.

    PYTHONPATH=showroom python -m tests.bookings.interleavings 1234     plays one again, and tells who did what
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from chalicelib.bookings.absences.conflicts import Conflict
from chalicelib.bookings.absences.resolving import Choice, Resolved
from chalicelib.bookings.keyed import Outcome
from chalicelib.bookings.model import State as Stands
from chalicelib.bookings.options import Option
from chalicelib.bookings.order import Order
from chalicelib.bookings.proposals import Time
from chalicelib.boutiques.staffing.calendar import Reason
from chalicelib.boutiques.staffing.keeping import TimeOff
from chalicelib.foundation.errors import Busy, Contended, PreconditionFailed
from chalicelib.foundation.errors import Conflict as Refused
from chalicelib.foundation.ids import derived_id
from chalicelib.identity.model import Principal, Role
from chalicelib.messaging.fallback import reference_of
from chalicelib.messaging.model import NoticeRow, State
from chalicelib.messaging.store import row_of
from tests.harness.faults import Crash, Fault, Plan, Request, healthy
from tests.harness.schedules import interleave
from tests.world.house import House, Houses, keyed
from tests.world.maisons import advisor, furnish
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, contact, guest, visitor

ADA = derived_id("client", "Ada")
MANAGER = Principal(Role.MANAGER, "boss", frozenset({BOUTIQUE}))
FAULTS = [fault for fault in Fault if fault is not Fault.SCANT]
UNANSWERED = (Busy, Contended, Crash)
REFUSED = (Refused, PreconditionFailed)
ACTORS = 5

Action = Callable[[], Any]


@dataclass
class Afternoon:
    """What every house begins with; `ids` are the same in each."""

    noon: int = 0
    ids: tuple[str, ...] = ()
    options: str = ""

    def furnish(self, house: House) -> None:
        """Three advisors, three clients; three appointments, one of them to be moved if she likes, and options."""
        furnish(house, advisor(1), advisor(2), advisor(3))
        house.clients.enrol(contact("Ada"), "en", "test", client_id=ADA, now=house.clock())
        start = self.noon = (house.now // 1440 + 3) * 1440 + 11 * 60
        first = house.book(client(MARGAUX), start, "first").booking
        second = house.book(client(ADA), start + 120, "second", "visit").booking
        third = house.book(client(CAMILLE), start + 240, "third").booking
        house.proposals.propose(associate(), third.id, keyed("p", "third"), 1, [Time(start + 300), Time(start - 60)])
        order = Order(boutique=BOUTIQUE, experience="visit", start=start + 90, language="en", client_id=CAMILLE)
        two = [Option(start + 90), Option(start + 360)]
        self.options = house.options.offer(associate(), order, two, 600, keyed("o", "options")).booking.id
        self.ids = (first.id, second.id, third.id)
        house.deliver()


class Cast:
    """Draws who is there, and what each of them wants."""

    def __init__(self, house: House, afternoon: Afternoon, seed: int) -> None:
        self.house, self._first, self.afternoon = house, house, afternoon
        self.draw = random.Random(seed)

    def drawn(self) -> dict[str, Action]:
        """Return some of all who might be there, by name."""
        everybody: tuple[Callable[[str], Action], ...] = (
            self.books, self.books, self.stranger, self.holds, self.moves, self.moves, self.cancels, self.answers,
            self.chooses, self.chooses, self.offers, self.offers, self.hands_over, self.proposes, self.ill, self.ill,
            self.ill, self.strike,
        )  # fmt: skip
        cast = {}
        for number, one in enumerate(self.draw.sample(everybody, ACTORS)):
            self.house = self._first.beside()
            cast[f"{number} {one.__name__}"] = one(f"{one.__name__}-{number}")
        return cast

    def hour(self) -> int:
        """An hour of that day, or half past."""
        return self.afternoon.noon + self.draw.randrange(-4, 13) * 30

    def one(self) -> tuple[str, int]:
        """An appointment, and the version somebody has seen of it, or will have when she presses."""
        booking = self.draw.choice(self.afternoon.ids)
        seen = 2 if booking == self.afternoon.ids[2] else 1
        return booking, seen + (self.draw.random() < 0.3)

    # ── clients ──────────────────────────────────────────────────────────────────────────────────────────────

    def books(self, key: str) -> Action:
        who, what = self.draw.choice([MARGAUX, CAMILLE, ADA]), self.draw.choice(["video", "visit"])
        return partial(self.house.book, client(who), self.hour(), key, what)

    def stranger(self, key: str) -> Action:
        what = self.draw.choice(["first-video", "visit"])
        return partial(self.house.book, visitor(key), self.hour(), key, what, contact=contact("Bea"))

    def holds(self, key: str) -> Action:
        return partial(self.house.hold, client(self.draw.choice([MARGAUX, ADA])), self.hour(), key)

    def moves(self, key: str) -> Action:
        booking, version = self.one()
        return partial(self.house.bookings.reschedule, guest(booking), booking, keyed("m", key), version, self.hour())

    def cancels(self, key: str) -> Action:
        booking, version = self.one()
        return partial(self.house.bookings.cancel, guest(booking), booking, keyed("c", key), version)

    def answers(self, key: str) -> Action:
        booking, number = self.afternoon.ids[2], self.draw.randrange(1, 3)
        suits, act = self.draw.random() < 0.7, self.house.proposals.answer
        return partial(act, guest(booking), booking, keyed("a", key), 2, suits=suits, number=number)

    def chooses(self, key: str) -> Action:
        booking, number = self.afternoon.options, self.draw.randrange(1, 3)
        suits, act = self.draw.random() < 0.8, self.house.proposals.answer
        return partial(act, guest(booking), booking, keyed("a", key), 1, suits=suits, number=number)

    # ── the house ────────────────────────────────────────────────────────────────────────────────────────────

    def offers(self, key: str) -> Action:
        who, what = self.draw.choice([MARGAUX, ADA]), self.draw.choice(["video", "visit"])
        order = Order(boutique=BOUTIQUE, experience=what, start=self.hour(), language="en", client_id=who)
        some = [Option(start) for start in sorted({order.start, self.hour(), self.hour()})]
        return partial(self.house.options.offer, associate(), order, some, 600, keyed("o", key))

    def hands_over(self, key: str) -> Action:
        booking, version = self.one()
        to = f"advisor-{self.draw.randrange(1, 4)}"
        return partial(self.house.handing.hand_over, associate(), booking, keyed("h", key), version, to)

    def proposes(self, key: str) -> Action:
        booking, version = self.one()
        times = [Time(start) for start in sorted({self.hour(), self.hour()})]
        must, act = self.draw.random() < 0.5, self.house.proposals.propose
        return partial(act, associate(), booking, keyed("p", key), version, times, must=must)

    def ill(self, key: str) -> Action:
        who = f"advisor-{self.draw.randrange(1, 4)}"
        calendars, desk = self.house.staffing.calendars, self.house.absence_desk
        wanted = replace(self._time_off(key), reason=Reason(code="ill"))
        keep = partial(calendars.add_absence, associate(who), BOUTIQUE, who, wanted)
        return self._pressed(key, associate(who), keep, lambda away: desk.conflicts.of_absence(
            BOUTIQUE, who, away, self._first.now
        ))  # fmt: skip

    def strike(self, key: str) -> Action:
        closures, desk = self.house.staffing.closures, self.house.absence_desk
        keep = partial(closures.close, MANAGER, BOUTIQUE, self._time_off(key))
        return self._pressed(key, MANAGER, keep, lambda away: desk.conflicts.of_closure(
            BOUTIQUE, away, self._first.now
        ))  # fmt: skip

    def _time_off(self, key: str) -> TimeOff:
        start = self.afternoon.noon + self.draw.choice([-120, -30, 90, 210])
        until = start + self.draw.choice([60, 240, 480])
        return TimeOff(derived_id("off", key), "", start, until, None, whole_days=False)

    def _pressed(
        self, key: str, who: Principal, keep: Callable[[], tuple[Any, bool]], touched: Callable[[Any], list[Conflict]]
    ) -> Action:
        """Keep it, look whom it touches, choose for each, and press once; pressed again, the same is sent."""
        wishes, sent, resolving = (
            [self.draw.random() for _ in range(12)],
            list[Choice](),
            self.house.absence_desk.resolving,
        )

        def press() -> list[Resolved]:
            kept, _ = keep()
            if not sent:
                for number, conflict in enumerate(touched(kept.away)):
                    sent.extend(self._choice(conflict, wishes[number % 12], keyed("r", f"{key}-{number}")))
            return list(resolving.resolve(who, sent))

        return press

    @staticmethod
    def _choice(conflict: Conflict, wish: float, key: Any) -> Iterator[Choice]:
        booking = conflict.booking
        colleagues = [each.advisor for each in conflict.offers if each.way == "colleague"]
        times = tuple(Time(each.start) for each in conflict.offers if each.way == "time")
        if conflict.proposed or booking.state is not Stands.CONFIRMED:
            return
        if colleagues and wish < 0.5:
            yield Choice(booking.id, booking.version, key, advisor=colleagues[0])
        elif wish < 0.9:
            yield Choice(booking.id, booking.version, key, times=times)
        else:
            yield Choice(booking.id, booking.version, key, no="cancel")


def trouble(seed: int) -> Plan:
    """One seed in three is a good day; else every twentieth request is spoiled, or every tenth."""
    draw, much = random.Random(~seed), (0.0, 0.05, 0.1)[seed % 3]

    def plan(_: Request) -> Fault | None:
        dice = draw.random()
        return draw.choice(FAULTS) if dice < much else Fault.SCANT if dice < 2 * much else None

    return plan if much else healthy


def play(houses: Houses, afternoon: Afternoon, seed: int, say: Callable[[str], object] = lambda _: None) -> list[str]:
    """Play one seed; return what is wrong."""
    with houses.fresh() as house:
        cast = Cast(house, afternoon, seed).drawn()
        *ended, _ = interleave([*cast.values(), house.beside().tick], seed, trouble(seed))
        wrong = []
        for (name, action), result in zip(cast.items(), ended, strict=True):
            say(f"{name}: {_shown(result)}")
            if isinstance(result, BaseException) and not isinstance(result, (*UNANSWERED, *REFUSED)):
                wrong.append(f"{name} ended with {result!r}")
            again = _sent_again(action)
            say(f"{' ' * len(name)}  sent again: {_shown(again)}")
            if not _agree(result, again):
                wrong.append(f"{name} was told {_shown(result)}, and then {_shown(again)}")
        house.settle(times=2 if seed % 3 else 1, minutes=6)
        for reference, message in house.mailbox.taken:
            say(f"  {message.about[-6:]} {message.to.email}: {message.template} {reference[-6:]}")
        return wrong + look(house, calm=seed % 3 == 0)


def _sent_again(action: Action) -> Any:
    for _ in range(3):
        try:
            answer = action()
        except (*UNANSWERED, *REFUSED) as refused:
            return refused
        if not (isinstance(answer, list) and any(isinstance(each.refusal, UNANSWERED) for each in answer)):
            break
    return answer


def _told(answer: Any) -> Any:
    """The booking that was made or changed, as it is shown; of a press, what was done."""
    if isinstance(answer, list):
        return {each.booking: _told(each.outcome) for each in answer if each.outcome is not None}
    if isinstance(answer, Outcome):
        return replace(answer.booking, receipts=(), previous_start=None, room=None)
    return answer


def _agree(result: Any, again: Any) -> bool:
    """Say whether what was answered once is answered again; who was not answered or refused may fare better now."""
    if isinstance(result, BaseException):
        return True
    if isinstance(result, list):
        return isinstance(again, list) and _told(result).items() <= _told(again).items()
    return bool(_told(result) == _told(again))


def _shown(answer: Any) -> str:
    if isinstance(answer, list):
        return " ".join(f"{each.booking[-6:]} {_shown(each.outcome or each.refusal)}," for each in answer) or "nobody"
    if isinstance(answer, Outcome):
        one = answer.booking
        return f"{one.id[-6:]} version {one.version} {one.state} {one.start} with {one.advisor}"
    return repr(answer)


def look(house: House, *, calm: bool) -> list[str]:
    """Say what is wrong with a house in which everything has come to rest."""
    rows = [row for raw in house.rows() if (row := row_of(raw))]
    return [
        *house.violations(),
        *map(str, house.differences()),
        *_told_twice(house, rows, calm=calm),
        *_lost(house, rows, calm=calm),
    ]


def _told_twice(house: House, rows: list[NoticeRow], *, calm: bool) -> Iterator[str]:
    """No notice goes twice, unless its answer was lost and the notice says so; nor does any news, by two notices."""
    doubtful = {reference_of(row.subject, each) for row in rows for each in row.notices if each.doubtful}
    kept = {reference_of(row.subject, each) for row in rows for each in row.notices}
    for reference, times in Counter(reference for reference, _ in house.mailbox.taken).items():
        allowed = 1 if calm or reference in kept - doubtful else 2
        if times > allowed:
            yield f"notice {reference} went {times} times"
    last: dict[tuple[str, str | None], Any] = {}
    seen = set[str]()
    for reference, message in house.mailbox.taken:
        whom = (message.about, message.to.email)
        news = (message.template, {key: each for key, each in message.values.items() if "link" not in key})
        if reference not in seen and last.get(whom) == news:
            yield f"{message.to.email} was told {message.template} of {message.about} twice"
        seen.add(reference)
        last[whom] = news


def _lost(house: House, rows: list[NoticeRow], *, calm: bool) -> Iterator[str]:
    """Every letter that is due has gone, and the last she was told is how it is."""
    said = defaultdict[str, list[str]](list)
    for _, message in house.mailbox.taken:
        said[message.about].append(message.template)
    for row in rows:
        for notice in row.notices:
            if notice.version != row.version or notice.due > house.now:
                continue
            gone = notice.state is State.SENT or (not calm and notice.doubtful)
            if not gone and notice.state is not State.DROPPED:
                yield f"{row.subject}: {notice.kind} to the {notice.to} is {notice.state}"
        booking = house.stored(row.subject.removeprefix("booking#"))
        if booking is not None and booking.state is Stands.CONFIRMED and "booking.cancelled" in said[row.subject]:
            yield f"{row.subject} stands, and its client was told that it is cancelled"


if __name__ == "__main__":
    from tests.harness.moto_world import Aws, serialise

    serialise()
    engine, scene = Aws(), Afternoon()
    fresh = Houses(engine, scene.furnish)
    for given in map(int, sys.argv[1:]):
        found = play(fresh, scene, given, print)
        print("\n".join(found) or "nothing is wrong")
    fresh.close()
    engine.stop()
