"""Writes a message: finds its wording, speaks it in her language, sets it as text and HTML."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

from babel import Locale
from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from chalicelib.messaging.letters import client, staff
from chalicelib.messaging.letters.blocks import Block, Text, plain
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import direction_of, isolated, type_of
from chalicelib.messaging.letters.sms import approved, short
from chalicelib.messaging.letters.times import locale_of
from chalicelib.messaging.model import Approved, Message
from chalicelib.messaging.text import cleaned, line

HERE = Path(__file__).parent
LOCALE = HERE / "locale"
COMPILED = HERE / "compiled"
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Letter:
    """A written letter."""

    subject: str
    text: str
    html: str


class Letters:
    """Writes letters and short messages in every language that has a compiled catalogue."""

    def __init__(self, locale: Path = LOCALE, compiled: Path = COMPILED) -> None:
        """`locale` holds `<language>/LC_MESSAGES/letters.mo`, `compiled` the HTML layout; both are built."""
        self._folder, self._compiled = locale, compiled
        self._words: dict[str, gettext.NullTranslations] = {}
        self._lock = Lock()

    def write(self, message: Message) -> Letter:
        """Write a letter. Raises ValueError for an unknown template, a missing value or an unfit link."""
        say, host = self._say(message)
        wordings = staff.WORDINGS if host else client.WORDINGS
        if message.template not in wordings:
            raise ValueError(f"there is no letter {message.template}")
        wording = wordings[message.template]
        if host:
            greeting, closing = say.t("Dear %(name)s,", name=line(message.to.name)), staff.sign(say)
        else:
            greeting, closing = say.greeting(line(message.to.form_of_address or "")), client.sign(say)
        blocks: tuple[Block, ...] = (Text(greeting), *wording.body(say), closing, *wording.after(say))
        subject = line(wording.subject(say))
        return Letter(
            subject, plain(blocks, say.heading), self._html(subject, blocks, _house(say, message), say.locale)
        )

    def sms(self, message: Message) -> str:
        """Write a short message. Raises ValueError when the template has none or it cannot fit two segments."""
        say, _ = self._say(message)
        return short(message.template, say, _house(say, message))

    def whatsapp(self, message: Message) -> Approved:
        """Write a WhatsApp template's values. Raises ValueError as `sms` does."""
        say, _ = self._say(message)
        return approved(message.template, say, _house(say, message))

    def languages(self) -> list[str]:
        """Return the languages that have a catalogue."""
        return sorted(found.parent.parent.name for found in self._folder.glob("*/LC_MESSAGES/letters.mo"))

    def _say(self, message: Message) -> tuple[Say, bool]:
        host = message.template.startswith("host.")
        values = {**cleaned(message.values), "calendar": message.calendar}
        words = self._catalogue(message.language.partition("-")[0].lower())
        locale = locale_of(message.language if words is not None else SOURCE_LANGUAGE)
        return Say(words or gettext.NullTranslations(), locale, values, host=host), host

    def _catalogue(self, language: str) -> gettext.NullTranslations | None:
        """Return the catalogue of a language, or None where there is none: such a letter is in English throughout."""
        with self._lock:
            if not self._words:
                self._words = {name: gettext.translation("letters", self._folder, [name]) for name in self.languages()}
            if not self._words:
                raise ValueError("the letters are not built: run `python -m infra.letters`")
            return self._words.get(language)

    @cached_property
    def _layout(self) -> Template:
        environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(self._compiled), autoescape=True, undefined=StrictUndefined
        )
        environment.filters["isolated"] = isolated
        return environment.get_template("letter.html")

    def _html(self, subject: str, blocks: tuple[Block, ...], house: str, locale: Locale) -> str:
        direction = direction_of(locale)
        return self._layout.render(
            subject=subject,
            blocks=blocks,
            house=house,
            language=str(locale).replace("_", "-"),
            direction=direction,
            start="right" if direction == "rtl" else "left",
            type=type_of(locale),
        )


def _house(say: Say, message: Message) -> str:
    """Return the name at the head of a letter: the maison's, whoever it is from."""
    return say.get("maison_name") or line(message.from_name)
