"""What a subscription is, and how an appointment is shown in it. Pure: values in, values out.

The address of a subscription is a secret that stands in a calendar program, on a telephone, perhaps on somebody else's
server. So it shows no more than its owner chose, and never an address, a telephone number or a note of a client's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from chalicelib.bookings.hosted import Occasion
from chalicelib.bookings.model import PENDING, Booking, State
from chalicelib.boutiques.model import in_language
from chalicelib.calendars.ical import Event, Status
from chalicelib.clients.model import Name
from chalicelib.foundation.clock import MINUTES_A_DAY
from chalicelib.foundation.errors import PreconditionFailed, StateConflict

PAST_DAYS = 30
MOST_KEYS = 8
EVERY = 15
"""Minutes between two readings of another calendar."""
MOST_FAILURES = 3
_SHOWN = PENDING | {State.CONFIRMED, State.DONE, State.NO_SHOW}


class Discretion(StrEnum):
    """How much of a client a subscription tells."""

    NAMES = "names"
    INITIALS = "initials"
    BUSY = "busy"


BUSY: Mapping[str, str] = {
    "en": "Busy",
    "fr": "Indisponible",
    "it": "Non disponibile",
    "zh": "忙碌",
    "ja": "予定あり",
    "ar": "غير متاح",
}
"""What an appointment is called where nothing of it is told."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another calendar of hers, whose address is sealed. All times are minutes.

    `digest` is of what it said at `read_at`, when it was last read; `problem` is why it was not, the last time.
    """

    sealed: bytes
    since: int
    due_at: int
    read_at: int | None = None
    failures: int = 0
    problem: str = ""
    digest: str = ""

    def is_stale(self, now: int) -> bool:
        """Say whether what is known of it may be wrong: three failures, or a day without a reading."""
        return self.failures >= MOST_FAILURES or now - (self.read_at or self.since) >= MINUTES_A_DAY

    def read(self, digest: str, now: int) -> Other:
        """It was read."""
        return replace(self, read_at=now, failures=0, problem="", digest=digest, due_at=now + EVERY)

    def failed(self, problem: str, now: int) -> Other:
        """It could not be read. What it said last goes on counting, and it is asked less often while it fails."""
        wait = EVERY if self.failures < MOST_FAILURES else 4 * EVERY
        return replace(self, failures=self.failures + 1, problem=problem, due_at=now + wait)


@dataclass(frozen=True, slots=True)
class Feed:
    """A member of staff's subscription. `link` is the keyed hash of its token, None while there is none.

    `salt` is what the token was made of, `since` the minute, `keys` the last requests that made one.
    """

    staff: str
    boutiques: tuple[str, ...] = ()
    version: int = 0
    discretion: Discretion = Discretion.INITIALS
    link: str | None = None
    salt: bytes = b""
    since: int | None = None
    keys: tuple[str, ...] = ()
    other: Other | None = None
    """Another calendar, whose times count as taken here."""

    def issued_for(self, key: str) -> bool:
        """Say whether this request made the address that stands. Raises StateConflict when it made one that is gone."""
        if key not in self.keys:
            return False
        if self.link is None or key != self.keys[-1]:
            raise StateConflict("This address has been revoked or replaced. Please ask for a new one.")
        return True

    def issued(self, key: str, link: str, salt: bytes, now: int, boutiques: tuple[str, ...]) -> Feed:
        """The subscription with a new address in place of any other."""
        keys = (*self.keys, key)[-MOST_KEYS:]
        return self._after(link=link, salt=salt, since=now, keys=keys, boutiques=boutiques)

    def revoked(self) -> Feed:
        """The subscription without an address."""
        return self._after(link=None, salt=b"", since=None)

    def telling(self, discretion: Discretion) -> Feed:
        """The subscription with another discretion."""
        return self._after(discretion=discretion)

    def importing(self, sealed: bytes | None, now: int, boutiques: tuple[str, ...]) -> Feed:
        """The subscription with another calendar to be read from now on, or with none."""
        other = Other(sealed, since=now, due_at=now) if sealed is not None else None
        return self._after(other=other, boutiques=boutiques)

    def at_version(self, version: int) -> Feed:
        """The subscription, if that is its version. Raises PreconditionFailed."""
        if version != self.version:
            raise PreconditionFailed("There is a newer version. Please look at it first.")
        return self

    def facts(self) -> dict[str, object]:
        """What audit rows compare."""
        return {
            "version": self.version,
            "discretion": self.discretion,
            "link": self.link,
            "since": self.since,
            "other": self.other.since if self.other else None,
        }

    def _after(self, **changes: object) -> Feed:
        return replace(self, version=self.version + 1, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Words:
    """What may be told of an appointment, in the language of whoever reads it: empty where it is not known."""

    experience: str
    place: str = ""
    name: Name | None = None


def window(now: int, window_days: int) -> tuple[int, int, int]:
    """Return the first and last minute that are shown, and the minute at which such a calendar was made.

    All three stand still for a UTC day, so that a calendar in which nothing has changed is the same to the byte.
    """
    today = now // MINUTES_A_DAY * MINUTES_A_DAY
    return today - PAST_DAYS * MINUTES_A_DAY, today + (window_days + 2) * MINUTES_A_DAY, today


def event_of(
    booking: Booking, words: Words, discretion: Discretion, language: str, now: int, proposed: int | None = None
) -> Event | None:
    """Return an appointment as it stands in the calendar, None for one that does not take place.

    UID and SEQUENCE are those of the letters. `proposed` is the start of a time that is only held for it.
    """
    state = booking.state_at(now)
    if state not in _SHOWN:
        return None
    status: Status = "TENTATIVE" if state in PENDING or proposed is not None else "CONFIRMED"
    start = booking.start if proposed is None else proposed
    return Event(
        uid=uid_of(booking.id) if proposed is None else uid_of(f"{booking.id}-{proposed}"),
        sequence=booking.version - 1,
        start=start,
        end=start + booking.end - booking.start,
        zone=booking.zone,
        summary=_summary(words, discretion, language),
        location="" if discretion is Discretion.BUSY else words.place,
        status=status,
    )


def hosting(occasion: Occasion, discretion: Discretion, language: str, otherwise: str) -> Event:
    """Return what somebody hosts as it stands in the calendar; nobody who comes is named."""
    name = in_language(occasion.name, language, otherwise)
    return Event(
        uid=uid_of(occasion.id),
        sequence=occasion.version - 1,
        start=occasion.start,
        end=occasion.end,
        zone=occasion.zone,
        summary=BUSY.get(language, BUSY["en"]) if discretion is Discretion.BUSY else name,
    )


def uid_of(name: str) -> str:
    """Return the UID that a booking has for life, in letters and here."""
    return f"{name}@showroom"


def initials(name: Name) -> str:
    """Return the initials of a name in its own order: `C. d. l. R.`; of a name that is one word, its first letter."""
    return " ".join(f"{_first(word)}." for word in name.display.split())


def _first(word: str) -> str:
    """The first character of a word, with the marks that stand on it."""
    end = next((at for at in range(1, len(word)) if not unicodedata.combining(word[at])), len(word))
    return word[:end]


def _summary(words: Words, discretion: Discretion, language: str) -> str:
    if discretion is Discretion.BUSY:
        return BUSY.get(language, BUSY["en"])
    who = ""
    if words.name is not None:
        who = words.name.display if discretion is Discretion.NAMES else initials(words.name)
    return ", ".join(filter(None, (who, words.experience)))
