"""Every error the house raises on purpose, drawn as a tree. HTTP gives each its status once, at the edge.

ShowroomError
├── InvalidInput            the caller sent something that cannot be understood or is not allowed
│   └── KeyReused           an Idempotency-Key came back with another body
├── Unauthenticated         no principal, or a token that is not ours
├── Forbidden               a principal that may not do this
├── NotFound                no such thing, or none that this principal may know of
├── Conflict                true when asked, not true any more
│   ├── SlotTaken           the start is not (or no longer) offered; carries fresh starts
│   │   └── HoldExpired     a hold was confirmed too late and the time has gone
│   ├── StateConflict       the booking is not in a state that allows this
│   ├── QuotaReached        too many live holds for one visitor or contact
│   ├── StillLeft           somebody leaves the house, and clients or appointments are hers still
│   ├── WrongCode           a code was not the right one; says how many tries are left
│   ├── CodeSpent           the code was tried too often or is too old; another may be asked for
│   ├── CodeTooSoon         another code so soon after the last one
│   ├── AlreadyIn           a guest has joined from another device
│   ├── HostsTaken          somebody who is to host an event has something else then
│   ├── OfferLapsed         a place that was kept for somebody who waited is kept no more
│   ├── Overlapping         a guest has something else then
│   └── NoMoreCodes         a booking or a telephone had all the codes it gets
├── PreconditionFailed      If-Match names an older version
├── PreconditionRequired    a change came without If-Match
├── Busy                    the house could not answer now; trying again is safe
├── StepRefused             one named step of a transaction met a condition that did not hold
└── Contended               a transaction met another one on the same item, or was throttled
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class FieldProblem(NamedTuple):
    """One mistake in what was sent: a JSON pointer (RFC 6901) and a sentence that never echoes the value."""

    pointer: str
    detail: str


class ShowroomError(Exception):
    """Raised when the house refuses or fails on purpose; `detail` is fit to be shown to the caller."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class InvalidInput(ShowroomError):
    """Raised when input cannot be understood; carries every field mistake at once."""

    def __init__(self, fields: Sequence[FieldProblem], detail: str = "Some fields need another look.") -> None:
        super().__init__(detail)
        self.fields = tuple(fields)


class KeyReused(InvalidInput):
    """Raised when an Idempotency-Key is sent again with a different body (rule H6)."""

    def __init__(self) -> None:
        super().__init__((), "This Idempotency-Key was already used with a different body.")


class Unauthenticated(ShowroomError):
    """Raised when there is no valid token. The detail never says why: every refusal looks the same."""


class Forbidden(ShowroomError):
    """Raised when the principal is known and may not do this."""


class NotFound(ShowroomError):
    """Raised when a thing does not exist, or may not be known to this principal."""


class Conflict(ShowroomError):
    """Raised when the request was right once and the world has moved on."""


class SlotTaken(Conflict):
    """Raised when a start is not offered; `alternatives` are RFC 3339 starts near the wished one, soonest first.

    The house's people are told by which rules (`because`), and whether a reason would help (`with_reason`).
    """

    def __init__(
        self,
        alternatives: Sequence[str] = (),
        detail: str = "This time is no longer free.",
        *,
        because: Sequence[str] = (),
        with_reason: bool = False,
    ) -> None:
        super().__init__(detail)
        self.alternatives = tuple(alternatives)
        self.because, self.with_reason = tuple(because), with_reason


class StateConflict(Conflict):
    """Raised when a booking's state does not allow the change (terminal states absorb)."""


class HoldExpired(SlotTaken):
    """Raised when an expired hold is confirmed and its time has been taken since (rule H4)."""


class QuotaReached(Conflict):
    """Raised when a visitor or a contact already has the most live holds allowed."""


class StillLeft(Conflict):
    """Raised when somebody cannot leave yet: so many clients and appointments are hers still."""

    def __init__(self, clients: int, bookings: int) -> None:
        super().__init__("Clients or appointments are still to be handed over.")
        self.clients, self.bookings = clients, bookings


class AlreadyIn(Conflict):
    """Raised when a guest who joins has joined from another device; she may come in by force (rule G5)."""

    def __init__(self) -> None:
        super().__init__("You have joined from another device.")


class HostsTaken(Conflict):
    """Raised when somebody who is to host an event has something else at that time; `hosts` are staff ids (rule G9)."""

    def __init__(self, hosts: Sequence[str]) -> None:
        super().__init__("Somebody who is to host has something else at that time.")
        self.hosts = tuple(hosts)


class OfferLapsed(Conflict):
    """Raised when a place that was kept for somebody who waited has gone to the next (rule W6)."""

    def __init__(self) -> None:
        super().__init__("This place was kept until now, and has gone to the next.")


class Overlapping(Conflict):
    """Raised when a guest has an appointment or another event at that time (rule G9)."""

    def __init__(self) -> None:
        super().__init__("There is already an appointment at that time.")


class WrongCode(Conflict):
    """Raised when a code is not the right one; `tries_left` may be tried before it is burnt."""

    def __init__(self, tries_left: int) -> None:
        super().__init__("This is not the code we have sent.")
        self.tries_left = tries_left


class CodeSpent(Conflict):
    """Raised when a code was tried too often or is too old, whatever was said."""

    def __init__(self) -> None:
        super().__init__("This code no longer holds. Please ask for another one.")


class CodeTooSoon(Conflict):
    """Raised when another code is asked for too soon; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("We have sent a code a moment ago. Another one can be sent in a minute.")
        self.retry_after = retry_after


class NoMoreCodes(Conflict):
    """Raised when no more codes are sent, for one booking or to one telephone."""

    def __init__(self) -> None:
        super().__init__("We have sent as many codes as we send. Please telephone us, or give an e-mail address.")


class PreconditionFailed(ShowroomError):
    """Raised when If-Match does not name the current version."""


class PreconditionRequired(ShowroomError):
    """Raised when a change that needs If-Match came without it."""


class Busy(ShowroomError):
    """Raised when the answer could not be had now; `retry_after` is in seconds and retrying is always safe."""

    def __init__(self, detail: str = "One moment, please try again.", retry_after: int = 1) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class StepRefused(ShowroomError):
    """Raised when the condition of the step called `step` did not hold; `current` is the raw item found there."""

    def __init__(self, step: str, current: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"step refused: {step}")
        self.step = step
        self.current = current


class Contended(ShowroomError):
    """Raised when a write was refused for conflict or throttling.

    Nothing was written by the attempt that was refused. An earlier attempt of the same call may have been, if its
    answer was lost: look for your own id, then try again.
    """
