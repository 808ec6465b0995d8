"""A member's calendar as it is sent and shown: hours by day, dates with hours of their own, journeys."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, field_validator, model_validator

from chalicelib.boutiques.away import Travel
from chalicelib.boutiques.hours import DateOverride, WeeklyRange, format_time, parse_range
from chalicelib.boutiques.staffing.calendar import MOST_TRAVELS, Absence, HoursChange, Reason
from chalicelib.boutiques.staffing.service import MemberView, Wish
from chalicelib.boutiques.zones import canonical_zone
from chalicelib.foundation.clock import local_of, parse_date, rfc3339
from chalicelib.http.bodies import Body, View
from chalicelib.http.declare import SLUG_PATTERN

_LONGEST_JOURNEY = 366
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS = get_args(Day)
TimeText = Annotated[str, StringConstraints(max_length=5)]
DateText = Annotated[str, StringConstraints(max_length=10)]
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=40)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class RangeBody(Body):
    """Hours of a day, such as 10:30 to 19:00; past midnight is written past 24, as 20:00 to 26:00."""

    start: TimeText
    end: TimeText

    @model_validator(mode="after")
    def _range(self) -> RangeBody:
        parse_range(self.start, self.end)
        return self

    def minutes(self) -> tuple[int, int]:
        """Return the minutes after midnight."""
        return parse_range(self.start, self.end)


class WeeklyBody(RangeBody):
    """Hours of some days of every week."""

    days: Annotated[list[Day], Field(min_length=1, max_length=7)]

    def range(self) -> WeeklyRange:
        """Return them as the house keeps them."""
        return WeeklyRange(frozenset(DAYS.index(day) for day in self.days), *self.minutes())


class OverrideBody(Body):
    """What holds on one date in place of the week; no hours at all is a day off."""

    date: DateText
    hours: Annotated[list[RangeBody], Field(max_length=6)]

    @field_validator("date")
    @classmethod
    def _date(cls, value: str) -> str:
        parse_date(value)
        return value


class TravelBody(Body):
    """Days in another zone, both included; her hours are read on its clock."""

    first: DateText
    last: DateText
    zone: Annotated[str, StringConstraints(max_length=40)]

    @model_validator(mode="after")
    def _journey(self) -> TravelBody:
        first, last = parse_date(self.first), parse_date(self.last)
        if not 0 <= (last - first).days < _LONGEST_JOURNEY:
            raise ValueError(f"must end on or after its first day, and last at most {_LONGEST_JOURNEY} days")
        if canonical_zone(self.zone) is None:
            raise ValueError("must name the IANA zone of a place, such as Asia/Tokyo")
        return self

    def travel(self) -> Travel:
        """Return it as the house keeps it."""
        return Travel(parse_date(self.first), parse_date(self.last), canonical_zone(self.zone) or self.zone)


class CalendarBody(Body):
    """A whole calendar, as it was read with the changes that are wished."""

    hours: Annotated[list[WeeklyBody], Field(max_length=42)]
    breaks: Annotated[list[WeeklyBody], Field(max_length=42)]
    overrides: Annotated[list[OverrideBody], Field(max_length=200)]
    travels: Annotated[list[TravelBody], Field(max_length=MOST_TRAVELS)]
    languages: Annotated[list[Language], Field(min_length=1, max_length=12)]
    skills: Annotated[list[Slug], Field(max_length=40)]
    daily_maximum: Annotated[int, Field(ge=1, le=50)] | None
    deputy: Slug | None
    morning_letter: bool | None = None
    """Whether her day is written to her in the morning; left out, that stays as it is."""

    @field_validator("overrides")
    @classmethod
    def _each_date_once(cls, value: list[OverrideBody]) -> list[OverrideBody]:
        if len({each.date for each in value}) < len(value):
            raise ValueError("must name each date once")
        return value

    @field_validator("travels")
    @classmethod
    def _one_place_at_a_time(cls, value: list[TravelBody]) -> list[TravelBody]:
        journeys = sorted((each.travel() for each in value), key=lambda each: each.first)
        if any(one.meets(next_) for one, next_ in pairwise(journeys)):
            raise ValueError("must not name a day twice")
        return value

    def wish(self) -> Wish:
        """Return what is wished."""
        return Wish(
            hours=HoursChange(
                weekly=tuple(each.range() for each in self.hours),
                breaks=tuple(each.range() for each in self.breaks),
                overrides=tuple(
                    DateOverride(parse_date(each.date), tuple(span.minutes() for span in each.hours))
                    for each in sorted(self.overrides, key=lambda each: each.date)
                ),
            ),
            languages=tuple(dict.fromkeys(self.languages)),
            skills=tuple(dict.fromkeys(self.skills)),
            daily_maximum=self.daily_maximum,
            deputy=self.deputy,
            travels=tuple(sorted((each.travel() for each in self.travels), key=lambda each: each.first)),
            morning_letter=self.morning_letter,
        )


class RangeView(View):
    """Hours of a day."""

    start: str
    end: str


class WeeklyView(RangeView):
    """Hours of some days of every week."""

    days: list[str]


class OverrideView(View):
    """The hours of one date."""

    date: str
    hours: list[RangeView]


class TravelView(View):
    """Days in another zone."""

    first: str
    last: str
    zone: str


class AbsenceView(View):
    """One absence or closure. Days are told as dates, both included, other times as instants on the boutique's clock.

    `reason` and `note` are for herself and her manager; `name` is that of a closure.
    """

    id: str
    from_: Annotated[str, Field(alias="from")]
    to: str
    whole_days: bool
    kinds: list[str] | None
    reason: str | None = None
    note: str | None = None
    name: str | None = None


class CalendarView(View):
    """A member's calendar. `can` says what the reader may do with it."""

    boutique: str
    staff: str
    name: str
    zone: str
    version: int
    hours: list[WeeklyView]
    breaks: list[WeeklyView]
    overrides: list[OverrideView]
    travels: list[TravelView]
    languages: list[str]
    skills: list[str]
    daily_maximum: int | None
    deputy: str | None
    morning_letter: bool
    absences: list[AbsenceView]
    can: list[str]


