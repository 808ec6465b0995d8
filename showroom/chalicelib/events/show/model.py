"""The run of show of an event, as pure functions of values (rule D9).

A cue is a plan: so many minutes from the start, before it or after, for so long, seen to by one person, who never has
two at once. Because a cue knows no minute of its own, moving the start moves them all. What really happened is written
beside the plan: when a cue began and ended, and who pressed. The start itself may be held: by hand, with a reason, or
while too few households have been served. Times are minutes since the epoch, offsets and lengths minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.foundation.errors import FieldProblem, InvalidInput, NotFound, StateConflict

MOST_CUES = 60
FARTHEST = 24 * 60
"""How many minutes from the start a cue may stand, before it or after."""
LONGEST = 600
DEFAULT_THRESHOLD = 90
"""Per cent of the households that must have been served before the start (rule D9)."""
NO_CUE = "There is no such cue in the run of show."


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that happens: from `offset` minutes after the start, for `minutes`, seen to by staff id `owner`."""

    id: str
    title: str
    offset: int
    minutes: int
    owner: str
    note: str = ""

    @property
    def ends(self) -> int:
        """Offset of its end, exclusive."""
        return self.offset + self.minutes


@dataclass(frozen=True, slots=True)
class Taken:
    """What really happened with a cue: minutes, and the staff ids of who pressed."""

    started: int
    started_by: str
    finished: int | None = None
    finished_by: str | None = None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """When the hosts rehearse: a time of its own, that no cue follows."""

    start: int
    minutes: int

    @property
    def end(self) -> int:
        """Its last minute, exclusive."""
        return self.start + self.minutes


