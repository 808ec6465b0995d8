"""Days and hours in words, always Gregorian. A clock is named by its city, never by an offset."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_location
from babel.lists import format_list

from chalicelib.messaging.letters.setting import digits, ltr

_HOME = {"en": "en_GB", "zh": "zh_Hans_CN"}
"""The region whose conventions a bare language takes."""
_DAY_PATTERNS = {"en_GB": "EEEE d MMMM y"}
"""Where the house writes a day otherwise than CLDR does."""
_FIRST_PATTERNS = {"fr": "EEEE d'er' MMMM y", "it": "EEEE d'º' MMMM y"}
"""Tongues in which the first of a month is an ordinal."""


def locale_of(language: str) -> Locale:
    """Return the Babel locale of a language tag such as `it` or `en-US`; an unknown region falls back to the tongue."""
    for tag in (language, language.partition("-")[0], "en"):
        try:
            return Locale.parse(_HOME.get(tag, tag).replace("-", "_"))
        except (ValueError, UnknownLocaleError):
            continue
    raise ValueError("no locale")  # English is always known


def day_text(day: date, locale: Locale) -> str:
    """Write a day in words, e.g. `Thursday 14 January 2027`."""
    pattern = _DAY_PATTERNS.get(str(locale), "full")
    if day.day == 1:
        pattern = _FIRST_PATTERNS.get(locale.language, pattern)
    return digits(format_date(day, pattern, locale), locale)


def hour_text(local: datetime, locale: Locale) -> str:
    """Write the hour of a local datetime, e.g. `15:00`; its figures are an island where writing runs the other way."""
    hour = digits(format_time(local.time(), "short", locale=locale), locale)
    return re.sub(r"\d+:\d+", lambda found: ltr(found.group(), locale), hour)


def list_text(parts: list[str], locale: Locale) -> str:
    """Join words as the language does, e.g. `two adults and one child`."""
    return format_list(parts, locale=locale)


def city_of(zone: str, locale: Locale) -> str | None:
    """Return the city by which people know a zone (`America/New_York` is New York), or None when it has none."""
    if "/" not in zone or zone.startswith("Etc/"):
        return None
    try:
        return get_timezone_location(zone, locale, return_city=True).rpartition("/")[2] or None
    except LookupError:
        return None