def calendar_view(found: MemberView) -> CalendarView:
    """Write a calendar; colleagues are not told why somebody is away."""
    member, zone = found.member, found.boutique.zone
    reasons = found.reasons or {}
    return CalendarView(
        boutique=found.boutique.id,
        staff=member.id,
        name=member.name,
        zone=member.hours.zone,
        version=found.calendar.version,
        hours=[_weekly(each) for each in member.hours.weekly],
        breaks=[_weekly(each) for each in member.hours.breaks],
        overrides=[
            OverrideView(date=each.date.isoformat(), hours=[_range(*span) for span in each.ranges])
            for each in member.hours.overrides
        ],
        travels=[
            TravelView(first=each.first.isoformat(), last=each.last.isoformat(), zone=each.zone)
            for each in found.calendar.travels
        ],
        languages=list(member.languages),
        skills=list(member.skills),
        daily_maximum=member.daily_maximum,
        deputy=member.deputy,
        morning_letter=found.calendar.morning_letter,
        absences=[absence_view(each, zone, reasons.get(each.id)) for each in found.calendar.absences],
        can=list(found.may),
    )


def absence_view(absence: Absence, zone: str, reason: Reason | None = None) -> AbsenceView:
    """Write an absence or a closure in the words in which it was said: dates, both included, or instants."""
    start, end = rfc3339(absence.start, zone), rfc3339(absence.end, zone)
    if absence.whole_days:
        start, end = (local_of(minute, zone).date().isoformat() for minute in (absence.start, absence.end - 1))
    about = {"from": start, "to": end, "whole_days": absence.whole_days}
    return AbsenceView(
        **about,
        id=absence.id,
        kinds=None if absence.kinds is None else sorted(absence.kinds),
        reason=reason.code if reason else None,
        note=reason.note if reason else None,
        name=absence.name or None,
    )


def _weekly(rule: WeeklyRange) -> WeeklyView:
    days = [DAYS[day] for day in sorted(rule.days)]
    return WeeklyView(days=days, start=format_time(rule.start), end=format_time(rule.end))


def _range(start: int, end: int) -> RangeView:
    return RangeView(start=format_time(start), end=format_time(end))
