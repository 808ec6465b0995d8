"""How far an erasure has come, and what its receipt says. Pure values.

BEGUN    her card is closed and she is found by nothing any more; what is coming is being cancelled
CLOSING  all is cancelled and ended; her last letter, and those to the house's people, are on their way
DONE     her data key is shredded
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

LETTERS_MINUTES = 60
"""How long the last letters are waited for before the key is shredded without them."""
RETRY_MINUTES = 1


class State(StrEnum):
    """Where an erasure stands."""

    BEGUN = "begun"
    CLOSING = "closing"
    DONE = "done"


class Sent(NamedTuple):
    """Messages that have left the house: by which channel, to whom, how many."""

    channel: str
    to: str
    number: int


@dataclass(frozen=True, slots=True)
class Ended:
    """What an erasure has ended, counted."""

    appointments: int = 0
    delegates: int = 0


@dataclass(frozen=True, slots=True)
class Erasure:
    """The erasure of one client. `at` and `done_at` are minutes; nothing personal is in it."""

    client: str
    boutique: str | None
    actor: str
    at: int
    state: State = State.BEGUN
    done_at: int | None = None
    ended: Ended = Ended()
    left: tuple[Sent, ...] = ()
    version: int = 1

    @property
    def subject(self) -> str:
        """The notices' name for it."""
        return f"erasure#{self.client}"

    @property
    def look_at(self) -> int | None:
        """The minute from which the sweep goes on with it; None when it is done."""
        return None if self.state is State.DONE else self.at + RETRY_MINUTES

    def waits_no_more(self, now: int) -> bool:
        """Say whether the last letters have had their time."""
        return now >= self.at + LETTERS_MINUTES

    def closing(self) -> Erasure:
        """All is cancelled and ended."""
        return replace(self, state=State.CLOSING, version=self.version + 1)

    def done(self, now: int, left: tuple[Sent, ...]) -> Erasure:
        """Her key is shredded; `left` is what the house cannot call back."""
        return replace(self, state=State.DONE, done_at=now, left=left, version=self.version + 1)

    def facts(self) -> dict[str, object]:
        """What audit rows compare."""
        return {"state": self.state, "at": self.at, "done_at": self.done_at, "appointments": self.ended.appointments}
