"""What is answered about invitations: codes and ids, and nothing of what a list said."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.events.invitations.model import Outcome, Tiers, Verdict
from chalicelib.events.invitations.sending import Sent
from chalicelib.events.invitations.service import Reported, counted
from chalicelib.events.model import Event
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View


class LineView(View):
    """What became of one line, by the number of the line on which it begins; what it says is not repeated."""

    line: int
    outcome: str
    """`invited`, `already` (she keeps her place) or `refused`."""
    column: str
    """The column that cannot be read, where it is that."""
    rule: str
    """Number of the rule that refuses her: C1, C2, C3 or C6; empty where it is something else."""
    why: str
    """`suppressed`, `objected`, `level`, `not_given`, `withdrawn`, `no_address`; `nobody`, `advisor`, `language`,
    `revoked`, `busy`; `cells`, `whose`, `text`, `too_long`, `form`."""
    guest: str
    """Id of her invitation, where there is, or would be, one."""


class ImportReport(View):
    """What became of a list, or would: every line with something on it, in order."""

    rows: list[LineView]
    invited: int
    already: int
    refused: int


class UnsentView(View):
    """Somebody who is not written to, and why: her wishes, by rule, or the hour."""

    guest: str
    rule: str
    why: str


class SentView(View):
    """What a press has sent. Who waits has an hour of her own tier, or is sent to by the next press."""

    sent: int
    waiting: int
    refused: list[UnsentView]


class TierView(View):
    """A tier that has an hour."""

    tier: int
    release_at: str
    released: bool


class TierList(View):
    """The tiers of an event that have an hour, the first one first."""

    items: list[TierView]


def report_view(report: Sequence[Reported]) -> ImportReport:
    """Return what became of a list."""
    rows = [
        LineView(
            line=one.line,
            outcome=one.verdict.outcome,
            column=one.column,
            rule=one.verdict.rule,
            why=one.verdict.why,
            guest=one.verdict.guest,
        )
        for one in report
    ]
    counts = counted(report)
    return ImportReport(rows=rows, **{str(one): counts[one] for one in Outcome})


def sent_view(sent: Sent) -> SentView:
    """Return what a press has sent."""

    def shown(verdict: Verdict) -> UnsentView:
        return UnsentView(guest=verdict.guest, rule=verdict.rule, why=verdict.why)

    return SentView(sent=sent.sent, waiting=sent.waiting, refused=[shown(one) for one in sent.refused])


def tiers_view(event: Event, tiers: Tiers, now: int) -> TierList:
    """Return the tiers of an event, with the boutique's offset."""
    timed = sorted(tiers.times.items(), key=lambda pair: (pair[1], pair[0]))
    return TierList(
        items=[
            TierView(tier=tier, release_at=rfc3339(at, event.zone), released=tiers.is_released(tier, now))
            for tier, at in timed
        ]
    )
