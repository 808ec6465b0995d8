"""The film as pure functions of values: its hours, a household's screens, and what a ticket says.

    EARLY ──30 min before──▶ OPEN ──end + grace──▶ REPLAY ──48 h──▶ OVER

While the film waits for everybody, OPEN lasts longer and all that follows moves with it (rule D9). Hours are minutes
since the epoch; leases and tickets are seconds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from chalicelib.events.guests.model import SEATED
from chalicelib.foundation.errors import StateConflict
from chalicelib.foundation.ids import derived_id

OPENS_BEFORE_MINUTES = 30
REPLAY_MINUTES = 48 * 60
LONGEST_HOLD_MINUTES = 180
"""How long a film may wait; beyond it the hours are those of a film that waited so long."""
MOST_SCREENS = 2
"""A television and a telephone (rule S3)."""
MOST_ORIGINS = 5
LONGEST_VIEWER = 40
TICKET_SECONDS = 300
"""How long a ticket lives; Amazon IVS takes none of a named viewer beyond ten minutes."""
BEAT_SECONDS = 45
"""How often a page says that it is still watching, and is given its next ticket."""
LEASE_SECONDS = 150
"""How long a screen that says nothing is still counted: three beats and some patience."""
MAY_WATCH = SEATED
"""States in which a guest has, or had, her seat; whoever declined, cancelled or waits gets no ticket (rule S3)."""

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?", re.ASCII)


class Phase(StrEnum):
    """What the film's door says at a minute."""

    EARLY = "early"
    OPEN = "open"
    REPLAY = "replay"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class FilmTimes:
    """When a film is shown: minutes. `held` is by how many minutes it was put off, `waits` whether it waits still."""

    start: int
    end: int
    grace: int
    held: int = 0
    waits: bool = False

    def at(self, now: int) -> FilmTimes:
        """Return the hours as they stand at a minute: a film that waits has been put off at least until now."""
        if not self.waits:
            return self
        return replace(self, held=min(max(self.held, now - self.start, 0), LONGEST_HOLD_MINUTES))

    @property
    def opens(self) -> int:
        """From which minute tickets are given (rule S1); a film that waits opens no later."""
        return self.start - OPENS_BEFORE_MINUTES

    @property
    def begins(self) -> int:
        """The minute of the common start, as far as it is known."""
        return self.start + self.held

    @property
    def ends(self) -> int:
        """The minute at which the film is over."""
        return self.end + self.held

    @property
    def closes(self) -> int:
        """Until which minute a ticket for the evening holds (rule S1)."""
        return self.ends + self.grace

    @property
    def forgotten(self) -> int:
        """Until which minute it may be seen again."""
        return self.ends + max(REPLAY_MINUTES, self.grace)

    def phase(self, now: int) -> Phase:
        """Say what the door says at a minute; `at(now)` comes first."""
        if now < self.opens:
            return Phase.EARLY
        if now < self.closes:
            return Phase.OPEN
        return Phase.REPLAY if now < self.forgotten else Phase.OVER

    def window(self, now: int) -> tuple[int, int]:
        """Return the seconds between which a ticket asked for at a minute may hold (rule S1).

        Raises StateConflict before and after.
        """
        match self.phase(now):
            case Phase.OPEN:
                return self.opens * 60, self.closes * 60
            case Phase.REPLAY:
                return self.closes * 60, self.forgotten * 60
            case Phase.EARLY:
                raise StateConflict("The film's door is not open yet.")
            case Phase.OVER:
                raise StateConflict("This film can no longer be seen.")


@dataclass(frozen=True, slots=True)
class Screen:
    """One of a household's screens: its session version, a hash of what holds it, and seconds."""

    version: int
    holder: str
    since: int
    until: int

    def is_live(self, now: int) -> bool:
        """Say whether it was heard of lately (rule S3)."""
        return bool(self.holder) and now < self.until


@dataclass(frozen=True, slots=True)
class Ended:
    """A screen whose sessions, up to this version, the carrier is still to be told to refuse (rule S2)."""

    place: int
    version: int


@dataclass(frozen=True, slots=True)
class Session:
    """What a screen that may watch is known by: its place in the household, from 0, and its version."""

    place: int
    version: int


