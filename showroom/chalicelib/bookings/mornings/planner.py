"""Plans the morning's letters: one row of notices for each advisor, rewritten from one day to the next.

The sweep asks every minute; a boutique is looked at once its last letters have fallen due. A row carries the day as its
version and is written over the revision that was read, so however many plan at once, a day has one letter. What has yet
to be sent is never planned away. Whether there is anything to tell is judged when the letter is written, not here.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.bookings.mornings.plan import Morning, is_planned, next_morning
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.clock import MINUTES_A_DAY, minute_of
from chalicelib.foundation.errors import Contended, StepRefused
from chalicelib.foundation.table import Table
from chalicelib.messaging.store import NoticeStore


def morning_subject(boutique_id: str, staff_id: str) -> str:
    """The notices' name for an advisor's letters of one boutique."""
    return f"morning#{boutique_id}/{staff_id}"


class Mornings:
    """Keeps the next morning's letter planned for everybody who stays."""

    def __init__(self, table: Table, notices: NoticeStore, catalogue: Catalogue) -> None:
        self._table, self._notices, self._catalogue = table, notices, catalogue
        self._next_look: dict[str, int] = {}

    def plan(self, now: datetime) -> int:
        """Plan whatever is not planned yet; return how many letters were."""
        minute, planned = minute_of(now), 0
        for card in self._catalogue.maison().boutiques:
            if minute >= self._next_look.get(card.id, 0):
                planned += self._boutique(card.id, now, minute)
        return planned

    def _boutique(self, boutique_id: str, now: datetime, minute: int) -> int:
        boutique, planned, complete = self._catalogue.boutique(boutique_id), 0, True
        if boutique.morning_letter is None:
            self._next_look[boutique_id] = minute + MINUTES_A_DAY
            return 0
        morning = next_morning(boutique.zone, boutique.morning_letter, minute)
        for member in boutique.staying():
            outcome = self._member(morning_subject(boutique_id, member.id), morning, now)
            planned += outcome is True
            complete = complete and outcome is not None
        if complete:
            self._next_look[boutique_id] = morning.due
        return planned

    def _member(self, subject: str, morning: Morning, now: datetime) -> bool | None:
        """Say whether a letter was planned now; None when it could not be yet."""
        row = self._notices.read(subject)
        if is_planned(row, morning):
            return False
        told = (morning.notice(),)
        if row is None:
            step = self._notices.create(subject, morning.day, told, now)
        elif any(notice.is_waiting for notice in row.notices):
            return None
        else:
            step = self._notices.rewrite(row, morning.day, told, now)
        try:
            self._table.write(step)
        except (StepRefused, Contended):
            return None
        return True
