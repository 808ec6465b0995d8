"""A dinner follows its event: moved, called off, drafted (`Serving` of the events' room)."""

from __future__ import annotations

from chalicelib.events.dinner.ground import DinnerGround
from chalicelib.events.dinner.plan import MOST_PERSONS
from chalicelib.events.model import RUNNING, Event, EventKind
from chalicelib.foundation.errors import FieldProblem
from chalicelib.foundation.table import Step


class DinnerServing:
    """Keeps the dinner with its event."""

    def __init__(self, ground: DinnerGround) -> None:
        self._ground = ground

    def follow(self, before: Event, after: Event, now: int) -> list[Step]:
        """Return the step that has the sweep look at the dinner of an event that moves or ends (rule D9).

        Raises StateConflict when a courier is under way to a window that would end too late for the film.
        """
        if after.kind is not EventKind.DINNER or before.state not in RUNNING:
            return []
        if (before.start, before.state in RUNNING) == (after.start, after.state in RUNNING):
            return []
        plan = self._ground.plans.get(after.id)
        if plan.manifest and before.start != after.start:
            self._ground.whole(before).dinner.moved(after.start)
        return [self._ground.plans.stir(plan, now)]

    @staticmethod
    def check(event: Event) -> list[FieldProblem]:
        """A dinner is eaten once, by no more people than one manifest holds."""
        if event.kind is not EventKind.DINNER:
            return []
        problems = []
        if len(event.sittings) > 1:
            problems.append(FieldProblem("/sittings", "must be one: a dinner is served once"))
        if event.sittings[0].capacity > MOST_PERSONS:
            problems.append(FieldProblem("/sittings/0/capacity", f"must be at most {MOST_PERSONS}"))
        return problems
