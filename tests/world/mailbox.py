"""A provider that keeps what it was given, and can refuse, lose its answer or die at the worst moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from chalicelib.messaging.model import Message, Posting, Rejected
from tests.harness.faults import Crash


class Mood(StrEnum):
    """How the provider behaves at its next postings."""

    WELL = "well"
    REFUSING = "refusing"
    LOSING_ANSWERS = "losing_answers"
    """It takes the letter; the answer never comes."""
    KILLING_BEFORE = "killing_before"
    """We die just before it takes the letter."""
    KILLING_AFTER = "killing_after"
    """It takes the letter, and we die."""


@dataclass
class Mailbox:
    """A channel for e-mail and SMS. `taken` holds (reference, message) of each letter it took."""

    mood: Mood = Mood.WELL
    taken: list[tuple[str, Message]] = field(default_factory=list)

    def prepare(self, message: Message, reference: str) -> Posting:
        """Return the posting of a letter."""

        def post() -> str:
            if self.mood is Mood.REFUSING:
                raise Rejected("refused")
            if self.mood is Mood.KILLING_BEFORE:
                raise Crash("before posting")
            self.taken.append((reference, message))
            if self.mood is Mood.LOSING_ANSWERS:
                raise TimeoutError("no answer")
            if self.mood is Mood.KILLING_AFTER:
                raise Crash("after posting")
            return f"posted-{len(self.taken)}"

        return post
