"""What a guest asks for after the freeze, and what becomes of it: pure functions of values (rule G4).

    OPEN ─┬─▶ GRANTED    the house has made the change as it would by hand
          ├─▶ DECLINED   all stays as it was; perhaps with a word of why
          └─▶ ENDED      the evening was moved, or has begun, before anybody answered

A guest has one request at most: asking again replaces it. That it has ended is a comparison, whoever writes it down.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from chalicelib.events.model import Event


class RequestState(StrEnum):
    """What has become of a request."""

    OPEN = "open"
    GRANTED = "granted"
    DECLINED = "declined"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """Another party than the one she comes with; `at` and `answered_at` are minutes."""

    at: int
    party: int
    schedule: int
    """The event's schedule she asked under: of an evening at another time nothing is asked yet (`Event.schedule`)."""
    state: RequestState = RequestState.OPEN
    answered_at: int | None = None
    sealed: bytes | None = field(default=None, repr=False)
    """Whom she would bring, her note and the house's word, as the vault keeps them."""

    def state_in(self, event: Event, sitting_id: str, now: int) -> RequestState:
        """Return its state at minute `now`: nothing is open once her sitting has begun or the evening has moved."""
        sitting = event.sitting(sitting_id)
        stands = event.is_running and self.schedule == event.schedule and sitting is not None and now < sitting.start
        return RequestState.ENDED if self.state is RequestState.OPEN and not stands else self.state

    def answered(self, state: RequestState, now: int, sealed: bytes | None = None) -> ChangeRequest:
        """Return it with the house's answer of minute `now`."""
        return replace(self, state=state, answered_at=now, sealed=sealed)

    def ended(self) -> ChangeRequest:
        """Return it without what it said, where nobody has answered it; an answer stands."""
        return replace(self, state=RequestState.ENDED, sealed=None) if self.state is RequestState.OPEN else self
