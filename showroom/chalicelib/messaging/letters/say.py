"""`Say`: one message's values, spoken in one language. What every letter is written with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from gettext import NullTranslations
from typing import Any

from babel import Locale

from chalicelib.foundation.clock import local_of
from chalicelib.messaging.letters import setting
from chalicelib.messaging.letters.names import ARTICLED, bears_title, closed_up, title_in
from chalicelib.messaging.letters.times import city_of, day_text, hour_text, list_text
from chalicelib.messaging.text import is_presentable

_TWO_CLOCKS = frozenset({"video", "telephone", "home"})
"""Places at which she is not where the house is: a conversation, and an occasion at her own table."""


class Say:
    """Translates sentences and speaks values.

    Sentences hold `%(name)s` placeholders; values are put in after translation and are never read as a template.
    """

    def __init__(self, words: NullTranslations, locale: Locale, values: Mapping[str, Any], *, host: bool) -> None:
        """`host`: the letter goes to staff, whose own clock is the boutique's."""
        self._words, self.locale, self._values, self._host = words, locale, values, host

    def about(self, changes: Mapping[str, Any]) -> Say:
        """Speak of another appointment, which differs by these values, to the same reader."""
        return Say(self._words, self.locale, {**self._values, **changes}, host=self._host)

    # ── words ────────────────────────────────────────────────────────────────────────────────────────────────

    def t(self, sentence: str, /, **names: Any) -> str:
        """Translate a sentence and fill it in."""
        return setting.filled(self._words.gettext(sentence), names, self.locale)

    def tn(self, one: str, many: str, count: int, /) -> str:
        """Translate by number; the sentence may hold `%(count)d`."""
        return setting.digits(self._words.ngettext(one, many, count) % {"count": count}, self.locale)

    def tp(self, context: str, sentence: str, /, **names: Any) -> str:
        """Translate a sentence that means different things in different places."""
        return setting.filled(self._words.pgettext(context, sentence), names, self.locale)

    def ltr(self, text: str) -> str:
        """Set a telephone as an island that runs from left to right."""
        return setting.ltr(text, self.locale)

    def own(self, text: str) -> str:
        """Set somebody's own words, a name or an address in their own direction."""
        return setting.own(text, self.locale)

    def heading(self, label: str) -> str:
        """Write a link's label as it stands above its address in plain text."""
        return self.tp("a link's label above its address", "%(label)s:", label=label)

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────

    def __getitem__(self, name: str) -> Any:
        """Return a value. Raises ValueError when the message came without it."""
        try:
            return self._values[name]
        except KeyError:
            raise ValueError(f"the letter needs the value {name}") from None

    def get(self, name: str) -> Any:
        """Return a value that may be absent."""
        return self._values.get(name)

    # ── people ───────────────────────────────────────────────────────────────────────────────────────────────

    def greeting(self, called: str | None) -> str:
        """Greet a client: as she asked to be called, by title and family name, or by her whole name.

        Never by the given name alone, and not by a name that is no name.
        """
        who: Mapping[str, str | None] = self.get("salutation") or {}
        chosen, titled = called or who.get("called"), self._titled(who)
        if not chosen and titled:
            return self._greet(titled, titled=True)
        name = chosen or self.get("client_name")
        if not name or not is_presentable(name):
            return self.t("Good day,")
        return self._greet(closed_up(name) if self.locale.language == "zh" else name, titled=bears_title(name))

    def person(self, who: Mapping[str, str | None]) -> str | None:
        """Name somebody to another: by title and family name, or by her whole name (`display`).

        None for a name that is no name. What she is called by us is between her and us.
        """
        name = who.get("display") or ""
        if not is_presentable(name):
            return None
        name = closed_up(name) if self.locale.language == "zh" else name
        titled = self._titled(who)
        if titled and self.locale.language not in ARTICLED:
            return titled
        return name if bears_title(name) else self.tp("somebody spoken of, without a title", "%(whole)s", whole=name)

    def _titled(self, who: Mapping[str, str | None]) -> str | None:
        """Return title and family name in the letter's order and language, where both can be said in it."""
        family = who.get("family")
        title = title_in(self.locale.language, who.get("title") or "", self._title) if family else None
        if not title or not family or not is_presentable(family):
            return None
        return self.tp("a title and a family name", "%(title)s %(family)s", title=title, family=family)

    def _greet(self, name: str, *, titled: bool) -> str:
        if titled:
            return self.tp("to a name with its title", "Dear %(name)s,", name=name)
        return self.t("Dear %(name)s,", name=name)

    def _title(self, meaning: str) -> str:
        titles = {
            "Mr": self.tp("a title", "Mr"),
            "Ms": self.tp("a title", "Ms"),
            "Dr": self.tp("a title", "Dr"),
            "Professor": self.tp("a title", "Professor"),
        }
        return titles[meaning]

    def party(self) -> str:
        """Write who comes, e.g. `2 adults and 1 child`."""
        party: Mapping[str, int] = self.get("party") or {}
        adults, children = int(party.get("adults", 1)), int(party.get("children", 0))
        parts = [self.tn("%(count)d adult", "%(count)d adults", adults)] if adults else []
        parts += [self.tn("%(count)d child", "%(count)d children", children)] if children else []
        return list_text(parts, self.locale)

    def duration(self) -> str:
        """Write how long the appointment takes, fit for the middle of a sentence."""
        return self.t("an hour") if int(self["duration"]) == 60 else self.length()

    def length(self, minutes: int | None = None) -> str:
        """Write a duration, or how long the appointment takes, e.g. `2 hours` or `45 minutes`."""
        minutes = int(self["duration"]) if minutes is None else minutes
        hours, rest = divmod(minutes, 60)
        if hours and not rest:
            return self.tn("%(count)d hour", "%(count)d hours", hours)
        return self.tn("%(count)d minute", "%(count)d minutes", minutes)

    # ── time ─────────────────────────────────────────────────────────────────────────────────────────────────

    def day(self, minute: int | None = None) -> str:
        """Write a day on the reader's clock: of `minute`, or of the appointment."""
        return day_text(self._local(minute).date(), self.locale)

    def plain_day(self, text: str) -> str:
        """Write a calendar date given as `YYYY-MM-DD`."""
        return day_text(date.fromisoformat(text), self.locale)

    def hour(self, minute: int | None = None) -> str:
        """Write an hour on the reader's clock."""
        return hour_text(self._local(minute), self.locale)

    def when(self, minute: int | None = None) -> str:
        """Write day and hour on the reader's clock, fit for the middle of a sentence."""
        zone_city = self._clocks()[0][1]
        local = self._local(minute)
        return self.t(
            "%(day)s at %(hour)s, %(city)s time",
            day=day_text(local.date(), self.locale),
            hour=hour_text(local, self.locale),
            city=zone_city,
        )

    def lines(self, minute: int | None = None) -> Iterator[str]:
        """Write day and hour, each on its line: the reader's clock, then the other where there is one."""
        minute = int(self["start"]) if minute is None else minute
        first, *others = self._clocks()
        local = local_of(minute, first[0])
        yield day_text(local.date(), self.locale)
        yield self.t("%(hour)s, %(city)s time", hour=hour_text(local, self.locale), city=first[1])
        for zone, city in others:
            there = local_of(minute, zone)
            if there.utcoffset() == local.utcoffset():
                continue
            names = {"hour": hour_text(there, self.locale), "city": city, "day": day_text(there.date(), self.locale)}
            if there.date() == local.date():
                yield self.t("%(hour)s, %(city)s time", **names)
            elif there.date() > local.date():
                yield self.t("%(hour)s on the following day, %(day)s, %(city)s time", **names)
            else:
                yield self.t("%(hour)s on the day before, %(day)s, %(city)s time", **names)

    def _local(self, minute: int | None) -> Any:
        return local_of(int(self["start"]) if minute is None else minute, self._clocks()[0][0])

    def _clocks(self) -> list[tuple[str, str]]:
        """Return (zone, city), the reader's first. A visit has one clock, the place's; a conversation has two."""
        here = (str(self["zone"]), str(self["city"]))
        zone = self.get("client_zone")
        city = city_of(zone, self.locale) if zone and self["place"] in _TWO_CLOCKS else None
        if not zone or not city or zone == here[0]:
            return [here]
        hers = (str(zone), city)
        return [here, hers] if self._host else [hers, here]
