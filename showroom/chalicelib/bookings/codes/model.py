"""A code proves that whoever typed a telephone number also reads it: what one is, how long it holds, how it is judged.

    digits = HMAC(key of this deployment for codes, booking ‖ serial) mod 1 000 000

Nothing secret is stored: of a code the booking keeps its serial, when it was issued, and which requests guessed wrong.
Every guess but the right one is written before it is answered, on exactly the code it was judged against, so a million
guesses at once are judged five times. Pure.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace

from chalicelib.foundation.errors import CodeTooSoon, NoMoreCodes

VALID_SECONDS = 600
MOST_TRIES = 5
MOST_CODES = 3
"""For one booking."""
PAUSE_SECONDS = 60
"""Between one code and the next."""
MOST_A_DAY = 8
"""Codes sent to one telephone within twenty-four hours, whoever asks for them."""


@dataclass(frozen=True, slots=True)
class Try:
    """A request that guessed wrong: its key, and a keyed hash of its body, so that sent again it is counted once."""

    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Code:
    """Which code of its booking counts: its serial, the second it was issued, and the wrong tries at it."""

    serial: int
    issued_at: int
    tries: tuple[Try, ...] = ()

    @property
    def left(self) -> int:
        """How many tries are left."""
        return max(0, MOST_TRIES - len(self.tries))

    def holds(self, second: int) -> bool:
        """Say whether it may still be tried; that its hold is alive is judged elsewhere."""
        return self.left > 0 and second < self.issued_at + VALID_SECONDS

    def told(self, guess: Try) -> int | None:
        """Return how many tries were left after this very request was judged wrong, or None when it was not."""
        return MOST_TRIES - 1 - self.tries.index(guess) if guess in self.tries else None

    def missed(self, guess: Try) -> Code:
        """The same code after a wrong try."""
        return replace(self, tries=(*self.tries, guess))

    def another(self, second: int) -> Code:
        """The next code; this one is dead. Raises CodeTooSoon within a minute, NoMoreCodes after the third."""
        if self.serial >= MOST_CODES:
            raise NoMoreCodes
        wait = self.issued_at + PAUSE_SECONDS - second
        if wait > 0:
            raise CodeTooSoon(min(wait, PAUSE_SECONDS))
        return Code(self.serial + 1, second)


class Codes:
    """Says the digits of codes, and compares."""

    def __init__(self, key: bytes) -> None:
        """`key` is a secret of the deployment that serves nothing else."""
        self._key = key

    def digits(self, booking_id: str, code: Code) -> str:
        """Return the six digits of a booking's code. No code is likelier than another."""
        number = int.from_bytes(self._mac("digits", booking_id, str(code.serial))[:16])
        return f"{number % 1_000_000:06d}"

    def match(self, booking_id: str, code: Code, said: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(self.digits(booking_id, code).encode(), said.encode())

    def body(self, body_hash: str) -> str:
        """Return a keyed hash of a body that holds a code: its own hash would tell the code to whoever reads it."""
        return self._mac("body", body_hash).hex()

    def _mac(self, *parts: str) -> bytes:
        framed = "".join(f"{len(part)}:{part}" for part in parts)
        return hmac.new(self._key, framed.encode(), hashlib.sha256).digest()
