"""How a client is greeted: by title and family name in her language's order, whatever language her title was typed in.

A title that is known in another language is said in the letter's ("Ms" is Signora, 女士 or السيدة); one that nobody
knows stays as typed where it can be read in the letter's script, and is left out, with the whole name, where it cannot.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

_TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {"Mr": "mr mister sir", "Ms": "ms mrs miss madam", "Dr": "dr doctor", "Professor": "prof professor"},
    "it": {"Mr": "sig signor signore", "Ms": "sig.ra sigra signora signorina", "Dr": "dott dottor dottore dottoressa",
           "Professor": "prof professore professoressa"},
    "fr": {"Mr": "m monsieur", "Ms": "mme madame mlle mademoiselle", "Dr": "dr docteur", "Professor": "pr professeur"},
    "zh": {"Mr": "先生", "Ms": "女士 小姐 太太 夫人", "Dr": "博士 医生", "Professor": "教授 老师"},
    "ja": {"Mr": "", "Ms": "", "Dr": "先生 博士", "Professor": "教授", "": "様 さま さん 殿"},
    "ar": {"Mr": "سيد السيد", "Ms": "سيدة السيدة آنسة الآنسة", "Dr": "د دكتور الدكتور دكتورة الدكتورة",
           "Professor": "بروفيسور البروفيسور"},
}  # fmt: skip
"""Titles as people type them, by language and meaning; an empty meaning is a courtesy that says neither."""
ARTICLED = frozenset({"it"})
"""Languages in which a title needs an article before it unless its bearer is spoken to."""
_HONORIFICS = ("様", "さま", "さん", "先生", "殿", "教授", "博士", "女士", "小姐", "太太", "夫人")


def title_in(language: str, typed: str, said: Callable[[str], str]) -> str | None:
    """Return a title as a letter in `language` says it, or None where it could not be read there.

    `said` translates one of Mr, Ms, Dr and Professor.
    """
    spelt = typed.casefold().strip().rstrip(".")
    for tongue in (language, *_TITLES):
        for meaning, spellings in _TITLES.get(tongue, {}).items():
            if spelt in spellings.split():
                return typed.strip() if tongue == language else said(meaning) if meaning else None
    return typed.strip() if _script(typed) == _script(said("Ms")) else None


def bears_title(name: str) -> bool:
    """Say whether a name ends in an honorific of its own, so that none is added."""
    return name.endswith(_HONORIFICS)


def closed_up(name: str) -> str:
    """Return a Chinese name without the space between its parts; any other as it is."""
    return name.replace(" ", "") if all(_script(sign) == "CJK" for sign in name if sign != " ") else name


def _script(text: str) -> str:
    """Return the script of a text's first letter: LATIN, CJK, ARABIC …; kana count as CJK."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    script = unicodedata.name(letter, "").partition(" ")[0] if letter else ""
    return "CJK" if script in {"HIRAGANA", "KATAKANA"} else script
