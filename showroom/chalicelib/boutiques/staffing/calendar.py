"""A member's calendar and a boutique's closures as they are kept beside the boutique, and how they are merged into it.

A calendar keeps only what differs from the maison's file: where somebody has said nothing, the file goes on speaking.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator

from chalicelib.boutiques.away import Away, Travel
from chalicelib.boutiques.experience import Slug, Value
from chalicelib.boutiques.hours import DateOverride, Hours, WeeklyRange
from chalicelib.boutiques.model import Boutique, Staff

MOST_ABSENCES = 100
"""Of one member or one boutique; those that ended `KEPT_MINUTES` ago are dropped when the next is written."""
MOST_TRAVELS = 40
KEPT_MINUTES = 92 * 1440

Sealed = Annotated[
    bytes,
    PlainSerializer(lambda value: base64.b64encode(value).decode("ascii"), return_type=str),
    PlainValidator(lambda value: value if isinstance(value, bytes) else base64.b64decode(value)),
]


class Reason(Value):
    """Why somebody is away: a code, and a note of her own. Sealed, for herself and her manager."""

    code: str
    note: str = ""


class Absence(Value):
    """One absence or closure, in minutes. `receipt` and `body` make its request safe to send twice."""

    id: str
    start: int
    end: int
    kinds: frozenset[str] | None = None
    """The kinds of experience that it stops; None stops all."""
    whole_days: bool = False
    """It was said in days of the boutique's calendar."""
    body: str = ""
    sealed: Annotated[Sealed | None, Field(repr=False)] = None
    """The reason of an absence, as the vault keeps it."""
    name: str = ""
    """What staff read of a closure; empty for an absence."""

    @property
    def away(self) -> Away:
        """The time it takes."""
        return Away(self.start, self.end, self.kinds)


class HoursChange(Value):
    """Hours of her own in place of those of the file."""

    weekly: tuple[WeeklyRange, ...] = ()
    breaks: tuple[WeeklyRange, ...] = ()
    overrides: tuple[DateOverride, ...] = ()


class MemberCalendar(Value):
    """What one member of staff, or her manager for her, has changed. `version` 0 is one that was never written."""

    version: Annotated[int, Field(exclude=True)] = 0
    hours: HoursChange | None = None
    languages: tuple[str, ...] | None = None
    skills: tuple[Slug, ...] | None = None
    daily_maximum: tuple[int | None] | None = None
    """A value in a tuple of one, so that "no maximum" and "as in the file" are two things."""
    deputy: tuple[str | None] | None = None
    absences: tuple[Absence, ...] = ()
    travels: tuple[Travel, ...] = ()
    morning_letter: bool = True

    def applied(self, member: Staff) -> Staff:
        """Return a member of the file as she is with what was changed, absences and journeys aside."""
        changes: dict[str, Any] = {}
        if self.hours is not None:
            own = self.hours
            changes["hours"] = Hours(member.hours.zone, own.weekly, own.breaks, own.overrides, member.hours.closures)
        if self.languages is not None:
            changes["languages"] = self.languages
        if self.skills is not None:
            changes["skills"] = self.skills
        if self.daily_maximum is not None:
            changes["daily_maximum"] = self.daily_maximum[0]
        if self.deputy is not None:
            changes["deputy"] = self.deputy[0]
        if not self.morning_letter:
            changes["morning_letter"] = False
        return member.model_copy(update=changes) if changes else member


class Leaving(Value):
    """A member of staff who leaves the house. Minutes; `left` is None until nothing of hers is left."""

    version: Annotated[int, Field(exclude=True)] = 0
    since: int
    left: int | None = None


class Closures(Value):
    """What the manager has closed of a boutique, beside the closures of the file."""

    version: Annotated[int, Field(exclude=True)] = 0
    items: tuple[Absence, ...] = ()


def kept(absences: tuple[Absence, ...], now: int) -> tuple[Absence, ...]:
    """Return absences in the order of time, without those that ended long ago."""
    live = (each for each in absences if each.end > now - KEPT_MINUTES)
    return tuple(sorted(live, key=lambda each: (each.start, each.end, each.id)))


def merged(
    boutique: Boutique,
    calendars: Mapping[str, MemberCalendar],
    busy: Mapping[str, tuple[tuple[int, int], ...]],
    closures: Closures,
    leavings: Mapping[str, Leaving] = MappingProxyType({}),
) -> Boutique:
    """Return a boutique as its file, its people and its manager together say.

    A deputy who leaves or is no longer there is nobody, and calendars of people whom the file does not name count for
    nothing. Who has left stands among the former, with nothing but what the file says of her.
    """
    if not calendars and not busy and not closures.items and not leavings:
        return boutique
    people = {member.id for member in boutique.staff} - leavings.keys()
    staff, former = [], []
    for member in boutique.staff:
        calendar, leaving = calendars.get(member.id), leavings.get(member.id)
        if leaving is not None:
            member = member.model_copy(update={"leaving": True})
            if leaving.left is not None:
                former.append(member)
                continue
        if calendar is None and member.id not in busy and member.deputy not in leavings:
            staff.append(member)
            continue
        found = calendar.applied(member) if calendar else member
        imported = tuple(Away(start, end, imported=True) for start, end in busy.get(member.id, ()))
        own = tuple(each.away for each in calendar.absences) if calendar else ()
        update: dict[str, Any] = {"away": (*own, *imported), "travels": calendar.travels if calendar else ()}
        if found.deputy is not None and found.deputy not in people:
            update["deputy"] = None
        staff.append(found.model_copy(update=update))
    closed = tuple(each.away for each in closures.items)
    return boutique.model_copy(update={"staff": tuple(staff), "closed": closed, "former": tuple(former)})
