"""Use cases of a film: a screen begins to watch, says that it goes on, and is shown out.

    open ──▶ a place among the household's two, a ticket        beat ──▶ the lease goes on, the next ticket
    revoke ──▶ no place, versions raised, the carrier told

What a carrier is still to be told of stands in the household's row until it was told, whoever crashed in between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from chalicelib.events.film.carriers import Carrier
from chalicelib.events.film.model import (
    LONGEST_HOLD_MINUTES,
    MAY_WATCH,
    FilmTimes,
    Household,
    Phase,
    Playback,
    Ticket,
    Tracks,
    checked_origins,
    hashed,
    ticket,
)
from chalicelib.events.film.store import FilmStore
from chalicelib.events.guests.model import GuestState
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import SECONDS_A_DAY, minute_of, second_of
from chalicelib.foundation.errors import Busy, Contended, StateConflict, StepRefused
from chalicelib.foundation.table import Table

_TRIES = 4
_T = TypeVar("_T")
NO_SEAT = "This film is for those who have said yes to the invitation."


@dataclass(frozen=True, slots=True)
class Watching:
    """What a screen is told: the film's hours as they stand, and how to play it while it may.

    `playback` is None before and after the film's hours, where another screen has taken this one's place, and at a beat
    where what plays goes on without a new ticket.
    """

    times: FilmTimes
    phase: Phase
    moment: datetime
    screens: int
    tracks: Tracks
    is_elsewhere: bool = False
    ticket: Ticket | None = None
    playback: Playback | None = None


@dataclass(frozen=True, slots=True)
class _Screen:
    holder: str
    is_new: bool

    def taking(self, household: Household, now: int) -> Household | None:
        return household.opened(self.holder, now) if self.is_new else household.beaten(self.holder, now)


class Films:
    """Lets households watch."""

    def __init__(
        self,
        *,
        table: Table,
        store: FilmStore,
        carrier: Callable[[], Carrier],
        origins: Sequence[str],
        tracks: Tracks,
        audit: Audit,
    ) -> None:
        """`origins` are the sites on which it plays. Raises ValueError beyond five (rule S1).

        `carrier` is asked for when somebody watches: keys that are wrong keep nobody from anything else.
        """
        self._table, self._store, self._carrier, self._audit = table, store, carrier, audit
        self._origins, self._tracks = checked_origins(origins), tracks

    def open(
        self, event_id: str, times: FilmTimes, household: str, standing: GuestState, nonce: str, moment: datetime
    ) -> Watching:
        """Let a screen watch, instead of the household's first one where it is the third (rule S3).

        `nonce` is the screen's own word: said again, it is the same screen. Raises StateConflict for whoever has no
        seat, Busy.
        """
        screen = _Screen(hashed(nonce), is_new=True)
        return self._watch(event_id, times, household, standing, screen, moment)

    def beat(
        self, event_id: str, times: FilmTimes, household: str, standing: GuestState, nonce: str, moment: datetime
    ) -> Watching:
        """Keep a screen's place and give it its next ticket; one that has lost its place is told so.

        Raises StateConflict for whoever has no seat any more, having ended what she watched; Busy.
        """
        screen = _Screen(hashed(nonce), is_new=False)
        return self._watch(event_id, times, household, standing, screen, moment)

    def revoke(self, event_id: str, times: FilmTimes, household: str, actor: str, moment: datetime) -> None:
        """Show a household out: every ticket of hers is refused (rule S2). Safe to repeat; raises Busy.

        Who has a seat still may come in again, with tickets of a higher version.
        """

        def attempt() -> Household:
            found = self._store.read(event_id, household)
            if not found.is_watched:
                return found
            after = found.revoked(second_of(moment))
            facts = {"screens": [one.version for one in after.screens]}
            subject = f"film#{event_id}.{household}"
            said = self._audit.of("film.revoke", subject, actor, moment, after=facts)
            self._table.commit([self._store.keep(after, _rubbish(times)), said])
            return after

        self._tell(self._settled(attempt), times)

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _watch(
        self,
        event_id: str,
        times: FilmTimes,
        household: str,
        standing: GuestState,
        screen: _Screen,
        moment: datetime,
    ) -> Watching:
        if standing not in MAY_WATCH:
            self.revoke(event_id, times, household, "system:film", moment)
            raise StateConflict(NO_SEAT)
        second, now = second_of(moment), minute_of(moment)
        hours = times.at(now)
        phase = hours.phase(now)
        if phase in {Phase.EARLY, Phase.OVER}:
            return Watching(hours, phase, moment, 0, self._tracks)

        def attempt() -> tuple[Household, bool]:
            found = self._store.read(event_id, household)
            after = screen.taking(found, second)
            if after is None:
                return found, True
            self._table.write(self._store.keep(after, _rubbish(times)))
            return after, False

        after, lost = self._settled(attempt)
        if after.ending:
            self._tell_if_possible(after, times)
        screens = after.live(second)
        session = None if lost else after.session(screen.holder)
        if session is None:
            return Watching(hours, phase, moment, screens, self._tracks, is_elsewhere=True)
        watching = Watching(hours, phase, moment, screens, self._tracks)
        if not screen.is_new and not self._carrier().renews:
            return watching
        given = ticket(after, session, times, second, self._origins)
        return replace(watching, ticket=given, playback=self._carrier().play(given))

    def _tell_if_possible(self, household: Household, times: FilmTimes) -> None:
        """Nobody is kept from the film because the carrier does not answer: the next beat tells it again."""
        try:
            self._tell(household, times)
        except Busy:
            return

    def _tell(self, household: Household, times: FilmTimes) -> None:
        """Tell the carrier what has ended, and then forget it. Raises Busy."""
        for gone in household.ending:
            self._carrier().revoke(household.viewer(gone.place), gone.version)
        if household.ending:
            try:
                self._table.write(self._store.keep(household.settled(), _rubbish(times)))
            except (StepRefused, Contended, Busy):
                return  # somebody else wrote meanwhile: told twice is told

    def _settled(self, attempt: Callable[[], _T]) -> _T:
        for _ in range(_TRIES):
            try:
                return attempt()
            except (StepRefused, Contended, Busy):
                continue  # a rival, or our own write whose answer was lost: what is there now tells
        raise Busy


def _rubbish(times: FilmTimes) -> int:
    """The second from which nobody asks for a household any more, however long the film waits."""
    return (times.forgotten + LONGEST_HOLD_MINUTES) * 60 + SECONDS_A_DAY
