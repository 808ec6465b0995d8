"""Six languages: every catalogue complete, plurals and placeholders right, and no word that is never shown."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from chalicelib.messaging.letters import Letters
from infra.letters import ROOM, build
from tests.messaging.golden import FOLDER, LANGUAGES

WORDS = Path(__file__).parents[2] / "docs" / "words.md"
HOLDER = re.compile(r"%\(\w+\)[sd]")
WITHOUT_SPACES = {"zh", "ja"}
PARTICLES = "(?:[وفبلك]|ال|لل|وال|بال|فال|كال)?"
"""What Arabic writes together with the word that follows."""


def catalogue(language: str) -> Catalog:
    """Read a catalogue as it is committed."""
    with (ROOM / "locale" / language / "LC_MESSAGES" / "letters.po").open("rb") as file:
        return read_po(file, locale=language)


def several(value: object) -> tuple[str, ...]:
    """Return the forms of a sentence: one, or as many as there are plurals."""
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else (str(value),)


def entries(language: str) -> Iterator[tuple[Message, tuple[str, ...], tuple[str, ...]]]:
    """Yield each entry with what is meant and what is said."""
    for entry in catalogue(language):
        if entry.id:
            yield entry, several(entry.id), several(entry.string)


def strings(language: str) -> list[str]:
    """Return every sentence of a language as a reader may meet it."""
    return [text for _, meant, said in entries(language) for text in (said if any(said) else meant)]


def never(language: str) -> list[str]:
    """Read the words never shown in a language from the page."""
    (row,) = re.findall(rf"^\| {language} \|[^|]*\|([^|]*)\|", WORDS.read_text(encoding="utf-8"), re.MULTILINE)
    return [word.strip() for word in row.split(",")]


def shows(text: str, word: str, language: str) -> bool:
    """Say whether a text shows a word: anywhere where words are not spaced, as a whole word elsewhere."""
    if language in WITHOUT_SPACES:
        return word in text
    before = PARTICLES if language == "ar" else ""
    return bool(re.search(rf"(?<!\w){before}{re.escape(word)}(?!\w)", text, re.IGNORECASE))


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_a_catalogue_is_complete(language: str) -> None:
    """No sentence is missing or doubtful, and none was forgotten in English."""
    for entry, meant, said in entries(language):
        assert all(said), (language, entry.id)
        assert not entry.fuzzy, (language, entry.id)
        if "%" not in meant[0] or " " in HOLDER.sub("", meant[0]).strip():
            assert said[0] != meant[0] or language == "it", (language, entry.id)
    assert not catalogue(language).fuzzy
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_a_translation_holds_the_values_of_its_sentence(language: str) -> None:
    """The same placeholders, each once; only a plural form that stands for one number may say it in words."""
    forms = catalogue(language).plural_expr
    rule = gettext.c2py(forms)
    for entry, meant, said in entries(language):
        holders = sorted(HOLDER.findall(meant[-1]))
        for index, text in enumerate(said):
            assert "%" not in HOLDER.sub("", text), (language, entry.id)
            one_number = len(said) > 1 and sum(rule(count) == index for count in range(200)) == 1
            expected = ([], holders) if one_number else (holders,)
            assert sorted(HOLDER.findall(text)) in expected, (language, entry.id, text)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", {1: "1 adult", 2: "2 adults"}),
        ("it", {1: "1 adulto", 2: "2 adulti"}),
        ("fr", {0: "0 adulte", 1: "1 adulte", 2: "2 adultes"}),
        ("zh", {1: "1位成人", 2: "2位成人"}),
        ("ja", {1: "大人1名様", 2: "大人2名様"}),
        ("ar", {0: "بلا بالغين", 1: "بالغ واحد", 2: "بالغان", 3: "3 بالغين", 10: "10 بالغين", 11: "11 بالغًا",
                99: "99 بالغًا", 100: "100 بالغ", 102: "102 بالغ", 103: "103 بالغين"}),
    ],
)  # fmt: skip
def test_plurals(language: str, said: dict[int, str]) -> None:
    """As the language counts; Arabic has six forms."""
    build()
    words = gettext.translation("letters", ROOM / "locale", [language])
    one, many = "%(count)d adult", "%(count)d adults"
    assert {count: words.ngettext(one, many, count) % {"count": count} for count in said} == said


def test_the_guard_sees_what_it_should() -> None:
    """A word is found in a sentence of its script, and not inside another word."""
    assert shows("La Sua prenotazione.", "prenotazione", "it")
    assert not shows("ununique", "unique", "fr")
    assert shows("请提交表单", "提交", "zh")
    assert shows("انقر والبائع", "بائع", "ar")
    assert not shows("موارد", "مورد", "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_and_no_letter_says_a_word_that_is_never_shown(language: str) -> None:
    """Neither a sentence nor a whole letter, whatever its case; and no exclamation mark."""
    words = never(language)
    assert len(words) >= 8
    letters = [path.read_text(encoding="utf-8") for path in (FOLDER / language).glob("*.txt")]
    assert len(letters) >= 25
    for text in (*strings(language), *letters):
        assert not re.search("[!！¡]", text), text
        for word in words:
            assert not shows(text, word, language), (word, text)


def test_every_language_of_the_page_has_letters(letters: Letters) -> None:
    """docs/words.md, the catalogues and the golden letters name the same six languages."""
    page = re.findall(r"^\| (\w\w) \|", WORDS.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(page) == sorted(LANGUAGES) == letters.languages()
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(LANGUAGES)