@dataclass(frozen=True, slots=True)
class Household:
    """One household at one film: at most two screens. Revision 0: nothing is kept of it yet."""

    event: str
    id: str
    revision: int = 0
    screens: tuple[Screen, ...] = ()
    ending: tuple[Ended, ...] = ()

    def viewer(self, place: int) -> str:
        """Return what a carrier knows a screen by: 26 characters out of which nobody reads who she is (rule S1)."""
        return derived_id("viewer", self.event, self.id, str(place))

    def live(self, now: int) -> int:
        """Return how many screens were heard of lately."""
        return sum(one.is_live(now) for one in self.screens)

    def session(self, holder: str) -> Session | None:
        """Return the session that a holder has, or None once another screen has taken its place."""
        for place, screen in enumerate(self.screens):
            if screen.holder == holder:
                return Session(place, screen.version)
        return None

    def opened(self, holder: str, now: int) -> Household:
        """A screen begins to watch (rule S3).

        A third one is not refused: it takes the place of a screen that has fallen silent, or else of the one that was
        opened first. Whoever walks from her telephone to the television need not wait until a forgotten page lapses,
        and whoever passes a link on loses the picture herself; never do three play. A screen that opens again keeps
        its place, and what it played before ends: one place, one picture.
        """
        fresh = Screen(now, holder, now, now + LEASE_SECONDS)
        own = self.session(holder)
        if own is None and len(self.screens) < MOST_SCREENS and all(one.holder for one in self.screens):
            return self._after(screens=(*self.screens, fresh))
        place = own.place if own else self._given_up(now)
        gone = self.screens[place]
        taken = replace(fresh, version=_next(gone.version, now), since=gone.since if own else now)
        return self._after(screens=_put(self.screens, place, taken), ending=self._ending(place, gone))

    def beaten(self, holder: str, now: int) -> Household | None:
        """A screen says that it is still there; None where another has taken its place."""
        return self._with(holder, now) if self.session(holder) is not None else None

    def revoked(self, now: int) -> Household:
        """Every screen loses its place, and every ticket given so far is refused (rule S2)."""
        screens, household = [], self
        for place, screen in enumerate(self.screens):
            if screen.holder:
                household = replace(household, ending=household._ending(place, screen))
            screens.append(Screen(_next(screen.version, now), "", screen.since, 0) if screen.holder else screen)
        return household._after(screens=tuple(screens))

    @property
    def is_watched(self) -> bool:
        """Say whether any screen has a place, heard of lately or not."""
        return any(screen.holder for screen in self.screens)

    def settled(self) -> Household:
        """The carrier has been told of all that ended."""
        return self._after(ending=())

    def _with(self, holder: str, now: int) -> Household:
        screens = (replace(one, until=now + LEASE_SECONDS) if one.holder == holder else one for one in self.screens)
        return self._after(screens=tuple(screens))

    def _given_up(self, now: int) -> int:
        return min(range(len(self.screens)), key=lambda at: (self.screens[at].is_live(now), self.screens[at].since, at))

    def _ending(self, place: int, gone: Screen) -> tuple[Ended, ...]:
        others = (one for one in self.ending if one.place != place)
        return (*others, Ended(place, gone.version)) if gone.holder else self.ending

    def _after(self, **changes: object) -> Household:
        return replace(self, revision=self.revision + 1, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one screen may watch and until when: seconds; its version is what a revocation compares (rules S1, S2)."""

    film: str
    viewer: str
    version: int
    valid_from: int
    valid_until: int
    origins: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 0 < len(self.viewer) <= LONGEST_VIEWER or self.valid_until <= self.valid_from:
            raise ValueError("a ticket names a viewer in at most 40 characters and holds for a while")
        checked_origins(self.origins)


@dataclass(frozen=True, slots=True)
class Playback:
    """How a ticket is played. What opens the film is in `url` and `query`, and is never written down (rule S3)."""

    provider: Literal["local", "cloudfront", "ivs"]
    url: str | None = field(default=None, repr=False)
    query: str = field(default="", repr=False)
    """What every request for the film's parts carries besides, where the carrier wants it so."""


@dataclass(frozen=True, slots=True)
class Tracks:
    """In which languages the film has captions (what is heard) and subtitles (what is said)."""

    captions: tuple[str, ...] = ()
    subtitles: tuple[str, ...] = ()


def ticket(household: Household, session: Session, times: FilmTimes, second: int, origins: Sequence[str]) -> Ticket:
    """Return the ticket of a session at a second, five minutes long or to the end of its window (rules S1, S2).

    Raises StateConflict outside the film's hours.
    """
    now = second // 60
    valid_from, closes = times.at(now).window(now)
    until = min(second + TICKET_SECONDS, closes)
    viewer = household.viewer(session.place)
    return Ticket(household.event, viewer, session.version, valid_from, until, tuple(origins))


def checked_origins(origins: Sequence[str]) -> tuple[str, ...]:
    """Return the sites on which the film may play. Raises ValueError beyond five, for none, or for no origin."""
    if not 0 < len(origins) <= MOST_ORIGINS or not all(_ORIGIN.fullmatch(one) for one in origins):
        raise ValueError(f"a film plays on one to {MOST_ORIGINS} sites, each written as scheme://host")
    return tuple(origins)


def hashed(nonce: str) -> str:
    """Return what is kept of the word by which a page names its screen: the page has the word, nobody else."""
    return hashlib.sha256(f"film:{nonce}".encode()).hexdigest()


def _next(version: int, now: int) -> int:
    """Versions are seconds where they can be, so that they rise even after a household's row was swept away."""
    return max(version + 1, now)


def _put(screens: tuple[Screen, ...], place: int, screen: Screen) -> tuple[Screen, ...]:
    return (*screens[:place], screen, *screens[place + 1 :])
