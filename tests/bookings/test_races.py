"""Nothing is booked twice: many at one hour, one key many times, and changes against each other, under seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.bookings.model import State
from chalicelib.boutiques.hours import Hours, WeeklyRange
from chalicelib.boutiques.store import BoutiqueStore
from chalicelib.calendars.agenda import Agenda
from chalicelib.calendars.store import AgendaStore
from chalicelib.foundation.errors import Busy, Conflict, PreconditionFailed, QuotaReached, SlotTaken
from chalicelib.foundation.table import Step
from tests.harness.conflicts import Conflicts
from tests.harness.faults import Wire
from tests.harness.schedules import interleave
from tests.world.browser import Browser, Said, at_once
from tests.world.house import House, Houses, keyed
from tests.world.maisons import EVERY_DAY, EXPERIENCES, ZONE, advisor, boutique, furnish, install
from tests.world.people import CAMILLE, MARGAUX, associate, client, contact, guest, visitor

SEEDS = range(6)
"""Schedules for each race in `make test`; `make proof` takes a hundred more."""
MANY = pytest.mark.parametrize(
    "seeds", [SEEDS, pytest.param(range(100, 200), marks=pytest.mark.proof)], ids=["few", "many"]
)


def three(house: House) -> int:
    """Three o'clock in Paris, three days ahead."""
    return (house.now // 1440 + 3) * 1440 + 14 * 60


@contextmanager
def alone(houses: Houses) -> Iterator[House]:
    """The house with one advisor."""
    with houses.fresh(lambda house: furnish(house, advisor(1))) as house:
        yield house


def judged(answers: list[Said], house: House) -> None:
    """One booking; the others were told why, with other hours or when to come back; the tables are in order."""
    counted = Counter(answer.status for answer in answers)
    assert counted[201] == 1, counted
    assert set(counted) <= {201, 409, 503}, counted
    for answer in answers:
        if answer.status == 409:
            assert answer.json["alternatives"], answer.text
        if answer.status == 503:
            assert int(answer.headers["retry-after"]) >= 1
    assert house.violations() == []


def crowd(browser: Browser, size: int) -> list[Said]:
    """So many strangers book one hour at once, each with her own token, name and key."""
    tokens = [browser.house.tokens.visitor()[0] for _ in range(size)]
    start = three(browser.house)
    return at_once(partial(browser.book, start, f"key-{n}", token, name=f"Guest{n}") for n, token in enumerate(tokens))


@pytest.mark.parametrize("size", [20, pytest.param(200, marks=pytest.mark.proof)])
@pytest.mark.parametrize("conflicts", [False, True], ids=["calm", "conflicts"])
def test_of_many_who_want_one_hour_one_has_it(houses: Houses, size: int, conflicts: bool) -> None:
    """Over HTTP, in parallel, with and without DynamoDB's transaction conflicts: one 201, no 500."""
    with alone(houses) as house, Browser(house) as browser:
        browser.get("/v1/maison")
        with Wire(guard=Conflicts() if conflicts else None):
            answers = crowd(browser, size)
        judged(answers, house)


def test_one_key_sent_twenty_times_at_once_is_one_booking(house: House) -> None:
    """A double click, twenty times over: the same answer each time, all but one marked as replayed."""
    with Browser(house) as browser:
        token, start = browser.client(MARGAUX), three(house)
        answers = at_once([partial(browser.book, start, "one-key", token, "video")] * 20)
    assert {answer.status for answer in answers} <= {201, 503}
    made = [answer for answer in answers if answer.status == 201]
    assert len({answer.text for answer in made}) == 1
    assert sum("idempotent-replayed" not in answer.headers for answer in made) == 1
    assert house.violations() == []
    assert sum(row["pk"]["S"].startswith("BOOKING#") for row in house.rows()) == 1


def test_one_key_with_another_body_is_refused(house: House) -> None:
    """And nothing happens."""
    with Browser(house) as browser:
        token, start = browser.client(MARGAUX), three(house)
        assert browser.book(start, "one-key", token, "video").status == 201
        assert browser.book(start + 1440, "one-key", token, "video").status == 422
    assert sum(row["pk"]["S"].startswith("BOOKING#") for row in house.rows()) == 1


# ── seeded: every interleaving of AWS calls that a seed can make ─────────────────────────────────────────────

Actor = Callable[[], Any]
ACCEPTABLE = (Conflict, Busy, PreconditionFailed)


def race(house: House, seed: int, *actors: Actor) -> list[Any]:
    """Run actors under a seed; whoever failed was told so properly, and the tables are in order."""
    house.warm()
    ended = interleave(actors, seed)
    for result in ended:
        assert not isinstance(result, BaseException) or isinstance(result, ACCEPTABLE), (seed, result)
    assert house.violations() == [], seed
    return ended


def won(ended: list[Any]) -> int:
    """How many actors had their way."""
    return sum(not isinstance(result, BaseException) for result in ended)


@MANY
def test_four_strangers_two_advisors(houses: Houses, seeds: range) -> None:
    """As many are received as there are advisors, under every schedule."""
    for seed in seeds:
        with houses.fresh() as house:
            actors = [
                partial(house.book, visitor(str(n)), three(house), f"k{n}", "first-video", contact=contact(f"Guest{n}"))
                for n in range(4)
            ]
            assert won(race(house, seed, *actors)) == 2, seed


class Careless(AgendaStore):
    """An agenda store that forgets its condition: the bug that all of this is about."""

    def write(self, agenda: Agenda) -> Step:
        """Write whatever was there before."""
        return replace(super().write(agenda), condition=None)


def test_a_careless_store_is_caught(houses: Houses) -> None:
    """The negative control: without the condition these races do book twice, and the invariants say so."""
    caught = 0
    for seed in range(10):
        with alone(houses) as house:
            house.agendas = Careless(house.table)
            house._compose_bookings(house.pauses.append)
            house.warm()
            actors = [partial(house.book, client(who), three(house), "key") for who in (MARGAUX, CAMILLE)]
            caught += won(interleave(actors, seed)) > 1 and house.violations() != []
    assert caught >= 3


@MANY
def test_hours_that_meet_only_by_their_buffers(houses: Houses, seeds: range) -> None:
    """14:00 to 14:45 with a quarter after, and 15:00 with ten minutes before: one advisor can do one of them."""
    for seed in seeds:
        with alone(houses) as house:
            start = three(house)
            actors = [
                partial(house.book, client(MARGAUX), start, "a"),
                partial(house.book, client(CAMILLE), start + 60, "b"),
            ]
            assert won(race(house, seed, *actors)) == 1, seed


@MANY
def test_a_client_is_in_one_place(houses: Houses, seeds: range) -> None:
    """Margaux books two advisors at one hour with two keys: she has one appointment (rule G9)."""
    for seed in seeds:
        with houses.fresh() as house:
            actors = [partial(house.book, client(MARGAUX), three(house), key) for key in ("a", "b")]
            assert won(race(house, seed, *actors)) == 1, seed


@MANY
def test_a_daily_maximum_holds(houses: Houses, seeds: range) -> None:
    """One advisor who receives once a day, asked for ten and for five o'clock at once."""
    for seed in seeds:
        with houses.fresh(lambda house: furnish(house, advisor(1, daily_maximum=1))) as house:
            actors = [
                partial(house.book, client(MARGAUX), three(house) - 180, "a"),
                partial(house.book, client(CAMILLE), three(house) + 120, "b"),
            ]
            assert won(race(house, seed, *actors)) == 1, seed


@MANY
def test_a_day_limit_holds_across_advisors(houses: Houses, seeds: range) -> None:
    """An experience received once a day, whoever receives it."""
    limited = [{**one, "day_limit": 1} if one["id"] == "first-video" else one for one in EXPERIENCES]

    def build(house: House) -> None:
        install(house.table, house.vault, house.clock(), boutique([advisor(1), advisor(2)]), experiences=limited)

    for seed in seeds:
        with houses.fresh(build) as house:
            actors = [
                partial(
                    house.book,
                    visitor(str(n)),
                    three(house) + n * 120,
                    f"k{n}",
                    "first-video",
                    contact=contact(f"G{n}"),
                )
                for n in range(2)
            ]
            assert won(race(house, seed, *actors)) == 1, seed


@MANY
def test_an_evening_over_midnight_utc(houses: Houses, seeds: range) -> None:
    """One ends before midnight UTC, the other begins after it; only buffers meet, and in one agenda they do."""
    evening = Hours(ZONE, (WeeklyRange(EVERY_DAY, 1200, 1680),))

    def build(house: House) -> None:
        furnish(house)
        install_evening(house, evening)

    for seed in seeds:
        with houses.fresh(build) as house:
            midnight = three(house) // 1440 * 1440 + 1440
            actors = [
                partial(house.book, client(MARGAUX), midnight - 60, "a"),
                partial(house.book, client(CAMILLE), midnight, "b"),
            ]
            assert won(race(house, seed, *actors)) == 1, seed


def install_evening(house: House, hours: Hours, zone: str = ZONE, daily_maximum: int | None = None) -> None:
    """Put other hours in place of the usual ones, for the house and its one advisor."""
    usual = house.catalogue.boutique("paris")
    member = usual.staff[0].model_copy(update={"hours": hours, "daily_maximum": daily_maximum})
    changed = usual.model_copy(update={"zone": zone, "hours": hours, "staff": (member,)})
    house.table.write(BoutiqueStore(house.table, house.vault).put_boutique(changed))
    house.clock.forward(minutes=1)


@MANY
def test_a_daily_maximum_holds_where_a_day_is_two_days(houses: Houses, seeds: range) -> None:
    """New York's evening is the next day in UTC: the two bookings write other agendas, and still only one is made."""
    evening = Hours("America/New_York", (WeeklyRange(EVERY_DAY, 15 * 60, 23 * 60),))

    def build(house: House) -> None:
        furnish(house)
        install_evening(house, evening, zone="America/New_York", daily_maximum=1)

    for seed in seeds:
        with houses.fresh(build) as house:
            midnight = three(house) // 1440 * 1440 + 1440
            actors = [
                partial(house.book, client(MARGAUX), midnight - 180, "a"),
                partial(house.book, client(CAMILLE), midnight + 120, "b"),
            ]
            assert won(race(house, seed, *actors)) == 1, seed


@MANY
def test_two_holds_and_no_more(houses: Houses, seeds: range) -> None:
    """One visitor holds three hours at once, with three addresses: two at most are hers."""
    for seed in seeds:
        with houses.fresh() as house:
            actors = [
                partial(
                    house.book, visitor(), three(house) - n * 120, f"k{n}", "first-video", contact=contact(f"Guest{n}")
                )
                for n in range(3)
            ]
            ended = race(house, seed, *actors)
            assert won(ended) <= 2, seed
            assert any(isinstance(result, (QuotaReached, Busy)) for result in ended), seed


@MANY
def test_cancel_against_move_against_another_booking(houses: Houses, seeds: range) -> None:
    """Whatever the order, one booking stands in one place or none, and a freed hour is given once."""
    for seed in seeds:
        with alone(houses) as house:
            start = three(house)
            booked = house.book(client(MARGAUX), start, "book").booking
            actors = [
                partial(house.bookings.cancel, guest(booked.id), booked.id, keyed("cancel", "c"), 1),
                partial(house.bookings.reschedule, guest(booked.id), booked.id, keyed("move", "m"), 1, start + 120),
                partial(house.book, client(CAMILLE), start, "other"),
                partial(house.book, visitor(), start + 120, "third", "first-video", contact=contact("Third")),
            ]
            race(house, seed, *actors)


@MANY
def test_a_hold_that_expires_while_its_link_is_used(houses: Houses, seeds: range) -> None:
    """The hour goes to whoever commits first; the other is told, with fresh hours (rule H4)."""
    for seed in seeds:
        with alone(houses) as house:
            start = three(house)
            held = house.book(visitor(), start, "hold", "first-video", contact=contact("Zoë")).booking
            house.clock.forward(minutes=30)
            assert held.state_at(house.now) is State.EXPIRED
            actors = [
                partial(house.bookings.confirm, guest(held.id), held.id, keyed("confirm", "c")),
                partial(house.book, client(MARGAUX), start, "book"),
            ]
            ended = race(house, seed, *actors)
            assert won(ended) == 1, seed
            assert any(isinstance(result, SlotTaken) and result.alternatives for result in ended), seed


@MANY
def test_the_house_moves_it_while_she_cancels(houses: Houses, seeds: range) -> None:
    """A moved appointment or a cancelled one, never a bit of both; her last letter says what holds."""
    for seed in seeds:
        with houses.fresh() as house:
            booked = house.book(client(MARGAUX), three(house), "book").booking
            actors: list[Actor] = [
                partial(house.bookings.cancel, client(MARGAUX), booked.id, keyed("cancel", "c"), 1),
                partial(house.bookings.reschedule, associate(), booked.id, keyed("move", "m"), 1, three(house) + 60),
                house.deliver,
            ]
            race(house, seed, *actors)
            house.settle(times=2)
            stored = house.stored(booked.id)
            assert stored is not None
            last = [m.template for _, m in house.mailbox.taken if m.template.startswith("booking.")][-1]
            assert last == ("booking.cancelled" if stored.state is State.CANCELLED else "booking.moved"), seed
