"""Seeded interleavings and exhaustive crash points, over the one choke point.

`interleave` runs actors in threads, but only one at a time: each waits before each AWS request, and when all that are
alive wait, the seed picks who goes. The same seed gives the same run, so a failure is a number to type in again.
`crash_everywhere` counts the requests of an operation, then kills it before the first and after each that leaves
something behind, recovers and looks.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any, TypeVar

from chalicelib.foundation.errors import ShowroomError
from tests.harness.faults import Crash, Fault, Plan, Wire, at, healthy

World = TypeVar("World")
CRASHES = (Fault.CRASH_BEFORE, Fault.CRASH_AFTER)
_PATIENCE_SECONDS = 30


class Seeded:
    """Turns in an order that a seed decides."""

    def __init__(self, seed: int, names: Sequence[str]) -> None:
        self._random = random.Random(seed)
        self._changed = threading.Condition()
        self._alive, self._waiting = set(names), set[str]()
        self._current: str | None = None
        self.order: list[str] = []

    def wait(self) -> None:
        """Park until it is this actor's turn; a thread that is no actor goes straight on."""
        me = threading.current_thread().name
        if me not in self._alive:
            return
        with self._changed:
            self._waiting.add(me)
            self._current = None
            self._pick()
            if not self._changed.wait_for(lambda: self._current == me, timeout=_PATIENCE_SECONDS):
                raise RuntimeError(f"{me} waited in vain: an actor is blocked by something other than AWS")
            self._waiting.discard(me)
            self.order.append(me)

    def leave(self, name: str) -> None:
        """An actor has finished (or crashed)."""
        with self._changed:
            self._alive.discard(name)
            self._current = None
            self._pick()

    def _pick(self) -> None:
        if self._current is None and self._waiting and self._waiting == self._alive:
            self._current = self._random.choice(sorted(self._waiting))
            self._changed.notify_all()


def interleave(actors: Sequence[Callable[[], Any]], seed: int, plan: Plan = healthy) -> list[Any]:
    """Run all actors under one seed; return what each returned, or the exception (or Crash) it ended with."""
    names = [f"actor-{number}" for number in range(len(actors))]
    turns = Seeded(seed, names)
    ended: list[Any] = [None] * len(actors)

    def act(number: int) -> None:
        try:
            ended[number] = actors[number]()
        except (Exception, Crash) as error:  # noqa: BLE001 - what an actor ended with is the result
            ended[number] = error
        finally:
            turns.leave(names[number])

    with Wire(plan, turns=turns):
        threads = [threading.Thread(target=act, args=(n,), name=name) for n, name in enumerate(names)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return ended


def crash_everywhere(
    fresh: Callable[[], AbstractContextManager[World]],
    operation: Callable[[World], object],
    recover: Callable[[World], object],
    check: Callable[[World, str], None],
    faults: Sequence[Fault] = CRASHES,
    prepare: Callable[[World], object] = lambda _: None,
) -> int:
    """Spoil `operation` at each of its AWS requests in a fresh world, `recover`, then `check(world, where)`.

    `operation` first runs unspoiled, to count its requests. Only a Crash, or an error of the house, may come out of a
    spoiled one. Returns how many crashes and errors were tried, or are the same as one that was.
    """
    with fresh() as world:
        prepare(world)
        with Wire() as wire:
            operation(world)
        check(world, "no fault")
    runs = 0
    for request in wire.requests:
        for fault in faults:
            if fault is Fault.CRASH_BEFORE and request.number > 1:
                continue  # the same world as a crash after the request before
            runs += 1
            if fault is Fault.CRASH_AFTER and request.service == "dynamodb" and not request.places:
                continue  # what was read dies with the process: the same world as a crash before the request
            where = f"{fault} at {request.number}/{len(wire.requests)} {request.operation}"
            with fresh() as world:
                prepare(world)
                with Wire(at(request.number, fault)), suppress(Crash, ShowroomError):
                    operation(world)
                recover(world)
                check(world, where)
    return runs
