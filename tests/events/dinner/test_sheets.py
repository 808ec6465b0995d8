"""What is exported and printed: nothing that a spreadsheet calculates, nothing unescaped, no name in the kitchen."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.events.dinner.diets import Allergen, Needs
from chalicelib.events.dinner.manifest import Manifest
from chalicelib.events.dinner.prints import driver_sheet, kitchen_sheet, labels
from chalicelib.events.dinner.sheets import HEAD, csv_of, joined, neutral, rows, xlsx_of
from chalicelib.events.dinner.words import LANGUAGES, allergens, words
from tests.events.dinner.table import FILM, MENUS, address, dinner, kitchen, laid

SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BY_ID = {menu.id: menu for menu in MENUS}
EVIL = '=HYPERLINK("http://x")<script>alert(1)</script>'


def manifest(note: str = "Second bell") -> Manifest:
    """A manifest of two doors in one city."""
    it = laid(dinner(), "anna", 2, needs=Needs(1, frozenset({Allergen.FISH})))
    it = laid(it, "bea", 1)
    home = it.registrations["bea"].households[0].id
    it = it.changed("bea", lambda one: one.housed(home, replace(address(), access=note), "+390287654321"))
    return it.released(FILM - 3000).manifests[0]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u200b", "\ufeff", "\x00"])
def test_no_cell_begins_like_a_formula(sign: str, before: str) -> None:
    """Every sign, also after what a program skips; joined cells part by part (CWE-1236, rule D7)."""
    assert neutral(f"{before}{sign}1+1").startswith("'")
    assert joined(["a", f"{before}{sign}1"]) == f"a; '{before}{sign}1"
    assert neutral("Via Prova 1") == "Via Prova 1"


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), max_size=4))
def test_a_table_comes_back_cell_by_cell(table: list[list[str]]) -> None:
    """As CSV reads it, every cell is harmless and is what was written; doing it twice changes nothing (rule D7)."""
    read = list(csv.reader(io.StringIO(csv_of(table).decode("utf-8-sig"), newline="")))
    assert read == [[neutral(cell) for cell in row] for row in table]
    assert all(not cell.startswith(SIGNS) for row in read for cell in row)
    assert all(neutral(cell) == cell for row in read for cell in row)


def test_a_workbook_holds_strings_only_and_is_the_same_twice() -> None:
    """No formula, no link, no number; the same bytes for the same manifest (rule D7)."""
    table = [*rows(manifest(EVIL)), ["http://x", "1", "=1+1", "{=1}"]]
    book = xlsx_of(table, "Manifest", FILM)
    assert book == xlsx_of(table, "Manifest", FILM)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        texts = parts.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert set(re.findall(r'<c r="\w+"(?: s="\d")? t="(\w+)"', sheet)) == {"s"}
    assert "&apos;=HYPERLINK" in texts or "'=HYPERLINK" in texts
    assert not re.findall(r"<t[^>]*>=", texts)


def test_the_rows_say_what_a_manifest_must() -> None:
    """Stop, window on the address's clock, access, boxes, allergens, recipient, masked telephone (rules D3, D7)."""
    head, *lines = rows(manifest())
    assert head == list(HEAD)
    told = [dict(zip(head, line, strict=True)) for line in lines]
    assert sum(int(one["boxes"]) for one in told) == 3
    assert [one["stop"] for one in told] == ["1", "2"]
    anna = next(one for one in told if one["recipient"] == "Ada anna")
    assert anna["telephone"] == "••• 78"
    assert anna["declared"].count("fish") == 2
    assert "celery" in anna["contains"]
    assert anna["from"] < anna["until"]


class Text(HTMLParser):
    """Reads the words of a page, and the names of its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.tags = "", [""][:0]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Remember what is read."""
        self.words += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kitchen_learns_codes_and_no_names(language: str) -> None:
    """Counts by hour, menu and allergen; nobody's name, address or telephone (rule D4)."""
    it = manifest()
    page = Text(kitchen_sheet(it, kitchen("milan"), BY_ID, language)).words
    for line in it.lines:
        assert all(box.person in page for box in line.boxes)
        assert line.recipient not in page
        assert line.address[0] not in page
        assert line.telephone not in page
    assert f"{allergens(language)[Allergen.FISH]}: 2" in page
    assert words(language)["nothing"] in page
    assert "paris" not in Text(kitchen_sheet(it, kitchen("paris"), BY_ID, language)).words


def test_every_label_says_what_is_in_its_box() -> None:
    """Allergens again at the door, in her language, and how it is finished (rule D3)."""
    it = manifest()
    page = labels(it, BY_ID, "fr")
    assert page.count('class="label"') == it.boxes == 3
    assert "céleri" in page
    assert page.count("Warm the broth") == 2
    assert labels(it, BY_ID, "fr", "paris-kitchen").count('class="label"') == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_printed_is_markup_of_a_guest(language: str) -> None:
    """What she wrote is read as she wrote it; Arabic runs from right to left (rule D7)."""
    it = manifest(EVIL)
    page = driver_sheet(it, it.lines[0].round, language)
    read = Text(page)
    assert EVIL in read.words
    assert "script" not in read.tags
    assert ('dir="rtl"' in page) == (language == "ar")
    assert [read.words.count(line.recipient) for line in it.lines] == [1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    """Fourteen allergens and every word, none twice in the list of allergens (rules D1, D3)."""
    assert len(set(allergens(language).values())) == len(Allergen) == 14
    assert all(words(language).values())
    assert words(language).keys() == words("en").keys()
