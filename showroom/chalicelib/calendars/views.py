"""What is shown of availability: to the public hours and coarse reasons, to staff every rule by name."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.boutiques.model import ADVISOR, Boutique, Experience, in_language
from chalicelib.calendars.agenda import is_quiet
from chalicelib.calendars.explain import Refusal
from chalicelib.calendars.service import Day
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View


class StartView(View):
    """One offered start, RFC 3339 with the venue's offset. `your_advisor` is told to known clients only."""

    start: str
    your_advisor: bool | None = None


class YourAdvisor(View):
    """A known client's own advisor, where this experience is received by her."""

    name: str
    languages: list[str]


class DayView(View):
    """One venue-local day: its starts, or the coarse reason why there are none."""

    date: str
    reason: str | None
    starts: list[StartView]


class AvailabilityView(View):
    """Offered starts of the asked days; `next_free` is the first later day that has any.

    `your_advisor` is told to known clients only, whether or not she is free in these days.
    """

    boutique: str
    experience: str
    zone: str
    city: str
    your_advisor: YourAdvisor | None
    days: list[DayView]
    next_free: str | None


class ReachView(View):
    """Which boutique goes to an address; null when it is out of reach."""

    boutique: str | None


class RefusalView(View):
    """One rule that refuses a start, for staff."""

    rule: str
    role: str
    resource: str
    ref: str
    start: str | None
    end: str | None
    detail: str


class ExplainView(View):
    """Why a start is refused (nothing when it is offered), and the nearest ones that are."""

    start: str
    offered: bool
    with_reason: bool
    """It may be had all the same, outside hours with a reason."""
    refusals: list[RefusalView]
    nearest: list[str]


def availability_view(
    boutique: Boutique,
    experience: Experience,
    days: Sequence[Day],
    next_free: Day | None,
    language: str,
    default_language: str,
    advisor: str | None = None,
) -> AvailabilityView:
    """Write days for a reader; `advisor` is her own one, if she is known and has one."""

    own = next((member for member in boutique.able(experience, None) if member.id == advisor), None)

    def start_view(minute: int, free: Sequence[str]) -> StartView:
        mine = None if advisor is None else advisor in free
        return StartView(start=rfc3339(minute, boutique.zone), your_advisor=mine)

    return AvailabilityView(
        boutique=boutique.id,
        experience=experience.id,
        zone=boutique.zone,
        city=in_language(boutique.city, language, default_language),
        your_advisor=YourAdvisor(name=own.name, languages=list(own.languages)) if own else None,
        days=[
            DayView(
                date=day.date.isoformat(),
                reason=day.reason,
                starts=[start_view(minute, roles.get(ADVISOR, ())) for minute, roles in sorted(day.starts.items())],
            )
            for day in days
        ],
        next_free=next_free.date.isoformat() if next_free else None,
    )


_IN_WORDS = {"away": "away", "travelling": "travelling", "busy": "busy elsewhere"}


def refusal_view(refusal: Refusal, zone: str) -> RefusalView:
    """Write one refusal with its times on the venue's clock.

    Of a quiet hold nobody is told whose it is, and of who is away nobody is told why.
    """

    def instant(minute: int | None) -> str | None:
        return None if minute is None else rfc3339(minute, zone)

    return RefusalView(
        rule=refusal.rule,
        role=refusal.role,
        resource=refusal.resource,
        ref="" if is_quiet(refusal.ref) else refusal.ref,
        start=instant(refusal.start),
        end=instant(refusal.end),
        detail="being held" if is_quiet(refusal.ref) else _IN_WORDS.get(refusal.rule, refusal.detail),
    )
