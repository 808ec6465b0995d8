"""Everything at once: people who want the same hours, under a seed, while every tenth request fails in some way.

Then the faults stop, everybody sends again what was not answered, and a few minutes of sweeps go by. What is then true
must be as if nothing had failed: no hour given twice, each key one booking, every letter gone, the tables in order.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.bookings.keyed import Outcome
from chalicelib.bookings.options import Option
from chalicelib.bookings.order import Order
from chalicelib.bookings.proposals import Time
from chalicelib.bookings.verify import Verifier
from chalicelib.foundation.errors import Busy, Conflict, PreconditionFailed
from chalicelib.messaging.model import State
from tests.harness.faults import Crash, Fault, Plan, Request
from tests.harness.schedules import interleave
from tests.world.house import House, Houses, keyed
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, contact, guest, visitor

FAULTS = [fault for fault in Fault if fault is not Fault.SCANT]
UNANSWERED = (Busy, Crash)
REFUSED = (Conflict, PreconditionFailed)


def trouble(seed: int) -> Plan:
    """Spoil about every tenth request, and cut every tenth answer short."""
    draw = random.Random(seed)

    def plan(_: Request) -> Fault | None:
        dice = draw.random()
        return draw.choice(FAULTS) if dice < 0.1 else Fault.SCANT if dice < 0.2 else None

    return plan


def wishes(house: House, seed: int) -> list[Callable[[], Any]]:
    """What people want, all of it in one afternoon, some of it kept quietly; and somebody who changes her mind."""
    start = (house.now // 1440 + 3) * 1440 + 14 * 60
    booked = house.book(client(MARGAUX), start, "first").booking
    draw = random.Random(seed)
    when = [start + draw.randrange(-2, 5) * 30 for _ in range(3)]
    house.hold(client(CAMILLE), when[0], "quiet")
    return [
        partial(house.book, client(CAMILLE), when[0], "camille"),
        partial(house.hold, client(MARGAUX), when[1] + 60, "quiet"),
        partial(house.book, visitor("a"), when[1], "ada", "first-video", contact=contact("Ada")),
        partial(house.book, visitor("b"), when[2], "bea", "visit", contact=contact("Bea")),
        partial(house.bookings.reschedule, guest(booked.id), booked.id, keyed("move", "m"), 1, start + 120),
        partial(house.bookings.cancel, client(MARGAUX), booked.id, keyed("cancel", "c"), 1),
    ]


def moves(house: House, seed: int) -> list[Callable[[], Any]]:
    """The house moves, hands over and offers while clients answer, book and cancel: all of it in one afternoon."""
    start = (house.now // 1440 + 3) * 1440 + 14 * 60
    draw = random.Random(seed)
    first = house.book(client(MARGAUX), start, "first").booking
    wanted = Order(boutique=BOUTIQUE, experience="visit", start=start, language="en", client_id=CAMILLE)
    some = [Option(start + 60 * n) for n in draw.sample(range(-2, 4), 3)]
    kept = house.options.offer(associate(), wanted, some, 600, keyed("offer", "kept")).booking
    times = [Time(start + 60 * n) for n in draw.sample([-2, -1, 1, 2, 3], 3)]
    colleague = "advisor-2" if first.advisor == "advisor-1" else "advisor-1"
    more = [Option(start + 60 * n) for n in draw.sample(range(-2, 4), 2)]
    margaux = Order(boutique=BOUTIQUE, experience="video", start=start, language="en", client_id=MARGAUX)
    act, number = guest(kept.id), draw.randrange(1, 4)
    return [
        partial(house.proposals.propose, associate(), first.id, keyed("p", "p"), 1, times, must=draw.random() < 0.5),
        partial(house.handing.hand_over, associate(), first.id, keyed("h", "h"), 1, colleague),
        partial(house.proposals.answer, guest(first.id), first.id, keyed("a", "a"), 2, suits=True, number=number),
        partial(house.proposals.answer, act, kept.id, keyed("a", "k"), 1, suits=draw.random() < 0.7, number=number),
        partial(house.options.offer, associate(), margaux, more, 600, keyed("offer", "more")),
        partial(house.book, visitor("a"), start + draw.randrange(-2, 4) * 60, "ada", "visit", contact=contact("Ada")),
        partial(house.bookings.reschedule, guest(first.id), first.id, keyed("m", "m"), 2, start + 120),
    ]


def again(action: Callable[[], Any]) -> Any:
    """Send once more, with the same key; being refused is an answer."""
    try:
        return action()
    except REFUSED as refused:
        return refused


def told(answer: Any) -> Any:
    """The booking that was made or changed, as it is shown, or until when a time is kept."""
    if not isinstance(answer, Outcome):
        return answer
    return replace(answer.booking, receipts=(), previous_start=None, room=None)


A_HUNDRED = pytest.param(range(1000, 1100), marks=pytest.mark.proof)


@pytest.mark.parametrize("seeds", [range(5), A_HUNDRED], ids=["few", "many"])
def test_after_the_storm_everything_is_in_order(houses: Houses, seeds: range) -> None:
    """Each seed is one storm; the number in a failure is all that is needed to see it again."""
    storms(houses, seeds, wishes)


MANY_MOVES = pytest.param(range(2000, 2060), marks=pytest.mark.proof)


@pytest.mark.parametrize("seeds", [range(3), MANY_MOVES], ids=["few", "many"])
def test_moves_options_and_answers_at_once(houses: Houses, seeds: range) -> None:
    """Proposals, a hand-over, options, answers, bookings and a move: nothing overlaps, every letter goes."""
    storms(houses, seeds, moves)


def storms(houses: Houses, seeds: range, wanted: Callable[[House, int], list[Callable[[], Any]]]) -> None:
    """Let each storm pass, everybody send again, and minutes go by; then look."""
    for seed in seeds:
        with houses.fresh() as house:
            actions = wanted(house, seed)
            ended = interleave([*actions, house.deliver], seed, trouble(seed))[:-1]
            for result in ended:
                assert not isinstance(result, BaseException) or isinstance(result, (*UNANSWERED, *REFUSED)), (
                    seed,
                    result,
                )
            answers = [
                again(action) if isinstance(result, UNANSWERED) else result
                for action, result in zip(actions, ended, strict=True)
            ]
            assert house.violations() == [], seed
            for action, answer in zip(actions, answers, strict=True):
                if not isinstance(answer, BaseException):
                    assert told(action()) == told(answer), seed
            house.settle(times=4)
            assert house.violations() == [], seed
            assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == [], seed
            letters_are_settled(house, seed)


def letters_are_settled(house: House, seed: int) -> None:
    """No letter is left on its way; one that went twice says so."""
    kept = [row["pk"]["S"].removeprefix("NOTICES#") for row in house.rows() if row["pk"]["S"].startswith("NOTICES#")]
    for subject in kept:
        row = house.notices.read(subject)
        assert row is not None
        on_their_way = {notice.state for notice in row.notices} & {State.CLAIMED, State.SENDING}
        assert not on_their_way, (seed, subject, row)
    went = Counter(reference for reference, _ in house.mailbox.taken)
    assert not went or max(went.values()) <= 2, seed