@dataclass(frozen=True, slots=True)
class Hold:
    """The start is held by hand: since when, by whom, why."""

    at: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody decided to begin although too few had been served: when, and who."""

    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Deliveries:
    """How many households of an evening have been served."""

    delivered: int
    households: int

    def suffices(self, threshold: int) -> bool:
        """Say whether at least `threshold` per cent have been; an evening without households waits for none."""
        return self.delivered * 100 >= self.households * threshold


@dataclass(frozen=True, slots=True)
class Position:
    """Where the evening is, by ids of cues; `late` is in minutes behind the plan, never below 0."""

    on: tuple[str, ...]
    next: str | None
    missed: tuple[str, ...]
    """Those that did not begin although others of a later time have."""
    late: int


@dataclass(frozen=True, slots=True)
class Show:
    """An event's run of show; version 0 is that of an event for which none was written yet."""

    event: str
    version: int = 0
    cues: tuple[Cue, ...] = ()
    rehearsal: Rehearsal | None = None
    threshold: int = DEFAULT_THRESHOLD
    """Per cent of households that must have been served; 0 waits for none."""
    taken: Mapping[str, Taken] = field(default_factory=dict)
    """By cue's id, what really happened."""
    hold: Hold | None = None
    waiver: Waiver | None = None
    freed_at: int | None = None
    """Minute at which a hold last ended: what waited for it waits for the press from then on."""

    def cue(self, cue_id: str) -> Cue:
        """Return one of its cues. Raises NotFound."""
        for one in self.cues:
            if one.id == cue_id:
                return one
        raise NotFound(NO_CUE)

    @property
    def crew(self) -> frozenset[str]:
        """Staff ids of all who see to a cue."""
        return frozenset(one.owner for one in self.cues)

    def facts(self) -> dict[str, Any]:
        """What audit rows compare: nothing personal."""
        return {
            "version": self.version,
            "cues": [[one.id, one.offset, one.minutes, one.owner] for one in self.cues],
            "taken": {one: [took.started, took.finished] for one, took in self.taken.items()},
            "rehearsal": [self.rehearsal.start, self.rehearsal.minutes] if self.rehearsal else None,
            "threshold": self.threshold,
            "held": self.hold is not None,
            "waived": self.waiver is not None,
        }

    # ── when ─────────────────────────────────────────────────────────────────────────────────────────────────

    def planned(self, cue_id: str, start: int) -> int:
        """Return the minute at which a cue is planned, of an event that begins at `start`: moved with it."""
        return start + self.cue(cue_id).offset

    @property
    def began(self) -> int | None:
        """The minute at which the evening really began: with its first cue from the start on, or None."""
        begun = [self.taken[one.id].started for one in self.cues if one.offset >= 0 and one.id in self.taken]
        return min(begun, default=None)

    def due(self, cue_id: str, start: int) -> int:
        """Return the minute at which a cue is to be expected: those after a start that was late are late by as much."""
        cue = self.cue(cue_id)
        took = self.taken.get(cue_id)
        if took is not None:
            return took.started
        return start + cue.offset + (self.delay(start) if cue.offset >= 0 else 0)

    def delay(self, start: int) -> int:
        """Return by how many minutes the evening began late, 0 before it has begun."""
        if self.began is None:
            return 0
        first = min(one.offset for one in self.cues if one.offset >= 0 and one.id in self.taken)
        return max(0, self.began - (start + first))

    def position(self, start: int, now: int) -> Position:
        """Say what is on, what comes next, and how far it is all behind the plan (rule D9)."""
        on = [one for one in self.cues if one.id in self.taken and self.taken[one.id].finished is None]
        reached = max((one.offset for one in self.cues if one.id in self.taken), default=-FARTHEST)
        to_come = [one for one in self.cues if one.id not in self.taken]
        missed = tuple(one.id for one in to_come if one.offset < reached)
        coming = next((one for one in to_come if one.offset >= reached), None)
        behind = [now - start - one.ends for one in on]
        if coming is not None:
            behind.append(now - start - coming.offset)
        return Position(tuple(one.id for one in on), coming.id if coming else None, missed, max(0, *behind, 0))

    # ── the start held ───────────────────────────────────────────────────────────────────────────────────────

    def holding(self, deliveries: Deliveries | None) -> str | None:
        """Return why the start is held now: `by_hand`, `deliveries`, or None when it may be made (rule D9)."""
        if self.hold is not None:
            return "by_hand"
        if self.waiver is None and deliveries is not None and not deliveries.suffices(self.threshold):
            return "deliveries"
        return None

    def put_off(self, start: int, deliveries: Deliveries | None) -> tuple[int, bool]:
        """Say by how many minutes the start is put off, and whether it waits still (rule D9).

        What was held waits, once nothing holds it, for the press of its first cue; where no cue is planned from the
        start on, it begins when the hold ends. Nothing held: it begins at its hour, pressed or not.
        """
        if self.began is not None:
            return self.delay(start), False
        pressed = any(one.offset >= 0 for one in self.cues)
        if self.holding(deliveries) is not None or (self.freed_at is not None and pressed):
            return 0, True
        if pressed and deliveries is not None and deliveries.households:
            return 0, True
        return max(0, (self.freed_at or start) - start), False

    # ── changes: each returns the show after it, or raises ───────────────────────────────────────────────────

    def planned_anew(self, cues: Sequence[Cue], rehearsal: Rehearsal | None, threshold: int, start: int) -> Show:
        """Replace the plan of an event that begins at `start`; what has happened stays. Raises InvalidInput."""
        problems = mistakes(cues)
        if rehearsal is not None and rehearsal.end > start:
            problems.append(FieldProblem("/rehearsal", "must be over before the event begins"))
        if not self.taken.keys() <= {one.id for one in cues}:
            problems.append(FieldProblem("/cues", "must keep what has begun already"))
        if problems:
            raise InvalidInput(problems)
        ordered = tuple(sorted(cues, key=lambda one: (one.offset, one.id)))
        return self._after(cues=ordered, rehearsal=rehearsal, threshold=threshold)

    def started(self, cue_id: str, now: int, by: str, deliveries: Deliveries | None) -> Show:
        """A cue begins; pressed twice, the first press counts. Raises StateConflict while the start is held.

        `deliveries` are those of this minute, None where nothing is delivered.
        """
        cue = self.cue(cue_id)
        if cue_id in self.taken:
            return self
        if cue.offset >= 0 and self.began is None:
            why = self.holding(deliveries)
            if why == "by_hand":
                raise StateConflict("The start is held.")
            if why is not None:
                raise StateConflict("The start waits: too few households have been served.")
        return self._after(taken={**self.taken, cue_id: Taken(now, by)})

    def finished(self, cue_id: str, now: int, by: str) -> Show:
        """A cue is over; pressed twice, the first press counts. Raises StateConflict for one that never began."""
        self.cue(cue_id)
        took = self.taken.get(cue_id)
        if took is None:
            raise StateConflict("This cue has not begun.")
        if took.finished is not None:
            return self
        return self._after(taken={**self.taken, cue_id: replace(took, finished=now, finished_by=by)})

    def held(self, now: int, by: str, reason: str) -> Show:
        """The start is held by hand; a second hold leaves the first. Raises StateConflict once it has been made."""
        if self.began is not None:
            raise StateConflict("It has begun already.")
        return self if self.hold is not None else self._after(hold=Hold(now, by, reason), waiver=None)

    def released(self, now: int) -> Show:
        """The hold by hand ends; where there is none, nothing changes."""
        return self if self.hold is None else self._after(hold=None, freed_at=now)

    def waived(self, now: int, by: str) -> Show:
        """Somebody decides to begin although too few have been served; decided twice, the first counts."""
        return self if self.waiver is not None else self._after(waiver=Waiver(now, by), freed_at=now)

    def _after(self, **changes: Any) -> Show:
        return replace(self, version=self.version + 1, **changes)


def mistakes(cues: Sequence[Cue]) -> list[FieldProblem]:
    """Return what is wrong with a plan, by place in it: ids given twice, and somebody who has two cues at once."""
    problems = []
    for at, one in enumerate(cues):
        if any(other.id == one.id for other in cues[:at]):
            problems.append(FieldProblem(f"/cues/{at}/id", "must be given once"))
        elif any(_meet(one, other) for other in cues[:at]):
            problems.append(FieldProblem(f"/cues/{at}/owner", "sees to another cue at that time"))
    return problems


def _meet(one: Cue, other: Cue) -> bool:
    return one.owner == other.owner and one.offset < other.ends and other.offset < one.ends
