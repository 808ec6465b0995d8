"""Time inside the house: aware UTC datetimes, or integer minutes since the Unix epoch. Zones live at the edge.

`now` is asked once per use case from a `Clock` and passed down; only `wiring` owns a clock that reads the machine.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Gives the present as an aware UTC datetime."""

MINUTES_A_DAY = 1440
SECONDS_A_DAY = 86_400
_FIRST_YEAR, _LAST_YEAR = 1970, 9996
_LAST_MINUTE = 4_222_000_000  # early 9997: whatever is added to it is still a date
zoneinfo.reset_tzpath(to=())
"""Zones come from the tzdata wheel and from nowhere else: the machine's own files are of another date."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RFC3339 = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):(\d{2}):(\d{2})(\.0{1,9})?([Zz]|[+-](?:0\d|1[0-4]):[0-5]\d)", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def minute_of(moment: datetime) -> int:
    """Return the whole minutes since the epoch of an aware datetime, rounded down. Raises ValueError when naive."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place in the house")
    return (moment - _EPOCH) // timedelta(minutes=1)


def second_of(moment: datetime) -> int:
    """Return the whole seconds since the epoch of an aware datetime."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def moment_of(minute: int) -> datetime:
    """Return the aware UTC datetime of an integer minute."""
    return _EPOCH + timedelta(minutes=minute)


def local_of(minute: int, zone: str) -> datetime:
    """Return the aware local datetime of an integer minute in an IANA zone."""
    return moment_of(minute).astimezone(ZoneInfo(zone))


def rfc3339(minute: int, zone: str = "UTC") -> str:
    """Write a minute as an RFC 3339 instant with the zone's offset, e.g. `2027-03-28T15:00:00+02:00`; UTC ends in Z."""
    text = local_of(minute, zone).isoformat(timespec="seconds")
    return text[:-6] + "Z" if zone == "UTC" else text


def parse_rfc3339(text: str) -> int:
    """Read an RFC 3339 instant on a whole minute.

    Raises ValueError for anything else: week dates, naive times, seconds. The shape is checked before
    `fromisoformat`, which also accepts what RFC 3339 does not.
    """
    match = _RFC3339.fullmatch(text)
    if not match or match.group(6) != "00":
        raise ValueError("must be an RFC 3339 instant on a whole minute, such as 2027-03-28T15:00:00+02:00")
    base, offset = text[:16].upper(), match.group(8)
    try:
        minute = minute_of(datetime.fromisoformat(f"{base}:00{'+00:00' if offset in 'Zz' else offset}"))
    except (ValueError, OverflowError):
        raise ValueError("must be a date and time that exists") from None
    if not 0 <= minute < _LAST_MINUTE:
        raise ValueError("must be a date between 1970 and 9996")
    return minute


def parse_date(text: str) -> date:
    """Read `YYYY-MM-DD`, 1970 to 9996. Raises ValueError for week dates, other digits, dates that do not exist."""
    if not _DATE.fullmatch(text):
        raise ValueError("must be a date such as 2027-03-28")
    day = date.fromisoformat(text)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError("must be a date between 1970 and 9996")
    return day
