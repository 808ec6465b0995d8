"""What a script asks of a letter beyond its words: directions, islands, elision, digits, faces of type.

A letter in Arabic runs from right to left; a telephone or an hour in it is an island that runs from left to right, and
so is a name in Latin letters. In the text part islands are Unicode isolates (U+2066, U+2068, closed by U+2069); in HTML
they are elements, since not every mail program heeds isolates. Nobody can bring isolates of her own: they are taken out
of every value before (`messaging.text`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from babel import Locale
from markupsafe import Markup, escape

LTR, OWN, END = "\u2066", "\u2068", "\u2069"
_LTR_NAMES = frozenset({"telephone"})
_OWN_NAMES = frozenset({"name", "advisor", "city", "house", "family", "title"})
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_VOWELS = re.compile("[aeiouyàâéèêëîïôûœæ]", re.IGNORECASE)
_ELIDED = (("de", "d’"), ("que", "qu’"))
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_SANS = "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif"
_SERIF = "'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', 'Noto Serif', Georgia, serif"
_ARABIC = "'Geeza Pro', 'Noto Naskh Arabic', 'Sakkal Majalla', serif"
_JAPANESE = "'Hiragino Mincho ProN', 'Yu Mincho', 'Noto Serif CJK JP', serif"
_CHINESE = "'Songti SC', 'Noto Serif CJK SC', SimSun, serif"


class Type(NamedTuple):
    """How a letter is set: faces, sizes in pixels, line heights."""

    display: str = _SERIF
    text: str = _SANS
    size: int = 16
    large: int = 22
    display_size: int = 30
    leading: float = 1.6
    tight: float = 1.2


_TYPES = {
    "ar": Type(_ARABIC, _ARABIC, 17, 24, 32, 1.8, 1.5),
    "ja": Type(_JAPANESE, _JAPANESE, leading=1.8, tight=1.5),
    "zh": Type(_CHINESE, _CHINESE, leading=1.8, tight=1.5),
}


def type_of(locale: Locale) -> Type:
    """Return how a letter in this language is set."""
    return _TYPES.get(locale.language, Type())


def direction_of(locale: Locale) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if locale.character_order == "right-to-left" else "ltr"


def ltr(text: str, locale: Locale) -> str:
    """Return a telephone, an hour or an address of e-mail as an island in a letter that runs from right to left."""
    return f"{LTR}{text}{END}" if direction_of(locale) == "rtl" else text


def own(text: str, locale: Locale) -> str:
    """Return somebody's own words in their own direction, where any of them runs against the letter's."""
    ways = {_STRONG.get(unicodedata.bidirectional(sign)) for sign in text} - {None}
    figures = direction_of(locale) == "rtl" and not ways and any(sign.isdigit() for sign in text)
    return f"{OWN}{text}{END}" if figures or ways - {direction_of(locale)} else text


def digits(text: str, locale: Locale) -> str:
    """Return text in its region's digits: Arabic-Indic in Saudi Arabia or Egypt, Latin where no region is named."""
    indic = locale.territory and locale.language == "ar" and locale.default_numbering_system == "arab"
    return text.translate(_ARABIC_INDIC) if indic else text


def filled(sentence: str, names: Mapping[str, Any], locale: Locale) -> str:
    """Put values into a translated sentence as its language and script ask; values are never read as a template."""
    if locale.language == "fr":
        sentence = _elided(sentence, names)
    placed = {
        name: ltr(value, locale) if name in _LTR_NAMES else own(value, locale) if name in _OWN_NAMES else value
        for name, value in names.items()
    }
    return sentence % placed


def sentences(*said: str) -> str:
    """Join sentences: with a space, but after a full stop that brings its own."""
    text = ""
    for one in filter(None, said):
        text += one if not text or text.endswith("。") else f" {one}"
    return text


def isolated(text: str) -> Markup:
    """Return a line for HTML: escaped, and its islands as elements."""
    out, closing = [], []
    for part in re.split(f"([{LTR}{OWN}{END}])", text):
        if part in {LTR, OWN}:
            out.append('<span dir="ltr" style="white-space:nowrap">' if part == LTR else "<bdi>")
            closing.append("</span>" if part == LTR else "</bdi>")
        elif part == END:
            out.append(closing.pop() if closing else "")
        else:
            out.append(str(escape(part)))
    return Markup("".join([*out, *reversed(closing)]))  # noqa: S704 - every part was escaped or is ours


def _elided(sentence: str, names: Mapping[str, Any]) -> str:
    for name, value in names.items():
        if _VOWELS.match(str(value)):
            for full, short in _ELIDED:
                sentence = re.sub(rf"\b{full} (%\({name}\))", rf"{short}\1", sentence)
    return sentence
