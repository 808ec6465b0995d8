"""What a boutique cannot hold: every mistake of an event at once, each with where it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.boutiques.model import Boutique, Maison
from chalicelib.calendars.agenda import days_of
from chalicelib.events.model import CLEARING, SETTING_UP, Event, EventKind
from chalicelib.events.presence.model import Policy
from chalicelib.events.seats.model import shared_out
from chalicelib.events.sittings import Sitting
from chalicelib.foundation.errors import FieldProblem

MOST_AT_ONCE = 90
"""Of the hundred items that a transaction may write, those that hosts and seats may take."""


def problems_of(event: Event, boutique: Boutique, maison: Maison) -> list[FieldProblem]:
    """Return what is wrong with an event of this boutique, or nothing."""
    staff = {member.id for member in boutique.staff if not member.leaving}
    problems = [
        FieldProblem(f"/hosts/{at}", "is nobody who works here")
        for at, host in enumerate(event.hosts)
        if host not in staff
    ]
    for at, one in enumerate(event.sittings):
        if one.language not in maison.languages:
            problems.append(FieldProblem(f"/sittings/{at}/language", "must be a language of the maison"))
        problems += shares_problems(one, (member.id for member in boutique.staff), f"/sittings/{at}")
    problems += [
        FieldProblem(f"/{name}", "must be in languages of the maison")
        for name in ("title", "description")
        if not set(getattr(event, name)) <= set(maison.languages)
    ]
    if _written_at_once(event) > MOST_AT_ONCE:
        problems.append(
            FieldProblem("/sittings", "are too many for so many hosts, and advisors with places of their own")
        )
    if maison.default_language not in event.title:
        problems.append(FieldProblem("/title", "is needed in the maison's first language"))
    if event.cutoff > event.start:
        problems.append(FieldProblem("/cutoff", "must not be after the start"))
    if event.kind is EventKind.DINNER and event.overbooking.policy is not Policy.NONE:
        problems.append(FieldProblem("/overbooking", "must be none at a dinner: each person is a meal"))
    if event.freeze > event.start:
        problems.append(FieldProblem("/freeze", "must not be after the start"))
    return problems


def _written_at_once(event: Event) -> int:
    """How many items one transaction writes when it is published: its hosts' days and the buckets of its seats."""
    days = {day for one in event.sittings for day in days_of(one.start - SETTING_UP, one.end + CLEARING)}
    return len(event.hosts) * len(days) + sum(len(shared_out(seats)) for seats in event.pools().values())


def hosts_away(before: Event, after: Event, boutique: Boutique) -> list[str]:
    """Return the hosts who are away in a sitting that they did not host yet at that time (rule G9).

    Somebody who is away although she hosts already was told so when she took her time off: nothing else of the event
    waits for it. Time that another calendar of hers says is taken may be this very evening.
    """
    stood = (
        {(host, one.start, one.end) for one in before.sittings for host in before.hosts} if before.is_running else set()
    )
    return [
        member.id
        for member in boutique.staff
        if member.id in after.hosts
        for one in after.sittings
        if (member.id, one.start, one.end) not in stood
        if any(
            each.kinds is None and not each.imported and each.start < one.end and one.start < each.end
            for each in member.away
        )
    ]


def shares_problems(sitting: Sitting, advisors: Iterable[str], where: str = "") -> list[FieldProblem]:
    """Return what is wrong with the seats given to advisors, who must be among these; `where` is the sitting's path."""
    known = set(advisors)
    problems = [
        FieldProblem(f"{where}/by_advisor/{at}/advisor", "is nobody who works here")
        for at, (advisor, _) in enumerate(sitting.by_advisor)
        if advisor not in known
    ]
    if sum(n for _, n in sitting.by_advisor) > sitting.capacity:
        problems.append(FieldProblem(f"{where}/by_advisor", "gives advisors more places than there are"))
    return problems
